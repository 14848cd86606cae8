"""The specification as CSV: `;`, decimal comma, UTF-8 with a byte order mark, CRLF, RFC 4180 quoting.

A spreadsheet may take text that begins with `=`, `+`, `-` or `@` for a formula, so such text gets an apostrophe in front;
text that begins with an apostrophe gets one too, so that the reader can take every first apostrophe away again.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.refusal import Misuse
from projections.sheet import Kind
from projections.specification.columns import COLUMNS, HEADINGS, Column
from projections.specification.row import Row

_GUARDED = frozenset("=+-@'\t\r\n")
_AMOUNT = re.compile(r"-?[0-9]+,[0-9]{2}")
_SHAPES: dict[Kind, re.Pattern[str]] = {
    "amount": _AMOUNT,
    "count": re.compile(r"-?[0-9]+"),
    "decimal2": _AMOUNT,
    "decimal6": re.compile(r"-?[0-9]+,[0-9]{6}"),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


def write(rows: Iterable[Row]) -> bytes:
    """The file. Decimals have two or six places already (`Row`), so nothing is rounded here."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writers = [_WRITERS[column.kind] for column in COLUMNS]
    writer.writerows(
        ["" if cell is None else write_cell(cell) for cell, write_cell in zip(row, writers, strict=True)]
        for row in rows
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def parse(data: bytes) -> tuple[Row, ...]:
    """The rows of a file that `write` made. Raises Misuse, naming row and column, for anything else."""
    try:
        return tuple(_rows(data))
    except csv.Error:
        raise Misuse("this is not a CSV file.", field="file", remedy="Take the file as it was sent.") from None


def _rows(data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Misuse("this is not UTF-8.", field="file", remedy="Take the file as it was sent.") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    if tuple(next(reader, ())) != HEADINGS:
        remedy = f"Expected {len(HEADINGS)} columns, {HEADINGS[0]} to {HEADINGS[-1]}, separated by semicolons."
        raise Misuse("these are not the headings of a specification.", field="row 1", remedy=remedy)
    for number, cells in enumerate(reader, start=2):
        yield _row(number, cells)


def _row(number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise Misuse(f"has {len(cells)} cells instead of {len(COLUMNS)}.", field=f"row {number}")
    return Row(*(_cell(number, column, cell) for column, cell in zip(COLUMNS, cells, strict=True)))


def _cell(number: int, column: Column, cell: str) -> Any:
    if column.optional and not cell:
        return None
    shape = _SHAPES.get(column.kind)
    try:
        if shape is not None and not shape.fullmatch(cell):
            raise ValueError
        value = _READERS[column.kind](cell)
        if column.codes and value not in column.codes:
            raise ValueError
    except ValueError:
        expected = f"one of {', '.join(sorted(column.codes))}" if column.codes else _EXPECTED[column.kind]
        where = f"row {number}, {column.heading}"
        raise Misuse("does not fit.", field=where, remedy=f"Expected {expected}.") from None
    return value


def _guarded(text: str) -> str:
    return f"'{text}" if text[:1] in _GUARDED else text


def _unguarded(cell: str) -> str:
    return cell.removeprefix("'")


def _amount(cents: int) -> str:
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def _cents(cell: str) -> int:
    return int(cell.replace(",", ""))


def _two_decimals(number: Decimal) -> str:
    return f"{number:.2f}".replace(".", ",")


def _six_decimals(number: Decimal) -> str:
    return f"{number:.6f}".replace(".", ",")


def _decimal(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "."))


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    "text": _guarded,
    "amount": _amount,
    "count": str,
    "decimal2": _two_decimals,
    "decimal6": _six_decimals,
    "day": date.isoformat,
}
_READERS: dict[Kind, Callable[[str], Any]] = {
    "text": _unguarded,
    "amount": _cents,
    "count": int,
    "decimal2": _decimal,
    "decimal6": _decimal,
    "day": date.fromisoformat,
}
_EXPECTED: dict[Kind, str] = {
    "text": "text",
    "amount": "an amount like 260,54",
    "count": "a whole number",
    "decimal2": "a number like 32,00",
    "decimal6": "a number like 0,290323",
    "day": "a day like 2026-11-19",
}
