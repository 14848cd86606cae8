"""What may happen next to one subsidy: `decide` turns an intent into facts or refuses, naming rule, article and remedy."""

from datetime import date

from ledger import facts, intents
from ledger.context import Context
from ledger.eligibility import guards as eligibility
from ledger.facts import Fact
from ledger.measuring.accounting import accounted
from ledger.party.decider import check_employer
from ledger.process import decider as process
from ledger.process import letters
from ledger.refusal import Refused
from ledger.subsidy import correcting, deciding, ending, granting, objecting, recovering, reporting, taking_over
from ledger.subsidy.checking import check, decide_by, not_after, report_due
from ledger.subsidy.employment import check_employment
from ledger.subsidy.state import Subsidy

EXPERT_ROLES = ("placed", "coached", "recruited")


def decide(intent: intents.Intent, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this subsidy. Raises Refused."""
    match intent:
        case intents.Apply():
            return (_apply(intent, subsidy, context),)
        case intents.TakeOver():
            return taking_over.take_over(intent, subsidy, context)
    if isinstance(intent, intents.CaseIntent):
        _exists(subsidy, context)
    match intent:
        case intents.RequestDocuments():
            return _request_documents(intent, subsidy, context)
        case intents.ReceiveDocuments():
            return _receive_documents(intent, context)
        case intents.OrderMeasurement():
            return _order(intent, subsidy, context)
        case intents.RecordMeasurement():
            return _measured(intent, subsidy, context)
        case intents.EstablishWageValue():
            return _establish(intent, subsidy, context)
        case intents.WaiveMeasurement():
            return _waive(intent, subsidy, context)
        case intents.Grant():
            return granting.grant(intent, subsidy, context)
        case intents.Reject():
            return granting.reject(intent, subsidy, context)
        case intents.Extend():
            return granting.extend(intent, subsidy, context)
        case intents.AmendDecision():
            return deciding.amend(intent, subsidy, context)
        case intents.Revise():
            return deciding.revise(intent, subsidy, context)
        case intents.Withdraw():
            return deciding.withdraw(intent, subsidy, context)
        case intents.FileObjection():
            return objecting.file(intent, subsidy, context)
        case intents.DecideObjection():
            return objecting.decide(intent, subsidy, context)
        case intents.HoldPayment():
            return _hold(intent, subsidy)
        case intents.ReleasePayment():
            return _release(intent, subsidy)
        case intents.EndTargetGroup():
            return _end(subsidy, "not_target_group", day_before(intent.effective))
        case (
            intents.Amend()
            | intents.ReportHours()
            | intents.ReportLeave()
            | intents.ReportSickness()
            | intents.Transfer()
            | intents.EndSubsidy()
        ):
            return reporting.report(intent, subsidy, context)
        case intents.Correct():
            return correcting.correct(intent, subsidy, context)
        case intents.WithdrawEntry():
            return correcting.withdraw(intent, subsidy, context)
        case intents.Determine():
            return ending.determine(intent, subsidy, context)
        case (
            intents.AnnounceRecovery()
            | intents.ClaimRecovery()
            | intents.AgreeInstalments()
            | intents.ReceiveRecovery()
            | intents.WriteOff()
        ):
            return recovering.recover(intent, subsidy, context)
        case (
            intents.Remind()
            | intents.SetAsideApplication()
            | intents.DiscussOutcome()
            | intents.NotifyEmployee()
            | intents.NoticeDefault()
            | intents.AskExtension()
            | intents.ConfirmExtension()
            | intents.DeclineExtension()
            | intents.AgreeRemeasurement()
            | intents.Reindex()
        ):
            return process.proceed(intent, subsidy, context)
        case intents.SendLetter():
            return letters.decide(intent, subsidy, context)
    raise AssertionError(f"{type(intent).__name__} is not asked of a subsidy")


def day_before(day: date) -> date:
    """The day before, for a fact that gives the first day on which something no longer holds."""
    return date.fromordinal(day.toordinal() - 1)


def _exists(subsidy: Subsidy, context: Context) -> None:
    if subsidy.application is None:
        raise Refused(f"There is no case {context.address}.", rule="R15", remedy="Look it up with lks find.")


def _apply(intent: intents.Apply, subsidy: Subsidy, context: Context) -> Fact:
    assert subsidy.application is None, "case numbers are given out once"
    check_employment(intent.employment)
    check_employer(intent.employer, context)
    not_after(intent.received_on, context.today, "An application cannot come from the future")
    return facts.Applied(
        case=context.address,
        person=intent.person,
        employer=intent.employer,
        applicant=intent.applicant,
        basis=intent.basis,
        group=intent.group,
        received_on=intent.received_on,
        **dict(intent.employment),
        qualified_until=intent.qualified_until,
        taken_over_from=intent.taken_over_from,
        college_decision=intent.college_decision,
        sealed=intent.sealed,
    )


def _request_documents(intent: intents.RequestDocuments, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    if subsidy.set_aside is not None:
        granting.still_open(subsidy, "nothing is asked for any more")
    if intent.respond_by <= context.today:
        raise Refused(
            f"The last day to respond, {intent.respond_by}, is not after {context.today}.",
            rule="R38",
            article="art. 4:5 Awb",
            remedy="Give a day that leaves time to answer.",
        )
    requested = facts.DocumentsRequested(
        documents=intent.documents, respond_by=intent.respond_by, sealed=intent.sealed, requested_on=context.today
    )
    return (requested,)


def _receive_documents(intent: intents.ReceiveDocuments, context: Context) -> tuple[Fact, ...]:
    not_after(intent.received_on, context.today, "Documents cannot come from the future")
    received = intent.model_dump(include={"documents", "received_on", "digests"})
    return (facts.DocumentsReceived(**received),)


def _order(intent: intents.OrderMeasurement, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    granting.still_open(subsidy, "nothing is measured any more")
    return (facts.MeasurementOrdered(expert=intent.expert, ordered_on=context.today, planned_on=intent.planned_on),)


def _measured(intent: intents.RecordMeasurement, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    granting.still_open(subsidy, "nothing is measured any more")
    _check_expert(intent)
    measured = facts.Measured(
        measured_on=intent.measured_on,
        reported_on=intent.reported_on,
        report_due=report_due(intent.measured_on),
        wage_value=intent.wage_value,
        expert=intent.expert,
        method=intent.method,
        draft_discussed_on=intent.draft_discussed_on,
        sealed=intent.sealed,
    )
    check(measured, subsidy, context)
    return (measured, *accounted(intent, subsidy.version + 1, context.expert, context.provider))


def _check_expert(intent: intents.RecordMeasurement) -> None:
    if intent.expert_roles:
        raise Refused(
            f"The expert also {', '.join(intent.expert_roles)} in this case and is not independent.",
            rule="R19",
            article="art. 3 Regeling loonkostensubsidie Participatiewet 2021",
            remedy="Let an expert measure who did not place, coach or recruit.",
        )


def _establish(intent: intents.EstablishWageValue, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    granting.still_open(subsidy, "no wage value is established any more")
    if subsidy.measured is None:
        raise Refused(
            "There is no report of a measurement.",
            rule="R18",
            article="art. 10d lid 1 a Pw",
            remedy="Record it first: lks measurement record.",
        )
    not_after(subsidy.measured.reported_on, intent.established_on, "The wage value rests on the report")
    not_after(intent.established_on, context.today, "The college establishes today or earlier")
    established = facts.WageValueEstablished(
        wage_value=subsidy.measured.wage_value,
        established_on=intent.established_on,
        valid_until=intent.valid_until,
        decide_by=decide_by(intent.established_on, subsidy, context),
    )
    return () if established == subsidy.established else (established,)


def _waive(intent: intents.WaiveMeasurement, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    application = granting.still_open(subsidy, "no measurement is waived any more")
    not_after(intent.waived_on, context.today, "The college waives today or earlier")
    eligibility.guard_flat_rate(application, intent.waived_on, context.policy)
    if subsidy.waived is not None and subsidy.waived.waived_on == intent.waived_on:
        return ()
    last = decide_by(intent.waived_on, subsidy, context)
    return (facts.MeasurementWaived(waived_on=intent.waived_on, decide_by=last, sealed=intent.sealed),)


def _hold(intent: intents.HoldPayment, subsidy: Subsidy) -> tuple[Fact, ...]:
    if subsidy.hold and subsidy.hold.reason == intent.reason:
        return ()
    return (facts.PaymentHeld(reason=intent.reason, effective=intent.effective, sealed=intent.sealed),)


def _release(intent: intents.ReleasePayment, subsidy: Subsidy) -> tuple[Fact, ...]:
    if subsidy.hold is None:
        raise Refused(f"{subsidy.case} is not held.", rule="R25", remedy="Nothing to do.")
    return (facts.PaymentReleased(effective=intent.effective, sealed=intent.sealed),)


def _end(subsidy: Subsidy, reason: facts.EndReason, last_day: date) -> tuple[Fact, ...]:
    """R14: also where a later end was told before."""
    ends = subsidy.terms.ended if subsidy.terms else None
    if subsidy.status in ("rejected", "set_aside") or (
        subsidy.status == "ended" and ends is not None and ends <= last_day
    ):
        return ()
    return (facts.Ended(reason=reason, last_day=last_day),)
