"""How far runs are: payments by employer, and which municipality or run will miss its payment day (R24)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any, NamedTuple

from psycopg.rows import args_row

from ledger.calculation.calendar import execution_day, payment_day
from ledger.calculation.month import Month
from ledger.log.store import connect

OPEN = ("prepared", "approved", "exported")
"""A run that the bank has not answered whole."""


class RunRow(NamedTuple):
    """One run; cents to the bank, days, and how far it is."""

    run: str
    municipality: str
    month: date
    payment_day: date
    execution_day: date
    cases: int
    sent_cents: int
    left_out: int
    status: str
    exported_on: date | None
    answered_on: date | None
    reason: str | None


class EmployerPayment(NamedTuple):
    """What a run sends one employer, and what the bank said of it."""

    employer: str
    reference: str
    cases: int
    sent_cents: int
    status: str
    confirmed_on: date | None
    back_on: date | None
    reason: str | None


class Unpaid(NamedTuple):
    """Amounts due in a month of a municipality that no run has."""

    municipality: str
    month: date
    cases: int
    due_cents: int


_RUNS = """
SELECT
    run, municipality, month, payment_day, execution_day, cases, sent_cents, left_out, status, exported_on, answered_on, reason
FROM finance.runs
WHERE (%(municipality)s::text IS NULL OR municipality = %(municipality)s)
    AND (%(month)s::date IS NULL OR month = %(month)s)
    AND (%(run)s::text IS NULL OR run = %(run)s)
ORDER BY municipality, month, run
"""
_PAYMENTS = """
SELECT
    employer_number, reference, count(*), sum(sent_cents)::bigint, min(status), max(confirmed_on), max(returned_on),
    max(return_reason)
FROM finance.payments
WHERE run = %(run)s AND sent_cents > 0
GROUP BY employer_number, reference
ORDER BY reference
"""
_UNPAID = """
SELECT municipality, month, count(DISTINCT case_number), sum(due_subsidy_cents + due_charges_cents)::bigint
FROM finance.schedule s
WHERE status = 'due' AND element = 'fixed' AND month <= %(month)s
    AND (reason IS DISTINCT FROM 'starts_later')
    AND (%(municipality)s::text IS NULL OR municipality = %(municipality)s)
    AND NOT EXISTS (
        SELECT FROM finance.runs r
        WHERE r.municipality = s.municipality AND r.month >= s.month AND r.status IN ('prepared', 'approved', 'exported')
    )
GROUP BY municipality, month
ORDER BY municipality, month
"""


def runs(dsn: str, municipality: str | None = None, month: Month | None = None, run: str | None = None) -> list[RunRow]:
    """Runs, of one municipality or month when it is given."""
    asked = {"municipality": municipality, "month": month.first if month else None, "run": run}
    return _rows(dsn, _RUNS, asked, RunRow)


def payments(dsn: str, run: str) -> list[EmployerPayment]:
    """What an approved run sends each employer."""
    return _rows(dsn, _PAYMENTS, {"run": run}, EmployerPayment)


def unpaid(dsn: str, month: Month, municipality: str | None = None) -> list[Unpaid]:
    """What is due up to this month and stands in no open run."""
    return _rows(dsn, _UNPAID, {"month": month.first, "municipality": municipality}, Unpaid)


def warnings(run: RunRow, today: date) -> Iterator[str]:
    """What will miss its payment day, or has missed it, and why (R24)."""
    promised = payment_day(Month.of(run.month))
    if run.status in OPEN and run.payment_day > promised:
        yield f"{run.run} was to be paid by {promised}; it will be on {run.payment_day}."
    if run.status == "prepared" and today >= run.execution_day:
        last = "today" if today == run.execution_day else f"by {run.execution_day}"
        yield f"{run.run} is not approved; it was to go to the bank {last}."
    if run.status == "approved" and today >= run.execution_day:
        yield f"{run.run} has no payment file; it was to go to the bank by {run.execution_day}."
    if run.status == "exported" and today > run.payment_day:
        yield f"{run.run} was to be paid on {run.payment_day}; no statement of the bank says all of it was."
    if run.left_out and run.status in OPEN:
        yield f"{run.run} leaves out {run.left_out} of its cases; see lks pay status {run.run}."


def missing(one: Unpaid, today: date) -> str:
    """What stands in no run, and until when it can."""
    month = Month.of(one.month)
    promised = payment_day(month)
    until = execution_day(promised)
    when = f"was to be at the bank by {until}" if today > until else f"must be at the bank by {until}"
    return f"{one.municipality} has no run for {one.cases} due in {month}; it {when} to be paid on {promised}."


def _rows(dsn: str, query: str, asked: dict[str, Any], kind: Any) -> list[Any]:
    with closing(connect(dsn)) as connection:
        return connection.cursor(row_factory=args_row(kind)).execute(query, asked).fetchall()
