"""The bytes of a quarter's report and of a year statement, which are signed off by their SHA-256 (R34).

They follow from what was known at one position of the log and from nothing else: no clock, nothing recorded later, and no
names. Canonical JSON: keys in order, no spaces, one line end.
"""

import json
from typing import Any, NamedTuple

from ledger.calculation.month import Month, Quarter
from projections.reconciliation.books import Amounts, Books, Line, YearLine, books

VERSION = 1
"""Changes with the form; what was signed off is printed in the form that it was signed off in."""

_ADDED = tuple(name for name in YearLine._fields if name.endswith("_cents"))


class YearReport(NamedTuple):
    """A year statement: its bytes, and the totals that a sign-off names. `gross - receipts = net`."""

    bytes: bytes
    gross_cents: int
    receipts_cents: int
    net_cents: int


def quarter_report(dsn: str, municipality: str, quarter: Quarter, position: int) -> bytes:
    """The report of a quarter as known at a position. Raises Unavailable where the projections are not that far."""
    with books(dsn, municipality) as found:
        return encoded(quarter_content(found, municipality, quarter, position))


def year_report(dsn: str, municipality: str, year: int, position: int) -> YearReport:
    """The statement of a calendar year as known at a position. Raises Unavailable where the projections are not that far."""
    with books(dsn, municipality) as found:
        content = year_content(found, municipality, year, position)
    totals = content["totals"]
    return YearReport(encoded(content), totals["gross_cents"], totals["receipts_cents"], totals["net_cents"])


def quarter_content(found: Books, municipality: str, quarter: Quarter, position: int) -> dict[str, Any]:
    """What stands in the report of a quarter; one that was signed off by then is what was known at its sign-off."""
    found.check_reached(position)
    position = found.quarter_position(quarter, position)
    totals, owed = found.totals(quarter, position)
    return {
        "report": "quarter",
        "version": VERSION,
        "municipality": municipality,
        "quarter": str(quarter),
        "position": position,
        "opening_position": found.opening_position(quarter, position),
        "shared_login": found.shared_login(position),
        "totals": totals._asdict() | owed._asdict(),
        "columns": ["employer", "case", "month", *Amounts._fields],
        "lines": [_line(line) for line in found.lines(quarter, position)],
    }


def year_content(found: Books, municipality: str, year: int, position: int) -> dict[str, Any]:
    """What stands in the statement of a year; one that was signed off by then is what was known at its sign-off."""
    found.check_reached(position)
    position = found.year_position(year, position)
    lines = found.year(year, position)
    return {
        "report": "year",
        "version": VERSION,
        "municipality": municipality,
        "year": year,
        "position": position,
        "shared_login": found.shared_login(position),
        "totals": {name: sum(getattr(line, name) for line in lines) for name in _ADDED},
        "lines": [line._asdict() for line in lines],
    }


def encoded(content: dict[str, Any]) -> bytes:
    """Canonical JSON."""
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _line(line: Line) -> list[object]:
    assert line.month is not None, "a report has a line for each month"
    return [line.employer, line.case, str(Month.of(line.month)), *line.amounts]
