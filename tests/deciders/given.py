"""Given facts, when intent, then facts: deciders without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.log.entry import Cause, Entry, Signature
from ledger.party import state as party
from ledger.party.state import Employer, Person
from ledger.subsidy import decider as subsidy_decider
from ledger.subsidy.state import Subsidy, fold

CASE = "LKS-26-000001-H"
PERSON = "P-000001-G"
EMPLOYER = "W-000001-D"
MUNICIPALITY = "GM0363"
STREAM = UUID(int=1)
START = date(2026, 10, 23)
TODAY = date(2026, 10, 1)
CAUSE = Cause(
    intent="Apply", fields={}, digest="00", actor="a.case", on_behalf_of=None, today=TODAY, read={}, decider=1
)

EMPLOYMENT = intents.Employment(
    start=START,
    end=None,
    form="fixed",
    hours="32",
    maximum_hours=None,
    sector_full_time_hours="36",
    bbl=False,
    sheltered=False,
    age_steps=(),
)

APPLIED = facts.Applied(
    case=CASE,
    person=PERSON,
    employer=EMPLOYER,
    applicant="employer",
    basis="lid_1a",
    group="assistance",
    received_on=date(2026, 9, 1),
    **dict(EMPLOYMENT),
    qualified_until=None,
    taken_over_from=None,
    college_decision=None,
)
MEASURED = facts.Measured(
    measured_on=date(2026, 9, 14),
    reported_on=date(2026, 9, 21),
    report_due=date(2026, 9, 28),
    wage_value="60",
    expert="LWD-1",
    method="ULM",
    draft_discussed_on=date(2026, 9, 16),
)
ESTABLISHED = facts.WageValueEstablished(
    wage_value="60", established_on=date(2026, 9, 22), valid_until=None, decide_by=date(2026, 10, 27)
)
WAIVED = facts.MeasurementWaived(waived_on=date(2026, 9, 22), decide_by=date(2026, 10, 27))

REGISTERED = facts.PersonRegistered(person=PERSON, sealed="AA")
EMPLOYER_REGISTERED = facts.EmployerRegistered(employer=EMPLOYER, sealed="AA")
OPENED = facts.SubsidyOpened(case=CASE, employer=EMPLOYER, start=START, until=None)

TAKE_OVER = intents.TakeOver(
    municipality=MUNICIPALITY,
    person=PERSON,
    employer=EMPLOYER,
    group="assistance",
    employment=EMPLOYMENT.model_copy(update={"start": date(2026, 2, 1)}),
    taken_over_from="suite",
    opening="OP-1",
    route="regular",
    wage_value="60",
    decision="OLD-1",
    decided_on=date(2026, 1, 20),
    granted_from=date(2026, 2, 1),
    granted_until=None,
    reference=date(2026, 2, 1),
    minimum_wage_cents=229440,
    paid_through="2026-08",
    lines=(),
    balance=(),
)
APPLY = intents.Apply(
    municipality=MUNICIPALITY,
    person=PERSON,
    employer=EMPLOYER,
    applicant="employer",
    basis="lid_1a",
    group="assistance",
    received_on=date(2026, 9, 1),
    employment=EMPLOYMENT,
)
GRANT = intents.Grant(
    case=CASE,
    decided_on=TODAY,
    start=None,
    until=None,
    employer_notified_on=TODAY,
    employee_notified_on=TODAY,
)


def entry(version: int, fact: Fact, cause: Cause = CAUSE) -> Entry:
    """A fact in an envelope, as the log would give it."""
    return Entry(
        position=version,
        stream=STREAM,
        version=version,
        topic=fact.topic,
        fact=fact,
        municipality=MUNICIPALITY,
        recorded_at=datetime(2026, 10, 1, tzinfo=UTC),
        recorded_by="lks_local",
        intent_key=None,
        cause=cause,
        seal=b"",
    )


def given(*happened: Fact) -> Subsidy:
    """A subsidy to which this happened."""
    return fold(entry(version, fact) for version, fact in enumerate(happened, start=1))


def a_person(*happened: Fact) -> Person:
    """A registered person to whom this happened."""
    person = Person()
    for version, fact in enumerate((REGISTERED, *happened), start=1):
        person = party.evolve_person(person, entry(version, fact))
    return person


def an_employer(*happened: Fact) -> Employer:
    """A registered employer to whom this happened."""
    employer = Employer()
    for version, fact in enumerate((EMPLOYER_REGISTERED, *happened), start=1):
        employer = party.evolve_employer(employer, entry(version, fact))
    return employer


def circumstances(**changes: object) -> Context:
    """An ordinary day, with the packaged law and default policy, a person in the target group and an employer."""
    context = Context(
        today=TODAY,
        by=Signature("a.case", "lks_local"),
        address=CASE,
        case=CASE,
        municipality=MUNICIPALITY,
        law=packaged_law(),
        policy=Policy.defaults(),
        person=Person(number=PERSON, municipality=MUNICIPALITY, group="assistance", group_since=date(2026, 1, 1)),
        employer=Employer(number=EMPLOYER, account=1),
    )
    return replace(context, **changes)  # type: ignore[arg-type]


def when(intent: intents.Intent, subsidy: Subsidy, **changes: object) -> tuple[Fact, ...]:
    """What the intent leads to."""
    return subsidy_decider.decide(intent, subsidy, circumstances(**changes))
