"""Setting an application aside (Awb 4:5): after the last reminder, within four weeks, and never when it is complete."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.party.decider import decide_person
from ledger.refusal import Refused
from tests.deciders.asking import LAST_TERM, LATER, REQUESTED, incomplete, policy, reminded, told
from tests.deciders.changing import applied, lived
from tests.deciders.given import APPLIED, CASE, OPENED, a_person, circumstances, given, when

DAY = date(2026, 10, 31)
"""The day after the last reminder's term."""
DECIDE_BY = date(2026, 11, 27)


def aside(day: date = DAY, **changes: Any) -> intents.SetAsideApplication:
    """Setting it aside on a day."""
    return intents.SetAsideApplication.model_validate({"case": CASE, **told(day), **changes})


def happened(*more: Fact) -> list[Fact]:
    """An application that stays incomplete after three reminders, and what came after."""
    known = [put.fact for _, one in sorted(reminded(3).inputs.items()) for put in one.puts if put.fact]
    return [*known, *more]


def set_aside(*more: Fact) -> list[Fact]:
    """The same, set aside."""
    return happened(*when(aside(), reminded(3), today=DAY), *more)


def test_awb_4_5_after_the_last_term_it_is_set_aside_by_a_decision_with_a_number() -> None:
    (fact,) = when(aside(), reminded(3), today=DAY)
    assert isinstance(fact, facts.SetAside)
    assert (fact.decision, fact.documents) == (f"{CASE}/1", ("contract", "identification"))
    assert (fact.asked_until, fact.decide_by, fact.anyway) == (LAST_TERM, DECIDE_BY, None)
    assert fact.employer_objects_until == fact.employee_objects_until == date(2026, 12, 14)
    assert given(*happened(fact)).status == "set_aside"


def test_awb_4_5_not_before_the_last_term_is_over_anyway_neither() -> None:
    for asked in (aside(LAST_TERM), aside(LAST_TERM, anyway="hurry")):
        with pytest.raises(Refused, match="What is missing can be sent until 2026-10-30") as refusal:
            when(asked, reminded(3), today=DAY)
        assert refusal.value.article == "art. 4:5 Awb"


def test_awb_4_5_lid_4_not_four_weeks_after_it_anyway_neither() -> None:
    (fact,) = when(aside(DECIDE_BY), reminded(3), today=LATER)
    assert isinstance(fact, facts.SetAside)
    late = date(2026, 11, 28)
    told_late = aside(DECIDE_BY, employer_notified_on=late)
    for asked in (aside(late), aside(late, anyway="late"), told_late):
        with pytest.raises(Refused, match="could be set aside, and told, until 2026-11-27") as refusal:
            when(asked, reminded(3), today=LATER)
        assert refusal.value.article == "art. 4:5 lid 4 Awb"


def test_awb_4_5_lid_4_who_applied_is_told_in_time() -> None:
    by_person = applied(applicant="person")
    known = [by_person, *happened()[1:]]
    late = date(2026, 11, 28)
    assert when(aside(DECIDE_BY, employer_notified_on=late), given(*known), today=LATER)
    with pytest.raises(Refused, match="4:5 lid 4"):
        when(aside(DECIDE_BY, employee_notified_on=late), given(*known), today=LATER)


def test_awb_4_5_what_is_complete_is_never_set_aside() -> None:
    complete = facts.DocumentsReceived(documents=REQUESTED.documents, received_on=DAY, digests={})
    for asked in (aside(), aside(anyway="habit")):
        with pytest.raises(Refused, match="is complete"):
            when(asked, given(*happened(complete)), today=DAY)
        with pytest.raises(Refused, match="is complete"):
            when(asked, given(APPLIED), today=DAY)


def test_switch_reminders_all_of_them_first_or_anyway_with_a_reason() -> None:
    day = date(2026, 10, 16)
    with pytest.raises(Refused, match=r"2 of 3 reminders were sent.*from 2026-10-16 on"):
        when(aside(day), reminded(2), today=day)
    (fact,) = when(aside(day, anyway="refuses"), reminded(2), today=day)
    assert isinstance(fact, facts.SetAside)
    assert (fact.anyway, fact.asked_until) == ("refuses", date(2026, 10, 15))


@pytest.mark.parametrize("chosen", ["none", "3x10 hours"])
def test_switch_reminders_without_them_the_term_of_the_request_is_enough(chosen: str) -> None:
    day = date(2026, 9, 16)
    (fact,) = when(aside(day), incomplete(), today=day, policy=policy(chosen))
    assert isinstance(fact, facts.SetAside)
    assert (fact.anyway, fact.asked_until) == (None, REQUESTED.respond_by)


