"""The payment schedule: what is due when, what was paid, and why something is not (R7, R11, R21–R25, R27)."""

from datetime import date
from typing import Any

import pytest

from ledger import intents
from ledger.calculation.month import Month
from ledger.facts import MonthAmount
from tests.databases import Database
from tests.finance.world import world
from tests.payments.office import TAKEN_OVER, Office
from tests.projections.tables import ask

NOVEMBER = Month(2026, 11)
START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def planned(database: Database, case: str, *columns: str) -> dict[str, tuple[Any, ...]]:
    """Columns of the schedule of a case, by month."""
    rows = ask(database, "SELECT * FROM finance.schedule WHERE case_number = %s ORDER BY month, element", case)
    return {str(row["month"])[:7]: tuple(row[column] for column in columns) for row in rows}


def test_r23_r24_a_month_is_planned_for_the_payment_day_of_the_run_that_can_pay_it(
    office: Office, database: Database
) -> None:
    case = office.granted(START, DECIDED)
    schedule = planned(database, case, "status", "reason", "payment_day", "due_subsidy_cents", "due_charges_cents")
    assert schedule["2026-10"] == ("due", "starts_later", day(11, 20), 26054, 6513)
    assert schedule["2026-11"] == ("due", None, day(11, 20), 89741, 22435)
    assert schedule["2026-12"] == ("due", None, day(12, 18), 89741, 22435)
    assert list(schedule)[-1] == "2027-12"


@pytest.mark.parametrize(("decided", "paid"), [(day(6, 18), day(6, 19)), (day(6, 19), day(7, 20))])
def test_r23_what_is_granted_later_is_planned_for_the_first_payment_day_after_it(
    office: Office, database: Database, decided: date, paid: date
) -> None:
    schedule = planned(database, office.granted(day(2, 1), decided), "payment_day")
    assert [schedule[f"2026-0{month}"] for month in (2, 3, 4, 5)] == [(paid,)] * 4


def test_r23_a_municipality_that_lets_the_first_month_wait_is_planned_so(office: Office, database: Database) -> None:
    case = office.granted(day(9, 1), day(8, 20))
    assert planned(database, case, "payment_day")["2026-09"] == (day(9, 18),)
    waits = intents.AdoptPolicy(municipality="GM0363", switch="first_payment", value="next_month", since=day(1, 1))
    proposed = office.ask(waits, day(8, 21)).entries[0]
    if proposed.topic == "Proposed":
        office.ask(intents.Approve(proposal=proposed.position), day(8, 21), by="c.controller")
    assert planned(database, case, "payment_day", "reason")["2026-09"] == (day(10, 20), "starts_later")


def test_r21_what_a_run_sent_is_paid_and_after_its_withdrawal_payable_again(office: Office, database: Database) -> None:
    case = office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    assert planned(database, case, "status")["2026-11"] == ("due",)
    office.approve(run, day(11, 12))
    columns = ("status", "reason", "run", "payment_day", "booked_subsidy_cents", "sent_subsidy_cents")
    paid = planned(database, case, *columns)
    assert paid["2026-10"] == ("paid", None, run, day(11, 20), 26054, 26054)
    assert paid["2026-12"] == ("due", None, None, day(12, 18), 0, 0)
    office.withdraw(run, day(11, 13))
    assert planned(database, case, *columns)["2026-10"] == ("booked", "payable", None, None, 26054, 0)
    office.pay(NOVEMBER, day(11, 14))
    again = planned(database, case, *columns)
    assert again["2026-10"] == ("paid", None, "GM0363-2026-11-2", day(11, 20), 26054, 26054)


def test_r25_what_is_held_says_so_and_is_due_again_when_released(office: Office, database: Database) -> None:
    employer = office.employer()
    case, other = (office.granted(START, DECIDED, employer=employer) for _ in range(2))
    office.ask(intents.HoldPayment(case=case, reason="doubt", effective=DECIDED), DECIDED)
    assert planned(database, case, "status", "reason")["2026-11"] == ("held", "held")
    assert planned(database, other, "status")["2026-11"] == ("due",)
    office.ask(intents.HoldEmployer(employer=employer, reason="bankruptcy", effective=DECIDED), DECIDED)
    assert planned(database, other, "status", "reason")["2026-11"] == ("held", "employer_held")
    office.ask(intents.ReleasePayment(case=case, effective=DECIDED), DECIDED)
    office.ask(intents.ReleaseEmployer(employer=employer, effective=DECIDED), DECIDED)
    assert planned(database, case, "status")["2026-11"] == planned(database, other, "status")["2026-11"] == ("due",)


