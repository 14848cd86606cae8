"""What a login sees: its own municipalities and what belongs to none, whatever it asks and sets. Generated SQL over every view and
function that a role may use; a row of another municipality anywhere in an answer is a leak."""

import contextlib
import json
import os
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.roles.realm import HERE, THERE, Realm

EXAMPLES = 2000 if os.environ.get("LKS_LONG") else 60

READERS = ["clerk", "finance", "inspector", "privacy"]

_VIEWS = """
SELECT p.object FROM ledger.privilege p
WHERE p.role = %s AND p.kind = 'table' AND p.privileges = 'SELECT'
    AND p.object NOT IN (
        'ledger.ledger_head', 'ledger.topic', 'ledger.access', 'ledger.recording', 'ledger.privilege', 'vault.look_event',
        'vault.look_head'
    )
ORDER BY 1
"""

FUNCTIONS = {
    "ledger.page(0, 100000, NULL, NULL, 1000)",
    f"ledger.page(0, 100000, NULL, '{THERE}', 1000)",
    "ledger.page(0, 100000, ARRAY['Decided', 'Paid', 'PolicyAdopted'], NULL, 1000)",
    "ledger.places()",
    "finance.due_at(NULL)",
    "finance.outstanding_at(NULL, '2027-01-01')",
    "finance.year_statement_at(2026)",
    f"finance.year_statement_at(2026, NULL, '{THERE}')",
    f"finance.employers_at('{THERE}')",
    f"finance.reconciliation_sums('{THERE}', '2026-09-01', NULL, true)",
    f"finance.reconciliation_lines('{THERE}', '2026-09-01')",
    f"finance.reconciliation_cases('{THERE}', '2026-09-01')",
    f"finance.reconciliation_entries('{THERE}', '2026-09-01', 'CASE', '2026-09-01')",
    f"finance.accrual('{THERE}', '2026-12-31')",
    f"finance.forecast('{THERE}', 2026)",
}
"""Functions that give rows: CASE is one of the other municipality."""


def marks(realm: Realm, place: str) -> set[str]:
    """Texts that can only come from what is recorded of a municipality."""
    streams = {
        str(stream)
        for (stream,) in realm.admin.execute(
            "SELECT DISTINCT originator_id FROM ledger.ledger_events WHERE municipality = %s", [place]
        )
    }
    persons = {
        json.loads(bytes(state))["person"]
        for (state,) in realm.admin.execute(
            "SELECT state FROM ledger.ledger_events WHERE municipality = %s AND topic = 'PersonRegistered'", [place]
        )
    }
    return {*realm.cases[place], realm.runs[place], *streams, *persons}


def answer(connection: psycopg.Connection[Any], query: str) -> str:
    """Everything that comes back of a query: rows, notices, errors."""
    told: list[str] = []
    connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
    try:
        told.append(repr(connection.execute(query.encode()).fetchall()))
    except psycopg.Error as error:
        told.append(str(error))
    finally:
        connection._notice_handlers.clear()
    return "\n".join(told)


@pytest.fixture(scope="module")
def forbidden(shared_realm: Realm) -> set[str]:
    """What nobody here may learn of there."""
    found = marks(shared_realm, THERE)
    assert len(found) > 6
    assert not found & marks(shared_realm, HERE)
    return found


def views(realm: Realm, role: str) -> list[str]:
    """The views that a role may read."""
    return [name for (name,) in realm.admin.execute(_VIEWS, [f"lks_{role}"])]


# --- every view and function, as every role -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", READERS)
def test_no_view_shows_a_row_of_another_municipality(shared_realm: Realm, forbidden: set[str], who: str) -> None:
    with shared_realm.connected(who) as connection:
        for view in views(shared_realm, who):
            text = answer(connection, f"SELECT v.*, v::text FROM {view} v")
            assert not [mark for mark in forbidden if mark in text], view


@pytest.mark.parametrize("who", ["clerk", "finance", "inspector"])
def test_no_function_gives_a_row_of_another_municipality(shared_realm: Realm, forbidden: set[str], who: str) -> None:
    with shared_realm.connected(who) as connection:
        for call in sorted(FUNCTIONS):
            text = answer(connection, f"SELECT f.* FROM {_there(shared_realm, call)} f")
            assert "permission denied" not in text
            assert not [mark for mark in forbidden if mark in text and mark not in call], call
            if THERE in call and "report_position" not in call and "page" in call:
                assert text == "[]"


