"""Every term of the law and the process in one table: how long, by which calendar, and from which rule or article.

Deciders and the worklist ask the same rows, so a term is known in one place. `last_day` gives the last day on which
something is in time, never the first on which it is late. How months run is R39, how terms are moved R38.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ledger.calculation.calendar import (
    add_municipal_working_days,
    is_municipal_day,
    legal_term_days,
    legal_term_months,
    legal_term_weeks,
    months_after,
    payment_day,
)
from ledger.calculation.month import Month

Unit = Literal["working days", "days", "weeks", "months", "years"]
Calendar = Literal["municipal", "legal", "bank", "none"]
"""Ten working days are municipal; a term of the law is moved to a legal day; `none`: counted in days as they come (R38)."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: so many units after a day, or, where that day itself counts (`inclusive`), from it on."""

    name: str
    number: int
    unit: Unit
    calendar: Calendar
    rule: str
    article: str = ""
    inclusive: bool = False

    def last_day(self, start: date, equated: Collection[date] = (), number: int | None = None) -> date:
        """The last day of the term; `number` stands for another length, where a municipality chose one."""
        n = self.number if number is None else number
        match self.unit:
            case "working days":
                return add_municipal_working_days(start, n)
            case "days":
                return legal_term_days(start, n, equated) if self.calendar == "legal" else start + n * _DAY
            case "weeks":
                return legal_term_weeks(start, n, equated)
        first = start if self.inclusive else start + _DAY
        months = n if self.unit == "months" else 12 * n
        return legal_term_months(first, months, equated) if self.calendar == "legal" else months_after(first, months)

    @property
    def length(self) -> str:
        """How long, in words: 5 weeks."""
        return f"{self.number} {self.unit}"


REMINDER = Term("reminder", 10, "working days", "municipal", "R15", "art. 4:5 Awb")
"""Between a request and a reminder, and between two reminders (step A3); the number is policy."""

SET_ASIDE = Term("set_aside", 4, "weeks", "legal", "R15", "art. 4:5 lid 4 Awb")
"""To set an application aside, after the term to complete it ended."""

REPORT = Term("report", 10, "working days", "municipal", "R19")
"""From the measurement to its report (step B4)."""

DECISION = Term("decision", 35, "days", "legal", "R18", "art. 10d lid 12 Pw")
"""Five weeks from the wage value established or the measurement waived; on lid 2 the number is policy."""

DEFAULT_NOTICE = Term("default_notice", 2, "weeks", "legal", "R20", "art. 4:17 lid 3 Awb")
"""From a notice of default to the day after which the penalty runs."""

PENALTY = Term("penalty", 42, "days", "none", "R20", "art. 4:17 lid 1 Awb")
"""For how long a penalty runs at most."""

OBJECTION = Term("objection", 6, "weeks", "legal", "R20", "art. 6:7 Awb")
"""From the day after notification."""

OBJECTION_DECISION = Term("objection_decision", 6, "weeks", "legal", "R20", "art. 7:10 lid 1 Awb")
"""From the end of the term to object."""

PAYMENT = Term("payment", 6, "weeks", "legal", "R31", "art. 4:87 Awb")
"""To pay a claim."""

PAYMENT_REMINDER = Term("payment_reminder", 2, "weeks", "legal", "R31", "art. 4:112 Awb")
"""To pay after the reminder of a claim (aanmaning)."""

CLAIM = Term("claim", 5, "years", "none", "R31", "art. 4:57 lid 4 Awb")
"""In which a determination can be claimed on, or lowered (4:49 lid 3)."""

LAPSE = Term("lapse", 5, "years", "none", "R31", "art. 4:104 Awb")
"""In which a claim can be collected, from the day to pay."""

TARGET_GROUP = Term("target_group", 8, "weeks", "legal", "R14", "art. 4:13 Awb")
"""To decide on an application to establish the target group."""

FLAT_RATE = Term("flat_rate", 6, "months", "none", "R7", "art. 10d lid 5 Pw", inclusive=True)
"""The flat rate, from the first day of the employment."""

FIRST_CONTACT = Term("first_contact", 10, "working days", "municipal", "R15", "art. 10d lid 1 Pw")
"""From the application to the first contact, in which all data are asked at once (step A1). No source gives a term; that of
a reminder is taken."""

ESTABLISH = Term("establish", 10, "working days", "municipal", "R18", "art. 10d lid 12 Pw")
"""From the report to the wage value established (step B5). No source gives a term; that of the report is taken."""

DETERMINATION = Term("determination", 8, "weeks", "legal", "R31", "art. 4:13 Awb")
"""From the last day to the determination (step J2), and from it to the claim: no term of their own, so a reasonable one."""

COLLECTION = Term("collection", 10, "working days", "municipal", "R31", "art. 4:114 Awb")
"""From the last day to pay after a reminder to the writ (dwangbevel). No source gives a term."""

