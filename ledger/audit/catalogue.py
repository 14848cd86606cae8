"""Whether the database still has the functions, views, triggers and tables of this release.

Seals and checkpoints prove what was recorded; they say nothing of the guard that every new entry passes, nor of a view that
shows the log otherwise than it is. Here what the database has is compared with schema.sql: each body to the letter, each
trigger with when it fires, the tables that the guard looks things up in, and nothing besides. Needs no rights; whoever
may make temporary objects has everything made once more and compared as the server understands it. Makes and leaves nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from ledger.audit.finding import Finding
from ledger.audit.statements import Definition, Trigger, definitions, rows_of, triggers
from ledger.log import release

Connection = psycopg.Connection[Any]

SCHEMAS: Final = ["ledger", "vault", "projection", "projection_next", "finance", "inspection"]
LOOKED_UP: Final = {
    "ledger.topic": "name, seconds, proposed",
    "ledger.recording": "role, kind, name, everywhere",
    "ledger.privilege": "role, kind, object, privileges",
}
"""Tables that the guard looks things up in, and the columns that this release fills."""

_EVENTS: Final = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_UNDERSTOOD: Final = {
    "FUNCTION": """
        SELECT pg_get_functiondef(max(p.oid)) FROM pg_proc p
        WHERE p.pronamespace = pg_my_temp_schema() AND p.proname = %s""",
    "VIEW": """
        SELECT concat_ws(E'\\n', c.reloptions::text, pg_get_viewdef(c.oid)) FROM pg_class c
        WHERE c.relnamespace = pg_my_temp_schema() AND c.relname = %s""",
}


_OTHER: Final = (
    "functions, views and triggers: the database says that it has the schema of another release (lks db migrate)"
)
_AS_TEXT: Final = "views, and functions without a text: only an administrator (LKS_ADMIN_DSN) can make them once more"


@dataclass
class Schema:
    """What was found. `definitions`: how many were compared; `skipped`: what could not be, and why."""

    definitions: int = 0
    skipped: str | None = None
    findings: list[Finding] = field(default_factory=list)


def compare(connection: Connection) -> Schema:
    """Everything in which the database differs from this release."""
    noted = release.noted(connection)
    if noted != release.ours():
        return Schema(skipped=_OTHER)
    text = release.schema().decode()
    wanted = list(definitions(text))
    whole = _may_make(connection)
    if not whole:
        wanted = [one for one in wanted if one.body is not None]
    found = Schema(len(wanted), None if whole else _AS_TEXT)
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = projection, pg_temp")
        connection.execute("SET LOCAL check_function_bodies = off")
        said = [
            *_compared(connection, list(definitions(text)), whole),
            *_triggers(connection, list(triggers(text))),
            *_tables(connection),
            *_looked_up(connection, text),
            *_granted(connection),
        ]
    found.findings = [Finding(0, "schema", what) for what in said]
    return found


def _may_make(connection: Connection) -> bool:
    query = """
        SELECT has_database_privilege(current_database(), 'TEMPORARY') AND NOT pg_is_in_recovery()
            AND current_setting('transaction_read_only') = 'off'"""
    return bool(connection.execute(query).fetchone()[0])  # type: ignore[index]


def _there(connection: Connection, whole: bool) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Every function and view of ours that there is, by kind and name."""
    query = """
        SELECT 'FUNCTION' AS kind, p.pronamespace::regnamespace || '.' || p.proname AS name, p.prosrc AS body,
            p.prosecdef AS definer,
            coalesce(array_to_string(p.proconfig, ';'), '') AS settings, pg_get_userbyid(p.proowner)::text AS owner,
            CASE WHEN p.prokind IN ('f', 'p') AND %(whole)s THEN pg_get_functiondef(p.oid) END AS understood
        FROM pg_catalog.pg_proc p WHERE p.pronamespace = ANY(SELECT to_regnamespace(s)::oid FROM unnest(%(schemas)s::text[]) s)
        UNION ALL
        SELECT 'VIEW', c.relnamespace::regnamespace || '.' || c.relname, NULL, NULL, NULL, pg_get_userbyid(c.relowner)::text,
            CASE WHEN %(whole)s THEN concat_ws(E'\\n', c.reloptions::text, pg_get_viewdef(c.oid)) END
        FROM pg_catalog.pg_class c
        WHERE c.relkind IN ('v', 'm')
            AND c.relnamespace = ANY(SELECT to_regnamespace(s)::oid FROM unnest(%(schemas)s::text[]) s)"""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    names = ("kind", "name", "body", "definer", "settings", "owner", "understood")
    for row in connection.execute(query, {"schemas": SCHEMAS, "whole": whole}):
        one = dict(zip(names, row, strict=True))
        found.setdefault((one["kind"], one["name"]), []).append(one)
    return found


def _compared(connection: Connection, wanted: list[Definition], whole: bool) -> Iterator[str]:
    there = _there(connection, whole)
    for one in wanted:
        called = f"{one.kind.lower()} {one.full_name}"
        found = there.pop((one.kind, one.full_name), [])
        if len(found) != 1:
            yield f"the {called} is not there" if not found else f"there is more than one {called}"
            continue
        (has,) = found
        if has["owner"] != "lks_owner":
            yield f"the {called} is owned by {has['owner']}"
        if _differs(one, has) or (whole and has["understood"] != _made_again(connection, one)):
            yield f"the {called} is not that of this release"
    for kind, name in there:
        yield f"the {kind.lower()} {name} is not of this release"


