"""A reconciliation in words and columns, for `lks reconcile`. Every amount in euro; nothing in it is a name."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from commands.output import table
from commands.words import words
from ledger.calculation.money import euro
from ledger.calculation.month import Month, Quarter
from projections.reconciliation.books import Amounts, BookEntry, Owed, SignedOff, UnknownMonth
from projections.reconciliation.levels import Row
from projections.reconciliation.sheets import Column

HEADINGS = (
    "opening", "due", "booked", "unbooked", "opening", "sent", "returned", "received", "written off", "payable",
    "owed to us",
)  # fmt: skip
"""Of a row: the identity of what is unbooked, then that of what is payable; booked stands once and counts in both."""

ENTRY_HEADINGS = (
    "entry", "booked on", "value date", "kind", "element", "route", "of", "employer", "subsidy", "charges", "total",
    "opening",
)  # fmt: skip


def title(municipality: str, quarter: Quarter, position: int, signed: SignedOff | None) -> str:
    """What it is, and how far it knows."""
    status = f"signed off by entry {signed.entry}" if signed else "open"
    return f"{municipality} {quarter} as known at entry {position}, {status}."


def remarks(signed: SignedOff | None, fits: bool, shared_login: bool) -> Iterator[str]:
    """What everybody who reads it must know (R34, R37)."""
    if signed and fits:
        yield f"Signed off with SHA-256 {signed.digest}, which is that of this report."
    if signed and not fits:
        yield f"This is NOT the report that was signed off: that one had SHA-256 {signed.digest}. See lks audit verify."
    if shared_login:
        yield "Two persons may share one database login here (policy shared_login)."


def unknown(months: Sequence[UnknownMonth] | None) -> Iterator[str]:
    """R11: months of which nothing is due because nobody knows the hours; None where it is not known what was unknown then."""
    if months is None:
        yield "Hours that were not reported then are not told; without --known-at those of now are."
    for case, found in groupby(months or (), key=lambda one: one.case):
        yield f"Not in it, hours are not reported: {case} {', '.join(str(Month.of(one.month)) for one in found)}."


def unknown_fields(months: Sequence[UnknownMonth] | None) -> list[dict[str, str]] | None:
    """The same for machines."""
    if months is None:
        return None
    return [{"case": one.case, "month": str(Month.of(one.month))} for one in months]


def identities(amounts: Amounts, owed: Owed) -> list[str]:
    """Both identities, one amount below the other."""
    return table(("", "euro"), [(name, euro(cents)) for name, cents in _identities(amounts, owed)])


def _identities(a: Amounts, owed: Owed) -> Iterator[tuple[str, int]]:
    yield "opening unbooked", a.opening_unbooked_cents
    yield "+ change of due", a.change_of_due_cents
    yield "    about earlier quarters", a.due_earlier_cents
    yield "- booked", a.booked_cents
    yield "    subsidy", a.booked_subsidy_cents
    yield "    charges", a.booked_charges_cents
    yield "    about earlier quarters", a.booked_earlier_cents
    yield "    booked elsewhere (takeover)", a.taken_over_booked_cents
    yield "= closing unbooked", a.closing_unbooked_cents
    yield "opening payable", a.opening_payable_cents
    yield "    we owe", owed.opening_we_owe_cents
    yield "    owed to us", owed.opening_owed_to_us_cents
    yield "+ booked", a.booked_cents
    yield "- sent", a.sent_cents
    yield "    sent elsewhere (takeover)", a.taken_over_sent_cents
    yield "+ returned", a.returned_cents
    yield "+ received", a.received_cents
    yield "+ written off", a.written_off_cents
    yield "= closing payable", a.closing_payable_cents
    yield "    we owe", owed.closing_we_owe_cents
    yield "    owed to us", owed.closing_owed_to_us_cents


def rows(found: Sequence[Row], totals: Amounts, owed: Owed) -> list[str]:
    """A row for each employer, case or month, and what they add up to."""
    if not found:
        return ["Nothing was open, became due, was booked or was sent."]
    keys = found[0].keys
    headings = ("employer", "case", "month")[: len(keys)]
    last = ("total", *[""] * (len(keys) - 1))
    cells = [(*row.keys, *_cells(row.amounts, row.owed)) for row in found]
    return table((*headings, *HEADINGS), [*cells, (*last, *_cells(totals, owed))])


def _cells(a: Amounts, owed: Owed) -> tuple[str, ...]:
    amounts = (
        a.opening_unbooked_cents, a.change_of_due_cents, a.booked_cents, a.closing_unbooked_cents,
        a.opening_payable_cents, a.sent_cents, a.returned_cents, a.received_cents, a.written_off_cents,
        a.closing_payable_cents, owed.closing_owed_to_us_cents,
    )  # fmt: skip
    return tuple(map(euro, amounts))


def entries(found: Sequence[BookEntry], totals: Amounts) -> list[str]:
    """Every movement of a case and month with the entry that caused it; lks history CASE tells the entries."""
    if not found:
        return ["No entry of this case is about that month."]
    closing = f"Closing: {euro(totals.closing_unbooked_cents)} unbooked, {euro(totals.closing_payable_cents)} payable."
    return [*table(ENTRY_HEADINGS, map(_entry, found)), closing]


def _entry(one: BookEntry) -> tuple[object, ...]:
    days = one.booked_on or "", one.value_date if one.value_date != one.booked_on else ""
    what = words(one.kind), one.element, words(one.route), words(one.origin), one.employer
    amounts = map(euro, (one.subsidy_cents, one.charges_cents, one.total_cents))
    return (one.position, *(day or "" for day in days), *what, *amounts, "yes" if one.opening else "")


def sheet(found: Sequence[Row]) -> tuple[list[Column], list[tuple[object, ...]]]:
    """Columns and cells of a file: keys, and every amount that a row has."""
    columns: list[Column] = [("employer", "text"), ("case", "text"), ("month", "text")]
    columns += [(name.removesuffix("_cents"), "amount") for name in (*Amounts._fields, *Owed._fields)]
    cells: list[tuple[object, ...]] = [(row.employer, row.case, _month(row), *row.amounts, *row.owed) for row in found]
    return columns, cells


def entry_sheet(found: Sequence[BookEntry]) -> tuple[list[Column], list[tuple[object, ...]]]:
    """Columns and cells of a file of entries."""
    columns: list[Column] = [
        ("entry", "count"), ("opening", "text"), ("kind", "text"), ("element", "text"), ("route", "text"), ("of", "text"),
        ("employer", "text"), ("subsidy", "amount"), ("charges", "amount"), ("total", "amount"), ("booked_on", "day"),
        ("value_date", "day"),
    ]  # fmt: skip
    cells: list[tuple[object, ...]] = [(one.position, "yes" if one.opening else "no", *one[2:]) for one in found]
    return columns, cells


def fields(row: Row) -> dict[str, Any]:
    """A row for machines."""
    keys = {"employer": row.employer, "case": row.case, "month": _month(row)}
    return keys | row.amounts._asdict() | row.owed._asdict()


def _month(row: Row) -> str | None:
    return str(Month.of(row.month)) if row.month else None
