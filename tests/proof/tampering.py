"""Somebody with all the rights there are: changes the log while no trigger works, and may seal everything again afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.databases import Database

RESEAL = """
DO $$
DECLARE
    one  record;
    last bytea := (SELECT ledger.genesis_seal(h.ledger_id) FROM ledger.ledger_head h);
BEGIN
    FOR one IN SELECT * FROM ledger.ledger_events ORDER BY notification_id LOOP
        last := ledger.entry_seal(
            last, one.notification_id, one.originator_id, one.originator_version, one.recorded_at, one.topic,
            one.municipality, one.recorded_by, one.intent_key, one.cause, one.state
        );
        UPDATE ledger.ledger_events SET seal = last WHERE notification_id = one.notification_id;
    END LOOP;
    UPDATE ledger.ledger_head SET seal = last;
END $$
"""

LATER = (
    "UPDATE ledger.ledger_events SET recorded_at = recorded_at + interval '1 microsecond' WHERE notification_id = %s"
)
CUT = "DELETE FROM ledger.ledger_events WHERE notification_id >= %s"
BEHEADED = """
UPDATE ledger.ledger_head h SET position = e.notification_id, seal = e.seal, recorded_at = e.recorded_at
FROM (SELECT * FROM ledger.ledger_events ORDER BY notification_id DESC LIMIT 1) e
"""


@contextmanager
def tampering(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A superuser for whom no trigger works; afterwards all is as it was."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        for table in ("ledger_events", "ledger_head"):
            admin.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER ALL")
            admin.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE ledger.{table}")
        try:
            yield admin
        finally:
            for table in ("ledger_events", "ledger_head"):
                admin.execute(f"DELETE FROM ledger.{table}")
                admin.execute(f"INSERT INTO ledger.{table} SELECT * FROM kept_{table}")
                triggers_on(admin, f"ledger.{table}")


def triggers_on(admin: psycopg.Connection[Any], table: str) -> None:
    """Each trigger of a table fires for everybody again, as it did before somebody switched it off."""
    query = "SELECT t.tgname FROM pg_trigger t WHERE t.tgrelid = to_regclass(%s) AND NOT t.tgisinternal"
    for (name,) in admin.execute(query, [table]).fetchall():
        admin.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}".encode())
