"""Which values of the law and choices of policy an amount rests on, and the entries that this ledger knew them from.

An amount names its inputs; which adopted value each came from follows from the day that rules it and from what was known
at the moment (R3, R41). What was never adopted, a default of policy, rests on no entry.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from ledger import law
from ledger.calculation.segment import FixedSegment, Segment
from ledger.identifiers import stream_id
from ledger.law import PARAMETERS, Law, policy
from ledger.law.policy import DEVIATION, FOLLOWS_LAW, Policy
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.refusal import LedgerError
from projections.words import words

REMEMBERED = 10_000


class Value(NamedTuple):
    """A value of the law or a choice of policy as it ruled a day: what it was, since when, its article, and its entry."""

    name: str
    day: date
    value: object
    since: date
    article: str
    entry: int


class _Then(NamedTuple):
    """What was known from a position on."""

    position: int
    law: Law
    wide: Policy
    own: Policy


class Known:
    """What a ledger knew of the law and of the policy of one municipality, at any position up to a last one."""

    def __init__(self, store: Store, municipality: str, until: int | None = None) -> None:
        self._streams = {
            "law": stream_id("law", ""),
            "wide": stream_id("policy", ""),
            "own": stream_id("policy", municipality),
        }
        wanted = list(dict.fromkeys(self._streams.values()))
        entries = [entry for found in store.read_many(wanted, until_position=until).values() for entry in found]
        entries.sort(key=lambda entry: entry.position)
        self.entries = entries
        self._positions = {(entry.stream, entry.version): entry.position for entry in entries}
        self._history = list(self._fold(entries))
        self._remembered: dict[tuple[object, ...], tuple[Value, ...]] = {}

    def at(self, position: int) -> tuple[Law, Policy]:
        """The law and the policy as known at a position."""
        then = self._then(position)
        return then.law, policy.combine(then.wide, then.own)

    def values(self, segments: Iterable[Segment], position: int, *, bbl: bool = False) -> list[Value]:
        """What the segments of an amount rest on, as known at a position; each once, in the order of the calculation."""
        then = self._then(position)
        found = (one for segment in segments for one in self._looked_up(segment, then, bbl))
        return list({(one.name, one.since, one.entry): one for one in found}.values())

    def on(self, day: date, position: int) -> list[Value]:
        """Every parameter of the law in force on a day, and every choice of policy, as known at a position."""
        then = self._then(position)
        chosen = sorted({*then.wide.adopted, *then.own.adopted})
        switches = [self._choice(name, day, then) for name in chosen if not name.startswith(DEVIATION)]
        found = [*(self._value(name, day, then) for name in PARAMETERS), *switches]
        return [one for one in found if one is not None]

    def _then(self, position: int) -> _Then:
        return self._history[bisect_right(self._history, position, key=lambda then: then.position) - 1]

    def _fold(self, entries: Iterable[Entry]) -> Iterator[_Then]:
        then = _Then(0, Law.empty(), Policy.defaults(), Policy.defaults())
        yield then
        for entry in entries:
            then = then._replace(position=entry.position)
            if entry.stream == self._streams["law"]:
                then = then._replace(law=law.evolve(then.law, entry))
            if entry.stream == self._streams["wide"]:
                then = then._replace(wide=policy.evolve(then.wide, entry))
            if entry.stream == self._streams["own"]:
                then = then._replace(own=policy.evolve(then.own, entry))
            yield then

    def _looked_up(self, segment: Segment, then: _Then, bbl: bool) -> tuple[Value, ...]:
        """Months of many cases look up the same, so answers are remembered by all that they rest on."""
        whole = segment.days == segment.days_in_month
        key = (then.position, type(segment), segment.route, segment.reference_date, segment.start,
               segment.age_percentage != 100, whole, bbl)  # fmt: skip
        if key not in self._remembered:
            if len(self._remembered) > REMEMBERED:
                self._remembered.clear()
            found = self._of_segment(segment, then, bbl)
            self._remembered[key] = tuple(one for one in found if one is not None)
        return self._remembered[key]

    def _of_segment(self, segment: Segment, then: _Then, bbl: bool) -> Iterator[Value | None]:
        reference, start = segment.reference_date, segment.start
        yield self._value("minimum_wage", reference, then)
        if segment.age_percentage != 100:
            scale = self._choice("bbl_scale_in_lks", start, then)
            own_scale = bbl and scale is not None and scale.value == "yes"
            yield self._value("bbl_percentages" if own_scale else "youth_percentages", start, then)
        yield self._value("holiday_percentage", reference, then)
        yield self._value("cap_percentage" if segment.route == "regular" else "flat_rate_percentage", start, then)
        yield self._value("hours_base", start, then)
        yield self._value("charges_percentage", reference, then)
        yield self._choice("charges_on", start.replace(day=1), then)
        if segment.route == "regular":
            yield self._choice("holiday_percentage_wage_value", reference, then)
        if isinstance(segment, FixedSegment) and segment.days != segment.days_in_month:
            yield self._choice("part_month", start.replace(day=1), then)

    def _value(self, parameter: str, day: date, then: _Then) -> Value | None:
        """R41: the municipality's deviation, or the value that was adopted."""
        deviation = self._choice(DEVIATION + parameter, day, then)
        if deviation is not None and deviation.value != FOLLOWS_LAW:
            return deviation._replace(name=f"{words(parameter)} of the municipality itself")
        try:
            adopted = then.law.on(parameter, day)
        except LedgerError:
            return None
        position = self._positions[self._streams["law"], then.law.version_of(parameter, adopted.since)]
        return Value(words(parameter), day, adopted.value, adopted.since, adopted.article, position)

    def _choice(self, switch: str, day: date, then: _Then) -> Value | None:
        own = Policy(then.own.adopted).choice(switch, day)
        chosen = own or then.wide.choice(switch, day)
        if chosen is None:
            return None
        stream = self._streams["own" if own is not None else "wide"]
        return Value(
            f"policy {words(switch)}", day, chosen.value, chosen.since, "", self._positions[stream, chosen.version]
        )


@cache
def label(name: str) -> str:
    """A value's name for a sentence."""
    return name if name.startswith("policy") else f"the {name}"
