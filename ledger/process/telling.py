"""What was said and heard around a decision: the outcome discussed (step C1), the employee told (step C3), and a notice of
default (ingebrekestelling, Awb 4:17)."""

from datetime import date
from typing import NamedTuple

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.process.deadlines import DEFAULT_NOTICE, OBJECTION, PENALTY
from ledger.process.suspension import decide_by_now
from ledger.refusal import Misuse, Refused
from ledger.subsidy.checking import not_after
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy


class _Decision(NamedTuple):
    """When the application was decided on, and the last day to do so."""

    decided_on: date
    decide_by: date | None


def discuss(intent: intents.DiscussOutcome, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`OutcomeDiscussed`, between the wage value and the decision on it. Raises Refused."""
    if not (intent.with_employer or intent.with_employee):
        raise Misuse("nobody is named.", field="--with", remedy="Name employer, employee or both.")
    not_after(intent.discussed_on, context.today, "The outcome was discussed today or earlier")
    basis = subsidy.last_basis
    if not isinstance(basis, facts.WageValueEstablished):
        raise Refused(
            f"No wage value of {subsidy.case} is established, so there is no outcome to discuss.",
            rule="R18",
            remedy="Establish it first: lks measurement establish.",
        )
    not_after(basis.established_on, intent.discussed_on, "The outcome is discussed when the wage value is established")
    decided = [one for one in subsidy.decisions if one.outcome in ("grant", "reject")][-1:]
    if subsidy.basis is None and decided and intent.discussed_on > decided[0].decided_on:
        raise Refused(
            f"{decided[0].decision} was decided on {decided[0].decided_on}; the outcome is discussed before.",
            rule="R20",
            remedy="After it, what the employee is told is recorded with lks notify employee.",
        )
    fields = {name: getattr(intent, name) for name in ("discussed_on", "with_employer", "with_employee")}
    discussed = facts.OutcomeDiscussed(**fields, sealed=intent.sealed)
    said = [one.model_copy(update={"sealed": None}) for _, one in counting(subsidy.inputs, facts.OutcomeDiscussed)]
    return () if discussed.model_copy(update={"sealed": None}) in said else (discussed,)


def notify_employee(intent: intents.NotifyEmployee, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`EmployeeNotified`, with the last day to object. Raises Refused."""
    not_after(intent.notified_on, context.today, "The employee was told today or earlier")
    not_after(_decided_on(intent.decision, subsidy), intent.notified_on, "A decision is told after it is taken")
    for _, known in counting(subsidy.inputs, facts.EmployeeNotified):
        if known.decision == intent.decision:
            if known.notified_on == intent.notified_on:
                return ()
            what = f"{intent.decision} was confirmed to the employee on {known.notified_on}."
            raise Refused(what, rule="R20", article="art. 6:8 Awb",
                          remedy="If that is wrong, take it back: lks withdraw ENTRY (see lks history).")  # fmt: skip
    until = OBJECTION.last_day(intent.notified_on, context.law.equated_days)
    told = {"decision": intent.decision, "notified_on": intent.notified_on, "objects_until": until}
    return (facts.EmployeeNotified.model_validate(told),)


def notice_default(intent: intents.NoticeDefault, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`DefaultNoticed`: the last day to decide without a penalty, and the last for which one is due. Raises Refused."""
    not_after(intent.received_on, context.today, "A notice of default cannot come from the future")
    for _, known in counting(subsidy.inputs, facts.DefaultNoticed):
        if known.received_on == intent.received_on:
            return ()
        what = f"A notice of default came in on {known.received_on}; the penalty runs from {known.decide_by} on."
        raise Refused(what, rule="R20", article="art. 4:17 Awb", remedy="A second one changes nothing.")
    _check_in_default(intent.received_on, subsidy, context)
    decide_by = DEFAULT_NOTICE.last_day(intent.received_on, context.law.equated_days)
    noticed = {"received_on": intent.received_on, "decide_by": decide_by, "penalty_until": PENALTY.last_day(decide_by)}
    return (facts.DefaultNoticed.model_validate(noticed),)


def _decided_on(number: str, subsidy: Subsidy) -> date:
    """The day of a decision that the employee is told of. Raises Refused."""
    for decided in subsidy.told:
        if decided.decision == number:
            return decided.decided_on
    for _, notice in counting(subsidy.inputs, facts.Reindexed):
        if notice.decision == number:
            return min(notice.employer_notified_on, notice.employee_notified_on)
    known = ", ".join(one.decision for one in subsidy.told) or "none"
    what = f"{subsidy.case} has no decision {number} to confirm to the employee; known: {known}."
    raise Refused(what, rule="R20", article="art. 3:41 Awb", remedy="Give the number that stands on the decision.")


def _check_in_default(day: date, subsidy: Subsidy, context: Context) -> None:
    """Awb 4:17: on an application that was not decided on when its term was over."""
    assert subsidy.application is not None
    article = "art. 4:17 Awb"
    if subsidy.application.applicant == "municipality" or subsidy.application.basis == "takeover":
        what = f"Nobody applied for {subsidy.case}: a penalty is due on an application only."
        raise Refused(what, rule="R20", article=article, remedy="Nothing to record.")
    first = _first_decision(subsidy)
    if first is not None and first.decided_on <= day:
        what = f"{subsidy.case} was decided on on {first.decided_on}."
        raise Refused(what, rule="R20", article=article, remedy="A penalty is due for a late decision only.")
    last = first.decide_by if first else decide_by_now(subsidy, context.law, context.policy)
    if last is None or day <= last:
        term = f"can be decided on until {last}" if last else "has no term that runs: no wage value is established"
        what = f"The application of {subsidy.case} {term}."
        raise Refused(what, rule="R20", article=article, remedy="A notice before the term is over has no effect.")


def _first_decision(subsidy: Subsidy) -> _Decision | None:
    """The decision on the application; none where it was set aside and is open again."""
    decisions = [_Decision(one.decided_on, one.decide_by) for one in subsidy.decisions[:1]]
    if subsidy.set_aside is not None:
        decisions.append(_Decision(subsidy.set_aside.decided_on, None))
    return min(decisions, default=None, key=lambda one: one.decided_on)
