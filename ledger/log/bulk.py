"""The bulk way into the log: many appends sealed here, under the lock on the head, and sent by COPY in one transaction.

The rows are made in PostgreSQL's binary COPY format, whose framing is that of the seal: every varying field is framed
once, hashed, and sent as it was hashed. The guard in the database checks every row, whoever made it.
"""

import itertools
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from ledger.log.entry import Cause, chained, decoded_cause, encoded, framed, microseconds
from ledger.log.interface import Append, Head, Lookup, Progress, check_same
from ledger.log.session import Connection, ConnectionLost, KeyKnown, Session, plainly
from ledger.refusal import Refused, Unavailable
from ledger.vault.rows import LookupRow, Rows

GROUP: Final = 2000
"""Appends that go into one COPY."""

_TAKE_HEAD: Final = "SELECT h.position, h.seal, h.recorded_at, h.ledger_id FROM ledger.take_head() h"
_COPY: Final = """
COPY ledger.ledger_events (
    notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by,
    intent_key, cause, state, seal
) FROM STDIN (FORMAT binary)
"""
_COPY_BEGIN: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END: Final = b"\xff\xff"
_PIECE: Final = 1 << 18
_AHEAD: Final = 64
"""Pieces that are made while the group before is being checked: 16 MB."""
_SINCE_2000: Final = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000, the seal from 1970."""

_sealed_fixed = struct.Struct(">q16sqq").pack
_sent_fixed = struct.Struct(">hiqi16siqiq").pack
_SEAL_LENGTH: Final = struct.pack(">i", 32)
_NO_CAUSE: Final = framed(None) * 2


class Chain:
    """The end of the log as it grows: each row is sealed after the one before."""

    def __init__(self, head: Head, login: str) -> None:
        self.position = head.position
        self._seal = head.seal
        self._login = framed(login.encode())
        self._named: dict[tuple[str, str], bytes] = {}

    def rows(self, append: Append, recorded_at: datetime) -> Iterator[bytes]:
        """The rows of one append, as COPY takes them."""
        moment = microseconds(recorded_at)
        sent_moment = moment - _SINCE_2000
        why = framed(append.intent_key) + framed(encoded(append.cause))
        for stream, version, municipality, fact in append.drafts:
            self.position += 1
            fields = self._names(fact.topic, municipality) + why + framed(encoded(fact))
            self._seal = chained(self._seal, _sealed_fixed(self.position, stream.bytes, version, moment), fields)
            fixed = _sent_fixed(11, 8, self.position, 16, stream.bytes, 8, version, 8, sent_moment)
            yield fixed + fields + _SEAL_LENGTH + self._seal
            why = _NO_CAUSE

    def pieces(self, appends: Iterable[Append], recorded_at: datetime) -> Iterator[bytes]:
        """What COPY reads for these appends, in pieces of some size."""
        piece = bytearray(_COPY_BEGIN)
        for append in appends:
            for row in self.rows(append, recorded_at):
                piece += row
                if len(piece) > _PIECE:
                    yield bytes(piece)
                    piece.clear()
        yield bytes(piece + _COPY_END)

    def _names(self, topic: str, municipality: str) -> bytes:
        key = (topic, municipality)
        if key not in self._named:
            self._named[key] = framed(topic.encode()) + framed(municipality.encode()) + self._login
        return self._named[key]


def append(session: Session, appends: Iterable[Append], progress: Progress | None, lookups: Rows) -> int:
    """Record what is new of these appends, in one transaction, and tell how many entries that were.

    It has a connection of its own, so `appends` may read from the log while they are made. When the last answer is
    lost, the log itself tells whether all was recorded or nothing.
    """
    connection = session.another()
    written: list[Append] = []
    entries = 0
    try:
        with plainly(connection), connection.transaction():
            connection.execute("SET LOCAL work_mem = '64MB'")  # what the guard looks at stays in memory
            for entries in _write(session, connection, appends, written, lookups):
                if progress is not None:
                    progress(entries)
    except KeyKnown:
        raise Refused("Two of these have the same intent key.", rule="R40", remedy="Leave one of them out.") from None
    except ConnectionLost:
        if not (written and _stands(session, written[0])):
            remedy = "Nothing was recorded; ask again."
            raise Unavailable("The connection to the database was lost.", remedy=remedy) from None
    finally:
        connection.close()
    return entries


def _write(
    session: Session, connection: Connection, appends: Iterable[Append], written: list[Append], lookups: Rows
) -> Iterator[int]:
    """Write group by group, and tell each time how many entries there are; `written` gets the first append.

    One group is sealed here while the one before is being checked there.
    """
    head = Head(*connection.execute(_TAKE_HEAD).fetchone() or ())
    chain = Chain(head, session.login)
    waiting = iter(appends)
    with ThreadPoolExecutor(1) as checking:
        on_its_way = _Group((), checking.submit(int))
        while group := list(islice(waiting, GROUP)):
            new = list(unknown(session, group))
            pieces = chain.pieces(new, recording_time(session, head))
            ahead = list(islice(pieces, _AHEAD))
            on_its_way.arrived(connection, lookups)
            on_its_way = _Group(new, checking.submit(_sent(connection, itertools.chain(ahead, pieces))))
            written += new[: 1 - len(written)]
            yield chain.position - head.position
        on_its_way.arrived(connection, lookups)


class _Group(NamedTuple):
    """Appends that were sent and are being checked in the database."""

    appends: Sequence[Append]
    checked: "Future[object]"

    def arrived(self, connection: Connection, lookups: Rows) -> None:
        """Waits until they are in. Raises what the guard has against them."""
        self.checked.result()
        store_lookups(lookups, connection, [one for append in self.appends for one in append.lookups])


def _sent(connection: Connection, pieces: Iterable[bytes]) -> Callable[[], object]:
    """Sends one COPY; what it gives back ends it and waits for the guard."""
    with ExitStack() as stack:
        copy = stack.enter_context(connection.cursor().copy(_COPY))
        for piece in pieces:
            copy.write(piece)
        return stack.pop_all().close


def unknown(session: Session, group: Sequence[Append]) -> Iterator[Append]:
    """Those of a group that are not recorded yet. Raises Refused for a key that was used for something else."""
    keys = [append.intent_key for append in group]
    known = session.repeated(lambda connection: stored_causes(connection, keys, session.log))
    for append in group:
        if append.intent_key in known:
            position, cause = known[append.intent_key]
            check_same(cause, append.cause.digest, position)
        else:
            yield append


def recording_time(session: Session, head: Head) -> datetime:
    """The time of the server's clock, for the entries that follow this head."""
    query = "SELECT ledger.recording_time(%s)"
    answer = session.repeated(lambda connection: connection.execute(query, [head.recorded_at]).fetchone())
    assert answer is not None
    now: datetime = answer[0]
    return now


def _stands(session: Session, append: Append) -> bool:
    """Whether an append was committed. Asks under the lock, so that a commit on its way is waited for."""

    def work(connection: Connection) -> bool:
        with connection.transaction():
            connection.execute(_TAKE_HEAD)
            return append.intent_key in stored_causes(connection, [append.intent_key])

    return session.repeated(work)


def stored_causes(
    connection: Connection, keys: Sequence[bytes], log: str = "ledger.ledger_events"
) -> dict[bytes, tuple[int, Cause]]:
    """The position and cause of those keys that stand in the log."""
    query = f"SELECT intent_key, notification_id, cause FROM {log} WHERE intent_key = ANY(%b)"
    rows = connection.execute(query, [list(keys)], binary=True)
    return {key: (position, decoded_cause(cause)) for key, position, cause in rows}


def store_lookups(lookups: Rows, connection: Connection, rows: Sequence[Lookup]) -> None:
    """By what subjects are found, in the transaction of the facts. Raises Refused for a number of another (R14, R26)."""
    if rows:
        lookups.add_lookups(connection, [LookupRow(*row) for row in rows])
