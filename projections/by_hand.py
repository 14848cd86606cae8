"""What holds something of somebody and is not in the ledger: files that people destroy themselves once somebody is erased, each by
its digest, with the places that are known. No names: the ledger knows none here."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.facts import Fact
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.reading import Reading
from projections.documents.places import Folder, place


class ByHand(NamedTuple):
    """A file: what it is, of which case or municipality, its day, its SHA-256, and where it is known to be."""

    kind: str
    of: str
    day: date
    digest: str
    places: tuple[str, ...] = ()


DELIVERIES = ("WageValuesExported", "StatisticsExported")
"""Files with the BSN of many, made for a municipality."""


def of_person(reading: Reading, cases: Sequence[str], today: date) -> list[ByHand]:
    """The files that hold something of a person, by their cases."""
    return [*_of_cases(reading, cases, today), *_deliveries(reading.store, cases)]


def of_employer(reading: Reading, employer: str, today: date) -> list[ByHand]:
    """The files that hold something of an employer."""
    cases = _paid_to(reading.store, employer)
    return [*_of_cases(reading, cases, today), *_payment_files(reading.store, cases, employer)]


def of_expert(reading: Reading, expert: str, today: date) -> list[ByHand]:
    """The reports that an expert signed."""
    found = _of_cases(reading, _measured_by(reading.store, expert), today)
    return [one for one in found if one.kind == "wage value report"]


def _of_cases(reading: Reading, cases: Sequence[str], today: date) -> Iterator[ByHand]:
    """Documents that came in and letters that were sent."""
    streams = reading.store.read_many(stream_id("subsidy", case) for case in cases)
    for case in cases:
        for entry in streams[stream_id("subsidy", case)]:
            match entry.fact:
                case facts.DocumentsReceived(received_on=day, digests=digests):
                    yield from (
                        ByHand(document.replace("_", " "), case, day, digest, _places(reading, entry, digest, today))
                        for document, digest in digests.items()
                    )
                case facts.LetterSent(kind=kind, recipient=recipient, sent_on=day, digest=digest):
                    yield ByHand(f"letter to {recipient} ({kind.replace('_', ' ')})", case, day, digest)


def _places(reading: Reading, entry: Entry, digest: str, today: date) -> tuple[str, ...]:
    value = reading.policy(entry.municipality).on("document_store", today)
    kept = place(value)
    if isinstance(kept, Folder):
        return tuple(str(path) for path in kept.paths(digest) if path.is_file())
    return (f"{value}/{digest[:2]}/{digest}",) if kept else ()


def _deliveries(store: Store, cases: Sequence[str]) -> Iterator[ByHand]:
    """What was told to the chain and to CBS since the first of these cases began, with every BSN."""
    streams = store.read_many(stream_id("subsidy", case) for case in cases)
    begun: dict[str, int] = {}
    for entry in (entries[0] for entries in streams.values() if entries):
        begun[entry.municipality] = min(entry.position, begun.get(entry.municipality, entry.position))
    for municipality, position in begun.items():
        for entry in store.read_municipality(municipality, DELIVERIES, after=position):
            what = "wage values" if entry.topic == "WageValuesExported" else "statistics (SRG)"
            yield ByHand(what, municipality, entry.recorded_at.date(), str(getattr(entry.fact, "digest", "")))


def _payment_files(store: Store, cases: Sequence[str], employer: str) -> Iterator[ByHand]:
    """Payment files, with name and account of the employer, of the runs that paid it."""
    streams = store.read_many(stream_id("subsidy", case) for case in cases)
    runs = {
        entry.fact.run
        for entries in streams.values()
        for entry in entries
        if isinstance(entry.fact, facts.Paid) and entry.fact.employer == employer
    }
    for municipality in sorted({run[:6] for run in runs}):
        for entry in store.read_municipality(municipality, ("RunExported",)):
            if isinstance(entry.fact, facts.RunExported) and entry.fact.run in runs:
                yield ByHand("payment file", entry.fact.run, entry.recorded_at.date(), entry.fact.digest)


def _paid_to(store: Store, employer: str) -> list[str]:
    opened: Iterable[Fact] = (entry.fact for entry in store.read_all(topics=("SubsidyOpened",)))
    found = (one.case for one in opened if isinstance(one, facts.SubsidyOpened) and one.employer == employer)
    return list(dict.fromkeys(found))


def _measured_by(store: Store, expert: str) -> list[str]:
    measured = store.read_all(topics=("Measured",))
    streams = {one.stream for one in measured if isinstance(one.fact, facts.Measured) and one.fact.expert == expert}
    firsts = (entries[0].fact for entries in store.read_many(streams).values())
    return sorted(one.case for one in firsts if isinstance(one, facts.Applied))
