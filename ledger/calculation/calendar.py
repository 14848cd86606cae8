"""Working days, payment days and legal terms: three calendars with three names, never one "working day" (R38).

`bank` days are those of TARGET, `municipal` days those of a Dutch office (public holidays, Good Friday and 5 May every
year), `legal` days those of the Algemene termijnenwet: the municipal days less the days equated by decree, which are
dated law and come in as an argument.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import lru_cache

from ledger.calculation.month import Month, Quarter, amsterdam_day, months, months_after

__all__ = [
    "Month",
    "Quarter",
    "add_municipal_working_days",
    "amsterdam_day",
    "execution_day",
    "is_bank_day",
    "is_legal_day",
    "is_municipal_day",
    "legal_term_days",
    "legal_term_months",
    "legal_term_weeks",
    "months",
    "months_after",
    "municipal_days",
    "payment_day",
]

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_MOVED_WEEKS, _LONGEST_MOVED_MONTHS, _LONGEST_MOVED_DAYS = 12, 3, 90
"""Algemene termijnenwet art. 4 a: longer terms end on a holiday if they must."""


def is_bank_day(day: date) -> bool:
    """A TARGET day: euro payments are settled (rules of the European Central Bank)."""
    return day.weekday() < _SATURDAY and day not in _target_holidays(day.year)


def is_municipal_day(day: date) -> bool:
    """A working day of the municipality."""
    return day.weekday() < _SATURDAY and day not in _dutch_holidays(day.year)


def is_legal_day(day: date, equated: Collection[date]) -> bool:
    """A day on which a legal term can end: no Saturday, Sunday, recognised or equated holiday (Algemene termijnenwet
    art. 1 and 3)."""
    return is_municipal_day(day) and day not in equated


@lru_cache(maxsize=512)
def municipal_days(first: date, last: date) -> int:
    """The number of municipal working days from the first day to the last, both included."""
    return sum(is_municipal_day(first + n * _DAY) for n in range((last - first).days + 1))


def payment_day(month: Month) -> date:
    """R24: the last day before the 21st that is a working day for the municipality and a TARGET day."""
    return _back(month.first.replace(day=20), lambda day: is_municipal_day(day) and is_bank_day(day))


def execution_day(paid_on: date, days_before: int = 1) -> date:
    """R24: the TARGET day on which the bank must begin, so that the amount is credited on `paid_on` (Awb 4:89)."""
    day = paid_on
    for _ in range(days_before):
        day = _back(day - _DAY, is_bank_day)
    return day


def payment_days(month: Month, today: date, days_before: int = 1) -> tuple[date, date]:
    """R24: the day a run of this month is credited and the day the bank executes it, or the first ones still to come."""
    paid_on = payment_day(month)
    executed_on = execution_day(paid_on, days_before)
    if executed_on >= today:
        return paid_on, executed_on
    executed_on = paid_on = _forward(today, is_bank_day)
    for _ in range(days_before):
        paid_on = _forward(paid_on + _DAY, is_bank_day)
    return paid_on, executed_on


def add_municipal_working_days(day: date, n: int) -> date:
    """The nth municipal working day after this day (R19: ten for a report)."""
    for _ in range(n):
        day = _forward(day + _DAY, is_municipal_day)
    return day


def legal_term_days(start: date, days: int, equated: Collection[date]) -> date:
    """R38: the last day of a term of so many days after `start`, moved to the next legal day (up to ninety days)."""
    return _moved(start + days * _DAY, days <= _LONGEST_MOVED_DAYS, equated)


def legal_term_weeks(start: date, weeks: int, equated: Collection[date]) -> date:
    """R38: the last day of a term of so many weeks after `start`, moved to the next legal day (up to twelve weeks)."""
    return _moved(start + 7 * weeks * _DAY, weeks <= _LONGEST_MOVED_WEEKS, equated)


def legal_term_months(start: date, n: int, equated: Collection[date]) -> date:
    """R38, R39: the last day of a term of n months from `start`, moved to the next legal day (up to three months)."""
    return _moved(months_after(start, n), n <= _LONGEST_MOVED_MONTHS, equated)


def _moved(last: date, movable: bool, equated: Collection[date]) -> date:
    return _forward(last, lambda day: is_legal_day(day, equated)) if movable else last


def _forward(day: date, works: Callable[[date], bool]) -> date:
    while not works(day):
        day += _DAY
    return day


def _back(day: date, works: Callable[[date], bool]) -> date:
    while not works(day):
        day -= _DAY
    return day


@lru_cache(maxsize=128)
def _target_holidays(year: int) -> frozenset[date]:
    from holidays import financial_holidays  # imported late: it takes a tenth of a second

    return frozenset(financial_holidays("XECB", years=year))


@lru_cache(maxsize=128)
def _dutch_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # imported late: it takes a tenth of a second

    return frozenset(country_holidays("NL", categories=("public", "optional"), years=year))
