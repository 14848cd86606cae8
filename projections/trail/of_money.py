"""Sentences about the money of one case: paid, returned, held, settled, determined and recovered."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from ledger import facts
from ledger.bank import reasons
from ledger.calculation.segment import Line
from ledger.facts import MonthAmount, SettledLine
from projections.trail.phrase import Phrase
from projections.words import amount, in_month, on_day, words


def opening_booked(fact: facts.OpeningBooked, of: str) -> str:
    """What another system paid."""
    lines = f"; booked and sent there: {by_month(fact.lines)}" if fact.lines else ""
    balance = f"; booked there and not sent: {by_month(fact.balance)}" if fact.balance else ""
    through = f"through {in_month(fact.paid_through)}"
    return f"took over the books of {of} with takeover {fact.opening}: settled elsewhere {through}{lines}{balance}"


def paid(fact: facts.Paid, of: str) -> str:
    """The payment of a run."""
    sent = sum(line.total_cents for line in fact.sent)
    booked = f"booked {by_month(fact.booked)}" if fact.booked else "booked nothing new"
    day = f"in the books on {on_day(fact.booked_on)}, executed on {on_day(fact.execution_day)}"
    to = f"{amount(sent)} to employer {fact.employer}" if fact.sent else "nothing"
    return f"paid in {of} by run {fact.run}: {booked}; sent {to} under reference {fact.reference}, {day}"


def confirmed(fact: facts.PaymentConfirmed, of: str) -> str:
    """The bank did it."""
    return f"recorded that the bank paid {amount(fact.cents)} for {of} of run {fact.run} on {on_day(fact.booked_on)}"


def returned(fact: facts.PaymentReturned, of: str) -> str:
    """It came back."""
    sum_ = amount(sum(line.total_cents for line in fact.lines))
    if fact.reason == "run_withdrawn":
        return f"withdrew the payment of {sum_} for {of} with run {fact.run}; it is payable again"
    when = f"on {on_day(fact.returned_on)} ({bank_reason(fact.reason)})"
    return f"recorded that {sum_} of run {fact.run} for {of} came back {when}; it is payable again"


def rejected(fact: facts.PaymentRejected, of: str) -> str:
    """The bank did not do it."""
    sum_ = amount(sum(line.total_cents for line in fact.lines))
    when = f"on {on_day(fact.rejected_on)} ({bank_reason(fact.reason)})"
    return f"recorded that the bank refused {sum_} of run {fact.run} for {of} {when}; it is payable again"


def held(fact: facts.PaymentHeld, of: str) -> str:
    """Left out of runs."""
    return f"held payments for {of} from {on_day(fact.effective)}: {words(fact.reason)}"


def released(fact: facts.PaymentReleased, of: str) -> str:
    """Paid again."""
    return f"released payments for {of} from {on_day(fact.effective)}"


def settled(fact: facts.Settled, of: str) -> str:
    """A settlement."""
    lines = [line for line in fact.lines if line.total_cents]
    booked = "; ".join(map(_settled, lines)) or "nothing to book"
    unknown = f"; worked hours not known: {', '.join(map(in_month, fact.unknown))}" if fact.unknown else ""
    day = f"in the books on {on_day(fact.booked_on)}"
    return f"settled {of} through {in_month(fact.through)}: {booked}{unknown}; {day}, nothing is sent by it"


def finally_settled(fact: facts.FinallySettled, of: str) -> str:
    """The determination."""
    total = f"{amount(fact.subsidy_cents)} subsidy and {amount(fact.charges_cents)} employer charges in all"
    if fact.balance_cents < 0:
        balance = (
            f"{amount(-fact.balance_cents)} is owed to the municipality, to be claimed until {on_day(fact.claim_until)}"
        )
    else:
        balance = f"{amount(fact.balance_cents)} is payable" if fact.balance_cents else "nothing is payable or owed"
    return f"determined {of} ({fact.decision}): {total}; {balance}"


def announced(fact: facts.RecoveryAnnounced, of: str) -> str:
    """A recovery to come."""
    views = f"the employer can give views until {on_day(fact.respond_by)}"
    return f"announced on {on_day(fact.announced_on)} to recover {amount(fact.cents)} in {of}; {views}"


def claimed(fact: facts.RecoveryClaimed, of: str) -> str:
    """A claim."""
    terms = (
        f"to be paid by {on_day(fact.pay_by)}; the employer can object through {on_day(fact.employer_objects_until)}"
    )
    return f"claimed {amount(fact.cents)} in {of} on {on_day(fact.decided_on)} ({fact.decision}), {terms}"


def instalments(fact: facts.InstalmentsAgreed, of: str) -> str:
    """Parts."""
    parts = ", ".join(f"{amount(part.cents)} by {on_day(part.due_on)}" for part in fact.instalments)
    return f"agreed on {on_day(fact.agreed_on)} that the claim in {of} is paid in parts: {parts}"


def received(fact: facts.RecoveryReceived, of: str) -> str:
    """Money back."""
    sum_ = amount(sum(line.total_cents for line in fact.lines))
    return f"recorded that {sum_} of the claim in {of} was received on {on_day(fact.received_on)}"


def written_off(fact: facts.WrittenOff, of: str) -> str:
    """What will not come."""
    sum_ = amount(sum(line.total_cents for line in fact.lines))
    return f"wrote off {sum_} in {of} on {on_day(fact.written_off_on)}, agreed on by two persons; reason {words(fact.reason)}"


def by_month(lines: Sequence[MonthAmount | Line]) -> str:
    """Amounts month by month, those of equal months next to each other told once."""
    told = []
    for _, group in groupby(lines, key=attrgetter("element", "subsidy_cents", "charges_cents")):
        same = list(group)
        first, last = same[0], same[-1]
        span = in_month(first.month) if len(same) == 1 else f"{in_month(first.month)} to {in_month(last.month)}, each"
        element = "" if first.element == "fixed" else "worked hours of "
        told.append(f"{element}{span} {_pair(first)}")
    return "; ".join(told)


def bank_reason(code: str) -> str:
    """What a code of the bank means."""
    return f"{code}: {reasons.REASONS[code]}" if code in reasons.REASONS else code


def _settled(line: SettledLine) -> str:
    element = "" if line.element == "fixed" else "worked hours of "
    due, was = amount(line.due.total_cents), amount(line.booked_subsidy_cents + line.booked_charges_cents)
    return f"{element}{in_month(line.month)} {due} due, {was} booked before, so {amount(line.total_cents)} booked now"


def _pair(line: MonthAmount | Line) -> str:
    return f"{amount(line.subsidy_cents)} subsidy and {amount(line.charges_cents)} charges"


SENTENCES: dict[str, Phrase] = {
    "OpeningBooked": opening_booked,
    "Paid": paid,
    "PaymentConfirmed": confirmed,
    "PaymentReturned": returned,
    "PaymentRejected": rejected,
    "PaymentHeld": held,
    "PaymentReleased": released,
    "Settled": settled,
    "FinallySettled": finally_settled,
    "RecoveryAnnounced": announced,
    "RecoveryClaimed": claimed,
    "InstalmentsAgreed": instalments,
    "RecoveryReceived": received,
    "WrittenOff": written_off,
}
