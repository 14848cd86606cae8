"""The guard, attacked through what is around it: rights, triggers, roles, names that shadow, settings, statements."""

import psycopg
import pytest
from psycopg import sql

from ledger.log.store import PostgresStore
from ledger.refusal import Misuse
from tests.log.attack import GUARD, NOT_ALLOWED, STREAM, Attacked
from tests.log.given import an_append, policy

UPSERT = (
    "INSERT INTO ledger.ledger_events SELECT * FROM ledger.ledger_events "
    "ON CONFLICT (notification_id) DO UPDATE SET topic = 'Ended'"
)
NOTHING = "LANGUAGE sql AS $$ SELECT decode(repeat('00', 32), 'hex') $$"

NOT_FOR_A_LOGIN = [
    "UPDATE ledger.ledger_events SET municipality = 'GM0034'",
    "UPDATE ledger.ledger_events SET municipality = 'GM0034' WHERE false",
    "DELETE FROM ledger.ledger_events",
    "TRUNCATE ledger.ledger_events",
    "SELECT FROM ledger.ledger_events FOR UPDATE",
    "INSERT INTO ledger.ledger_head SELECT false, ledger_id, 0, seal, recorded_at FROM ledger.ledger_head",
    "UPDATE ledger.ledger_head SET position = position + 1",
    "UPDATE ledger.ledger_head SET position = 0",
    "DELETE FROM ledger.ledger_head",
    "TRUNCATE ledger.ledger_head",
    "SELECT FROM ledger.ledger_head FOR UPDATE",
    "INSERT INTO ledger.topic VALUES ('Invented')",
    "UPDATE ledger.topic SET seconds = NULL",
    "DELETE FROM ledger.topic",
    "TRUNCATE ledger.topic CASCADE",
    "ALTER TABLE ledger.ledger_events DISABLE TRIGGER guard",
    "ALTER TABLE ledger.ledger_events DISABLE TRIGGER ALL",
    "ALTER TABLE ledger.ledger_events DISABLE TRIGGER USER",
    "ALTER TABLE ledger.ledger_events ENABLE TRIGGER append_only",
    "ALTER TABLE ledger.ledger_events DROP COLUMN seal",
    "ALTER TABLE ledger.ledger_events OWNER TO lks_local",
    "ALTER TABLE ledger.ledger_events ENABLE ROW LEVEL SECURITY",
    "DROP TRIGGER guard ON ledger.ledger_events",
    "DROP TABLE ledger.ledger_events",
    "DROP SCHEMA ledger CASCADE",
    "DROP FUNCTION ledger.guard CASCADE",
    "ALTER FUNCTION ledger.guard() SECURITY INVOKER",
    "ALTER FUNCTION ledger.guard() SET search_path = pg_temp, pg_catalog",
    "CREATE OR REPLACE FUNCTION ledger.guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE FUNCTION ledger.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE ledger.mine (only_row boolean)",
    "CREATE TRIGGER mine BEFORE INSERT ON ledger.ledger_events EXECUTE FUNCTION ledger.refuse_change()",
    "CREATE RULE mine AS ON INSERT TO ledger.ledger_events DO INSTEAD NOTHING",
    "CREATE INDEX ON ledger.ledger_events (topic)",
    "CREATE TEMP TABLE mine () INHERITS (ledger.ledger_events)",
    "DO $$ BEGIN LOCK TABLE ledger.ledger_head IN ACCESS EXCLUSIVE MODE; END $$",
    "SELECT setval('ledger.case_sequence', 1, false)",
    "GRANT lks_owner TO lks_local",
    "SET ROLE lks_owner",
    "SET SESSION AUTHORIZATION lks_owner",
    "SET session_replication_role = replica",
    "ALTER ROLE lks_local SUPERUSER",
    UPSERT,
]

NOT_FOR_ANYONE = [
    "UPDATE ledger.ledger_events SET municipality = 'GM0034'",
    "UPDATE ledger.ledger_events SET municipality = municipality WHERE false",
    "DELETE FROM ledger.ledger_events",
    "DELETE FROM ledger.ledger_events WHERE notification_id = 1",
    "TRUNCATE ledger.ledger_events",
    "TRUNCATE ledger.ledger_events CASCADE",
    UPSERT,
    "DELETE FROM ledger.ledger_head",
    "TRUNCATE ledger.ledger_head",
    "UPDATE ledger.ledger_head SET position = position - 1",
    "UPDATE ledger.ledger_head SET seal = '\\x00'",
    "UPDATE ledger.ledger_head SET position = position + 1, ledger_id = gen_random_uuid()",
]

SEALED = ["bytea", "int8", "uuid", "int8", "timestamptz", *["text"] * 3, *["bytea"] * 3]

SHADOWS = [
    "CREATE TEMP TABLE ledger_head AS TABLE ledger.ledger_head",
    "UPDATE pg_temp.ledger_head SET position = 0, seal = decode(repeat('00', 32), 'hex')",
    "CREATE TEMP TABLE added AS SELECT * FROM ledger.ledger_events WHERE false",
    "CREATE TEMP TABLE ledger_events AS SELECT * FROM ledger.ledger_events WHERE false",
    "CREATE TEMP TABLE topic AS SELECT 'Invented' AS name, NULL::text AS seconds",
    f"CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea {NOTHING}",
    "CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'infinity'::timestamptz $$",
    f"CREATE FUNCTION pg_temp.entry_seal({', '.join(SEALED)}) RETURNS bytea {NOTHING}",
    "CREATE FUNCTION pg_temp.never(bytea, bytea) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$",
    "CREATE OPERATOR pg_temp.<> (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = pg_temp.never)",
    "CREATE FUNCTION pg_temp.never(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$",
    "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.never)",
    "CREATE OPERATOR pg_temp.!~ (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.never)",
    "CREATE TYPE pg_temp.bytea AS ENUM ('nothing')",
    "CREATE DOMAIN pg_temp.jsonb AS text",
    "CREATE DOMAIN pg_temp.timestamptz AS text",
    "SET search_path = pg_temp, pg_catalog, public",
]

