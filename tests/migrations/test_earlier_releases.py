"""Ledgers that earlier releases made are brought to this one: no sealed byte changes, they verify, and they go on."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commands import db
from ledger.log import migrating, release
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.commands.given import answered, lks

HERE = Path(__file__).parent
RELEASES = sorted(path.name.removesuffix(".sql.gz") for path in HERE.glob("*.sql.gz"))
LOG = "SELECT * FROM ledger.ledger_events ORDER BY notification_id"
HEAD = "SELECT ledger_id, position, seal, recorded_at FROM ledger.ledger_head"
NEXT_MONTH = "--municipality GM0363 --month 2026-11 --by f.administratie --today 2026-11-12"


class Earlier:
    """A ledger of an earlier release in a database of its own, and the environment that names it."""

    def __init__(self, name: str, database: databases.Database, home: Path) -> None:
        self.name = name
        self.database = database
        home.mkdir()
        shutil.copy(HERE / f"{name}.key", home / "master.key")
        (home / "master.key").chmod(0o600)
        with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
            connection.execute("DROP SCHEMA ledger, vault, projection, projection_next, finance, inspection CASCADE")
            connection.execute(gzip.decompress((HERE / f"{name}.sql.gz").read_bytes()))

    def ask(self, query: str) -> list[Any]:
        """Rows, as the superuser sees them."""
        with psycopg.connect(self.database.admin_dsn) as connection:
            return connection.execute(query).fetchall()

    def digest(self) -> str:
        """SHA-256 over every column of every entry, and the head."""
        return digest_of([*self.ask(LOG), *self.ask(HEAD)])


def digest_of(rows: list[Any]) -> str:
    """SHA-256 of rows, every column of them."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.fixture(scope="module", params=RELEASES)
def earlier(
    request: pytest.FixtureRequest, server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Earlier]:
    with pytest.MonkeyPatch.context() as patched, databases.fresh(server) as database:
        home = tmp_path_factory.mktemp(request.param) / "home"
        for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PG_BIN"):
            patched.delenv(name, raising=False)
        patched.setenv("LKS_DSN", database.dsn)
        patched.setenv("LKS_ADMIN_DSN", database.admin_dsn)
        patched.setenv("LKS_HOME", str(home))
        patched.setenv("LKS_ACTOR", "a.beheer")
        yield Earlier(request.param, database, home)


def test_every_release_so_far_is_here() -> None:
    assert len(RELEASES) >= 4
    assert all((HERE / f"{name}.sql.gz").stat().st_size < 60_000 for name in RELEASES)


def test_an_earlier_ledger_is_tried_then_migrated_without_a_changed_byte_and_goes_on(earlier: Earlier) -> None:
    before, entries = earlier.digest(), earlier.ask(LOG)

    refused = lks("db init")
    assert (refused.exit_code, "lks db migrate" in refused.printed) == (1, True)

    tried = answered("db migrate --check")
    assert (tried["needed"], tried["before"], tried["projections_stale"]) == (True, None, True)
    assert earlier.digest() == before
    assert earlier.ask("SELECT obj_description(to_regnamespace('ledger'), 'pg_namespace')") == [(None,)]

    done = answered("db migrate")
    assert done["needed"] is True
    assert earlier.digest() == before
    assert answered("audit verify")["entries"] == done["entries"]

    again = lks("db migrate")
    assert (again.exit_code, "already" in again.printed) == (0, True)
    assert "nothing changed" in lks("db init").printed
    assert earlier.digest() == before

    paid = answered(f"pay prepare {NEXT_MONTH}")
    assert paid["run"]["cases"] == 5
    approved = lks(f"pay approve {paid['run']['run']} --by g.controle --today 2026-11-13")
    assert approved.exit_code == 0, approved.printed
    assert answered("audit verify")["findings"] == []
    assert digest_of(earlier.ask(LOG)[: done["entries"]]) == digest_of(entries)


