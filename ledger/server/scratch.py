"""A server of its own for as long as something is tried: in a temporary folder, stopped and removed afterwards.

It shares nothing with the live one but the programs. It need not outlast a power cut, so it never waits for the disk.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.server.embedded import DATABASE, EmbeddedServer
from ledger.server.folder import ServerFolder


@dataclass(frozen=True, slots=True)
class Scratch:
    """An empty database: the way in for commands, and for the administrator."""

    dsn: str
    admin_dsn: str


@contextmanager
def scratch(env: Mapping[str, str]) -> Iterator[Scratch]:
    """An empty database on a server that is removed, with all that is in it, when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="lks-scratch-"))
    programs = env.get("LKS_PG_BIN")
    server = EmbeddedServer(folder, fsync=False, binaries=Path(programs).absolute() if programs else None)
    try:
        server.start()
        yield Scratch(server.dsn(), server.admin_dsn(DATABASE))
    finally:
        server.stop()
        elsewhere = ServerFolder(folder).root
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
