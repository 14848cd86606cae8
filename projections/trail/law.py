"""The values of the law and choices of policy that the amounts of a fact rest on, as links to the entries that adopted them."""

from collections.abc import Iterator

from ledger import facts
from ledger.calculation.segment import Segment
from ledger.facts import Fact
from projections.resting import Known, label
from projections.trail.before import Link
from projections.words import on_day

_YEARLY = ("minimum wage", "holiday percentage", "charges percentage")
"""What 1 January sets anew (R3)."""


def law_of(fact: Fact, known: Known, position: int, *, bbl: bool = False) -> Iterator[Link]:
    """Each value once, on the day for which it was looked up, as known at the fact's position."""
    if isinstance(fact, facts.Reindexed):
        values = [one for one in known.on(fact.effective, position) if one.name.startswith(_YEARLY)]
    else:
        values = known.values(_segments(fact), position, bbl=bbl)
    return (Link(value.entry, f"{label(value.name)} on {on_day(value.day)}") for value in values)


def _segments(fact: Fact) -> tuple[Segment, ...]:
    match fact:
        case facts.Decided():
            return fact.derivation
        case facts.Paid():
            return tuple(segment for line in fact.booked for segment in line.segments)
        case facts.Settled():
            return tuple(segment for line in fact.lines if line.total_cents for segment in line.due.segments)
        case _:
            return ()
