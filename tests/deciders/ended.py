"""Cases at their end: moved on 12 May 2026 with May paid, and worked hours that are not reported."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger import facts, intents
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month, months
from ledger.closing.quarters import Quarters
from ledger.facts import Fact
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.subsidy.state import Subsidy
from tests.deciders.given import APPLIED, CASE, given, when

START = date(2026, 3, 1)
JUNE = date(2026, 6, 10)
MOVED = facts.Transferred(destination="GM0362", registered_on=date(2026, 5, 12), stays=False)
DETERMINE = intents.Determine(case=CASE, decided_on=JUNE, employer_notified_on=JUNE, employee_notified_on=JUNE)
MONTH_CENTS = (88105, 22026)
"""March, April and May 2026 each: 32 hours, 60 %, on the minimum wage of January."""
MAY_CENTS = (31263, 7816)
"""11/31 of it."""


def applied(**changes: object) -> facts.Applied:
    """The application of an employment since March."""
    return APPLIED.model_copy(update={"start": START, "received_on": date(2026, 2, 1), **changes})


def granted(**changes: object) -> facts.Decided:
    """The grant from its start."""
    decided = {
        "decision": f"{CASE}/1", "outcome": "grant", "ground": "lid_1a", "route": "regular", "start": START, "until": None,
        "wage_value": "60", "reference": START, "subsidy_cents": 0, "charges_cents": 0, "derivation": (),
        "decided_on": START, "decide_by": START, "employer_notified_on": START, "employee_notified_on": START,
        "employer_objects_until": START, "employee_objects_until": START, "college_decision": None,
    }  # fmt: skip
    return facts.Decided.model_validate(decided | changes)


def paid(happened: Sequence[Fact], first: str, last: str) -> facts.Paid:
    """What a run booked and sent of these months, as they were due then."""
    terms = given(*happened).terms
    assert terms is not None
    lines = tuple(
        line
        for month in months(Month.parse(first), Month.parse(last))
        for line in entitlement(terms, month, packaged_law(), Policy.defaults()).lines
        if line.element == "fixed"
    )
    sent = tuple(
        facts.MonthAmount.model_validate(line.model_dump(include=set(facts.MonthAmount.model_fields))) for line in lines
    )
    run = f"GM0363-{last}-1"
    days = {"booked_on": date(2026, 5, 20), "execution_day": date(2026, 5, 19)}
    return facts.Paid(
        run=run, reference=f"{run}/W-000001-D", booked=lines, sent=sent, employer="W-000001-D", account=1, **days
    )


def moved() -> list[Fact]:
    """Paid through May; in June it is known that the employee moved on 12 May."""
    happened = [applied(), granted()]
    return [*happened, paid(happened, "2026-03", "2026-05"), MOVED]


def determined(happened: Sequence[Fact], **changes: Any) -> list[Fact]:
    """The same, and what determining it recorded."""
    return [*happened, *determining(given(*happened), **changes)]


def determining(subsidy: Subsidy, intent: intents.Determine = DETERMINE, **changes: object) -> tuple[Fact, ...]:
    """What determining leads to, on 10 June with open books unless changed."""
    return when(intent, subsidy, **({"today": JUNE, "quarters": Quarters()} | changes))
