"""What a settlement books (verrekening, R21, R28): for every month through the last one, what is due less what was booked.

`due - booked` is the only source of differences, whatever caused them. Worked hours that are not reported are unknown, which
is not zero: nothing of them is settled, and the month is named (R11). Nothing is sent; the next run of the case does that.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from ledger import facts
from ledger.calculation.entitlement import Entitlement, entitlement
from ledger.calculation.month import Month
from ledger.calculation.repeating import fresh_months, repeats_itself
from ledger.calculation.routes import by_route
from ledger.calculation.segment import Element, Line, Route
from ledger.facts import LeftOut, RouteAmount, SettledLine, UnknownHours
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.subsidy.state import Cents2, Subsidy

REASONS: dict[str, str] = {
    "opening_unsigned": "the takeover is not signed by a second person",
    "finally_settled": "the subsidy is determined; a change needs a new determination",
}
"""Why a settlement leaves a case out."""

ELEMENTS: tuple[Element, ...] = get_args(Element)
ROUTES: tuple[Route, ...] = get_args(Route)


@dataclass(frozen=True, slots=True)
class CaseSettlement:
    """What is settled of one subsidy. `unknown`: months left out for want of hours; `payable_cents`: booked and not sent after
    it, which is negative when it is owed to the municipality."""

    case: str
    lines: tuple[SettledLine, ...]
    unknown: tuple[Month, ...]
    payable_cents: int

    @property
    def total_cents(self) -> int:
        """The difference, subsidy and charges together."""
        return sum(line.total_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is settled of a municipality through a month: the cases that differ, the hours that are not known, and the cases
    that are left out. Fixed amounts of months from `waits_from` on wait for their run."""

    through: Month
    settled: tuple[CaseSettlement, ...]
    unknown: tuple[UnknownHours, ...]
    left_out: tuple[LeftOut, ...]
    waits_from: Month | None = None

    @property
    def lines(self) -> list[SettledLine]:
        """Every line of every case."""
        return [line for case in self.settled for line in case.lines]

    @property
    def digest(self) -> str:
        """SHA-256 over all lines."""
        return hashlib.sha256("\n".join(self._texts()).encode()).hexdigest()

    def _texts(self) -> Iterator[str]:
        for case in self.settled:
            for line in case.lines:
                was = f"{line.booked_subsidy_cents} {line.booked_charges_cents}"
                yield f"{case.case} {line.month} {line.element} {line.due.subsidy_cents} {line.due.charges_cents} {was}"


def settle(
    subsidy: Subsidy, through: Month, law: Law, policy: Policy, waits_from: Month | None = None
) -> CaseSettlement:
    """What one subsidy's settlement books: only differences, of every month that can be due or that was booked. Fixed amounts
    of months from `waits_from` on that were not booked yet wait for their run (R23); worked hours never have one."""
    return without_waiting(differences(subsidy, through, law, policy), subsidy, waits_from)


def differences(subsidy: Subsidy, through: Month, law: Law, policy: Policy) -> CaseSettlement:
    """The same if nothing waited for a run."""
    lines: list[SettledLine] = []
    unknown: list[Month] = []
    for month, due in _due(subsidy, through, law, policy):
        if due.unknown:
            unknown.append(month)
        for element in _settled_elements(subsidy, month, due):
            assert subsidy.terms is not None
            own = due if due.month == month else entitlement(subsidy.terms, month, law, policy)
            line = next((line for line in own.lines if line.element == element), None)
            lines.append(_difference(subsidy, line or _nothing(month, element)))
    return _of_case(subsidy, lines, tuple(unknown))


def without_waiting(found: CaseSettlement, subsidy: Subsidy, waits_from: Month | None) -> CaseSettlement:
    """A settlement without the fixed amounts that wait for their run."""
    lines = [line for line in found.lines if not _waits(line, subsidy, waits_from)]
    return found if len(lines) == len(found.lines) else _of_case(subsidy, lines, found.unknown)


def _of_case(subsidy: Subsidy, lines: list[SettledLine], unknown: tuple[Month, ...]) -> CaseSettlement:
    payable = subsidy.payable_cents() + sum(line.total_cents for line in lines)
    return CaseSettlement(subsidy.case, tuple(lines), unknown, payable)


