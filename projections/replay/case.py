"""A case as it was known at a position of the log: its state, the law and policy known then, what was due and why, and what moved.

The same folds as now over a prefix of the log. Nothing is read of the projections and nothing is written, so it is the
same on a replica, on a backup, and in ten years.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from ledger.calculation.entitlement import Entitlement, entitlement
from ledger.calculation.month import Month
from ledger.closing.quarters import natural_date
from ledger.identifiers import stream_id
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.subsidy.state import Slot, Subsidy
from projections import movements
from projections.dues import Note, outlook
from projections.movements import CaseNow, Movement, Movements
from projections.trail.reading import told
from projections.trail.sentence import Told

KINDS = ("due", "booked", "sent", "returned", "received", "written_off")
"""What moves, in the order of a table."""


class Amounts(NamedTuple):
    """Cents of a month and element, subsidy and charges together; `payable` is what of it was still to be sent (R21)."""

    due: int = 0
    booked: int = 0
    sent: int = 0
    returned: int = 0
    received: int = 0
    written_off: int = 0

    @property
    def payable(self) -> int:
        """Booked and not sent; negative is owed to the municipality."""
        return self.booked - self.sent + self.returned + self.received + self.written_off

    def plus(self, other: "Amounts") -> "Amounts":
        """The sum of both."""
        return Amounts(*(mine + others for mine, others in zip(self, other, strict=True)))

    def minus(self, other: "Amounts") -> "Amounts":
        """The difference."""
        return Amounts(*(mine - others for mine, others in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Moment:
    """A position of the log: when its entry was recorded, and on which business day."""

    position: int
    recorded_at: datetime
    today: date


@dataclass(frozen=True, slots=True)
class CaseThen:
    """The case; `last` is the last month that is told."""

    moment: Moment
    last: Month
    subsidy: Subsidy
    law: Law
    policy: Policy
    told: tuple[Told, ...]
    due: Mapping[Slot, tuple[int, int]]
    notes: tuple[Note, ...]
    moved: tuple[Movement, ...]

    def amounts(self) -> dict[Slot, Amounts]:
        """By month and element, in order."""
        return amounts(self.due, self.moved)

    def explained(self, month: Month) -> Entitlement | None:
        """What was due of a month with all that it was made of; None where the law of that month was not known."""
        assert self.subsidy.terms is not None
        try:
            return entitlement(self.subsidy.terms, month, self.law, self.policy)
        except Refused:
            return None


def moment_at(store: Store, position: int) -> Moment:
    """The moment of an entry. Who may not see that one gets the times of the last entry before it that they may see."""
    back, found = 1, list(store.read_all(after=position - 1, until=position))
    while not found and back < position:
        back = min(back * 100, position)
        found = list(store.read_all(after=position - back, until=position))
    assert found, "everybody who sees a case sees an entry before it"
    entry = found[-1]
    return Moment(position, entry.recorded_at, (entry.cause or store.cause_of(entry.position)).today)


def last_month(moment: Moment) -> Month:
    """December of the year of the business day: as far as a schedule looks ahead."""
    return Month(moment.today.year, 12)


def case_then(store: Store, case: str, position: int, through: Month | None = None) -> CaseThen | None:
    """The case as known at a position, told through December of the year of the business day, or through a later month; None
    where nothing was recorded of it by then."""
    entries = store.read(stream_id("subsidy", case), until_position=position)
    known = Reading(store, position)
    subsidy = known.subsidy(case)
    if subsidy.terms is None:
        return None
    moment = moment_at(store, position)
    law, policy = known.law(), known.policy(subsidy.municipality)
    last = max(last_month(moment), through or last_month(moment))
    seen = outlook(subsidy, law, policy, None, last)
    return CaseThen(
        moment,
        last,
        subsidy,
        law,
        policy,
        tuple(told(store, entries)),
        seen.due,
        seen.notes,
        tuple(moved(entries, subsidy)),
    )


def moved(entries: Iterable[Entry], subsidy: Subsidy) -> Iterator[Movement]:
    """What the money facts of a case booked, sent, took back, received or wrote off, on their natural dates."""
    assert subsidy.application is not None
    found = Movements()
    now = CaseNow(subsidy.case, subsidy.employer, subsidy.application.sheltered)
    for entry in entries:
        if entry.topic in movements.TOPICS:
            day = natural_date(entry.fact)
            assert day is not None, "what the books hold has a date"
            found.money(entry, now, day, day)
    return (Movement(*row) for row in found.rows)  # type: ignore[arg-type]


def amounts(due: Mapping[Slot, tuple[int, int]], moves: Iterable[Movement]) -> dict[Slot, Amounts]:
    """By month and element, in order."""
    sums = {slot: Amounts(due=subsidy_cents + charges_cents) for slot, (subsidy_cents, charges_cents) in due.items()}
    for one in moves:
        slot = Month.of(one.month), one.element
        sums[slot] = sums.get(slot, Amounts()).plus(Amounts(**{one.kind: one.subsidy_cents + one.charges_cents}))
    return {slot: sums[slot] for slot in sorted(sums) if any(sums[slot])}
