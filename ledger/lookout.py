"""What a ledger holds and anybody may look at: states at a position of the log, and what waits for a second person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ledger import facts
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.reading import Kept, Reading
from ledger.refusal import Refused
from ledger.vault.sealing import Vault


@dataclass
class Lookout:
    """One log with its vault, seen through a login."""

    store: Store
    vault: Vault
    login: str
    now: Callable[[], datetime]
    _kept: Kept = field(default_factory=dict)

    def reading(self, until: int | None = None) -> Reading:
        """States as of now, or as of a position of the log."""
        return Reading(self.store, until, self._kept)

    def waiting(self, position: int) -> Entry:
        """The proposal at that position, if it still waits for a second person (R37). Raises Refused."""
        entry = next(iter(self.store.read_all(after=position - 1, until=position)), None)
        if entry is None or not isinstance(entry.fact, facts.Proposed):
            raise Refused(f"Entry {position} is no proposal.", rule="R37", remedy="See lks proposals list.")
        for later in self.store.read(entry.stream, after=entry.version):
            if isinstance(later.fact, facts.Approved | facts.Declined) and later.fact.of == entry.version:
                raise Refused(f"Proposal {position} was decided already.", rule="R37", remedy="See lks proposals list.")
        return entry

    def proposals(self) -> list[Entry]:
        """Everything that waits for a second person (R37)."""
        waiting: dict[tuple[UUID, int], Entry] = {}
        for entry in self.store.read_all(topics=("Proposed", "Approved", "Declined")):
            if isinstance(entry.fact, facts.Proposed):
                waiting[entry.stream, entry.version] = entry
            elif isinstance(entry.fact, facts.Approved | facts.Declined):
                waiting.pop((entry.stream, entry.fact.of), None)
        return list(waiting.values())
