"""What a stream is about, in words: "case LKS-26-000001-H", "person P-000001-G", "GM0363". Numbers and codes, never names.

A stream says it in one of its first facts; those of a municipality are known by their own name.
"""

from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from ledger import facts
from ledger.facts import Fact
from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store

KEPT = 20_000
"""Streams whose words are remembered; more would cost memory in a long trail."""

_LEDGER: dict[UUID, str] = {
    stream_id("ledger", ""): "this ledger",
    stream_id("law", ""): "the law",
    stream_id("policy", ""): "the whole ledger",
}
_PLACES: tuple[StreamKind, ...] = ("policy", "run", "quarter", "journal", "chain", "statistics", "templates")


class Subjects:
    """Finds and remembers the words for streams."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[UUID, str] = OrderedDict()

    def of(self, entry: Entry) -> str:
        """What the stream of this entry is about."""
        found = _LEDGER.get(entry.stream) or self._known.get(entry.stream)
        if found is None:
            found = self._found(entry)
            self._keep(entry.stream, found)
        return found

    def learn(self, entries: Iterable[Entry]) -> None:
        """Read the streams of many entries in one round trip."""
        asked: dict[UUID, Entry] = {}
        for entry in entries:
            new = entry.stream not in self._known and entry.stream not in asked
            if new and entry.stream not in _LEDGER and self._own(entry) is None:
                asked[entry.stream] = entry
        unnamed = [stream for stream, entry in asked.items() if named(entry.fact) is None]
        for stream, found in self._store.read_many(unnamed).items():
            self._keep(stream, _first_named(found) or asked[stream].municipality or "this ledger")

    def _found(self, entry: Entry) -> str:
        own = self._own(entry) or named(entry.fact)
        return own or _first_named(self._store.read(entry.stream)) or entry.municipality or "this ledger"

    def _own(self, entry: Entry) -> str | None:
        ours = entry.municipality and any(entry.stream == stream_id(kind, entry.municipality) for kind in _PLACES)
        return entry.municipality if ours else None

    def _keep(self, stream: UUID, words: str) -> None:
        self._known[stream] = words
        if len(self._known) > KEPT:
            self._known.popitem(last=False)


def named(fact: Fact) -> str | None:
    """What a fact says that its stream is about; None where it does not say."""
    match fact:
        case facts.Applied():
            return f"case {fact.case}"
        case facts.PersonRegistered():
            return f"person {fact.person}"
        case facts.EmployerRegistered() | facts.AccountApproved():
            return f"employer {fact.employer}"
        case facts.ProviderRegistered():
            return f"provider {fact.provider}"
        case facts.ExpertRegistered():
            return f"expert {fact.expert}"
        case facts.OpeningPrepared() | facts.OpeningSigned():
            return f"takeover {fact.opening}"
        case facts.StatementImported() | facts.BankLineLeft():
            return f"account {fact.account}"
        case _:
            return None


def _first_named(entries: Iterable[Entry]) -> str | None:
    return next((words for entry in entries if (words := named(entry.fact))), None)
