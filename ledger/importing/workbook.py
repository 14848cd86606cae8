"""The first sheet of an Excel workbook, made safe to be read: bounded in size, and with what the reader of its values does not
tell: hidden rows and columns, merged cells, formulas without a value.

A workbook is an archive. Only the parts of it that are needed are copied, as they are read here, so that nothing else in
it ever reaches the reader, and no size that it claims is believed.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO, Final, NamedTuple
from xml.parsers import expat

from lxml import etree

from ledger.refusal import Misuse

MOST_BYTES: Final = 256 << 20
"""Bytes of the workbook, unpacked; 65,000 cases take less than half of it."""
MOST_CELLS: Final = 8_000_000
"""Rows times columns up to the last that is filled, empty ones between included, for all of them are held."""
MOST_COLUMNS: Final = 256

_CHUNK: Final = 1 << 16
_MOST_MERGED: Final = 100
_SHARED: Final = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
_BOOK: Final = "xl/workbook.xml"
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


def first_sheet(file: BinaryIO) -> Sheet:
    """The first sheet of a workbook. Raises Misuse for what is none, or too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _Copy(archive).sheet()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise _wrong("is no whole Excel workbook, or is locked with a password.") from None
    except (etree.XMLSyntaxError, expat.ExpatError, KeyError):
        raise _wrong("is no whole Excel workbook: its XML is broken.") from None


class _Copy:
    """Copies what is needed of a workbook into another, and looks at it on the way."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename: info for info in archive.infolist()}
        self._sheet = Sheet(BytesIO())
        self._left = MOST_BYTES

    def sheet(self) -> Sheet:
        if _BOOK not in self._names:
            raise _wrong("is no Excel workbook (.xlsx).")
        with zipfile.ZipFile(self._sheet.content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            book = self._copied(copy, _BOOK)
            rels = b""
            for name in _SHARED:
                if name in self._names:
                    content = self._copied(copy, name)
                    rels = content if name.endswith("workbook.xml.rels") else rels
            self._look(copy, _first_of(book, rels))
        self._sheet.content.seek(0)
        return self._sheet

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._archive.open(self._names[name]) as part:
            while chunk := part.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise _wrong(f"is larger than {MOST_BYTES >> 20} MiB unpacked; import it in parts, or as CSV.")
                yield chunk

    def _copied(self, copy: zipfile.ZipFile, name: str) -> bytes:
        content = b"".join(self._chunks(name))
        if b"<!DOCTYPE" in content[:4096]:
            raise _doctype()
        copy.writestr(name, content)
        return content

    def _look(self, copy: zipfile.ZipFile, name: str) -> None:
        if name not in self._names:
            raise _wrong("has no first sheet with cells.")
        look = _Look(self._sheet)
        with copy.open(name, "w", force_zip64=True) as out:
            for chunk in self._chunks(name):
                out.write(chunk)
                look.feed(chunk)
        look.end()


class _Look:
    """Looks at the XML of a sheet while it goes by, and keeps nothing of it but what is out of the ordinary."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
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
        self._parser.Parse(chunk, False)

    def end(self) -> None:
        self._parser.Parse(b"", True)
        self._end_cell()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name not in self._handlers:
            self._handlers[name] = self._take.get(name.rpartition(" ")[2])
        handler = self._handlers[name]
        if handler is not None:
            handler(attributes)

    def _doctype(self, *_: object) -> None:
        raise _doctype()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        if attributes.get("hidden") in _ON:
            self._sheet.hidden_rows.add(self._row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._formula:
            self._end_cell()
        self._row, self._column = _place(attributes.get("r", "")) or (self._row, self._column + 1)
        kind = attributes.get("t")
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
        if self._formula:
            self._parser.CharacterDataHandler = self._text

    def _text(self, _: str) -> None:
        self._valued = True
        self._parser.CharacterDataHandler = None

    def _end_cell(self) -> None:
        self._parser.CharacterDataHandler = None
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
            raise _wrong("has too many merged cells; take them apart.")

    def _check_size(self) -> None:
        if self._last_column >= MOST_COLUMNS:
            raise _wrong(f"has more than {MOST_COLUMNS} columns.")
        if self._last_row * (self._last_column + 1) > MOST_CELLS:
            raise _wrong("is too large for a workbook; import it in parts, or as CSV.")


def _first_of(book: bytes, rels: bytes) -> str:
    """The part of the archive in which the first sheet is. Raises Misuse when it is hidden."""
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(**options)
    sheets = etree.fromstring(book, parser).iterfind(".//{*}sheet")
    first = next(sheets, None)
    if first is None or not rels:
        raise _wrong("has no sheets.")
    if first.get("state", "visible") != "visible":
        raise _wrong("has a first sheet that is hidden, and only the first one is read; show it or move it.")
    wanted = next((value for name, value in first.attrib.items() if name.endswith("}id")), "")
    parts = {one.get("Id"): one.get("Target", "") for one in etree.fromstring(rels, parser)}
    target = parts.get(wanted, "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


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


def _doctype() -> Misuse:
    return _wrong("declares a document type, which no workbook does; do not trust it.")


def _wrong(what: str) -> Misuse:
    return Misuse(what, field="FILE", remedy="Save it as an Excel workbook (.xlsx), or as CSV UTF-8.")
