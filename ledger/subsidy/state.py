"""The subsidy of one employment in one municipality: its state, and how each fact moves it.

`evolve` never refuses and only moves values; what may happen next is decided in `decider.py`, what is due is computed
from `terms`, which follow from the inputs that count (`inputs.py`) and the grants.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger import facts
from ledger.calculation.calendar import Month, months
from ledger.calculation.entitlement import Grant, Terms
from ledger.calculation.routes import by_route
from ledger.calculation.segment import Line
from ledger.facts import MonthAmount, SettledLine
from ledger.log.entry import Entry
from ledger.subsidy import inputs
from ledger.subsidy.inputs import Input, Kind, counting

Slot = tuple[Month, str]
"""A month and an element: where a line belongs."""

Cents2 = tuple[int, int]
"""Subsidy cents and charges cents."""

MONEY_TOPICS = (
    *inputs.TERMS, "Corrected", "Decided", "OpeningBooked", "Paid", "PaymentReturned", "PaymentRejected", "PaymentHeld",
    "PaymentReleased", "Settled", "FinallySettled", "RecoveryClaimed", "RecoveryReceived", "WrittenOff",
)  # fmt: skip
"""What a subsidy's amounts rest on: enough to know what is due, booked, sent and stopped."""

_ZERO: Cents2 = (0, 0)

Status = Literal["none", "applied", "granted", "rejected", "set_aside", "ended"]


@dataclass(frozen=True, slots=True)
class Objection:
    """A bezwaar and, once there is one, the decision on it."""

    filed: facts.ObjectionFiled
    version: int
    decided: facts.ObjectionDecided | None = None


