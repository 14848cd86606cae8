"""R33, R34: as known at any position the books are those of a replay up to there, both identities hold to the cent, and what
one quarter closes with the next one opens with; on random histories."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any, LiteralString

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from ledger.calculation.month import Quarter
from ledger.log.store import PostgresStore
from ledger.server.embedded import EmbeddedServer
from projections.reconciliation.books import Amounts
from projections.runner import catch_up, rebuild
from tests import databases
from tests.databases import Database
from tests.payments.office import Office, ledger_in
from tests.projections.histories import Event, History, histories

EXAMPLES = 60 if os.environ.get("LKS_LONG") else 4
MUNICIPALITIES = ("GM0363", "GM0518")

Row = dict[str, Any]
Books = psycopg.Connection[Row]

LINES: LiteralString = """
SELECT * FROM finance.reconciliation_lines(%s, %s, %s) ORDER BY case_number, month
"""
QUESTIONS: tuple[LiteralString, ...] = (
    "SELECT * FROM finance.due_at({at}) ORDER BY case_number, month, element",
    "SELECT * FROM finance.outstanding_at({at}, '2026-12-01') ORDER BY case_number",
    "SELECT * FROM finance.year_statement_at(2026, {at}) ORDER BY municipality, belongs_to, category",
    "SELECT * FROM finance.accrual('GM0363', '2026-12-31', {at}) ORDER BY case_number, month",
    "SELECT * FROM finance.forecast('GM0363', 2026, {at}) ORDER BY month",
)


@given(histories, st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_r33_known_at_is_a_replay_of_what_came_before(
    server: EmbeddedServer, events: list[Event], data: st.DataObject
) -> None:
    with databases.fresh(server) as database, closing(PostgresStore(database.dsn)) as store:
        history = History(Office(ledger_in(store)).open())
        for event in events:
            history.play(event)
        catch_up(database.dsn)
        quarters, head = _quarters(history.today), store.head().position
        position = data.draw(st.integers(1, head), label="position")
        with _books(database) as books:
            for municipality in MUNICIPALITIES:
                _check_books(books, municipality, quarters, head)
                _check_books(books, municipality, quarters, position)
            with databases.fresh(server) as other:
                _replay(database, other, position)
                with _books(other) as then:
                    _check_same(then, books, quarters, position)


def _check_same(then: Books, books: Books, quarters: list[Quarter], position: int) -> None:
    """What is asked there, where nothing else is known, and here as known at the position."""
    for municipality in MUNICIPALITIES:
        for quarter in quarters:
            asked = municipality, quarter.first
            assert ask(then, LINES, *asked, None) == ask(books, LINES, *asked, position)
    for question in QUESTIONS:
        assert _asked(then, question, None) == _asked(books, question, position), question


def _check_books(books: Books, municipality: str, quarters: list[Quarter], position: int) -> None:
    """Every line of every quarter by identities, by its entries, and by a plain sum over the movements."""
    before: dict[tuple[str, date], Row] = {}
    for quarter in quarters:
        lines = {
            (line["case_number"], line["month"]): line
            for line in ask(books, LINES, municipality, quarter.first, position)
        }
        assert lines == _by_fold(books, municipality, quarter, position)
        for line in lines.values():
            amounts = Amounts(**{name: line[name] for name in Amounts._fields})
            assert amounts.unexplained_cents == (0, 0)
        _check_continues(before, lines, quarter)
        _check_sums(books, municipality, quarter, position, list(lines.values()))
        before = lines


def _check_continues(before: dict[tuple[str, date], Row], lines: dict[tuple[str, date], Row], quarter: Quarter) -> None:
    for key in before.keys() | lines.keys():
        for side in ("unbooked", "payable"):
            closed = before[key][f"closing_{side}_cents"] if key in before else 0
            opened = lines[key][f"opening_{side}_cents"] if key in lines else 0
            assert closed == opened, (quarter, key, side)


def _check_sums(books: Books, municipality: str, quarter: Quarter, position: int, lines: list[Row]) -> None:
    """The municipality is the sum of its cases, and these of their months."""
    query: LiteralString = "SELECT * FROM finance.reconciliation(%s, %s, %s)"
    (total,) = ask(books, query, municipality, quarter.first, position)
    cases = ask(books, "SELECT * FROM finance.reconciliation_cases(%s, %s, %s)", municipality, quarter.first, position)
    for name in Amounts._fields:
        assert total[name] == sum(line[name] for line in lines) == sum(case[name] for case in cases)
    for when in ("opening", "closing"):
        owed = total[f"{when}_we_owe_cents"], total[f"{when}_owed_to_us_cents"]
        payable = [case[f"{when}_payable_cents"] for case in cases]
        assert owed == (sum(max(0, cents) for cents in payable), sum(max(0, -cents) for cents in payable))


def _by_fold(books: Books, municipality: str, quarter: Quarter, position: int) -> dict[tuple[str, date], Row]:
    """The same lines, added up row by row."""
    signed = ask(books, "SELECT * FROM finance.sign_offs WHERE municipality = %s ORDER BY entry", municipality)
    closing = _report_position(signed, quarter, position)
    opening = _report_position(signed, Quarter.of(quarter.months[0].previous.first), closing)
    lines: defaultdict[tuple[str, date], Row] = defaultdict(lambda: dict.fromkeys(Amounts._fields, 0))
    touched: set[tuple[str, date]] = set()
    query: LiteralString = "SELECT * FROM finance.movements WHERE municipality = %s"
    for row in ask(books, query, municipality):
        day = row["booked_on"] or row["month"]
        if row["position"] > closing or day > quarter.last:
            continue
        key = row["case_number"], row["month"]
        opened = row["position"] <= opening and day < quarter.first
        touched |= set() if opened else {key}
        for name, cents in _told(row, opened, quarter):
            lines[key][name] += cents
    balances = ("opening_unbooked_cents", "closing_unbooked_cents", "opening_payable_cents", "closing_payable_cents")
    employers = _employers(books, closing)
    return {
        key: {"employer_number": employers[key[0]], "case_number": key[0], "month": key[1], **line}
        for key, line in lines.items()
        if key in touched or any(line[name] for name in balances)
    }


def _told(row: Row, opened: bool, quarter: Quarter) -> Iterator[tuple[str, int]]:
    """What one movement adds to which amount."""
    kind: str = row["kind"]
    cents: int = row["total_cents"]
    unbooked: int = {"due": cents, "booked": -cents}.get(kind, 0)
    payable: int = {"due": 0, "sent": -cents}.get(kind, cents)
    yield from (("closing_unbooked_cents", unbooked), ("closing_payable_cents", payable))
    if opened:
        yield from (("opening_unbooked_cents", unbooked), ("opening_payable_cents", payable))
        return
    yield "change_of_due_cents" if kind == "due" else f"{kind}_cents", cents
    of = Quarter.of(row["booked_on"]) if row["booked_on"] else quarter
    if kind in ("due", "booked") and row["month"] < of.first:
        yield f"{kind}_earlier_cents", cents
    if row["taken_over"]:
        yield f"taken_over_{kind}_cents", cents
    if kind == "booked":
        yield from (("booked_subsidy_cents", row["subsidy_cents"]), ("booked_charges_cents", row["charges_cents"]))


def _report_position(signed: list[Row], quarter: Quarter, known_at: int) -> int:
    known = [
        one["position"]
        for one in signed
        if one["period"] == str(quarter) and one["entry"] <= known_at < (one["reopened"] or 2**63)
    ]
    return known[-1] if known else known_at


def _employers(books: Books, position: int) -> dict[str, str]:
    query: LiteralString = "SELECT * FROM finance.case_employers WHERE position <= %s ORDER BY position"
    return {row["case_number"]: row["employer_number"] for row in ask(books, query, position)}


def _quarters(today: date) -> list[Quarter]:
    """From the first of the histories to the one after the last day."""
    found = [Quarter(2025, 1)]
    while found[-1].first <= today:
        found.append(found[-1].next)
    return found


def _replay(database: Database, into: Database, position: int) -> None:
    """The log up to a position in a database of its own, projected there. Done as the superuser, without the guard."""
    columns: LiteralString = (
        "notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by, intent_key, "
        "cause, state, seal"
    )
    with psycopg.connect(database.admin_dsn) as source, psycopg.connect(into.admin_dsn) as target:
        rows = source.execute(
            f"SELECT {columns} FROM ledger.ledger_events WHERE notification_id <= %s ORDER BY notification_id",
            [position],
        ).fetchall()
        target.execute("ALTER TABLE ledger.ledger_events DISABLE TRIGGER guard")
        with target.cursor().copy(f"COPY ledger.ledger_events ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        target.execute("ALTER TABLE ledger.ledger_events ENABLE ALWAYS TRIGGER guard")
        target.execute("UPDATE ledger.ledger_head SET position = %s, seal = %s", [rows[-1][0], rows[-1][-1]])
    rebuild(into.dsn)


def _asked(books: Books, question: LiteralString, position: int | None) -> list[Row]:
    return books.execute(question.replace("{at}", "%(at)s::bigint"), {"at": position}).fetchall()


def ask(books: Books, query: LiteralString, *parameters: object) -> list[Row]:
    """The answer to a query."""
    return books.execute(query, parameters).fetchall()


def _books(database: Database) -> Books:
    return psycopg.connect(database.dsn, row_factory=dict_row)
