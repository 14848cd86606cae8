"""The payment runs of one municipality: what was prepared, by whom and on which day, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger import facts
from ledger.log.entry import Entry, Signature
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was prepared, by whom and on which business day, and what became of it."""

    prepared: facts.RunPrepared
    version: int
    by: Signature
    on: date
    status: Literal["prepared", "approved", "withdrawn"] = "prepared"


@dataclass(frozen=True, slots=True)
class PaymentRuns:
    """State: every run of a municipality by its number."""

    runs: Mapping[str, Run] = field(default_factory=dict)
    version: int = 0

    @property
    def open(self) -> Run | None:
        """The run that was prepared and neither approved nor withdrawn."""
        return next((run for run in self.runs.values() if run.status == "prepared"), None)


def evolve(runs: PaymentRuns, entry: Entry) -> PaymentRuns:
    """The runs after one more entry."""
    runs = replace(runs, version=entry.version)
    match entry.fact:
        case facts.RunPrepared() as fact:
            assert entry.cause is not None
            by = Signature(entry.cause.actor, entry.recorded_by)
            return _with(runs, Run(fact, entry.version, by, entry.cause.today))
        case facts.RunApproved() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="approved"))
        case facts.RunWithdrawn() as fact:
            return _with(runs, replace(runs.runs[fact.run], status="withdrawn"))
        case _:
            return runs


def known(runs: PaymentRuns, number: str) -> Run:
    """The run of that number. Raises Refused."""
    if number not in runs.runs:
        raise Refused(f"There is no run {number}.", rule="R25", remedy="See lks pay prepare.")
    return runs.runs[number]


def _with(runs: PaymentRuns, run: Run) -> PaymentRuns:
    return replace(runs, runs={**runs.runs, run.prepared.run: run})
