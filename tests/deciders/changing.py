"""A case that is granted, lives and changes: facts and intents that tests of later decisions share."""

from collections.abc import Iterable
from datetime import date

from ledger import facts, intents
from ledger.calculation.entitlement import Entitlement, entitlement
from ledger.calculation.month import Month
from ledger.facts import Fact
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.party.state import Person
from ledger.subsidy.state import Subsidy
from ledger.subsidy.state import after as moved
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, GRANT, MEASURED, PERSON, WAIVED, given, when

LATER = date(2027, 6, 15)
"""A business day on which much of the life of the case is past."""
NEXT_YEAR = date(2027, 1, 1)
SAID = {"decided_on": LATER, "employer_notified_on": LATER, "employee_notified_on": LATER}

SINCE_LONG = Person(number=PERSON, municipality="GM0363", group="assistance", group_since=date(2015, 1, 1))
"""The person, in the target group since before any case of these tests."""

AMENDED = facts.Amended(
    effective=date(2027, 3, 10),
    form=None,
    hours="24",
    maximum_hours=None,
    sector_full_time_hours=None,
    end=None,
    employer=None,
)


def amended(**changes: object) -> facts.Amended:
    """A change of the contract; what is not named stays."""
    nothing = dict.fromkeys(("form", "hours", "maximum_hours", "sector_full_time_hours", "end", "employer"))
    return facts.Amended.model_validate({"effective": date(2027, 3, 10), **nothing, **changes})


def applied(**changes: object) -> facts.Applied:
    """The application, otherwise."""
    return facts.Applied.model_validate(APPLIED.model_dump() | changes)


def lived(*happened: Fact, application: facts.Applied = APPLIED, until: date | None = None) -> Subsidy:
    """A case granted at 60 % from the start, to which this happened after."""
    return given(*granted(application, until), *happened)


def granted(application: facts.Applied = APPLIED, until: date | None = None) -> tuple[Fact, ...]:
    """Asked, measured and granted at 60 % from the start."""
    asked = (application, MEASURED, ESTABLISHED)
    return *asked, *when(GRANT.model_copy(update={"until": until}), given(*asked), person=SINCE_LONG)


def flat_rate() -> tuple[Fact, ...]:
    """Asked, not measured, and granted on the flat rate."""
    return APPLIED, WAIVED, *when(GRANT, given(APPLIED, WAIVED))


def established(wage_value: str, day: date = LATER) -> tuple[Fact, ...]:
    """A new measurement and the wage value established on it."""
    measured = {"measured_on": day, "reported_on": day, "report_due": day, "wage_value": wage_value}
    decided = {"wage_value": wage_value, "established_on": day, "decide_by": day}
    return (
        facts.Measured.model_validate(MEASURED.model_dump() | measured),
        facts.WageValueEstablished.model_validate(ESTABLISHED.model_dump() | decided),
    )


def grant(start: date | None, **changes: object) -> intents.Grant:
    """A later grant."""
    return intents.Grant.model_validate({"case": CASE, "start": start, "until": None, **SAID, **changes})


def extend(**changes: object) -> intents.Extend:
    """An extension to the end of the contract."""
    return intents.Extend.model_validate({"case": CASE, "until": None, **SAID, **changes})


def revise(start: date, wage_value: str, **changes: object) -> intents.Revise:
    """A wage value put right."""
    usual = {"case": CASE, "ground": "wrong_data", "start": start, "until": None, "wage_value": wage_value}
    return intents.Revise.model_validate({**usual, **SAID, **changes})


def withdraw(start: date, **changes: object) -> intents.Withdraw:
    """A withdrawal."""
    usual = {"case": CASE, "ground": "obligations_not_met", "start": start}
    return intents.Withdraw.model_validate({**usual, **SAID, **changes})


def amend(effective: date, **changes: object) -> intents.AmendDecision:
    """A decision about a change that was reported."""
    usual = {"case": CASE, "ground": "change_reported", "effective": effective}
    return intents.AmendDecision.model_validate({**usual, **SAID, **changes})


def decided(intent: intents.Intent, subsidy: Subsidy, **changes: object) -> facts.Decided:
    """The one decision that an intent leads to, on a later day."""
    (fact,) = when(intent, subsidy, **{"today": LATER, **changes})
    assert isinstance(fact, facts.Decided)
    return fact


def after(subsidy: Subsidy, *happened: Fact) -> Subsidy:
    """The case after more happened."""
    return moved([(fact, subsidy.version + n, "GM0363") for n, fact in enumerate(happened, start=1)], subsidy)


def due(subsidy: Subsidy, month: str) -> int:
    """What is due of a month: subsidy and charges together, fixed and variable, in cents."""
    assert subsidy.terms is not None
    lines = entitlement(subsidy.terms, Month.parse(month), packaged_law(), Policy.defaults()).lines
    return sum(line.total_cents for line in lines)


def due_in(subsidy: Subsidy, months: Iterable[Month]) -> list[Entitlement]:
    """What is due, month by month, with every segment and gap."""
    assert subsidy.terms is not None
    return [entitlement(subsidy.terms, month, packaged_law(), Policy.defaults()) for month in months]
