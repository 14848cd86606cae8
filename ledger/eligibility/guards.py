"""The guards before a grant: who may get a wage cost subsidy, on which application and route (R7, R8, R14 to R17).

People may ask for anything, so an application is always recorded. What stands in the way of a grant is an `Objection`,
with the ground to reject on where the law has one; a guard raises the first of them.
"""

from collections.abc import Iterator
from datetime import date

from ledger.calculation.calendar import Month, months_after
from ledger.calculation.segment import Route
from ledger.eligibility.objection import Objection, guard
from ledger.eligibility.rights import (
    BROAD_OFFENSIVE,
    LID_2,
    MEASURED_IN_MINIMUM_WAGE,
    NEW_10D,
    RIGHTS,
    WINDOW_MONTHS,
    Right,
)
from ledger.eligibility.target_group import guard_target_group, target_group_objections
from ledger.facts import Applied, Basis, TargetGroup
from ledger.law.policy import Policy

__all__ = [
    "Objection",
    "guard_flat_rate",
    "guard_grant",
    "guard_target_group",
    "objections",
    "route_objections",
    "target_group_objections",
]


def guard_grant(application: Applied, route: Route, start: date, policy: Policy) -> None:
    """R7, R8, R15, R16: raises Refused with the first objection to granting this route from that day."""
    guard((*objections(application, policy), *route_objections(application, route, start, policy)))


def guard_flat_rate(application: Applied, day: date, policy: Policy) -> None:
    """R7: raises Refused unless the municipality gives the flat rate to such a case on that day."""
    guard(_flat_rate_not_given(application, day, policy))


def objections(application: Applied, policy: Policy) -> tuple[Objection, ...]:
    """R15, R16: all that stands in the way of any grant on this application. The law is that of the day it came in."""
    excluded = _excluded(application, policy)
    if excluded is not None:
        return (excluded,)
    if application.basis == "takeover":
        return ()
    return tuple(_not_entitled(application, policy))


def route_objections(application: Applied, route: Route, start: date, policy: Policy) -> tuple[Objection, ...]:
    """R7, R8: all that stands in the way of this route from that day."""
    if route == "flat_rate":
        return (*_flat_rate_not_given(application, start, policy), *_flat_rate_too_late(application, start))
    if start >= MEASURED_IN_MINIMUM_WAGE:
        return ()
    return (
        Objection(
            f"The regular route counts from {MEASURED_IN_MINIMUM_WAGE}; this grant would start on {start}.",
            "R8",
            "art. 6 lid 1 g Pw",
            "Let the grant start on or after that day; the wage value was a share of the applicable wage before.",
            "before_regular_route",
        ),
    )


def _excluded(application: Applied, policy: Policy) -> Objection | None:
    """R16: those whom others look after."""
    group = application.group
    if _counts_as(application, policy) != group or group not in ("wsw", "wajong", "uwv_benefit"):
        return None
    if group == "wsw":
        return Objection(
            "The work is an employment under the Wet sociale werkvoorziening.",
            "R16",
            "art. 10d lid 3 Pw",
            "A decision of the college outside the law is recorded with the application (--outside-the-law).",
            "wsw_employment",
        )
    name = (
        "Wajong: UWV gives wage dispensation" if group == "wajong" else "A benefit of UWV: UWV looks after the person"
    )
    return Objection(
        f"{name}, not the municipality.",
        "R16",
        "art. 7 lid 3 Pw",
        "Sheltered work, the policy uwv_agreement (not for Wajong) or a decision outside the law lifts this.",
        "other_authority",
    )


def _counts_as(application: Applied, policy: Policy) -> TargetGroup:
    """The group by whose rights an application is judged: that of the person unless R16 lifts an exclusion."""
    group = application.group
    if group not in ("wsw", "wajong", "uwv_benefit"):
        return group
    if application.college_decision is not None:
        return "assistance"
    if group != "wsw" and application.sheltered:
        return "sheltered"
    if group == "uwv_benefit" and policy.on("uwv_agreement", application.received_on) == "yes":
        return "assistance"
    return group


def _not_entitled(application: Applied, policy: Policy) -> Iterator[Objection]:
    """R15: no row of the table fits; then the first column that no row fits in is named, and else the window."""
    asked = application.received_on
    rows = [right for right in RIGHTS if application.basis in right.bases]
    dated = [right for right in rows if right.holds_on(asked)]
    if not dated:
        yield _no_basis(application, rows)
        return
    group = _counts_as(application, policy)
    fitting = [right for right in dated if group in right.groups]
    if not fitting:
        yield _wrong_group(application, dated, [right for right in rows if group in right.groups])
        return
    right = fitting[0]
    if application.applicant not in right.applicants:
        yield _wrong_applicant(application, right)
    yield from _outside_window(application, right)


