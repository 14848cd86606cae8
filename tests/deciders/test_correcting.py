"""R35, R36, R37: inputs are corrected and taken back by slot; decisions and money never are."""

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from ledger import facts, intents
from ledger.context import Seconding
from ledger.facts import Fact
from ledger.law import policy
from ledger.log.entry import Signature
from ledger.refusal import Misuse, Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.given import APPLIED, CASE, entry, given, when
from tests.deciders.test_granting import ASKED, granted

LATER = date(2027, 3, 1)
ME = Signature("a.case", "lks_local")
OFFICE: dict[str, object] = {"today": LATER, "by": ME}
SECOND: dict[str, object] = {**OFFICE, "second": Seconding(9, Signature("b.other", "another"))}
AMENDED = facts.Amended(
    effective=date(2026, 12, 1),
    form=None,
    hours="24",
    maximum_hours=None,
    sector_full_time_hours=None,
    end=None,
    employer=None,
)


def running(*happened: Fact) -> Subsidy:
    """A case granted from 23 October 2026, 32 hours, 60 %, to which this happened; the first of it is entry 5."""
    return given(*ASKED, granted(*ASKED), *happened)


def correct(entry: int, **changes: object) -> intents.Correct:
    return intents.Correct(case=CASE, entry=entry, reason="typing_error", changes=changes)


def take_back(entry: int) -> intents.WithdrawEntry:
    return intents.WithdrawEntry(case=CASE, entry=entry, reason="recorded_twice")


def agreed(intent: intents.Intent, subsidy: Subsidy) -> facts.Corrected:
    """The correction, with a second person who agrees."""
    (*_, corrected) = when(intent, subsidy, **SECOND)
    assert isinstance(corrected, facts.Corrected)
    return corrected


def hours_on(subsidy: Subsidy, day: date) -> str:
    assert subsidy.terms is not None
    found = [contract for contract in subsidy.terms.contracts if contract.start <= day]
    return str(found[-1].hours)


def test_r36_a_correction_addresses_the_slot_by_its_version_and_keeps_the_rest_of_the_fact() -> None:
    corrected = agreed(correct(5, hours="28"), running(AMENDED))
    assert (corrected.slot, corrected.kind, corrected.reason) == (5, "Amended", "typing_error")
    right = facts.Amended.model_validate_json(corrected.replacement or "")
    assert right == AMENDED.model_copy(update={"hours": right.hours})
    assert hours_on(running(AMENDED, corrected), date(2026, 12, 1)) == "28"


def test_r36_the_last_correction_counts_and_may_name_any_entry_of_the_slot() -> None:
    first = agreed(correct(5, hours="28"), running(AMENDED))
    second = agreed(correct(6, hours="30"), running(AMENDED, first))
    third = agreed(correct(5, hours="31"), running(AMENDED, first, second))
    assert {one.slot for one in (first, second, third)} == {5}
    assert hours_on(running(AMENDED, first, second, third), LATER) == "31"


def test_r36_what_is_taken_back_counts_no_more_and_taking_that_back_restores_it() -> None:
    gone = agreed(take_back(5), running(AMENDED))
    assert gone.replacement is None
    assert hours_on(running(AMENDED, gone), LATER) == "32"
    back = agreed(take_back(6), running(AMENDED, gone))
    assert hours_on(running(AMENDED, gone, back), LATER) == "24"


def test_r36_taking_back_a_correction_restores_what_stood_before_it() -> None:
    first = agreed(correct(5, hours="28"), running(AMENDED))
    second = agreed(correct(5, hours="30"), running(AMENDED, first))
    back = agreed(take_back(7), running(AMENDED, first, second))
    assert hours_on(running(AMENDED, first, second, back), LATER) == "28"
    back_to_the_first = agreed(take_back(6), running(AMENDED, first, second))
    assert hours_on(running(AMENDED, first, second, back_to_the_first), LATER) == "24"


def test_r36_of_two_inputs_from_one_day_the_later_recorded_wins_whatever_is_corrected_last() -> None:
    other = AMENDED.model_copy(update={"hours": APPLIED.hours - 16})
    corrected = agreed(correct(5, hours="28"), running(AMENDED, other))
    assert hours_on(running(AMENDED, other, corrected), LATER) == "16"


def test_a_correction_that_changes_nothing_records_nothing() -> None:
    assert when(correct(5, hours="24"), running(AMENDED), **SECOND) == ()
    gone = agreed(take_back(5), running(AMENDED))
    assert when(take_back(5), running(AMENDED, gone), **SECOND) == ()


@pytest.mark.parametrize("intent", [correct(5, hours="28"), take_back(5)])
def test_r37_a_correction_above_the_policy_amount_waits_for_a_second_person(intent: intents.Intent) -> None:
    (proposed,) = when(intent, running(AMENDED), **OFFICE)
    assert isinstance(proposed, facts.Proposed)
    first = Seconding(9, ME)
    with pytest.raises(Refused, match="cannot also agree"):
        when(intent, running(AMENDED), **OFFICE, second=first)


