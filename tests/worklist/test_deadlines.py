"""Every deadline of the process and of the law in one table: trigger, rule, calendar and last day (R38, R39).

The days are literals, worked out by hand on the holidays written below; next to them a naive reckoning on those same holidays,
which shares nothing with the ledger, is held against every day of five years.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from ledger.calculation.calendar import Month, payment_day
from ledger.eligibility.target_group import target_group_objections
from ledger.law import packaged_law
from ledger.process import deadlines
from ledger.process.deadlines import DAYS, TERMS, Day, Term
from projections.timeliness import paid_by

EQUATED = packaged_law().equated_days
DAY = timedelta(days=1)

HOLIDAYS = frozenset(map(date.fromisoformat, (
    "2024-01-01", "2024-03-29", "2024-04-01", "2024-04-27", "2024-05-05", "2024-05-09", "2024-05-20", "2024-12-25",
    "2024-12-26", "2025-01-01", "2025-04-18", "2025-04-21", "2025-04-26", "2025-05-05", "2025-05-29", "2025-06-09",
    "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14",
    "2026-05-25", "2026-12-25", "2026-12-26", "2027-01-01", "2027-03-26", "2027-03-29", "2027-04-27", "2027-05-05",
    "2027-05-06", "2027-05-17", "2027-12-25", "2027-12-26", "2028-01-01", "2028-04-14", "2028-04-17", "2028-04-27",
    "2028-05-05", "2028-05-25", "2028-06-05", "2028-12-25", "2028-12-26", "2029-01-01", "2029-03-30", "2029-04-02",
    "2029-04-27", "2029-05-05", "2029-05-10", "2029-05-21",
)))  # fmt: skip
"""New Year, Good Friday and Easter Monday, King's Day, 5 May, Ascension and Whit Monday, Christmas."""
BY_DECREE = frozenset(map(date.fromisoformat, (
    "2024-05-10", "2024-12-27", "2025-05-30", "2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26",
)))  # fmt: skip
YEARS = [date(2024, 1, 1) + n * DAY for n in range(5 * 365)]

