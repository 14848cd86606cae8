"""Puts a checkpoint in a folder outside of the database (`ledger/proof/published.py`): only adds, and survives being killed.

Tiles first, then the note, and `checkpoint` last: whoever reads the folder meanwhile finds the one before, whole. Nothing is
written into a folder in which something else was published than this log says.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commands.files import settle, write
from ledger.proof import log_tree
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.note import VerifierKey
from ledger.proof.published import CHECKPOINT, CHECKPOINTS, open_published
from ledger.proof.tiles import tiles
from ledger.proof.tree import Tree
from ledger.refusal import Misuse, Refused, Unavailable


@dataclass(frozen=True, slots=True)
class Added:
    """What publishing did: the size that was published before (None: nothing), files written, where the note is kept."""

    before: int | None
    files: int
    note: Path


def publish(folder: Path, checkpoint: Checkpoint, note: str, tree: Tree, key: VerifierKey) -> Added:
    """Publish a checkpoint and the tiles of its tree. Raises Refused where what is published there is not how this log
    begins, and then writes nothing."""
    try:
        with _alone(folder):
            before = _published_before(folder, checkpoint, tree, key)
            kept = folder / CHECKPOINTS / str(checkpoint.size)
            new = _write_tiles(folder, tree, checkpoint.size)
            kept.parent.mkdir(exist_ok=True)
            for place in (kept, folder / CHECKPOINT):
                if _content(place) != note.encode():
                    write(place, lambda file: file.write(note.encode()))
                    new += 1
    except OSError as error:
        raise Unavailable(
            f"{folder.name} cannot be written: {error.strerror}.", remedy="Make room, and repeat."
        ) from None
    return Added(before, new, kept)


def _published_before(folder: Path, checkpoint: Checkpoint, tree: Tree, key: VerifierKey) -> int | None:
    if not (folder / CHECKPOINT).exists():
        return None
    before = open_published(folder, key)
    if before.checkpoint.ledger_id != checkpoint.ledger_id:
        raise Refused(
            f"In {folder.name} {before.checkpoint.origin} is published.",
            rule=log_tree.RULE,
            remedy="Publish each ledger in a folder of its own.",
        )
    found = before.differs_from(tree)
    if found is not None:
        raise Refused(
            f"This log is not what is published in {folder.name}: {log_tree.said(found, tree.size)}.",
            rule=log_tree.RULE,
            remedy="Nothing was written. Keep the folder as it is: it shows what the log was. See lks audit verify.",
        )
    if before.size > checkpoint.size:
        remedy = "Leave out --at, or write the note to a file with --out."
        raise Misuse(f"holds a checkpoint of {before.size} already.", field=folder.name, remedy=remedy)
    return before.size


def _write_tiles(folder: Path, tree: Tree, size: int) -> int:
    """Those that are not there yet; they reach the disk before any note that needs them does."""
    written = []
    for name, tile in tiles(tree, size):
        place = folder / name
        if _content(place) != tile:
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{place.name}.part")
            part.write_bytes(tile)
            part.replace(place)
            written.append(place)
    _reach_the_disk(folder, written)
    return len(written)


def _reach_the_disk(folder: Path, written: Sequence[Path]) -> None:
    for place in written:
        settle(place)
    above = {parent for place in written for parent in place.parents if parent.is_relative_to(folder)}
    for place in above:
        settle(place)


def _content(place: Path) -> bytes | None:
    return place.read_bytes() if place.is_file() else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One publisher at a time, so that an older note never takes the place of a newer one."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
