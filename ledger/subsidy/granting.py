"""Granting and rejecting a subsidy: the decision (beschikking) with its amount and terms of objection (R14–R20).

The guards of R14–R17 run before a grant; a late decision is recorded as late, never refused.
"""

from datetime import date, timedelta

from ledger import facts, intents
from ledger.calculation.amount import amount
from ledger.calculation.calendar import legal_term_weeks, months_after
from ledger.calculation.entitlement import Grant, Terms, monthly
from ledger.calculation.segment import Route
from ledger.context import Context
from ledger.eligibility import guards as eligibility
from ledger.facts import Fact
from ledger.party.state import Person
from ledger.refusal import Refused
from ledger.second_person import seconded
from ledger.subsidy.inputs import earliest
from ledger.subsidy.state import Subsidy, with_grant

FLAT_RATE_MONTHS = 6
OBJECTION_WEEKS = 6


def grant(intent: intents.Grant, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome grant, on the wage value established or the measurement waived since the last decision."""
    application = still_open(subsidy)
    basis = _basis(subsidy, context)
    route: Route = "flat_rate" if isinstance(basis, facts.MeasurementWaived) else "regular"
    wage_value = None if isinstance(basis, facts.MeasurementWaived) else basis.wage_value
    start = intent.start or _next_start(subsidy)
    until = _until(intent, subsidy, route)
    check_period(start, until, application)
    _check_target_group(context.person, application, start)
    eligibility.guard_grant(application, route, start, context.policy)
    if wage_value == 100:
        raise Refused(
            "A wage value of 100 % leaves nothing to subsidise.",
            rule="R17",
            article="art. 10d lid 4 Pw",
            remedy="Reject with --ground wage_value_full.",
        )
    reference = _reference(subsidy, route, wage_value, start)
    assert subsidy.terms is not None
    terms = with_grant(subsidy.terms, Grant(start, until, route, wage_value, reference))
    decided = _decided(intent, subsidy, context, terms, ground=_ground(application, route), decide_by=basis.decide_by)
    if application.college_decision:
        return seconded(intent, context, (decided,))
    return (decided,)


def reject(intent: intents.Reject, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome reject, on a ground of the closed list (R17)."""
    still_open(subsidy)
    if subsidy.granted is not None:
        raise Refused(
            f"{subsidy.case} was granted; a rejection cannot undo that.",
            rule="R20",
            remedy="What lowers a right needs a withdrawal or revision.",
        )
    basis = subsidy.basis
    return (
        facts.Decided(
            decision=decision_number(subsidy),
            outcome="reject",
            ground=intent.ground,
            route=None,
            start=None,
            until=None,
            wage_value=None,
            reference=None,
            subsidy_cents=0,
            charges_cents=0,
            derivation=(),
            decided_on=intent.decided_on,
            decide_by=basis.decide_by if basis else None,
            **notified(intent, context),
            college_decision=None,
            sealed=intent.sealed,
        ),
    )


def still_open(subsidy: Subsidy, otherwise: str = "") -> facts.Applied:
    """The application of a case that is neither rejected nor ended; `otherwise` is what no longer happens. Raises Refused."""
    if subsidy.status == "ended" or (subsidy.status == "rejected" and subsidy.open_objection is None):
        what = f"{subsidy.case} is {subsidy.status}{otherwise and f'; {otherwise}'}."
        raise Refused(what, rule="R31", remedy="A new case needs lks apply.")
    assert subsidy.application is not None
    return subsidy.application


def _basis(subsidy: Subsidy, context: Context) -> facts.WageValueEstablished | facts.MeasurementWaived:
    basis = subsidy.basis
    if basis is None:
        raise Refused(
            "No wage value is established and no measurement is waived since the last decision.",
            rule="R18",
            article="art. 10d lid 1 Pw",
            remedy="Use lks measurement establish, or lks measurement waive.",
        )
    return basis


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


def _until(intent: intents.Grant, subsidy: Subsidy, route: Route) -> date | None:
    assert subsidy.application is not None
    until = earliest(intent.until, subsidy.contract_end)
    if route == "flat_rate":
        return earliest(until, months_after(subsidy.application.start, FLAT_RATE_MONTHS))
    return until


def check_period(start: date, until: date | None, application: facts.Applied) -> None:
    if start < application.start:
        raise Refused(
            f"The subsidy would start on {start}, before the employment on {application.start}.",
            rule="R20",
            article="art. 10d lid 1 Pw",
            remedy="Let it start with the employment or later.",
        )
    if until is not None and until < start:
        raise Refused(f"The grant would end on {until}, before it starts on {start}.", rule="R20", remedy="Check both.")


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
    """R3: a decision with the same route and percentage that follows on does not move the reference date."""
    last = subsidy.granted
    follows_on = last is not None and (last.until is None or last.until >= start)
    if last and follows_on and (last.route, last.wage_value) == (route, wage_value):
        return last.reference or start
    return start


def _ground(application: facts.Applied, route: Route) -> str:
    if application.basis in ("lid_1a", "lid_1b"):
        return "lid_1b" if route == "flat_rate" else "lid_1a"
    return application.basis


def _decided(
    intent: intents.Grant, subsidy: Subsidy, context: Context, terms: Terms, *, ground: str, decide_by: date
) -> facts.Decided:
    granted = terms.grants[-1]
    segments = monthly(terms, granted.start, context.law, context.policy)
    due = amount(segments)
    return facts.Decided(
        decision=decision_number(subsidy),
        outcome="grant",
        ground=ground,
        route=granted.route,
        start=granted.start,
        until=granted.until,
        wage_value=granted.wage_value,
        reference=granted.reference,
        subsidy_cents=due.subsidy_cents,
        charges_cents=due.charges_cents,
        derivation=segments,
        decided_on=intent.decided_on,
        decide_by=decide_by,
        **notified(intent, context),
        college_decision=subsidy.application.college_decision if subsidy.application else None,
        sealed=intent.sealed,
    )


def notified(intent: intents.Grant | intents.Reject | intents.Notified, context: Context) -> dict[str, date]:
    """The days on which a decision is told, each with its term of objection. Raises Refused where they cannot be."""
    check_notified(intent.decided_on, min(intent.employer_notified_on, intent.employee_notified_on), context)
    return terms_of_objection(intent.employer_notified_on, intent.employee_notified_on, context)


def check_notified(decided_on: date, told_on: date, context: Context) -> None:
    """A decision is taken today or earlier, and told after that (R20, R40). Raises Refused."""
    if decided_on > context.today:
        raise Refused(
            f"A decision of {decided_on} is after {context.today}.",
            rule="R40",
            remedy="Decide today or earlier.",
        )
    if told_on < decided_on:
        raise Refused(
            "A decision is notified after it is taken.",
            rule="R20",
            article="art. 3:41 Awb",
            remedy="Check the days of notification.",
        )


def terms_of_objection(employer: date, employee: date, context: Context) -> dict[str, date]:
    """Six weeks from the day after notification, for employer and employee each (Awb 6:7, 6:8; R38)."""
    equated = context.law.equated_days
    return {
        "employer_notified_on": employer,
        "employee_notified_on": employee,
        "employer_objects_until": legal_term_weeks(employer, OBJECTION_WEEKS, equated),
        "employee_objects_until": legal_term_weeks(employee, OBJECTION_WEEKS, equated),
    }


def decision_number(subsidy: Subsidy) -> str:
    """The number of the next decision of a case; a claim is one, too (Awb 4:86)."""
    return f"{subsidy.case}/{len(subsidy.decisions) + len(subsidy.claims) + 1}"
