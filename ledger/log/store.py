"""The log in PostgreSQL, and the recorder of the one in memory. The only file that imports eventsourcing.

The recorders are the library's with our own way in: a locked, sealed append that keeps the envelope. What the library
reads through them (streams, notifications) works as it always does. Two ways in: `append` for a command, one round trip
sealed in the database; `append_bulk`, sealed in the client and sent by COPY.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.rows import DictRow, dict_row, tuple_row

from ledger.log import bulk, one_by_one
from ledger.log.appending import Placed, arrays, called
from ledger.log.entry import EPOCH, Cause, Entry, Row, decoded_cause, encoded, genesis, seal
from ledger.log.interface import (
    Append,
    Draft,
    Head,
    Lookup,
    Progress,
    Store,
    VersionConflict,
    check_same,
    read_versions,
)
from ledger.log.reader import LogReader
from ledger.log.session import Connection, KeyKnown, Session, connect, install, plainly
from ledger.refusal import Refused
from ledger.vault.postgres_rows import PostgresRows
from ledger.vault.rows import Rows

__all__ = [
    "Append",
    "Draft",
    "Head",
    "MemoryRecorder",
    "PostgresStore",
    "Store",
    "VersionConflict",
    "connect",
    "install",
]

_A_COMMAND: Final = 500
"""More entries than this go the bulk way."""


@dataclass(frozen=True)
class LedgerEvent(StoredEvent):
    """The library's stored event, with what our log keeps besides."""

    municipality: str


class _Connections(PostgresDatastore):
    """The library's datastore over our own connections. Tables and types are made by schema.sql."""

    def __init__(self, session: Session) -> None:
        super().__init__("", "", "", "", "", schema="ledger")
        self.session = session

    def register_type_adapters(self) -> None:
        """There are no types of its own to find."""

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        """This thread's connection, giving rows as the library wants them."""
        connection = self.session.connection()
        connection.row_factory = dict_row
        try:
            with plainly(connection):
                yield connection
        finally:
            connection.row_factory = tuple_row

    def close(self) -> None:
        """The session closes itself."""


class LedgerRecorder(PostgresApplicationRecorder):
    """The library's recorder with our way in: `ledger.append` locks the head, checks all that was read, and seals."""

    def __init__(self, session: Session, lookups: Rows) -> None:
        super().__init__(_Connections(session), events_table_name="ledger_events")
        self._session = session
        self._lookups = lookups

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """The positions of one append. Needs `intent_key` and `cause`; a repeat raises KeyKnown."""
        return [position for position, _, _ in self.record(stored_events, **kwargs)]

    def record(
        self, events: Sequence[StoredEvent], intent_key: bytes, cause: bytes, lookups: Sequence[Lookup] = ()
    ) -> list[Placed]:
        """One append, in one round trip where nothing has to be found by it. May be asked again after a lost answer."""
        columns = arrays(list(map(_columns, events)))

        def work(connection: Connection) -> list[Placed]:
            if not lookups:
                return called(connection, intent_key, cause, columns)
            with connection.transaction():
                placed = called(connection, intent_key, cause, columns)
                bulk.store_lookups(self._lookups, connection, lookups)
                return placed

        return self._session.repeated(work)


