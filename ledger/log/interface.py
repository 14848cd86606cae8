"""What a log is to everyone who uses it: what goes in, what comes out, and what can go wrong.

`store.py` keeps one in PostgreSQL, `memory.py` one in memory; both behave as described here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from ledger.facts import Fact
from ledger.log.entry import Cause, Entry
from ledger.refusal import Conflict, Refused

Lookup = tuple[str, bytes, str]
"""What a subject is found by: the kind, a keyed hash, the subject. Stored in the transaction of the facts."""

Numbered = Literal["case", "person", "employer"]


class VersionConflict(Conflict):
    """A stream that was read has moved on; nothing was recorded. Read and decide again."""

    def __init__(self) -> None:
        super().__init__("Somebody else recorded about the same at the same time.", remedy="Ask again.")


class Draft(NamedTuple):
    """A fact to append, as the given version of its stream."""

    stream: UUID
    version: int
    municipality: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Append:
    """What one intent led to: recorded as a whole, under its key and cause. Drafts may be made as they are written."""

    intent_key: bytes
    cause: Cause
    drafts: Iterable[Draft]
    lookups: Sequence[Lookup] = ()


class Head(NamedTuple):
    """Where the log ends. An empty log ends at position 0, in 1970."""

    position: int
    seal: bytes
    recorded_at: datetime
    ledger_id: UUID


class Store(Protocol):
    """One log."""

    @property
    def login(self) -> str:
        """The name that stands in `recorded_by` of what is appended here."""

    @property
    def partial(self) -> bool:
        """Whether this login may see less than everything: other municipalities' entries are not there for it."""

    def read(self, stream: UUID, after: int = 0, until_position: int | None = None) -> list[Entry]:
        """One stream in order, past a version, up to a position of the log."""

    def read_many(self, streams: Iterable[UUID], until_position: int | None = None) -> dict[UUID, list[Entry]]:
        """Many streams as they were at one moment; an empty one has an empty list."""

    def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """The versions that streams have now; 0 for one that is empty."""

    def versions_in(self, municipality: str | None, until_position: int) -> dict[UUID, int]:
        """The versions at a position of every stream of a municipality (None: of all)."""

    def read_municipality(
        self,
        municipality: str | None,
        topics: Sequence[str] | None = None,
        until_position: int | None = None,
        after: int = 0,
    ) -> Iterator[Entry]:
        """The entries of a municipality (None: of all), of some topics, past a position, in order of recording."""

    def read_all(
        self, after: int = 0, until: int | None = None, topics: Sequence[str] | None = None, batch: int = 5000
    ) -> Iterator[Entry]:
        """The log past a position; never more than a batch in memory."""

    def head(self) -> Head:
        """Where the log ends now."""

    def find_intent(self, key: bytes) -> list[Entry] | None:
        """Everything that was recorded under an intent key."""

    def known_intents(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of many intent keys that something was recorded under."""

    def cause_of(self, position: int) -> Cause:
        """Why that entry was recorded: the last cause at or before it."""

    def append(
        self, drafts: Sequence[Draft], intent_key: bytes, cause: Cause, lookups: Sequence[Lookup] = ()
    ) -> list[Entry]:
        """Record one append. Raises VersionConflict; returns what is stored when key and digest are known already."""

    def append_bulk(self, appends: Iterable[Append], progress: "Progress | None" = None) -> int:
        """Record many appends in one transaction, and tell how many entries are new. Known appends are passed over."""

    def next_numbers(self, kind: Numbered, count: int) -> list[int]:
        """Numbers that nobody else gets; some may never be used."""


class Progress(Protocol):
    """Is told how many entries were written so far."""

    def __call__(self, entries: int, /) -> object: ...


def check_same(stored: Cause | None, digest: str, position: int) -> None:
    """The same key with another content is refused; with the same content it is a repeat."""
    if stored is None or stored.digest != digest:
        raise Refused(
            f"That key was used for something else (entry {position}).",
            rule="R40",
            remedy="Give another --key, or leave it out.",
        )


def read_versions(cause: Cause) -> Mapping[UUID, int]:
    """The version of every stream that was read."""
    return {UUID(stream): version for stream, version in cause.read.items()}
