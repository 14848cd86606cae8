"""`lks db`: opening a ledger once, what it then says, and an embedded server that is started, stopped and looked at."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.identifiers import stream_id
from ledger.log.store import PostgresStore
from tests import databases
from tests.commands.given import answered, lks
from tests.databases import Database


def test_init_opens_a_ledger_and_says_where_the_new_master_key_is(empty: Path, database: Database) -> None:
    outcome = lks("db init")
    assert outcome.exit_code == 0
    opened, key = outcome.printed.splitlines()
    assert opened.startswith("Opened ledger ")
    assert key == f"The master key is new, in {empty / 'master.key'}: back it up, apart from the database."
    assert stat.S_IMODE((empty / "master.key").stat().st_mode) == 0o600
    store = PostgresStore(database.dsn)
    assert [entry.topic for entry in store.read_all()] == ["LedgerOpened", "PolicyAdopted"]
    (first,) = store.read(stream_id("ledger", ""))
    assert first.cause is not None
    assert (first.cause.actor, first.recorded_by) == ("a.beheer", "lks_local")
    store.close()


def test_init_a_second_time_changes_nothing_and_says_so(empty: Path) -> None:
    first = answered("db init")
    key = (empty / "master.key").read_bytes()
    second = lks("db init")
    assert second.exit_code == 0
    assert second.printed == f"Ledger {first['ledger_id']} was opened before and has 2 entries; nothing changed."
    assert answered("db init")["changed"] is False
    assert (empty / "master.key").read_bytes() == key
    assert answered("db status")["entries"] == 2


def test_init_needs_no_name_and_no_key_file_where_the_environment_has_the_key(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LKS_ACTOR")
    monkeypatch.setenv("LKS_MASTER_KEY", "A" * 43 + "=")
    assert "The master key is that of LKS_MASTER_KEY." in lks("db init").printed
    assert not (empty / "master.key").exists()


def test_the_law_can_be_adopted_right_after_init_by_one_person(empty: Path) -> None:
    lks("db init")
    outcome = lks("law adopt --accept-low")
    assert (outcome.exit_code, "Adopted" in outcome.printed) == (0, True)


def test_r40_a_demonstration_says_so_and_a_real_ledger_never_becomes_one(empty: Path) -> None:
    assert "(demonstration)" not in lks("db init").printed
    refused = lks("db init --demonstration")
    assert (refused.exit_code, "(R40)" in refused.printed) == (1, True)


def test_r40_a_demonstration_marks_its_answers(opened: Path) -> None:
    marked = [lks(words).printed.splitlines()[-1] for words in ("db init", "law adopt", "policy show", "law list")]
    assert marked == ["(demonstration)"] * 4


@pytest.mark.parametrize(("option", "value"), [("", "no"), (" --shared-login", "yes")])
def test_r37_shared_logins_are_a_policy_from_the_first_entries_on(empty: Path, option: str, value: str) -> None:
    lks(f"db init{option}")
    rows = answered("policy show")["switches"]
    assert next(row for row in rows if row["switch"] == "shared_login")["value"] == value
    again = lks("db init --shared-login")
    assert again.exit_code == (0 if option else 1)


def test_a_lost_master_key_is_asked_back_and_not_made_anew(opened: Path) -> None:
    (opened / "master.key").unlink()
    outcome = lks("db init")
    assert (outcome.exit_code, "There is no master key" in outcome.printed) == (1, True)
    assert not (opened / "master.key").exists()


def test_another_master_key_does_not_fit(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_MASTER_KEY", "A" * 43 + "=")
    outcome = lks("db init")
    assert (outcome.exit_code, "does not fit this ledger" in outcome.printed) == (1, True)


def test_commands_do_not_come_in_as_the_administrator(
    empty: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LKS_DSN", database.admin_dsn)
    outcome = lks("db init")
    assert (outcome.exit_code, "GRANT lks_app" in outcome.printed) == (2, True)


def test_the_projections_can_be_made_anew(opened: Path) -> None:
    assert answered("db rebuild")["position"] == 2


# --- status -----------------------------------------------------------------------------------------------------------


def test_status_tells_what_there_is_before_and_after_init(empty: Path, database: Database) -> None:
    where, what = lks("db status").printed.splitlines()
    assert where.startswith(f"PostgreSQL of LKS_DSN: {database.name} on ")
    assert "lks db init" in what
    lks("db init")
    assert "The ledger has 2 entries; the last is of " in lks("db status").printed


def test_status_without_an_answer_says_so_and_shows_no_password(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_DSN", "host=/nonexistent dbname=lks user=clerk password=hidden")
    outcome = lks("db status")
    assert outcome.exit_code == 0
    assert outcome.printed.startswith("PostgreSQL of LKS_DSN: lks on /nonexistent, as clerk.\n")
    assert "does not answer" in outcome.printed
    assert "hidden" not in outcome.printed
    assert answered("db status")["ledger"] is False


def test_status_where_nothing_was_made_makes_nothing(nowhere: Path) -> None:
    assert lks("db status").printed.startswith("There is no server yet; lks db init makes one in ")
    assert lks("db stop").printed == "The server does not run; it was never made."
    assert not nowhere.exists()


@pytest.mark.parametrize("words", ["start", "stop"])
def test_a_database_of_another_is_not_started_or_stopped(empty: Path, words: str) -> None:
    outcome = lks(f"db {words}")
    assert (outcome.exit_code, "LKS_DSN" in outcome.printed) == (2, True)


def test_what_is_no_connection_string_is_pointed_out(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_DSN", "not a connection string")
    for words in ("db status", "db init"):
        outcome = lks(words)
        assert (outcome.exit_code, "LKS_DSN" in outcome.printed) == (2, True)


# --- the embedded server ----------------------------------------------------------------------------------------------


@pytest.fixture
def embedded(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home for an embedded server, where the user that root's server runs as may come; stopped and removed after."""
    folder = Path(tempfile.mkdtemp(prefix="lks-place-", dir="/tmp"))
    folder.chmod(0o755)
    monkeypatch.setenv("LKS_HOME", str(folder / "home"))
    monkeypatch.setenv("LKS_PG_BIN", str(databases.programs()))
    yield folder / "home"
    lks("db stop")
    shutil.rmtree(folder)


@pytest.mark.database
def test_an_embedded_ledger_from_init_to_a_stop_and_back(embedded: Path) -> None:
    opened = lks("db init")
    assert (opened.exit_code, opened.printed.count("\n")) == (0, 1)
    assert "runs already" in lks("db start").printed
    running = answered("db status")
    assert (running["running"], running["entries"], running["folder"]) == (True, 2, str(embedded / "postgres"))
    assert lks("db stop").printed.startswith("Stopped the server; its data are in ")
    stopped = lks("db status")
    assert (stopped.exit_code, "does not run until a command needs it" in stopped.printed) == (0, True)
    assert answered("db stop")["stopped"] is False
    assert answered("db start")["started"] is True
    again = lks("db init").printed
    assert "was opened before and has 2 entries; nothing changed." in again
    assert answered("policy show")["switches"][-1]["value"] is not None
