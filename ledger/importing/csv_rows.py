"""Rows of a CSV file: `;` or `,` between cells, the names of the columns in the first line.

After a quote that is not closed nobody knows where the next row begins, so then the rest of the file is `Broken`.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from ledger.importing.cells import LONGEST
from ledger.importing.findings import ENCODING, Broken, Finding
from ledger.importing.header import check_header
from ledger.importing.layout import Layout
from ledger.importing.raw import LONGEST_LINE, Raw
from ledger.refusal import Misuse

_TOO_LONG: Final = f"is longer than {LONGEST} characters; is a quote left open?"
_NO_CSV: Final = "a cell with a quote, separator or line end is quoted, and a quote in it is doubled."


def csv_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    """The rows, and what is wrong with those that cannot be read."""
    source = _Lines(file)
    header, separator = _header(source, layout)
    check_header(header, layout)
    csv.field_size_limit(LONGEST)
    records = csv.reader(source, delimiter=separator, strict=True)
    while True:
        source.begin_record()
        line = source.line + 1
        try:
            row = next(records, None)
        except csv.Error as error:
            raise Broken(_broken(source.record, line, header, separator, error)) from None
        if row is None:
            return
        if len(row) not in (0, len(header)):
            yield Finding(
                line, "", f"has {len(row)} cells, and the header {len(header)}; is a separator missing or too many?"
            )
        elif any(row):
            yield Raw(line, {name: cell for name, cell in zip(header, row, strict=True) if cell})


class _Lines:
    """The lines of a file as text, and those of the record that is being read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.line = 0
        self.record: list[str] = []
        self._room = LONGEST_LINE

    def begin_record(self) -> None:
        self.record.clear()
        self._room = LONGEST_LINE

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        found = self._file.readline(self._room)
        if not found and self._room:
            raise StopIteration
        self.line += 1
        self._room -= len(found)
        self.record.append(self._decoded(found))
        if not self._room:
            raise csv.Error
        return self.record[-1]

    def _decoded(self, found: bytes) -> str:
        try:
            return found.decode()
        except UnicodeDecodeError as error:
            if self._room or error.end < len(found):
                raise Broken(Finding(self.line, "", ENCODING)) from None
            return found.decode(errors="ignore")


def _header(source: _Lines, layout: Layout) -> tuple[list[str], str]:
    """The names of the columns, and the separator: the one that takes the first line apart into known names."""
    try:
        first = next(source, "").rstrip("\r\n")
    except csv.Error:
        raise Misuse(f"line 1: {_TOO_LONG}", field="FILE") from None
    except Broken as broken:
        raise Misuse(f"line 1: {broken.finding.what}", field="FILE") from None
    taken = {separator: [name.strip().strip('"') for name in first.split(separator)] for separator in ";,"}
    separator = max(taken, key=lambda one: len(layout.names & set(taken[one])))
    if not layout.names & set(taken[separator]):
        raise Misuse(
            "line 1: names no column of an import.",
            field="FILE",
            remedy=f"The first line holds the names of the columns, separated by ; or , ({layout.guide}).",
        )
    return taken[separator], separator


def _broken(record: Sequence[str], line: int, header: Sequence[str], separator: str, error: csv.Error) -> Finding:
    found = _long_cell(record, separator)
    if found is not None:
        return Finding(line, header[found] if found < len(header) else "", _TOO_LONG)
    if not error.args:
        return Finding(line, "", f"is a row of {LONGEST_LINE} bytes or more.")
    what = "ends in the middle of a quote" if "end of data" in str(error) else "has a quote within a cell, or is no CSV"
    return Finding(line, "", f"{what}; {_NO_CSV}")


def _long_cell(record: Sequence[str], separator: str) -> int | None:
    """The number of the cell that is too long, counted as the reader does."""
    cell, length, quoted = 0, 0, False
    for character in (one for text in record for one in text):
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            cell, length = cell + 1, 0
        else:
            length += 1
            if length > LONGEST:
                return cell
    return None
