"""The journal's table: every posting of every money fact, which the database only takes when each entry balances."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from ledger.log.entry import Entry
from projections.journal.postings import moved, postings
from projections.tables import Connection, add

_COLUMNS = (
    "position", "line", "municipality", "case_number", "employer", "run", "topic", "account", "month", "element",
    "debit_cents", "credit_cents", "booked_on", "value_date",
)  # fmt: skip


class Postings:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self._rows: list[Sequence[Any]] = []

    def take(self, entry: Entry, case: str, employer: str, booked_on: Callable[[date], date]) -> None:
        """A money fact; `booked_on` gives the date in the books of a natural date (R22)."""
        fact = entry.fact
        run = getattr(fact, "run", None) or getattr(fact, "opening", None)
        where = entry.municipality, case, getattr(fact, "employer", employer), run, entry.topic
        for line, natural in enumerate(postings(fact), start=1):
            posting = moved(natural, booked_on)
            month = posting.month.first if posting.month else None
            amounts = posting.debit_cents, posting.credit_cents
            value_date = getattr(fact, "value_date", natural.booked_on)
            apart = value_date if value_date != posting.booked_on else None
            what = posting.account, month, posting.element, *amounts, posting.booked_on, apart
            self._rows.append((entry.position, line, *where, *what))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._rows:
            add(connection, "postings", _COLUMNS, self._rows)
            self._rows = []
