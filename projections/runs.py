"""Payment runs: one row per run, with what it paid and how far it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger import facts
from ledger.log.entry import Entry
from projections.tables import Connection, add

TOPICS = ("RunPrepared", "RunApproved", "RunExported", "FileRejected", "RunConfirmed", "RunWithdrawn")

_COLUMNS = (
    "run", "municipality", "month", "payment_day", "execution_day", "cases", "subsidy_cents", "charges_cents", "sent_cents",
    "left_out",
)  # fmt: skip
_MOVE = """
UPDATE runs
SET status = %s, file_digest = coalesce(%s, file_digest), exported_on = coalesce(%s, exported_on),
    answered_on = coalesce(%s, answered_on), reason = coalesce(%s, reason)
WHERE run = %s
"""


class Runs:
    """Collects the rows of a batch, and what moves a run on."""

    def __init__(self) -> None:
        self._prepared: list[Sequence[Any]] = []
        self._moves: list[Sequence[Any]] = []

    def take(self, entry: Entry, known_on: date) -> None:
        """An entry of a run; `known_on` is its business day."""
        match entry.fact:
            case facts.RunPrepared() as fact:
                amounts = fact.subsidy_cents, fact.charges_cents, fact.sent_cents
                days = fact.month.first, fact.payment_day, fact.execution_day
                self._prepared.append((fact.run, entry.municipality, *days, fact.cases, *amounts, len(fact.left_out)))
            case facts.RunApproved() as fact:
                self._moves.append(("approved", None, None, None, None, fact.run))
            case facts.RunExported() as fact:
                self._moves.append(("exported", fact.digest, known_on, None, None, fact.run))
            case facts.FileRejected() as fact:
                self._moves.append(("rejected", None, None, fact.rejected_on, fact.reason, fact.run))
            case facts.RunConfirmed() as fact:
                self._moves.append(("confirmed", None, None, fact.confirmed_on, None, fact.run))
            case facts.RunWithdrawn() as fact:
                self._moves.append(("withdrawn", None, None, None, None, fact.run))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._prepared:
            add(connection, "runs", _COLUMNS, self._prepared)
        if self._moves:
            connection.cursor().executemany(_MOVE, self._moves)
        self._prepared, self._moves = [], []
