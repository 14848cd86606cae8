"""`lks objection`: a bezwaar by employer, employee or representative, and the decision on it (Awb 6:4, 7:11; R20)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import get_args

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.deciding import days, notifying, said
from commands.options import CASE, CODE, DAY, PERCENTAGE
from commands.words import words
from ledger import facts
from ledger.facts import ObjectionOutcome, Objector
from ledger.intents import DecideObjection, FileObjection
from ledger.refusal import Misuse, Refused
from ledger.subsidy.objecting import late
from ledger.subsidy.state import Objection

OBJECTORS = click.Choice(get_args(Objector))


@click.group()
def objection() -> None:
    """Objections (bezwaar) against decisions."""


@objection.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--decision", type=CODE, required=True, metavar="NUMBER", help="Number of the decision.")
@click.option("--objector", type=OBJECTORS, required=True, help="Who objects.")
@click.option("--received-on", type=DAY, help="Day it came in (default: the business day).")
@recording
def file(call: Call, case: str, decision: str, objector: Objector, received_on: date | None) -> None:
    """Record an objection, with its term and the last day to decide on it; a late one is recorded as late."""
    day = received_on or call.today
    receipt = call.record(FileObjection(case=case, decision=decision, by=objector, received_on=day))
    filed = next((fact for fact in receipt.facts if isinstance(fact, facts.ObjectionFiled)), None)
    say = [f"{case}: objection of the {objector} against {decision}, received on {day}."]
    if filed:
        say += _terms(filed, case)
    call.answer(receipt, say, case=case, objection=filed)


@objection.command()
@notifying
@click.option("--decision", type=CODE, metavar="NUMBER", help="Number of the decision, where more objections are open.")
@click.option("--objector", type=OBJECTORS, help="Who objected, where more objections are open.")
@click.option("--outcome", type=click.Choice(get_args(ObjectionOutcome)), required=True, help="How it is decided.")
@click.option("--grant", is_flag=True, help="Grant what was rejected, on the wage value established.")
@click.option("--wage-value", type=PERCENTAGE, help="Revise what was granted to this wage value.")
@click.option("--start", type=DAY, help="From when (default: as in the application, or as in the decision).")
@click.option("--until", type=DAY, help="Last day of the grant or of what is revised.")
@recording
def decide(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    decision: str | None,
    objector: Objector | None,
    outcome: ObjectionOutcome,
    grant: bool,
    wage_value: Decimal | None,
    start: date | None,
    until: date | None,
) -> None:
    """Decide on an objection; --grant or --wage-value take the decision that takes the place of the old one.

    One that came in time is inadmissible only on a ground of its own: --anyway --reason CODE.
    """
    if (start or until) and not (grant or wage_value is not None):
        raise Misuse("say from when something counts.", field="--start, --until", remedy="Add --grant or --wage-value.")
    chosen = _chosen(call, case, decision, objector)
    intent = DecideObjection(
        case=case,
        objection=chosen.version,
        outcome=outcome,
        grant=grant,
        wage_value=wage_value,
        start=start,
        until=until,
        **days(call, decided_on, employer_notified_on, employee_notified_on),
    )
    change = record(call, intent)
    decided = next((fact for fact in change.receipt.facts if isinstance(fact, facts.Decided)), None)
    say = [f"{case}: the objection of the {chosen.filed.by} against {chosen.filed.decision} is {words(outcome)}."]
    if intent.decided_on > chosen.filed.decide_by:
        say.append(f"The term to decide ended on {chosen.filed.decide_by} (Awb 7:10).")
    if change.before.set_aside and not change.after.set_aside:
        say.append(f"The application of {case} is open again.")
    answer(call, change, [*say, *(said(decided) if decided else ())], decision=decided)


def _terms(filed: facts.ObjectionFiled, case: str) -> Iterator[str]:
    if late(filed):
        yield f"The last day was {filed.last_day}; it is recorded as late (Awb 6:7, 6:11)."
    yield f"Decide by {filed.decide_by} (Awb 7:10). Next: lks objection decide --case {case} --outcome OUTCOME"


def _chosen(call: Call, case: str, decision: str | None, objector: str | None) -> Objection:
    """The one objection that is open, or, for a repeat, the last that was decided."""
    known = [
        one
        for one in call.ledger.reading().subsidy(case).objections.values()
        if decision in (None, one.filed.decision) and objector in (None, one.filed.by)
    ]
    waiting = [one for one in known if one.decided is None]
    if len(waiting) > 1:
        which = "; ".join(f"--decision {one.filed.decision} --objector {one.filed.by}" for one in waiting)
        raise Misuse("more than one is open.", field="--decision, --objector", remedy=f"Say which: {which}.")
    if not known:
        what = f"{case} has no such objection."
        raise Refused(what, rule="R20", article="art. 6:4 Awb", remedy="Record it first: lks objection file.")
    return (waiting or known)[-1]
