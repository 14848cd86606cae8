"""The vault in PostgreSQL: kept keys, one key per subject whoever comes first, lookups in the caller's transaction."""

import os
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest

from ledger.identifiers import person_number
from ledger.refusal import Refused, Unavailable
from ledger.vault.identity import PersonData
from ledger.vault.sealing import MasterKey, Vault
from tests.databases import Database

MASTER = MasterKey(os.urandom(32), 4, "test")
JANSEN = PersonData(bsn="123456782", initials="J.", surname="Jansen", birth_date=date(2001, 2, 3))
STREAM = uuid.UUID(int=7)
BSN = "GM0363123456782"


@pytest.fixture
def vault(database: Database) -> Iterator[Vault]:
    made = Vault(database.dsn, MASTER)
    made.create_secret()
    yield made
    made.close()


def again(database: Database) -> Vault:
    """As another process sees it, over connections of its own."""
    return Vault(lambda: psycopg.connect(database.dsn), MASTER)


def test_another_process_opens_what_was_sealed(vault: Vault, database: Database) -> None:
    token = vault.seal("P-1", STREAM, "PersonRegistered", JANSEN)
    assert again(database).open(token, STREAM, "PersonRegistered", PersonData) == JANSEN


def test_the_version_of_the_master_key_is_kept(vault: Vault, database: Database) -> None:
    vault.ensure_keys(["P-1"])
    with psycopg.connect(database.admin_dsn) as connection:
        assert connection.execute("SELECT master_version FROM vault.key").fetchall() == [(4,)]
        assert connection.execute("SELECT master_version FROM vault.secret").fetchall() == [(4,)]


def test_a_key_that_was_destroyed_erases(vault: Vault, database: Database) -> None:
    token = vault.seal("P-1", STREAM, "PersonRegistered", JANSEN)
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute("UPDATE vault.key SET wrapped = ''")
    assert again(database).open(token, STREAM, "PersonRegistered", PersonData) is None


def test_a_wrong_master_key_is_said_clearly(vault: Vault, database: Database) -> None:
    token = vault.seal("P-1", STREAM, "PersonRegistered", JANSEN)
    wrong = Vault(database.dsn, MasterKey(os.urandom(32), 4, "LKS_MASTER_KEY"))
    for attempt in (
        wrong.create_secret,
        lambda: wrong.hmac("intent", "x"),
        lambda: wrong.ensure_keys(["P-1"]),
        lambda: wrong.open(token, STREAM, "PersonRegistered", PersonData),
    ):
        with pytest.raises(Unavailable, match="LKS_MASTER_KEY does not fit"):
            attempt()
    wrong.close()


def test_processes_that_come_at_once_share_keys_and_secret(database: Database) -> None:
    subjects = [f"P-{number}" for number in range(300)]

    def one(_: int) -> tuple[bytes, str]:
        vault = again(database)
        vault.create_secret()
        vault.ensure_keys(subjects)
        return vault.hmac("test", "same"), vault.seal("P-7", STREAM, "PersonRegistered", JANSEN)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(one, range(8)))
    assert len({secret for secret, _ in made}) == 1
    last = again(database)
    assert all(last.open(token, STREAM, "PersonRegistered", PersonData) == JANSEN for _, token in made)


def test_lookups_are_written_in_the_transaction_of_the_caller(vault: Vault, database: Database) -> None:
    rows = vault.lookup_rows("bsn", BSN, "P-1") + vault.lookup_rows("name", "Jansen de Vries", "P-1")
    with psycopg.connect(database.dsn) as connection:
        vault.add_lookups(connection, rows)
        connection.rollback()
        assert vault.look_up("bsn", BSN) == ()
        vault.add_lookups(connection, rows)
        vault.add_lookups(connection, rows)
        vault.add_lookups(connection, [])
    assert vault.look_up("bsn", BSN) == ("P-1",)
    assert vault.look_up("name", "vries JANSEN") == ("P-1",)
    assert vault.look_up("name", "vries Smit") == ()


