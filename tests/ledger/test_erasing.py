"""Erasing (AVG 5, 17; R35, R37): after the retention term only, with nothing in the way, by two persons, and for good."""

from datetime import date, timedelta
from typing import Any

import pytest
from stdnum.nl import bsn as eleven_test

from ledger import facts, intents
from ledger.identifiers import stream_id
from ledger.intents import Intent
from ledger.law.retention import spelling
from ledger.party.registration import registration
from ledger.refusal import Refused
from ledger.vault.identity import PersonData, expert_data
from ledger.vault.who import opened
from tests.audit.forging import audited
from tests.ledger import books
from tests.ledger.erasing import (
    DUPLICATE,
    LATER,
    PERSON_DATA,
    SOLE_TRADER,
    TERMS,
    an_expert,
    erase,
    keeps,
    rejected,
)
from tests.ledger.house import DAY, MUNICIPALITY, House, a_person, apply, measure
from tests.ledger.parties import by_two

ELSEWHERE = "GM0518"
OVER = date(2031, 9, 1)
"""The last day of five years after the rejection."""


@pytest.fixture(scope="module")
def house() -> House:
    """Two municipalities that keep what was rejected five years, and one employer."""
    house = House().open(law=False)
    keeps(house)
    keeps(house, ELSEWHERE, "granted=7 rejected=10 unused=1")
    house.employer()
    return house


@pytest.fixture(scope="module")
def employer(house: House) -> str:
    return next(fact.employer for fact in house.facts() if isinstance(fact, facts.EmployerRegistered))


_bsns = (bsn for n in range(400, 900) if eleven_test.is_valid(bsn := f"999900{n}"))


def someone(house: House, municipality: str = MUNICIPALITY, **changes: Any) -> str:
    """A person whom no other test knows."""
    return house.person({**PERSON_DATA, "bsn": next(_bsns), **changes}, municipality)


def refusal(house: House, intent: Intent, day: date) -> Refused:
    """Why something is refused."""
    before = house.position()
    with pytest.raises(Refused) as caught:
        house.ask(intent, today=day)
    assert house.position() == before
    return caught.value


def who(house: House, person: str) -> PersonData | None:
    stream = stream_id("person", person)
    known = registration(house.store.read(stream))
    assert known is not None
    return opened(house.vault, stream, known, PersonData)


# --- the term -----------------------------------------------------------------------------------------------------------


def test_avg_5_who_was_rejected_is_kept_through_the_last_day_of_the_term_and_not_longer(
    house: House, employer: str
) -> None:
    person = someone(house)
    case = rejected(house, person, employer)
    why = refusal(house, erase(person), OVER)
    assert f"is kept through {OVER}: 5 years after {case} was over" in why.what
    assert why.article == "Selectielijst gemeenten, art. 5 lid 1 e AVG"
    assert house.vault.look_up("personnel", "PN-1") == (case,)
    recorded = by_two(house, erase(person), day=OVER + timedelta(days=1))
    assert recorded == [
        facts.Approved(of=recorded[0].of),  # type: ignore[attr-defined]
        facts.PersonErased(
            persons=(person,), cases=(case,), ground="term_over", result="rejected", retained_until=OVER
        ),
    ]
    assert who(house, person) is None
    assert house.vault.look_up("personnel", "PN-1") == ()
    assert house.vault.look_up("name", "Zomer") == ()


def test_avg_5_without_a_term_of_the_municipality_nobody_is_erased(house: House, employer: str) -> None:
    why = refusal(house, erase(someone(house, "GM0014")), LATER)
    assert "GM0014 has no retention term" in why.what
    assert "lks policy adopt retention" in why.remedy


def test_avg_5_who_was_registered_and_never_applied_for_has_a_short_term_of_its_own(house: House) -> None:
    person = someone(house)
    last = DAY.replace(year=DAY.year + 1)
    assert "for whom nothing was applied for" in refusal(house, erase(person), last).what
    erased = by_two(house, erase(person, "requested"), day=last + timedelta(days=1))[1]
    assert isinstance(erased, facts.PersonErased)
    assert (erased.result, erased.ground, erased.retained_until) == ("unused", "requested", last)


