"""Whether a backup is what it should be: its files, the order and seals of its entries, and the checkpoint that was kept outside.

All of it is read from the files; nothing is restored for it, and nothing in them is run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from ledger.backup import tables
from ledger.backup.erasures import Erasure, erasure, registered
from ledger.backup.manifest import Manifest, Watch, check_files, read
from ledger.log.copied import rows
from ledger.log.entry import EPOCH, Row, genesis, seal
from ledger.proof.published import Published
from ledger.proof.tree import Tree


@dataclass(slots=True)
class Contents:
    """What stands in the entries of a backup: how many, the last seal, the tree over all, who was registered under a key and who was
    erased. `broken`: the first position that is missing, out of place or not what was sealed."""

    ledger_id: UUID
    position: int = 0
    seal: bytes = b""
    recorded_at: datetime = EPOCH
    broken: int | None = None
    tree: Tree = field(default_factory=Tree)
    registered: dict[str, int] = field(default_factory=dict)
    erasures: tuple[Erasure, ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree over all seals."""
        return self.tree.root()


def contents(folder: Path, ledger_id: UUID, watch: Watch, total: int) -> Contents:
    """Reads the entries in a folder, checks order and seals, and builds the tree. Raises Refused where the file is damaged."""
    found = Contents(ledger_id, seal=genesis(ledger_id))
    found.tree.extend(_seals(found, rows(watch(tables.read(folder, tables.ENTRIES), None, f"Checking {total} seals"))))
    return found


def _seals(found: Contents, entries: Iterator[Row]) -> Iterator[bytes]:
    for row in entries:
        if found.broken is None and (row.position != found.position + 1 or row.seal != seal(found.seal, row)):
            found.broken = min(row.position, found.position + 1)
        found.position += 1
        found.seal, found.recorded_at = row.seal, row.recorded_at
        if one := erasure(row):
            found.erasures += (one,)
        if subject := registered(row):
            found.registered.setdefault(subject, row.position)
        yield row.seal
