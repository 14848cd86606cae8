"""Applying the schema: a second time changes nothing, and what was switched off is switched on again."""

import uuid

import psycopg
import pytest

from ledger.log.session import connect, install
from ledger.refusal import Misuse, Unavailable
from ledger.server.embedded import EmbeddedServer
from tests.databases import Database

CATALOGUE = """
SELECT c.relname, c.relacl::text, c.relowner::regrole::text, pg_get_viewdef(c.oid) FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('ledger', 'vault', 'projection')
UNION ALL
SELECT p.proname, p.proacl::text, pg_get_functiondef(p.oid), p.proconfig::text FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'ledger'
UNION ALL
SELECT t.tgname, t.tgrelid::regclass::text, t.tgenabled::text, pg_get_triggerdef(t.oid) FROM pg_trigger t
UNION ALL
SELECT s.name, s.seconds, '', '' FROM ledger.topic s
UNION ALL
SELECT h.ledger_id::text, h.position::text, h.seal::text, h.recorded_at::text FROM ledger.ledger_head h
UNION ALL
SELECT r.rolname, r.rolcanlogin::text, r.rolsuper::text, '' FROM pg_roles r
WHERE r.rolname LIKE 'lks\\_%' AND r.rolname NOT LIKE 'lks\\_test\\_%'
ORDER BY 1, 2, 3, 4
"""


def catalogue(database: Database) -> list[tuple[str, ...]]:
    """Everything that the schema makes."""
    with psycopg.connect(database.admin_dsn) as admin:
        return admin.execute(CATALOGUE).fetchall()


def test_a_second_time_changes_nothing(database: Database) -> None:
    before = catalogue(database)
    install(database.admin_dsn)
    assert catalogue(database) == before


def test_what_was_switched_off_is_on_again(database: Database) -> None:
    before = catalogue(database)
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER TABLE ledger.ledger_events DISABLE TRIGGER guard")
        admin.execute("GRANT EXECUTE ON FUNCTION ledger.guard TO PUBLIC")
        assert catalogue(database) != before
    install(database.admin_dsn)
    assert catalogue(database) == before


def test_another_ledger_has_another_id(server: EmbeddedServer, database: Database) -> None:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            install(server.admin_dsn(name))
            head = "SELECT ledger_id FROM ledger.ledger_head"
            with psycopg.connect(server.admin_dsn(name)) as one, psycopg.connect(database.admin_dsn) as other:
                assert one.execute(head).fetchone() != other.execute(head).fetchone()
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_superuser_is_no_login_for_commands(database: Database) -> None:
    with pytest.raises(Misuse, match="commands never use such a login"):
        connect(database.admin_dsn)


def test_an_owner_is_no_login_for_commands(database: Database, other_login: str) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(f"GRANT lks_owner TO {other_login}")
    with pytest.raises(Misuse, match="commands never use such a login"):
        connect(database.dsn_for(other_login))


def test_a_login_without_the_role_is_told_which_one(server: EmbeddedServer, database: Database) -> None:
    name = f"lks_test_{uuid.uuid4().hex}"
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN")
        try:
            with pytest.raises(Unavailable, match="GRANT lks_app TO"):
                connect(database.dsn_for(name))
        finally:
            admin.execute(f"DROP ROLE {name}")


def test_a_database_without_a_ledger_says_how_to_make_one(server: EmbeddedServer) -> None:
    with pytest.raises(Unavailable, match="lks db init"):
        connect(server.dsn(database="postgres"))


@pytest.mark.parametrize("dsn", ["host=/nowhere password=s3cret", "postgresql://a:s3cret@/x?host=/nowhere", "s3cret"])
def test_no_message_holds_a_password(dsn: str) -> None:
    with pytest.raises((Unavailable, Misuse)) as caught:
        connect(dsn)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
