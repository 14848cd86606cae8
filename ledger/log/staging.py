"""A ledger in which many things are asked before any of it is recorded: all of it in one transaction, or nothing.

`Staging` puts a store and a vault in front of the real ones, and a bulk command asks the ordinary `Ledger` over them, so
every rule holds. `look_ahead` reads in bulk what is going to be asked for, so that a row needs no round trip; what it was
not told of is read when it is needed. The versions that were read are checked when it is recorded.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from ledger.log.interface import Append, Store
from ledger.log.staged_store import StagedStore
from ledger.vault.sealing import Vault
from ledger.vault.staged import StagedVault


class Staging:
    """A store and a vault that record nothing until `commit`. `provisional`: to try only, it cannot be committed."""

    def __init__(self, store: Store, vault: Vault, now: datetime, *, provisional: bool = False) -> None:
        self.vault = StagedVault(vault)
        self.store = StagedStore(store, now, self.vault, provisional=provisional)
        self._log = store

    def look_ahead(
        self, keys: Iterable[bytes] = (), streams: Iterable[UUID] = (), subjects: Iterable[str] = ()
    ) -> None:
        """Read in bulk what will be asked for: intent keys, streams, and the keys of persons and employers."""
        self.store.look_ahead(keys, streams)
        self.vault.ensure_keys(subjects)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is staged within is taken back when an error leaves it."""
        mark, keys = self.store.mark(), self.vault.mark()
        try:
            yield
        except BaseException:
            self.store.take_back(mark)
            self.vault.take_back(keys)
            raise

    def commit(self, watch: Callable[[Iterator[Append]], Iterable[Append]] = iter) -> int:
        """Record all of it in one transaction, and tell how many entries that were. Raises VersionConflict.

        The keys come first: without its key nothing could ever be read. Those of a commit that fails lock nothing.
        """
        self.vault.store_keys()
        return self._log.append_bulk(watch(self.store.appends()))
