"""A batch as a Beancount file that `bean-check` accepts, alone and together with the others.

Beancount refuses an account that is opened twice. So only the first batch opens the accounts; every batch asks for the plugin
that opens what no file opened, so that a later one can be read without the first. The municipality is in the accounts'
names, so batches of two municipalities do not meet either.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from ledger.calculation.money import euro
from ledger.law.switches import ACCOUNTS, AccountName
from projections.journal.accounts import DUTCH_NAMES, all_codes
from projections.journal.columns import described
from projections.journal.entry import Batch, JournalEntry, Transaction, net, of_batch
from projections.journal.postings import Posting

_SINCE = "2015-01-01"
"""Wage cost subsidy is older than no entry here: the Participatiewet began on this day."""

_NO_MARK = re.compile(r"[^A-Za-z0-9_/.-]")
_NAMES: dict[AccountName, str] = {
    "subsidy_expense": "Expenses:{}:SubsidyExpense",
    "charges_expense": "Expenses:{}:ChargesExpense",
    "payable": "Liabilities:{}:Payable",
    "in_transit": "Assets:{}:InTransit",
    "bank": "Assets:{}:Bank",
    "receivable": "Assets:{}:Receivable",
    "opening": "Equity:{}:Opening",
    "written_off": "Expenses:{}:WrittenOff",
}


def write(batch: Batch, entries: Iterable[JournalEntry], out: BinaryIO) -> None:
    """Write a transaction per entry and date, as the entries come."""
    names = account_names(batch.municipality)
    out.write(f"; Journaal {batch.municipality}, batch {batch.number}\n".encode())
    out.write(b'plugin "beancount.plugins.auto_accounts"\n')
    if batch.number == 1:
        out.write(chart(batch.municipality, batch.codes).encode())
    for transaction in of_batch(batch, entries):
        out.write("\n".join(_lines(transaction, names)).encode())


def chart(municipality: str, codes: Mapping[AccountName, str]) -> str:
    """The directives that open the accounts, with their codes in the general ledger."""
    found, names = all_codes(codes), account_names(municipality)
    return "".join(
        f"\n{_SINCE} open {names[account]} EUR\n"
        f"  code: {_text(found[account])}\n"
        f"  name: {_text(DUTCH_NAMES[account])}\n"
        for account in ACCOUNTS
    )


def account_names(municipality: str) -> dict[AccountName, str]:
    """What the accounts are called: Liabilities:GM0363:Payable."""
    return {account: name.format(municipality) for account, name in _NAMES.items()}


def _lines(transaction: Transaction, names: Mapping[AccountName, str]) -> Iterator[str]:
    entry = transaction.entry
    links = (f" ^{_mark(entry.run)}" if entry.run else "") + (f" #{_mark(entry.case)}" if entry.case else "")
    yield f"\n{transaction.booked_on} * {_text(described(entry))}{links}"
    yield f"  position: {entry.position}"
    yield f"  number: {_text(transaction.number)}"
    if entry.value_date:
        yield f"  value_date: {entry.value_date}"
    if entry.employer:
        yield f"  employer: {_text(entry.employer)}"
    for posting in transaction.postings:
        yield from _posting(posting, names[posting.account])
    yield ""


def _posting(posting: Posting, name: str) -> Iterator[str]:
    yield f"  {name}  {euro(net(posting))} EUR"
    if posting.month:
        yield f"    month: {_text(str(posting.month))}"
    if posting.element:
        yield f"    element: {_text(posting.element)}"


def _mark(code: str) -> str:
    """A code as a link or tag can hold it."""
    return _NO_MARK.sub("-", code)


def _text(text: str) -> str:
    """Text that cannot end its own quotes."""
    shown = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
