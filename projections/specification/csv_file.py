"""The specification as CSV (`csv_sheet.py`), and a specification read from it."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.refusal import Misuse
from projections import csv_sheet
from projections.sheet import Kind
from projections.specification.columns import COLUMNS, HEADINGS, Column
from projections.specification.row import Row

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
    out = io.BytesIO()
    csv_sheet.write(out, HEADINGS, rows, [column.kind for column in COLUMNS])
    return out.getvalue()


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


def _cents(cell: str) -> int:
    return int(cell.replace(",", ""))


def _decimal(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "."))


_READERS: dict[Kind, Callable[[str], Any]] = {
    "text": csv_sheet.unguarded,
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
