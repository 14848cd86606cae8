"""Taking over a running case from another system: as it was decided there, with what was booked and paid there (R15, R27).

Its decision stands, so the windows of an application are not judged again; what could not be paid from is refused.
"""

from ledger import facts, intents
from ledger.calculation.amount import amount
from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import Grant, Terms, monthly
from ledger.calculation.money import euro
from ledger.context import Context
from ledger.eligibility import guards as eligibility
from ledger.facts import Fact
from ledger.party.decider import check_employer
from ledger.refusal import Refused
from ledger.subsidy.decision import terms_of_objection
from ledger.subsidy.employment import check_employment
from ledger.subsidy.granting import check_period
from ledger.subsidy.state import Subsidy, after, with_grant


def take_over(intent: intents.TakeOver, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """A running case: what was booked and paid elsewhere (R27), then the decision, so nothing of that is ever due here."""
    check_employment(intent.employment)
    check_employer(intent.employer, context)
    _check_days(intent, context)
    _check_wage_value(intent)
    _check_lines(intent)
    applied = _applied_elsewhere(intent, context)
    check_period(intent.granted_from, intent.granted_until, applied)
    eligibility.guard_grant(applied, intent.route, intent.granted_from, context.policy)
    granted = Grant(intent.granted_from, intent.granted_until, intent.route, intent.wage_value, intent.reference)
    asked = after([(applied, 1, context.municipality)], subsidy)
    assert asked.terms is not None
    terms = with_grant(asked.terms, granted)
    _check_minimum_wage(intent, terms, context)
    segments = monthly(terms, intent.granted_from, context.law, context.policy)
    due = amount(segments)
    decided = facts.Decided(
        decision=intent.decision,
        outcome="grant",
        ground="takeover",
        route=intent.route,
        start=intent.granted_from,
        until=intent.granted_until,
        wage_value=intent.wage_value,
        reference=intent.reference,
        subsidy_cents=due.subsidy_cents,
        charges_cents=due.charges_cents,
        derivation=segments,
        decided_on=intent.decided_on,
        decide_by=None,
        **terms_of_objection(intent.decided_on, intent.decided_on, context),
        college_decision=None,
    )
    opening = facts.OpeningBooked(
        opening=intent.opening,
        paid_through=intent.paid_through,
        lines=intent.lines,
        balance=intent.balance,
        booked_on=context.today,
    )
    return applied, opening, decided


def _check_days(intent: intents.TakeOver, context: Context) -> None:
    if intent.decided_on > context.today:
        what = f"A decision of {intent.decided_on} is after {context.today}."
        raise Refused(what, rule="R40", remedy="Check the day of the decision.")
    if intent.paid_through > Month.of(context.today):
        what = f"It cannot be paid through {intent.paid_through}, for it is {context.today}."
        raise Refused(what, rule="R27", remedy="Give the last month that was paid.")
    if intent.reference < intent.employment.start:
        what = f"The reference day {intent.reference} is before the employment on {intent.employment.start}."
        raise Refused(what, rule="R3", remedy="Give the first day of the last decision that fixed the amount.")


def _check_wage_value(intent: intents.TakeOver) -> None:
    if intent.route == "regular" and intent.wage_value is None:
        what = "The regular route counts with a wage value."
        raise Refused(what, rule="R27", article="art. 10d lid 4 Pw", remedy="Give the wage value in use.")
    if intent.route == "flat_rate" and intent.wage_value is not None:
        what = "The flat rate has no wage value."
        raise Refused(what, rule="R27", article="art. 10d lid 5 Pw", remedy="Leave it out, or give the regular route.")


def _check_lines(intent: intents.TakeOver) -> None:
    """What was settled elsewhere is about months of the employment that were paid there."""
    first, last = Month.of(intent.employment.start), intent.paid_through
    wrong = sorted({str(line.month) for line in (*intent.lines, *intent.balance) if not first <= line.month <= last})
    if wrong:
        what = f"Lines of {', '.join(wrong)} are outside {first} to {last}."
        raise Refused(what, rule="R27", remedy="Give lines of months of the employment that were paid.")


def _applied_elsewhere(intent: intents.TakeOver, context: Context) -> facts.Applied:
    return facts.Applied(
        case=context.address,
        person=intent.person,
        employer=intent.employer,
        applicant="municipality",
        basis="takeover",
        group=intent.group,
        received_on=intent.decided_on,
        **dict(intent.employment),
        qualified_until=None,
        taken_over_from=intent.taken_over_from,
        college_decision=None,
        sealed=intent.sealed,
    )


def _check_minimum_wage(intent: intents.TakeOver, terms: Terms, context: Context) -> None:
    """The old system's minimum wage must be the one that this ledger finds for the next month (R27)."""
    day = max(intent.granted_from, intent.paid_through.next.first)
    found = {segment.minimum_wage_cents for segment in monthly(terms, day, context.law, context.policy)}
    if found and found != {intent.minimum_wage_cents}:
        raise Refused(
            f"The minimum wage in use is {euro(intent.minimum_wage_cents)}; on {day} this ledger counts with {euro(min(found))}.",
            rule="R27",
            article="art. 10d lid 7 Pw",
            remedy="Check the day of the last decision that fixed the amount (reference), or adopt the value.",
        )
