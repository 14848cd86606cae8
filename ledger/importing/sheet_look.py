"""What the reader of a sheet's values does not tell: how large it is, and hidden rows and columns, merged cells, errors, and
formulas without a value.

The reader holds every cell from the first to the last that is filled, each with its own copy of its text, so this has
to be known before.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Final, NamedTuple
from xml.parsers import expat

from ledger.refusal import Misuse

MOST_CELLS: Final = 8_000_000
"""Rows times columns up to the last that is filled, empty ones between included, for all of them are held."""
MOST_COLUMNS: Final = 256
MOST_TEXT: Final = 1 << 29
"""Characters of all cells together; 65,000 cases take a tenth of it."""
SHORT: Final = 100
"""Texts that are no longer are not counted one by one."""

_MOST_MERGED: Final = 100
_CELL: Final = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_ERROR: Final = "holds an error (like #N/A); mend the formula, or type the value."
_NO_VALUE: Final = "holds a formula without a value; open the file in Excel and save it."
_ON: Final = ("1", "true")


class Merged(NamedTuple):
    """Cells that are one: first and last row and column."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass
class Sheet:
    """What is known of the first sheet. Rows count from 1 and columns from 0; `unusable` says by row and column what is wrong
    with a cell."""

    content: BytesIO
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    unusable: dict[tuple[int, int], str] = field(default_factory=dict)


class Look:
    """Looks at the XML of a sheet while it goes by, and keeps nothing of it but what is out of the ordinary."""

    def __init__(self, sheet: Sheet, lengths: Sequence[int]) -> None:
        self._sheet = sheet
        self._lengths, self._longest = lengths, max(lengths, default=0)
        self._text_held, self._number, self._shared = 0, "", False
        self._row = self._column = self._last_row = self._last_column = 0
        self._formula = self._valued = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._take = {
            "c": self._cell,
            "f": self._begin_formula,
            "v": self._value,
            "is": self._value,
            "row": self._begin_row,
        }
        self._take |= {"col": self._columns, "mergeCell": self._merged}
        self._handlers: dict[str, Callable[[dict[str, str]], None] | None] = {}

    def feed(self, chunk: bytes) -> None:
        """The next part of the sheet. Raises Misuse for what is too large, and ExpatError for what is no XML."""
        self._parser.Parse(chunk, False)

    def end(self) -> None:
        """That was all of it."""
        self._parser.Parse(b"", True)
        self._end_cell()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name not in self._handlers:
            self._handlers[name] = self._take.get(name.rpartition(" ")[2])
        handler = self._handlers[name]
        if handler is not None:
            handler(attributes)

    def _doctype(self, *_: object) -> None:
        raise doctype()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        if attributes.get("hidden") in _ON:
            self._sheet.hidden_rows.add(self._row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._formula or self._number:
            self._end_cell()
        self._row, self._column = _place(attributes.get("r", "")) or (self._row, self._column + 1)
        kind = attributes.get("t")
        self._shared = kind == "s"
        self._valued = kind == "str"
        if kind == "e":
            self._valued = True
            self._sheet.unusable[self._row, self._column] = _ERROR

    def _begin_formula(self, _: dict[str, str]) -> None:
        self._formula = True

    def _value(self, _: dict[str, str]) -> None:
        """A cell that is filled; those that only look like something take no room."""
        if self._column > self._last_column or self._row > self._last_row:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            self._check_size()
        if self._shared and self._longest <= SHORT:
            self._hold(self._longest)
        elif self._formula or self._shared:
            self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._valued = True
        if self._shared:
            self._number += text

    def _hold(self, length: int) -> None:
        """Text that many cells share is held once for each."""
        self._text_held += length
        if self._text_held > MOST_TEXT:
            raise wrong("holds too much text; import it in parts, or as CSV.")

    def _end_cell(self) -> None:
        self._parser.CharacterDataHandler = None
        if self._number:
            place = int(self._number)
            self._hold(self._lengths[place] if place < len(self._lengths) else 0)
            self._number = ""
        if self._formula and not self._valued:
            self._sheet.unusable[self._row, self._column] = _NO_VALUE
        self._formula = False

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _ON:
            self._sheet.hidden_columns.append(range(int(attributes["min"]) - 1, int(attributes["max"])))

    def _merged(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        begin, end = _place(first), _place(last or first)
        if begin and end:
            self._sheet.merged.append(Merged(begin, end))
        if len(self._sheet.merged) > _MOST_MERGED:
            raise wrong("has too many merged cells; take them apart.")

    def _check_size(self) -> None:
        if self._last_column >= MOST_COLUMNS:
            raise wrong(f"has more than {MOST_COLUMNS} columns.")
        if self._last_row * (self._last_column + 1) > MOST_CELLS:
            raise wrong("is too large for a workbook; import it in parts, or as CSV.")


def _place(ref: str) -> tuple[int, int] | None:
    """Row and column of a cell by its name, like B3."""
    found = _CELL.fullmatch(ref)
    return (int(found[2]), _column(found[1])) if found else None


@lru_cache(maxsize=1 << 12)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def lengths(content: bytes) -> list[int]:
    """How long each of the shared texts of a workbook is."""
    found: list[int] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(name: str, _: dict[str, str]) -> None:
        if name.endswith("si"):
            found.append(0)

    def text(data: str) -> None:
        if found:
            found[-1] += len(data)

    parser.StartElementHandler, parser.CharacterDataHandler = begin, text
    parser.Parse(content, True)
    return found


def doctype() -> Misuse:
    """The error that it declares a document type."""
    return wrong("declares a document type, which no workbook does; do not trust it.")


def wrong(what: str) -> Misuse:
    """The error that a file is not a workbook that can be read."""
    return Misuse(what, field="FILE", remedy="Save it as an Excel workbook (.xlsx), or as CSV UTF-8.")
