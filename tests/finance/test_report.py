"""R33, R34: the report of a quarter and the statement of a year, as bytes that follow from one position of the log."""

import json
from datetime import date
from typing import Any

import pytest

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.refusal import Unavailable
from projections.reconciliation.books import books
from projections.reconciliation.report import quarter_report, year_report
from tests.databases import Database
from tests.finance.entries import Recorder
from tests.payments.office import Office

pytestmark = pytest.mark.database
Q4 = Quarter(2026, 4)


def content(database: Database, position: int, quarter: Quarter = Q4) -> dict[str, Any]:
    """The report of a quarter, read back."""
    found: dict[str, Any] = json.loads(quarter_report(database.dsn, "GM0363", quarter, position))
    return found


def test_r33_both_identities_of_a_paid_case(office: Office, database: Database) -> None:
    case = office.granted(date(2026, 10, 23), date(2026, 10, 1))
    office.pay(Month(2026, 11), date(2026, 11, 12))
    report = content(database, office.store.head().position)
    totals = report["totals"]
    assert (totals["opening_unbooked_cents"], totals["change_of_due_cents"]) == (0, 32567 + 2 * 112176)
    assert (totals["booked_cents"], totals["closing_unbooked_cents"]) == (144743, 112176)
    assert (totals["sent_cents"], totals["closing_payable_cents"]) == (144743, 0)
    months = [line[2] for line in report["lines"]]
    assert months == ["2026-10", "2026-11", "2026-12"]
    assert {line[1] for line in report["lines"]} == {case}
    assert report["shared_login"]


def test_r34_what_is_recorded_later_changes_no_byte(office: Office, database: Database) -> None:
    office.granted(date(2026, 10, 23), date(2026, 10, 1))
    run = office.pay(Month(2026, 11), date(2026, 11, 12))[0].run
    position = office.store.head().position
    before = quarter_report(database.dsn, "GM0363", Q4, position)
    year = year_report(database.dsn, "GM0363", 2026, position)
    Recorder(office).sign_off(Q4, position)
    office.withdraw(run, date(2027, 1, 5))
    office.granted(date(2026, 10, 1), date(2027, 1, 6))
    assert quarter_report(database.dsn, "GM0363", Q4, position) == before
    assert quarter_report(database.dsn, "GM0363", Q4, office.store.head().position) == before
    assert year_report(database.dsn, "GM0363", 2026, position) == year
    assert (year.gross_cents, year.receipts_cents, year.net_cents) == (144743, 0, 144743)


def test_r22_what_comes_back_after_the_sign_off_is_of_the_open_quarter_with_its_own_value_date(
    office: Office, database: Database
) -> None:
    office.granted(date(2026, 10, 23), date(2026, 10, 1))
    run = office.pay(Month(2026, 11), date(2026, 11, 12))[0].run
    recorder = Recorder(office)
    recorder.sign_off(Q4, office.store.head().position)
    office.withdraw(run, date(2026, 12, 28))
    position = office.store.head().position
    closed, after = content(database, position), content(database, position, Quarter(2027, 1))
    assert closed["totals"]["returned_cents"] == 0
    assert after["totals"]["returned_cents"] == 144743
    assert after["totals"]["opening_payable_cents"] == closed["totals"]["closing_payable_cents"] == 0
    assert after["totals"]["closing_we_owe_cents"] == 144743


def test_a_position_that_is_not_projected_yet_is_said(office: Office, database: Database) -> None:
    with pytest.raises(Unavailable, match="not projected yet"):
        quarter_report(database.dsn, "GM0363", Q4, office.store.head().position + 1)


def test_r11_months_without_hours_are_named_as_the_sign_off_named_them(office: Office, database: Database) -> None:
    case = office.granted(date(2026, 11, 1), date(2026, 10, 20), hours="0", form="zero_hours")
    with books(database.dsn, "GM0363") as found:
        assert [(one.case, one.month.month) for one in found.unknown(Q4, None)] == [(case, 11), (case, 12)]
    unknown = (facts.UnknownHours(case=case, months=(Month(2026, 12),)),)
    signed = facts.QuarterSignedOff(
        quarter=Q4, position=office.store.head().position, digest="00", explained={}, unknown=unknown
    )
    position = Recorder(office).of_quarters(signed)
    with books(database.dsn, "GM0363") as found:
        sign_off = found.signed_off("quarter", Q4.first, position)
        assert [(one.case, one.month) for one in found.unknown(Q4, sign_off)] == [(case, date(2026, 12, 1))]
