"""The table of terms: each with its length, calendar and article, and a last day around holidays (R38, R39)."""

from datetime import date

import pytest

from ledger.law import packaged_law
from ledger.process.deadlines import TERMS, signal_from

EQUATED = packaged_law().equated_days


@pytest.mark.parametrize(
    ("term", "start", "last"),
    [
        ("reminder", date(2026, 9, 1), date(2026, 9, 15)),
        ("reminder", date(2026, 4, 22), date(2026, 5, 8)),  # King's Day and 5 May are no working days
        ("reminder", date(2026, 12, 18), date(2027, 1, 5)),
        ("report", date(2026, 5, 4), date(2026, 5, 20)),  # 5 May, Ascension Day
        ("decision", date(2026, 9, 22), date(2026, 10, 27)),
        ("decision", date(2026, 11, 20), date(2026, 12, 28)),  # Christmas, then a weekend
        ("set_aside", date(2026, 10, 13), date(2026, 11, 10)),
        ("set_aside", date(2025, 12, 4), date(2026, 1, 5)),  # 1 January, the day after is equated
        ("default_notice", date(2026, 9, 28), date(2026, 10, 12)),
        ("default_notice", date(2027, 4, 13), date(2027, 4, 28)),  # King's Day 2027
        ("penalty", date(2026, 10, 12), date(2026, 11, 23)),
        ("penalty", date(2026, 11, 13), date(2026, 12, 25)),  # days as they come: never moved
        ("objection", date(2026, 10, 1), date(2026, 11, 12)),
        ("objection", date(2026, 4, 3), date(2026, 5, 18)),  # Friday 15 May 2026 is equated
        ("objection_decision", date(2026, 11, 12), date(2026, 12, 24)),
        ("payment", date(2026, 11, 13), date(2026, 12, 28)),
        ("payment_reminder", date(2026, 12, 11), date(2026, 12, 28)),
        ("claim", date(2026, 10, 1), date(2031, 10, 1)),
        ("lapse", date(2026, 12, 25), date(2031, 12, 25)),  # years are never moved
        ("target_group", date(2026, 10, 1), date(2026, 11, 26)),
        ("flat_rate", date(2025, 8, 31), date(2026, 2, 28)),
        ("flat_rate", date(2026, 3, 1), date(2026, 8, 31)),
    ],
)
def test_r38_last_day_of_each_term(term: str, start: date, last: date) -> None:
    assert TERMS[term].last_day(start, EQUATED) == last


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        (date(2026, 12, 31), date(2026, 11, 1)),
        (date(2027, 4, 29), date(2027, 2, 28)),
        (date(2028, 4, 29), date(2028, 2, 29)),
        (date(2026, 10, 14), date(2026, 8, 15)),
    ],
)
def test_h1_the_employer_is_asked_in_the_two_months_that_end_with_the_last_day(ends: date, first: date) -> None:
    assert signal_from(ends) == first


def test_another_length_by_policy_stands_for_the_usual_one() -> None:
    assert TERMS["reminder"].last_day(date(2026, 9, 1), number=5) == date(2026, 9, 8)
    assert TERMS["decision"].last_day(date(2026, 9, 1), EQUATED, 14) == date(2026, 9, 15)
    assert TERMS["reminder"].length == "10 working days"
