"""What the bank's files ask of the ledger: only what has our own form goes in, so no text of others is ever kept."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ledger import intents
from ledger.bank.reasons import SENT_BEFORE
from ledger.bank.statement import IN_WORDS, Booking, Statement
from ledger.bank.status_report import REJECTED, StatusReport
from ledger.identifiers import parse_employer
from ledger.intents import BankLine, ImportRejections, ImportStatement
from ledger.payment import answers
from ledger.payment.accounts import Accounts, paying_account, paying_accounts
from ledger.payment.files import in_one_file, joint_message
from ledger.payment.payments import Payment
from ledger.reading import Reading
from ledger.refusal import Misuse, Refused

_AT_ONCE = 500
_CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}")


def statement(reading: Reading, accounts: Accounts, said: Statement) -> ImportStatement:
    """A statement as it is asked of the ledger. Raises Refused for an account that nobody here pays from."""
    if said.account not in paying_accounts(reading.store):
        raise Refused(
            f"No municipality here pays from the account of statement {_code(said.identification)}.",
            rule="R25",
            remedy="Check whose statement it is, or adopt paying_account (lks policy adopt).",
        )
    return ImportStatement(
        account=said.account,
        kind=said.kind,
        statement=_code(said.identification),
        sequence=said.sequence,
        from_day=said.from_day,
        through_day=said.through_day,
        opening_cents=said.opening_cents,
        closing_cents=said.closing_cents,
        lines=tuple(_lines(reading, accounts, said.bookings)),
    )


def rejections(reading: Reading, said: StatusReport) -> list[ImportRejections]:
    """What a status report rejects, run by run; nothing when it rejects nothing. Raises Refused for a file that is not of a
    run here.

    A file that the bank has already is refused the second time, and nothing of the first: that rejects nothing.
    """
    runs = _runs_of(reading, said.message)
    rejected = [one for one in said.transactions if one.status == REJECTED]
    whole = {run: reason for run in runs if (reason := _whole(said, run, alone=len(runs) == 1))}
    if SENT_BEFORE & set(whole.values()) or not (whole or rejected):
        return []
    owners = {reference: one.run for reference, one in answers.out(reading, runs).payments.items()}
    strangers = sum(one.reference not in owners for one in rejected)
    if strangers:
        what = f"The report rejects {strangers} payments that {', '.join(runs)} does not have."
        raise Refused(what, rule="R25", remedy="Ask the bank; nothing was recorded.")
    singles = {run: [one for one in rejected if owners[one.reference] == run] for run in runs if run not in whole}
    return [
        ImportRejections(
            run=run,
            reported_on=said.created_on,
            reason=whole.get(run),
            rejections=tuple(
                intents.Rejection(reference=one.reference, reason=one.reason or IN_WORDS)
                for one in singles.get(run, ())
            ),
        )
        for run in runs
        if run in whole or singles.get(run)
    ]


def _runs_of(reading: Reading, message: str) -> list[str]:
    """The runs whose payments went to the bank in the file with that identification. Raises Refused."""
    run = answers.run_of(message)
    known = reading.runs(run[:6]).runs.get(run) if run else None
    if known is not None and "/" not in message:
        return [known.number]
    if known is not None and known.export is not None:
        together = in_one_file(reading.store, known.export.fact.digest)
        if joint_message(together) == message:
            return together
    raise Refused("The report is about a file of no run here.", rule="R25", remedy="Check whose report it is.")


def _whole(said: StatusReport, run: str, *, alone: bool) -> str | None:
    """The reason for which the bank rejects all of a run; None when it does not. Of a file of several runs it can be one."""
    if (said.status if alone else said.group_status) == REJECTED:
        return said.reason or IN_WORDS
    blocks = () if alone else said.blocks
    return next((one.reason or IN_WORDS for one in blocks if one.name == run and one.status == REJECTED), None)


def account_of(reading: Reading, municipality: str, day: date) -> str:
    """The account that a municipality pays from."""
    return paying_account(reading.policy(municipality), municipality, day).iban


def payment_reference(text: str) -> str:
    """A payment's reference as someone typed it. Raises Misuse."""
    if (own := _own(text)) is None:
        raise Misuse("this is no reference of a payment.", remedy="Write it like GM0363-2026-11-1/W-000012-8.")
    return own


def _runs(bookings: Iterable[Booking]) -> Iterator[str]:
    for booking in bookings:
        for text in (booking.reference, booking.batch):
            run = answers.run_of(text) if text else None
            if run is not None:
                yield run


def _with_our_names(booking: Booking) -> Booking:
    """The same with references of our own form only."""
    reference = _own(booking.reference) if booking.reference else None
    batch = answers.run_of(booking.batch) if booking.batch and "/" not in booking.batch else None
    return replace(booking, reference=reference, batch=batch)


def _own(reference: str) -> str | None:
    run, employer = answers.run_of(reference), reference.partition("/")[2]
    try:
        return f"{run}/{parse_employer(employer)}" if run else None
    except Misuse:
        return None


def _lines(reading: Reading, accounts: Accounts, bookings: Iterable[Booking]) -> Iterator[BankLine]:
    """The lines, with accounts opened so many at a time, so that memory does not grow with the employers."""
    named = [_with_our_names(booking) for booking in bookings]
    payments = answers.out(reading, _runs(named)).payments
    for start in range(0, len(named), _AT_ONCE):
        part = named[start : start + _AT_ONCE]
        accounts.load(payments[one.reference].employer for one in part if one.reference in payments)
        yield from (_line(one, payments.get(one.reference or ""), accounts) for one in part)


def _line(booking: Booking, payment: Payment | None, accounts: Accounts) -> BankLine:
    same = None
    if payment is not None and booking.counterparty_iban is not None:
        same = accounts.account(payment.employer, payment.account).iban == booking.counterparty_iban
    return BankLine(
        number=booking.number,
        cents=booking.cents,
        booked_on=booking.booked_on,
        reference=booking.reference,
        batch=booking.batch,
        transactions=booking.transactions,
        reason=booking.reason,
        same_account=same,
    )


def _code(text: str) -> str:
    """An identification as a code: as it is where it is one, else made from it."""
    return text if _CODE.fullmatch(text) else f"S-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
