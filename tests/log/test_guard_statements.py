"""The guard and the ways to insert: many rows, several statements, conflicts passed over, COPY, MERGE, swallowed errors."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql

from ledger.log.entry import Row
from tests.log.attack import GUARD, TAKEN, Attacked
from tests.log.given import INSERT

COPY = "COPY ledger.ledger_events FROM STDIN"
FORGED_SEAL: dict[str, Any] = {"seal": bytes(32)}


def copy(log: Attacked, rows: Sequence[Row]) -> None:
    """All rows by COPY, as text."""
    with log.connection.cursor().copy(COPY) as stream:
        for row in rows:
            stream.write_row(row)


@pytest.mark.parametrize("forged", range(3))
def test_one_forged_row_refuses_all_of_its_statement(shared_log: Attacked, forged: int) -> None:
    rows = shared_log.rows(3)
    rows[forged] = rows[forged]._replace(**FORGED_SEAL)
    with shared_log.refuses(GUARD):
        shared_log.insert(*rows)
    with shared_log.refuses(GUARD):
        copy(shared_log, rows)


@pytest.mark.parametrize("changed", [{"position": 100}, {"position": 0}, {"topic": "Invented"}, {"recorded_by": "x"}])
def test_copy_with_forged_rows_is_refused(shared_log: Attacked, changed: dict[str, Any]) -> None:
    first = shared_log.row(**changed)
    with shared_log.refuses(GUARD):
        copy(shared_log, [first])


def test_copy_with_a_position_that_is_taken_is_refused(shared_log: Attacked) -> None:
    with shared_log.refuses(TAKEN):
        copy(shared_log, [shared_log.row(position=1)])


def test_copy_of_right_rows_is_recorded(log: Attacked) -> None:
    copy(log, log.rows(3))
    log.records(3)


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0), (0, 2, 1)])
def test_rows_in_another_order_leave_the_log_whole_or_are_refused(log: Attacked, order: tuple[int, ...]) -> None:
    rows = log.rows(3)
    with log.records_or_refuses(3):
        log.insert(*(rows[place] for place in order))
    log.still_works()


def test_rows_that_say_the_order_of_others_are_refused(shared_log: Attacked) -> None:
    first, second, third = shared_log.rows(3)
    with shared_log.refuses(GUARD):
        shared_log.insert(first, third._replace(position=4), second._replace(position=5))
    with shared_log.refuses(GUARD, TAKEN):
        shared_log.insert(first, second, second)


def test_a_gap_within_a_statement_is_refused(shared_log: Attacked) -> None:
    first, _, third = shared_log.rows(3)
    with shared_log.refuses(GUARD):
        shared_log.insert(first, third)


def test_a_version_before_its_predecessor_is_refused(shared_log: Attacked) -> None:
    stream = uuid4()
    first = shared_log.row(stream=stream, version=2, intent_key=None, cause=None)
    rows = shared_log.rows(1)
    second = shared_log.row(
        rows[0], stream=stream, version=2, intent_key=None, cause=None, recorded_at=rows[0].recorded_at
    )
    third = shared_log.row(second, stream=stream, version=1, recorded_at=first.recorded_at)
    with shared_log.refuses(GUARD):
        shared_log.insert(rows[0], second, third)


# --- several statements -----------------------------------------------------------------------------------------------


def test_two_statements_of_one_transaction_are_both_recorded(log: Attacked) -> None:
    with log.connection.transaction():
        log.insert(log.row())
        first = Row._make(log.connection.execute("TABLE ledger.ledger_events").fetchall()[-1])
        log.insert(log.row(first, recorded_at=first.recorded_at))
    log.records(2)


def test_two_statements_of_one_transaction_are_both_refused(shared_log: Attacked) -> None:
    first, second = shared_log.rows(2)
    with shared_log.refuses(GUARD), shared_log.connection.transaction():
        shared_log.insert(first)
        shared_log.insert(second._replace(**FORGED_SEAL))


def test_two_statements_for_the_same_position_are_refused(shared_log: Attacked) -> None:
    with shared_log.refuses(TAKEN), shared_log.connection.transaction():
        shared_log.insert(shared_log.row())
        shared_log.insert(shared_log.row())


def test_a_savepoint_takes_the_head_back_too(log: Attacked) -> None:
    with log.connection.transaction():
        with log.connection.transaction(force_rollback=True):
            log.insert(*log.rows(3))
        log.insert(log.row())
    log.records(1)


def test_an_error_that_is_swallowed_leaves_nothing(shared_log: Attacked) -> None:
    forged = shared_log.row(**FORGED_SEAL)
    values = sql.SQL(", ").join(map(sql.Literal, forged))
    before = shared_log.recorded()
    shared_log.connection.execute(
        sql.SQL(
            "DO $$ BEGIN INSERT INTO ledger.ledger_events VALUES ({}); EXCEPTION WHEN OTHERS THEN NULL; END $$"
        ).format(values)
    )
    assert shared_log.recorded() == before


def test_two_inserts_in_one_statement_leave_the_log_whole_or_are_refused(log: Attacked) -> None:
    first, second = log.rows(2)
    with log.records_or_refuses(2):
        log.connection.execute(f"WITH one AS ({INSERT} RETURNING 1) {INSERT}".encode(), [*first, *second])
    log.still_works()


@pytest.mark.parametrize("forged", range(2))
def test_two_inserts_in_one_statement_are_refused_for_either(shared_log: Attacked, forged: int) -> None:
    rows = shared_log.rows(2)
    rows[forged] = rows[forged]._replace(**FORGED_SEAL)
    given = [value for row in rows for value in row]
    with shared_log.refuses(GUARD):
        shared_log.connection.execute(f"WITH one AS ({INSERT} RETURNING 1) {INSERT}".encode(), given)


# --- conflicts passed over, MERGE -------------------------------------------------------------------------------------


def test_a_row_that_is_passed_over_records_nothing(shared_log: Attacked) -> None:
    before = shared_log.recorded()
    shared_log.insert(shared_log.row(position=1, **FORGED_SEAL), clause=" ON CONFLICT DO NOTHING")
    assert shared_log.recorded() == before


def test_a_row_beside_one_that_is_passed_over_is_guarded(shared_log: Attacked) -> None:
    taken = shared_log.row(position=1)
    with shared_log.refuses(GUARD):
        shared_log.insert(taken, shared_log.row(**FORGED_SEAL), clause=" ON CONFLICT DO NOTHING")


def test_a_right_row_beside_one_that_is_passed_over_is_recorded(log: Attacked) -> None:
    log.insert(log.row(position=1), log.row(), clause=" ON CONFLICT DO NOTHING")
    log.records(1)


def test_a_row_that_hides_behind_one_that_is_passed_over_is_refused(shared_log: Attacked) -> None:
    taken, second, third = shared_log.rows(3)
    with shared_log.refuses(GUARD):
        shared_log.insert(taken._replace(position=1), second, third, clause=" ON CONFLICT DO NOTHING")


def test_merge_is_guarded_as_well(log: Attacked) -> None:
    merge = f"""
        MERGE INTO ledger.ledger_events e USING (SELECT 1) one ON e.notification_id = -1
        WHEN NOT MATCHED THEN {INSERT.replace("INTO ledger.ledger_events ", "")}"""
    with log.refuses(GUARD):
        log.connection.execute(merge.encode(), log.row(**FORGED_SEAL))
    log.connection.execute(merge.encode(), log.row())
    log.records(1)
