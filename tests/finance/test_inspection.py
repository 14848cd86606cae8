"""docs/inspection.md: the view is in it as the database describes it, and its questions have answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.databases import Database
from tests.projections.tables import ask

TEXT = (Path(__file__).parents[2] / "docs" / "inspection.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^```sql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PERSONAL = {"name", "bsn", "person_number", "birth_date", "sealed"}


def reference(database: Database) -> Iterator[str]:
    """The part of the page that the database tells."""
    columns = ask(
        database,
        """
        SELECT c.oid::regclass::text AS view, obj_description(c.oid, 'pg_class') AS about, a.attname AS name,
            col_description(c.oid, a.attnum) AS said
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'inspection'::regnamespace AND c.relkind = 'v'
        ORDER BY c.relname, a.attnum
        """,
    )
    for view in dict.fromkeys((one["view"], one["about"]) for one in columns):
        yield f"### `{view[0]}`\n\n{view[1]}\n\n| column | |\n|---|---|"
        yield from (
            f"| `{one['name']}` | {' '.join(one['said'].split())} |" for one in columns if one["view"] == view[0]
        )
    assert not PERSONAL & {one["name"] for one in columns}


def test_every_column_is_documented_as_the_database_describes_it_and_none_is_personal(database: Database) -> None:
    made = "\n".join(reference(database)) + "\n"
    assert TEXT.partition("\n## Reference\n\n")[2] == made, f"Put this under Reference:\n{made}"


def test_every_question_of_the_page_can_be_asked_and_nothing_can_be_changed(database: Database) -> None:
    assert len(QUESTIONS) == 3
    for question in QUESTIONS:
        assert ask(database, question) == []
    with psycopg.connect(database.dsn) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("DELETE FROM inspection.measurements")
