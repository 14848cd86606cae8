"""An entry: one fact in its envelope, as the log keeps it; and the seal that chains it to the one before.

The bytes of a fact are made once, when it is recorded. They are what is stored and what is sealed; nothing is ever
encoded again to be compared. docs/seal.md specifies the seal.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from ledger.facts import FACTS, Fact
from ledger.model import Model
from ledger.refusal import Unavailable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SEAL_VERSION = b"\x01"
_ABSENT = b"\xff\xff\xff\xff"
_length = struct.Struct(">i").pack
_fixed = struct.Struct(">q16sqq").pack


class Cause(Model):
    """Why an append happened: the intent with its fields, who asked, and the version of every stream that was read.

    `digest` is the HMAC of the intent's plaintext in hexadecimal, `today` the business day, `decider` the version of
    the rules that decided. A stream that was read and empty has version 0.
    """

    intent: str
    fields: dict[str, object]
    digest: str
    actor: str
    on_behalf_of: str | None
    today: date
    read: dict[str, int]
    decider: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who recorded something: the actor it was done for, and the database login that wrote it."""

    actor: str
    login: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `intent_key` and `cause` stand on the first entry of an append only."""

    position: int
    stream: UUID
    version: int
    topic: str
    fact: Fact
    municipality: str
    recorded_at: datetime
    recorded_by: str
    intent_key: bytes | None
    cause: Cause | None
    seal: bytes


class Row(NamedTuple):
    """An entry as it is stored: `state` and `cause` are the bytes that were sealed."""

    position: int
    stream: UUID
    version: int
    recorded_at: datetime
    topic: str
    municipality: str
    recorded_by: str
    intent_key: bytes | None
    cause: bytes | None
    state: bytes
    seal: bytes


def encoded(model: Fact | Cause) -> bytes:
    """The bytes that are stored and sealed: compact UTF-8 JSON in the order of the fields."""
    return model.__pydantic_serializer__.to_json(model)


def decoded(row: Sequence[Any]) -> Entry:
    """The entry in a row (or in a tuple in the order of a row). Raises Unavailable for what this
    release cannot read."""
    position, stream, version, recorded_at, topic, municipality, recorded_by, intent_key, cause, state, seal = row
    fact = decoded_fact(position, topic, state)
    try:
        why = None if cause is None else decoded_cause(cause)
    except ValidationError:
        raise _unreadable(position, "cause") from None
    return Entry(position, stream, version, topic, fact, municipality, recorded_at, recorded_by, intent_key, why, seal)


def decoded_fact(position: int, topic: str, state: bytes) -> Fact:
    """The fact in its bytes. Raises Unavailable for what this release cannot read."""
    try:
        fact: Fact = _DECODERS[topic](state)
    except KeyError:
        remedy = "Install the release that recorded it, or a newer one."
        raise Unavailable(f"Entry {position} is a {topic}, which this release does not know.", remedy=remedy) from None
    except ValidationError:
        raise _unreadable(position, topic) from None
    return fact


def _unreadable(position: int, what: str) -> Unavailable:
    return Unavailable(
        f"The {what} of entry {position} cannot be read: it was not written by this program.",
        remedy="See lks audit verify.",
    )


def decoded_cause(stored: bytes) -> Cause:
    """The cause in its bytes."""
    return Cause.model_validate_json(stored)


def genesis(ledger_id: UUID) -> bytes:
    """The seal before the first entry: it binds the chain to this ledger."""
    return sha256(b"lks-ledger-1" + ledger_id.bytes).digest()


def seal(previous: bytes, row: Row) -> bytes:
    """The seal of a row after the previous entry's seal. Looks at every column of the row but its seal."""
    fixed = _fixed(row.position, row.stream.bytes, row.version, microseconds(row.recorded_at))
    texts = framed(row.topic.encode()) + framed(row.municipality.encode()) + framed(row.recorded_by.encode())
    return chained(previous, fixed, texts + framed(row.intent_key) + framed(row.cause) + framed(row.state))


def chained(previous: bytes, fixed: bytes, fields: bytes) -> bytes:
    """The seal, from the parts of its text: the fixed fields, and the framed ones."""
    return sha256(_SEAL_VERSION + previous + fixed + fields).digest()


def framed(field: bytes | None) -> bytes:
    """A field of varying length, its length before it; nothing at all is the length -1."""
    return _ABSENT if field is None else _length(len(field)) + field


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC, exactly."""
    since = moment - EPOCH
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


_DECODERS = {topic: fact.__pydantic_validator__.validate_json for topic, fact in FACTS.items()}
