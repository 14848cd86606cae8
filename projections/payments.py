"""Payments: one row per case and run, with the reference that the bank and the employer see, and the bank's answers."""

from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.log.entry import Entry
from projections.tables import Connection, add


class Payment(NamedTuple):
    """One row: what a run booked and sent for one case. `account` is the version of the employer's entry that holds it."""

    position: int
    case_number: str
    employer_number: str
    run: str
    reference: str
    account: int
    booked_on: date
    execution_day: date
    booked_subsidy_cents: int
    booked_charges_cents: int
    sent_subsidy_cents: int
    sent_charges_cents: int


TOPICS = ("Paid", "PaymentConfirmed", "PaymentReturned", "PaymentRejected")

_CONFIRMED = """
UPDATE payments
SET confirmed_on = %s, status = CASE status WHEN 'sent' THEN 'confirmed' ELSE status END
WHERE run = %s AND case_number = %s
"""
_BACK = "UPDATE payments SET status = %s, returned_on = %s, return_reason = %s WHERE run = %s AND case_number = %s"


class Payments:
    """Collects the rows of a batch, and what the bank answered."""

    def __init__(self) -> None:
        self._paid: list[Payment] = []
        self._confirmed: list[tuple[date, str, str]] = []
        self._back: list[tuple[str, date, str, str, str]] = []

    def take(self, entry: Entry, case: str) -> None:
        """A payment, or what became of one."""
        match entry.fact:
            case facts.Paid() as fact:
                self._paid.append(_payment(entry.position, case, fact))
            case facts.PaymentConfirmed() as fact:
                self._confirmed.append((fact.booked_on, fact.run, case))
            case facts.PaymentReturned() as fact:
                status = "withdrawn" if fact.reason == "run_withdrawn" else "returned"
                self._back.append((status, fact.returned_on, fact.reason, fact.run, case))
            case facts.PaymentRejected() as fact:
                self._back.append(("rejected", fact.rejected_on, fact.reason, fact.run, case))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._paid:
            add(connection, "payments", Payment._fields, self._paid)
        cursor = connection.cursor()
        if self._confirmed:
            cursor.executemany(_CONFIRMED, self._confirmed)
        if self._back:
            cursor.executemany(_BACK, self._back)
        self._paid, self._confirmed, self._back = [], [], []


def _payment(position: int, case: str, fact: facts.Paid) -> Payment:
    return Payment(
        position=position,
        case_number=case,
        employer_number=fact.employer,
        run=fact.run,
        reference=fact.reference,
        account=fact.account,
        booked_on=fact.booked_on,
        execution_day=fact.execution_day,
        booked_subsidy_cents=sum(line.subsidy_cents for line in fact.booked),
        booked_charges_cents=sum(line.charges_cents for line in fact.booked),
        sent_subsidy_cents=sum(amount.subsidy_cents for amount in fact.sent),
        sent_charges_cents=sum(amount.charges_cents for amount in fact.sent),
    )
