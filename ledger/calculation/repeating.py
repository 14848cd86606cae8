"""Months that repeat the month before: an amount is computed only where a day of the case, the law or the policy can make it
differ, so that a long life costs little."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ledger.calculation.calendar import Month, months_after
from ledger.calculation.terms import Terms
from ledger.calculation.timeline import FLAT_RATE_MONTHS
from ledger.law import Law
from ledger.law.policy import Policy

JULYS = 100
"""For how many years a choice about July is looked ahead; longer than any employment."""

BY_REFERENCE = frozenset({"minimum_wage", "holiday_percentage", "charges_percentage"})
"""Values of the law that are looked up on the reference date, which changes with a decision or on 1 January (R3)."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """Every January (R3), and the months of one case."""

    own: set[Month]

    def __contains__(self, month: object) -> bool:
        assert isinstance(month, Month)
        return month.number == 1 or month in self.own


def repeats_itself(terms: Terms) -> bool:
    """Whether a month can repeat another at all: worked hours are of their own month."""
    return all(contract.form == "fixed" for contract in terms.contracts)


def fresh_months(terms: Terms, law: Law, policy: Policy) -> Container[Month]:
    """Months that can differ from the month before."""
    fresh = {*_law_months(law), *_policy_months(policy)}
    for day in _case_days(terms):
        month = Month.of(day)
        fresh.add(month)
        if day.day != 1:
            fresh.add(month.next)
    return _Fresh(fresh)


def _case_days(terms: Terms) -> Iterator[date]:
    """Days from which a case can differ from the day before. A birthday may count from the first of its month or from
    the first of the next (R6), which are computed either way."""
    yield terms.employment_start
    yield from (contract.start for contract in terms.contracts)
    yield from (step.since for step in terms.age_steps)
    yield from (Month.of(step.since).next.first for step in terms.age_steps)
    for leave in terms.leaves:
        yield from (leave.start, leave.until + _DAY)
    for sickness in terms.sicknesses:
        yield sickness.start
        if sickness.until is not None:
            yield sickness.until + _DAY
    for grant in terms.grants:
        yield grant.start
        if grant.until is not None:
            yield grant.until + _DAY
        if grant.route == "flat_rate":
            yield months_after(terms.employment_start, FLAT_RATE_MONTHS) + _DAY
    if terms.ended is not None:
        yield terms.ended + _DAY


@lru_cache(maxsize=64)
def _law_months(law: Law) -> frozenset[Month]:
    """Months from which a value counts that is looked up by day; those of the reference date follow it."""
    by_day = (name for name in law.adopted if name not in BY_REFERENCE)
    return frozenset(_from(adoption.value.since) for name in by_day for adoption in law.adopted[name])


@lru_cache(maxsize=1024)
def _policy_months(policy: Policy) -> frozenset[Month]:
    """Months from which a choice counts, and every July after one about the index of July (R3)."""
    own = {_from(choice.since) for choices in policy.adopted.values() for choice in choices}
    for choice in policy.known("follow_july_index"):
        own.update(Month(year, 7) for year in range(choice.since.year, choice.since.year + JULYS))
    return frozenset(own) | (_policy_months(policy.wide) if policy.wide else frozenset())


def _from(since: date) -> Month:
    """The first month that counts with a value throughout; values are looked up on the first of a month, or on a day on
    which the case itself changes."""
    month = Month.of(since)
    return month if since.day == 1 else month.next
