"""Looks that stand out, each with its reason: for who asks about them, no proof of anything.

Pure: looks, and what was done in the ledger, come in as data. Numbers and codes only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from ledger.calculation.calendar import is_municipal_day
from ledger.vault.looks import Look

ZONE: Final = ZoneInfo("Europe/Amsterdam")
Reason = Literal[
    "night", "day_off", "refused", "searched", "wide_search", "no_act", "many_lookers", "outlier_actor", "outlier_login"
]

FIRST_HOUR, LAST_HOUR = 6, 22
"""Before the first hour and from the last one on it is night."""
WIDE: Final = 20
"""A search that finds this many persons, or more, is wide."""
BULK: Final = 20
"""A look at more persons than this is that of work on many; it says nothing about each of them."""
ACT_WITHIN_DAYS: Final = 14
"""An act explains looks at the person by the same actor up to so many days before it, and on the day after it."""
REPEATED: Final = 3
"""Looks at one person by one actor without an act that are worth a question, when on two days at least."""
LOOKERS: Final = 5
"""Actors who looked at one person that are many, whatever is usual."""
AT_LEAST: Final = 20
"""Persons that an actor or a login looked at below which a number is never an outlier."""
COMPARED: Final = 4
"""Numbers below which there is nothing to compare with."""

MEANINGS: Final[Mapping[Reason, str]] = {
    "night": f"looked between {LAST_HOUR}:00 and {FIRST_HOUR}:00, Dutch time",
    "day_off": "looked on a Saturday, a Sunday or a holiday of the municipality",
    "refused": "was refused for want of access",
    "searched": f"searched by name, BSN or number, and did nothing about whoever was found within {ACT_WITHIN_DAYS} days",
    "wide_search": f"one search found {WIDE} persons or more",
    "no_act": f"looked at one person {REPEATED} times or more, on two days or more, and did nothing about that person within "
    f"{ACT_WITHIN_DAYS} days",
    "many_lookers": f"one person was looked at by {LOOKERS} actors or more, and by more than median + 3 x interquartile range",
    "outlier_actor": f"an actor looked at {AT_LEAST} persons or more, and at more than median + 3 x interquartile range",
    "outlier_login": f"a login looked at {AT_LEAST} persons or more, and at more than median + 3 x interquartile range",
}
"""Every reason, and exactly when it is given."""

Acts = Mapping[tuple[str, str], Sequence[datetime]]
"""When an actor recorded something about a person, or about a case of that person."""


class Odd(NamedTuple):
    """Something to ask about: why, who, whom (empty: several), how many looks or persons or actors, and the looks."""

    reason: Reason
    login: str
    actor: str
    subject: str
    counted: int
    usual: float | None
    first: int
    last: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person in a look."""

    person: str
    look: Look


def odd(looks: Sequence[Look], acts: Acts) -> list[Odd]:
    """All that stands out, in the order of the reasons and then of the looks."""
    single = [_Seen(person, look) for look in looks for person in _persons(look) if len(_persons(look)) <= BULK]
    return [
        *_by_day("night", looks, lambda look: not FIRST_HOUR <= _local(look).hour < LAST_HOUR),
        *_by_day("day_off", looks, lambda look: not is_municipal_day(_local(look).date())),
        *_by_day("refused", looks, lambda look: look.result == "refused"),
        *_searched(looks, acts),
        *(_of("wide_search", [look], len(_persons(look))) for look in looks if _is_wide(look)),
        *_no_act(single, acts),
        *_many_lookers(single),
        *_outliers("outlier_actor", looks, lambda look: look.actor),
        *_outliers("outlier_login", looks, lambda look: look.login),
    ]


def explained(acts: Acts, actor: str, person: str, moment: datetime) -> bool:
    """Whether an actor did something about a person soon after looking, or on the day before."""
    first, last = moment - timedelta(days=1), moment + timedelta(days=ACT_WITHIN_DAYS)
    return any(first <= act <= last for act in acts.get((actor, person), ()))


def limit(counts: Sequence[int]) -> float | None:
    """Median + 3 x interquartile range; None where there is too little to compare."""
    if len(counts) < COMPARED:
        return None
    first, _, third = quantiles(counts, n=4, method="inclusive")
    return median(counts) + 3 * (third - first)


# --- the reasons ------------------------------------------------------------------------------------------------------


def _by_day(reason: Reason, looks: Iterable[Look], is_so: Callable[[Look], bool]) -> Iterator[Odd]:
    """One for each actor, login and day."""
    found: defaultdict[tuple[object, ...], list[Look]] = defaultdict(list)
    for look in looks:
        if is_so(look):
            found[look.login, look.actor, _local(look).date()].append(look)
    return (_of(reason, some, len(some)) for some in found.values())


def _searched(looks: Iterable[Look], acts: Acts) -> Iterator[Odd]:
    for look in looks:
        persons = _persons(look)
        if look.event == "found" and persons and not _is_wide(look):
            unused = [one for one in persons if not explained(acts, look.actor, one, look.looked_at)]
            if len(unused) == len(persons):
                yield _of("searched", [look], len(persons), persons[0] if len(persons) == 1 else "")


def _no_act(seen: Iterable[_Seen], acts: Acts) -> Iterator[Odd]:
    found: defaultdict[tuple[str, str], list[Look]] = defaultdict(list)
    for person, look in ((one.person, one.look) for one in seen if one.look.event in ("found", "opened")):
        if look.actor and not explained(acts, look.actor, person, look.looked_at):
            found[look.actor, person].append(look)
    for (_, person), some in found.items():
        if len(some) >= REPEATED and len({_local(look).date() for look in some}) > 1:
            yield _of("no_act", some, len(some), person)


def _many_lookers(seen: Iterable[_Seen]) -> Iterator[Odd]:
    found: defaultdict[str, list[Look]] = defaultdict(list)
    for one in seen:
        found[one.person].append(one.look)
    actors = {person: len({look.actor for look in some}) for person, some in found.items()}
    usual = limit(list(actors.values()))
    for person, some in found.items():
        if actors[person] >= LOOKERS and usual is not None and actors[person] > usual:
            yield _of("many_lookers", some, actors[person], person, usual)


def _outliers(reason: Reason, looks: Iterable[Look], whose: Callable[[Look], str]) -> Iterator[Odd]:
    found: defaultdict[str, list[Look]] = defaultdict(list)
    for look in looks:
        if look.event in ("found", "opened", "exported"):
            found[whose(look)].append(look)
    persons = {name: len({person for look in some for person in _persons(look)}) for name, some in found.items()}
    usual = limit(list(persons.values()))
    for name, some in found.items():
        if usual is not None and persons[name] >= AT_LEAST and persons[name] > usual:
            yield _of(reason, some, persons[name], usual=usual)


def _of(reason: Reason, some: Sequence[Look], count: int, subject: str = "", usual: float | None = None) -> Odd:
    first, last = some[0], some[-1]
    logins, actors = ({getattr(look, name) for look in some} for name in ("login", "actor"))
    return Odd(
        reason,
        first.login if len(logins) == 1 else "",
        first.actor if len(actors) == 1 else "",
        subject,
        count,
        usual,
        first.position,
        last.position,
        first.looked_at.astimezone(ZONE),
        last.looked_at.astimezone(ZONE),
    )


def _is_wide(look: Look) -> bool:
    return look.event == "found" and bool(look.found_by in ("name", "personnel")) and len(_persons(look)) >= WIDE


def _persons(look: Look) -> list[str]:
    return [one for one in look.subjects if one.startswith("P-")]


def _local(look: Look) -> datetime:
    return look.looked_at.astimezone(ZONE)