TWO_WEEKS = (
    ("2024-12-13", "2024-12-30"), ("2025-04-04", "2025-04-22"), ("2025-04-21", "2025-05-06"),
    ("2025-05-15", "2025-06-02"), ("2025-05-24", "2025-06-10"), ("2025-12-18", "2026-01-05"),
    ("2026-03-20", "2026-04-07"), ("2026-04-13", "2026-04-28"), ("2026-04-30", "2026-05-18"),
    ("2026-05-11", "2026-05-26"), ("2026-12-11", "2026-12-28"), ("2027-03-12", "2027-03-30"),
    ("2027-04-21", "2027-05-10"), ("2027-05-03", "2027-05-18"), ("2028-02-15", "2028-02-29"),
    ("2028-04-13", "2028-05-01"), ("2028-05-11", "2028-05-29"), ("2028-12-09", "2028-12-27"),
)  # fmt: skip
FOUR_WEEKS = (
    ("2024-11-29", "2024-12-30"), ("2025-03-21", "2025-04-22"), ("2025-04-07", "2025-05-06"),
    ("2025-05-01", "2025-06-02"), ("2025-05-10", "2025-06-10"), ("2025-12-04", "2026-01-05"),
    ("2026-03-06", "2026-04-07"), ("2026-03-30", "2026-04-28"), ("2026-04-16", "2026-05-18"),
    ("2026-04-27", "2026-05-26"), ("2026-11-27", "2026-12-28"), ("2027-02-26", "2027-03-30"),
    ("2027-04-07", "2027-05-10"), ("2027-04-19", "2027-05-18"), ("2028-02-01", "2028-02-29"),
    ("2028-03-30", "2028-05-01"), ("2028-04-27", "2028-05-29"), ("2028-11-25", "2028-12-27"),
)  # fmt: skip
FIVE_WEEKS = (
    ("2024-11-22", "2024-12-30"), ("2025-03-14", "2025-04-22"), ("2025-03-31", "2025-05-06"),
    ("2025-04-24", "2025-06-02"), ("2025-05-03", "2025-06-10"), ("2025-11-27", "2026-01-05"),
    ("2026-02-27", "2026-04-07"), ("2026-03-23", "2026-04-28"), ("2026-04-09", "2026-05-18"),
    ("2026-04-20", "2026-05-26"), ("2026-11-20", "2026-12-28"), ("2027-02-19", "2027-03-30"),
    ("2027-03-31", "2027-05-10"), ("2027-04-12", "2027-05-18"), ("2028-01-25", "2028-02-29"),
    ("2028-03-23", "2028-05-01"), ("2028-04-20", "2028-05-29"), ("2028-11-18", "2028-12-27"),
)  # fmt: skip
SIX_WEEKS = (
    ("2024-11-15", "2024-12-30"), ("2025-03-07", "2025-04-22"), ("2025-03-24", "2025-05-06"),
    ("2025-04-17", "2025-06-02"), ("2025-04-26", "2025-06-10"), ("2025-11-20", "2026-01-05"),
    ("2026-02-20", "2026-04-07"), ("2026-03-16", "2026-04-28"), ("2026-04-02", "2026-05-18"),
    ("2026-04-13", "2026-05-26"), ("2026-11-13", "2026-12-28"), ("2027-02-12", "2027-03-30"),
    ("2027-03-24", "2027-05-10"), ("2027-04-05", "2027-05-18"), ("2028-01-18", "2028-02-29"),
    ("2028-03-16", "2028-05-01"), ("2028-04-13", "2028-05-29"), ("2028-11-11", "2028-12-27"),
)  # fmt: skip
EIGHT_WEEKS = (
    ("2024-11-01", "2024-12-30"), ("2025-02-21", "2025-04-22"), ("2025-03-10", "2025-05-06"),
    ("2025-04-03", "2025-06-02"), ("2025-04-12", "2025-06-10"), ("2025-11-06", "2026-01-05"),
    ("2026-02-06", "2026-04-07"), ("2026-03-02", "2026-04-28"), ("2026-03-19", "2026-05-18"),
    ("2026-03-30", "2026-05-26"), ("2026-10-30", "2026-12-28"), ("2027-01-29", "2027-03-30"),
    ("2027-03-10", "2027-05-10"), ("2027-03-22", "2027-05-18"), ("2028-01-04", "2028-02-29"),
    ("2028-03-02", "2028-05-01"), ("2028-03-30", "2028-05-29"), ("2028-10-28", "2028-12-27"),
)  # fmt: skip
TEN_WORKING_DAYS = (
    ("2024-12-12", "2024-12-30"), ("2025-04-04", "2025-04-22"), ("2025-04-17", "2025-05-06"),
    ("2025-05-23", "2025-06-10"), ("2025-12-19", "2026-01-07"), ("2026-03-20", "2026-04-07"),
    ("2026-04-13", "2026-04-28"), ("2026-04-30", "2026-05-18"), ("2026-05-08", "2026-05-26"),
    ("2026-12-11", "2026-12-28"), ("2027-03-15", "2027-03-31"), ("2027-04-23", "2027-05-12"),
    ("2027-12-23", "2028-01-06"), ("2028-02-15", "2028-02-29"), ("2028-02-29", "2028-03-14"),
    ("2028-04-03", "2028-04-19"), ("2028-04-21", "2028-05-09"),
)  # fmt: skip
FIVE_YEARS = (
    ("2024-02-28", "2029-02-28"), ("2024-02-29", "2029-02-28"), ("2025-12-31", "2030-12-31"),
    ("2026-01-01", "2031-01-01"), ("2026-06-30", "2031-06-30"), ("2027-02-28", "2032-02-29"),
    ("2027-03-31", "2032-03-31"), ("2028-02-28", "2033-02-28"), ("2028-02-29", "2033-02-28"),
)  # fmt: skip
FORTY_TWO_DAYS = (
    ("2025-03-14", "2025-04-25"), ("2025-03-22", "2025-05-03"), ("2026-02-20", "2026-04-03"),
    ("2026-11-14", "2026-12-26"), ("2027-02-15", "2027-03-29"), ("2028-01-18", "2028-02-29"),
)  # fmt: skip
SIX_MONTHS = (
    ("2025-08-31", "2026-02-28"), ("2025-12-31", "2026-06-30"), ("2026-03-01", "2026-08-31"),
    ("2026-06-27", "2026-12-26"), ("2026-10-01", "2027-03-31"), ("2026-10-23", "2027-04-22"),
    ("2027-08-31", "2028-02-29"), ("2027-08-30", "2028-02-29"), ("2028-02-29", "2028-08-28"),
)  # fmt: skip
TWO_MONTHS_BEFORE = (
    ("2025-02-28", "2025-01-01"), ("2025-12-31", "2025-11-01"), ("2026-04-30", "2026-03-01"),
    ("2026-04-29", "2026-02-28"), ("2027-03-31", "2027-02-01"), ("2027-04-22", "2027-02-23"),
    ("2028-02-29", "2028-01-01"), ("2028-04-29", "2028-02-29"), ("2028-04-30", "2028-03-01"),
)  # fmt: skip
PAYMENT_DAYS = (
    ("2024-05", "2024-05-17"), ("2025-04", "2025-04-17"), ("2025-07", "2025-07-18"), ("2025-12", "2025-12-19"),
    ("2026-04", "2026-04-20"), ("2026-06", "2026-06-19"), ("2026-12", "2026-12-18"), ("2027-02", "2027-02-19"),
    ("2027-03", "2027-03-19"), ("2028-02", "2028-02-18"), ("2028-05", "2028-05-19"),
)  # fmt: skip
QUARTERS = (
    ("2025-12", "2026-03-31"), ("2026-03", "2026-06-30"), ("2026-06", "2026-09-30"), ("2027-09", "2027-12-31"),
    ("2028-03", "2028-06-30"), ("2028-12", "2029-03-31"),
)  # fmt: skip
HOURS = (
    ("2025-02", "2025-03-31"), ("2025-03", "2025-04-14"), ("2025-12", "2026-01-15"), ("2026-01", "2026-03-31"),
    ("2026-03", "2026-04-16"), ("2026-09", "2026-10-14"), ("2027-06", "2027-07-14"), ("2028-02", "2028-03-31"),
    ("2028-03", "2028-04-18"),
)  # fmt: skip
TARGET_GROUP_AGAIN = (
    ("2024-02-29", "2025-02-28"), ("2025-03-01", "2026-02-28"), ("2026-01-01", "2026-12-31"),
    ("2027-03-01", "2028-02-29"), ("2026-08-31", "2027-08-30"),
)  # fmt: skip