def test_r14_refuses_a_bsn_that_is_registered_and_names_the_number_only(vault: Vault, database: Database) -> None:
    with psycopg.connect(database.dsn) as connection:
        vault.add_lookups(connection, vault.lookup_rows("bsn", BSN, "P-1"))
    with psycopg.connect(database.dsn) as connection:
        with pytest.raises(Refused, match="registered already, as P-1") as caught:
            vault.add_lookups(connection, vault.lookup_rows("bsn", BSN, "P-2"))
        connection.rollback()
    assert caught.value.rule == "R14"
    assert "123456782" not in str(caught.value)
    assert vault.look_up("bsn", BSN) == ("P-1",)


def test_r14_refuses_the_second_of_two_who_register_at_once(vault: Vault, database: Database) -> None:
    """The second waits for the first, whose rows it cannot see yet, and is refused when they are there."""
    with psycopg.connect(database.dsn) as first, psycopg.connect(database.dsn) as second, ThreadPoolExecutor(1) as pool:
        vault.add_lookups(first, vault.lookup_rows("bsn", BSN, "P-1"))
        waiting = pool.submit(vault.add_lookups, second, vault.lookup_rows("bsn", BSN, "P-2"))
        time.sleep(0.2)
        assert not waiting.done()
        first.commit()
        with pytest.raises(Refused, match="registered already, as P-1"):
            waiting.result(10)


def test_r14_refuses_the_same_bsn_twice_in_one_batch(vault: Vault, database: Database) -> None:
    rows = vault.lookup_rows("bsn", BSN, "P-1") + vault.lookup_rows("bsn", BSN, "P-2")
    with psycopg.connect(database.dsn) as connection, pytest.raises(Refused, match="Two persons in this batch"):
        vault.add_lookups(connection, rows)


def test_nothing_in_the_tables_can_be_read(vault: Vault, database: Database) -> None:
    vault.seal("P-1", STREAM, "PersonRegistered", JANSEN)
    with psycopg.connect(database.dsn) as connection:
        vault.add_lookups(connection, vault.lookup_rows("bsn", BSN, "P-1") + vault.lookup_rows("name", "Jansen", "P-1"))
    with psycopg.connect(database.admin_dsn) as connection:
        keys = connection.execute("SELECT key::text FROM vault.key").fetchall()
        lookups = connection.execute("SELECT lookup::text FROM vault.lookup").fetchall()
    stored = str(keys + lookups).lower()
    assert len(keys + lookups) == 3
    for clear in (JANSEN.bsn, "jansen", MASTER.key.hex(), vault._by_subject["P-1"][1].hex()):
        assert clear not in stored


def test_a_database_that_does_not_answer_or_has_no_vault_is_said_clearly(database: Database) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        Vault("host=/nowhere", MASTER).create_secret()
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute("DROP SCHEMA vault CASCADE")
    with pytest.raises(Unavailable, match="no vault yet"):
        again(database).create_secret()


def test_many_persons_at_once(vault: Vault, database: Database) -> None:
    """Prints what a bulk import costs; a second pass makes no key anew."""
    people = [person_number(sequence) for sequence in range(1, 5001)]
    spent = {"keys": -time.perf_counter()}
    vault.ensure_keys(people)
    spent["keys"] += time.perf_counter()
    spent["seals"] = -time.perf_counter()
    tokens = [vault.seal(person, STREAM, "PersonRegistered", JANSEN) for person in people]
    spent["seals"] += time.perf_counter()
    rows = [row for n, person in enumerate(people) for row in vault.lookup_rows("bsn", f"GM0363{n:09}", person)]
    spent["lookups"] = -time.perf_counter()
    with psycopg.connect(database.dsn) as connection:
        vault.add_lookups(connection, rows)
    spent["lookups"] += time.perf_counter()
    print({name: f"{len(people) / seconds:,.0f}/s" for name, seconds in spent.items()})
    other = again(database)
    other.ensure_keys(people)
    assert other.open(tokens[-1], STREAM, "PersonRegistered", PersonData) == JANSEN
    assert other.look_up_many("bsn", ["GM0363000000007", "GM0363999999999"]) == [(people[7],), ()]
