"""Recovering what is owed at the end (R20, R21, R30, R31): announced, claimed, in parts, received, written off."""

from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.closing.settlement import settle, settled
from ledger.context import Seconding
from ledger.facts import Fact, Instalment
from ledger.intents import Intent
from ledger.log.entry import Signature
from ledger.payment.lines import CaseLines
from ledger.refusal import Misuse, Refused
from ledger.subsidy.decision import decision_number
from ledger.subsidy.recovering import allocated, lapses, overdue_cents
from ledger.subsidy.state import Slot, Subsidy
from tests.deciders.ended import JUNE, MAY_CENTS, MONTH_CENTS, determined, determining, moved
from tests.deciders.given import CASE, circumstances, given, when
from tests.deciders.test_ending import corrected, lined_up

OWED = sum(MONTH_CENTS) - sum(MAY_CENTS)
ANNOUNCE = intents.AnnounceRecovery(case=CASE, announced_on=JUNE, respond_by=date(2026, 6, 24))
ANNOUNCED = facts.RecoveryAnnounced(cents=OWED, announced_on=JUNE, respond_by=date(2026, 6, 24))
CLAIM_DAY = date(2026, 6, 25)
CLAIM = intents.ClaimRecovery(case=CASE, decided_on=CLAIM_DAY, employer_notified_on=CLAIM_DAY)
CLAIMED = facts.RecoveryClaimed(
    decision=f"{CASE}/3",
    cents=OWED,
    decided_on=CLAIM_DAY,
    employer_notified_on=CLAIM_DAY,
    employer_objects_until=date(2026, 8, 6),
    pay_by=date(2026, 8, 6),
)

SECOND = Seconding(9, Signature("b.first", "other"))


def owing(*happened: Fact) -> Subsidy:
    """A determined case of which a part of May is owed, to which this happened."""
    return given(*determined(moved()), *happened)


def asked(intent: Intent, *happened: Fact, today: date = CLAIM_DAY, **changes: object) -> tuple[Fact, ...]:
    """What one step leads to."""
    return when(intent, owing(*happened), today=today, **changes)


def receive(cents: int, on: date = CLAIM_DAY) -> intents.ReceiveRecovery:
    """Money that came in elsewhere."""
    return intents.ReceiveRecovery(case=CASE, cents=cents, received_on=on)


def write_off(cents: int) -> intents.WriteOff:
    """Cents that will not come in."""
    return intents.WriteOff(case=CASE, cents=cents, written_off_on=CLAIM_DAY, reason="bankrupt")


def agree(*parts: tuple[date, int]) -> intents.AgreeInstalments:
    """A claim in parts."""
    instalments = tuple(Instalment(due_on=day, cents=cents) for day, cents in parts)
    return intents.AgreeInstalments(case=CASE, agreed_on=CLAIM_DAY, instalments=instalments)


def test_r31_announced_and_when_the_views_are_in_claimed_for_what_is_owed() -> None:
    assert asked(ANNOUNCE, today=JUNE) == (ANNOUNCED,)
    assert asked(CLAIM, ANNOUNCED) == (CLAIMED,)
    assert owing(ANNOUNCED, CLAIMED).claimed_cents() == OWED


def test_r31_the_same_twice_records_nothing() -> None:
    assert asked(ANNOUNCE, ANNOUNCED, today=JUNE) == ()
    assert asked(CLAIM, ANNOUNCED, CLAIMED) == ()
    agreed = asked(agree((date(2026, 9, 1), OWED)), CLAIMED)
    assert asked(agree((date(2026, 9, 1), OWED)), CLAIMED, *agreed) == ()


def test_r31_a_claim_is_a_decision_with_a_number_of_its_own() -> None:
    """The next decision of the case does not get the claim's number."""
    assert decision_number(owing(ANNOUNCED)) == f"{CASE}/3"
    assert decision_number(owing(ANNOUNCED, CLAIMED)) == f"{CASE}/4"


