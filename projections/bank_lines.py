"""Bank lines that matched no payment, and what two people made of them."""

from collections.abc import Sequence
from typing import Any

from ledger import facts
from ledger.log.entry import Entry
from projections.tables import Connection, add

TOPICS = ("StatementImported", "BankLineLeft", "BankLineMatched")

_COLUMNS = (
    "position", "stream", "version", "account", "statement", "line", "bucket", "cents", "booked_on", "reference", "batch",
    "reason",
)  # fmt: skip
_MATCH = "UPDATE bank_lines SET matched_as = %s, matched_with = %s WHERE stream = %s AND version = %s"


class BankLines:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self._left: list[Sequence[Any]] = []
        self._matched: list[Sequence[Any]] = []

    def take(self, entry: Entry) -> None:
        """An entry of an account."""
        match entry.fact:
            case facts.BankLineLeft() as fact:
                said = fact.statement, fact.line, fact.bucket, fact.cents, fact.booked_on
                named = fact.reference, fact.batch, fact.reason
                self._left.append((entry.position, entry.stream, entry.version, fact.account, *said, *named))
            case facts.BankLineMatched() as fact:
                self._matched.append((fact.matched_as, fact.reference, entry.stream, fact.line))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._left:
            add(connection, "bank_lines", _COLUMNS, self._left)
        if self._matched:
            connection.cursor().executemany(_MATCH, self._matched)
        self._left, self._matched = [], []
