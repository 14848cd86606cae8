"""What may happen to a payment run: one person prepares it, another approves it, and it is withdrawn if it must (R23-R25)."""

from collections.abc import Sequence
from datetime import date

from ledger import facts, intents
from ledger.calculation.calendar import payment_days
from ledger.calculation.month import Month, Quarter
from ledger.context import Context, check_second_person
from ledger.facts import Fact, LeftOut
from ledger.identifiers import run_number
from ledger.payment.lines import REASONS
from ledger.payment.runs import NEVER_PAID, PaymentRuns, Run, known
from ledger.refusal import Refused
from ledger.second_person import seconded

NAMED = 5
"""Cases that a refusal names, of those that a run leaves out."""


def decide(intent: intents.Intent, runs: PaymentRuns, context: Context) -> tuple[Fact, ...]:
    """The facts of the runs' own stream; what the subsidies record is `paid` and `returned`. Raises Refused."""
    match intent:
        case intents.PrepareRun():
            return (_prepare(intent, runs, context),)
        case intents.ApproveRun():
            return (_approve(known(runs, intent.run), context),)
        case intents.WithdrawRun():
            return _withdraw(intent, known(runs, intent.run), context)
        case intents.ExportRun():
            exported = facts.RunExported(**intent.model_dump(exclude={"anyway", "sealed"}))
            return _export(exported, known(runs, intent.run))
        case intents.ExportRuns():
            here = [one for one in intent.runs if one.run[:6] == context.address]
            made = [facts.RunExported(**dict(one), digest=intent.digest) for one in here]
            return tuple(fact for one in made for fact in _export(one, known(runs, one.run)))
        case intents.ImportRejections():
            return _reject(intent, known(runs, intent.run), context)
    raise AssertionError(f"{type(intent).__name__} is not asked of a run")


def _prepare(intent: intents.PrepareRun, runs: PaymentRuns, context: Context) -> Fact:
    assert context.prepared is not None
    check_not_ahead(intent.month, context.today)
    _check_law(intent.month, context)
    if runs.open is not None:
        number = runs.open.prepared.run
        raise Refused(
            f"{number} is still open.",
            rule="R25",
            remedy=f"Approve it (lks pay approve {number}) or withdraw it (lks pay withdraw {number}).",
        )
    if not context.prepared.lines:
        raise Refused(
            f"Nothing is payable in {intent.municipality} for {intent.month}{_named(context.prepared.left_out)}.",
            rule="R23",
            remedy="See lks schedule for what is due and when.",
        )
    nth = 1 + sum(run.prepared.month == intent.month for run in runs.runs.values())
    days_before = int(context.policy.on("execution_days_before", intent.month.first))
    paid_on, executed_on = payment_days(intent.month, context.today, days_before)
    _check_open(paid_on, context)
    booked = tuple(context.prepared.booked())
    return facts.RunPrepared(
        run=run_number(intent.municipality, intent.month, nth),
        month=intent.month,
        payment_day=paid_on,
        execution_day=executed_on,
        position=context.position,
        cases=len(context.prepared.lines),
        lines=len(booked),
        subsidy_cents=sum(line.subsidy_cents for line in booked),
        charges_cents=sum(line.charges_cents for line in booked),
        sent_cents=context.prepared.sent_cents(),
        digest=context.prepared.digest,
        left_out=context.prepared.left_out,
        long_first_payments=intent.long_first_payments,
    )


