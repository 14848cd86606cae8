"""A granted case in the ledger that the environment names, taken over from another system."""

from datetime import date

from commands.call import Call
from commands.output import Output
from ledger.calculation.month import Month
from ledger.intents import Employment, RegisterEmployer, RegisterPerson, TakeOver
from ledger.vault.identity import employer_data, person_data
from tests.worlds import kept

TODAY = date(2026, 3, 2)
START = date(2026, 2, 1)
PERSON = {"bsn": "999900109", "initials": "W.", "surname": "Vermeer", "birth_date": "1991-03-14"}
EMPLOYER = {
    "name": "Bakkerij De Korenaar",
    "kvk": "12345678",
    "payroll_tax_number": "999900523L01",
    "iban": "NL69INGB0123456789",
    "account_name": "Bakkerij De Korenaar",
}


@kept
def running_case() -> str:
    """The number of a case of 36 hours at a wage value of 50 %, granted from 1 February 2026."""
    call = Call(Output(as_json=False), TODAY, by="a.consulent")
    person = call.record(RegisterPerson(municipality="GM0363"), person_data(PERSON, TODAY)).name
    employer = call.record(RegisterEmployer(), employer_data(EMPLOYER)).name
    return call.record(_taken_over(person, employer)).name


def _taken_over(person: str, employer: str) -> TakeOver:
    return TakeOver(
        municipality="GM0363",
        person=person,
        employer=employer,
        group="assistance",
        employment=Employment(
            start=START,
            end=None,
            form="fixed",
            hours="36",
            maximum_hours=None,
            sector_full_time_hours="36",
            bbl=False,
            sheltered=False,
            age_steps=(),
        ),
        taken_over_from="old-system",
        opening="OPENING-1",
        route="regular",
        wage_value="50",
        decision="D-1",
        decided_on=START,
        granted_from=START,
        granted_until=None,
        reference=START,
        minimum_wage_cents=229440,
        paid_through=Month(2026, 2),
        lines=(),
        balance=(),
    )
