"""docs/finance.md: every view, column and function is in it as the database describes it, and its ten questions have answers."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import tuple_row

from tests.databases import Database
from tests.finance.world import World, world
from tests.payments.office import Office
from tests.projections.tables import ask

TEXT = (Path(__file__).parents[2] / "docs" / "finance.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^### (\d+)\. .*?^```sql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)

MONTH, LOWERED, FLAT_RATE = 112176, 84132, 140220
"""Cents of a month: of 32 hours and of 24 hours at 60 %, and of 32 hours on the flat rate."""


def reference(database: Database) -> Iterator[str]:
    """The part of the page that the database tells."""
    views = ask(
        database,
        """
        SELECT c.oid::regclass::text AS name, obj_description(c.oid, 'pg_class') AS said
        FROM pg_class c
        WHERE c.relnamespace = 'finance'::regnamespace AND c.relkind = 'v'
        ORDER BY c.relname
        """,
    )
    for view in views:
        yield f"### `{view['name']}`\n\n{_flat(view['said'])}\n"
        columns = ask(
            database,
            """
            SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS said
            FROM pg_attribute a
            WHERE a.attrelid = %s::regclass AND a.attnum > 0
            ORDER BY a.attnum
            """,
            view["name"],
        )
        yield "\n".join(
            ["| column | |", "|---|---|", *(f"| `{one['name']}` | {_flat(one['said'])} |" for one in columns)]
        )
        yield ""
    functions = ask(
        database,
        """
        SELECT p.proname AS name, pg_get_function_arguments(p.oid) AS takes, obj_description(p.oid, 'pg_proc') AS said,
            (
                SELECT string_agg(p.proargnames[n], ', ' ORDER BY n)
                FROM generate_subscripts(p.proargmodes, 1) n
                WHERE p.proargmodes[n] = 't'
            ) AS gives
        FROM pg_proc p
        WHERE p.pronamespace = 'finance'::regnamespace
        ORDER BY p.proname
        """,
    )
    for function in functions:
        takes = re.sub(r"(, )?TABLE\(.*| DEFAULT NULL::\w+", "", function["takes"])
        yield f"### `finance.{function['name']}({takes})`\n\n{_flat(function['said'])}\n"
        if function["gives"]:
            gives = [f"`{name}`" for name in function["gives"].split(", ")]
            yield f"Gives {', '.join(gives)}.\n"


def _flat(said: str) -> str:
    return " ".join(said.split())


def test_every_view_column_and_function_is_documented_as_the_database_describes_it(database: Database) -> None:
    made = "\n".join(reference(database)).rstrip() + "\n"
    assert TEXT.partition("\n## Reference\n\n")[2] == made, f"Put this under Reference:\n{made}"


@pytest.fixture
def happened(office: Office, database: Database) -> World:
    """The half year that the answers are about."""
    return world(office)


def answers(database: Database) -> dict[int, list[tuple[Any, ...]]]:
    """What finance gets, as a login that is no owner of anything."""
    with psycopg.connect(database.dsn, row_factory=tuple_row) as connection:
        return {int(number): connection.execute(query).fetchall() for number, query in QUESTIONS}


def test_the_ten_questions_of_finance_have_the_answers_that_are_reckoned_by_hand(
    happened: World, database: Database
) -> None:
    found = answers(database)
    assert list(found) == list(range(1, 11))
    _, second = happened.employers
    less = LOWERED - MONTH

    third, fourth = found[1]
    paid = 6 * MONTH + 2 * FLAT_RATE
    assert third[0] == "2026Q3"
    assert third[1] is not None
    assert third[2:] == (0, paid, paid, 0, 0, paid, 0, 0, 0, 0)
    due = 3 * (LOWERED + FLAT_RATE) + 2 * less - MONTH
    booked = due - LOWERED - FLAT_RATE
    sent = 2 * (LOWERED + FLAT_RATE) + 2 * less
    assert fourth[1:] == (
        None, 0, due, booked, LOWERED + FLAT_RATE, 0, sent, FLAT_RATE, 56088, 0, FLAT_RATE - MONTH + 56088,
    )  # fmt: skip

    assert found[2] == [(second, happened.flat_rate, FLAT_RATE, date(2026, 11, 24))]
    assert found[3] == [(second, happened.ended, MONTH - 56088, date(2026, 10, 31))]
    august, september = date(2026, 8, 1), date(2026, 9, 1)
    earlier = [
        (happened.lowered, august, less),
        (happened.lowered, september, less),
        (happened.ended, september, -MONTH),
    ]
    assert found[4] == earlier

    kinds = [(kind, cents, origin) for _, kind, cents, origin, *_ in found[5]]
    assert kinds == [
        ("due", MONTH, "Decided"),
        ("booked", MONTH, "GM0363-2026-08-1"),
        ("sent", MONTH, "GM0363-2026-08-1"),
        ("due", less, "Amended"),
        ("booked", less, "settlement 2026-10"),
        ("sent", less, "GM0363-2026-11-1"),
    ]
    assert found[6] == earlier

    regular = 3 * MONTH + 4 * LOWERED
    flat_rate = 4 * FLAT_RATE
    assert found[7] == [
        ("flat_rate", flat_rate, 0, flat_rate),
        ("regular", regular + 56088, 56088, regular),
        (None, regular + flat_rate + 56088, 56088, regular + flat_rate),
    ]
    assert found[8] == [(None, -2 * less + MONTH)]
    assert found[9] == [(regular + flat_rate, LOWERED + FLAT_RATE, regular + flat_rate + LOWERED + FLAT_RATE)]
    assert found[10] == [(FLAT_RATE - MONTH + 56088,) * 2]
