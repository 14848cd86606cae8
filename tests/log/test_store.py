"""One behaviour, two logs: what goes in comes out, in order; a repeat is harmless; what moved on is a conflict."""

from uuid import UUID, uuid4

import pytest

from ledger.facts import Declined, LedgerOpened
from ledger.log.entry import genesis
from ledger.log.interface import Store, VersionConflict
from ledger.refusal import Refused
from tests.log.given import MUNICIPALITY, OTHER_MUNICIPALITY, an_append, append, cause, drafts, key, policy

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


# --- what goes in comes out -------------------------------------------------------------------------------------------


def test_an_empty_log_ends_at_the_genesis_seal(store: Store) -> None:
    head = store.head()
    assert (head.position, head.seal) == (0, genesis(head.ledger_id))
    assert store.read(A) == []
    assert list(store.read_all()) == []
    assert store.find_intent(key("none")) is None
    assert store.known_intents([]) == set()


def test_what_is_returned_is_what_is_read(store: Store) -> None:
    why = cause({A: 0}, actor="zoë")
    returned = store.append(
        drafts(A, policy("yes"), LedgerOpened(ledger="Súdwest-Fryslân €", demonstration=True)), key("one"), why
    )
    assert store.read(A) == returned
    first, second = returned
    assert [(entry.position, entry.version) for entry in returned] == [(1, 1), (2, 2)]
    assert (first.stream, first.topic, first.fact) == (A, "PolicyAdopted", policy("yes"))
    assert second.fact == LedgerOpened(ledger="Súdwest-Fryslân €", demonstration=True)
    assert (first.municipality, first.recorded_by) == (MUNICIPALITY, store.login)
    assert (first.intent_key, first.cause) == (key("one"), why)
    assert (second.intent_key, second.cause) == (None, None)
    assert first.recorded_at == second.recorded_at