@pytest.mark.parametrize("who", READERS)
def test_those_with_access_see_what_is_theirs(shared_realm: Realm, who: str) -> None:
    """The other tests could not fail if nobody saw anything."""
    with shared_realm.connected(who) as connection:
        text = answer(connection, "SELECT * FROM ledger.entries")
        assert all(case in text for case in shared_realm.cases[HERE])
        rows = connection.execute("SELECT DISTINCT e.municipality FROM ledger.log e ORDER BY 1").fetchall()
        assert rows == [("",), (HERE,)]
    with shared_realm.connected("auditor") as connection:
        assert (
            connection.execute("SELECT count(*) FROM ledger.log").fetchone()
            == shared_realm.admin.execute("SELECT count(*) FROM ledger.ledger_events").fetchone()
        )


def test_entries_around_another_municipality_are_not_to_be_had_either(shared_realm: Realm) -> None:
    row = shared_realm.admin.execute(
        "SELECT min(notification_id), (array_agg(intent_key) FILTER (WHERE intent_key IS NOT NULL))[1], "
        "array_agg(originator_id) FROM ledger.ledger_events WHERE municipality = %s",
        [THERE],
    ).fetchone()
    assert row is not None
    position, key, streams = row
    with shared_realm.connected("clerk") as connection:
        assert connection.execute("SELECT ledger.cause_at(%s)", [position]).fetchone() == (None,)
        assert connection.execute("SELECT * FROM ledger.appended(%s)", [key]).fetchall() == []
        versions = connection.execute("SELECT DISTINCT version FROM ledger.versions(%s)", [streams]).fetchall()
        assert versions == [(0,)]


# --- no row, no rows; and the setting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nowhere_clerk", "nowhere_finance", "nowhere_inspector"])
def test_a_login_without_access_sees_no_rows_at_all(shared_realm: Realm, who: str) -> None:
    with shared_realm.connected(who) as connection:
        for view in views(shared_realm, who.removeprefix("nowhere_")):
            assert connection.execute(f"SELECT count(*) FROM {view}").fetchone() == (0,), view
        for setting in ("", "*", HERE, THERE, "''", "%", "GM0363,GM0034"):
            connection.execute("SELECT set_config('lks.municipality', %s, false)", [setting])
            assert connection.execute("SELECT count(*) FROM ledger.log").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM ledger.page(0, 99999, NULL, NULL, 9)").fetchone() == (0,)


@pytest.mark.parametrize(
    ("who", "setting", "seen"),
    [
        ("clerk", "", ["", HERE]),
        ("clerk", HERE, ["", HERE]),
        ("clerk", THERE, []),
        ("clerk", "*", []),
        ("clerk", "GM", []),
        ("clerk", f"{HERE}' OR true --", []),
        ("controller", "", ["", THERE, HERE]),
        ("controller", THERE, ["", THERE]),
        ("controller", "*", []),
        ("app", HERE, ["", HERE]),
        ("app", "", ["", THERE, HERE]),
    ],
)
def test_the_setting_narrows_and_never_widens(shared_realm: Realm, who: str, setting: str, seen: list[str]) -> None:
    with shared_realm.connected(who) as connection:
        connection.execute("SELECT set_config('lks.municipality', %s, false)", [setting])
        rows = connection.execute("SELECT DISTINCT e.municipality FROM ledger.log e ORDER BY 1").fetchall()
        assert [place for (place,) in rows] == seen
        found = connection.execute("SELECT DISTINCT m.municipality FROM finance.movements m ORDER BY 1").fetchall()
        assert [place for (place,) in found] == [place for place in seen if place]


