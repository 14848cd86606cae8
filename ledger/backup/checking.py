"""Whether a backup is what it should be: its files, the order and seals of its entries, and the checkpoint that was kept outside.

All of it is read from the files; nothing is restored for it, and nothing in them is run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from ledger.backup import tables
from ledger.backup.erasures import Erasure, erasure, named
from ledger.backup.manifest import CHECKPOINT, Manifest, Watch, check_files, read
from ledger.log.copied import rows
from ledger.log.entry import EPOCH, Row, genesis, seal
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.published import Published, open_published
from ledger.proof.tree import HASH, Tree


@dataclass(slots=True)
class Contents:
    """What stands in the entries of a backup: how many, the last seal, the tree over all, who has a key, which cases there are,
    and who was erased. `broken`: the first position that is missing, out of place or not what was sealed."""

    ledger_id: UUID
    position: int = 0
    seal: bytes = b""
    recorded_at: datetime = EPOCH
    broken: int | None = None
    tree: Tree = field(default_factory=Tree)
    registered: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    erasures: tuple[Erasure, ...] = ()
    every_seal: bytearray = field(default_factory=bytearray)

    def seals(self) -> Iterator[bytes]:
        """The seal of every entry, in order."""
        return (bytes(self.every_seal[at : at + HASH]) for at in range(0, len(self.every_seal), HASH))

    @property
    def root(self) -> bytes:
        """The root of the tree over all seals."""
        return self.tree.root()


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a backup: from which entry on (None: not about one), and what it means."""

    position: int | None
    meaning: str


def check(folder: Path, expected: Published | None, watch: Watch) -> tuple[Manifest, Contents, list[Finding]]:
    """Everything that can be checked without restoring. Raises Refused where a file is damaged."""
    manifest = read(folder, "ledger")
    check_files(folder, manifest, watch)
    found = contents(folder, manifest.ledger_id, watch, manifest.position)
    findings = [*_whole(manifest, found), *_beside(folder, manifest, found)]
    if expected is not None:
        findings += _outside(found, expected)
    return manifest, found, findings


def _whole(manifest: Manifest, found: Contents) -> Iterator[Finding]:
    if found.broken is not None:
        yield Finding(found.broken, f"entry {found.broken} is missing, out of place, or not what was sealed")
    elif (found.position, found.seal.hex()) != (manifest.position, manifest.seal):
        last = min(found.position, manifest.position)
        yield Finding(last + 1, f"the entries end at {found.position}, and the head says {manifest.position}")
    elif found.root.hex() != manifest.root:
        yield Finding(None, "the root of the tree is not that of the manifest")


def _beside(folder: Path, manifest: Manifest, found: Contents) -> Iterator[Finding]:
    """The checkpoint that was put beside the entries counts exactly these."""
    checkpoint = open_published(folder / CHECKPOINT, None).checkpoint
    if checkpoint != Checkpoint(manifest.ledger_id, found.position, found.root):
        yield Finding(None, f"the checkpoint beside it is of {checkpoint.size} entries, and not of these")


def _outside(found: Contents, expected: Published) -> Iterator[Finding]:
    """The checkpoint that somebody kept elsewhere: an older backup lacks entries of it, an altered one differs from it."""
    if expected.checkpoint.ledger_id != found.ledger_id:
        other = expected.checkpoint.ledger_id
        yield Finding(None, f"the checkpoint is of ledger {other}, the backup of {found.ledger_id}")
        return
    difference = expected.first_difference(found.seals())
    if difference is None:
        return
    if difference.first > found.position:
        what = f"the checkpoint counts {expected.size} entries, this backup ends at {found.position}"
        yield Finding(difference.first, f"{what}: the first missing entry is {difference.first}")
    elif difference.first == difference.last:
        yield Finding(difference.first, f"entry {difference.first} is not the one that the checkpoint counted")
    else:
        what = f"entries 1 to {difference.last} do not give the root of the checkpoint: one of them was altered"
        yield Finding(None, f"{what}. With the tiles of a published folder the first is named")


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
        found.cases |= {name for name in named(row) if row.topic == "Applied"}
        found.registered |= {name for name in named(row) if row.topic != "Applied"}
        found.every_seal += row.seal
        yield row.seal
