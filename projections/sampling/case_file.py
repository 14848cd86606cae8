"""A case as an accountant takes it up: its entries, what is found in them, and how a point of the checklist is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from ledger import facts
from ledger.calculation.segment import Line
from ledger.log.entry import Entry

Status = Literal["in_the_ledger", "ask_for_it", "does_not_apply"]
TOLD: dict[Status, str] = {
    "in_the_ledger": "in the ledger",
    "ask_for_it": "not in the ledger: ask for it",
    "does_not_apply": "does not apply",
}
Kind = TypeVar("Kind", bound=facts.Fact)


@dataclass(frozen=True, slots=True)
class Evidence:
    """An entry that is about a point: its day, what it says, and the SHA-256 of the document where that is known."""

    position: int
    day: date
    what: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what must be there, with its article, what is, and what is missing."""

    name: str
    article: str
    status: Status
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""


@dataclass
class CaseFile:
    """The entries of a case, those about the target group of its person, and which slots were corrected by which entry."""

    entries: Sequence[Entry]
    group: Sequence[Entry]
    corrected: dict[int, int] = field(default_factory=dict)

    def of(self, kind: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
        """The entries of one kind."""
        return ((entry, entry.fact) for entry in self.entries if isinstance(entry.fact, kind))

    def any(self, *kinds: type[facts.Fact]) -> Iterator[tuple[Entry, facts.Fact]]:
        """The entries of some kinds, in their order."""
        return ((entry, entry.fact) for entry in self.entries if isinstance(entry.fact, kinds))

    def documents(self, name: facts.Document) -> list[Evidence]:
        """When a document came in, and its digest."""
        return [
            Evidence(entry.position, fact.received_on, f"{name.replace('_', ' ')} received", fact.digests.get(name))
            for entry, fact in self.of(facts.DocumentsReceived)
            if name in fact.documents
        ]

    def said(self, entry: Entry, what: str) -> str:
        """With the correction that took its place."""
        after = self.corrected.get(entry.version)
        return f"{what}, corrected by entry {after}" if after else what


def point(name: str, article: str, found: Sequence[Evidence], missing: str) -> Point:
    """A point that every case has."""
    return Point(name, article, "ask_for_it" if missing else "in_the_ledger", tuple(found), missing)


def optional(name: str, article: str, found: Sequence[Evidence], missing: str = "") -> Point:
    """A point that only some cases have."""
    return point(name, article, found, missing) if found else Point(name, article, "does_not_apply")


def booked_lines(fact: facts.Fact) -> Sequence[Line]:
    """The lines that a payment or a settlement books, each with its segments."""
    match fact:
        case facts.Paid():
            return fact.booked
        case facts.Settled():
            return [line.due for line in fact.lines]
    return ()
