"""What a payment of one case has to tell: what was booked, and where something else was sent, a balance that says so.

So the rows of a payment reference always sum to what went to the bank (R21).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import Segment
from ledger.facts import MonthAmount
from ledger.subsidy.state import Cents2, Slot
from projections.specification.causes import Cause, cause
from projections.specification.inputs import CasePayment, Determined, Told, opening_id, row_id
from projections.specification.row import Kind, Reason
from projections.specification.telling import Booking, bookings

_NOTHING: Cents2 = (0, 0)


class Item(NamedTuple):
    """The part of a row that says how much and why, in cents. `segments` are those of the calculation, if it is ours; `version`
    that of the entry that booked or sent it; `decision` the one that it is part of, '' for the grant of its days."""

    slot: Slot
    row_id: str
    kind: Kind
    reason: Reason
    subsidy_cents: int
    charges_cents: int
    paid_before_cents: int
    corrects: str
    segments: tuple[Segment, ...]
    version: int
    decision: str = ""
    settled: bool = False


def items(case: CasePayment, month: Month | None) -> Iterator[Item]:
    """The items of one case in a run of this month, by month and element."""
    booked: defaultdict[Slot, list[Booking]] = defaultdict(list)
    for booking in bookings(case.subsidy.case, Told(case.paid, case.settled)):
        booked[booking.slot].append(booking)
    sent = _by_slot(case.paid.sent)
    for slot in sorted({*booked, *sent}):
        rows = booked.get(slot, [])
        for n, booking in enumerate(rows):
            yield _booking(case, booking, rows[:n], month)
        now, then = sent.get(slot, _NOTHING), _total(rows)
        if now != then:
            yield _balance(case, slot, now, rows)


def _booking(case: CasePayment, booking: Booking, above: Sequence[Booking], month: Month | None) -> Item:
    """A month booked for the first time, or a difference with what was booked for it before."""
    previous = _previous(case, booking.slot, above)
    before_cents = _before_cents(case, booking)
    corrects = previous.row_id if previous else opening_id(case.subsidy.case, booking.slot) if before_cents else ""
    kind, reason = _codes(booking, previous, corrects, month)
    settlement = booking.settlement
    return Item(
        slot=booking.slot,
        row_id=booking.row_id,
        kind=kind,
        reason=reason,
        subsidy_cents=booking.subsidy_cents,
        charges_cents=booking.charges_cents,
        paid_before_cents=before_cents,
        corrects=corrects,
        segments=booking.segments,
        version=settlement.version if settlement else case.subsidy.version,
        decision=settlement.decision if settlement else "",
        settled=settlement is not None,
    )


def _before_cents(case: CasePayment, booking: Booking) -> int:
    if booking.settlement is not None:
        return booking.before_cents
    return sum(case.subsidy.booked[booking.slot]) - booking.subsidy_cents - booking.charges_cents


def _codes(booking: Booking, previous: Booking | None, corrects: str, month: Month | None) -> Cause:
    if corrects and booking.settlement is not None:
        return cause(booking, previous.segments if previous else ())
    if corrects:
        return Cause("CORRECTIE", "HERREKENING")
    ordinary: Kind = "VAST" if booking.slot[1] == "fixed" else "VARIABEL"
    final = booking.settlement is not None and booking.settlement.decision
    return Cause("EINDAFREKENING" if final else ordinary, "MAAND" if booking.slot[0] == month else "NABETALING")


def _previous(case: CasePayment, slot: Slot, above: Sequence[Booking] = ()) -> Booking | None:
    """What this ledger booked last of a month and element: in the rows above, or in what was told before."""
    if above:
        return above[-1]
    for one in reversed(case.earlier):
        if rows := _told(case, one, slot):
            return rows[-1]
    return None


def _told(case: CasePayment, one: Told, slot: Slot) -> list[Booking]:
    return [booking for booking in bookings(case.subsidy.case, one) if booking.slot == slot]


def _balance(case: CasePayment, slot: Slot, sent: Cents2, rows: Sequence[Booking]) -> Item:
    """The difference between what was sent and what was booked now; the rows above it count as paid before."""
    reason, corrects = _cause(case, slot, rows)
    booked = _total(rows)
    paid_before = sum(case.subsidy.sent.get(slot, _NOTHING)) - sum(sent)
    asked_back = isinstance(case.paid, Determined) and case.paid.owed and sum(booked) < 0
    return Item(
        slot=slot,
        row_id=row_id(case.subsidy.case, slot, case.paid.run, balance=True),
        kind="TERUGVORDERING" if asked_back else "SALDO",
        reason="HERREKENING" if asked_back else reason,
        subsidy_cents=sent[0] - booked[0],
        charges_cents=sent[1] - booked[1],
        paid_before_cents=paid_before + sum(booked),
        corrects=corrects,
        segments=_segments(case, slot, rows),
        version=case.subsidy.version,
        settled=any(row.settlement for row in rows),
    )


def _cause(case: CasePayment, slot: Slot, rows: Sequence[Booking]) -> tuple[Reason, str]:
    """Why sent and booked differ, and the row that the difference is about."""
    number = case.subsidy.case
    if not case.paid.sent:
        return "DOORGESCHOVEN", rows[-1].row_id
    for one in reversed(case.earlier):
        if not _sends(one, slot):
            continue
        told = _told(case, one, slot)
        if reason := _came_back(case, one.payment.run, slot):
            return reason, told[-1].row_id if told else row_id(number, slot, one.payment.run, balance=True)
        if _has_balance(case, one, slot):
            break  # what came back of the payments before it was sent again here
    for one in reversed(case.earlier):
        told = _told(case, one, slot)
        if _has_balance(case, one, slot):
            return "DOORGESCHOVEN", row_id(number, slot, one.payment.run, balance=True)
        if told:
            return "DOORGESCHOVEN", told[-1].row_id
    return ("OVERNAME" if case.subsidy.opening else "DOORGESCHOVEN"), ""


def _came_back(case: CasePayment, run: str, slot: Slot) -> Reason | None:
    for fact in case.returned:
        if fact.run == run and slot in _by_slot(fact.lines):
            if isinstance(fact, facts.PaymentRejected):
                return "AFGEKEURD"
            return "INGETROKKEN" if fact.reason == "run_withdrawn" else "TERUGSTORTING"
    return None


def _segments(case: CasePayment, slot: Slot, rows: Sequence[Booking]) -> tuple[Segment, ...]:
    """The segments of the last line of this month and element that this ledger booked."""
    previous = _previous(case, slot, rows)
    return previous.segments if previous else ()


def _sends(one: Told, slot: Slot) -> bool:
    return slot in _by_slot(one.payment.sent)


def _has_balance(case: CasePayment, one: Told, slot: Slot) -> bool:
    return _by_slot(one.payment.sent).get(slot, _NOTHING) != _total(_told(case, one, slot))


def _total(rows: Sequence[Booking]) -> Cents2:
    return sum(row.subsidy_cents for row in rows), sum(row.charges_cents for row in rows)


def _by_slot(amounts: Sequence[MonthAmount]) -> dict[Slot, Cents2]:
    by_slot: dict[Slot, Cents2] = {(one.month, one.element): (one.subsidy_cents, one.charges_cents) for one in amounts}
    assert len(by_slot) == len(amounts), "a payment names a month and element once"
    return by_slot
