"""R4, R10, R15, R16, R40: what an application records, and what no employment can be."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.party import decider as party_decider
from ledger.party import state as party
from ledger.refusal import Refused
from ledger.subsidy.employment import check_employment
from tests.deciders.given import (
    APPLIED,
    APPLY,
    CASE,
    EMPLOYER,
    EMPLOYMENT,
    OPENED,
    PERSON,
    START,
    TAKE_OVER,
    TODAY,
    a_person,
    circumstances,
    given,
    when,
)

OTHER_EMPLOYER = "W-000002-0"
LATER_CASE = "LKS-26-000002-D"


def asked_of_the_person(intent: intents.Intent, *happened: Fact) -> tuple[Fact, ...]:
    """What the intent leads to in the person's own stream."""
    return party_decider.decide_person(intent, a_person(*happened), circumstances(address=PERSON, case=LATER_CASE))


def employed(**changes: object) -> intents.Employment:
    """The usual employment with something else."""
    return EMPLOYMENT.model_copy(update=changes)


def test_r15_an_application_holds_who_asked_on_which_basis_and_for_which_employment() -> None:
    assert when(APPLY, given()) == (APPLIED,)


def test_r15_an_application_is_recorded_though_a_grant_would_be_refused() -> None:
    too_late = APPLY.model_copy(update={"received_on": TODAY, "employment": employed(start=date(2026, 1, 5))})
    (applied,) = when(too_late, given())
    assert isinstance(applied, facts.Applied)


def test_r40_refuses_an_application_from_the_future() -> None:
    with pytest.raises(Refused, match="cannot come from the future") as refusal:
        when(APPLY.model_copy(update={"received_on": date(2026, 10, 2)}), given())
    assert refusal.value.rule == "R40"


@pytest.mark.parametrize("hours", ["36.01", "60"])
def test_r4_hours_above_the_sector_week_are_accepted(hours: str) -> None:
    check_employment(intents.Employment(**{**dict(EMPLOYMENT), "hours": hours}))


@pytest.mark.parametrize(
    ("changes", "rule", "what"),
    [
        ({"end": date(2026, 10, 22)}, "R15", "ends before it starts"),
        ({"hours": 61}, "R4", "More than 60"),
        ({"form": "min_max", "maximum_hours": 61}, "R4", "More than 60"),
        ({"sector_full_time_hours": 35}, "R4", "outside 36 to 40"),
        ({"sector_full_time_hours": 41}, "R4", "outside 36 to 40"),
        ({"hours": 0}, "R10", "A fixed contract has hours"),
        ({"maximum_hours": 36}, "R10", "A fixed contract has hours, and no maximum"),
        ({"form": "zero_hours"}, "R10", "no agreed hours"),
        ({"form": "min_max"}, "R10", "has a maximum"),
        ({"form": "min_max", "maximum_hours": 31}, "R10", "above its minimum"),
    ],
)
def test_refuses_what_no_employment_can_be(changes: dict[str, object], rule: str, what: str) -> None:
    with pytest.raises(Refused, match=what) as refusal:
        check_employment(employed(**changes))
    assert refusal.value.rule == rule
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("form", "hours", "maximum"), [("min_max", 20, 32), ("min_max", 0, 32), ("zero_hours", 0, None), ("fixed", 1, None)]
)
def test_r10_allows_every_form_of_contract(form: str, hours: int, maximum: int | None) -> None:
    check_employment(employed(form=form, hours=hours, maximum_hours=maximum))


# --- R16: no two subsidies for the same person and employer -----------------------------------------------------------


def test_r16_the_person_remembers_which_subsidy_was_asked() -> None:
    (opened,) = asked_of_the_person(APPLY)
    assert opened == OPENED.model_copy(update={"case": LATER_CASE})


@pytest.mark.parametrize(
    ("start", "end"),
    [(START, None), (date(2026, 1, 1), START), (date(2030, 1, 1), date(2030, 6, 30))],
    ids=["the same", "ends on its first day", "within it"],
)
def test_r16_refuses_an_overlapping_subsidy_with_the_same_employer(start: date, end: date | None) -> None:
    intent = APPLY.model_copy(update={"employment": employed(start=start, end=end)})
    with pytest.raises(Refused, match=f"{CASE} is already asked") as refusal:
        asked_of_the_person(intent, OPENED)
    assert (refusal.value.rule, refusal.value.article) == ("R16", "art. 10d lid 9 Pw")


def test_r16_allows_an_employment_that_ends_before_the_other_begins() -> None:
    intent = APPLY.model_copy(update={"employment": employed(start=date(2026, 1, 1), end=date(2026, 10, 22))})
    assert asked_of_the_person(intent, OPENED)


def test_r16_allows_another_employer_at_the_same_time() -> None:
    assert asked_of_the_person(APPLY.model_copy(update={"employer": OTHER_EMPLOYER}), OPENED)


@pytest.mark.parametrize("until", [None, date(2026, 10, 22)], ids=["rejected", "ended"])
def test_r16_allows_the_same_employer_after_the_case_closed(until: date | None) -> None:
    closed = facts.SubsidyClosed(case=CASE, until=until)
    assert asked_of_the_person(APPLY, OPENED, closed)


def test_r31_a_later_employment_is_a_new_subsidy_and_the_ended_one_still_guards_its_own_period() -> None:
    closed = facts.SubsidyClosed(case=CASE, until=date(2026, 12, 31))
    later = APPLY.model_copy(update={"employment": employed(start=date(2027, 1, 1))})
    assert asked_of_the_person(later, OPENED, closed)
    with pytest.raises(Refused, match="already asked"):
        asked_of_the_person(APPLY, OPENED, closed)


def test_r14_refuses_an_application_for_nobody() -> None:
    with pytest.raises(Refused, match="no person"):
        party_decider.decide_person(APPLY, party.Person(), circumstances(address=PERSON))


def test_r16_a_takeover_is_guarded_as_an_application_is() -> None:
    with pytest.raises(Refused, match="already asked"):
        asked_of_the_person(TAKE_OVER, OPENED)


def test_r26_refuses_an_application_for_an_employer_that_is_not_there() -> None:
    with pytest.raises(Refused, match=f"There is no employer {EMPLOYER}") as refusal:
        when(APPLY, given(), employer=party.Employer())
    assert refusal.value.rule == "R26"
