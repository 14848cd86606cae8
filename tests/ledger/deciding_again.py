"""Everything that was asked is decided again, from its cause and on the versions that it read: the same facts must come.

What is personal is not in the cause; its sealed token is taken from the fact that carried it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger import intents
from ledger.application import Ledger, named
from ledger.asking import Asking
from ledger.attempt import Attempt
from ledger.facts import Fact
from ledger.log.entry import Cause, Entry
from ledger.log.interface import Draft, Head
from ledger.log.memory import MemoryStore
from ledger.routing import targets


class Past(MemoryStore):
    """A log as it was up to a position."""

    def __init__(self, store: MemoryStore, position: int) -> None:
        self.__dict__.update(store.__dict__)
        self._log, self._position = store, position

    def read(self, stream: UUID, after: int = 0, until_position: int | None = None) -> list[Entry]:
        """One stream up to that position."""
        last = self._position if until_position is None else min(until_position, self._position)
        return self._log.read(stream, after, last)

    def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """The versions that streams had then."""
        return {stream: len(self.read(stream)) for stream in streams}

    def read_all(
        self, after: int = 0, until: int | None = None, topics: Sequence[str] | None = None, batch: int = 5000
    ) -> Iterator[Entry]:
        """The log up to that position."""
        return self._log.read_all(after, self._position if until is None else min(until, self._position), topics)

    def head(self) -> Head:
        """Where the log ended then."""
        last = next(iter(self._log.read_all(after=self._position - 1, until=self._position)), None)
        head = self._log.head()
        return head._replace(position=self._position, recorded_at=last.recorded_at if last else head.recorded_at)


@dataclass(frozen=True)
class Decided:
    """One append as it is, and as it is decided now; what was read then, and what is read now."""

    recorded: list[Fact]
    again: list[Fact]
    read: dict[str, int]
    read_again: dict[str, int]


def decide_again(store: MemoryStore, ledger: Ledger) -> Iterator[Decided]:
    """Every append of the log."""
    for append in _appends(store):
        cause = append[0].cause
        assert cause is not None
        attempt, drafts = _decided(append, cause, ledger)
        yield Decided(
            [entry.fact for entry in append],
            [draft.fact for draft in drafts],
            cause.read,
            {str(stream): version for stream, version in attempt.reading.versions.items()},
        )


def _appends(store: MemoryStore) -> Iterator[list[Entry]]:
    append: list[Entry] = []
    for entry in store.read_all():
        if entry.cause is not None and append:
            yield append
            append = []
        append.append(entry)
    yield append


def _decided(append: list[Entry], cause: Cause, ledger: Ledger) -> tuple[Attempt, list[Draft]]:
    first = append[0]
    store = ledger.store
    assert isinstance(store, MemoryStore)
    then = Ledger(Past(store, first.position - 1), ledger.vault, first.recorded_by, ledger.now)
    intent = intents.INTENTS[cause.intent].model_validate(cause.fields)
    asking = Asking(by=cause.actor, today=cause.today, on_behalf_of=cause.on_behalf_of)
    attempt = Attempt(then, intent, asking, None, named(first.fact), b"", b"")
    asked, second = attempt._unwrapped()
    token = _token(append, intent)
    if token is not None:
        asked = asked.model_copy(update={"sealed": token})
    streams = targets(asked, attempt.name, attempt.reading)
    if attempt.name:
        attempt.reading.begin(streams[0].kind, streams[0].name)
    return attempt, attempt._drafts(asked, streams, second)


def _token(append: list[Entry], intent: intents.Intent) -> str | None:
    """The sealed part, from the fact that carries it, or from the proposal that waits."""
    carriers = [entry.fact for entry in append if entry.topic in (intent.seals, "Proposed")]
    tokens = (getattr(fact, "sealed", None) for fact in carriers)
    return next((token for token in tokens if token), None)
