"""`lks policy`: every switch with its value, default and meaning, and choosing one, dated and once (R37, R41)."""

from pathlib import Path
from typing import Any

import pytest

from ledger.law.policy import SWITCHES
from tests.commands.given import answered, lks
from tests.commands.running_case import running_case


def switch(name: str, words: str = "") -> Any:
    """What is shown of one switch."""
    return next(row for row in answered(f"policy show {words}")["switches"] if row["switch"] == name)


def test_without_a_ledger_every_switch_is_shown_with_its_default_and_makes_nothing(nowhere: Path) -> None:
    answer = answered("policy show --municipality GM0363")
    assert [row["switch"] for row in answer["switches"]] == list(SWITCHES)
    assert all(row["value"] == row["default"] and row["allowed"] and row["rule"] for row in answer["switches"])
    assert answer["reachable"] is False
    assert not nowhere.exists()


def test_people_read_the_values_that_are_allowed_and_what_a_switch_means(nowhere: Path) -> None:
    lines = lks("policy show").printed.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("part_month "))
    assert lines[place].split() == [
        "part_month",
        "calendar",
        "calendar",
        "calendar",
        "|",
        "working",
        "|",
        "thirtieths",
        "R5",
    ]
    assert lines[place + 1].strip() == SWITCHES["part_month"].meaning
    assert lines[-1].startswith("No ledger is reachable")


def test_r41_a_choice_of_the_municipality_goes_before_that_of_the_whole_ledger(opened: Path) -> None:
    assert lks("policy adopt part_month thirtieths").exit_code == 0
    assert lks("policy adopt part_month working --municipality gm0363").exit_code == 0
    own, other, wide = (switch("part_month", f"--municipality {code}") for code in ("GM0363", "GM0599", "GM0014"))
    assert (own["value"], own["chosen_by"]) == ("working", "GM0363")
    assert (
        (other["value"], other["chosen_by"]) == (wide["value"], wide["chosen_by"]) == ("thirtieths", "the whole ledger")
    )


def test_r41_a_choice_counts_from_its_day(opened: Path) -> None:
    assert lks("policy adopt part_month working --since 2026-05-01 --today 2026-03-02").exit_code == 0
    assert switch("part_month", "--today 2026-04-30")["value"] == "calendar"
    assert switch("part_month", "--today 2026-05-01")["since"] == "2026-05-01"


def test_r41_choosing_is_repeatable(opened: Path) -> None:
    asked = "policy adopt worked_hours_cap month --since 2026-01-01"
    assert lks(asked).printed.startswith(
        "No amount changes.\nworked_hours_cap is month from 2026-01-01 for the whole ledger."
    )
    entries = answered("db status")["entries"]
    again = lks(asked)
    assert (again.exit_code, again.printed.splitlines()[0]) == (0, "That counts already; nothing was recorded.")
    assert answered("db status")["entries"] == entries


def test_r41_a_municipality_deviates_from_the_law_and_returns_to_it(opened: Path) -> None:
    lks("law adopt --accept-low")
    asked = "policy adopt law:charges_percentage {} --municipality GM0363 --since 2026-0{}-01"
    assert lks(asked.format("24", 1)).exit_code == 0
    deviating = switch("law:charges_percentage", "--municipality GM0363 --today 2026-02-01")
    assert (deviating["value"], deviating["chosen_by"]) == ("24", "GM0363")
    assert lks(asked.format("law", 6)).exit_code == 0
    rows = answered("policy show --municipality GM0363 --today 2026-07-01")["switches"]
    assert "law:charges_percentage" not in [row["switch"] for row in rows]


def test_r41_a_deviating_scale_is_typed_in_one_line(opened: Path) -> None:
    scale = "20=85,19=60,18=50,17=40,16=35,15=30"
    assert lks(f"policy adopt law:youth_percentages {scale} --municipality GM0363").exit_code == 0
    assert switch("law:youth_percentages", "--municipality GM0363")["value"] == scale


WRONG = [
    ("part_month weekly", 2, "Allowed: calendar | working | thirtieths (default calendar)."),
    ("part_of_month working", 2, "'part_of_month' is no policy switch. Known are: charges_on"),
    ("execution_days_before 6", 2, "0 to 5 TARGET days"),
    ("holiday_percentage_wage_value 8,33", 2, "0 to 25 percent"),
    ("wage_value_lapse stop", 1, "(R18)"),
    ("law:charges_percentage 24", 2, "belongs to one municipality"),
    ("law:charges_percentage 101 --municipality GM0363", 2, "no percentage from 0 to 100"),
    ("law:equated_days 2026-05-15 --municipality GM0363", 2, "No municipality can deviate from 'equated_days'"),
    ("part_month working --municipality Amsterdam", 2, "like GM0363"),
    ("part_month working --since 1-1-2026", 2, "is not a day"),
    ("part_month", 2, "VALUE"),
]


def test_a_wrong_choice_is_pointed_out_and_nothing_is_recorded(opened: Path) -> None:
    for words, exit_code, said in WRONG:
        outcome = lks(f"policy adopt {words}")
        assert (outcome.exit_code, said in outcome.printed) == (exit_code, True), f"{words}: {outcome.printed}"
    assert answered("db status")["entries"] == 2


def test_nobody_chooses_without_a_name(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LKS_ACTOR")
    outcome = lks("policy adopt part_month working")
    assert (outcome.exit_code, "LKS_ACTOR" in outcome.printed) == (2, True)


def test_r37_where_amounts_change_they_are_shown_and_a_second_person_is_needed(opened: Path) -> None:
    lks("law adopt --accept-low")
    case = running_case()
    asked = "policy adopt law:charges_percentage 24 --municipality GM0363 --since 2026-01-01 --yes"
    assert f"{case}  2026-02  1548.72  1536.33" in lks(asked).printed
    assert "law:charges_percentage" not in [
        row["switch"] for row in answered("policy show --municipality GM0363")["switches"]
    ]
    proposal = answered(asked)["proposal"]
    assert lks(f"proposals approve {proposal} --by b.beheer").exit_code == 0
    assert switch("law:charges_percentage", "--municipality GM0363")["value"] == "24"


def test_r37_a_choice_for_another_municipality_changes_nobody_here(opened: Path) -> None:
    lks("law adopt --accept-low")
    running_case()
    asked = "policy adopt law:charges_percentage 24 --municipality GM0599 --since 2026-01-01"
    assert lks(asked).printed.startswith("No amount changes.")
