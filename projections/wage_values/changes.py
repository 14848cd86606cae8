"""What differs between what the chain was told and what is known now: every change once, with the entry since which it is known."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from projections.wage_values.periods import Period

Kind = Literal["INGETROKKEN", "NIEUW", "GEWIJZIGD", "BEEINDIGD"]


class Held(NamedTuple):
    """A period under the BSN of whom it is about; no BSN: that person was erased."""

    bsn: str | None
    period: Period


class Moment(NamedTuple):
    """What is known of a case from the entry at this position on."""

    position: int
    held: frozenset[Held]


class Change(NamedTuple):
    """One row for the chain, and the entry since which it is known. Withdrawn: the period as it was told before, which
    never counted."""

    kind: Kind
    case: str
    bsn: str | None
    period: Period
    position: int


_ORDER = {"INGETROKKEN": 0, "BEEINDIGD": 1, "GEWIJZIGD": 1, "NIEUW": 1}


def changes(case: str, told: frozenset[Held], since: Sequence[Moment]) -> list[Change]:
    """The changes of a case over the moments since it was told; what came and went in between is none. What never
    counted comes first, then by first day."""
    if not since:
        return []
    now = since[-1].held
    found = [_change(case, kind, held, since) for kind, held in _differing(told, now)]
    return sorted(found, key=lambda one: (_ORDER[one.kind], one.period.first, one.bsn or ""))


def _differing(told: frozenset[Held], now: frozenset[Held]) -> Iterator[tuple[Kind, Held]]:
    """A period is the same one where BSN and first day are."""
    before, after = _by_key(told), _by_key(now)
    for key, held in before.items():
        if key not in after:
            yield "INGETROKKEN", held
    for key, held in after.items():
        if key not in before:
            yield "NIEUW", held
        elif before[key] != held:
            yield ("BEEINDIGD" if _ended(before[key].period, held.period) else "GEWIJZIGD"), held


def _by_key(held: Iterable[Held]) -> dict[tuple[str | None, date], Held]:
    return {(one.bsn, one.period.first): one for one in held}


def _ended(before: Period, now: Period) -> bool:
    """Only the last day differs, and it came nearer."""
    if before[2:] != now[2:] or now.last is None:
        return False
    return before.last is None or now.last < before.last


def _change(case: str, kind: Kind, held: Held, since: Sequence[Moment]) -> Change:
    """Known since the entry from which it has been so, without interruption."""
    there = kind != "INGETROKKEN"
    known = since[-1]
    for moment in reversed(since):
        if (held in moment.held) is not there:
            break
        known = moment
    return Change(kind, case, held.bsn, held.period, known.position)
