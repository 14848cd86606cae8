"""Many writers at once, and a server that is killed under them: nothing that was told is lost, nothing is there twice.

Every append is two entries that name it. A reader follows the log by position all the while and misses none.
"""

import os
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from ledger.facts import PolicyAdopted
from ledger.log.session import install
from ledger.log.store import PostgresStore
from ledger.server.embedded import EmbeddedServer
from tests.databases import Database, programs
from tests.log.writers import WRITERS, Task, running, told


class Tail:
    """Reads the log by position while others write to it."""

    def __init__(self, dsn: str) -> None:
        self.positions: list[int] = []
        self._store = PostgresStore(dsn)
        self._until: int | None = None
        self._thread = threading.Thread(target=self._follow)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Reads during the block, and afterwards to the end."""
        self._thread.start()
        try:
            yield
        finally:
            self._until = self._store.head().position
            self._thread.join(timeout=60)
            self._store.close()

    def _follow(self) -> None:
        while self._until is None or self._last < self._until:
            self.positions += [entry.position for entry in self._store.read_all(self._last, batch=50)]

    @property
    def _last(self) -> int:
        return self.positions[-1] if self.positions else 0


def tasks(dsn: str, folder: Path, appends: int, streams: int, bulk_writers: int = 0) -> list[Task]:
    """One task for each writer; the first few write in bulk."""
    return [
        Task(dsn, writer, appends, streams, folder / f"told-{writer}", bulk=writer < bulk_writers)
        for writer in range(WRITERS)
    ]


def check(store: PostgresStore, given: Sequence[Task]) -> None:
    """0 lost, 0 double, streams without a gap, seals whole, and everyone was told the truth."""
    stored: dict[str, list[int]] = {}
    versions: Counter[object] = Counter()
    for entry in store.read_all():
        assert isinstance(entry.fact, PolicyAdopted)
        stored.setdefault(str(entry.fact.value), []).append(entry.position)
        versions[entry.stream] += 1
        assert entry.version == versions[entry.stream]
    assert stored == {name: positions for task in given for name, positions in told(task)}
    assert sorted(stored) == sorted(name for task in given for name in task.names())
    assert all(len(positions) == 2 for positions in stored.values())
    assert store.first_broken_seal() is None


@pytest.mark.parametrize(
    ("streams", "appends", "bulk_writers"),
    [
        (1, 25, 0),
        (1000, 60, 1),
        pytest.param(1, 200, 0, marks=pytest.mark.long),
        pytest.param(1000, 2500, 2, marks=pytest.mark.long),
    ],
)
def test_four_writers_lose_nothing_and_a_reader_misses_nothing(
    database: Database, tmp_path: Path, streams: int, appends: int, bulk_writers: int
) -> None:
    given = tasks(database.dsn, tmp_path, appends, streams, bulk_writers)
    tail = Tail(database.dsn)
    with tail.following(), running(given):
        pass
    with closing(PostgresStore(database.dsn)) as store:
        check(store, given)
    assert tail.positions == list(range(1, WRITERS * appends * 2 + 1))


# --- the server is killed ---------------------------------------------------------------------------------------------


@pytest.fixture
def own_server() -> Iterator[EmbeddedServer]:
    """A server that may be killed. fsync is on: what it says it has, it has."""
    home = Path(tempfile.mkdtemp(prefix=f"lks-test-{os.getpid()}-", dir="/tmp"))
    home.chmod(0o755)
    server = EmbeddedServer(home, fsync=True, binaries=programs())
    server.start()
    install(server.admin_dsn("lks"))
    yield server
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


def kill(server: EmbeddedServer) -> None:
    """kill -9: the postmaster and everything it started."""
    postmaster = psutil.Process(server.status().pid)
    doomed = [postmaster, *postmaster.children(recursive=True)]
    for process in doomed:
        process.kill()
    psutil.wait_procs(doomed, timeout=10)


def wait_for(given: Sequence[Task], appends: int) -> None:
    """Until every writer was told of so many."""
    deadline = time.monotonic() + 60
    while any(not task.told.exists() or len(task.told.read_text().splitlines()) < appends for task in given):
        assert time.monotonic() < deadline, "the writers do not get on"
        time.sleep(0.02)


@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.long)])
def test_a_server_that_is_killed_under_writers_loses_nothing_it_told(
    own_server: EmbeddedServer, tmp_path: Path, kills: int
) -> None:
    given = tasks(own_server.dsn(), tmp_path, appends=40 * (kills + 1), streams=1000)
    with psycopg.connect(own_server.dsn()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with running(given):
        for number in range(1, kills + 1):
            wait_for(given, 30 * number)
            kill(own_server)
            own_server.start()
    with closing(PostgresStore(own_server.dsn())) as store:
        check(store, given)
