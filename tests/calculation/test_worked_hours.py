"""The variable element (R10) and what is not known (R11)."""

from datetime import date
from fractions import Fraction

import pytest

from ledger.calculation.amount import WorkedSegment, amount, worked_hours
from ledger.calculation.entitlement import Terms
from tests.calculation.cases import (
    cents,
    contract,
    due,
    flat_rate,
    policy,
    regular,
    terms,
    with_reports,
    worked_segment,
)

START = date(2026, 1, 1)
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
HOUR = Fraction(123897_6, 10) / 156
"""Cents of an hour: 2294.40 x 1.08 x 50 % over 36 x 52/12."""


def zero_hours(*reports: tuple[date, date, str], full_time_hours: str = "36") -> Terms:
    """A zero-hours contract with these reports."""
    agreed = contract(START, "0", "zero_hours", full_time_hours)
    return terms(START, contracts=[agreed], reports=reports)


def min_max(*reports: tuple[date, date, str]) -> Terms:
    """At least 20 and at most 32 hours a week."""
    return terms(START, contracts=[contract(START, "20", "min_max", maximum="32")], reports=reports)


def worth(hours: Fraction) -> int:
    """Cents of so many hours, rounded half-up."""
    return int(hours * HOUR + Fraction(1, 2))


def test_zero_hours_have_no_fixed_line() -> None:
    """R10: nothing is agreed, so nothing is fixed; what was worked is variable."""
    found = due(zero_hours((*FEBRUARY, "100")), "2026-02")
    assert [line.element for line in found.lines] == ["variable"]
    assert cents(found, "variable") == (79422, 19855)


def test_unknown_is_not_zero() -> None:
    """R11: without a report there is no variable line, and the days are named; the fixed line is due all the same."""
    found = due(min_max(), "2026-02")
    assert [line.element for line in found.lines] == ["fixed"]
    assert found.unknown
    assert found.hours_missing == (FEBRUARY,)


def test_month_is_known_when_all_its_days_are_covered() -> None:
    """R11: half a month reported is not reported."""
    half = due(zero_hours((date(2026, 2, 1), date(2026, 2, 14), "50")), "2026-02")
    assert half.hours_missing == ((date(2026, 2, 15), date(2026, 2, 28)),)
    assert half.lines == ()
    whole = due(
        zero_hours((date(2026, 2, 15), date(2026, 2, 28), "50"), (date(2026, 2, 1), date(2026, 2, 14), "50")), "2026-02"
    )
    assert not whole.unknown
    assert cents(whole, "variable") == (79422, 19855)


def test_only_employed_days_need_a_report() -> None:
    """R11: days before the start and after the end are nobody's hours."""
    start, last = date(2026, 2, 10), date(2026, 2, 20)
    agreed = contract(start, "0", "zero_hours")
    subsidy = terms(start, contracts=[agreed], ended=last, reports=[(start, last, "40")])
    assert not due(subsidy, "2026-02").unknown
    assert not due(subsidy, "2026-01").unknown


def test_zero_hours_worked_is_a_line_of_nothing() -> None:
    """R11: known to be zero is another thing than unknown."""
    found = due(zero_hours((*FEBRUARY, "0")), "2026-02")
    assert not found.unknown
    assert [line.total_cents for line in found.lines] == [0]


def test_fewer_hours_than_the_minimum_take_nothing_off() -> None:
    """R10: the minimum is paid in advance and stays."""
    found = due(min_max((*FEBRUARY, "60")), "2026-02")
    assert cents(found) == (68832, 17208)
    assert cents(found, "variable") == (0, 0)


def test_report_over_two_months_is_spread_by_calendar_days() -> None:
    """R10: four weeks of 112 hours: 6 days in January, 22 in February, to the exact fraction."""
    payslip = (date(2026, 1, 26), date(2026, 2, 22), "113.5")
    subsidy = zero_hours((date(2026, 1, 1), date(2026, 1, 25), "100"), payslip, (date(2026, 2, 23), FEBRUARY[1], "24"))
    january, february = due(subsidy, "2026-01"), due(subsidy, "2026-02")
    assert cents(january, "variable")[0] == worth(100 + Fraction("113.5") * 6 / 28)
    assert cents(february, "variable")[0] == worth(24 + Fraction("113.5") * 22 / 28)


def test_later_report_replaces_the_earlier_on_the_days_of_both() -> None:
    """R10, R36: nothing is counted twice."""
    subsidy = zero_hours((*FEBRUARY, "100"), (*FEBRUARY, "80"))
    assert cents(due(subsidy, "2026-02"), "variable")[0] == worth(Fraction(80))
    part = zero_hours((*FEBRUARY, "112"), (date(2026, 2, 15), FEBRUARY[1], "10"))
    assert cents(due(part, "2026-02"), "variable")[0] == worth(Fraction(56 + 10))


