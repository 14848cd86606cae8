"""How the file of a document is put in the folder of documents: whole or not at all, under its digest, never over another."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commands import files
from ledger.refusal import Refused, Unavailable
from projections.documents.places import PIECE, Folder, Place, Status, digest_of, suffix

READABLE = 0o600
"""By nobody else."""

LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which an unfinished copy is nobody's any more."""


def folder(place: Place | None, municipality: str) -> Folder:
    """The folder that the policy names. Raises Refused where it names none, or an object store, which is only read."""
    if isinstance(place, Folder):
        return place
    named = "an object store, which takes files its own way" if place else "none"
    raise Refused(
        f"There is no folder to keep the file in: document_store is {named}.",
        rule="R35",
        remedy=f"Use lks policy adopt document_store FOLDER --municipality {municipality}, or leave --keep out.",
    )


@contextmanager
def kept(place: Folder, file: Path) -> Iterator[str]:
    """The digest of the file, copied beside its place. When the block ends well it is put there; else nothing is left of it.
    Raises Refused where another file stands under its digest."""
    part = place.root / f".{secrets.token_hex(8)}.part"
    try:
        with _told():
            place.root.mkdir(mode=0o700, exist_ok=True)
            _clear(place.root)
            digest = _copied(file, part)
        _check_place(place, digest)
        yield digest
        with _told():
            _put(part, place.root / digest[:2] / f"{digest}{suffix(file.name)}", place.check(digest))
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def _told() -> Iterator[None]:
    """What the file system refuses, told without naming a file."""
    try:
        yield
    except OSError as error:
        remedy = "Make room or rights, and repeat the command; nothing is recorded twice."
        raise Unavailable(
            f"The file cannot be kept in the folder of documents ({error.strerror}).", remedy=remedy
        ) from None


def _clear(root: Path) -> None:
    """Parts that a killed process left behind, long ago; the folder may be shared, so a fresh one can be anybody's."""
    for part in root.glob(".*.part"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > LEFT_BEHIND:
                part.unlink()


def _copied(file: Path, part: Path) -> str:
    """Copy in pieces; the digest is that of the copy."""
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, READABLE)
    with os.fdopen(descriptor, "wb") as copy, file.open("rb") as original:
        while piece := original.read(PIECE):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    with part.open("rb") as copied:
        digest = digest_of(copied)
    assert digest is not None, "no limit was set"
    return digest


def _check_place(place: Folder, digest: str) -> None:
    if place.check(digest) in ("differs", "unreadable"):
        raise Refused(
            "Another file stands under the digest of this one.",
            rule="R35",
            remedy="It was changed there: see lks documents check, and put it back from a copy.",
        )


def _put(part: Path, target: Path, status: Status) -> None:
    if status == "present":
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with suppress(FileExistsError):
        os.link(part, target)  # unlike a move, it never takes the place of another file
    files.settle(target.parent)
