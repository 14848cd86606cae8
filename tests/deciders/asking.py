"""A case that waits for answers: facts and intents that tests of reminders, setting aside and extensions share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger import facts, intents
from ledger.facts import Fact
from ledger.law.policy import Choice, Policy
from ledger.subsidy.state import Subsidy
from tests.deciders.given import APPLIED, CASE, given, when

REQUESTED = facts.DocumentsRequested(
    documents=("contract", "identification"), respond_by=date(2026, 9, 15), requested_on=date(2026, 9, 1)
)
TURNS = (date(2026, 9, 16), date(2026, 10, 1), date(2026, 10, 16))
"""The first days on which the three reminders can be sent."""
LAST_TERM = date(2026, 10, 30)
LATER = date(2027, 6, 15)


def policy(reminders: str) -> Policy:
    """A municipality that reminds so."""
    return Policy({"reminders": (Choice(date(2015, 1, 1), reminders, 1),)})


def remind(day: date, about: str = "documents", **changes: Any) -> intents.Remind:
    """A reminder of that day."""
    return intents.Remind.model_validate({"case": CASE, "about": about, "reminded_on": day, **changes})


def incomplete(*happened: Fact) -> Subsidy:
    """An application of which two documents were asked for."""
    return given(APPLIED, REQUESTED, *happened)


def reminded(times: int) -> Subsidy:
    """The same, reminded of so often."""
    happened: list[Fact] = []
    for day in TURNS[:times]:
        happened += when(remind(day), incomplete(*happened), today=day)
    return incomplete(*happened)


def told(day: date) -> dict[str, date]:
    """The days of a decision that is told at once."""
    return dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)


def levels(happened: Iterable[Fact]) -> list[int]:
    """The levels of the reminders among these facts."""
    return [fact.level for fact in happened if isinstance(fact, facts.Reminded)]
