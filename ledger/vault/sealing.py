"""Personal data under lock: a key per person or employer, so that destroying one key erases one of them for good.

A sealed part of a fact is a token: base64url of version, key id, nonce and AES-GCM ciphertext, bound to its stream and
topic, so it opens nowhere else. What people are found by is kept as keyed hashes under a secret of this ledger.
Next to `identity` this is the only place that sees personal data in clear.
"""

import base64
import binascii
import hmac
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ValidationError

from ledger.refusal import LedgerError, Refused, Unavailable
from ledger.vault.canonical import canonical
from ledger.vault.identity import STORED
from ledger.vault.looker import Looker
from ledger.vault.master_key import MasterKey, create_master_key
from ledger.vault.postgres_rows import PostgresRows
from ledger.vault.rows import Connect, Connection, KeyRow, LookupRow, MemoryRows, Rows, SecretRow
from ledger.vault.search_terms import terms

__all__ = ["LookupRow", "MasterKey", "MemoryVault", "Tampered", "Vault", "canonical", "create_master_key"]

Private = TypeVar("Private", bound=BaseModel)

_VERSION = b"\x01"
_HEADER = 1 + 16 + 12
_TAG = 16
_SECRET = "ledger"


class Tampered(LedgerError):
    """A token does not open with its own key: its bytes were changed, or it stood in another stream or topic."""


class Vault:
    """Seals and opens personal data and finds subjects by it. Keys that were used stay in this process's memory, so one process
    looks at a subject once."""

    def __init__(self, source: str | Connect, master: MasterKey, looker: Looker | None = None) -> None:
        self._begin(PostgresRows(source, looker), master)

    def _begin(self, rows: Rows, master: MasterKey) -> None:
        self._rows = rows
        self._master = master
        self._by_subject: dict[str, tuple[UUID, bytes]] = {}
        self._by_id: dict[UUID, bytes] = {}
        self._ledger_secret: bytes | None = None

    def seal(self, subject: str, stream: UUID, topic: str, private: BaseModel) -> str:
        """The token for the `sealed` field of a fact with this topic in this stream."""
        if subject not in self._by_subject:
            self.ensure_keys([subject], "sealed")
        if subject not in self._by_subject:
            raise _erased(subject)
        key_id, key = self._by_subject[subject]
        nonce = os.urandom(12)
        ciphertext = AESGCM(key).encrypt(nonce, private.model_dump_json().encode(), _place(stream, topic))
        return base64.urlsafe_b64encode(_VERSION + key_id.bytes + nonce + ciphertext).rstrip(b"=").decode()

    def open(self, token: str, stream: UUID, topic: str, model: type[Private]) -> Private | None:
        """What was sealed; None when the subject was erased."""
        raw = _decoded(token)
        if raw is None:
            raise _tampered(stream, topic)
        key = self._key(UUID(bytes=raw[1:17]))
        if key is None:
            return None
        try:
            clear = AESGCM(key).decrypt(raw[17:_HEADER], raw[_HEADER:], _place(stream, topic))
        except InvalidTag:
            raise _tampered(stream, topic) from None
        return _read(clear, topic, model)

    def ensure_keys(self, subjects: Iterable[str], event: str = "opened") -> None:
        """Makes and loads the keys of all these subjects at once; what `seal` then needs is in memory. Who was erased gets no
        other key."""
        wanted = list(dict.fromkeys(subjects))
        self.load_keys(wanted, event)
        if missing := [subject for subject in wanted if subject not in self._by_subject]:
            made = [self._new_key(subject) for subject in missing]
            # Another process may have made one of these keys first, and then that one counts.
            others = set(self._rows.add_keys(made))
            self._remember(key for key in made if key.subject not in others)
            self.load_keys(others, event)

    def load_keys(self, subjects: Iterable[str], event: str = "opened") -> None:
        """Loads the keys of those of these subjects that have one, at once and as one look: for who opens many."""
        wanted = [subject for subject in dict.fromkeys(subjects) if subject not in self._by_subject]
        if wanted:
            self._remember(self._rows.keys_of(wanted, event))

    def record_look(self, event: str, subjects: Iterable[str], result: str = "done") -> None:
        """Logs what else happens to subjects, with the actor and the purpose of this vault (docs/looks.md)."""
        self._rows.record_look(event, list(subjects), result)

    def forget(self, subjects: Iterable[str]) -> None:
        """Lets go of the keys of who was erased."""
        for subject in subjects:
            if subject in self._by_subject:
                self._by_id.pop(self._by_subject.pop(subject)[0], None)

    def create_secret(self) -> None:
        """Makes the secret of this ledger if it has none, and checks that the master key fits it."""
        if self._rows.secret(_SECRET) is None:
            wrapped = self._master.wrap(os.urandom(32), secret_label(_SECRET))
            self._rows.add_secret(_SECRET, SecretRow(wrapped, self._master.version))
        self._secret()

    def hmac(self, purpose: str, text: str | bytes) -> bytes:
        """Keyed hash under the ledger's secret; equal texts of different purposes have nothing in common."""
        assert "\0" not in purpose, "the purpose ends at the first NUL"
        message = text.encode() if isinstance(text, str) else text
        return hmac.digest(self._secret(), purpose.encode() + b"\0" + message, "sha256")

    def lookup_rows(self, kind: str, text: str, subject: str) -> list[LookupRow]:
        """The rows by which this subject will be found; `add_lookups` stores them."""
        return [LookupRow(kind, digest, subject) for digest in self._digests(kind, text)]

    def found_no_more(self, kind: str, subject: str) -> LookupRow:
        """The row that says that a subject is found by nothing of this kind but what is stored with it."""
        return LookupRow(kind, b"", subject)

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        """Stores lookups in the caller's transaction. Raises Refused for a number that another has (R14, R26)."""
        self._rows.add_lookups(connection, rows)

    def look_up(self, kind: str, text: str) -> tuple[str, ...]:
        """The subjects that are found by this text; of a name by all of its words."""
        return self.look_up_many(kind, [text])[0]

    def look_up_many(self, kind: str, texts: Iterable[str]) -> list[tuple[str, ...]]:
        """For each text the subjects that are found by it, in one round trip."""
        asked = [self._digests(kind, text) for text in texts]
        found: defaultdict[bytes, set[str]] = defaultdict(set)
        for digest, subject in self._rows.subjects(kind, [digest for digests in asked for digest in digests]):
            found[digest].add(subject)
        return [_found_by_all([found[digest] for digest in digests]) for digests in asked]

    def close(self) -> None:
        """Lets go of the database connection."""
        self._rows.close()

    def _key(self, key_id: UUID) -> bytes | None:
        if key_id not in self._by_id and (row := self._rows.key(key_id)):
            self._remember([row])
        return self._by_id.get(key_id)

    def _new_key(self, subject: str) -> KeyRow:
        key_id = uuid4()
        wrapped = self._master.wrap(AESGCM.generate_key(256), key_label(key_id, subject))
        return KeyRow(key_id, subject, wrapped, self._master.version)

    def _remember(self, rows: Iterable[KeyRow]) -> None:
        for row in rows:
            if not row.wrapped:
                continue
            key = self._master.unwrap(row.wrapped, key_label(row.key_id, row.subject), row.master_version)
            self._by_subject[row.subject] = row.key_id, key
            self._by_id[row.key_id] = key

    def _secret(self) -> bytes:
        if self._ledger_secret is None:
            row = self._rows.secret(_SECRET)
            if row is None:
                raise Unavailable("This ledger has no secret yet.", remedy="Make it with `lks db init`.")
            self._ledger_secret = self._master.unwrap(row.wrapped, secret_label(_SECRET), row.master_version)
        return self._ledger_secret

    def _digests(self, kind: str, text: str) -> list[bytes]:
        return [self.hmac(f"lookup/{kind}", term) for term in terms(kind, text)]


