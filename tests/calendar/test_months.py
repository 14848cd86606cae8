"""Months and quarters, terms in months (R39), and the day in the Netherlands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.calculation.calendar import Month, Quarter, amsterdam_day, months, months_after
from ledger.model import Model
from ledger.refusal import Misuse

DATES = st.dates(date(1, 1, 1), date(9997, 12, 31))


class Holder(Model):
    """A record with both."""

    month: Month
    quarter: Quarter


@given(DATES)
def test_a_day_is_in_its_month_and_quarter(day: date) -> None:
    """First and last day enclose it, text reads back."""
    month, quarter = Month.of(day), Quarter.of(day)
    assert month.first <= day <= month.last
    assert quarter.first <= day <= quarter.last
    assert month.days == (month.last - month.first).days + 1
    assert month.quarter == quarter
    assert month in quarter.months
    assert (Month.parse(str(month)), Quarter.parse(str(quarter))) == (month, quarter)


@given(DATES, st.integers(-100, 100))
def test_adding_months_goes_back_again(day: date, n: int) -> None:
    """Years turn over in both directions."""
    month = Month.of(day)
    if 12 <= month.year * 12 + month.number - 1 + n < 9999 * 12:
        assert (month + n) + -n == month
        assert ((month + n) > month) == (n > 0)


def test_next_and_previous() -> None:
    """Over the turn of a year."""
    assert (Month(2026, 12).next, Month(2027, 1).previous) == (Month(2027, 1), Month(2026, 12))
    assert (Quarter(2026, 4).next, Quarter(2027, 1).previous) == (Quarter(2027, 1), Quarter(2026, 4))
    assert (str(Month(2026, 11)), str(Quarter(2026, 4))) == ("2026-11", "2026Q4")
    assert (Month(2024, 2).days, Month(2026, 2).days) == (29, 28)


def test_months_from_and_to() -> None:
    """Both ends included; none when the end comes first."""
    assert [str(month) for month in months(Month(2025, 11), Month(2026, 2))] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert list(months(Month(2026, 2), Month(2026, 1))) == []


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-01", "2026/01", "2026-01-01", "٢٠٢٦-٠١", "", "0000-01"]
)
def test_no_month(text: str) -> None:
    """Anything but four digits, a hyphen and two is refused by name."""
    with pytest.raises(Misuse, match=text or "is not a month"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026Q0", "2026Q5", "2026-Q1", "2026q1", "2026"])
def test_no_quarter(text: str) -> None:
    """Anything but a year, Q and 1 to 4 is refused by name."""
    with pytest.raises(Misuse, match=text):
        Quarter.parse(text)


def test_month_and_quarter_are_stored_as_text() -> None:
    """In facts they are text, and nothing else is read."""
    held = Holder(month=Month(2026, 11), quarter=Quarter(2026, 4))
    assert held.model_dump_json() == '{"month":"2026-11","quarter":"2026Q4"}'
    assert Holder.model_validate_json(held.model_dump_json()) == held
    for wrong in ("202611", '"2026-13"', '{"year":2026,"number":11}', "null"):
        with pytest.raises(ValidationError):
            Holder.model_validate_json(f'{{"month":{wrong},"quarter":"2026Q4"}}')


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 3, 1), 6, date(2026, 8, 31)),
        (date(2025, 10, 23), 6, date(2026, 4, 22)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 8, 29), 6, date(2026, 2, 28)),
        (date(2025, 8, 28), 6, date(2026, 2, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 12, date(2027, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_after(start: date, n: int, last: date) -> None:
    """R39: the day before the same-numbered day, or the last day of a month that has no such day."""
    assert months_after(start, n) == last


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 60))
def test_months_after_never_skips_a_month(start: date, n: int) -> None:
    """R39: the last day lies in the nth month after, or is the last day of the month before it."""
    last = months_after(start, n)
    assert Month.of(last + timedelta(days=1)) in (Month.of(start) + n, Month.of(start) + (n + 1))
    assert Month.of(last) in (Month.of(start) + n, Month.of(start) + (n - 1))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_day_in_the_netherlands(moment: datetime, day: date) -> None:
    """Summer time is two hours ahead, winter time one."""
    assert amsterdam_day(moment) == day


def test_moment_without_time_zone_is_none() -> None:
    """A naive moment would be read by the clock of the machine."""
    with pytest.raises(AssertionError):
        amsterdam_day(datetime(2026, 1, 1))  # noqa: DTZ001
