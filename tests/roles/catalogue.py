"""What stands in the catalogue of the database: every object that somebody could have a privilege on."""

from typing import Any, Final, NamedTuple

import psycopg

SCHEMAS: Final = ("ledger", "vault", "projection", "projection_next", "finance", "inspection")

PRIVILEGES: Final = {
    "schema": ("USAGE", "CREATE"),
    "table": ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"),
    "column": ("SELECT", "INSERT", "UPDATE", "REFERENCES"),
    "sequence": ("USAGE", "SELECT", "UPDATE"),
    "function": ("EXECUTE",),
}
"""All that PostgreSQL 15 knows of."""

_OBJECTS = """
SELECT 'schema', n.nspname, n.oid, NULL::smallint FROM pg_namespace n WHERE n.nspname = ANY(%(schemas)s)
UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, c.oid::regclass::text, c.oid, NULL
FROM pg_class c
WHERE c.relnamespace = ANY(%(schemas)s::regnamespace[]) AND c.relkind IN ('r', 'v', 'm', 'S', 'p', 'f')
UNION ALL
SELECT 'column', concat_ws('.', c.oid::regclass, a.attname), c.oid, a.attnum
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = ANY(%(schemas)s::regnamespace[]) AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
UNION ALL
SELECT 'function', concat_ws('.', p.pronamespace::regnamespace, p.proname), p.oid, NULL
FROM pg_proc p
WHERE p.pronamespace = ANY(%(schemas)s::regnamespace[])
ORDER BY 1, 2
"""

_HAS = {
    "schema": "has_schema_privilege(%(role)s, t.oid, p.name)",
    "table": "has_table_privilege(%(role)s, t.oid, p.name)",
    "column": "has_column_privilege(%(role)s, t.oid, t.place, p.name)",
    "sequence": "has_sequence_privilege(%(role)s, t.oid, p.name)",
    "function": "has_function_privilege(%(role)s, t.oid, p.name)",
}


class Thing(NamedTuple):
    """An object, by the name under which ledger.privilege knows it."""

    kind: str
    name: str
    oid: int
    column: int | None


def things(connection: psycopg.Connection[Any]) -> list[Thing]:
    """Every schema, table, view, column, sequence and function of ours."""
    rows = connection.execute(_OBJECTS, {"schemas": list(SCHEMAS)}).fetchall()
    return [Thing(*row) for row in rows]


def held(connection: psycopg.Connection[Any], role: str, found: list[Thing]) -> set[tuple[str, str, str]]:
    """What a role may do with each of them, as the server answers it: kind, name, privilege."""
    answers: set[tuple[str, str, str]] = set()
    for kind, privileges in PRIVILEGES.items():
        those = [thing for thing in found if thing.kind == kind]
        rows = connection.execute(
            f"""
            SELECT t.name, p.name
            FROM unnest(%(names)s::text[], %(oids)s::oid[], %(places)s::smallint[]) AS t (name, oid, place)
            CROSS JOIN unnest(%(privileges)s::text[]) AS p (name)
            WHERE {_HAS[kind]}
            """,
            {
                "role": role,
                "names": [thing.name for thing in those],
                "oids": [thing.oid for thing in those],
                "places": [thing.column for thing in those],
                "privileges": list(privileges),
            },
        )
        answers |= {(kind, name, privilege) for name, privilege in rows}
    return answers