PROPOSAL = Term("proposal", 2, "working days", "municipal", "R37")
"""For a second person to answer. No source gives a term."""

SIGNAL_MONTHS = 2
"""Before a contract or a wage value ends, the employer is asked what comes after it (step H1)."""

TERMS: Mapping[str, Term] = {
    term.name: term
    for term in (
        REMINDER,
        SET_ASIDE,
        REPORT,
        DECISION,
        DEFAULT_NOTICE,
        PENALTY,
        OBJECTION,
        OBJECTION_DECISION,
        PAYMENT,
        PAYMENT_REMINDER,
        CLAIM,
        LAPSE,
        TARGET_GROUP,
        FLAT_RATE,
        FIRST_CONTACT,
        ESTABLISH,
        DETERMINATION,
        COLLECTION,
        PROPOSAL,
    )
}
"""Every term by name."""


def signal_from(last_day: date) -> date:
    """Step H1: the first of the two months that end with this day, on which the employer can be asked (R39)."""
    after = last_day + _DAY
    month = Month.of(after)
    for _ in range(SIGNAL_MONTHS):
        month = month.previous
    return date(month.first.year, month.first.month, min(after.day, month.last.day))


# --- days that follow from another day ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A day that follows from another one and not from a length: by which calendar, and from which rule or article."""

    name: str
    calendar: Calendar
    rule: str
    article: str = ""


PAYMENT_DAY = Day("payment_day", "bank", "R24", "art. 4:89 Awb")
SETTLEMENT = Day("settlement", "none", "R28")
QUARTER = Day("quarter", "none", "R34")
HOURS = Day("hours", "municipal", "R11")
INDEXATION = Day("indexation", "none", "R3", "art. 10d lid 7 Pw")
BIRTHDAY = Day("birthday", "none", "R6")
SIGNAL = Day("signal", "none", "R18", "art. 10d lid 6 Pw")
MEASUREMENT = Day("measurement", "municipal", "R18", "art. 10d lid 1 Pw")
REMEASUREMENT = Day("remeasurement", "none", "R18", "art. 10d lid 6 Pw")
ENDED = Day("ended", "none", "R31", "art. 10d lid 8 Pw")
TOLD = Day("told", "none", "R20", "art. 3:41 Awb")
ASKED_AGAIN = Day("asked_again", "municipal", "R15")
VIEWS = Day("views", "none", "R31", "art. 4:8 Awb")

DAYS: Mapping[str, Day] = {
    day.name: day
    for day in (
        PAYMENT_DAY, SETTLEMENT, QUARTER, HOURS, INDEXATION, BIRTHDAY, SIGNAL, MEASUREMENT, REMEASUREMENT, ENDED, TOLD,
        VIEWS,
        ASKED_AGAIN,
    )
}  # fmt: skip
"""Every day of this kind by name."""


def measured_by(start: date, not_before: date) -> date:
    """Step B2: the last municipal working day on which a measurement leaves time for its report and for five weeks to decide
    before the start; of a start that is too near, ten working days from `not_before`."""
    return max(_in_time(start), REPORT.last_day(not_before))


def hours_by(month: Month) -> date:
    """R28: hours are known when their quarter is settled: on its last day, and of its last month ten working days later."""
    last = month.quarter.last
    return last if month < month.quarter.months[-1] else REMINDER.last_day(last)


def settled_by(month: Month, *, monthly: bool) -> date:
    """R28: at least once a quarter (or month, by policy): what a quarter leaves is settled in the next one."""
    return month.next.last if monthly else month.quarter.next.last


def told_by(first_of_january: date) -> date:
    """Step G1: the amount of the new year is told in January."""
    return Month.of(first_of_january).last


def asked_by(last_day: date) -> date:
    """Step H1: two months before, by letter or talk: on the first municipal working day of the two months."""
    return office_day(signal_from(last_day))


def office_day(day: date) -> date:
    """That day, or the next on which the municipality works."""
    while not is_municipal_day(day):
        day += _DAY
    return day


def paid_again_by(day: date) -> date:
    """R26: the payment day after what came back on a day."""
    month = Month.of(day)
    return payment_day(month if payment_day(month) > day else month.next)


def months_before(day: date, n: int) -> date:
    """The same-numbered day so many months earlier, or the last one of that month (R39)."""
    month = Month.of(day) + -n
    return date(month.year, month.number, min(day.day, month.days))


def day_after(day: date) -> date:
    """The first day on which a term is over."""
    return day + _DAY


LAPSE_SIGNAL_MONTHS = 6
"""Before what is owed can no longer be claimed or collected, it is signalled. No source gives a term."""


@lru_cache(maxsize=4096)
def _in_time(start: date) -> date:
    reported = start - DECISION.number * _DAY
    last = reported - 14 * _DAY
    while not is_municipal_day(last) or REPORT.last_day(last) > reported:
        last -= _DAY
    return last
