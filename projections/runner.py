"""Brings the projections up to date with the log, or makes them anew. Rows and position commit together.

When an entry cannot be projected, everything stops just before it and says so: what was recorded is safe, and whoever
reads money waits until it is mended. Stopping is right, skipping is wrong.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, NoReturn

import psycopg
from psycopg import sql

from ledger import collector
from ledger.calculation.calendar import Month
from ledger.log.entry import Entry
from ledger.log.session import ConnectionLost, Unreachable, plainly
from ledger.log.store import PostgresStore, connect
from ledger.refusal import LedgerError, Stopped
from projections import waiting
from projections.projector import Projector

Progress = Callable[[int], None]
"""Is told up to which position was projected."""

READ: Final = "projection"
MADE: Final = "projection_next"
BATCH: Final = 5000
KEPT: Final = 20_000
"""Cases that are kept in memory from batch to batch; more would be read again when they are needed."""
AGAIN: Final = "What was recorded is safe; the next command goes on where it stopped."
REMEDY: Final = "Nothing is lost. Install the newest release, then make the projections anew with lks db rebuild."


def catch_up(dsn: str, *, batch: int = BATCH, progress: Progress | None = None) -> int:
    """Project every entry that is not projected yet; gives the position reached. Raises Stopped.

    Only the app projects. Any other login waits for it, as long as it moves, and may be told a position before the last entry.
    """
    with runner(dsn, READ) as reading:
        return waiting.wait(reading.connection) if reading.store.partial else reading.run(batch, progress)


def check_caught_up(dsn: str) -> None:
    """Called by whoever reads money: projects what is behind, or waits for it. Raises Stopped if that fails."""
    with runner(dsn, READ) as reading:
        if reading.store.partial:
            waiting.check(reading.connection)
        else:
            reading.run(BATCH, None)


def follow(dsn: str, progress: Progress, *, pause_seconds: float = 0.25) -> NoReturn:
    """Project whatever is recorded, as it is recorded, for ever; `progress` is told every position that was reached. Raises
    Stopped, and Unreachable when the database goes away."""
    with runner(dsn, READ) as reading:
        while True:
            reached = reading.run(BATCH, None)
            progress(reached)
            while reading.store.head().position <= reached:
                time.sleep(pause_seconds)


def rebuild(dsn: str, *, batch: int = BATCH, progress: Progress | None = None) -> int:
    """Project the whole log into new tables, and put these in the place of the old in one transaction: readers see the
    old ones until then. Gives the position reached. Raises Stopped, and then the old ones stay."""
    with runner(dsn, MADE) as making, only_one(making.connection):
        making.connection.execute("SELECT projection.begin_rebuild()")
        making.run(batch, progress)
        with making.connection.transaction():
            lock(making.connection, READ)
            position = making.run(batch, progress)
            making.connection.execute("SELECT projection.finish_rebuild()")
        return position


@contextmanager
def runner(dsn: str, schema: str) -> Iterator["Runner"]:
    """What projects into the tables of a schema, over a connection of its own."""
    with closing(connect(dsn)) as connection, closing(PostgresStore(dsn)) as store:
        try:
            with plainly(connection):
                connection.execute(sql.SQL("SET search_path = {}, pg_temp").format(sql.Identifier(schema)))
                yield Runner(connection, store, schema)
        except ConnectionLost:
            raise Unreachable("The database went away while it was projecting.", remedy=AGAIN) from None


@dataclass
class Runner:
    """Projects into the tables of one schema; another process may do the same, batch by batch in turn."""

    connection: psycopg.Connection[Any]
    store: PostgresStore
    schema: str
    projector: Projector | None = None

    def run(self, batch: int, progress: Progress | None, until: int | None = None) -> int:
        """Project to the end of the log, or to a position; gives the position reached. Raises Stopped."""
        while True:
            try:
                reached = self._batch(batch, until)
            except (LedgerError, psycopg.OperationalError, psycopg.errors.UndefinedTable):
                raise
            except Exception as error:
                # The batch was rolled back whole; smaller ones lead to the entry that cannot be projected.
                self.projector = None
                if batch == 1:
                    raise self._stopped(error) from error
                batch = max(1, batch // 8)
                continue
            if reached is None:
                return self._position()[0]
            if progress:
                progress(reached)

    def _batch(self, size: int, until: int | None) -> int | None:
        """Project one batch; None when there is nothing left."""
        with self.connection.transaction(), collector.at_rest():
            lock(self.connection, self.schema)
            position, horizon = self._position()
            entries = list(islice(self.store.read_all(after=position, until=until, batch=size), size))
            if not entries:
                return None
            self._projector_at(position, horizon).project(entries)
            self._move(entries)
        return entries[-1].position

    def _projector_at(self, position: int, horizon: Month | None) -> Projector:
        """The one that is at this position; a new one where another process went on, or where this one knows too much."""
        used = self.projector
        if used is None or used.position != position or len(used.cases.known) > KEPT:
            used = self.projector = Projector(self.store, self.connection, position, horizon)
        return used

    def _position(self) -> tuple[int, Month | None]:
        query = "SELECT position, horizon, layout = projection.layout() FROM progress"
        row = self.connection.execute(query).fetchone()
        assert row is not None, "schema.sql fills this table"
        position, horizon, current = row
        if not current:
            raise Stopped("The projections were made by an older release.", remedy="Make them anew: lks db rebuild.")
        return position, None if horizon is None else Month.of(horizon)

    def _move(self, entries: Sequence[Entry]) -> None:
        assert self.projector is not None
        assert self.projector.horizon is not None
        place: tuple[int, date] = entries[-1].position, self.projector.horizon.first
        self.connection.execute("UPDATE progress SET position = %s, horizon = %s", place)

    def _stopped(self, error: Exception) -> Stopped:
        """No detail of the error: it could hold what a row holds."""
        recorded, reached = self.store.head().position, self._position()[0]
        what = f"Recorded at {recorded}, the projection stopped at {reached} ({type(error).__name__})."
        return Stopped(what, remedy=REMEDY)


def lock(connection: psycopg.Connection[Any], schema: str) -> None:
    """Let one process at a time project into a schema, until its transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('lks ' || %s))", [schema])


@contextmanager
def only_one(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """One rebuild at a time; the lock goes with the connection."""
    connection.execute("SELECT pg_advisory_lock(hashtext('lks rebuild'))")
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(hashtext('lks rebuild'))")
