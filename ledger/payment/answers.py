"""What the bank's answers record: in every subsidy that a payment was made of, at its employer, and in its run (R21, R25, R26)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger import facts, intents
from ledger.bank.reasons import ACCOUNT_REASONS
from ledger.facts import Fact
from ledger.identifiers import parse_run, stream_id
from ledger.payment.matching import Confirmed, Matches, Returned, match
from ledger.payment.payments import Payment
from ledger.payment.runs import NEVER_PAID, Run
from ledger.reading import Reading
from ledger.refusal import Misuse


class Consequence(NamedTuple):
    """A fact for another stream than the one that was asked."""

    stream: UUID
    municipality: str
    fact: Fact


@dataclass
class Out:
    """Payments of runs, by reference, as they are known and as the answers move them."""

    runs: dict[str, Run] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)

    def references(self) -> dict[str, list[str]]:
        """By run the references of its payments."""
        found: dict[str, list[str]] = {run: [] for run in self.runs}
        for reference, payment in self.payments.items():
            found[payment.run].append(reference)
        return found


def run_of(reference: str) -> str | None:
    """The run that a reference of ours names."""
    try:
        return parse_run(reference.partition("/")[0])
    except Misuse:
        return None


def out(reading: Reading, runs: Iterable[str]) -> Out:
    """The payments of these runs, of those that there are."""
    found = Out()
    for number in sorted(set(runs)):
        run = reading.runs(number[:6]).runs.get(number)
        if run is not None:
            found.runs[number] = run
            found.payments |= reading.payments(run)
    return found


def out_of_statement(reading: Reading, intent: intents.ImportStatement) -> Out:
    """The payments of every run that a statement names."""
    named = (run_of(text) for line in intent.lines for text in (line.reference, line.batch) if text)
    return out(reading, (run for run in named if run is not None))


def matches(intent: intents.ImportStatement, found: Out) -> Matches:
    """What the lines of a statement are about."""
    return match(intent.lines, found.payments, found.references())


def answered(reading: Reading, found: Out, said: Matches) -> list[Consequence]:
    """What confirmed and returned payments and repaid claims record, and the runs that are answered with them."""
    recorded = [Consequence(stream_id("subsidy", one.case), one.municipality, one.received) for one in said.recovered]
    for answer in said.answers:
        payment = found.payments[answer.reference]
        if isinstance(answer, Confirmed):
            recorded += _each(found, payment, _confirmed(payment, answer.on))
        else:
            recorded += _each(found, payment, _returned(payment, answer))
            recorded += _blocked(reading, payment, answer.reason)
    return [*recorded, *_runs_answered(found)]


def rejected(reading: Reading, found: Out, intent: intents.ImportRejections) -> list[Consequence]:
    """What payments record that the bank did not carry out: all of the file, or those that it names (R25)."""
    reasons = {one.reference: one.reason for one in intent.rejections}
    recorded: list[Consequence] = []
    for reference, payment in found.payments.items():
        reason = intent.reason or reasons.get(reference)
        if reason is None or payment.back is not None:
            continue
        recorded += _each(found, payment, _rejected(payment, reason, intent.reported_on))
        if intent.reason is None:
            recorded += _blocked(reading, payment, reason)
    return recorded if intent.reason else [*recorded, *_runs_answered(found)]


def _each(found: Out, payment: Payment, by_case: Mapping[UUID, Fact]) -> Iterator[Consequence]:
    for stream, fact in by_case.items():
        payment.take(fact)
        yield Consequence(stream, payment.municipality, fact)
    day = payment.back_on or payment.confirmed_on
    assert day is not None
    found.last[payment.run] = max(day, found.last.get(payment.run, day))


def _confirmed(payment: Payment, on: date) -> dict[UUID, Fact]:
    return {
        stream: facts.PaymentConfirmed(run=payment.run, cents=sum(one.total_cents for one in lines), booked_on=on)
        for stream, lines in payment.cases.items()
    }


def _returned(payment: Payment, answer: Returned) -> dict[UUID, Fact]:
    return {
        stream: facts.PaymentReturned(run=payment.run, reason=answer.reason, lines=lines, returned_on=answer.on)
        for stream, lines in payment.cases.items()
    }


def _rejected(payment: Payment, reason: str, on: date) -> dict[UUID, Fact]:
    return {
        stream: facts.PaymentRejected(run=payment.run, reason=reason, lines=lines, rejected_on=on)
        for stream, lines in payment.cases.items()
    }


def _blocked(reading: Reading, payment: Payment, reason: str) -> Iterator[Consequence]:
    """R26: an account that the bank does not take is blocked, unless another was approved since."""
    employer = reading.employer(payment.employer)
    if reason in ACCOUNT_REASONS and employer.account == payment.account and employer.blocked is None:
        blocked = facts.AccountBlocked(account=payment.account, reason=reason)
        yield Consequence(stream_id("employer", payment.employer), "", blocked)


def _runs_answered(found: Out) -> Iterator[Consequence]:
    """A run of which every payment was answered is confirmed."""
    for number, run in found.runs.items():
        if run.status == "confirmed" or run.status in NEVER_PAID or number not in found.last:
            continue
        if all(payment.answered for payment in found.payments.values() if payment.run == number):
            confirmed = facts.RunConfirmed(run=number, confirmed_on=found.last[number])
            yield Consequence(stream_id("run", run.municipality), run.municipality, confirmed)
