"""The entries that a trail tells, in the order of the log, each with the cause of its append and the words for its stream.

Nothing is kept but the batch at hand, so a trail may be as long as the log. Works over any log.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from ledger import facts
from ledger.facts import FACTS, Fact
from ledger.identifiers import stream_id
from ledger.log.entry import Cause, Entry
from ledger.log.interface import Store
from projections.trail.sentence import Told
from projections.trail.subjects import Subjects

RUN_TOPICS = (*(topic for topic, fact in FACTS.items() if "run" in fact.model_fields), "Proposed")
"""What can be about a payment run; a proposal to withdraw one holds its number in its fields."""

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of these streams, municipality, actor, run and topics (None: all), past a position and up to another."""

    streams: frozenset[UUID] | None = None
    municipality: str | None = None
    actor: str | None = None
    run: str | None = None
    topics: frozenset[str] | None = None
    after: int = 0
    until: int | None = None

    def holds(self, entry: Entry, cause: Cause) -> bool:
        """Whether an entry of the streams and places is wanted."""
        return (
            (self.topics is None or entry.topic in self.topics)
            and (self.actor is None or self.actor in (cause.actor, cause.on_behalf_of))
            and (self.run is None or _about_run(entry.fact, self.run))
            and (self.municipality is None or entry.municipality == self.municipality)
        )


def trail(store: Store, wanted: Wanted) -> Iterator[Told]:
    """What is wanted, told, in the order of the log."""
    subjects = Subjects(store)
    kept = (
        (entry, cause) for entry, cause in with_causes(store, _entries(store, wanted)) if wanted.holds(entry, cause)
    )
    while batch := list(islice(kept, _BATCH)):
        subjects.learn(entry for entry, _ in batch)
        yield from (Told(entry, cause, subjects.of(entry)) for entry, cause in batch)


def told(store: Store, entries: Iterable[Entry]) -> list[Told]:
    """A few entries, told."""
    subjects = Subjects(store)
    return [Told(entry, cause, subjects.of(entry)) for entry, cause in with_causes(store, entries)]


def with_causes(store: Store, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Cause]]:
    """Each entry with the cause of its append: its own, or that of the entry just before it in the same append."""
    known: tuple[int, Cause] | None = None
    for entry in entries:
        cause = entry.cause
        if cause is None and known is not None and known[0] == entry.position - 1:
            cause = known[1]
        if cause is None:
            cause = store.cause_of(entry.position)
        known = entry.position, cause
        yield entry, cause


def streams_of_person(store: Store, person: str) -> frozenset[UUID]:
    """The stream of a person and those of the person's cases; empty where there is no such person."""
    own = stream_id("person", person)
    entries = store.read(own)
    cases = {stream_id("subsidy", one.fact.case) for one in entries if isinstance(one.fact, facts.SubsidyOpened)}
    return frozenset({own, *cases}) if entries else frozenset()


def streams_of_employer(store: Store, employer: str) -> frozenset[UUID]:
    """The stream of an employer and those of its cases, now or before; empty where there is no such employer."""
    own = stream_id("employer", employer)
    if not store.read(own):
        return frozenset()
    found = store.read_all(topics=("Applied", "Amended"))
    return frozenset({own, *(one.stream for one in found if getattr(one.fact, "employer", None) == employer)})


def _entries(store: Store, wanted: Wanted) -> Iterator[Entry]:
    if wanted.streams is not None:
        found = store.read_many(wanted.streams, until_position=wanted.until)
        one_by_one = (entry for entries in found.values() for entry in entries if entry.position > wanted.after)
        yield from sorted(one_by_one, key=lambda entry: entry.position)
        return
    topics = _topics(wanted)
    if wanted.municipality is not None:
        yield from store.read_municipality(wanted.municipality, topics, wanted.until, wanted.after)
    else:
        yield from store.read_all(wanted.after, wanted.until, topics)


def _topics(wanted: Wanted) -> Sequence[str] | None:
    if wanted.run is None:
        return None if wanted.topics is None else sorted(wanted.topics)
    return [topic for topic in RUN_TOPICS if wanted.topics is None or topic in wanted.topics]


def _about_run(fact: Fact, run: str) -> bool:
    if isinstance(fact, facts.Proposed):
        return bool(json.loads(fact.fields).get("run") == run)
    return getattr(fact, "run", None) == run