def _waits(line: SettledLine, subsidy: Subsidy, waits_from: Month | None) -> bool:
    if waits_from is None or line.element != "fixed":
        return False
    return line.month >= waits_from and (line.month, "fixed") not in subsidy.booked


def _due(subsidy: Subsidy, through: Month, law: Law, policy: Policy) -> Iterator[tuple[Month, Entitlement]]:
    """By month what is due: of a month that repeats the one before, the entitlement of that one."""
    terms, found, before = subsidy.terms, None, None
    assert terms is not None
    fresh, repeats = fresh_months(terms, law, policy), repeats_itself(terms)
    for month in months_settled(subsidy, through):
        if found is None or before is None or not repeats or month in fresh or before.next != month:
            found = entitlement(terms, month, law, policy)
        before = month
        yield month, found


def _settled_elements(subsidy: Subsidy, month: Month, due: Entitlement) -> list[Element]:
    """The elements of which another amount is due than was booked, and both are known."""
    amounts = {line.element: (line.subsidy_cents, line.charges_cents) for line in due.lines}
    return [
        element
        for element in ELEMENTS
        if amounts.get(element, (0, 0)) != subsidy.booked.get((month, element), (0, 0))
        and not (element == "variable" and due.unknown)
    ]


def months_settled(subsidy: Subsidy, through: Month) -> list[Month]:
    """The months that can be due here, and every month that was booked, whether anything of it is due or not."""
    booked = {month for month, _ in subsidy.booked if month <= through}
    return sorted(booked.union(subsidy.months_due(through)))


def settled(case: CaseSettlement, through: Month, booked_on: date) -> facts.Settled:
    """The settlement of one subsidy as its stream records it (R22, R28)."""
    return facts.Settled(
        through=through, lines=case.lines, unknown=case.unknown, booked_on=booked_on, value_date=through.last
    )


def _difference(subsidy: Subsidy, due: Line) -> SettledLine:
    booked_subsidy, booked_charges = booked = subsidy.booked.get((due.month, due.element), (0, 0))
    return SettledLine.model_construct(
        due=due,
        booked_subsidy_cents=booked_subsidy,
        booked_charges_cents=booked_charges,
        subsidy_cents=due.subsidy_cents - booked_subsidy,
        charges_cents=due.charges_cents - booked_charges,
        routes=_routes(subsidy, due, booked),
    )


def _nothing(month: Month, element: Element) -> Line:
    return Line.model_construct(month=month, element=element, subsidy_cents=0, charges_cents=0, segments=())


def _routes(subsidy: Subsidy, due: Line, booked: Cents2) -> tuple[RouteAmount, ...]:
    """The difference by route: what is due on it less what was booked on it. What was booked elsewhere has no route and is
    taken off the main one."""
    booked_on = {route: subsidy.booked_routes.get((due.month, due.element, route), (0, 0)) for route in ROUTES}
    due_on = by_route(due)
    left = {route: _less(due_on.get(route, (0, 0)), booked_on[route]) for route in ROUTES}
    elsewhere = _less(booked, (sum(one for one, _ in booked_on.values()), sum(one for _, one in booked_on.values())))
    main = _main_route(subsidy, due, booked_on)
    left[main] = _less(left[main], elsewhere)
    return tuple(
        RouteAmount.model_construct(route=route, subsidy_cents=subsidy_cents, charges_cents=charges_cents)
        for route, (subsidy_cents, charges_cents) in left.items()
        if subsidy_cents or charges_cents
    )


def _main_route(subsidy: Subsidy, due: Line, booked_on: Mapping[Route, Cents2]) -> Route:
    """The route of the last segment; where nothing is due, the one on which most was booked, or the last that was granted."""
    if due.segments:
        return due.segments[-1].route
    most = max(ROUTES, key=lambda route: booked_on[route])
    if booked_on[most] > (0, 0):
        return most
    return subsidy.grants[-1].route if subsidy.grants else "regular"


def _less(one: Cents2, other: Cents2) -> Cents2:
    return one[0] - other[0], one[1] - other[1]
