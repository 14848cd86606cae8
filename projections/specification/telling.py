"""When a case tells an employer what: every payment tells what it booked and what was settled since the one before (R21).

A settlement sends nothing, so it is told by the next payment of the case. A determination after which nothing is sent has no
payment to wait for: it is told itself, as a payment of nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.calculation.segment import Segment
from ledger.log.entry import Entry
from ledger.subsidy.state import Slot, fold
from projections.specification.inputs import CasePayment, Determined, Settlement, Told, row_id, settled_id

OBJECTION = "objection"
"""Beside topics in `Settlement.since`: a decision on an objection."""

Back = facts.PaymentReturned | facts.PaymentRejected


class Booking(NamedTuple):
    """What was booked of a month and element, by a run or, with `settlement`, by a settlement; the row that tells it."""

    slot: Slot
    row_id: str
    subsidy_cents: int
    charges_cents: int
    segments: tuple[Segment, ...]
    settlement: Settlement | None = None
    before_cents: int = 0


def case_payment(entries: Sequence[Entry], last: int) -> CasePayment:
    """What the entry at that index of a case's stream tells: a payment, or a determination after which nothing is sent."""
    happened = entries[: last + 1]
    *earlier, now = told(happened)
    returned = [entry.fact for entry in happened if isinstance(entry.fact, Back)]
    return CasePayment(now.payment, fold(happened), settled=now.settled, earlier=earlier, returned=returned)


def told(entries: Sequence[Entry]) -> Iterator[Told]:
    """Everything that a case told, in order."""
    settled: list[Settlement] = []
    since: set[str] = set()
    decided_on = date.min
    for n, entry in enumerate(entries):
        match entry.fact:
            case facts.Settled() as fact:
                settled.append(Settlement(fact.lines, entry.version, _decision(entries[n + 1 :]), frozenset(since)))
                since = set()
            case facts.Paid() as fact:
                yield Told(fact, tuple(settled))
                settled, since = [], set()
            case facts.FinallySettled() as fact if fact.balance_cents <= 0:
                employer, owed = fold(entries[: n + 1]).employer, fact.balance_cents < 0
                yield Told(Determined(fact.decision, employer, decided_on, owed), tuple(settled))
                settled = []
            case facts.Decided() as fact:
                decided_on = fact.decided_on
                since.add(OBJECTION if fact.ground == "objection" else entry.topic)
            case _:
                since.add(entry.topic)


def bookings(case: str, one: Told) -> Iterator[Booking]:
    """What is told as booked: by the settlements, then by the run."""
    for settlement in one.settled:
        for line in settlement.lines:
            slot = (line.month, line.element)
            before = line.booked_subsidy_cents + line.booked_charges_cents
            named = settled_id(case, slot, settlement.version)
            cents = line.subsidy_cents, line.charges_cents
            yield Booking(slot, named, *cents, line.due.segments, settlement, before)
    for booked in one.payment.booked:
        slot = (booked.month, booked.element)
        named = row_id(case, slot, one.payment.run)
        yield Booking(slot, named, booked.subsidy_cents, booked.charges_cents, booked.segments)


def _decision(later: Sequence[Entry]) -> str:
    """The decision of the determination in whose append a settlement stands; '' of any other settlement."""
    if len(later) < 2 or later[0].cause is not None:
        return ""
    final = later[1].fact
    return final.decision if isinstance(final, facts.FinallySettled) else ""
