"""What a payment of one case has to tell: what was booked, and where something else was sent, a balance that says so.

So the rows of a payment reference always sum to what went to the bank (R21).
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import Line, Segment
from ledger.facts import MonthAmount, Paid
from ledger.subsidy.state import Cents2, Slot
from projections.specification.inputs import CasePayment, opening_id, row_id
from projections.specification.row import Kind, Reason

Amount = TypeVar("Amount", Line, MonthAmount)

_NOTHING: Cents2 = (0, 0)


class Item(NamedTuple):
    """The part of a row that says how much and why, in cents. `segments` are those of the calculation, if it is ours."""

    slot: Slot
    row_id: str
    kind: Kind
    reason: Reason
    subsidy_cents: int
    charges_cents: int
    paid_before_cents: int
    corrects: str
    segments: tuple[Segment, ...]


def items(case: CasePayment, month: Month) -> Iterator[Item]:
    """The items of one case in a run of this month, by month and element."""
    booked, sent = _by_slot(case.paid.booked), _by_slot(case.paid.sent)
    for slot in sorted({*booked, *sent}):
        if slot in booked:
            yield _booking(case, slot, booked[slot], month)
        now, then = _cents(sent.get(slot)), _cents(booked.get(slot))
        if now != then:
            yield _balance(case, slot, now, then)


def _booking(case: CasePayment, slot: Slot, line: Line, month: Month) -> Item:
    """A month booked for the first time, or a difference with what was booked for it before."""
    before = sum(case.subsidy.booked[slot]) - line.total_cents
    corrects = _corrected(case, slot, before)
    in_time: Reason = "MAAND" if slot[0] == month else "NABETALING"
    ordinary: Kind = "VAST" if line.element == "fixed" else "VARIABEL"
    return Item(
        slot=slot,
        row_id=row_id(case.subsidy.case, slot, case.paid.run),
        kind="CORRECTIE" if corrects else ordinary,
        reason="HERREKENING" if corrects else in_time,
        subsidy_cents=line.subsidy_cents,
        charges_cents=line.charges_cents,
        paid_before_cents=before,
        corrects=corrects,
        segments=line.segments,
    )


def _corrected(case: CasePayment, slot: Slot, before_cents: int) -> str:
    """The row of the last run that booked this month and element, or what was booked for it elsewhere."""
    for paid in reversed(case.earlier):
        if _amount(paid.booked, slot) is not None:
            return row_id(case.subsidy.case, slot, paid.run)
    return opening_id(case.subsidy.case, slot) if before_cents else ""


def _balance(case: CasePayment, slot: Slot, sent: Cents2, booked: Cents2) -> Item:
    """The difference between what was sent and what was booked now; the row above it counts as paid before."""
    reason, corrects = _cause(case, slot)
    paid_before = sum(case.subsidy.sent.get(slot, _NOTHING)) - sum(sent)
    return Item(
        slot=slot,
        row_id=row_id(case.subsidy.case, slot, case.paid.run, balance=True),
        kind="SALDO",
        reason=reason,
        subsidy_cents=sent[0] - booked[0],
        charges_cents=sent[1] - booked[1],
        paid_before_cents=paid_before + sum(booked),
        corrects=corrects,
        segments=_segments(case, slot),
    )


def _cause(case: CasePayment, slot: Slot) -> tuple[Reason, str]:
    """Why sent and booked differ, and the row that the difference is about."""
    number = case.subsidy.case
    if not case.paid.sent:
        return "DOORGESCHOVEN", row_id(number, slot, case.paid.run)
    for paid in reversed(case.earlier):
        if _amount(paid.sent, slot) is None:
            continue
        if reason := _came_back(case, paid.run, slot):
            return reason, row_id(number, slot, paid.run, balance=_amount(paid.booked, slot) is None)
        if _has_balance(paid, slot):
            break  # what came back of the payments before it was sent again here
    for paid in reversed(case.earlier):
        if _has_balance(paid, slot) or _amount(paid.booked, slot) is not None:
            return "DOORGESCHOVEN", row_id(number, slot, paid.run, balance=_has_balance(paid, slot))
    return ("OVERNAME" if case.subsidy.opening else "DOORGESCHOVEN"), ""


def _came_back(case: CasePayment, run: str, slot: Slot) -> Reason | None:
    for fact in case.returned:
        if fact.run == run and _amount(fact.lines, slot) is not None:
            if isinstance(fact, facts.PaymentRejected):
                return "AFGEKEURD"
            return "INGETROKKEN" if fact.reason == "run_withdrawn" else "TERUGSTORTING"
    return None


def _segments(case: CasePayment, slot: Slot) -> tuple[Segment, ...]:
    """The segments of the last line of this month and element that this ledger booked."""
    for paid in (case.paid, *reversed(case.earlier)):
        for line in paid.booked:
            if (line.month, line.element) == slot and line.segments:
                return line.segments
    return ()


def _has_balance(paid: Paid, slot: Slot) -> bool:
    return _cents(_amount(paid.sent, slot)) != _cents(_amount(paid.booked, slot))


def _amount(amounts: tuple[Line, ...] | tuple[MonthAmount, ...], slot: Slot) -> Line | MonthAmount | None:
    month, element = slot
    return next((one for one in amounts if one.month == month and one.element == element), None)


def _cents(amount: Line | MonthAmount | None) -> Cents2:
    return (amount.subsidy_cents, amount.charges_cents) if amount else _NOTHING


def _by_slot(amounts: tuple[Amount, ...]) -> dict[Slot, Amount]:
    by_slot: dict[Slot, Amount] = {(one.month, one.element): one for one in amounts}
    assert len(by_slot) == len(amounts), "a payment names a month and element once"
    return by_slot
