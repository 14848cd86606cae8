"""Movements: every cent that became due, was booked, sent, returned, received or written off, and the entry that caused it.

Rows are only ever added. What is due, booked or sent as known at a position is the sum of the rows up to there, so
asking about then costs no more than asking about now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from ledger import facts
from ledger.calculation.routes import by_route
from ledger.calculation.segment import Line
from ledger.closing.quarters import natural_date
from ledger.facts import MonthAmount, SettledLine
from ledger.log.entry import Entry
from ledger.subsidy.state import Cents2, Slot
from projections.due_changes import DueChange
from projections.tables import Connection, add

Kind = Literal["due", "booked", "sent", "returned", "received", "written_off"]
Routed = Mapping[tuple[Slot, str], Cents2]
"""Cents by slot and route."""

TOPICS = (
    "Paid", "PaymentReturned", "PaymentRejected", "OpeningBooked", "Settled", "RecoveryReceived", "WrittenOff",
)  # fmt: skip


class Movement(NamedTuple):
    """The columns of a row. `known_on` is the business day of the entry; `value_date` the natural date of a money fact (R22).

    `route` is that of what was booked here, '' of anything else; `sheltered` as the case was at the entry; `taken_over`:
    booked or sent elsewhere (R27).
    """

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
    municipality: str
    route: str
    sheltered: bool
    taken_over: bool


class CaseNow(NamedTuple):
    """What the rows of a case need to know of it, as it is at an entry."""

    case: str
    employer: str
    sheltered: bool


class _Where(NamedTuple):
    """What all rows of one entry about one case share."""

    case: str
    employer: str
    position: int
    known_on: date
    municipality: str
    sheltered: bool
    origin: str
    booked_on: date | None = None
    value_date: date | None = None
    taken_over: bool = False


class Movements:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []

    def due(self, change: DueChange) -> None:
        """What an entry makes due, or no longer due."""
        subsidy, application = change.subsidy, change.subsidy.application
        assert application is not None
        where = _Where(
            application.case, subsidy.employer, change.position, change.known_on, subsidy.municipality,
            application.sheltered, change.origin,
        )  # fmt: skip
        self._add("due", where, change.cents)

    def money(self, entry: Entry, now: CaseNow, known_on: date, booked_on: date) -> None:
        """What a money fact books, sends, takes back, receives or writes off (R21); `booked_on` is its date in the books."""
        fact = entry.fact
        where = _Where(
            now.case, now.employer, entry.position, known_on, entry.municipality, now.sheltered, _origin(fact), booked_on,
            fact.value_date if isinstance(fact, facts.Settled) else natural_date(fact),
        )  # fmt: skip
        match fact:
            case facts.Paid():
                paid = where._replace(employer=fact.employer)
                self._add_routed("booked", paid, _by_route(fact.booked))
                self._add("sent", paid, _sums(fact.sent))
            case facts.Settled():
                self._add_routed("booked", where, _by_route(fact.lines))
            case facts.OpeningBooked():
                elsewhere = where._replace(taken_over=True)
                self._add("booked", elsewhere, _sums((*fact.lines, *fact.balance)))
                self._add("sent", elsewhere, _sums(fact.lines))
            case facts.PaymentReturned() | facts.PaymentRejected():
                self._add("returned", where, _sums(fact.lines))
            case facts.RecoveryReceived():
                self._add("received", where, _sums(fact.lines))
            case facts.WrittenOff():
                self._add("written_off", where, _sums(fact.lines))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self.rows:
            add(connection, "movements", Movement._fields, self.rows)
            self.rows = []

    def _add(self, kind: Kind, where: _Where, cents: Mapping[Slot, Cents2]) -> None:
        self._add_routed(kind, where, {(slot, ""): pair for slot, pair in cents.items()})

    def _add_routed(self, kind: Kind, where: _Where, cents: Routed) -> None:
        case, employer, position, known_on, municipality, sheltered, origin, booked_on, value_date, taken_over = where
        self.rows += (
            (
                case, month.first, element, kind, position, employer, *pair, booked_on, value_date, origin, known_on,
                municipality, route, sheltered, taken_over,
            )
            for ((month, element), route), pair in cents.items()
        )  # fmt: skip


def _origin(fact: facts.Fact) -> str:
    """The run, the takeover, the settlement, or the kind of fact."""
    if isinstance(fact, facts.Settled):
        return f"settlement {fact.through}"
    if isinstance(fact, facts.Paid | facts.PaymentReturned | facts.PaymentRejected):
        return fact.run
    return fact.opening if isinstance(fact, facts.OpeningBooked) else fact.topic


def _sums(lines: Iterable[MonthAmount]) -> dict[Slot, Cents2]:
    """Lines of one fact by month and element: a balance can stand beside a line of the same month."""
    sums: defaultdict[Slot, Cents2] = defaultdict(lambda: (0, 0))
    for line in lines:
        subsidy_cents, charges_cents = sums[line.month, line.element]
        sums[line.month, line.element] = subsidy_cents + line.subsidy_cents, charges_cents + line.charges_cents
    return sums


def _by_route(lines: Iterable[Line | SettledLine]) -> Routed:
    return {((line.month, line.element), route): cents for line in lines for route, cents in _routes(line)}


def _routes(line: Line | SettledLine) -> Iterable[tuple[str, Cents2]]:
    if isinstance(line, SettledLine):
        return [(part.route, (part.subsidy_cents, part.charges_cents)) for part in line.routes]
    return by_route(line).items() or [("regular", (line.subsidy_cents, line.charges_cents))]
