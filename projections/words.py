"""Codes of facts and intents in words, and days, months and amounts as people write them; `--json` keeps the codes."""

import re
from collections.abc import Iterable
from datetime import date

from ledger.calculation.month import Month

_CAPITAL = re.compile("(?<!^)(?=[A-Z])")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_WORDS = {
    "lid_1a": "art. 10d lid 1 a",
    "lid_1b": "art. 10d lid 1 b",
    "lid_2a": "art. 10d lid 2 a",
    "lid_2b": "art. 10d lid 2 b",
    "lid_2c": "art. 10d lid 2 c",
    "flat_rate": "flat-rate",
    "min_max": "min-max",
    "zero_hours": "zero-hours",
    "article_7a": "art. 7a",
    "not_target_group": "not in the target group",
    "grant": "granted",
    "reject": "rejected",
    "amend": "amended",
    "revise": "revised",
    "withdraw": "withdrawn",
    "determine": "determined",
    "Amended": "change",
    "Corrected": "correction",
    "HoursReported": "worked hours",
    "LeaveReported": "leave",
    "SicknessReported": "sickness",
    "Transferred": "move",
    "Ended": "end",
    "Applied": "application",
    "Measured": "measurement",
    "WageValueEstablished": "wage value",
    "MeasurementWaived": "measurement waived",
    "DocumentsReceived": "documents",
    "DocumentsRequested": "request for documents",
    "MeasurementOrdered": "order to measure",
    "ObjectionFiled": "objection",
    "RecoveryAnnounced": "announcement of a recovery",
    "InstalmentsAgreed": "instalments",
    "Reminded": "reminder",
    "OutcomeDiscussed": "discussion of the outcome",
    "EmployeeNotified": "confirmation to the employee",
    "DefaultNoticed": "notice of default",
    "ExtensionAsked": "question about an extension",
    "ExtensionConfirmed": "extension",
    "ExtensionDeclined": "answer that there is no extension",
    "RemeasurementAgreed": "agreement to measure again",
    "Reindexed": "notice of the amount set anew",
    "LetterSent": "letter sent",
    "MeasurementAccounted": "account of the measurement",
}


def words(code: str) -> str:
    """A code in words."""
    return _WORDS.get(code, code.replace("_", " "))


def counted(number: int, noun: str) -> str:
    """A number of things: 1 case, 1,204 cases, 2 entries."""
    many = f"{noun.removesuffix('y')}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def amount(cents: int) -> str:
    """Cents as people write them: 1,447.43 euro."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros:,}.{rest:02d} euro"


def on_day(day: date) -> str:
    """A day in full: 28 September 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_month(month: Month) -> str:
    """A month in full: September 2026."""
    return f"{_MONTHS[month.number - 1]} {month.year}"


def listed(things: Iterable[str]) -> str:
    """One, two and three."""
    *most, last = list(things) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def split(name: str) -> str:
    """The name of an intent or a topic in words: change account."""
    return _CAPITAL.sub(" ", name).lower()
