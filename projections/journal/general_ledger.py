"""What the general ledger (grootboek) exported, as CSV: our own batch file, or any file with the five columns in `_HEADINGS`.

Other columns are not looked at. Nothing of what a file says is ever repeated in an error, only where it is.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO, NamedTuple

from ledger.refusal import Misuse
from projections.journal.csv_file import unguarded

_HEADINGS = {
    "account": ("account", "rekening"),
    "date": ("date", "datum"),
    "debit": ("debit", "debet"),
    "credit": ("credit",),
    "reference": ("reference", "kenmerk"),
}
_LONGEST = 1 << 16
"""Characters that a line may have."""

_AMOUNT = re.compile(r"(-?)([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DUTCH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_REFERENCE = re.compile(r"[1-9][0-9]{0,18}(-[0-9]{8})?")


class _Column(NamedTuple):
    """Where a column stands, and how this file names it."""

    place: int
    heading: str


class LedgerRow(NamedTuple):
    """A row of the general ledger. `account` is its code; `reference` is our entry number, or empty where it is anything else."""

    line: int
    account: str
    booked_on: date
    debit_cents: int
    credit_cents: int
    reference: str


def read(stream: BinaryIO, name: str = "file") -> Iterator[LedgerRow]:
    """The rows of an export, as they are read. Raises Misuse, naming file (`name`), line, column and remedy."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(_lines(text, name), delimiter=";", strict=True)
    try:
        headings = next(reader, [])
        columns = _columns(headings, name)
        for cells in reader:
            if cells:
                where = f"{name}, line {reader.line_num}"
                yield _row(_cells(cells, len(headings), where), columns, where, reader.line_num)
    except UnicodeDecodeError:
        raise Misuse("this is not UTF-8.", field=_after(name, reader.line_num), remedy=_SAVE_AS) from None
    except csv.Error:
        raise Misuse("this is not CSV.", field=_after(name, reader.line_num), remedy=_SAVE_AS) from None
    finally:
        text.detach()


_SAVE_AS = "Export it as CSV in UTF-8, separated by semicolons, with every quote closed."


def _after(name: str, line: int) -> str:
    return f"{name}, after line {line}" if line else name


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST:
            raise Misuse(f"is longer than {_LONGEST - 1} characters.", field=f"{name}, line {number}", remedy=_SAVE_AS)
        yield line


def _columns(headings: list[str], name: str) -> dict[str, _Column]:
    """The columns that are read."""
    found = [heading.strip().lower() for heading in headings]
    columns = {}
    for column, names in _HEADINGS.items():
        at = [_Column(place, heading) for place, heading in enumerate(found) if heading in names]
        if len(at) != 1:
            what = "is missing" if not at else "is there more than once"
            remedy = "The first line names account;date;debit;credit;reference (rekening;datum;debet;credit;kenmerk)."
            raise Misuse(f"{what}.", field=f"{name}, line 1, column {' or '.join(names)}", remedy=remedy)
        columns[column] = at[0]
    return columns


def _cells(cells: list[str], expected: int, where: str) -> list[str]:
    if len(cells) == expected:
        return cells
    remedy = "Put text with a semicolon between quotes; leave out lines of totals."
    raise Misuse(f"has {len(cells)} cells instead of {expected}.", field=where, remedy=remedy)


def _row(cells: list[str], columns: Mapping[str, _Column], where: str, line: int) -> LedgerRow:
    text = {column: cells[at.place].strip() for column, at in columns.items()}
    spot = {column: f"{where}, column {at.heading}" for column, at in columns.items()}
    reference = unguarded(text["reference"])
    return LedgerRow(
        line,
        unguarded(text["account"]),
        _day(text["date"], spot["date"]),
        _cents(text["debit"], spot["debit"]),
        _cents(text["credit"], spot["credit"]),
        reference if _REFERENCE.fullmatch(reference) else "",
    )


def _day(text: str, where: str) -> date:
    try:
        if written := _DAY.fullmatch(text):
            return date(*map(int, written.groups()))
        if written := _DUTCH_DAY.fullmatch(text):
            return date(*map(int, reversed(written.groups())))
    except ValueError:
        pass
    raise Misuse("this is not a day.", field=where, remedy="Write it like 2026-11-19 or 19-11-2026.")


def _cents(text: str, where: str) -> int:
    if not text:
        return 0
    written = _AMOUNT.fullmatch(text)
    if written is None:
        remedy = "Write it like 1101,31 or 1101.31, without a separator of thousands."
        raise Misuse("this is not an amount.", field=where, remedy=remedy)
    sign, euros, decimals = written.groups(default="")
    return int(f"{sign}{euros}{decimals.ljust(2, '0')}")
