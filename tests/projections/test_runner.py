"""Catching up and making anew: in any number of steps, by several processes, and stopping where it must."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from ledger import facts
from ledger.calculation.month import Month
from ledger.log.entry import Entry
from ledger.refusal import Stopped, Unavailable
from projections import cases, movements, parties, runner
from projections.movements import Movements
from projections.runner import catch_up, check_caught_up, rebuild
from tests.databases import Database
from tests.payments.office import Office
from tests.projections.tables import TABLES, ask, contents

START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)
NOVEMBER, TODAY = Month(2026, 11), date(2026, 11, 12)


def position(database: Database) -> int:
    """How far the log was projected."""
    return int(ask(database, "SELECT position FROM projection.progress")[0]["position"])


@pytest.fixture
def unpayable(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A fault in the program: payments cannot be projected."""

    def fail(self: Movements, entry: Entry, *rest: Any) -> None:
        raise ValueError("a value that nobody may see")

    monkeypatch.setattr(Movements, "money", fail)
    return monkeypatch


def test_an_entry_that_cannot_be_projected_stops_everything_just_before_it(
    office: Office, database: Database, unpayable: pytest.MonkeyPatch
) -> None:
    office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, TODAY).run
    prepared = office.store.head().position
    with pytest.raises(Stopped) as stopped:
        office.approve(run, TODAY)
    head = office.store.head().position
    assert str(stopped.value).startswith(f"Recorded at {head}, the projection stopped at {prepared + 1} (ValueError).")
    assert "nobody may see" not in str(stopped.value)
    assert position(database) == prepared + 1
    with pytest.raises(Stopped, match=f"Recorded at {head}"):
        check_caught_up(database.dsn)

    unpayable.undo()
    check_caught_up(database.dsn)
    assert position(database) == head
    assert len(ask(database, "SELECT * FROM finance.payments")) == 1


def test_what_came_before_the_entry_in_the_same_batch_is_projected(
    office: Office, database: Database, unpayable: pytest.MonkeyPatch
) -> None:
    office.after = lambda: None
    case = office.granted(START, DECIDED)
    office.pay(NOVEMBER, TODAY)
    with pytest.raises(Stopped):
        catch_up(database.dsn)
    assert position(database) == office.store.head().position - 1
    assert (
        ask(database, "SELECT status FROM projection.subsidies WHERE case_number = %s", case)[0]["status"] == "granted"
    )


def test_a_rebuild_that_stops_leaves_the_old_tables(
    office: Office, database: Database, unpayable: pytest.MonkeyPatch
) -> None:
    unpayable.undo()
    office.granted(START, DECIDED)
    office.pay(NOVEMBER, TODAY)
    before = contents(database)
    unpayable.setattr(Movements, "money", lambda *_: 1 / 0)
    with pytest.raises(Stopped, match="ZeroDivisionError"):
        rebuild(database.dsn)
    assert contents(database) == before
    unpayable.undo()
    rebuild(database.dsn)
    assert contents(database) == before


def test_a_process_that_dies_within_an_append_is_followed_by_one_that_goes_on(
    office: Office, database: Database
) -> None:
    office.after = lambda: None
    office.granted(START, DECIDED)
    for end in range(position(database) + 1, office.store.head().position):
        with pytest.raises(KeyboardInterrupt):
            catch_up(database.dsn, batch=1, progress=_dies_at(end))
        assert position(database) == end
    catch_up(database.dsn)
    in_pieces = contents(database)
    rebuild(database.dsn)
    assert contents(database) == in_pieces


def _dies_at(end: int) -> runner.Progress:
    def progress(reached: int) -> None:
        if reached >= end:
            raise KeyboardInterrupt

    return progress


