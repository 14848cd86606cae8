"""A batch as a table, one row per posting: what the CSV file and the Excel file have in common."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from projections.journal.accounts import DUTCH_NAMES, all_codes
from projections.journal.entry import Batch, JournalEntry, Transaction, of_batch
from projections.journal.postings import Posting
from projections.sheet import Kind

COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("batch", "count"),
    ("kenmerk", "text"),
    ("datum", "day"),
    ("valutadatum", "day"),
    ("rekening", "text"),
    ("rekeningnaam", "text"),
    ("debet", "amount"),
    ("credit", "amount"),
    ("zaak", "text"),
    ("werkgever", "text"),
    ("betaalrun", "text"),
    ("maand", "text"),
    ("onderdeel", "text"),
    ("omschrijving", "text"),
)
"""Heading and what the column holds, in the order of the fields of `Row`."""

HEADINGS = tuple(heading for heading, _ in COLUMNS)
KINDS: tuple[Kind, ...] = tuple(kind for _, kind in COLUMNS)

TOPICS = {
    "Paid": "Betaling",
    "PaymentConfirmed": "Betaling bevestigd",
    "PaymentReturned": "Betaling terug",
    "PaymentRejected": "Betaling afgekeurd",
    "OpeningBooked": "Overname",
    "Settled": "Verrekening",
    "RecoveryClaimed": "Terugvordering",
    "RecoveryReceived": "Ontvangst terugvordering",
    "WrittenOff": "Afboeking",
}
"""What happened, in Dutch. A topic that is not here is written as it is."""

_ELEMENTS = {"fixed": "VAST", "variable": "VARIABEL"}


class Row(NamedTuple):
    """A posting with its entry. Amounts in cents; None is an empty cell."""

    batch: int
    reference: str
    booked_on: date
    value_date: date | None
    code: str
    account: str
    debit_cents: int | None
    credit_cents: int | None
    case: str
    employer: str | None
    run: str | None
    month: str | None
    element: str | None
    description: str


def rows(batch: Batch, entries: Iterable[JournalEntry]) -> Iterator[Row]:
    """The rows of a batch, as the entries come."""
    codes = all_codes(batch.codes)
    for transaction in of_batch(batch, entries):
        for posting in transaction.postings:
            yield _row(batch.number, transaction, posting, codes[posting.account])


def described(entry: JournalEntry) -> str:
    """What happened, in Dutch and in codes: Betaling LKS-26-000017-Z GM0363-2026-11-1."""
    return " ".join(filter(None, (TOPICS.get(entry.topic, entry.topic), entry.case, entry.run)))


def _row(batch: int, transaction: Transaction, posting: Posting, code: str) -> Row:
    entry = transaction.entry
    month = str(posting.month) if posting.month else None
    element = _ELEMENTS[posting.element] if posting.element else None
    return Row(
        batch=batch,
        reference=transaction.number,
        booked_on=transaction.booked_on,
        value_date=entry.value_date,
        code=code,
        account=DUTCH_NAMES[posting.account],
        debit_cents=posting.debit_cents or None,
        credit_cents=posting.credit_cents or None,
        case=entry.case,
        employer=entry.employer,
        run=entry.run,
        month=month,
        element=element,
        description=" ".join(filter(None, (described(entry), month, element))),
    )