class PostgresStore(LogReader):
    """The log in PostgreSQL: what LogReader reads, and the two ways in."""

    def __init__(self, dsn: str, lookups: Rows | None = None) -> None:
        """`lookups`: the vault's tables, known to whoever looks; where a number is another's, who that is is a look."""
        super().__init__(dsn)
        self._lookups = lookups or PostgresRows(dsn)
        self._recorder = LedgerRecorder(self._session, self._lookups)

    def append(
        self, drafts: Sequence[Draft], intent_key: bytes, cause: Cause, lookups: Sequence[Lookup] = ()
    ) -> list[Entry]:
        """Record one append. Raises VersionConflict; returns what is stored when key and digest are known already."""
        assert drafts, "nothing to record"
        if len(drafts) > _A_COMMAND and not self.partial:
            new = self.append_bulk([Append(intent_key, cause, drafts, lookups)])
            if not new:
                return self.find_intent(intent_key) or []
            return list(entries(drafts, self.placed(intent_key, new), self.login, intent_key, cause))
        events = list(map(event, drafts))
        try:
            placed = self._recorder.record(events, intent_key, encoded(cause), lookups)
        except KeyKnown:
            stored = self.find_intent(intent_key)
            if stored is None:
                raise _known_elsewhere() from None
            check_same(stored[0].cause, cause.digest, stored[0].position)
            return stored
        return list(entries(drafts, placed, self.login, intent_key, cause))

    def append_bulk(self, appends: Iterable[Append], progress: Progress | None = None) -> int:
        """Record many appends in one transaction, and tell how many entries are new. Known appends are passed over."""
        if self.partial:
            return one_by_one.append(self._session, appends, progress, self._lookups)
        return bulk.append(self._session, appends, progress, self._lookups)


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory, with the same way in: checks all that was read, and seals."""

    def __init__(self, login: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.login = login
        self.ledger_id = uuid4()
        self.rows: list[Row] = []
        self.keys: dict[bytes, int] = {}
        self._now = now

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """The positions of one append. Needs `intent_key` and `cause`; a repeat raises KeyKnown."""
        with self._database_lock:
            first = len(self.rows)
            self._check(stored_events, **kwargs)
            super().insert_events(stored_events)
            self._seal_all(stored_events, **kwargs)
            self.keys[kwargs["intent_key"]] = first
            return range(first + 1, len(self.rows) + 1)

    def version(self, stream: UUID) -> int:
        """The version of a stream; 0 when it is empty."""
        return len(self._stored_events_index[str(stream)])

    def stream(self, stream: UUID) -> list[Row]:
        """A stream's rows."""
        return [self.rows[index] for index in self._stored_events_index[str(stream)].values()]

    def head(self) -> Head:
        """Where the log ends."""
        if not self.rows:
            return Head(0, genesis(self.ledger_id), EPOCH, self.ledger_id)
        return Head(len(self.rows), self.rows[-1].seal, self.rows[-1].recorded_at, self.ledger_id)

    def _check(self, events: Sequence[StoredEvent], intent_key: bytes, cause: bytes) -> None:
        if intent_key in self.keys:
            raise KeyKnown
        if any(self.version(stream) != version for stream, version in read_versions(decoded_cause(cause)).items()):
            raise VersionConflict
        written: dict[UUID | str, int] = {}
        for event in events:
            assert isinstance(event.originator_id, UUID)
            before = written.get(event.originator_id, self.version(event.originator_id))
            if event.originator_version != before + 1:
                raise VersionConflict
            written[event.originator_id] = event.originator_version

    def _seal_all(self, events: Sequence[StoredEvent], intent_key: bytes, cause: bytes) -> None:
        _, previous, last, _ = self.head()
        recorded_at = max(self._now(), last)
        key_and_cause: tuple[bytes | None, bytes | None] = intent_key, cause
        for event in events:
            stream, version, topic, municipality, state = _columns(event)
            place, by = len(self.rows) + 1, self.login
            row = Row(place, stream, version, recorded_at, topic, municipality, by, *key_and_cause, state, b"")
            previous = seal(previous, row)
            self.rows.append(row._replace(seal=previous))
            key_and_cause = None, None


def _known_elsewhere() -> Refused:
    return Refused(
        "That was recorded before, where this login may not look.",
        rule="R40",
        remedy="Give another --key, or ask somebody with access.",
    )


def entries(
    drafts: Sequence[Draft], placed: Sequence[Placed], login: str, intent_key: bytes, cause: Cause
) -> Iterator[Entry]:
    """The entries that one append became."""
    key: bytes | None = intent_key
    why: Cause | None = cause
    for draft, (position, recorded_at, sealed) in zip(drafts, placed, strict=True):
        stream, version, municipality, fact = draft
        yield Entry(position, stream, version, fact.topic, fact, municipality, recorded_at, login, key, why, sealed)
        key = why = None


def event(draft: Draft) -> LedgerEvent:
    return LedgerEvent(draft.stream, draft.version, draft.fact.topic, encoded(draft.fact), draft.municipality)


def _columns(event: StoredEvent) -> tuple[UUID, int, str, str, bytes]:
    assert isinstance(event, LedgerEvent)
    assert isinstance(event.originator_id, UUID)
    return event.originator_id, event.originator_version, event.topic, event.municipality, event.state
