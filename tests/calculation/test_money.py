"""Cents, the one rounding (R2), and numbers as people type them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calculation.money import euro, number, parse_euro, round_half_up, whole_cents
from ledger.refusal import Misuse


@pytest.mark.parametrize(
    ("numerator", "denominator", "cents"), [(0, 7, 0), (1, 2, 1), (3, 2, 2), (5, 2, 3), (49, 100, 0), (149, 100, 1)]
)
def test_half_a_cent_goes_up(numerator: int, denominator: int, cents: int) -> None:
    """R2: half-up, not to even."""
    assert round_half_up(numerator, denominator) == cents


@given(st.integers(0, 10**30), st.integers(1, 10**20))
def test_rounding_is_the_nearest_cent(numerator: int, denominator: int) -> None:
    """R2: never further away than half a cent, and at exactly half above."""
    over = round_half_up(numerator, denominator) - Fraction(numerator, denominator)
    assert -Fraction(1, 2) < over <= Fraction(1, 2)


def test_differences_are_never_rounded() -> None:
    """R2: a negative amount means that somebody rounds a difference."""
    with pytest.raises(AssertionError):
        round_half_up(-1, 2)


@pytest.mark.parametrize(
    ("cents", "text"), [(110131, "1101.31"), (5, "0.05"), (-5, "-0.05"), (-110131, "-1101.31"), (0, "0.00")]
)
def test_euro_text_has_a_point_and_no_thousands(cents: int, text: str) -> None:
    """Money is read back as it was written."""
    assert euro(cents) == text
    assert parse_euro(text) == cents


@pytest.mark.parametrize(("text", "cents"), [("12", 1200), ("12.5", 1250), ("12.50", 1250), ("007", 700)])
def test_euro_text_may_leave_decimals_out(text: str, cents: int) -> None:
    """A whole number of euros needs no decimals."""
    assert parse_euro(text) == cents


@pytest.mark.parametrize(("text", "corrected"), [("32,5", "32.5"), ("1.101,31", "1101.31")])
def test_comma_is_refused_by_name(text: str, corrected: str) -> None:
    """The message names what was typed, the field, and what to write."""
    with pytest.raises(Misuse, match=r"hours: '.*' has a comma") as refusal:
        number(text, "hours")
    assert text in str(refusal.value)
    assert corrected in str(refusal.value)


@pytest.mark.parametrize("text", ["", " 1", "1.", ".5", "1.234", "1e3", "NaN", "٣", "+1", "1_000", "9" * 13])
def test_anything_else_is_refused(text: str) -> None:
    """Only plain digits of the alphabet that the ledger writes."""
    with pytest.raises(Misuse, match="is not a number"):
        number(text, "hours")


def test_published_amounts_have_no_parts_of_a_cent() -> None:
    """A value of the law with more decimals would be a mistake in the table."""
    assert whole_cents(Decimal("2294.40")) == 229440
    with pytest.raises(AssertionError):
        whole_cents(Decimal("906.288"))
