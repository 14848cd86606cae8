"""The payment runs of one municipality: prepared by one person, approved by another, withdrawn if it must (R21–R25).

`line_up` says per subsidy what a run books and sends, or why it leaves the case out. The run keeps a digest over all
lines, so approving recomputes them and sees the smallest difference.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger import facts, intents
from ledger.calendar import Month, months, payment_days
from ledger.context import Context, Signature, check_second_person
from ledger.entitlement import entitlement
from ledger.entry import Entry
from ledger.facts import Fact, LeftOut, MonthAmount
from ledger.identifiers import run_number
from ledger.law import Law
from ledger.party import Employer
from ledger.policy import Policy
from ledger.refusal import Refused
from ledger.second_person import seconded
from ledger.segment import Line
from ledger.subsidy import Subsidy

LONG_FIRST_PAYMENT_MONTHS = 6
NAMED = 5
"""Cases that a refusal names, of those that a run leaves out."""

REASONS: dict[str, str] = {
    "held": "payment of the case is held",
    "employer_held": "payment to the employer is held",
    "no_account": "the employer has no account",
    "opening_unsigned": "the takeover is not signed by a second person",
    "starts_later": "the employment had not started on the day of preparing; the next run takes it",
    "long_first_payment": "a first payment of more than six months needs a reason",
    "hours_unknown": "only worked hours are due, and none are reported",
    "wage_value_missing": "the flat-rate six months are over and no wage value is decided",
    "nothing_payable": "what is payable is negative; it is set off against a next run",
}
"""Why a run leaves a case out."""


@dataclass(frozen=True, slots=True)
class CaseLines:
    """What a run books and sends for one subsidy."""

    case: str
    employer: str
    account: int
    booked: tuple[Line, ...]
    sent: tuple[MonthAmount, ...]

    def text(self) -> Iterable[str]:
        """The lines as the digest and a refusal name them."""
        for kind, lines in (("booked", self.booked), ("sent", self.sent)):
            for line in lines:
                where = f"{self.case} {line.month} {line.element} {kind}"
                yield f"{where} {line.subsidy_cents} {line.charges_cents} {self.employer}/{self.account}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """All lines of a run, and the cases it leaves out."""

    lines: tuple[CaseLines, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all lines (R25)."""
        return hashlib.sha256("\n".join(self.texts()).encode()).hexdigest()

    def texts(self) -> list[str]:
        """Every line of the run as text."""
        return [text for case in self.lines for text in case.text()]

    def booked(self) -> Iterable[Line]:
        """Every booking line."""
        return (line for case in self.lines for line in case.booked)

    def sent_cents(self) -> int:
        """What goes to the bank."""
        return sum(amount.total_cents for case in self.lines for amount in case.sent)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was prepared, by whom and on which business day, and what became of it."""

    prepared: facts.RunPrepared
    version: int
    by: Signature
    on: date
    status: Literal["prepared", "approved", "withdrawn"] = "prepared"


@dataclass(frozen=True, slots=True)
class PaymentRuns:
    """State: every run of a municipality by its number."""

    runs: Mapping[str, Run] = field(default_factory=dict)
    version: int = 0

    @property
    def open(self) -> Run | None:
        """The run that was prepared and neither approved nor withdrawn."""
        return next((run for run in self.runs.values() if run.status == "prepared"), None)


def evolve(runs: PaymentRuns, entry: Entry) -> PaymentRuns:
    """The runs after one more entry."""
    runs = replace(runs, version=entry.version)
    match entry.fact:
        case facts.RunPrepared() as fact:
            assert entry.cause is not None
            by = Signature(entry.cause.actor, entry.recorded_by)
            return _with(runs, Run(fact, entry.version, by, entry.cause.today))
        case facts.RunApproved() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="approved"))
        case facts.RunWithdrawn() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="withdrawn"))
        case _:
            return runs


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


def known(runs: PaymentRuns, number: str) -> Run:
    """The run of that number. Raises Refused."""
    if number not in runs.runs:
        raise Refused(f"There is no run {number}.", rule="R25", remedy="See lks pay prepare.")
    return runs.runs[number]


@dataclass(frozen=True, slots=True)
class RunTerms:
    """On what a run is lined up: its month, the day of preparing, law and policy, and who may have a long first payment."""

    month: Month
    today: date
    law: Law
    policy: Policy
    long_first_payments: Collection[str] = ()


def line_up(subsidy: Subsidy, employer: Employer, run: RunTerms, *, signed: bool) -> CaseLines | LeftOut | None:
    """What a run books and sends for one subsidy; a reason why not; or None if it is not concerned."""
    if subsidy.terms is None or not subsidy.terms.grants:
        return None
    to_book, reason = _to_book(subsidy, run)
    payable = _payable(subsidy, to_book)
    total = sum(amount.total_cents for amount in payable)
    if not to_book and total == 0:
        return LeftOut(case=subsidy.case, reason=reason) if reason else None
    obstacle = _obstacle(subsidy, employer, run, signed, len({line.month for line in to_book}))
    if obstacle:
        return LeftOut(case=subsidy.case, reason=obstacle)
    if not to_book and total < 0:
        return LeftOut(case=subsidy.case, reason="nothing_payable")
    sent = payable if total > 0 else ()
    return CaseLines(subsidy.case, employer.number, employer.account, to_book, sent)


def paid(lines: CaseLines, prepared: facts.RunPrepared) -> facts.Paid:
    """The payment of one subsidy as its stream records it (R21, R22)."""
    return facts.Paid(
        run=prepared.run,
        reference=payment_reference(prepared.run, lines.employer),
        booked=lines.booked,
        sent=lines.sent,
        booked_on=prepared.payment_day,
        execution_day=prepared.execution_day,
        employer=lines.employer,
        account=lines.account,
    )


def returned(subsidy: Subsidy, run: str, today: date) -> facts.PaymentReturned | None:
    """What a withdrawn run gives back to one subsidy: all that it sent is payable again (R25)."""
    lines = subsidy.runs.get(run)
    if not lines:
        return None
    return facts.PaymentReturned(run=run, reason="run_withdrawn", lines=lines, returned_on=today)


def payment_reference(run: str, employer: str) -> str:
    """Betaalkenmerk: one per employer and run, at most 35 characters, the EndToEndId of the bank."""
    return f"{run}/{employer}"


def _with(runs: PaymentRuns, run: Run) -> PaymentRuns:
    return replace(runs, runs={**runs.runs, run.prepared.run: run})


def _prepare(intent: intents.PrepareRun, runs: PaymentRuns, context: Context) -> Fact:
    assert context.prepared is not None
    _check_month(intent.month, context)
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


def _check_month(month: Month, context: Context) -> None:
    """R23: payments are made in their month; R41: on values that the ledger has spoken about."""
    assert context.prepared is not None
    if month > Month.of(context.today).next:
        raise Refused(
            f"It is {context.today}; the run of {month} pays nothing in advance.",
            rule="R23",
            remedy=f"Prepare it from {month.previous.first} on.",
        )
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


def _to_book(subsidy: Subsidy, run: RunTerms) -> tuple[tuple[Line, ...], str | None]:
    """Fixed lines of the month and of every earlier granted month without one (R23), and why there are none."""
    assert subsidy.terms is not None
    first = Month.of(min(grant.start for grant in subsidy.terms.grants))
    if subsidy.paid_through is not None:
        first = max(first, subsidy.paid_through.next)
    if _starts_later(subsidy, run):
        return (), "starts_later"
    lines: list[Line] = []
    reason = None
    for each in months(first, run.month):
        if (each, "fixed") in subsidy.booked:
            continue
        due = entitlement(subsidy.terms, each, run.law, run.policy)
        lines += [line for line in due.lines if line.element == "fixed"]
        reason = "hours_unknown" if due.unknown else due.reason
    return tuple(lines), reason if reason in REASONS else None


def _starts_later(subsidy: Subsidy, run: RunTerms) -> bool:
    """The month in which the employment starts waits if it had not started by the day of preparing (R23)."""
    assert subsidy.terms is not None
    start = subsidy.terms.employment_start
    if Month.of(start) != run.month:
        return False
    return start > run.today or run.policy.on("first_payment", run.month.first) == "next_month"


def _payable(subsidy: Subsidy, to_book: Iterable[Line]) -> tuple[MonthAmount, ...]:
    """Booked minus sent after booking, by month and element (R21)."""
    balance = dict(subsidy.payable())
    for line in to_book:
        before = balance.get((line.month, line.element), (0, 0))
        after = (before[0] + line.subsidy_cents, before[1] + line.charges_cents)
        balance[line.month, line.element] = after
    return tuple(
        MonthAmount(month=month, element=element, subsidy_cents=subsidy_cents, charges_cents=charges_cents)
        for (month, element), (subsidy_cents, charges_cents) in sorted(balance.items())
        if subsidy_cents or charges_cents
    )


def _obstacle(subsidy: Subsidy, employer: Employer, run: RunTerms, signed: bool, months_booked: int) -> str | None:
    if subsidy.hold is not None:
        return "held"
    if employer.hold is not None:
        return "employer_held"
    if employer.account == 0:
        return "no_account"
    if subsidy.opening is not None and not signed:
        return "opening_unsigned"
    first_payment = not subsidy.booked
    if first_payment and months_booked > LONG_FIRST_PAYMENT_MONTHS and subsidy.case not in run.long_first_payments:
        return "long_first_payment"
    return None
