"""The kept subtrees give the root that the log gives, in whatever batches they were made (docs/checkpoint.md)."""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from uuid import UUID, uuid4

import pytest

from ledger.facts import PaymentReleased
from ledger.log.entry import Cause
from ledger.log.interface import Append, Draft
from ledger.log.store import PostgresStore, connect
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.tree import Tree
from projections.tree import Subtrees, checkpoint_at
from tests.databases import Database

ENTRIES = 1100


@pytest.mark.parametrize("seed", [1, 2])
def test_the_root_of_any_size_is_that_of_the_log(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    with closing(PostgresStore(database.dsn)) as store:
        store.append_bulk(_appends())
        _project(database, store, chance)
        head, whole = store.head(), Tree(store.seals(ENTRIES))
        assert head.position == ENTRIES
        for size in (0, 1, 255, 256, 257, 511, 512, 768, 1023, 1024, 1025, ENTRIES, *chance.sample(range(ENTRIES), 5)):
            assert checkpoint_at(database.dsn, size) == Checkpoint(head.ledger_id, size, whole.root(size))
        assert checkpoint_at(database.dsn, ENTRIES + 1) is None


def test_where_the_projection_is_behind_nothing_is_said(database: Database) -> None:
    with closing(PostgresStore(database.dsn)) as store:
        store.append_bulk(_appends())
    assert checkpoint_at(database.dsn, 256) is None
    assert checkpoint_at(database.dsn, 255) is not None


def _project(database: Database, store: PostgresStore, chance: random.Random) -> None:
    """In batches of all sizes, now and then by another process."""
    position, subtrees = 0, Subtrees(0)
    with closing(connect(database.dsn)) as connection:
        connection.execute("SET search_path = projection, pg_temp")
        while entries := list(islice(store.read_all(after=position), chance.choice((1, 3, 100, 255, 256, 600)))):
            if chance.random() < 0.3:
                subtrees = Subtrees(position)
            for entry in entries:
                subtrees.take(entry)
            subtrees.write(connection, store)
            position = entries[-1].position


def _appends() -> Iterator[Append]:
    fact = PaymentReleased(effective=date(2026, 11, 2))
    for number in range(ENTRIES // 10):
        stream = uuid4()
        drafts = [Draft(stream, version, "GM0363", fact) for version in range(1, 11)]
        yield Append(number.to_bytes(16, "big"), _cause(stream), drafts)


def _cause(stream: UUID) -> Cause:
    return Cause(
        intent="ReleasePayment", fields={}, digest="00", actor="j.jansen", on_behalf_of=None, today=date(2026, 11, 2),
        read={str(stream): 0}, decider=1,
    )  # fmt: skip
