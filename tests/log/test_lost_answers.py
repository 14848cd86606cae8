"""The wire is cut after the server has committed, before the client hears of it: the repeat gives what was recorded."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from ledger.log.interface import Append, Lookup
from ledger.log.store import PostgresStore
from ledger.refusal import Unavailable
from tests.databases import Database
from tests.log.given import an_append, cause, drafts, key, policy
from tests.log.wire import Wire, wire

STREAM = UUID(int=1)
LOOKUPS: list[Lookup] = [("name", bytes(32), "P-1")]


@pytest.fixture
def cut(database: Database) -> Iterator[Wire]:
    """A wire to the database. Its folder has a short name, for a socket's may not be long."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, wire(database.dsn, Path(folder)) as made:
        yield made


@pytest.fixture
def store(cut: Wire) -> Iterator[PostgresStore]:
    """A log over that wire, with one append in it, so that connection and statements are ready."""
    with closing(PostgresStore(cut.dsn)) as made:
        record(made, an_append("before", UUID(int=9), policy()))
        yield made


def record(store: PostgresStore, made: Append) -> list[int]:
    """The positions that an append got."""
    found = store.append(list(made.drafts), made.intent_key, made.cause, made.lookups)
    return [entry.position for entry in found]


def cut_when_committed(cut: Wire, database: Database, position: int) -> None:
    """Cut the first answer after the log has grown to this position, as others see it."""
    watcher = psycopg.connect(database.admin_dsn, autocommit=True)

    def grown() -> bool:
        row = watcher.execute("SELECT position FROM ledger.ledger_head").fetchone()
        return row is not None and row[0] >= position

    cut.cut_answer_when = grown


@pytest.mark.parametrize("lookups", [[], LOOKUPS])
def test_a_command_whose_answer_was_lost_gets_what_was_recorded(
    store: PostgresStore, cut: Wire, database: Database, lookups: list[Lookup]
) -> None:
    cut_when_committed(cut, database, 3)
    made = Append(key("one"), cause({STREAM: 0}), drafts(STREAM, policy("a"), policy("b")), lookups)
    assert record(store, made) == [2, 3]
    assert cut.cuts == 1
    assert store.head().position == 3
    assert [entry.position for entry in store.read(STREAM)] == [2, 3]
    assert store.first_broken_seal() is None


def test_a_command_that_is_asked_again_by_another_gets_what_was_recorded(
    store: PostgresStore, cut: Wire, database: Database
) -> None:
    cut_when_committed(cut, database, 2)
    made = an_append("one", STREAM, policy())
    record(store, made)
    with closing(PostgresStore(database.dsn)) as other:
        assert record(other, made) == [2]
        assert other.head().position == 2


def test_a_command_that_never_arrived_is_recorded_once(store: PostgresStore, cut: Wire) -> None:
    cut.cut_question_with = key("one")
    assert record(store, an_append("one", STREAM, policy())) == [2]
    assert cut.cuts == 1
    assert store.head().position == 2


def test_bulk_whose_answer_was_lost_knows_that_it_was_recorded(
    store: PostgresStore, cut: Wire, database: Database
) -> None:
    cut_when_committed(cut, database, 7)
    made = [an_append(str(stream), UUID(int=stream), policy(), policy()) for stream in (1, 2, 3)]
    assert store.append_bulk(made) == 6
    assert cut.cuts == 1
    assert store.append_bulk(made) == 0
    assert store.head().position == 7
    assert store.first_broken_seal() is None


def test_bulk_that_never_arrived_is_not_recorded_and_says_so(store: PostgresStore, cut: Wire) -> None:
    cut.cut_question_with = b"PGCOPY"
    made = [an_append(str(stream), UUID(int=stream), policy()) for stream in (1, 2, 3)]
    with pytest.raises(Unavailable, match="again"):
        store.append_bulk(made)
    assert cut.cuts == 1
    assert store.head().position == 1
    assert store.append_bulk(made) == 3
