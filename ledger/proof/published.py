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
from ledger.proof.note import VerifierKey
from ledger.proof.tree import HASH, Tree, leaf
from ledger.refusal import Misuse, Refused

TILE = 256
"""Hashes in a full tile."""

CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"
_BATCH = 4096


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
        """Where a sequence of seals, from the first entry on, differs from what was published; None when it begins with it. Seals
        after those that were published do not matter, and are not read."""
        tree, given = Tree(), iter(seals)
        while tree.size < self.size:
            batch = list(islice(given, min(_BATCH, self.size - tree.size)))
            if self.leaves is not None and (position := _differs(self.leaves, tree.size, batch)):
                return Difference(position, position)
            if not batch:
                return Difference(tree.size + 1, tree.size + 1)
            if self.leaves is None:
                tree.extend(batch)
            else:
                tree.levels[0] += bytes(HASH * len(batch))  # equal to those that gave the published root
        if self.leaves is None and tree.root() != self.checkpoint.root:
            return Difference(1, self.size)
        return None


def open_published(path: Path, key: VerifierKey | None) -> Published:
    """What was published in a folder or a file. With a key the signature is checked; the tiles of a folder must give the
    root that was signed. Raises Misuse when it is not there or is no checkpoint, Refused when it does not hold."""
    folder = path.is_dir()
    note = _read(path / CHECKPOINT if folder else path)
    checkpoint = open_note(note, key)
    leaves = _leaves(path, checkpoint.size) if folder else None
    if leaves is not None and Tree.over(leaves).root() != checkpoint.root:
        raise Refused(
            f"The tiles in {path.name} do not give the root that was signed.",
            rule="C2SP tlog-tiles",
            remedy="The folder was damaged or changed. Take another copy of it.",
        )
    return Published(note, checkpoint, leaves)


def tile_path(level: int, index: int, width: int = TILE) -> str:
    """Where a tile is in the folder. The number is in groups of three digits, all but the last with an x before them."""
    digits = [f"{index % 1000:03d}"]
    while index := index // 1000:
        digits.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(digits)}" + (f".p/{width}" if width < TILE else "")


def _differs(leaves: bytes, done: int, batch: list[bytes]) -> int | None:
    computed = b"".join(map(leaf, batch))
    kept = leaves[done * HASH : done * HASH + len(computed)]
    if computed == kept:
        return None
    return done + 1 + next(at for at in range(len(batch)) if computed[at * HASH :][:HASH] != kept[at * HASH :][:HASH])


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
