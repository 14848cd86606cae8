"""Every subsidy as known at a position of the log, read when first asked for.

Only facts that move what is due, or how a case stands, are folded: payments are most of the log and change neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from ledger.facts import Corrected
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.subsidy import state as subsidy
from ledger.subsidy.inputs import SLOTTED, TERMS
from ledger.subsidy.state import Subsidy

TOPICS = (
    *TERMS, "Corrected", "Decided", "OpeningBooked", "PaymentHeld", "PaymentReleased", "FinallySettled", "SetAside",
    "ObjectionFiled", "ObjectionDecided",
)  # fmt: skip


class Change(NamedTuple):
    """A subsidy before and after one entry of its own stream."""

    entry: Entry
    before: Subsidy
    after: Subsidy


@dataclass
class Cases:
    """Subsidies by stream."""

    store: Store
    position: int
    known: dict[UUID, Subsidy] = field(default_factory=dict)
    _complete: bool = False

    def fetch(self, entries: Iterable[Entry]) -> None:
        """Read the streams of these entries in one round trip, as they were before the first of them."""
        if self._complete:
            return
        firsts: dict[UUID, int] = {}
        for entry in entries:
            if entry.stream not in self.known and moves(entry):
                firsts.setdefault(entry.stream, entry.version)
        begun = [stream for stream, version in firsts.items() if version > 1]
        for stream, found in self.store.read_many(begun, until_position=self.position).items():
            self.known[stream] = subsidy.fold(entry for entry in found if entry.topic in TOPICS)

    def evolve(self, entry: Entry) -> Change:
        """Move one subsidy on."""
        before = self.known.get(entry.stream, Subsidy())
        after = self.known[entry.stream] = subsidy.evolve(before, entry)
        return Change(entry, before, after)

    def all(self) -> dict[UUID, Subsidy]:
        """Every subsidy there is."""
        if not self._complete:
            self._read_all()
        return self.known

    def _read_all(self) -> None:
        found: dict[UUID, Subsidy] = {}
        for entry in self.store.read_all(until=self.position, topics=TOPICS):
            if moves(entry) and entry.stream not in self.known:
                found[entry.stream] = subsidy.evolve(found.get(entry.stream, Subsidy()), entry)
        self.known |= found
        self._complete = True


def moves(entry: Entry) -> bool:
    """Whether the entry moves a subsidy. An employer can be held too, and has no municipality; persons are corrected too."""
    if isinstance(entry.fact, Corrected):
        return entry.fact.kind in SLOTTED
    return entry.topic in TOPICS and entry.municipality != ""
