"""The term to decide waits while data are missing (Awb 4:15)."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.process.suspension import decide_by_now, waiting
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, GRANT, MEASURED, WAIVED, given, when

LAW, POLICY = packaged_law(), Policy.defaults()
TERM_ENDS = date(2026, 10, 27)
"""Five weeks after 22 September."""


def requested(day: int, until: date, month: int = 9) -> facts.DocumentsRequested:
    """A request of a day."""
    return facts.DocumentsRequested(documents=("contract",), respond_by=until, requested_on=date(2026, month, day))


def received(day: date) -> facts.DocumentsReceived:
    """What was asked for came in."""
    return facts.DocumentsReceived(documents=("contract",), received_on=day, digests={})


def last_day(*happened: facts.Fact) -> date | None:
    """The last day to decide."""
    return decide_by_now(given(APPLIED, *happened), LAW, POLICY)


def test_no_term_runs_before_the_wage_value_is_established() -> None:
    assert last_day(MEASURED) is None


@pytest.mark.parametrize("basis", [ESTABLISHED, WAIVED], ids=lambda fact: fact.topic)
def test_without_a_request_the_term_is_five_weeks(basis: facts.Fact) -> None:
    assert last_day(MEASURED, basis) == TERM_ENDS


def test_awb_4_15_it_waits_from_the_day_after_the_request_until_the_day_the_last_document_came_in() -> None:
    waited = (MEASURED, ESTABLISHED, requested(28, date(2026, 10, 20)), received(date(2026, 10, 5)))
    assert [(one.first, one.last) for one in waiting(given(APPLIED, *waited))] == [
        (date(2026, 9, 29), date(2026, 10, 4))
    ]
    assert last_day(*waited) == date(2026, 11, 2)


def test_awb_4_15_it_waits_no_longer_than_the_term_to_answer() -> None:
    late = (MEASURED, ESTABLISHED, requested(28, date(2026, 10, 12)), received(date(2026, 10, 20)))
    assert last_day(*late) == date(2026, 11, 10) == last_day(*late[:-1])


def test_a_reminder_asks_again_so_the_term_waits_through_its_own() -> None:
    reminded = facts.Reminded(
        about="documents",
        level=1,
        reminded_on=date(2026, 10, 13),
        respond_by=date(2026, 10, 27),
        documents=("contract",),
        months=(),
        anyway=None,
    )
    known = (MEASURED, ESTABLISHED, requested(28, date(2026, 10, 12)))
    assert last_day(*known, reminded) == date(2026, 11, 24)
    hours = reminded.model_copy(update={"about": "hours"})
    assert last_day(*known, hours) == last_day(*known)


def test_what_waited_before_the_term_began_does_not_make_it_longer() -> None:
    assert last_day(requested(1, date(2026, 9, 15)), received(date(2026, 9, 10)), MEASURED, ESTABLISHED) == TERM_ENDS
    half = requested(20, date(2026, 9, 24)), received(date(2026, 9, 24))
    assert last_day(*half, MEASURED, ESTABLISHED) == date(2026, 10, 28)


def test_what_was_asked_after_the_term_was_over_does_not_revive_it() -> None:
    assert last_day(MEASURED, ESTABLISHED, requested(28, date(2026, 11, 12), month=10)) == TERM_ENDS


def test_a_request_that_is_taken_back_never_made_it_wait() -> None:
    happened = (MEASURED, ESTABLISHED, requested(28, date(2026, 10, 12)))
    taken_back = facts.Corrected(slot=4, reason="mistake", kind="DocumentsRequested", replacement=None)
    assert last_day(*happened, taken_back) == TERM_ENDS


def test_a_request_of_which_the_day_is_not_recorded_suspends_nothing_and_is_stored_as_before() -> None:
    stored = '{"documents":["contract"],"respond_by":"2026-10-12","sealed":null}'
    old = facts.DocumentsRequested.model_validate_json(stored)
    assert old.model_dump_json() == stored
    assert last_day(MEASURED, ESTABLISHED, old) == TERM_ENDS
    (new,) = when(
        intents.RequestDocuments(case=CASE, documents=("contract",), respond_by=date(2026, 10, 12)), given(APPLIED)
    )
    assert facts.DocumentsRequested.model_validate_json(new.model_dump_json()) == new
    assert isinstance(new, facts.DocumentsRequested)
    assert new.requested_on == date(2026, 10, 1)


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 3)])
def test_r19_a_decision_is_late_after_the_term_with_the_days_it_waited(day: date) -> None:
    waited = (APPLIED, MEASURED, ESTABLISHED, requested(28, date(2026, 10, 20)), received(date(2026, 10, 5)))
    grant = GRANT.model_copy(
        update={"decided_on": day, "employer_notified_on": day, "employee_notified_on": day},
    )
    (decided,) = when(grant, given(*waited), today=date(2026, 11, 3))
    assert isinstance(decided, facts.Decided)
    assert decided.decide_by == date(2026, 11, 2)
    assert decided.late == (day > date(2026, 11, 2))
