"""Whole entitlements against the naive oracle, day by day: any mix of contracts, grants, birthdays and reports."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import Contract, Grant, HoursReport, Terms, entitlement
from ledger.calculation.segment import AgeStep
from ledger.calculation.terms import ContractForm
from tests.calculation import naive
from tests.calculation.cases import LAW, cents, policy

FORMS: tuple[ContractForm, ...] = ("fixed", "min_max", "zero_hours")
FIRST, LAST = date(2022, 11, 1), date(2026, 12, 31)


def days(first: date = FIRST, last: date = LAST) -> st.SearchStrategy[date]:
    """Any day of the years that the test is about."""
    return st.dates(first, last)


def hundredths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Numbers of two decimals."""
    return st.integers(low * 100, high * 100).map(lambda n: Decimal(n) / 100)


@st.composite
def contracts(draw: st.DrawFn, start: date) -> Contract:
    form = draw(st.sampled_from(FORMS))
    hours = Decimal(0) if form == "zero_hours" else draw(hundredths(1, 45))
    return Contract(start, form, hours, Decimal(60) if form == "min_max" else None, draw(hundredths(36, 40)))


@st.composite
def grants(draw: st.DrawFn, earliest: date) -> Grant:
    start = draw(st.just(earliest) | days(earliest, earliest + timedelta(days=300)))
    until = draw(st.none() | st.none() | days(start, start + timedelta(days=300)))
    if draw(st.booleans()):
        return Grant(start, until, "flat_rate", None, start)
    return Grant(start, until, "regular", draw(hundredths(0, 100)), start)


@st.composite
def reports(draw: st.DrawFn, months: list[Month]) -> tuple[HoursReport, ...]:
    """All of these months, in periods cut at any day; often more hours than the sector's week allows."""
    first, last = months[0].first, months[-1].last
    cuts = sorted(draw(st.sets(days(first, last), max_size=4)) | {first})
    ends = [*(cut - timedelta(days=1) for cut in cuts[1:]), last]
    daily = st.sampled_from([0, 2, 4, 5, 6, 9])
    return tuple(
        HoursReport(start, until, draw(daily) * ((until - start).days + 1) + draw(hundredths(0, 9)))
        for start, until in zip(cuts, ends, strict=True)
    )


@st.composite
def subsidies(draw: st.DrawFn) -> tuple[Terms, Month]:
    start = draw(days(last=date(2026, 3, 31)))
    month = Month.of(start) + draw(st.integers(0, 9))
    starts = sorted({start, *draw(st.lists(days(start, month.last), max_size=2))})
    birthday = draw(days(start + timedelta(days=1), month.last + timedelta(days=31)))
    ages = (AgeStep(age=19, since=start), AgeStep(age=20, since=birthday))
    return (
        Terms(
            employment_start=start,
            contracts=tuple(draw(contracts(each)) for each in starts),
            grants=tuple(draw(st.lists(grants(start), min_size=1, max_size=3))),
            age_steps=draw(st.sampled_from([(), ages])),
            reports=draw(reports(list(month.quarter.months))),
            ended=draw(st.none() | st.none() | days(month.first)),
        ),
        month,
    )


@settings(max_examples=400, deadline=None)
@given(subsidies(), st.sampled_from(["month", "quarter", "none"]), st.sampled_from(["yes", "no"]))
def test_entitlement_is_the_sum_of_its_days(case: tuple[Terms, Month], cap: str, july: str) -> None:
    """R1 to R10: cutting a month into stretches gives, to the cent, what adding up its days gives."""
    subsidy, month = case
    chosen = policy(worked_hours_cap=cap, follow_july_index=july)
    found = entitlement(subsidy, month, LAW, chosen)
    expected = naive.due(subsidy, month, LAW, chosen)
    assert not found.unknown
    assert cents(found) == tuple(map(naive.rounded, expected.fixed))
    assert cents(found, "variable") == tuple(map(naive.rounded, expected.variable))


@settings(max_examples=200, deadline=None)
@given(subsidies())
def test_stretches_and_gaps_are_the_whole_month(case: tuple[Terms, Month]) -> None:
    """R5, R7: every day is either counted or explained, and none twice."""
    subsidy, month = case
    found = entitlement(subsidy, month, LAW, policy())
    counted = [(gap.last - gap.first).days + 1 for gap in found.gaps]
    assert sum(counted) <= month.days
    if all(contract.hours for contract in subsidy.contracts):
        fixed = [segment.days for line in found.lines if line.element == "fixed" for segment in line.segments]
        assert sum(counted) + sum(fixed) == month.days
