"""The trail as CSV, JSON or an HTML page, row by row, to a file or to standard output."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import click

from commands import files, trail_text
from ledger.grounds import counts_from
from projections import csv_sheet
from projections.sheet import Kind
from projections.trail.way import Placed

COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("entry", "count"),
    ("recorded_at", "text"),
    ("business_day", "day"),
    ("counts_from", "day"),
    ("municipality", "text"),
    ("subject", "text"),
    ("fact", "text"),
    ("sentence", "text"),
    ("actor", "text"),
    ("on_behalf_of", "text"),
    ("login", "text"),
    ("intent", "text"),
    ("rule", "text"),
    ("article", "text"),
    ("seal", "text"),
    ("direction", "text"),
    ("distance", "count"),
    ("role", "text"),
)
"""The columns of the CSV: those of `--json`, the last three of the way from an entry that was asked for."""


def csv(rows: Iterable[Placed], out: BinaryIO) -> None:
    """With headings; no cell is taken for a formula."""
    names, kinds = zip(*COLUMNS, strict=True)
    csv_sheet.write(out, names, map(_cells, rows), kinds)


def document(rows: Iterable[Placed], more: dict[str, Any], out: BinaryIO) -> None:
    """One JSON document, its entries written as they come; the rest of it first."""
    begun = json.dumps(more, ensure_ascii=False)
    out.write(f'{begun[:-1]}{", " if more else ""}"entries": ['.encode())
    for count, row in enumerate(rows):
        out.write(f"{',' if count else ''}\n{json.dumps(fields(row), ensure_ascii=False)}".encode())
    out.write(b"\n]}\n")


def fields(row: Placed) -> dict[str, Any]:
    """An entry for machines, with its place on the way where there is one."""
    place = {"direction": row.direction, "distance": row.distance, "role": row.role or None}
    return trail_text.fields(row.told) | ({} if row.direction == "asked" else place)


def pour(out: str | None, make: files.Make) -> str | None:
    """To a file, whole or not at all, and then its SHA-256; or to standard output as it is made."""
    if out is None:
        make(cast(BinaryIO, _Printed()))
        return None
    return files.give(out, make)


def pieces(text: Iterator[str]) -> files.Make:
    """Text that comes in pieces, as content of a file."""

    def make(file: BinaryIO) -> None:
        for piece in text:
            file.write(piece.encode())

    return make


def _cells(row: Placed) -> tuple[object, ...]:
    told = row.told
    said = trail_text.fields(told)
    days = {"business_day": told.cause.today, "counts_from": counts_from(told.entry.fact, told.cause.today)}
    place = {"direction": row.direction, "distance": row.distance, "role": row.role or None}
    every = said | days | place
    return tuple(every[name] for name, _ in COLUMNS)


class _Printed(io.RawIOBase):
    """Standard output, to write bytes of text to as they come."""

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, content: Any) -> int:
        """Print them; every write holds whole characters."""
        click.echo(bytes(content).decode(), nl=False)
        return len(content)
