"""No key without a look: what PostgreSQL gives, to whom, and what it writes first, in a chain that takes no lock of the ledger."""

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from ledger import access
from ledger.identifiers import person_number
from ledger.refusal import Refused
from ledger.server.embedded import EmbeddedServer
from ledger.vault.looker import Looker
from ledger.vault.looks import Look, about, findings, head, read, seal
from ledger.vault.sealing import MasterKey, Vault
from tests import databases
from tests.databases import Database

MASTER = MasterKey(os.urandom(32), 1, "test")
WHY = Looker("a.consulent", "test of looks", "vm lks/1")
ASK = "SELECT place, refused FROM vault.ask_keys(%s::text[], 'opened', 'a', 'why', 'vm')"
GIVEN = "SELECT count(*) FROM vault.given_keys(%s)"
BSN = "GM0363123456782"


@pytest.fixture(scope="module")
def place(server: EmbeddedServer) -> Iterator[Database]:
    """One database for the tests here; each uses persons of its own."""
    with databases.fresh(server) as made:
        Vault(made.dsn, MASTER).create_secret()
        yield made


def vault(place: Database) -> Vault:
    """As another process has it."""
    return Vault(place.dsn, MASTER, WHY)


def written(place: Database, after: int = 0) -> list[Look]:
    """The looks past one."""
    with psycopg.connect(place.dsn) as connection:
        return list(read(connection, after))


def end(place: Database) -> int:
    """The position of the last look."""
    with psycopg.connect(place.dsn) as connection:
        return head(connection).position


def keyed(place: Database, first: int, count: int = 1) -> list[str]:
    """Persons with a key."""
    persons = [person_number(first + n) for n in range(count)]
    vault(place).ensure_keys(persons)
    return persons


def test_who_gets_keys_is_written_down_once_for_all_subjects(place: Database) -> None:
    before, persons = end(place), keyed(place, 1000, 300)
    assert end(place) == before, "who is new is nobody to look at"
    other = vault(place)
    other.load_keys([*persons, "P-999999-X"])
    other.load_keys(persons)
    (look,) = written(place, before)
    assert (look.login, look.actor, look.event, look.result) == ("lks_local", "a.consulent", "opened", "given")
    assert (look.purpose, look.device, look.found_by) == ("test of looks", "vm lks/1", "")
    assert sorted(look.subjects) == sorted(persons)


def test_each_way_to_a_key_is_written_down(place: Database) -> None:
    (person,) = keyed(place, 2000)
    before, one = end(place), vault(place)
    key_id = next(iter(one._rows.keys_of([person], "sealed"))).key_id
    assert one._rows.key(key_id) is not None
    assert one._rows.key(uuid.uuid4()) is None
    with psycopg.connect(place.dsn) as connection:
        one.add_lookups(connection, one.lookup_rows("bsn", BSN, person))
    assert (one.look_up("bsn", BSN), one.look_up("name", "Niemand")) == ((person,), ())
    one.record_look("exported", [person])
    told = [(look.event, look.subjects, look.found_by, look.result) for look in written(place, before)]
    assert told == [
        ("sealed", [person], "", "given"),
        ("opened", [person], "", "given"),
        ("found", [person], "bsn", "given"),
        ("found", [], "name", "nothing"),
        ("exported", [person], "", "done"),
    ]


def test_a_number_of_another_is_a_look_that_stays_when_the_facts_are_undone(place: Database) -> None:
    (person,) = keyed(place, 2100)
    one, text = vault(place), "GM0363999900109"
    with psycopg.connect(place.dsn) as connection:
        one.add_lookups(connection, one.lookup_rows("bsn", text, person))
    before = end(place)
    with psycopg.connect(place.dsn) as connection:
        with pytest.raises(Refused, match=f"registered already, as {person}"):
            one.add_lookups(connection, one.lookup_rows("bsn", text, "P-000001-G"))
        connection.rollback()
    assert [(look.event, look.subjects) for look in written(place, before)] == [("found", [person])]


