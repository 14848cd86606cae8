"""Files that appear whole or not at all: written beside their place, then put there in one step."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click
import psutil

from ledger.refusal import Misuse, Unavailable

Make = Callable[[BinaryIO], object]


@contextmanager
def beside(path: Path, make: Make, *, private: bool = False) -> Iterator[Path]:
    """The file as it will be, beside its place. When the block ends well it is put there; else nothing is left of it.
    `private`: only its owner can read it.

    The same command may run twice at once: each has a part of its own, and both put the same bytes in place.
    """
    _clear(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _make(part, make, private)
        yield part
        part.replace(path)
        settle(path.parent)
    except OSError as error:
        raise Unavailable(
            f"{path.name} cannot be written: {error.strerror}.", remedy="Make room, and repeat."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, make: Make, *, private: bool = False) -> str:
    """Write a file whole; its SHA-256. `private`: only its owner can read it."""
    with beside(path, make, private=private) as part:
        return digest(part)


def give(out: str | None, make: Make) -> str | None:
    """Text to standard output; or to a file, and then its SHA-256."""
    if out is not None:
        return write(Path(out), make)
    content = io.BytesIO()
    make(content)
    click.echo(content.getvalue().decode(), nl=False)
    return None


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(text: str) -> BinaryIO:
    """A file to read; `-` is standard input."""
    try:
        return cast(BinaryIO, click.open_file(text, "rb"))
    except OSError as error:
        raise Misuse(f"cannot be read ({error.strerror}).", field=Path(text).name, remedy="Check it.") from None


def folder(text: str, option: str = "--out") -> Path:
    """A folder to write in; made where its parent is there."""
    path = Path(text)
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        what = f"is no folder that can be written in ({error.strerror})."
        raise Misuse(what, field=option, remedy="Give a folder that is there.") from None
    return path


def _clear(path: Path) -> None:
    """Parts that a killed process left behind."""
    for part in path.parent.glob(f".{path.name}.*.part"):
        owner = part.name.split(".")[-2]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            part.unlink(missing_ok=True)


def _make(part: Path, make: Make, private: bool) -> None:
    mode = 0o600 if private else 0o666
    with open(part, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        make(file)
        file.flush()
        os.fsync(file.fileno())


def settle(place: Path) -> None:
    """The name of the file outlasts a power cut too."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
