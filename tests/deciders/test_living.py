"""R14, R18, R25, R31, R37, R38: documents, orders, waivers, holds and ends of one case."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.refusal import Refused
from ledger.subsidy import decider as subsidy_decider
from tests.deciders.given import (
    APPLIED,
    CASE,
    ESTABLISHED,
    GRANT,
    MEASURED,
    PERSON,
    TODAY,
    WAIVED,
    circumstances,
    given,
    when,
)
from tests.deciders.test_granting import granted

REQUEST = intents.RequestDocuments(case=CASE, documents=("contract", "payslip"), respond_by=date(2026, 10, 15))
RECEIVE = intents.ReceiveDocuments(case=CASE, documents=("contract",), received_on=TODAY)
ORDER = intents.OrderMeasurement(case=CASE, expert="LWD-1", planned_on=date(2026, 10, 5))
WAIVE = intents.WaiveMeasurement(case=CASE, waived_on=date(2026, 9, 22))
HOLD = intents.HoldPayment(case=CASE, reason="seizure", effective=TODAY)
HELD = facts.PaymentHeld(reason="seizure", effective=TODAY)
END = intents.EndSubsidy(case=CASE, reason="contract_ended", last_day=date(2026, 12, 31))
ENDED = facts.Ended(reason="contract_ended", last_day=date(2026, 12, 31))
REJECTED = facts.Decided(
    **dict.fromkeys(("route", "start", "until", "wage_value", "reference", "decide_by", "college_decision")),
    decision=f"{CASE}/1",
    outcome="reject",
    ground="no_employment",
    subsidy_cents=0,
    charges_cents=0,
    derivation=(),
    decided_on=TODAY,
    employer_notified_on=TODAY,
    employee_notified_on=TODAY,
    employer_objects_until=date(2026, 11, 12),
    employee_objects_until=date(2026, 11, 12),
)

ALL: tuple[intents.CaseIntent, ...] = (REQUEST, RECEIVE, ORDER, WAIVE, HOLD, END, GRANT)


@pytest.mark.parametrize("intent", ALL, ids=lambda intent: type(intent).__name__)
def test_refuses_anything_about_a_case_that_is_not_there(intent: intents.Intent) -> None:
    with pytest.raises(Refused, match=f"There is no case {CASE}") as refusal:
        when(intent, given())
    assert "lks find" in refusal.value.remedy


# --- documents (Awb 4:5) ----------------------------------------------------------------------------------------------


def test_documents_are_awaited_until_they_come_in() -> None:
    (requested,) = when(REQUEST, given(APPLIED))
    assert given(APPLIED, requested).awaited == {"contract", "payslip"}
    (received,) = when(RECEIVE, given(APPLIED, requested))
    assert given(APPLIED, requested, received).awaited == {"payslip"}


@pytest.mark.parametrize("respond_by", [date(2026, 9, 30), TODAY])
def test_r38_refuses_a_last_day_that_leaves_no_time_to_answer(respond_by: date) -> None:
    with pytest.raises(Refused, match="not after 2026-10-01") as refusal:
        when(REQUEST.model_copy(update={"respond_by": respond_by}), given(APPLIED))
    assert refusal.value.article == "art. 4:5 Awb"


def test_r40_refuses_documents_from_the_future() -> None:
    with pytest.raises(Refused, match="future") as refusal:
        when(RECEIVE.model_copy(update={"received_on": date(2026, 10, 2)}), given(APPLIED))
    assert refusal.value.rule == "R40"


# --- measuring --------------------------------------------------------------------------------------------------------


def test_a_measurement_is_ordered_on_the_business_day() -> None:
    assert when(ORDER, given(APPLIED)) == (
        facts.MeasurementOrdered(expert="LWD-1", ordered_on=TODAY, planned_on=date(2026, 10, 5)),
    )


def test_r18_waiving_starts_five_weeks() -> None:
    assert when(WAIVE, given(APPLIED)) == (WAIVED,)


def test_r18_the_last_of_establishing_and_waiving_counts() -> None:
    assert given(APPLIED, MEASURED, ESTABLISHED, WAIVED).established is None
    assert given(APPLIED, WAIVED, MEASURED, ESTABLISHED).waived is None


def test_r18_asked_twice_is_waived_once() -> None:
    assert when(WAIVE, given(APPLIED, WAIVED)) == ()


def test_r7_refuses_to_waive_for_an_employment_that_had_begun() -> None:
    lid_2 = APPLIED.model_copy(update={"basis": "lid_2b", "qualified_until": date(2026, 10, 22)})
    with pytest.raises(Refused, match="lid 2") as refusal:
        when(WAIVE, given(lid_2))
    assert (refusal.value.rule, refusal.value.article) == ("R7", "art. 10d lid 5 Pw")


def test_r40_refuses_to_waive_in_the_future() -> None:
    with pytest.raises(Refused, match="today or earlier"):
        when(WAIVE.model_copy(update={"waived_on": date(2026, 10, 2)}), given(APPLIED))


def test_r18_refuses_to_establish_before_the_report_came_in() -> None:
    establish = intents.EstablishWageValue(case=CASE, established_on=date(2026, 9, 20), valid_until=None)
    with pytest.raises(Refused, match="rests on the report"):
        when(establish, given(APPLIED, MEASURED))


def test_r18_a_new_report_on_the_same_day_is_established_too() -> None:
    corrected = MEASURED.model_copy(update={"wage_value": 55})
    establish = intents.EstablishWageValue(case=CASE, established_on=date(2026, 9, 22), valid_until=None)
    (established,) = when(establish, given(APPLIED, MEASURED, ESTABLISHED, corrected))
    assert isinstance(established, facts.WageValueEstablished)
    assert established.wage_value == 55


# --- what is over (R31) -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("over", [REJECTED, ENDED], ids=["rejected", "ended"])
@pytest.mark.parametrize("intent", [ORDER, WAIVE, GRANT], ids=lambda intent: type(intent).__name__)
def test_r31_nothing_is_measured_or_decided_on_a_case_that_is_over(intent: intents.Intent, over: Fact) -> None:
    with pytest.raises(Refused) as refusal:
        when(intent, given(APPLIED, over))
    assert refusal.value.rule == "R31"


def test_r17_a_rejection_is_not_repeated() -> None:
    reject = intents.Reject(
        case=CASE, ground="no_employment", decided_on=TODAY, employer_notified_on=TODAY, employee_notified_on=TODAY
    )
    with pytest.raises(Refused, match="is rejected"):
        when(reject, given(APPLIED, REJECTED))


# --- payment on hold, and the end -------------------------------------------------------------------------------------


def test_r25_a_case_is_held_and_released() -> None:
    assert when(HOLD, given(APPLIED)) == (HELD,)
    release = intents.ReleasePayment(case=CASE, effective=TODAY)
    assert when(release, given(APPLIED, HELD)) == (facts.PaymentReleased(effective=TODAY),)
    assert given(APPLIED, HELD, facts.PaymentReleased(effective=TODAY)).hold is None


def test_r25_asked_twice_is_held_once() -> None:
    assert when(HOLD, given(APPLIED, HELD)) == ()


def test_r25_refuses_to_release_a_case_that_is_not_held() -> None:
    with pytest.raises(Refused, match="not held") as refusal:
        when(intents.ReleasePayment(case=CASE, effective=TODAY), given(APPLIED))
    assert refusal.value.rule == "R25"


def test_r31_a_subsidy_ends_after_its_last_day_and_once() -> None:
    assert when(END, given(APPLIED)) == (ENDED,)
    assert when(END, given(APPLIED, ENDED)) == ()


def test_r14_the_end_of_the_target_group_ends_the_subsidy_the_day_before() -> None:
    end = intents.EndTargetGroup(person=PERSON, effective=date(2027, 1, 1))
    (ended,) = when(end, given(APPLIED))
    assert ended == facts.Ended(reason="not_target_group", last_day=date(2026, 12, 31))


def test_r14_the_end_of_the_target_group_comes_before_a_later_end_that_was_told_already() -> None:
    end = intents.EndTargetGroup(person=PERSON, effective=date(2026, 12, 1))
    ended = facts.Ended(reason="not_target_group", last_day=date(2026, 11, 30))
    assert when(end, given(APPLIED, ENDED)) == (ended,)
    assert when(end, given(APPLIED, ENDED, ended)) == ()


def test_r14_the_end_leaves_an_earlier_last_day_as_it_was() -> None:
    ending = APPLIED.model_copy(update={"end": date(2026, 11, 30)})
    terms = given(ending, ENDED).terms
    assert terms is not None
    assert terms.ended == date(2026, 11, 30)


def test_what_belongs_elsewhere_is_a_mistake_of_the_program_and_no_refusal() -> None:
    with pytest.raises(AssertionError, match="not asked of a subsidy"):
        subsidy_decider.decide(intents.Decline(proposal=1), given(APPLIED), circumstances())


def test_r18_a_grant_after_the_flat_rate_needs_no_start_and_any_other_later_grant_does() -> None:
    first = granted(APPLIED, MEASURED, ESTABLISHED)
    with pytest.raises(Refused, match="needs the day from which it counts"):
        granted(APPLIED, MEASURED, ESTABLISHED, first, MEASURED, ESTABLISHED)


def test_r20_a_grant_ends_with_the_employment_or_earlier_and_not_before_it_starts() -> None:
    ending = APPLIED.model_copy(update={"end": date(2027, 3, 31)})
    assert granted(ending, MEASURED, ESTABLISHED).until == date(2027, 3, 31)
    until = GRANT.model_copy(update={"until": date(2026, 12, 31)})
    assert granted(ending, MEASURED, ESTABLISHED, intent=until).until == date(2026, 12, 31)
    with pytest.raises(Refused, match="would end on 2026-10-22"):
        granted(ending, MEASURED, ESTABLISHED, intent=GRANT.model_copy(update={"until": date(2026, 10, 22)}))


def test_r40_refuses_a_decision_from_the_future() -> None:
    later = date(2026, 10, 2)
    days = {"decided_on": later, "employer_notified_on": later, "employee_notified_on": later}
    with pytest.raises(Refused, match="is after 2026-10-01"):
        granted(APPLIED, MEASURED, ESTABLISHED, intent=GRANT.model_copy(update=days))


def test_evolve_passes_over_what_is_not_about_a_subsidy() -> None:
    proposed = facts.Proposed(intent="Grant", fields="{}")
    assert given(APPLIED, proposed) == replace(given(APPLIED), version=2)
