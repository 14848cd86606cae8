"""Rows of the first sheet of an Excel workbook: the names of the columns in its first row that is filled.

A sheet has numbers, days and yes or no where a text file has text. Each becomes the text that a person would have typed,
and what the sheet may have changed by itself, like zeros before a number, is told and never guessed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO, Final

from python_calamine import CalamineError, CalamineWorkbook

from ledger.importing.cells import LONGEST
from ledger.importing.column import Column
from ledger.importing.findings import Finding
from ledger.importing.header import check_header
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.importing.sheet_look import Sheet
from ledger.importing.workbook import first_sheet
from ledger.refusal import Misuse

Value = int | float | str | bool | date | datetime | time | timedelta

_PANIC: Final = "PanicException"
"""The reader, in Rust, came upon what it did not expect; Python has no other name for it."""

_NUMBER: Final = "is a number in the sheet, so zeros before it may be lost; make the column text, and type it again."
_NO_DAY: Final = "is a number in the sheet and no day; make it a date, or text like 2026-11-20."
_NO_DATE: Final = "is a date in the sheet, and this column holds none; make the column text, and type it again."
_TIME: Final = "holds a time of day; make it a day, like 2026-11-20."
_FLAG: Final = "is yes or no (TRUE or FALSE), and this column is not."


def sheet_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    """The rows, and what is wrong with those that cannot be read. Raises Misuse."""
    sheet = first_sheet(file)
    rows = _rows(sheet)
    found = next(rows, None)
    header_line, header = found if found else (1, [])
    names = [str(name).strip() for name in header]
    _check(names, header_line, sheet, layout)
    for line, values in rows:
        filled = {names[place]: (place, value) for place, value in enumerate(values) if value != "" and names[place]}
        broken = {names[column]: what for column in range(len(names)) if (what := sheet.unusable.get((line, column)))}
        broken = {name: what for name, what in broken.items() if name}
        if line in sheet.hidden_rows:
            yield Finding(line, "", "is hidden, perhaps by a filter; show it, or take it out.")
        elif _merged(line, sheet):
            yield Finding(line, "", "has merged cells; take them apart, and fill in each.")
        elif any(value != "" for place, value in enumerate(values) if not names[place]):
            yield Finding(line, "", "has a cell under no column; give it one, or empty the cell.")
        elif filled or broken:
            yield _raw(line, {name: value for name, (_, value) in filled.items()}, broken, layout)


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[Value]]]:
    """The rows that are filled or hold what cannot be used, with their numbers; all begin at the first column."""
    try:
        with CalamineWorkbook.from_filelike(sheet.content) as book:
            found = book.get_sheet_by_index(0)
            before: list[Value] = [""] * (found.start[1] if found.start else 0)
            unusable = {row for row, _ in sheet.unusable}
            for line, values in enumerate(found.iter_rows(), start=1):
                if line in unusable or any(value != "" for value in values):
                    yield line, before + values
    except BaseException as error:
        if not isinstance(error, CalamineError) and type(error).__name__ != _PANIC:
            raise
        what = f"is no Excel workbook that can be read ({type(error).__name__})."
        raise Misuse(what, field="FILE", remedy="Save it as an Excel workbook (.xlsx), or as CSV UTF-8.") from None


def _check(names: Sequence[str], line: int, sheet: Sheet, layout: Layout) -> None:
    if _merged(line, sheet):
        raise Misuse(
            f"line {line}: the names of the columns stand in merged cells.", field="FILE", remedy="Take them apart."
        )
    if not layout.names & set(names):
        raise Misuse(
            f"line {line}: names no column of an import.",
            field="FILE",
            remedy=f"Only the first sheet is read; its first row holds the names of the columns ({layout.guide}).",
        )
    hidden = [name for place, name in enumerate(names) if name in layout.names and _hidden(place, sheet)]
    if hidden:
        raise Misuse(f"line {line}: hidden: {', '.join(hidden)}.", field="FILE", remedy="Show these columns, and look.")
    check_header([name for name in names if name], layout, line)


def _merged(line: int, sheet: Sheet) -> bool:
    return any(first <= line <= last for (first, _), (last, _) in sheet.merged)


def _hidden(place: int, sheet: Sheet) -> bool:
    return any(place in hidden for hidden in sheet.hidden_columns)


def _raw(line: int, values: dict[str, Value], broken: dict[str, str], layout: Layout) -> Raw:
    cells, wrong = {}, broken
    for name, value in values.items():
        try:
            text = _text(value, layout.columns[name])
            if len(text) > LONGEST:
                raise ValueError(f"is longer than {LONGEST} characters.")
            cells[name] = text
        except ValueError as error:
            wrong.setdefault(name, str(error))
    return Raw(line, cells, wrong)


def _text(value: Value, column: Column) -> str:
    """A cell as a person would have typed it. Raises ValueError where that is not known."""
    kind = column.limits.kind
    match value:
        case str():
            return value
        case bool():
            if kind != "flag":
                raise ValueError(_FLAG)
            return "yes" if value else "no"
        case int() | float():
            return _number(value, column)
        case datetime() if value.time() != time():
            raise ValueError(_TIME)
        case date():
            return _day(value, column)
    raise ValueError(_TIME)


def _number(value: float, column: Column) -> str:
    """The shortest decimal that is this number, exactly."""
    kind, text = column.limits.kind, format(Decimal(repr(value)), "f")
    text = text.removesuffix(".0")
    if kind == "day" or kind == "month":
        raise ValueError(_NO_DAY)
    if kind in ("text", "amounts") and not (column.limits.digits and len(text) == column.limits.digits):
        raise ValueError(_NUMBER)
    return text


def _day(value: date, column: Column) -> str:
    """A day; a month, which a sheet makes its first day, is a month again."""
    if column.limits.kind == "day":
        return f"{value:%Y-%m-%d}"
    if column.limits.kind == "month" and value.day == 1:
        return f"{value:%Y-%m}"
    raise ValueError(_NO_DATE)
