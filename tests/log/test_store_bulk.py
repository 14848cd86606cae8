"""In bulk the log behaves as it does for one command: recorded as a whole, repeats passed over, conflicts found."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from ledger.log.interface import Append, Draft, Store, VersionConflict
from ledger.log.store import PostgresStore
from ledger.refusal import Refused
from tests.databases import Database
from tests.log.given import MUNICIPALITY, an_append, append, cause, drafts, key, policy

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def test_in_bulk_the_same_is_recorded_as_by_commands(store: Store) -> None:
    told: list[int] = []
    made = [an_append(str(stream), stream, policy(), policy("é€")) for stream in (A, B, C)]
    assert store.append_bulk(iter(made), told.append) == 6
    assert [(entry.stream, entry.version) for entry in store.read_all()] == [
        (stream, version) for stream in (A, B, C) for version in (1, 2)
    ]
    assert store.read(B)[1].fact == policy("é€")
    assert [entry.cause is None for entry in store.read_all()] == [False, True] * 3
    assert [entry.position for entry in store.find_intent(key(str(B))) or []] == [3, 4]
    assert append(store, an_append("after", A, policy(), after=2)) == [7]


def test_in_bulk_what_is_known_is_passed_over(store: Store) -> None:
    append(store, an_append("b", B, policy()))
    made = [an_append("a", A, policy()), an_append("b", B, policy()), an_append("c", C, policy())]
    assert store.append_bulk(made) == 2
    assert store.append_bulk(made) == 0
    assert store.append_bulk([]) == 0
    assert [entry.stream for entry in store.read_all()] == [B, A, C]


def test_in_bulk_one_stream_grows_from_append_to_append(store: Store) -> None:
    store.append_bulk(an_append(str(number), A, policy(str(number)), after=number) for number in range(5))
    assert [entry.version for entry in store.read(A)] == [1, 2, 3, 4, 5]


def test_drafts_may_be_made_as_they_are_written(store: Store) -> None:
    several = (Draft(stream, 1, MUNICIPALITY, policy()) for stream in (A, B))
    assert store.append_bulk([Append(key("one"), cause({}), several)]) == 2


def test_in_bulk_a_stream_that_was_only_read_and_moved_on_is_a_conflict(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    for version in (0, 2):
        with pytest.raises(VersionConflict):
            store.append_bulk([Append(key("two"), cause({A: version, B: 0}), drafts(B, policy()))])
    assert store.head().position == 1
    assert store.append_bulk([Append(key("two"), cause({A: 1, B: 0}), drafts(B, policy()))]) == 1


def test_in_bulk_a_stream_that_moves_on_in_between_is_a_conflict(store: Store) -> None:
    with pytest.raises(VersionConflict):
        store.append_bulk([an_append("one", A, policy()), Append(key("two"), cause({A: 0, B: 0}), drafts(B, policy()))])
    assert store.read(B) == []


@pytest.mark.parametrize("bad", ["conflict", "key"])
def test_in_bulk_it_is_all_or_nothing_in_a_database(database: Database, bad: str) -> None:
    store = PostgresStore(database.dsn)
    append(store, an_append("one", A, policy()))
    wrong = {
        "conflict": an_append("two", A, policy()),
        "key": Append(key("one"), cause({B: 0}, digest="other"), drafts(B, policy())),
    }
    with pytest.raises(VersionConflict if bad == "conflict" else Refused):
        store.append_bulk([an_append("three", C, policy()), wrong[bad]])
    assert store.head().position == 1
    assert store.read(C) == []
    store.close()


def test_a_long_log_has_no_gaps_whichever_way_it_was_written(store: Store) -> None:
    for number in range(4):
        append(store, an_append(f"c{number}", A, policy(), after=number))
        store.append_bulk(an_append(f"b{number}-{part}", uuid4(), policy(), policy()) for part in range(20))
    positions = [entry.position for entry in store.read_all(batch=10)]
    assert positions == list(range(1, 4 * 41 + 1))
    assert all(first.recorded_at <= second.recorded_at for first, second in pairwise(store.read_all()))
