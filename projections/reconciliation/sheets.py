"""Rows with amounts as CSV and as Excel: `;`, decimal comma, UTF-8 with a byte order mark and CRLF, like the journal.

Cells hold numbers of cases, employers and runs, codes, days and amounts; nothing that people typed.
"""

import codecs
import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from projections import sheet
from projections.sheet import Kind

Column = tuple[str, Kind]


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[object]], out: BinaryIO) -> None:
    """Write headings and rows."""
    out.write(codecs.BOM_UTF8)
    writer = csv.writer(codecs.getwriter("utf-8")(out), delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for heading, _ in columns])
    writer.writerows([_cell(kind, value) for (_, kind), value in zip(columns, row, strict=True)] for row in rows)


def write_xlsx(title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], out: BinaryIO) -> None:
    """Write one sheet. Raises Misuse for more rows than a sheet holds."""
    sheet.write(out, title, [heading for heading, _ in columns], rows, [kind for _, kind in columns])


def _cell(kind: Kind, value: object) -> str:
    match value:
        case None:
            return ""
        case int() if kind == "amount":
            return f"{'-' if value < 0 else ''}{abs(value) // 100},{abs(value) % 100:02d}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