@pytest.mark.parametrize("savepoint", [False, True])
def test_what_is_rolled_back_shows_nothing(place: Database, savepoint: bool) -> None:
    (person,) = keyed(place, 2200 + savepoint)
    with psycopg.connect(place.dsn) as connection:
        if savepoint:
            connection.execute("SAVEPOINT here")
        position, _ = row(connection, ASK, [person])
        if savepoint:
            connection.execute("RELEASE SAVEPOINT here")
        assert row(connection, GIVEN, position) == (0,)
        assert row(connection, "SELECT count(*) FROM vault.looks WHERE position = %s", position) == (0,)
        hmacs = [lookup.hmac for lookup in vault(place).lookup_rows("bsn", BSN, person)]
        (search,) = row(connection, "SELECT vault.ask_found('bsn', %s::bytea[], 'a', 'why', 'vm')", hmacs)
        assert row(connection, "SELECT count(*) FROM vault.given_found(%s, %s::bytea[])", search, hmacs) == (0,)
        connection.rollback()
    with psycopg.connect(place.dsn, autocommit=True) as connection:
        position, _ = row(connection, ASK, [person])
        assert row(connection, GIVEN, position) == (1,)


def test_only_the_login_that_looked_gets_the_keys_and_who_has_no_access_is_written_down(place: Database) -> None:
    (person,) = keyed(place, 2300)
    login = f"stranger_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(place.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN")
        admin.execute(f"GRANT USAGE ON SCHEMA vault TO {login}")
        admin.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA vault TO {login}")
    try:
        before = end(place)
        with psycopg.connect(place.dsn, autocommit=True) as own:
            mine, _ = row(own, ASK, [person])
        with psycopg.connect(place.dsn_for(login), autocommit=True) as stranger:
            assert row(stranger, GIVEN, mine) == (0,)
            assert row(stranger, ASK, [person]) == (None, [person])
            hmacs = [lookup.hmac for lookup in vault(place).lookup_rows("bsn", BSN, person)]
            row(stranger, "SELECT vault.ask_found('bsn', %s::bytea[], 'a', 'why', 'vm')", hmacs)
        with pytest.raises(Refused, match=f"no access to {person}; that it tried is logged"):
            Vault(place.dsn_for(login), MASTER, WHY).load_keys([person])
        told = [(look.login, look.event, look.subjects, look.result) for look in written(place, before)]
        assert told == [
            ("lks_local", "opened", [person], "given"),
            (login, "opened", [person], "refused"),
            (login, "found", [], "nothing"),
            (login, "opened", [person], "refused"),
        ]
    finally:
        with psycopg.connect(place.admin_dsn, autocommit=True) as admin:
            admin.execute(f"DROP OWNED BY {login}")
            admin.execute(f"DROP ROLE {login}")


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT FROM vault.key",
        "SELECT FROM vault.lookup",
        "SELECT FROM vault.secret",
        "SELECT FROM vault.look",
        "INSERT INTO vault.key (key_id, subject, wrapped, master_version) VALUES (gen_random_uuid(), 'P-1', '', 1)",
        "DELETE FROM vault.key",
        "UPDATE vault.key SET wrapped = ''",
        "DELETE FROM vault.lookup",
        "DELETE FROM vault.look",
        "INSERT INTO vault.look SELECT * FROM vault.looks",
        "UPDATE vault.look_head SET position = position + 1",
        "SELECT vault.write_look('opened', '{}', '', 'a', 'why', 'vm', 'given')",
        "SELECT vault.may_look('P-1', NULL)",
    ],
)
def test_no_command_comes_at_the_tables_themselves(place: Database, attempt: str) -> None:
    with psycopg.connect(place.dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


@pytest.mark.parametrize("setting", ["origin", "replica"])
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE vault.look SET actor = 'somebody'",
        "DELETE FROM vault.look",
        "TRUNCATE vault.look",
        "DELETE FROM vault.look_head",
        "TRUNCATE vault.look_head",
        "UPDATE vault.look_head SET position = position - 1",
        "UPDATE vault.look_head SET position = position + 1, ledger_id = gen_random_uuid()",
    ],
)
def test_looks_stay_for_everyone(place: Database, attempt: str, setting: str) -> None:
    keyed(place, 2400)
    with psycopg.connect(place.admin_dsn) as admin:
        admin.execute(f"SET session_replication_role = {setting}")
        with pytest.raises(psycopg.Error, match="is refused: the ledger is append-only"):
            admin.execute(attempt)


