"""Rows of a JSON Lines file: one object a line, its names those of the columns. A line that is wrong spoils no other."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from ledger.importing.cells import LONGEST, Cell
from ledger.importing.findings import ENCODING, Finding, unknown
from ledger.importing.layout import Layout
from ledger.importing.raw import LONGEST_LINE, Raw


def json_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    line = 0
    while found := file.readline(LONGEST_LINE):
        line += 1
        if len(found) == LONGEST_LINE and not found.endswith(b"\n"):
            _skip_line(file)
            yield Finding(line, "", f"is longer than {LONGEST_LINE} bytes.")
        elif not found.isspace():
            yield _object(line, found, layout)


def _skip_line(file: BinaryIO) -> None:
    while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _object(line: int, text: bytes, layout: Layout) -> Raw | Finding:
    try:
        found = _decode(text.decode().strip())
    except UnicodeDecodeError:
        return Finding(line, "", ENCODING)
    except json.JSONDecodeError as error:
        return Finding(line, "", f"is no JSON: {error.msg} at character {error.colno}.")
    except (ValueError, RecursionError) as error:
        return Finding(line, "", str(error) if isinstance(error, _Twice) else "is no JSON that an import can hold.")
    if not isinstance(found, dict):
        return Finding(line, "", "is no JSON object.")
    return _cells(line, found, layout)


def _cells(line: int, found: dict[str, object], layout: Layout) -> Raw | Finding:
    cells: dict[str, Cell] = {}
    for name, value in found.items():
        if name not in layout.names:
            return Finding(line, "", unknown(name, layout.names))
        cell = _plain(value)
        if cell is None and value is not None:
            return Finding(line, name, "is neither text nor a number nor yes or no.")
        if isinstance(cell, list) and not layout.columns[name].listed:
            return Finding(line, name, "is a list.")
        if isinstance(value, bool) and layout.columns[name].limits.kind != "flag":
            return Finding(line, name, "is yes or no (true or false), and this column is not.")
        if cell and len(str(cell) if isinstance(cell, list) else cell) > LONGEST:
            return Finding(line, name, f"is longer than {LONGEST} characters.")
        if cell:
            cells[name] = cell
    return Raw(line, cells)


def _plain(value: object) -> Cell | None:
    """A value as a cell. Numbers came as the text they were written in."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | list():
            return value
        case _:
            return None


class _Twice(ValueError):
    """A name that stands twice in one object."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("holds a name twice.")
    return found


_decode = json.JSONDecoder(object_pairs_hook=_unique, parse_float=str, parse_int=str, parse_constant=str).decode