class Row(NamedTuple):
    """A deadline: the row of process.md or law.md, what it counts from, the term or day that the ledger knows, by which calendar
    and rule, and some first and last days."""

    where: str
    trigger: str
    of: Term | Day
    calendar: str
    rule: str
    article: str
    last: Callable[[date], date]
    days: tuple[tuple[str, str], ...]


def term(
    where: str, trigger: str, of: Term, calendar: str, rule: str, article: str, days: tuple[tuple[str, str], ...]
) -> Row:
    """A row of a term that is so long."""
    return Row(where, trigger, of, calendar, rule, article, lambda start: of.last_day(start, EQUATED), days)


TABLE = (
    term("A1", "application", deadlines.FIRST_CONTACT, "municipal", "R15", "art. 10d lid 1 Pw", TEN_WORKING_DAYS),
    term("A3", "request or reminder", deadlines.REMINDER, "municipal", "R15", "art. 4:5 Awb", TEN_WORKING_DAYS),
    term("A3, Awb 4:5", "end of the last reminder's term", deadlines.SET_ASIDE, "legal", "R15", "art. 4:5 lid 4 Awb", FOUR_WEEKS),
    term("A0, Awb 4:13", "application for the target group", deadlines.TARGET_GROUP, "legal", "R14", "art. 4:13 Awb", EIGHT_WEEKS),
    term("B4", "measurement", deadlines.REPORT, "municipal", "R19", "", TEN_WORKING_DAYS),
    term("B5", "report", deadlines.ESTABLISH, "municipal", "R18", "art. 10d lid 12 Pw", TEN_WORKING_DAYS),
    term("C2, 10d lid 12", "wage value, or waived", deadlines.DECISION, "legal", "R18", "art. 10d lid 12 Pw", FIVE_WEEKS),
    term("Awb 4:17", "notice of default", deadlines.DEFAULT_NOTICE, "legal", "R20", "art. 4:17 lid 3 Awb", TWO_WEEKS),
    term("Awb 4:17", "end of those two weeks", deadlines.PENALTY, "none", "R20", "art. 4:17 lid 1 Awb", FORTY_TWO_DAYS),
    term("C4, Awb 6:7", "notification", deadlines.OBJECTION, "legal", "R20", "art. 6:7 Awb", SIX_WEEKS),
    term("C4, Awb 7:10", "term to object", deadlines.OBJECTION_DECISION, "legal", "R20", "art. 7:10 lid 1 Awb", SIX_WEEKS),
    term("K1, Awb 4:87", "claim", deadlines.PAYMENT, "legal", "R31", "art. 4:87 Awb", SIX_WEEKS),
    term("K1, Awb 4:112", "reminder of a claim", deadlines.PAYMENT_REMINDER, "legal", "R31", "art. 4:112 Awb", TWO_WEEKS),
    term("K1, Awb 4:114", "that reminder's term", deadlines.COLLECTION, "municipal", "R31", "art. 4:114 Awb", TEN_WORKING_DAYS),
    term("J2, Awb 4:13", "last day", deadlines.DETERMINATION, "legal", "R31", "art. 4:13 Awb", EIGHT_WEEKS),
    term("K1, Awb 4:57", "determination", deadlines.CLAIM, "none", "R31", "art. 4:57 lid 4 Awb", FIVE_YEARS),
    term("K1, Awb 4:104", "last day to pay", deadlines.LAPSE, "none", "R31", "art. 4:104 Awb", FIVE_YEARS),
    term("10d lid 5", "start of the employment", deadlines.FLAT_RATE, "none", "R7", "art. 10d lid 5 Pw", SIX_MONTHS),
    Row("H1", "last day of contract or wage value", deadlines.SIGNAL, "none", "R18", "art. 10d lid 6 Pw",
        deadlines.signal_from, TWO_MONTHS_BEFORE),
    Row("D1", "month", deadlines.PAYMENT_DAY, "bank", "R24", "art. 4:89 Awb",
        lambda day: payment_day(Month.of(day)), PAYMENT_DAYS),
    Row("E2, G1, R28", "month that ends a quarter", deadlines.SETTLEMENT, "none", "R28", "",
        lambda day: deadlines.settled_by(Month.of(day), monthly=False), QUARTERS),
    Row("E2, R34", "month that ends a quarter", deadlines.QUARTER, "none", "R34", "",
        lambda day: deadlines.settled_by(Month.of(day), monthly=False), QUARTERS),
    Row("E1", "month", deadlines.HOURS, "municipal", "R11", "", lambda day: deadlines.hours_by(Month.of(day)), HOURS),
    Row("G1, 10d lid 7", "1 January", deadlines.INDEXATION, "none", "R3", "art. 10d lid 7 Pw", deadlines.told_by,
        (("2025-01-01", "2025-01-31"), ("2026-01-01", "2026-01-31"), ("2027-01-01", "2027-01-31"))),
)  # fmt: skip
"""One row per deadline of process.md 1.1 and law.md 5.3 that has a length or a day."""


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.where}: {row.of.name}")
def test_the_last_day_of_every_deadline(row: Row) -> None:
    """R38, R39: around Easter, King's Day, 5 May, Ascension, Whitsun, Christmas, the turn of the year and the leap day."""
    assert (row.of.calendar, row.of.rule, row.of.article) == (row.calendar, row.rule, row.article)
    assert [(start, str(row.last(_day(start)))) for start, _ in row.days] == list(row.days)
    assert len({last[:4] for _, last in row.days}) >= 3