def test_the_database_seals_as_the_program_does(place: Database) -> None:
    keyed(place, 2500, 3)
    vault(place).load_keys([person_number(2500 + n) for n in range(3)])
    looks = written(place)
    for before, look in pairwise(looks):
        assert look.seal == seal(before.seal, look)
    with psycopg.connect(place.dsn) as connection:
        assert list(findings(connection)) == []
        assert list(findings(connection, {1: looks[0].seal, end(place): looks[-1].seal})) == []


def test_a_look_waits_for_no_append_and_an_append_for_no_look(place: Database) -> None:
    (person,) = keyed(place, 2600)
    with psycopg.connect(place.dsn) as appending, psycopg.connect(place.dsn) as looking:
        row(appending, "SELECT ledger.take_head()::text")
        other = vault(place)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(other.load_keys, [person]).result(10)
        appending.rollback()
        row(looking, ASK, [person])
        appending.execute("SET lock_timeout = '5s'")
        row(appending, "SELECT ledger.take_head()::text")


def test_looks_of_many_at_once_stand_one_after_another(place: Database) -> None:
    persons = keyed(place, 2700, 8)
    before = end(place)

    def one(person: str) -> None:
        for _ in range(10):
            vault(place).load_keys([person])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, persons))
    looks = written(place, before)
    assert [look.position for look in looks] == list(range(before + 1, before + 81))
    with psycopg.connect(place.dsn) as connection:
        assert list(findings(connection)) == []
        assert len(list(about(connection, subject=persons[0]))) == 10
        assert list(about(connection, actor="nobody")) == []


def test_access_to_persons_is_written_down_whoever_gives_it(place: Database) -> None:
    login = f"clerk_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(place.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN")
        before = end(place)
        access.grant(admin, login, ["GM0363", "GM0363"], "clerk", WHY)
        admin.execute("UPDATE ledger.access SET municipality = 'GM0518' WHERE login = %s", [login])
        access.revoke(admin, login, None, "clerk", WHY)
        admin.execute(f"DROP ROLE {login}")
    looks = written(place, before)
    assert {tuple(look.subjects) for look in looks} == {(login,)}
    assert [(look.event.removeprefix("access_"), look.purpose, look.actor) for look in looks] == [
        ("granted", "role lks_clerk", "a.consulent"),
        ("granted", "access to GM0363", "a.consulent"),
        ("revoked", "access to GM0363", ""),
        ("granted", "access to GM0518", ""),
        ("revoked", "role lks_clerk", "a.consulent"),
        ("revoked", "access to GM0518", "a.consulent"),
    ]


def test_a_purpose_that_could_hold_a_bsn_is_refused_by_the_database(place: Database) -> None:
    (person,) = keyed(place, 2800)
    with pytest.raises(psycopg.errors.CheckViolation):
        Vault(place.dsn, MASTER, Looker("a", "about 123456782")).load_keys([person])
    with pytest.raises(psycopg.errors.CheckViolation):
        Vault(place.dsn, MASTER, Looker("a", "")).load_keys([person])


def row(connection: psycopg.Connection[Any], query: str, *parameters: object) -> tuple[Any, ...]:
    """The one row of an answer."""
    found = connection.execute(query, parameters).fetchone()
    assert found is not None
    return tuple(found)
