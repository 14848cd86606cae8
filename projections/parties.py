"""Employers and takeovers, as far as they stop a payment: who is held, whose account is blocked, and which takeover still
waits for its second person."""

from uuid import UUID

from ledger import facts
from ledger.log.entry import Entry
from projections.tables import Connection, add

_OPENING = """
INSERT INTO openings (opening, municipality, cases, subsidy_cents, charges_cents)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (opening) DO UPDATE SET
    cases = excluded.cases, subsidy_cents = excluded.subsidy_cents, charges_cents = excluded.charges_cents
"""

TOPICS = (
    "EmployerRegistered", "AccountApproved", "AccountBlocked", "PaymentHeld", "PaymentReleased", "OpeningPrepared",
    "OpeningSigned",
)  # fmt: skip


class Parties:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self._employers: list[tuple[str, UUID]] = []
        self._holds: list[tuple[str | None, UUID]] = []
        self._blocks: list[tuple[str | None, UUID]] = []
        self._openings: list[tuple[str, str, int, int, int]] = []
        self._signed: list[tuple[str]] = []

    def take(self, entry: Entry) -> None:
        """An entry of an employer or a takeover."""
        match entry.fact:
            case facts.EmployerRegistered() as fact:
                self._employers.append((fact.employer, entry.stream))
            case facts.AccountApproved():
                self._blocks.append((None, entry.stream))
            case facts.AccountBlocked() as fact:
                self._blocks.append((fact.reason, entry.stream))
            case facts.PaymentHeld() as fact:
                self._holds.append((fact.reason, entry.stream))
            case facts.PaymentReleased():
                self._holds.append((None, entry.stream))
            case facts.OpeningPrepared() as fact:
                counted = fact.cases, fact.subsidy_cents, fact.charges_cents
                self._openings.append((fact.opening, entry.municipality, *counted))
            case facts.OpeningSigned() as fact:
                self._signed.append((fact.opening,))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._employers:
            add(connection, "employers", ("employer_number", "stream"), self._employers)
        cursor = connection.cursor()
        if self._openings:
            cursor.executemany(_OPENING, self._openings)
        if self._holds:
            cursor.executemany("UPDATE employers SET hold = %s WHERE stream = %s", self._holds)
        if self._blocks:
            cursor.executemany("UPDATE employers SET account_blocked = %s WHERE stream = %s", self._blocks)
        if self._signed:
            cursor.executemany("UPDATE openings SET signed = true WHERE opening = %s", self._signed)
        self._employers, self._holds, self._blocks, self._openings, self._signed = [], [], [], [], []
