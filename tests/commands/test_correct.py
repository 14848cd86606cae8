"""`lks correct`, `lks withdraw`, `lks explain --difference`: mistakes put right, seen before, and every cent's cause after."""

import json
from datetime import date

import pytest

from commands.call import Call
from commands.output import Output
from ledger.intents import Amend
from tests.commands.given import lks
from tests.commands.people import APPLY, CASE, FIRM, WORKER, YOUTH, answered, done, employer, law, paid, person, typing

pytestmark = pytest.mark.usefixtures("opened")

LATER = "--today 2026-12-15"


def amended(**changes: object) -> int:
    """The number of the entry of a change on 10 November, after October and November were paid."""
    call = Call(Output(as_json=False), date(2026, 12, 1), by="a.consulent")
    intent = Amend.model_validate({"case": CASE, "effective": date(2026, 11, 10), **changes})
    return call.record(intent).entries[0].position


def approved(printed: str) -> None:
    """The second person agrees."""
    proposal = printed.rpartition("approve ")[2].split()[0]
    done(f"proposals approve {proposal} --by g.control {LATER}")


def test_r36_first_the_preview_and_nothing_is_recorded_without_a_word() -> None:
    paid()
    entry = amended(hours="24")
    before = len(answered(f"history {CASE}")["entries"])
    said = done(f"correct {entry} --set hours=28 --reason typing_error {LATER}")
    assert "change: hours 24 becomes 28" in said
    assert "2026-11" in said
    assert "W-000001-D gets 98.15 more" in said
    assert "Nothing was recorded. The same with --yes records it." in said
    assert len(answered(f"history {CASE}")["entries"]) == before


def test_r37_a_correction_is_recorded_when_a_second_person_agrees_and_linked_both_ways() -> None:
    paid()
    entry = amended(hours="24")
    approved(done(f"correct {entry} --set hours=28 --reason typing_error --yes {LATER}"))
    history = done(f"history {CASE}")
    told = answered(f"history {CASE}")["entries"]
    correction = next(one["position"] for one in told if one["fact"] == "Corrected")
    assert f"corrected by entry {correction}" in history
    assert f"of entry {entry}" in history


def test_r29_the_parts_of_a_difference_sum_to_it_and_name_their_entries_and_inputs() -> None:
    paid()
    entry = amended(hours="24")
    approved(done(f"correct {entry} --set hours=28 --reason typing_error --yes {LATER}"))
    first, second = answered(f"explain {CASE} --month 2026-11 --difference")["differences"]
    assert first["booked_by"] == "GM0363-2026-11-1"
    assert first["total_cents"] == 112176
    assert second["booked_by"] is None
    causes = [part["because"] for part in second["parts"]]
    assert causes == [
        "change: agreed hours 32 becomes 32 and 24",
        "change corrected (typing_error): agreed hours 32 and 24 becomes 32 and 28",
    ]
    assert sum(part["subsidy_cents"] + part["charges_cents"] for part in second["parts"]) == second["total_cents"]
    due = answered(f"explain {CASE} --month 2026-11")["lines"][0]
    assert first["total_cents"] + second["total_cents"] == due["subsidy_cents"] + due["charges_cents"]


def test_r36_what_was_taken_back_counts_no_more_and_can_be_taken_back_itself() -> None:
    paid()
    entry = amended(hours="24")
    approved(done(f"withdraw {entry} --reason wrong_case --yes {LATER}"))
    due = answered(f"explain {CASE} --month 2026-12")["lines"][0]
    assert due["subsidy_cents"] == 89741
    told = answered(f"history {CASE}")["entries"]
    gone = next(one["position"] for one in told if one["fact"] == "Corrected")
    approved(done(f"withdraw {gone} --reason it_was_right --yes {LATER}"))
    assert answered(f"explain {CASE} --month 2026-12")["lines"][0]["subsidy_cents"] == 67306


def test_at_a_terminal_it_is_asked() -> None:
    paid()
    entry = amended(hours="24")
    no = typing(f"withdraw {entry} --reason wrong_case {LATER}", "n")
    assert no.exit_code == 0
    assert "counts no more" in no.printed
    yes = typing(f"withdraw {entry} --reason wrong_case {LATER}", "y")
    assert "Proposed" in yes.printed


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ("correct {paid} --set hours=1 --reason x", "moved money", 1),
        ("withdraw {paid} --reason x", "moved money", 1),
        ("correct {decided} --set wage_value=50 --reason x", "is a decision", 1),
        ("correct 1 --set hours=1 --reason x", "is not of a case", 1),
        ("correct 99999 --set hours=1 --reason x", "There is no entry 99999", 1),
        ("correct {applied} --set hours=-1 --reason x", "hours", 2),
        ("correct {applied} --set hours=61 --reason x", "More than 60 hours", 1),
        ("correct {applied} --set colour=red --reason x", "Its fields are", 2),
        ("correct {applied} --set hours --reason x", "FIELD=VALUE", 2),
        ("correct {applied} --set age_steps=[1 --reason x", "no JSON", 2),
        ("correct {applied} --set hours=24", "--reason", 2),
        ("correct {applied} --reason x", "--set", 2),
        ("correct abc --set hours=1 --reason x", "abc", 2),
        ("withdraw {applied} --reason x", "is the case itself", 1),
    ],
)
def test_one_clear_answer_and_nothing_recorded(words: str, said: str, code: int) -> None:
    paid()
    told = {one["fact"]: one["position"] for one in answered(f"history {CASE}")["entries"]}
    named = {"paid": told["Paid"], "decided": told["Decided"], "applied": told["Applied"]}
    before = len(told)
    outcome = lks(f"{words.format(**named)} --yes {LATER}")
    assert outcome.exit_code == code, outcome.printed
    assert said in outcome.printed
    assert len(answered(f"history {CASE}")["entries"]) == before


def test_r36_the_same_correction_twice_is_one() -> None:
    paid()
    entry = amended(hours="24")
    asked = f"correct {entry} --set hours=28 --reason typing_error --yes {LATER}"
    approved(done(asked))
    assert "Already recorded" in done(asked)


def test_r6_with_another_start_the_birthdays_that_count_are_found_anew() -> None:
    law()
    assert (person(YOUTH), employer()) == (WORKER, FIRM)
    done(f"{APPLY}")
    told = {one["fact"]: one for one in answered(f"history {CASE}")["entries"]}
    assert [step["age"] for step in told["Applied"]["fields"]["age_steps"]] == [19, 20, 21]
    entry = told["Applied"]["position"]
    done(f"correct {entry} --set start=2026-12-01 --reason wrong_day --yes --today 2026-09-02")
    right = json.loads(answered(f"history {CASE}")["entries"][-1]["fields"]["replacement"])
    assert [(step["age"], step["since"]) for step in right["age_steps"]] == [(20, "2026-12-01"), (21, "2027-11-16")]


def test_r26_another_employer_has_a_command_of_its_own() -> None:
    paid()
    entry = amended(hours="24")
    outcome = lks(f"correct {entry} --set employer={FIRM} --reason x {LATER}")
    assert outcome.exit_code == 2
    assert "lks amend --employer" in outcome.printed
