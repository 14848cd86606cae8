"""What a change does to the amounts of one case: by month and element, what was due and what is due with it (R37)."""

from typing import NamedTuple

from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import entitlement
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.subsidy.state import Cents2, Slot, Subsidy


class Effect(NamedTuple):
    """One month and element: cents of subsidy and charges that were due, and that are due with the change."""

    slot: Slot
    before: Cents2
    after: Cents2

    @property
    def difference(self) -> Cents2:
        """What is due more; negative is less."""
        return self.after[0] - self.before[0], self.after[1] - self.before[1]

    @property
    def difference_cents(self) -> int:
        """Subsidy and charges of it together."""
        return sum(self.difference)


def effects(before: Subsidy, becomes: Subsidy, last: Month, law: Law, policy: Policy) -> tuple[Effect, ...]:
    """Every month up to `last` of which another amount is due, in order. Months settled elsewhere are not due here (R27)."""
    was, is_ = _due(before, last, law, policy), _due(becomes, last, law, policy)
    found = (Effect(slot, was.get(slot, _NOTHING), is_.get(slot, _NOTHING)) for slot in sorted({*was, *is_}))
    return tuple(one for one in found if one.before != one.after)


def effect_cents(found: tuple[Effect, ...]) -> int:
    """How much moves, up or down: the sum of every month's difference without its sign."""
    return sum(abs(one.difference_cents) for one in found)


_NOTHING: Cents2 = (0, 0)


def _due(subsidy: Subsidy, last: Month, law: Law, policy: Policy) -> dict[Slot, Cents2]:
    return (
        {
            (month, line.element): (line.subsidy_cents, line.charges_cents)
            for month in subsidy.months_due(last)
            for line in entitlement(subsidy.terms, month, law, policy).lines
        }
        if subsidy.terms
        else {}
    )
