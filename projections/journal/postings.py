"""What every money fact debits and credits (dubbel boekhouden): whole cents, and every date balances on its own.

The books of a municipality: what it owes employers (`payable`), what the bank was told to pay and no statement has yet
(`in_transit`, kruisposten), its account (`bank`), what it claimed back (`receivable`), and what the subsidy cost. A fact
that moves no money posts nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import Element, Line
from ledger.facts import Fact, MonthAmount, SettledLine
from ledger.law.switches import AccountName

TOPICS = (
    "Paid", "PaymentConfirmed", "PaymentReturned", "PaymentRejected", "OpeningBooked", "Settled", "RecoveryClaimed",
    "RecoveryReceived", "WrittenOff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posting:
    """Cents on one side of one account; the other side is 0. No month or element for what the bank did or what is claimed."""

    account: AccountName
    month: Month | None
    element: Element | None
    debit_cents: int
    credit_cents: int
    booked_on: date


def postings(fact: Fact) -> tuple[Posting, ...]:
    """What a fact posts, on its natural dates."""
    return tuple(one for one in _postings(fact) if one.debit_cents or one.credit_cents)


def _postings(fact: Fact) -> Iterator[Posting]:
    match fact:
        case facts.Paid():
            yield from _expenses(fact.booked, fact.booked_on)
            yield from _moved(fact.sent, "payable", "in_transit", fact.execution_day)
        case facts.Settled():
            yield from _expenses(fact.lines, fact.booked_on)
        case facts.PaymentConfirmed():
            yield from _pair("in_transit", "bank", fact.cents, fact.booked_on)
        case facts.PaymentReturned(reason="run_withdrawn"):
            yield from _moved(fact.lines, "in_transit", "payable", fact.returned_on)
        case facts.PaymentReturned():
            yield from _moved(fact.lines, "bank", "payable", fact.returned_on)
        case facts.PaymentRejected():
            yield from _moved(fact.lines, "in_transit", "payable", fact.rejected_on)
        case facts.OpeningBooked():
            yield from _moved(fact.balance, "opening", "payable", fact.booked_on)
        case _:
            yield from _recovered(fact)


def _recovered(fact: Fact) -> Iterator[Posting]:
    match fact:
        case facts.RecoveryClaimed():
            yield from _pair("receivable", "payable", fact.cents, fact.decided_on)
        case facts.RecoveryReceived():
            account: AccountName = "in_transit" if fact.bank_line is None else "bank"
            yield from _moved(fact.lines, account, "receivable", fact.received_on)
        case facts.WrittenOff():
            yield from _moved(fact.lines, "written_off", "receivable", fact.written_off_on)


def _expenses(lines: Iterable[Line | SettledLine], day: date) -> Iterator[Posting]:
    for line in lines:
        yield _posting("subsidy_expense", line, line.subsidy_cents, day)
        yield _posting("charges_expense", line, line.charges_cents, day)
        yield _posting("payable", line, -line.total_cents, day)


def _moved(lines: Iterable[MonthAmount], debit: AccountName, credit: AccountName, day: date) -> Iterator[Posting]:
    for line in lines:
        yield _posting(debit, line, line.total_cents, day)
        yield _posting(credit, line, -line.total_cents, day)


def _pair(debit: AccountName, credit: AccountName, cents: int, day: date) -> Iterator[Posting]:
    yield Posting(debit, None, None, max(0, cents), max(0, -cents), day)
    yield Posting(credit, None, None, max(0, -cents), max(0, cents), day)


def _posting(account: AccountName, line: Line | SettledLine | MonthAmount, cents: int, day: date) -> Posting:
    """Positive cents are a debit, negative ones a credit."""
    return Posting(account, line.month, line.element, max(0, cents), max(0, -cents), day)