def _differs(one: Definition, has: dict[str, Any]) -> bool:
    """Whether its text, whose rights it has, or its settings differ, as far as the server kept them as they were written."""
    if one.kind == "VIEW" or one.body is None:
        return False
    settings = {words.lower() for words in re.findall(r"\bSET (\w+) = ", one.head)}
    kept = {said.split("=", 1)[0] for said in has["settings"].split(";") if said}
    path = "search_path=pg_catalog, pg_temp" in has["settings"].split(";")
    definer = "SECURITY DEFINER" in one.head
    return (one.body, definer, settings, "search_path" in settings) != (has["body"], has["definer"], kept, path)


def _made_again(connection: Connection, one: Definition) -> str:
    """The same definition as the server understands it, made in the temporary schema of this session and taken back."""
    with connection.transaction(force_rollback=True):
        made = f"CREATE {one.kind} pg_temp.{one.name}"
        connection.execute(re.sub(r"\ACREATE OR REPLACE \w+ \w+\.\w+", made, one.statement).encode())
        (understood,) = connection.execute(_UNDERSTOOD[one.kind].encode(), [one.name]).fetchone() or ("",)
    return re.sub(r"\bpg_temp(_\d+)?\.", f"{one.schema}.", str(understood), count=1 if one.kind == "FUNCTION" else 0)


def _triggers(connection: Connection, wanted: list[Trigger]) -> Iterator[str]:
    query = """
        SELECT t.tgname::text, c.relnamespace::regnamespace || '.' || c.relname, f.pronamespace::regnamespace || '.' || f.proname,
            t.tgtype::int, t.tgqual IS NOT NULL, t.tgenabled::text
        FROM pg_catalog.pg_trigger t
        JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND c.relnamespace = ANY(SELECT to_regnamespace(s)::oid FROM unnest(%s::text[]) s)"""
    there = {(name, table): tuple(how) for name, table, *how in connection.execute(query, [["ledger", "vault"]])}
    for one in wanted:
        kind = sum(_EVENTS[event] for event in one.events) + 2 * one.before + one.each_row
        has = there.pop((one.name, one.table), None)
        called = f"the trigger {one.name} on {one.table}"
        if has is None:
            yield f"{called} is not there"
        elif has[:3] != (one.function, kind, one.conditional):
            yield f"{called} is not that of this release"
        elif has[3] != "A":
            yield f"{called} does not fire for everybody"
    for name, table in there:
        yield f"the trigger {name} on {table} is not of this release"


def _tables(connection: Connection) -> Iterator[str]:
    """What makes a table show or take something else than its rows."""
    query = """
        SELECT c.relnamespace::regnamespace || '.' || c.relname, what.said
        FROM pg_catalog.pg_class c
        CROSS JOIN LATERAL (VALUES
            (c.relkind NOT IN ('r', 'v', 'i', 'S', 't', 'c'), 'is no plain table'),
            (c.relkind = 'r' AND c.relpersistence <> 'p', 'does not last'),
            (c.relrowsecurity OR EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid), 'hides rows by a policy'),
            (EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'), 'has a rule'),
            (EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid)), 'is one of several'),
            (c.relkind IN ('r', 'S') AND pg_get_userbyid(c.relowner) <> 'lks_owner', 'is not owned by lks_owner')
        ) what (so, said)
        WHERE what.so AND c.relnamespace = ANY(SELECT to_regnamespace(s)::oid FROM unnest(%s::text[]) s)
        UNION ALL
        SELECT s.name, 'is no table' FROM unnest(ARRAY[
            'ledger.ledger_events', 'ledger.ledger_head', 'ledger.topic', 'vault.key', 'vault.lookup', 'vault.look',
            'vault.look_head'
        ]) s (name)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(s.name) AND c.relkind = 'r')
        UNION ALL
        SELECT e.evtname, 'is an event trigger, and none is of this release' FROM pg_catalog.pg_event_trigger e
        ORDER BY 1, 2"""
    for name, said in connection.execute(query, [SCHEMAS]):
        yield f"{name} {said}"


def _looked_up(connection: Connection, text: str) -> Iterator[str]:
    for table, columns in LOOKED_UP.items():
        if connection.execute("SELECT has_table_privilege(%s, 'SELECT')", [table]).fetchone() != (True,):
            continue
        wanted, there = f"SELECT {columns} FROM ({rows_of(text, table)}) AS made", f"SELECT {columns} FROM {table}"
        query = f"SELECT EXISTS ({there} EXCEPT {wanted}) OR EXISTS ({wanted} EXCEPT {there})"
        if connection.execute(query.encode()).fetchone() != (False,):
            yield f"the rows of {table} are not those of this release"


def _granted(connection: Connection) -> Iterator[str]:
    """What somebody may do besides what the table of privileges says; both views were compared before."""
    query = """
        SELECT g.role, g.privilege, g.name FROM ledger.granted g
        EXCEPT
        SELECT w.role, w.privilege, w.name FROM ledger.wanted w
        ORDER BY 1, 3, 2"""
    if connection.execute("SELECT has_table_privilege('ledger.granted', 'SELECT')").fetchone() == (True,):
        for role, privilege, name in connection.execute(query):
            yield f"{role} has {privilege} on {name}, and should not"
