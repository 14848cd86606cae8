"""R3, R7, R18, R20: what is decided after the first grant: measured anew, extended, amended, revised, withdrawn."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.calculation.segment import Segment
from ledger.context import Seconding
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.log.entry import Signature
from ledger.party.state import Person
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from ledger.subsidy.undecided import undecided
from tests.deciders.changing import (
    AMENDED,
    LATER,
    after,
    amend,
    amended,
    applied,
    decided,
    due,
    established,
    extend,
    flat_rate,
    grant,
    granted,
    lived,
    revise,
    withdraw,
)
from tests.deciders.given import APPLIED, CASE, START, circumstances, given, when

YEAR_END = date(2026, 12, 31)
FULL = 112176
"""A full month of 60 %, 32 of 36 hours, reference 23 October 2026: 897.41 + 224.35."""


# --- measured anew, and after the flat rate (R3, R18) -------------------------------------------------------------------


def test_r18_a_measurement_and_an_established_wage_value_change_nothing_due() -> None:
    case = lived()
    assert due(after(case, *established("50")), "2026-12") == due(case, "2026-12") == FULL


def test_r18_a_remeasurement_counts_from_the_start_of_its_decision() -> None:
    case = lived(*established("50"))
    case = after(case, decided(grant(date(2026, 12, 1)), case))
    assert due(case, "2026-11") == FULL
    assert due(case, "2026-12") > FULL


def test_r3_a_remeasurement_with_the_same_percentage_keeps_the_reference_day() -> None:
    decision = decided(grant(date(2026, 12, 1)), lived(*established("60")))
    assert decision.wage_value == 60
    assert decision.reference == START


def test_r3_a_remeasurement_with_another_percentage_moves_the_reference_day() -> None:
    decision = decided(grant(date(2026, 12, 1)), lived(*established("61")))
    assert decision.reference == date(2026, 12, 1)


def test_r3_the_percentage_that_counts_is_that_of_the_revision_in_force() -> None:
    case = lived()
    revision = decided(revise(date(2026, 12, 1), "55"), case)
    case = after(case, revision, *established("55"))
    assert decided(grant(date(2027, 5, 1)), case).reference == date(2026, 12, 1)
    case = after(lived(), revision, *established("60"))
    assert decided(grant(date(2027, 5, 1)), case).reference == date(2027, 5, 1)


def test_r3_after_a_withdrawal_a_grant_fixes_the_amount_anew() -> None:
    case = lived()
    case = after(case, decided(withdraw(date(2027, 1, 1)), case), *established("60"))
    assert decided(grant(date(2027, 4, 1)), case).reference == date(2027, 4, 1)


def test_r18_a_decision_that_only_tells_an_amount_leaves_what_was_established_undecided() -> None:
    case = lived(AMENDED, *established("50"))
    case = after(case, decided(amend(AMENDED.effective), case))
    assert decided(grant(date(2027, 5, 1)), case).wage_value == 50


def test_r7_the_regular_route_after_the_flat_rate_has_its_reference_day_on_the_day_after_it() -> None:
    """Case: flat-rate from 23 October, regular from 23 April; April is one line of two segments."""
    case = given(*flat_rate(), *established("60"))
    decision = decided(grant(None), case)
    assert (decision.start, decision.reference) == (date(2027, 4, 23), date(2027, 4, 23))
    case = after(case, decision)
    assert case.terms is not None
    flat, regular = segments(case, "2027-04")
    assert (flat.days, regular.days) == (22, 8)
    assert (flat.route, regular.route) == ("flat_rate", "regular")


def test_r7_without_a_decision_the_days_after_the_flat_rate_are_not_due() -> None:
    (only,) = segments(given(*flat_rate()), "2027-04")
    assert (only.days, only.route) == (22, "flat_rate")


# --- extended (R18) -----------------------------------------------------------------------------------------------------


def ending() -> tuple[facts.Fact, ...]:
    """A contract and a grant that end with the year."""
    return granted(applied(end=YEAR_END), YEAR_END)


def test_r18_an_extension_goes_on_the_day_after_on_the_same_wage_value() -> None:
    case = given(*ending(), amended(end=date(2027, 12, 31), effective=YEAR_END))
    decision = decided(extend(), case)
    assert (decision.outcome, decision.ground, decision.route) == ("grant", "lid_1a", "regular")
    assert (decision.start, decision.until) == (date(2027, 1, 1), date(2027, 12, 31))
    assert decision.wage_value == 60
    assert decision.reference == date(2027, 1, 1)
    assert decision.derivation
    assert decision.employer_objects_until > LATER


def test_r18_an_extension_ends_earlier_where_that_is_asked_and_never_after_the_contract() -> None:
    case = given(*ending(), amended(end="open", effective=YEAR_END))
    assert decided(extend(), case).until is None
    assert decided(extend(until=date(2027, 6, 30)), case).until == date(2027, 6, 30)
    case = given(*ending(), amended(end=date(2027, 6, 30), effective=YEAR_END))
    with pytest.raises(Refused, match=r"contract ends on 2027-06-30.*to 2027-07-01"):
        when(extend(until=date(2027, 7, 1)), case, today=LATER)


def test_r18_what_is_extended_without_a_break_is_due_without_a_break() -> None:
    case = given(*ending(), amended(end="open", effective=YEAR_END))
    assert due(case, "2027-01") == 0
    case = after(case, decided(extend(), case))
    assert due(case, "2026-12") == FULL
    assert due(case, "2027-01") > 0


def test_r18_an_extension_goes_on_at_the_revised_wage_value() -> None:
    case = given(*ending(), amended(end="open", effective=YEAR_END))
    case = after(case, decided(revise(date(2026, 12, 1), "55"), case))
    assert decided(extend(), case).wage_value == 55


@pytest.mark.parametrize(
    ("case", "rule", "what"),
    [
        (lived(), "R18", "has no end"),
        (given(*ending()), "R18", "The contract ends on 2026-12-31"),
        (given(*flat_rate()), "R7", "The flat rate ends on 2027-04-22"),
        (given(APPLIED), "R18", "is not granted"),
        (lived(facts.Ended(reason="contract_ended", last_day=YEAR_END)), "R31", "is ended"),
    ],
    ids=["nothing ends", "contract ends", "flat rate", "not granted", "ended"],
)
def test_r18_refuses_an_extension_of_what_cannot_go_on(case: Subsidy, rule: str, what: str) -> None:
    with pytest.raises(Refused, match=what) as refusal:
        when(extend(), case, today=LATER)
    assert refusal.value.rule == rule


def test_r18_refuses_an_extension_of_what_was_withdrawn() -> None:
    case = given(*ending(), amended(end="open", effective=YEAR_END))
    case = after(case, decided(withdraw(date(2026, 12, 1)), case))
    with pytest.raises(Refused, match="was withdrawn"):
        when(extend(), case, today=LATER)


def test_r14_an_extension_asks_again_whether_the_person_is_in_the_target_group() -> None:
    case = given(*ending(), amended(end="open", effective=YEAR_END))
    person = circumstances().person
    assert person is not None
    left = replace(person, group_until=date(2026, 12, 15))
    with pytest.raises(Refused, match="until 2026-12-15") as refusal:
        when(extend(), case, today=LATER, person=left)
    assert refusal.value.rule == "R14"


def test_r16_what_was_granted_outside_the_law_is_extended_by_two_persons() -> None:
    asked = applied(end=YEAR_END, group="wajong", college_decision="BW-1")
    person = Person(number="P-000001-G", municipality="GM0363", group="wajong", group_since=date(2026, 1, 1))
    first = decided_alone(grant(None, until=YEAR_END), given(asked, *established("60")), person)
    case = given(asked, *established("60"), first, amended(end="open", effective=YEAR_END))
    (proposed,) = when(extend(), case, today=LATER, person=person)
    assert isinstance(proposed, facts.Proposed)


# --- amended (R20) ------------------------------------------------------------------------------------------------------


def test_r20_an_amendment_holds_the_amount_after_the_change_and_changes_nothing_due() -> None:
    case = lived(AMENDED)
    decision = decided(amend(AMENDED.effective), case)
    assert (decision.outcome, decision.ground, decision.start) == ("amend", "change_reported", AMENDED.effective)
    assert decision.wage_value == 60
    assert decision.reference == START
    assert decision.subsidy_cents + decision.charges_cents == due(case, "2027-04")
    assert [part.hours for part in decision.derivation] == [24]
    for month in ("2027-03", "2027-04"):
        assert due(after(case, decision), month) == due(case, month)


def test_r20_an_amendment_of_an_end_says_that_nothing_is_due_any_more() -> None:
    decision = decided(amend(date(2027, 4, 1)), lived(amended(end=date(2027, 3, 31))))
    assert (decision.subsidy_cents, decision.charges_cents, decision.derivation) == (0, 0, ())


def test_r20_an_amendment_that_was_decided_already_stays_quiet_until_something_changes() -> None:
    case = lived(AMENDED)
    case = after(case, decided(amend(AMENDED.effective), case))
    assert when(amend(AMENDED.effective), case, today=LATER) == ()
    case = after(case, amended(hours="20"))
    again = decided(amend(AMENDED.effective), case)
    case = after(case, again, amended(hours="24"))
    assert decided(amend(AMENDED.effective), case).subsidy_cents > again.subsidy_cents


def test_r20_refuses_to_amend_before_anything_was_granted() -> None:
    with pytest.raises(Refused, match="is not granted"):
        when(amend(START), given(APPLIED), today=LATER)
    with pytest.raises(Refused, match="nothing was granted yet: the first grant is from 2026-10-23"):
        when(amend(date(2026, 10, 22)), lived(), today=LATER)


# --- revised (R20) ------------------------------------------------------------------------------------------------------


def test_r20_a_revision_puts_the_wage_value_right_from_its_start() -> None:
    case = lived()
    decision = decided(revise(date(2026, 12, 1), "70"), case)
    assert (decision.outcome, decision.ground, decision.route) == ("revise", "wrong_data", "regular")
    assert (decision.start, decision.until) == (date(2026, 12, 1), None)
    assert decision.wage_value == 70
    case = after(case, decision)
    assert due(case, "2026-11") == FULL
    assert due(case, "2026-12") == decision.subsidy_cents + decision.charges_cents < FULL


def test_r3_a_revision_moves_the_reference_day_but_not_that_of_a_grant_put_right_from_its_start() -> None:
    assert decided(revise(date(2026, 12, 1), "70"), lived()).reference == date(2026, 12, 1)
    same_start = lived(*established("50"))
    same_start = after(same_start, decided(grant(date(2027, 2, 1)), same_start), *established("50"))
    later = after(same_start, decided(grant(date(2027, 4, 1)), same_start))  # the same percentage: reference 1 February
    assert decided(revise(date(2027, 4, 1), "55"), later).reference == date(2027, 2, 1)


def test_r20_a_revision_ends_the_day_before_the_next_decision() -> None:
    case = lived(*established("50"))
    case = after(case, decided(grant(date(2027, 3, 1)), case))
    decision = decided(revise(date(2026, 12, 1), "70"), case)
    assert decision.until == date(2027, 2, 28)
    revised = after(case, decision)
    assert due(revised, "2027-03") == due(case, "2027-03")
    assert due(revised, "2027-02") < due(case, "2027-02")
    assert due(revised, "2026-11") == due(case, "2026-11")


def test_r20_a_revision_with_an_end_gives_way_to_the_grant_after_it() -> None:
    case = lived()
    revised = after(case, decided(revise(date(2026, 12, 1), "70", until=date(2026, 12, 31)), case))
    assert due(revised, "2026-12") < FULL
    assert due(revised, "2027-01") == due(case, "2027-01")


def test_r20_of_two_revisions_the_second_leaves_the_first_where_it_began_later() -> None:
    case = lived()
    case = after(case, decided(revise(date(2027, 2, 1), "70"), case))
    decision = decided(revise(date(2026, 12, 1), "55"), case)
    assert decision.until == date(2027, 1, 31)
    twice = after(case, decision)
    assert due(twice, "2027-02") == due(case, "2027-02")
    assert due(twice, "2027-01") > FULL


def test_r20_a_revision_of_a_revision_counts_for_its_days() -> None:
    case = lived()
    case = after(case, decided(revise(date(2026, 12, 1), "70", until=date(2027, 1, 31)), case))
    decision = decided(revise(date(2026, 12, 1), "55"), case)
    assert decision.until == date(2027, 1, 31)
    assert due(after(case, decision), "2026-12") > FULL


@pytest.mark.parametrize(
    ("intent", "what"),
    [
        (revise(date(2026, 12, 1), "60"), "The wage value is 60 % already"),
        (revise(date(2026, 12, 1), "100"), "100 % leaves nothing"),
        (revise(date(2026, 10, 1), "55"), "nothing was granted yet"),
        (revise(date(2027, 6, 16), "55"), "2027-06-16 is to come"),
        (revise(date(2026, 12, 1), "55", until=date(2026, 11, 30)), "would end on 2026-11-30"),
        (revise(date(2026, 12, 1), "55", decided_on=date(2027, 6, 16)), "after 2027-06-15"),
    ],
    ids=["same", "full", "before", "to come", "ends before", "decided later"],
)
def test_r20_refuses_a_revision_that_puts_nothing_right(intent: intents.Revise, what: str) -> None:
    with pytest.raises(Refused, match=what):
        when(intent, lived(), today=LATER)


def test_r20_refuses_a_revision_of_the_flat_rate_and_of_days_after_the_grant() -> None:
    with pytest.raises(Refused, match="flat rate rules"):
        when(revise(date(2026, 12, 1), "55"), given(*flat_rate()), today=LATER)
    with pytest.raises(Refused, match="ended on 2026-12-31"):
        when(revise(date(2027, 1, 1), "55"), given(*ending()), today=LATER)


# --- withdrawn (R20, Awb 4:48, 4:49) ------------------------------------------------------------------------------------


def test_r20_from_a_withdrawal_on_nothing_is_due() -> None:
    case = lived()
    decision = decided(withdraw(date(2026, 12, 16)), case)
    assert (decision.outcome, decision.ground) == ("withdraw", "obligations_not_met")
    assert (decision.subsidy_cents, decision.charges_cents, decision.derivation) == (0, 0, ())
    case = after(case, decision)
    assert due(case, "2026-11") == FULL
    assert 0 < due(case, "2026-12") < FULL
    assert due(case, "2027-01") == 0


def test_r20_a_withdrawal_takes_later_grants_with_it_until_another_grant() -> None:
    case = lived(*established("50"))
    case = after(case, decided(grant(date(2027, 3, 1)), case))
    case = after(case, decided(withdraw(date(2027, 1, 1)), case))
    assert due(case, "2027-03") == 0
    case = after(case, *established("50"))
    case = after(case, decided(grant(date(2027, 5, 1)), case))
    assert due(case, "2027-04") == 0
    assert due(case, "2027-05") > 0


def test_r20_refuses_to_withdraw_what_is_withdrawn_ended_or_was_never_granted() -> None:
    case = lived()
    withdrawn = after(case, decided(withdraw(date(2027, 1, 1)), case))
    for day, given_case, what in (
        (date(2027, 2, 1), withdrawn, "withdrawn from 2027-01-01"),
        (date(2026, 10, 1), case, "nothing was granted yet"),
        (date(2027, 1, 1), lived(facts.Ended(reason="contract_ended", last_day=YEAR_END)), "ended after 2026-12-31"),
        (date(2027, 1, 1), given(APPLIED), "is not granted"),
    ):
        with pytest.raises(Refused, match=what):
            when(withdraw(day), given_case, today=LATER)


def test_r20_an_earlier_withdrawal_can_follow_a_later_one() -> None:
    case = lived()
    case = after(case, decided(withdraw(date(2027, 1, 1)), case))
    case = after(case, decided(withdraw(date(2026, 12, 1)), case))
    assert due(case, "2026-12") == 0
    assert due(case, "2026-11") == FULL


SETTLED = facts.FinallySettled(
    decision=f"{CASE}/2", subsidy_cents=0, charges_cents=0, balance_cents=0, claim_until=date(2027, 6, 15)
)


@pytest.mark.parametrize("intent", [withdraw(date(2026, 12, 1)), revise(date(2026, 12, 1), "70")])
def test_r20_after_the_determination_a_right_is_lowered_within_five_years(intent: intents.Notified) -> None:
    ended = lived(facts.Ended(reason="contract_ended", last_day=YEAR_END), SETTLED)
    assert decided(intent, ended).start == date(2026, 12, 1)
    day = date(2027, 6, 16)
    later = intent.model_copy(update=dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day))
    with pytest.raises(Refused, match="until 2027-06-15") as refusal:
        when(later, ended, today=day)
    assert refusal.value.article == "art. 4:49 lid 3 Awb"


def test_r20_after_five_years_a_right_can_still_be_raised() -> None:
    ended = lived(facts.Ended(reason="contract_ended", last_day=YEAR_END), SETTLED)
    day = date(2027, 6, 16)
    raised = revise(date(2026, 12, 1), "50", decided_on=day, employer_notified_on=day, employee_notified_on=day)
    assert decided(raised, ended, today=day).wage_value == 50


# --- what no decision followed yet (R20) --------------------------------------------------------------------------------


def signals(*happened: facts.Fact) -> list[tuple[date, int]]:
    """The days from which changes lower the amount without a decision, and by how much."""
    found = undecided(lived(*happened), packaged_law(), Policy.defaults())
    return [(one.day, one.after_cents - one.before_cents) for one in found]


def test_r20_a_change_that_lowers_the_amount_is_signalled_until_a_decision_follows() -> None:
    ((day, difference),) = signals(AMENDED)
    assert day == AMENDED.effective
    assert difference < 0
    case = lived(AMENDED)
    case = after(case, decided(amend(AMENDED.effective), case))
    assert undecided(case, packaged_law(), Policy.defaults()) == ()


def test_r20_an_earlier_end_and_leave_with_fewer_hours_are_signalled_and_what_raises_is_not() -> None:
    leave = facts.LeaveReported(start=date(2027, 2, 1), until=date(2027, 2, 28), hours="16")
    assert [day for day, _ in signals(amended(end=date(2027, 5, 31)), leave)] == [date(2027, 6, 1), date(2027, 2, 1)]
    unpaid = leave.model_copy(update={"hours": None})
    assert signals(amended(hours="36"), amended(employer="W-000002-0"), unpaid) == []


def test_r36_a_change_that_was_taken_back_is_signalled_no_more_and_a_corrected_one_again() -> None:
    case = lived(AMENDED)
    slot = case.version
    case = after(case, decided(amend(AMENDED.effective), case))
    lower = amended(hours="20").model_dump_json()
    corrected = facts.Corrected(slot=slot, reason="typing", kind="Amended", replacement=lower)
    assert len(undecided(after(case, corrected), packaged_law(), Policy.defaults())) == 1
    taken_back = corrected.model_copy(update={"replacement": None})
    assert undecided(after(case, corrected, taken_back), packaged_law(), Policy.defaults()) == ()


def segments(case: Subsidy, month: str) -> tuple[Segment, ...]:
    """The segments of the fixed line of a month."""
    assert case.terms is not None
    (line,) = entitlement(case.terms, Month.parse(month), packaged_law(), Policy.defaults()).lines
    return line.segments


def decided_alone(intent: intents.Grant, case: Subsidy, person: Person) -> facts.Decided:
    """The decision as a second person lets it happen."""
    second = Seconding(of=1, first=Signature("b.other", "lks_other"))
    happened = when(intent, case, today=LATER, person=person, second=second)
    (found,) = (fact for fact in happened if isinstance(fact, facts.Decided))
    return found
