"""One table as CSV: `;`, decimal comma, UTF-8 with a byte order mark, CRLF, RFC 4180 quoting; the kinds are those of `sheet.py`.

A spreadsheet may take text that begins with `=`, `+`, `-` or `@` for a formula, so such text gets an apostrophe in front;
text that begins with an apostrophe gets one too, so that a reader can take every first apostrophe away again.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from projections.sheet import Kind

_GUARDED = frozenset("=+-@'\t\r\n")


def write(out: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[object]], kinds: Sequence[Kind]) -> None:
    """Write the table as its rows come. Decimals have two or six places already, so nothing is rounded here; None is an empty
    cell."""
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(codecs.getwriter("utf-8")(out), delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writers = [_WRITERS[kind] for kind in kinds]
    writer.writerows(
        ["" if cell is None else write_cell(cell) for cell, write_cell in zip(row, writers, strict=True)]
        for row in rows
    )


def unguarded(cell: str) -> str:
    """Text as it was, from a cell that this may have guarded."""
    return cell.removeprefix("'")


def _guarded(text: str) -> str:
    return f"'{text}" if text[:1] in _GUARDED else text


def _amount(cents: int) -> str:
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def _two_decimals(number: Decimal) -> str:
    return f"{number:.2f}".replace(".", ",")


def _six_decimals(number: Decimal) -> str:
    return f"{number:.6f}".replace(".", ",")


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    "text": _guarded,
    "amount": _amount,
    "count": str,
    "decimal2": _two_decimals,
    "decimal6": _six_decimals,
    "day": date.isoformat,
}
