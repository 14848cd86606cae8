"""`lks person`: a person (burger) in a municipality, by BSN, name and birth date; put right, and merged when registered twice."""

from collections.abc import Iterable

import click

from commands import case_effects
from commands.call import Call, recording, steps_from
from commands.confirming import confirmed
from commands.erasing import GROUND, YES, Ground, erase
from commands.options import MUNICIPALITY, PERSON
from commands.person_export import export
from commands.private import ask, ask_changes
from commands.words import counted
from ledger.calculation.segment import AgeStep
from ledger.intents import CorrectPerson, ErasePerson, MergePersons, RegisterPerson
from ledger.vault.identity import PersonData, person_data

LABELS = {"bsn": "BSN", "initials": "Initials", "surname": "Surname", "birth_date": "Birth date (year-month-day)"}

_YES = click.option("--yes", is_flag=True, help="Record it without asking.")


@click.group()
def person() -> None:
    """Persons: who a subsidy is for."""


person.add_command(export)


@person.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="Where the person lives, like GM0363.")
@click.option("--file", metavar="FILE", help="JSON with bsn, initials, surname, birth_date; - reads standard input.")
@recording
def register(call: Call, municipality: str, file: str | None) -> None:
    """Register a person; BSN, name and birth date are asked, or come from FILE, and are sealed."""
    private = person_data(ask(LABELS, file), call.today)
    receipt = call.record(RegisterPerson(municipality=municipality), private)
    call.answer(receipt, f"Registered person {receipt.name} in {municipality}.", person=receipt.name)


@person.command()
@click.argument("number", metavar="PERSON", type=PERSON)
@click.option(
    "--file", metavar="FILE", help=f"JSON with what was wrong of {', '.join(LABELS)}; - reads standard input."
)
@_YES
@recording
def correct(call: Call, number: str, file: str | None, yes: bool, reason: str) -> None:
    """Correct BSN, name or birth date; only what was wrong is asked, or comes from FILE, and is sealed.

    It counts when a second person agrees. Another birth date can change what is due: that is shown first.
    """
    asked_on = _registered(call, number)
    was = call.person(number)
    data = person_data(was.model_dump(mode="json") | ask_changes(LABELS, file), call.today)
    differ = [field for field in LABELS if getattr(was, field) != getattr(data, field)]
    if not differ:
        call.output.answer("That is what is registered; nothing was recorded.", recorded=False, fields=[])
        return
    cases = call.ledger.reading().person(number).cases
    steps = _steps(call, cases, data)
    intent = call.with_anyway(CorrectPerson(person=number, reason=reason, registered=asked_on, age_steps=steps))
    changes = call.ledger.preview_all(intent, call.asking())
    moved = case_effects.case_effects(call, changes)
    told = {"person": number, "fields": differ, "cases": list(cases), "effects": case_effects.fields(moved)}
    shown = [f"{number}: {', '.join(differ)} corrected. {_concerns(cases)}", *case_effects.text(moved, changes)]
    if confirmed(call, shown, yes, **told):
        call.answer(call.record(intent, data), f"{number} is corrected.", recorded=True, **told)


@person.command()
@click.argument("number", metavar="PERSON", type=PERSON)
@click.option("--into", type=PERSON, required=True, help="The number that stays, with the right BSN.")
@_YES
@recording
def merge(call: Call, number: str, into: str, yes: bool, reason: str) -> None:
    """Merge a person who was registered twice: PERSON gets no new cases, and those there are go to the number that stays.

    It counts when a second person agrees. The BSN of PERSON finds nobody any more; if it was the right one, correct the
    number that stays afterwards.
    """
    cases, asked_on = call.ledger.reading().person(number).cases, _registered(call, into)
    steps = _steps(call, cases, call.person(into))
    merged = MergePersons(person=number, into=into, reason=reason, registered=asked_on, age_steps=steps)
    intent = call.with_anyway(merged)
    changes = call.ledger.preview_all(intent, call.asking())
    moved = case_effects.case_effects(call, changes)
    told = {"person": number, "into": into, "cases": list(cases), "effects": case_effects.fields(moved)}
    shown = [f"{number} is the same person as {into}. {_concerns(cases)}", *case_effects.text(moved, changes)]
    if confirmed(call, shown, yes, **told):
        call.answer(call.record(intent), f"{number} is merged into {into}.", recorded=True, **told)


@person.command("erase")
@click.argument("number", metavar="PERSON", type=PERSON)
@GROUND
@YES
@recording
def erase_(call: Call, number: str, ground: Ground, yes: bool) -> None:
    """Erase a person for good, after the retention term: the key is destroyed, and by what the person was found.

    It counts when a second person agrees. Amounts, days and codes stay, under the number. What people destroy themselves is
    listed: documents, letters, deliveries.
    """
    erase(call, ErasePerson(person=number, ground=ground), yes)


def _registered(call: Call, number: str) -> int:
    """The version of what counts of a person, read before it is opened: what comes in between stops the question."""
    known = call.ledger.reading().person(number).registration
    return known.version if known else 0


def _steps(call: Call, cases: Iterable[str], data: PersonData) -> dict[str, tuple[AgeStep, ...]]:
    """By case the birthdays that the youth minimum wage needs (R6)."""
    known = call.ledger.reading()
    applications = ((case, known.subsidy(case).application) for case in cases)
    return {case: steps_from(data.birth_date, one.start) for case, one in applications if one is not None}


def _concerns(cases: Iterable[str]) -> str:
    named = list(cases)
    return f"It concerns {counted(len(named), 'case')}: {', '.join(named)}." if named else "It concerns no case."
