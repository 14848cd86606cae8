"""`lks law`: what is brought along, what a ledger adopted and since when, and what adopting would change (R37, R41)."""

from pathlib import Path
from typing import Any

import pytest

from ledger.law import packaged
from tests.commands.given import answered, lks
from tests.commands.running_case import running_case

LOW = [value for value in packaged() if value.confidence == "low"]
OWN = "law adopt --parameter charges_percentage --since 2026-01-01 --value 24"


def status(parameter: str, since: str) -> Any:
    """What the list says of one value."""
    rows = answered(f"law list --parameter {parameter}")["values"]
    return next(row for row in rows if row["since"] == since)


# --- without a ledger -------------------------------------------------------------------------------------------------


def test_without_a_ledger_the_list_is_what_this_version_brings_and_makes_nothing(nowhere: Path) -> None:
    answer = answered("law list")
    assert answer["reachable"] is False
    assert len(answer["values"]) == len(packaged())
    assert {row["status"] for row in answer["values"]} == {"packaged"}
    assert "No ledger is reachable" in lks("law list --parameter hours_base").printed
    assert not nowhere.exists()


def test_without_a_ledger_a_value_is_shown_with_its_source(nowhere: Path) -> None:
    printed = lks("law show minimum_wage --on 2026-09-01").printed
    assert printed.startswith("minimum_wage on 2026-09-01: 2337.00 euro per month\n  since 2026-07-01")
    assert "source: " in printed
    assert "confidence: high" in printed


def test_without_a_day_a_value_is_that_of_today(nowhere: Path) -> None:
    assert answered("law show minimum_wage --today 2026-02-01")["value"] == "2294.40"


def test_without_a_ledger_nothing_was_known_at_a_time(nowhere: Path) -> None:
    outcome = lks("law show minimum_wage --on 2026-09-01 --known-at 12")
    assert outcome.exit_code == 1
    assert "(R41)" in outcome.printed


