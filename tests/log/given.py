"""What the tests of the log are given: small facts, causes, and a row that is right in every way until it is changed."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg

from ledger.facts import Fact, PolicyAdopted
from ledger.log.entry import Cause, Row, encoded, seal
from ledger.log.interface import Append, Draft, Store

MUNICIPALITY = "GM0363"
OTHER_MUNICIPALITY = "GM0034"
DAY = date(2026, 11, 18)
ROW = "SELECT clock_timestamp(), h.position, h.seal FROM ledger.ledger_head h"
INSERT = f"INSERT INTO ledger.ledger_events VALUES ({', '.join(['%s'] * 11)})"


def policy(value: str = "no", switch: str = "netting") -> PolicyAdopted:
    """A small fact."""
    return PolicyAdopted(switch=switch, value=value, since=date(2026, 1, 1))


def key(name: str) -> bytes:
    """The key of an intent."""
    return sha256(name.encode()).digest()


def cause(read: Mapping[UUID, int], digest: str = "00", actor: str = "j.jansen") -> Cause:
    """Why something is recorded; `digest` tells two intents apart."""
    versions = {str(stream): version for stream, version in read.items()}
    return Cause(
        intent="AdoptPolicy",
        fields={},
        digest=digest,
        actor=actor,
        on_behalf_of=None,
        today=DAY,
        read=versions,
        decider=1,
    )


def drafts(stream: UUID, *facts: Fact, after: int = 0, municipality: str = MUNICIPALITY) -> list[Draft]:
    """Facts as the next of a stream."""
    return [Draft(stream, version, municipality, fact) for version, fact in enumerate(facts, after + 1)]


def an_append(name: str, stream: UUID, *facts: Fact, after: int = 0, municipality: str = MUNICIPALITY) -> Append:
    """Facts as the next of a stream, under a key, by a decider that read the stream."""
    return Append(
        key(name), cause({stream: after}, digest=name), drafts(stream, *facts, after=after, municipality=municipality)
    )


def next_row(connection: psycopg.Connection[Any], after: Row | None = None, **changed: Any) -> Row:
    """The row that may come next in the log (after the last, or after a row), but for what is changed.

    It is sealed over what was changed, so that whoever forges it knows how: only the one check that it is for can tell.
    """
    now, position, last = connection.execute(ROW).fetchone() or (None, 0, b"")
    if after is not None:
        position, last = after.position, after.seal
    stream = changed.get("stream", uuid4())
    right: dict[str, Any] = {
        "position": position + 1,
        "stream": stream,
        "version": 1,
        "recorded_at": now,
        "topic": "PolicyAdopted",
        "municipality": MUNICIPALITY,
        "recorded_by": connection.info.user,
        "intent_key": uuid4().bytes,
        "cause": encoded(cause({stream: changed.get("version", 1) - 1})),
        "state": encoded(policy()),
        "seal": b"",
    }
    row = Row(**(right | changed))
    return row if "seal" in changed else row._replace(seal=seal(last, row))


def append(store: Store, made: Append) -> list[int]:
    """The positions that a command's append got."""
    return [entry.position for entry in store.append(list(made.drafts), made.intent_key, made.cause)]
