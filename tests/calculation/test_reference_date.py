"""Which minimum wage counts on which day (R3): the reference date, indexation, and values of the law by municipality."""

from datetime import date

import pytest

from ledger.calculation.entitlement import Terms
from ledger.law.policy import Policy
from tests.calculation.cases import DEFAULTS, cents, contract, due, policy, regular, terms

MARCH = date(2026, 3, 1)
SEPTEMBER = date(2026, 9, 1)
JULY = policy(follow_july_index="yes")


def wages(subsidy: Terms, month: str, chosen: Policy = DEFAULTS) -> list[tuple[int, str]]:
    """Minimum wage and reference date of each segment."""
    (line,) = due(subsidy, month, chosen).lines
    return [(segment.minimum_wage_cents, str(segment.reference_date)) for segment in line.segments]


@pytest.mark.parametrize(
    ("month", "wage"),
    [
        ("2025-06", (219180, "2025-03-01")),
        ("2025-07", (219180, "2025-03-01")),
        ("2025-12", (219180, "2025-03-01")),
        ("2026-01", (229440, "2026-01-01")),
        ("2026-07", (229440, "2026-01-01")),
        ("2027-01", (233700, "2027-01-01")),
    ],
)
def test_running_subsidy_follows_january_only(month: str, wage: tuple[int, str]) -> None:
    """R3: 1 January replaces the wage of the start; 1 July does nothing; an unknown January keeps the last wage."""
    assert wages(terms(date(2025, 3, 1)), month) == [wage]


@pytest.mark.parametrize(
    ("month", "wage"),
    [("2026-06", (229440, "2026-03-01")), ("2026-07", (233700, "2026-07-01")), ("2027-01", (233700, "2027-01-01"))],
)
def test_policy_may_follow_july(month: str, wage: tuple[int, str]) -> None:
    """R3, switch follow_july_index: 1 July counts as 1 January does."""
    assert wages(terms(MARCH), month, JULY) == [wage]


def test_following_july_is_dated() -> None:
    """R3: a policy from 2026 on changes nothing in 2025."""
    chosen = policy(date(2026, 1, 1), follow_july_index="yes")
    assert wages(terms(date(2025, 3, 1)), "2025-09", chosen) == [(219180, "2025-03-01")]
    assert wages(terms(date(2025, 3, 1)), "2026-09", chosen) == [(233700, "2026-07-01")]


def test_subsidy_that_starts_after_july_has_the_wage_of_july() -> None:
    """R3: the effective date of the first grant is its reference."""
    assert wages(terms(date(2026, 10, 23)), "2026-11") == [(233700, "2026-10-23")]


def test_deciding_again_takes_the_wage_of_that_day() -> None:
    """R3: a re-measurement from September counts with the wage of July, also within a month."""
    subsidy = terms(MARCH, regular(MARCH), regular(date(2026, 9, 16), "55"))
    assert wages(subsidy, "2026-09") == [(229440, "2026-03-01"), (233700, "2026-09-16")]


def test_decision_that_does_not_fix_the_amount_keeps_the_wage() -> None:
    """R3: the caller says which decision last fixed the amount; a later start alone moves nothing."""
    subsidy = terms(MARCH, regular(MARCH), regular(SEPTEMBER, reference=MARCH))
    assert wages(subsidy, "2026-09") == [(229440, "2026-03-01")]


def test_change_of_hours_birthday_and_form_keep_the_wage() -> None:
    """R3: none of them fixes the amount."""
    contracts = [contract(MARCH), contract(SEPTEMBER, "24"), contract(date(2026, 9, 11), "24", "min_max", maximum="30")]
    subsidy = terms(MARCH, contracts=contracts, ages=[(20, MARCH), (21, date(2026, 9, 21))])
    (fixed,) = due(subsidy, "2026-09").lines
    assert {segment.minimum_wage_cents for segment in fixed.segments} == {229440}
    assert [segment.days for segment in fixed.segments] == [10, 10, 10]


@pytest.mark.parametrize(("month", "percentage"), [("2025-12", "23.5"), ("2026-01", "25")])
def test_charges_are_those_of_the_reference_date(month: str, percentage: str) -> None:
    """R3: the charges percentage moves with the reference date, not with the month."""
    (line,) = due(terms(date(2025, 3, 1)), month).lines
    assert [str(segment.charges_percentage) for segment in line.segments] == [percentage]


def test_deviation_of_a_municipality_counts_from_the_reference_date() -> None:
    """R41, R3: 25 percent since mid-2025 in one municipality: for who starts then, for the others on 1 January."""
    chosen = policy(date(2025, 7, 1), law__charges_percentage="25")
    assert cents(due(terms(date(2025, 3, 1)), "2025-09", chosen)) == cents(due(terms(date(2025, 3, 1)), "2025-09"))
    (line,) = due(terms(date(2025, 8, 1)), "2025-09", chosen).lines
    assert [str(segment.charges_percentage) for segment in line.segments] == ["25"]


def test_holiday_percentage_of_the_wage_value() -> None:
    """R1, switch holiday_percentage_wage_value: more holiday allowance on the wage value lowers the subsidy."""
    chosen = policy(holiday_percentage_wage_value="10")
    assert cents(due(terms(MARCH), "2026-03", chosen))[0] == 121603  # 2294.40 x (1.08 - 0.50 x 1.10)


def test_charges_over_the_rounded_subsidy_by_policy() -> None:
    """R2, switch charges_on, dated by the month."""
    chosen = policy(date(2026, 4, 1), charges_on="rounded")
    march, april = (due(terms(MARCH), month, chosen).lines[0].segments[0] for month in ("2026-03", "2026-04"))
    assert (march.charges_on, april.charges_on) == ("unrounded", "rounded")
