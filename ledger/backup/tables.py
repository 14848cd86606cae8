"""Which tables a backup keeps, and how rows go out and come back.

The keys of persons are kept apart from the ledger, or a restored ledger would bring an erased person back. What schema.sql itself
fills is not kept, and neither are projections, which are made anew.
"""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import psycopg
from psycopg import sql

from ledger.backup.manifest import Table, Watch, file_of
from ledger.log import copied
from ledger.refusal import Refused

Connection = psycopg.Connection[Any]

ENTRIES: Final = "ledger.ledger_events"
HEAD: Final = "ledger.ledger_head"
FILLED_BY_THE_SCHEMA: Final = ("ledger.topic", "ledger.privilege", "ledger.recording", "vault.look_event")
LOOKS: Final = ("vault.look", "vault.look_head")
"""The chain of looks at persons: kept with the ledger, for it is to be proven as the ledger is."""

_TABLES: Final = """
SELECT n.nspname || '.' || c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE n.nspname IN ('ledger', 'vault') AND c.relkind = 'r'
GROUP BY n.nspname, c.relname
ORDER BY 1
"""
_SEQUENCES: Final = """
SELECT schemaname || '.' || sequencename, coalesce(last_value, 0)
FROM pg_catalog.pg_sequences
WHERE schemaname IN ('ledger', 'vault')
ORDER BY 1
"""
_PIECE: Final = 1 << 18


def kept(connection: Connection, kind: Literal["ledger", "keys"]) -> dict[str, tuple[str, ...]]:
    """The tables with their columns: of the keys all of the vault but the looks, so that nothing unknown of it goes elsewhere."""
    found = {table: tuple(columns) for table, columns in connection.execute(_TABLES)}
    own = set(found) - set(FILLED_BY_THE_SCHEMA)
    keys = {table for table in own if table.startswith("vault.") and table not in LOOKS}
    wanted = keys if kind == "keys" else own - keys
    return {table: columns for table, columns in found.items() if table in wanted}


def sequences(connection: Connection) -> dict[str, int]:
    """The last number that each sequence gave; 0 where it gave none."""
    return dict(connection.execute(_SEQUENCES).fetchall())


def set_sequences(connection: Connection, values: dict[str, int]) -> None:
    """Numbers go on where they were; those of sequences that are no more are left."""
    there = sequences(connection)
    for name, value in values.items():
        if value and name in there:
            connection.execute("SELECT setval(%s::regclass, %s)", [name, max(value, there[name])])


def query(table: str, columns: Iterable[str]) -> str:
    """The rows of a table; entries in the order of the log."""
    if table == ENTRIES:
        return copied.ENTRIES
    names = ", ".join(f'"{column}"' for column in columns)
    schema, name = table.split(".")
    return f'SELECT {names} FROM "{schema}"."{name}"'


def read(folder: Path, table: str) -> Iterator[bytes]:
    """What was copied of a table, in pieces. Raises Refused where the file is damaged."""
    try:
        with gzip.open(folder / file_of(table), "rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except (OSError, EOFError) as error:
        raise Refused(
            f"{file_of(table)} of the backup is damaged: {error}.", rule="backup", remedy="Take another."
        ) from None


def load(connection: Connection, folder: Path, table: str, kept_as: Table, watch: Watch) -> None:
    """Puts the rows of a table back, into the columns of the same names. Raises Refused where these are not there."""
    there = connection.execute(_TABLES).fetchall()
    columns = next((set(names) for name, names in there if name == table), None)
    if columns is None or not set(kept_as.columns) <= columns:
        raise Refused(
            f"This release has no {table} with all that was kept.", rule="backup", remedy="Use a newer release."
        )
    names = sql.SQL(", ").join(map(sql.Identifier, kept_as.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(sql.Identifier(*table.split(".")), names)
    with connection.cursor().copy(statement) as copy:
        for piece in watch(read(folder, table), None, f"Restoring {table}"):
            copy.write(piece)
