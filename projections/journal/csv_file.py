"""A batch as CSV: `;`, decimal comma, UTF-8 with a byte order mark, CRLF, RFC 4180 quoting.

Codes of accounts are free text, and a spreadsheet may take text that begins with `=` for a formula. Such text gets an
apostrophe in front, as does text that begins with one, so that a reader can take every first apostrophe away again.
"""

import codecs
import csv
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from projections.journal.columns import HEADINGS, KINDS, rows
from projections.journal.entry import Batch, JournalEntry
from projections.sheet import Kind

_GUARDED = frozenset("=+-@'\t\r\n")


def write(batch: Batch, entries: Iterable[JournalEntry], out: BinaryIO) -> None:
    """Write a row per posting, as the entries come."""
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(codecs.getwriter("utf-8")(out), delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(map(_cell, KINDS, row) for row in rows(batch, entries))


def unguarded(cell: str) -> str:
    """Text as it was, from a cell that this file may have guarded."""
    return cell.removeprefix("'")


def _cell(kind: Kind, value: object) -> str:
    match value:
        case None:
            return ""
        case int() if kind == "amount":
            return f"{value // 100},{value % 100:02d}"
        case date():
            return value.isoformat()
        case _:
            text = str(value)
            return f"'{text}" if text[:1] in _GUARDED else text
