"""An office with a ledger, two backups of it, and what was published of it; restores go to databases of the run's own server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from commands import backup as backup_command
from ledger.server.embedded import EmbeddedServer
from ledger.server.scratch import Scratch
from tests import databases
from tests.commands import people
from tests.databases import Database

LATER = {"bsn": "999900171", "initials": "S.", "surname": "de Boer", "birth_date": "1988-07-02"}


@dataclass(frozen=True, slots=True)
class Office:
    """A ledger with one paid case. `first` and `first_keys` were backed up then; afterwards a second person was registered, it was
    published in `outside`, and `second` and `second_keys` were backed up."""

    database: Database
    folder: Path
    then: int
    now: int

    def place(self, name: str) -> Path:
        """A folder of this office."""
        return self.folder / name


@pytest.fixture(scope="session")
def made(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patched, databases.fresh(server) as database:
        entered(patched, Office(database, folder, 0, 0))
        people.done("db init --demonstration --shared-login")
        people.paid()
        then = people.entries(database.dsn)
        people.done(f"backup make --to {folder / 'first'} --keys-to {folder / 'first-keys'}")
        people.person(LATER)
        people.done(f"checkpoint make --to {folder / 'outside'}")
        people.done(f"backup make --to {folder / 'second'} --keys-to {folder / 'second-keys'}")
        patched.undo()
        yield Office(database, folder, then, people.entries(database.dsn))


@pytest.fixture
def office(made: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office of this run, and the environment that names it."""
    entered(monkeypatch, made)
    return made


@pytest.fixture
def elsewhere(office: Office, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty database that the environment names, with the home, and so the keys, of the office."""
    with databases.fresh(server) as made:
        emptied(made)
        names(monkeypatch, made, office.place("home"))
        yield made


def entered(patched: pytest.MonkeyPatch, office: Office) -> None:
    """The environment names this office and nothing else, and what is tried is tried on the run's own server."""
    for name in [name for name in os.environ if name.startswith("LKS_") and not name.startswith("LKS_TEST")]:
        patched.delenv(name)
    names(patched, office.database, office.folder / "home")
    patched.setenv("LKS_ACTOR", "a.beheer")
    patched.setattr(backup_command, "scratch", lambda env: room(office.database.server))


def names(patched: pytest.MonkeyPatch, database: Database, home: Path) -> None:
    """The environment names a database and a home."""
    patched.setenv("LKS_DSN", database.dsn)
    patched.setenv("LKS_ADMIN_DSN", database.admin_dsn)
    patched.setenv("LKS_HOME", str(home))


@contextmanager
def room(server: EmbeddedServer) -> Iterator[Scratch]:
    """Instead of a server of its own, which takes a second: a database of its own."""
    with databases.fresh(server) as made:
        emptied(made)
        yield Scratch(made.dsn, made.admin_dsn)


def emptied(database: Database) -> None:
    """Nothing in it, as it is on a new server."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA ledger, vault, projection, projection_next, finance, inspection CASCADE")
