"""Whoever can switch the guard off can change the log, but not without being found: in SQL and in Python, at its position.

The superuser disables the triggers and changes something; then both ways of checking are asked.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest

from ledger.audit import BEFORE_ALL, Finding
from ledger.audit.order import whole_in_order
from ledger.log import reader as log_reader
from ledger.log.store import PostgresStore
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.log.given import INSERT, an_append, next_row, policy

LAST = 12
"""Six appends of two entries: the odd ones hold key and cause, the even ones none."""

TABLES = ("ledger_events", "ledger_head")

CHANGED = {
    "notification_id": "notification_id + 1000",
    "originator_id": "gen_random_uuid()",
    "originator_version": "originator_version + 10",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "topic": "'Ended'",
    "municipality": "'GM0034'",
    "recorded_by": "'somebody'",
    "intent_key": "sha256(coalesce(intent_key, ''))",
    "cause": "coalesce(cause, '{}') || ' '",
    "state": "state || ' '",
    "seal": "sha256(seal)",
}

MOVED_UP = """
DELETE FROM ledger.ledger_events WHERE notification_id = 6;
UPDATE ledger.ledger_events SET notification_id = -notification_id WHERE notification_id > 6;
UPDATE ledger.ledger_events SET notification_id = -notification_id - 1 WHERE notification_id < 0;
"""

DONE = {
    "a row deleted in the middle": ("DELETE FROM ledger.ledger_events WHERE notification_id = 6", 6),
    "the first row deleted": ("DELETE FROM ledger.ledger_events WHERE notification_id = 1", 1),
    "the last row deleted": ("DELETE FROM ledger.ledger_events WHERE notification_id = 12", 12),
    "the tail deleted": ("DELETE FROM ledger.ledger_events WHERE notification_id > 9", 10),
    "everything deleted": ("DELETE FROM ledger.ledger_events", 1),
    "a key and cause taken away": (
        "UPDATE ledger.ledger_events SET intent_key = NULL, cause = NULL WHERE notification_id = 5",
        5,
    ),
    "a key and cause emptied": (
        "UPDATE ledger.ledger_events SET intent_key = '', cause = '' WHERE notification_id = 6",
        6,
    ),
    "a row deleted and the others moved up": (MOVED_UP, 6),
    "the head set back": ("UPDATE ledger.ledger_head SET position = 11", 12),
    "the head set forward": ("UPDATE ledger.ledger_head SET position = 13", 13),
    "another ledger's id": ("UPDATE ledger.ledger_head SET ledger_id = gen_random_uuid()", 1),
}


class Tampered:
    """A log of twelve entries that the superuser changes; what it was stands aside."""

    def __init__(self, store: PostgresStore, admin: psycopg.Connection[Any]) -> None:
        self.store, self.admin = store, admin
        for table in TABLES:
            admin.execute(f"CREATE TABLE public.{table} AS TABLE ledger.{table}".encode())
            admin.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER ALL".encode())

    @contextmanager
    def by(self, statements: str, *given: object) -> Iterator[None]:
        """This is done, and everything put back afterwards."""
        self.admin.execute(statements.encode(), given or None)
        try:
            yield
        finally:
            for table in TABLES:
                self.admin.execute(f"TRUNCATE ledger.{table}".encode())
                self.admin.execute(f"INSERT INTO ledger.{table} TABLE public.{table}".encode())

    def in_sql(self) -> set[int | None]:
        """The first bad position that the database names, in one part and in several."""
        with patch.object(log_reader, "_WORTH_SHARING", 0):
            in_parts = {self.store.first_broken_seal(workers) for workers in (2, 3, 5)}
        return {self.store.first_broken_seal(), *in_parts}

    def in_python(self) -> list[Finding]:
        """What the audit finds, and what stands behind the head."""
        head = self.store.head()
        rows = self.store.rows(BEFORE_ALL, head.position)
        found = list(whole_in_order(rows, head))
        beyond = self.store.beyond_head()
        return found if beyond is None else [*found, Finding(beyond, "head", "")]

    def is_found_at(self, position: int) -> None:
        """Both name this position first."""
        assert self.in_sql() == {position}
        assert self.in_python()[0].position == position

    def is_whole_in_one_pass(self) -> None:
        """Neither finds anything, the database looking at all of it at once."""
        assert self.store.first_broken_seal() is None
        assert self.in_python() == []

    def is_whole(self) -> None:
        """Neither finds anything."""
        assert self.in_sql() == {None}
        assert self.in_python() == []


@pytest.fixture(scope="module")
def log(server: EmbeddedServer) -> Iterator[Tampered]:
    """One log for all of it, restored each time."""
    with databases.fresh(server) as database, closing(PostgresStore(database.dsn)) as store:
        store.append_bulk(an_append(str(stream), UUID(int=stream), policy(), policy("é")) for stream in range(1, 7))
        with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
            yield Tampered(store, admin)


@pytest.fixture(autouse=True)
def restored(log: Tampered) -> Iterator[None]:
    """Before and after each test nothing is wrong: told by one pass each, for sharing it takes connections and time."""
    log.is_whole_in_one_pass()
    yield
    log.is_whole_in_one_pass()


def test_a_clean_log_gives_no_finding(log: Tampered) -> None:
    assert log.store.head().position == LAST
    log.is_whole()


def test_an_empty_log_gives_no_finding(database: databases.Database) -> None:
    with closing(PostgresStore(database.dsn)) as store, psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        Tampered(store, admin).is_whole()


def test_every_column_is_tampered_with(log: Tampered) -> None:
    columns = log.admin.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'ledger.ledger_events'::regclass AND attnum > 0"
    )
    assert {name for (name,) in columns} == set(CHANGED)


@pytest.mark.parametrize("position", [1, 6, 7, LAST])
@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_column_is_found(log: Tampered, column: str, position: int) -> None:
    change = f"UPDATE ledger.ledger_events SET {column} = {CHANGED[column]} WHERE notification_id = {position}"
    with log.by(change):
        log.is_found_at(position)


@pytest.mark.parametrize("name", DONE)
def test_what_is_done_to_the_log_is_found(log: Tampered, name: str) -> None:
    statements, position = DONE[name]
    with log.by(statements):
        log.is_found_at(position)


@pytest.mark.parametrize(("one", "other"), [(6, 7), (3, 11), (1, LAST)])
def test_two_rows_that_change_places_are_found(log: Tampered, one: int, other: int) -> None:
    with log.by(
        f"UPDATE ledger.ledger_events SET notification_id = -1 WHERE notification_id = {one};"
        f"UPDATE ledger.ledger_events SET notification_id = {one} WHERE notification_id = {other};"
        f"UPDATE ledger.ledger_events SET notification_id = {other} WHERE notification_id = -1"
    ):
        log.is_found_at(one)


def test_two_facts_that_change_places_are_found(log: Tampered) -> None:
    with log.by(
        "UPDATE ledger.ledger_events e SET state = o.state FROM ledger.ledger_events o"
        " WHERE (e.notification_id, o.notification_id) IN ((5, 8), (8, 5))"
    ):
        log.is_found_at(5)


def test_a_row_inserted_in_the_middle_with_a_right_seal_is_found_by_the_next(log: Tampered) -> None:
    fifth = list(log.store.rows(until=5))[-1]
    sixth = next_row(log.admin, fifth, recorded_by="lks_local", recorded_at=fifth.recorded_at)
    make_room = (
        "UPDATE ledger.ledger_events SET notification_id = -notification_id WHERE notification_id > 5;"
        "UPDATE ledger.ledger_events SET notification_id = 1 - notification_id WHERE notification_id < 0"
    )
    with log.by(make_room):
        log.admin.execute(INSERT.encode(), sixth)
        log.is_found_at(7)


def test_a_row_inserted_behind_the_head_is_found(log: Tampered) -> None:
    with log.by(INSERT, *next_row(log.admin, recorded_by="lks_local")):
        log.is_found_at(LAST + 1)


def test_a_last_row_that_is_written_again_with_a_right_seal_does_not_fit_the_head(log: Tampered) -> None:
    before = list(log.store.rows(until=LAST - 1))[-1]
    forged = next_row(log.admin, before, recorded_by="lks_local", recorded_at=before.recorded_at)
    with log.by(f"DELETE FROM ledger.ledger_events WHERE notification_id = {LAST}"):
        log.admin.execute(INSERT.encode(), forged)
        assert log.in_sql() == {LAST}
        assert [finding.kind for finding in log.in_python()] == ["head"]


@pytest.mark.parametrize("position", [0, -5])
def test_a_row_put_before_the_first_is_found_by_the_audit(log: Tampered, position: int) -> None:
    forged = next_row(log.admin, stream=UUID(int=1), version=3, position=position, recorded_by="lks_local")
    with log.by(INSERT, *forged):
        assert log.in_python()
