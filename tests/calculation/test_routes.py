"""Routes in time: the six months of the flat rate (R7), the old law (R8), grants that follow or leave a gap."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.calculation.entitlement import Grant
from ledger.calculation.timeline import Gap
from ledger.refusal import Refused
from tests.calculation.cases import cents, contract, due, flat_rate, regular, terms

OCTOBER = date(2025, 10, 23)
APRIL = date(2026, 4, 23)


def test_flat_rate_then_regular_is_one_line_of_two_segments() -> None:
    """R2, R7: 22 days flat and 8 regular in April, the reference date of the second is 23 April."""
    subsidy = terms(OCTOBER, flat_rate(OCTOBER), regular(APRIL, "60"), contracts=[contract(OCTOBER, "32")])
    found = due(subsidy, "2026-04")
    (line,) = found.lines
    assert [(segment.days, segment.route, str(segment.reference_date)) for segment in line.segments] == [
        (22, "flat_rate", "2026-01-01"),
        (8, "regular", "2026-04-23"),
    ]
    assert cents(found) == (104258, 26064)
    assert (found.gaps, found.reason) == ((), None)


def test_flat_rate_stops_after_six_months_of_the_employment() -> None:
    """R7, R39: without a decision eight days of April and all of May are not due, and the schedule says why."""
    subsidy = terms(OCTOBER, flat_rate(OCTOBER), contracts=[contract(OCTOBER, "32")])
    april, may = due(subsidy, "2026-04"), due(subsidy, "2026-05")
    assert [segment.days for segment in april.lines[0].segments] == [22]
    assert april.gaps == (Gap(APRIL, date(2026, 4, 30), "wage_value_missing"),)
    assert (may.lines, may.reason) == ((), "wage_value_missing")


def test_flat_rate_counts_months_of_employment_not_of_subsidy() -> None:
    """R7: granted two months after the start, four months remain."""
    subsidy = terms(OCTOBER, flat_rate(date(2025, 12, 23)))
    assert [segment.days for segment in due(subsidy, "2026-04").lines[0].segments] == [22]


def test_grant_may_end_the_flat_rate_earlier() -> None:
    """R7: at most six months."""
    subsidy = terms(OCTOBER, flat_rate(OCTOBER, until=date(2026, 1, 22)))
    found = due(subsidy, "2026-01")
    assert [segment.days for segment in found.lines[0].segments] == [22]
    assert found.reason == "grant_ended"


def test_regular_grant_does_not_stop_after_six_months() -> None:
    """R7: the hard stop is of the flat rate only."""
    assert cents(due(terms(OCTOBER), "2026-05")) == (123898, 30974)


def test_late_decision_works_back() -> None:
    """R7: decided in May from 23 April, April is the same line as when it had been decided in time."""
    subsidy = terms(OCTOBER, flat_rate(OCTOBER, until=date(2026, 4, 22)), regular(APRIL, "60"))
    assert (
        due(subsidy, "2026-04").lines == due(terms(OCTOBER, flat_rate(OCTOBER), regular(APRIL, "60")), "2026-04").lines
    )


@pytest.mark.parametrize("start", [date(2015, 1, 1), date(2016, 12, 1)])
def test_regular_route_before_2017_is_refused(start: date) -> None:
    """R8: the wage value was then a share of the applicable wage."""
    with pytest.raises(Refused, match="2017-01-01") as refusal:
        due(terms(start), "2016-12")
    assert refusal.value.rule == "R8"


def test_regular_route_from_2017_counts_for_employments_of_before() -> None:
    """R8: it is about the days, not about the start."""
    subsidy = terms(date(2015, 3, 1), regular(date(2017, 1, 1)))
    assert cents(due(subsidy, "2017-01"))[0] == 83786  # 1551.60 x 1.08 x 50 %


@pytest.mark.parametrize(("start", "refused"), [(date(2016, 7, 3), True), (date(2016, 7, 4), False)])
def test_flat_rate_begins_on_4_july_2016(start: date, refused: bool) -> None:
    """R7: Stb. 2016, 498."""
    subsidy = terms(start, flat_rate(start))
    if refused:
        with pytest.raises(Refused, match="2016-07-04"):
            due(subsidy, "2016-07")
    else:
        assert [segment.days for segment in due(subsidy, "2016-07").lines[0].segments] == [28]


@pytest.mark.parametrize(
    ("month", "days", "reason"),
    [
        ("2025-12", None, "not_started"),
        ("2026-01", 16, "not_started"),
        ("2026-02", 28, None),
        ("2026-06", 11, "ended"),
        ("2026-07", None, "ended"),
    ],
)
def test_start_and_end_of_the_employment(month: str, days: int | None, reason: str | None) -> None:
    """R5: from the first day up to and including the last."""
    start = date(2026, 1, 16)
    found = due(terms(start, ended=date(2026, 6, 11)), month)
    assert [segment.days for line in found.lines for segment in line.segments] == ([days] if days else [])
    assert found.reason == reason


def test_takeover_shares_the_month_with_the_municipality_before() -> None:
    """R32: moved on 12 May: 11/31 there, 20/31 here, and both say why not the rest."""
    start = date(2026, 1, 1)
    old = due(terms(start, ended=date(2026, 5, 11)), "2026-05")
    new = due(terms(start, regular(date(2026, 5, 12), reference=date(2026, 5, 12))), "2026-05")
    assert [segment.days for segment in old.lines[0].segments] == [11]
    assert [segment.days for segment in new.lines[0].segments] == [20]
    assert (old.reason, new.reason) == ("ended", "not_granted")


def test_gap_between_grants_is_named() -> None:
    """R20: between two grants nothing is due."""
    start = date(2026, 1, 1)
    subsidy = terms(start, regular(start, until=date(2026, 3, 10)), regular(date(2026, 3, 21), "60"))
    found = due(subsidy, "2026-03")
    assert [segment.days for segment in found.lines[0].segments] == [10, 11]
    assert found.gaps == (Gap(date(2026, 3, 11), date(2026, 3, 20), "grant_ended"),)


def test_later_grant_replaces_the_earlier_from_its_start() -> None:
    """R20: a revised percentage counts from its effective date on."""
    start = date(2026, 1, 1)
    subsidy = terms(start, regular(start), regular(date(2026, 3, 1), "60"), regular(date(2026, 2, 1), "70"))
    values = [due(subsidy, month).lines[0].segments[0].wage_value for month in ("2026-01", "2026-02", "2026-03")]
    assert [str(value) for value in values] == ["50", "70", "70"]


def test_most_telling_reason_comes_first() -> None:
    """R7: a missing wage value is what somebody must act on."""
    subsidy = terms(OCTOBER, flat_rate(OCTOBER), ended=date(2026, 4, 25))
    found = due(subsidy, "2026-04")
    assert [gap.reason for gap in found.gaps] == ["wage_value_missing", "ended"]
    assert found.reason == "wage_value_missing"


def test_employment_without_contract_yet() -> None:
    """A contract that starts later than the employment leaves a gap, not an error."""
    start = date(2026, 1, 1)
    found = due(terms(start, contracts=[contract(date(2026, 1, 11))]), "2026-01")
    assert [segment.days for segment in found.lines[0].segments] == [21]
    assert found.gaps == (Gap(start, date(2026, 1, 10), "not_started"),)


@pytest.mark.parametrize("ended", [None, date(2026, 4, 22)])
def test_last_day_is_still_due(ended: date | None) -> None:
    """R7, R31: also when something else changes on that very day."""
    contracts = [contract(OCTOBER), contract(date(2026, 4, 22), "18")]
    grant = flat_rate(OCTOBER) if ended is None else regular(OCTOBER)
    (line,) = due(terms(OCTOBER, grant, contracts=contracts, ended=ended), "2026-04").lines
    assert [(segment.days, str(segment.hours)) for segment in line.segments] == [(21, "36"), (1, "18")]


def test_flat_rate_holds_no_wage_value() -> None:
    """R7: a percentage that a decision mentions beside the flat rate is no input of it."""
    grant = Grant(OCTOBER, None, "flat_rate", Decimal(40), OCTOBER)
    (line,) = due(terms(OCTOBER, grant), "2025-11").lines
    assert line.segments[0].wage_value is None
