"""The privilege matrix: every role, every table, column, view, function, sequence and schema, against ledger.privilege. What is
not in that table nobody may, and a new object that it does not name is nobody's."""

import re
from importlib import resources

import psycopg
import pytest

from ledger.log.session import ROLES, install
from tests.roles.catalogue import PRIVILEGES, SCHEMAS, Thing, held, things
from tests.roles.realm import Realm

OWNERS = {"ledger.object", "ledger.granted", "ledger.wanted"}
"""Views of the owner: they say of everybody what they may."""

DEFINERS = {
    "ledger.take_head": "locks the head, which nobody may change",
    "ledger.append": "inserts for those who may not, after asking whether they may record it",
    "ledger.guard": "checks every insert, and moves the head",
    "ledger.sees_everything": "reads ledger.access",
    "ledger.municipalities": "reads ledger.access",
    "ledger.hidden_streams": "reads which account is whose",
    "ledger.places": "walks the index of the log, and gives what the session may see",
    "ledger.page": "a barrier lets no order and limit through; gives what the session may see",
    "ledger.cause_at": "the cause stands at another entry; gives what the session may see",
    "ledger.appended": "where an append ends stands at another entry; gives what the session may see",
    "ledger.position_at": "gives a position only",
    "ledger.first_broken_seal": "gives a position only, of the whole chain",
    "ledger.begin_of": "gives a position only",
    "ledger.seals": "gives hashes, which say nothing of what they are of",
    "ledger.shared_login": "gives yes or no, of a policy that every report says",
    "ledger.versions": "gives true versions of streams that the session sees the beginning of",
    "projection.reached": "gives a position only",
    "projection.tree_at": "gives hashes only, for the root that a report prints",
    "projection.begin_rebuild": "makes tables, as the owner",
    "projection.drop_rebuild": "drops the tables of a rebuild, as the owner",
    "projection.finish_rebuild": "swaps tables, as the owner",
    "finance.day_at": "gives a day only: until when months count must not depend on who asks",
    "vault.write_look": "writes the chain of looks; for the other functions of the vault only",
    "vault.ask_keys": "writes the look before a key is given",
    "vault.ask_keys_by_id": "writes the look before a key is given",
    "vault.given_keys": "gives the keys of a look of this login",
    "vault.ask_found": "writes the look before anybody is found",
    "vault.given_found": "gives who was found in a look of this login",
    "vault.record_look": "writes a look",
    "vault.record_access": "writes a look, for the administrator and the trigger",
    "vault.log_access": "writes a look whenever access changes",
    "vault.may_see": "proves whose the subjects of a look are",
    "vault.add_keys": "adds keys, never replaces one",
    "vault.add_lookups": "adds lookups, and says whose number is taken, not by whom",
    "vault.forget_lookups": "forgets lookups of subjects that the login may look at",
    "vault.secret_of": "gives the wrapped secret of the ledger, which is of no person",
    "vault.add_secret": "adds a secret, never replaces one",
    "vault.destroy": "destroys only what the log says is erased",
    "vault.erase": "destroys a key in the transaction of the fact",
    "vault.locked_otherwise": "gives keys to lock anew, and writes that",
    "vault.secrets_locked_otherwise": "gives secrets to lock anew",
    "vault.rewrap": "locks anew what was read before, and nothing else",
    "vault.rewrap_secret": "locks anew what was read before, and nothing else",
    "vault.versions": "counts, and names nobody",
}
"""Functions that run with the rights of the owner, each with its reason."""


@pytest.fixture(scope="module")
def catalogue(shared_realm: Realm) -> list[Thing]:
    """All there is."""
    return things(shared_realm.admin)


