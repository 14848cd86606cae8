"""Bringing a live ledger to this release, without touching a sealed byte.

All in one transaction that lets nobody append: the log is read and every seal checked, schema.sql is applied, and the log is read
again. Unless head and bytes are the same, nothing is kept. Interrupted or repeated it does no harm.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from ledger.log import copied, release
from ledger.log.session import administrating, apply_schema
from ledger.refusal import Refused

Connection = psycopg.Connection[Any]
Watch = Callable[[Iterable[bytes], int, str], Iterable[bytes]]
"""Passes pieces on and shows how far it is: the pieces, how many are expected, and what is done."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What was done: from which release (None: not told), the head, which topics are new, and whether projections must be made
    anew."""

    before: release.Release | None
    after: release.Release
    ledger_id: UUID
    position: int
    seal: bytes
    topics: tuple[str, ...]
    stale: bool

    @property
    def needed(self) -> bool:
        """Whether the ledger was of another schema than this release's."""
        return self.before is None or self.before.schema != self.after.schema


def migrate(admin_dsn: str, *, login: str | None, check: bool, watch: Watch) -> Migration:
    """Apply this release's schema to a ledger that is there; with `check` try it and keep nothing. Raises Refused for a database
    without a ledger, a ledger of a newer release, and one that is not whole."""
    with administrating(admin_dsn) as connection, connection.transaction(force_rollback=check):
        _refuse_none(connection)
        release.refuse_newer(connection)
        connection.execute("SET LOCAL lock_timeout = '120s'")
        # Who appends takes the head first, and so waits for this before holding anything itself.
        connection.execute("LOCK TABLE ledger.ledger_head IN EXCLUSIVE MODE")
        connection.execute("LOCK TABLE ledger.ledger_events IN SHARE ROW EXCLUSIVE MODE")
        noted, topics = release.noted(connection), release.topics(connection)
        head, digest = _head(connection), _checked(connection, watch)
        apply_schema(connection, login)
        if (_head(connection), _digest(connection, head[1], watch)) != (head, digest):
            raise Refused("The new schema would change what is recorded; nothing was changed.", rule="R34")
        new = tuple(sorted(release.topics(connection) - topics))
        ledger_id, position, seal = head
        return Migration(noted, release.ours(), ledger_id, position, seal, new, _stale(connection))


def _refuse_none(connection: Connection) -> None:
    if not release.is_made(connection):
        raise Refused("There is no ledger in this database.", rule="R40", remedy="Make one with lks db init.")


def _head(connection: Connection) -> tuple[UUID, int, bytes]:
    row = connection.execute("SELECT ledger_id, position, seal FROM ledger.ledger_head").fetchone()
    assert row is not None
    ledger_id, position, seal = row
    return ledger_id, position, bytes(seal)


def _checked(connection: Connection, watch: Watch) -> bytes:
    """The digest of all that is sealed, every seal checked. Raises Refused for a log that is not whole."""
    ledger_id, position, seal = _head(connection)
    found = sha256()

    def heard() -> Iterator[bytes]:
        for piece in watch(copied.out(connection, copied.ENTRIES), position, "Checking every seal"):
            found.update(piece)
            yield piece

    broken = copied.first_broken(copied.rows(heard()), ledger_id, position, seal)
    if broken is not None:
        what = f"This ledger is not whole: the first bad position is {broken}. Nothing was changed."
        raise Refused(what, rule="R34", remedy="See lks audit verify.")
    return found.digest()


def _digest(connection: Connection, position: int, watch: Watch) -> bytes:
    """The digest of all that is sealed."""
    found = sha256()
    for piece in watch(copied.out(connection, copied.ENTRIES), position, "Comparing every byte"):
        found.update(piece)
    return found.digest()


def _stale(connection: Connection) -> bool:
    """Whether the rows of the read side were made by a release that laid them out otherwise."""
    row = connection.execute("SELECT layout <> projection.layout() FROM projection.progress").fetchone()
    return row is None or bool(row[0])
