"""What was published outside of the database: one signed note, or a folder with the notes and the tree in tiles.

A folder has the layout of C2SP tlog-tiles: `checkpoint`, and `tile/<level>/<n>` with up to 256 hashes each, of which
level 0 holds the hash of every leaf. Each note that was published stays in `checkpoints/<size>`. With the leaves the first
entry that differs can be named; with a note alone only that all is as it was, or that it is not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ledger.proof.checkpoint import Checkpoint, open_note
from ledger.proof.mail import note_in
from ledger.proof.note import VerifierKey
from ledger.proof.tiles import TILE, tile_path
from ledger.proof.tree import HASH, Tree
from ledger.refusal import Misuse, Refused

CHECKPOINT = "checkpoint"
"""The last note of a folder."""

CHECKPOINTS = "checkpoints"
"""The folder in it with every note, by size."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a log differs from what was published: the first differing entry is at `first` up to `last`; where the leaves
    were published, or the entry is missing, both are the same."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint that was published. `leaves`: the hashes of all leaves, one after another, where there are tiles."""

    note: bytes
    checkpoint: Checkpoint
    leaves: bytes | None

    @property
    def size(self) -> int:
        """The position of the last entry that it covers."""
        return self.checkpoint.size

    def first_difference(self, seals: Iterable[bytes]) -> Difference | None:
        """Where a sequence of seals, from the first entry on, differs from what was published; None when it begins with it.
        Seals after those that were published do not matter, and are not read."""
        return self.differs_from(Tree(islice(seals, self.size)))

    def differs_from(self, tree: Tree) -> Difference | None:
        """The same for a tree."""
        if tree.size >= self.size and tree.root(self.size) == self.checkpoint.root:
            return None
        if self.leaves is not None:
            position = 1 + _first_that_differs(self.leaves, tree.levels[0])
        elif tree.size < self.size:
            position = tree.size + 1
        else:
            return Difference(1, self.size)
        return Difference(position, position)


def open_published(path: Path, key: VerifierKey | None) -> Published:
    """What was published in a folder or a file. With a key the signature is checked; the tiles of a folder must give the
    root that was signed. Raises Misuse when it is not there or is no checkpoint, Refused when it does not hold."""
    folder = path.is_dir()
    note = _read(path / CHECKPOINT) if folder else note_in(_read(path))
    checkpoint = open_note(note, key)
    leaves = _leaves(path, checkpoint.size) if folder else None
    if leaves is not None and Tree.over(leaves).root() != checkpoint.root:
        raise Refused(
            f"The tiles in {path.name} do not give the root that was signed.",
            rule="C2SP tlog-tiles",
            remedy="The folder was damaged or changed. Take another copy of it.",
        )
    return Published(note, checkpoint, leaves)


def _first_that_differs(kept: bytes, found: bytes | bytearray) -> int:
    """The index of the first hash that is not the one that was kept, or that is not there."""
    count = min(len(kept), len(found)) // HASH
    differ = (at for at in range(count) if kept[at * HASH : (at + 1) * HASH] != found[at * HASH : (at + 1) * HASH])
    return next(differ, count)


def _leaves(folder: Path, size: int) -> bytes | None:
    """The hashes of all leaves; None when there are no tiles at all. A full tile may stand where a part was asked."""
    if size and not (folder / "tile").is_dir():
        return None
    found = bytearray()
    for index in range(-(-size // TILE)):
        width = min(TILE, size - index * TILE)
        part, full = folder / tile_path(0, index, width), folder / tile_path(0, index)
        tile = _read(part if part.is_file() else full)[: width * HASH]
        if len(tile) != width * HASH:
            raise Refused(f"The tile {tile_path(0, index, width)} is cut short.", rule="C2SP tlog-tiles")
        found += tile
    return bytes(found)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})."
        raise Misuse(what, field=path.name, remedy="Name a note or a folder that lks checkpoint make made.") from None
