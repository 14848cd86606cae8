"""The cases that the rules answer in which something is decided anew: an objection, a revision over closed quarters, a move
(R20, R22, R27, R28, R32)."""

from datetime import date
from decimal import Decimal

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.law import packaged_law
from ledger.refusal import Refused
from tests.deciders.given import TAKE_OVER
from tests.ledger.books import answered, paid, settled, settled_lines, signed_off, subsidy
from tests.ledger.house import EMPLOYMENT, MUNICIPALITY, House, apply, measure

CASE = "LKS-26-000001-H"
NEW_MUNICIPALITY = "GM0518"
JUNE = date(2027, 6, 15)


def told(day: date) -> dict[str, date]:
    """A decision that is taken and told on one day."""
    return dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)


@pytest.fixture
def house() -> House:
    """A ledger with one case: 32 hours, 60 %, from 23 October 2026."""
    house = House().open()
    assert house.running() == CASE
    return house


def test_case_wage_value_corrected_over_two_signed_off_quarters(house: House) -> None:
    """A new decision; the next settlement books all months in the open quarter; what was signed off stays as it is."""
    for month, last in (
        ("2026-11", ""),
        ("2026-12", "2026Q4"),
        ("2027-01", ""),
        ("2027-02", ""),
        ("2027-03", "2027Q1"),
    ):
        answered(house, paid(house, month))
        if last:
            day = date(2027, 1, 5) if last == "2026Q4" else date(2027, 4, 6)
            settled(house, month, day)
            signed_off(house, last, day)
    signed = [fact for fact in house.facts() if isinstance(fact, facts.QuarterSignedOff)]
    before = dict(subsidy(house, CASE).booked)
    day = date(2027, 4, 20)
    revise = intents.Revise(
        case=CASE, ground="wrong_data", start=date(2026, 12, 1), until=None, wage_value=Decimal(70), **told(day)
    )
    (decided,) = house.ask(revise, today=day).facts
    assert isinstance(decided, facts.Decided)
    receipt = settled(house, "2027-03", day)
    months = ["2026-12", "2027-01", "2027-02", "2027-03"]
    assert [month for month, _ in settled_lines(receipt)] == months
    assert settled_lines(receipt)["2026-12", "fixed"] == -28044
    (one,) = (fact for fact in receipt.facts if isinstance(fact, facts.Settled))
    assert (Quarter.of(one.booked_on), one.value_date) == (Quarter(2027, 2), date(2027, 3, 31))
    assert [fact for fact in house.facts() if isinstance(fact, facts.QuarterSignedOff)] == signed
    now = subsidy(house, CASE).booked
    assert now[Month(2026, 11), "fixed"] == before[Month(2026, 11), "fixed"]
    assert settled_lines(settled(house, "2027-03", date(2027, 4, 21))) == {}


def test_case_rejected_granted_on_objection() -> None:
    """Objection decided and `Decided` in one append, from the original date; the next run pays all months at once."""
    house = House().open()
    person, employer = house.person(), house.employer()
    case = house.applied(person, employer)
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=date(2026, 9, 1), valid_until=None))
    house.ask(intents.Reject(case=case, ground="not_target_group", **told(date(2026, 9, 1))))
    day = date(2026, 12, 10)
    filed = intents.FileObjection(case=case, decision=f"{case}/1", by="employer", received_on=date(2026, 10, 1))
    (entry,) = house.ask(filed, today=date(2026, 10, 1)).entries
    decide = intents.DecideObjection(case=case, objection=entry.version, outcome="founded", grant=True, **told(day))
    receipt = house.ask(decide, today=day)
    assert [fact.topic for fact in receipt.facts] == ["ObjectionDecided", "Decided", "SubsidyOpened"]
    run = house.prepared("2026-12", today=day)
    approved = house.ask(intents.ApproveRun(run=run), by="g.control", today=day)
    (paid_now,) = (fact for fact in approved.facts if isinstance(fact, facts.Paid))
    assert [str(line.month) for line in paid_now.booked] == ["2026-10", "2026-11", "2026-12"]
    assert [line.subsidy_cents for line in paid_now.booked] == [26054, 89741, 89741]


