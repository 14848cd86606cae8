"""A log to attack with plain SQL, as whoever may append to it; and what to expect: refused, and nothing recorded."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.log.entry import Row
from ledger.log.store import PostgresStore
from tests.databases import Database
from tests.log.given import INSERT, MUNICIPALITY, an_append, next_row, policy

STREAM = UUID(int=77)
"""A stream of two entries that stands in the log."""

GUARD = "LK003"
MOVED = "LK001"
KNOWN = "LK002"
TAKEN = "23505"
NOT_ALLOWED = "42501"
NO_TEXT = ("22P02", "22P05", "22021")
"""What PostgreSQL says of bytes that are no JSON, hold NUL, or are no UTF-8."""


class Attacked:
    """A log with a few entries, over a connection of `lks_local`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection = psycopg.connect(database.dsn, autocommit=True)
        self._calm = psycopg.connect(database.dsn, autocommit=True)
        self._admin = psycopg.connect(database.admin_dsn, autocommit=True)
        self.store = PostgresStore(database.dsn)
        first = an_append("first", STREAM, policy(), policy())
        self.store.append(list(first.drafts), first.intent_key, first.cause)

    def close(self) -> None:
        """End the connections."""
        self.connection.close()
        self._calm.close()
        self._admin.close()
        self.store.close()

    def recorded(self) -> list[tuple[Any, ...]]:
        """The head and every row, as the superuser sees them."""
        head = self._admin.execute("SELECT h.* FROM ledger.ledger_head h").fetchall()
        return head + self._admin.execute("SELECT e.* FROM ledger.ledger_events e ORDER BY 1").fetchall()

    def last(self) -> Row:
        """The last entry."""
        return list(self.store.rows())[-1]

    def row(self, after: Row | None = None, **changed: Any) -> Row:
        """The next row, right but for what is changed."""
        return next_row(self._calm, after, **changed)

    def rows(self, count: int) -> list[Row]:
        """The next rows, all right, each the first of an append."""
        made = [self.row()]
        while len(made) < count:
            made.append(self.row(made[-1], recorded_at=made[0].recorded_at))
        return made

    def insert(self, *rows: Row, connection: psycopg.Connection[Any] | None = None, clause: str = "") -> None:
        """All rows in one statement."""
        values = INSERT + ", (" + "), (".join([", ".join(["%s"] * 11)] * (len(rows) - 1)) + ")" if rows[1:] else INSERT
        given: list[object] = [value for row in rows for value in row]
        (connection or self.connection).execute((values + clause).encode(), given)

    @contextmanager
    def refuses(self, *states: str) -> Iterator[None]:
        """An error of one of these states, and everything stands as it stood."""
        before = self.recorded()
        with pytest.raises(psycopg.Error) as caught:
            yield
        assert caught.value.sqlstate in states, caught.value
        assert self.recorded() == before

    @contextmanager
    def records_or_refuses(self, count: int) -> Iterator[None]:
        """Either is well: all of it stands and is whole, or the guard said no and nothing stands."""
        before, refused = self.recorded(), None
        try:
            yield
        except psycopg.Error as error:
            refused = error.sqlstate
        if refused is None:
            self.records(count)
        else:
            assert refused == GUARD
            assert self.recorded() == before

    def records(self, count: int) -> None:
        """So many entries more than the two it began with, all of them whole."""
        assert self.store.head().position == 2 + count
        assert len(self.recorded()) == 1 + 2 + count
        assert self.store.first_broken_seal() is None

    def still_works(self) -> None:
        """The session that attacked can append what is right, and that is whole."""
        self.append_by_function()
        assert self.store.first_broken_seal() is None

    def append_by_function(
        self, states: Sequence[bytes] = (b"{}",), read: dict[str, object] | None = None, key: bytes | None = None
    ) -> None:
        """One append of a command, in this session."""
        count, streams = len(states), [uuid4() for _ in states]
        why = {"read": {str(stream): 0 for stream in streams} if read is None else read}
        self.connection.execute(
            "SELECT ledger.append(%b, %b, %b, %b, %b, %b, %b)",
            [
                key or uuid4().bytes,
                json.dumps(why).encode(),
                streams,
                [1] * count,
                ["Ended"] * count,
                [MUNICIPALITY] * count,
                [*states],
            ],
        )
