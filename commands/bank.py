"""`lks bank`: what the bank says comes in, and lines that match no payment are assigned by two people (R21, R26, R37)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import click

from commands import bank_report
from commands.call import Call, reading, recording
from commands.files import opened
from commands.options import MUNICIPALITY, PAYMENT_OR_CASE, POSITION
from commands.progress import counted as progressing
from ledger import collector, facts
from ledger.bank import bank_file
from ledger.bank.statement import Statement
from ledger.facts import BankLineLeft, MatchedAs
from ledger.intents import MatchLine
from ledger.payment import bank_intents
from ledger.payment.accounts import Accounts, paying_accounts
from ledger.payment.bank import gaps
from ledger.refusal import Misuse, Refused
from projections import bank_queries


@click.group()
def bank() -> None:
    """The bank: statements and status reports in, and lines that match nothing."""


@bank.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@recording
def import_(call: Call, paths: tuple[str, ...]) -> None:
    """Take in what the bank says: camt.053, camt.054, pain.002. The same FILE twice changes nothing."""
    accounts = Accounts(call.store, call.vault)
    done: list[bank_report.Imported] = []
    try:
        for path in paths:
            for said in progressing(_read(path), total=None, label=Path(path).name):
                with collector.at_rest():
                    done += _import(call, accounts, Path(path).name, said)
    finally:
        call.project()
    named = {one.account: None for one in done if one.account}
    missing = [(account, gap) for account in named for gap in gaps(call.ledger.reading().bank(account))]
    call.output.demonstration = call.ledger.demonstration
    call.output.answer(bank_report.text(done, missing), **bank_report.fields(done, missing))


@bank.command()
@click.option("--municipality", type=MUNICIPALITY, help="Only of the account that this municipality pays from.")
@reading
def unmatched(call: Call, municipality: str | None) -> None:
    """List the bank's lines that match no payment with certainty, and statements that are missing."""
    dsn = call.look()
    account = bank_intents.account_of(call.ledger.reading(), municipality, call.today) if municipality else None
    rows = bank_queries.unmatched(dsn, account)
    known = paying_accounts(call.store) if account is None else [account]
    missing = [(one, gap) for one in known for gap in gaps(call.ledger.reading().bank(one))]
    call.output.answer(bank_report.unmatched(rows, missing), **bank_report.unmatched_fields(rows, missing))


@bank.command()
@click.argument("line", type=POSITION)
@click.option("--as", "matched_as", type=click.Choice(get_args(MatchedAs)), required=True, help="What the line is.")
@click.option(
    "--reference",
    type=PAYMENT_OR_CASE,
    help="The payment, like GM0363-2026-11-1/W-000012-8; with --as recovery the case that pays back.",
)
@recording
def match(call: Call, line: int, matched_as: MatchedAs, reference: str | None, reason: str) -> None:
    """Say what LINE of `lks bank unmatched` is: the debit of a payment, a payment that came back, what was claimed and is
    paid back, or none of ours.

    It counts when a second person agrees.
    """
    _check_reference(matched_as, reference)
    entry = next(iter(call.store.read_all(after=line - 1, until=line)), None)
    if entry is None or not isinstance(entry.fact, BankLineLeft):
        raise Refused(f"Entry {line} is no bank line.", rule="R34", remedy="See lks bank unmatched.")
    intent = MatchLine(
        account=entry.fact.account, line=entry.version, matched_as=matched_as, reference=reference, reason=reason
    )
    receipt = call.record(intent)
    call.answer(receipt, f"Line {line} is {matched_as}.", line=line, matched_as=matched_as, reference=reference)


def _check_reference(matched_as: MatchedAs, reference: str | None) -> None:
    """A payment for what confirms or returns one, a case for what is paid back, nothing for what belongs elsewhere."""
    if (reference is None) != (matched_as == "elsewhere"):
        needed = "belongs with --as confirmed, returned or recovery, and with those only."
        raise Misuse(needed, field="--reference", remedy="Give the payment, as in lks pay status, or the case.")
    if reference is not None and ("/" in reference) == (matched_as == "recovery"):
        what = "a recovery is of a case; anything else of a payment."
        raise Misuse(what, field="--reference", remedy="Write it like LKS-26-000001-H, or GM0363-2026-11-1/W-000012-8.")


def _read(path: str) -> Sequence[bank_file.Said]:
    with opened(path) as stream:
        return list(bank_file.read(stream, Path(path).name))


def _import(call: Call, accounts: Accounts, name: str, said: bank_file.Said) -> Iterator[bank_report.Imported]:
    reading = call.ledger.reading()
    if isinstance(said, Statement):
        intent = bank_intents.statement(reading, accounts, said)
        receipt = call.ledger.handle(call.with_anyway(intent), call.asking())
        yield bank_report.statement(name, intent, receipt)
        return
    found = bank_intents.rejections(reading, said)
    if not found:
        yield bank_report.accepted(name, said)
    for rejections in found:
        receipt = call.ledger.handle(call.with_anyway(rejections), call.asking())
        rejected = [fact for fact in receipt.facts if isinstance(fact, facts.PaymentRejected)]
        yield bank_report.rejected(name, rejections, len(rejected), receipt)
