"""An import into PostgreSQL: one transaction, whole seals, and nothing at all when it is interrupted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ledger.application import Ledger
from ledger.audit import Audit
from ledger.intents import RegisterEmployer
from ledger.log.staging import Staging
from ledger.log.store import PostgresStore
from ledger.vault.identity import employer_data
from ledger.vault.sealing import MasterKey, Vault
from tests.databases import Database
from tests.importing.given import BY, application, csv_file, employer, imported, jsonl, ledger, running

MASTER = bytes(range(32))


@pytest.fixture
def into(database: Database) -> Ledger:
    """A ledger in PostgreSQL."""
    vault = Vault(database.dsn, MasterKey(MASTER, 1, "test"))
    vault.create_secret()
    return ledger(PostgresStore(database.dsn), vault)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of sixty rows, half of them running cases."""
    rows = [(running if n % 2 else application)(n, **employer(n % 7)) for n in range(60)]
    return jsonl(tmp_path / "cases.jsonl", rows)


def test_an_import_is_sealed_and_whole(into: Ledger, file: Path) -> None:
    outcome = imported(into, file)
    assert outcome.entries
    store = into.store
    assert isinstance(store, PostgresStore)
    head = store.head()
    check = Audit(store)
    assert list(check.verify(store.rows(), head)) == []
    assert (check.checked, store.first_broken_seal()) == (head.position, None)


def test_the_same_file_again_records_nothing(into: Ledger, file: Path) -> None:
    imported(into, file)
    head = into.store.head()
    outcome = imported(into, file)
    assert (outcome.counts.known, outcome.entries, into.store.head()) == (60, 0, head)


def test_a_long_file_is_looked_up_in_parts(into: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.importing.whole_file.TOGETHER", 7)
    imported(into, csv_file(file.with_suffix(".csv"), [running(n, **employer(n % 7)) for n in (1, 3, 60, 61)]))
    outcome = imported(into, file)
    assert (outcome.counts.known, outcome.counts.cases, outcome.persons, outcome.employers) == (2, 58, 58, 3)


@pytest.mark.parametrize("meanwhile", ["a takeover", "the same employer"])
def test_when_somebody_records_about_the_same_everything_is_asked_again(
    into: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    commit = Staging.commit
    other = csv_file(file.with_name("other.csv"), [running(90, **employer(9))])
    actions: dict[str, Callable[[], object]] = {
        "a takeover": lambda: imported(into, other),
        "the same employer": lambda: into.handle(RegisterEmployer(), BY, employer_data(employer(3))),
    }

    def late(staging: Staging, *watch: object) -> int:
        """The first time somebody else comes in between."""
        monkeypatch.setattr(Staging, "commit", commit)
        actions[meanwhile]()
        return commit(staging)

    monkeypatch.setattr(Staging, "commit", late)
    outcome = imported(into, file)
    assert outcome.entries
    assert outcome.counts.openings[0].opening == f"GM0363-opening-{1 + (meanwhile == 'a takeover')}"
    assert outcome.employers == 7 - (meanwhile == "the same employer")


def test_what_fails_at_the_last_entry_records_nothing(into: Ledger, file: Path, database: Database) -> None:
    """The guard in the database refuses the takeover, which comes last."""
    before = into.store.head()
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("DELETE FROM ledger.topic WHERE name = 'OpeningSigned'")
        admin.execute("DELETE FROM ledger.topic WHERE name = 'OpeningPrepared'")
    with pytest.raises(Exception, match="its topic is unknown"):
        imported(into, file)
    assert into.store.head() == before
    assert not into.vault.look_up("payroll", employer(1)["payroll_tax_number"])


# A shell starts what it puts in the background with Ctrl-C ignored; here it is what is tested.
CHILD = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from ledger.importing.cases import Importing
from ledger.log.staged_store import StagedStore
from ledger.log.store import PostgresStore
from ledger.application import Ledger
from ledger.vault.sealing import MasterKey, Vault
from tests.importing.given import BY
from datetime import UTC, datetime
dsn, file, number = sys.argv[1:]
appends = StagedStore.appends
def interrupted(store):
    for n, append in enumerate(appends(store)):
        if n == 100:
            os.kill(os.getpid(), int(number))
        yield append
StagedStore.appends = interrupted
store = PostgresStore(dsn)
vault = Vault(dsn, MasterKey(bytes(range(32)), 1, "test"))
Importing(Ledger(store, vault, store.login, lambda: datetime.now(UTC)), BY).run(Path(file))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_an_interrupted_import_recorded_nothing_and_can_be_repeated(
    into: Ledger, file: Path, database: Database, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    before = into.store.head()
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, database.dsn, str(file), str(int(how))], capture_output=True, check=False
    )
    assert ran.returncode != 0
    assert b"AssertionError" not in ran.stderr
    assert into.store.head() == before
    assert not into.vault.look_up("payroll", employer(1)["payroll_tax_number"])
    deadline = time.monotonic() + 20
    while _writers(database) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert imported(into, file).counts.cases == 60


def _writers(database: Database) -> int:
    """Transactions in the database that still hold the head."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        query = "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'ledger_head'"
        (count,) = admin.execute(f"{query} AND l.mode = 'RowShareLock'").fetchone() or (0,)
    return int(count)
