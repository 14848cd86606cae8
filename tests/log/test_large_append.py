"""An append of many entries, as an approved payment run is: one append all the same, whichever way it takes."""

from uuid import UUID, uuid4

import pytest

from ledger.log.entry import Entry
from ledger.log.interface import Draft, Store, VersionConflict
from ledger.refusal import Refused
from tests.log.given import MUNICIPALITY, cause, key, policy

MANY = 501
"""More than one call of `ledger.append` takes."""


def many() -> list[Draft]:
    """One entry in each of many streams."""
    return [Draft(uuid4(), 1, MUNICIPALITY, policy()) for _ in range(MANY)]


def appended(store: Store, drafts: list[Draft], read: dict[UUID, int] | None = None, digest: str = "00") -> list[Entry]:
    """These drafts as one append."""
    return store.append(drafts, key("many"), cause(read or {}, digest=digest))


def test_many_entries_are_one_append(store: Store) -> None:
    drafts = many()
    entries = appended(store, drafts)
    assert [(entry.stream, entry.version, entry.fact) for entry in entries] == [(d.stream, 1, d.fact) for d in drafts]
    assert [entry.position for entry in entries] == list(range(1, MANY + 1))
    assert [entry.cause is not None for entry in entries] == [True] + [False] * (MANY - 1)
    assert store.find_intent(key("many")) == entries
    assert len({entry.recorded_at for entry in entries}) == 1


def test_many_entries_asked_twice_are_recorded_once(store: Store) -> None:
    drafts = many()
    assert appended(store, drafts) == appended(store, drafts)
    assert store.head().position == MANY
    with pytest.raises(Refused, match="used for something else"):
        appended(store, drafts, digest="ff")


def test_many_entries_after_a_stream_moved_on_are_a_conflict(store: Store) -> None:
    moved = uuid4()
    store.append([Draft(moved, 1, MUNICIPALITY, policy())], key("first"), cause({moved: 0}))
    with pytest.raises(VersionConflict):
        appended(store, many(), read={moved: 0})
    assert store.head().position == 1
