"""Persons (per municipality) and employers: who is in the target group, which subsidies run, who may be paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from ledger import facts, slots
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.party.registration import Registration, after
from ledger.slots import Input

GROUP = ("TargetGroupEstablished", "TargetGroupRejected", "TargetGroupEnded")
"""Inputs on which the target group rests; each has its slot (R36)."""


class Opened(NamedTuple):
    """A subsidy of a person: its employer and period; `until` None runs on."""

    employer: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """State of a person in one municipality. `group_until` is the last day in the target group; `inputs` what it rests on, by
    slot. `subsidies` can still be paid, `cases` are all that ever were of this person. `merged_into`: who it is instead.
    `erased`: nothing personal is left, and nothing more happens."""

    number: str = ""
    municipality: str = ""
    registration: Registration | None = None
    inputs: Mapping[int, Input] = field(default_factory=dict)
    group: str | None = None
    group_since: date | None = None
    group_until: date | None = None
    last_application: date | None = None
    subsidies: Mapping[str, Opened] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    merged_into: str | None = None
    erased: facts.PersonErased | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Employer:
    """State of an employer: one payroll number (loonheffingennummer) with one account; `account` is its entry's version.
    `blocked` is the bank's reason, until another account is approved (R26)."""

    number: str = ""
    registration: Registration | None = None
    account: int = 0
    blocked: str | None = None
    hold: facts.PaymentHeld | None = None
    erased: facts.EmployerErased | None = None
    version: int = 0


def evolve_person(person: Person, entry: Entry) -> Person:
    """The person after one more entry."""
    person = replace(person, version=entry.version)
    match entry.fact:
        case facts.PersonRegistered() as fact:
            known = after(None, fact, entry.version)
            return replace(person, number=fact.person, municipality=entry.municipality, registration=known)
        case facts.Corrected(kind="PersonRegistered") as fact:
            return replace(person, registration=after(person.registration, fact, entry.version))
        case (
            facts.Corrected() | facts.TargetGroupEstablished() | facts.TargetGroupRejected() | facts.TargetGroupEnded()
        ):
            return in_group(person, entry.version, entry.fact)
        case facts.SubsidyOpened() as fact:
            return opened(person, fact)
        case facts.SubsidyClosed() as fact:
            return _closed(person, fact)
        case facts.PersonMerged() as fact:
            return replace(person, merged_into=fact.into, subsidies={}, cases=())
        case facts.PersonErased() as fact:
            return replace(person, erased=fact)
        case _:
            return person


def in_group(person: Person, version: int, fact: Fact) -> Person:
    """The person with one more input about the target group, or a correction of one. The later recorded wins (R36)."""
    inputs = dict(person.inputs)
    slots.put(inputs, version, fact)
    moved = replace(person, inputs=inputs, group=None, group_since=None, group_until=None, last_application=None)
    for _, one in sorted(inputs.items()):
        moved = _told(moved, one.counts)
    return moved


def opened(person: Person, fact: facts.SubsidyOpened) -> Person:
    """The person with a case, or with another employer or period of it."""
    cases = person.cases if fact.case in person.cases else (*person.cases, fact.case)
    return replace(_with(person, fact.case, Opened(fact.employer, fact.start, fact.until)), cases=cases)


def evolve_employer(employer: Employer, entry: Entry) -> Employer:
    """The employer after one more entry."""
    employer = replace(employer, version=entry.version)
    match entry.fact:
        case facts.EmployerRegistered() as fact:
            known = after(None, fact, entry.version)
            return replace(employer, number=fact.employer, account=entry.version, registration=known)
        case facts.Corrected() as fact:
            return replace(employer, registration=after(employer.registration, fact, entry.version))
        case facts.AccountApproved():
            return replace(employer, account=entry.version, blocked=None)
        case facts.AccountBlocked() as fact:
            return replace(employer, blocked=fact.reason) if fact.account == employer.account else employer
        case facts.PaymentHeld() as fact:
            return replace(employer, hold=fact)
        case facts.PaymentReleased():
            return replace(employer, hold=None)
        case facts.EmployerErased() as fact:
            return replace(employer, erased=fact)
        case _:
            return employer


def _told(person: Person, fact: Fact | None) -> Person:
    match fact:
        case facts.TargetGroupEstablished():
            applied = fact.applied_on or person.last_application
            established = replace(person, group=fact.group, group_since=fact.effective, group_until=None)
            return replace(established, last_application=applied)
        case facts.TargetGroupRejected():
            return replace(person, last_application=fact.applied_on or person.last_application)
        case facts.TargetGroupEnded():
            return replace(person, group_until=fact.effective - timedelta(days=1))
        case _:
            return person


def _with(person: Person, case: str, opened: Opened) -> Person:
    return replace(person, subsidies={**person.subsidies, case: opened})


def _closed(person: Person, fact: facts.SubsidyClosed) -> Person:
    if fact.until is None or fact.case not in person.subsidies:
        return replace(person, subsidies={case: one for case, one in person.subsidies.items() if case != fact.case})
    return _with(person, fact.case, person.subsidies[fact.case]._replace(until=fact.until))