def test_r20_who_did_not_give_the_facts_is_heard_first() -> None:
    with pytest.raises(Refused, match="4:8"):
        asked(CLAIM)
    with pytest.raises(Refused, match="2026-06-24"):
        asked(CLAIM.model_copy(update={"decided_on": date(2026, 6, 24)}), ANNOUNCED)
    less = ANNOUNCED.model_copy(update={"cents": OWED - 1})
    with pytest.raises(Refused, match="was announced"):
        asked(CLAIM, less)


def test_r20_who_gave_the_facts_need_not_be_heard_when_the_reason_is_given() -> None:
    assert asked(CLAIM.model_copy(update={"anyway": "employer_told"})) == (CLAIMED,)


def test_r35_an_announcement_that_was_withdrawn_does_not_count() -> None:
    with pytest.raises(Refused, match="Nothing was announced"):
        asked(CLAIM, ANNOUNCED, corrected(len(determined(moved())) + 1, None, "RecoveryAnnounced"))


def test_r31_nothing_is_claimed_before_a_decision_says_that_it_is_owed() -> None:
    with pytest.raises(Refused, match="No decision"):
        when(ANNOUNCE, given(*moved()), today=JUNE)


def test_r31_a_withdrawal_is_a_decision_on_which_it_can_be_claimed() -> None:
    happened = moved()[:-1]
    withdrawn = happened[1].model_copy(
        update={"outcome": "withdraw", "decision": f"{CASE}/2", "start": date(2026, 5, 1)}
    )
    settled = facts.Settled.model_validate(
        {
            "through": "2026-05", "unknown": (), "booked_on": date(2026, 5, 31), "value_date": date(2026, 5, 31),
            "lines": [{
                "due": {"month": "2026-05", "element": "fixed", "subsidy_cents": 0, "charges_cents": 0, "segments": ()},
                "booked_subsidy_cents": 88105, "booked_charges_cents": 22026, "subsidy_cents": -88105,
                "charges_cents": -22026,
                "routes": [{"route": "regular", "subsidy_cents": -88105, "charges_cents": -22026}],
            }],
        }
    )  # fmt: skip
    (announced,) = when(ANNOUNCE, given(*happened, withdrawn, settled), today=JUNE)
    assert announced.cents == sum(MONTH_CENTS)  # type: ignore[attr-defined]


def test_r31_after_five_years_nothing_is_claimed() -> None:
    late = date(2031, 6, 11)
    claim = intents.ClaimRecovery(case=CASE, decided_on=late, employer_notified_on=late)
    with pytest.raises(Refused, match="4:57 lid 4"):
        asked(claim, ANNOUNCED, today=late)
    last = date(2031, 6, 10)
    claim = intents.ClaimRecovery(case=CASE, decided_on=last, employer_notified_on=last)
    assert len(asked(claim, ANNOUNCED, today=last)) == 1


def test_r31_there_must_be_time_to_respond() -> None:
    with pytest.raises(Refused, match="leaves time"):
        asked(ANNOUNCE.model_copy(update={"respond_by": JUNE}), today=JUNE)


def test_r31_what_is_owed_and_claimed_is_claimed_once() -> None:
    later = intents.ClaimRecovery(case=CASE, decided_on=date(2026, 7, 1), employer_notified_on=date(2026, 7, 1))
    with pytest.raises(Refused, match="was claimed"):
        asked(later, ANNOUNCED, CLAIMED, today=date(2026, 7, 1))


@pytest.mark.parametrize("intent", [receive(100), write_off(100), agree((date(2026, 9, 1), OWED))])
def test_r31_without_a_claim_nothing_is_received_written_off_or_paid_in_parts(intent: Intent) -> None:
    with pytest.raises(Refused, match="Nothing was claimed"):
        asked(intent, ANNOUNCED)


