"""The formula and its rounding (R1, R2), against a naive reading in fractions and by the properties it must have."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calculation.amount import amount, exact
from tests.calculation.cases import fixed_segment

WAGES = (206940, 213360, 219180, 224580, 229440, 233700)


def hundredths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Numbers with two decimals from low to high."""
    return st.integers(low * 100, high * 100).map(lambda n: Decimal(n) / 100)


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    """Any inputs of a regular segment since 2024."""
    return {
        "minimum_wage_cents": draw(st.integers(100_000, 400_000)),
        "hours": draw(hundredths(0, 60)),
        "full_time_hours": draw(hundredths(36, 40)),
        "age_percentage": draw(hundredths(30, 100)),
        "wage_value": draw(hundredths(0, 100)),
        "holiday_percentage": draw(hundredths(8, 10)),
        "wage_value_holiday_percentage": draw(hundredths(8, 25)),
        "charges_percentage": draw(hundredths(20, 30)),
        "days": (days := draw(st.integers(0, 31))),
        "days_in_month": max(days, draw(st.integers(28, 31))),
    }


def naive(given_: dict[str, Any]) -> tuple[Fraction, Fraction]:
    """The statute's order, in fractions."""
    part = {key: Fraction(value) / 100 for key, value in given_.items() if key.endswith("percentage") or "value" in key}
    wage = given_["minimum_wage_cents"] * part["age_percentage"]
    total = wage * (1 + part["holiday_percentage"])
    value = wage * part["wage_value"] * (1 + part["wage_value_holiday_percentage"])
    month = max(Fraction(0), min(total - value, total * Fraction(70, 100)))
    hours = min(given_["hours"], given_["full_time_hours"])
    subsidy = month * Fraction(hours) / 36 * given_["days"] / given_["days_in_month"]
    return subsidy, subsidy * part["charges_percentage"]


