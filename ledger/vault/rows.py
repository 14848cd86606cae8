"""What the vault asks of its tables: wrapped keys, lookups, the wrapped ledger secret, and the looks at all of these; with
the ones in memory. Those in PostgreSQL are in `postgres_rows.py`.

Nothing here can be read without the master key: keys are wrapped, what is searched for is a keyed hash, and subjects
are the numbers of persons and employers.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol
from uuid import UUID, uuid4

import psycopg

from ledger.refusal import Refused

Connection = psycopg.Connection[Any]
Connect = Callable[[], AbstractContextManager[Connection]]

_NAMED = 5

OF_ONE = {"bsn": ("BSN", "R14", "persons"), "payroll": ("payroll tax number", "R26", "employers")}
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
    """What the vault asks of its tables. Adding what is there already changes nothing. Who asks for a key, or searches, is
    logged first: one look for all subjects of one question."""

    def keys_of(self, subjects: Sequence[str], event: str = "opened") -> Iterable[KeyRow]:
        """The keys of those subjects that have one. Raises Refused."""

    def key(self, key_id: UUID) -> KeyRow | None:
        """One key; None or empty when it was destroyed. Raises Refused."""

    def add_keys(self, keys: Sequence[KeyRow]) -> Iterable[str]:
        """Adds the keys of subjects that have none yet, and gives those that have another: the first to come wins."""

    def secret(self, name: str) -> SecretRow | None:
        """A secret of the ledger, if it was made."""

    def add_secret(self, name: str, secret: SecretRow) -> None:
        """Adds a secret of the ledger; the first to come wins."""

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> Iterable[tuple[bytes, str]]:
        """Whoever is found by one of these hashes, with the hash."""

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        """Adds and forgets lookups in the caller's transaction. Raises Refused for a number that another has (R14, R26)."""

    def record_look(self, event: str, subjects: Sequence[str], result: str = "done") -> None:
        """Logs what else happens to subjects (docs/looks.md has the events)."""

    def close(self) -> None:
        """Lets go of the connection."""


class MemoryRows:
    """The same tables for as long as the process lives, for tests without a database."""

    def __init__(self) -> None:
        self._keys: dict[str, KeyRow] = {}
        self._secrets: dict[str, SecretRow] = {}
        self._lookups: dict[LookupRow, None] = {}
        self.looks: list[tuple[str, tuple[str, ...]]] = []

    def keys_of(self, subjects: Sequence[str], event: str = "opened") -> list[KeyRow]:
        found = [self._keys[subject] for subject in subjects if subject in self._keys]
        if given := [key.subject for key in found if key.wrapped]:
            self.record_look(event, given)
        return found

    def key(self, key_id: UUID) -> KeyRow | None:
        found = next((key for key in self._keys.values() if key.key_id == key_id), None)
        if found and found.wrapped:
            self.record_look("opened", [found.subject])
        return found

    def add_keys(self, keys: Sequence[KeyRow]) -> list[str]:
        self._keys = {key.subject: key for key in keys} | self._keys
        return [key.subject for key in keys if self._keys[key.subject].key_id != key.key_id]

    def secret(self, name: str) -> SecretRow | None:
        return self._secrets.get(name)

    def add_secret(self, name: str, secret: SecretRow) -> None:
        self._secrets.setdefault(name, secret)

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> list[tuple[bytes, str]]:
        wanted = set(hmacs)
        found = [(row.hmac, row.subject) for row in self._lookups if row.kind == kind and row.hmac in wanted]
        self.record_look("found", sorted({subject for _, subject in found}))
        return found

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        gone = {(row.kind, row.subject) for row in rows if not row.hmac}
        rows = [row for row in rows if row.hmac]
        kept = {row: None for row in self._lookups if (row.kind, row.subject) not in gone}
        refuse_others(wanted_numbers(rows), {row.hmac: row.subject for row in kept if row.kind in OF_ONE})
        self._lookups = kept | dict.fromkeys(rows)

    def destroy(self, erasures: Iterable[Destroyed]) -> None:
        """What the database does where these are recorded: empty keys, so that nobody gets another, and no lookups."""
        for erased in erasures:
            for subject in erased.subjects:
                known = self._keys.get(subject)
                self._keys[subject] = KeyRow(known.key_id if known else uuid4(), subject, b"", 0)
            gone = {*erased.subjects, *erased.found_by}
            self._lookups = {row: None for row in self._lookups if row.subject not in gone}

    def record_look(self, event: str, subjects: Sequence[str], result: str = "done") -> None:
        self.looks.append((event, tuple(subjects)))

    def close(self) -> None:
        pass


def wanted_numbers(rows: Sequence[LookupRow]) -> dict[bytes, LookupRow]:
    """What only one subject can be found by."""
    wanted: dict[bytes, LookupRow] = {}
    for row in rows:
        if row.kind in OF_ONE and wanted.setdefault(row.hmac, row).subject != row.subject:
            name, rule, whose = OF_ONE[row.kind]
            raise Refused(f"Two {whose} in this batch have the same {name}.", rule=rule, remedy="Leave one out.")
    return wanted


def refuse_others(wanted: dict[bytes, LookupRow], stored: dict[bytes, str]) -> None:
    """Who has a number already is named by the number of person or employer only."""
    others = [row for row in wanted.values() if stored.get(row.hmac, row.subject) != row.subject]
    for kind, (name, rule, _) in OF_ONE.items():
        numbers = sorted(stored[row.hmac] for row in others if row.kind == kind)
        if numbers:
            more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
            what = f"This {name} is registered already, as {', '.join(numbers[:_NAMED])}{more}."
            raise Refused(what, rule=rule, remedy="Use the number there is.")
