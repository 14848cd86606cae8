"""What access per municipality costs: the same questions with and without it, side by side in one run.

    .venv/bin/python -m tests.benchmarks.access [--movements 400000] [--entries 50000] [--rounds 9]

A script, not a test. Without it: the same views and functions but for the condition and the barrier, and for the log the table.
Prints milliseconds and ratios; wanted is at most 1.10.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg

from ledger.log.interface import Append
from ledger.log.store import PostgresStore, install
from ledger.server.embedded import EmbeddedServer
from tests.benchmarks.payment_month import _sizes
from tests.benchmarks.reconciliation import ROWS_A_CASE, _fill
from tests.log.given import an_append, policy

WANTED = 1.10
VIEWS = {
    "movements": """
        SELECT
            m.municipality, m.employer_number, m.case_number, m.month, m.element, m.kind, m.subsidy_cents, m.charges_cents,
            m.subsidy_cents + m.charges_cents AS total_cents, m.booked_on, m.value_date, m.origin, m.known_on, m.position,
            e.recorded_at, m.route, m.sheltered, m.taken_over
        FROM projection.movements m
        LEFT JOIN ledger.ledger_events e ON e.notification_id = m.position""",
    "case_employers": "SELECT municipality, case_number, employer_number, position FROM projection.case_employers",
    "sign_offs": """
        SELECT municipality, period, kind, first_day, last_day, position, digest, entry, reopened FROM projection.sign_offs""",
    "municipalities": "SELECT municipality, min(starts_on) AS first_day FROM projection.subsidies GROUP BY municipality",
}
"""The public views, but for their condition and their barrier."""
FUNCTIONS = (
    "report_position", "employers_at", "reconciliation_sums", "reconciliation", "reconciliation_cases", "reconciliation_lines",
    "year_statement_at", "day_at", "due_at", "outstanding_at", "accrual", "forecast",
)  # fmt: skip


class Question(NamedTuple):
    """What is asked: of `finance`, and of the same without access; {places}: the municipalities of the login, as a condition."""

    name: str
    query: str


QUESTIONS = (
    Question("one case", "SELECT * FROM {schema}.movements m WHERE case_number = '{case}' ORDER BY month, position"),
    Question("every row of one municipality", "SELECT * FROM {schema}.movements m WHERE municipality = '{one}'"),
    Question("reconciliation", "SELECT * FROM {schema}.reconciliation('{one}', '2026-07-01')"),
    Question("reconciliation by line", "SELECT * FROM {schema}.reconciliation_lines('{one}', '2026-07-01')"),
    Question("year statement", "SELECT * FROM {schema}.year_statement_at(2026, NULL, '{one}')"),
    Question("accrual", "SELECT * FROM {schema}.accrual('{one}', '2026-09-30')"),
    Question("forecast", "SELECT * FROM {schema}.forecast('{one}', 2026)"),
    Question("due, of all that is seen", "SELECT * FROM {schema}.due_at(NULL) WHERE {places}"),
    Question(
        "outstanding, of all that is seen", "SELECT * FROM {schema}.outstanding_at(NULL, '2026-09-30') WHERE {places}"
    ),
    Question(
        "bare sum of all that is seen",
        "SELECT kind, sum(total_cents) FROM {schema}.movements WHERE {places} GROUP BY 1",
    ),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--movements", type=int, default=400_000)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            _views(server, options.movements, options.rounds)
            _log(server, options.entries, options.rounds)
        finally:
            server.stop()


def _views(server: EmbeddedServer, movements: int, rounds: int) -> None:
    sizes = _sizes(max(342, movements // ROWS_A_CASE))
    written, _ = _fill(server, sizes)
    codes = sorted(sizes, key=lambda code: -sizes[code])
    logins = {"lks_local": None, "lks_one": codes[:1], "lks_some": codes[:12], "lks_all": ["*"]}
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        _bare(admin)
        case = admin.execute(
            "SELECT case_number FROM projection.movements WHERE municipality = %s LIMIT 1", [codes[0]]
        ).fetchone()
        for login, places in logins.items():
            if places is not None:
                admin.execute(f"CREATE ROLE {login} LOGIN IN ROLE lks_finance")
            for place in places or ():
                admin.execute("INSERT INTO ledger.access VALUES (%s, %s)", [login, place])
    assert case is not None
    print(f"{written:,} movements in {len(sizes)} municipalities; best of {rounds}\n")
    for login, places in logins.items():
        whose = "every municipality" if places in (None, ["*"]) else f"{len(places)} of {len(sizes)}"
        print(f"{login}, who sees {whose}")
        named = "true" if places in (None, ["*"]) else f"municipality = ANY (ARRAY{places})"
        for question in QUESTIONS:
            words = {"one": codes[0], "case": case[0]}
            with_it = question.query.format(schema="finance", places="true", **words)
            without = question.query.format(schema="bare", places=named, **words)
            _compared(server.dsn(login), question.name, with_it, without, rounds)


def _bare(admin: psycopg.Connection[Any]) -> None:
    """The same views and functions, without access."""
    admin.execute("CREATE SCHEMA bare")
    for name, query in VIEWS.items():
        admin.execute(f"CREATE VIEW bare.{name} AS {query}".encode())
    for name in FUNCTIONS:
        row = admin.execute("SELECT pg_get_functiondef(%s::regproc)", [f"finance.{name}"]).fetchone()
        assert row is not None
        admin.execute(row[0].replace("finance.", "bare.").encode())
    admin.execute("GRANT USAGE ON SCHEMA bare TO PUBLIC")
    admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA bare TO PUBLIC")


def _log(server: EmbeddedServer, entries: int, rounds: int) -> None:
    with closing(PostgresStore(server.dsn())) as store:
        store.append_bulk(_appends(entries))
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE ledger.ledger_events")
        admin.execute("GRANT SELECT ON ledger.ledger_events TO lks_all")
        stream = admin.execute("SELECT originator_id FROM ledger.ledger_events LIMIT 1 OFFSET 500").fetchone()
    assert stream is not None
    columns = "e.notification_id, e.topic, e.state, e.seal"
    print(f"\nthe log of {entries:,} entries, lks_all")
    table, page = "ledger.ledger_events e", "e.notification_id > 20000 AND e.notification_id <= 9999999"
    limit, own = "ORDER BY e.notification_id LIMIT 5000", f"WHERE e.originator_id = '{stream[0]}'"
    for name, with_it, without in (
        ("a page of 5,000", "ledger.page(20000, 9999999, NULL, NULL, 5000) e", f"{table} WHERE {page} {limit}"),
        ("a stream", f"ledger.log e {own} ORDER BY 1", f"{table} {own} ORDER BY 1"),
        (
            "everything of a topic",
            "ledger.log e WHERE e.topic = 'PolicyAdopted'",
            f"{table} WHERE e.topic = 'PolicyAdopted'",
        ),
    ):
        _compared(
            server.dsn("lks_all"), name, f"SELECT {columns} FROM {with_it}", f"SELECT {columns} FROM {without}", rounds
        )


def _appends(entries: int) -> Iterator[Append]:
    for number in range(entries // 5):
        yield an_append(str(number), uuid4(), *[policy()] * 5, municipality=f"GM{number % 40:04}")


def _compared(dsn: str, name: str, with_it: str, without: str, rounds: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        took: dict[str, list[float]] = {with_it: [], without: []}
        for _ in range(rounds + 1):
            for query in took:
                began = time.perf_counter()
                connection.execute(query.encode()).fetchall()
                took[query].append(time.perf_counter() - began)
    seen, bare = (min(times[1:]) * 1000 for times in took.values())
    print(f"  {name:32} {seen:9.2f} ms  without {bare:9.2f} ms  ratio {seen / bare:.2f} (wanted {WANTED:.2f})")


if __name__ == "__main__":
    main()
