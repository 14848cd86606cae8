"""R14, R16, R26, R35, R36: what a wrong person, employer or target group leads to, decided without a database."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.segment import AgeStep
from ledger.context import Elsewhere, Seconding
from ledger.facts import Fact
from ledger.log.entry import Signature
from ledger.party import correcting, merging, moving
from ledger.party import decider as party_decider
from ledger.party import state as party
from ledger.party.registration import Registration, registration
from ledger.party.state import Person
from ledger.refusal import Misuse, Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.given import (
    APPLIED,
    APPLY,
    CASE,
    EMPLOYER,
    MUNICIPALITY,
    OPENED,
    PERSON,
    START,
    a_person,
    an_employer,
    circumstances,
    entry,
    given,
    when,
)

INTO, FIRM = "P-000002-C", "W-000002-0"
LATER = date(2027, 4, 1)
IN_GROUP = facts.TargetGroupEstablished(group="assistance", applied_on=None, effective=date(2026, 8, 15))
OUT = facts.TargetGroupEnded(effective=date(2027, 3, 1))
CLOSED = facts.SubsidyClosed(case=CASE, until=date(2027, 2, 28))
END = facts.Ended(reason="not_target_group", last_day=date(2027, 2, 28))
STEPS = (AgeStep(age=19, since=START),)
AGREED = Seconding(1, Signature("another", "another"))
MOVE = intents.MoveCases(municipality=MUNICIPALITY, cases=(CASE,), employer=FIRM, effective=LATER)
MERGE = intents.MergePersons(person=PERSON, into=INTO, reason="twice")
MOVED = facts.Amended(
    effective=LATER, form=None, hours=None, maximum_hours=None, sector_full_time_hours=None, end=None, employer=FIRM
)


def corrected(kind: str, right: Fact | None, slot: int = 1, reason: str = "typing") -> facts.Corrected:
    stored = None if right is None else right.model_dump_json()
    return facts.Corrected(slot=slot, reason=reason, kind=kind, replacement=stored)


def other_person(*happened: Fact) -> Person:
    """Another registered person to whom this happened."""
    person = Person()
    for version, fact in enumerate((facts.PersonRegistered(person=INTO, sealed="BB"), *happened), start=1):
        person = party.evolve_person(person, entry(version, fact))
    return person


def follows(intent: correcting.GroupIntent, person: Person, **cases: Subsidy) -> list[Elsewhere]:
    found = correcting.group_corrected(intent, person)
    assert found is not None
    return list(correcting.cases_follow(found, person, {CASE: cases["case"]}))


def put(number: int, **changes: Any) -> intents.CorrectTargetGroup:
    return intents.CorrectTargetGroup(person=PERSON, entry=number, reason="typing", changes=changes)


def taken_back(number: int) -> intents.WithdrawTargetGroup:
    return intents.WithdrawTargetGroup(person=PERSON, entry=number, reason="typing")


# --- cases that move ----------------------------------------------------------------------------------------------------


def test_r26_a_case_is_the_other_employers_from_that_day_and_so_is_its_person() -> None:
    cases, persons = {CASE: given(APPLIED)}, {PERSON: a_person(OPENED)}
    assert moving.move(MOVE, cases, persons, circumstances(today=LATER)) == (
        Elsewhere("subsidy", CASE, MUNICIPALITY, MOVED),
        Elsewhere("person", PERSON, MUNICIPALITY, OPENED.model_copy(update={"employer": FIRM})),
    )


def test_a_case_that_is_there_already_records_nothing() -> None:
    assert moving.move(MOVE, {CASE: given(APPLIED, MOVED)}, {}, circumstances(today=LATER)) == ()


def test_r36_a_case_that_moves_elsewhere_later_is_not_moved_without_effect() -> None:
    later = MOVED.model_copy(update={"effective": date(2027, 5, 1), "employer": "W-000003-U"})
    with pytest.raises(Refused, match=CASE) as refused:
        moving.move(MOVE, {CASE: given(APPLIED, later)}, {PERSON: a_person(OPENED)}, circumstances(today=LATER))
    assert refused.value.rule == "R36"


def test_r31_a_case_that_is_finally_settled_refuses_all() -> None:
    settled = facts.FinallySettled(
        decision=f"{CASE}/2", subsidy_cents=0, charges_cents=0, balance_cents=0, claim_until=date(2032, 1, 1)
    )
    ended = facts.Ended(reason="contract_ended", last_day=date(2027, 5, 31))
    with pytest.raises(Refused, match=f"{CASE} is finally settled") as refused:
        moving.move(
            MOVE, {CASE: given(APPLIED, ended, settled)}, {PERSON: a_person(OPENED)}, circumstances(today=LATER)
        )
    assert refused.value.rule == "R31"


def test_r37_the_employers_stream_holds_the_question_and_the_answer_only() -> None:
    elsewhere = (Elsewhere("subsidy", CASE, MUNICIPALITY, MOVED),)
    context = circumstances(address=EMPLOYER, elsewhere=elsewhere)
    (proposed,) = party_decider.decide_employer(MOVE, an_employer(), context)
    assert isinstance(proposed, facts.Proposed)
    agreed = circumstances(address=EMPLOYER, elsewhere=elsewhere, second=AGREED)
    assert party_decider.decide_employer(MOVE, an_employer(), agreed) == (facts.Approved(of=1),)
    assert party_decider.decide_employer(MOVE, an_employer(), circumstances(address=EMPLOYER)) == ()


# --- one person registered twice ----------------------------------------------------------------------------------------


def test_r36_a_case_goes_to_the_one_who_stays() -> None:
    right = APPLIED.model_copy(update={"person": INTO})
    assert merging.merge(MERGE, a_person(OPENED), other_person(IN_GROUP), {CASE: given(APPLIED)}) == (
        Elsewhere("subsidy", CASE, MUNICIPALITY, corrected("Applied", right, reason="twice")),
        Elsewhere("person", INTO, MUNICIPALITY, OPENED),
    )


def test_r6_the_birthdays_of_the_one_who_stays_count() -> None:
    intent = MERGE.model_copy(update={"age_steps": {CASE: STEPS}})
    (first, _) = merging.merge(intent, a_person(OPENED), other_person(IN_GROUP), {CASE: given(APPLIED)})
    right = APPLIED.model_copy(update={"person": INTO, "age_steps": STEPS})
    assert first.fact == corrected("Applied", right, reason="twice")


@pytest.mark.parametrize(
    "into",
    [
        (),
        (facts.TargetGroupEstablished(group="ioaw", applied_on=None, effective=date(2026, 8, 15)),),
        (IN_GROUP, facts.TargetGroupEnded(effective=date(2026, 9, 1))),
    ],
    ids=["none", "another", "ended"],
)
def test_r14_who_stays_must_belong_to_the_target_group_of_the_case(into: tuple[Fact, ...]) -> None:
    with pytest.raises(Refused, match=CASE) as refused:
        merging.merge(MERGE, a_person(OPENED), other_person(*into), {CASE: given(APPLIED)})
    assert refused.value.rule == "R14"


def test_r36_a_merged_person_has_no_cases_and_is_asked_nothing_more() -> None:
    person = a_person(OPENED, facts.PersonMerged(into=INTO, reason="twice"))
    assert (person.cases, dict(person.subsidies)) == ((), {})
    with pytest.raises(Refused, match=INTO):
        party_decider.decide_person(APPLY, person, circumstances(address=PERSON))
    assert party_decider.decide_person(MERGE, person, circumstances(address=PERSON)) == ()


# --- who somebody is ----------------------------------------------------------------------------------------------------


def test_r36_the_last_correction_counts_with_the_topic_it_was_sealed_under() -> None:
    right = facts.PersonRegistered(person=PERSON, sealed="token")
    fact = corrected("PersonRegistered", right).model_copy(update={"sealed": "token"})
    stream = [entry(1, facts.PersonRegistered(person=PERSON, sealed="AA")), entry(2, IN_GROUP), entry(3, fact)]
    assert registration(stream[:2]) == Registration("PersonRegistered", "AA", 1)
    assert registration(stream) == a_person(IN_GROUP, fact).registration == Registration("Corrected", "token", 3)
    assert registration([]) is None


def test_r36_a_corrected_person_waits_for_a_second_person() -> None:
    intent = intents.CorrectPerson(person=PERSON, reason="typing", sealed="token")
    (proposed,) = party_decider.decide_person(intent, a_person(), circumstances(address=PERSON))
    assert isinstance(proposed, facts.Proposed)
    assert proposed.sealed == "token"
    _, fact = party_decider.decide_person(intent, a_person(), circumstances(address=PERSON, second=AGREED))
    assert isinstance(fact, facts.Corrected)
    assert (fact.slot, fact.kind, fact.sealed) == (1, "PersonRegistered", "token")


def test_r36_a_question_about_who_was_corrected_since_is_refused() -> None:
    right = facts.PersonRegistered(person=PERSON, sealed="token")
    fact = corrected("PersonRegistered", right).model_copy(update={"sealed": "token"})
    intent = intents.CorrectPerson(person=PERSON, reason="typing", sealed="other", registered=1)
    with pytest.raises(Refused, match=f"{PERSON} was corrected after this was asked"):
        party_decider.decide_person(intent, a_person(fact), circumstances(address=PERSON, second=AGREED))
    merge = intents.MergePersons(person=INTO, into=PERSON, reason="twice", registered=1)
    with pytest.raises(Refused, match=PERSON):
        merging.merge(merge, other_person(), a_person(fact), {})


def test_r6_only_cases_whose_birthdays_move_are_corrected_and_none_may_be_missing() -> None:
    intent = intents.CorrectPerson(person=PERSON, reason="typing", sealed="token", age_steps={CASE: STEPS})
    right = APPLIED.model_copy(update={"age_steps": STEPS})
    cases = {CASE: given(APPLIED)}
    assert correcting.older_or_younger(intent, a_person(OPENED), cases) == (
        Elsewhere("subsidy", CASE, MUNICIPALITY, corrected("Applied", right)),
    )
    same = intent.model_copy(update={"age_steps": {CASE: ()}})
    assert correcting.older_or_younger(same, a_person(OPENED), cases) == ()
    with pytest.raises(Refused, match=CASE):
        correcting.older_or_younger(intent.model_copy(update={"age_steps": {}}), a_person(OPENED), cases)


def test_r35_the_person_of_an_application_is_not_for_a_correction_of_the_case() -> None:
    intent = intents.Correct(case=CASE, entry=1, reason="typing", changes={"person": INTO})
    with pytest.raises(Misuse, match="person"):
        when(intent, given(APPLIED))


# --- the target group ---------------------------------------------------------------------------------------------------


def test_r36_the_target_group_follows_from_the_inputs_that_count() -> None:
    person = a_person(IN_GROUP, OUT)
    assert (person.group_since, person.group_until) == (date(2026, 8, 15), date(2027, 2, 28))
    person = a_person(IN_GROUP, OUT, corrected("TargetGroupEnded", None, slot=3))
    assert (person.group, person.group_until) == ("assistance", None)
    person = a_person(IN_GROUP, OUT, corrected("TargetGroupEstablished", None, slot=2))
    assert (person.group, person.last_application) == (None, None)


def test_r14_an_end_that_moves_corrects_the_end_that_it_gave_a_case() -> None:
    right = END.model_copy(update={"last_day": date(2027, 3, 31)})
    assert follows(
        put(3, effective="2027-04-01"), a_person(IN_GROUP, OUT, OPENED, CLOSED), case=given(APPLIED, END)
    ) == [
        Elsewhere("subsidy", CASE, MUNICIPALITY, corrected("Ended", right, slot=2)),
        Elsewhere("person", PERSON, MUNICIPALITY, OPENED.model_copy(update={"until": date(2027, 3, 31)})),
    ]


def test_r14_an_end_that_moves_forward_ends_a_case_that_had_ended_later_on_its_own() -> None:
    own = facts.Ended(reason="contract_ended", last_day=date(2027, 1, 31))
    person = a_person(IN_GROUP, OUT, OPENED, facts.SubsidyClosed(case=CASE, until=own.last_day))
    first = follows(put(3, effective="2027-01-01"), person, case=given(APPLIED, own))[0]
    assert first.fact == facts.Ended(reason="not_target_group", last_day=date(2026, 12, 31))


def test_r36_an_end_that_is_taken_back_takes_back_what_it_gave_the_case() -> None:
    found = follows(taken_back(3), a_person(IN_GROUP, OUT, OPENED, CLOSED), case=given(APPLIED, END))
    assert [one.fact for one in found] == [corrected("Ended", None, slot=2), OPENED]


def test_a_correction_that_says_what_counts_already_is_quiet() -> None:
    assert correcting.group_corrected(put(2, effective="2026-08-15"), a_person(IN_GROUP)) is None
    withdrawn = a_person(IN_GROUP, corrected("TargetGroupEstablished", None, slot=2))
    assert correcting.group_corrected(taken_back(2), withdrawn) is None


def test_r36_taking_back_a_correction_restores_what_stood_before_it() -> None:
    other = IN_GROUP.model_copy(update={"effective": date(2026, 9, 1)})
    person = a_person(IN_GROUP, corrected("TargetGroupEstablished", other, slot=2))
    found = correcting.group_corrected(taken_back(3), person)
    assert found is not None
    assert found.fact == corrected("TargetGroupEstablished", IN_GROUP, slot=2)


def test_r14_a_target_group_does_not_end_before_it_began() -> None:
    with pytest.raises(Refused, match="before it began"):
        correcting.group_corrected(put(3, effective="2026-08-15"), a_person(IN_GROUP, OUT))


def test_r14_one_application_in_twelve_months_also_for_a_correction() -> None:
    first = facts.TargetGroupRejected(group="anw", applied_on=date(2026, 2, 1), effective=date(2026, 2, 1))
    second = facts.TargetGroupEstablished(group="anw", applied_on=date(2027, 3, 1), effective=date(2027, 3, 1))
    with pytest.raises(Refused, match="applied on 2026-02-01"):
        correcting.group_corrected(put(3, applied_on="2026-12-01"), a_person(first, second))


def test_r36_what_was_withdrawn_is_not_corrected() -> None:
    withdrawn = a_person(IN_GROUP, corrected("TargetGroupEstablished", None, slot=2))
    with pytest.raises(Refused, match="was withdrawn"):
        correcting.group_corrected(put(2, effective="2026-08-01"), withdrawn)
