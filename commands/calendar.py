"""`lks calendar`: payment days and last days of terms, with the calendar that decides and why a day was moved (R24, R38).

Needs no ledger; the days equated by decree are those that this version brings along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import click

from commands.options import DAY, MONTH
from commands.output import Output
from ledger.calculation.calendar import (
    add_municipal_working_days,
    execution_day,
    is_municipal_day,
    legal_term_months,
    legal_term_weeks,
    months_after,
    payment_day,
)
from ledger.calculation.month import Month
from ledger.law import packaged_law
from ledger.refusal import Misuse

FIRST_YEAR, LAST_YEAR = 2015, 2099
"""The wage cost subsidy began in 2015; holidays of far years are not decided."""

LEGAL = "Algemene termijnenwet art. 1 and 3"
NEVER_MOVED = "Algemene termijnenwet art. 4"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its length in words, its last day, the day it would have been unmoved, the calendar, and remarks."""

    length: str
    last: date
    natural: date
    calendar: str
    remarks: tuple[str, ...]


@click.group()
def calendar() -> None:
    """Payment days and last days of terms."""


@calendar.command("payment-day")
@click.argument("month", type=MONTH)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def payment_day_(month: Month, as_json: bool) -> None:
    """Tell when the run of MONTH is paid: the last working day before the 21st on which banks settle too (R24)."""
    _check_year(month.first, "MONTH")
    paid_on = payment_day(month)
    Output(as_json).answer(
        str(paid_on), month=str(month), payment_day=str(paid_on), execution_day=str(execution_day(paid_on))
    )


@calendar.command()
@click.option("--from", "start", type=DAY, required=True, help="Day from which the term counts.")
@click.option("--weeks", type=click.IntRange(1, 520), help="Length in weeks (legal calendar).")
@click.option("--months", type=click.IntRange(1, 120), help="Length in months (legal calendar).")
@click.option("--working-days", type=click.IntRange(1, 260), help="Length in municipal working days.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def term(start: date, weeks: int | None, months: int | None, working_days: int | None, as_json: bool) -> None:
    """Tell the last day of a term, by which calendar, and why it was moved (R38, R39)."""
    _check_year(start, "--from")
    found = _term(start, weeks, months, working_days)
    Output(as_json).answer(
        [str(found.last), f"{found.length} from {start}, {found.calendar} calendar", *found.remarks],
        start=str(start),
        last_day=str(found.last),
        calendar=found.calendar,
        moved_from=str(found.natural) if found.natural != found.last else None,
        remarks=list(found.remarks),
    )


def _term(start: date, weeks: int | None, months: int | None, working_days: int | None) -> Term:
    match weeks, months, working_days:
        case int(n), None, None:
            last = legal_term_weeks(start, n, packaged_law().equated_days)
            return _legal(f"{n} week{'s' * (n > 1)}", start + timedelta(weeks=n), last)
        case None, int(n), None:
            last = legal_term_months(start, n, packaged_law().equated_days)
            return _legal(f"{n} month{'s' * (n > 1)}", months_after(start, n), last)
        case None, None, int(n):
            return _working(n, start)
    raise Misuse("give one of the three.", field="--weeks, --months or --working-days")


def _legal(length: str, natural: date, last: date) -> Term:
    why = _why_not_legal(natural)
    if last != natural:
        remarks = [f"moved from {natural}, {why}, to the next legal day ({LEGAL})"]
    elif why:
        remarks = [f"{natural} is {why}; terms above twelve weeks or three months are not moved ({NEVER_MOVED})"]
    else:
        remarks = []
    return Term(length, last, natural, "legal", (*remarks, *_unknown_decrees(last)))


def _working(n: int, start: date) -> Term:
    last = add_municipal_working_days(start, n)
    off = [day for day in _days(start, last) if day.weekday() < 5 and not is_municipal_day(day)]
    remarks = (f"public holidays are no working days: {', '.join(map(str, off))}",) if off else ()
    return Term(f"{n} working day{'s' * (n > 1)}", last, last, "municipal", remarks)


def _why_not_legal(day: date) -> str:
    """Why a legal term does not end on this day; empty when it does."""
    if day.weekday() >= 5:
        return "a Saturday" if day.weekday() == 5 else "a Sunday"
    if not is_municipal_day(day):
        return "a public holiday"
    return "a day equated with a public holiday by decree" if day in packaged_law().equated_days else ""


def _unknown_decrees(last: date) -> Iterator[str]:
    if date(last.year, 1, 1) not in {value.since for value in packaged_law().known("equated_days")}:
        yield f"no decree with equated days of {last.year} is known"


def _days(after: date, last: date) -> Iterator[date]:
    """Every day after the first up to and including the last."""
    return (date.fromordinal(number) for number in range(after.toordinal() + 1, last.toordinal() + 1))


def _check_year(day: date, field: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misuse(f"{day.year} is outside {FIRST_YEAR} to {LAST_YEAR}.", field=field, remedy="Give another day.")