def wanted(realm: Realm, role: str, found: list[Thing]) -> set[tuple[str, str, str]]:
    """What ledger.privilege says, by the same names: a privilege on a table is one on its columns."""
    rows = realm.admin.execute(
        "SELECT p.kind, p.object, p.privileges FROM ledger.privilege p WHERE p.role = %s", [role]
    ).fetchall()
    said = {(kind, name, one) for kind, name, privileges in rows for one in privileges.split(", ")}
    columns = {thing.name for thing in found if thing.kind == "column"}
    tables = {(name, one) for kind, name, one in said if kind == "table" and one in PRIVILEGES["column"]}
    return {one for one in said if one[0] != "database"} | {
        ("column", column, one) for column in columns for name, one in tables if column.rpartition(".")[0] == name
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(
    shared_realm: Realm, catalogue: list[Thing], role: str
) -> None:
    assert held(shared_realm.admin, f"lks_{role}", catalogue) == wanted(shared_realm, f"lks_{role}", catalogue)


def test_public_may_nothing_at_all(shared_realm: Realm, catalogue: list[Thing]) -> None:
    assert held(shared_realm.admin, "public", catalogue) == set()
    row = shared_realm.admin.execute(
        """
        SELECT has_schema_privilege('public', 'public', 'USAGE'), has_schema_privilege('public', 'public', 'CREATE'),
            has_database_privilege('public', current_database(), 'CONNECT'),
            has_database_privilege('public', current_database(), 'TEMPORARY')
        """
    ).fetchone()
    assert row == (False, False, False, False)


def test_no_role_makes_anything_in_the_database(shared_realm: Realm) -> None:
    for role in ROLES:
        row = shared_realm.admin.execute(
            """
            SELECT has_database_privilege(%(role)s, current_database(), 'CONNECT'),
                has_database_privilege(%(role)s, current_database(), 'TEMPORARY'),
                has_database_privilege(%(role)s, current_database(), 'CREATE'),
                has_schema_privilege(%(role)s, 'public', 'USAGE')
            """,
            {"role": f"lks_{role}"},
        ).fetchone()
        assert row == (True, False, False, False), role


def test_every_object_is_named_in_the_table_or_the_owners(shared_realm: Realm, catalogue: list[Thing]) -> None:
    """What a new object may be used for is a choice that somebody makes."""
    named = {name for (name,) in shared_realm.admin.execute("SELECT DISTINCT p.object FROM ledger.privilege p")}
    for thing in catalogue:
        if thing.kind in ("table", "sequence"):
            assert thing.name in named | OWNERS, f"{thing.name} has no row in ledger.privilege"


def test_every_role_is_known_and_none_logs_in(shared_realm: Realm) -> None:
    rows = shared_realm.admin.execute(
        "SELECT r.rolname, r.rolcanlogin, r.rolsuper, r.rolcreaterole, r.rolbypassrls FROM pg_roles r "
        "WHERE r.rolname ~ '^lks_' AND r.rolname !~ '^lks_(test_|local|admin)' ORDER BY 1"
    ).fetchall()
    assert rows == [(f"lks_{role}", False, False, False, False) for role in sorted([*ROLES, "owner"])]


def test_what_somebody_granted_by_hand_is_taken_back_and_what_was_revoked_is_there_again(shared_realm: Realm) -> None:
    admin = shared_realm.admin
    found = things(admin)
    before = {role: held(admin, f"lks_{role}", found) for role in ROLES}
    admin.execute("GRANT SELECT ON ledger.ledger_events TO lks_clerk, PUBLIC")
    admin.execute("GRANT UPDATE (seal) ON ledger.ledger_events TO lks_app")
    admin.execute("GRANT EXECUTE ON FUNCTION ledger.guard TO PUBLIC")
    admin.execute("GRANT CREATE ON SCHEMA ledger TO lks_finance")
    admin.execute("GRANT TEMPORARY ON DATABASE " + shared_realm.database.name + " TO PUBLIC")
    admin.execute("REVOKE SELECT ON ledger.log FROM lks_clerk")
    assert {role: held(admin, f"lks_{role}", found) for role in ROLES} != before
    install(shared_realm.database.admin_dsn)
    assert {role: held(admin, f"lks_{role}", found) for role in ROLES} == before
    assert held(admin, "public", found) == set()


def test_nothing_else_in_the_schema_grants_anything() -> None:
    text = re.sub(r"--[^\n]*", "", resources.files("ledger").joinpath("schema.sql").read_text())
    grants = re.findall(r"\bGRANT\b[^;']*\bON\b[^;']*", text)
    assert [one for one in grants if "format" not in one and "%s" not in one] == []


# --- functions ----------------------------------------------------------------------------------------------------------


def test_no_search_path_can_change_what_a_function_means(shared_realm: Realm) -> None:
    """It is pinned, or the body was bound to its objects when it was made."""
    rows = shared_realm.admin.execute(
        """
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = ANY(%s::regnamespace[]) AND p.prosqlbody IS NULL
            AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY(p.proconfig), false)
        """,
        [list(SCHEMAS)],
    ).fetchall()
    assert rows == []


def test_every_function_with_the_rights_of_the_owner_has_its_reason(shared_realm: Realm) -> None:
    rows = shared_realm.admin.execute(
        """
        SELECT concat_ws('.', p.pronamespace::regnamespace, p.proname), p.proowner::regrole::text,
            'search_path=pg_catalog, pg_temp' = ANY(p.proconfig)
        FROM pg_proc p
        WHERE p.pronamespace = ANY(%s::regnamespace[]) AND p.prosecdef
        """,
        [list(SCHEMAS)],
    ).fetchall()
    assert {name for name, _, _ in rows} == set(DEFINERS)
    assert all(owner == "lks_owner" and pinned for _, owner, pinned in rows)


def test_every_view_that_people_read_is_a_barrier(shared_realm: Realm) -> None:
    rows = shared_realm.admin.execute(
        """
        SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relnamespace = ANY(%s::regnamespace[]) AND c.relkind = 'v'
            AND NOT coalesce('security_barrier=true' = ANY(c.reloptions), false)
        """,
        [list(SCHEMAS)],
    ).fetchall()
    assert {name for (name,) in rows} == OWNERS


@pytest.mark.parametrize("who", ["app", "clerk", "finance", "inspector"])
def test_nobody_puts_a_table_of_their_own_before_ours(shared_realm: Realm, who: str) -> None:
    with shared_realm.connected(who) as connection:
        for statement in (
            "CREATE TEMPORARY TABLE access AS SELECT session_user::text AS login, '*'::text AS municipality",
            "CREATE TABLE public.access (login text, municipality text)",
            "CREATE SCHEMA mine",
            "CREATE FUNCTION ledger.sees_everything(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_table_of_ones_own_in_front_changes_nothing_where_it_can_be_made(shared_realm: Realm) -> None:
    """In a copy of the database, say, where temporary tables are allowed again."""
    name, login = shared_realm.database.name, shared_realm.login("clerk")
    shared_realm.admin.execute(f"GRANT TEMPORARY ON DATABASE {name} TO {login}")
    try:
        with shared_realm.connected("clerk") as connection:
            before = connection.execute("SELECT count(*) FROM ledger.log").fetchone()
            connection.execute(
                "CREATE TEMPORARY TABLE access AS SELECT session_user::text login, '*'::text municipality"
            )
            connection.execute("CREATE TEMPORARY TABLE ledger_events (municipality text)")
            connection.execute(
                "CREATE FUNCTION pg_temp.pg_has_role(name, text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
            )
            connection.execute("SET search_path = pg_temp, ledger, pg_catalog")
            assert connection.execute("SELECT count(*) FROM ledger.log").fetchone() == before
            assert connection.execute("SELECT ledger.sees_everything()").fetchone() == (False,)
    finally:
        shared_realm.admin.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM {login}")


def test_the_tables_of_a_rebuild_are_the_apps_too(shared_realm: Realm) -> None:
    with shared_realm.connected("app") as connection, connection.transaction(force_rollback=True):
        connection.execute("SELECT projection.begin_rebuild()")
        connection.execute("DELETE FROM projection_next.progress")
        for table in ("movements", "postings", "case_employers"):
            row = connection.execute(
                "SELECT has_table_privilege('lks_app', %s, 'INSERT'), has_table_privilege('lks_app', %s, 'UPDATE')",
                [f"projection_next.{table}"] * 2,
            ).fetchone()
            assert row == (True, False)
