"""Payment runs as `lks pay status` and `lks pay list` show them: how far each is, and what will miss its day (R24)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from commands.output import table
from commands.words import counted
from ledger.bank.reasons import meaning
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.payment.lines import REASONS
from ledger.payment.runs import Run
from projections import run_status
from projections.queries import PaymentLine
from projections.run_status import EmployerPayment, RunRow, Unpaid

PAYMENTS = ("employer", "reference", "cases", "euro", "status", "on", "why")
RUNS = ("run", "month", "cases", "euro", "payment day", "status", "since")


def run_text(row: RunRow, run: Run, payments: Sequence[EmployerPayment], today: date) -> list[str]:
    """One run: its days, what it sends each employer, whom it leaves out and what is late."""
    days = f"payment day {row.payment_day}, to the bank by {row.execution_day}"
    reason = f" ({row.reason}: {meaning(row.reason)})" if row.reason else ""
    left_out = (f"Left out: {one.case}: {REASONS[one.reason]}." for one in run.prepared.left_out)
    late = (f"Warning: {warning}" for warning in run_status.warnings(row, today))
    return [
        f"{row.run} is {row.status}{reason}: {days}.",
        *(table(PAYMENTS, map(_payment_cells, payments)) if payments else ()),
        f"Total: {euro(row.sent_cents)} for {counted(row.cases, 'case')}.",
        *left_out,
        *late,
    ]


def run_fields(row: RunRow, run: Run, payments: Sequence[EmployerPayment], today: date) -> dict[str, Any]:
    """The same as JSON, in cents."""
    return {
        "run": row._asdict() | {"month": str(Month.of(row.month))},
        "payments": [payment._asdict() for payment in payments],
        "left_out": [one.model_dump() for one in run.prepared.left_out],
        "warnings": list(run_status.warnings(row, today)),
    }


def planned(rows: Sequence[PaymentLine]) -> list[EmployerPayment]:
    """What a prepared run would send, by employer."""
    cases: dict[tuple[str, str], set[str]] = {}
    cents: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row.employer, row.reference
        cases.setdefault(key, set()).add(row.case)
        cents[key] = cents.get(key, 0) + row.sent_cents
    return [
        EmployerPayment(employer, reference, len(found), cents[employer, reference], "prepared", None, None, None)
        for (employer, reference), found in sorted(cases.items())
        if cents[employer, reference]
    ]


def list_text(runs: Sequence[RunRow], unpaid: Sequence[Unpaid], today: date) -> list[str]:
    """Runs one by one, and what will miss its payment day."""
    lines = table(RUNS, map(_run_cells, runs)) if runs else ["No run is open."]
    return [*lines, *(f"Warning: {warning}" for warning in all_warnings(runs, unpaid, today))]


def all_warnings(runs: Sequence[RunRow], unpaid: Sequence[Unpaid], today: date) -> list[str]:
    """What will miss its payment day, and why."""
    late = [warning for run in runs for warning in run_status.warnings(run, today)]
    return [*late, *(run_status.missing(one, today) for one in unpaid)]


def _payment_cells(one: EmployerPayment) -> tuple[object, ...]:
    day = one.back_on or one.confirmed_on or ""
    reason = one.reason if one.reason and one.reason != "run_withdrawn" else None
    why = f"{reason}: {meaning(reason)}" if reason else ""
    return one.employer, one.reference, one.cases, euro(one.sent_cents), one.status, day, why


def _run_cells(run: RunRow) -> tuple[object, ...]:
    since = run.answered_on or run.exported_on or ""
    return run.run, Month.of(run.month), run.cases, euro(run.sent_cents), run.payment_day, run.status, since
