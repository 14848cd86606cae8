"""`lks history`: every entry of a case: when, by whom, and what happened."""

import pytest

from tests.commands.people import CASE, SECRETS, answered, done, paid, refused

FACTS = ["Applied", "Measured", "WageValueEstablished", "Decided", "Paid"]

pytestmark = pytest.mark.usefixtures("opened")


def test_every_entry_with_its_business_day_and_actor() -> None:
    paid()
    said = done(f"history {CASE}")
    heading, *lines = said.splitlines()
    assert heading.split() == ["entry", "recorded", "business", "day", "by", "fact", "what"]
    assert [fact for line in lines for fact in FACTS if f" {fact} " in line] == FACTS
    assert "2026-11-13    g.control" in said
    assert not any(secret in said for secret in SECRETS)


def test_as_json_with_the_seal_of_each_entry() -> None:
    paid()
    entries = answered(f"history {CASE}")["entries"]
    assert [entry["fact"] for entry in entries] == FACTS
    assert all(len(entry["seal"]) == 64 for entry in entries)
    assert [entry["version"] for entry in entries] == [1, 2, 3, 4, 5]
    assert not any("sealed" in entry["fields"] for entry in entries)
    assert (entries[-1]["by"], entries[-1]["business_day"]) == ("g.control", "2026-11-13")


def test_refused_for_a_case_that_is_not_there() -> None:
    assert "There is no case LKS-26-000002-D" in refused("history LKS-26-000002-D")
