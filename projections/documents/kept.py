"""Which documents came in, by their SHA-256, with who recorded it and when; as they count, and as they were (R36)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from ledger import slots
from ledger.facts import Applied, Corrected, DocumentsReceived
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.slots import Input

TOPICS = ("Applied", "DocumentsReceived", "Corrected")


class Received(NamedTuple):
    """A document of a case as it was recorded; `digest`: none where only its coming in was recorded. `status`: counts,
    corrected, withdrawn."""

    document: str
    digest: str | None
    received_on: date
    by: str
    recorded_at: datetime
    entry: int
    status: str


class Kept(NamedTuple):
    """A document that counts and whose file should be somewhere."""

    case: str
    municipality: str
    document: str
    digest: str


def of_case(store: Store, case: str) -> list[Received]:
    """Every document that was recorded of a case, in order."""
    entries = store.read(stream_id("subsidy", case))
    recorded = {entry.version: entry for entry in entries}
    found = (_last(recorded, one) for _, one in sorted(_inputs(entries).items()))
    return [one for entry, fact, status in found for one in _received(store, entry, fact, status)]


def of_all(store: Store, municipality: str | None) -> list[Kept]:
    """The documents with a digest that count, of a municipality (None: of all), by case."""
    streams: dict[UUID, list[Entry]] = {}
    for entry in store.read_municipality(municipality, TOPICS):
        streams.setdefault(entry.stream, []).append(entry)
    return [one for entries in streams.values() for one in _kept(entries)]


def _received(store: Store, entry: Entry, fact: DocumentsReceived, status: str) -> Iterable[Received]:
    by = (entry.cause or store.cause_of(entry.position)).actor
    for document in fact.documents:
        digest = fact.digests.get(document)
        yield Received(document, digest, fact.received_on, by, entry.recorded_at, entry.position, status)


def _kept(entries: list[Entry]) -> Iterable[Kept]:
    case = next((entry.fact.case for entry in entries if isinstance(entry.fact, Applied)), None)
    if case is not None:
        for _, fact in slots.counting(_inputs(entries), DocumentsReceived):
            for document, digest in sorted(fact.digests.items()):
                yield Kept(case, entries[0].municipality, document, digest)


def _inputs(entries: Iterable[Entry]) -> dict[int, Input]:
    inputs: dict[int, Input] = {}
    for entry in entries:
        corrects = isinstance(entry.fact, Corrected) and entry.fact.kind == "DocumentsReceived"
        if corrects or isinstance(entry.fact, DocumentsReceived):
            slots.put(inputs, entry.version, entry.fact)
    return inputs


def _last(recorded: dict[int, Entry], one: Input) -> tuple[Entry, DocumentsReceived, str]:
    """What a slot holds, or held before it was withdrawn, with the entry that put it there."""
    put = next(put for put in reversed(one.puts) if put.fact is not None)
    assert isinstance(put.fact, DocumentsReceived)
    status = "withdrawn" if one.counts is None else "corrected" if put.fact != one.puts[0].fact else "counts"
    return recorded[put.version], put.fact, status
