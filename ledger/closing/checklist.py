"""The list that must be green before a quarter is signed off (R34): each item says whether it is, and what to do if not.

Runs of the quarter are answered by the bank or explained, nothing on the paying account matches nothing, takeovers are
signed, and a settlement through the last month would book nothing. Months without worked hours stop nobody; they are named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ledger.calculation.month import Quarter
from ledger.closing.settlement import Settlement
from ledger.facts import UnknownHours
from ledger.payment.bank import Bank
from ledger.payment.runs import PaymentRuns, Run

ItemName = Literal["runs", "bank", "takeovers", "settlement", "hours"]

NAMED = 5
"""Cases or lines that an item names in words; `named` holds all of them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is looked at: whether it is in order, what was found, what to do, and everything that it is about."""

    name: ItemName
    ok: bool
    what: str
    remedy: str = ""
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items of a quarter, and the months of which nothing is known."""

    quarter: Quarter
    items: tuple[Item, ...]
    unknown: tuple[UnknownHours, ...] = ()

    @property
    def green(self) -> bool:
        """Whether the quarter can be signed off."""
        return all(item.ok for item in self.items)

    @property
    def faults(self) -> list[Item]:
        """The items that are not in order."""
        return [item for item in self.items if not item.ok]


def checklist(
    quarter: Quarter,
    runs: PaymentRuns,
    explained: Mapping[str, str],
    banks: Mapping[str, Bank],
    settlement: Settlement,
) -> Checklist:
    """Every item, judged. `banks`: the accounts that the municipality paid from in the quarter, by IBAN; `settlement`: what
    one through the last month would book."""
    items = (
        _runs(runs_of(quarter, runs), explained),
        _bank(quarter, banks),
        _takeovers(settlement),
        _settlement(quarter, runs, settlement),
        _hours(settlement),
    )
    return Checklist(quarter, items, settlement.unknown)


def runs_of(quarter: Quarter, runs: PaymentRuns) -> list[Run]:
    """The runs that are in the books of a quarter: by their payment day."""
    return [run for run in runs.runs.values() if quarter.first <= run.prepared.payment_day <= quarter.last]


def _runs(runs: list[Run], explained: Mapping[str, str]) -> Item:
    waiting = [run for run in runs if run.status == "prepared"]
    if waiting:
        number = waiting[0].number
        remedy = f"Approve it (lks pay approve {number}) or withdraw it (lks pay withdraw {number})."
        return Item("runs", False, f"{number} is prepared and not approved", remedy, (number,))
    silent = tuple(run.number for run in runs if run.status in ("approved", "exported") and run.number not in explained)
    if silent:
        remedy = "Import what the bank says (lks bank import), or say why not: --explain RUN=CODE."
        return Item("runs", False, f"the bank has not answered for {some(silent)}", remedy, silent)
    told = tuple(run.number for run in runs if run.number in explained)
    return Item("runs", True, f"runs answered or explained: {len(runs)}", "", told)


def _bank(quarter: Quarter, banks: Mapping[str, Bank]) -> Item:
    lines = tuple(
        str(line.position)
        for bank in banks.values()
        for line in bank.left.values()
        if line.fact.booked_on <= quarter.last
    )
    if lines:
        what = f"lines of the paying account that match nothing: {some(lines)}"
        return Item("bank", False, what, "See lks bank unmatched; then lks bank match.", lines)
    return Item("bank", True, "nothing on the paying account is unmatched")


def _takeovers(settlement: Settlement) -> Item:
    unsigned = tuple(one.case for one in settlement.left_out if one.reason == "opening_unsigned")
    if unsigned:
        what = f"taken over and not signed: {some(unsigned)}"
        return Item("takeovers", False, what, "Let a second person sign: lks opening sign.", unsigned)
    return Item("takeovers", True, "takeovers are signed")


def _settlement(quarter: Quarter, runs: PaymentRuns, settlement: Settlement) -> Item:
    cases = tuple(one.case for one in settlement.settled)
    if not cases:
        return Item("settlement", True, "due is booked for every month of the quarter and before")
    what = f"due is not what is booked of {some(cases)}"
    last = quarter.months[-1]
    fixed = max((line.month for line in settlement.lines if line.element == "fixed"), default=None)
    if fixed is not None and fixed >= runs.waits_from:
        return Item("settlement", False, what, f"Pay {last} first: lks pay prepare --month {last}.", cases)
    return Item("settlement", False, what, f"Settle: lks settle --quarter {quarter}.", cases)


def _hours(settlement: Settlement) -> Item:
    named = tuple(f"{one.case} {month}" for one in settlement.unknown for month in one.months)
    if named:
        return Item("hours", True, f"worked hours are not reported: {some(named)}", "", named)
    return Item("hours", True, "worked hours are known for every month")


def some(named: tuple[str, ...]) -> str:
    """The first of many things, and how many more there are."""
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return ", ".join(named[:NAMED]) + more
