"""What the projections hold, to compare and to ask."""

from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from tests.databases import Database

TABLES = (
    "balances",
    "bank_lines",
    "case_employers",
    "employers",
    "measurements",
    "movements",
    "openings",
    "payment_days",
    "payments",
    "postings",
    "progress",
    "runs",
    "schedule_notes",
    "sign_offs",
    "subsidies",
    "tree",
)


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text, in an order of its own."""
    with psycopg.connect(database.admin_dsn) as connection:
        return {
            table: sorted(str(row) for row in connection.execute(f"SELECT * FROM projection.{table}"))
            for table in TABLES
        }


def ask(database: Database, query: LiteralString, *parameters: Any) -> list[dict[str, Any]]:
    """The answer to a query, asked as a command would."""
    with psycopg.connect(database.dsn, row_factory=dict_row) as connection:
        return connection.execute(query, parameters).fetchall()
