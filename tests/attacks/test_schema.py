"""What somebody with all rights can do to the database itself, so that it lets through or shows what it should not: found by
comparing it with the schema of this release. Seals and checkpoints cannot tell."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ledger.audit import catalogue
from ledger.audit.statements import definitions, triggers
from ledger.log import release
from ledger.server.embedded import EmbeddedServer
from tests import databases

_NOTHING = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$BEGIN RETURN NULL; END$$"

BODIES = {
    "the guard lets everything through": (
        f"CREATE OR REPLACE FUNCTION ledger.guard() RETURNS trigger {_NOTHING}",
        "the function ledger.guard is not that of this release",
    ),
    "broken seals are not named": (
        (
            "CREATE OR REPLACE FUNCTION ledger.first_broken_seal(from_position bigint DEFAULT 1, through bigint DEFAULT NULL)"
            " RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$BEGIN RETURN NULL; END$$"
        ),
        "the function ledger.first_broken_seal is not that of this release",
    ),
    "a function no longer says where it looks": (
        "ALTER FUNCTION ledger.guard() RESET search_path",
        "the function ledger.guard is not that of this release",
    ),
    "a function looks elsewhere first": (
        "ALTER FUNCTION ledger.guard() SET search_path = public, pg_catalog",
        "the function ledger.guard is not that of this release",
    ),
    "a function works with other rights": (
        "ALTER FUNCTION ledger.refuse_change() SECURITY DEFINER",
        "the function ledger.refuse_change is not that of this release",
    ),
    "a function is somebody else's": (
        "ALTER FUNCTION ledger.guard() OWNER TO CURRENT_USER",
        "the function ledger.guard is owned by ",
    ),
    "a function is dropped": ("DROP FUNCTION ledger.take_head()", "the function ledger.take_head is not there"),
    "a function with one name more": (
        "CREATE FUNCTION ledger.take_head(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "there is more than one function ledger.take_head",
    ),
    "a function that is not ours": (
        "CREATE FUNCTION vault.everything() RETURNS SETOF vault.key LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM vault.key'",
        "the function vault.everything is not of this release",
    ),
    "a view that is not ours": (
        "CREATE VIEW finance.keys AS SELECT * FROM vault.key",
        "the view finance.keys is not of this release",
    ),
    "a trigger is off": (
        "ALTER TABLE ledger.ledger_events DISABLE TRIGGER guard",
        "the trigger guard on ledger.ledger_events does not fire for everybody",
    ),
    "a trigger spares who replicates": (
        "ALTER TABLE ledger.ledger_events ENABLE TRIGGER append_only",
        "the trigger append_only on ledger.ledger_events does not fire for everybody",
    ),
    "a trigger is dropped": (
        "DROP TRIGGER only_forward ON ledger.ledger_head",
        "the trigger only_forward on ledger.ledger_head is not there",
    ),
    "a trigger fires for less": (
        (
            "CREATE OR REPLACE TRIGGER append_only BEFORE DELETE ON ledger.ledger_events"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()"
        ),
        "the trigger append_only on ledger.ledger_events is not that of this release",
    ),
    "a trigger that is not ours": (
        "CREATE TRIGGER quiet BEFORE INSERT ON vault.look FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change()",
        "the trigger quiet on vault.look is not of this release",
    ),
    "a rule": (
        "CREATE RULE quiet AS ON INSERT TO vault.look DO INSTEAD NOTHING",
        "vault.look has a rule",
    ),
    "rows hidden from some": (
        (
            "ALTER TABLE ledger.ledger_events ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY quiet ON ledger.ledger_events USING (notification_id <> 7)"
        ),
        "ledger.ledger_events hides rows by a policy",
    ),
    "a table that does not last": ("ALTER TABLE vault.look SET UNLOGGED", "vault.look does not last"),
    "a view in the place of the log": (
        (
            "ALTER TABLE ledger.ledger_events RENAME TO kept;"
            "CREATE VIEW ledger.ledger_events AS SELECT * FROM ledger.kept WHERE notification_id <> 7"
        ),
        "ledger.ledger_events is no table",
    ),
    "a second table under the log": (
        "CREATE TABLE ledger.more () INHERITS (ledger.ledger_events)",
        "ledger.ledger_events is one of several",
    ),
    "an event trigger": (
        (
            "CREATE FUNCTION public.quiet() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$;"
            "CREATE EVENT TRIGGER quiet ON ddl_command_end EXECUTE FUNCTION public.quiet()"
        ),
        "quiet is an event trigger",
    ),
    "no second person for a run": (
        "UPDATE ledger.topic SET seconds = NULL WHERE name = 'RunApproved'",
        "the rows of ledger.topic are not those of this release",
    ),
    "no agreement for a write-off": (
        "UPDATE ledger.topic SET proposed = NULL WHERE name = 'WrittenOff'",
        "the rows of ledger.topic are not those of this release",
    ),
    "a fact that is not ours": (
        "INSERT INTO ledger.topic VALUES ('Forged')",
        "the rows of ledger.topic are not those of this release",
    ),
    "a privilege that is not ours": (
        "INSERT INTO ledger.privilege VALUES ('lks_clerk', 'table', 'vault.key', 'SELECT')",
        "the rows of ledger.privilege are not those of this release",
    ),
}
"""What is done, and what is found, also by whoever has no rights."""

UNDERSTOOD = {
    "a right that is in no table": (
        "GRANT SELECT ON vault.key TO lks_clerk",
        "lks_clerk has SELECT on vault.key, and should not",
    ),
    "a view that shows other amounts": (
        (
            "CREATE OR REPLACE VIEW ledger.log WITH (security_barrier) AS SELECT notification_id + 0 AS notification_id,"
            " originator_id, originator_version, recorded_at, topic, municipality, recorded_by, intent_key, cause, state, seal"
            " FROM ledger.ledger_events"
        ),
        "the view ledger.log is not that of this release",
    ),
    "a view that lets others look past it": (
        "ALTER VIEW finance.movements RESET (security_barrier)",
        "the view finance.movements is not that of this release",
    ),
    "nothing that was read has moved": (
        (
            "CREATE OR REPLACE FUNCTION ledger.moved(cause bytea, place bigint) RETURNS TABLE (stream uuid)"
            " LANGUAGE sql STABLE BEGIN ATOMIC SELECT NULL::uuid WHERE false; END"
        ),
        "the function ledger.moved is not that of this release",
    ),
    "every entry has the same seal": (
        "CREATE OR REPLACE FUNCTION ledger.genesis_seal(ledger_id uuid) RETURNS bytea STABLE PARALLEL SAFE RETURN sha256('x')",
        "the function ledger.genesis_seal is not that of this release",
    ),
}
"""What only an administrator finds."""


@pytest.fixture(scope="module")
def admin(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    """One database, to which all of it is done and undone."""
    with databases.fresh(server) as database, psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        yield connection


def found(connection: psycopg.Connection[Any]) -> list[str]:
    """What is found, by whoever is connected."""
    findings = catalogue.compare(connection).findings
    assert {(one.position, one.kind) for one in findings} <= {(0, "schema")}
    return [one.meaning for one in findings]


@pytest.mark.parametrize("role", ["", "SET LOCAL ROLE lks_app"])
def test_a_database_of_this_release_has_nothing_else(admin: psycopg.Connection[Any], role: str) -> None:
    with admin.transaction(force_rollback=True):
        if role:
            admin.execute(f"REVOKE TEMPORARY ON DATABASE {admin.info.dbname} FROM PUBLIC".encode())
            admin.execute(role.encode())
        compared = catalogue.compare(admin)
        assert compared.findings == []
        assert (compared.skipped is not None) == bool(role)
        assert compared.definitions > 50


@pytest.mark.parametrize("name", BODIES)
def test_is_found_by_anybody(admin: psycopg.Connection[Any], name: str) -> None:
    done, said = BODIES[name]
    with admin.transaction(force_rollback=True):
        admin.execute(f"REVOKE TEMPORARY ON DATABASE {admin.info.dbname} FROM PUBLIC".encode())
        admin.execute(done.encode())
        admin.execute("SET LOCAL ROLE lks_app")
        assert any(one.startswith(said) for one in found(admin))


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_is_found_by_an_administrator(admin: psycopg.Connection[Any], name: str) -> None:
    done, said = UNDERSTOOD[name]
    with admin.transaction(force_rollback=True):
        admin.execute(done.encode())
        assert said in found(admin)


def test_the_schema_of_another_release_is_not_compared_and_that_is_said(admin: psycopg.Connection[Any]) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("COMMENT ON SCHEMA ledger IS '{}'")
        compared = catalogue.compare(admin)
        assert (compared.findings, compared.definitions) == ([], 0)
        assert "another release" in str(compared.skipped)


def test_every_definition_of_the_schema_is_known() -> None:
    text = release.schema().decode()
    assert len(list(definitions(text))) == text.count("CREATE OR REPLACE FUNCTION ") + text.count(
        "CREATE OR REPLACE VIEW "
    )
    assert (
        len(list(triggers(text))) == text.count("\nCREATE OR REPLACE TRIGGER ") == text.count(" ENABLE ALWAYS TRIGGER ")
    )
