"""`lks decide`: grant (toekenning) or reject (afwijzing), with the amount and the terms of objection (R17, R20); what is
decided later is in `decide_again.py`."""

from datetime import date
from typing import get_args

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.decide_again import amend, extend, revise, withdraw
from commands.deciding import days, notifying, said
from commands.final import determination, settled
from commands.options import DAY
from ledger import facts
from ledger.facts import RejectionGround
from ledger.intents import Determine, Grant, Reject


@click.group()
def decide() -> None:
    """Decide on a case."""


@decide.command()
@notifying
@click.option(
    "--start", type=DAY, help="First day of the subsidy (default: of the employment, or after the flat rate)."
)
@click.option("--until", type=DAY, help="Last day of the subsidy (default: of the employment; flat-rate: six months).")
@recording
def grant(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    start: date | None,
    until: date | None,
) -> None:
    """Grant, on the wage value established or the measurement waived."""
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    _answer(call, Grant(case=case, start=start, until=until, **told), case)


@decide.command()
@notifying
@click.option("--ground", type=click.Choice(get_args(RejectionGround)), required=True, help="Why (closed list, R17).")
@recording
def reject(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    ground: RejectionGround,
) -> None:
    """Reject, on a ground of the closed list."""
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    _answer(call, Reject(case=case, ground=ground, **told), case)


@decide.command()
@notifying
@recording
def determine(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
) -> None:
    """Determine what ended: what is left is booked, and the balance is final (eindafrekening).

    Months of which worked hours are not reported stop it, unless --anyway --reason CODE sets them aside.
    """
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    receipt = call.record(Determine(case=case, **told))
    decided, final = _determined(call, case)
    say = [*settled(receipt.facts), *determination(case, decided, final)]
    call.answer(receipt, say, case=case, decision=decided, determination=final)


def _determined(call: Call, case: str) -> tuple[facts.Decided, facts.FinallySettled]:
    """The determination that stands, also where nothing changed since."""
    subsidy = call.ledger.reading().subsidy(case)
    final = subsidy.finally_settled
    assert final is not None
    return next(one for one in subsidy.decisions if one.decision == final.decision), final


def _answer(call: Call, intent: Grant | Reject, case: str) -> None:
    change = record(call, intent)
    decided = next((fact for fact in change.receipt.facts if isinstance(fact, facts.Decided)), None)
    say = said(decided) if decided else [f"{case}: proposed."]
    if change.before.grants:
        answer(call, change, say)
    else:
        call.answer(change.receipt, say, case=case)


for later in (extend, amend, revise, withdraw):
    decide.add_command(later)
