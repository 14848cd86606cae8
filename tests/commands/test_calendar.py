"""`lks calendar`: payment days, and terms with the calendar that decides and the reason of a move (R24, R38, R39)."""

import pytest

from tests.commands.given import answered, lks


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2026-12", "2026-12-18"),
        ("2026-11", "2026-11-20"),
        ("2026-06", "2026-06-19"),
        ("2025-04", "2025-04-17"),
        ("2030-04", "2030-04-18"),
    ],
)
def test_r24_the_payment_day_and_nothing_else_is_printed(month: str, day: str) -> None:
    assert lks(f"calendar payment-day {month}").printed == day


def test_r24_the_bank_begins_one_day_earlier() -> None:
    assert answered("calendar payment-day 2026-12") == {
        "month": "2026-12",
        "payment_day": "2026-12-18",
        "execution_day": "2026-12-17",
    }


@pytest.mark.parametrize(
    ("length", "start", "last"),
    [
        ("--weeks 5", "2026-04-10", "2026-05-18"),
        ("--weeks 12", "2026-02-20", "2026-05-18"),
        ("--weeks 13", "2026-02-13", "2026-05-15"),
        ("--weeks 1", "2025-12-26", "2026-01-05"),
        ("--months 3", "2026-02-10", "2026-05-11"),
        ("--months 6", "2025-08-31", "2026-02-28"),
        ("--months 6", "2025-12-31", "2026-06-30"),
        ("--months 6", "2026-03-01", "2026-08-31"),
        ("--working-days 10", "2026-04-20", "2026-05-06"),
    ],
)
def test_r38_r39_the_last_day_of_a_term_comes_first(length: str, start: str, last: str) -> None:
    assert lks(f"calendar term --from {start} {length}").printed.splitlines()[0] == last


@pytest.mark.parametrize(
    ("length", "start", "reason"),
    [
        ("--weeks 5", "2026-04-10", "moved from 2026-05-15, a day equated with a public holiday by decree"),
        ("--weeks 5", "2026-04-11", "moved from 2026-05-16, a Saturday"),
        ("--weeks 5", "2026-04-12", "moved from 2026-05-17, a Sunday"),
        ("--weeks 5", "2026-03-23", "moved from 2026-04-27, a public holiday"),
        ("--weeks 13", "2026-02-13", "2026-05-15 is a day equated with a public holiday by decree; terms above twelve"),
        (
            "--months 6",
            "2025-08-31",
            "2026-02-28 is a Saturday; terms above twelve weeks or three months are not moved",
        ),
        ("--working-days 10", "2026-04-20", "public holidays are no working days: 2026-04-27, 2026-05-05"),
        ("--weeks 2", "2029-04-20", "no decree with equated days of 2029 is known"),
    ],
)
def test_r38_why_a_day_was_moved_or_not_is_said(length: str, start: str, reason: str) -> None:
    assert reason in lks(f"calendar term --from {start} {length}").printed


def test_r38_a_term_that_ends_on_a_working_day_needs_no_reason() -> None:
    assert answered("calendar term --from 2026-09-01 --weeks 5") == {
        "start": "2026-09-01",
        "last_day": "2026-10-06",
        "calendar": "legal",
        "moved_from": None,
        "remarks": [],
    }


def test_r38_each_term_names_its_calendar() -> None:
    found = [
        answered(f"calendar term --from 2026-09-01 --{length} 2") for length in ("weeks", "months", "working-days")
    ]
    assert [term["calendar"] for term in found] == ["legal", "legal", "municipal"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("payment-day 2026-13", "'2026-13' is not a month"),
        ("payment-day 2014-12", "outside 2015 to 2099"),
        ("payment-day 2100-01", "outside 2015 to 2099"),
        ("term --from 2026-01-01", "give one of the three"),
        ("term --from 2026-01-01 --weeks 1 --months 1", "give one of the three"),
        ("term --from 2026-01-01 --weeks 0", "'--weeks'"),
        ("term --from 9999-12-31 --weeks 1", "outside 1900 to 2099"),
        ("term --from 1-1-2026 --weeks 1", "is not a day"),
        ("term --from 2026-01-01 --working-days 9999999", "'--working-days'"),
    ],
)
def test_a_wrong_question_is_pointed_out(words: str, said: str) -> None:
    outcome = lks(f"calendar {words}")
    assert outcome.exit_code == 2, outcome.printed
    assert said in outcome.printed
