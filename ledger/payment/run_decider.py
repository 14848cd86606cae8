"""What may happen to a payment run: one person prepares it, another approves it, and it is withdrawn if it must (R23-R25)."""

from collections.abc import Sequence
from datetime import date

from ledger import facts, intents
from ledger.calculation.calendar import payment_days
from ledger.calculation.month import Month
from ledger.context import Context, check_second_person
from ledger.facts import Fact, LeftOut
from ledger.identifiers import run_number
from ledger.payment.lines import REASONS
from ledger.payment.runs import PaymentRuns, Run, known
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
    if context.prepared.digest != run.prepared.digest:
        raise Refused(
            f"{number} no longer agrees with what is known: {'; '.join(context.changed_lines)}.",
            rule="R25",
            remedy=f"Withdraw it (lks pay withdraw {number}) and prepare again.",
        )
    return facts.RunApproved(run=number, of=run.version, digest=run.prepared.digest)


def _withdraw(intent: intents.WithdrawRun, run: Run, context: Context) -> tuple[Fact, ...]:
    if run.status == "withdrawn":
        return ()
    withdrawn = (facts.RunWithdrawn(run=run.prepared.run, sealed=intent.sealed),)
    return seconded(intent, context, withdrawn) if run.status == "approved" else withdrawn
