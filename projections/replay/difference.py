"""What changed about a case between two moments, cent by cent, and which entry caused each difference (R29).

What is due moves with the case's own facts, the law and the policy; what was booked, sent, returned, received or written off
with money facts. The parts of every month sum to its whole, because each is the difference between just before an entry
and just after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ledger.calculation.month import Month
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.subsidy import state
from ledger.subsidy.state import Cents2, Slot, Subsidy
from projections.due_changes import RULING
from projections.dues import difference, outlook
from projections.replay.case import Amounts, Moment, last_month, moment_at, moved
from projections.replay.case import amounts as summed
from projections.resting import Known
from projections.trail.reading import told
from projections.trail.sentence import Told


class Part(NamedTuple):
    """What one entry changed of a month and element, in cents; `kind` is one of `case.KINDS`."""

    position: int
    kind: str
    month: Month
    element: str
    subsidy_cents: int
    charges_cents: int

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents


@dataclass(frozen=True, slots=True)
class Between:
    """A case at two moments: how it stood, its amounts at each, what was recorded of it in between, and every part."""

    first: Moment
    second: Moment
    before: Subsidy
    after: Subsidy
    amounts_before: dict[Slot, Amounts]
    amounts_after: dict[Slot, Amounts]
    parts: tuple[Part, ...]
    told: tuple[Told, ...]

    @property
    def slots(self) -> list[Slot]:
        """The months and elements of which something differs, in order."""
        every = sorted(self.amounts_before.keys() | self.amounts_after.keys())
        return [slot for slot in every if any(self.change(slot))]

    def change(self, slot: Slot) -> Amounts:
        """How the amounts of a month and element differ."""
        return self.amounts_after.get(slot, Amounts()).minus(self.amounts_before.get(slot, Amounts()))


def between(store: Store, case: str, first: int, second: int) -> Between | None:
    """The case at two positions, the first one before the second; None where it was not there at the second."""
    stream = stream_id("subsidy", case)
    entries = store.read(stream, until_position=second)
    after = state.fold(entries)
    if after.terms is None:
        return None
    then, now = moment_at(store, first), moment_at(store, second)
    last = last_month(now)
    known = Known(store, after.municipality, second)
    before = state.fold(entry for entry in entries if entry.position <= first)
    later = [entry for entry in entries if entry.position > first]
    parts = [*_due(known, before, later, first, last), *_money(later, after)]
    due_before = _outlook(before, known, first, last)
    due_after = _outlook(after, known, second, last)
    earlier = [entry for entry in entries if entry.position <= first]
    shown = {entry.position: entry for entry in later} | _ruling(known, parts)
    return Between(
        then, now, before, after,
        summed(due_before, moved(earlier, after)), summed(due_after, moved(entries, after)),
        tuple(sorted(parts, key=lambda part: part.position)),
        tuple(told(store, [shown[position] for position in sorted(shown)])),
    )  # fmt: skip


def _due(known: Known, subsidy: Subsidy, later: list[Entry], first: int, last: Month) -> Iterator[Part]:
    """Entry by entry, what it changed of what is due: the case's own, and those that rule every case."""
    ruling = [entry for entry in known.entries if entry.position > first and entry.topic in RULING]
    was = _outlook(subsidy, known, first, last)
    for entry in sorted((*later, *ruling), key=lambda entry: entry.position):
        moves = subsidy
        if entry.topic not in RULING:
            moves = state.evolve(subsidy, entry)
            if (moves.terms, moves.paid_through) == (subsidy.terms, subsidy.paid_through):
                subsidy = moves
                continue
        becomes = _outlook(moves, known, entry.position, last)
        for (month, element), cents in difference(was, becomes).items():
            yield Part(entry.position, "due", month, element, *cents)
        subsidy, was = moves, becomes


def _money(later: list[Entry], subsidy: Subsidy) -> Iterator[Part]:
    for one in moved(later, subsidy):
        yield Part(one.position, one.kind, Month.of(one.month), one.element, one.subsidy_cents, one.charges_cents)


def _ruling(known: Known, parts: list[Part]) -> dict[int, Entry]:
    """Entries of the law and of policy that changed something."""
    changed = {part.position for part in parts}
    return {entry.position: entry for entry in known.entries if entry.position in changed}


def _outlook(subsidy: Subsidy, known: Known, position: int, last: Month) -> dict[Slot, Cents2]:
    law, policy = known.at(position)
    return outlook(subsidy, law, policy, None, last).due
