"""The vault's tables: wrapped keys, lookups and the wrapped ledger secret, in PostgreSQL or in memory.

Nothing here can be read without the master key: keys are wrapped, what is searched for is a keyed hash, and subjects
are the numbers of persons and employers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple, Protocol
from uuid import UUID, uuid4

import psycopg

from ledger.refusal import Refused, Unavailable

Connection = psycopg.Connection[Any]
Connect = Callable[[], AbstractContextManager[Connection]]

_NAMED = 5

_OF_ONE = {"bsn": ("BSN", "R14", "persons"), "payroll": ("payroll tax number", "R26", "employers")}
"""Kinds of text that only one subject can be found by: its name, the rule that says so, and of whom it is."""


class KeyRow(NamedTuple):
    """The key of one subject, wrapped by a version of the master key; empty when it was destroyed."""

    key_id: UUID
    subject: str
    wrapped: bytes
    master_version: int


class SecretRow(NamedTuple):
    """A secret of the whole ledger, wrapped by a version of the master key."""

    wrapped: bytes
    master_version: int


class LookupRow(NamedTuple):
    """That a subject is found by something: a kind of text, and the keyed hash of the text. Without a hash: that it is found
    by nothing of this kind any more, but by what is added with it."""

    kind: str
    hmac: bytes
    subject: str


class Destroyed(NamedTuple):
    """Whose keys an erasure destroys, and under which other names they were found."""

    subjects: tuple[str, ...]
    found_by: tuple[str, ...] = ()


class Rows(Protocol):
    """What the vault asks of its tables. Adding what is there already changes nothing."""

    def keys_of(self, subjects: Sequence[str]) -> Iterable[KeyRow]:
        """The keys of those subjects that have one."""

    def key(self, key_id: UUID) -> KeyRow | None:
        """One key; None or empty when it was destroyed."""

    def add_keys(self, keys: Sequence[KeyRow]) -> None:
        """Adds the keys of subjects that have none yet; the first to come wins."""

    def secret(self, name: str) -> SecretRow | None:
        """A secret of the ledger, if it was made."""

    def add_secret(self, name: str, secret: SecretRow) -> None:
        """Adds a secret of the ledger; the first to come wins."""

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> Iterable[tuple[bytes, str]]:
        """Whoever is found by one of these hashes, with the hash."""

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        """Adds and forgets lookups in the caller's transaction. Raises Refused for a number that another has (R14, R26)."""

    def close(self) -> None:
        """Lets go of the connection."""


class PostgresRows:
    """The tables of schema `vault`, over one connection that is kept, or over those that a factory hands out."""

    def __init__(self, source: str | Connect) -> None:
        self._source = source
        self._kept: Connection | None = None

    def keys_of(self, subjects: Sequence[str]) -> list[KeyRow]:
        query = "SELECT key_id, subject, wrapped, master_version FROM vault.key WHERE subject = ANY(%b)"
        return [KeyRow(*row) for row in self._ask(query, list(subjects))]

    def key(self, key_id: UUID) -> KeyRow | None:
        query = "SELECT key_id, subject, wrapped, master_version FROM vault.key WHERE key_id = %s"
        return next((KeyRow(*row) for row in self._ask(query, key_id)), None)

    def add_keys(self, keys: Sequence[KeyRow]) -> None:
        statement = """
            INSERT INTO vault.key (key_id, subject, wrapped, master_version)
            SELECT * FROM unnest(%b::uuid[], %b::text[], %b::bytea[], %b::integer[])
            ON CONFLICT (subject) DO NOTHING
        """
        with self._session() as connection:
            connection.execute(statement, [list(column) for column in zip(*keys, strict=True)])

    def secret(self, name: str) -> SecretRow | None:
        query = "SELECT wrapped, master_version FROM vault.secret WHERE name = %s"
        return next((SecretRow(*row) for row in self._ask(query, name)), None)

    def add_secret(self, name: str, secret: SecretRow) -> None:
        statement = """
            INSERT INTO vault.secret (name, wrapped, master_version)
            VALUES (%s, %s, %s)
            ON CONFLICT (name) DO NOTHING
        """
        with self._session() as connection:
            connection.execute(statement, [name, *secret])

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> list[tuple[bytes, str]]:
        query = "SELECT hmac, subject FROM vault.lookup WHERE kind = %s AND hmac = ANY(%b)"
        return [(bytes(hmac), subject) for hmac, subject in self._ask(query, kind, list(hmacs))]

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        assert connection is not None, "lookups belong to the transaction of the facts"
        gone, rows = [row for row in rows if not row.hmac], [row for row in rows if row.hmac]
        wanted = _wanted(rows)
        if gone:
            forget = """
                DELETE FROM vault.lookup l
                USING unnest(%b::text[], %b::text[]) AS gone (kind, subject)
                WHERE l.kind = gone.kind AND l.subject = gone.subject
            """
            connection.execute(forget, [[row.kind for row in gone], [row.subject for row in gone]])
        if rows:
            # Also waits for whoever is registering the same BSN now, so that the query below sees who came first.
            statement = """
                INSERT INTO vault.lookup (kind, hmac, subject)
                SELECT * FROM unnest(%b::text[], %b::bytea[], %b::text[])
                ON CONFLICT DO NOTHING
            """
            connection.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        if wanted:
            query = "SELECT hmac, subject FROM vault.lookup WHERE kind = ANY(%b) AND hmac = ANY(%b)"
            stored = connection.execute(query, [list(_OF_ONE), list(wanted)])
            _refuse_others(wanted, {bytes(hmac): subject for hmac, subject in stored})

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()

    def _ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with self._session() as connection:
            return connection.execute(query, parameters).fetchall()

    @contextmanager
    def _session(self) -> Iterator[Connection]:
        try:
            with self._connection() as connection:
                yield connection
        except psycopg.OperationalError as error:
            remedy = "See `lks db status`, or LKS_DSN."
            raise Unavailable("The database that holds the keys does not answer.", remedy=remedy) from error
        except psycopg.errors.UndefinedTable as error:
            raise Unavailable("The database has no vault yet.", remedy="Make it with `lks db init`.") from error

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if not isinstance(self._source, str):
            with self._source() as connection:
                yield connection
            return
        if self._kept is None or self._kept.closed:
            self._kept = psycopg.connect(self._source, autocommit=True)
        yield self._kept


