"""Entries as PostgreSQL copies them out in binary: from the database itself, or from a file of a backup.

Every varying field is framed as in the seal (docs/seal.md), so what is read here are the bytes that were sealed.
"""

import struct
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import psycopg

from ledger.log.entry import EPOCH, Row, genesis, seal
from ledger.refusal import Refused

COLUMNS: Final = (
    "notification_id", "originator_id", "originator_version", "recorded_at", "topic", "municipality", "recorded_by",
    "intent_key", "cause", "state", "seal",
)  # fmt: skip
ENTRIES: Final = f"SELECT {', '.join(COLUMNS)} FROM ledger.ledger_events ORDER BY notification_id"
"""The rows that are copied, each with all that is sealed and its seal."""

_BEGIN: Final = b"PGCOPY\n\xff\r\n\0"
_END: Final = b"\xff\xff"
_HEADER: Final = len(_BEGIN) + 8
_fixed = struct.Struct(">hiqi16siqiq")
_FRAMES: Final = (11, 8, 16, 8, 8)
_length = struct.Struct(">i")
_BATCH: Final = 1 << 18
_SINCE_2000: Final = timedelta(microseconds=946_684_800_000_000)


def out(connection: psycopg.Connection[Any], query: str) -> Iterator[bytes]:
    """The rows of a query as PostgreSQL copies them, piece by piece."""
    with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        for piece in copy:
            yield bytes(piece)


def rows(pieces: Iterable[bytes]) -> Iterator[Row]:
    """The entries in what was copied, piece by piece. Raises Refused where it is no copy of a log, or cut off."""
    buffer, at = b"", 0
    begun = ended = False
    for batch in _batches(pieces):
        buffer, at = buffer[at:] + batch, 0
        if not begun:
            if not buffer.startswith(_BEGIN):
                raise _unreadable()
            at, begun = _HEADER, True
        while (found := _row(buffer, at)) is not None:
            row, at = found
            yield row
        ended = buffer[at:] == _END
    if not ended:
        raise _unreadable()


def first_broken(copied: Iterable[Row], ledger_id: UUID, position: int, last_seal: bytes) -> int | None:
    """The first position that is missing, out of place or not what was sealed, up to the head; None when all is whole."""
    place, previous = 0, genesis(ledger_id)
    for row in copied:
        place += 1
        if row.position != place or row.seal != seal(previous, row):
            return min(row.position, place) if row.position > 0 else place
        previous = row.seal
    if place != position:
        return min(place, position) + 1
    return None if previous == last_seal else position


def _row(buffer: bytes, at: int) -> tuple[Row, int] | None:
    """The entry that begins there, and where the next begins; None when it is not whole, or there is none."""
    if len(buffer) - at < _fixed.size:
        return None
    count, a, position, b, stream, c, version, d, moment = _fixed.unpack_from(buffer, at)
    if (count, a, b, c, d) != _FRAMES:
        raise _unreadable()
    at += _fixed.size
    fields: list[bytes | None] = []
    for _ in range(7):
        if len(buffer) - at < 4:
            return None
        (length,) = _length.unpack_from(buffer, at)
        at += 4 + max(length, 0)
        if at > len(buffer):
            return None
        fields.append(None if length < 0 else buffer[at - length : at])
    topic, municipality, login, key, cause, state, sealed = fields
    try:
        what, where, who = (topic or b"").decode(), (municipality or b"").decode(), (login or b"").decode()
        recorded_at = EPOCH + timedelta(microseconds=moment) + _SINCE_2000
    except (UnicodeDecodeError, OverflowError):
        raise _unreadable() from None
    row = Row(
        position, UUID(bytes=stream), version, recorded_at, what, where, who, key, cause, state or b"", sealed or b""
    )
    return row, at


def _batches(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: a copy comes row by row."""
    parts, size = [], 0
    for piece in pieces:
        parts.append(bytes(piece))
        size += len(piece)
        if size >= _BATCH:
            yield b"".join(parts)
            parts, size = [], 0
    if parts:
        yield b"".join(parts)


def _unreadable() -> Refused:
    return Refused("The copy of the entries is damaged or cut off.", rule="backup", remedy="Take another copy of it.")
