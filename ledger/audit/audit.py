"""One pass over a log, append by append, with everything that an audit checks there."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from ledger.audit.deciding import Counts, Deciding
from ledger.audit.finding import Finding
from ledger.audit.order import Order
from ledger.audit.together import Together
from ledger.log.entry import Row
from ledger.log.interface import Head, Store

BEFORE_ALL = -(2**63)
"""The position to read from, so that a row put before the first entry is seen as well."""


class Audit:
    """The audit of a log. What stands before entry `first` is taken as it is; states are folded from the beginning."""

    def __init__(self, store: Store, first: int = 1) -> None:
        self._store, self.first = store, first
        self._deciding = Deciding(store, first)
        self._together = Together()
        self.order: Order

    @property
    def checked(self) -> int:
        """How many entries were seen."""
        return self.order.checked

    @property
    def counts(self) -> Counts:
        """What was done."""
        return self._deciding.counts

    def verify(self, rows: Iterable[Row], head: Head) -> Iterator[Finding]:
        """Everything that is wrong, in the order of the log. `rows`: all of them up to the head, and any before the first."""
        self.order = Order(head.ledger_id, self.first)
        for append, found in self._appends(rows):
            taken = self._deciding.take(append)
            found += taken.findings
            totals = self._together.take(taken.entries)
            found += [] if taken.decided else totals
            yield from sorted((one for one in found if one.position >= self.first), key=attrgetter("position"))
        yield from sorted(self._deciding.finish(), key=attrgetter("position"))
        yield from self.order.end(head)

    def _appends(self, rows: Iterable[Row]) -> Iterator[tuple[list[Row], list[Finding]]]:
        """Entry by entry what is wrong with its place and seal, together for each append."""
        append: list[Row] = []
        found: list[Finding] = []
        for row in rows:
            if append and row.cause is not None:
                yield append, found
                append, found = [], []
            append.append(row)
            found += self.order.take(row)
        if append:
            yield append, found
