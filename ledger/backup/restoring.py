"""Bringing a backup back: the entries as they were sealed, and the keys of those who were not erased.

All in one transaction, into a database that is empty. Rows are put back with the triggers off, which refuse entries that are not
new, and the triggers are put on again as they were. Whoever was erased stays so: keys and lookups of everybody whose erasure stands
in the ledger or in a list that was kept outside are destroyed, and so are those of whom this ledger never heard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from ledger.backup import tables
from ledger.backup.checking import Contents
from ledger.backup.manifest import Manifest, Watch
from ledger.log import release
from ledger.log.session import administrating, apply_schema
from ledger.refusal import Refused
from ledger.vault.looker import Looker

Connection = psycopg.Connection[Any]

_TRIGGERS: Final = """
SELECT n.nspname, c.relname, t.tgname, t.tgenabled
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname IN ('ledger', 'vault') AND t.tgenabled <> 'D'
"""
_ENABLE: Final = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "O": "ENABLE"}
_DESTROY: Final = """
WITH emptied AS (
    INSERT INTO vault.key AS k (key_id, subject, wrapped, master_version)
    SELECT gen_random_uuid(), one.subject, '', 0 FROM unnest(%(keys)s::text[]) AS one (subject)
    ON CONFLICT (subject) DO UPDATE SET wrapped = '', master_version = 0 WHERE k.wrapped <> ''
)
DELETE FROM vault.lookup WHERE subject = ANY(%(lookups)s)
"""
_FORGET: Final = (
    "DELETE FROM vault.key WHERE subject = ANY(%s)",
    "DELETE FROM vault.lookup WHERE subject = ANY(%s)",
)
LEDGER: Final = "ledger"
"""Under whose key free text is that is about no person."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: how many keys; the numbers whose keys or lookups were destroyed again because they were erased, and
    because this ledger does not know them; the numbers of whom the keys are not in the backup of the keys."""

    keys: int
    erased: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def restore(
    admin_dsn: str,
    *,
    login: str | None,
    ledger: tuple[Path, Manifest, Contents],
    keys: tuple[Path, Manifest] | None,
    erased: Mapping[str, int],
    looker: Looker,
    watch: Watch,
) -> Restored:
    """Puts a backup that was checked into an empty database. Raises Refused for one that is not empty."""
    folder, manifest, found = ledger
    with administrating(admin_dsn) as connection, connection.transaction():
        _refuse_filled(connection)
        apply_schema(connection, login)
        _refuse_filled(connection)
        triggers = connection.execute(_TRIGGERS).fetchall()
        _switch(connection, [(*trigger[:3], "DISABLE") for trigger in triggers])
        for kind in ("ledger", "keys"):
            for table in tables.kept(connection, kind):
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(*table.split("."))))
        for place, of in ((folder, manifest), *([keys] if keys else [])):
            for table, kept in of.tables.items():
                tables.load(connection, place, table, kept, watch)
        _switch(connection, [(*trigger[:3], _ENABLE[trigger[3]]) for trigger in triggers])
        apply_schema(connection, login)  # what it fills from the entries, and the triggers as they should be
        tables.set_sequences(connection, dict(manifest.sequences))
        gone = {subject for one in found.erasures for subject in one.subjects} | set(erased)
        restored = _keys(connection, found, gone)
        if keys is not None:
            connection.execute("SELECT vault.record_look('restored', '{}', %s, %s, %s)", looker.columns())
        _check(connection, manifest)
    return restored


def _refuse_filled(connection: Connection) -> None:
    if not release.is_made(connection):
        return
    row = connection.execute("SELECT position FROM ledger.ledger_head").fetchone()
    keys = connection.execute("SELECT FROM vault.key WHERE wrapped <> '' LIMIT 1").rowcount
    if row is None or row[0] or keys:
        remedy = "Restore into an empty one: another LKS_HOME, or another database in LKS_DSN."
        raise Refused("There is a ledger in this database, and it stays.", rule="backup", remedy=remedy)


def _switch(connection: Connection, triggers: Sequence[tuple[str, str, str, str]]) -> None:
    for schema, table, trigger, state in triggers:
        statement = sql.SQL("ALTER TABLE {} {} TRIGGER {}").format(
            sql.Identifier(schema, table), sql.SQL(state), sql.Identifier(trigger)
        )
        connection.execute(statement)


def _keys(connection: Connection, found: Contents, erased: set[str]) -> Restored:
    """Destroys again what was destroyed: by the entries as the log itself does it, by the lists in the same way. Forgets who is
    nobody here, and tells whose keys are not there."""
    there = {subject for (subject,) in connection.execute("SELECT subject FROM vault.key WHERE wrapped <> ''")}
    known = {subject for (subject,) in connection.execute("SELECT subject FROM vault.key")}
    found_by = {subject for (subject,) in connection.execute("SELECT DISTINCT subject FROM vault.lookup")}
    named = found.registered | found.cases
    connection.execute("SELECT vault.destroy()")
    listed = erased & named
    connection.execute(_DESTROY, {"keys": sorted(listed & found.registered), "lookups": sorted(listed)})
    unknown = (known | found_by) - named - {LEDGER}
    for statement in _FORGET:
        connection.execute(statement, [sorted(unknown)])
    again = (there | found_by) & listed
    missing = found.registered - there - erased
    return Restored(len(there - again - unknown), tuple(sorted(again)), tuple(sorted(unknown)), tuple(sorted(missing)))


def _check(connection: Connection, manifest: Manifest) -> None:
    """The database itself finds the same head, and that every seal holds."""
    row = connection.execute(
        "SELECT h.ledger_id, h.position, h.seal, ledger.first_broken_seal() FROM ledger.ledger_head h"
    ).fetchone()
    assert row is not None
    ledger_id, position, seal, broken = row
    if (ledger_id, position, bytes(seal).hex()) != (manifest.ledger_id, manifest.position, manifest.seal) or broken:
        raise Refused("The restored ledger is not the one of the backup; nothing was kept.", rule="backup")
