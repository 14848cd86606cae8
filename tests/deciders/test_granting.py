"""R3, R7, R14–R17, R20: what a decision holds, what it needs, and when it is late."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.party.state import Person
from ledger.refusal import Refused
from tests.deciders.given import (
    APPLIED,
    CASE,
    ESTABLISHED,
    GRANT,
    MEASURED,
    PERSON,
    START,
    TODAY,
    WAIVED,
    given,
    when,
)

ASKED = (APPLIED, MEASURED, ESTABLISHED)


def granted(*happened: Fact, intent: intents.Grant = GRANT, **changes: object) -> facts.Decided:
    """The decision on a case to which this happened."""
    (decided,) = when(intent, given(*happened), **changes)
    assert isinstance(decided, facts.Decided)
    return decided


def test_r20_a_grant_holds_period_route_percentage_and_the_amount_of_a_full_month() -> None:
    decided = granted(*ASKED)
    assert (decided.outcome, decided.ground, decided.route) == ("grant", "lid_1a", "regular")
    assert (decided.start, decided.until, decided.reference) == (START, None, START)
    assert decided.wage_value == 60
    assert (decided.subsidy_cents, decided.charges_cents) == (89741, 22435)
    assert decided.derivation[0].minimum_wage_cents == 233700


def test_r20_employer_and_employee_each_have_an_objection_term() -> None:
    intent = GRANT.model_copy(update={"employee_notified_on": date(2026, 11, 14)})
    decided = granted(*ASKED, intent=intent)
    assert decided.employer_objects_until == date(2026, 11, 12)
    assert decided.employee_objects_until == date(2026, 12, 28)  # six weeks end on 26 December, a holiday


@pytest.mark.parametrize(("decided_on", "late"), [(date(2026, 10, 27), False), (date(2026, 10, 28), True)])
def test_r19_a_decision_after_the_term_is_late_and_recorded(decided_on: date, late: bool) -> None:
    days = {"decided_on": decided_on, "employer_notified_on": decided_on, "employee_notified_on": decided_on}
    assert granted(*ASKED, intent=GRANT.model_copy(update=days), today=decided_on).late is late


def test_r7_flat_rate_is_half_and_ends_after_six_months_of_the_employment() -> None:
    decided = granted(APPLIED, WAIVED)
    assert (decided.route, decided.wage_value, decided.until) == ("flat_rate", None, date(2027, 4, 22))
    assert decided.ground == "lid_1b"
    assert decided.subsidy_cents == 112176  # 2337.00 × 1.08 × 50 % × 32/36


def test_r7_the_decision_after_the_flat_rate_starts_the_next_day_and_moves_the_reference_date() -> None:
    first = granted(APPLIED, WAIVED)
    decided = granted(APPLIED, WAIVED, first, MEASURED, ESTABLISHED)
    assert (decided.start, decided.reference, decided.route) == (date(2027, 4, 23), date(2027, 4, 23), "regular")


def test_r3_a_remeasurement_with_the_same_percentage_keeps_the_reference_date() -> None:
    later = GRANT.model_copy(update={"start": date(2027, 3, 1)})
    decided = granted(*ASKED, granted(*ASKED), MEASURED, ESTABLISHED, intent=later)
    assert decided.reference == START


def test_r3_a_remeasurement_with_another_percentage_moves_the_reference_date() -> None:
    later = GRANT.model_copy(update={"start": date(2027, 3, 1)})
    other = ESTABLISHED.model_copy(update={"wage_value": 55})
    decided = granted(*ASKED, granted(*ASKED), MEASURED, other, intent=later)
    assert decided.reference == date(2027, 3, 1)


def test_r18_refuses_a_grant_without_wage_value_or_waiver() -> None:
    with pytest.raises(Refused) as refusal:
        granted(APPLIED, MEASURED)
    assert (refusal.value.rule, refusal.value.article) == ("R18", "art. 10d lid 1 Pw")


def test_r18_a_grant_uses_up_the_wage_value_it_rests_on() -> None:
    with pytest.raises(Refused, match="since the last decision"):
        granted(*ASKED, granted(*ASKED))


def test_r14_refuses_a_grant_for_a_person_outside_the_target_group() -> None:
    with pytest.raises(Refused, match="target group") as refusal:
        granted(*ASKED, person=Person(number=PERSON))
    assert refusal.value.article == "art. 10c Pw"


def test_r14_refuses_a_grant_from_before_the_target_group_and_allows_a_later_start() -> None:
    later = Person(number=PERSON, group="assistance", group_since=date(2026, 11, 1))
    with pytest.raises(Refused, match="from 2026-11-01; this grant would start on 2026-10-23") as refusal:
        granted(*ASKED, person=later)
    assert refusal.value.rule == "R14"
    start = GRANT.model_copy(update={"start": date(2026, 11, 1)})
    assert granted(*ASKED, intent=start, person=later).start == date(2026, 11, 1)


def test_r14_refuses_a_grant_after_the_end_of_the_target_group() -> None:
    ended = Person(number=PERSON, group="assistance", group_until=date(2026, 10, 22))
    with pytest.raises(Refused, match="until 2026-10-22"):
        granted(*ASKED, person=ended)


def test_r17_a_wage_value_of_100_percent_is_rejected_not_granted() -> None:
    with pytest.raises(Refused, match="nothing to subsidise"):
        granted(APPLIED, MEASURED, ESTABLISHED.model_copy(update={"wage_value": 100}))


def test_r20_refuses_a_start_before_the_employment() -> None:
    with pytest.raises(Refused, match="before the employment"):
        granted(*ASKED, intent=GRANT.model_copy(update={"start": date(2026, 10, 22)}))


def test_r20_refuses_a_notification_before_the_decision() -> None:
    with pytest.raises(Refused, match="after it is taken"):
        granted(*ASKED, intent=GRANT.model_copy(update={"employer_notified_on": date(2026, 9, 30)}))


def test_r16_a_grant_outside_the_law_waits_for_a_second_person() -> None:
    outside = APPLIED.model_copy(update={"group": "wajong", "college_decision": "BW-2026-17"})
    person = Person(number=PERSON, group="wajong")
    (proposed,) = when(GRANT, given(outside, MEASURED, ESTABLISHED), person=person)
    assert isinstance(proposed, facts.Proposed)
    assert proposed.intent == "Grant"


def test_r17_a_rejection_names_a_ground_and_grants_nothing() -> None:
    reject = intents.Reject(
        case=CASE,
        ground="applied_too_late",
        decided_on=TODAY,
        employer_notified_on=TODAY,
        employee_notified_on=TODAY,
    )
    (decided,) = when(reject, given(APPLIED))
    assert isinstance(decided, facts.Decided)
    assert (decided.outcome, decided.ground, decided.subsidy_cents) == ("reject", "applied_too_late", 0)
    assert given(APPLIED, decided).status == "rejected"


def test_r20_a_granted_case_cannot_be_rejected() -> None:
    reject = intents.Reject(
        case=CASE,
        ground="no_employment",
        decided_on=TODAY,
        employer_notified_on=TODAY,
        employee_notified_on=TODAY,
    )
    with pytest.raises(Refused, match="was granted"):
        when(reject, given(*ASKED, granted(*ASKED)))


def test_r31_nothing_is_decided_after_the_end() -> None:
    ended = facts.Ended(reason="not_target_group", last_day=date(2026, 12, 31))
    with pytest.raises(Refused, match="ended"):
        granted(*ASKED, granted(*ASKED), ended, MEASURED, ESTABLISHED)
