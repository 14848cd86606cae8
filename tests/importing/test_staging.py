"""A staged ledger answers as if all were recorded, records all of it or nothing, and takes back what is asked."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from ledger.application import Ledger
from ledger.facts import Ended, Fact, PaymentReleased
from ledger.identifiers import stream_id
from ledger.intents import EstablishTargetGroup, RegisterPerson
from ledger.log.entry import Cause, Entry
from ledger.log.interface import Draft, Store, VersionConflict
from ledger.log.memory import MemoryStore
from ledger.log.staged_store import PROVISIONAL
from ledger.log.staging import Staging
from ledger.refusal import Conflict, Refused
from ledger.vault.identity import PersonData
from ledger.vault.rows import MemoryRows
from ledger.vault.sealing import MemoryVault
from tests.importing.given import BY, bsn, ledger

NOW = datetime(2026, 9, 4, 10, tzinfo=UTC)
DAY = date(2026, 9, 1)
JANSEN = PersonData(bsn=bsn(1), initials="J.", surname="Jansen", birth_date=date(2001, 2, 3))
REGISTER = RegisterPerson(municipality="GM0363")


def cause(read: dict[UUID, int]) -> Cause:
    return Cause(
        intent="Test", fields={}, digest="00", actor="a.case", on_behalf_of=None, today=DAY,
        read={str(stream): version for stream, version in read.items()}, decider=1,
    )  # fmt: skip


def fact(n: int) -> Fact:
    return PaymentReleased(effective=DAY) if n % 2 else Ended(reason="withdrawn", last_day=DAY)


def without_envelope(entries: list[Entry]) -> list[tuple[object, ...]]:
    """What does not change when it is recorded."""
    return [
        (one.position, one.stream, one.version, one.fact, one.municipality, one.intent_key, one.cause)
        for one in entries
    ]


def filled(store: Store, chance: random.Random, streams: list[UUID], appends: int) -> None:
    """Random appends over a few streams, through the same door whatever the store is."""
    for _ in range(appends):
        chosen = chance.sample(streams, chance.randint(1, 3))
        read = {stream: len(store.read(stream)) for stream in chosen}
        drafts = [
            Draft(stream, read[stream] + n, chance.choice(("GM0363", "GM0518")), fact(chance.randrange(2)))
            for stream in chosen
            for n in range(1, chance.randint(2, 3))
        ]
        store.append(drafts, chance.randbytes(32), cause(read))


def staged(store: MemoryStore, *, provisional: bool = False) -> Staging:
    return Staging(store, MemoryVault(), NOW, provisional=provisional)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_staged_reads_as_if_it_were_recorded(seed: int) -> None:
    """One log gets everything at once; the other has half of it recorded, half staged. They answer alike, and the same
    when it is recorded."""
    plain, real, streams = MemoryStore(), MemoryStore(), [uuid4() for _ in range(6)]
    for log in (plain, real):
        filled(log, random.Random(seed), streams, 20)
    begun = real.head().position
    staging = staged(real)
    if seed % 2:
        staging.look_ahead(streams=streams[::2])
    filled(plain, random.Random(seed + 100), streams, 20)
    filled(staging.store, random.Random(seed + 100), streams, 20)
    agree(plain, staging.store, streams)
    assert staging.commit() == plain.head().position - begun
    agree(plain, real, streams)


def agree(plain: Store, other: Store, streams: list[UUID]) -> None:
    """Two logs answer everything alike, but for times and seals."""

    def asked(log: Store) -> Iterator[list[Entry]]:
        for stream in [*streams, UUID(int=9)]:
            yield from (log.read(stream, after) for after in (0, 1, 7))
        yield from log.read_many(streams).values()
        yield from (list(log.read_municipality(place, ("Ended",))) for place in (None, "GM0363"))
        yield from (list(log.read_all(*span)) for span in ((0, None), (10, 30), (25, None), (0, 5)))
        yield from (log.find_intent(key) or [] for key in keys)

    keys = [entry.intent_key for entry in plain.read_all() if entry.intent_key]
    assert list(map(without_envelope, asked(other))) == list(map(without_envelope, asked(plain)))
    assert other.known_intents([*keys, b"x" * 32]) == set(keys)
    assert other.head().position == plain.head().position
    assert [other.cause_of(n) for n in (1, 15, 41)] == [plain.cause_of(n) for n in (1, 15, 41)]


def test_what_was_taken_back_never_was() -> None:
    store, streams = MemoryStore(), [uuid4() for _ in range(4)]
    filled(store, random.Random(1), streams, 5)
    staging = staged(store)
    filled(staging.store, random.Random(2), streams, 5)
    before = without_envelope(list(staging.store.read_all()))

    def refused() -> None:
        with staging.all_or_nothing():
            filled(staging.store, random.Random(3), [*streams, uuid4()], 5)
            staging.vault.seal("P-1", streams[0], "PersonRegistered", JANSEN)
            raise Refused("No.", rule="R14")

    with pytest.raises(Refused):
        refused()
    assert without_envelope(list(staging.store.read_all())) == before
    filled(staging.store, random.Random(4), streams, 5)
    staging.commit()
    assert staging.vault.mark() == 0


def test_a_version_that_does_not_follow_is_a_conflict() -> None:
    staging, stream = staged(MemoryStore()), uuid4()
    staging.store.append([Draft(stream, 1, "", fact(0))], b"a" * 32, cause({}))
    for version in (1, 3):
        with pytest.raises(VersionConflict):
            staging.store.append([Draft(stream, version, "", fact(0))], b"b" * 32, cause({}))


def test_a_stream_that_moved_meanwhile_is_a_conflict_when_it_is_recorded() -> None:
    store, stream = MemoryStore(), uuid4()
    staging = staged(store)
    staging.store.append([Draft(stream, 1, "", fact(0))], b"a" * 32, cause({stream: 0}))
    store.append([Draft(stream, 1, "", fact(0))], b"b" * 32, cause({stream: 0}))
    with pytest.raises(VersionConflict):
        staging.commit()


def test_what_was_only_tried_cannot_be_recorded() -> None:
    staging = staged(MemoryStore(), provisional=True)
    assert staging.store.next_numbers("case", 2) == [PROVISIONAL, PROVISIONAL + 1]
    staging.store.append([Draft(uuid4(), 1, "", fact(0))], b"a" * 32, cause({}))
    with pytest.raises(AssertionError, match="only tried"):
        staging.commit()


def test_numbers_are_those_of_the_log_and_none_is_lost() -> None:
    store = MemoryStore()
    staging = staged(store)
    staging.store.draw("person", 3)
    assert [staging.store.next_numbers("person", 1)[0] for _ in range(4)] == [1, 2, 3, 4]
    assert store.next_numbers("person", 1) == [5]


# --- keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_stored_when_it_is_recorded_and_not_before() -> None:
    rows = MemoryRows()
    real = ledger(MemoryStore(lookups=rows), MemoryVault(rows=rows))
    staging = Staging(real.store, real.vault, NOW)
    over = Ledger(staging.store, staging.vault, real.login, real.now)
    person = over.handle(REGISTER, BY, JANSEN).name
    assert list(rows.keys_of([person])) == []
    staging.commit()
    entry = real.store.read(stream_id("person", person))[0]
    assert real.vault.open(entry.fact.sealed, entry.stream, entry.topic, PersonData) == JANSEN  # type: ignore[attr-defined]


def test_who_has_a_key_keeps_it() -> None:
    real = ledger()
    person = real.handle(REGISTER, BY, JANSEN).name
    staging = Staging(real.store, real.vault, NOW)
    token = staging.vault.seal(person, UUID(int=1), "PersonRegistered", JANSEN)
    staging.commit()
    assert real.vault.open(token, UUID(int=1), "PersonRegistered", PersonData) == JANSEN


def test_a_key_that_somebody_else_made_first_is_a_conflict() -> None:
    """Nothing may be locked with a key that is not the stored one."""
    real = ledger()
    staging = Staging(real.store, real.vault, NOW)
    (number,) = staging.store.next_numbers("person", 1)
    assert number == 1
    staging.vault.seal("P-000001-G", UUID(int=1), "PersonRegistered", JANSEN)
    real.vault.seal("P-000001-G", UUID(int=1), "PersonRegistered", JANSEN)
    with pytest.raises(Conflict, match="made a key"):
        staging.commit()


def test_a_staged_ledger_decides_on_what_is_staged() -> None:
    real = ledger()
    staging = Staging(real.store, real.vault, NOW)
    over = Ledger(staging.store, staging.vault, real.login, real.now)
    person = over.handle(REGISTER, BY, JANSEN).name
    established = EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=DAY)
    assert over.handle(established, BY).entries
    assert over.handle(established, BY).repeated
    assert real.store.read(stream_id("person", person)) == []
