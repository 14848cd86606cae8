"""Wrong BSN, name, birth date or payroll number; one person registered twice; a wrong target group (R6, R14, R16, R35-R37)."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.segment import AgeStep
from ledger.identifiers import stream_id
from ledger.party.registration import registration
from ledger.payment.accounts import Accounts
from ledger.refusal import Misuse, Refused
from ledger.vault.identity import PersonData
from ledger.vault.who import opened
from tests.ledger.house import (
    DAY,
    EMPLOYER,
    MUNICIPALITY,
    OTHER_EMPLOYER,
    OTHER_PERSON,
    PERSON,
    House,
    a_person,
    an_employer,
    apply,
)

LATER = date(2026, 11, 20)
RIGHT = {**PERSON, "bsn": "999900249", "surname": "van der Meer"}
STEPS = (AgeStep(age=19, since=date(2026, 10, 23)), AgeStep(age=20, since=date(2027, 3, 14)))


def agreed(house: House) -> list[facts.Fact]:
    """A second person agrees with what was asked last."""
    return house.ask(intents.Approve(proposal=house.position()), by="g.control", today=LATER).facts


def correct(house: House, person: str, data: dict[str, Any] = RIGHT, **age_steps: Any) -> None:
    """Asked by one person; `age_steps` of other cases than those of adults."""
    cases = house.ledger().reading().person(person).cases
    steps = dict.fromkeys(cases, ()) | age_steps
    house.ask(intents.CorrectPerson(person=person, reason="typing", age_steps=steps), a_person(data), today=LATER)


def found(house: House, kind: str, text: str) -> tuple[str, ...]:
    return house.vault.look_up(kind, text)


def who(house: House, person: str) -> PersonData | None:
    stream = stream_id("person", person)
    known = registration(house.store.read(stream))
    assert known is not None
    return opened(house.vault, stream, known, PersonData)


# --- who a person is ----------------------------------------------------------------------------------------------------


def test_r36_a_corrected_person_is_found_by_what_is_right_and_no_more_by_what_was_wrong() -> None:
    house = House().open()
    person = house.person()
    correct(house, person)
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == (person,)
    assert [fact.topic for fact in agreed(house)] == ["Approved", "Corrected"]
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == ()
    assert found(house, "bsn", MUNICIPALITY + RIGHT["bsn"]) == (person,)
    assert found(house, "name", "Vermeer") == ()
    assert found(house, "name", "Meer") == (person,)
    assert who(house, person) == a_person(RIGHT)


def test_r37_a_correction_that_is_declined_moves_nothing() -> None:
    house = House().open()
    person = house.person()
    correct(house, person)
    house.ask(intents.Decline(proposal=house.position()), by="g.control", today=LATER)
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == (person,)
    assert found(house, "bsn", MUNICIPALITY + RIGHT["bsn"]) == ()
    assert who(house, person) == a_person()


def test_a_corrected_person_is_corrected_again() -> None:
    house = House().open()
    person = house.person()
    for data in (RIGHT, PERSON):
        correct(house, person, data)
        agreed(house)
    assert who(house, person) == a_person()
    assert found(house, "bsn", MUNICIPALITY + RIGHT["bsn"]) == ()
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == (person,)


def test_r14_the_bsn_of_another_person_is_refused_with_the_remedy_to_merge() -> None:
    house = House().open()
    person, other = house.person(), house.person(OTHER_PERSON)
    before = house.position()
    with pytest.raises(Refused, match=other) as refused:
        correct(house, person, {**PERSON, "bsn": OTHER_PERSON["bsn"]})
    assert "lks person merge" in refused.value.remedy
    assert PERSON["bsn"] not in str(refused.value)
    assert house.position() == before


def test_r14_a_bsn_that_was_given_to_another_in_the_meantime_is_refused_at_approval() -> None:
    house = House().open()
    person = house.person()
    correct(house, person)
    house.person({**OTHER_PERSON, "bsn": RIGHT["bsn"]})
    proposal = next(entry.position for entry in house.ledger().proposals())
    with pytest.raises(Refused) as refused:
        house.ask(intents.Approve(proposal=proposal), by="g.control", today=LATER)
    assert refused.value.rule == "R14"


def test_r6_another_birth_date_moves_the_age_steps_of_every_case_in_the_same_append() -> None:
    house = House().open()
    person = house.person()
    cases = [house.applied(person, house.employer(data)) for data in (EMPLOYER, OTHER_EMPLOYER)]
    correct(house, person, {**PERSON, "birth_date": "2007-03-14"}, **dict.fromkeys(cases, STEPS))
    recorded = agreed(house)
    assert [fact.topic for fact in recorded] == ["Approved", "Corrected", "Corrected", "Corrected"]
    for case in cases:
        terms = house.ledger().reading().subsidy(case).terms
        assert terms is not None
        assert terms.age_steps == STEPS
    assert b"2007-03-14" not in b"".join(row.state + (row.cause or b"") for row in house.store._recorder.rows)


def test_a_case_that_came_between_proposal_and_approval_stops_it() -> None:
    house = House().open()
    person = house.person()
    correct(house, person)
    proposal = house.position()
    case = house.applied(person, house.employer(), today=LATER)
    with pytest.raises(Refused, match=case):
        house.ask(intents.Approve(proposal=proposal), by="g.control", today=LATER)


def test_nothing_personal_stands_in_the_log_in_plain() -> None:
    house = House().open()
    correct(house, house.person())
    agreed(house)
    everything = b"".join(row.state + (row.cause or b"") for row in house.store._recorder.rows)
    for secret in (PERSON["bsn"], RIGHT["bsn"], "Vermeer", "Meer", "1991-03-14"):
        assert secret.encode() not in everything


# --- employers ----------------------------------------------------------------------------------------------------------


def test_r36_a_corrected_employer_keeps_its_account_and_is_found_by_what_is_right() -> None:
    house = House().open()
    employer = house.employer()
    right = {**EMPLOYER, "payroll_tax_number": OTHER_EMPLOYER["payroll_tax_number"], "name": "Bakkerij Het Deeg"}
    moved = {**right, "iban": "NL91ABNA0417164300"}
    house.ask(intents.CorrectEmployer(employer=employer, reason="typing"), an_employer(moved), today=LATER)
    agreed(house)
    known = Accounts(house.store, house.vault).employer(employer, 1)
    assert (known.name, known.iban) == ("Bakkerij Het Deeg", EMPLOYER["iban"])
    assert house.ledger().reading().employer(employer).account == 1
    assert found(house, "payroll", EMPLOYER["payroll_tax_number"]) == ()
    assert found(house, "payroll", right["payroll_tax_number"]) == (employer,)
    assert found(house, "employer", "Korenaar") == ()


def test_r26_the_payroll_number_of_another_employer_is_refused_with_the_remedy_to_move() -> None:
    house = House().open()
    employer, other = house.employer(), house.employer(OTHER_EMPLOYER)
    wrong = an_employer({**EMPLOYER, "payroll_tax_number": OTHER_EMPLOYER["payroll_tax_number"]})
    with pytest.raises(Refused, match=other) as refused:
        house.ask(intents.CorrectEmployer(employer=employer, reason="typing"), wrong, today=LATER)
    assert "lks employer move" in refused.value.remedy


# --- one person registered twice ----------------------------------------------------------------------------------------


def merged(house: House, person: str, into: str) -> list[facts.Fact]:
    house.ask(intents.MergePersons(person=person, into=into, reason="twice"), today=LATER)
    return agreed(house)


def test_r36_the_cases_of_the_duplicate_go_to_the_one_who_stays() -> None:
    house = House().open()
    person, into = house.person(), house.person(OTHER_PERSON)
    case = house.applied(person, house.employer())
    house.granted(case)
    assert [fact.topic for fact in merged(house, person, into)] == [
        "Approved", "PersonMerged", "Corrected", "SubsidyOpened",
    ]  # fmt: skip
    reading = house.ledger().reading()
    application = reading.subsidy(case).application
    assert application is not None
    assert application.person == into
    assert (reading.person(person).cases, reading.person(into).cases) == ((), (case,))
    assert (reading.person(person).merged_into, dict(reading.person(person).subsidies)) == (into, {})
    house.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=date(2026, 11, 30)), today=LATER)
    assert house.ledger().reading().person(into).subsidies[case].until == date(2026, 11, 30)


def test_the_duplicate_gets_no_new_case_and_the_refusal_names_who_stays() -> None:
    house = House().open()
    person, into = house.person(), house.person(OTHER_PERSON)
    merged(house, person, into)
    with pytest.raises(Refused, match=into):
        house.ask(apply(person, house.employer()), today=LATER)
    with pytest.raises(Refused, match=into):
        house.ask(intents.MergePersons(person=into, into=person, reason="twice"), today=LATER)


def test_the_names_of_the_duplicate_find_who_stays_and_its_bsn_is_free() -> None:
    house = House().open()
    person, into = house.person(), house.person(OTHER_PERSON)
    merged(house, person, into)
    assert found(house, "name", "Vermeer") == (into,)
    assert found(house, "name", "de Boer") == (into,)
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == ()
    correct(house, into, {**OTHER_PERSON, "bsn": PERSON["bsn"]})
    agreed(house)
    assert found(house, "bsn", MUNICIPALITY + PERSON["bsn"]) == (into,)


def test_r16_both_with_the_same_employer_is_refused() -> None:
    house = House().open()
    person, into, firm = house.person(), house.person(OTHER_PERSON), house.employer()
    cases = [house.applied(one, firm) for one in (person, into)]
    with pytest.raises(Refused, match=cases[1]) as refused:
        house.ask(intents.MergePersons(person=person, into=into, reason="twice"), today=LATER)
    assert refused.value.rule == "R16"


def test_r14_who_stays_must_be_in_the_target_group_of_the_cases() -> None:
    house = House().open()
    person = house.person()
    into = house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person(OTHER_PERSON)).name
    house.applied(person, house.employer())
    with pytest.raises(Refused, match="assistance") as refused:
        house.ask(intents.MergePersons(person=person, into=into, reason="twice"), today=LATER)
    assert refused.value.rule == "R14"
    assert "lks target-group establish" in refused.value.remedy


def test_a_rejected_case_goes_along_and_stays_closed() -> None:
    house = House().open()
    person, into = house.person(), house.person(OTHER_PERSON)
    case = house.applied(person, house.employer())
    days: dict[str, Any] = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), DAY)
    house.ask(intents.Reject(case=case, ground="no_employment", **days))
    merged(house, person, into)
    reading = house.ledger().reading()
    assert (reading.person(into).cases, dict(reading.person(into).subsidies)) == ((case,), {})


@pytest.mark.parametrize("wrong", ["itself", "unknown", "elsewhere"])
def test_who_cannot_be_one_person_is_refused(wrong: str) -> None:
    house = House().open()
    person = house.person()
    into = person if wrong == "itself" else "P-000099-F"
    if wrong == "elsewhere":
        into = house.person(OTHER_PERSON, "GM0599")
    if wrong == "unknown":
        from ledger.identifiers import person_number

        into = person_number(99)
    with pytest.raises(Refused):
        house.ask(intents.MergePersons(person=person, into=into, reason="twice"), today=LATER)


# --- the target group ---------------------------------------------------------------------------------------------------


def ended(house: House) -> tuple[str, str]:
    """A person with a granted case, both ended by leaving the target group on 1 December."""
    person = house.person()
    case = house.applied(person, house.employer())
    house.granted(case)
    house.ask(intents.EndTargetGroup(person=person, effective=date(2026, 12, 1)), today=LATER)
    return person, case


def version(house: House, person: str, topic: str) -> int:
    return next(one.version for one in reversed(house.store.read(stream_id("person", person))) if one.topic == topic)


def test_r14_a_wrong_end_of_the_target_group_moves_the_ends_of_the_cases() -> None:
    house = House().open()
    person, case = ended(house)
    entry = version(house, person, "TargetGroupEnded")
    changes = {"effective": "2027-01-01"}
    asked = intents.CorrectTargetGroup(person=person, entry=entry, reason="typing", changes=changes)
    house.ask(asked, today=LATER)
    agreed(house)
    reading = house.ledger().reading()
    assert reading.subsidy(case).ended == facts.Ended(reason="not_target_group", last_day=date(2026, 12, 31))
    assert reading.person(person).group_until == date(2026, 12, 31)
    assert reading.person(person).subsidies[case].until == date(2026, 12, 31)


def test_r36_taking_back_the_end_of_the_target_group_takes_back_those_of_the_cases_and_again() -> None:
    house = House().open()
    person, case = ended(house)
    entry = version(house, person, "TargetGroupEnded")
    house.ask(intents.WithdrawTargetGroup(person=person, entry=entry, reason="mistake"), today=LATER)
    agreed(house)
    reading = house.ledger().reading()
    assert (reading.subsidy(case).status, reading.person(person).group_until) == ("granted", None)
    assert reading.person(person).subsidies[case].until is None
    back = version(house, person, "Corrected")
    house.ask(intents.WithdrawTargetGroup(person=person, entry=back, reason="no_mistake"), today=LATER)
    agreed(house)
    reading = house.ledger().reading()
    assert reading.subsidy(case).ended == facts.Ended(reason="not_target_group", last_day=date(2026, 11, 30))
    assert reading.person(person).subsidies[case].until == date(2026, 11, 30)


def test_r37_a_correction_that_moves_no_amount_needs_one_person() -> None:
    house = House().open()
    person = house.person()
    entry = version(house, person, "TargetGroupEstablished")
    changes = {"effective": "2026-08-01"}
    asked = intents.CorrectTargetGroup(person=person, entry=entry, reason="typing", changes=changes)
    assert [fact.topic for fact in house.ask(asked, today=LATER).facts] == ["Corrected"]
    assert house.ledger().reading().person(person).group_since == date(2026, 8, 1)
    assert house.ask(asked, today=LATER).repeated


def test_r14_what_cannot_be_established_cannot_be_established_by_a_correction() -> None:
    house = House().open()
    person = house.person()
    entry = version(house, person, "TargetGroupEstablished")
    asked = intents.CorrectTargetGroup(person=person, entry=entry, reason="typing", changes={"group": "unassisted"})
    with pytest.raises(Refused, match="application"):
        house.ask(asked, today=LATER)
    with pytest.raises(Misuse, match="colour"):
        house.ask(asked.model_copy(update={"changes": {"colour": "red"}}), today=LATER)
    with pytest.raises(Refused, match="lks person correct"):
        house.ask(asked.model_copy(update={"entry": 1}), today=LATER)
