"""What stood in a stream, and in others, before an entry: where the links of the entry lead."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.subsidy.state import Subsidy
from projections.resting import Known

KEPT = 200
"""Streams that are remembered; a walk along links comes back to few."""


class Link(NamedTuple):
    """The entry that another rests on, and as what: "the decision that grants it"."""

    entry: int
    role: str


class Others:
    """Other streams as they are, and what was known of law and policy; each read once while it is needed."""

    def __init__(self, store: Store, until: int | None = None) -> None:
        self.store = store
        self.until = until
        self._read: OrderedDict[UUID, list[Entry]] = OrderedDict()
        self._known: dict[str, Known] = {}

    def stream(self, stream: UUID) -> list[Entry]:
        """All of a stream, in order."""
        found = self._read.get(stream)
        if found is None:
            found = self._read[stream] = self.store.read(stream, until_position=self.until)
            if len(self._read) > KEPT:
                self._read.popitem(last=False)
        return found

    def last(
        self, kind: StreamKind, name: str, before: Entry, *topics: str, where: "Where | None" = None
    ) -> int | None:
        """The position of the last entry of these topics in another stream, before an entry."""
        return last_of(self.stream(stream_id(kind, name)), topics, where, before.position)

    def version(self, kind: StreamKind, name: str, version: int) -> int | None:
        """The position of a version of another stream."""
        return next((one.position for one in self.stream(stream_id(kind, name)) if one.version == version), None)

    def known(self, municipality: str) -> Known:
        """What was known of law and of the policy of a municipality."""
        if municipality not in self._known:
            self._known[municipality] = Known(self.store, municipality, self.until)
        return self._known[municipality]


Where = Callable[[Any], bool]
"""Whether a fact is meant."""


@dataclass
class Before:
    """The stream of an entry as it was before it; of a case also its state then. `fields`: those of the intent behind it."""

    entry: Entry
    others: Others
    fields: dict[str, object] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    subsidy: Subsidy = field(default_factory=Subsidy)

    def at(self, version: int) -> int | None:
        """The position of a version of this stream."""
        return next((one.position for one in reversed(self.entries) if one.version == version), None)

    def last(self, *topics: str, where: Where | None = None) -> int | None:
        """The position of the last entry of these topics."""
        return last_of(self.entries, topics, where)

    def decision(self, code: str) -> int | None:
        """The position of the decision with this number."""
        topics = ("Decided", "SetAside", "RecoveryClaimed", "Reindexed", "FinallySettled")
        return self.last(*topics, where=lambda fact: bool(fact.decision == code))

    def bank(self) -> int | None:
        """What the bank said last before this entry, where the intent behind it was about an account."""
        account = self.fields.get("account")
        if not isinstance(account, str):
            return None
        return self.others.last("bank", account, self.entry, "StatementImported", "BankLineMatched")

    def slot(self, slot: int) -> int | None:
        """The position of what counts in a slot: the input, or its last correction (R36)."""
        found = self.subsidy.inputs.get(slot)
        return self.at(slot if found is None else found.puts[-1].version)


def last_of(
    entries: Sequence[Entry], topics: tuple[str, ...], where: Where | None, before: int | None = None
) -> int | None:
    """The position of the last entry of these topics of which that holds, before a position."""
    for one in reversed(entries):
        if one.topic in topics and (before is None or one.position < before) and (where is None or where(one.fact)):
            return one.position
    return None


def linked(*found: tuple[int | None, str]) -> Iterator[Link]:
    """The links that lead somewhere."""
    return (Link(entry, role) for entry, role in found if entry is not None)


Rests = Callable[[Any, Before], Iterator[Link]]
"""What a kind of fact rests on, from the fact and what was before it."""
