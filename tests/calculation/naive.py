"""The rules once more, written day by day in fractions and without any of the ledger's shortcuts: an oracle for tests.

Slow on purpose: a month is the sum of its days, each with its own wage, percentage and hours.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ledger.calculation.calendar import Month
from ledger.calculation.terms import Contract, Grant, Terms
from ledger.law import Law
from ledger.law.policy import Policy

WEEKS = Fraction(13, 3)


class Day(NamedTuple):
    """A day on which the subsidy is due, and what a full-time month is worth on it, in cents."""

    day: date
    contract: Contract
    month_cents: Fraction
    base: Fraction
    charges: Fraction


class Naive(NamedTuple):
    """Cents of the fixed and the variable line, unrounded: subsidy and charges."""

    fixed: tuple[Fraction, Fraction]
    variable: tuple[Fraction, Fraction]


def rounded(cents: Fraction) -> int:
    """Half a cent goes up."""
    whole = cents.numerator // cents.denominator
    return whole + 1 if cents - whole >= Fraction(1, 2) else whole


def due(terms: Terms, month: Month, law: Law, policy: Policy) -> Naive:
    """One month, in calendar days; worked hours are known or count as none."""
    days = list(_days(terms, month, law, policy))
    fixed = sum((_fixed(day, month) for day in days), Fraction(0))
    fixed_charges = sum((_fixed(day, month) * day.charges for day in days), Fraction(0))
    return Naive((fixed, fixed_charges), _variable(terms, month, law, policy))


def _fixed(day: Day, month: Month) -> Fraction:
    hours = min(day.contract.hours, day.contract.sector_full_time_hours)
    return day.month_cents * Fraction(hours) / day.base / month.days


def _variable(terms: Terms, month: Month, law: Law, policy: Policy) -> tuple[Fraction, Fraction]:
    days = [day for day in _days(terms, month, law, policy) if day.contract.form != "fixed"]
    hours = {day.day: _reported(terms, day.day) for day in days}
    total = sum(hours.values(), Fraction(0))
    minimum = sum((Fraction(day.contract.hours) * WEEKS / month.days for day in days), Fraction(0))
    counted = min(total, _allowed(terms, month, law, policy))
    payable = max(Fraction(0), counted - minimum)
    if not payable:
        return Fraction(0), Fraction(0)
    parts = [(day.month_cents / (day.base * WEEKS) * hours[day.day] / total * payable, day.charges) for day in days]
    return sum((part for part, _ in parts), Fraction(0)), sum((part * rate for part, rate in parts), Fraction(0))


def _allowed(terms: Terms, month: Month, law: Law, policy: Policy) -> Fraction:
    cap = policy.on("worked_hours_cap", month.quarter.first)
    if cap == "none":
        return Fraction(10**6)
    allowed = Fraction(0)
    for other in month.quarter.months if cap == "quarter" else (month,):
        for day in _days(terms, other, law, policy):
            if day.contract.form != "fixed":
                allowed += Fraction(day.contract.sector_full_time_hours) * WEEKS / other.days
                allowed -= _reported(terms, day.day) if other < month else 0
    return max(Fraction(0), allowed)


def _reported(terms: Terms, day: date) -> Fraction:
    for report in reversed(terms.reports):
        if report.start <= day <= report.until:
            return Fraction(report.hours) / ((report.until - report.start).days + 1)
    return Fraction(0)


def _days(terms: Terms, month: Month, law: Law, policy: Policy) -> Iterator[Day]:
    for n in range(month.days):
        day = month.first + timedelta(days=n)
        grant = _grant(terms, day)
        if day < terms.employment_start or (terms.ended and day > terms.ended) or grant is None:
            continue
        contract = max(reversed([c for c in terms.contracts if c.start <= day]), key=lambda c: c.start)
        yield _priced(terms, day, contract, grant, law, policy)


def _grant(terms: Terms, day: date) -> Grant | None:
    started = [grant for grant in terms.grants if grant.start <= day]
    if not started:
        return None
    grant = started[-1]
    over = grant.route == "flat_rate" and day >= _same_day(terms.employment_start, 6)
    return None if over or (grant.until and day > grant.until) else grant


def _same_day(start: date, months: int) -> date:
    """The first day after so many months; the tests of the calendar hold the months themselves."""
    month = Month.of(start) + months
    return month.next.first if start.day > month.days else month.first.replace(day=start.day)


def _priced(terms: Terms, day: date, contract: Contract, grant: Grant, law: Law, policy: Policy) -> Day:
    indexed = date(day.year, 1, 1)
    if policy.on("follow_july_index", day) == "yes" and day.month >= 7:
        indexed = date(day.year, 7, 1)
    reference = max(indexed, grant.reference)
    wage = _number(law, "minimum_wage", reference) * 100 * _age_share(terms, day, law)
    total = wage * (1 + _number(law, "holiday_percentage", reference) / 100)
    if grant.route == "flat_rate":
        month = total * _number(law, "flat_rate_percentage", day) / 100
    else:
        assert grant.wage_value is not None
        own = Fraction(Decimal(policy.on("holiday_percentage_wage_value", reference)))
        value = wage * Fraction(grant.wage_value) / 100 * (1 + own / 100)
        month = max(Fraction(0), min(total - value, total * _number(law, "cap_percentage", day) / 100))
    base = law.on("hours_base", day).value
    hours = Fraction(contract.sector_full_time_hours) if base == "sector" else Fraction(str(base))
    return Day(day, contract, month, hours, _number(law, "charges_percentage", reference) / 100)


def _age_share(terms: Terms, day: date, law: Law) -> Fraction:
    reached = [step.age for step in terms.age_steps if step.since <= day]
    scale = law.on("youth_percentages", day).value
    assert isinstance(scale, dict)
    return Fraction(scale.get(str(reached[-1]), "100")) / 100 if reached else Fraction(1)


def _number(law: Law, parameter: str, day: date) -> Fraction:
    return Fraction(str(law.on(parameter, day).value))
