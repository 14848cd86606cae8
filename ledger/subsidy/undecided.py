"""Changes that lower the amount and of which no decision was taken yet (R20): a signal to who decides, never a stop."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ledger import facts
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import Terms, monthly
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.subsidy.inputs import Input
from ledger.subsidy.state import Subsidy, after


class Undecided(NamedTuple):
    """A change by its slot, the first day on which it lowers the amount, and a full month's cents before and with it."""

    slot: int
    fact: facts.Amended | facts.LeaveReported
    day: date
    before_cents: int
    after_cents: int


def undecided(subsidy: Subsidy, law: Law, policy: Policy) -> tuple[Undecided, ...]:
    """The changes, in order of recording, that were reported or corrected after the last decision and lower the amount."""
    if subsidy.status != "granted":
        return ()
    since = ((slot, one) for slot, one in sorted(subsidy.inputs.items()) if one.puts[-1].version > subsidy.decided_at)
    found = (_lowers(slot, one, subsidy, law, policy) for slot, one in since)
    return tuple(one for one in found if one is not None)


def _lowers(slot: int, one: Input, subsidy: Subsidy, law: Law, policy: Policy) -> Undecided | None:
    fact = one.counts
    if not isinstance(fact, facts.Amended | facts.LeaveReported):
        return None
    taken_back = facts.Corrected(slot=slot, reason="imagined", kind=fact.topic, replacement=None)
    without = after([(taken_back, subsidy.version + 1, subsidy.municipality)], subsidy).terms
    for day in _days(fact):
        before, becomes = (_full_month(terms, day, law, policy) for terms in (without, subsidy.terms))
        if becomes < before:
            return Undecided(slot, fact, day, before, becomes)
    return None


def _days(fact: facts.Amended | facts.LeaveReported) -> Iterator[date]:
    """Days on which it can lower the amount: from which it counts, and after the end that it gives."""
    if isinstance(fact, facts.LeaveReported):
        yield fact.start
        return
    yield fact.effective
    if isinstance(fact.end, date):
        yield fact.end + timedelta(days=1)


def _full_month(terms: Terms | None, day: date, law: Law, policy: Policy) -> int:
    due = amount(monthly(terms, day, law, policy)) if terms else None
    return due.subsidy_cents + due.charges_cents if due else 0
