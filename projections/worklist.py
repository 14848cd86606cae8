"""The worklist: what is to be done about every case and for every municipality, gathered in bulk from the log.

Municipality by municipality only the topics that something is to be done about are read, folded and asked; payments, which
are most of the log, only of the few cases where money is owed or came back. A past moment is the same over a prefix.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import NamedTuple
from uuid import UUID

from ledger import facts
from ledger.calculation.calendar import amsterdam_day
from ledger.collector import at_rest
from ledger.law import Law
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.log.store import PostgresStore, connect
from ledger.party.state import Person, evolve_person
from ledger.process import municipal, work
from ledger.process.item import UNLESS_ANSWERED, WorkItem
from ledger.process.municipal import Town, Waiting
from ledger.reading import Reading
from ledger.subsidy import state
from ledger.subsidy.inputs import SLOTTED
from ledger.subsidy.state import Subsidy

TOPICS = (
    *sorted(SLOTTED - {"LetterSent", "MeasurementAccounted"}), "Corrected", "Decided", "SetAside", "ObjectionDecided",
    "OpeningBooked", "FinallySettled", "RecoveryClaimed", "PaymentReturned", "PaymentRejected", "Proposed", "Approved",
    "Declined", "OpeningPrepared", "OpeningSigned",
)  # fmt: skip
"""What something is to be done about, or what shows that it was done."""


WORTH_SHARING, MOST_WORKERS = 50, 4
"""From how many municipalities on the work is shared out, and over how many processes at most."""


class Listed(NamedTuple):
    """An item of a municipality, and who last recorded something about its subject."""

    municipality: str
    handler: str
    item: WorkItem


def municipalities(dsn: str) -> list[str]:
    """Every municipality of which something is recorded that this login may see; '' is the ledger itself."""
    with closing(connect(dsn)) as connection:
        return [name for (name,) in connection.execute("SELECT p.municipality FROM ledger.places() p").fetchall()]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items: those that can be done on `today` or are due by `until`, of these kinds, and of an actor: a role, or who was the
    last to record something about the case (None: all)."""

    today: date
    until: date
    kinds: frozenset[str] | None = None
    actor: str | None = None

    def holds(self, one: Listed) -> bool:
        """Whether an item is wanted; what only waited or told is over after its last day."""
        item = one.item
        if item.over(self.today) or (self.kinds is not None and item.kind not in self.kinds):
            return False
        if self.actor is not None and self.actor not in (item.role, one.handler):
            return False
        ahead = item.due_on <= self.until and item.kind not in UNLESS_ANSWERED
        return item.opens_on <= self.today or ahead


def worklist(store: Store, places: Iterable[str], wanted: Wanted, position: int | None = None) -> Iterator[Listed]:
    """What is wanted of these municipalities as known at a position, case by case; what comes back up to `wanted.until`."""
    law = Reading(store, position).law()
    for place in places:
        with at_rest():
            everything = _place(Reading(store, position), place, wanted.until, law)
            found = [one for one in everything if wanted.holds(one)]
        yield from found


def everywhere(dsn: str, places: Sequence[str], wanted: Wanted, position: int) -> list[Listed]:
    """The same of many municipalities, shared out over the processors when there are many. The worst first."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS) if len(places) >= WORTH_SHARING else 1
    shares = [(dsn, places[n::workers], wanted, position) for n in range(workers)]
    if workers == 1:
        found = _share(shares[0])
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            found = [one for part in pool.map(_share, shares) for one in part]
    return sorted(found, key=_worst_first)


def _share(share: tuple[str, Sequence[str], Wanted, int]) -> list[Listed]:
    dsn, places, wanted, position = share
    store = PostgresStore(dsn)
    try:
        return list(worklist(store, places, wanted, position))
    finally:
        store.close()


def _worst_first(one: Listed) -> tuple[object, ...]:
    return one.item.due_on, one.municipality, one.item.subject, one.item.kind, one.item.key


def _place(reading: Reading, place: str, until: date, law: Law) -> Iterator[Listed]:
    streams, waiting = _read(reading, place)
    policy = reading.policy(place)
    subsidies = {stream: state.fold(entries) for stream, entries in streams.items()}
    subsidies |= _with_money(reading, subsidies)
    _load_parties(reading, subsidies.values())
    for stream, subsidy in subsidies.items():
        application = subsidy.application
        if application is None:
            continue
        person = None if subsidy.decisions else reading.person(application.person)
        employer = reading.employer(subsidy.employer) if subsidy.came_back else None
        handler = ""
        for item in work.items(subsidy, law, policy, until, person, employer):
            handler = handler or _handler(streams[stream])
            yield Listed(place, handler, item)
    paying = municipal.paying(subsidies.values())
    town = Town(place, reading.runs(place), reading.quarters(place), paying, waiting, law, policy)
    for item in municipal.items(town, until):
        yield Listed(place, "", item)


def _read(reading: Reading, place: str) -> tuple[dict[UUID, list[Entry]], tuple[Waiting, ...]]:
    """The entries of each case, and what waits for a second person."""
    streams: dict[UUID, list[Entry]] = {}
    waiting: dict[tuple[UUID, int], Waiting] = {}
    for entry in reading.store.read_municipality(place, TOPICS, reading.until):
        match entry.fact:
            case facts.Proposed() as fact:
                command = f"lks proposals approve {entry.position}"
                waiting[entry.stream, entry.version] = Waiting(fact.intent, _business_day(entry), command)
            case facts.OpeningPrepared() as fact:
                command = f"lks opening sign {fact.opening}"
                waiting[entry.stream, 0] = Waiting("the takeover", _business_day(entry), command)
            case facts.OpeningSigned():
                waiting.pop((entry.stream, 0), None)
            case facts.Approved() | facts.Declined() as fact:
                waiting.pop((entry.stream, fact.of), None)
            case facts.Applied():
                streams[entry.stream] = [entry]
            case _ if entry.stream in streams:
                streams[entry.stream].append(entry)
    return streams, tuple(waiting.values())


def _business_day(entry: Entry) -> date:
    return entry.cause.today if entry.cause else amsterdam_day(entry.recorded_at)


def _with_money(reading: Reading, subsidies: dict[UUID, Subsidy]) -> dict[UUID, Subsidy]:
    """The cases of which payments matter, folded whole: what is owed at the end, what was claimed, and what came back."""
    whole = [stream for stream, subsidy in subsidies.items() if _money_matters(subsidy)]
    found = reading.store.read_many(whole, until_position=reading.until) if whole else {}
    return {stream: state.fold(entries) for stream, entries in found.items()}


def _money_matters(subsidy: Subsidy) -> bool:
    final = subsidy.determined
    withdrawn = any(one.outcome == "withdraw" for one in subsidy.decisions)
    owed = withdrawn if final is None else final.balance_cents < 0
    return bool(owed or subsidy.claims or subsidy.came_back)


def _load_parties(reading: Reading, subsidies: Iterable[Subsidy]) -> None:
    """The persons of open applications, and the employers of what came back, in two round trips."""
    persons: list[str] = []
    employers: list[str] = []
    for subsidy in subsidies:
        if subsidy.application is not None and not subsidy.decisions:
            persons.append(subsidy.application.person)
        if subsidy.came_back:
            employers.append(subsidy.employer)
    reading.load("person", persons, Person(), evolve_person)
    reading.load_employers(employers)


def _handler(entries: list[Entry]) -> str:
    """Who was the last to record something about a case, on what is read of it."""
    return next((entry.cause.actor for entry in reversed(entries) if entry.cause), "")
