"""R14, R16, R25, R26: what persons and employers guard over all their subsidies."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.party import decider as party_decider
from ledger.party import state as party
from ledger.party.state import Employer, Person
from ledger.refusal import Refused
from tests.deciders.given import (
    APPLY,
    CASE,
    EMPLOYER,
    MUNICIPALITY,
    OPENED,
    PERSON,
    START,
    TODAY,
    a_person,
    an_employer,
    circumstances,
)

ESTABLISH = intents.EstablishTargetGroup(
    person=PERSON, group="assistance", applied_on=None, effective=date(2026, 8, 15)
)
REJECT = intents.RejectTargetGroup(person=PERSON, group="assistance", applied_on=None, effective=date(2026, 8, 15))
END = intents.EndTargetGroup(person=PERSON, effective=date(2027, 3, 1))
IN_GROUP = facts.TargetGroupEstablished(group="assistance", applied_on=None, effective=date(2026, 8, 15))
ENDED = facts.TargetGroupEnded(effective=date(2027, 3, 1))
HOLD = intents.HoldEmployer(employer=EMPLOYER, reason="bankruptcy", effective=TODAY)
HELD = facts.PaymentHeld(reason="bankruptcy", effective=TODAY)


def asked(intent: intents.Intent, person: Person) -> tuple[Fact, ...]:
    """What the intent leads to for this person."""
    return party_decider.decide_person(intent, person, circumstances(address=PERSON))


def asked_of_employer(intent: intents.Intent, employer: Employer) -> tuple[Fact, ...]:
    """What the intent leads to for this employer."""
    return party_decider.decide_employer(intent, employer, circumstances(address=EMPLOYER))


# --- persons: registered once, with what is personal sealed ---------------------------------------------------------------


def test_a_person_is_registered_with_what_is_sealed() -> None:
    intent = intents.RegisterPerson(municipality=MUNICIPALITY, sealed="token")
    assert asked(intent, Person()) == (facts.PersonRegistered(person=PERSON, sealed="token"),)
    assert a_person().municipality == MUNICIPALITY


@pytest.mark.parametrize("intent", [ESTABLISH, REJECT, END, APPLY], ids=lambda intent: type(intent).__name__)
def test_r14_refuses_anything_about_a_person_who_is_not_there(intent: intents.Intent) -> None:
    with pytest.raises(Refused, match=f"There is no person {PERSON}") as refusal:
        asked(intent, Person())
    assert "lks person register" in refusal.value.remedy


def test_r15_refuses_an_application_in_another_municipality_than_the_person_is_registered_in() -> None:
    with pytest.raises(Refused, match="registered in GM0363, not in GM0518") as refusal:
        asked(APPLY.model_copy(update={"municipality": "GM0518"}), a_person())
    assert refusal.value.rule == "R15"


# --- R14: the target group --------------------------------------------------------------------------------------------


def test_r14_the_target_group_is_established_from_a_day() -> None:
    assert asked(ESTABLISH, a_person()) == (IN_GROUP,)
    assert a_person(IN_GROUP).group == "assistance"
    assert a_person(IN_GROUP).group_since == date(2026, 8, 15)


def test_r14_asked_twice_is_established_once() -> None:
    assert asked(ESTABLISH, a_person(IN_GROUP)) == ()


def test_r14_who_left_the_target_group_can_be_established_again() -> None:
    again = ESTABLISH.model_copy(update={"effective": date(2027, 6, 1)})
    assert asked(again, a_person(IN_GROUP, ENDED)) == (IN_GROUP.model_copy(update={"effective": date(2027, 6, 1)}),)


def test_r14_a_group_on_application_only_is_refused_ex_officio() -> None:
    with pytest.raises(Refused, match="not ex officio") as refusal:
        asked(ESTABLISH.model_copy(update={"group": "unassisted"}), a_person())
    assert (refusal.value.rule, refusal.value.article) == ("R14", "art. 10c lid 1 Pw")


def test_r14_refuses_a_second_application_within_twelve_months_of_a_rejected_one() -> None:
    rejected = facts.TargetGroupRejected(group="anw", applied_on=date(2026, 5, 1), effective=date(2026, 5, 20))
    again = ESTABLISH.model_copy(update={"group": "anw", "applied_on": date(2027, 4, 30)})
    with pytest.raises(Refused, match="another application can be made after 2027-04-30"):
        asked(again, a_person(rejected))
    assert asked(again.model_copy(update={"applied_on": date(2027, 5, 1)}), a_person(rejected))


def test_r14_a_rejection_is_recorded_and_leaves_who_was_outside_outside() -> None:
    (rejected,) = asked(REJECT, a_person())
    assert isinstance(rejected, facts.TargetGroupRejected)
    assert a_person(rejected).group is None


def test_r14_refuses_to_reject_who_belongs_to_the_group_for_that_must_be_ended() -> None:
    with pytest.raises(Refused, match="belongs to the target group") as refusal:
        asked(REJECT, a_person(IN_GROUP))
    assert "lks target-group end" in refusal.value.remedy


def test_r14_rejecting_another_group_takes_nothing_away() -> None:
    (rejected,) = asked(REJECT.model_copy(update={"group": "ioaw"}), a_person(IN_GROUP))
    assert a_person(IN_GROUP, rejected).group == "assistance"


def test_r14_the_end_of_the_target_group_closes_every_running_subsidy_the_day_before() -> None:
    other = OPENED.model_copy(update={"case": "LKS-26-000002-D", "until": date(2027, 6, 30)})
    over = OPENED.model_copy(update={"case": "LKS-26-000003-0", "until": date(2027, 2, 28)})
    assert asked(END, a_person(IN_GROUP, OPENED, other, over)) == (
        ENDED,
        facts.SubsidyClosed(case=CASE, until=date(2027, 2, 28)),
        facts.SubsidyClosed(case="LKS-26-000002-D", until=date(2027, 2, 28)),
    )


def test_r14_asked_twice_is_ended_once() -> None:
    assert asked(END, a_person(IN_GROUP, ENDED)) == ()


def test_r14_refuses_to_end_a_target_group_that_was_never_established() -> None:
    with pytest.raises(Refused, match="not in the target group") as refusal:
        asked(END, a_person())
    assert refusal.value.article == "art. 10c Pw"


def test_r17_a_rejected_subsidy_is_closed_as_if_it_never_ran() -> None:
    reject = intents.Reject(
        case=CASE, ground="no_employment", decided_on=TODAY, employer_notified_on=TODAY, employee_notified_on=TODAY
    )
    assert asked(reject, a_person(OPENED)) == (facts.SubsidyClosed(case=CASE, until=None),)
    assert not a_person(OPENED, facts.SubsidyClosed(case=CASE, until=None)).subsidies


def test_r31_an_ended_subsidy_is_closed_from_its_last_day() -> None:
    end = intents.EndSubsidy(case=CASE, reason="contract_ended", last_day=date(2027, 1, 31))
    (closed,) = asked(end, a_person(OPENED))
    assert a_person(OPENED, closed).subsidies[CASE] == party.Opened(EMPLOYER, START, date(2027, 1, 31))


# --- employers --------------------------------------------------------------------------------------------------------


def test_r26_an_employer_is_registered_with_its_account() -> None:
    intent = intents.RegisterEmployer(sealed="token")
    assert asked_of_employer(intent, Employer()) == (facts.EmployerRegistered(employer=EMPLOYER, sealed="token"),)
    assert an_employer().account == 1


def test_r25_an_employer_is_held_and_released() -> None:
    assert asked_of_employer(HOLD, an_employer()) == (HELD,)
    release = intents.ReleaseEmployer(employer=EMPLOYER, effective=TODAY)
    assert asked_of_employer(release, an_employer(HELD)) == (facts.PaymentReleased(effective=TODAY),)
    assert an_employer(HELD, facts.PaymentReleased(effective=TODAY)).hold is None


def test_r25_asked_twice_is_held_once_and_another_reason_is_recorded() -> None:
    assert asked_of_employer(HOLD, an_employer(HELD)) == ()
    assert asked_of_employer(HOLD.model_copy(update={"reason": "seizure"}), an_employer(HELD))


def test_r25_refuses_to_release_an_employer_that_is_not_held() -> None:
    with pytest.raises(Refused, match="not held"):
        asked_of_employer(intents.ReleaseEmployer(employer=EMPLOYER, effective=TODAY), an_employer())


def test_r26_refuses_anything_about_an_employer_that_is_not_there() -> None:
    with pytest.raises(Refused, match=f"There is no employer {EMPLOYER}") as refusal:
        asked_of_employer(HOLD, Employer())
    assert refusal.value.rule == "R26"
