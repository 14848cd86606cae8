"""What a run books and sends for one subsidy, or why it leaves the case out (R21, R23).

All lines of a run have one digest, so approving computes them again and sees the smallest difference.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.calculation.segment import Line
from ledger.facts import LeftOut, MonthAmount
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.party.state import Employer
from ledger.subsidy.state import Subsidy

LONG_FIRST_PAYMENT_MONTHS = 6

REASONS: dict[str, str] = {
    "held": "payment of the case is held",
    "employer_held": "payment to the employer is held",
    "no_account": "the employer has no account",
    "account_blocked": "the bank refused the employer's account, and no other is approved",
    "opening_unsigned": "the takeover is not signed by a second person",
    "starts_later": "the employment had not started on the day of preparing; the next run takes it",
    "long_first_payment": "a first payment of more than six months needs a reason",
    "hours_unknown": "only worked hours are due, and none are reported",
    "wage_value_missing": "the flat-rate six months are over and no wage value is decided",
    "nothing_payable": "what is payable is negative; it is set off against a next run",
    "owed_at_the_end": "the case ended and what is payable is negative; it waits for lks decide determine",
}
"""Why a run leaves a case out."""


@dataclass(frozen=True, slots=True)
class CaseLines:
    """What a run books and sends for one subsidy."""

    case: str
    employer: str
    account: int
    booked: tuple[Line, ...]
    sent: tuple[MonthAmount, ...]

    def text(self) -> Iterable[str]:
        """The lines as the digest and a refusal name them."""
        for kind, lines in (("booked", self.booked), ("sent", self.sent)):
            for line in lines:
                where = f"{self.case} {line.month} {line.element} {kind}"
                yield f"{where} {line.subsidy_cents} {line.charges_cents} {self.employer}/{self.account}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """All lines of a run, and the cases it leaves out."""

    lines: tuple[CaseLines, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all lines (R25)."""
        return hashlib.sha256("\n".join(self.texts()).encode()).hexdigest()

    def texts(self) -> list[str]:
        """Every line of the run as text."""
        return [text for case in self.lines for text in case.text()]

    def booked(self) -> Iterable[Line]:
        """Every booking line."""
        return (line for case in self.lines for line in case.booked)

    def sent_cents(self) -> int:
        """What goes to the bank."""
        return sum(amount.total_cents for case in self.lines for amount in case.sent)


@dataclass(frozen=True, slots=True)
class RunTerms:
    """On what a run is lined up: its month, the day of preparing, law and policy, and who may have a long first payment."""

    month: Month
    today: date
    law: Law
    policy: Policy
    long_first_payments: Collection[str] = ()


def line_up(subsidy: Subsidy, employer: Employer, run: RunTerms, signed: bool) -> CaseLines | LeftOut | None:
    """What a run books and sends for one subsidy; a reason why not; or None if it is not concerned."""
    if subsidy.terms is None or not subsidy.terms.grants:
        return None
    to_book, reason = _to_book(subsidy, run)
    payable = _payable(subsidy, to_book)
    total = sum(amount.total_cents for amount in payable)
    if not to_book and total == 0:
        return LeftOut(case=subsidy.case, reason=reason) if reason else None
    owed = not to_book and total < 0
    if owed and (subsidy.claims or subsidy.finally_settled is not None):
        return None
    obstacle = _obstacle(subsidy, employer, run, signed, len({amount.month for amount in payable}))
    if obstacle:
        return LeftOut(case=subsidy.case, reason=obstacle)
    if owed:
        return LeftOut(case=subsidy.case, reason="nothing_payable" if subsidy.ended is None else "owed_at_the_end")
    sent = payable if total > 0 else ()
    return CaseLines(subsidy.case, employer.number, employer.account, to_book, sent)


def paid(lines: CaseLines, prepared: facts.RunPrepared) -> facts.Paid:
    """The payment of one subsidy as its stream records it (R21, R22)."""
    return facts.Paid(
        run=prepared.run,
        reference=payment_reference(prepared.run, lines.employer),
        booked=lines.booked,
        sent=lines.sent,
        booked_on=prepared.payment_day,
        execution_day=prepared.execution_day,
        employer=lines.employer,
        account=lines.account,
    )


def returned(subsidy: Subsidy, run: str, today: date) -> facts.PaymentReturned | None:
    """What a withdrawn run gives back to one subsidy: all that it sent and still is out is payable again (R25)."""
    lines = subsidy.runs.get(run)
    if not lines:
        return None
    return facts.PaymentReturned(run=run, reason="run_withdrawn", lines=lines, returned_on=today)


def payment_reference(run: str, employer: str) -> str:
    """Betaalkenmerk: one per employer and run, at most 35 characters, the EndToEndId of the bank."""
    return f"{run}/{employer}"


def _to_book(subsidy: Subsidy, run: RunTerms) -> tuple[tuple[Line, ...], str | None]:
    """Fixed lines of the month and of every earlier granted month without one (R23), and why there are none. What was
    determined is booked by a new determination only (R31)."""
    assert subsidy.terms is not None
    if subsidy.finally_settled is not None:
        return (), None
    if _starts_later(subsidy, run):
        return (), "starts_later"
    lines: list[Line] = []
    reason = None
    for each in subsidy.months_due(run.month):
        if (each, "fixed") in subsidy.booked:
            continue
        due = entitlement(subsidy.terms, each, run.law, run.policy)
        lines += [line for line in due.lines if line.element == "fixed"]
        reason = "hours_unknown" if due.unknown else due.reason
    return tuple(lines), reason if reason in REASONS else None


def _starts_later(subsidy: Subsidy, run: RunTerms) -> bool:
    """The month in which the employment starts waits if it had not started by the day of preparing (R23)."""
    assert subsidy.terms is not None
    start = subsidy.terms.employment_start
    if Month.of(start) != run.month:
        return False
    return start > run.today or run.policy.on("first_payment", run.month.first) == "next_month"


def _payable(subsidy: Subsidy, to_book: Iterable[Line]) -> tuple[MonthAmount, ...]:
    """Booked minus sent after booking, by month and element (R21)."""
    balance = dict(subsidy.payable())
    for line in to_book:
        before = balance.get((line.month, line.element), (0, 0))
        after = (before[0] + line.subsidy_cents, before[1] + line.charges_cents)
        balance[line.month, line.element] = after
    return tuple(
        MonthAmount(month=month, element=element, subsidy_cents=subsidy_cents, charges_cents=charges_cents)
        for (month, element), (subsidy_cents, charges_cents) in sorted(balance.items())
        if subsidy_cents or charges_cents
    )


def _obstacle(subsidy: Subsidy, employer: Employer, run: RunTerms, signed: bool, months_paid: int) -> str | None:
    if subsidy.hold is not None:
        return "held"
    if employer.hold is not None:
        return "employer_held"
    if employer.account == 0:
        return "no_account"
    if employer.blocked is not None:
        return "account_blocked"
    if subsidy.opening is not None and not signed:
        return "opening_unsigned"
    first_payment = not subsidy.sent  # a settlement may have booked it before, and pays nothing
    if first_payment and months_paid > LONG_FIRST_PAYMENT_MONTHS and subsidy.case not in run.long_first_payments:
        return "long_first_payment"
    return None
