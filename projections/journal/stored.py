"""The journal as the projection holds it: entry by entry, streamed, for batches and for comparing."""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from typing import Any

from ledger.calculation.month import Month
from ledger.log.store import connect
from projections.journal.entry import JournalEntry
from projections.journal.postings import Posting

_ENTRIES = """
SELECT
    position, municipality, case_number, topic, run, employer_number, account, month, element, debit_cents, credit_cents,
    booked_on, value_date
FROM finance.postings
WHERE municipality = %(municipality)s AND position > %(after)s AND position <= %(through)s
ORDER BY position, line
"""
_MUNICIPALITIES = "SELECT DISTINCT municipality FROM finance.postings ORDER BY municipality"
_TOTALS = """
SELECT count(DISTINCT position), coalesce(sum(debit_cents), 0)::bigint
FROM finance.postings
WHERE municipality = %(municipality)s AND position > %(after)s AND position <= %(through)s
"""
_PAGE = 5000


def entries(dsn: str, municipality: str, after: int, through: int) -> Iterator[JournalEntry]:
    """Every entry that posts, after one position through another."""
    asked = {"municipality": municipality, "after": after, "through": through}
    with closing(connect(dsn)) as connection, connection.transaction(), connection.cursor("journal") as cursor:
        cursor.itersize = _PAGE
        for _, rows in groupby(cursor.execute(_ENTRIES, asked), key=lambda row: row[0]):
            yield _entry(list(rows))


def totals(dsn: str, municipality: str, after: int, through: int) -> tuple[int, int]:
    """How many entries post there, and the cents of their debit side."""
    asked = {"municipality": municipality, "after": after, "through": through}
    with closing(connect(dsn)) as connection:
        row = connection.execute(_TOTALS, asked).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def municipalities(dsn: str) -> list[str]:
    """The municipalities with anything in the journal."""
    with closing(connect(dsn)) as connection:
        return [code for (code,) in connection.execute(_MUNICIPALITIES).fetchall()]


def _entry(rows: list[Any]) -> JournalEntry:
    position, municipality, case, topic, run, employer = rows[0][:6]
    postings = tuple(
        Posting(account, Month.of(month) if month else None, element, debit_cents, credit_cents, booked_on)
        for *_, account, month, element, debit_cents, credit_cents, booked_on, _ in rows
    )
    value_date = next((row[-1] for row in rows if row[-1]), None)
    return JournalEntry(position, municipality, case, topic, postings[0].booked_on, value_date, run, employer, postings)