def test_reports_do_not_matter_on_a_fixed_contract() -> None:
    """R10: the subsidy follows the agreed hours (ECLI:NL:RBNHO:2025:4899)."""
    subsidy = terms(START, reports=[(*FEBRUARY, "200")])
    assert due(subsidy, "2026-02").lines == due(terms(START), "2026-02").lines


def test_hours_of_a_month_with_two_amounts_are_weighed_by_their_days() -> None:
    """R10, R6: 60 hours in a month that is half at 80 % and half at 100 %."""
    subsidy = terms(
        START,
        contracts=[contract(START, "0", "zero_hours")],
        ages=[(20, START), (21, date(2026, 2, 15))],
        reports=[(*FEBRUARY, "60")],
    )
    assert cents(due(subsidy, "2026-02"), "variable")[0] == worth(30 * Fraction(80, 100) + 30)


def test_minimum_is_measured_over_the_month() -> None:
    """R10: a slow half and a busy half of one month are one month, also when the percentage changes in between."""
    reports = [(date(2026, 2, 1), date(2026, 2, 14), "30"), (date(2026, 2, 15), FEBRUARY[1], "66")]
    subsidy = terms(
        START,
        regular(START),
        regular(date(2026, 2, 15), "50"),
        contracts=[contract(START, "20", "min_max", maximum="32")],
        reports=reports,
    )
    assert cents(due(subsidy, "2026-02"), "variable") == (7413, 1853)


def test_flat_rate_pays_worked_hours_too() -> None:
    """R7, R10: 50 % of minimum wage and holiday allowance is the same hour."""
    subsidy = terms(
        START, flat_rate(START), contracts=[contract(START, "0", "zero_hours")], reports=[(*FEBRUARY, "100")]
    )
    assert cents(due(subsidy, "2026-02"), "variable") == (79422, 19855)


def test_contract_that_becomes_fixed_within_the_month() -> None:
    """R10: hours count on the days of the zero-hours contract, agreed hours on the others."""
    contracts = [contract(START, "0", "zero_hours"), contract(date(2026, 2, 15), "20")]
    subsidy = terms(START, contracts=contracts, reports=[(date(2026, 2, 1), date(2026, 2, 14), "50")])
    found = due(subsidy, "2026-02")
    assert cents(found)[0] == 34416  # 1238.976 x 20/36 x 14/28
    assert cents(found, "variable")[0] == worth(Fraction(50))


@pytest.mark.parametrize(("cap", "hours"), [("month", 156), ("none", 200), ("quarter", 200)])
def test_cap_of_one_busy_month(cap: str, hours: int) -> None:
    """R10, switch worked_hours_cap: 36 x 52/12 = 156 hours a month, or 468 a quarter."""
    subsidy = zero_hours((*JANUARY, "200"))
    assert cents(due(subsidy, "2026-01", policy(worked_hours_cap=cap)), "variable")[0] == worth(Fraction(hours))


def test_cap_of_the_month_is_exact() -> None:
    """R10: 40 x 52/12 is 173 and a third, never 173.33."""
    subsidy = zero_hours((*JANUARY, "200"), full_time_hours="40")
    found = due(subsidy, "2026-01", policy(worked_hours_cap="month"))
    assert cents(found, "variable")[0] == worth(Fraction(520, 3))


def test_cap_of_a_part_of_a_month() -> None:
    """R10: employed for 14 of 28 days, half the hours count."""
    start = date(2026, 2, 15)
    subsidy = terms(start, contracts=[contract(start, "0", "zero_hours")], reports=[(start, FEBRUARY[1], "100")])
    found = due(subsidy, "2026-02", policy(worked_hours_cap="month"))
    assert cents(found, "variable")[0] == worth(Fraction(78))


def test_cap_of_the_quarter_counts_hours_in_order_of_time() -> None:
    """R10: of 200, 150 and 200 hours the quarter allows 468; March gets what January and February left."""
    subsidy = zero_hours((*JANUARY, "200"), (*FEBRUARY, "150"), (*MARCH, "200"))
    hours = [cents(due(subsidy, month), "variable")[0] for month in ("2026-01", "2026-02", "2026-03")]
    assert hours == [worth(Fraction(200)), worth(Fraction(150)), worth(Fraction(118))]


def test_cap_of_the_quarter_leaves_nothing_below_zero() -> None:
    """R10: when January and February used the quarter up, March counts nothing."""
    subsidy = zero_hours((*JANUARY, "300"), (*FEBRUARY, "300"), (*MARCH, "100"))
    hours = [cents(due(subsidy, month), "variable")[0] for month in ("2026-01", "2026-02", "2026-03")]
    assert hours == [worth(Fraction(300)), worth(Fraction(168)), 0]


