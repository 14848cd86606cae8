"""The payments of a run as the bank knows them, one per employer and run, and what the bank answered about each.

The `Paid` of a run stand directly after its approval, so they are read by position and no subsidy has to be folded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from ledger import facts
from ledger.facts import Fact, MonthAmount
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.payment.runs import Run

Back = Literal["returned", "rejected", "withdrawn"]
"""How a payment became payable again: it came back, the bank never made it, or the run was withdrawn."""

ANSWERS = ("PaymentConfirmed", "PaymentReturned", "PaymentRejected")


@dataclass(slots=True)
class Payment:
    """What one run sends one employer, under one reference (betaalkenmerk). `cases`: by subsidy's stream what it is made of.

    `confirmed_on` is the bank's booking date of the debit; `back_on` the day on which it became payable again.
    """

    run: str
    reference: str
    employer: str
    account: int
    municipality: str
    cents: int = 0
    cases: dict[UUID, tuple[MonthAmount, ...]] = field(default_factory=dict)
    confirmed_on: date | None = None
    back: Back | None = None
    back_on: date | None = None
    reason: str | None = None

    @property
    def answered(self) -> bool:
        """Whether the bank has said what became of it."""
        return self.confirmed_on is not None or self.back is not None

    def take(self, fact: Fact) -> None:
        """What one more answer says of it."""
        match fact:
            case facts.PaymentConfirmed():
                self.confirmed_on = fact.booked_on
            case facts.PaymentRejected():
                self.back, self.back_on, self.reason = "rejected", fact.rejected_on, fact.reason
            case facts.PaymentReturned(reason="run_withdrawn"):
                self.back, self.back_on = "withdrawn", fact.returned_on
            case facts.PaymentReturned():
                self.back, self.back_on, self.reason = "returned", fact.returned_on, fact.reason


def payments(store: Store, run: Run, until: int | None = None) -> dict[str, Payment]:
    """By reference the payments of an approved run, with what is known of each; none of a run that was not approved."""
    if run.approval is None:
        return {}
    found, references = _paid(run, paid_entries(store, run))
    for entry in store.read_municipality(run.municipality, ANSWERS, until, after=run.approval.position):
        if getattr(entry.fact, "run", None) == run.number and entry.stream in references:
            found[references[entry.stream]].take(entry.fact)
    return found


def paid_entries(store: Store, run: Run) -> Iterator[Entry]:
    """The `Paid` of an approved run, case by case."""
    assert run.approval is not None
    first = run.approval.position
    return store.read_all(after=first, until=first + run.prepared.cases, topics=("Paid",))


def _paid(run: Run, entries: Iterable[Entry]) -> tuple[dict[str, Payment], dict[UUID, str]]:
    found: dict[str, Payment] = {}
    references: dict[UUID, str] = {}
    for entry in entries:
        paid = entry.fact
        assert isinstance(paid, facts.Paid)
        if not paid.sent:
            continue
        new = Payment(run.number, paid.reference, paid.employer, paid.account, run.municipality)
        payment = found.setdefault(paid.reference, new)
        payment.cents += sum(amount.total_cents for amount in paid.sent)
        payment.cases[entry.stream] = paid.sent
        references[entry.stream] = paid.reference
    return found, references