def _no_basis(application: Applied, rows: list[Right]) -> Objection:
    basis, asked = _basis(application.basis), application.received_on
    since = min(right.since for right in rows)
    return Objection(
        f"{basis} counts for what is asked from {since}; this was asked on {asked}.",
        "R15",
        rows[0].article,
        "Check the day and the basis.",
        "not_target_group",
    )


def _wrong_group(application: Applied, dated: list[Right], later: list[Right]) -> Objection:
    basis, asked = _basis(application.basis), application.received_on
    since = f", only from {min(right.since for right in later)}" if later else ""
    return Objection(
        f"{basis} is not for the group {application.group} when asked on {asked}{since}.",
        "R15",
        dated[0].article,
        "Check group and basis.",
        "not_target_group",
    )


def _wrong_applicant(application: Applied, right: Right) -> Objection:
    asked = application.received_on
    if application.applicant == "person":
        what = f"Before {BROAD_OFFENSIVE} the person could not ask; this was asked on {asked}."
    else:
        what = f"{_basis(application.basis)} is given on application, not of the municipality's own accord."
    return Objection(what, "R15", right.article, f"Can ask: {', '.join(right.applicants)}.")


def _outside_window(application: Applied, right: Right) -> Iterator[Objection]:
    if right.window == "by_start":
        if application.received_on > application.start:
            yield _after_start(application, right)
        return
    yield from _not_in_group_before(application, right)
    last = months_after(application.start, WINDOW_MONTHS)
    if right.window == "six_months" and application.received_on > last:
        yield Objection(
            f"Asked on {application.received_on}, after {last}: six months from the start on {application.start}.",
            "R15, R39",
            right.article,
            "The term of the law cannot be extended.",
            "applied_too_late",
        )


def _after_start(application: Applied, right: Right) -> Objection:
    return Objection(
        f"Asked on {application.received_on}, after the employment began on {application.start}.",
        "R15",
        right.article,
        "Within six months of the start lid 2 may fit: apply again with that basis.",
        "applied_too_late",
    )


def _not_in_group_before(application: Applied, right: Right) -> Iterator[Objection]:
    first = _months_before(application.start, WINDOW_MONTHS)
    until = application.qualified_until
    if until is not None and until >= first:
        return
    what = "It is not recorded until when" if until is None else f"It was until {until} that"
    yield Objection(
        f"{what} the person was in the group; lid 2 asks for a day from {first}, six months before the employment.",
        "R15",
        right.article,
        "Give the last day in the group (--qualified-until).",
        "not_target_group",
    )


def _flat_rate_not_given(application: Applied, day: date, policy: Policy) -> Iterator[Objection]:
    """R7: not by this law yet, not by this municipality, not for a lid 2 case."""
    article = "art. 10d lid 5 Pw"
    measure = "Let the wage value be measured (regular route)."
    if max(day, application.start) < NEW_10D:
        yield Objection(f"The flat rate counts from {NEW_10D} (Stb. 2016, 498); this is {day}.", "R7", article, measure)
    if policy.on("flat_rate_used", day) == "no":
        yield Objection(f"The municipality does not use the flat rate on {day}.", "R7", article, measure)
    if application.basis in LID_2 and policy.on("flat_rate_on_lid2", day) == "no":
        yield Objection("An employment that had begun (lid 2) gets no flat rate.", "R7", article, measure)


def _flat_rate_too_late(application: Applied, start: date) -> Iterator[Objection]:
    last = months_after(application.start, WINDOW_MONTHS)
    if start > last:
        yield Objection(
            f"The flat rate ends on {last}, six months after the start; this grant would begin on {start}.",
            "R7, R39",
            "art. 10d lid 5 Pw",
            "Let the wage value be measured (regular route).",
        )


def _months_before(day: date, n: int) -> date:
    """R39, backwards: the same-numbered day n months earlier, or the last day of that month where it has none."""
    month = Month.of(day) + -n
    return month.first.replace(day=min(day.day, month.days))


def _basis(basis: Basis) -> str:
    """Art. 10d lid 2 b, of lid_2b."""
    return f"Art. 10d lid {basis[4]} {basis[5]} Pw"
