"""What a recorded change did to a case: as it was, as it is, and every amount that differs."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from commands.call import Call
from commands.effect_text import effect_fields, effect_table
from ledger.asking import Receipt
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import Contract, monthly
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.intents import CaseIntent
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.model import plain
from ledger.subsidy.effect import Effect, effects
from ledger.subsidy.state import Subsidy
from ledger.subsidy.undecided import undecided


class Change(NamedTuple):
    """A receipt, the case before and after it, and what became different, month by month to the end of next year."""

    receipt: Receipt
    before: Subsidy
    after: Subsidy
    found: tuple[Effect, ...]
    law: Law
    policy: Policy

    @property
    def told(self) -> list[str]:
        """What it does to the amounts; nothing before the first grant, or where nothing was recorded."""
        granted = self.receipt.entries and self.after.grants
        return effect_table(self.found, self.before) if granted else []


def record(call: Call, intent: CaseIntent) -> Change:
    """Ask for a change of one case. A repeat tells what it did when it was recorded."""
    receipt = call.record(intent)
    positions = [entry.position for entry in receipt.entries]
    known = call.ledger.reading(until=positions[-1] if positions else None)
    after = known.subsidy(intent.case)
    before = call.ledger.reading(until=positions[0] - 1).subsidy(intent.case) if positions else after
    law, policy = known.law(), known.policy(after.municipality)
    found = effects(before, after, Month(call.today.year + 1, 12), law, policy)
    return Change(receipt, before, after, found, law, policy)


def answer(call: Call, change: Change, say: Sequence[str], then: Sequence[str] = (), **fields: Any) -> None:
    """Say what was recorded, what it does to the amounts, and what comes next."""
    lines = [*say, *change.told, *then]
    call.answer(change.receipt, lines, case=change.after.case, effects=effect_fields(change.found), **fields)


def full_month(change: Change, day: date) -> tuple[int, int]:
    """Subsidy and charges of a full month of agreed hours, as it is on a day now."""
    assert change.after.terms is not None
    due = amount(monthly(change.after.terms, day, change.law, change.policy))
    return due.subsidy_cents, due.charges_cents


def amounts(cents: tuple[int, int]) -> str:
    """Subsidy and charges in words."""
    return f"{euro(cents[0])} subsidy + {euro(cents[1])} charges"


def takes_decision(change: Change) -> Iterator[str]:
    """R20: that what was recorded lowers the amount, so that a decision has to follow."""
    recorded = {entry.version for entry in change.receipt.entries}
    for one in undecided(change.after, change.law, change.policy):
        if one.slot in recorded:
            decide = f"lks decide amend --case {change.after.case} --effective {one.day}"
            yield f"It lowers the amount, which takes a decision (R20). Next: {decide}"


def capped(contract: Contract) -> str:
    """R4: that more hours are agreed than count; empty where all of them do."""
    if contract.hours <= contract.sector_full_time_hours:
        return ""
    week = plain(contract.sector_full_time_hours)
    return f"{plain(contract.hours)} hours are agreed; {week} count, the sector's full-time week (R4)."
