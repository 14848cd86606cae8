"""The subsidy of one employment in one municipality: its state, and how each fact moves it.

`evolve` never refuses and only moves values; what may happen next is decided in `subsidy_decider.py`, what is due is
computed in `entitlement.py` from `terms`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import Contract, Grant, Terms
from ledger.calculation.segment import Line
from ledger.facts import MonthAmount
from ledger.log.entry import Entry

Slot = tuple[Month, str]
"""A month and an element: where a line belongs."""

Cents2 = tuple[int, int]
"""Subsidy cents and charges cents."""

MONEY_TOPICS = (
    "Applied", "Decided", "OpeningBooked", "Paid", "PaymentReturned", "PaymentRejected", "PaymentHeld", "PaymentReleased",
    "Ended",
)  # fmt: skip
"""What a subsidy's amounts rest on: enough to know what is due, booked, sent and stopped."""

Status = Literal["none", "applied", "granted", "rejected", "ended"]


@dataclass(frozen=True, slots=True)
class Subsidy:
    """State of one subsidy: the fold of its stream. Amounts are cents by month and element (R21)."""

    case: str = ""
    municipality: str = ""
    status: Status = "none"
    application: facts.Applied | None = None
    terms: Terms | None = None
    awaited: frozenset[str] = frozenset()
    ordered: facts.MeasurementOrdered | None = None
    measured: facts.Measured | None = None
    established: facts.WageValueEstablished | None = None
    waived: facts.MeasurementWaived | None = None
    decisions: tuple[facts.Decided, ...] = ()
    opening: str | None = None
    paid_through: Month | None = None
    booked: dict[Slot, Cents2] = field(default_factory=dict)
    sent: dict[Slot, Cents2] = field(default_factory=dict)
    runs: dict[str, tuple[MonthAmount, ...]] = field(default_factory=dict)
    hold: facts.PaymentHeld | None = None
    ended: facts.Ended | None = None
    version: int = 0

    @property
    def granted(self) -> facts.Decided | None:
        """The grant in force: the last decision that grants."""
        return next((d for d in reversed(self.decisions) if d.outcome == "grant"), None)

    def payable(self) -> Mapping[Slot, Cents2]:
        """Booked minus sent, by month and element, without the zeros (R21)."""
        balance = _sum(self.booked, self.sent, sign=-1)
        return {slot: cents for slot, cents in balance.items() if cents != (0, 0)}


def evolve(subsidy: Subsidy, entry: Entry) -> Subsidy:
    """The subsidy after one more entry of its stream."""
    return fold((entry,), subsidy)


def fold(entries: Iterable[Entry], subsidy: Subsidy | None = None) -> Subsidy:
    """The subsidy after all these entries. Only the copy made here is moved, so many entries cost one copy."""
    before = subsidy or Subsidy()
    folded = replace(before, booked=dict(before.booked), sent=dict(before.sent), runs=dict(before.runs))
    for entry in entries:
        for name, value in _changes(folded, entry.fact, entry.municipality).items():
            object.__setattr__(folded, name, value)
        object.__setattr__(folded, "version", entry.version)
    return folded


def _changes(subsidy: Subsidy, fact: facts.Fact, municipality: str) -> dict[str, object]:
    """The fields that a fact moves, with their new values; amounts are added to the tables of the copy."""
    match fact:
        case facts.Paid():
            _add(subsidy.booked, fact.booked)
            _add(subsidy.sent, fact.sent)
            subsidy.runs[fact.run] = fact.sent
            return {}
        case facts.Applied():
            opened = {"case": fact.case, "municipality": municipality, "status": "applied"}
            return opened | {"application": fact, "terms": first_terms(fact)}
        case facts.Decided():
            return _decided(subsidy, fact)
        case facts.DocumentsRequested():
            return {"awaited": subsidy.awaited | set(fact.documents)}
        case facts.DocumentsReceived():
            return {"awaited": subsidy.awaited - set(fact.documents)}
        case facts.MeasurementOrdered():
            return {"ordered": fact}
        case facts.Measured():
            return {"measured": fact}
        case facts.WageValueEstablished():
            return {"established": fact, "waived": None}
        case facts.MeasurementWaived():
            return {"waived": fact, "established": None}
        case facts.OpeningBooked():
            _add(subsidy.booked, (*fact.lines, *fact.balance))
            _add(subsidy.sent, fact.lines)
            return {"opening": fact.opening, "paid_through": fact.paid_through}
        case facts.PaymentReturned() | facts.PaymentRejected():
            _add(subsidy.sent, fact.lines, sign=-1)
            subsidy.runs[fact.run] = ()
            return {}
        case facts.PaymentHeld():
            return {"hold": fact}
        case facts.PaymentReleased():
            return {"hold": None}
        case facts.Ended():
            assert subsidy.terms is not None
            terms = replace(subsidy.terms, ended=earliest(subsidy.terms.ended, fact.last_day))
            return {"ended": fact, "status": "ended", "terms": terms}
        case _:
            return {}


def first_terms(fact: facts.Applied) -> Terms:
    """What the entitlement rests on before any grant."""
    contract = Contract(
        start=fact.start,
        form=fact.form,
        hours=fact.hours,
        maximum_hours=fact.maximum_hours,
        sector_full_time_hours=fact.sector_full_time_hours,
        bbl=fact.bbl,
    )
    return Terms(fact.start, (contract,), grants=(), age_steps=fact.age_steps, ended=fact.end)


def with_grant(terms: Terms, grant: Grant) -> Terms:
    """The terms after one more grant."""
    return replace(terms, grants=(*terms.grants, grant))


def _decided(subsidy: Subsidy, fact: facts.Decided) -> dict[str, object]:
    moved = {"decisions": (*subsidy.decisions, fact), "established": None, "waived": None}
    if fact.outcome == "reject":
        return moved | {"status": "rejected"}
    assert fact.start is not None
    assert fact.route is not None
    assert subsidy.terms is not None
    granted = Grant(fact.start, fact.until, fact.route, fact.wage_value, fact.reference or fact.start)
    return moved | {"status": "granted", "terms": with_grant(subsidy.terms, granted)}


def earliest(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days, where None means that there is none."""
    return min((day for day in (one, other) if day is not None), default=None)


def _add(amounts: dict[Slot, Cents2], lines: Iterable[MonthAmount | Line], sign: int = 1) -> None:
    for line in lines:
        slot = (line.month, line.element)
        subsidy_cents, charges_cents = amounts.get(slot, (0, 0))
        amounts[slot] = (subsidy_cents + sign * line.subsidy_cents, charges_cents + sign * line.charges_cents)


def _sum(left: Mapping[Slot, Cents2], right: Mapping[Slot, Cents2], sign: int) -> dict[Slot, Cents2]:
    slots = dict.fromkeys((*left, *right))
    zero = (0, 0)
    return {
        slot: (
            left.get(slot, zero)[0] + sign * right.get(slot, zero)[0],
            left.get(slot, zero)[1] + sign * right.get(slot, zero)[1],
        )
        for slot in slots
    }
