"""A vault whose new keys stay in memory until what they lock is recorded.

Who was given a number just now has no key yet, which saves asking for it; that this is so is checked when the keys are
stored, before anything is locked with them for good.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

from ledger.refusal import Conflict
from ledger.vault.rows import Connection, KeyRow, LookupRow, Rows, SecretRow
from ledger.vault.sealing import Vault

_AT_ONCE = 5000


class StagedVault(Vault):
    """A vault in front of another: it seals and opens alike, and stores no key before `store_keys`."""

    def __init__(self, vault: Vault) -> None:
        self._new = _NewKeys(vault._rows)
        self._begin(self._new, vault._master)

    def expect(self, subjects: Iterable[str]) -> None:
        """These subjects are new, so no key of theirs is stored."""
        self._new.subjects_without_key.update(subjects)

    def mark(self) -> int:
        """How many keys are new, to be taken back to."""
        return len(self._new.keys)

    def take_back(self, mark: int) -> None:
        """Forget the keys that were made since."""
        while len(self._new.keys) > mark:
            self._new.keys.popitem()

    def store_keys(self) -> None:
        """Store what is new. Raises Conflict if a subject had a key after all: then nothing may be locked with ours."""
        self._new.store()


class _NewKeys:
    """The tables of a vault, with new keys in front of them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.keys: dict[str, KeyRow] = {}
        self.subjects_without_key: set[str] = set()

    def store(self) -> None:
        waiting = iter(self.keys.values())
        while keys := list(islice(waiting, _AT_ONCE)):
            if list(self._rows.add_keys(keys)):
                raise Conflict("Somebody else made a key for the same person or employer.", remedy="Ask again.")

    def keys_of(self, subjects: Sequence[str], event: str = "opened") -> list[KeyRow]:
        staged = [self.keys[subject] for subject in subjects if subject in self.keys]
        others = [one for one in subjects if one not in self.keys and one not in self.subjects_without_key]
        return [*staged, *self._rows.keys_of(others, event)] if others else staged

    def key(self, key_id: UUID) -> KeyRow | None:
        return self._rows.key(key_id)

    def add_keys(self, keys: Sequence[KeyRow]) -> list[str]:
        self.keys = {key.subject: key for key in keys} | self.keys
        return [key.subject for key in keys if self.keys[key.subject].key_id != key.key_id]

    def secret(self, name: str) -> SecretRow | None:
        return self._rows.secret(name)

    def add_secret(self, name: str, secret: SecretRow) -> None:
        self._rows.add_secret(name, secret)

    def subjects(self, kind: str, hmacs: Sequence[bytes]) -> Iterable[tuple[bytes, str]]:
        return self._rows.subjects(kind, hmacs)

    def add_lookups(self, connection: Connection | None, rows: Sequence[LookupRow]) -> None:
        self._rows.add_lookups(connection, rows)

    def record_look(self, event: str, subjects: Sequence[str], result: str = "done") -> None:
        self._rows.record_look(event, subjects, result)

    def close(self) -> None:
        self._rows.close()
