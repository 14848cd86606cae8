"""`lks recovery`: what is owed at the end is announced, claimed, paid in parts, received and written off (R31)."""

from datetime import date

import click

from commands.call import Call, reading, recording
from commands.final import recovery as told
from commands.options import AMOUNT, CASE, DAY
from ledger.asking import Receipt
from ledger.calculation.money import euro, parse_euro
from ledger.facts import Instalment
from ledger.intents import AgreeInstalments, AnnounceRecovery, ClaimRecovery, ReceiveRecovery, WriteOff
from ledger.refusal import Misuse, Refused
from ledger.subsidy.recovering import overdue_cents


@click.group()
def recovery() -> None:
    """Recover what is owed after the end."""


@recovery.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--respond-by", type=DAY, required=True, help="Last day on which the employer can give views.")
@click.option("--announced-on", type=DAY, help="Day of the letter (default: the business day).")
@recording
def announce(call: Call, case: str, respond_by: date, announced_on: date | None) -> None:
    """Announce what will be claimed, so that the employer can give views first (Awb 4:8)."""
    intent = AnnounceRecovery(case=case, announced_on=announced_on or call.today, respond_by=respond_by)
    receipt = call.record(intent)
    announced = call.ledger.reading().subsidy(case).announced
    assert announced is not None
    say = [
        f"{case}: a recovery of {euro(announced.cents)} is announced; views until {announced.respond_by}.",
        f"Next, after that day: lks recovery claim --case {case}",
    ]
    call.answer(receipt, say, case=case, announced=announced)


@recovery.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--decided-on", type=DAY, help="Day of the decision (default: the business day).")
@click.option("--employer-notified-on", type=DAY, help="Day the employer is told (default: that of the decision).")
@recording
def claim(call: Call, case: str, decided_on: date | None, employer_notified_on: date | None) -> None:
    """Claim all that is owed, by a decision; to be paid within six weeks (Awb 4:57, 4:86, 4:87).

    Where the employer gave the facts, or gave views already, --anyway --reason CODE claims without waiting (Awb 4:8).
    """
    day = decided_on or call.today
    receipt = call.record(ClaimRecovery(case=case, decided_on=day, employer_notified_on=employer_notified_on or day))
    claimed = call.ledger.reading().subsidy(case).claims[-1]
    say = [
        f"{claimed.decision}: {euro(claimed.cents)} is claimed, decided on {claimed.decided_on}.",
        f"To be paid by {claimed.pay_by}; last day to object: employer {claimed.employer_objects_until}.",
        f"Next, when money comes in: lks bank match LINE --as recovery --reference {case}",
    ]
    call.answer(receipt, say, case=case, claim=claimed)


@recovery.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option(
    "--instalment",
    "parts",
    multiple=True,
    required=True,
    metavar="DAY=AMOUNT",
    help="A part and the day by which it is paid, like 2027-01-31=100.00; repeat for more.",
)
@click.option("--agreed-on", type=DAY, help="Day of the agreement (default: the business day).")
@recording
def instalments(call: Call, case: str, parts: tuple[str, ...], agreed_on: date | None) -> None:
    """Agree that a claim is paid in parts, which sum to what is outstanding (Awb 4:94)."""
    agreed = tuple(map(_instalment, parts))
    receipt = call.record(AgreeInstalments(case=case, agreed_on=agreed_on or call.today, instalments=agreed))
    total = sum(part.cents for part in agreed)
    say = f"{case}: {euro(total)} in {len(agreed)} parts, from {agreed[0].due_on} to {agreed[-1].due_on}."
    call.answer(receipt, say, case=case, instalments=list(agreed))


@recovery.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--amount", type=AMOUNT, required=True, help="Euro that came in, like 100.00.")
@click.option("--received-on", type=DAY, help="Day on which it came in (default: the business day).")
@recording
def receive(call: Call, case: str, amount: int, received_on: date | None) -> None:
    """Record money that came in elsewhere; what is on a bank statement here is matched with lks bank match."""
    receipt = call.record(ReceiveRecovery(case=case, cents=amount, received_on=received_on or call.today))
    _answer(call, receipt, case, f"{case}: {euro(amount)} received.")


@recovery.command("write-off")
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--amount", type=AMOUNT, required=True, help="Euro that will not come in, like 100.00.")
@click.option("--written-off-on", type=DAY, help="Day of the decision (default: the business day).")
@recording
def write_off(call: Call, case: str, amount: int, written_off_on: date | None, reason: str) -> None:
    """Write off what will not be received. It counts when a second person agrees."""
    intent = WriteOff(case=case, cents=amount, written_off_on=written_off_on or call.today, reason=reason)
    _answer(call, call.record(intent), case, f"{case}: {euro(amount)} written off.")


@recovery.command()
@click.argument("case", type=CASE)
@reading
def show(call: Call, case: str) -> None:
    """Show how far the recovery of a case is."""
    subsidy = call.ledger.reading().subsidy(case)
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    say = list(told(subsidy, call.today)) or ["Nothing is determined, announced or claimed."]
    call.output.answer(
        [f"{case}  payable {euro(subsidy.payable_cents())}", *(f"  {line}" for line in say)],
        case=case,
        payable_cents=subsidy.payable_cents(),
        determination=subsidy.finally_settled,
        announced=subsidy.announced,
        claims=list(subsidy.claims),
        instalments=subsidy.instalments,
        outstanding_cents=subsidy.claimed_cents(),
        overdue_cents=overdue_cents(subsidy, call.today),
    )


def _answer(call: Call, receipt: Receipt, case: str, say: str) -> None:
    outstanding = call.ledger.reading().subsidy(case).claimed_cents()
    call.answer(receipt, [say, f"Outstanding: {euro(outstanding)}."], case=case, outstanding_cents=outstanding)


def _instalment(text: str) -> Instalment:
    day, _, amount = text.partition("=")
    try:
        return Instalment(due_on=date.fromisoformat(day), cents=parse_euro(amount, "--instalment"))
    except ValueError:
        raise Misuse(
            "it takes a day and an amount.", field="--instalment", remedy="Write it like 2027-01-31=100.00."
        ) from None
