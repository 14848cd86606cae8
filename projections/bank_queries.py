"""Bank lines that match nothing, as `lks bank unmatched` lists them."""

from contextlib import closing
from datetime import date
from typing import NamedTuple

from psycopg.rows import args_row

from ledger.log.store import connect


class UnmatchedLine(NamedTuple):
    """A line of a statement; `number` is that by which people assign it; negative cents left the account."""

    number: int
    account: str
    statement: str
    line: int
    bucket: str
    cents: int
    booked_on: date
    reference: str | None
    batch: str | None
    reason: str | None


_UNMATCHED = """
SELECT position, account, statement, line, bucket, cents, booked_on, reference, batch, reason
FROM finance.unmatched
WHERE %(account)s::text IS NULL OR account = %(account)s
ORDER BY position
"""


def unmatched(dsn: str, account: str | None = None) -> list[UnmatchedLine]:
    """Every line that waits for people, of one account when it is given."""
    with closing(connect(dsn)) as connection:
        return (
            connection.cursor(row_factory=args_row(UnmatchedLine)).execute(_UNMATCHED, {"account": account}).fetchall()
        )
