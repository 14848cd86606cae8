"""The looks at persons as they are kept, and whether their chain is whole. docs/looks.md specifies the seal."""

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from ledger.log.entry import framed, microseconds
from ledger.log.session import Connection

LookKind = Literal["position", "time", "seal", "head", "expected"]

MEANINGS: Final[Mapping[LookKind, str]] = {
    "position": "a look is missing, or stands at another place than it was written",
    "time": "a look was written before the one that stands before it",
    "seal": "the look, or the one before it, is not what was sealed",
    "head": "the looks do not end where their head says",
    "expected": "the looks are not those of which a head was kept outside",
}
"""Everything that can be wrong with the looks."""

_BATCH: Final = 5000
_COLUMNS: Final = (
    "l.position, l.looked_at, l.login, l.actor, l.event, l.subjects, l.found_by, l.purpose, l.device, l.result, "
    "l.written_in, l.seal"
)
_fixed = struct.Struct(">qq").pack
_count = struct.Struct(">i").pack
_number = struct.Struct(">q").pack


class Look(NamedTuple):
    """One look: who (login and actor), what (event, found by which kind of text), whom, why, when, from where, and the result."""

    position: int
    looked_at: datetime
    login: str
    actor: str
    event: str
    subjects: list[str]
    found_by: str
    purpose: str
    device: str
    result: str
    written_in: int
    seal: bytes


class LookHead(NamedTuple):
    """Where the looks end."""

    position: int
    seal: bytes
    ledger_id: UUID
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LookFinding:
    """Something wrong at a position of the looks."""

    position: int
    kind: LookKind
    meaning: str


def findings(connection: Connection, expected: Mapping[int, bytes] | None = None) -> Iterator[LookFinding]:
    """Everything that is wrong with the looks that are stored, in order. `expected`: heads that were kept outside, seals by
    position. Looks that are written meanwhile do not disturb."""
    end = head(connection)
    row = connection.execute("SELECT h.ledger_id FROM ledger.ledger_head h").fetchone()
    if row and row[0] != end.ledger_id:
        yield LookFinding(1, "head", "the looks are those of another ledger")
    yield from broken(read(connection, until=end.position), end, expected or {})
    beyond = "SELECT min(l.position) FROM vault.looks l WHERE l.position > (SELECT h.position FROM vault.look_head h)"
    row = connection.execute(beyond).fetchone()
    if row and row[0] is not None:
        yield LookFinding(row[0], "head", "a look stands after the head of the looks")


def broken(looks: Iterable[Look], end: LookHead, expected: Mapping[int, bytes]) -> Iterator[LookFinding]:
    """The same for looks in order of their positions."""
    place, last, moment = 0, genesis(end.ledger_id), None
    if expected.get(0, last) != last:
        yield LookFinding(1, "expected", "the looks are those of another ledger")
    for look in looks:
        place += 1
        if look.position != place:
            yield LookFinding(place, "position", f"the next look is {look.position}: {MEANINGS['position']}")
            place = look.position
        if moment is not None and look.looked_at < moment:
            yield LookFinding(place, "time", MEANINGS["time"])
        if look.seal != seal(last, look):
            yield LookFinding(place, "seal", MEANINGS["seal"])
        if place in expected and look.seal != expected[place]:
            yield LookFinding(place, "expected", f"{MEANINGS['expected']}: this one, or one before it, was replaced")
        last, moment = look.seal, look.looked_at
    if (place, last) != (end.position, end.seal):
        yield LookFinding(place + 1, "head", f"the looks end here, and their head says {end.position}")
    elif end.looked_at is not None and moment is not None and end.looked_at != moment:
        yield LookFinding(place, "head", "their head has another time than the last look")
    for position in sorted(one for one in expected if one > place):
        yield LookFinding(place + 1, "expected", f"the looks end here; outside it is known that there were {position}")


def differing(connection: Connection, expected: Mapping[int, bytes]) -> int | None:
    """The first of these positions where another seal stands, or none: a quick look, that recomputes nothing. Position 0 is the
    beginning."""
    wanted = {position: bytes(one) for position, one in expected.items() if position}
    query = "SELECT l.position, l.seal FROM vault.looks l WHERE l.position = ANY(%s)"
    found = dict(connection.execute(query, [list(wanted)]).fetchall())
    return min((position for position, one in wanted.items() if found.get(position) != one), default=None)


def genesis(ledger_id: UUID) -> bytes:
    """What stands before the first look: it binds the chain to this ledger."""
    return sha256(b"lks-looks-1" + ledger_id.bytes).digest()


def seal(previous: bytes, look: Look) -> bytes:
    """The seal of a look: version byte, the seal before it, and every column, injectively encoded."""
    subjects = b"".join(framed(subject.encode()) for subject in look.subjects)
    before = (look.login, look.actor, look.event)
    after = (look.found_by, look.purpose, look.device, look.result)
    return sha256(
        b"\x01"
        + previous
        + _fixed(look.position, microseconds(look.looked_at))
        + b"".join(framed(text.encode()) for text in before)
        + _count(len(look.subjects))
        + subjects
        + b"".join(framed(text.encode()) for text in after)
        + _number(look.written_in)
    ).digest()


def head(connection: Connection) -> LookHead:
    """Where the looks end now."""
    row = connection.execute("SELECT h.position, h.seal, h.ledger_id, h.looked_at FROM vault.look_head h").fetchone()
    return LookHead(*row) if row else LookHead(0, b"", UUID(int=0))


def read(connection: Connection, after: int = -(2**63), until: int = 2**63 - 1) -> Iterator[Look]:
    """Looks in order of their positions, never more than a batch in memory; from before the first, so that a row put there is
    seen as well."""
    query = f"""
        SELECT {_COLUMNS} FROM vault.looks l
        WHERE l.position > %s AND l.position <= %s ORDER BY l.position LIMIT {_BATCH}"""
    while rows := connection.execute(query, [after, until]).fetchall():
        yield from map(Look._make, rows)
        after = rows[-1][0]


def about(connection: Connection, **wanted: Any) -> Iterator[Look]:
    """Looks by `subject`, `login`, `actor`, and from a moment (`since`) to before another (`before`); each may be None."""
    query = f"""
        SELECT {_COLUMNS} FROM vault.looks l
        WHERE (%(subject)s::text IS NULL OR l.subjects @> ARRAY[%(subject)s::text])
            AND (%(login)s::text IS NULL OR l.login = %(login)s) AND (%(actor)s::text IS NULL OR l.actor = %(actor)s)
            AND (%(since)s::timestamptz IS NULL OR l.looked_at >= %(since)s)
            AND (%(before)s::timestamptz IS NULL OR l.looked_at < %(before)s)
        ORDER BY l.position"""
    names = ("subject", "login", "actor", "since", "before")
    yield from map(Look._make, connection.execute(query, dict.fromkeys(names) | wanted))