@dataclass(frozen=True, slots=True)
class Subsidy:
    """State of one subsidy: the fold of its stream. Amounts are cents by month and element (R21); `settled_up` is what was
    received or written off, `claimed` what is still to come of all claims. `decided_at`: the version of the last decision;
    `judged_at`: of the last that granted or rejected, on what was established before it. `set_aside`: that the application
    was, until an objection against it is founded; `set_asides`: every time that it was."""

    case: str = ""
    municipality: str = ""
    inputs: dict[int, Input] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    application: facts.Applied | None = None
    terms: Terms | None = None
    decisions: tuple[facts.Decided, ...] = ()
    set_aside: facts.SetAside | None = None
    set_asides: tuple[facts.SetAside, ...] = ()
    decided_at: int = 0
    judged_at: int = 0
    objections: dict[int, Objection] = field(default_factory=dict)
    opening: str | None = None
    paid_through: Month | None = None
    booked: dict[Slot, Cents2] = field(default_factory=dict)
    booked_routes: dict[tuple[Month, str, str], Cents2] = field(default_factory=dict)
    sent: dict[Slot, Cents2] = field(default_factory=dict)
    settled_up: dict[Slot, Cents2] = field(default_factory=dict)
    runs: dict[str, tuple[MonthAmount, ...]] = field(default_factory=dict)
    came_back: facts.PaymentReturned | facts.PaymentRejected | None = None
    """What the bank returned or rejected last, until it is sent again."""
    hold: facts.PaymentHeld | None = None
    determined: facts.FinallySettled | None = None
    claims: tuple[facts.RecoveryClaimed, ...] = ()
    claimed_at: int = 0
    claimed: int = 0
    version: int = 0

    @property
    def status(self) -> Status:
        """How the case stands."""
        if self.application is None:
            return "none"
        if self.ended is not None:
            return "ended"
        if self.grants:
            return "granted"
        if self.set_aside is not None:
            return "set_aside"
        return "rejected" if self.decisions and self.decisions[-1].outcome == "reject" else "applied"

    @property
    def ended(self) -> facts.Ended | facts.Transferred | None:
        """What ended it: an end, or a move to another municipality."""
        for _, fact in counting(self.inputs, facts.Transferred):
            if not fact.stays:
                return fact
        return self._last(facts.Ended)

    @property
    def finally_settled(self) -> facts.FinallySettled | None:
        """The determination that stands (R31): the last one; none where the end was taken back since."""
        return self.determined if self.ended is not None else None

    @property
    def announced(self) -> facts.RecoveryAnnounced | None:
        """The recovery that was announced since the last claim (Awb 4:8)."""
        announced = [one for slot, one in counting(self.inputs, facts.RecoveryAnnounced) if slot > self.claimed_at]
        return announced[-1] if announced else None

    @property
    def instalments(self) -> facts.InstalmentsAgreed | None:
        """The parts that were last agreed on (Awb 4:94)."""
        return self._last(facts.InstalmentsAgreed)

    @property
    def granted(self) -> facts.Decided | None:
        """The grant in force: the last decision that grants."""
        return next((d for d in reversed(self.decisions) if d.outcome == "grant"), None)

    @property
    def employer(self) -> str:
        """The employer that is paid (R26)."""
        return inputs.employer_of(self.inputs)

    @property
    def told(self) -> tuple[facts.Decided | facts.SetAside, ...]:
        """The decisions that employer and employee are both told of; of a claim only the employer is."""
        return (*self.decisions, *self.set_asides)

    @property
    def contract_end(self) -> date | None:
        """The last day of the employment's contract, as it is now; None without one."""
        assert self.application is not None
        return inputs.contract_end(self.application, [one for _, one in counting(self.inputs, facts.Amended)])

    @property
    def open_objection(self) -> Objection | None:
        """A bezwaar that is not decided."""
        return next((one for one in self.objections.values() if one.decided is None), None)

    @property
    def measured(self) -> facts.Measured | None:
        """The last report of a measurement."""
        return self._last(facts.Measured)

    @property
    def basis(self) -> facts.WageValueEstablished | facts.MeasurementWaived | None:
        """The wage value established, or the measurement waived, since the last decision that granted or rejected (R18)."""
        return self._basis_after(self.judged_at)

    @property
    def established(self) -> facts.WageValueEstablished | None:
        """The wage value established since the last decision."""
        return self.basis if isinstance(self.basis, facts.WageValueEstablished) else None

    @property
    def waived(self) -> facts.MeasurementWaived | None:
        """The measurement waived since the last decision."""
        return self.basis if isinstance(self.basis, facts.MeasurementWaived) else None

    @property
    def last_basis(self) -> facts.WageValueEstablished | facts.MeasurementWaived | None:
        """The same, whether or not it was decided on: an objection is judged on it."""
        return self._basis_after(0)

    @property
    def awaited(self) -> frozenset[str]:
        """The documents that were asked for and did not come in yet."""
        awaited: frozenset[str] = frozenset()
        for _, one in sorted(self.inputs.items()):
            match one.counts:
                case facts.DocumentsRequested(documents=documents):
                    awaited |= set(documents)
                case facts.DocumentsReceived(documents=documents):
                    awaited -= set(documents)
        return awaited

    def payable(self) -> Mapping[Slot, Cents2]:
        """Booked minus sent, plus what was received and written off, by month and element, without the zeros (R21)."""
        return dict(self._payable())

    def _payable(self) -> Iterator[tuple[Slot, Cents2]]:
        booked, sent, settled_up = self.booked, self.sent, self.settled_up
        for slot in {**booked, **sent, **settled_up}:
            due, out, up = booked.get(slot, _ZERO), sent.get(slot, _ZERO), settled_up.get(slot, _ZERO)
            if due != out or up != _ZERO:
                cents = due[0] - out[0] + up[0], due[1] - out[1] + up[1]
                if cents != _ZERO:
                    yield slot, cents

    def payable_cents(self) -> int:
        """All of it together; negative is owed to the municipality."""
        return _total(self.booked) - _total(self.sent) + _total(self.settled_up)

    def settled_elsewhere(self, month: Month) -> bool:
        """R27: whether a month was paid before the case was taken over, and no line of it came along."""
        if self.paid_through is None or month > self.paid_through:
            return False
        return (month, "fixed") not in self.booked and (month, "variable") not in self.booked

    def months_due(self, last: Month) -> Iterator[Month]:
        """The months up to `last` of which something can be due here, from the first grant on."""
        if self.grants:
            first = Month.of(min(grant.start for grant in self.grants))
            yield from (month for month in months(first, last) if not self.settled_elsewhere(month))

    def owed_cents(self) -> int:
        """What is owed to the municipality: a payable below zero (R31)."""
        return max(0, -self.payable_cents())

    def claimed_cents(self) -> int:
        """What was claimed and is still owed: neither received nor written off, nor set off by what became due since (R30)."""
        return self.claimed

    def _last(self, kind: type[Kind]) -> Kind | None:
        found = [fact for _, fact in counting(self.inputs, kind)]
        return found[-1] if found else None

    def _basis_after(self, version: int) -> facts.WageValueEstablished | facts.MeasurementWaived | None:
        for slot, one in sorted(self.inputs.items(), reverse=True):
            if slot > version and isinstance(one.counts, facts.WageValueEstablished | facts.MeasurementWaived):
                return one.counts
        return None


