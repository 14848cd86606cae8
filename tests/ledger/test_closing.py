"""R22, R34, R37: a quarter is closed by two persons on a report that lacks nothing; what comes later is in the open quarter."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.month import Quarter
from ledger.refusal import Refused
from tests.ledger.books import ACCOUNT, agree, answered, paid, propose, settled, signed_off, statement, subsidy
from tests.ledger.house import MUNICIPALITY, House

CASE = "LKS-26-000001-H"
Q4 = Quarter(2026, 4)
DAY = date(2027, 1, 5)


@pytest.fixture
def house() -> House:
    """A ledger of one case; the fourth quarter of 2026 is paid and the bank answered for it."""
    house = House().open()
    house.running()
    for month in ("2026-11", "2026-12"):
        answered(house, paid(house, month))
    return house


def amend(house: House, hours: str, day: date = DAY) -> None:
    """Other hours since November."""
    house.ask(intents.Amend(case=CASE, effective=date(2026, 11, 1), hours=hours), today=day)


def test_r34_two_persons_close_a_quarter(house: House) -> None:
    proposal = propose(house, "2026Q4", DAY)
    assert [fact.topic for fact in proposal.facts] == ["Proposed"]
    assert house.ledger().reading().quarters(MUNICIPALITY).signed_through is None
    receipt = agree(house, proposal, DAY)
    assert [fact.topic for fact in receipt.facts] == ["Approved", "QuarterSignedOff"]
    assert house.ledger().reading().quarters(MUNICIPALITY).signed_through == Q4


def test_r34_what_is_not_settled_is_not_signed_off(house: House) -> None:
    amend(house, "30")
    with pytest.raises(Refused, match=r"due is not what is booked.*lks settle --quarter 2026Q4"):
        propose(house, "2026Q4", DAY)
    settled(house, "2026-12", DAY)
    assert signed_off(house, "2026Q4", DAY).quarter == Q4


def test_r34_what_is_recorded_between_proposal_and_approval_is_judged_again(house: House) -> None:
    proposal = propose(house, "2026Q4", DAY)
    amend(house, "30")
    with pytest.raises(Refused, match="due is not what is booked"):
        agree(house, proposal, DAY)
    settled(house, "2026-12", DAY)
    with pytest.raises(Refused, match=r"Settled \(entry.*propose again"):
        agree(house, proposal, DAY)
    house.ask(intents.Decline(proposal=proposal.entries[0].position), by="g.control", today=DAY)
    assert signed_off(house, "2026Q4", DAY).position > proposal.entries[0].position


def test_r34_what_is_booked_in_the_next_quarter_disturbs_no_sign_off(house: House) -> None:
    proposal = propose(house, "2026Q4", DAY)
    paid(house, "2027-01", date(2027, 1, 12))
    assert agree(house, proposal, date(2027, 1, 13)).facts[1].topic == "QuarterSignedOff"


def test_r34_a_line_on_the_paying_account_that_matches_nothing_stands_in_the_way(house: House) -> None:
    account = intents.AdoptPolicy(
        municipality=MUNICIPALITY, switch="paying_account", value=f"{ACCOUNT} Gemeente", since=date(2026, 10, 1)
    )
    house.ask(account, today=DAY)
    house.ask(intents.Approve(proposal=house.position()), by="g.control", today=DAY)
    line = intents.BankLine(number=1, cents=1250, booked_on=date(2026, 12, 30))
    house.ask(statement("rest", date(2026, 12, 30), [line]), today=DAY)
    with pytest.raises(Refused, match=r"match nothing.*lks bank match"):
        propose(house, "2026Q4", DAY)
    (left,) = house.ledger().reading().bank(ACCOUNT).left
    elsewhere = intents.MatchLine(account=ACCOUNT, line=left, matched_as="elsewhere", reference=None, reason="interest")
    house.ask(elsewhere, today=DAY)
    house.ask(intents.Approve(proposal=house.position()), by="g.control", today=DAY)
    assert signed_off(house, "2026Q4", DAY)


def test_r22_a_late_fact_is_settled_in_the_open_quarter(house: House) -> None:
    signed_off(house, "2026Q4", DAY)
    amend(house, "30")
    receipt = settled(house, "2026-12", DAY)
    total, fact = receipt.facts
    assert isinstance(total, facts.QuarterSettled)
    assert isinstance(fact, facts.Settled)
    assert (total.booked_on, fact.booked_on, fact.value_date) == (
        date(2027, 1, 1),
        date(2027, 1, 1),
        date(2026, 12, 31),
    )


def test_r22_no_run_pays_on_a_day_of_a_closed_quarter(house: House) -> None:
    house.ask(intents.Amend(case=CASE, effective=date(2026, 11, 1), hours="36"), today=DAY)
    settled(house, "2026-12", DAY)
    run = house.prepared("2026-12", today=date(2026, 12, 10))
    house.ask(intents.WithdrawRun(run=run), by="f.finance", today=date(2026, 12, 10))
    signed_off(house, "2026Q4", DAY)
    before = house.position()
    with pytest.raises(Refused, match="2026Q4 is signed off, and 2026-12-18 is in it"):
        house.prepared("2026-12", today=date(2026, 12, 10), by="another")
    assert house.position() == before
    assert subsidy(house, CASE).payable_cents() > 0


def test_r34_a_reopened_quarter_is_settled_and_signed_off_anew(house: House) -> None:
    signed_off(house, "2026Q4", DAY)
    reopen = house.ask(
        intents.ReopenQuarter(municipality=MUNICIPALITY, quarter=Q4, reason="court"), by="f.finance", today=DAY
    )
    assert agree(house, reopen, DAY).facts[1].topic == "QuarterReopened"
    amend(house, "30")
    fact = settled(house, "2026-12", DAY).facts[1]
    assert isinstance(fact, facts.Settled)
    assert fact.booked_on == date(2026, 12, 31)
    assert signed_off(house, "2026Q4", DAY)


def test_r34_a_year_is_closed_after_its_last_quarter(house: House) -> None:
    year = intents.SignOffYear(
        municipality=MUNICIPALITY, year=2026, position=house.position(), digest="cd", gross_cents=3, receipts_cents=1,
        net_cents=2,
    )  # fmt: skip
    with pytest.raises(Refused, match="not signed off through 2026Q4"):
        house.ask(year, by="f.finance", today=DAY)
    signed_off(house, "2026Q4", DAY)
    proposal = house.ask(year.model_copy(update={"position": house.position()}), by="f.finance", today=DAY)
    assert agree(house, proposal, DAY).facts[1].topic == "YearSignedOff"
    with pytest.raises(Refused, match="2026 is signed off"):
        house.ask(intents.ReopenQuarter(municipality=MUNICIPALITY, quarter=Q4, reason="late"), today=DAY)
