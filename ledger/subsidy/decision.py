"""What every decision (beschikking) has in common: its number, its amount a full month with the derivation, the days on
which it was taken and told, and the terms to object (R20, R38)."""

from datetime import date
from typing import Any, NamedTuple

from ledger import facts, intents
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import Grant, Terms, monthly
from ledger.calculation.segment import Segment
from ledger.context import Context
from ledger.facts import Outcome
from ledger.process.deadlines import OBJECTION
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy

Told = intents.Grant | intents.Reject | intents.Notified | intents.DecideObjection
"""What is asked with the days on which it is decided and told."""


class Ruling(NamedTuple):
    """What a decision says of the right: from when, on which grant, and the terms that it leads to. `grant` None: none."""

    start: date | None = None
    grant: Grant | None = None
    terms: Terms | None = None


def decision(
    intent: Told, subsidy: Subsidy, context: Context, ruling: Ruling, *, outcome: Outcome, ground: str, **more: Any
) -> facts.Decided:
    """`Decided` with the amount of a full month on the day from which it rules, as the terms then give it (R20). Raises
    Refused for days that cannot be."""
    segments: tuple[Segment, ...] = ()
    if ruling.terms is not None and ruling.start is not None:
        segments = monthly(ruling.terms, ruling.start, context.law, context.policy)
    due = amount(segments)
    grant = ruling.grant
    fields: dict[str, Any] = {
        "decide_by": None,
        "college_decision": None,
        "sealed": None if isinstance(intent, intents.DecideObjection) else intent.sealed,
    }
    return facts.Decided(
        decision=decision_number(subsidy),
        outcome=outcome,
        ground=ground,
        route=grant and grant.route,
        start=ruling.start,
        until=grant and grant.until,
        wage_value=grant and grant.wage_value,
        reference=grant and grant.reference,
        subsidy_cents=due.subsidy_cents,
        charges_cents=due.charges_cents,
        derivation=segments,
        decided_on=intent.decided_on,
        **notified(intent, context),
        **fields | more,
    )


def decision_number(subsidy: Subsidy) -> str:
    """The number of the next decision of a case: a claim is one, too (Awb 4:86), and so are setting aside and setting anew,
    also where that was taken back: no number is given twice."""
    anew = sum(any(isinstance(put.fact, facts.Reindexed) for put in one.puts) for one in subsidy.inputs.values())
    taken = len(subsidy.decisions) + len(subsidy.claims) + len(subsidy.set_asides) + anew
    return f"{subsidy.case}/{taken + 1}"


def notified(intent: Told, context: Context) -> dict[str, date]:
    """The days on which employer and employee are told, and until when each can object. Raises Refused."""
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
        "employer_objects_until": OBJECTION.last_day(employer, equated),
        "employee_objects_until": OBJECTION.last_day(employee, equated),
    }