def test_r37_one_that_moves_no_cent_or_no_more_than_the_policy_s_amount_needs_one_person() -> None:
    (corrected,) = when(correct(2, expert="LWD-9"), running(), **OFFICE)
    assert isinstance(corrected, facts.Corrected)
    chosen = facts.PolicyAdopted(switch="correction_second_person_cents", value="100000000", since=date(2026, 1, 1))
    allowed = policy.evolve(policy.Policy.defaults(), entry(1, chosen))
    assert [fact.topic for fact in when(correct(5, hours="28"), running(AMENDED), **OFFICE, policy=allowed)] == [
        "Corrected"
    ]


def test_r35_a_decision_is_changed_by_a_decision_only() -> None:
    with pytest.raises(Refused, match="is a decision") as refusal:
        when(correct(4, wage_value="50"), running(), **OFFICE, topic="Decided")
    assert (refusal.value.rule, "lks decide" in refusal.value.remedy) == ("R35", True)


@pytest.mark.parametrize("intent", [correct(5, cents=1), take_back(5)])
def test_r35_money_is_never_corrected(intent: intents.Intent) -> None:
    confirmed = facts.PaymentConfirmed(run="GM0363-2026-11-1", cents=1, booked_on=LATER)
    with pytest.raises(Refused, match="moved money") as refusal:
        when(intent, running(confirmed), **OFFICE, topic="PaymentConfirmed")
    assert "lks settle" in refusal.value.remedy


def test_r36_a_withdrawn_entry_is_not_corrected() -> None:
    gone = agreed(take_back(5), running(AMENDED))
    with pytest.raises(Refused, match="was withdrawn"):
        when(correct(5, hours="28"), running(AMENDED, gone), **SECOND)


def test_r35_a_step_of_the_process_is_taken_back_and_not_replaced() -> None:
    ordered = facts.MeasurementOrdered(expert="LWD-1", ordered_on=date(2026, 10, 1), planned_on=None)
    with pytest.raises(Refused, match="withdrawn, not replaced"):
        when(correct(5, expert="LWD-2"), running(ordered), **OFFICE)
    assert [fact.topic for fact in when(take_back(5), running(ordered), **OFFICE)] == ["Corrected"]


def test_r36_the_application_is_the_case_and_is_not_taken_back() -> None:
    with pytest.raises(Refused, match="is the case itself"):
        when(take_back(1), running(), **SECOND)


@pytest.mark.parametrize("entry", [0, 9])
def test_r36_an_entry_that_is_not_there(entry: int) -> None:
    with pytest.raises(Refused, match=f"has no entry {entry}"):
        when(correct(entry, hours="1"), running(), **OFFICE)


@pytest.mark.parametrize("field", ["case", "sealed", "hours_a_week"])
def test_fields_that_are_nobody_s_to_give_are_misuse(field: str) -> None:
    with pytest.raises(Misuse, match="Its fields are"):
        when(correct(1, **{field: "1"}), running(), **OFFICE)


def test_the_rules_of_an_input_hold_for_its_correction() -> None:
    with pytest.raises(Refused, match="More than 60"):
        when(correct(5, hours="61"), running(AMENDED), **SECOND)
    with pytest.raises(Refused, match="no day of the employment"):
        when(correct(5, effective="2026-10-01"), running(AMENDED), **SECOND)
    with pytest.raises(ValueError, match="hours"):
        when(correct(5, hours="-1"), running(AMENDED), **SECOND)


def test_r38_days_that_follow_from_a_corrected_day_follow_it() -> None:
    corrected = agreed(correct(2, measured_on="2026-09-15"), running())
    right = facts.Measured.model_validate_json(corrected.replacement or "")
    assert right.report_due == date(2026, 9, 29)


def test_r6_a_corrected_start_moves_what_is_due() -> None:
    corrected = agreed(correct(1, start="2026-11-01"), running())
    terms = running(corrected).terms
    assert terms is not None
    assert terms.employment_start == date(2026, 11, 1)


@settings(deadline=None)
@for_all(
    st.lists(st.tuples(st.sampled_from(["correct", "take back"]), st.integers(0, 9), st.integers(1, 40)), max_size=8)
)
def test_r36_any_row_of_corrections_leaves_what_the_last_one_put_there(steps: list[tuple[str, int, int]]) -> None:
    """Against a list of what stood in the slot after each entry."""
    happened: list[Fact] = [AMENDED]
    stood: list[str | None] = ["24"]
    for what, which, hours in steps:
        entry = 5 + which % len(happened)
        intent = correct(entry, hours=str(hours)) if what == "correct" else take_back(entry)
        put = str(hours) if what == "correct" else (stood[entry - 6] if entry > 5 else None)
        try:
            decided = when(intent, running(*happened), **SECOND)
        except Refused:
            assert what == "correct"
            assert stood[-1] is None
            continue
        if decided:
            happened.append(decided[-1])
            stood.append(put)
        assert hours_on(running(*happened), LATER) == (stood[-1] or "32")
