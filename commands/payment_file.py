"""Making the payment file of a run: written aside, checked, recorded with its digest, and only then put in place (R25)."""

from dataclasses import dataclass
from pathlib import Path

from commands import files
from commands.call import Call
from ledger.application import Receipt
from ledger.bank import credit_transfer
from ledger.intents import ExportRun
from ledger.payment import runs as payment_run
from ledger.payment.accounts import Accounts
from ledger.payment.files import payment_file


@dataclass(frozen=True, slots=True)
class Made:
    """A payment file in its place: cents and number of payments, and what to look out for."""

    receipt: Receipt
    path: Path
    digest: str
    transactions: int
    cents: int
    warnings: list[str]


def export(call: Call, number: str, folder: Path) -> Made:
    """Make the file of a run in a folder. Stopped anywhere, it is made again by asking again."""
    reading = call.ledger.reading()
    run = payment_run.known(reading.runs(number[:6]), number)
    content = payment_file(reading, Accounts(call.store, call.vault), run)
    path = folder / f"{number}.xml"
    with files.beside(path, lambda out: credit_transfer.write(content, out)) as part:
        credit_transfer.check(part)
        digest = files.digest(part)
        intent = ExportRun(run=number, digest=digest, transactions=len(content.transfers), cents=content.cents)
        receipt = call.record(intent)
    late = [f"Warning: it was to go to the bank by {content.execution_day} (R24)."]
    warnings = late if call.today > content.execution_day and run.status != "confirmed" else []
    return Made(receipt, path, digest, intent.transactions, intent.cents, warnings)
