"""The policy of a municipality: dated choices, its own before those of the whole ledger, and before the default.

Like the law it has two times: a choice counts from its day `since`, and is known from the entry that adopted it. A
municipality can also deviate from a value of the law (R41); that is a choice named `law:` and the parameter.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from ledger.facts import Fact, PolicyAdopted, ValueAdopted
from ledger.intents import AdoptPolicy
from ledger.law import PARAMETERS, Law, Recorded, Value
from ledger.law.switches import SWITCHES, Switch
from ledger.law.values import check
from ledger.refusal import Misuse, Refused

__all__ = ["DEVIATION", "SWITCHES", "Choice", "Policy", "Switch", "changes_money", "combine", "decide", "evolve"]

DEVIATION = "law:"
"""Begins the name of a municipal deviation: `law:charges_percentage`."""

FOLLOWS_LAW = "law"
"""The value that ends a deviation: from that day the law counts again."""

NO_DEVIATION = frozenset({"equated_days"})
"""Parameters that are no municipality's to set."""


class Choice(NamedTuple):
    """What was chosen for a switch from a day on, and the version in the policy stream of the entry that adopted it."""

    since: date
    value: str | dict[str, str]
    version: int


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Policy:
    """The fold of one policy stream, over `wide`, that of the whole ledger. Equal only to itself, so results may be
    cached by it."""

    adopted: Mapping[str, tuple[Choice, ...]]
    """By switch, ordered by first day: the last choice for each."""
    wide: "Policy | None" = None
    _found: dict[tuple[str, date], str] = field(default_factory=dict, repr=False)

    @staticmethod
    @cache
    def defaults() -> "Policy":
        """Nothing was adopted."""
        return Policy({})

    def on(self, switch: str, day: date) -> str:
        """The value of a switch on that day."""
        found = self._found.get((switch, day))
        if found is None:
            chosen = self.choice(switch, day)
            found = SWITCHES[switch].default if chosen is None else _text(chosen)
            self._found[switch, day] = found
        return found

    def law_value(self, law: Law, parameter: str, day: date) -> Value:
        """R41: the value of the law on that day, or the municipality's deviation from it."""
        chosen = self.choice(DEVIATION + parameter, day)
        if chosen is None or chosen.value == FOLLOWS_LAW:
            return law.on(parameter, day).value
        return chosen.value

    def choice(self, switch: str, day: date) -> Choice | None:
        """The choice that counts on that day: the municipality's own, else the whole ledger's, else none."""
        choices = self.adopted.get(switch, ())
        place = bisect_right(choices, day, key=_since)
        if place:
            return choices[place - 1]
        return self.wide.choice(switch, day) if self.wide else None

    def known(self, switch: str) -> tuple[Choice, ...]:
        """All own choices for a switch that count, ordered by first day."""
        return self.adopted.get(switch, ())


@lru_cache(maxsize=4096)
def combine(wide: Policy, own: Policy) -> Policy:
    """A municipality's policy: its own choices before those of the whole ledger. The same two give the same object."""
    return Policy(own.adopted, wide)


def evolve(policy: Policy, entry: Recorded) -> Policy:
    """The policy after one more entry of its stream: per switch and first day the last word counts."""
    match entry.fact:
        case PolicyAdopted() as fact:
            others = (choice for choice in policy.known(fact.switch) if choice.since != fact.since)
            choices = tuple(sorted((*others, Choice(fact.since, fact.value, entry.version)), key=_since))
            return Policy({**policy.adopted, fact.switch: choices}, policy.wide)
        case _:
            return policy


def decide(intent: AdoptPolicy, policy: Policy, context: object = None) -> tuple[Fact, ...]:
    """The fact that this choice leads to; none when the same stream says so already. Raises Refused or Misuse."""
    value = _deviation(intent) if intent.switch.startswith(DEVIATION) else _spelled(intent)
    known = any((choice.since, choice.value) == (intent.since, value) for choice in policy.known(intent.switch))
    return () if known else (PolicyAdopted(switch=intent.switch, value=value, since=intent.since),)


def changes_money(switch: str) -> bool:
    """Whether a choice for this switch can change what is due or when it is paid (R37)."""
    return switch.startswith(DEVIATION) or (switch in SWITCHES and SWITCHES[switch].changes_money)


def by_two(switch: str, value: object) -> bool:
    """Whether a second person agrees with this choice, whether an amount changes or not (R37)."""
    return switch in SWITCHES and SWITCHES[switch].by_two and value != SWITCHES[switch].alone


def _spelled(intent: AdoptPolicy) -> str:
    switch = SWITCHES.get(intent.switch)
    if switch is None:
        raise Misuse(f"'{intent.switch}' is no policy switch.", remedy=f"Known are: {', '.join(SWITCHES)}.")
    value = switch.domain.spelling(intent.value) if isinstance(intent.value, str) else None
    if value is None:
        raise Misuse(
            f"{intent.value} is no value of this switch.",
            field=switch.name,
            remedy=f"Allowed: {switch.domain.allowed} (default {switch.default}).",
        )
    if not switch.available and value != switch.default:
        raise Refused(
            f"Nothing acts on {switch.name} yet, so {value} would have no effect.",
            rule=switch.rule,
            remedy=f"It stays {switch.default}.",
        )
    return value


def _deviation(intent: AdoptPolicy) -> str | dict[str, str]:
    parameter = intent.switch.removeprefix(DEVIATION)
    if parameter not in PARAMETERS or parameter in NO_DEVIATION:
        allowed = ", ".join(name for name in PARAMETERS if name not in NO_DEVIATION)
        raise Misuse(f"No municipality can deviate from '{parameter}'.", remedy=f"Allowed after law: are {allowed}.")
    if not intent.municipality:
        raise Misuse("A deviation from the law belongs to one municipality.", remedy="For all: lks law adopt.")
    if intent.value != FOLLOWS_LAW:
        check(_as_law(parameter, intent))
    return intent.value


def _as_law(parameter: str, intent: AdoptPolicy) -> ValueAdopted:
    """The deviation as if it were a value of the law, so that it meets the same demands."""
    return ValueAdopted(
        parameter=parameter,
        since=intent.since,
        value=intent.value,
        unit=PARAMETERS[parameter].unit,
        published=None,
        article="",
        source="",
        confidence="high",
    )


def _since(choice: Choice) -> date:
    return choice.since


def _text(choice: Choice) -> str:
    assert isinstance(choice.value, str), "a switch has one value; only deviations from the law can be scales"
    return choice.value
