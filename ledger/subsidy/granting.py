"""Granting and rejecting a subsidy (R14–R20), a later grant too: the regular route after the flat rate, a re-measurement,
an extension (R18).

The guards of R14–R17 run before a grant; a late decision is recorded as late, never refused.
"""

from datetime import date, timedelta

from ledger import facts, intents
from ledger.calculation.entitlement import Grant
from ledger.calculation.segment import Route
from ledger.calculation.timeline import grant_on
from ledger.context import Context
from ledger.eligibility import guards as eligibility
from ledger.facts import Fact
from ledger.party.state import Person
from ledger.process.deadlines import FLAT_RATE
from ledger.process.suspension import decide_by_now
from ledger.refusal import Refused
from ledger.second_person import seconded
from ledger.subsidy.decision import Ruling, Told, decision
from ledger.subsidy.inputs import earliest
from ledger.subsidy.state import Subsidy, with_grant

Basis = facts.WageValueEstablished | facts.MeasurementWaived


def grant(intent: intents.Grant, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome grant, on the wage value established or the measurement waived since the last decision."""
    still_open(subsidy)
    check_not_rejected(subsidy)
    basis = subsidy.basis
    if basis is None:
        raise no_basis("since the last decision")
    new = on_basis(basis, intent.start or _next_start(subsidy), intent.until, subsidy)
    last = decide_by_now(subsidy, context.law, context.policy)
    decided = (granted(intent, subsidy, context, new, decide_by=last),)
    return by_college(intent, subsidy, context, decided)


def extend(intent: intents.Extend, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome grant: the regular grant goes on from the day after its last day, on the same wage value (R18).
    It fixes the amount anew, so its own start is the reference day (R3)."""
    still_open(subsidy, "nothing is extended any more")
    last = _last_grant(subsidy)
    assert last.until is not None
    start = last.until + timedelta(days=1)
    end = subsidy.contract_end
    _check_contract_reaches(start, intent.until, end)
    new = Grant(start, intent.until or end, "regular", last.wage_value, start)
    return by_college(intent, subsidy, context, (granted(intent, subsidy, context, new),))


def reject(intent: intents.Reject, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome reject, on a ground of the closed list (R17)."""
    still_open(subsidy)
    check_not_rejected(subsidy)
    if subsidy.granted is not None:
        raise Refused(
            f"{subsidy.case} was granted; a rejection cannot undo that.",
            rule="R20",
            remedy="What lowers a right needs a withdrawal or revision.",
        )
    decide_by = decide_by_now(subsidy, context.law, context.policy)
    return (decision(intent, subsidy, context, Ruling(), outcome="reject", ground=intent.ground, decide_by=decide_by),)


def granted(
    intent: Told, subsidy: Subsidy, context: Context, new: Grant, *, decide_by: date | None = None
) -> facts.Decided:
    """`Decided` on this grant, after the guards of R14–R17. Raises Refused."""
    application, terms = subsidy.application, subsidy.terms
    assert application is not None
    assert terms is not None
    check_period(new.start, new.until, application)
    _check_target_group(context.person, application, new.start)
    eligibility.guard_grant(application, new.route, new.start, context.policy)
    check_wage_value(new.wage_value)
    return decision(
        intent,
        subsidy,
        context,
        Ruling(new.start, new, with_grant(terms, new)),
        outcome="grant",
        ground=_ground(application, new.route),
        decide_by=decide_by,
        college_decision=application.college_decision,
    )


def by_college(
    intent: intents.Intent, subsidy: Subsidy, context: Context, decided: tuple[Fact, ...]
) -> tuple[Fact, ...]:
    """R16, R37: what is granted outside the law takes two persons."""
    assert subsidy.application is not None
    return seconded(intent, context, decided) if subsidy.application.college_decision else decided


def on_basis(basis: Basis, start: date, until: date | None, subsidy: Subsidy) -> Grant:
    """The grant that a wage value or a waived measurement leads to, at most to the end of the contract (R3, R7)."""
    assert subsidy.application is not None
    route: Route = "flat_rate" if isinstance(basis, facts.MeasurementWaived) else "regular"
    wage_value = None if isinstance(basis, facts.MeasurementWaived) else basis.wage_value
    last = earliest(until, subsidy.contract_end)
    if route == "flat_rate":
        last = earliest(last, FLAT_RATE.last_day(subsidy.application.start))
    return Grant(start, last, route, wage_value, _reference(subsidy, route, wage_value, start))


def still_open(subsidy: Subsidy, otherwise: str = "") -> facts.Applied:
    """The application of a case that is neither rejected, set aside nor ended; `otherwise` is what no longer happens. Raises
    Refused."""
    if subsidy.set_aside is not None:
        what = f"The application of {subsidy.case} was set aside on {subsidy.set_aside.decided_on}"
        raise Refused(
            f"{what}{otherwise and f'; {otherwise}'}.",
            rule="R15",
            article="art. 4:5 Awb",
            remedy="A founded objection opens it again (lks objection); a new application is lks apply.",
        )
    if subsidy.status == "ended" or (subsidy.status == "rejected" and subsidy.open_objection is None):
        what = f"{subsidy.case} is {subsidy.status}{otherwise and f'; {otherwise}'}."
        raise Refused(what, rule="R31", remedy="A new case needs lks apply.")
    assert subsidy.application is not None
    return subsidy.application


def check_not_rejected(subsidy: Subsidy) -> None:
    """What was rejected is granted by the decision on an objection, in one append with it. Raises Refused."""
    if subsidy.status == "rejected":
        raise Refused(
            f"{subsidy.case} is rejected, and the objection is open.",
            rule="R20",
            article="art. 7:11 Awb",
            remedy="Decide on the objection: lks objection decide, with --grant where it is founded.",
        )


def check_wage_value(wage_value: object) -> None:
    """Raises Refused for a wage value that leaves nothing to subsidise."""
    if wage_value == 100:
        raise Refused(
            "A wage value of 100 % leaves nothing to subsidise.",
            rule="R17",
            article="art. 10d lid 4 Pw",
            remedy="Reject with --ground wage_value_full.",
        )


def check_period(start: date, until: date | None, application: facts.Applied) -> None:
    """Raises Refused for a grant before the employment, or one that ends before it starts."""
    if start < application.start:
        raise Refused(
            f"The subsidy would start on {start}, before the employment on {application.start}.",
            rule="R20",
            article="art. 10d lid 1 Pw",
            remedy="Let it start with the employment or later.",
        )
    if until is not None and until < start:
        raise Refused(f"The grant would end on {until}, before it starts on {start}.", rule="R20", remedy="Check both.")


def no_basis(when: str = "") -> Refused:
    """That there is nothing to decide on."""
    return Refused(
        f"No wage value is established and no measurement is waived{when and f' {when}'}.",
        rule="R18",
        article="art. 10d lid 1 Pw",
        remedy="Use lks measurement establish, or lks measurement waive.",
    )


def _next_start(subsidy: Subsidy) -> date:
    assert subsidy.application is not None
    last = subsidy.granted
    if last is None:
        return subsidy.application.start
    if last.route == "flat_rate" and last.until is not None:
        return last.until + timedelta(days=1)
    raise Refused(
        "A later decision needs the day from which it counts.", rule="R18", remedy="Give that day with --start."
    )


def _last_grant(subsidy: Subsidy) -> Grant:
    """The regular grant that ends, as it rules its last day: a revision may have changed its wage value. Raises Refused."""
    last = subsidy.granted
    if last is None or subsidy.terms is None:
        raise Refused(f"{subsidy.case} is not granted.", rule="R18", remedy="Use lks decide grant.")
    if last.until is None:
        what = f"The grant from {last.start} has no end."
        raise Refused(what, rule="R18", remedy="Nothing to extend; another wage value needs lks decide grant --start.")
    ruling = grant_on(subsidy.terms, last.until)
    if ruling is None or ruling.withdrawn:
        raise Refused("The grant was withdrawn.", rule="R18", article="art. 4:48 Awb", remedy="Use lks decide grant.")
    if ruling.route == "flat_rate":
        raise Refused(
            f"The flat rate ends on {last.until}, six months after the start, and cannot be extended.",
            rule="R7",
            article="art. 10d lid 5 Pw",
            remedy="Let the wage value be measured, then lks decide grant.",
        )
    return Grant(last.start or ruling.start, last.until, "regular", ruling.wage_value, ruling.reference)


def _check_contract_reaches(start: date, until: date | None, end: date | None) -> None:
    if end is not None and (end < start or (until is not None and until > end)):
        raise Refused(
            f"The contract ends on {end}; the extension would run from {start}{f' to {until}' if until else ''}.",
            rule="R18",
            article="art. 10d lid 1 Pw",
            remedy="Record first that the contract goes on: lks amend --end.",
        )


def _check_target_group(person: Person | None, application: facts.Applied, start: date) -> None:
    if person is None or person.group is None:
        raise Refused(
            "It is not established that the person belongs to the target group.",
            rule="R14",
            article="art. 10c Pw",
            remedy="Use lks target-group establish.",
        )
    if person.group != application.group:
        raise Refused(
            f"The application says {application.group}; the target group was established as {person.group}.",
            rule="R14",
            article="art. 10c Pw",
            remedy="Establish the target group of the application, or apply with the group that is established.",
        )
    if person.group_since is not None and person.group_since > start:
        raise Refused(
            f"The person belongs to the target group from {person.group_since}; this grant would start on {start}.",
            rule="R14",
            article="art. 10d lid 1 Pw",
            remedy="Let it start then (--start), or establish the target group from an earlier day.",
        )
    if person.group_until is not None and person.group_until < start:
        raise Refused(
            f"The person belonged to the target group until {person.group_until}.",
            rule="R14",
            article="art. 10d lid 8 Pw",
            remedy="Establish the target group again, or reject with --ground not_target_group.",
        )


def _reference(subsidy: Subsidy, route: Route, wage_value: object, start: date) -> date:
    """R3: a decision with the route and percentage that rule its first day already does not move the reference date."""
    ruling = grant_on(subsidy.terms, start) if subsidy.terms else None
    goes_on = ruling is not None and not ruling.withdrawn and (ruling.until is None or ruling.until >= start)
    if ruling and goes_on and (ruling.route, ruling.wage_value) == (route, wage_value):
        return ruling.reference
    return start


def _ground(application: facts.Applied, route: Route) -> str:
    if application.basis in ("lid_1a", "lid_1b"):
        return "lid_1b" if route == "flat_rate" else "lid_1a"
    return application.basis
