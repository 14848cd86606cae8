"""Specifications of what an office paid, made from its log as the log stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.calculation.month import Month
from ledger.facts import MonthAmount, Paid, RunPrepared
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.vault.identity import EmployerData, PersonData, employer_data, person_data
from projections.specification import telling
from projections.specification.build import build
from projections.specification.document import Specification
from projections.specification.inputs import CasePayment, Payee
from projections.specification.row import Profile
from tests.payments.office import OPENED, Office

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)
START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)
PERSONNEL_NUMBER = "-0042"

PERSON: PersonData = person_data(
    {"bsn": "111222333", "initials": "Q.", "surname": "Öztürk van Dijk", "birth_date": "1987-06-05"}, OPENED
)
EMPLOYER: EmployerData = employer_data(
    {
        "name": "Bakkerij; De Eik",
        "kvk": "01234567",
        "payroll_tax_number": "001855013L01",
        "iban": "NL91ABNA0417164300",
        "account_name": "Bakkerij",
    }
)


def case_payment(entries: Sequence[Entry], run: str) -> CasePayment:
    """What a run paid for one case, from the entries of its stream."""
    last = next(n for n, one in enumerate(entries) if isinstance(one.fact, Paid) and one.fact.run == run)
    return replace(telling.case_payment(entries, last), person=PERSON, personnel_number=PERSONNEL_NUMBER)


def payee(run: RunPrepared, employer: str) -> Payee:
    """The bakery in a run."""
    return Payee(run.run[:6], "Amsterdam", "Werkbedrijf Noord", employer, EMPLOYER, run.run, run.month)


def of_run(office: Office, run: str, *cases: str, profile: Profile = "B") -> Specification:
    """The specification of a run for the employer of these cases."""
    (prepared,) = [fact for fact in office.recorded(RunPrepared) if isinstance(fact, RunPrepared) and fact.run == run]
    paid = [case_payment(list(office.store.read(stream_id("subsidy", case))), run) for case in cases]
    return build(payee(prepared, paid[0].paid.employer), paid, profile)


def sent_cents(office: Office, run: str, *employers: str) -> dict[str, int]:
    """What a run sent to the bank, by payment reference."""
    totals: dict[str, int] = {}
    for paid in office.recorded(Paid):
        assert isinstance(paid, Paid)
        if paid.run == run and (not employers or paid.employer in employers):
            sent = sum(amount.total_cents for amount in paid.sent)
            totals[paid.reference] = totals.get(paid.reference, 0) + sent
    return totals


def a_started_case(office: Office) -> tuple[str, str]:
    """The case of rules.md that starts on 23 October 2026, 32 hours, 60 %, paid by November's run: case and run."""
    case = office.granted(START, DECIDED)
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    return case, paid.run


def amount(month: Month, subsidy_cents: int, charges_cents: int) -> MonthAmount:
    """Fixed cents of a month."""
    return MonthAmount(month=month, element="fixed", subsidy_cents=subsidy_cents, charges_cents=charges_cents)