def test_avg_5_a_person_of_two_municipalities_is_erased_in_each_by_its_own_term(house: House, employer: str) -> None:
    bsn = next(_bsns)
    here = house.person({**PERSON_DATA, "bsn": bsn})
    there = house.person({**PERSON_DATA, "bsn": bsn}, ELSEWHERE)
    rejected(house, here, employer)
    rejected(house, there, employer, ELSEWHERE)
    by_two(house, erase(here), day=LATER)
    assert who(house, here) is None
    assert who(house, there) == a_person({**PERSON_DATA, "bsn": bsn})
    assert house.vault.look_up("bsn", MUNICIPALITY + bsn) == ()
    assert house.vault.look_up("bsn", ELSEWHERE + bsn) == (there,)
    assert "10 years" in refusal(house, erase(there), LATER).what


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("none", "none"),
        ("unused=1  rejected=05 granted=10", "granted=10 rejected=5 unused=1"),
        ("granted=6 rejected=5 unused=1", None),
        ("granted=7 rejected=5", None),
        ("granted=7 rejected=0 unused=1", None),
        ("granted=7 granted=8 rejected=5 unused=1", None),
        ("granted=7 rejected=5 unused=1 other=3", None),
        ("granted=7 rejected=5 unused=-1", None),
        ("7", None),
    ],
)
def test_awr_52_a_term_says_every_result_and_is_not_below_what_the_books_need(text: str, spelled: str | None) -> None:
    assert spelling(text) == spelled


def test_r37_a_term_counts_when_a_second_person_agrees_and_none_at_once(house: House) -> None:
    fields = {"municipality": "GM0200", "switch": "retention", "since": DAY}
    (proposed,) = house.ask(intents.AdoptPolicy.model_validate({**fields, "value": TERMS})).facts
    assert isinstance(proposed, facts.Proposed)
    (adopted,) = house.ask(intents.AdoptPolicy.model_validate({**fields, "value": "none"})).facts
    assert isinstance(adopted, facts.PolicyAdopted)


# --- what stands in the way ---------------------------------------------------------------------------------------------


def test_what_stands_in_the_way_of_a_paid_case_is_named_until_all_of_it_is_over() -> None:
    """Open, not determined, payable, not signed off: one after another; then the clocks of other laws."""
    house = House().open()
    keeps(house)
    case = house.running()
    person = books.subsidy(house, case).application.person  # type: ignore[union-attr]

    def stands(day: date = date(2040, 1, 1)) -> str:
        return refusal(house, erase(person), day).what

    assert f"{case} runs" in stands()
    runs = {books.paid(house, "2026-11"): "bank_late"}
    day = date(2026, 12, 21)
    house.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=date(2026, 12, 20)), today=day)
    assert f"{case} is not finally determined" in stands()
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    house.ask(intents.HoldPayment(case=case, reason="doubt", effective=day), today=day)
    house.ask(intents.Determine(case=case, **told), today=day)
    assert f"money of {case} is held" in stands()
    house.ask(intents.ReleasePayment(case=case, effective=day), today=day)
    assert f"money of {case} is payable" in stands()
    runs[books.paid(house, "2026-12", day)] = "bank_late"
    assert f"2026Q4, with money of {case}, is not signed off" in stands()
    day = date(2027, 1, 5)
    books.settled(house, "2026-12", day)
    books.signed_off(house, "2026Q4", day, **runs)
    assert f"2026, with money of {case}, is not signed off" in stands()
    year = {"municipality": MUNICIPALITY, "year": 2026, "position": house.position(), "digest": "cd"}
    totals = {"gross_cents": 3, "receipts_cents": 1, "net_cents": 2}
    by_two(house, intents.SignOffYear.model_validate({**year, **totals}), day=day)
    asked = house.ask(
        intents.CorrectPerson(person=person, reason="typing", age_steps={case: ()}), a_person(), today=day
    )
    assert f"proposal {asked.entries[0].position} about {person} waits" in stands()
    house.ask(intents.Decline(proposal=asked.entries[0].position), by="h.manager", today=day)
    why = refusal(house, erase(person), date(2033, 12, 31))
    assert (why.article, "kept through 2033-12-31" in why.what) == ("art. 52 lid 4 AWR", True)
    erased = by_two(house, erase(person), day=date(2034, 1, 1))[1]
    assert isinstance(erased, facts.PersonErased)
    assert (erased.result, erased.cases) == ("granted", (case,))
    assert audited(house.store)[1] == []


def test_an_open_objection_stands_in_the_way_and_its_decision_moves_the_term(house: House, employer: str) -> None:
    person = someone(house)
    case = rejected(house, person, employer)
    filed = intents.FileObjection(case=case, decision=f"{case}/1", by="employer", received_on=DAY)
    entry = house.ask(filed).entries[0]
    assert f"an objection in {case} is not decided" in refusal(house, erase(person), LATER).what
    decided_on = date(2026, 11, 1)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), decided_on)
    decided = {"case": case, "objection": entry.version, "outcome": "unfounded", **told}
    house.ask(intents.DecideObjection.model_validate(decided), today=decided_on)
    assert "is kept through 2031-11-01" in refusal(house, erase(person), OVER + timedelta(days=1)).what


def test_an_application_that_is_not_decided_stands_in_the_way(house: House, employer: str) -> None:
    person = someone(house)
    case = house.applied(person, employer)
    assert f"{case} is not decided" in refusal(house, erase(person), LATER).what


