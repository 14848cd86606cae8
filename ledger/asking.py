"""Who asks the ledger something, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.closing.settlement import Settlement
from ledger.facts import Fact
from ledger.log.entry import Entry


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on which business day (R40), and under which key; without a key the content itself is the key."""

    by: str
    today: date
    on_behalf_of: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command led to. `name` is that of the first stream written; `repeated`: nothing new, it was recorded before;
    `settlement`: what a settlement found, also where there was nothing to book."""

    name: str
    entries: Sequence[Entry]
    repeated: bool
    settlement: Settlement | None = None

    @property
    def facts(self) -> list[Fact]:
        """What was recorded."""
        return [entry.fact for entry in self.entries]
