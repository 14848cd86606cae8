"""Reads what a letter rests on, as of a position of the log, and opens the personal data in it. Refuses, naming it, where
something is missing."""

from uuid import UUID

from ledger.facts import Applied
from ledger.identifiers import stream_id
from ledger.intents import ApplicationDetails
from ledger.law.identity import identity
from ledger.log.entry import Entry
from ledger.process.letters import ABOUT, check_recipient, tells, withdrawn
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy, fold
from ledger.vault import who
from ledger.vault.identity import EmployerData, PersonData
from ledger.vault.sealing import Vault
from projections.letters.subject import Subject, Wanted

IDENTITY = "letter_identity"


def gather(reading: Reading, vault: Vault, wanted: Wanted, logo: str | None) -> Subject:
    """All that this letter rests on. Raises Refused."""
    stream = stream_id("subsidy", wanted.case)
    entries = reading.store.read(stream, until_position=reading.until)
    subsidy = reading.subsidy(wanted.case)
    application = _application(wanted.case, subsidy)
    entry = _entry(entries, wanted, subsidy)
    policy = reading.policy(subsidy.municipality)
    sender = identity(policy.on(IDENTITY, wanted.day))
    if not sender:
        what = f"{subsidy.municipality} has no name, address and signature for letters on {wanted.day}."
        remedy = "Adopt them: lks policy adopt letter_identity 'name=...; ...' --municipality, see lks policy show."
        raise Refused(what, rule="R20", remedy=remedy)
    then = Reading(reading.store, entry.position)
    return Subject(
        kind=wanted.kind,
        recipient=wanted.recipient,
        about=wanted.about,
        fact=entry.fact,
        day=wanted.day,
        subsidy=subsidy,
        then=fold(one for one in entries if one.version <= entry.version),
        law=reading.law(),
        law_then=then.law() if wanted.kind == "indexation" else reading.law(),
        policy=policy,
        policy_then=then.policy(subsidy.municipality) if wanted.kind == "indexation" else policy,
        identity=sender,
        logo=logo,
        person=_person(reading, vault, application.person),
        employer_name=_employer(reading, vault, subsidy.employer).name,
        personnel_number=_personnel_number(vault, stream, application),
    )


def _application(case: str, subsidy: Subsidy) -> Applied:
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    return subsidy.application


def _entry(entries: list[Entry], wanted: Wanted, subsidy: Subsidy) -> Entry:
    """The entry that the letter tells about; it must be there, count, and be of the right kind."""
    entry = next((one for one in entries if one.version == wanted.about), None)
    if entry is None or withdrawn(subsidy, wanted.about) or not tells(wanted.kind, entry.fact):
        topic = ABOUT[wanted.kind].topic
        what = f"{wanted.case} has no entry {wanted.about} that a letter of kind {wanted.kind} tells about ({topic})."
        raise Refused(what, rule="R20", remedy="See lks letters list, or lks history.")
    check_recipient(wanted.kind, wanted.recipient)
    return entry


def _person(reading: Reading, vault: Vault, number: str) -> PersonData:
    found = reading.person(number).registration
    assert found is not None, "a case is of a person who was registered"
    data = who.opened(vault, stream_id("person", number), found, PersonData)
    if data is None:
        raise _erased("person", number)
    return data


def _employer(reading: Reading, vault: Vault, number: str) -> EmployerData:
    found = reading.employer(number).registration
    assert found is not None, "a case is of an employer that was registered"
    data = who.opened(vault, stream_id("employer", number), found, EmployerData)
    if data is None:
        raise _erased("employer", number)
    return data


def _erased(kind: str, number: str) -> Refused:
    what = f"The name of {kind} {number} is missing: the data were erased."
    return Refused(what, rule="R20", remedy="No letter can be made any more.")


def _personnel_number(vault: Vault, stream: UUID, application: Applied) -> str:
    if application.sealed is None:
        return ""
    details = vault.open(application.sealed, stream, application.topic, ApplicationDetails)
    return details.personnel_number if details else ""
