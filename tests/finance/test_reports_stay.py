"""R34: what a report says of routes, sheltered work, takeovers and employers is as it was known, whatever is told later."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.facts import MonthAmount
from projections.reconciliation.report import quarter_report, year_report
from projections.runner import rebuild
from tests.databases import Database
from tests.finance.entries import Recorder
from tests.payments.office import Office
from tests.projections.tables import ask

pytestmark = pytest.mark.database
MONTH, FLAT_RATE = 112176, 140220
Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)


def statement(database: Database, *columns: str, year: int = 2026) -> list[tuple[Any, ...]]:
    """Columns of the statement of a year."""
    rows = ask(database, "SELECT * FROM finance.year_statement_at(%s) ORDER BY belongs_to, category", year)
    return [tuple(row[column] for column in columns) for row in rows]


def reports(database: Database, position: int, quarter: Quarter = Q4) -> tuple[bytes, bytes]:
    """The report of a quarter and the statement of its year, as known at a position."""
    year = year_report(database.dsn, "GM0363", quarter.year, position)
    return quarter_report(database.dsn, "GM0363", quarter, position), year.bytes


def test_r7_a_month_on_both_routes_is_split_and_its_parts_are_the_whole(office: Office, database: Database) -> None:
    case = office.applied(date(2026, 3, 10), received_on=date(2026, 2, 2))
    office.ask(intents.WaiveMeasurement(case=case, waived_on=date(2026, 2, 3)), date(2026, 2, 3))
    office.grant(case, date(2026, 2, 4))
    office.measured(case, date(2026, 8, 3), "60")
    office.grant(case, date(2026, 8, 4), date(2026, 9, 10))
    run = office.prepare(Month(2026, 9), date(2026, 9, 10), **{case: "test"}).run
    office.approve(run, date(2026, 9, 10))
    query = "SELECT route, subsidy_cents, charges_cents FROM finance.movements WHERE kind = %s AND month = '2026-09-01'"
    booked = ask(database, query, "booked")
    assert {row["route"] for row in booked} == {"flat_rate", "regular"}
    (sent,) = ask(database, query, "sent")
    for column in ("subsidy_cents", "charges_cents"):
        assert sum(row[column] for row in booked) == sent[column]


def test_r34_sheltered_work_is_apart_as_known_when_it_was_booked(office: Office, database: Database) -> None:
    case = office.granted(date(2026, 10, 1), date(2026, 9, 20), sheltered=True)
    office.granted(date(2026, 10, 1), date(2026, 9, 20))
    office.pay(Month(2026, 10), date(2026, 10, 12))
    split = [("regular", MONTH), ("sheltered", MONTH)]
    assert statement(database, "category", "net_cents") == split
    position = office.store.head().position
    before = reports(database, position)
    correction = intents.Correct(case=case, entry=1, reason="typed_wrong", changes={"sheltered": False})
    asked = office.ask(correction, date(2026, 10, 20)).entries[0]
    if isinstance(asked.fact, facts.Proposed):
        office.ask(intents.Approve(proposal=asked.position), date(2026, 10, 20), by="c.controller")
    assert reports(database, position) == before
    assert statement(database, "category", "net_cents") == split


def test_r34_an_employer_that_takes_a_case_over_later_is_not_in_an_earlier_report(
    office: Office, database: Database
) -> None:
    first, second = office.employer(), office.employer()
    case = office.granted(date(2026, 10, 1), date(2026, 9, 20), employer=first)
    office.pay(Month(2026, 10), date(2026, 10, 12))
    position = office.store.head().position
    before = reports(database, position)
    office.ask(intents.Amend(case=case, effective=date(2026, 11, 2), employer=second), date(2026, 11, 2))
    office.pay(Month(2026, 11), date(2026, 11, 12))
    assert reports(database, position) == before
    lines = ask(database, "SELECT * FROM finance.reconciliation_lines('GM0363', '2026-10-01')")
    assert {line["employer_number"] for line in lines} == {second}
    paid = ask(database, "SELECT DISTINCT month, employer_number FROM finance.movements WHERE kind = 'sent'")
    assert {(row["month"].month, row["employer_number"]) for row in paid} == {(10, first), (11, second)}


def test_r27_what_was_booked_elsewhere_is_apart_in_the_quarter_and_no_cost_of_the_year(
    office: Office, database: Database
) -> None:
    line = MonthAmount(month=Month(2026, 9), element="fixed", subsidy_cents=80000, charges_cents=20000)
    office.taken_over(office.employer(), [line], balance_cents=-5000)
    (total,) = ask(database, "SELECT * FROM finance.reconciliation('GM0363', '2026-10-01')")
    assert (total["booked_cents"], total["taken_over_booked_cents"]) == (95000, 95000)
    assert (total["sent_cents"], total["taken_over_sent_cents"]) == (100000, 100000)
    assert (total["closing_payable_cents"], total["closing_owed_to_us_cents"]) == (-5000, 5000)
    assert statement(database, "gross_cents", "net_cents", "taken_over_cents") == [(0, 0, 95000)]


def test_r34_the_bridge_from_what_was_booked_in_a_year_to_the_year_that_it_belongs_to(
    office: Office, database: Database
) -> None:
    case = office.granted(date(2026, 11, 1), date(2026, 10, 20))
    for month in (Month(2026, 11), Month(2026, 12), Month(2027, 1)):
        office.pay(month, month.first.replace(day=11))
    office.ask(intents.Amend(case=case, effective=date(2026, 11, 1), hours="24"), date(2027, 1, 18))
    office.ask(intents.Settle(municipality="GM0363", through=Month(2027, 1)), date(2027, 1, 20), by="f.finance")
    assert statement(database, "belongs_to", "net_cents") == [(2026, 2 * MONTH)]
    about_2026, about_2027 = statement(database, "belongs_to", "net_cents", year=2027)
    assert about_2026 == (2026, -2 * 28044)
    due = ask(database, "SELECT sum(due_cents)::bigint AS cents FROM finance.due WHERE month < '2027-01-01'")[0][
        "cents"
    ]
    assert 2 * MONTH + about_2026[1] == due
    assert about_2027[0] == 2027


def test_r34_a_reopened_quarter_is_known_as_now_again_and_the_next_sign_off_counts(
    office: Office, database: Database
) -> None:
    office.granted(date(2026, 7, 1), date(2026, 6, 20))
    office.pay(Month(2026, 7), date(2026, 7, 10))
    recorder = Recorder(office)
    first = office.store.head().position
    recorder.sign_off(Q3, first)
    office.granted(date(2026, 8, 1), date(2026, 7, 20))
    closed = reports(database, first, Q3)
    assert reports(database, office.store.head().position, Q3)[0] == closed[0]
    recorder.reopen(Q3)
    second = office.store.head().position
    opened = reports(database, second, Q3)
    assert opened[0] != closed[0]
    recorder.sign_off(Q3, second)
    office.granted(date(2026, 9, 1), date(2026, 8, 20))
    assert reports(database, office.store.head().position, Q3)[0] == opened[0]
    assert reports(database, first, Q3) == closed


def test_r34_a_quarter_that_was_reopened_and_signed_off_again_is_signed_off_when_projected_in_one_batch(
    office: Office, database: Database
) -> None:
    recorder = Recorder(office)
    first = recorder.sign_off(Q3, office.store.head().position)
    reopened = recorder.reopen(Q3)
    second = recorder.sign_off(Q3, reopened)
    as_it_happened = ask(database, "SELECT entry, reopened FROM finance.sign_offs ORDER BY entry")
    rebuild(database.dsn)
    known = ask(database, "SELECT entry, reopened FROM finance.sign_offs ORDER BY entry")
    assert [tuple(row.values()) for row in known] == [(first, reopened), (second, None)]
    assert known == as_it_happened
