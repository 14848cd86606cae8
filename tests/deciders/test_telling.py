"""Around a decision: the outcome discussed (C1), the employee told (C3), a notice of default (Awb 4:17)."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.refusal import Misuse, Refused
from tests.deciders.asking import LATER, told
from tests.deciders.changing import applied, granted, lived
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, MEASURED, TODAY, WAIVED, given, when
from tests.deciders.test_setting_aside import set_aside

NUMBER = f"{CASE}/1"
TERM_ENDS = ESTABLISHED.decide_by
NOTICED = date(2026, 10, 28)


def discuss(day: date = TODAY, *, employer: bool = True, employee: bool = True) -> intents.DiscussOutcome:
    """The outcome was discussed."""
    return intents.DiscussOutcome(case=CASE, discussed_on=day, with_employer=employer, with_employee=employee)


def confirm(day: date = TODAY, decision: str = NUMBER) -> intents.NotifyEmployee:
    """The employee was told."""
    return intents.NotifyEmployee(case=CASE, decision=decision, notified_on=day)


def notice(day: date = NOTICED) -> intents.NoticeDefault:
    """A notice of default came in."""
    return intents.NoticeDefault(case=CASE, received_on=day)


def test_c1_the_outcome_is_discussed_with_both_before_the_decision() -> None:
    (fact,) = when(discuss(), given(APPLIED, MEASURED, ESTABLISHED))
    assert fact == facts.OutcomeDiscussed(discussed_on=TODAY, with_employer=True, with_employee=True)
    assert when(discuss(), given(APPLIED, MEASURED, ESTABLISHED, fact)) == ()
    assert when(discuss(employee=False), given(APPLIED, MEASURED, ESTABLISHED, fact))


def test_c1_without_a_wage_value_there_is_no_outcome() -> None:
    for known in ((APPLIED,), (APPLIED, MEASURED), (APPLIED, WAIVED)):
        with pytest.raises(Refused, match="no outcome to discuss"):
            when(discuss(), given(*known))


def test_c1_not_before_the_wage_value_nor_after_the_decision() -> None:
    with pytest.raises(Refused, match="R40"):
        when(discuss(date(2026, 9, 21)), given(APPLIED, MEASURED, ESTABLISHED))
    assert when(discuss(TODAY), lived(), today=LATER)
    with pytest.raises(Refused, match="the outcome is discussed before"):
        when(discuss(date(2026, 10, 2)), lived(), today=LATER)


def test_c1_a_later_change_of_the_decision_does_not_make_room_for_it() -> None:
    changed = intents.AmendDecision(case=CASE, ground="change_reported", effective=date(2026, 12, 1), **told(LATER))
    later = when(changed, lived(), today=LATER)
    with pytest.raises(Refused, match="the outcome is discussed before"):
        when(discuss(date(2026, 11, 2)), lived(*later), today=LATER)


def test_c1_somebody_was_there() -> None:
    with pytest.raises(Misuse, match="--with"):
        when(discuss(employer=False, employee=False), given(APPLIED, MEASURED, ESTABLISHED))


def test_c3_the_employee_is_told_and_can_object_for_six_weeks() -> None:
    (fact,) = when(confirm(), lived())
    assert fact == facts.EmployeeNotified(decision=NUMBER, notified_on=TODAY, objects_until=date(2026, 11, 12))
    assert when(confirm(), lived(fact)) == ()
    with pytest.raises(Refused, match="was confirmed to the employee on 2026-10-01"):
        when(confirm(LATER), lived(fact), today=LATER)


def test_c3_only_of_a_decision_and_not_before_it() -> None:
    with pytest.raises(Refused, match=f"no decision {CASE}/2"):
        when(confirm(decision=f"{CASE}/2"), lived())
    with pytest.raises(Refused, match="R40"):
        when(confirm(date(2026, 9, 30)), lived())
    day = date(2026, 11, 2)
    assert when(confirm(day), given(*set_aside()), today=day)


def test_awb_6_8_told_later_the_employee_can_object_later_and_the_employer_cannot() -> None:
    late = date(2026, 11, 12)
    (fact,) = when(confirm(late), lived(), today=late)
    for by, last in (
        ("employee", date(2026, 12, 24)),
        ("employer", date(2026, 11, 12)),
        ("representative", date(2026, 12, 24)),
    ):
        filing: dict[str, Any] = {"case": CASE, "decision": NUMBER, "by": by, "received_on": date(2026, 12, 20)}
        (filed,) = when(intents.FileObjection.model_validate(filing), lived(fact), today=LATER)
        assert isinstance(filed, facts.ObjectionFiled)
        assert filed.last_day == last


def test_awb_4_17_a_notice_after_the_term_gives_two_weeks_and_then_forty_two_days() -> None:
    (fact,) = when(notice(), given(APPLIED, MEASURED, ESTABLISHED), today=LATER)
    assert fact == facts.DefaultNoticed(
        received_on=NOTICED, decide_by=date(2026, 11, 11), penalty_until=date(2026, 12, 23)
    )
    assert when(notice(), given(APPLIED, MEASURED, ESTABLISHED, fact), today=LATER) == ()
    with pytest.raises(Refused, match="A second one changes nothing"):
        when(notice(date(2026, 10, 30)), given(APPLIED, MEASURED, ESTABLISHED, fact), today=LATER)


def test_awb_4_17_not_before_the_term_is_over_also_while_it_waits_for_data() -> None:
    with pytest.raises(Refused, match=f"can be decided on until {TERM_ENDS}"):
        when(notice(TERM_ENDS), given(APPLIED, MEASURED, ESTABLISHED), today=LATER)
    asked = facts.DocumentsRequested(
        documents=("contract",), respond_by=date(2026, 10, 12), requested_on=date(2026, 9, 28)
    )
    with pytest.raises(Refused, match="can be decided on until 2026-11-10"):
        when(notice(), given(APPLIED, MEASURED, ESTABLISHED, asked), today=LATER)
    with pytest.raises(Refused, match="no wage value is established"):
        when(notice(), given(APPLIED, MEASURED), today=LATER)


def test_awb_4_17_a_penalty_is_due_on_applications_only() -> None:
    own = applied(applicant="municipality")
    with pytest.raises(Refused, match="Nobody applied"):
        when(notice(), given(own, MEASURED, ESTABLISHED), today=LATER)


def test_awb_4_17_what_was_set_aside_and_is_open_again_can_be_in_default() -> None:
    day = date(2026, 11, 20)
    with pytest.raises(Refused, match="was decided on on 2026-10-31"):
        when(notice(day), given(*set_aside()), today=LATER)
    file = intents.FileObjection(case=CASE, decision=NUMBER, by="employer", received_on=day)
    filed = when(file, given(*set_aside()), today=day)
    founded = {"case": CASE, "objection": len(set_aside(*filed)), "outcome": "founded", "grant": False, **told(day)}
    reopened = when(intents.DecideObjection.model_validate(founded), given(*set_aside(*filed)), today=day)
    known = (*set_aside(*filed), *reopened, MEASURED, ESTABLISHED)
    assert when(notice(date(2026, 12, 20)), given(*known), today=LATER)


def test_awb_4_17_what_was_decided_on_in_the_meantime_is_not_in_default() -> None:
    with pytest.raises(Refused, match="was decided on on 2026-10-01"):
        when(notice(), lived(), today=LATER)
    decided = granted()[-1].model_copy(update=told(date(2026, 10, 30)))
    known = (*granted()[:-1], decided)
    assert when(notice(), given(*known), today=LATER)
