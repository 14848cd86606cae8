"""`lks pay`: payment runs, prepared by one person and approved by another, the payment file, and holds (R21–R26)."""

from collections.abc import Iterator, Sequence
from typing import get_args

import click

from commands import payment_file, payment_lines, payment_status
from commands.call import Call, reading, recording
from commands.checkpoint_line import checkpoint_line
from commands.files import folder
from commands.options import CASE, EMPLOYER, MONTH, MUNICIPALITY, RUN
from commands.words import counted
from ledger import facts
from ledger.calculation.calendar import payment_day
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.facts import HoldReason
from ledger.identifiers import parse_case
from ledger.intents import (
    ApproveRun,
    HoldEmployer,
    HoldPayment,
    PrepareRun,
    ReleaseEmployer,
    ReleasePayment,
    WithdrawRun,
)
from ledger.payment import lining_up
from ledger.payment import runs as payment_run
from ledger.payment.lines import REASONS
from ledger.refusal import Misuse
from projections import queries, run_status


@click.group()
def pay() -> None:
    """Pay: prepare a run, let another person approve it."""


@pay.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
@click.option("--month", type=MONTH, required=True, help="The month to pay, like 2026-11.")
@click.option(
    "--long-first-payment",
    "long_first_payments",
    multiple=True,
    metavar="CASE=CODE",
    help="Reason to pay a case more than six months at once; may be repeated (R23).",
)
@recording
def prepare(call: Call, municipality: str, month: Month, long_first_payments: tuple[str, ...]) -> None:
    """Line up what is payable: fixed amounts of the month and of earlier months without one."""
    reasons = dict(map(_case_and_code, long_first_payments))
    intent = PrepareRun(municipality=municipality, month=month, long_first_payments=reasons)
    receipt = call.record(intent)
    (prepared,) = (fact for fact in receipt.facts if isinstance(fact, facts.RunPrepared))
    warnings = _warnings(call, prepared)
    call.answer(receipt, list(_prepared(prepared, warnings)), run=prepared, warnings=warnings)


@pay.command()
@click.argument("run", type=RUN)
@recording
def approve(call: Call, run: str) -> None:
    """Approve a run, as another person than who prepared it: it is recorded as paid, all of it or nothing."""
    receipt = call.record(ApproveRun(run=run))
    call.mark_shared_login(run[:6])
    paid = [fact for fact in receipt.facts if isinstance(fact, facts.Paid)]
    sent_cents = sum(amount.total_cents for fact in paid for amount in fact.sent)
    mark = checkpoint_line(call.dsn, receipt.entries[-1].position if receipt.entries else None)
    say = [
        f"{run} approved: {counted(len(paid), 'case')}, {euro(sent_cents)} to send.",
        *mark,
        f"Next: lks pay export {run} --out DIR",
    ]
    call.answer(receipt, say, run=run, cases=len(paid), sent_cents=sent_cents, checkpoint=mark.fields)


@pay.command()
@click.argument("run", type=RUN)
@recording
def withdraw(call: Call, run: str) -> None:
    """Withdraw a run: its amounts are payable again. After approval a second person must agree."""
    call.answer(call.record(WithdrawRun(run=run)), f"{run} withdrawn; its amounts are payable again.", run=run)


@pay.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--employer", type=EMPLOYER, help="Employer number: all its cases.")
@recording
def hold(call: Call, case: str | None, employer: str | None, reason: str) -> None:
    """Hold payments of a case or an employer: runs leave it out and list it. Reason: seizure, bankruptcy or doubt."""
    _one_of(case, employer)
    if reason not in get_args(HoldReason):
        raise Misuse(f"'{reason}' is no reason.", field="--reason", remedy=f"Use {', '.join(get_args(HoldReason))}.")
    if case:
        receipt = call.record(HoldPayment.model_validate({"case": case, "reason": reason, "effective": call.today}))
    else:
        receipt = call.record(
            HoldEmployer.model_validate({"employer": employer, "reason": reason, "effective": call.today})
        )
    call.answer(receipt, f"Payment of {case or employer} is held: {reason}.", held=case or employer, reason=reason)


@pay.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--employer", type=EMPLOYER, help="Employer number.")
@recording
def release(call: Call, case: str | None, employer: str | None) -> None:
    """Release payments that were held; the next run sends what is payable."""
    _one_of(case, employer)
    if case:
        receipt = call.record(ReleasePayment(case=case, effective=call.today))
    else:
        receipt = call.record(ReleaseEmployer(employer=employer or "", effective=call.today))
    call.answer(receipt, f"Payment of {case or employer} is released.", released=case or employer)


@pay.command()
@click.argument("run", type=RUN)
@reading
def lines(call: Call, run: str) -> None:
    """Show the payment lines of a run, and their sum for each employer; before approval as they would be now."""
    dsn, known = call.look(), call.ledger.reading()
    found = payment_run.known(known.runs(run[:6]), run)
    rows = queries.payment_lines(dsn, run)
    if found.status == "prepared":
        rows = payment_lines.lined_up(lining_up.again(known, found, run[:6]), run)
    text = payment_lines.text(rows) if rows else ["It paid nothing."]
    call.output.answer([f"{run} is {found.status}.", *text], status=found.status, **payment_lines.fields(rows, run))


