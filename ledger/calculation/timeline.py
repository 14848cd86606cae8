"""One month of a subsidy, cut into stretches of days in which no term changes, and the gaps in which nothing is due.

Cuts fall on contracts, grants, birthdays, leave, sickness, the end, and the end of the flat rate; 1 January and 1 July
are month borders.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ledger.calculation.calendar import Month, months_after, municipal_days
from ledger.calculation.terms import Contract, Grant, Leave, Terms
from ledger.law.policy import Policy
from ledger.refusal import Refused

FLAT_RATE_MONTHS = 6
REGULAR_SINCE = date(2017, 1, 1)
FLAT_RATE_SINCE = date(2016, 7, 4)

GAPS = {
    "wage_value_missing": "the six months of the flat rate are over, no wage value is decided (art. 10d lid 5 Pw)",
    "ended": "the subsidy has ended",
    "withdrawn": "the grant was withdrawn (art. 4:48 Awb)",
    "grant_ended": "the grant has ended",
    "sick_pay": "sick pay of art. 29b ZW, reported before 2022 (art. 78dd Pw)",
    "unpaid_leave": "unpaid leave (policy unpaid_leave_stops)",
    "not_granted": "no grant holds yet",
    "not_started": "the employment has not started",
}
"""Why nothing is due for some days, the most telling first (R7)."""

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days of one month in which nothing changes; `age` is None for an adult."""

    first: date
    last: date
    contract: Contract
    grant: Grant
    age: int | None


class Gap(NamedTuple):
    """Days of one month in which nothing is due, and why: a code of `GAPS`."""

    first: date
    last: date
    reason: str


class Share(NamedTuple):
    """R5: days of a stretch and days of its month, as the municipality counts them."""

    days: int
    days_in_month: int


def timeline(terms: Terms, month: Month, policy: Policy) -> tuple[list[Stretch], list[Gap]]:
    """The stretches and gaps of a month, each in order of days; together they are the whole month."""
    stretches: list[Stretch] = []
    gaps: list[Gap] = []
    contracts = sorted(terms.contracts, key=_start)
    ages = _ages(terms, policy)
    flat_rate_last = _flat_rate_last(terms)
    for first, last in _cut(month, _changes(terms, ages, flat_rate_last)):
        grant, reason = _grant(terms, first, flat_rate_last)
        contract = _contract(contracts, first)
        leave = _leave(terms, first)
        if leave is not None and contract is not None:
            contract, stopped = _on_leave(contract, leave, first, policy)
            grant, reason = (None, stopped) if grant and stopped else (grant, reason)
        if grant is None or contract is None:
            gaps.append(Gap(first, last, reason or "not_started"))
        else:
            check_route(grant.route, first)
            stretches.append(Stretch(first, last, contract, grant, _age(ages, first)))
    return stretches, gaps


def check_route(route: str, day: date) -> None:
    """R7, R8: the regular route counts from 2017, the flat rate from 4 July 2016."""
    since = REGULAR_SINCE if route == "regular" else FLAT_RATE_SINCE
    if day < since:
        name = "regular route" if route == "regular" else "flat rate"
        raise Refused(
            f"On {day} the law had no {name} as it is now: it begins on {since}.",
            rule="R8" if route == "regular" else "R7",
            article="art. 10d Pw",
            remedy="Keep such days in the system in which they were paid.",
        )


def share(first: date, last: date, method: str) -> Share:
    """R5: calendar days, municipal working days, or thirtieths (every month 30 days, its last day the thirtieth)."""
    month = Month.of(first)
    if method == "calendar":
        return Share((last - first).days + 1, month.days)
    if method == "working":
        return Share(municipal_days(first, last), municipal_days(month.first, month.last))
    return Share(_thirtieth(last) - _thirtieth(first - _DAY if first.day > 1 else None), 30)


def _thirtieth(day: date | None) -> int:
    if day is None:
        return 0
    return 30 if day == Month.of(day).last else min(day.day, 30)


