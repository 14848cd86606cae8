"""Payments: one row per case and run, with the reference that the bank and the employer see, and the bank's answers."""

from collections.abc import Iterable
from datetime import date
from typing import LiteralString, NamedTuple

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
    confirmed_on: date | None = None
    returned_on: date | None = None
    return_reason: str | None = None
    status: str = "sent"


TOPICS = ("Paid", "PaymentConfirmed", "PaymentReturned", "PaymentRejected")

_CONFIRMED = """
UPDATE payments p
SET confirmed_on = a.confirmed_on, status = CASE p.status WHEN 'sent' THEN 'confirmed' ELSE p.status END
FROM unnest(%s::text[], %s::text[], %s::date[]) AS a (run, case_number, confirmed_on)
WHERE p.run = a.run AND p.case_number = a.case_number
"""
_BACK = """
UPDATE payments p
SET status = a.status, returned_on = a.returned_on, return_reason = a.reason
FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[]) AS a (run, case_number, status, returned_on, reason)
WHERE p.run = a.run AND p.case_number = a.case_number
"""

Key = tuple[str, str]
"""Run and case."""


class Payments:
    """Collects the rows of a batch, and what the bank answered: in the row where it is of the same batch, else apart."""

    def __init__(self) -> None:
        self._paid: dict[Key, Payment] = {}
        self._confirmed: dict[Key, date] = {}
        self._back: dict[Key, tuple[str, date, str]] = {}

    def take(self, entry: Entry, case: str) -> None:
        """A payment, or what became of one."""
        match entry.fact:
            case facts.Paid() as fact:
                self._paid[fact.run, case] = _payment(entry.position, case, fact)
            case facts.PaymentConfirmed() as fact:
                self._confirm((fact.run, case), fact.booked_on)
            case facts.PaymentReturned() as fact:
                status = "withdrawn" if fact.reason == "run_withdrawn" else "returned"
                self._come_back((fact.run, case), status, fact.returned_on, fact.reason)
            case facts.PaymentRejected() as fact:
                self._come_back((fact.run, case), "rejected", fact.rejected_on, fact.reason)

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._paid:
            add(connection, "payments", Payment._fields, self._paid.values())
        if self._back:
            _update(connection, _BACK, [(*key, *back) for key, back in self._back.items()])
        if self._confirmed:
            _update(connection, _CONFIRMED, [(*key, day) for key, day in self._confirmed.items()])
        self._paid, self._confirmed, self._back = {}, {}, {}

    def _confirm(self, key: Key, day: date) -> None:
        paid = self._paid.get(key)
        if paid is None:
            self._confirmed[key] = day
        else:
            status = "confirmed" if paid.status == "sent" else paid.status
            self._paid[key] = paid._replace(confirmed_on=day, status=status)

    def _come_back(self, key: Key, status: str, day: date, reason: str) -> None:
        paid = self._paid.get(key)
        if paid is None:
            self._back[key] = status, day, reason
        else:
            self._paid[key] = paid._replace(status=status, returned_on=day, return_reason=reason)


def _update(connection: Connection, query: LiteralString, rows: Iterable[tuple[object, ...]]) -> None:
    """All rows in one statement: column by column."""
    connection.execute(query, [list(column) for column in zip(*rows, strict=True)])


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
