"""What there is to tell the chain of a municipality, from the log and the vault, between two positions.

Only cases that something was recorded of, or whose person was corrected, are looked at; each BSN is the one that was
registered at that position.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger import facts
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.party.registration import Registration, after
from ledger.subsidy.state import Subsidy, fold
from ledger.vault import who
from ledger.vault.identity import PersonData
from ledger.vault.sealing import Vault
from projections.wage_values.changes import Change, Held, Moment, changes
from projections.wage_values.periods import periods

_TOPICS = ("PersonRegistered", "Applied", "Amended", "Ended", "Transferred", "Corrected", "Decided")


class Row(NamedTuple):
    """A change with the business day on which it became known."""

    change: Change
    known_on: date


class Found(NamedTuple):
    """The rows in order of cases; and the cases of erased persons, of whom nothing can be told."""

    rows: tuple[Row, ...]
    erased: tuple[str, ...]


def found(store: Store, vault: Vault, municipality: str, told_through: int, through: int) -> Found:
    """What changed for the chain after one position through another."""
    return _found(store, vault, store.read_municipality(municipality, _TOPICS, through), told_through)


def found_of(store: Store, vault: Vault, streams: Iterable[UUID], told_through: int, through: int) -> Found:
    """The same of one person only, by the streams of the person and of the person's cases."""
    read = store.read_many(streams, until_position=through)
    entries = (entry for some in read.values() for entry in some if entry.topic in _TOPICS)
    return _found(store, vault, sorted(entries, key=lambda entry: entry.position), told_through)


def _found(store: Store, vault: Vault, entries: Iterable[Entry], told_through: int) -> Found:
    log = _Log(store, vault)
    for entry in entries:
        log.take_in(entry)
    rows: list[Row] = []
    erased: list[str] = []
    for case, changed in log.changes(told_through):
        rows += (Row(one, log.day(one.position)) for one in changed if one.bsn)
        if any(one.bsn is None for one in changed):
            erased.append(case)
    return Found(tuple(rows), tuple(erased))


@dataclass
class _Log:
    """Entries by case, registrations by person with their positions, and business days by position."""

    store: Store
    vault: Vault
    cases: dict[str, list[Entry]] = field(default_factory=dict)
    persons: defaultdict[str, list[tuple[int, Registration]]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[object, str] = field(default_factory=dict)
    _days: dict[int, date] = field(default_factory=dict)
    _bsns: dict[str, str | None] = field(default_factory=dict)

    def take_in(self, entry: Entry) -> None:
        """Entries come in order of recording."""
        if entry.cause is not None:
            self._days[entry.position] = entry.cause.today
        elif entry.position - 1 in self._days:
            self._days[entry.position] = self._days[entry.position - 1]
        match entry.fact:
            case facts.Applied() as fact:
                self._names[entry.stream] = fact.case
                self.cases[fact.case] = [entry]
            case facts.PersonRegistered() as fact:
                self._names[entry.stream] = fact.person
                self._register(fact.person, entry)
            case _ if (name := self._names.get(entry.stream)) in self.cases:
                self.cases[name].append(entry)
            case _ if name is not None:
                self._register(name, entry)

    def changes(self, told_through: int) -> Iterator[tuple[str, list[Change]]]:
        """By case what changed since, in order of case numbers."""
        corrected = {
            person
            for person, known in self.persons.items()
            if any(position > told_through for position, _ in known[1:])
        }
        changed: dict[str, tuple[Subsidy, list[Entry]]] = {}
        for case, entries in sorted(self.cases.items()):
            before = [entry for entry in entries if entry.position <= told_through]
            told = fold(before)
            if len(before) < len(entries) or _person(told) in corrected:
                changed[case] = told, entries[len(before) :]
        self.vault.load_keys(self._persons(changed))
        for case, (told, after_it) in changed.items():
            moments = self._moments(told, after_it, told_through)
            yield case, changes(case, self._held(told, told_through), moments)

    def _persons(self, cases: Iterable[str]) -> Iterator[str]:
        """Whose BSN will be told: their keys come in one look."""
        for case in cases:
            if person := _person(fold(self.cases[case])):
                yield person

    def day(self, position: int) -> date:
        """The business day of an entry; it stands on the first of its append."""
        return self._days.get(position) or self.store.cause_of(position).today

    def _register(self, person: str, entry: Entry) -> None:
        known = self.persons[person]
        now = after(known[-1][1] if known else None, entry.fact, entry.version)
        if now is not None and (not known or now != known[-1][1]):
            known.append((entry.position, now))

    def _moments(self, told: Subsidy, entries: Iterable[Entry], told_through: int) -> list[Moment]:
        states = {told_through: told}
        for entry in entries:
            states[entry.position] = fold((entry,), list(states.values())[-1])
        people = {_person(state) for state in states.values()} - {None}
        corrections = {position for person in people for position, _ in self.persons[str(person)][1:]}
        state, found = told, []
        for position in sorted(states.keys() | corrections):
            state = states.get(position, state)
            if position > told_through:
                found.append(Moment(position, self._held(state, position)))
        return found

    def _held(self, subsidy: Subsidy, position: int) -> frozenset[Held]:
        spans = periods(subsidy.terms)
        bsn = self._bsn(_person(subsidy), position) if spans else None
        return frozenset(Held(bsn, one) for one in spans)

    def _bsn(self, person: str | None, position: int) -> str | None:
        """The BSN under which a person was registered at that position; None of one who was erased."""
        assert person is not None, "what was granted was applied for"
        registered = [one for at, one in self.persons[person] if at <= position][-1]
        if registered.token not in self._bsns:
            data = who.opened(self.vault, stream_id("person", person), registered, PersonData)
            self._bsns[registered.token] = data.bsn if data else None
        return self._bsns[registered.token]


def _person(subsidy: Subsidy) -> str | None:
    return subsidy.application.person if subsidy.application else None