def test_r16_what_is_granted_on_objection_guards_its_employment_again() -> None:
    house = House().open()
    person, employer = house.person(), house.employer()
    case = house.applied(person, employer)
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=date(2026, 9, 1), valid_until=None))
    house.ask(intents.Reject(case=case, ground="not_target_group", **told(date(2026, 9, 1))))
    day = date(2026, 10, 1)
    filed = intents.FileObjection(case=case, decision=f"{case}/1", by="employer", received_on=day)
    (entry,) = house.ask(filed, today=day).entries
    founded = intents.DecideObjection(case=case, objection=entry.version, outcome="founded", grant=True, **told(day))
    house.ask(founded, today=day)
    with pytest.raises(Refused, match=f"{case} is already asked for this person and employer") as refusal:
        house.ask(apply(person, employer), today=day)
    assert refusal.value.rule == "R16"


def test_case_moved_12_may_known_in_june_may_paid(house: House) -> None:
    """Old: 11 of 31 days are due, the rest is owed; new: a takeover from 12 May, 20 of 31 days by its next run."""
    for month in ("2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"):
        paid(house, month)
    may = subsidy(house, CASE).booked[Month(2027, 5), "fixed"]
    house.ask(intents.Transfer(case=CASE, destination=NEW_MUNICIPALITY, registered_on=date(2027, 5, 12)), today=JUNE)
    ((_, difference),) = settled_lines(settled(house, "2027-05", JUNE)).items()
    old = subsidy(house, CASE)
    assert sum(old.booked[Month(2027, 5), "fixed"]) == pytest.approx(sum(may) * 11 / 31, abs=1)
    assert old.payable_cents() == difference < 0
    house.ask(intents.Determine(case=CASE, **told(JUNE)), today=JUNE)
    final = subsidy(house, CASE).finally_settled
    assert final is not None
    assert final.balance_cents == difference
    new = taken_over(house, date(2027, 6, 16))
    assert subsidy(house, new).payable_cents() == 0
    run = f"{NEW_MUNICIPALITY}-2027-06-1"
    house.ask(
        intents.PrepareRun(municipality=NEW_MUNICIPALITY, month=Month(2027, 6)), by="f.finance", today=date(2027, 6, 17)
    )
    approved = house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2027, 6, 17))
    (paid_now,) = (fact for fact in approved.facts if isinstance(fact, facts.Paid))
    first, *_ = paid_now.booked
    assert [str(line.month) for line in paid_now.booked] == ["2027-05", "2027-06"]
    assert [(one.days, one.days_in_month) for one in first.segments] == [(20, 31)]
    assert first.subsidy_cents + old.booked[Month(2027, 5), "fixed"][0] == may[0]


def taken_over(house: House, today: date) -> str:
    """The case in the new municipality, signed by a second person."""
    registered = house.person(PERSON_THERE, NEW_MUNICIPALITY, today=date(2026, 9, 1))
    cents = int(packaged_law().decimal("minimum_wage", date(2027, 1, 1)) * 100)
    changes = {
        "municipality": NEW_MUNICIPALITY,
        "person": registered,
        "employer": "W-000001-D",
        "employment": EMPLOYMENT,
        "taken_over_from": MUNICIPALITY,
        "decided_on": today,
        "granted_from": date(2027, 5, 12),
        "reference": date(2026, 10, 23),
        "minimum_wage_cents": cents,
        "paid_through": Month(2027, 4),
    }
    case = house.ask(TAKE_OVER.model_copy(update=changes), today=today).name
    opening = {"municipality": NEW_MUNICIPALITY, "opening": "OP-1", "cases": 1, "digest": "ab"}
    amounts = {"subsidy_cents": 0, "charges_cents": 0}
    house.ask(intents.PrepareOpening.model_validate({**opening, **amounts}), by="a.case", today=today)
    sign = intents.SignOpening(municipality=NEW_MUNICIPALITY, opening="OP-1")
    house.ask(sign, by="g.control", today=today)
    return case


PERSON_THERE = {"bsn": "999900249", "initials": "W.", "surname": "Vermeer", "birth_date": "1991-03-14"}


def test_r36_what_was_said_otherwise_on_the_same_day_can_be_said_again(house: House) -> None:
    one = intents.Amend(case=CASE, effective=date(2026, 11, 2), hours=Decimal(24))
    other = one.model_copy(update={"hours": Decimal(28)})
    for intent in (one, other, one):
        assert not house.ask(intent).repeated
        assert house.ask(intent).repeated
