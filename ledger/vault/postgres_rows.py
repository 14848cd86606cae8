"""The vault's tables in PostgreSQL, by the functions of schema `vault`: nobody comes at a key without a look that is logged.

A key comes in two steps. The first writes the look and commits it, the second gives the key: a look that is rolled back
shows nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from ledger.identifiers import stream_id
from ledger.refusal import Refused, Unavailable
from ledger.vault.looker import Looker
from ledger.vault.rows import (
    OF_ONE,
    Connect,
    Connection,
    KeyRow,
    LookupRow,
    SecretRow,
    refuse_others,
    wanted_numbers,
)

_NAMED = 5


class PostgresRows:
    """The tables of schema `vault`, over one connection that is kept, or over those that a factory hands out."""

    def __init__(self, source: str | Connect, looker: Looker | None = None) -> None:
        self._source = source
        self._kept: Connection | None = None
        self.looker = looker or Looker()

    def keys_of(self, subjects: Sequence[str], event: str = "opened") -> list[KeyRow]:
        asked = "SELECT place, refused FROM vault.ask_keys(%b, %b, %b, %b, %b)"
        return self._given(self._ask(asked, list(subjects), event, *self.looker.columns())) if subjects else []

    def key(self, key_id: UUID) -> KeyRow | None:
        asked = "SELECT place, refused FROM vault.ask_keys_by_id(%b, 'opened', %b, %b, %b)"
        return next(iter(self._given(self._ask(asked, [key_id], *self.looker.columns()))), None)

    def add_keys(self, keys: Sequence[KeyRow]) -> list[str]:
        columns = [list(column) for column in zip(*keys, strict=True)]
        streams = [_stream(key.subject) for key in keys]
        query = "SELECT vault.add_keys(%b::uuid[], %b::text[], %b::bytea[], %b::integer[], %b::uuid[])"
        before: list[str] = self._ask(query, *columns, streams)[0][0]
        return before

    def secret(self, name: str) -> SecretRow | None:
        rows = self._ask("SELECT wrapped, master_version FROM vault.secret_of(%s)", name)
        return next((SecretRow(*row) for row in rows), None)

    def add_secret(self, name: str, secret: SecretRow) -> None:
        self._ask("SELECT vault.add_secret(%s, %b, %b::integer)", name, *secret)

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> list[tuple[bytes, str]]:
        asked = "SELECT vault.ask_found(%b, %b::bytea[], %b, %b, %b)"
        position = self._ask(asked, kind, list(hmacs), *self.looker.columns())[0][0]
        given = self._ask("SELECT hmac, subject FROM vault.given_found(%b, %b::bytea[])", position, list(hmacs))
        return [(bytes(hmac), subject) for hmac, subject in given]

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        assert connection is not None, "lookups belong to the transaction of the facts"
        gone, rows = [row for row in rows if not row.hmac], [row for row in rows if row.hmac]
        wanted = wanted_numbers(rows)
        if gone:
            columns = [[row.kind for row in gone], [row.subject for row in gone]]
            connection.execute("SELECT vault.forget_lookups(%b::text[], %b::text[])", columns)
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            query = "SELECT vault.add_lookups(%b::text[], %b::bytea[], %b::text[])"
            answer = connection.execute(query, columns).fetchone()
            if answer and answer[0]:
                self._refuse({bytes(hmac) for hmac in answer[0]}, wanted)

    def record_look(self, event: str, subjects: Sequence[str], result: str = "done") -> None:
        asked = "SELECT vault.record_look(%b, %b::text[], %b, %b, %b, %b)"
        self._ask(asked, event, list(subjects), *self.looker.columns(), result)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()

    def _given(self, answer: list[tuple[Any, ...]]) -> list[KeyRow]:
        position, refused = answer[0]
        if refused:
            more = f" and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
            what = f"This login has no access to {', '.join(refused[:_NAMED])}{more}; that it tried is logged."
            raise Refused(what, rule="access", remedy="Ask for access to the municipality: lks access.")
        if position is None:
            return []
        query = "SELECT key_id, subject, wrapped, master_version FROM vault.given_keys(%b)"
        return [KeyRow(*row) for row in self._ask(query, position)]

    def _refuse(self, taken: set[bytes], wanted: dict[bytes, LookupRow]) -> None:
        """Whose numbers these are is a look of its own, which stays when the transaction of the facts is undone."""
        for kind in OF_ONE:
            hmacs = [hmac for hmac in taken if wanted[hmac].kind == kind]
            if hmacs:
                refuse_others(wanted, dict(self.subjects(kind, hmacs)))
        raise Refused("A number is registered already, of whom this login may not know.", rule="R14")

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
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            raise Unavailable("The database has no vault yet.", remedy="Make it with `lks db init`.") from error
        except psycopg.errors.InsufficientPrivilege as error:
            remedy = "Ask somebody whose role allows it (docs/roles.md)."
            raise Unavailable("This login may not do that with personal data.", remedy=remedy) from error
        except psycopg.errors.UndefinedFunction as error:
            raise Unavailable("The vault in this database is older.", remedy="Renew it: lks db migrate.") from error

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if not isinstance(self._source, str):
            with self._source() as connection:
                yield connection
            return
        if self._kept is None or self._kept.closed:
            self._kept = psycopg.connect(self._source, autocommit=True)
        yield self._kept


def _stream(subject: str) -> UUID | None:
    """The stream that begins with the registration of this subject."""
    if subject.startswith("P-"):
        return stream_id("person", subject)
    if subject.startswith("W-"):
        return stream_id("employer", subject)
    kind, _, name = subject.partition("/")
    if kind == "expert":
        return stream_id("expert", name)
    return stream_id("provider", name) if kind == "provider" else None