def test_unreported_month_leaves_its_share_of_the_quarter() -> None:
    """R10, R11: January unknown counts no hours and 156 that are allowed; a late report of it changes March."""
    reports = ((*FEBRUARY, "240"), (*MARCH, "240"))
    assert cents(due(zero_hours(*reports), "2026-03"), "variable")[0] == worth(Fraction(228))
    late = with_reports(zero_hours(), (*JANUARY, "100"), *reports)
    assert cents(due(late, "2026-03"), "variable")[0] == worth(Fraction(128))


def test_later_hours_never_change_an_earlier_month() -> None:
    """R10: so nothing that was settled is taken back."""
    january = due(zero_hours((*JANUARY, "200")), "2026-01").lines
    later = zero_hours((*JANUARY, "200"), (*FEBRUARY, "300"), (*MARCH, "300"))
    assert due(later, "2026-01").lines == january


def test_line_that_the_quarter_limits_holds_what_limits_it() -> None:
    """R10: other months of the quarter are in the line only where the limit binds, so the line proves itself."""
    subsidy = zero_hours((*JANUARY, "200"), (*FEBRUARY, "150"), (*MARCH, "200"))
    (february,), (march,) = due(subsidy, "2026-02").lines, due(subsidy, "2026-03").lines
    roles = [
        [segment.role for segment in line.segments if isinstance(segment, WorkedSegment)] for line in (february, march)
    ]
    assert roles == [["counted"], ["context", "context", "limited"]]
    assert amount(march.segments) == (march.subsidy_cents, march.charges_cents)


def test_fixed_months_of_the_quarter_do_not_count() -> None:
    """R10: the limit is that of the days with worked hours."""
    contracts = [contract(START), contract(MARCH[0], "0", "zero_hours")]
    subsidy = terms(START, contracts=contracts, reports=[(*MARCH, "200")])
    assert cents(due(subsidy, "2026-03"), "variable")[0] == worth(Fraction(156))


def test_before_2024_the_sectors_week_stands_for_36() -> None:
    """R10: 38 hours a week were the whole."""
    start = date(2023, 9, 1)
    subsidy = terms(
        start,
        regular(start, "55"),
        contracts=[contract(start, "0", "zero_hours", "38")],
        reports=[(start, date(2023, 9, 30), "100")],
    )
    assert cents(due(subsidy, "2023-09"), "variable") == (58881, 13837)


def test_share_of_the_minimum_follows_the_part_of_the_month() -> None:
    """R10, R5: half a month by calendar days is 43 and a third hours of a minimum of 20."""
    segment = worked_segment(hours="20", days=14, worked_days=14, report_days=14, reported_hours="60")
    hours = worked_hours((segment,))
    assert (hours.minimum, hours.payable) == (Fraction(130, 3), Fraction(50, 3))


def test_stretch_without_working_days_still_counts_its_hours() -> None:
    """R5, R10: by working days a contract that starts on Saturday the 30th has no share, but its hours were worked."""
    start = date(2026, 5, 30)
    subsidy = terms(
        start, contracts=[contract(start, "20", "min_max", maximum="32")], reports=[(start, date(2026, 5, 31), "16")]
    )
    found = due(subsidy, "2026-05", policy(part_month="working", worked_hours_cap="none"))
    wage = Fraction(229440 * 108, 200) / 156
    assert cents(found) == (0, 0)
    assert cents(found, "variable")[0] == int(wage * 16 + Fraction(1, 2))


@pytest.mark.parametrize("later_week", [None, "40"])
def test_quarter_a_little_above_its_limit(later_week: str | None) -> None:
    """R10: 90 days of 5.25 hours are 472.5 hours, 4.5 too many; a week agreed for later days changes nothing."""
    contracts = [contract(START, "0", "zero_hours")]
    if later_week:
        contracts.append(contract(date(2026, 8, 1), "0", "zero_hours", later_week))
    subsidy = terms(START, contracts=contracts, reports=[(START, MARCH[1], "472.5")])
    assert cents(due(subsidy, "2026-03"), "variable")[0] == worth(Fraction("5.25") * 31 - Fraction("4.5"))


def test_limit_follows_the_share_of_the_month() -> None:
    """R10, R5: by working days a weekend allows no hours, however few they are."""
    start, last = date(2026, 5, 30), date(2026, 5, 31)
    agreed = contract(start, "0", "zero_hours")
    subsidy = terms(start, contracts=[agreed], ended=last, reports=[(start, last, "8")])
    assert cents(due(subsidy, "2026-05", policy(part_month="working")), "variable") == (0, 0)
    assert cents(due(subsidy, "2026-05"), "variable") == cents(
        due(subsidy, "2026-05", policy(worked_hours_cap="none")), "variable"
    )
