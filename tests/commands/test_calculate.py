"""`lks calculate`: the worked examples to the cent, the derivation, what it warns of and what it refuses."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger.calculation.money import whole_cents
from tests.commands.given import answered, lks

EXAMPLES = Path(__file__).parents[1] / "calculation" / "examples.toml"
REGULAR = "calculate --on 2026-02-01 --route regular --wage-value 50 --hours 36 --full-time-hours 36"


def examples() -> list[Any]:
    """The worked examples of a month of agreed hours."""
    found = tomllib.loads(EXAMPLES.read_text("utf-8"), parse_float=Decimal)["example"]
    return [pytest.param(example, id=example["name"]) for example in found]


def words(example: dict[str, Any]) -> str:
    """An example as a user would ask it."""
    asked = [
        f"calculate --on {example['on']} --route {example['route'].replace('_', '-')} --age {example['age']}",
        f"--hours {example['hours_per_week']} --full-time-hours {example['sector_full_time_hours']}",
    ]
    if "wage_value_percentage" in example:
        asked.append(f"--wage-value {example['wage_value_percentage']}")
    if "days" in example:
        asked.append(f"--days {example['days']} --days-in-month {example['days_in_month']}")
    return " ".join(asked)


@pytest.mark.parametrize("example", examples())
def test_r1_every_worked_example_to_the_cent(example: dict[str, Any]) -> None:
    answer = answered(words(example))
    assert answer["minimum_wage"] == f"{example['minimum_wage']:.2f}"
    assert answer["subsidy_cents"] == whole_cents(example["subsidy"])
    assert answer["charges_cents"] == whole_cents(example["charges"])
    assert answer["total_cents"] == whole_cents(example["total"])


def test_r6_the_minimum_wage_of_a_youth_is_exact() -> None:
    assert answered(f"{REGULAR} --age 17")["minimum_wage"] == "906.288"


def test_every_step_has_its_inputs_result_and_article() -> None:
    steps = answered(f"{REGULAR} --age 18 --days 9 --days-in-month 31")["steps"]
    assert [step["name"] for step in steps] == [
        "minimum wage",
        "minimum wage with holiday allowance",
        "wage value with holiday allowance",
        "difference",
        "cap (does not bind)",
        "agreed hours",
        "part of the month",
        "subsidy",
        "employer charges",
        "total",
    ]
    assert all(step["inputs"] and step["result"] and step["unit"] and step["article"] for step in steps)


def test_people_read_the_derivation_step_by_step() -> None:
    printed = lks(f"{REGULAR} --age 30").printed.splitlines()
    assert printed[0] == (
        "A subsidy that starts on 2026-02-01: regular route, wage value 50 percent, "
        "36 hours of a full-time week of 36, age 30."
    )
    assert printed[1].split() == [
        "1.",
        "minimum",
        "wage",
        "2294.40",
        "euro",
        "art.",
        "2",
        "and",
        "10d",
        "lid",
        "7",
        "Pw",
    ]
    assert printed[2].strip() == "adult, a month 2294.40, on 2026-02-01"
    assert any(line.split()[:4] == ["9.", "total", "1548.72", "euro"] for line in printed)


def test_r3_the_minimum_wage_is_that_of_the_day_on_which_the_subsidy_starts() -> None:
    assert answered(f"{REGULAR} --age 30 --on 2026-06-30")["minimum_wage"] == "2294.40"
    assert answered(f"{REGULAR} --age 30 --on 2026-07-01")["minimum_wage"] == "2337.00"


def test_r4_without_a_collective_agreement_the_full_time_week_is_40_hours() -> None:
    asked = "calculate --on 2023-09-01 --route regular --wage-value 55 --hours 32 --age 30"
    assert answered(asked) == answered(f"{asked} --full-time-hours 40")


def test_r4_hours_above_the_full_time_week_are_capped_and_that_is_said() -> None:
    asked = answered(f"{REGULAR} --age 30 --hours 42.5")
    assert asked["subsidy_cents"] == answered(f"{REGULAR} --age 30")["subsidy_cents"]
    assert "42.5 hours are agreed, 36 count: the sector's full-time week (R4)." in asked["warnings"]
    assert "Note: 42.5 hours are agreed, 36 count" in lks(f"{REGULAR} --age 30 --hours 42.5").printed


def test_r5_without_days_in_month_the_days_are_those_of_the_month() -> None:
    assert answered(f"{REGULAR} --age 30 --days 9") == answered(f"{REGULAR} --age 30 --days 9 --days-in-month 28")


@pytest.mark.parametrize(
    ("on", "born", "minimum_wage"),
    [
        ("2026-02-28", "2008-02-29", "906.288"),
        ("2026-03-01", "2008-02-29", "1147.20"),
        ("2026-01-30", "2005-01-31", "1835.52"),
        ("2026-01-31", "2005-01-31", "2294.40"),
        ("2026-02-01", "1970-01-01", "2294.40"),
    ],
)
def test_r6_a_birth_date_gives_the_age_on_that_day(on: str, born: str, minimum_wage: str) -> None:
    assert answered(f"{REGULAR} --on {on} --birth-date {born}")["minimum_wage"] == minimum_wage


def test_r6_a_birthday_later_in_the_month_is_pointed_out() -> None:
    warnings = answered(f"{REGULAR} --birth-date 2005-02-27")["warnings"]
    assert "On 2026-02-27 the age becomes 21; from that day the amount is another (R6)." in warnings
    assert not any("becomes" in warning for warning in answered(f"{REGULAR} --birth-date 2005-03-01")["warnings"])


def test_r41_a_value_whose_source_is_not_certain_is_named_and_a_certain_one_is_not() -> None:
    (warning,) = answered(f"{REGULAR} --age 30")["warnings"]
    assert warning.startswith("charges_percentage, 25 percent since 2026-01-01, is not certain: ")
    assert answered(f"{REGULAR} --age 30 --on 2020-02-01")["warnings"] == []


def test_r41_a_youth_scale_that_is_announced_only_is_named_for_who_it_holds() -> None:
    of_youth, of_adult = (answered(f"{REGULAR} --on 2027-02-01 --age {age}")["warnings"] for age in (19, 30))
    assert any(warning.startswith("youth_percentages, scale since 2027-01-01") for warning in of_youth)
    assert not any(warning.startswith("youth_percentages") for warning in of_adult)


def test_r41_a_year_without_a_minimum_wage_of_its_own_is_pointed_out() -> None:
    warnings = answered(f"{REGULAR} --on 2031-02-01 --age 30")["warnings"]
    assert "No minimum wage of 2031 is known; that of 2026-07-01 counts." in warnings


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("--age 30 --hours 60.01", "(R4)"),
        ("--age 30 --full-time-hours 35.9", "(R4, art. 10d lid 4 Pw)"),
        ("--age 30 --full-time-hours 40.5", "36 to 40"),
        ("--age 30 --on 2016-12-31", "(R8, art. 10d Pw)"),
        ("--age 14", "(R6, art. 7 lid 3 Wml)"),
        ("--birth-date 2012-01-01", "(R6, art. 7 lid 3 Wml)"),
    ],
)
def test_what_a_rule_does_not_allow_is_refused_by_its_name(changed: str, said: str) -> None:
    outcome = lks(f"{REGULAR} {changed}")
    assert outcome.exit_code == 1
    assert outcome.printed.startswith("Refused: ")
    assert said in outcome.printed


def test_r7_the_flat_rate_begins_on_4_july_2016() -> None:
    asked = "calculate --route flat-rate --hours 40 --age 25"
    assert "(R7, art. 10d Pw)" in lks(f"{asked} --on 2016-07-03").printed
    assert answered(f"{asked} --on 2016-07-04")["subsidy_cents"] == 83009


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("--age 30 --hours 32,5", "'32,5' has a comma. Write decimals with a point: 32.5."),
        ("--age 30 --wage-value 50,5", "Write decimals with a point: 50.5."),
        ("--age 30 --wage-value 100.01", "'--wage-value': 100.01 is above 100."),
        ("--age 30 --wage-value -1", "'--wage-value': -1 is below 0."),
        ("--age 30 --wage-value 50.123", "at most two decimals"),
        ("--age 30 --wage-value NaN", "is not a number"),
        ("--age 30 --hours 1e1", "is not a number"),
        ("--age 30 --hours -1", "'--hours': -1 is below 0."),
        ("--age 121", "'--age'"),
        ("--age -1", "'--age'"),
        ("", "--age or --birth-date: give one of the two."),
        ("--age 30 --birth-date 1996-01-01", "--age or --birth-date: give one of the two."),
        ("--age 30 --days 29", "--days: 29 is more than the 28 days of the month."),
        ("--age 30 --days 0", "'--days'"),
        ("--age 30 --days-in-month 31", "--days-in-month: says nothing without --days."),
        ("--age 30 --route flat-rate", "--wage-value: does not count on the flat rate."),
        ("--age 30 --route lid-4", "'--route'"),
        ("--age 30 --on 2026-2-1", "'2026-2-1' is not a day"),
        ("--age 30 --on 2026-W05-1", "is not a day"),
        ("--age 30 --on 2026-02-30", "is not a day"),
        ("--age 30 --on 9999-12-31", "9999"),
    ],
)
def test_a_wrong_question_is_pointed_out_by_the_name_of_the_option(changed: str, said: str) -> None:
    outcome = lks(f"{REGULAR} {changed}")
    assert outcome.exit_code == 2, outcome.printed
    assert said in outcome.printed


def test_the_regular_route_needs_a_wage_value() -> None:
    outcome = lks("calculate --on 2026-02-01 --route regular --hours 36 --age 30")
    assert (outcome.exit_code, outcome.printed) == (
        2,
        "Misuse: --wage-value: is missing. The regular route counts with it.",
    )


@pytest.mark.parametrize("born", ["2026-02-02", "1890-12-31", "31-12-1990"])
def test_no_message_repeats_a_birth_date(born: str) -> None:
    outcome = lks(f"{REGULAR} --birth-date {born}")
    assert outcome.exit_code == 2
    assert "--birth-date" in outcome.printed
    assert born not in outcome.printed


def test_with_json_a_refusal_and_a_misuse_are_json_too() -> None:
    refused, misused = lks(f"{REGULAR} --age 30 --hours 61 --json"), lks(f"{REGULAR} --age x --json")
    assert (refused.exit_code, '"rule": "R4"' in refused.printed) == (1, True)
    assert (misused.exit_code, '"error": "Misuse"' in misused.printed) == (2, True)
