"""`lks person register`: a person (burger) in a municipality, by BSN, name and birth date."""

import click

from commands.call import Call, recording
from commands.options import MUNICIPALITY
from commands.private import ask
from ledger.intents import RegisterPerson
from ledger.vault.identity import person_data

LABELS = {"bsn": "BSN", "initials": "Initials", "surname": "Surname", "birth_date": "Birth date (year-month-day)"}


@click.group()
def person() -> None:
    """Persons: who a subsidy is for."""


@person.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="Where the person lives, like GM0363.")
@click.option("--file", metavar="FILE", help="JSON with bsn, initials, surname, birth_date; - reads standard input.")
@recording
def register(call: Call, municipality: str, file: str | None) -> None:
    """Register a person; BSN, name and birth date are asked, or come from FILE, and are sealed."""
    private = person_data(ask(LABELS, file), call.today)
    receipt = call.record(RegisterPerson(municipality=municipality), private)
    call.answer(receipt, f"Registered person {receipt.name} in {municipality}.", person=receipt.name)