def test_no_term_of_the_ledger_is_missing_in_the_table() -> None:
    told_elsewhere = {"proposal", "birthday", "measurement", "remeasurement", "ended", "told", "views", "asked_again"}
    assert (TERMS.keys() | DAYS.keys()) - {row.of.name for row in TABLE} == told_elsewhere


# --- the same by a naive reckoning -----------------------------------------------------------------------------------------


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def _moved(day: date) -> date:
    while not _works(day) or day in BY_DECREE:
        day += DAY
    return day


def _working_days(day: date, number: int) -> date:
    while number:
        day += DAY
        number -= _works(day)
    return day


def _naive(of: Term, start: date) -> date:
    if of.unit == "working days":
        return _working_days(start, of.number)
    length = of.number * DAY * (7 if of.unit == "weeks" else 1)
    return _moved(start + length) if of.calendar == "legal" else start + length


@pytest.mark.parametrize(
    "of", [one for one in TERMS.values() if one.unit not in ("months", "years")], ids=lambda of: of.name
)
def test_terms_in_days_and_weeks_are_those_of_a_naive_reckoning(of: Term) -> None:
    assert [of.last_day(day, EQUATED) for day in YEARS] == [_naive(of, day) for day in YEARS]


@pytest.mark.parametrize("month", range(1, 61))
def test_the_payment_day_is_that_of_a_naive_reckoning(month: int) -> None:
    """D1: the last day before the 21st on which the municipality and TARGET work; on holidays of TARGET alone nobody pays."""
    asked = Month(2023, 12) + month
    day = asked.first.replace(day=20)
    while not _works(day):
        day -= DAY
    assert payment_day(asked) == day


