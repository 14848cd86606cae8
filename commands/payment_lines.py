"""Payment lines (betaalregels) as `lks pay lines` shows them: line by line, and what the bank pays each employer."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from commands.output import table
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.payment.lines import CaseLines, Prepared, payment_reference
from ledger.subsidy.state import Cents2, Slot
from projections.queries import PaymentLine

HEADINGS = ("employer", "case", "month", "element", "subsidy", "charges", "total", "booked now")


def text(rows: Sequence[PaymentLine]) -> list[str]:
    """The lines for people. What is sent and was booked by an earlier run shows 0.00 booked now (R21)."""
    sums = [f"{reference}: {euro(cents)} to {employer}" for employer, reference, cents in _sums(rows)]
    total = f"Total: {euro(sum(row.sent_cents for row in rows))}"
    return [*table(HEADINGS, map(_cells, rows)), *sums, total]


def fields(rows: Sequence[PaymentLine], run: str) -> dict[str, Any]:
    """The same as JSON, in cents."""
    return {
        "run": run,
        "lines": [row._asdict() | {"month": str(Month.of(row.month)), "sent_cents": row.sent_cents} for row in rows],
        "employers": [
            {"employer": employer, "reference": reference, "sent_cents": cents}
            for employer, reference, cents in _sums(rows)
        ],
        "sent_cents": sum(row.sent_cents for row in rows),
    }


def lined_up(prepared: Prepared, run: str) -> list[PaymentLine]:
    """The lines that an approval would record."""
    rows = [row for case in prepared.lines for row in _of_case(case, run)]
    return sorted(rows, key=lambda row: (row.employer, row.case, row.month, row.element))


def _of_case(case: CaseLines, run: str) -> list[PaymentLine]:
    booked: dict[Slot, Cents2] = {
        (line.month, line.element): (line.subsidy_cents, line.charges_cents) for line in case.booked
    }
    sent: dict[Slot, Cents2] = {(one.month, one.element): (one.subsidy_cents, one.charges_cents) for one in case.sent}
    reference = payment_reference(run, case.employer)
    return [
        PaymentLine(
            case.employer,
            reference,
            case.case,
            month.first,
            element,
            *booked.get((month, element), (0, 0)),
            *sent.get((month, element), (0, 0)),
        )
        for month, element in dict.fromkeys((*booked, *sent))
    ]


def _cells(row: PaymentLine) -> tuple[object, ...]:
    amounts = euro(row.sent_subsidy_cents), euro(row.sent_charges_cents), euro(row.sent_cents)
    booked = euro(row.booked_subsidy_cents + row.booked_charges_cents)
    return row.employer, row.case, Month.of(row.month), row.element, *amounts, booked


def _sums(rows: Sequence[PaymentLine]) -> list[tuple[str, str, int]]:
    """What goes to the bank: employer, reference, cents."""
    by_payment = groupby(rows, key=lambda row: (row.employer, row.reference))
    return [(*key, sum(row.sent_cents for row in group)) for key, group in by_payment]
