"""`lks find`: persons, employers and cases, by what is sealed about them or by a number.

What is personal is asked at a prompt, or comes from standard input or a file; the answer holds numbers only.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import click

from commands.call import Call, reading
from commands.options import EMPLOYER, MUNICIPALITY, PERSON
from commands.output import table
from commands.private import ask_line
from commands.words import words
from ledger.party.state import Person, evolve_person
from ledger.refusal import Misuse
from ledger.vault.identity import parse_bsn, parse_kvk, parse_payroll_tax_number
from projections import finding
from projections.finding import FoundCase

HEADINGS = ("person", "employer", "case", "status", "from", "to")

_WHERE = click.option("--municipality", type=MUNICIPALITY, help="Only cases of this municipality, like GM0363.")
_HERE = click.option("--municipality", type=MUNICIPALITY, required=True, help="Where the person lives, like GM0363.")
_FILE = click.option("--file", metavar="FILE", help="Read it from FILE; - reads standard input.")


@click.group()
def find() -> None:
    """Find persons, employers and their cases."""


# --- persons ----------------------------------------------------------------------------------------------------------


@find.command()
@_HERE
@_FILE
@reading
def bsn(call: Call, municipality: str, file: str | None) -> None:
    """Find a person by BSN, which is asked or read."""
    number = parse_bsn(ask_line("BSN", file))
    _answer_persons(call, call.vault.look_up("bsn", municipality + number), municipality)


@find.command()
@_HERE
@_FILE
@reading
def name(call: Call, municipality: str, file: str | None) -> None:
    """Find persons by surname, or words of it, which are asked or read."""
    _answer_persons(call, _looked_up(call, "name", ask_line("Surname", file)), municipality)


@find.command()
@click.argument("number", metavar="PERSON", type=PERSON)
@reading
def person(call: Call, number: str) -> None:
    """Find the cases of a person by number."""
    _answer_persons(call, [number], None)


# --- employers --------------------------------------------------------------------------------------------------------


@find.command()
@_WHERE
@_FILE
@reading
def employer(call: Call, municipality: str | None, file: str | None) -> None:
    """Find employers by name, or words of it, which are asked or read."""
    _answer_employers(call, _looked_up(call, "employer", ask_line("Name of the employer", file)), municipality)


@find.command()
@_WHERE
@_FILE
@reading
def payroll(call: Call, municipality: str | None, file: str | None) -> None:
    """Find an employer by payroll tax number (loonheffingennummer), which is asked or read."""
    number = parse_payroll_tax_number(ask_line("Payroll tax number", file))
    _answer_employers(call, call.vault.look_up("payroll", number), municipality)


@find.command()
@_WHERE
@_FILE
@reading
def kvk(call: Call, municipality: str | None, file: str | None) -> None:
    """Find employers by KvK number, which is asked or read."""
    number = parse_kvk(ask_line("KvK number", file))
    _answer_employers(call, call.vault.look_up("kvk", number), municipality)


@find.command("employer-number")
@click.argument("number", metavar="EMPLOYER", type=EMPLOYER)
@_WHERE
@reading
def employer_number(call: Call, number: str, municipality: str | None) -> None:
    """Find the cases of an employer by number."""
    found = [number] if call.ledger.reading().employer(number).number else []
    _answer_employers(call, found, municipality)


# --- cases ------------------------------------------------------------------------------------------------------------


@find.command()
@_WHERE
@_FILE
@reading
def personnel(call: Call, municipality: str | None, file: str | None) -> None:
    """Find cases by the employer's personnel number, which is asked or read."""
    numbers = _looked_up(call, "personnel", ask_line("Personnel number", file))
    _answer(call, finding.cases(call.look(), "case", numbers, municipality))


@find.command()
@click.argument("reference")
@reading
def reference(call: Call, reference: str) -> None:
    """Find the cases of a payment by its reference (betaalkenmerk), like GM0363-2026-11-1/W-000001-D."""
    dsn = call.look()
    _answer(call, finding.cases(dsn, "case", finding.paid_under(dsn, reference.strip().upper())))


# --- answers ----------------------------------------------------------------------------------------------------------


def _answer_persons(call: Call, numbers: Sequence[str], municipality: str | None) -> None:
    """The persons who are registered there, with their cases; a person without a case has a line too."""
    known = call.ledger.reading()
    known.load("person", numbers, Person(), evolve_person)
    found = {number: known.person(number).municipality for number in numbers}
    persons = [number for number, lives in found.items() if lives and municipality in (None, lives)]
    _answer(call, finding.cases(call.look(), "person", persons), persons=persons)


def _answer_employers(call: Call, employers: Sequence[str], municipality: str | None) -> None:
    _answer(call, finding.cases(call.look(), "employer", employers, municipality), employers=employers)


def _answer(call: Call, cases: Sequence[FoundCase], persons: Sequence[str] = (), employers: Sequence[str] = ()) -> None:
    rows = [*map(_cells, cases)]
    rows += [(number, "-", "-", "no case", "", "") for number in _without({case.person for case in cases}, persons)]
    rows += [("-", number, "-", "no case", "", "") for number in _without({case.employer for case in cases}, employers)]
    call.output.answer(
        table(HEADINGS, rows) if rows else ["Nothing was found."],
        persons=sorted({*persons, *(case.person for case in cases)}),
        employers=sorted({*employers, *(case.employer for case in cases)}),
        cases=[_fields(case) for case in cases],
    )


def _cells(case: FoundCase) -> tuple[str, ...]:
    return case.person, case.employer, case.case, words(case.status), str(case.first), str(case.last or "-")


def _fields(case: FoundCase) -> dict[str, Any]:
    named = case._asdict()
    return {"from": named.pop("first"), "to": named.pop("last")} | named


def _without(listed: set[str], numbers: Iterable[str]) -> list[str]:
    return [number for number in numbers if number not in listed]


def _looked_up(call: Call, kind: str, text: str) -> Sequence[str]:
    if not any(character.isalnum() for character in text):
        raise Misuse("holds no letter or digit.", field=kind, remedy="Give what is to be found.")
    return call.vault.look_up(kind, text)