# --- who is one person --------------------------------------------------------------------------------------------------


def test_r36_who_was_merged_is_erased_with_who_stays(house: House, employer: str) -> None:
    twice, stays = someone(house, surname=DUPLICATE["surname"]), someone(house)
    case = rejected(house, twice, employer)
    by_two(house, intents.MergePersons(person=twice, into=stays, reason="twice"))
    why = refusal(house, erase(twice), LATER)
    assert (why.rule, why.remedy) == ("R36", f"Use {stays}.")
    erased = by_two(house, erase(stays), day=LATER)[1]
    assert isinstance(erased, facts.PersonErased)
    assert (erased.persons, erased.cases) == ((stays, twice), (case,))
    assert who(house, twice) is None
    assert house.vault.look_up("name", "Zomers") == ()


# --- two persons, once ----------------------------------------------------------------------------------------------------


def test_r37_one_person_erases_nobody_and_a_second_is_somebody_else(house: House, employer: str) -> None:
    person = someone(house)
    rejected(house, person, employer)
    (proposed,) = house.ask(erase(person), today=LATER).facts
    assert isinstance(proposed, facts.Proposed)
    assert who(house, person) is not None
    with pytest.raises(Refused, match="cannot also agree"):
        house.ask(intents.Approve(proposal=house.position()), today=LATER)
    house.ask(intents.Decline(proposal=house.position()), by="h.manager", today=LATER)
    assert who(house, person) is not None


def test_who_was_erased_is_not_erased_twice_and_comes_back_under_another_number(house: House, employer: str) -> None:
    bsn = next(_bsns)
    person = house.person({**PERSON_DATA, "bsn": bsn})
    case = rejected(house, person, employer)
    first = house.ask(erase(person), today=LATER).entries[0].position
    second = house.ask(erase(person, "requested"), today=LATER).entries[0].position
    house.ask(intents.Approve(proposal=first), by="h.manager", today=LATER)
    assert house.ask(intents.Approve(proposal=second), by="h.manager", today=LATER).entries == ()
    assert house.ask(erase(person), today=LATER + timedelta(days=1)).entries == ()
    for intent in (apply(person, employer), intents.EndTargetGroup(person=person, effective=LATER)):
        assert f"The data of {person} were erased" in refusal(house, intent, LATER).what
    note = intents.Note(text="achteraf nog iets")
    with pytest.raises(Refused, match=f"The data of {person} were erased"):
        house.ask(intents.RequestDocuments(case=case, documents=("contract",), respond_by=LATER), note, today=LATER)
    again = house.person({**PERSON_DATA, "bsn": bsn}, today=LATER)
    assert again != person
    assert who(house, again) == a_person({**PERSON_DATA, "bsn": bsn})


# --- employers and experts ----------------------------------------------------------------------------------------------


def test_avg_4_only_an_employer_who_is_a_natural_person_is_erased(house: House) -> None:
    trader = house.employer(SOLE_TRADER)
    fields = {"employer": trader, "ground": "term_over"}
    legal_person = intents.EraseEmployer.model_validate({**fields, "natural_person": False})
    assert refusal(house, legal_person, LATER).article == "art. 4 onder 1 AVG"
    case = rejected(house, someone(house), trader)
    natural_person = intents.EraseEmployer.model_validate({**fields, "natural_person": True})
    assert f"5 years after {case} was over" in refusal(house, natural_person, OVER).what
    erased = by_two(house, natural_person, day=LATER)[1]
    assert isinstance(erased, facts.EmployerErased)
    assert house.vault.look_up("payroll", SOLE_TRADER["payroll_tax_number"]) == ()
    assert f"The data of {trader} were erased" in refusal(house, apply(someone(house), trader), LATER).what
    assert house.employer(SOLE_TRADER, today=LATER) != trader


def test_avg_5_an_expert_is_kept_as_long_as_a_case_that_they_measured(house: House, employer: str) -> None:
    an_expert(house)
    person = someone(house)
    case = house.applied(person, employer)
    house.ask(measure(case).model_copy(update={"expert": "LWD-99"}))
    gone = intents.EraseExpert(expert="LWD-99", ground="term_over")
    assert f"{case} is not decided" in refusal(house, gone, LATER).what
    days = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), DAY)
    house.ask(intents.Reject(case=case, ground="no_employment", **days))
    assert f"5 years after {case} was over" in refusal(house, gone, OVER).what
    assert [fact.topic for fact in by_two(house, gone, day=LATER)] == ["Approved", "ExpertErased"]
    again = intents.RegisterExpert(expert="LWD-99", provider="PR-9", again=True)
    with pytest.raises(Refused, match="of LWD-99 were erased"):
        house.ask(again, expert_data({"name": "Q. Herfst"}), today=LATER)
