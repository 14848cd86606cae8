"""A log with more behind it that is not recorded yet, and reads as if it were.

What is appended stays in memory as the bytes it will be, half of what facts take as objects. A stream whose first
entry is staged is taken to be new, and a version that was read to be still the last: both are checked when all of it is
recorded.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, count, islice
from typing import Final
from uuid import UUID

from ledger.identifiers import employer_number, person_number
from ledger.log.entry import Cause, Entry, Row, decoded, decoded_cause, encoded
from ledger.log.interface import Append, Draft, Head, Lookup, Numbered, Progress, Store, VersionConflict
from ledger.vault.staged import StagedVault

PROVISIONAL: Final = 990_000_001
"""Numbers of what is only tried begin here, so that trying uses none up."""

_RECENT: Final = 5000
_NONE: Final[list[Entry]] = []
_NAMES: Final[dict[str, Callable[[int], str]]] = {"person": person_number, "employer": employer_number}


class StagedStore:
    """The log with what is staged behind it. Positions and times of what is staged are not those it will get."""

    def __init__(self, store: Store, now: datetime, vault: StagedVault, *, provisional: bool) -> None:
        self._store, self._now, self._vault = store, now, vault
        self.login = store.login
        self.partial = store.partial
        self._unseen: dict[UUID, int] = {}
        self._end = store.head()
        self._rows: list[Row] = []
        self._lookups: list[tuple[int, Sequence[Lookup]]] = []
        self._keys: dict[bytes, int | None] = {}
        self._stored: dict[UUID, list[Entry]] = {}
        self._staged: dict[UUID, list[int]] = {}
        self._recent: dict[UUID, list[Entry]] = {}
        self._provisional = count(PROVISIONAL) if provisional else None
        self._numbers: dict[Numbered, deque[int]] = {}

    def look_ahead(self, keys: Iterable[bytes], streams: Iterable[UUID]) -> None:
        """Read in bulk whether keys are known, and streams."""
        asked = [key for key in keys if key not in self._keys]
        if asked:
            self._keys |= dict.fromkeys(set(asked) - self._store.known_intents(asked))
        wanted = [stream for stream in streams if stream not in self._stored]
        if wanted:
            self._know_unseen(wanted)
            self._stored |= self._store.read_many(wanted)

    def forget(self, streams: Iterable[UUID]) -> None:
        """What is recorded of streams need not be kept; they are read again when they are asked for."""
        for stream in streams:
            self._stored.pop(stream, None)
            self._recent.pop(stream, None)

    # --- reading ------------------------------------------------------------------------------------------------------

    def read(self, stream: UUID, after: int = 0, until_position: int | None = None) -> list[Entry]:
        """One stream in order, past a version; up to a position it is the log itself."""
        if until_position is not None:
            return self._store.read(stream, after, until_position)
        if stream not in self._stored:
            self._know_unseen([stream])
            self._stored[stream] = self._store.read(stream)
        stored, newer = self._stored[stream], self._newer(stream)
        if self.partial:
            return [entry for entry in chain(stored, newer) if entry.version > after]
        return newer[after - len(stored) :] if after >= len(stored) else stored[after:] + newer

    def read_many(self, streams: Iterable[UUID], until_position: int | None = None) -> dict[UUID, list[Entry]]:
        """Many streams; an empty one has an empty list."""
        wanted = list(streams)
        if until_position is not None:
            return self._store.read_many(wanted, until_position)
        self.look_ahead((), wanted)
        return {stream: self.read(stream) for stream in wanted}

    def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """The versions that streams have now; 0 for one that is empty."""
        found = self.read_many(streams)
        return {
            stream: max(entries[-1].version if entries else 0, self._unseen.get(stream, 0))
            for stream, entries in found.items()
        }

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
        last = self._end.position if until_position is None else min(until_position, self._end.position)
        newer = self._between(max(after, self._end.position), until_position, topics)
        return chain(
            self._store.read_municipality(municipality, topics, last, after),
            (entry for entry in newer if municipality is None or entry.municipality == municipality),
        )

    def read_all(
        self, after: int = 0, until: int | None = None, topics: Sequence[str] | None = None, batch: int = 5000
    ) -> Iterator[Entry]:
        """The log past a position, and what is staged."""
        last = self._end.position if until is None else min(until, self._end.position)
        return chain(self._store.read_all(after, last, topics, batch), self._between(after, until, topics))

    def head(self) -> Head:
        """Where the log ended when this began, with what is staged behind it; its time is that of the log."""
        return self._end._replace(position=self._end.position + len(self._rows))

    def find_intent(self, key: bytes) -> list[Entry] | None:
        """Everything that was recorded or staged under an intent key."""
        if key not in self._keys:
            return self._store.find_intent(key)
        first = self._keys[key]
        return None if first is None else [decoded(row) for row in self._append_at(first)]

    def known_intents(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of many intent keys that something was recorded or staged under."""
        asked = set(keys)
        staged = {key for key in asked if self._keys.get(key) is not None}
        return staged | self._store.known_intents(asked - self._keys.keys())

    def cause_of(self, position: int) -> Cause:
        """Why that entry was recorded."""
        if position <= self._end.position:
            return self._store.cause_of(position)
        rows = self._rows[position - self._end.position - 1 :: -1]
        return next(decoded_cause(row.cause) for row in rows if row.cause is not None)

    # --- staging ------------------------------------------------------------------------------------------------------

    def append(
        self, drafts: Sequence[Draft], intent_key: bytes, cause: Cause, lookups: Sequence[Lookup] = ()
    ) -> list[Entry]:
        """Keep one append. Raises VersionConflict when it does not follow what this store gave to read."""
        assert drafts, "nothing to record"
        if any(draft.version != version for draft, version in zip(drafts, self._expected(drafts), strict=True)):
            raise VersionConflict
        self._keys[intent_key] = len(self._rows)
        if lookups:
            self._lookups.append((len(self._rows), lookups))
        first, *others = drafts
        return [self._keep(first, intent_key, cause), *(self._keep(draft, None, None) for draft in others)]

    def append_bulk(self, appends: Iterable[Append], progress: Progress | None = None) -> int:
        """Keep many appends."""
        before = len(self._rows)
        for append in appends:
            self.append(list(append.drafts), append.intent_key, append.cause, append.lookups)
        return len(self._rows) - before

    def next_numbers(self, kind: Numbered, count: int) -> list[int]:
        """Numbers that nobody else gets; who they are given to is new."""
        waiting = self._numbers.setdefault(kind, deque())
        if len(waiting) < count:
            self.draw(kind, count - len(waiting))
        numbers = [waiting.popleft() for _ in range(count)]
        if kind in _NAMES:
            self._vault.expect(_NAMES[kind](number) for number in numbers)
        return numbers

    def draw(self, kind: Numbered, count: int) -> None:
        """Have so many more numbers ready; those that are left over are never used."""
        waiting = self._numbers.setdefault(kind, deque())
        if self._provisional is None:
            waiting.extend(self._store.next_numbers(kind, count))
        else:
            waiting.extend(islice(self._provisional, count))

    @property
    def appends_staged(self) -> int:
        """How many appends wait."""
        return sum(row.intent_key is not None for row in self._rows)

    def mark(self) -> int:
        """How far it is, to be taken back to."""
        return len(self._rows)

    def take_back(self, mark: int) -> None:
        """Forget what was staged since."""
        for row in self._rows[mark:]:
            self._staged[row.stream].pop()
            self._recent.pop(row.stream, None)
            if row.intent_key is not None:
                self._keys[row.intent_key] = None
        del self._rows[mark:]
        while self._lookups and self._lookups[-1][0] >= mark:
            self._lookups.pop()

    def appends(self) -> Iterator[Append]:
        """All of it, in order, made as it is written."""
        assert self._provisional is None, "what has provisional numbers was only tried"
        lookups = dict(self._lookups)
        for first, row in enumerate(self._rows):
            if row.intent_key is not None and row.cause is not None:
                drafts = (
                    Draft(one.stream, one.version, one.municipality, decoded(one).fact)
                    for one in self._append_at(first)
                )
                yield Append(row.intent_key, decoded_cause(row.cause), drafts, lookups.get(first, ()))

    def _know_unseen(self, streams: list[UUID]) -> None:
        """The true versions of streams that are about to be read, where this login may not see all of them."""
        if self.partial:
            self._unseen |= self._store.versions(streams)

    def _expected(self, drafts: Sequence[Draft]) -> Iterator[int]:
        """The version that each draft must have. A stream that begins is new: it is checked when it is recorded."""
        last: dict[UUID, int] = {}
        for stream, version, _, _ in drafts:
            if stream not in last:
                stored = self._stored.setdefault(stream, _NONE) if version == 1 else self._stored.get(stream, _NONE)
                last[stream] = max(len(stored), self._unseen.get(stream, 0)) + len(self._staged.get(stream, ()))
            last[stream] += 1
            yield last[stream]

    def _keep(self, draft: Draft, key: bytes | None, cause: Cause | None) -> Entry:
        stream, version, municipality, fact = draft
        position, topic, now, by = self._end.position + len(self._rows) + 1, fact.topic, self._now, self.login
        entry = Entry(position, stream, version, topic, fact, municipality, now, by, key, cause, b"")
        self._newer(stream).append(entry)
        self._staged.setdefault(stream, []).append(len(self._rows))
        why = None if cause is None else encoded(cause)
        self._rows.append(Row(position, stream, version, now, topic, municipality, by, key, why, encoded(fact), b""))
        return entry

    def _newer(self, stream: UUID) -> list[Entry]:
        """What is staged of a stream; the streams that were used last are at hand."""
        if stream not in self._recent:
            if len(self._recent) >= _RECENT:
                self._recent.clear()
            self._recent[stream] = [decoded(self._rows[place]) for place in self._staged.get(stream, ())]
        return self._recent[stream]

    def _append_at(self, first: int) -> Iterator[Row]:
        yield self._rows[first]
        for place in range(first + 1, len(self._rows)):
            if self._rows[place].intent_key is not None:
                return
            yield self._rows[place]

    def _between(self, after: int, until: int | None, topics: Sequence[str] | None) -> Iterator[Entry]:
        first = max(0, after - self._end.position)
        last = None if until is None else max(0, until - self._end.position)
        return (decoded(row) for row in self._rows[first:last] if topics is None or row.topic in topics)