def _changes(terms: Terms, ages: list[tuple[date, int]], flat_rate_last: date | None) -> list[date]:
    """Every day on which something may begin to differ from the day before."""
    days = [terms.employment_start]
    days += [contract.start for contract in terms.contracts]
    days += [grant.start for grant in terms.grants]
    days += [since for since, _ in ages]
    days += [leave.start for leave in terms.leaves]
    days += [sickness.start for sickness in terms.sicknesses]
    lasts = [terms.ended, flat_rate_last, *(grant.until for grant in terms.grants)]
    lasts += [leave.until for leave in terms.leaves]
    lasts += [sickness.until for sickness in terms.sicknesses]
    days += [last + _DAY for last in lasts if last is not None]
    return days


def _cut(month: Month, days: list[date]) -> Iterator[tuple[date, date]]:
    first, last = month.first, month.last
    cuts = sorted({day for day in days if first < day <= last})
    for cut in cuts:
        yield first, cut - _DAY
        first = cut
    yield first, last


def _grant(terms: Terms, day: date, flat_rate_last: date | None) -> tuple[Grant | None, str | None]:
    """The grant that holds on a day, or why none does."""
    if day < terms.employment_start:
        return None, "not_started"
    if terms.ended is not None and day > terms.ended:
        return None, "ended"
    grant = grant_on(terms, day)
    if grant is None:
        return None, "not_granted"
    if grant.withdrawn:
        return None, "withdrawn"
    if grant.route == "flat_rate" and flat_rate_last is not None and day > flat_rate_last:
        return None, "wage_value_missing"
    if grant.until is not None and day > grant.until:
        return None, "grant_ended"
    if any(sick.start <= day and (sick.until is None or day <= sick.until) for sick in terms.sicknesses):
        return None, "sick_pay"
    return grant, None


def grant_on(terms: Terms, day: date) -> Grant | None:
    """The last grant in the row that rules a day, also past its own last day; a revision rules its own days only."""
    return next((grant for grant in reversed(terms.grants) if grant.start <= day and not _over(grant, day)), None)


def _over(grant: Grant, day: date) -> bool:
    return grant.revises and grant.until is not None and day > grant.until


def _leave(terms: Terms, day: date) -> Leave | None:
    return next((leave for leave in reversed(terms.leaves) if leave.start <= day <= leave.until), None)


def _on_leave(contract: Contract, leave: Leave, day: date, policy: Policy) -> tuple[Contract, str | None]:
    """R13: leave lowers the amount where agreed hours are lowered, or stops it where policy says so."""
    if leave.hours is not None:
        return replace(contract, hours=min(contract.hours, leave.hours)), None
    return contract, "unpaid_leave" if policy.on("unpaid_leave_stops", day) == "yes" else None


def _contract(contracts: list[Contract], day: date) -> Contract | None:
    index = bisect_right(contracts, day, key=_start)
    return contracts[index - 1] if index else None


def _start(contract: Contract) -> date:
    return contract.start


def _flat_rate_last(terms: Terms) -> date | None:
    """R7, R39: the last day of six months of employment, where a grant on the flat rate makes it matter."""
    if any(grant.route == "flat_rate" for grant in terms.grants):
        return months_after(terms.employment_start, FLAT_RATE_MONTHS)
    return None


def _ages(terms: Terms, policy: Policy) -> list[tuple[date, int]]:
    """R6: days from which an age counts. A step at the start of the employment is the age then, and no birthday."""
    return [
        (step.since if step.since <= terms.employment_start else _effective(step.since, policy), step.age)
        for step in terms.age_steps
    ]


def _age(ages: list[tuple[date, int]], day: date) -> int | None:
    """R6: the last age reached; before the first step one year less than it; None for an adult."""
    if not ages:
        return None
    reached = [age for since, age in ages if since <= day]
    return reached[-1] if reached else ages[0][1] - 1


@lru_cache(maxsize=8192)
def _effective(birthday: date, policy: Policy) -> date:
    """R6: the day from which a birthday counts."""
    effect = policy.on("birthday_effect", birthday)
    if effect == "first_of_month":
        return birthday.replace(day=1)
    if effect == "next_month":
        return Month.of(birthday).next.first
    return birthday
