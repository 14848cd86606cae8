"""R21, R22, R34: what every money fact does to the books, and that each date balances."""

from typing import get_args

import pytest
from hypothesis import given

from ledger import facts
from ledger.facts import Fact
from ledger.law.switches import ACCOUNTS, AccountName
from projections.journal.accounts import DEFAULT_CODES, DUTCH_NAMES
from projections.journal.entry import JournalEntry, net, transactions
from projections.journal.postings import postings
from tests.journal.books import (
    AT_BANK,
    BACK,
    BOOKED,
    EXECUTED,
    NOVEMBER,
    OCTOBER,
    RUN,
    amount,
    balances,
    claimed,
    entries,
    entry,
    money_facts,
    paid,
    returned,
    settled,
)  # fmt: skip

PART, WHOLE = amount(OCTOBER, 26054, 6513), amount(NOVEMBER, 89741, 22435)
CENTS = 26054 + 6513 + 89741 + 22435
BOOKED_AND_SENT = paid([PART, WHOLE], [PART, WHOLE])
CONFIRMED = facts.PaymentConfirmed(run=RUN, cents=CENTS, booked_on=AT_BANK)
EXPENSES = {"subsidy_expense": 26054 + 89741, "charges_expense": 6513 + 22435}


@given(money_facts())
def test_debit_is_credit_on_every_date_and_nothing_posts_zero(fact: Fact) -> None:
    by_day: dict[object, int] = {}
    for posting in postings(fact):
        assert min(posting.debit_cents, posting.credit_cents) == 0 < max(posting.debit_cents, posting.credit_cents)
        by_day[posting.booked_on] = by_day.get(posting.booked_on, 0) + net(posting)
    assert not any(by_day.values())


@given(entries())
def test_an_entry_is_told_apart_by_date_and_loses_nothing(journal: list[JournalEntry]) -> None:
    told = [one for each in journal for one in transactions(each)]
    assert len({one.number for one in told}) == len(told)
    assert sorted(map(repr, (p for one in told for p in one.postings))) == sorted(
        repr(p) for each in journal for p in each.postings
    )
    assert all(p.booked_on == one.booked_on for one in told for p in one.postings)


def test_a_payment_costs_what_leaves_the_bank() -> None:
    assert balances(BOOKED_AND_SENT) == {**EXPENSES, "in_transit": -CENTS}
    assert balances(BOOKED_AND_SENT, CONFIRMED) == {**EXPENSES, "bank": -CENTS}


def test_what_is_booked_and_not_sent_is_payable() -> None:
    assert balances(paid([PART, WHOLE], [PART])) == {**EXPENSES, "payable": -89741 - 22435, "in_transit": -26054 - 6513}


def test_what_the_bank_brings_back_is_payable_again() -> None:
    assert balances(BOOKED_AND_SENT, CONFIRMED, returned([PART, WHOLE], "AC04")) == {**EXPENSES, "payable": -CENTS}


@pytest.mark.parametrize(
    "fact",
    [
        returned([PART, WHOLE], "run_withdrawn"),
        facts.PaymentRejected(run=RUN, reason="AC04", lines=(PART, WHOLE), rejected_on=BACK),
    ],
)
def test_what_never_reached_the_bank_is_payable_again(fact: Fact) -> None:
    assert balances(BOOKED_AND_SENT, fact) == {**EXPENSES, "payable": -CENTS}


def test_a_takeover_posts_its_balance_and_not_what_was_settled_elsewhere() -> None:
    fact = facts.OpeningBooked(
        opening="O1", paid_through=NOVEMBER, lines=(WHOLE,), balance=(PART,), booked_on=BOOKED
    )  # fmt: skip
    assert balances(fact) == {"opening": 26054 + 6513, "payable": -26054 - 6513}


def test_a_lower_month_posts_on_the_other_side() -> None:
    less = paid([amount(OCTOBER, -1000, -250)], [])
    assert [(p.account, p.debit_cents, p.credit_cents) for p in postings(less)] == [
        ("subsidy_expense", 0, 1000), ("charges_expense", 0, 250), ("payable", 1250, 0)
    ]  # fmt: skip


TAKEN_BACK = settled([amount(OCTOBER, -26054, -6513)])
LESS = {"subsidy_expense": 89741, "charges_expense": 22435, "bank": -CENTS}


def test_r28_what_a_settlement_takes_back_lowers_the_expense_and_is_owed() -> None:
    assert balances(BOOKED_AND_SENT, CONFIRMED, TAKEN_BACK) == {**LESS, "payable": 26054 + 6513}


def test_r31_a_claim_moves_what_is_owed_to_receivable_and_costs_nothing() -> None:
    claim = claimed(26054 + 6513)
    assert balances(BOOKED_AND_SENT, CONFIRMED, TAKEN_BACK, claim) == {**LESS, "receivable": 26054 + 6513}


@pytest.mark.parametrize(("bank_line", "account"), [(7, "bank"), (None, "in_transit")])
def test_r31_what_is_received_is_no_longer_receivable(bank_line: int | None, account: AccountName) -> None:
    received = facts.RecoveryReceived(lines=(PART,), received_on=BACK, bank_line=bank_line)
    found = balances(BOOKED_AND_SENT, CONFIRMED, TAKEN_BACK, claimed(26054 + 6513), received)
    assert found == {**LESS, account: LESS.get(account, 0) + 26054 + 6513}


def test_r31_what_will_not_be_received_is_a_loss_of_its_own() -> None:
    written_off = facts.WrittenOff(lines=(PART,), written_off_on=BACK, reason="unreachable")
    found = balances(BOOKED_AND_SENT, CONFIRMED, TAKEN_BACK, claimed(26054 + 6513), written_off)
    assert found == {**LESS, "written_off": 26054 + 6513}


def test_expenses_and_what_is_payable_name_month_and_element() -> None:
    told = {
        (p.account, str(p.month), p.element)
        for p in postings(BOOKED_AND_SENT)
        if p.account in ("subsidy_expense", "charges_expense", "payable")
    }
    assert told == {
        (account, month, "fixed")
        for account in ("subsidy_expense", "charges_expense", "payable")
        for month in ("2026-10", "2026-11")
    }


def test_a_payment_is_booked_on_its_payment_day_and_sent_on_its_execution_day() -> None:
    """R22."""
    told = [(one.number, one.booked_on) for one in transactions(entry(1042, BOOKED_AND_SENT))]
    assert told == [("1042-20261112", BOOKED), ("1042-20261119", EXECUTED)]
    assert [one.number for one in transactions(entry(1042, paid([PART], [PART], BOOKED)))] == ["1042"]


def test_a_fact_without_money_posts_nothing() -> None:
    assert postings(facts.Ended(reason="withdrawn", last_day=BACK)) == ()
    assert list(transactions(entry(1, facts.Ended(reason="withdrawn", last_day=BACK)))) == []


def test_every_account_can_be_given_a_code_and_has_a_name() -> None:
    assert get_args(AccountName) == ACCOUNTS == tuple(DEFAULT_CODES) == tuple(DUTCH_NAMES)
