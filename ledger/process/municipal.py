"""What a municipality does as a whole: its runs, settlements and quarters, and what waits for a second person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.calculation.calendar import execution_day, payment_day
from ledger.calculation.month import Month, months
from ledger.closing.quarter_decider import oldest_open
from ledger.closing.quarters import Quarters
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.payment.runs import NEVER_PAID, PaymentRuns, Run
from ledger.process import deadlines
from ledger.process.item import WorkItem, item
from ledger.subsidy.state import Subsidy


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person: what it is, on which business day it was asked, and the command that answers it."""

    what: str
    on: date
    command: str


@dataclass(frozen=True, slots=True)
class Paying:
    """The months of which a municipality may have something to pay: `last` None while a case runs on."""

    first: Month
    last: Month | None

    def covers(self, month: Month) -> bool:
        """Whether something may be due in that month."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality as the work items look at it."""

    municipality: str
    runs: PaymentRuns
    quarters: Quarters
    paying: Paying | None
    waiting: tuple[Waiting, ...]
    law: Law
    policy: Policy


def items(town: Town, until: date) -> tuple[WorkItem, ...]:
    """What is to do for the municipality, up to a day."""
    return (*_runs(town, until), *_settlements(town, until), *_quarters(town, until), *_proposals(town))


def paying(subsidies: Iterable[Subsidy]) -> Paying | None:
    """From which month on, and through which, the cases have something to pay; None: there is nothing."""
    firsts: list[Month] = []
    lasts: list[Month | None] = []
    for one in subsidies:
        if one.grants and one.terms is not None and one.determined is None:
            first = Month.of(min(grant.start for grant in one.grants))
            firsts.append(first if one.paid_through is None else max(first, one.paid_through.next))
            lasts.append(Month.of(one.terms.ended) if one.terms.ended else None)
    if not firsts:
        return None
    return Paying(min(firsts), None if None in lasts else max(last for last in lasts if last is not None))


# --- runs ---------------------------------------------------------------------------------------------------------------


def _runs(town: Town, until: date) -> Iterator[WorkItem]:
    for run in town.runs.runs.values():
        yield from _run(town, run)
    waited = town.runs.open.prepared.month if town.runs.open else None
    for month in _months_to_pay(town, until):
        if month != waited:
            days_before = int(town.policy.on("execution_days_before", month.first))
            last = execution_day(payment_day(month), days_before)
            say = f"run of {month}, to be paid by {payment_day(month)}"
            command = f"lks pay prepare --municipality {town.municipality} --month {month}"
            yield item(
                "prepare_run", town.municipality, month.first, last, deadlines.PAYMENT_DAY, say, command, key=month
            )


def _months_to_pay(town: Town, until: date) -> Iterator[Month]:
    """The months from the one that waits for its run to the last one asked for. A run takes earlier months along (R23), so
    of a long row only the last year is told."""
    if town.paying is None:
        return
    last = town.runs.last_month
    first = max(last.next, town.paying.first) if last else town.paying.first
    final = Month.of(until)
    yield from (month for month in months(max(first, final + -11), final) if town.paying.covers(month))


def _run(town: Town, run: Run) -> Iterator[WorkItem]:
    number, last = run.number, run.prepared.execution_day
    match run.status:
        case "prepared":
            say = f"{number} is prepared, by {run.by.actor}; another person approves it"
            command = f"lks pay approve {number}"
            yield item("approve_run", number, run.on, last, deadlines.PAYMENT_DAY, say, command)
        case "approved":
            say = f"{number} is approved; its file goes to the bank"
            command = f"lks pay export {number} --out DIR"
            yield item("export_run", number, run.on, last, deadlines.PAYMENT_DAY, say, command)
        case "rejected" | "withdrawn" if run.approval is not None and _is_last(run, town.runs):
            say = f"{number} was {run.status}: all of it is payable again"
            command = f"lks pay prepare --municipality {town.municipality} --month {run.prepared.month}"
            yield item("run_again", number, run.on, last, deadlines.PAYMENT_DAY, say, command)


def _is_last(run: Run, runs: PaymentRuns) -> bool:
    """No later run took over what this one did not pay, and none is on its way."""
    assert run.approval is not None
    later = (one for one in runs.approved if one.approval and one.approval.position > run.approval.position)
    return runs.open is None and all(one.status in NEVER_PAID for one in later)


# --- settlements and quarters -------------------------------------------------------------------------------------------


def _settlements(town: Town, until: date) -> Iterator[WorkItem]:
    """R28: at least once a quarter, or a month where policy says so. A quarter that is signed off was settled."""
    begin = oldest_open(town.quarters, town.runs)
    if begin is None:
        return
    through = max((one.fact.through for one in town.quarters.settlements), default=None)
    first = begin.first if through is None else max(begin.first, through.next.first)
    for month in months(Month.of(first), Month.of(until).previous):
        monthly = town.policy.on("settlement_frequency", month.next.first) == "month"
        if monthly or month == month.quarter.months[-1]:
            last = deadlines.settled_by(month, monthly=monthly)
            command = f"lks settle --municipality {town.municipality} --through {month}"
            say = f"settlement through {month}; where nothing differs, the sign-off"
            yield item(
                "settle", town.municipality, month.next.first, last, deadlines.SETTLEMENT, say, command, key=month
            )


def _quarters(town: Town, until: date) -> Iterator[WorkItem]:
    quarter = oldest_open(town.quarters, town.runs)
    while quarter is not None and quarter.last < until:
        last = deadlines.settled_by(quarter.months[-1], monthly=False)
        command = f"lks quarter checklist --municipality {town.municipality} --quarter {quarter}"
        say = f"{quarter} to sign off, by two persons"
        yield item(
            "sign_off", town.municipality, quarter.next.first, last, deadlines.QUARTER, say, command, key=quarter
        )
        quarter = quarter.next


def _proposals(town: Town) -> Iterator[WorkItem]:
    for one in town.waiting:
        last = deadlines.PROPOSAL.last_day(one.on)
        say = f"{one.what} waits for a second person"
        yield item(
            "proposal",
            town.municipality or "ledger",
            one.on,
            last,
            deadlines.PROPOSAL,
            say,
            one.command,
            key=one.command,
        )
