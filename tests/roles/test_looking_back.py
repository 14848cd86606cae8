"""Replay and trail for who may see one municipality: their own past, nothing of another's, and nothing that needs a key."""

from collections.abc import Callable

import pytest

from tests.commands.given import answered, lks
from tests.roles.realm import HERE, THERE, Realm

Come = Callable[[str], Realm]


@pytest.mark.parametrize("who", ["inspector", "finance", "clerk"])
def test_a_case_and_a_municipality_of_ones_own_as_known_then(come_in: Come, who: str) -> None:
    realm = come_in(who)
    case = realm.cases[HERE][0]
    head = answered("trail")["position"]
    whole = answered(f"replay {case}")
    assert whole["position"] == head
    assert whole["months"]
    assert answered(f"replay {case} --known-at {head - 1} --valid-on 2026-09-10")["decision"]
    assert answered(f"replay {case} --diff 1 {head}")["parts"]
    assert answered(f"replay --municipality {HERE}")["cases"]


def test_nothing_of_another_municipality(come_in: Come) -> None:
    realm = come_in("inspector")
    elsewhere = realm.cases[THERE][0]
    for words in (f"replay {elsewhere}", f"replay --municipality {THERE}", f"trail --case {elsewhere}"):
        assert lks(words).exit_code == 1, words
    assert not answered(f"trail --municipality {THERE}")["entries"]
    everything = answered("trail")["entries"]
    assert {one["municipality"] for one in everything} == {HERE, None}
    for form in ("", "--csv", "--html"):
        printed = lks(f"trail {form}").printed
        assert not any(case in printed for case in realm.cases[THERE])
    assert "sees its own municipalities only" in lks("trail --html").printed


def test_links_stay_within_what_one_may_see(come_in: Come) -> None:
    realm = come_in("inspector")
    (payment, *_) = answered(f"trail --case {realm.cases[HERE][0]} --topic Paid")["entries"]
    way = answered(f"trail --entry {payment['entry']}")["entries"]
    assert {"Decided", "RunApproved", "ValueAdopted", "Applied"} <= {one["fact"] for one in way}
    wage = next(one["entry"] for one in way if str(one.get("role")).startswith("the minimum wage"))
    assert {one["municipality"] for one in answered(f"trail --entry {wage} --all")["entries"]} == {HERE, None}


def test_an_auditor_of_all_municipalities_is_told_everything(come_in: Come) -> None:
    come_in("auditor")
    found = answered("trail")
    assert [one["entry"] for one in found["entries"]] == list(range(1, found["position"] + 1))
    assert "sees its own municipalities only" not in lks("trail --html").printed
