"""Whether the projections are what the log gives: made once more from nothing beside those that are read, compared row by row, and
dropped again. Nothing that is read is changed, and readers go on meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql

from ledger.audit.finding import Finding
from ledger.refusal import Stopped
from projections.runner import BATCH, MADE, READ, Progress, Runner, lock, only_one, runner

NOT_WRITABLE: Final = "the database is read-only"
NOT_ALLOWED: Final = "this login may not make projections"


@dataclass
class Compared:
    """What was compared: the tables, up to which position of the log, and how many entries and dates the journal balances on.

    `skipped`: why nothing was made anew; then only the journal that is read was added up.
    """

    position: int = 0
    tables: list[str] = field(default_factory=list)
    balanced: int = 0
    skipped: str | None = None
    findings: list[Finding] = field(default_factory=list)


def compare(dsn: str, *, batch: int = BATCH, progress: Progress | None = None) -> Compared:
    """Compare every table, and add up the journal of both."""
    with runner(dsn, MADE) as making:
        connection = making.connection
        found = Compared(skipped=_hindrance(connection))
        if found.skipped is not None:
            ((found.position,),) = connection.execute("SELECT projection.reached()")
            _journal(connection, "finance", found)
            return found
        with only_one(connection):
            _compare(making, batch, progress, found)
    return found


def _compare(making: Runner, batch: int, progress: Progress | None, found: Compared) -> None:
    connection = making.connection
    connection.execute("SELECT projection.begin_rebuild()")
    try:
        making.run(batch, progress, until=_position(connection, READ))
        with connection.transaction():
            lock(connection, READ)
            found.position = making.run(batch, progress, until=_position(connection, READ))
            for table in _tables(connection):
                found.tables.append(table)
                found.findings += _difference(connection, table)
            for schema in (READ, MADE):
                _journal(connection, schema, found)
    except Stopped as stopped:
        what = f"the projections cannot be made from the log: {stopped.what}"
        found.findings.append(Finding(_position(connection, MADE) + 1, "projection", what))
    finally:
        if not connection.closed and not connection.broken:
            connection.execute("SELECT projection.drop_rebuild()")


def _hindrance(connection: psycopg.Connection[Any]) -> str | None:
    query = """
        SELECT
            pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
            has_function_privilege('projection.begin_rebuild()', 'EXECUTE')"""
    read_only, allowed = connection.execute(query).fetchone() or (True, False)
    if not allowed:
        return NOT_ALLOWED
    return NOT_WRITABLE if read_only else None


def _position(connection: psycopg.Connection[Any], schema: str) -> int:
    query = sql.SQL("SELECT position FROM {}.progress").format(sql.Identifier(schema))
    ((position,),) = connection.execute(query)
    return int(position)


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Every table of either; one that only one of them has is compared with nothing."""
    query = """
        SELECT DISTINCT c.relname::text FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('projection', 'projection_next')
        ORDER BY 1"""
    return [table for (table,) in connection.execute(query)]


def _difference(connection: psycopg.Connection[Any], table: str) -> Iterator[Finding]:
    """Rows that only one of both has: counted, and the first position among them."""
    columns = {schema: _columns(connection, schema, table) for schema in (READ, MADE)}
    if columns[READ] != columns[MADE]:
        yield Finding(0, "projection", f"the table {table} has other columns than this release makes")
        return
    surplus, at = _surplus(connection, table, columns[READ], READ, MADE)
    missing, place = _surplus(connection, table, columns[READ], MADE, READ)
    if surplus or missing:
        what = f"{table}: {surplus} rows are not what the log gives, and {missing} that it gives are not there"
        yield Finding(min(filter(None, (at, place)), default=0), "projection", what)


def _columns(connection: psycopg.Connection[Any], schema: str, table: str) -> list[tuple[str, str]]:
    query = """
        SELECT a.attname::text, format_type(a.atttypid, a.atttypmod)
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attname"""
    return connection.execute(query, [schema, table]).fetchall()


def _surplus(
    connection: psycopg.Connection[Any], table: str, columns: list[tuple[str, str]], schema: str, other: str
) -> tuple[int, int | None]:
    """How many rows only `schema` has, and the first position among them, where a row has one."""
    names = [name for name, _ in columns]
    query = sql.SQL(
        """
        SELECT count(*), min({position}) FROM (
            SELECT {names} FROM {schema}.{table} EXCEPT ALL SELECT {names} FROM {other}.{table}
        ) only_here"""
    ).format(
        position=sql.Identifier("position") if "position" in names else sql.SQL("NULL::bigint"),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        schema=sql.Identifier(schema),
        other=sql.Identifier(other),
        table=sql.Identifier(table),
    )
    ((count, position),) = connection.execute(query)
    return count, position


def _journal(connection: psycopg.Connection[Any], schema: str, found: Compared) -> None:
    """R33: per entry and date, and so in total, debit equals credit."""
    query = sql.SQL(
        """
        SELECT p.position, p.booked_on, sum(p.debit_cents), sum(p.credit_cents) FROM {}.postings p
        GROUP BY p.position, p.booked_on
        HAVING sum(p.debit_cents) <> sum(p.credit_cents)
        ORDER BY p.position, p.booked_on
        LIMIT 100"""
    ).format(sql.Identifier(schema))
    which = "the journal made anew" if schema == MADE else "the journal"
    for position, day, debit, credit in connection.execute(query):
        what = f"{which} has {debit} cents debit and {credit} cents credit on {day}"
        found.findings.append(Finding(position, "journal", what))
    count = sql.SQL("SELECT count(DISTINCT (p.position, p.booked_on)) FROM {}.postings p").format(
        sql.Identifier(schema)
    )
    ((found.balanced,),) = connection.execute(count)