def test_another_role_is_no_other_login(shared_realm: Realm) -> None:
    with shared_realm.connected("clerk") as connection:
        for statement in (
            "SET ROLE lks_app",
            "SET ROLE lks_owner",
            f"SET SESSION AUTHORIZATION {shared_realm.login('controller')}",
            f"SET ROLE {shared_realm.login('controller')}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        connection.execute("SET ROLE lks_clerk")
        rows = connection.execute("SELECT DISTINCT e.municipality FROM ledger.log e ORDER BY 1").fetchall()
        assert rows == [("",), (HERE,)]


# --- whatever somebody asks ------------------------------------------------------------------------------------------------

LEAKY = st.sampled_from(
    [
        "CASE WHEN v::text LIKE '%{mark}%' THEN 1 / (length(v::text) - length(v::text)) = 1 ELSE true END",
        "(v::text)::integer IS NOT NULL",
        "format('%s', v)::xml IS NOT NULL",
        "pg_input_is_valid(v::text, 'integer')",
        "to_date(v::text, 'YYYY') IS NOT NULL",
        "length(v::text) / (position('{mark}' IN v::text) - 1) > -1000000",
        "set_config('lks.municipality', '{place}', false) IS NOT NULL",
        "set_config('row_security', 'off', false) IS NOT NULL",
        "query_to_xml('SELECT * FROM ledger.log', true, true, '') IS NOT NULL",
        "pg_notify('leak', left(v::text, 2000)) IS NULL",
        "(SELECT count(*) FROM ledger.log o WHERE o::text LIKE '%{mark}%') > -1",
        "true OR v::text ~ '{mark}'",
        "v::text >= '{mark}'",
    ]
)
SHAPES = st.sampled_from(
    [
        "SELECT v.*, v::text FROM {view} v WHERE {predicate}",
        "SELECT v::text FROM {view} v WHERE {predicate} AND {other}",
        "SELECT count(*), max(v::text) FROM {view} v WHERE {predicate} OR NOT ({other})",
        "SELECT DISTINCT v::text FROM {view} v JOIN ledger.log l ON {predicate} ORDER BY 1 LIMIT 50",
        "WITH w AS MATERIALIZED (SELECT v.* FROM {view} v WHERE {predicate}) SELECT w::text FROM w",
        "SELECT x.t FROM {view} v CROSS JOIN LATERAL (SELECT v::text AS t OFFSET 0) x WHERE {predicate}",
        "SELECT array_agg(v::text) FROM {view} v WHERE {predicate} GROUP BY GROUPING SETS ((), (length(v::text)))",
        "SELECT lag(v::text) OVER (), v::text FROM {view} v WHERE {predicate}",
        "TABLE {view}",
        "EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM {view} v WHERE {predicate}",
    ]
)
SETTINGS = st.lists(
    st.sampled_from(
        [
            "SET enable_seqscan = off", "SET enable_indexscan = off", "SET enable_bitmapscan = off",
            "SET enable_hashjoin = off", "SET from_collapse_limit = 1", "SET constraint_exclusion = on",
            "SET plan_cache_mode = force_generic_plan", "SET lks.municipality = '*'", f"SET lks.municipality = '{THERE}'",
            "SET row_security = off", "SET search_path = pg_temp, ledger, finance", "SET jit = off",
            "RESET lks.municipality", "SET lks.municipality = ''", "SET session_replication_role = replica",
            "SET max_parallel_workers_per_gather = 2",
        ]
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_generated_query_learns_anything_of_another_municipality(
    shared_realm: Realm, forbidden: set[str], data: st.DataObject
) -> None:
    """Predicates that divide by nothing, cast what cannot be cast and tell in their errors what they saw; settings that move the
    planner; every shape of query."""
    who = data.draw(st.sampled_from(READERS))
    view = data.draw(st.sampled_from(views(shared_realm, who)))
    mark = data.draw(st.sampled_from(sorted(forbidden)))
    predicate, other, shape = data.draw(LEAKY), data.draw(LEAKY), data.draw(SHAPES)
    query = shape.format(view=view, predicate=predicate, other=other).format(mark=mark, place=THERE)
    with shared_realm.connected(who) as connection:
        for statement in data.draw(SETTINGS):
            with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        text = answer(connection, query).replace(query, "")
    leaked = [one for one in forbidden if one in text and one != mark]
    assert not leaked, query
    if mark in text and not query.startswith("EXPLAIN"):  # a plan or an error may say what was asked; a row may not
        assert not answer_rows(text), query


def answer_rows(text: str) -> bool:
    """Whether what came back is rows."""
    return text.startswith("[")


def _there(realm: Realm, call: str) -> str:
    return call.replace("CASE", realm.cases[THERE][0])
