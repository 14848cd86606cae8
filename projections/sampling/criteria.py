"""Which of a population may be drawn: by route, status, amount, when it was decided or paid, and what happened in the period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.log.entry import Entry
from ledger.subsidy.state import fold
from projections.sampling.population import Candidate, Found

Days = tuple[date | None, date | None]
"""From a day through a day; None is open."""

ALWAYS: Days = (None, None)
HAPPENED = ("new", "ended", "corrected", "recovered")


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that is asked of an item, by its case as known at the position; what is not asked is left open. `happened`: what began,
    ended, was corrected or was claimed back in the period."""

    routes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    cents: tuple[int | None, int | None] = (None, None)
    decided: Days = ALWAYS
    paid: Days = ALWAYS
    happened: Sequence[str] = ()

    @property
    def need_entries(self) -> bool:
        """Whether the entries of a case are looked at."""
        return bool(self.statuses or self.happened or self.decided != ALWAYS or self.paid != ALWAYS)

    def told(self) -> list[str]:
        """In words, one for each."""
        said = [f"route {' or '.join(self.routes)}"] if self.routes else []
        said += [f"status {' or '.join(self.statuses)}"] if self.statuses else []
        low, high = self.cents
        said += [f"amount from {low} cents"] if low is not None else []
        said += [f"amount to {high} cents"] if high is not None else []
        for name, (first, last) in (("decided", self.decided), ("paid", self.paid)):
            said += [f"{name} from {first}"] if first else []
            said += [f"{name} to {last}"] if last else []
        return said + [f"{one} in the period" for one in self.happened]


def narrowed(criteria: Criteria, found: Found, entries: dict[str, list[Entry]]) -> list[Candidate]:
    """The items that meet all of it."""
    return [one for one in found.candidates if all(_met(criteria, found, one, entries.get(one.case, [])))]


def _met(criteria: Criteria, found: Found, one: Candidate, entries: Sequence[Entry]) -> Iterator[bool]:
    low, high = criteria.cents
    yield (low is None or one.cents >= low) and (high is None or one.cents <= high)
    yield not criteria.routes or bool(one.routes & set(criteria.routes))
    if not criteria.need_entries:
        return
    yield not criteria.statuses or fold(entries).status in criteria.statuses
    yield _any_within(criteria.decided, (e.fact.decided_on for e in entries if isinstance(e.fact, facts.Decided)))
    paid = ((e, e.fact) for e in entries if isinstance(e.fact, facts.Paid))
    yield _any_within(criteria.paid, (fact.booked_on for e, fact in paid if not one.run or fact.run == one.run))
    period = found.first, found.last
    for what in criteria.happened:
        yield any(period[0] <= day <= period[1] for day in _days(what, entries))


def _any_within(days: Days, found: Iterable[date]) -> bool:
    if days == ALWAYS:
        return True
    first, last = days
    return any((first is None or day >= first) and (last is None or day <= last) for day in found)


def _days(what: str, entries: Sequence[Entry]) -> Iterator[date]:
    """The days on which something of a kind happened to a case; of a correction the day it was recorded."""
    for entry in entries:
        match what, entry.fact:
            case "new", facts.Decided(outcome="grant", start=date() as start):
                yield start
                return
            case "ended", facts.Ended(last_day=last_day):
                yield last_day
            case "corrected", facts.Corrected():
                yield entry.recorded_at.date()
            case "recovered", facts.RecoveryClaimed(decided_on=decided_on):
                yield decided_on
