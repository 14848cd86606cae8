"""Decisions in words, and the options that every decision takes: when it is taken, and when it is told (R20)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from commands.call import Call
from commands.options import CASE, DAY
from commands.words import words
from ledger import facts
from ledger.calculation.money import euro
from ledger.model import plain


def notifying(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `case` and the days of a decision."""
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


def days(
    call: Call, decided_on: date | None, employer_notified_on: date | None, employee_notified_on: date | None
) -> dict[str, date]:
    """The days of a decision, those left out filled in."""
    day = decided_on or call.today
    return {
        "decided_on": day,
        "employer_notified_on": employer_notified_on or day,
        "employee_notified_on": employee_notified_on or day,
    }


def said(decided: facts.Decided) -> list[str]:
    """A decision in a few lines: outcome, ground, period and amount, whether it is late, and until when one can object."""
    outcome, ground = words(decided.outcome), words(decided.ground)
    say = [f"{decided.decision}: {outcome} on {ground}, decided on {decided.decided_on}."]
    say += [f"{line[0].upper()}{line[1:]}." for line in ruled(decided)]
    if decided.late:
        say.append(f"The term ended on {decided.decide_by}; the decision is recorded as late.")
    objection = f"employer {decided.employer_objects_until}, employee {decided.employee_objects_until}"
    return [*say, f"Last day to object: {objection}."]


def ruled(decided: facts.Decided) -> list[str]:
    """What it rules: route, period, wage value and the amount a full month; nothing for a rejection."""
    if decided.route is None:
        return []
    if decided.outcome == "withdraw" or (decided.outcome == "amend" and not decided.derivation):
        return [f"from {decided.start} on nothing is due"]
    until = f"through {decided.until}" if decided.until else "without an end"
    value = f", wage value {plain(decided.wage_value)} %" if decided.wage_value is not None else ""
    amounts = f"{euro(decided.subsidy_cents)} subsidy + {euro(decided.charges_cents)} charges a full month"
    return [f"{words(decided.route)} from {decided.start} {until}{value}: {amounts}"]