def test_r11_what_rests_on_hours_that_nobody_reported_is_unknown_and_not_due(
    office: Office, database: Database
) -> None:
    case = office.granted(START, DECIDED, hours="0", form="zero_hours")
    schedule = planned(database, case, "element", "status", "reason", "payment_day", "due_subsidy_cents")
    assert schedule["2026-10"] == schedule["2026-12"] == ("variable", "unknown", "hours_unknown", None, 0)


def test_r7_the_months_after_the_flat_rate_are_not_due_and_say_why(office: Office, database: Database) -> None:
    case = office.applied(day(3, 1), received_on=day(2, 1))
    office.ask(intents.WaiveMeasurement(case=case, waived_on=day(2, 2)), day(2, 2))
    office.grant(case, day(2, 3))
    schedule = planned(database, case, "status", "reason")
    assert schedule["2026-08"] == ("due", None)
    assert schedule["2026-09"] == schedule["2027-12"] == ("not_due", "wage_value_missing")
    office.measured(case, day(8, 20), "60")
    office.grant(case, day(8, 21))
    assert planned(database, case, "status", "reason")["2026-09"] == ("due", None)


def test_the_months_after_the_end_are_not_due_and_say_why(office: Office, database: Database) -> None:
    case = office.granted(START, DECIDED)
    office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=day(11, 15)), DECIDED)
    schedule = planned(database, case, "status", "reason", "due_subsidy_cents")
    assert schedule["2026-11"] == ("due", "ended", 44870)
    assert schedule["2026-12"] == ("not_due", "ended", 0)


def test_r27_what_was_settled_elsewhere_is_shown_apart_and_waits_for_its_signature(
    office: Office, database: Database
) -> None:
    line = MonthAmount(month=Month(2026, 9), element="fixed", subsidy_cents=80000, charges_cents=20000)
    case = office.taken_over(office.employer(), [line])
    columns = ("status", "reason", "run", "booked_subsidy_cents", "sent_subsidy_cents")
    schedule = planned(database, case, *columns)
    assert schedule["2026-08"] == ("settled_elsewhere", "settled_elsewhere", None, 0, 0)
    assert schedule["2026-09"] == ("settled_elsewhere", None, "T1", 80000, 80000)
    assert schedule["2026-11"] == ("held", "opening_unsigned", None, 0, 0)
    office.sign_takeover()
    assert planned(database, case, "status", "payment_day")["2026-11"] == ("due", day(11, 20))


def test_the_list_of_cases_follows_each_case(office: Office, database: Database) -> None:
    case = office.granted(START, DECIDED, "60", hours="24")
    (row,) = ask(database, "SELECT * FROM projection.subsidies WHERE case_number = %s", case)
    shown = ("municipality", "status", "basis", "route", "wage_value", "starts_on", "ends_on", "contract_form", "hours")
    assert [row[column] for column in shown] == ["GM0363", "granted", "lid_1a", "regular", 60, START, None, "fixed", 24]
    office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=day(12, 31)), TAKEN_OVER)
    (row,) = ask(database, "SELECT * FROM projection.subsidies WHERE case_number = %s", case)
    assert (row["status"], row["ends_on"]) == ("ended", day(12, 31))


def test_r21_r31_a_month_that_a_settlement_lowered_is_paid_once_it_was_set_off_and_overpaid_until_then(
    office: Office, database: Database
) -> None:
    happened = world(office)
    columns = ("status", "reason", "run", "booked_subsidy_cents", "sent_subsidy_cents", "received_subsidy_cents")
    lowered = planned(database, happened.lowered, *columns)
    assert lowered["2026-08"] == ("paid", None, "GM0363-2026-11-1", 67306, 67306, 0)
    ended = planned(database, happened.ended, *columns)
    assert ended["2026-08"] == ("paid", None, "GM0363-2026-08-1", 89741, 89741, 0)
    assert ended["2026-09"] == ("booked", "ended", None, 0, 89741, 50000)
    assert planned(database, happened.flat_rate, *columns)["2026-11"] == ("booked", "payable", None, 112176, 0, 0)


def test_r28_what_a_settlement_takes_back_is_overpaid_until_the_next_run(office: Office, database: Database) -> None:
    case = office.granted(day(7, 1), day(6, 20))
    office.pay(Month(2026, 7), day(7, 10))
    office.ask(intents.Amend(case=case, effective=day(7, 1), hours="24"), day(8, 3))
    office.ask(intents.Settle(municipality="GM0363", through=Month(2026, 7)), day(8, 4), by="f.finance")
    assert planned(database, case, "status", "reason")["2026-07"] == ("booked", "overpaid")
    office.pay(Month(2026, 8), day(8, 10))
    assert planned(database, case, "status", "run")["2026-07"] == ("paid", "GM0363-2026-08-1")