def evolve(subsidy: Subsidy, entry: Entry) -> Subsidy:
    """The subsidy after one more entry of its stream."""
    return fold((entry,), subsidy)


def fold(entries: Iterable[Entry], subsidy: Subsidy | None = None) -> Subsidy:
    """The subsidy after all these entries."""
    return after(((entry.fact, entry.version, entry.municipality) for entry in entries), subsidy)


def after(happened: Iterable[tuple[facts.Fact, int, str]], subsidy: Subsidy | None = None) -> Subsidy:
    """The subsidy after these facts, each with its version and municipality. Only the copy made here is moved, so many
    facts cost one copy, and terms are made once."""
    before = subsidy or Subsidy()
    folded = replace(
        before,
        inputs=dict(before.inputs),
        objections=dict(before.objections),
        booked=dict(before.booked),
        booked_routes=dict(before.booked_routes),
        sent=dict(before.sent),
        settled_up=dict(before.settled_up),
        runs=dict(before.runs),
    )
    ruled = False
    for fact, version, municipality in happened:
        ruled = _moves_terms(fact) or ruled
        for name, value in _changes(folded, fact, version, municipality).items():
            object.__setattr__(folded, name, value)
        object.__setattr__(folded, "version", version)
        if folded.claimed:
            object.__setattr__(folded, "claimed", min(folded.claimed, folded.owed_cents()))
    if ruled:
        object.__setattr__(folded, "application", folded._last(facts.Applied))
        object.__setattr__(folded, "terms", inputs.terms_of(folded.inputs, folded.grants))
    return folded


def _moves_terms(fact: facts.Fact) -> bool:
    kind = fact.kind if isinstance(fact, facts.Corrected) else fact.topic
    return kind in inputs.TERMS or isinstance(fact, facts.Decided)


def _changes(subsidy: Subsidy, fact: facts.Fact, version: int, municipality: str) -> dict[str, object]:
    """The fields that a fact moves, with their new values; inputs and amounts are added to the tables of the copy."""
    match fact:
        case facts.Paid():
            _add(subsidy.booked, fact.booked)
            _add_routes(subsidy.booked_routes, fact.booked)
            _add(subsidy.sent, fact.sent)
            subsidy.runs[fact.run] = fact.sent
            return {"came_back": None} if fact.sent else {}
        case facts.Settled():
            _add(subsidy.booked, fact.lines)
            for line in fact.lines:
                for part in line.routes:
                    _more(subsidy.booked_routes, (line.month, line.element, part.route), part)
            return {}
        case facts.Decided():
            return _decided(subsidy, fact, version)
        case facts.OpeningBooked():
            _add(subsidy.booked, (*fact.lines, *fact.balance))
            _add(subsidy.sent, fact.lines)
            return {"opening": fact.opening, "paid_through": fact.paid_through}
        case facts.PaymentReturned() | facts.PaymentRejected():
            _add(subsidy.sent, fact.lines, sign=-1)
            subsidy.runs[fact.run] = ()
            withdrawn = isinstance(fact, facts.PaymentReturned) and fact.reason == "run_withdrawn"
            return {} if withdrawn else {"came_back": fact}
        case facts.RecoveryReceived() | facts.WrittenOff():
            _add(subsidy.settled_up, fact.lines)
            return {"claimed": subsidy.claimed - sum(line.total_cents for line in fact.lines)}
        case facts.RecoveryClaimed():
            claimed = subsidy.claimed + fact.cents
            return {"claims": (*subsidy.claims, fact), "claimed_at": version, "claimed": claimed}
        case facts.FinallySettled():
            return {"determined": fact}
        case facts.PaymentHeld():
            return {"hold": fact}
        case facts.PaymentReleased():
            return {"hold": None}
        case facts.ObjectionDecided():
            return _objection_decided(subsidy, fact)
        case facts.SetAside():
            return {"set_aside": fact, "set_asides": (*subsidy.set_asides, fact)}
        case facts.Corrected() if subsidy.case:
            inputs.put(subsidy.inputs, version, fact)
            if fact.kind == "ObjectionFiled":
                subsidy.objections.pop(fact.slot, None)
            return {}
        case _ if fact.topic in inputs.SLOTTED:
            return _taken_in(subsidy, fact, version, municipality)
        case _:
            return {}


