"""Making the payment file of a run, or of several runs that one account pays: written aside, checked, recorded with its digest,
and only then put in place (R25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import files
from commands.call import Call
from ledger.asking import Receipt
from ledger.bank import credit_transfer
from ledger.bank.credit_transfer import TransferFile
from ledger.intents import ExportRun, ExportRuns, RunExport
from ledger.payment import runs as payment_run
from ledger.payment.accounts import Accounts
from ledger.payment.files import check_same_file, joint_file
from ledger.payment.runs import Run


@dataclass(frozen=True, slots=True)
class Made:
    """A payment file in its place: cents and number of payments, by run too, and what to look out for."""

    receipt: Receipt
    path: Path
    digest: str
    transactions: int
    cents: int
    runs: Sequence[RunExport]
    warnings: list[str]


def export(call: Call, numbers: Sequence[str], folder: Path) -> Made:
    """Make the file of these runs in a folder. Stopped anywhere, it is made again by asking again: all of it is recorded at
    once, before the file is put in place."""
    reading = call.ledger.reading()
    runs = [payment_run.known(reading.runs(number[:6]), number) for number in dict.fromkeys(numbers)]
    check_same_file(call.store, runs)
    content = joint_file(reading, Accounts(call.store, call.vault), runs)
    path = folder / f"{content.message.replace('/', '-')}.xml"
    with files.beside(path, lambda out: credit_transfer.write(content, out)) as part:
        credit_transfer.check(part)
        digest = files.digest(part)
        exported = _by_run(content)
        receipt = call.record(_intent(exported, digest))
    return Made(receipt, path, digest, len(content.transfers), content.cents, exported, _warnings(call, content, runs))


def _by_run(content: TransferFile) -> list[RunExport]:
    if not content.parts:
        return [RunExport(run=content.message, transactions=len(content.transfers), cents=content.cents)]
    return [
        RunExport(
            run=part.name, transactions=len(part.transfers), cents=sum(transfer.cents for transfer in part.transfers)
        )
        for part in content.parts
    ]


def _intent(exported: Sequence[RunExport], digest: str) -> ExportRun | ExportRuns:
    if len(exported) > 1:
        return ExportRuns(digest=digest, runs=tuple(exported))
    (one,) = exported
    return ExportRun(run=one.run, digest=digest, transactions=one.transactions, cents=one.cents)


def _warnings(call: Call, content: TransferFile, runs: Sequence[Run]) -> list[str]:
    late = call.today > content.execution_day and any(run.status != "confirmed" for run in runs)
    return [f"Warning: it was to go to the bank by {content.execution_day} (R24)."] if late else []