def test_a_database_that_does_not_answer_is_no_ledger(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_DSN", "host=/nonexistent dbname=lks password=hidden")
    outcome = lks("law list --parameter hours_base")
    assert (outcome.exit_code, "hidden" in outcome.printed) == (0, False)
    assert "No ledger is reachable" in outcome.printed


# --- with one ---------------------------------------------------------------------------------------------------------


def test_r41_right_after_init_nothing_is_adopted(opened: Path) -> None:
    assert {row["status"] for row in answered("law list")["values"]} == {"not adopted"}
    outcome = lks("law show minimum_wage --on 2026-09-01")
    assert outcome.exit_code == 1
    assert "lks law adopt" in outcome.printed


def test_r41_adopting_takes_over_all_that_is_certain_and_names_what_it_left(opened: Path) -> None:
    outcome = lks("law adopt")
    assert outcome.exit_code == 0
    assert outcome.printed.startswith(f"No amount changes.\nAdopted {len(packaged()) - len(LOW)} values of the law.\n")
    assert "Left, its source is not certain: charges_percentage since 2026-01-01, 25." in outcome.printed
    assert "--accept-low" in outcome.printed
    assert status("charges_percentage", "2026-01-01")["status"] == "not adopted"
    assert status("minimum_wage", "2026-07-01")["status"] == "adopted"


def test_r41_adopting_is_repeatable(opened: Path) -> None:
    lks("law adopt --accept-low")
    entries = answered("db status")["entries"]
    assert lks("law adopt --accept-low").printed.startswith("Nothing to adopt.")
    assert lks("law adopt").printed.startswith("Nothing to adopt.")
    assert answered("db status")["entries"] == entries


def test_r41_one_value_that_is_not_certain_is_refused_without_accept_low(opened: Path) -> None:
    asked = "law adopt --parameter charges_percentage --since 2026-01-01"
    refused = lks(asked)
    assert refused.exit_code == 1
    assert "The source of charges_percentage since 2026-01-01 is not certain. (R41)" in refused.printed
    assert lks(f"{asked} --accept-low").exit_code == 0
    assert status("charges_percentage", "2026-01-01")["status"] == "adopted"


def test_r41_a_value_of_ones_own_is_shown_as_deviating_and_another_day_as_own(opened: Path) -> None:
    assert lks(f'{OWN} --source "Stcrt. 2026, 1"').exit_code == 0
    assert lks("law adopt --parameter minimum_wage --since 2027-01-01 --value 2400.00").exit_code == 0
    deviating, own = status("charges_percentage", "2026-01-01"), status("minimum_wage", "2027-01-01")
    assert (deviating["status"], deviating["value"], deviating["source"]) == ("deviating", "24", "Stcrt. 2026, 1")
    assert (own["status"], own["article"]) == ("own", "art. 8 lid 1 b Wml")
    assert "Counts otherwise: charges_percentage since 2026-01-01, 24 and not 25." in lks("law adopt").printed


def test_r41_a_scale_and_days_are_typed_in_one_line(opened: Path) -> None:
    scale = "20=87.5,19=75,18=62.5,17=50,16=40,15=30"
    assert lks(f"law adopt --parameter youth_percentages --since 2028-01-01 --value {scale}").exit_code == 0
    assert lks("law adopt --parameter equated_days --since 2029-01-01 --value 2029-04-30,2029-05-11").exit_code == 0
    assert status("youth_percentages", "2028-01-01")["value"]["18"] == "62.5"
    assert status("equated_days", "2029-01-01")["value"] == ["2029-04-30", "2029-05-11"]
    assert f"2028-05-01: {scale} percent by age" in lks("law show youth_percentages --on 2028-05-01").printed


def test_r41_a_declined_value_does_not_count_and_is_not_adopted_again(opened: Path) -> None:
    lks("law adopt --accept-low")
    assert lks("law decline youth_percentages --since 2027-01-01 --reason announced").exit_code == 0
    assert status("youth_percentages", "2027-01-01")["status"] == "declined"
    assert answered("law show youth_percentages --on 2027-05-01")["since"] == "2019-07-01"
    assert lks("law adopt --accept-low").printed.startswith("Nothing to adopt.")
    again = lks("law decline youth_percentages --since 2027-01-01 --reason announced")
    assert (again.exit_code, again.printed.splitlines()[0]) == (0, "That counts already; nothing was recorded.")


def test_r41_what_is_undone_on_the_same_day_can_be_done_again(opened: Path) -> None:
    asked = "law adopt --parameter charges_percentage --since 2026-01-01 --accept-low"
    for words, value in ((asked, "25"), (OWN, "24"), (asked, "25"), (OWN, "24")):
        assert lks(words).exit_code == 0
        assert status("charges_percentage", "2026-01-01")["value"] == value


def test_r41_under_a_key_of_ones_own_what_was_undone_is_a_repeat_and_that_is_said(opened: Path) -> None:
    asked = "law adopt --parameter charges_percentage --since 2026-01-01 --accept-low --key k1"
    lks(asked)
    lks(OWN)
    assert "give another --key" in lks(asked).printed
    assert status("charges_percentage", "2026-01-01")["value"] == "24"


def test_r41_a_value_as_known_at_a_position_a_day_and_a_moment(opened: Path) -> None:
    lks("law adopt --accept-low")
    position = answered("db status")["entries"]
    moment = status("charges_percentage", "2026-01-01")["recorded_at"]
    lks(OWN)
    show = "law show charges_percentage --on 2026-02-01"
    assert answered(show)["value"] == "24"
    assert answered(f"{show} --known-at {position}")["value"] == "25"
    assert answered(f"{show} --known-at {moment}")["value"] == "25"
    assert answered(f"{show} --known-at 2099-12-31")["value"] == "24"
    assert lks(f"{show} --known-at 1").exit_code == 1
    assert lks(f"{show} --known-at 2020-01-01").exit_code == 1


WRONG = [
    ("adopt --parameter charges_percentage --since 2026-01-01 --value 24,5", "no percentage from 0 to 100"),
    ("adopt --parameter charges_percentage --since 2026-01-01 --value 101", "no percentage from 0 to 100"),
    ("adopt --parameter minimum_wage --since 2027-01-01 --value -5", "no amount in euro"),
    ("adopt --parameter youth_percentages --since 2027-01-01 --value 50", "no scale by age"),
    ("adopt --parameter equated_days --since 2029-01-01 --value soon", "list of days"),
    ("adopt --value 24", "needs --parameter and --since"),
    ("adopt --source x", "belong to a --value of your own"),
    ("adopt --parameter charges_percentage --since 2026-02-01", "brings no such value since 2026-02-01"),
    ("adopt --parameter wage", "no parameter of the law"),
    ("decline charges_percentage --since 2026-01-01", "--reason"),
    ("decline charges_percentage --since 2026-02-01 --reason x", "to decline"),
    ("decline charges_percentage --since 2026-01-01 --reason 'two words'", "reason"),
    ("show charges_percentage --on 2026-01-01 --known-at soon", "no position, day or moment"),
    ("show wage --on 2026-01-01", "no parameter of the law"),
]


def test_a_wrong_question_is_pointed_out_and_nothing_is_recorded(opened: Path) -> None:
    for words, said in WRONG:
        outcome = lks(f"law {words}")
        assert (outcome.exit_code, said in outcome.printed) == (2, True), f"{words}: {outcome.printed}"
    assert answered("db status")["entries"] == 2


# --- where amounts change ---------------------------------------------------------------------------------------------


def test_r41_adopting_shows_first_which_months_change_and_by_how_much(opened: Path) -> None:
    lks("law adopt --accept-low")
    case = running_case()
    outcome = lks(f"{OWN} --yes")
    head, _, first = outcome.printed.splitlines()[:3]
    # 11 months of 2026 by 12.39, and 12 of 2027 by 12.62: from 1 January with the minimum wage of July 2026 (R3).
    assert head == "23 months of 1 case change, 2026-02 to 2027-12, together by -287.73 euro:"
    assert first.split() == [case, "2026-02", "1548.72", "1536.33"]


@pytest.mark.parametrize(("answer", "exit_code"), [("n\n", 1), ("y\n", 0)])
def test_r41_it_asks_before_amounts_change(
    opened: Path, monkeypatch: pytest.MonkeyPatch, answer: str, exit_code: int
) -> None:
    lks("law adopt --accept-low")
    running_case()
    entries = answered("db status")["entries"]
    outcome = lks(OWN, answer)
    assert outcome.exit_code == exit_code
    assert ("Nothing was recorded." in outcome.printed) == bool(exit_code)
    assert (answered("db status")["entries"] == entries) == bool(exit_code)


def test_r41_with_json_it_never_asks(opened: Path) -> None:
    lks("law adopt --accept-low")
    running_case()
    outcome = lks(f"{OWN} --json")
    assert (outcome.exit_code, "--yes" in outcome.printed) == (2, True)
    assert len(answered(f"{OWN} --yes")["changes"]) == 23


def test_r37_where_amounts_change_a_second_person_is_needed(opened: Path) -> None:
    lks("law adopt --accept-low")
    running_case()
    proposal = answered(f"{OWN} --yes")["proposal"]
    assert status("charges_percentage", "2026-01-01")["value"] == "25"
    assert f"It was proposed before as {proposal}" in lks(f"{OWN} --yes").printed
    assert lks(f"proposals approve {proposal}").exit_code == 1
    assert lks(f"proposals approve {proposal} --by b.beheer").exit_code == 0
    assert status("charges_percentage", "2026-01-01")["value"] == "24"