class MemoryVault(Vault):
    """A vault without a database, for tests; `rows` may be shared with another."""

    def __init__(self, master: MasterKey | None = None, rows: MemoryRows | None = None) -> None:
        self._begin(rows or MemoryRows(), master or MasterKey(os.urandom(32), 1, "memory"))
        self.create_secret()


# --- tokens and labels ------------------------------------------------------------------------------------------------


def _decoded(token: str) -> bytes | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    spelled = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return raw if raw[:1] == _VERSION and len(raw) >= _HEADER + _TAG and spelled == token else None


def _tampered(stream: UUID, topic: str) -> Tampered:
    what = f"The sealed part of a {topic} in stream {stream} was changed, or belongs to another entry."
    return Tampered(what, remedy="Run `lks audit verify`.")


def _erased(subject: str) -> Refused:
    what = f"The data of {subject.rpartition('/')[2]} were erased, so nothing personal can be recorded of it any more."
    return Refused(what, rule="R35", article="art. 17 AVG", remedy="Leave out what is personal.")


def _read(clear: bytes, topic: str, model: type[Private]) -> Private:
    try:
        return model.model_validate_json(clear, context=STORED)
    except ValidationError:
        what = f"The sealed part of a {topic} holds other fields than this program knows."
        raise Unavailable(what, remedy="Use the version that recorded it, or a later one.") from None


def _place(stream: UUID, topic: str) -> bytes:
    return stream.bytes + topic.encode()


def opens(master: MasterKey, key_id: UUID, subject: str, wrapped: bytes, master_version: int) -> bool:
    """Whether a key that was backed up opens with this master key."""
    try:
        master.unwrap(bytes(wrapped), key_label(key_id, subject), master_version)
    except Unavailable:
        return False
    return True


def key_label(key_id: UUID, subject: str) -> bytes:
    """What a key is locked with besides the master key: whose it is."""
    return b"key" + key_id.bytes + subject.encode()


def secret_label(name: str) -> bytes:
    """What a secret is locked with besides the master key: what it is for."""
    return b"secret" + name.encode()


def _found_by_all(found: Sequence[set[str]]) -> tuple[str, ...]:
    return tuple(sorted(set.intersection(*found))) if found else ()
