"""`lks notify`: the employee is told in writing (bevestiging, step C3); a notice of default came in (Awb 4:17)."""

from datetime import date

import click

from commands.call import Call, recording
from commands.options import CASE, CODE, DAY
from commands.process_text import case_of, told
from ledger import facts
from ledger.intents import NoticeDefault, NotifyEmployee
from ledger.refusal import Refused


@click.group()
def notify() -> None:
    """Who was told what: the employee of a decision, the municipality that it is late."""


@notify.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--decision", type=CODE, metavar="NUMBER", help="Number of the decision (default: the last one).")
@click.option("--notified-on", type=DAY, help="Day the employee was told (default: the business day).")
@recording
def employee(call: Call, case: str, decision: str | None, notified_on: date | None) -> None:
    """Record that a decision was confirmed to the employee in writing; from then on the employee can object.

    Where that is later than the decision says, the employee's term to object is later, too (Awb 6:8).
    """
    number = decision or _last(call, case)
    receipt = call.record(NotifyEmployee(case=case, decision=number, notified_on=notified_on or call.today))
    notified = told(receipt, case_of(call, case), facts.EmployeeNotified)
    say = f"{case}: the employee was told of {notified.decision} on {notified.notified_on}; "
    call.answer(receipt, f"{say}last day to object: {notified.objects_until}.", case=case, notified=notified)


@notify.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--received-on", type=DAY, help="Day it came in (default: the business day).")
@recording
def default(call: Call, case: str, received_on: date | None) -> None:
    """Record a notice of default (ingebrekestelling): after two weeks without a decision a penalty runs (dwangsom)."""
    receipt = call.record(NoticeDefault(case=case, received_on=received_on or call.today))
    noticed = told(receipt, case_of(call, case), facts.DefaultNoticed)
    say = [
        f"{case}: notice of default, received on {noticed.received_on}.",
        f"Decide by {noticed.decide_by}; after that a penalty runs, through {noticed.penalty_until} at most (Awb 4:17).",
        f"Next: lks decide grant --case {case}, or lks decide reject",
    ]
    call.answer(receipt, say, case=case, notice=noticed)


def _last(call: Call, case: str) -> str:
    decided = case_of(call, case).told
    if not decided:
        what = f"{case} has no decision to confirm to the employee."
        raise Refused(what, rule="R20", article="art. 3:41 Awb", remedy="Decide first: lks decide.")
    return max(decided, key=lambda one: one.decided_on).decision
