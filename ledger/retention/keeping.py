"""Reads what the retention of persons, employers and experts rests on: every case of each, and who was merged into whom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledger import facts
from ledger.facts import RetentionResult
from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Entry
from ledger.party.state import Person, evolve_person
from ledger.reading import Reading
from ledger.retention.cases import Standing, Town, no_term, standing, waiting, years, years_after
from ledger.retention.result import ARTICLE, Clock, Obstacle, Retention
from ledger.subsidy.state import Subsidy, evolve

_PROCESS = ("Proposed", "Approved", "Declined")
"""What two persons do with a question is nothing that happened to whom it is about."""


@dataclass
class Keeping:
    """The retention of whoever is asked for, on a day."""

    reading: Reading
    today: date
    _streams: dict[UUID, list[Entry]] = field(default_factory=dict)
    _towns: dict[str, Town] = field(default_factory=dict)
    _merged: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _paid_to: dict[str, dict[str, None]] | None = None

    def load(self, persons: Iterable[str]) -> None:
        """Read many persons and their cases at once."""
        numbers = list(persons)
        self.reading.load("person", numbers, Person(), evolve_person)
        cases = [case for number in numbers for case in self.reading.person(number).cases]
        self.reading.load("subsidy", cases, Subsidy(), evolve)
        self._read([*(("person", number) for number in numbers), *(("subsidy", case) for case in cases)])

    def person(self, number: str) -> Retention:
        """Of a person, with all who were merged into it."""
        person = self.reading.person(number)
        numbers = list(self._one_with(number, person.municipality))
        cases = tuple(dict.fromkeys(case for one in numbers for case in self.reading.person(one).cases))
        streams = [self._stream("person", one) for one in numbers]
        in_the_way = [one for stream in streams for one in waiting(number, stream)]
        kept = self._kept(number, cases, in_the_way, [entry for stream in streams for entry in stream])
        return Retention(number, *kept, persons=tuple(numbers), cases=cases)

    def employer(self, number: str) -> Retention:
        """Of an employer: of every case that was ever paid to it, or would have been."""
        cases = tuple(self._cases_by_employer().get(number, ()))
        stream = self._stream("employer", number)
        in_the_way = list(waiting(number, stream))
        if self.reading.employer(number).hold is not None:
            remedy = f"Release it: lks pay release --employer {number}."
            in_the_way.append(Obstacle(f"payments to {number} are held", "R25", "art. 4:87 Awb", remedy))
        return Retention(number, *self._kept(number, cases, in_the_way, stream), cases=cases)

    def expert(self, code: str) -> Retention:
        """Of an expert: of every case that they measured, or were asked to."""
        topics = ("Measured", "MeasurementOrdered")
        entries = self.reading.store.read_all(until=self.reading.until, topics=topics)
        streams = {entry.stream for entry in entries if getattr(entry.fact, "expert", None) == code}
        firsts = (entries[0].fact for entries in self._read_streams(streams).values())
        cases = tuple(sorted(one.case for one in firsts if isinstance(one, facts.Applied)))
        stream = self._stream("expert", code)
        in_the_way = list(waiting(code, stream))
        for one in self.reading.expert(code).certificates.values():
            if one.valid_until >= self.today:
                what = f"certificate {one.certificate} of {code} is valid until {one.valid_until}"
                in_the_way.append(Obstacle(what, "R19", ARTICLE, "Wait until it has ended."))
        return Retention(code, *self._kept(code, cases, in_the_way, stream), cases=cases)

    def _cases_by_employer(self) -> dict[str, dict[str, None]]:
        """The cases that every employer ever had, in order; read once."""
        if self._paid_to is None:
            self._paid_to = {}
            for entry in self.reading.store.read_all(until=self.reading.until, topics=("SubsidyOpened",)):
                assert isinstance(entry.fact, facts.SubsidyOpened)
                self._paid_to.setdefault(entry.fact.employer, {})[entry.fact.case] = None
        return self._paid_to

    def _kept(
        self, number: str, cases: Sequence[str], in_the_way: list[Obstacle], stream: list[Entry]
    ) -> tuple[RetentionResult, tuple[Clock, ...], tuple[Obstacle, ...]]:
        """The result, the clocks and the obstacles of all these cases; of who has none, of what was recorded of them last."""
        standings = [self._standing(case) for case in cases]
        towns = dict.fromkeys(self.reading.subsidy(case).municipality for case in cases) or {
            stream[0].municipality: None
        }
        in_the_way += [no_term(name) for name in towns if self._town(name).terms is None]
        in_the_way += [one for standing in standings for one in standing.obstacles]
        if not cases:
            return "unused", tuple(self._unused(number, stream)), tuple(in_the_way)
        result: RetentionResult = "granted" if any(one.result == "granted" for one in standings) else "rejected"
        known = all(one.clocks for one in standings)
        clocks = tuple(clock for one in standings for clock in one.clocks) if known else ()
        return result, clocks, tuple(in_the_way)

    def _unused(self, number: str, stream: list[Entry]) -> Iterator[Clock]:
        terms = self._town(stream[0].municipality).terms
        if terms is not None:
            days = (entry.cause.today for entry in stream if entry.cause and entry.topic not in _PROCESS)
            why = (
                f"{years(terms.unused)} after something was last recorded of {number}, for whom nothing was applied for"
            )
            yield Clock(years_after(max(days), terms.unused), why, f"Selectielijst gemeenten, {ARTICLE}")

    def _standing(self, case: str) -> Standing:
        subsidy = self.reading.subsidy(case)
        return standing(subsidy, self._stream("subsidy", case), self._town(subsidy.municipality))

    def _town(self, municipality: str) -> Town:
        if municipality not in self._towns:
            law, policy = self.reading.law(), self.reading.policy(municipality)
            quarters = self.reading.quarters(municipality)
            self._towns[municipality] = Town(municipality, law, policy, quarters, self.today)
        return self._towns[municipality]

    # --- who is one person --------------------------------------------------------------------------------------------

    def _one_with(self, number: str, municipality: str) -> Iterator[str]:
        """The person, and who was merged into it, and into those."""
        yield number
        for duplicate in self._duplicates(municipality).get(number, ()):
            yield from self._one_with(duplicate, municipality)

    def _duplicates(self, municipality: str) -> dict[str, list[str]]:
        """Who was merged, by the number that stays."""
        if municipality not in self._merged:
            topics = ("PersonMerged",)
            merged = list(self.reading.store.read_municipality(municipality, topics, self.reading.until))
            streams = self._read_streams({entry.stream for entry in merged})
            found: dict[str, list[str]] = {}
            for entry in merged:
                registered = streams[entry.stream][0].fact
                assert isinstance(entry.fact, facts.PersonMerged)
                assert isinstance(registered, facts.PersonRegistered)
                found.setdefault(entry.fact.into, []).append(registered.person)
            self._merged[municipality] = found
        return self._merged[municipality]

    # --- streams ------------------------------------------------------------------------------------------------------

    def _stream(self, kind: StreamKind, name: str) -> list[Entry]:
        stream = stream_id(kind, name)
        return self._read([(kind, name)])[stream]

    def _read(self, named: Iterable[tuple[StreamKind, str]]) -> dict[UUID, list[Entry]]:
        return self._read_streams({stream_id(kind, name) for kind, name in named})

    def _read_streams(self, streams: set[UUID]) -> dict[UUID, list[Entry]]:
        unknown = streams - self._streams.keys()
        if unknown:
            self._streams |= self.reading.store.read_many(unknown, until_position=self.reading.until)
        return {stream: self._streams[stream] for stream in streams}
