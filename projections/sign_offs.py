"""Quarters and years that were signed off (R34), and what follows for dates in the books (R22).

A fact of the bank or of a recovery knows its natural date only. Its date in the books follows from the quarters that were
signed off just before its entry, so it is the same whenever the log is projected.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.log.entry import Entry
from projections.tables import Connection, add

TOPICS = ("QuarterSignedOff", "QuarterReopened", "YearSignedOff")

_COLUMNS = ("entry", "municipality", "period", "kind", "first_day", "last_day", "position", "digest")
# Written after the sign-offs of the batch, one of which can be a later one of the same quarter: that one stands.
_REOPEN = """
UPDATE sign_offs SET reopened = %(reopened)s
WHERE municipality = %(municipality)s AND kind = 'quarter' AND first_day = %(first_day)s
    AND reopened IS NULL AND entry < %(reopened)s
"""
_SIGNED = "SELECT first_day FROM sign_offs WHERE municipality = %s AND kind = 'quarter' AND reopened IS NULL"


class SignOffs:
    """Collects the rows of a batch; knows which quarters are signed off at the entry that it is at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._signed: dict[str, set[Quarter]] = {}
        self._open_from: dict[str, date] = {}
        self._added: list[Sequence[Any]] = []
        self._reopened: list[Mapping[str, Any]] = []

    def take(self, entry: Entry) -> None:
        """An entry of the stream of a municipality's quarters."""
        self._open_from.pop(entry.municipality, None)
        match entry.fact:
            case facts.QuarterSignedOff() as fact:
                self._quarters(entry.municipality).add(fact.quarter)
                days = fact.quarter.months[0].first, fact.quarter.months[-1].last
                self._add(entry, str(fact.quarter), "quarter", days, fact.position, fact.digest)
            case facts.QuarterReopened() as fact:
                self._quarters(entry.municipality).discard(fact.quarter)
                first_day = fact.quarter.months[0].first
                where = {"municipality": entry.municipality, "first_day": first_day}
                self._reopened.append({"reopened": entry.position, **where})
            case facts.YearSignedOff() as fact:
                days = Month(fact.year, 1).first, Month(fact.year, 12).last
                self._add(entry, str(fact.year), "year", days, fact.position, fact.digest)

    def open_from(self, municipality: str) -> date:
        """The first day of the oldest open quarter: what is of an earlier day is booked on that one (R22)."""
        if municipality not in self._open_from:
            through = max(self._quarters(municipality), default=None)
            self._open_from[municipality] = date.min if through is None else through.next.first
        return self._open_from[municipality]

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._added:
            add(connection, "sign_offs", _COLUMNS, self._added)
        if self._reopened:
            connection.cursor().executemany(_REOPEN, self._reopened)
        self._added, self._reopened = [], []

    def _add(self, entry: Entry, period: str, kind: str, days: tuple[date, date], position: int, digest: str) -> None:
        self._added.append((entry.position, entry.municipality, period, kind, *days, position, digest))

    def _quarters(self, municipality: str) -> set[Quarter]:
        """Those of a municipality; read when first asked for, before anything of this batch about it was taken."""
        if municipality not in self._signed:
            rows = self._connection.execute(_SIGNED, [municipality]).fetchall()
            self._signed[municipality] = {Quarter.of(day) for (day,) in rows}
        return self._signed[municipality]
