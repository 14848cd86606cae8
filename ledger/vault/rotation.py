"""Another version of the master key: every key and secret is unlocked with the version before it and locked with the new one.

It can stop anywhere and go on: both versions stand in the master key's place until somebody takes the old one away, each key is
locked with one of them, and none is replaced before what replaces it was opened.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from ledger.refusal import Unavailable
from ledger.vault.looker import Looker
from ledger.vault.master_key import MasterKey
from ledger.vault.rows import Connection, KeyRow
from ledger.vault.sealing import key_label, secret_label

_AT_ONCE = 500
_FIRST = UUID(int=0)
DESTROYED = 0
"""The version under which the database counts keys that were destroyed."""


class Version(NamedTuple):
    """How many keys and secrets are locked with a version of the master key."""

    version: int
    keys: int
    secrets: int


def versions(connection: Connection) -> list[Version]:
    """What is locked with each version; with version 0 what was destroyed."""
    return [Version(*row) for row in connection.execute("SELECT version, keys, secrets FROM vault.versions()")]


def alone(connection: Connection) -> bool:
    """Whether nobody else rotates this ledger; nobody else will, until the connection is closed."""
    query = "SELECT pg_try_advisory_lock(hashtextextended('lks vault rotate', 0))"
    answer = connection.execute(query).fetchone()
    return answer is not None and bool(answer[0])


def check(connection: Connection, master: MasterKey) -> None:
    """Open every secret, so that nothing is locked with a key that does not fit. Raises Unavailable."""
    query = "SELECT name, wrapped, master_version FROM vault.secrets_locked_otherwise(%s)"
    for name, wrapped, version in connection.execute(query, [DESTROYED]).fetchall():
        master.unwrap(wrapped, secret_label(name), version)


def rotate(connection: Connection, master: MasterKey, looker: Looker | None = None) -> Iterator[int]:
    """Lock everything with the version of `master` that locks; tells after each part how many keys that were, each of which is one
    look. Raises Unavailable where a key does not open, and then leaves it as it is. `connection` commits by itself."""
    _secrets(connection, master)
    past: UUID | None = _FIRST
    while past:
        past, rows = _locked_otherwise(connection, master.version, past, looker or Looker(purpose="vault rotate"))
        if rows:
            yield _rewrap(connection, rows, master)
    # Who made a key meanwhile, and had not seen the new version, is passed by once more.
    while rows := _locked_otherwise(connection, master.version, _FIRST, looker or Looker(purpose="vault rotate"))[1]:
        yield _rewrap(connection, rows, master)


def _locked_otherwise(
    connection: Connection, version: int, past: UUID, looker: Looker
) -> tuple[UUID | None, list[KeyRow]]:
    """Some keys past one, got as any key is, after a look; and the id to go on from."""
    query = "SELECT key_id, subject FROM vault.locked_otherwise(%s, %s, %s)"
    found = connection.execute(query, [version, past, _AT_ONCE]).fetchall()
    if not found:
        return None, []
    asked = "SELECT place FROM vault.ask_keys(%b, 'key_rotated', %b, %b, %b)"
    answer = connection.execute(asked, [[subject for _, subject in found], *looker.columns()]).fetchone()
    assert answer is not None
    given = "SELECT key_id, subject, wrapped, master_version FROM vault.given_keys(%b)"
    return found[-1][0], [KeyRow(*row) for row in connection.execute(given, [answer[0]])]


def _rewrap(connection: Connection, rows: list[KeyRow], master: MasterKey) -> int:
    anew = [_anew(master, row.wrapped, key_label(row.key_id, row.subject), row.master_version) for row in rows]
    query = "SELECT vault.rewrap(%s::uuid[], %s::bytea[], %s::bytea[], %s)"
    return _count(connection, query, [row.key_id for row in rows], [row.wrapped for row in rows], anew, master.version)


def _secrets(connection: Connection, master: MasterKey) -> None:
    query = "SELECT name, wrapped, master_version FROM vault.secrets_locked_otherwise(%s)"
    for name, wrapped, version in connection.execute(query, [master.version]).fetchall():
        anew = _anew(master, wrapped, secret_label(name), version)
        rewrap = "SELECT vault.rewrap_secret(%s, %s, %s, %s)"
        _count(connection, rewrap, name, wrapped, anew, master.version)


def _anew(master: MasterKey, wrapped: bytes, label: bytes, version: int) -> bytes:
    plain = master.unwrap(wrapped, label, version)
    anew = master.wrap(plain, label)
    if master.unwrap(anew, label, master.version) != plain:
        raise Unavailable("A key that was locked anew does not open.", remedy="Nothing of it was stored; repeat.")
    return anew


def _count(connection: Connection, query: str, *parameters: Any) -> int:
    answer = connection.execute(query, parameters).fetchone()
    assert answer is not None
    return int(answer[0])
