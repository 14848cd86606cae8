"""`lks decide`: grant (toekenning) or reject (afwijzing), with the amount and the terms of objection (R17, R20)."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import click

from commands.call import Call, recording
from commands.final import determination, settled
from commands.options import CASE, DAY
from commands.words import words
from ledger import facts
from ledger.calculation.money import euro
from ledger.facts import RejectionGround
from ledger.intents import Determine, Grant, Reject


@click.group()
def decide() -> None:
    """Decide on a case."""


def _notifying(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--employee-notified-on", type=DAY, help="Day the employee is told (default: that of the decision)."
        ),
        click.option(
            "--employer-notified-on", type=DAY, help="Day the employer is told (default: that of the decision)."
        ),
        click.option("--decided-on", type=DAY, help="Day of the decision (default: the business day)."),
        click.option("--case", type=CASE, required=True, help="Case number."),
    ):
        command = option(command)
    return command


@decide.command()
@_notifying
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
    day = decided_on or call.today
    intent = Grant(
        case=case,
        decided_on=day,
        start=start,
        until=until,
        employer_notified_on=employer_notified_on or day,
        employee_notified_on=employee_notified_on or day,
    )
    _answer(call, intent, case)


@decide.command()
@_notifying
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
    day = decided_on or call.today
    intent = Reject(
        case=case,
        ground=ground,
        decided_on=day,
        employer_notified_on=employer_notified_on or day,
        employee_notified_on=employee_notified_on or day,
    )
    _answer(call, intent, case)


@decide.command()
@_notifying
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
    day = decided_on or call.today
    receipt = call.record(
        Determine(
            case=case,
            decided_on=day,
            employer_notified_on=employer_notified_on or day,
            employee_notified_on=employee_notified_on or day,
        )
    )
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
    receipt = call.record(intent)
    decided = next((fact for fact in receipt.facts if isinstance(fact, facts.Decided)), None)
    call.answer(receipt, _said(decided) if decided else f"{case}: proposed.", case=case)


def _said(decided: facts.Decided) -> list[str]:
    outcome, ground = words(decided.outcome), words(decided.ground)
    say = [f"{decided.decision}: {outcome} on {ground}, decided on {decided.decided_on}."]
    if decided.route:
        until = f"through {decided.until}" if decided.until else "without an end"
        value = f", wage value {decided.wage_value} %" if decided.wage_value is not None else ""
        amounts = f"{euro(decided.subsidy_cents)} subsidy + {euro(decided.charges_cents)} charges a full month"
        say.append(f"{words(decided.route).capitalize()} from {decided.start} {until}{value}: {amounts}.")
    if decided.late:
        say.append(f"The term ended on {decided.decide_by}; the decision is recorded as late.")
    objection = f"employer {decided.employer_objects_until}, employee {decided.employee_objects_until}"
    return [*say, f"Last day to object: {objection}."]
