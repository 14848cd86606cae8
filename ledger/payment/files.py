"""What the payment file of a run holds: a function of what was recorded up to its export, so it is the same every time."""

from ledger.bank.credit_transfer import Payer, Transfer, TransferFile
from ledger.payment.accounts import Accounts, paying_account
from ledger.payment.payments import Payment, payments
from ledger.payment.run_decider import check_exportable
from ledger.payment.runs import Run
from ledger.reading import Reading
from ledger.refusal import Refused


def payment_file(reading: Reading, accounts: Accounts, run: Run) -> TransferFile:
    """The payments of a run, one transfer for each employer. Raises Refused (R25, R26)."""
    check_exportable(run)
    assert run.approval is not None
    found = sorted(payments(reading.store, run).values(), key=lambda payment: payment.reference)
    if run.status != "confirmed":
        _check_accounts(reading, run, found)
    accounts.load(payment.employer for payment in found)
    before = Reading(reading.store, run.export.position - 1) if run.export else reading
    payer = paying_account(before.policy(run.municipality), run.municipality, run.prepared.execution_day)
    return TransferFile(
        message=run.number,
        created=run.approval.at,
        execution_day=run.prepared.execution_day,
        payer=Payer(payer.name, payer.iban),
        transfers=[_transfer(accounts, run, payment) for payment in found],
    )


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