@pytest.mark.parametrize("intent", [receive(OWED + 1), write_off(OWED + 1)])
def test_r31_no_more_is_received_or_written_off_than_is_outstanding(intent: Intent) -> None:
    with pytest.raises(Refused, match="more than"):
        asked(intent, ANNOUNCED, CLAIMED)


@pytest.mark.parametrize("intent", [receive(0), receive(-5), write_off(0)])
def test_r31_an_amount_is_above_zero(intent: Intent) -> None:
    with pytest.raises(Misuse):
        asked(intent, ANNOUNCED, CLAIMED)


def test_r31_money_is_not_received_in_the_future() -> None:
    with pytest.raises(Refused, match="R40"):
        asked(receive(100, date(2026, 6, 26)), ANNOUNCED, CLAIMED)


def test_r31_instalments_sum_to_what_is_outstanding_on_days_that_ascend() -> None:
    half = OWED // 2
    plan = agree((date(2026, 8, 1), half), (date(2026, 9, 1), OWED - half))
    (agreed,) = asked(plan, ANNOUNCED, CLAIMED)
    assert owing(ANNOUNCED, CLAIMED, agreed).instalments == agreed
    with pytest.raises(Refused, match="sum to"):
        asked(agree((date(2026, 8, 1), half)), ANNOUNCED, CLAIMED)
    with pytest.raises(Misuse, match="ascend"):
        asked(agree((date(2026, 9, 1), half), (date(2026, 8, 1), OWED - half)), ANNOUNCED, CLAIMED)
    with pytest.raises(Misuse):
        asked(agree((date(2026, 9, 1), OWED + 1), (date(2026, 10, 1), -1)), ANNOUNCED, CLAIMED)
    with pytest.raises(Misuse):
        asked(agree(), ANNOUNCED, CLAIMED)


def test_r37_a_write_off_needs_a_second_person() -> None:
    (proposed,) = asked(write_off(100), ANNOUNCED, CLAIMED)
    assert isinstance(proposed, facts.Proposed)
    with pytest.raises(Refused, match="R37"):
        asked(write_off(100), ANNOUNCED, CLAIMED, second=Seconding(9, Signature("a.case", "lks_local")))
    approved, written_off = asked(write_off(100), ANNOUNCED, CLAIMED, second=SECOND)
    assert approved == facts.Approved(of=9)
    assert isinstance(written_off, facts.WrittenOff)
    assert [(str(line.month), line.subsidy_cents, line.charges_cents) for line in written_off.lines] == [
        ("2026-05", 100, 0)
    ]


def test_r21_what_is_received_or_written_off_never_changes_what_was_booked() -> None:
    before = owing(ANNOUNCED, CLAIMED)
    (received,) = asked(receive(20000), ANNOUNCED, CLAIMED)
    (*_, written_off) = asked(write_off(OWED - 20000), ANNOUNCED, CLAIMED, received, second=SECOND)
    after = owing(ANNOUNCED, CLAIMED, received, written_off)
    assert (after.booked, after.sent) == (before.booked, before.sent)
    assert before.payable_cents() == -OWED
    assert (after.payable_cents(), after.claimed_cents(), after.payable()) == (0, 0, {})
    with pytest.raises(Refused, match="more than"):
        when(receive(1), after, today=CLAIM_DAY)


def test_r30_what_becomes_due_of_the_same_subsidy_is_set_off_and_claimed_no_more() -> None:
    """The move was a day later for the law: a new determination books more, which lowers what the claim still asks."""
    later = facts.Transferred(destination="GM0362", registered_on=date(2026, 5, 22), stays=False)
    version = 4
    subsidy = owing(ANNOUNCED, CLAIMED, corrected(version, later, "Transferred"))
    again = determining(subsidy, today=date(2026, 7, 1))
    after = owing(ANNOUNCED, CLAIMED, corrected(version, later, "Transferred"), *again)
    assert 0 < after.owed_cents() < OWED
    assert after.claimed_cents() == after.owed_cents()
    with pytest.raises(Refused, match="more than"):
        when(receive(OWED), after, today=date(2026, 7, 1))


