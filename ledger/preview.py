"""What another law value or policy would change: which subsidies and months, and by how much (R37, R41)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger import intents, law
from ledger.calculation.calendar import Month, months
from ledger.calculation.entitlement import entitlement
from ledger.facts import Fact
from ledger.law import Law, policy
from ledger.law.policy import Policy
from ledger.reading import Reading
from ledger.subsidy.state import Subsidy

MoneyIntent = intents.AdoptValues | intents.DeclineValue | intents.AdoptPolicy


@dataclass(frozen=True, slots=True)
class Change:
    """One month of one subsidy: fixed and variable together, in cents, before and after."""

    case: str
    month: Month
    before_cents: int
    after_cents: int


class _Imagined(NamedTuple):
    """An entry that is not there, to see what a fact would do."""

    fact: Fact
    version: int = 0


def would_change(intent: MoneyIntent, reading: Reading, today: date) -> bool:
    """Whether any amount up to the end of next year changes: then a second person is needed (R37)."""
    return next(changes(intent, reading, today), None) is not None


def changes(intent: MoneyIntent, reading: Reading, today: date) -> Iterator[Change]:
    """Every month of every subsidy whose amount changes, up to the end of next year."""
    if isinstance(intent, intents.AdoptPolicy) and not policy.changes_money(intent.switch):
        return
    municipality = intent.municipality if isinstance(intent, intents.AdoptPolicy) else ""
    law_after = _law_after(intent, reading.law())
    last = Month(today.year + 1, 12)
    for subsidy in reading.subsidies(municipality):
        before = reading.law(), reading.policy(subsidy.municipality)
        after = law_after, _policy_after(intent, reading, subsidy.municipality)
        yield from _compared(subsidy, last, before, after)


def _compared(subsidy: Subsidy, last: Month, before: tuple[Law, Policy], after: tuple[Law, Policy]) -> Iterator[Change]:
    if subsidy.terms is None or not subsidy.terms.grants:
        return
    first = Month.of(min(grant.start for grant in subsidy.terms.grants))
    for month in months(first, last):
        was = sum(line.total_cents for line in entitlement(subsidy.terms, month, *before).lines)
        becomes = sum(line.total_cents for line in entitlement(subsidy.terms, month, *after).lines)
        if was != becomes:
            yield Change(subsidy.case, month, was, becomes)


def _law_after(intent: MoneyIntent, known: Law) -> Law:
    if isinstance(intent, intents.AdoptPolicy):
        return known
    for fact in law.decide(intent, known):
        known = law.evolve(known, _Imagined(fact))
    return known


def _policy_after(intent: MoneyIntent, reading: Reading, municipality: str) -> Policy:
    wide, own = reading.policy(""), reading.own_policy(municipality)
    if not isinstance(intent, intents.AdoptPolicy):
        return policy.combine(wide, own)
    for fact in policy.decide(intent, own if intent.municipality else wide):
        imagined = _Imagined(fact)
        wide, own = (
            (wide, policy.evolve(own, imagined)) if intent.municipality else (policy.evolve(wide, imagined), own)
        )
    return policy.combine(wide, own)
