"""`lks amend`: what changes in an employment: hours, form of contract, payroll number, end, full-time week (R4, R10, R26)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

import click

from commands.call import Call, recording
from commands.change import Change, amounts, answer, capped, full_month, record, takes_decision
from commands.options import CASE, DAY, DAY_OR_OPEN, EMPLOYER, HOURS
from commands.words import words
from ledger.facts import ContractForm
from ledger.intents import Amend
from ledger.model import plain
from ledger.refusal import Misuse

CHANGES = ("--form", "--hours", "--maximum-hours", "--full-time-hours", "--end", "--employer")


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--effective", type=DAY, required=True, help="Day from which it counts.")
@click.option("--form", type=click.Choice(get_args(ContractForm)), help="Form of contract.")
@click.option("--hours", type=HOURS, help="Agreed hours a week; min-max: the minimum; zero-hours: 0.")
@click.option("--maximum-hours", type=HOURS, help="Maximum hours a week of a min-max contract.")
@click.option("--full-time-hours", type=HOURS, help="The sector's full-time week, 36 to 40.")
@click.option("--end", type=DAY_OR_OPEN, help="Last day of the contract, or open for one without an end.")
@click.option("--employer", type=EMPLOYER, help="The employer (payroll number) that is paid from then on.")
@recording
def amend(
    call: Call,
    case: str,
    effective: date,
    form: ContractForm | None,
    hours: Decimal | None,
    maximum_hours: Decimal | None,
    full_time_hours: Decimal | None,
    end: date | Literal["open"] | None,
    employer: str | None,
) -> None:
    """Record what changes from a day on; what is not named stays as it was.

    It may lie in the past: what was booked is settled. What lowers the amount also needs a decision (lks decide amend).
    """
    if form == "zero_hours" and hours is None:
        hours = Decimal(0)
    intent = Amend(
        case=case,
        effective=effective,
        form=form,
        hours=hours,
        maximum_hours=maximum_hours,
        sector_full_time_hours=full_time_hours,
        end=end,
        employer=employer,
    )
    if not any(_said(intent)):
        raise Misuse("nothing is given that changes.", field="lks amend", remedy=f"Give one of {', '.join(CHANGES)}.")
    change = record(call, intent)
    say = [f"{case}: from {effective} {', '.join(_said(intent))}.", *_capped(change, effective)]
    answer(call, change, say, [*_full_month(change, effective), *takes_decision(change)])


def _said(intent: Amend) -> Iterator[str]:
    if intent.form is not None:
        yield f"a {words(intent.form)} contract"
    if intent.hours is not None and intent.form != "zero_hours":
        yield f"{plain(intent.hours)} hours a week"
    if intent.maximum_hours is not None:
        yield f"at most {plain(intent.maximum_hours)} hours a week"
    if intent.sector_full_time_hours is not None:
        yield f"a full-time week of {plain(intent.sector_full_time_hours)} hours"
    if intent.end is not None:
        yield "a contract without an end" if intent.end == "open" else f"a contract that ends on {intent.end}"
    if intent.employer is not None:
        yield f"{intent.employer} is paid"


def _capped(change: Change, day: date) -> Iterator[str]:
    assert change.after.terms is not None
    contract = [one for one in sorted(change.after.terms.contracts, key=lambda one: one.start) if one.start <= day][-1]
    if found := capped(contract):
        yield found


def _full_month(change: Change, day: date) -> Iterator[str]:
    if not change.after.grants or not change.receipt.entries:
        return
    cents = full_month(change, day)
    if any(cents):
        yield f"A full month of agreed hours from {day}: {amounts(cents)}."
    else:
        yield f"From {day} no fixed amount is due."
