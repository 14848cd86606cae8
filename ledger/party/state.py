"""Persons (per municipality) and employers: who is in the target group, which subsidies run, who may be paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from ledger import facts
from ledger.log.entry import Entry


class Opened(NamedTuple):
    """A subsidy of a person: its employer and period; `until` None runs on."""

    employer: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """State of a person in one municipality. `group_until` is the last day in the target group."""

    number: str = ""
    municipality: str = ""
    group: str | None = None
    group_since: date | None = None
    group_until: date | None = None
    last_application: date | None = None
    subsidies: Mapping[str, Opened] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Employer:
    """State of an employer: one payroll number (loonheffingennummer) with one account; `account` is its entry's version.
    `blocked` is the bank's reason, until another account is approved (R26)."""

    number: str = ""
    account: int = 0
    blocked: str | None = None
    hold: facts.PaymentHeld | None = None
    version: int = 0


def evolve_person(person: Person, entry: Entry) -> Person:
    """The person after one more entry."""
    person = replace(person, version=entry.version)
    match entry.fact:
        case facts.PersonRegistered() as fact:
            return replace(person, number=fact.person, municipality=entry.municipality)
        case facts.TargetGroupEstablished() as fact:
            applied = fact.applied_on or person.last_application
            established = replace(person, group=fact.group, group_since=fact.effective, group_until=None)
            return replace(established, last_application=applied)
        case facts.TargetGroupRejected() as fact:
            return replace(person, last_application=fact.applied_on or person.last_application)
        case facts.TargetGroupEnded() as fact:
            return replace(person, group_until=fact.effective - timedelta(days=1))
        case facts.SubsidyOpened() as fact:
            return _with(person, fact.case, Opened(fact.employer, fact.start, fact.until))
        case facts.SubsidyClosed() as fact:
            return _closed(person, fact)
        case _:
            return person


def evolve_employer(employer: Employer, entry: Entry) -> Employer:
    """The employer after one more entry."""
    employer = replace(employer, version=entry.version)
    match entry.fact:
        case facts.EmployerRegistered() as fact:
            return replace(employer, number=fact.employer, account=entry.version)
        case facts.AccountApproved():
            return replace(employer, account=entry.version, blocked=None)
        case facts.AccountBlocked() as fact:
            return replace(employer, blocked=fact.reason) if fact.account == employer.account else employer
        case facts.PaymentHeld() as fact:
            return replace(employer, hold=fact)
        case facts.PaymentReleased():
            return replace(employer, hold=None)
        case _:
            return employer


def _with(person: Person, case: str, opened: Opened) -> Person:
    return replace(person, subsidies={**person.subsidies, case: opened})


def _closed(person: Person, fact: facts.SubsidyClosed) -> Person:
    if fact.until is None or fact.case not in person.subsidies:
        return replace(person, subsidies={case: one for case, one in person.subsidies.items() if case != fact.case})
    return _with(person, fact.case, person.subsidies[fact.case]._replace(until=fact.until))
