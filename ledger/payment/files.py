"""What the payment file of a run holds, or of several runs that are paid from one account (art. 8c Pw): a function of what
was recorded up to its export, so it is the same every time."""

import hashlib
from collections.abc import Sequence

from ledger import facts
from ledger.bank.credit_transfer import Part, Payer, Transfer, TransferFile
from ledger.log.interface import Store
from ledger.payment.accounts import Accounts, paying_account
from ledger.payment.payments import Payment, payments
from ledger.payment.run_decider import check_exportable
from ledger.payment.runs import Run
from ledger.reading import Reading
from ledger.refusal import Refused


def payment_file(reading: Reading, accounts: Accounts, run: Run, before: Reading | None = None) -> TransferFile:
    """The payments of a run, one transfer for each employer, from the account that was known `before` its file was first
    made. Raises Refused (R25, R26)."""
    check_exportable(run)
    assert run.approval is not None
    found = sorted(payments(reading.store, run).values(), key=lambda payment: payment.reference)
    if run.status != "confirmed":
        _check_accounts(reading, run, found)
    accounts.load(payment.employer for payment in found)
    before = before or _before(reading, [run])
    payer = paying_account(before.policy(run.municipality), run.municipality, run.prepared.execution_day)
    return TransferFile(
        message=run.number,
        created=run.approval.at,
        execution_day=run.prepared.execution_day,
        payer=Payer(payer.name, payer.iban),
        transfers=[_transfer(accounts, run, payment) for payment in found],
    )


def joint_file(reading: Reading, accounts: Accounts, runs: Sequence[Run]) -> TransferFile:
    """The payments of several runs in one file, a part for each, in the order of their numbers. Raises Refused (R25, R26)."""
    ordered = sorted(runs, key=lambda run: run.number)
    before = _before(reading, ordered)
    files = [payment_file(reading, accounts, run, before) for run in ordered]
    first = files[0]
    if len(files) == 1:
        return first
    for file in files[1:]:
        _check_together(first, file)
    return TransferFile(
        message=joint_message([run.number for run in ordered]),
        created=max(file.created for file in files),
        execution_day=first.execution_day,
        payer=first.payer,
        transfers=[transfer for file in files for transfer in file.transfers],
        parts=[Part(file.message, file.payer, file.transfers) for file in files],
    )


def joint_message(numbers: Sequence[str]) -> str:
    """The identification of a file of several runs: the first one's number, and what these runs and no others give."""
    digest = hashlib.sha256(" ".join(sorted(numbers)).encode()).hexdigest()
    return f"{min(numbers)}/J{digest[:12].upper()}"


def in_one_file(store: Store, digest: str) -> list[str]:
    """The runs of which the payments went to the bank in the file with this digest."""
    exported = (entry.fact for entry in store.read_all(topics=("RunExported",)))
    return sorted({fact.run for fact in exported if isinstance(fact, facts.RunExported) and fact.digest == digest})


def check_same_file(store: Store, runs: Sequence[Run]) -> None:
    """Raises Refused where a run went to the bank in another file than the one of all these runs together."""
    asked = sorted(run.number for run in runs)
    for run in runs:
        if run.export is None:
            continue
        together = in_one_file(store, run.export.fact.digest)
        if len(together) == 1 and together != asked:
            remedy = "Leave it out; the others can go in one file."
            raise Refused(
                f"{run.number} has a file of its own (entry {run.export.position}).", rule="R25", remedy=remedy
            )
        if together != asked:
            what = f"{run.number} is in one file with {', '.join(one for one in together if one != run.number)}."
            raise Refused(what, rule="R25", remedy=f"Make that one again: lks pay export {' '.join(together)}.")


def _before(reading: Reading, runs: Sequence[Run]) -> Reading:
    """What was known when a file of these runs was first made; now, if it never was."""
    exported = [run.export.position for run in runs if run.export]
    return Reading(reading.store, min(exported) - 1) if exported else reading


def _check_together(first: TransferFile, other: TransferFile) -> None:
    if first.payer.iban != other.payer.iban:
        what = f"{first.message} and {other.message} are not paid from one account."
        raise Refused(what, rule="R25", remedy="Make a file for each account.")
    if first.execution_day != other.execution_day:
        days = f"{first.message} goes to the bank by {first.execution_day}, {other.message} by {other.execution_day}"
        raise Refused(f"{days}.", rule="R24", remedy="Make a file for each day.")


def _check_accounts(reading: Reading, run: Run, found: list[Payment]) -> None:
    """R26: what the bank has not answered goes to no account that was changed or blocked after the approval."""
    reading.load_employers(payment.employer for payment in found)
    changed = [payment.employer for payment in found if _moved_on(reading, payment)]
    if changed:
        raise Refused(
            f"The account of {', '.join(changed)} was changed or blocked after {run.number} was approved.",
            rule="R26",
            remedy=f"Withdraw it (lks pay withdraw {run.number}) and prepare again; ask the bank if it has the file.",
        )


def _moved_on(reading: Reading, payment: Payment) -> bool:
    employer = reading.employer(payment.employer)
    return not payment.answered and (employer.account != payment.account or employer.blocked is not None)


def _transfer(accounts: Accounts, run: Run, payment: Payment) -> Transfer:
    account = accounts.account(payment.employer, payment.account)
    return Transfer(
        reference=payment.reference,
        name=account.account_name,
        iban=account.iban,
        cents=payment.cents,
        text=f"Loonkostensubsidie {run.prepared.month} {payment.reference}",
    )
