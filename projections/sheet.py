"""One sheet as an Excel file: the same rows give the same bytes, on any day and machine.

Rows are written as they come, so a long sheet costs no memory. Text is always text: a cell that begins with `=` is never
a formula, a number with leading zeros keeps them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Literal

import xlsxwriter

from ledger.refusal import Misuse

Kind = Literal["text", "amount", "count", "decimal2", "decimal6", "day"]
"""What a column holds: text (`str`), an amount in cents (`int`, shown in euro), a whole number (`int`), a `Decimal` of two
or six decimals, or a `date`. `None` is an empty cell in every column."""

ROWS = 1_048_575
"""Rows that a sheet holds below its headings."""

_SHOWN: dict[Kind, str] = {
    "text": "@",
    "amount": "0.00",
    "count": "0",
    "decimal2": "0.00",
    "decimal6": "0.000000",
    "day": "yyyy-mm-dd",
}
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed moment that says nothing: bytes may not depend on a clock
_WIDEST = 40
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(
    out: BinaryIO, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], kinds: Sequence[Kind]
) -> None:
    """Write an Excel file (XLSX) of one sheet named `title` (at most 31 characters) with a frozen row of headings.

    Every row has one cell per heading, of the type that its kind names. Raises Misuse, naming row and column, where the
    rows or a text are more than a sheet holds; `out` is then useless.
    """
    assert len(headings) == len(kinds), "one kind per heading"
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "num_format": "@"})
        shown = {kind: book.add_format({"num_format": _SHOWN[kind]}) for kind in dict.fromkeys(kinds)}
        writers = [_writer(sheet, kind, shown[kind]) for kind in kinds]
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(_WIDEST, len(heading) + 2), shown[kinds[column]])
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, (cell, write_cell) in enumerate(zip(row, writers, strict=True)):
                if cell is not None and write_cell(number, column, cell) != 0:
                    raise _too_much(number, headings[column])


def _writer(sheet: Any, kind: Kind, shown: Any) -> Callable[[int, int, Any], int]:
    """How a cell of this kind is written; the answer is 0 where it fitted."""
    match kind:
        case "text":
            return lambda row, column, text: _write_text(sheet, row, column, text, shown)
        case "amount":
            return lambda row, column, cents: sheet.write_number(row, column, _euro(cents), shown)
        case "day":
            return lambda row, column, day: sheet.write_datetime(row, column, _day(day), shown)
        case _:
            return lambda row, column, number: sheet.write_number(row, column, number, shown)


def _write_text(sheet: Any, row: int, column: int, text: str, shown: Any) -> int:
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes this for its own markup of a rich text, and would put it in the file unescaped.
        return int(sheet.write_rich_string(row, column, "<r>", shown, text[3:], shown))
    return int(sheet.write_string(row, column, text, shown))


def _euro(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _day(day: date) -> date:
    assert day.year >= 1900, "Excel knows no day before 1900"
    return day


def _too_much(row: int, heading: str) -> Misuse:
    if row > ROWS:
        return Misuse(f"A sheet holds {ROWS} rows.", remedy="Use the CSV file, or ask for a shorter period.")
    return Misuse(f"row {row}: a text of more than 32767 characters does not fit in a cell.", field=heading)