# --- what is not migrated -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newest(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Earlier]:
    with pytest.MonkeyPatch.context() as patched, databases.fresh(server) as database:
        home = tmp_path_factory.mktemp("newest") / "home"
        for name, value in (("DSN", database.dsn), ("ADMIN_DSN", database.admin_dsn), ("HOME", str(home))):
            patched.setenv(f"LKS_{name}", value)
        yield Earlier(RELEASES[-1], database, home)


@contextmanager
def changed(earlier: Earlier, *statements: str) -> Iterator[None]:
    """Something that the superuser did, undone afterwards."""
    do, undo = statements
    with psycopg.connect(earlier.database.admin_dsn, autocommit=True) as connection:
        connection.execute(do)
        try:
            yield
        finally:
            connection.execute(undo)


def off(statement: str) -> str:
    """Done with the triggers off."""
    triggers = "ALTER TABLE ledger.ledger_events {0} TRIGGER append_only"
    return f"{triggers.format('DISABLE')}; {statement}; {triggers.format('ENABLE ALWAYS')}"


def test_a_ledger_that_is_not_whole_is_refused_with_its_first_bad_position(newest: Earlier) -> None:
    change = "UPDATE ledger.ledger_events SET state = state || ' ' WHERE notification_id = 9"
    back = "UPDATE ledger.ledger_events SET state = rtrim(convert_from(state, 'UTF8'))::bytea WHERE notification_id = 9"
    with changed(newest, off(change), off(back)):
        refused = lks("db migrate")
        assert (refused.exit_code, "the first bad position is 9" in refused.printed) == (1, True)
        assert newest.ask("SELECT obj_description(to_regnamespace('ledger'), 'pg_namespace')") == [(None,)]


def test_a_ledger_of_a_newer_release_is_refused_and_left_alone(newest: Earlier) -> None:
    for do, undo, why in (
        (
            "INSERT INTO ledger.topic VALUES ('Teleported')",
            "DELETE FROM ledger.topic WHERE name = 'Teleported'",
            "Teleported",
        ),
        (
            f"COMMENT ON SCHEMA ledger IS '{json.dumps({'version': '99.1', 'schema': 'x'})}'",
            "COMMENT ON SCHEMA ledger IS NULL",
            "99.1",
        ),
    ):
        with changed(newest, do, undo):
            for words in ("db migrate", "db migrate --check", "db init"):
                refused = lks(words)
                assert (refused.exit_code, why in refused.printed) == (1, True), refused.printed


def test_a_schema_that_would_change_what_is_recorded_is_not_kept(
    newest: Earlier, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newest.digest()
    worse = (
        release.schema()
        + off("UPDATE ledger.ledger_events SET municipality = 'GM0001' WHERE notification_id = 9").encode()
    )
    monkeypatch.setattr(release, "schema", lambda: worse)
    refused = lks("db migrate")
    assert (refused.exit_code, "nothing was changed" in refused.printed) == (1, True)
    assert newest.digest() == before


def test_a_migration_that_is_interrupted_changed_nothing_and_is_repeated(
    newest: Earlier, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newest.digest()
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "_digest", stopped)
        assert lks("db migrate").exit_code == 130
    assert newest.digest() == before
    assert lks("db init").exit_code == 1
    with monkeypatch.context() as patched:
        patched.setattr(db, "make_anew", stopped)
        assert lks("db migrate").exit_code == 130
    assert "lks db rebuild" in lks("schedule --case LKS-26-000001-H").printed
    done = answered("db migrate")
    assert (done["needed"], done["projections_stale"]) == (False, True)
    assert lks("schedule --case LKS-26-000001-H").exit_code == 0
    assert newest.digest() == before


def stopped(*_: object) -> bytes:
    """Ctrl-C."""
    raise KeyboardInterrupt


def test_there_must_be_a_ledger(newest: Earlier, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = newest.database.server.admin_dsn("postgres")
    monkeypatch.setenv("LKS_ADMIN_DSN", nothing)
    refused = lks("db migrate")
    assert (refused.exit_code, "lks db init" in refused.printed) == (1, True)
