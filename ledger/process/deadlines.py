"""Every term of the law and the process in one table: how long, by which calendar, and from which rule or article.

Deciders and the worklist ask the same rows, so a term is known in one place. `last_day` gives the last day on which
something is in time, never the first on which it is late. How months run is R39, how terms are moved R38.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ledger.calculation.calendar import (
    add_municipal_working_days,
    legal_term_days,
    legal_term_months,
    legal_term_weeks,
    months_after,
)
from ledger.calculation.month import Month

Unit = Literal["working days", "days", "weeks", "months", "years"]
Calendar = Literal["municipal", "legal", "none"]
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
