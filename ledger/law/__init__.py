"""The law as one ledger knows it: dated values that it adopted, each with article and source (R41).

Two times: a value counts from its day `since`, and a ledger knows it from the entry that adopted it. The law as known
at a position is the fold of the entries up to there, so replay never depends on what the newest release brings along.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Protocol

from ledger.facts import Fact, ValueAdopted, ValueDeclined
from ledger.intents import AdoptValues, DeclineValue
from ledger.law.values import PARAMETERS, Parameter, Value, check, packaged
from ledger.refusal import Misuse, Refused

__all__ = [
    "PARAMETERS",
    "Adoption",
    "Law",
    "Parameter",
    "Recorded",
    "Value",
    "decide",
    "evolve",
    "fold",
    "packaged",
    "packaged_law",
]

Key = tuple[str, date]
"""A parameter and the day from which a value of it counts: the place that one adoption takes."""


class Recorded(Protocol):
    """What a fold needs of an entry, whether it stands in the log or is only imagined."""

    @property
    def fact(self) -> Fact:
        """What happened."""

    @property
    def version(self) -> int:
        """Its number in the stream."""


class Adoption(NamedTuple):
    """A value and the version in the law stream of the entry that adopted it; 0 when no ledger did."""

    value: ValueAdopted
    version: int


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Law:
    """The fold of the law stream. Never changes and is equal only to itself, so results may be cached by it."""

    adopted: Mapping[str, tuple[Adoption, ...]]
    """By parameter, ordered by first day: the last adoption for each, without those declined later."""
    declined: frozenset[Key]
    _decimals: dict[Key, Decimal] = field(default_factory=dict, repr=False)

    @staticmethod
    def empty() -> "Law":
        """A ledger that adopted nothing."""
        return Law({}, frozenset())

    def on(self, parameter: str, day: date) -> ValueAdopted:
        """R41: the value in force on that day. Raises Refused when nothing was adopted for it."""
        adoptions = self.adopted.get(parameter, ())
        place = bisect_right(adoptions, day, key=_since)
        if place == 0:
            raise Refused(
                f"No value of {parameter} was adopted for {day}.",
                rule="R41",
                remedy="Adopt one: lks law adopt.",
            )
        return adoptions[place - 1].value

    def decimal(self, parameter: str, day: date) -> Decimal:
        """The number in force on that day, exact."""
        found = self._decimals.get((parameter, day))
        if found is None:
            found = self._decimals[parameter, day] = _number(self.on(parameter, day))
        return found

    @property
    def equated_days(self) -> frozenset[date]:
        """All adopted days on which no legal term ends, next to the public holidays (R38)."""
        rows = self.adopted.get("equated_days", ())
        return frozenset(date.fromisoformat(day) for row in rows for day in row.value.value)

    def known(self, parameter: str) -> tuple[ValueAdopted, ...]:
        """All that counts of one parameter, ordered by first day."""
        return tuple(adoption.value for adoption in self.adopted.get(parameter, ()))

    def version_of(self, parameter: str, since: date) -> int:
        """Version in the law stream of the adoption that counts for that first day (0: packaged, no ledger)."""
        return self._at(parameter, since).version

    def holds(self, value: ValueAdopted) -> bool:
        """Exactly this value counts already."""
        return any(adoption.value == value for adoption in self.adopted.get(value.parameter, ()))

    def settled(self, parameter: str, since: date) -> bool:
        """This ledger has spoken about that first day: it adopted a value for it or declined one."""
        known = any(_since(adoption) == since for adoption in self.adopted.get(parameter, ()))
        return known or (parameter, since) in self.declined

    def missing(self, first: date, last: date) -> tuple[ValueAdopted, ...]:
        """Packaged values needed for those days, neither adopted nor declined (R41).

        An amount rests on a reference date that may be 1 January of its year (R3), so the span is read from that day.
        """
        needed = _in_force(packaged(), date(first.year, 1, 1), last)
        return tuple(value for value in needed if not self.settled(value.parameter, value.since))

    def revised(self) -> tuple[ValueAdopted, ...]:
        """Packaged values for which this ledger counts with another value: its own correction, or a newer release."""
        return tuple(
            value
            for value in packaged()
            if (value.parameter, value.since) not in self.declined
            and self.settled(value.parameter, value.since)
            and not self.holds(value)
        )

    def carried_over(self, day: date) -> tuple[ValueAdopted, ...]:
        """R41, to warn of: values of an earlier year that still count although a new one is expected each January."""
        yearly = (name for name, parameter in PARAMETERS.items() if parameter.yearly and name in self.adopted)
        last = (self.adopted[name][: bisect_right(self.adopted[name], day, key=_since)] for name in yearly)
        return tuple(rows[-1].value for rows in last if rows and _since(rows[-1]) < date(day.year, 1, 1))

    def _at(self, parameter: str, since: date) -> Adoption:
        for adoption in self.adopted.get(parameter, ()):
            if _since(adoption) == since:
                return adoption
        raise Refused(f"No value of {parameter} since {since} was adopted.", rule="R41", remedy="See lks law list.")


def evolve(law: Law, entry: Recorded) -> Law:
    """The law after one more entry of its stream: per first day the last word counts."""
    match entry.fact:
        case ValueAdopted() as value:
            return _with(law, value, entry.version)
        case ValueDeclined() as declined:
            return _without(law, (declined.parameter, declined.since))
        case _:
            return law


def fold(entries: Iterable[Recorded]) -> Law:
    """The law after all these entries."""
    law = Law.empty()
    for entry in entries:
        law = evolve(law, entry)
    return law


@cache
def packaged_law() -> Law:
    """A law that adopted everything packaged, announced values included: for calculating without a ledger."""
    law = Law.empty()
    for value in packaged():
        law = _with(law, value, 0)
    return law


def decide(intent: AdoptValues | DeclineValue, law: Law, context: object = None) -> tuple[Fact, ...]:
    """The facts that this intent leads to; none when it says what already counts. Raises Refused or Misuse."""
    return _adopt(intent, law) if isinstance(intent, AdoptValues) else _decline(intent, law)


def _adopt(intent: AdoptValues, law: Law) -> tuple[Fact, ...]:
    for value in intent.values:
        check(value)
    keys = [(value.parameter, value.since) for value in intent.values]
    if len(set(keys)) < len(keys):
        raise Misuse("Two values of one parameter since the same day.", field="values", remedy="Give one of them.")
    new = tuple(value for value in intent.values if not law.holds(value))
    doubtful = [f"{value.parameter} since {value.since}" for value in new if value.confidence == "low"]
    if doubtful and not intent.accept_low:
        raise Refused(
            f"The source of {', '.join(doubtful)} is not certain.",
            rule="R41",
            remedy="Check it, then adopt with --accept-low, adopt another value, or decline it.",
        )
    return new


def _decline(intent: DeclineValue, law: Law) -> tuple[Fact, ...]:
    key = (intent.parameter, intent.since)
    if key in law.declined:
        return ()
    if not law.settled(*key) and key not in ((value.parameter, value.since) for value in packaged()):
        raise Misuse(
            f"There is no value of {intent.parameter} since {intent.since} to decline.", remedy="See lks law list."
        )
    return (ValueDeclined(parameter=intent.parameter, since=intent.since, reason=intent.reason),)


def _since(adoption: Adoption) -> date:
    return adoption.value.since


def _number(value: ValueAdopted) -> Decimal:
    assert isinstance(value.value, str), f"{value.parameter} is not one number"
    return Decimal(value.value)


def _with(law: Law, value: ValueAdopted, version: int) -> Law:
    others = (one for one in law.adopted.get(value.parameter, ()) if _since(one) != value.since)
    adoptions = tuple(sorted((*others, Adoption(value, version)), key=_since))
    declined = law.declined - {(value.parameter, value.since)}
    return Law({**law.adopted, value.parameter: adoptions}, declined)


def _without(law: Law, key: Key) -> Law:
    parameter, since = key
    kept = tuple(one for one in law.adopted.get(parameter, ()) if _since(one) != since)
    return Law({**law.adopted, parameter: kept}, law.declined | {key})


def _in_force(values: tuple[ValueAdopted, ...], first: date, last: date) -> tuple[ValueAdopted, ...]:
    """Those of the ordered values that hold on some day of the span: begun by its end, not replaced by its start."""
    found = []
    for value, following in zip(values, (*values[1:], None), strict=True):
        replaced = following and following.parameter == value.parameter and following.since <= first
        if value.since <= last and not replaced:
            found.append(value)
    return tuple(found)
