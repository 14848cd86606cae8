"""Agreed hours (R4) and parts of a month (R5), with the segments they make."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calculation.calendar import Month
from ledger.calculation.timeline import share
from tests.calculation.cases import cents, contract, due, policy, regular, terms

METHODS = ("calendar", "working", "thirtieths")


@pytest.mark.parametrize(
    ("hours", "week", "subsidy_cents"),
    [
        ("36", "36", 123898),
        ("40", "40", 137664),
        ("40", "38", 130781),
        ("60", "40", 137664),
        ("18", "40", 61949),
        ("36", "40", 123898),
    ],
)
def test_hours_since_2024_count_against_36_up_to_the_sectors_week(hours: str, week: str, subsidy_cents: int) -> None:
    """R4: more than 36 hours raises the amount, above the sector's week nothing does."""
    start = date(2026, 2, 1)
    found = due(terms(start, contracts=[contract(start, hours, full_time_hours=week)]), "2026-02")
    assert cents(found)[0] == subsidy_cents
    (segment,) = found.lines[0].segments
    assert (str(segment.hours), str(segment.full_time_hours)) == (hours, week), "agreed hours are kept as agreed"


@pytest.mark.parametrize(("hours", "week"), [("40", "40"), ("36", "36"), ("45", "38")])
def test_hours_before_2024_are_at_most_the_whole_week(hours: str, week: str) -> None:
    """R4: a full week of any sector was the whole month, and no more."""
    start = date(2023, 9, 1)
    found = due(terms(start, contracts=[contract(start, hours, full_time_hours=week)]), "2023-09")
    assert cents(found)[0] == 107730  # 1995.00 x 1.08 x 50 %
    assert found.lines[0].segments[0].formula == "lks-2017"


def test_january_2024_changes_the_base_and_the_wage() -> None:
    """R3, R4: 40 of 40 hours were the whole and became 40/36."""
    start = date(2023, 9, 1)
    subsidy = terms(start, contracts=[contract(start, "40", full_time_hours="40")])
    formulas = [due(subsidy, month).lines[0].segments[0].formula for month in ("2023-12", "2024-01")]
    assert formulas == ["lks-2017", "lks-2024"]
    assert cents(due(subsidy, "2024-01"))[0] == 124164  # 2069.40 x 1.08 x 50 % x 40/36


def test_change_of_hours_within_a_month_is_one_line_of_two_segments() -> None:
    """R2, R5: ten days at 36 hours and twenty at 24."""
    start = date(2026, 1, 1)
    contracts = [contract(start), contract(date(2026, 4, 11), "24")]
    found = due(terms(start, contracts=contracts), "2026-04")
    (line,) = found.lines
    assert [(str(segment.start), segment.days, str(segment.hours)) for segment in line.segments] == [
        ("2026-04-01", 10, "36"),
        ("2026-04-11", 20, "24"),
    ]
    assert cents(found)[0] == 96365  # 1238.976 x (10/30 + 20/30 x 24/36) = 963.648


def test_contract_with_the_latest_start_holds() -> None:
    """R36: recorded later about an earlier day, it holds until the next start; of one day the later recorded."""
    start = date(2026, 1, 1)
    contracts = [
        contract(start),
        contract(date(2026, 5, 1), "20"),
        contract(date(2026, 3, 1), "30"),
        contract(start, "32"),
    ]
    subsidy = terms(start, contracts=contracts)
    hours = [str(due(subsidy, month).lines[0].segments[0].hours) for month in ("2026-02", "2026-03", "2026-05")]
    assert hours == ["32", "30", "20"]


@pytest.mark.parametrize(
    ("method", "start", "expected"),
    [
        ("calendar", date(2026, 10, 23), (9, 31)),
        ("working", date(2026, 10, 23), (6, 22)),
        ("thirtieths", date(2026, 10, 23), (8, 30)),
        ("working", date(2026, 5, 1), (18, 18)),
        ("thirtieths", date(2026, 2, 15), (16, 30)),
        ("thirtieths", date(2026, 2, 28), (3, 30)),
        ("thirtieths", date(2026, 10, 31), (0, 30)),
        ("calendar", date(2024, 2, 29), (1, 29)),
    ],
)
def test_part_of_the_first_month(method: str, start: date, expected: tuple[int, int]) -> None:
    """R5, switch part_month; municipal days leave out Liberation Day, Ascension and Whit Monday of May 2026."""
    (line,) = due(terms(start), str(Month.of(start)), policy(part_month=method)).lines
    assert [(segment.days, segment.days_in_month) for segment in line.segments] == [expected]


@given(
    st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.sets(st.integers(2, 31), max_size=4), st.sampled_from(METHODS)
)
def test_parts_of_a_month_add_up(day: date, cuts: set[int], method: str) -> None:
    """R5: by every method, the parts of a month are the month and none is negative."""
    month = Month.of(day)
    starts = [month.first, *(month.first.replace(day=cut) for cut in sorted(cuts) if cut <= month.days)]
    lasts = [*(start - timedelta(days=1) for start in starts[1:]), month.last]
    shares = [share(first, last, method) for first, last in zip(starts, lasts, strict=True)]
    assert sum(part.days for part in shares) == shares[0].days_in_month
    assert all(part.days >= 0 for part in shares)
    assert len({part.days_in_month for part in shares}) == 1


@pytest.mark.parametrize("method", METHODS)
def test_whole_month_is_whole(method: str) -> None:
    """R5: a month without changes does not depend on the method."""
    subsidy = terms(date(2025, 1, 1))
    assert cents(due(subsidy, "2026-02", policy(part_month=method))) == (123898, 30974)


def test_method_is_that_of_the_month() -> None:
    """R5: a method adopted within a month does not split it."""
    chosen = policy(date(2026, 10, 10), part_month="working")
    (line,) = due(terms(date(2026, 10, 23), regular(date(2026, 10, 23))), "2026-10", chosen).lines
    assert line.segments[0].days_in_month == 31
