"""R18, R19: measuring changes nothing that is due; what makes a report invalid, and what only makes it late."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.refusal import Refused
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, MEASURED, TODAY, given, when

RECORD = intents.RecordMeasurement(
    case=CASE,
    measured_on=date(2026, 9, 14),
    reported_on=date(2026, 9, 21),
    wage_value="60",
    expert="LWD-1",
    expert_roles=(),
    method="ULM",
    draft_discussed_on=date(2026, 9, 16),
)


def test_r18_a_report_is_recorded_and_changes_nothing_due() -> None:
    assert when(RECORD, given(APPLIED)) == (MEASURED,)
    assert given(APPLIED, MEASURED).terms == given(APPLIED).terms


def test_r19_ten_municipal_working_days_skip_whit_monday() -> None:
    intent = RECORD.model_copy(update={"measured_on": date(2026, 5, 18), "draft_discussed_on": date(2026, 5, 19)})
    (measured,) = when(intent, given(APPLIED))
    assert isinstance(measured, facts.Measured)
    assert measured.report_due == date(2026, 6, 2)


def test_r19_a_late_report_is_recorded() -> None:
    late = RECORD.model_copy(update={"reported_on": date(2026, 9, 30)})
    (measured,) = when(late, given(APPLIED))
    assert isinstance(measured, facts.Measured)
    assert measured.reported_on > measured.report_due


@pytest.mark.parametrize("role", ["placed", "coached", "recruited"])
def test_r19_refuses_an_expert_with_another_role_in_the_case(role: str) -> None:
    with pytest.raises(Refused, match="not independent") as refusal:
        when(RECORD.model_copy(update={"expert_roles": (role,)}), given(APPLIED))
    assert refusal.value.rule == "R19"


@pytest.mark.parametrize(("measured_on", "refused"), [(date(2021, 7, 1), True), (date(2021, 6, 30), False)])
def test_r19_a_draft_must_be_discussed_from_1_july_2021(measured_on: date, refused: bool) -> None:
    intent = RECORD.model_copy(update={"measured_on": measured_on, "draft_discussed_on": None})
    if not refused:
        assert when(intent, given(APPLIED))
        return
    with pytest.raises(Refused, match="draft was not discussed"):
        when(intent, given(APPLIED))


def test_r40_refuses_a_report_from_the_future() -> None:
    with pytest.raises(Refused, match="future"):
        when(RECORD.model_copy(update={"reported_on": date(2026, 10, 2)}), given(APPLIED))


def test_refuses_a_report_before_its_measurement() -> None:
    with pytest.raises(Refused, match="follows the measurement"):
        when(RECORD.model_copy(update={"reported_on": date(2026, 9, 13)}), given(APPLIED))


def test_r18_establishing_starts_five_weeks() -> None:
    intent = intents.EstablishWageValue(case=CASE, established_on=date(2026, 9, 22), valid_until=None)
    assert when(intent, given(APPLIED, MEASURED)) == (ESTABLISHED,)


def test_r38_five_weeks_that_end_on_a_holiday_move_to_the_next_legal_day() -> None:
    report = MEASURED.model_copy(update={"reported_on": date(2026, 4, 1)})
    intent = intents.EstablishWageValue(case=CASE, established_on=date(2026, 4, 9), valid_until=None)
    (established,) = when(intent, given(APPLIED, report))
    assert isinstance(established, facts.WageValueEstablished)
    # 14 May 2026 is Ascension Day, 15 May is equated by decree, then comes the weekend.
    assert established.decide_by == date(2026, 5, 18)


def test_r18_refuses_to_establish_without_a_report() -> None:
    with pytest.raises(Refused, match="no report"):
        when(intents.EstablishWageValue(case=CASE, established_on=TODAY, valid_until=None), given(APPLIED))


def test_asked_twice_is_established_once() -> None:
    intent = intents.EstablishWageValue(case=CASE, established_on=date(2026, 9, 22), valid_until=None)
    assert when(intent, given(APPLIED, MEASURED, ESTABLISHED)) == ()


def test_refuses_anything_about_a_case_that_is_not_there() -> None:
    with pytest.raises(Refused, match="no case"):
        when(RECORD, given())
