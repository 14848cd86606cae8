"""`lks decide extend|amend|revise|withdraw`: decisions about what was granted (verlenging, wijziging, herziening, intrekking;
R18, R20)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import get_args

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.deciding import days, notifying, said
from commands.options import DAY, PERCENTAGE
from ledger import facts
from ledger.facts import DecisionGround
from ledger.intents import AmendDecision, CaseIntent, Extend, Revise, Withdraw

GROUNDS = click.Choice(get_args(DecisionGround))
HEARING = "Awb 4:8: where this rests on what others said, hear the employer and the employee first."


@click.command()
@notifying
@click.option("--until", type=DAY, help="Last day (default: the end of the contract).")
@recording
def extend(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    until: date | None,
) -> None:
    """Extend the regular grant from the day after its last day, on the same wage value.

    Record first that the contract goes on: lks amend --end. Another wage value is a new measurement and grant.
    """
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    _answer(call, Extend(case=case, until=until, **told))


@click.command()
@notifying
@click.option("--effective", type=DAY, required=True, help="Day from which the amount is as it is now.")
@click.option("--ground", type=GROUNDS, default="change_reported", show_default=True, help="Why.")
@recording
def amend(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    effective: date,
    ground: DecisionGround,
) -> None:
    """Decide on a change that was recorded (lks amend, lks leave): what the amount became. It changes nothing due."""
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    _answer(call, AmendDecision(case=case, effective=effective, ground=ground, **told))


@click.command()
@notifying
@click.option("--start", type=DAY, required=True, help="Day from which the wage value was wrong.")
@click.option("--until", type=DAY, help="Last day that is put right (default: that before the next decision).")
@click.option(
    "--wage-value", type=PERCENTAGE, required=True, help="Percent of the minimum wage, as it should have been."
)
@click.option("--ground", type=GROUNDS, required=True, help="Why.")
@recording
def revise(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    start: date,
    until: date | None,
    wage_value: Decimal,
    ground: DecisionGround,
) -> None:
    """Put a past wage value right; what was booked is settled, also over quarters that are signed off."""
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    intent = Revise(case=case, ground=ground, start=start, until=until, wage_value=wage_value, **told)
    _answer(call, intent, lowers=[HEARING])


@click.command()
@notifying
@click.option("--start", type=DAY, required=True, help="Day from which nothing is due.")
@click.option("--ground", type=GROUNDS, required=True, help="Why.")
@recording
def withdraw(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
    start: date,
    ground: DecisionGround,
) -> None:
    """Withdraw the grant from a day on (Awb 4:48; after the determination 4:49, within five years)."""
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    _answer(call, Withdraw(case=case, ground=ground, start=start, **told), lowers=[HEARING])


def _answer(call: Call, intent: CaseIntent, lowers: Sequence[str] = ()) -> None:
    """`lowers`: what to add where the decision lowers what is due."""
    change = record(call, intent)
    decided = next((fact for fact in change.receipt.facts if isinstance(fact, facts.Decided)), None)
    say = said(decided) if decided else ["Nothing to decide: the last decision says the same."]
    lowered = any(one.difference_cents < 0 for one in change.found)
    answer(call, change, say, lowers if lowered else (), decision=decided)
