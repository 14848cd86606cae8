"""Three calendars (R38), the payment day (R24), and terms."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from ledger.calculation.calendar import (
    Month,
    add_municipal_working_days,
    execution_day,
    is_bank_day,
    is_legal_day,
    is_municipal_day,
    legal_term_days,
    legal_term_months,
    legal_term_weeks,
    payment_day,
)
from ledger.law import packaged_law

EQUATED = packaged_law().equated_days

PAYMENT_DAYS = {
    2025: (20, 20, 20, 17, 20, 20, 18, 20, 19, 20, 20, 19),
    2026: (20, 20, 20, 20, 20, 19, 20, 20, 18, 20, 20, 18),
}


@pytest.mark.parametrize("year", PAYMENT_DAYS)
def test_payment_days_of_a_year(year: int) -> None:
    """R24: the last day before the 21st that both the municipality and TARGET work."""
    assert tuple(payment_day(Month(year, number)).day for number in range(1, 13)) == PAYMENT_DAYS[year]


@pytest.mark.parametrize(("month", "day"), [("2024-05", 17), ("2024-01", 19), ("2026-12", 18)])
def test_payment_day_knows_dutch_holidays(month: str, day: int) -> None:
    """R24: Whit Monday, 20 May 2024, is a TARGET day and no working day."""
    assert payment_day(Month.parse(month)).day == day


def test_payment_day_is_always_before_the_21st_and_a_day_of_both() -> None:
    """R24, for every month of thirty years, and no later day would do."""
    for n in range(360):
        month = Month(2015, 1) + n
        day = payment_day(month)
        assert Month.of(day) == month
        assert is_bank_day(day)
        assert is_municipal_day(day)
        between = [day + timedelta(days=later) for later in range(1, 21 - day.day)]
        assert not any(is_bank_day(later) and is_municipal_day(later) for later in between)


@pytest.mark.parametrize(
    ("paid_on", "before", "day"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 19)),
        (date(2026, 4, 20), 1, date(2026, 4, 17)),
        (date(2025, 4, 17), 1, date(2025, 4, 16)),
        (date(2026, 4, 20), 2, date(2026, 4, 16)),
        (date(2026, 4, 20), 0, date(2026, 4, 20)),
        (date(2026, 4, 7), 1, date(2026, 4, 2)),
        (date(2026, 4, 28), 1, date(2026, 4, 27)),
    ],
)
def test_execution_day(paid_on: date, before: int, day: date) -> None:
    """R24: TARGET days before; banks rest at Easter and on 1 May, and work on King's Day."""
    assert execution_day(paid_on, before) == day


@pytest.mark.parametrize(
    ("day", "bank", "municipal"),
    [
        (date(2026, 1, 1), False, False),
        (date(2026, 1, 2), True, True),
        (date(2026, 4, 3), False, False),
        (date(2026, 4, 6), False, False),
        (date(2026, 4, 27), True, False),
        (date(2026, 5, 1), False, True),
        (date(2026, 5, 5), True, False),
        (date(2027, 5, 5), True, False),
        (date(2026, 5, 14), True, False),
        (date(2026, 5, 25), True, False),
        (date(2025, 4, 26), False, False),
        (date(2025, 4, 28), True, True),
        (date(2026, 12, 25), False, False),
        (date(2026, 12, 24), True, True),
    ],
)
def test_bank_and_municipal_days_differ(day: date, bank: bool, municipal: bool) -> None:
    """R38: King's Day, 5 May (every year), Ascension and Whit Monday are Dutch; 1 May is TARGET's."""
    assert (is_bank_day(day), is_municipal_day(day)) == (bank, municipal)


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    ],
)
def test_days_equated_by_decree_are_no_legal_days(day: date) -> None:
    """R38: the municipality works on them, a legal term does not end on them."""
    assert is_municipal_day(day)
    assert not is_legal_day(day, EQUATED)


@pytest.mark.parametrize(
    ("start", "weeks", "last"),
    [
        (date(2026, 11, 2), 5, date(2026, 12, 7)),
        (date(2026, 11, 20), 5, date(2026, 12, 28)),  # 25 December, then the weekend
        (date(2026, 4, 10), 5, date(2026, 5, 18)),  # Friday 15 May is equated, then the weekend
        (date(2026, 2, 27), 5, date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 10, 3), 12, date(2026, 12, 28)),  # Saturday 26 December
        (date(2026, 10, 3), 13, date(2027, 1, 2)),  # a Saturday, and above twelve weeks it stays
    ],
)
def test_term_in_weeks(start: date, weeks: int, last: date) -> None:
    """R38: D + 7n, moved to the next legal day, not above twelve weeks."""
    assert legal_term_weeks(start, weeks, EQUATED) == last


def test_term_in_days() -> None:
    """R38: as in weeks; ninety days is the longest that is moved."""
    assert legal_term_days(date(2026, 11, 20), 35, EQUATED) == legal_term_weeks(date(2026, 11, 20), 5, EQUATED)
    assert legal_term_days(date(2026, 9, 27), 90, EQUATED) == date(2026, 12, 28)
    assert legal_term_days(date(2026, 9, 26), 91, EQUATED) == date(2026, 12, 26)


def test_term_in_months() -> None:
    """R38, R39: three months are moved, six are not."""
    assert legal_term_months(date(2026, 2, 1), 3, EQUATED) == date(2026, 4, 30)
    assert legal_term_months(date(2026, 2, 3), 3, EQUATED) == date(2026, 5, 4)
    assert legal_term_months(date(2026, 6, 27), 6, EQUATED) == date(2026, 12, 26)


def test_without_adopted_decree_the_day_counts() -> None:
    """R38: equated days are dated law that a ledger adopts."""
    assert legal_term_weeks(date(2026, 4, 10), 5, frozenset()) == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("day", "n", "last"),
    [
        (date(2026, 11, 2), 10, date(2026, 11, 16)),
        (date(2026, 4, 20), 10, date(2026, 5, 6)),  # without King's Day and 5 May; equated days do count
        (date(2026, 5, 8), 5, date(2026, 5, 18)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 2), 0, date(2026, 11, 2)),
    ],
)
def test_ten_working_days_are_municipal(day: date, n: int, last: date) -> None:
    """R38, R19: a report is due within ten of them."""
    assert add_municipal_working_days(day, n) == last


def test_holidays_are_loaded_when_asked() -> None:
    """A command that asks for no working day does not wait for the library of holidays."""
    code = (
        "import sys, ledger.calculation.calendar, ledger.calculation.entitlement; sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
