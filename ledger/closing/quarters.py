"""The quarters and years of one municipality: what was settled, signed off and reopened, and the date in the books (R22, R34).

Quarters are signed off in order, so the last one tells for every day whether the books are closed on it: all quarters
before the first that was signed off count as closed, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ledger import facts
from ledger.calculation.month import Quarter
from ledger.log.entry import Entry


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settlement that was recorded, and where its entry stands in the log."""

    fact: facts.QuarterSettled
    position: int


@dataclass(frozen=True, slots=True)
class SignedQuarter:
    """A quarter that is signed off, and where its entry stands; its report is what was known at `fact.position`."""

    fact: facts.QuarterSignedOff
    position: int


@dataclass(frozen=True, slots=True)
class SignedYear:
    """A year that is signed off, and where its entry stands."""

    fact: facts.YearSignedOff
    position: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a second person, and where its entry stands: the number by which people name it."""

    fact: facts.Proposed
    position: int


@dataclass(frozen=True, slots=True)
class Quarters:
    """State: the books of a municipality. `signed` are the quarters that are signed off now, in order."""

    settlements: tuple[Settlement, ...] = ()
    signed: tuple[SignedQuarter, ...] = ()
    reopened: tuple[facts.QuarterReopened, ...] = ()
    years: tuple[SignedYear, ...] = ()
    waiting: Mapping[int, Waiting] = field(default_factory=dict)
    version: int = 0

    @property
    def signed_through(self) -> Quarter | None:
        """The last quarter that is signed off; it and all before it are closed."""
        return self.signed[-1].fact.quarter if self.signed else None

    def closed(self, day: date) -> bool:
        """Whether the books are closed on a day."""
        return self.signed_through is not None and Quarter.of(day) <= self.signed_through

    def booked_on(self, natural: date) -> date:
        """R22: the date in the books: the natural one, or the first day of the oldest open quarter when its own is closed."""
        if self.signed_through is None or not self.closed(natural):
            return natural
        return self.signed_through.next.first

    def signed_quarter(self, quarter: Quarter) -> SignedQuarter | None:
        """The sign-off of a quarter, if it is signed off now."""
        return next((one for one in self.signed if one.fact.quarter == quarter), None)

    def signed_year(self, year: int) -> SignedYear | None:
        """The sign-off of a year, if it is signed off."""
        return next((one for one in self.years if one.fact.year == year), None)


def evolve(quarters: Quarters, entry: Entry) -> Quarters:
    """The books after one more entry."""
    quarters = replace(quarters, version=entry.version)
    match entry.fact:
        case facts.Proposed() as fact:
            return replace(quarters, waiting={**quarters.waiting, entry.version: Waiting(fact, entry.position)})
        case facts.Approved() | facts.Declined() as fact:
            waiting = {version: one for version, one in quarters.waiting.items() if version != fact.of}
            return replace(quarters, waiting=waiting)
        case facts.QuarterSettled() as fact:
            return replace(quarters, settlements=(*quarters.settlements, Settlement(fact, entry.position)))
        case facts.QuarterSignedOff() as fact:
            return replace(quarters, signed=(*quarters.signed, SignedQuarter(fact, entry.position)))
        case facts.QuarterReopened() as fact:
            signed = tuple(one for one in quarters.signed if one.fact.quarter != fact.quarter)
            return replace(quarters, signed=signed, reopened=(*quarters.reopened, fact))
        case facts.YearSignedOff() as fact:
            return replace(quarters, years=(*quarters.years, SignedYear(fact, entry.position)))
        case _:
            return quarters


def natural_date(fact: facts.Fact) -> date | None:
    """The date on which a money fact was, or would have been, in the books (R22); None of what the books do not hold."""
    match fact:
        case facts.Settled():
            return fact.booked_on
        case facts.Paid() | facts.OpeningBooked() | facts.PaymentConfirmed():
            return fact.booked_on
        case facts.PaymentReturned():
            return fact.returned_on
        case facts.PaymentRejected():
            return fact.rejected_on
        case facts.RecoveryClaimed():
            return fact.decided_on
        case facts.RecoveryReceived():
            return fact.received_on
        case facts.WrittenOff():
            return fact.written_off_on
        case _:
            return None


BOOKED_TOPICS = (
    "OpeningBooked", "Paid", "PaymentConfirmed", "PaymentReturned", "PaymentRejected", "Settled", "RecoveryClaimed",
    "RecoveryReceived", "WrittenOff",
)  # fmt: skip
"""Every fact that the books hold on a date: those of which `natural_date` tells one."""
