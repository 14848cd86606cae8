"""Order and seals: what can be seen of every entry without knowing what it says.

Positions without a gap, versions without a gap in every stream, times that never go back, every seal, one append for every
intent key, and entries of one append that were recorded together.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from ledger.audit.finding import Finding
from ledger.log.entry import Row, genesis, seal
from ledger.log.interface import Head
from ledger.log.store import PostgresStore


class Order:
    """The log as far as it was read. Before entry `first` everything is taken as it is."""

    def __init__(self, ledger_id: UUID, first: int = 1) -> None:
        self.first = first
        self.checked = 0
        """The position of the last entry."""
        self.seals = bytearray()
        """Every seal, one after another: the leaves of the checkpoints."""
        self._previous: Row | None = None
        self._seal = genesis(ledger_id)
        self._versions: dict[UUID, int] = {}
        self._keys: set[bytes] = set()

    def take(self, row: Row) -> Iterator[Finding]:
        """Everything that is wrong with the next entry."""
        yield from self._place(row)
        yield from self._together(row)
        if row.position >= self.first and row.seal != seal(self._seal, row):
            yield Finding(row.position, "seal", "the entry, or one before it, is not what was sealed")
        self._seal, self._previous = row.seal, row
        self.seals += row.seal

    def end(self, head: Head) -> Iterator[Finding]:
        """What is wrong with where the log ends."""
        if (self.checked, self._seal) != (head.position, head.seal):
            yield Finding(self.checked + 1, "head", f"the log ends here, and its head says {head.position}")
        elif self._previous is not None and head.recorded_at != self._previous.recorded_at:
            yield Finding(self.checked, "head", "its head has another time than the last entry")

    def _place(self, row: Row) -> Iterator[Finding]:
        self.checked += 1
        if row.position != self.checked:
            yield Finding(self.checked, "position", f"the next entry is {row.position}: an entry is missing or moved")
            self.checked = row.position
        expected = self._versions.get(row.stream, 0) + 1
        if row.version != expected:
            yield Finding(row.position, "version", f"version {row.version} of its stream, after version {expected - 1}")
        self._versions[row.stream] = row.version

    def _together(self, row: Row) -> Iterator[Finding]:
        before = self._previous
        if before is not None and row.recorded_at < before.recorded_at:
            yield Finding(row.position, "time", "it was recorded before the entry that stands before it")
        if row.intent_key is None or row.cause is None:
            yield from _apart(row, before)
        elif row.intent_key in self._keys:
            yield Finding(row.position, "key", "the key of its intent was used before")
        else:
            self._keys.add(row.intent_key)


def whole_in_order(rows: Iterable[Row], head: Head) -> Iterator[Finding]:
    """Everything that is wrong with the order and the seals of a log, whatever it says."""
    order = Order(head.ledger_id)
    for row in rows:
        yield from order.take(row)
    yield from order.end(head)


def _apart(row: Row, before: Row | None) -> Iterator[Finding]:
    """What keeps an entry without a cause from belonging to the append before it."""
    if row.intent_key is not row.cause:
        yield Finding(row.position, "append", "it has a key without a cause, or a cause without a key")
    elif before is None:
        yield Finding(row.position, "append", "it belongs to no append: the log begins with it")
    elif (row.recorded_at, row.recorded_by) != (before.recorded_at, before.recorded_by):
        yield Finding(row.position, "append", "it was not recorded with the append that it belongs to")


def beyond(store: PostgresStore) -> Iterator[Finding]:
    """An entry after the head, where no append can have put it."""
    position = store.beyond_head()
    if position is not None:
        yield Finding(position, "head", "an entry stands after the head of the log")
