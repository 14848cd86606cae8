"""What a specification is made of: whom a run pays, and what it paid by case. Opened personal data comes in from outside."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger import facts
from ledger.subsidy.state import Slot, Subsidy
from ledger.vault.identity import EmployerData, PersonData


@dataclass(frozen=True, slots=True)
class Payee:
    """One employer in one run: the paying municipality and the body that acts for it, the employer's number and data.

    `data` is the employer as of the account of the payment (`Paid.account`).
    """

    municipality: str
    municipality_name: str
    executor: str | None
    employer: str
    data: EmployerData
    run: facts.RunPrepared


@dataclass(frozen=True, slots=True)
class CasePayment:
    """What a run paid for one case: `subsidy` as it stands just after `paid`, with the payments before it (oldest first)
    and what came back of these. `person` is needed for profile A only."""

    paid: facts.Paid
    subsidy: Subsidy
    person: PersonData | None = None
    personnel_number: str | None = None
    earlier: Sequence[facts.Paid] = ()
    returned: Sequence[facts.PaymentReturned | facts.PaymentRejected] = ()


def row_id(case: str, slot: Slot, run: str, *, balance: bool = False) -> str:
    """The stable number of a row (regel_id): case, month, element and run."""
    return f"{_about(case, slot)}/{run}{'/saldo' if balance else ''}"


def calculation_id(subsidy: Subsidy, slot: Slot) -> str:
    """Where the calculation is found (berekening_id): case, month, element and the version of the payment's entry."""
    return f"{_about(subsidy.case, slot)}/{subsidy.version}"


def opening_id(case: str, slot: Slot) -> str:
    """What was booked elsewhere, as a correction of it names it."""
    return f"{_about(case, slot)}/overname"


def _about(case: str, slot: Slot) -> str:
    month, element = slot
    return f"{case}/{month}/{'vast' if element == 'fixed' else 'variabel'}"
