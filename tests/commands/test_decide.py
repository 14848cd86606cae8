"""`lks decide`: grant or reject, with amount, period and terms of objection (R17, R20)."""

import pytest

from tests.commands.people import (
    CASE,
    DAY,
    FIRM,
    MEASURE,
    WORKER,
    answered,
    applied,
    done,
    entries,
    granted,
    law,
    refused,
)
from tests.databases import Database
from tests.worlds import kept

GRANT = f"decide grant --case {CASE} {DAY}"
REJECT = f"decide reject --case {CASE} --ground no_employment {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


@kept
def established() -> None:
    """A case on which a grant can be asked."""
    law()
    applied()
    done(MEASURE)
    done(f"measurement establish --case {CASE} {DAY}")


def test_r20_a_grant_says_period_route_percentage_amount_and_terms() -> None:
    established()
    said = done(GRANT)
    assert f"{CASE}/1: granted on art. 10d lid 1 a, decided on 2026-09-01." in said
    assert "Regular from 2026-10-23 without an end, wage value 60 %" in said
    assert "897.41 subsidy + 224.35 charges a full month." in said
    assert "Last day to object: employer 2026-10-13, employee 2026-10-13." in said


def test_r20_as_json_the_decision_is_whole() -> None:
    established()
    assert [entry["fact"] for entry in answered(GRANT)["entries"]] == ["Decided"]
    (decision,) = answered(f"show {CASE}")["decisions"]
    assert (decision["outcome"], decision["subsidy_cents"], decision["charges_cents"]) == ("grant", 89741, 22435)
    assert decision["derivation"][0]["minimum_wage_cents"] == 233700


def test_r19_a_late_decision_is_recorded_as_late() -> None:
    established()
    said = done(f"decide grant --case {CASE} --today 2026-10-07")
    assert "The term ended on 2026-10-06; the decision is recorded as late." in said


def test_r7_a_flat_rate_ends_after_six_months_of_the_employment() -> None:
    law()
    applied()
    done(f"measurement waive --case {CASE} {DAY}")
    said = done(GRANT)
    assert "Flat-rate from 2026-10-23 through 2027-04-22: 1121.76 subsidy + 280.44 charges a full month." in said


def test_r17_a_rejection_names_its_ground() -> None:
    applied()
    said = done(REJECT)
    assert f"{CASE}/1: rejected on no employment, decided on 2026-09-01." in said
    assert "subsidy" not in said
    assert answered(f"show {CASE}")["status"] == "rejected"


def test_r31_nothing_is_decided_twice() -> None:
    case = granted()
    assert "Already recorded" in done(GRANT)
    assert f"{case} was granted; a rejection cannot undo that. (R20)" in refused(REJECT)
    assert "since the last decision. (R18" in refused(f"decide grant --case {case} --today 2026-09-02")


def test_r16_a_rejected_case_lets_the_same_employer_ask_again() -> None:
    applied()
    done(REJECT)
    again = (
        f"apply --municipality GM0363 --person {WORKER} --employer {FIRM} --applicant person --basis lid_1a "
        f"--group assistance --start 2026-10-23 --hours 32 {DAY}"
    )
    assert answered(again)["case"] == "LKS-26-000002-D"


def test_what_cannot_be_is_refused_and_recorded_nowhere(database: Database) -> None:
    law()
    applied()
    before = entries(database.dsn)
    assert "No wage value is established and no measurement is waived" in refused(GRANT)
    for words, message in {
        "--ground no_budget": "is not one of",
        "": "Missing option '--ground'",
    }.items():
        assert message in refused(REJECT.replace("--ground no_employment", words), exit_code=2)
    for words, message in {
        "--decided-on 2026-09-02": "is after 2026-09-01. (R40)",
        "--employer-notified-on 2026-08-31": "notified after it is taken. (R20, art. 3:41 Awb)",
    }.items():
        assert message in refused(f"{REJECT} {words}")
    assert entries(database.dsn) == before


def test_r20_the_period_of_a_grant_is_checked(database: Database) -> None:
    established()
    before = entries(database.dsn)
    for words, message in {
        "--start 2026-10-22": "before the employment on 2026-10-23. (R20",
        "--start 2026-11-01 --until 2026-10-31": "before it starts on 2026-11-01. (R20)",
    }.items():
        assert message in refused(f"{GRANT} {words}")
    assert entries(database.dsn) == before