def _named(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return ""
    named = "; ".join(f"{one.case}: {REASONS[one.reason]}" for one in left_out[:NAMED])
    more = f"; and {len(left_out) - NAMED} more" if len(left_out) > NAMED else ""
    return f", left out are {named}{more}"


def check_not_ahead(month: Month, today: date) -> None:
    """R23: payments are made in their month. Asked before anything is lined up, for that takes long for a far month."""
    if month > Month.of(today).next:
        raise Refused(
            f"It is {today}; the run of {month} pays nothing in advance.",
            rule="R23",
            remedy=f"Prepare it from {month.previous.first} on.",
        )


def _check_law(month: Month, context: Context) -> None:
    """R41: a run pays on values that the ledger has spoken about."""
    assert context.prepared is not None
    first = min((line.month for line in context.prepared.booked()), default=month)
    missing = context.law.missing(first.first, month.last)
    if missing:
        named = ", ".join(f"{value.parameter} since {value.since}" for value in missing)
        raise Refused(
            f"Neither adopted nor declined: {named}.",
            rule="R41",
            remedy="See lks law list; then lks law adopt, or lks law decline.",
        )


def _approve(run: Run, context: Context) -> Fact:
    number = run.prepared.run
    assert context.prepared is not None
    if run.status != "prepared":
        raise Refused(f"{number} is {run.status}.", rule="R25", remedy="Prepare a new run if there is more to pay.")
    check_second_person(run.by, context)
    if context.today > run.prepared.execution_day:
        raise Refused(
            f"{number} was to go to the bank by {run.prepared.execution_day}.",
            rule="R24",
            remedy=f"Withdraw it (lks pay withdraw {number}) and prepare again, for days that are still to come.",
        )
    _check_open(run.prepared.payment_day, context)
    if context.prepared.digest != run.prepared.digest:
        raise Refused(
            f"{number} no longer agrees with what is known: {'; '.join(context.changed_lines)}.",
            rule="R25",
            remedy=f"Withdraw it (lks pay withdraw {number}) and prepare again.",
        )
    return facts.RunApproved(run=number, of=run.version, digest=run.prepared.digest)


def _check_open(paid_on: date, context: Context) -> None:
    """R22: what is paid is booked on the payment day, which lies in no quarter that is signed off."""
    if context.quarters is not None and context.quarters.closed(paid_on):
        raise Refused(
            f"{Quarter.of(paid_on)} is signed off, and {paid_on} is in it.",
            rule="R22",
            remedy="Prepare the run on its real business day.",
        )


def _withdraw(intent: intents.WithdrawRun, run: Run, context: Context) -> tuple[Fact, ...]:
    if run.status == "withdrawn":
        return ()
    if run.status == "rejected":
        what = f"The bank rejected {run.number}, so it paid nothing."
        raise Refused(what, rule="R25", remedy="Prepare a new run; there is nothing to withdraw.")
    if context.confirmed:
        what = f"The bank carried out {run.number}, or a part of it."
        raise Refused(what, rule="R25", remedy="What was paid comes back by a return, a settlement or a recovery.")
    withdrawn = (facts.RunWithdrawn(run=run.number, sealed=intent.sealed),)
    return withdrawn if run.status == "prepared" else seconded(intent, context, withdrawn)


def check_exportable(run: Run) -> None:
    """A payment file is made of a run that was approved, and not of one that will never be paid (R25)."""
    if run.status == "prepared":
        remedy = f"Let another person approve it: lks pay approve {run.number}."
        raise Refused(f"{run.number} is not approved.", rule="R25", remedy=remedy)
    if run.status in NEVER_PAID:
        raise Refused(f"{run.number} is {run.status}.", rule="R25", remedy="Prepare a new run.")


def _export(exported: facts.RunExported, run: Run) -> tuple[Fact, ...]:
    check_exportable(run)
    if run.export is None:
        return (exported,)
    if run.export.fact != exported:
        what = f"The file of {run.number} is not the one of entry {run.export.position}."
        raise Refused(what, rule="R25", remedy="Run lks audit verify; do not send this file to the bank.")
    return ()


def _reject(intent: intents.ImportRejections, run: Run, context: Context) -> tuple[Fact, ...]:
    """The whole file, or nothing of the run's own: single payments are recorded with their cases."""
    if intent.reason is None or run.status == "rejected":
        return ()
    if run.export is None or run.status == "withdrawn":
        raise Refused(f"No file of {run.number} is at the bank.", rule="R25", remedy="Check which run the bank means.")
    if context.confirmed:
        what = f"The bank carried out {run.number}, or a part of it, and cannot reject it whole."
        raise Refused(what, rule="R25", remedy="Ask the bank which report holds; nothing was recorded.")
    return (facts.FileRejected(run=run.number, reason=intent.reason, rejected_on=intent.reported_on),)