def test_r30_a_run_sends_what_is_payable_of_one_subsidy_and_never_less_than_nothing() -> None:
    """A running case: what was paid too much is set off month by month, and nothing is asked back."""
    happened = moved()[:-1]
    before = given(*happened)
    lowered = facts.Amended.model_validate(
        {"effective": date(2026, 3, 1), "hours": "4", "end": None, "employer": None}
        | dict.fromkeys(("form", "maximum_hours", "sector_full_time_hours"))
    )
    context = circumstances()
    found = settle(given(*happened, lowered), Month(2026, 5), context.law, context.policy)
    difference = settled(found, Month(2026, 5), date(2026, 5, 31))
    assert found.payable_cents < -sum(MONTH_CENTS)
    subsidy = given(*happened, lowered, difference)
    june = lined_up(subsidy)
    assert isinstance(june, CaseLines)
    assert sum(line.total_cents for line in june.booked) > 0
    assert june.sent == ()
    assert before.payable_cents() == 0


def test_r30_a_payment_that_came_back_after_the_claim_is_sent_less_what_was_claimed() -> None:
    (_, _, first, *_) = moved()
    assert isinstance(first, facts.Paid)
    came_back = facts.PaymentReturned(run=first.run, reason="AC04", lines=first.sent, returned_on=CLAIM_DAY)
    subsidy = owing(ANNOUNCED, CLAIMED, came_back)
    assert subsidy.claimed_cents() == 0
    run = lined_up(subsidy)
    assert isinstance(run, CaseLines)
    assert sum(one.total_cents for one in run.sent) == sum(one.total_cents for one in first.sent) - OWED


def test_r31_what_did_not_come_in_by_its_day_is_overdue_and_a_claim_lapses_after_five_years() -> None:
    half = OWED // 2
    (agreed,) = asked(agree((date(2026, 8, 1), half), (date(2026, 9, 1), OWED - half)), ANNOUNCED, CLAIMED)
    (received,) = asked(receive(100), ANNOUNCED, CLAIMED)
    claimed, parts = owing(ANNOUNCED, CLAIMED), owing(ANNOUNCED, CLAIMED, agreed, received)
    assert [overdue_cents(claimed, day) for day in (CLAIMED.pay_by, date(2026, 8, 7))] == [0, OWED]
    days = (date(2026, 8, 1), date(2026, 8, 2), date(2026, 9, 2))
    assert [overdue_cents(parts, day) for day in days] == [0, half - 100, OWED - 100]
    assert lapses(CLAIMED) == date(2031, 8, 6)


@given_any(
    st.dictionaries(
        st.tuples(st.builds(Month, st.just(2026), st.integers(1, 12)), st.sampled_from(["fixed", "variable"])),
        st.tuples(st.integers(-500, 500), st.integers(-200, 200)),
    ),
    st.integers(0, 10_000),
)
def test_r31_every_cent_is_laid_on_what_is_owed_oldest_first(
    payable: dict[Slot, tuple[int, int]], asked_cents: int
) -> None:
    owed = sum(max(0, -cents) for pair in payable.values() for cents in pair)
    cents = min(asked_cents, owed)
    lines = allocated(cents, payable)
    assert sum(line.total_cents for line in lines) == cents
    in_order = [
        part
        for slot in sorted(payable)
        for part in ((slot, 0, max(0, -payable[slot][0])), (slot, 1, max(0, -payable[slot][1])))
    ]
    laid: dict[Slot, tuple[int, int]] = {
        (line.month, line.element): (line.subsidy_cents, line.charges_cents) for line in lines
    }
    left = cents
    for slot, part, most in in_order:
        here = laid.get(slot, (0, 0))[part]
        assert here == min(left, most)
        left -= here
