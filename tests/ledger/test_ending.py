"""Ending and recovering over the whole ledger: what a closed quarter, a run and two at once do to it (R22, R25, R31)."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.refusal import Conflict, Refused
from tests.ledger import books
from tests.ledger.house import MUNICIPALITY, House

DAY = date(2026, 12, 21)
TOLD = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), DAY)


@pytest.fixture
def house() -> House:
    """A ledger with one case, paid from 23 October through December."""
    house = House().open()
    house.running()
    for month in ("2026-11", "2026-12"):
        books.answered(house, books.paid(house, month))
    return house


CASE = "LKS-26-000001-H"


def end(house: House, last_day: date = date(2026, 12, 15)) -> None:
    """The case ends."""
    house.ask(intents.EndSubsidy(case=CASE, reason="contract_ended", last_day=last_day), today=DAY)


def determine(house: House, today: date = DAY, **told: date) -> list[Fact]:
    """The case is determined."""
    return house.ask(intents.Determine.model_validate({"case": CASE, **TOLD, **told}), today=today).facts


def claim(house: House) -> int:
    """All that is owed is claimed, at once, for the employer gave the facts."""
    intent = intents.ClaimRecovery(case=CASE, decided_on=DAY, employer_notified_on=DAY, anyway="employer_told")
    (claimed,) = house.ask(intent, today=DAY).facts
    assert isinstance(claimed, facts.RecoveryClaimed)
    return claimed.cents


def test_r31_end_determine_claim_and_the_case_is_even(house: House) -> None:
    end(house)
    settled, _, final = determine(house)
    assert isinstance(settled, facts.Settled)
    assert settled.booked_on == date(2026, 12, 31)
    owed = claim(house)
    assert isinstance(final, facts.FinallySettled)
    assert owed == -final.balance_cents == 112176 - (43423 + 10856)
    house.ask(intents.ReceiveRecovery(case=CASE, cents=owed, received_on=DAY), today=DAY)
    subsidy = books.subsidy(house, CASE)
    assert (subsidy.payable(), subsidy.claimed_cents()) == ({}, 0)


def test_r22_what_is_determined_after_the_quarter_was_signed_off_is_in_the_books_of_the_next(house: House) -> None:
    day = date(2027, 1, 5)
    books.signed_off(house, "2026Q4", day)
    end(house)
    settled, *_ = determine(house, day)
    assert isinstance(settled, facts.Settled)
    assert (settled.booked_on, settled.value_date) == (date(2027, 1, 1), date(2026, 12, 31))


def test_r28_a_settlement_leaves_the_determined_case_out(house: House) -> None:
    end(house)
    determine(house)
    assert books.settled(house, "2026-12", date(2027, 1, 4)).repeated


def test_r31_what_was_settled_before_is_not_booked_again_by_the_determination(house: House) -> None:
    end(house)
    assert books.settled_lines(books.settled(house, "2026-12", DAY)) == {("2026-12", "fixed"): 54279 - 112176}
    decided, final = determine(house)
    assert isinstance(decided, facts.Decided)
    assert isinstance(final, facts.FinallySettled)
    assert final.balance_cents == 54279 - 112176


def test_r25_a_run_that_was_prepared_before_is_prepared_again(house: House) -> None:
    """Ended at the end of January: February's run books January, until the determination does."""
    run = house.prepared("2027-01", today=date(2027, 1, 12))
    end(house, date(2027, 1, 10))
    determine(house, date(2027, 1, 12), **dict.fromkeys(TOLD, date(2027, 1, 12)))
    with pytest.raises(Refused, match="no longer agrees"):
        house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2027, 1, 12))


def test_r31_two_who_receive_the_same_money_at_once_are_not_both_recorded(house: House) -> None:
    end(house)
    determine(house)
    owed = claim(house)
    receive = intents.ReceiveRecovery(case=CASE, cents=owed, received_on=DAY)
    house.ask(receive, by="a.one", today=DAY, key="one")
    with pytest.raises((Refused, Conflict)):
        house.ask(receive, by="b.two", today=DAY, key="two")
    assert books.subsidy(house, CASE).payable_cents() == 0


def test_r37_one_person_does_not_write_off_alone(house: House) -> None:
    end(house)
    determine(house)
    owed = claim(house)
    intent = intents.WriteOff(case=CASE, cents=owed, written_off_on=DAY, reason="bankrupt")
    proposal = house.ask(intent, by="a.one", today=DAY)
    with pytest.raises(Refused, match="R37"):
        house.ask(intents.Approve(proposal=proposal.entries[0].position), by="a.one", today=DAY)
    assert books.subsidy(house, CASE).payable_cents() == -owed
    books.agree(house, proposal, DAY)
    assert books.subsidy(house, CASE).payable_cents() == 0


def test_r31_a_receipt_on_the_account_of_another_municipality_is_passed_on(house: House) -> None:
    end(house)
    determine(house)
    owed = claim(house)
    own = intents.AdoptPolicy(
        municipality=MUNICIPALITY, switch="paying_account", value="NL14BNGH0285001234 Gemeente", since=date(2026, 1, 1)
    )
    books.agree(house, house.ask(own, today=DAY), DAY)
    house.ask(books.statement("in", DAY, [intents.BankLine(number=1, cents=owed, booked_on=DAY)]), today=DAY)
    (left,) = house.ledger().reading().bank(books.ACCOUNT).left
    match = intents.MatchLine(
        account=books.ACCOUNT, line=left, matched_as="recovery", reference=CASE, reason="paid_back"
    )
    with pytest.raises(Refused, match="does not pay from"):
        house.ask(match, today=DAY)
