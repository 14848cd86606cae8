"""An export as CSV (`csv_sheet.py`), one row per change: layout LKS-LW-1.0, as docs/wage-values.md describes it."""

import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from ledger.calculation.segment import Route
from projections import csv_sheet
from projections.sheet import Kind
from projections.wage_values.known import Row

VERSION = "LKS-LW-1.0"
"""The layout: its columns, codes and their meaning. Another layout gets another version."""

COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("versie", "text"),
    ("gemeentecode", "text"),
    ("levering", "count"),
    ("regelnummer", "count"),
    ("soort", "text"),
    ("bsn", "text"),
    ("zaaknummer", "text"),
    ("periode_van", "day"),
    ("periode_tot", "day"),
    ("route", "text"),
    ("loonwaarde_pct", "decimal2"),
    ("bekend_op", "day"),
    ("kenmerk", "count"),
)
"""Heading and what the column holds."""

HEADINGS = tuple(heading for heading, _ in COLUMNS)
_KINDS = tuple(kind for _, kind in COLUMNS)
ROUTES: dict[Route, str] = {"flat_rate": "FORFAITAIR", "regular": "REGULIER"}

Cells = tuple[str, str, int, int, str, str, str, date, date | None, str, Decimal | None, date, int]


def write(municipality: str, number: int, rows: Iterable[Row]) -> bytes:
    """The file of an export."""
    out = io.BytesIO()
    csv_sheet.write(out, HEADINGS, _cells(municipality, number, rows), _KINDS)
    return out.getvalue()


def _cells(municipality: str, number: int, rows: Iterable[Row]) -> Iterator[Cells]:
    for nth, (change, known_on) in enumerate(rows, start=1):
        assert change.bsn is not None, "nothing is told of who was erased"
        first, last, route, wage_value = change.period
        where = VERSION, municipality.removeprefix("GM"), number, nth
        what = change.kind, change.bsn, change.case, first, last, ROUTES[route], wage_value
        yield *where, *what, known_on, change.position