SETTINGS = {
    "search_path": "pg_temp",
    "TimeZone": "Pacific/Kiritimati",
    "DateStyle": "SQL, DMY",
    "IntervalStyle": "sql_standard",
    "bytea_output": "escape",
    "standard_conforming_strings": "off",
    "transform_null_equals": "on",
    "extra_float_digits": "-15",
    "client_encoding": "LATIN1",
    "xmlbinary": "hex",
    "row_security": "off",
    "check_function_bodies": "off",
    "enable_indexscan": "off",
    "enable_seqscan": "off",
    "enable_sort": "off",
    "enable_nestloop": "off",
    "plan_cache_mode": "force_custom_plan",
    "from_collapse_limit": "1",
    "debug_parallel_query": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "synchronous_commit": "off",
}


def insists(log: Attacked) -> None:
    """In this session the guard still refuses what is forged, and takes what is right."""
    for forged in ({"seal": bytes(32)}, {"topic": "Invented"}, {"recorded_by": "lks_owner"}, {"municipality": "x"}):
        with log.refuses(GUARD):
            log.insert(log.row(**forged))
    log.insert(log.row())
    log.append_by_function()
    log.records(2)


@pytest.mark.parametrize("statement", NOT_FOR_A_LOGIN)
def test_a_login_may_only_append_and_read(shared_log: Attacked, statement: str) -> None:
    with shared_log.refuses(NOT_ALLOWED):
        shared_log.connection.execute(statement.encode())


def test_a_login_that_grants_what_it_has_not_gives_nothing_away(log: Attacked) -> None:
    log.connection.execute("GRANT ALL ON ledger.ledger_events, ledger.ledger_head TO PUBLIC")
    for right in ("UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
        for table in ("ledger_events", "ledger_head"):
            asked = ["public", f"ledger.{table}", right]
            assert log.connection.execute("SELECT has_table_privilege(%s, %s, %s)", asked).fetchone() == (False,)


def test_the_guard_cannot_be_called_for_nothing(shared_log: Attacked) -> None:
    with shared_log.refuses(NOT_ALLOWED, "0A000"):
        shared_log.connection.execute("SELECT ledger.guard()")


@pytest.mark.parametrize("role", ["origin", "replica", "local"])
@pytest.mark.parametrize("statement", NOT_FOR_ANYONE)
def test_what_is_recorded_stays_for_the_superuser_too(shared_log: Attacked, statement: str, role: str) -> None:
    with psycopg.connect(shared_log.database.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("SET session_replication_role = {}").format(role))
        with shared_log.refuses(GUARD):
            admin.execute(statement.encode())


@pytest.mark.parametrize("statement", NOT_FOR_ANYONE[:6])
def test_what_is_recorded_stays_for_the_owner_too(shared_log: Attacked, statement: str) -> None:
    with psycopg.connect(shared_log.database.admin_dsn, autocommit=True) as admin:
        admin.execute("SET ROLE lks_owner")
        with shared_log.refuses(GUARD):
            admin.execute(statement.encode())


@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_guard_stands_before_the_superuser_too(shared_log: Attacked, role: str) -> None:
    with psycopg.connect(shared_log.database.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("SET session_replication_role = {}").format(role))
        for forged in ({"seal": bytes(32)}, {"topic": "Invented"}, {"recorded_by": "lks_local"}):
            with shared_log.refuses(GUARD):
                row = shared_log.row(**({"recorded_by": admin.info.user} | forged))
                shared_log.insert(row, connection=admin)


def test_names_in_the_temporary_schema_mean_nothing_to_the_guard(log: Attacked) -> None:
    for statement in SHADOWS:
        log.connection.execute(statement.encode())
    insists(log)


def test_a_session_whose_names_were_shadowed_before_the_first_append_is_guarded(log: Attacked) -> None:
    with psycopg.connect(log.database.dsn, autocommit=True) as fresh:
        for statement in SHADOWS[:5]:
            fresh.execute(statement.encode())
        with log.refuses(GUARD):
            log.insert(log.row(seal=bytes(32)), connection=fresh)
        log.insert(log.row(), connection=fresh)
    log.records(1)


def test_settings_mean_nothing_to_the_guard(log: Attacked) -> None:
    for name, value in SETTINGS.items():
        if log.connection.execute("SELECT FROM pg_settings WHERE name = %s", [name]).rowcount:
            log.connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    insists(log)


def test_a_head_that_is_locked_is_waited_for(log: Attacked) -> None:
    with psycopg.connect(log.database.dsn) as holder:
        holder.execute("SELECT ledger.take_head()")
        log.connection.execute("SET lock_timeout = '50ms'")
        with log.refuses("55P03"):
            log.insert(log.row())
        with log.refuses("55P03"):
            log.append_by_function()
    log.still_works()


def test_a_command_never_comes_in_as_superuser(log: Attacked) -> None:
    store = PostgresStore(log.database.admin_dsn)
    made = an_append("two", STREAM, policy(), after=2)
    with pytest.raises(Misuse):
        store.append(list(made.drafts), made.intent_key, made.cause)
    log.records(0)
