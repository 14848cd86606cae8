"""A server of its own for as long as something is tried: in a temporary folder, stopped and removed afterwards.

It shares nothing with the live one but the programs. It need not outlast a power cut, so it never waits for the disk.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from ledger.server.embedded import DATABASE, EmbeddedServer
from ledger.server.folder import ServerFolder

_PREFIX = "lks-scratch-"


@dataclass(frozen=True, slots=True)
class Scratch:
    """An empty database: the way in for commands, and for the administrator."""

    dsn: str
    admin_dsn: str


@contextmanager
def scratch(env: Mapping[str, str]) -> Iterator[Scratch]:
    """An empty database on a server that is removed, with all that is in it, when the block ends."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    programs = env.get("LKS_PG_BIN")
    server = EmbeddedServer(folder, fsync=False, binaries=Path(programs).absolute() if programs else None)
    try:
        server.start()
        yield Scratch(server.dsn(), server.admin_dsn(DATABASE))
    finally:
        _remove(folder)


def _sweep() -> None:
    """Servers of processes that were killed, and could not remove them."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)) and left.stat().st_uid == os.geteuid():
            _remove(left)


def _remove(folder: Path) -> None:
    """Stops the server of a folder, and removes all there is of it."""
    EmbeddedServer(folder).stop()
    shutil.rmtree(ServerFolder(folder).root, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
