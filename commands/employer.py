"""`lks employer`: an employer (werkgever) by payroll number, and the account that it is paid on (R26)."""

import click

from commands.call import Call, recording
from commands.options import EMPLOYER
from commands.private import ask
from ledger.intents import ChangeAccount, RegisterEmployer
from ledger.vault.identity import account_data, employer_data

LABELS = {
    "name": "Name",
    "kvk": "KvK number",
    "payroll_tax_number": "Payroll tax number (loonheffingennummer)",
    "iban": "IBAN",
    "account_name": "Name of the account holder",
}

ACCOUNT_LABELS = {"iban": LABELS["iban"], "account_name": LABELS["account_name"]}


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


@employer.group("bank-account")
def bank_account() -> None:
    """The account (rekening) that an employer is paid on."""


@bank_account.command()
@click.argument("employer", type=EMPLOYER)
@click.option("--file", metavar="FILE", help=f"JSON with {', '.join(ACCOUNT_LABELS)}; - reads standard input.")
@recording
def change(call: Call, employer: str, file: str | None) -> None:
    """Propose another account; it counts when a second person agrees. What was paid keeps the account it was paid to."""
    receipt = call.record(ChangeAccount(employer=employer), account_data(ask(ACCOUNT_LABELS, file)))
    call.answer(receipt, f"{employer} has another account.", employer=employer)