def half_up(value: Fraction) -> int:
    """The nearest whole number, half goes up."""
    return int((value + Fraction(1, 2)) // 1)


@given(inputs())
def test_amount_is_the_statute_in_fractions(given_: dict[str, Any]) -> None:
    """R1, R2: exact until one rounding of each."""
    segment = fixed_segment(**given_)
    subsidy, charges = naive(given_)
    assert exact((segment,)) == (subsidy, charges)
    assert amount((segment,)) == (half_up(subsidy), half_up(charges))


def test_multiplying_first_and_dividing_once_matters() -> None:
    """R1: dividing the hours by 36 first is wrong by a cent in 40 of 95,142 combinations, and this ledger in none."""
    wrong = combinations = 0
    for wage in WAGES:
        for wage_value in range(101):
            for quarters in range(157):
                hours = 1 + Decimal(quarters) / 4
                correct = half_up(Fraction(wage * 108 * min(100 - wage_value, 70), 10_000) * Fraction(hours) / 36)
                early = wage * Decimal("1.08") * min(Decimal(100 - wage_value) / 100, Decimal("0.70")) * (hours / 36)
                combinations += 1
                if int(early + Decimal("0.5")) != correct:
                    wrong += 1
                    found = fixed_segment(
                        minimum_wage_cents=wage, wage_value=wage_value, hours=hours, full_time_hours="40"
                    )
                    assert amount((found,)).subsidy_cents == correct
    assert (wrong, combinations) == (40, 95_142)


@given(inputs(), hundredths(0, 60))
def test_amount_rises_with_hours_up_to_the_sectors_week(given_: dict[str, Any], more: Decimal) -> None:
    """R4: more hours never lower the amount, and above the sector's week they add nothing."""
    fewer = given_["hours"]
    higher = fixed_segment(**given_ | {"hours": fewer + more})
    assert exact((higher,)).subsidy >= exact((fixed_segment(**given_),)).subsidy
    full_time = fixed_segment(**given_ | {"hours": given_["full_time_hours"]})
    if fewer + more >= given_["full_time_hours"]:
        assert amount((higher,)) == amount((full_time,))


@given(inputs(), hundredths(0, 100))
def test_amount_falls_with_the_wage_value(given_: dict[str, Any], other: Decimal) -> None:
    """R1: a higher wage value never raises the amount."""
    low, high = sorted((given_["wage_value"], other))
    less = exact((fixed_segment(**given_ | {"wage_value": high}),)).subsidy
    assert less <= exact((fixed_segment(**given_ | {"wage_value": low}),)).subsidy


@given(inputs(), hundredths(0, 30))
def test_cap_is_seventy_percent_and_binds_up_to_thirty(given_: dict[str, Any], wage_value: Decimal) -> None:
    """R1: with the same holiday percentage on both sides, every wage value up to 30 gives the cap."""
    same = given_ | {"wage_value_holiday_percentage": given_["holiday_percentage"]}
    at_cap = exact((fixed_segment(**same | {"wage_value": "30"}),))
    assert exact((fixed_segment(**same | {"wage_value": wage_value}),)) == at_cap


def test_no_jump_at_the_cap() -> None:
    """R1: at 30 percent the difference and the cap meet, just above it the amount moves by a hundredth of a percent."""
    at, above = (exact((fixed_segment(wage_value=value),)).subsidy for value in ("30", "30.01"))
    assert at - above == Fraction(229440) * Fraction(108, 100) / 10_000


@pytest.mark.parametrize(("wage_value", "holiday"), [("100", "8"), ("99", "25")])
def test_amount_is_never_negative(wage_value: str, holiday: str) -> None:
    """R1: a wage value with a higher holiday percentage can pass the minimum wage; nothing is due then."""
    found = amount((fixed_segment(wage_value=wage_value, wage_value_holiday_percentage=holiday),))
    assert found == (0, 0)


@given(inputs(), st.lists(st.integers(0, 31), min_size=1, max_size=4))
def test_parts_of_a_month_are_the_whole(given_: dict[str, Any], parts: list[int]) -> None:
    """R2: a month that is cut without any input changing gives the same line, to the cent."""
    total = max(sum(parts), 1)
    pieces = tuple(fixed_segment(**given_ | {"days": days, "days_in_month": total}) for days in parts)
    whole = fixed_segment(**given_ | {"days": sum(parts), "days_in_month": total})
    assert exact(pieces) == exact((whole,))
    assert amount(pieces) == amount((whole,))


@given(st.lists(inputs(), min_size=2, max_size=4))
def test_line_of_segments_is_rounded_once(given_: list[dict[str, Any]]) -> None:
    """R2: summed exactly, whatever the segments differ in; then one rounding."""
    segments = tuple(fixed_segment(**each) for each in given_)
    subsidy, charges = (sum(column) for column in zip(*map(naive, given_), strict=True))
    assert amount(segments) == (half_up(Fraction(subsidy)), half_up(Fraction(charges)))


def test_rounding_each_segment_would_differ() -> None:
    """R2: two halves of a cent are one cent, not two."""
    half = fixed_segment(
        minimum_wage_cents=1, wage_value="50", holiday_percentage="0", wage_value_holiday_percentage="0"
    )
    assert exact((half,)).subsidy == Fraction(1, 2)
    assert amount((half, half)).subsidy_cents == 1


@given(st.lists(inputs(), min_size=1, max_size=3), hundredths(20, 30))
def test_charges_over_the_rounded_subsidy(given_: list[dict[str, Any]], charges: Decimal) -> None:
    """R2, switch charges_on: the percentage of the cents that are paid."""
    segments = [fixed_segment(**each | {"charges_on": "rounded", "charges_percentage": charges}) for each in given_]
    found = amount(segments)
    assert found.charges_cents == half_up(found.subsidy_cents * Fraction(charges) / 100)


def test_charges_over_rounded_and_unrounded_differ_by_a_cent() -> None:
    """R2: the switch is no empty promise."""
    segment = fixed_segment(hours="33.33", wage_value="47", charges_percentage="23.5")
    differing = [
        cents
        for cents in range(229_000, 229_100)
        if amount((segment.model_copy(update={"minimum_wage_cents": cents}),))
        != amount((segment.model_copy(update={"minimum_wage_cents": cents, "charges_on": "rounded"}),))
    ]
    assert differing


def test_flat_rate_takes_no_wage_value() -> None:
    """R7: 50 percent of minimum wage and holiday allowance."""
    found = fixed_segment(
        route="flat_rate",
        wage_value=None,
        wage_value_holiday_percentage=None,
        cap_percentage=None,
        flat_rate_percentage="50",
    )
    assert exact((found,)).subsidy == Fraction(229440) * Fraction(108, 100) / 2


def test_nothing_is_nothing() -> None:
    """No segments, no amount."""
    assert amount(()) == (0, 0)
