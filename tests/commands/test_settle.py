"""`lks settle`: what is due less what was booked, shown and recorded, and what the next run makes of it (R11, R21, R28)."""

from datetime import date
from pathlib import Path

import pytest

from commands.call import Call
from commands.output import Output
from ledger import intents
from tests.commands.given import lks
from tests.commands.people import CASE, answered, done, paid, refused

SETTLE = "settle --municipality GM0363 --by f.finance"
DAY = "--today 2026-11-25"


@pytest.fixture
def run(opened: Path) -> str:
    """October and November of one case, paid."""
    return paid()


def amend(hours: int, day: date = date(2026, 11, 25)) -> None:
    """Other agreed hours from the start."""
    call = Call(Output(as_json=False), day, by="a.clerk")
    call.record(intents.Amend(case=CASE, effective=date(2026, 10, 23), hours=str(hours)))


def test_r28_what_is_settled_is_shown_line_by_line_and_the_next_run_sends_it(run: str) -> None:
    amend(36)
    assert done(f"{SETTLE} --through 2026-11 {DAY}").splitlines() == [
        "GM0363 through 2026-11. Booked on 2026-11-30: 1 case, 2 lines: 144.74 subsidy + 36.20 charges.",
        "case               month  element      due   booked  difference",
        f"{CASE}  2026-10  fixed     366.39   325.67       40.72",
        f"{CASE}  2026-11  fixed    1261.98  1121.76      140.22",
        "Total: 180.94",
        f"Next run: {CASE} is paid 180.94 of this and earlier.",
        "(demonstration, business day 2026-11-25)",
    ]
    prepared = answered("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-10")["run"]
    assert prepared["sent_cents"] == 126198 + 18094


def test_r30_what_was_paid_too_much_is_said_to_be_set_off(run: str) -> None:
    amend(30)
    told = done(f"{SETTLE} --through 2026-11 {DAY}")
    assert f"Next run: {CASE}: 90.47 is set off against what it is paid." in told


def test_r28_a_dry_run_shows_the_same_and_records_nothing(run: str) -> None:
    amend(36)
    shown = answered(f"{SETTLE} --through 2026-11 --dry-run {DAY}")
    again = answered(f"{SETTLE} --through 2026-11 --dry-run {DAY}")
    assert shown == again
    assert shown["recorded"] is False
    assert "Nothing was recorded." in done(f"{SETTLE} --through 2026-11 --dry-run {DAY}")
    booked = answered(f"{SETTLE} --through 2026-11 {DAY}")
    assert booked["recorded"] is True
    assert booked["cases"] == shown["cases"]
    assert [entry["fact"] for entry in booked["entries"]] == ["QuarterSettled", "Settled"]


def test_r28_a_second_settlement_says_that_there_is_nothing(run: str) -> None:
    amend(36)
    done(f"{SETTLE} --through 2026-11 {DAY}")
    assert "nothing to settle, due is what is booked." in done(f"{SETTLE} --through 2026-11 {DAY}")
    assert answered(f"{SETTLE} --through 2026-11 {DAY}")["entries"] == []


def test_r28_months_that_no_run_was_of_are_left_out_and_said(run: str) -> None:
    amend(36)
    told = done(f"{SETTLE} --through 2026-12 {DAY}")
    assert "2026-12 is not over; settled through 2026-11." in told
    later = done(f"{SETTLE} --through 2026-12 --today 2027-01-05")
    assert "No run of 2026-12 was approved yet: its fixed amounts wait for one." in later


def test_r28_a_quarter_that_has_not_ended_is_refused(run: str) -> None:
    assert "2026Q4 runs until 2026-12-31" in refused(f"{SETTLE} --quarter 2026Q4 {DAY}")


def test_r28_settling_before_the_first_run_finds_that_fixed_amounts_wait_for_it(opened: Path) -> None:
    assert "wait for one" in done(f"{SETTLE} --through 2026-10 {DAY}")


def test_r28_settling_while_a_run_is_prepared_is_refused(run: str) -> None:
    done("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-10")
    assert "is prepared and not approved" in refused(f"{SETTLE} --through 2026-11 --today 2026-12-10")


@pytest.mark.parametrize(
    "wrong",
    [
        "--through 2026-11 --quarter 2026Q4",
        "--through 2026-13",
        "--through november",
        "--quarter 2026Q5",
        "--quarter 2026-4",
    ],
)
def test_a_month_or_quarter_that_is_none_is_misuse(run: str, wrong: str) -> None:
    assert lks(f"{SETTLE} {wrong} {DAY}").exit_code == 2


def test_r28_without_a_month_the_policy_says_how_far(run: str) -> None:
    amend(36)
    assert answered(f"{SETTLE} --dry-run --today 2026-12-05")["through"] == "2026-09"
    done("policy adopt settlement_frequency month --municipality GM0363 --since 2026-11-01 --by a.b --today 2026-12-05")
    assert answered(f"{SETTLE} --dry-run --today 2026-12-05")["through"] == "2026-11"


def test_r28_a_frequency_longer_than_a_quarter_is_refused(opened: Path) -> None:
    told = refused("policy adopt settlement_frequency year --since 2026-11-01 --by a.b --today 2026-12-05", exit_code=2)
    assert "month | quarter" in told
