"""`lks employer register`: an employer (werkgever) by payroll number, with the account it is paid on."""

import click

from commands.call import Call, recording
from commands.private import ask
from ledger.intents import RegisterEmployer
from ledger.vault.identity import employer_data

LABELS = {
    "name": "Name",
    "kvk": "KvK number",
    "payroll_tax_number": "Payroll tax number (loonheffingennummer)",
    "iban": "IBAN",
    "account_name": "Name of the account holder",
}


@click.group()
def employer() -> None:
    """Employers: who a subsidy is paid to."""


@employer.command()
@click.option("--file", metavar="FILE", help=f"JSON with {', '.join(LABELS)}; - reads standard input.")
@recording
def register(call: Call, file: str | None) -> None:
    """Register an employer; everything about it is asked, or comes from FILE, and is sealed."""
    receipt = call.record(RegisterEmployer(), employer_data(ask(LABELS, file)))
    call.answer(receipt, f"Registered employer {receipt.name} with its account.", employer=receipt.name)
