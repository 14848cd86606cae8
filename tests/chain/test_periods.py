"""Periods of one wage value, from the terms of a subsidy (step C5, R7, R18)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.calculation.terms import Contract, Grant, Leave, Sickness, Terms
from projections.wage_values.periods import periods

START = date(2026, 1, 1)
REGULAR = Grant(START, None, "regular", Decimal(60), START)
FLAT_RATE = Grant(START, None, "flat_rate", None, START)
TERMS = Terms(START, (Contract(START, "fixed", Decimal(32), None, Decimal(36)),), (REGULAR,))


def found(*grants: Grant, **changes: Any) -> list[tuple[str, str, str]]:
    """First day, last day, percentage or route."""
    terms = replace(TERMS, grants=grants, **changes)
    return [(str(one.first), str(one.last or ""), str(one.wage_value or one.route)) for one in periods(terms)]


def test_nothing_that_is_not_granted_is_told() -> None:
    assert periods(None) == ()
    assert found() == []


def test_an_extension_on_the_same_percentage_is_the_same_period() -> None:
    first = replace(REGULAR, until=date(2026, 6, 30))
    assert found(first, replace(REGULAR, start=date(2026, 7, 1))) == [("2026-01-01", "", "60")]


def test_between_two_grants_nothing_is_told() -> None:
    first = replace(REGULAR, until=date(2026, 6, 30))
    assert found(first, replace(REGULAR, start=date(2026, 8, 1))) == [
        ("2026-01-01", "2026-06-30", "60"),
        ("2026-08-01", "", "60"),
    ]


def test_r7_after_six_months_of_flat_rate_there_is_no_wage_value_until_one_is_decided() -> None:
    assert found(FLAT_RATE) == [("2026-01-01", "2026-06-30", "flat_rate")]
    late = replace(REGULAR, start=date(2026, 9, 1))
    assert found(FLAT_RATE, late)[1:] == [("2026-09-01", "", "60")]


def test_an_end_or_a_withdrawal_ends_the_period_the_day_before() -> None:
    assert found(REGULAR, ended=date(2026, 5, 31)) == [("2026-01-01", "2026-05-31", "60")]
    assert found(REGULAR, ended=date(2025, 12, 31)) == []
    taken_back = replace(REGULAR, start=date(2026, 4, 1), withdrawn=True)
    assert found(REGULAR, taken_back) == [("2026-01-01", "2026-03-31", "60")]


def test_a_grant_from_before_the_employment_counts_from_its_first_day() -> None:
    assert found(replace(REGULAR, start=date(2025, 11, 1))) == [("2026-01-01", "", "60")]


def test_sickness_and_leave_stop_no_wage_value() -> None:
    sick, away = Sickness(date(2026, 2, 1), None), Leave(date(2026, 3, 1), date(2026, 3, 31), None)
    assert found(REGULAR, sicknesses=(sick,), leaves=(away,)) == [("2026-01-01", "", "60")]
