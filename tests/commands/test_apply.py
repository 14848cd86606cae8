"""`lks apply`: an application opens a case, or says what is wrong with it (R4, R10, R15, R16)."""

import json

import pytest

from tests.commands.people import (
    APPLY,
    CASE,
    DAY,
    DETAILS,
    FIRM,
    SECRETS,
    WORKER,
    YOUTH,
    answered,
    applied,
    done,
    employer,
    entries,
    granted,
    law,
    person,
    refused,
)
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("opened")


def test_a_case_is_opened_with_a_readable_number() -> None:
    assert (person(), employer()) == (WORKER, FIRM)
    said = done(APPLY)
    assert f"Recorded the application as case {CASE}." in said
    assert "Next: lks measurement order" in said


def test_as_json_with_what_is_sealed() -> None:
    assert (person(), employer()) == (WORKER, FIRM)
    answer = answered(f"{APPLY} --details-file -", json.dumps(DETAILS))
    assert [entry["fact"] for entry in answer["entries"]] == ["Applied", "SubsidyOpened"]
    shown = done(f"show {CASE} --json") + done(f"history {CASE} --json")
    assert not any(secret in shown for secret in SECRETS)


def test_r6_only_the_birthdays_that_the_youth_wage_needs_are_in_clear() -> None:
    assert (person(YOUTH, "article_7a"), employer()) == (WORKER, FIRM)
    case = answered(APPLY.replace("assistance", "article_7a"))["case"]
    steps = answered(f"show {case}")["application"]["age_steps"]
    assert steps == [
        {"age": 19, "since": "2026-10-23"},
        {"age": 20, "since": "2026-11-16"},
        {"age": 21, "since": "2027-11-16"},
    ]


def test_a_repeat_is_harmless() -> None:
    case = applied()
    said = done(f"{APPLY} --details-file -", json.dumps(DETAILS))
    assert said.startswith("Already recorded (entry ")
    assert case in said


def test_r16_a_second_case_for_the_same_person_and_employer_is_refused(database: Database) -> None:
    applied()
    before = entries(database.dsn)
    said = refused(APPLY.replace("--start 2026-10-23", "--start 2026-11-01"))
    assert f"{CASE} is already asked for this person and employer from 2026-10-23. (R16, art. 10d lid 9 Pw)" in said
    assert entries(database.dsn) == before


def test_r16_outside_the_law_by_two_persons() -> None:
    law()
    assert (person(group="wajong"), employer()) == (WORKER, FIRM)
    outside = APPLY.replace("assistance", "wajong")
    assert "go together" in refused(f"{outside} --outside-the-law", exit_code=2)
    assert "go together" in refused(f"{outside} --college-decision BW-2026-17", exit_code=2)
    case = answered(f"{outside} --outside-the-law --college-decision BW-2026-17")["case"]
    done(f"measurement waive --case {case} {DAY}")
    said = done(f"decide grant --case {case} {DAY}")
    assert "Proposed; a second person agrees with: lks proposals approve " in said


REFUSED = {
    "--hours 32 --full-time-hours 36": {
        "--hours 61": "More than 60 hours a week. (R4)",
        "--hours 32 --full-time-hours 41": "outside 36 to 40. (R4, art. 10d lid 4 Pw)",
        "--hours 0": "A fixed contract has hours",
        "--hours 20 --form min_max": "has a maximum above its minimum. (R10)",
        "--hours 20 --form zero_hours": "no agreed hours. (R10)",
        "--hours 32 --end 2026-10-22": "ends before it starts",
        "--hours 32 --received-on 2026-09-02": "cannot come from the future",
    },
    f"--person {WORKER}": {"--person P-000002-C": "There is no person P-000002-C. (R14)"},
    f"--employer {FIRM}": {"--employer W-000002-0": "There is no employer W-000002-0. (R26)"},
    "GM0363": {"GM0518": "P-000001-G is registered in GM0363, not in GM0518. (R15"},
}

MISUSED = {
    "--hours 32": {
        "--hours 32,5": "Write decimals with a point: 32.5.",
        "--hours -1": "-1 is below 0.",
        "--hours 32.555": "at most two decimals",
        "--hours 1e3": "at most two decimals",
        "--hours NaN": "at most two decimals",
        "--hours": "--hours",
    },
    "--start 2026-10-23": {
        "--start 23-10-2026": "'23-10-2026' is not a day; write it like 2026-11-20.",
        "--start 2026-02-30": "is not a day",
        "": "Missing option '--start'",
    },
    FIRM: {"W-000001-E": "check character", "12345678": "does not look like an employer number"},
    WORKER: {"999900109": "does not look like a person number"},
    "lid_1a": {"takeover": "is not one of", "lid_3": "is not one of"},
}


def test_what_cannot_be_is_refused_with_the_rule_and_recorded_nowhere(database: Database) -> None:
    assert (person(), employer()) == (WORKER, FIRM)
    before = entries(database.dsn)
    for usual, wrong in REFUSED.items():
        for words, message in wrong.items():
            assert message in refused(APPLY.replace(usual, words))
    for usual, wrong in MISUSED.items():
        for words, message in wrong.items():
            said = refused(APPLY.replace(usual, words), exit_code=2)
            assert message in said
            assert "999900109" not in said
    assert entries(database.dsn) == before


def test_wrong_details_are_said_by_field() -> None:
    assert (person(), employer()) == (WORKER, FIRM)
    for details, message in {
        '{"bsn": "999900109"}': "unknown field",
        '{"text": "a\\u0007b"}': "text: control characters are not allowed",
        '{"text": "\\ud800"}': "text: ",
        "[1]": "--details-file: holds no JSON object",
        "": "--details-file: cannot be read as JSON",
    }.items():
        assert message in refused(f"{APPLY} --details-file -", details, exit_code=2)


def test_a_granted_case_guards_against_another_one() -> None:
    granted()
    assert "already asked" in refused(APPLY.replace("--hours 32", "--hours 31"))
