"""Which payment each line of a bank statement is about, with certainty or not at all (R21, R26).

A line answers a payment when its reference, its amount, its direction and, where the bank gives it, the account agree.
What does not is left in a named bucket for people to assign; nothing is guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ledger.facts import Bucket, RecoveryReceived
from ledger.intents import BankLine
from ledger.payment.payments import Payment

Payments = Mapping[str, Payment]
"""Payments by reference."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The debit of a payment, on the bank's booking date."""

    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that came back, on the bank's booking date, with the bank's reason code."""

    reference: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Recovered:
    """An employer who pays back what was claimed of a case."""

    case: str
    municipality: str
    received: RecoveryReceived


@dataclass(frozen=True, slots=True)
class Matches:
    """What the lines of one statement say. `known`: lines about what was reported before by another message; `recovered`: only
    where two people say so."""

    answers: tuple[Confirmed | Returned, ...] = ()
    left: tuple[tuple[BankLine, Bucket], ...] = ()
    known: int = 0
    recovered: tuple[Recovered, ...] = ()


@dataclass
class _Matching:
    payments: dict[str, Payment]
    answers: list[Confirmed | Returned] = field(default_factory=list)
    left: list[tuple[BankLine, Bucket]] = field(default_factory=list)
    known: int = 0
    seen: set[tuple[str, bool]] = field(default_factory=set)


def match(lines: Iterable[BankLine], payments: Payments, runs: Mapping[str, Sequence[str]]) -> Matches:
    """What every line is about; `runs` gives by run the references of its payments, for banks that book a run as one."""
    work = _Matching(dict(payments))
    for line in lines:
        batch = runs.get(line.batch or "")
        if batch is not None and line.reference is None and line.cents < 0:
            _whole_run(work, line, batch)
        else:
            _single(work, line)
    return Matches(tuple(work.answers), tuple(work.left), work.known)


def _whole_run(work: _Matching, line: BankLine, references: Sequence[str]) -> None:
    """A run that the bank booked as one amount: it stands for every payment that the bank did not reject before."""
    out = [work.payments[reference] for reference in references if work.payments[reference].back != "rejected"]
    if any(payment.back == "withdrawn" for payment in out):
        work.left.append((line, "ambiguous"))
    elif line.transactions != len(out) or -line.cents != sum(payment.cents for payment in out):
        work.left.append((line, "wrong_amount"))
    else:
        for payment in out:
            part = {"cents": -payment.cents, "reference": payment.reference}
            _debit(work, line.model_copy(update=part), payment)


def _single(work: _Matching, line: BankLine) -> None:
    payment = work.payments.get(line.reference or "")
    if payment is None:
        work.left.append((line, "unknown_receipt" if line.cents > 0 else "unknown_payment"))
    elif abs(line.cents) != payment.cents:
        work.left.append((line, "wrong_amount"))
    elif line.same_account is False:
        work.left.append((line, "wrong_account"))
    elif payment.back in ("rejected", "withdrawn"):
        work.left.append((line, "ambiguous"))
    elif line.cents < 0:
        _debit(work, line, payment)
    else:
        _credit(work, line, payment)


def _debit(work: _Matching, line: BankLine, payment: Payment) -> None:
    if _first_report(work, line, payment.confirmed_on):
        work.answers.append(Confirmed(payment.reference, line.booked_on))
        work.payments[payment.reference] = replace(payment, confirmed_on=line.booked_on)


def _credit(work: _Matching, line: BankLine, payment: Payment) -> None:
    if line.reason is None:
        work.left.append((line, "ambiguous"))
    elif _first_report(work, line, payment.back_on):
        work.answers.append(Returned(payment.reference, line.reason, line.booked_on))
        work.payments[payment.reference] = replace(payment, back="returned", back_on=line.booked_on)


def _first_report(work: _Matching, line: BankLine, reported: date | None) -> bool:
    """Whether this was not reported before. The same booking in another message (a notification, then the statement) is
    known; anything else happened twice."""
    assert line.reference is not None
    this = (line.reference, line.cents > 0)
    if reported == line.booked_on and this not in work.seen:
        work.known += 1
    elif reported is not None:
        work.left.append((line, "duplicate"))
    work.seen.add(this)
    return reported is None
