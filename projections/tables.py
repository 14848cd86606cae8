"""How rows get into tables: by COPY, and rows that are replaced are deleted first. Names are those of schema.sql."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]


def add(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows; the table is found in the schema that the connection works in."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor().copy(query) as copy:
        for row in rows:
            copy.write_row(row)


def remove(connection: Connection, table: str, column: str, values: Sequence[Any]) -> None:
    """Delete the rows that have one of these values."""
    query = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(sql.Identifier(table), sql.Identifier(column))
    connection.execute(query, [list(values)])