def test_several_processes_project_every_entry_once(office: Office, database: Database) -> None:
    office.after = lambda: None
    for _ in range(5):
        office.granted(START, DECIDED)
    office.pay(NOVEMBER, TODAY)
    with ThreadPoolExecutor(4) as pool:
        reached = list(pool.map(lambda batch: catch_up(database.dsn, batch=batch), (1, 2, 3, 7)))
    assert set(reached) == {office.store.head().position}
    together = contents(database)
    rebuild(database.dsn)
    assert contents(database) == together


def test_a_rebuild_is_not_noticed_by_who_reads_or_records(office: Office, database: Database) -> None:
    for _ in range(3):
        office.granted(START, DECIDED)
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        with psycopg.connect(database.dsn, autocommit=True) as connection:
            while not done.is_set():
                seen.update(row[0] for row in connection.execute("SELECT count(*) FROM finance.schedule"))

    reader = threading.Thread(target=read)
    reader.start()
    for batch in (1, 5, 5000):
        rebuild(database.dsn, batch=batch)
    done.set()
    reader.join()
    assert seen == {45}  # three cases, October 2026 to December 2027
    office.granted(START, DECIDED)
    assert ask(database, "SELECT count(*) FROM finance.schedule")[0]["count"] == 60


def test_what_a_killed_rebuild_left_behind_is_swept_away(office: Office, database: Database) -> None:
    office.granted(START, DECIDED)
    before = contents(database)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SELECT projection.begin_rebuild()")
        connection.execute("INSERT INTO projection_next.payment_days VALUES ('2026-11-01', '2026-11-02')")
    rebuild(database.dsn)
    assert contents(database) == before


def test_the_tables_that_are_compared_are_all_there_are(database: Database) -> None:
    query = "SELECT relname AS name FROM pg_class WHERE relnamespace = 'projection'::regnamespace AND relkind = 'r'"
    assert {row["name"] for row in ask(database, query)} == set(TABLES)


@pytest.mark.parametrize(
    "statement", ["UPDATE projection.movements SET subsidy_cents = 0", "DELETE FROM projection.movements"]
)
def test_movements_are_only_added_to(database: Database, statement: str) -> None:
    with psycopg.connect(database.dsn) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


def test_every_public_view_and_column_is_described(database: Database) -> None:
    query = """
        SELECT c.relname AS view, a.attname AS name
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0
        WHERE c.relnamespace IN ('finance'::regnamespace, 'inspection'::regnamespace) AND c.relkind = 'v' AND (
            col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL
        )
    """
    assert ask(database, query) == []


def test_descriptions_survive_a_rebuild(office: Office, database: Database) -> None:
    rebuild(database.dsn)
    test_every_public_view_and_column_is_described(database)


def test_the_topics_that_are_projected_exist() -> None:
    assert {*cases.TOPICS, *movements.TOPICS, *parties.TOPICS} <= facts.FACTS.keys()


def test_a_database_without_the_tables_says_how_to_renew_it(database: Database) -> None:
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute("DROP TABLE projection.progress")
    with pytest.raises(Unavailable, match="lks db migrate"):
        catch_up(database.dsn)


def test_a_rebuild_that_must_wait_for_a_reader_too_long_says_so(
    office: Office, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.log.session.LOCK_TIMEOUT", "200ms")
    before = contents(database)
    with psycopg.connect(database.dsn) as reader:
        reader.execute("SELECT count(*) FROM finance.movements")
        with pytest.raises(Unavailable, match="lock timeout"):
            rebuild(database.dsn)
    assert contents(database) == before


def test_a_server_that_goes_away_is_said_and_what_was_projected_stays(
    office: Office, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.after = lambda: None
    office.granted(START, DECIDED)

    def kill(self: Movements, connection: psycopg.Connection[Any]) -> None:
        with psycopg.connect(database.admin_dsn) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        connection.execute("SELECT 1")

    before = position(database)
    monkeypatch.setattr(Movements, "write", kill)
    with pytest.raises(Unavailable, match="went away"):
        catch_up(database.dsn)
    assert position(database) == before
    monkeypatch.undo()
    assert catch_up(database.dsn) == office.store.head().position
