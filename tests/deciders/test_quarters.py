"""R22, R28, R34, R37: the books of a municipality are settled, and closed by two persons, quarter after quarter and in a year."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.closing import quarter_decider
from ledger.closing import quarters as closing
from ledger.closing.checklist import Checklist, Item, checklist
from ledger.closing.quarters import Quarters
from ledger.closing.settlement import CaseSettlement, Settlement, settle
from ledger.context import Seconding
from ledger.facts import Fact, UnknownHours
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.log.entry import Signature
from ledger.payment.bank import Bank, LeftLine
from ledger.payment.runs import PaymentRuns
from ledger.refusal import Refused
from tests.deciders import test_runs
from tests.deciders.given import CASE, MUNICIPALITY, circumstances, entry, given
from tests.deciders.test_settlement import amended, happened, run_of

FIRST = Signature("f.finance", "lks_local")
SECOND = Signature("g.controller", "lks_second")
Q4 = Quarter(2026, 4)
TODAY = date(2027, 1, 4)
RUN = facts.RunPrepared(
    run="GM0363-2026-11-1", month=Month(2026, 11), payment_day=date(2026, 11, 20), execution_day=date(2026, 11, 19),
    position=1, cases=1, lines=2, subsidy_cents=0, charges_cents=0, sent_cents=0, digest="00", left_out=(),
    long_first_payments={},
)  # fmt: skip
DECEMBER = RUN.model_copy(
    update={"run": "GM0363-2026-12-1", "month": Month(2026, 12), "payment_day": date(2026, 12, 18)}
)
APPROVED = facts.RunApproved(run=RUN.run, of=1, digest="00")
CONFIRMED = facts.RunConfirmed(run=RUN.run, confirmed_on=date(2026, 11, 19))
NOTHING = Settlement(Month(2026, 12), (), (), ())
GREEN = Checklist(Q4, (Item("settlement", True, "due is booked"),))

SIGN_OFF = intents.SignOffQuarter(municipality=MUNICIPALITY, quarter=Q4, position=40, digest="ab")
REOPEN = intents.ReopenQuarter(municipality=MUNICIPALITY, quarter=Q4, reason="court")
YEAR = intents.SignOffYear(
    municipality=MUNICIPALITY, year=2026, position=60, digest="cd", gross_cents=100, receipts_cents=20, net_cents=80
)


def runs(*facts_: Fact) -> PaymentRuns:
    """The runs of the municipality."""
    return test_runs.state(*facts_)


def signed(quarter: Quarter) -> facts.QuarterSignedOff:
    """A quarter that two persons signed off."""
    return facts.QuarterSignedOff(quarter=quarter, position=1, digest="ab", explained={}, unknown=())


def state(*happened_: Fact) -> Quarters:
    """The books to which this happened."""
    found = Quarters()
    for version, fact in enumerate(happened_, start=1):
        found = closing.evolve(found, entry(version, fact))
    return found


def asked(intent: intents.Intent, books: Quarters, **changes: object) -> tuple[Fact, ...]:
    """What the intent leads to."""
    usual = {
        "today": TODAY,
        "by": FIRST,
        "municipality": MUNICIPALITY,
        "position": 60,
        "runs": runs(RUN, APPROVED, CONFIRMED),
        "settlement": NOTHING,
        "checklist": GREEN,
    }
    return quarter_decider.decide(intent, books, circumstances(**{**usual, **changes}))


def agreed(intent: intents.Intent, books: Quarters, **changes: object) -> tuple[Fact, ...]:
    """What it leads to when a second person agrees with the proposal, the last entry of the books."""
    return asked(intent, books, by=SECOND, second=Seconding(books.version, FIRST), **changes)


def proposed(intent: intents.Intent) -> Fact:
    """The proposal of an intent."""
    return facts.Proposed(intent=type(intent).__name__, fields=intent.model_dump_json())


def refused(intent: intents.Intent, books: Quarters, **changes: object) -> Refused:
    """The refusal."""
    with pytest.raises(Refused) as refusal:
        asked(intent, books, **changes)
    return refusal.value


# --- the date in the books ----------------------------------------------------------------------------------------------


def test_r22_a_day_is_booked_on_itself_while_its_quarter_is_open() -> None:
    assert state().booked_on(date(2026, 9, 30)) == date(2026, 9, 30)
    assert state(signed(Quarter(2026, 3))).booked_on(date(2026, 10, 1)) == date(2026, 10, 1)


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 7, 1), date(2024, 5, 1)])
def test_r22_a_day_in_a_closed_quarter_moves_to_the_first_day_of_the_oldest_open_one(day: date) -> None:
    assert state(signed(Quarter(2026, 3))).booked_on(day) == date(2026, 10, 1)
    assert state(signed(Quarter(2026, 3)), signed(Q4)).booked_on(day) == date(2027, 1, 1)


def test_r34_a_quarter_that_is_reopened_is_open_again() -> None:
    reopened = facts.QuarterReopened(quarter=Q4, reason="court")
    books = state(signed(Quarter(2026, 3)), signed(Q4), reopened)
    assert books.signed_through == Quarter(2026, 3)
    assert books.booked_on(date(2026, 12, 31)) == date(2026, 12, 31)
    assert state(signed(Q4), reopened).signed_through is None


# --- settling -----------------------------------------------------------------------------------------------------------


def differing() -> Settlement:
    """A settlement of one case with one line."""
    before = (*happened(), run_of(Month(2026, 11), *happened()), amended(date(2026, 11, 1), "30"))
    case = settle(given(*before), Month(2026, 11), packaged_law(), Policy.defaults())
    return Settlement(Month(2026, 11), (case,), (), ())


SETTLE = intents.Settle(municipality=MUNICIPALITY, through=Month(2026, 11))


def test_r28_a_settlement_is_one_fact_with_count_totals_and_a_digest() -> None:
    found = differing()
    (fact,) = asked(SETTLE, state(), settlement=found)
    assert isinstance(fact, facts.QuarterSettled)
    assert (str(fact.through), fact.booked_on) == ("2026-11", date(2026, 11, 30))
    assert (fact.position, fact.cases, fact.lines) == (60, 1, 1)
    assert (fact.subsidy_cents, fact.charges_cents) == (found.lines[0].subsidy_cents, found.lines[0].charges_cents)
    assert fact.digest == found.digest


def test_r28_with_nothing_to_settle_nothing_is_recorded() -> None:
    assert asked(SETTLE, state()) == ()


def test_r22_a_settlement_of_a_closed_quarter_is_booked_in_the_open_one() -> None:
    (fact,) = asked(SETTLE, state(signed(Q4)), settlement=differing())
    assert isinstance(fact, facts.QuarterSettled)
    assert fact.booked_on == date(2027, 1, 1)


def test_r28_refused_while_a_run_is_prepared() -> None:
    with pytest.raises(Refused, match=r"GM0363-2026-11-1 is prepared.*pay approve") as refusal:
        quarter_decider.settled_through(Month(2026, 11), runs(RUN), TODAY)
    assert refusal.value.rule == "R28"


def test_r28_months_that_are_not_over_and_have_no_run_are_left_out() -> None:
    known, day = runs(RUN, APPROVED), date(2026, 11, 25)
    assert quarter_decider.settled_through(Month(2026, 12), known, day) == Month(2026, 11)
    assert quarter_decider.settled_through(Month(2026, 10), known, day) == Month(2026, 10)
    assert quarter_decider.settled_through(Month(2026, 12), runs(), day) == Month(2026, 10)
    assert quarter_decider.settled_through(Month(2027, 2), known, date(2027, 1, 5)) == Month(2026, 12)


@pytest.mark.parametrize(
    "after", [facts.RunWithdrawn(run=RUN.run), facts.FileRejected(run=RUN.run, reason="FF01", rejected_on=TODAY)]
)
def test_r21_a_run_that_was_never_paid_booked_its_month_all_the_same(after: Fact) -> None:
    assert runs(RUN, APPROVED, after).waits_from == Month(2026, 12)
    assert runs(RUN, facts.RunWithdrawn(run=RUN.run)).waits_from < Month(2026, 1)


# --- signing off --------------------------------------------------------------------------------------------------------


def test_r34_two_persons_sign_off_a_quarter_on_the_report_of_a_position() -> None:
    assert asked(SIGN_OFF, state()) == (proposed(SIGN_OFF),)
    unknown = (UnknownHours(case=CASE, months=(Month(2026, 11),)),)
    explained = SIGN_OFF.model_copy(update={"explained": {RUN.run: "bank_late"}})
    approved, fact = agreed(explained, state(proposed(explained)), checklist=replace(GREEN, unknown=unknown))
    assert approved == facts.Approved(of=1)
    assert fact == facts.QuarterSignedOff(
        quarter=Q4, position=40, digest="ab", explained={RUN.run: "bank_late"}, unknown=unknown
    )


def test_r37_who_proposed_a_sign_off_cannot_agree_with_it() -> None:
    with pytest.raises(Refused, match="cannot also agree"):
        asked(SIGN_OFF, state(proposed(SIGN_OFF)), second=Seconding(1, FIRST))


def test_r34_refuses_a_quarter_that_has_not_ended() -> None:
    said = refused(SIGN_OFF, state(), today=date(2026, 12, 31))
    assert "2026Q4 runs until 2026-12-31" in said.what
    assert "2027-01-01" in said.remedy


def test_r34_refuses_a_quarter_that_is_closed() -> None:
    assert "signed off already" in refused(SIGN_OFF, state(signed(Q4))).what
    assert "signed off already" in refused(SIGN_OFF, state(signed(Quarter(2027, 1)))).what


def test_r34_quarters_are_signed_off_in_order() -> None:
    said = refused(SIGN_OFF, state(signed(Quarter(2026, 2))))
    assert said.what == "2026Q3 comes before 2026Q4."
    early = RUN.model_copy(update={"payment_day": date(2026, 9, 18)})
    first = refused(SIGN_OFF, state(), runs=runs(early, APPROVED))
    assert first.what == "2026Q3 comes before 2026Q4."


def test_r34_the_first_quarter_that_is_signed_off_is_that_of_the_first_payment() -> None:
    early = SIGN_OFF.model_copy(update={"quarter": Quarter(2026, 3)})
    assert refused(early, state()).what == "The books begin with 2026Q4."
    assert "Nothing was paid or settled" in refused(SIGN_OFF, state(), runs=runs()).what


def test_r34_refuses_what_is_not_green_with_every_item_and_remedy() -> None:
    red = Checklist(
        Q4, (Item("bank", False, "one line", "Match it."), Item("settlement", False, "one case", "Settle."))
    )
    said = refused(SIGN_OFF, state(), checklist=red)
    assert said.what == "2026Q4 cannot be signed off: one line; one case."
    assert said.remedy == "Match it. Settle."
    with pytest.raises(Refused, match="one case"):
        agreed(SIGN_OFF, state(proposed(SIGN_OFF)), checklist=red)


def test_r34_refuses_a_report_that_lacks_what_was_booked_since() -> None:
    with pytest.raises(Refused, match=r"PaymentReturned \(entry 50\).*propose again"):
        agreed(SIGN_OFF, state(proposed(SIGN_OFF)), booked_since=("PaymentReturned (entry 50)",))


@pytest.mark.parametrize("position", [0, 61])
def test_r34_refuses_a_report_of_a_position_that_cannot_be(position: int) -> None:
    books = state(signed(Quarter(2026, 3)))
    said = refused(SIGN_OFF.model_copy(update={"position": position}), books)
    assert f"position {position}" in said.what


def test_r34_explains_only_runs_of_the_quarter() -> None:
    other = SIGN_OFF.model_copy(update={"explained": {"GM0363-2026-09-1": "late"}})
    assert "no run of 2026Q4" in refused(other, state()).what


def test_r37_the_same_sign_off_is_not_proposed_twice() -> None:
    said = refused(SIGN_OFF.model_copy(update={"position": 55}), state(proposed(SIGN_OFF)))
    assert "proposal 1" in said.what
    declined = state(proposed(SIGN_OFF), facts.Declined(of=1))
    assert asked(SIGN_OFF, declined) == (proposed(SIGN_OFF),)


# --- reopening ----------------------------------------------------------------------------------------------------------


def test_r34_two_persons_reopen_the_last_quarter_with_a_reason() -> None:
    books = state(signed(Quarter(2026, 3)), signed(Q4))
    assert asked(REOPEN, books) == (proposed(REOPEN),)
    with_proposal = state(signed(Quarter(2026, 3)), signed(Q4), proposed(REOPEN))
    assert agreed(REOPEN, with_proposal) == (
        facts.Approved(of=3),
        facts.QuarterReopened(quarter=Q4, reason="court"),
    )


def test_r34_only_the_last_signed_off_quarter_can_be_reopened() -> None:
    assert "the last that is signed off is 2027Q1" in refused(REOPEN, state(signed(Q4), signed(Quarter(2027, 1)))).what
    assert "none is signed off" in refused(REOPEN, state()).what


def test_r34_a_quarter_of_a_year_that_is_signed_off_stays_closed() -> None:
    year = facts.YearSignedOff(year=2026, position=1, digest="cd", gross_cents=0, receipts_cents=0, net_cents=0)
    assert "2026 is signed off" in refused(REOPEN, state(signed(Q4), year)).what


# --- years --------------------------------------------------------------------------------------------------------------


def test_r34_a_year_is_signed_off_by_two_persons_after_its_four_quarters() -> None:
    books = state(signed(Q4))
    assert asked(YEAR, books) == (proposed(YEAR),)
    approved, fact = agreed(YEAR, state(signed(Q4), proposed(YEAR)))
    assert approved == facts.Approved(of=2)
    assert fact == facts.YearSignedOff(
        year=2026, position=60, digest="cd", gross_cents=100, receipts_cents=20, net_cents=80
    )


def test_r34_refuses_a_year_of_which_a_quarter_is_open() -> None:
    said = refused(YEAR, state(signed(Quarter(2026, 3))))
    assert "not signed off through 2026Q4" in said.what
    assert "--quarter 2026Q4" in said.remedy


def test_r34_a_year_is_signed_off_once() -> None:
    year = facts.YearSignedOff(year=2026, position=1, digest="cd", gross_cents=0, receipts_cents=0, net_cents=0)
    assert "signed off already" in refused(YEAR, state(signed(Q4), year)).what


# --- the checklist ------------------------------------------------------------------------------------------------------


def judged(
    known: PaymentRuns, settlement: Settlement = NOTHING, banks: dict[str, Bank] | None = None, **explained: str
) -> Checklist:
    """The list of the fourth quarter."""
    return checklist(Q4, known, explained, banks or {}, settlement)


def item(found: Checklist, name: str) -> Item:
    """One item."""
    return next(one for one in found.items if one.name == name)


def test_r34_a_quarter_in_which_all_is_answered_and_settled_is_green() -> None:
    found = judged(runs(RUN, APPROVED, CONFIRMED))
    assert found.green
    assert [one.name for one in found.items] == ["runs", "bank", "takeovers", "settlement", "hours"]


def test_r34_a_run_that_the_bank_has_not_answered_is_explained_or_stands_in_the_way() -> None:
    silent = runs(RUN, APPROVED)
    found = item(judged(silent), "runs")
    assert (found.ok, found.named) == (False, (RUN.run,))
    assert "--explain" in found.remedy
    assert checklist(Q4, silent, {RUN.run: "bank_late"}, {}, NOTHING).green


def test_r34_a_prepared_run_cannot_be_explained() -> None:
    found = checklist(Q4, runs(RUN), {RUN.run: "later"}, {}, NOTHING)
    assert "pay withdraw" in item(found, "runs").remedy


@pytest.mark.parametrize(
    "after", [facts.RunWithdrawn(run=RUN.run), facts.FileRejected(run=RUN.run, reason="FF01", rejected_on=TODAY)]
)
def test_r34_a_run_that_was_never_paid_needs_no_answer(after: Fact) -> None:
    """Case: the bank rejects the whole file."""
    assert judged(runs(RUN, APPROVED, after)).green


def test_r34_a_run_of_another_quarter_does_not_matter() -> None:
    january = RUN.model_copy(update={"payment_day": date(2027, 1, 20)})
    assert judged(runs(january, APPROVED)).green


def test_r34_a_bank_line_that_matches_nothing_stands_in_the_way_if_it_is_of_the_quarter() -> None:
    left = facts.BankLineLeft(
        account="NL69INGB0123456789", statement="1", line=1, bucket="unknown_receipt", cents=5,
        booked_on=date(2026, 12, 31), reference=None, batch=None, reason=None,
    )  # fmt: skip
    bank = Bank(left={2: LeftLine(left, 2, 77)})
    assert item(judged(runs(), banks={"NL": bank}), "bank").named == ("77",)
    later = Bank(left={2: LeftLine(left.model_copy(update={"booked_on": date(2027, 1, 2)}), 2, 77)})
    assert judged(runs(), banks={"NL": later}).green


def test_r34_what_a_settlement_would_book_stands_in_the_way() -> None:
    case = CaseSettlement(CASE, differing().settled[0].lines, (), 0)
    found = Settlement(Month(2026, 12), (case,), (), ())
    assert "pay prepare --month 2026-12" in item(judged(runs(), found), "settlement").remedy
    approved = facts.RunApproved(run=DECEMBER.run, of=3, digest="00")
    both = runs(RUN, APPROVED, DECEMBER, approved)
    assert "settle --quarter 2026Q4" in item(judged(both, found), "settlement").remedy


def test_r27_a_takeover_that_nobody_signed_stands_in_the_way() -> None:
    left_out = (facts.LeftOut(case=CASE, reason="opening_unsigned"),)
    assert not judged(runs(), replace(NOTHING, left_out=left_out)).green
    final = (facts.LeftOut(case=CASE, reason="finally_settled"),)
    assert judged(runs(), replace(NOTHING, left_out=final)).green


def test_r11_unknown_hours_are_named_and_stop_nobody() -> None:
    unknown = (UnknownHours(case=CASE, months=(Month(2026, 10), Month(2026, 11))),)
    found = judged(runs(), replace(NOTHING, unknown=unknown))
    assert found.green
    assert found.unknown == unknown
    assert item(found, "hours").named == (f"{CASE} 2026-10", f"{CASE} 2026-11")
