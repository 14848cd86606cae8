"""A folder that appears whole or not at all: filled beside its place, then put there in one step. Private to its owner."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import psutil

from ledger.refusal import Misuse, Unavailable

Fill = Callable[[BinaryIO], object]


@contextmanager
def filled(place: Path) -> Iterator[Path]:
    """The folder as it will be, beside its place. When the block ends well it is put there; else nothing is left of it. Raises
    Misuse when the place holds something already."""
    check_free(place)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        _sweep(place)
        part.mkdir(mode=0o700)
        yield part
        part.rename(place)
        _settle(place.parent)
    except OSError as error:
        what = f"{place.name} cannot be written: {error.strerror}."
        raise Unavailable(what, remedy="Make room, or give another folder, and repeat.") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_free(place: Path) -> None:
    """Raises Misuse unless the place is free: no such folder yet, or an empty one, in a folder that is there."""
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise Misuse("is no folder.", field=place.name, remedy="Give a new folder.")
    if place.exists() and any(place.iterdir()):
        raise Misuse("is not empty, and what is in it is kept.", field=place.name, remedy="Give a new folder.")
    if not place.parent.is_dir():
        raise Misuse(f"is in a folder that is not there: {place.parent}.", field=place.name, remedy="Make it first.")


def write(path: Path, fill: Fill) -> str:
    """Writes a file that only its owner can read; its SHA-256."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sweep(place: Path) -> None:
    """Parts that a killed process left behind."""
    for part in place.parent.glob(f".{place.name}.*.part"):
        owner = part.name.split(".")[-2]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(part, ignore_errors=True)


def _settle(folder: Path) -> None:
    """The name of the folder outlasts a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
