"""`lks employer`: an employer (werkgever) by payroll number, the account that it is paid on, and the cases that move (R26)."""

from datetime import date

import click

from commands import employer_cases
from commands.call import Call, recording
from commands.confirming import confirmed
from commands.erasing import GROUND, YES, Ground, erase
from commands.options import DAY, EMPLOYER, MUNICIPALITY
from commands.private import ask, ask_changes
from commands.words import counted
from ledger.intents import ChangeAccount, CorrectEmployer, EraseEmployer, MoveCases, RegisterEmployer
from ledger.refusal import Misuse
from ledger.vault.identity import account_data, employer_data
from projections import finding

LABELS = {
    "name": "Name",
    "kvk": "KvK number",
    "payroll_tax_number": "Payroll tax number (loonheffingennummer)",
    "iban": "IBAN",
    "account_name": "Name of the account holder",
}

WHO_LABELS = {field: LABELS[field] for field in ("name", "kvk", "payroll_tax_number")}
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


@employer.command()
@click.argument("number", metavar="EMPLOYER", type=EMPLOYER)
@click.option(
    "--file", metavar="FILE", help=f"JSON with what was wrong of {', '.join(WHO_LABELS)}; - reads standard input."
)
@click.option("--yes", is_flag=True, help="Record it without asking.")
@recording
def correct(call: Call, number: str, file: str | None, yes: bool, reason: str) -> None:
    """Correct name, KvK number or payroll tax number; only what was wrong is asked, or comes from FILE, and is sealed.

    It counts when a second person agrees. The account stays: that is lks employer bank-account change.
    """
    known = call.ledger.reading().employer(number).registration
    was, given = call.employer(number), ask_changes(WHO_LABELS, file)
    if given.keys() & ACCOUNT_LABELS.keys():
        remedy = "Use lks employer bank-account change."
        raise Misuse("the account is not corrected but changed.", field="--file", remedy=remedy)
    data = employer_data(was.model_dump(mode="json") | given)
    differ = [field for field in WHO_LABELS if getattr(was, field) != getattr(data, field)]
    if not differ:
        call.output.answer("That is what is registered; nothing was recorded.", recorded=False, fields=[])
        return
    cases = [one.case for one in finding.cases(call.look(), "employer", [number])]
    told = {"employer": number, "fields": differ, "cases": cases}
    concerns = f"It concerns {counted(len(cases), 'case')}{': ' if cases else ''}{', '.join(cases)}."
    if confirmed(call, [f"{number}: {', '.join(differ)} corrected. {concerns}", "No amount changes."], yes, **told):
        asked_on = known.version if known else 0
        receipt = call.record(CorrectEmployer(employer=number, reason=reason, registered=asked_on), data)
        call.answer(receipt, f"{number} is corrected.", recorded=True, **told)


@employer.command()
@click.option("--file", metavar="FILE", help="Case numbers, one a line; - reads standard input.")
@click.option("--from", "from_", type=EMPLOYER, help="Instead of a file: all running cases of this employer.")
@click.option("--to", type=EMPLOYER, required=True, help="The employer that is paid from then on.")
@click.option("--effective", type=DAY, required=True, help="From which day.")
@click.option("--municipality", type=MUNICIPALITY, help="With --from: only its cases in this municipality.")
@click.option("--yes", is_flag=True, help="Record it without asking.")
@recording
def move(
    call: Call, file: str | None, from_: str | None, to: str, effective: date, municipality: str | None, yes: bool
) -> None:
    """Move cases to another employer at once, when employers merge or payroll numbers move.

    What moves is shown first; it counts when a second person agrees. Balances follow the cases; what was paid stays with
    the employer to whom it was paid.
    """
    if (file is None) == (from_ is None):
        raise Misuse("one of these is needed.", field="--file or --from", remedy="Give one of the two.")
    cases = employer_cases.of_file(file) if file else employer_cases.running(call, from_ or "", municipality)
    place = municipality or employer_cases.municipality_of(call, cases)
    intent = call.with_anyway(MoveCases(municipality=place, cases=tuple(cases), employer=to, effective=effective))
    changes = call.ledger.preview_all(intent, call.asking())
    told = employer_cases.fields(call, intent, changes)
    if not changes:
        call.output.answer(f"All are paid to {to} already; nothing was recorded.", recorded=False, **told)
    elif confirmed(call, employer_cases.text(call, intent, changes), yes, **told):
        receipt = call.record(intent)
        call.answer(receipt, f"{counted(len(changes), 'case')} moved to {to}.", recorded=True, **told)


@employer.command("erase")
@click.argument("number", metavar="EMPLOYER", type=EMPLOYER)
@click.option("--natural-person", is_flag=True, help="It is one (eenmanszaak); the data of others are not erased.")
@GROUND
@YES
@recording
def erase_(call: Call, number: str, natural_person: bool, ground: Ground, yes: bool) -> None:
    """Erase an employer who is a natural person for good, after the retention term of all its cases.

    It counts when a second person agrees. What was paid stays, under the number; payment files cannot be made again.
    """
    erase(call, EraseEmployer(employer=number, natural_person=natural_person, ground=ground), yes)


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
