"""The journal's table: every posting of every money fact, which the database only takes when each entry balances."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger import facts
from ledger.log.entry import Entry
from projections.journal.postings import postings
from projections.tables import Connection, add

_COLUMNS = (
    "position", "line", "municipality", "case_number", "employer", "run", "topic", "account", "month", "element",
    "debit_cents", "credit_cents", "booked_on", "value_date",
)  # fmt: skip


class Postings:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self._rows: list[Sequence[Any]] = []

    def take(self, entry: Entry, case: str, employer: str, open_from: date) -> None:
        """A money fact. What is of a day before `open_from` is booked on that day, its own is the value date (R22)."""
        fact, value_date = entry.fact, None
        if isinstance(fact, facts.Paid):
            employer = fact.employer
        elif isinstance(fact, facts.Settled) and fact.value_date != fact.booked_on:
            value_date = fact.value_date
        where = entry.municipality, case, employer, _run(fact), entry.topic
        for line, posting in enumerate(postings(fact), start=1):
            natural, month = posting.booked_on, posting.month.first if posting.month else None
            what = posting.account, month, posting.element, posting.debit_cents, posting.credit_cents
            days = (natural, value_date) if natural >= open_from else (open_from, value_date or natural)
            self._rows.append((entry.position, line, *where, *what, *days))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._rows:
            add(connection, "postings", _COLUMNS, self._rows)
            self._rows = []


def _run(fact: facts.Fact) -> str | None:
    """The payment run, or the takeover."""
    if isinstance(fact, facts.Paid | facts.PaymentConfirmed | facts.PaymentReturned | facts.PaymentRejected):
        return fact.run
    return fact.opening if isinstance(fact, facts.OpeningBooked) else None