def _taken_in(subsidy: Subsidy, fact: facts.Fact, version: int, municipality: str) -> dict[str, object]:
    inputs.put(subsidy.inputs, version, fact)
    match fact:
        case facts.Applied():
            return {"case": fact.case, "municipality": municipality}
        case facts.ObjectionFiled():
            subsidy.objections[version] = Objection(fact, version)
    return {}


def with_grant(terms: Terms, grant: Grant) -> Terms:
    """The terms after one more grant."""
    return replace(terms, grants=(*terms.grants, grant))


def _objection_decided(subsidy: Subsidy, fact: facts.ObjectionDecided) -> dict[str, object]:
    """An application that should not have been set aside is open again."""
    objection = subsidy.objections[fact.of]
    subsidy.objections[fact.of] = replace(objection, decided=fact)
    against = subsidy.set_aside is not None and subsidy.set_aside.decision == objection.filed.decision
    return {"set_aside": None} if against and fact.outcome == "founded" else {}


def _decided(subsidy: Subsidy, fact: facts.Decided, version: int) -> dict[str, object]:
    moved: dict[str, object] = {"decisions": (*subsidy.decisions, fact), "decided_at": version}
    if fact.outcome in ("grant", "reject"):
        moved["judged_at"] = version
    if fact.outcome not in ("grant", "revise", "withdraw"):
        return moved
    assert fact.start is not None
    assert fact.route is not None
    granted = Grant(
        start=fact.start,
        until=fact.until,
        route=fact.route,
        wage_value=fact.wage_value,
        reference=fact.reference or fact.start,
        revises=fact.outcome == "revise",
        withdrawn=fact.outcome == "withdraw",
    )
    return moved | {"grants": (*subsidy.grants, granted)}


def _add_routes(amounts: dict[tuple[Month, str, str], Cents2], lines: Iterable[Line]) -> None:
    for line in lines:
        for route, (subsidy_cents, charges_cents) in by_route(line).items():
            before = amounts.get((line.month, line.element, route), (0, 0))
            amounts[line.month, line.element, route] = before[0] + subsidy_cents, before[1] + charges_cents


def _more(
    amounts: dict[tuple[Month, str, str], Cents2], where: tuple[Month, str, str], part: facts.RouteAmount
) -> None:
    before = amounts.get(where, (0, 0))
    amounts[where] = before[0] + part.subsidy_cents, before[1] + part.charges_cents


def _add(amounts: dict[Slot, Cents2], lines: Iterable[MonthAmount | Line | SettledLine], sign: int = 1) -> None:
    for line in lines:
        slot = (line.month, line.element)
        subsidy_cents, charges_cents = amounts.get(slot, (0, 0))
        amounts[slot] = (subsidy_cents + sign * line.subsidy_cents, charges_cents + sign * line.charges_cents)


def _total(amounts: Mapping[Slot, Cents2]) -> int:
    return sum(subsidy_cents + charges_cents for subsidy_cents, charges_cents in amounts.values())