@pay.command()
@click.argument("runs", metavar="RUN...", type=RUN, nargs=-1, required=True)
@click.option("--out", required=True, metavar="DIR", help="Folder for the file, made when it is not there.")
@recording
def export(call: Call, runs: tuple[str, ...], out: str) -> None:
    """Make the payment file of an approved run (pain.001), checked against its schema; the same bytes every time.

    Several runs go in one file when one account pays them on one day, as in a joint body of municipalities (art. 8c).
    """
    made = payment_file.export(call, runs, folder(out))
    parts = [f"{one.run}: {counted(one.transactions, 'payment')}, {euro(one.cents)}" for one in made.runs]
    say = [
        f"{made.path}: {counted(made.transactions, 'payment')}, {euro(made.cents)}, SHA-256 {made.digest}",
        *(parts if len(parts) > 1 else ()),
        *made.warnings,
        "Next, when the bank answers: lks bank import FILE",
    ]
    told = {"file": str(made.path), "digest": made.digest, "payments": made.transactions, "cents": made.cents}
    call.answer(made.receipt, say, **told, runs=[one.model_dump() for one in made.runs])


@pay.command()
@click.argument("run", type=RUN)
@reading
def status(call: Call, run: str) -> None:
    """Show how far a run is: what it sends each employer, what the bank said, and what is late and why."""
    dsn, known = call.look(), call.ledger.reading()
    found = payment_run.known(known.runs(run[:6]), run)
    (row,) = run_status.runs(dsn, run=run)
    payments = run_status.payments(dsn, run)
    if found.status == "prepared":
        again = lining_up.again(known, found, run[:6])
        payments = payment_status.planned(payment_lines.lined_up(again, run))
    shown, mark = (row, found, payments, call.today), checkpoint_line(dsn, _paid_at(found))
    call.mark_shared_login(run[:6])
    say = [*payment_status.run_text(*shown), *mark]
    call.output.answer(say, **payment_status.run_fields(*shown), checkpoint=mark.fields)


@pay.command("list")
@click.option("--municipality", type=MUNICIPALITY, help="Only of this municipality.")
@click.option("--month", type=MONTH, help="Only of this month (default: every run that the bank has not answered).")
@reading
def list_(call: Call, municipality: str | None, month: Month | None) -> None:
    """List runs, and what will miss its payment day and why."""
    dsn = call.look()
    found = run_status.runs(dsn, municipality, month)
    if month is None:
        found = [run for run in found if run.status in run_status.OPEN]
    unpaid = run_status.unpaid(dsn, month or Month.of(call.today), municipality)
    call.output.answer(
        payment_status.list_text(found, unpaid, call.today),
        runs=[run._asdict() | {"month": str(Month.of(run.month))} for run in found],
        warnings=payment_status.all_warnings(found, unpaid, call.today),
    )


def _paid_at(run: payment_run.Run) -> int | None:
    """The last entry of what was approved: its payments, one a case, follow the approval."""
    return None if run.approval is None else run.approval.position + run.prepared.cases


def _prepared(prepared: facts.RunPrepared, warnings: Sequence[str]) -> Iterator[str]:
    days = f"payment day {prepared.payment_day}, to the bank by {prepared.execution_day}"
    booked = f"{euro(prepared.subsidy_cents)} subsidy + {euro(prepared.charges_cents)} charges to book"
    yield f"{prepared.run} prepared: {days}."
    counts = f"{counted(prepared.cases, 'case')}, {counted(prepared.lines, 'line')}"
    yield f"{counts}: {booked}, {euro(prepared.sent_cents)} to send."
    for one in prepared.left_out:
        yield f"Left out: {one.case}: {REASONS[one.reason]}."
    yield from warnings
    yield f"Next, by another person: lks pay approve {prepared.run}"


def _warnings(call: Call, prepared: facts.RunPrepared) -> list[str]:
    """R24: a day that will be missed; R41: values of an earlier year that still count."""
    carried = call.ledger.reading().law().carried_over(prepared.month.first)
    return [
        *_late(prepared),
        *(
            f"Warning: {value.parameter} since {value.since} still counts; no newer value is known."
            for value in carried
        ),
    ]


def _late(prepared: facts.RunPrepared) -> list[str]:
    promised = payment_day(prepared.month)
    if prepared.payment_day <= promised:
        return []
    return [f"Warning: {prepared.month} was to be paid by {promised}; it will be on {prepared.payment_day} (R24)."]


def _case_and_code(text: str) -> tuple[str, str]:
    case, separator, code = text.partition("=")
    if not separator or not code:
        raise Misuse("it takes a case and a reason.", field="--long-first-payment", remedy="Write it as CASE=CODE.")
    return parse_case(case, "--long-first-payment"), code


def _one_of(case: str | None, employer: str | None) -> None:
    if (case is None) == (employer is None):
        raise Misuse("one of these is needed.", field="--case or --employer", remedy="Give one of the two.")
