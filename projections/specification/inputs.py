"""What a specification is made of: whom a run pays, and what it paid by case. Opened personal data comes in from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import Line
from ledger.facts import MonthAmount, SettledLine
from ledger.subsidy.state import Slot, Subsidy
from ledger.vault.identity import EmployerData, PersonData


@dataclass(frozen=True, slots=True)
class Payee:
    """One employer in one run: the paying municipality and the body that acts for it, the employer's number and data.

    `data` is the employer as of the account of the payment (`Paid.account`). `number` is that of the run, `month` the one
    that it pays; of a determination the number of its decision, and no month.
    """

    municipality: str
    municipality_name: str
    executor: str | None
    employer: str
    data: EmployerData
    number: str
    month: Month | None


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination after which nothing is sent, for nothing is payable or something is owed (R31). It is told as a payment
    is; `run` and `reference` are the number of its decision, `execution_day` the day of it."""

    run: str
    employer: str
    execution_day: date
    owed: bool
    booked: tuple[Line, ...] = ()
    sent: tuple[MonthAmount, ...] = ()

    @property
    def reference(self) -> str:
        """Under which it is told; no payment has it."""
        return self.run


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement of one case: its lines and the version of its entry; the decision that determined with it, '' for none; and
    the topics that were recorded since something was booked before it."""

    lines: Sequence[SettledLine]
    version: int
    decision: str
    since: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A payment, and the settlements that are told with it: those since what was told before, oldest first."""

    payment: facts.Paid | Determined
    settled: Sequence[Settlement] = ()


@dataclass(frozen=True, slots=True)
class CasePayment:
    """What a run paid for one case: `subsidy` as it stands just after `paid`, with the settlements that it tells (`settled`),
    what was told before it (oldest first) and what came back of that. `person` is needed for profile A only."""

    paid: facts.Paid | Determined
    subsidy: Subsidy
    person: PersonData | None = None
    personnel_number: str | None = None
    settled: Sequence[Settlement] = ()
    earlier: Sequence[Told] = ()
    returned: Sequence[facts.PaymentReturned | facts.PaymentRejected] = ()


def row_id(case: str, slot: Slot, run: str, *, balance: bool = False) -> str:
    """The stable number of a row (regel_id): case, month, element and run."""
    return f"{_about(case, slot)}/{run}{'/saldo' if balance else ''}"


def settled_id(case: str, slot: Slot, version: int) -> str:
    """The stable number of a row of a settlement: case, month, element and the version of the settlement's entry."""
    return f"{_about(case, slot)}/verrekening-{version}"


def calculation_id(case: str, slot: Slot, version: int) -> str:
    """Where the calculation is found (berekening_id): case, month, element and the version of the entry that booked it."""
    return f"{_about(case, slot)}/{version}"


def opening_id(case: str, slot: Slot) -> str:
    """What was booked elsewhere, as a correction of it names it."""
    return f"{_about(case, slot)}/overname"


def _about(case: str, slot: Slot) -> str:
    month, element = slot
    return f"{case}/{month}/{'vast' if element == 'fixed' else 'variabel'}"
