"""One PostgreSQL server for a whole run of the tests, and a database of its own for each test.

The run's server lives in a folder that the run's first process makes and removes; all workers share it through the
launcher's own file lock. fsync is off. LKS_TEST_PG chooses the wheel's PostgreSQL or the system's.
"""

import fcntl
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from ledger.log.session import install
from ledger.server import binaries
from ledger.server.embedded import EmbeddedServer

TEMPLATE = "lks_template"
_HOME = "LKS_TEST_HOME"
_MEMORY, _DISK = Path("/dev/shm"), Path("/tmp")
_ROOM = 2 << 30
"""Bytes that a run can need: its databases, and the log of the server."""


@dataclass(frozen=True, slots=True)
class Database:
    """A fresh database with the schema applied, dropped after the test."""

    name: str
    server: EmbeddedServer

    @property
    def dsn(self) -> str:
        """As a command connects: no superuser."""
        return self.dsn_for("lks_local")

    @property
    def admin_dsn(self) -> str:
        """As the superuser, who may tamper."""
        return self.server.admin_dsn(self.name)

    def dsn_for(self, role: str) -> str:
        """As any login; the test makes it, under a name of its own, for roles belong to the whole server."""
        return self.server.dsn(role, self.name)


def make_home() -> None:
    """A folder for this run's server, in memory where there is room: a database is hundreds of files, and most of the time of a
    run went into making them. Leftovers of killed runs are removed."""
    for leftover in (found for place in (_MEMORY, _DISK) for found in place.glob("lks-test-*")):
        made_by = re.match(r"lks-test-(\d+)-", leftover.name)
        if made_by and leftover.stat().st_uid == os.geteuid() and not psutil.pid_exists(int(made_by[1])):
            remove_home(leftover)
    roomy = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    os.environ[_HOME] = tempfile.mkdtemp(prefix=f"lks-test-{os.getpid()}-", dir=_MEMORY if roomy else _DISK)


def remove_home(home: Path | None = None) -> None:
    """Stop the run's server and remove its folder."""
    place = home or Path(os.environ[_HOME])
    EmbeddedServer(place).stop()
    shutil.rmtree(place, ignore_errors=True)


def programs() -> Path:
    """The folder of the PostgreSQL that LKS_TEST_PG names."""
    return binaries.find(binaries.system()[0] if os.environ.get("LKS_TEST_PG") == "system" else binaries.wheel()[0])


def start() -> EmbeddedServer:
    """The run's server, with the template in it."""
    home = Path(os.environ[_HOME])
    server = EmbeddedServer(home, fsync=False, binaries=programs())
    server.start()
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make_template(server)
    return server


@contextmanager
def fresh(server: EmbeddedServer) -> Iterator[Database]:
    """A database made from the template, and dropped. Copying its files is twice as quick as logging every page of it."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    try:
        yield Database(name, server)
    finally:
        with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _make_template(server: EmbeddedServer) -> None:
    draft = f"{TEMPLATE}_draft"
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        if admin.execute("SELECT FROM pg_database WHERE datname = %s", [TEMPLATE]).rowcount:
            return
        admin.execute(f"DROP DATABASE IF EXISTS {draft}")
        admin.execute(f"CREATE DATABASE {draft}")
        install(server.admin_dsn(draft))
        admin.execute(f"ALTER DATABASE {draft} RENAME TO {TEMPLATE}")
