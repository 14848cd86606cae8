"""Movements: every cent that became due, was booked, was sent or came back, and the entry that caused it.

Rows are only ever added. What is due, booked or sent as known at a position is the sum of the rows up to there, so
asking about then costs no more than asking about now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from ledger import facts
from ledger.calculation.segment import Line
from ledger.facts import MonthAmount
from ledger.log.entry import Entry
from ledger.subsidy.state import Cents2, Slot
from projections.due_changes import DueChange
from projections.tables import Connection, add

Kind = Literal["due", "booked", "sent", "returned"]

TOPICS = ("Paid", "PaymentReturned", "PaymentRejected", "OpeningBooked")


class Movement(NamedTuple):
    """The columns of a row. `known_on` is the business day of the entry; `value_date` the natural date of a money fact (R22)."""

    case_number: str
    month: date
    element: str
    kind: Kind
    position: int
    employer_number: str
    subsidy_cents: int
    charges_cents: int
    booked_on: date | None
    value_date: date | None
    origin: str
    known_on: date


class _Where(NamedTuple):
    """What all rows of one entry about one case share."""

    case: str
    employer: str
    position: int
    known_on: date


class Movements:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def due(self, change: DueChange) -> None:
        """What an entry makes due, or no longer due."""
        application = change.subsidy.application
        assert application is not None
        where = _Where(application.case, change.subsidy.employer, change.position, change.known_on)
        self._add("due", where, change.cents, None, change.origin)

    def money(self, entry: Entry, case: str, employer: str, known_on: date) -> None:
        """What a money fact books, sends or takes back (R21)."""
        where = _Where(case, employer, entry.position, known_on)
        match entry.fact:
            case facts.Paid() as fact:
                paid = where._replace(employer=fact.employer)
                self._add("booked", paid, _sums(fact.booked), fact.booked_on, fact.run)
                self._add("sent", paid, _sums(fact.sent), fact.booked_on, fact.run)
            case facts.PaymentReturned() as fact:
                self._add("returned", where, _sums(fact.lines), fact.returned_on, fact.run)
            case facts.PaymentRejected() as fact:
                self._add("returned", where, _sums(fact.lines), fact.rejected_on, fact.run)
            case facts.OpeningBooked() as fact:
                booked = _sums((*fact.lines, *fact.balance))
                self._add("booked", where, booked, fact.booked_on, fact.opening)
                self._add("sent", where, _sums(fact.lines), fact.booked_on, fact.opening)

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self.rows:
            add(connection, "movements", Movement._fields, self.rows)
            self.rows = []

    def _add(self, kind: Kind, where: _Where, cents: Mapping[Slot, Cents2], day: date | None, origin: str) -> None:
        case, employer, position, known_on = where
        self.rows += (
            (case, month.first, element, kind, position, employer, *pair, day, day, origin, known_on)
            for (month, element), pair in cents.items()
        )


def _sums(lines: Iterable[Line | MonthAmount]) -> dict[Slot, Cents2]:
    """Lines of one fact by month and element: a balance can stand beside a line of the same month."""
    sums: defaultdict[Slot, Cents2] = defaultdict(lambda: (0, 0))
    for line in lines:
        subsidy_cents, charges_cents = sums[line.month, line.element]
        sums[line.month, line.element] = subsidy_cents + line.subsidy_cents, charges_cents + line.charges_cents
    return sums
