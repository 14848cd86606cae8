"""`lks schedule`: what is due when, and why something is not (R7, R11, R23, R24)."""

from datetime import date

import pytest

from tests.commands.given import answered, lks
from tests.commands.test_pay import office as office
from tests.payments.office import Office

START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)


def test_r23_a_case_shows_its_months_its_amounts_and_its_payment_days(office: Office) -> None:
    case = office.granted(START, DECIDED)
    lines = lks(f"schedule --case {case} --today 2026-10-02").printed.splitlines()
    assert lines[0].split() == [
        "case", "month", "element", "subsidy", "charges", "booked", "sent", "payment", "day", "status", "run,", "or", "why",
    ]  # fmt: skip
    assert lines[1].split()[1:9] == [
        "2026-10", "fixed", "260.54", "65.13", "0.00", "0.00", "2026-11-20", "due",
    ]  # fmt: skip
    assert lines[1].endswith("  the employment had not started on the day of preparing; the next run takes it")
    assert [line.split()[1] for line in lines[1:4]] == ["2026-10", "2026-11", "2026-12"]
    assert lines[4] == "Due 2569.19, booked 0.00, sent 0.00."
    assert lines[5] == "(demonstration, business day 2026-10-02)"


def test_a_municipality_shows_its_cases_from_the_month_of_the_business_day(office: Office) -> None:
    first, second = office.granted(START, DECIDED), office.granted(START, DECIDED)
    office.municipality = "GM0518"
    elsewhere = office.granted(START, DECIDED)
    rows = answered("schedule --municipality GM0363 --today 2026-11-02")["months"]
    assert [(row["case"], row["month"]) for row in rows] == [
        (case, month) for case in (first, second) for month in ("2026-11", "2026-12")
    ]
    assert {row["case"] for row in answered("schedule --today 2026-11-02")["months"]} == {first, second, elsewhere}


@pytest.mark.parametrize(
    ("limits", "months"),
    [
        ("--from 2026-12 --to 2027-01", ["2026-12", "2027-01"]),
        ("--from 2027-11", ["2027-11", "2027-12"]),
        ("--to 2026-10", ["2026-10"]),
        ("--from 2028-01 --to 2028-02", []),
    ],
)
def test_months_are_limited(office: Office, limits: str, months: list[str]) -> None:
    case = office.granted(START, DECIDED)
    rows = answered(f"schedule --case {case} {limits} --today 2026-10-02")["months"]
    assert [row["month"] for row in rows] == months


def test_an_employer_shows_its_cases(office: Office) -> None:
    employer = office.employer()
    case = office.granted(START, DECIDED, employer=employer)
    office.granted(START, DECIDED)
    rows = answered(f"schedule --employer {employer} --today 2026-11-02")["months"]
    assert {row["case"] for row in rows} == {case}


def test_r11_what_is_unknown_says_so_with_a_code_and_in_words(office: Office) -> None:
    case = office.granted(START, DECIDED, hours="0", form="zero_hours")
    (row, *_) = answered(f"schedule --case {case} --today 2026-10-02")["months"]
    assert (row["status"], row["reason"], row["due_subsidy_cents"]) == ("unknown", "hours_unknown", 0)
    assert row["reason_text"] == "worked hours are not reported; unknown is not zero"


def test_nothing_planned_is_said(office: Office) -> None:
    assert lks("schedule --municipality GM0999 --today 2026-11-02").printed.startswith("Nothing is planned")


def test_no_personal_data_is_shown(office: Office) -> None:
    case = office.granted(START, DECIDED)
    assert "Jansen" not in lks(f"schedule --case {case} --json").printed