# --- deadlines that need more than a day ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "known_on", "begins", "last"),
    [
        ("2026-10", "2026-09-01", True, "2026-11-20"),
        ("2026-11", "2026-09-01", False, "2026-11-20"),
        ("2026-05", "2026-06-10", False, "2026-06-19"),
        ("2026-02", "2026-06-19", False, "2026-07-20"),
        ("2025-12", "2025-11-03", True, "2026-01-20"),
        ("2028-01", "2027-12-30", True, "2028-02-18"),
    ],
)
def test_the_first_payment_is_that_of_the_next_month(month: str, known_on: str, begins: bool, last: str) -> None:
    """D2: start 23 October, so by 20 November; what was granted later is paid on the first payment day to come (R23)."""
    assert str(paid_by(Month.parse(month), _day(known_on), begins=begins)) == last


@pytest.mark.parametrize(("asked", "last"), TARGET_GROUP_AGAIN)
def test_the_target_group_is_asked_for_once_in_twelve_months(asked: str, last: str) -> None:
    """A0, art. 10c lid 2 Pw."""
    for day, refused in ((_day(last), True), (_day(last) + DAY, False)):
        assert bool(target_group_objections("assistance", day, _day(asked))) is refused


@pytest.mark.parametrize(
    ("start", "received", "last"),
    [
        ("2026-10-23", "2026-09-01", "2026-09-15"),
        ("2027-01-08", "2026-09-01", "2026-11-20"),
        ("2026-06-15", "2026-03-02", "2026-04-23"),
        ("2028-02-29", "2027-11-01", "2028-01-11"),
        ("2021-03-01", "2026-09-01", "2026-09-15"),
    ],
)
def test_a_measurement_leaves_time_for_report_and_decision(start: str, received: str, last: str) -> None:
    """B2: ten working days and five weeks before the start; where that is too near, ten working days after the application."""
    assert str(deadlines.measured_by(_day(start), _day(received))) == last
