"""What one cell may hold: everything else is refused with how to write it, and never shown."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from ledger.calculation.month import Month
from ledger.facts import MonthAmount
from ledger.importing import cells


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (cells.number(), "32.5", Decimal("32.5")),
        (cells.number(), "32.50", Decimal("32.5")),
        (cells.number(), "-3", Decimal(-3)),
        (cells.euro(), "-12.5", -1250),
        (cells.day, "2026-11-20", date(2026, 11, 20)),
        (cells.month, "2026-11", Month(2026, 11)),
        (cells.flag, "Yes", True),
        (cells.flag, "false", False),
        (cells.municipality, "gm0363", "GM0363"),
        (cells.code, "B-2025/17", "B-2025/17"),
        (cells.choice("fixed", "min_max"), "fixed", "fixed"),
    ],
)
def test_reads(kind: Callable[[str], object], cell: str, value: object) -> None:
    assert kind(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (cells.number(), "32,5", "has a comma"),
        (cells.number(), "1.234,56", "has a comma"),
        (cells.number(), "32.555", "at most two decimals"),
        (cells.number(), "1e3", "at most two decimals"),
        (cells.number(), "NaN", "at most two decimals"),
        (cells.number(), "=1+1", "at most two decimals"),
        (cells.number(), "٣٢", "at most two decimals"),
        (cells.number(0, 60), "-1", "is below 0"),
        (cells.number(0, 60), "61", "is above 60"),
        (cells.euro(0), "-0.01", "is below 0"),
        (cells.day, "20-11-2026", "year-month-day"),
        (cells.day, "2026-02-30", "no day of the calendar"),
        (cells.day, "20261120", "year-month-day"),
        (cells.month, "2026-13", "year-month"),
        (cells.month, "2026-11-20", "year-month"),
        (cells.flag, "ja", "neither yes nor no"),
        (cells.municipality, "0518", "no municipality"),
        (cells.municipality, "GM0000", "no municipality"),
        (cells.municipality, "Amsterdam", "no municipality"),
        (cells.code, "two words", "is no code"),
        (cells.choice("fixed"), "Fixed", "is none of: fixed"),
    ],
)
def test_refuses(kind: Callable[[str], object], cell: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refusal:
        kind(cell)
    assert cell not in str(refusal.value)


@pytest.mark.parametrize("first", ["=", "+", "-", "@"])
@pytest.mark.parametrize("kind", [cells.text, cells.line, cells.code, cells.municipality])
def test_refuses_formulas_in_text(kind: Callable[[str], object], first: str) -> None:
    with pytest.raises(ValueError, match="as a formula does"):
        kind(f"{first}HYPERLINK(1)")


LINES = (
    MonthAmount(month=Month(2026, 1), element="fixed", subsidy_cents=89741, charges_cents=22435),
    MonthAmount(month=Month(2026, 1), element="variable", subsidy_cents=-1000, charges_cents=-250),
)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01:fixed:897.41+224.35;2026-01:variable:-10+-2.5",
        "2026-01:variable:-10.00+-2.50 2026-01:fixed:897.41+224.35;",
        [
            {"month": "2026-01", "element": "variable", "subsidy": "-10", "charges": "-2.5"},
            {"month": "2026-01", "element": "fixed", "subsidy": "897.41", "charges": "224.35"},
        ],
    ],
)
def test_r27_amounts_by_month_are_the_same_however_they_are_written(cell: cells.Cell) -> None:
    assert cells.amounts(cell) == LINES


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026-01:fixed:897.41", "is not written as"),
        ("2026-01:897.41+224.35", "is not written as"),
        ("2026-01:fixed:897,41+224.35", "part 1 whose subsidy has a comma"),
        ("2026-01:fixed:1+1;2026-1:fixed:1+1", "part 2 whose month is not a month"),
        ("2026-01:flexible:1+1", "part 1 whose element is none of"),
        ("2026-01:fixed:1+1;2026-01:fixed:2+2", "a month and element twice"),
        ([{"month": "2026-01"}], "part 1 that is no object"),
        ([["2026-01", "fixed", "1", "1"]], "part 1 that is no object"),
        ([{"month": "2026-01", "element": "fixed", "subsidy": None, "charges": "1"}], "part 1 whose subsidy"),
    ],
)
def test_r27_refuses_amounts(cell: cells.Cell, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cells.amounts(cell)