def test_awb_4_5_is_about_applications_that_are_not_decided_on() -> None:
    with pytest.raises(Refused, match="only an application that is not decided on"):
        when(aside(), lived(REQUESTED), today=DAY)
    own = applied(applicant="municipality")
    with pytest.raises(Refused, match="Nobody applied"):
        when(aside(), given(own, *happened()[1:]), today=DAY)


def test_twice_the_same_is_once_and_otherwise_refused() -> None:
    assert when(aside(), given(*set_aside()), today=LATER) == ()
    with pytest.raises(Refused, match="was set aside on 2026-10-31"):
        when(aside(DECIDE_BY), given(*set_aside()), today=LATER)


@pytest.mark.parametrize(
    "intent",
    [
        intents.Reject(case=CASE, ground="no_employment", **told(DAY)),
        intents.Grant(case=CASE, start=None, until=None, **told(DAY)),
        intents.OrderMeasurement(case=CASE, expert="LWD-1", planned_on=None),
        intents.RequestDocuments(case=CASE, documents=("contract",), respond_by=LATER),
        intents.AskExtension(case=CASE, ends="contract", asked_on=DAY),
    ],
    ids=lambda intent: type(intent).__name__,
)
def test_after_it_nothing_is_asked_measured_or_decided(intent: intents.Intent) -> None:
    with pytest.raises(Refused, match="was set aside on 2026-10-31") as refusal:
        when(intent, given(*set_aside()), today=DAY)
    assert refusal.value.article == "art. 4:5 Awb"


def test_after_it_nothing_is_reported() -> None:
    change = intents.Amend(case=CASE, effective=date(2026, 12, 1), hours="20")
    with pytest.raises(Refused, match="is set aside"):
        when(change, given(*set_aside()), today=DAY)


def test_r16_it_closes_the_case_at_the_person_who_may_apply_again() -> None:
    person = a_person(OPENED)
    (closed,) = decide_person(aside(), person, circumstances())
    assert closed == facts.SubsidyClosed(case=CASE, until=None)
    assert CASE not in a_person(OPENED, closed).subsidies


@pytest.mark.parametrize("outcome", ["founded", "unfounded"])
def test_awb_7_11_a_founded_objection_opens_it_again_at_the_case_and_the_person(outcome: str) -> None:
    day = date(2026, 11, 20)
    file = intents.FileObjection(case=CASE, decision=f"{CASE}/1", by="employer", received_on=day)
    (filed,) = when(file, given(*set_aside()), today=day)
    before = given(*set_aside(filed))
    decide = intents.DecideObjection.model_validate(
        {"case": CASE, "objection": before.version, "outcome": outcome, "grant": False, **told(day)}
    )
    after = given(*set_aside(filed, *when(decide, before, today=day)))
    person = a_person(OPENED, facts.SubsidyClosed(case=CASE, until=None))
    follows = decide_person(decide, person, circumstances(subsidy=after))
    if outcome == "unfounded":
        assert (after.status, follows) == ("set_aside", ())
    else:
        assert (after.status, follows) == ("applied", (OPENED,))
        assert after.set_asides[0].decision == f"{CASE}/1"
        (decided,) = when(intents.Reject(case=CASE, ground="no_employment", **told(day)), after, today=day)
        assert isinstance(decided, facts.Decided)
        assert decided.decision == f"{CASE}/2"


def test_r16_it_is_not_opened_again_next_to_another_case_with_the_same_employer() -> None:
    founded = intents.DecideObjection.model_validate(
        {"case": CASE, "objection": 7, "outcome": "founded", "grant": False, **told(DAY)}
    )
    other = OPENED.model_copy(update={"case": "LKS-26-000002-D"})
    person = a_person(OPENED, facts.SubsidyClosed(case=CASE, until=None), other)
    with pytest.raises(Refused, match="LKS-26-000002-D is already asked") as refusal:
        decide_person(founded, person, circumstances(subsidy=given(*happened())))
    assert refusal.value.rule == "R16"


@pytest.mark.parametrize("status", ["set_aside", "rejected"])
def test_r36_a_correction_of_a_closed_case_does_not_open_it_at_the_person(status: str) -> None:
    reject = intents.Reject(case=CASE, ground="no_employment", **told(DAY))
    closed = given(*set_aside()) if status == "set_aside" else given(APPLIED, *when(reject, given(APPLIED), today=DAY))
    assert closed.status == status
    correct = intents.Correct(case=CASE, entry=1, reason="typing", changes={"hours": "30"})
    person = a_person(OPENED, facts.SubsidyClosed(case=CASE, until=None))
    assert decide_person(correct, person, circumstances(subsidy=closed)) == ()


def test_r35_a_set_aside_is_a_decision_and_not_taken_back() -> None:
    subsidy = given(*set_aside())
    withdraw = intents.WithdrawEntry(case=CASE, entry=subsidy.version, reason="mistake")
    with pytest.raises(Refused, match="SetAside is a decision"):
        when(withdraw, subsidy, today=DAY, topic="SetAside")
