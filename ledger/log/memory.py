"""A log in memory: the same promises as the one in PostgreSQL, for as long as the process lives."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from uuid import UUID

from ledger.log.entry import Cause, Entry, decoded, decoded_cause, encoded
from ledger.log.erasing import destroyed
from ledger.log.interface import Append, Draft, Head, Lookup, Numbered, Progress, check_same
from ledger.log.store import MemoryRecorder, event
from ledger.vault.rows import LookupRow, MemoryRows


class MemoryStore:
    """A log that lasts as long as the process, with everything a test needs and no database."""

    def __init__(
        self,
        login: str = "lks_local",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lookups: MemoryRows | None = None,
    ) -> None:
        self._recorder = MemoryRecorder(login, now)
        self._lookups = lookups or MemoryRows()
        self._numbers: dict[str, int] = {}

    @property
    def login(self) -> str:
        """The name that stands in `recorded_by`."""
        return self._recorder.login

    @property
    def partial(self) -> bool:
        """Nothing here belongs to others."""
        return False

    def read(self, stream: UUID, after: int = 0, until_position: int | None = None) -> list[Entry]:
        """One stream in order, past a version, up to a position of the log."""
        found = (row for row in self._recorder.stream(stream) if row.version > after)
        return [decoded(row) for row in found if until_position is None or row.position <= until_position]

    def read_many(self, streams: Iterable[UUID], until_position: int | None = None) -> dict[UUID, list[Entry]]:
        """Many streams; an empty one has an empty list."""
        return {stream: self.read(stream, until_position=until_position) for stream in streams}

    def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """The versions that streams have now; 0 for one that is empty."""
        return {stream: self._recorder.version(stream) for stream in streams}

    def versions_in(self, municipality: str | None, until_position: int) -> dict[UUID, int]:
        """The versions at a position of every stream of a municipality (None: of all)."""
        return {entry.stream: entry.version for entry in self.read_municipality(municipality, None, until_position)}

    def read_municipality(
        self,
        municipality: str | None,
        topics: Sequence[str] | None = None,
        until_position: int | None = None,
        after: int = 0,
    ) -> Iterator[Entry]:
        """The entries of a municipality (None: of all), of some topics, past a position, in order of recording."""
        entries = self.read_all(after, until_position, topics)
        return (entry for entry in entries if municipality is None or entry.municipality == municipality)

    def read_all(
        self, after: int = 0, until: int | None = None, topics: Sequence[str] | None = None, batch: int = 5000
    ) -> Iterator[Entry]:
        """The log past a position."""
        return (decoded(row) for row in self._recorder.rows[after:until] if topics is None or row.topic in topics)

    def head(self) -> Head:
        """Where the log ends now."""
        return self._recorder.head()

    def find_intent(self, key: bytes) -> list[Entry] | None:
        """Everything that was recorded under an intent key."""
        if key not in self._recorder.keys:
            return None
        first, *others = self._recorder.rows[self._recorder.keys[key] :]
        same = takewhile(lambda row: row.intent_key is None, others)
        return [decoded(first), *map(decoded, same)]

    def known_intents(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of many intent keys that something was recorded under."""
        return self._recorder.keys.keys() & set(keys)

    def cause_of(self, position: int) -> Cause:
        """Why that entry was recorded."""
        return next(
            decoded_cause(row.cause) for row in self._recorder.rows[position - 1 :: -1] if row.cause is not None
        )

    def append(
        self, drafts: Sequence[Draft], intent_key: bytes, cause: Cause, lookups: Sequence[Lookup] = ()
    ) -> list[Entry]:
        """Record one append. Raises VersionConflict; returns what is stored when key and digest are known already."""
        assert drafts, "nothing to record"
        stored = self.find_intent(intent_key)
        if stored is not None:
            check_same(stored[0].cause, cause.digest, stored[0].position)
            return stored
        self._lookups.add_lookups(None, [LookupRow(*lookup) for lookup in lookups])
        self._recorder.insert_events(list(map(event, drafts)), intent_key=intent_key, cause=encoded(cause))
        self._lookups.destroy(destroyed(draft.fact for draft in drafts))
        return self.find_intent(intent_key) or []

    def append_bulk(self, appends: Iterable[Append], progress: Progress | None = None) -> int:
        """Record many appends, and tell how many entries are new."""
        before = self.head().position
        for append in appends:
            self.append(list(append.drafts), append.intent_key, append.cause, append.lookups)
        return self.head().position - before

    def next_numbers(self, kind: Numbered, count: int) -> list[int]:
        """Numbers that nobody else gets."""
        last = self._numbers[kind] = self._numbers.get(kind, 0) + count
        return list(range(last - count + 1, last + 1))
