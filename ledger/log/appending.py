"""The call of `ledger.append`: one append, in one round trip, sealed in the database. Every login may use it that may record
anything; what it may record is checked there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from ledger.log.session import Connection

_APPEND: Final = """
SELECT first_position, recorded, seals
FROM ledger.append(%b, %b, %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::bytea[])
"""

Placed = tuple[int, datetime, bytes]
"""What the log adds to a fact: position, recorded time, seal."""


def called(connection: Connection, intent_key: bytes, cause: bytes, columns: list[str]) -> list[Placed]:
    """What the log made of one append. Raises what the database says."""
    answer = connection.execute(_APPEND, [intent_key, cause, *columns], prepare=True, binary=True).fetchone()
    assert answer is not None
    first, recorded_at, seals = answer
    return [(position, recorded_at, sealed) for position, sealed in enumerate(seals, first)]


def arrays(rows: Sequence[tuple[UUID, int, str, str, bytes]]) -> list[str]:
    """The columns of these rows as PostgreSQL writes arrays; no topic or municipality holds a quote."""
    streams, versions, topics, municipalities, states = zip(*rows, strict=True)
    columns = [
        map(str, streams),
        map(str, versions),
        topics,
        municipalities,
        (f"\\\\x{state.hex()}" for state in states),
    ]
    return ["{" + ",".join(f'"{value}"' for value in column) + "}" for column in columns]
