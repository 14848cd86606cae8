"""Objections (bezwaar, Awb 6:4, 7:11): filed against a decision by one who was told of it, and decided.

Where a decision does not stand, the one that takes its place is in the same append: a rejection is granted from the
original date, a grant is revised. The windows are judged on the first application.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.process import letters
from ledger.process.deadlines import OBJECTION_DECISION
from ledger.refusal import Refused
from ledger.subsidy import deciding, granting
from ledger.subsidy.checking import not_after
from ledger.subsidy.decision import notified
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Objection, Subsidy


class _Told(NamedTuple):
    """A decision to object to: when it was taken, and the last day to object for each."""

    decided_on: date
    employer: date
    employee: date


def file(intent: intents.FileObjection, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`ObjectionFiled`, with the last day of its term and the last day to decide. After its term it is recorded as late."""
    told = _told(intent.decision, subsidy)
    not_after(intent.received_on, context.today, "An objection cannot come from the future")
    not_after(told.decided_on, intent.received_on, "An objection is against a decision that was taken")
    for known in subsidy.objections.values():
        if (known.filed.decision, known.filed.by) == (intent.decision, intent.by):
            if known.filed.received_on == intent.received_on:
                return ()
            what = f"The {intent.by} objected to {intent.decision} on {known.filed.received_on} already."
            raise Refused(what, rule="R20", article="art. 6:4 Awb", remedy="Add what is new to that objection.")
    last_day = _last_day(intent.by, _as_promised(told, letters.promised(intent.decision, subsidy)))
    return (
        facts.ObjectionFiled(
            decision=intent.decision,
            by=intent.by,
            received_on=intent.received_on,
            last_day=last_day,
            decide_by=OBJECTION_DECISION.last_day(last_day, context.law.equated_days),
            sealed=intent.sealed,
        ),
    )


def decide(intent: intents.DecideObjection, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`ObjectionDecided`, and the decision that takes the place of the one that does not stand."""
    objection = _objection(intent, subsidy)
    if objection.decided is not None:
        return _again(objection.decided, intent)
    _check_outcome(intent, objection.filed)
    not_after(objection.filed.received_on, intent.decided_on, "An objection is decided on after it came in")
    notified(intent, context)
    decided = facts.ObjectionDecided(
        of=intent.objection, outcome=intent.outcome, decided_on=intent.decided_on, sealed=intent.sealed
    )
    if intent.grant:
        new = _grant(intent, objection.filed, subsidy, context)
        return granting.by_college(intent, subsidy, context, (decided, new))
    if intent.wage_value is not None:
        return decided, _revision(intent, intent.wage_value, objection.filed, subsidy, context)
    return (decided,)


def late(filed: facts.ObjectionFiled) -> bool:
    """Whether it came in after its term (Awb 6:7, 6:11)."""
    return filed.received_on > filed.last_day


def _told(number: str, subsidy: Subsidy) -> _Told:
    for decided in subsidy.told:
        if decided.decision == number:
            return _Told(decided.decided_on, decided.employer_objects_until, decided.employee_objects_until)
    for _, notice in counting(subsidy.inputs, facts.Reindexed):
        if notice.decision == number:
            told_on = min(notice.employer_notified_on, notice.employee_notified_on)
            return _Told(told_on, notice.employer_objects_until, notice.employee_objects_until)
    for claim in subsidy.claims:
        if claim.decision == number:
            return _Told(claim.decided_on, claim.employer_objects_until, claim.employer_objects_until)
    known = ", ".join(decided.decision for decided in subsidy.told) or "none"
    what = f"{subsidy.case} has no decision {number}; known: {known}."
    raise Refused(what, rule="R20", article="art. 6:4 Awb", remedy="Give the number that stands on the decision.")


def _as_promised(told: _Told, promised: Mapping[facts.Recipient, date]) -> _Told:
    """Who was told a later day in writing can object through that day (Awb 6:8)."""
    return told._replace(
        employer=max(told.employer, promised.get("employer", told.employer)),
        employee=max(told.employee, promised.get("employee", told.employee)),
    )


def _last_day(by: facts.Objector, told: _Told) -> date:
    """The term of the party; for a representative, of whom is not recorded, the later of the two."""
    match by:
        case "employer":
            return told.employer
        case "employee":
            return told.employee
        case "representative":
            return max(told.employer, told.employee)


def _objection(intent: intents.DecideObjection, subsidy: Subsidy) -> Objection:
    objection = subsidy.objections.get(intent.objection)
    if objection is None:
        what = f"{subsidy.case} has no objection {intent.objection}."
        raise Refused(what, rule="R20", article="art. 6:4 Awb", remedy="Record it first: lks objection file.")
    return objection


def _again(decided: facts.ObjectionDecided, intent: intents.DecideObjection) -> tuple[Fact, ...]:
    if (decided.outcome, decided.decided_on) == (intent.outcome, intent.decided_on):
        return ()
    raise Refused(
        f"The objection was decided on {decided.decided_on}: {decided.outcome}.",
        rule="R20",
        article="art. 7:11 Awb",
        remedy="What changes after that is a new decision, or for the court.",
    )


def _check_outcome(intent: intents.DecideObjection, filed: facts.ObjectionFiled) -> None:
    replaces = intent.grant or intent.wage_value is not None
    if replaces and intent.outcome != "founded":
        what = f"An objection that is {intent.outcome.replace('_', ' ')} changes no decision."
        raise Refused(what, rule="R20", article="art. 7:11 Awb", remedy="Only a founded objection does.")
    if intent.grant and intent.wage_value is not None:
        remedy = "Establish the wage value (lks measurement establish), and grant on it."
        raise Refused("A grant and a revision exclude each other.", rule="R20", remedy=remedy)
    if intent.outcome == "inadmissible" and not late(filed) and intent.anyway is None:
        raise Refused(
            f"It came in on {filed.received_on}, by {filed.last_day}: in time.",
            rule="R20",
            article="art. 6:5 and 6:6 Awb",
            remedy="Where another ground makes it inadmissible, name it: --anyway --reason CODE.",
        )


def _grant(
    intent: intents.DecideObjection, filed: facts.ObjectionFiled, subsidy: Subsidy, context: Context
) -> facts.Decided:
    rejected = any(one.decision == filed.decision and one.outcome == "reject" for one in subsidy.decisions)
    if subsidy.status != "rejected" or not rejected:
        what = f"{filed.decision} is no rejection that stands."
        raise Refused(what, rule="R20", article="art. 7:11 Awb", remedy="Only a rejection is granted on objection.")
    basis = subsidy.last_basis
    if basis is None:
        raise granting.no_basis()
    assert subsidy.application is not None
    new = granting.on_basis(basis, intent.start or subsidy.application.start, intent.until, subsidy)
    return granting.granted(intent, subsidy, context, new, decide_by=filed.decide_by)


def _revision(
    intent: intents.DecideObjection,
    wage_value: Decimal,
    filed: facts.ObjectionFiled,
    subsidy: Subsidy,
    context: Context,
) -> facts.Decided:
    against = next((one for one in subsidy.decisions if one.decision == filed.decision), None)
    start = intent.start or (against.start if against else None)
    if start is None:
        what = f"{filed.decision} granted nothing that can be revised."
        raise Refused(what, rule="R20", article="art. 7:11 Awb", remedy="Grant it with --grant.")
    return deciding.revision(intent, subsidy, context, start, intent.until, wage_value, "objection")