def test_the_head_is_the_last_entry(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    append(store, an_append("two", B, policy(), policy()))
    last = list(store.read_all())[-1]
    assert store.head()[:3] == (3, last.seal, last.recorded_at)


def test_recorded_times_never_go_back(store: Store) -> None:
    for number in range(5):
        append(store, an_append(str(number), uuid4(), policy()))
    times = [entry.recorded_at for entry in store.read_all()]
    assert times == sorted(times)


def test_a_stream_is_read_from_a_version_and_up_to_a_position(store: Store) -> None:
    append(store, an_append("one", A, policy("1"), policy("2")))
    append(store, an_append("two", B, policy()))
    append(store, an_append("three", A, policy("3"), after=2))
    assert [entry.version for entry in store.read(A)] == [1, 2, 3]
    assert [entry.version for entry in store.read(A, after=1)] == [2, 3]
    assert [entry.version for entry in store.read(A, until_position=3)] == [1, 2]
    assert [entry.version for entry in store.read(A, after=1, until_position=2)] == [2]


def test_many_streams_are_read_at_once_and_an_empty_one_is_there(store: Store) -> None:
    append(store, an_append("one", A, policy(), policy()))
    append(store, an_append("two", B, policy()))
    append(store, an_append("three", A, policy(), after=2))
    found = store.read_many([A, B, C])
    assert found == {A: store.read(A), B: store.read(B), C: []}
    assert [len(entries) for entries in store.read_many([A, B, C], until_position=2).values()] == [2, 0, 0]


def test_more_streams_than_one_question_holds_are_read_at_once(store: Store) -> None:
    streams = [UUID(int=number) for number in range(1, 602)]
    store.append_bulk(an_append(str(stream), stream, policy()) for stream in streams[:600])
    found = store.read_many(streams)
    assert [len(found[stream]) for stream in streams] == [1] * 600 + [0]


def test_a_municipality_is_read_by_topic_and_up_to_a_position(store: Store) -> None:
    append(store, an_append("one", A, policy(), Declined(of=1)))
    append(store, an_append("two", B, policy(), municipality=OTHER_MUNICIPALITY))
    append(store, an_append("three", C, policy(), municipality=""))
    append(store, an_append("four", A, policy(), after=2))

    def positions(municipality: str | None, *topics: str, until: int | None = None) -> list[int]:
        found = store.read_municipality(municipality, topics or None, until)
        return [entry.position for entry in found]

    assert positions(MUNICIPALITY) == [1, 2, 5]
    assert positions(MUNICIPALITY, "PolicyAdopted") == [1, 5]
    assert positions(MUNICIPALITY, "PolicyAdopted", "Declined", until=4) == [1, 2]
    assert positions("") == [4]
    assert positions(None, "PolicyAdopted", until=4) == [1, 3, 4]
    assert positions(MUNICIPALITY, "LedgerOpened") == []
    assert list(store.read_municipality(MUNICIPALITY, [])) == []


def test_the_log_is_read_in_batches_without_a_gap(store: Store) -> None:
    for number in range(7):
        append(store, an_append(str(number), uuid4(), policy()))

    for batch in (1, 3, 7, 8, 5000):
        assert [entry.position for entry in store.read_all(batch=batch)] == [1, 2, 3, 4, 5, 6, 7]
        assert [entry.position for entry in store.read_all(2, 5, batch=batch)] == [3, 4, 5]
        assert list(store.read_all(7, batch=batch)) == []


# --- several streams, causes, keys ------------------------------------------------------------------------------------


def test_several_streams_are_appended_as_one(store: Store) -> None:
    why = cause({A: 0, B: 0})
    store.append([*drafts(A, policy("a1"), policy("a2")), *drafts(B, policy("b1"))], key("one"), why)
    assert [(entry.stream, entry.version) for entry in store.read_all()] == [(A, 1), (A, 2), (B, 1)]
    assert store.read(B)[0].intent_key is None


def test_everything_under_a_key_is_found_and_nothing_else(store: Store) -> None:
    append(store, an_append("one", A, policy(), policy()))
    append(store, an_append("two", B, policy(), policy(), policy()))
    append(store, an_append("three", C, policy()))
    for name, positions in (("one", [1, 2]), ("two", [3, 4, 5]), ("three", [6])):
        assert [entry.position for entry in store.find_intent(key(name)) or []] == positions
    assert store.known_intents([key("one"), key("three"), key("four")]) == {key("one"), key("three")}


def test_the_cause_of_an_entry_is_that_of_its_append(store: Store) -> None:
    append(store, an_append("one", A, policy(), policy()))
    append(store, an_append("two", B, policy()))
    assert [store.cause_of(position).digest for position in (1, 2, 3)] == ["one", "one", "two"]


def test_numbers_are_never_given_twice(store: Store) -> None:
    numbers = [*store.next_numbers("case", 3), *store.next_numbers("case", 2)]
    assert len(set(numbers)) == 5
    assert numbers == sorted(numbers)
    assert store.next_numbers("person", 1) == [1]
    assert store.next_numbers("employer", 0) == []


# --- repeats and conflicts --------------------------------------------------------------------------------------------


def test_the_same_key_and_content_gives_what_is_stored(store: Store) -> None:
    first = store.append(drafts(A, policy(), policy()), key("one"), cause({A: 0}))
    again = store.append(drafts(A, policy(), after=2), key("one"), cause({A: 2}))
    assert again == first
    assert store.head().position == 2


def test_the_same_key_with_other_content_is_refused(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    with pytest.raises(Refused, match="entry 1"):
        store.append(drafts(B, policy()), key("one"), cause({B: 0}, digest="other"))
    assert store.head().position == 1
    assert store.read(B) == []


def test_a_stream_that_was_only_read_and_moved_on_is_a_conflict(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    for version in (0, 2):
        with pytest.raises(VersionConflict):
            store.append(drafts(B, policy()), key("two"), cause({A: version, B: 0}))
    assert store.head().position == 1
    store.append(drafts(B, policy()), key("two"), cause({A: 1, B: 0}))
    assert store.head().position == 2


def test_a_stream_that_was_read_as_empty_and_began_is_a_conflict(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    with pytest.raises(VersionConflict):
        append(store, an_append("two", A, policy()))
    assert store.find_intent(key("two")) is None


def test_a_version_that_is_taken_is_a_conflict_whatever_the_cause_says(store: Store) -> None:
    append(store, an_append("one", A, policy(), policy()))
    with pytest.raises(VersionConflict):
        store.append(drafts(A, policy(), after=1), key("two"), cause({}))
    assert store.head().position == 2


def test_a_conflict_in_one_stream_leaves_the_others_as_they_were(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    with pytest.raises(VersionConflict):
        store.append([*drafts(B, policy()), *drafts(A, policy())], key("two"), cause({B: 0, A: 0}))
    assert store.read(B) == []
    assert store.head().position == 1


def test_a_refused_intent_leaves_its_key_free(store: Store) -> None:
    append(store, an_append("one", A, policy()))
    with pytest.raises(VersionConflict):
        append(store, an_append("two", A, policy()))
    assert append(store, an_append("two", A, policy(), after=1)) == [2]
