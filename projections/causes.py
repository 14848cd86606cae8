"""What made the amount of a month differ from what was booked of it (R29): entry by entry, exact to the cent.

What is due of a month changes with entries, and each change is a movement with the position of its entry. A booking
takes in all changes since the one before it, so its parts are these changes and nothing is left over.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg.rows import args_row

from ledger.calculation.month import Month
from ledger.log.store import connect


class Part(NamedTuple):
    """What one entry changed, in cents; `origin` is its topic, or NewYear where only the year moved on."""

    position: int
    origin: str
    known_on: date
    subsidy_cents: int
    charges_cents: int

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents


@dataclass(frozen=True, slots=True)
class Difference:
    """What was due of an element and not booked yet, and its parts, which sum to it. `booked`: the booking that took it in,
    None for what is not booked yet."""

    element: str
    booked: Part | None
    parts: tuple[Part, ...]

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return sum(part.total_cents for part in self.parts)


class _Moved(NamedTuple):
    element: str
    kind: str
    position: int
    origin: str
    known_on: date
    subsidy_cents: int
    charges_cents: int

    @property
    def part(self) -> Part:
        return Part(*self[2:])


_MOVEMENTS = """
SELECT
    m.element, m.kind, m.position, m.origin, m.known_on, sum(m.subsidy_cents)::bigint, sum(m.charges_cents)::bigint
FROM finance.movements m
WHERE m.case_number = %(case)s AND m.month = %(month)s AND m.kind IN ('due', 'booked')
GROUP BY m.element, m.kind, m.position, m.origin, m.known_on
ORDER BY m.element, m.position, m.kind DESC
"""


def differences(dsn: str, case: str, month: Month) -> list[Difference]:
    """Every booking of a month with its parts, in order, and last what is due and not booked yet."""
    asked: dict[str, Any] = {"case": case, "month": month.first}
    with closing(connect(dsn)) as connection:
        moved = connection.cursor(row_factory=args_row(_Moved)).execute(_MOVEMENTS, asked).fetchall()
    elements = dict.fromkeys(row.element for row in moved)
    return [found for element in elements for found in _of_element(element, moved)]


def _of_element(element: str, moved: Iterable[_Moved]) -> Iterator[Difference]:
    parts: list[Part] = []
    for row in moved:
        if row.element != element:
            continue
        if row.kind == "due":
            parts.append(row.part)
            continue
        rest = _rest(row.part, parts)
        yield Difference(element, row.part, (*parts, *rest))
        parts = [_less(one) for one in rest]
    if parts:
        yield Difference(element, None, tuple(parts))


def _rest(booked: Part, parts: list[Part]) -> tuple[Part, ...]:
    """What was booked beside what is due: a run or a settlement books all that is due, a takeover what another system did.
    The next booking has it as a part of its own."""
    subsidy_cents = booked.subsidy_cents - sum(part.subsidy_cents for part in parts)
    charges_cents = booked.charges_cents - sum(part.charges_cents for part in parts)
    if not (subsidy_cents or charges_cents):
        return ()
    return (booked._replace(subsidy_cents=subsidy_cents, charges_cents=charges_cents),)


def _less(part: Part) -> Part:
    return part._replace(subsidy_cents=-part.subsidy_cents, charges_cents=-part.charges_cents)
