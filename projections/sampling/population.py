"""The cases or payments of a municipality in a quarter or a year, as known at a position, and that they add up to its report.

Cases have what was booked of them in the period, payments what was sent. What a takeover booked or sent elsewhere is in neither.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any, Literal, NamedTuple

import psycopg

from ledger.calculation.month import Quarter
from ledger.log.store import connect
from ledger.refusal import Refused
from ledger.sampling.draw import Item
from projections.reconciliation.books import LATEST, Books

Of = Literal["cases", "payments"]
Period = Quarter | int

_ITEMS = {
    "cases": """
        SELECT m.case_number, m.case_number, min(m.employer_number), '', sum(m.total_cents)::bigint,
            coalesce(array_agg(DISTINCT m.route) FILTER (WHERE m.route <> ''), '{{}}'), array_agg(DISTINCT m.position)
        FROM finance.movements m
        WHERE m.kind = 'booked' AND {bounds}
        GROUP BY m.case_number
        ORDER BY m.case_number COLLATE "C"
    """,
    "payments": """
        SELECT m.case_number || '/' || m.origin, m.case_number, min(m.employer_number), m.origin, sum(m.total_cents)::bigint,
            coalesce((
                SELECT array_agg(DISTINCT b.route) FROM finance.movements b
                WHERE b.case_number = m.case_number AND b.position = m.position AND b.kind = 'booked' AND b.route <> ''
            ), '{{}}'), array_agg(DISTINCT m.position)
        FROM finance.movements m
        WHERE m.kind = 'sent' AND {bounds}
        GROUP BY m.case_number, m.origin, m.position
        ORDER BY m.case_number COLLATE "C", m.origin COLLATE "C"
    """,
}
_BOUNDS = """
    m.municipality = %(municipality)s AND NOT m.taken_over AND m.position <= %(position)s AND m.booked_on <= %(last)s
    AND NOT (m.booked_on < %(first)s AND m.position <= %(opened)s)
"""


class Candidate(NamedTuple):
    """An item with what it is about: `run` of a payment, the routes that were booked, and the entries of its amount."""

    name: str
    case: str
    employer: str
    run: str
    cents: int
    routes: frozenset[str]
    positions: tuple[int, ...]

    @property
    def item(self) -> Item:
        """As it is drawn."""
        return Item(self.name, self.cents)


class Found(NamedTuple):
    """The whole population: its period, the position that it rests on, and the total of the report that it is part of."""

    first: date
    last: date
    position: int
    candidates: list[Candidate]
    report_cents: int


def candidates(dsn: str, municipality: str, period: Period, of: Of, known_at: int) -> Found:
    """All of the municipality's cases or payments of a period. A period that was signed off is as known at its sign-off. Raises
    Refused unless they add up to the report of the same position."""
    with _reading(dsn, municipality) as (connection, books):
        books.check_reached(known_at)
        books.check_known()
        first, last, position, opened = _bounds(books, period, known_at)
        asked = {"municipality": municipality, "position": position, "first": first, "last": last, "opened": opened}
        query = _ITEMS[of].format(bounds=_BOUNDS)
        found = [_candidate(*row) for row in connection.execute(query, asked)]
        report = _reported(books, connection, period, of, position, asked)
    total = sum(one.cents for one in found)
    if total != report:
        what = f"The {of} add up to {total} cents, and the report of the same position to {report}."
        raise Refused(
            what, rule="R33", remedy="Make the projections anew with lks db rebuild, and see lks audit verify."
        )
    return Found(first, last, position, found, report)


def _candidate(
    name: str, case: str, employer: str, run: str, cents: int, routes: list[str], positions: list[int]
) -> Candidate:
    return Candidate(name, case, employer, run, cents, frozenset(routes), tuple(positions))


def _bounds(books: Books, period: Period, known_at: int) -> tuple[date, date, int, int]:
    """First and last day, the position that counts, and up to where what is of earlier days was in the report before."""
    if isinstance(period, int):
        return date(period, 1, 1), date(period, 12, 31), books.year_position(period, known_at), LATEST
    position = books.quarter_position(period, known_at)
    return period.months[0].first, period.last, position, books.opening_position(period, position)


def _reported(books: Books, connection: Any, period: Period, of: Of, position: int, asked: dict[str, Any]) -> int:
    """What the report says: of a quarter booked or sent, of a year net. What was sent is no part of the statement of a year; it is
    what its payments say."""
    if isinstance(period, Quarter):
        totals, _ = books.totals(period, position)
        if of == "cases":
            return totals.booked_cents - totals.taken_over_booked_cents
        return totals.sent_cents - totals.taken_over_sent_cents
    if of == "cases":
        return sum(line.net_cents for line in books.year(period, position))
    row = connection.execute(
        """
        SELECT coalesce(sum(p.sent_cents), 0)::bigint FROM finance.payments p
        WHERE p.municipality = %(municipality)s AND p.position <= %(position)s AND p.booked_on BETWEEN %(first)s AND %(last)s
        """,
        asked,
    ).fetchone()
    return int(row[0])


@contextmanager
def _reading(dsn: str, municipality: str) -> Iterator[tuple[psycopg.Connection[Any], Books]]:
    with closing(connect(dsn)) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection, Books(connection, municipality)
