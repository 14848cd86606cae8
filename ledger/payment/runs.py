"""The payment runs of one municipality: what was prepared, by whom and on which day, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from ledger import facts
from ledger.calculation.month import Month
from ledger.log.entry import Entry, Signature
from ledger.refusal import Refused

RunStatus = Literal["prepared", "approved", "exported", "confirmed", "rejected", "withdrawn"]
"""Klaargezet, goedgekeurd, bestand gemaakt, door de bank beantwoord, afgekeurd, ingetrokken."""

NEVER_PAID: frozenset[RunStatus] = frozenset({"rejected", "withdrawn"})
"""Nothing of such a run counts as sent."""


@dataclass(frozen=True, slots=True)
class Approval:
    """When a run was approved, and where its entry stands: its payments follow directly after it."""

    at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class Export:
    """The payment file that was made: its digest, and where its entry stands in the log."""

    fact: facts.RunExported
    position: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was prepared, by whom and on which business day, and what became of it."""

    prepared: facts.RunPrepared
    version: int
    by: Signature
    on: date
    status: RunStatus = "prepared"
    approval: Approval | None = None
    export: Export | None = None
    reason: str | None = None

    @property
    def number(self) -> str:
        """The run's number."""
        return self.prepared.run

    @property
    def municipality(self) -> str:
        """The municipality that pays, GM0363."""
        return self.number[:6]


_FIRST = Month(2015, 1)
"""The first month of the law."""


@dataclass(frozen=True, slots=True)
class PaymentRuns:
    """State: every run of a municipality by its number."""

    runs: Mapping[str, Run] = field(default_factory=dict)
    version: int = 0

    @property
    def open(self) -> Run | None:
        """The run that was prepared and neither approved nor withdrawn."""
        return next((run for run in self.runs.values() if run.status == "prepared"), None)

    @property
    def approved(self) -> list[Run]:
        """Every run that was approved, whatever became of it: its lines are booked (R21)."""
        return [run for run in self.runs.values() if run.approval is not None]

    @property
    def last_month(self) -> Month | None:
        """The latest month of which a run was approved (R28)."""
        return max((run.prepared.month for run in self.approved), default=None)

    @property
    def waits_from(self) -> Month:
        """The first month whose fixed amounts no run has taken yet (R23)."""
        return self.last_month.next if self.last_month else _FIRST


def evolve(runs: PaymentRuns, entry: Entry) -> PaymentRuns:
    """The runs after one more entry."""
    runs = replace(runs, version=entry.version)
    match entry.fact:
        case facts.RunPrepared() as fact:
            assert entry.cause is not None
            by = Signature(entry.cause.actor, entry.recorded_by)
            return _with(runs, Run(fact, entry.version, by, entry.cause.today))
        case facts.RunApproved() as fact:
            approval = Approval(entry.recorded_at, entry.position)
            return _with(runs, replace(runs.runs[fact.run], status="approved", approval=approval))
        case facts.RunExported() as fact:
            export = Export(fact, entry.position)
            return _with(runs, replace(runs.runs[fact.run], status="exported", export=export))
        case facts.FileRejected() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="rejected", reason=fact.reason))
        case facts.RunConfirmed() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="confirmed"))
        case facts.RunWithdrawn() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="withdrawn"))
        case _:
            return runs


def known(runs: PaymentRuns, number: str) -> Run:
    """The run of that number. Raises Refused."""
    if number not in runs.runs:
        raise Refused(f"There is no run {number}.", rule="R25", remedy="See lks pay list.")
    return runs.runs[number]


def _with(runs: PaymentRuns, run: Run) -> PaymentRuns:
    return replace(runs, runs={**runs.runs, run.number: run})