class MemoryRows:
    """The same tables for as long as the process lives, for tests without a database."""

    def __init__(self) -> None:
        self._keys: dict[str, KeyRow] = {}
        self._secrets: dict[str, SecretRow] = {}
        self._lookups: dict[LookupRow, None] = {}

    def keys_of(self, subjects: Sequence[str]) -> list[KeyRow]:
        return [self._keys[subject] for subject in subjects if subject in self._keys]

    def key(self, key_id: UUID) -> KeyRow | None:
        return next((key for key in self._keys.values() if key.key_id == key_id), None)

    def add_keys(self, keys: Sequence[KeyRow]) -> None:
        self._keys = {key.subject: key for key in keys} | self._keys

    def secret(self, name: str) -> SecretRow | None:
        return self._secrets.get(name)

    def add_secret(self, name: str, secret: SecretRow) -> None:
        self._secrets.setdefault(name, secret)

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> list[tuple[bytes, str]]:
        wanted = set(hmacs)
        return [(row.hmac, row.subject) for row in self._lookups if row.kind == kind and row.hmac in wanted]

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        gone = {(row.kind, row.subject) for row in rows if not row.hmac}
        rows = [row for row in rows if row.hmac]
        kept = {row: None for row in self._lookups if (row.kind, row.subject) not in gone}
        _refuse_others(_wanted(rows), {row.hmac: row.subject for row in kept if row.kind in _OF_ONE})
        self._lookups = kept | dict.fromkeys(rows)

    def destroy(self, erasures: Iterable[Destroyed]) -> None:
        """What the database does where these are recorded: empty keys, so that nobody gets another, and no lookups."""
        for erased in erasures:
            for subject in erased.subjects:
                known = self._keys.get(subject)
                self._keys[subject] = KeyRow(known.key_id if known else uuid4(), subject, b"", 0)
            gone = {*erased.subjects, *erased.found_by}
            self._lookups = {row: None for row in self._lookups if row.subject not in gone}

    def close(self) -> None:
        pass


def _wanted(rows: Sequence[LookupRow]) -> dict[bytes, LookupRow]:
    """What only one subject can be found by."""
    wanted: dict[bytes, LookupRow] = {}
    for row in rows:
        if row.kind in _OF_ONE and wanted.setdefault(row.hmac, row).subject != row.subject:
            name, rule, whose = _OF_ONE[row.kind]
            raise Refused(f"Two {whose} in this batch have the same {name}.", rule=rule, remedy="Leave one out.")
    return wanted


def _refuse_others(wanted: dict[bytes, LookupRow], stored: dict[bytes, str]) -> None:
    """Who has a number already is named by the number of person or employer only."""
    others = [row for row in wanted.values() if stored.get(row.hmac, row.subject) != row.subject]
    for kind, (name, rule, _) in _OF_ONE.items():
        numbers = sorted(stored[row.hmac] for row in others if row.kind == kind)
        if numbers:
            more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
            what = f"This {name} is registered already, as {', '.join(numbers[:_NAMED])}{more}."
            raise Refused(what, rule=rule, remedy="Use the number there is.")
