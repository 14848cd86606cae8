"""Cases with their answer: real cases through the real ledger, from application to payment (R21–R26, R30, R41)."""

from datetime import date

import pytest

from ledger import facts, intents, law
from ledger.calculation.month import Month
from ledger.facts import RunApproved
from ledger.refusal import Refused
from tests.payments.office import OPENED, Office, booked, sent_cents

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
START = date(2026, 10, 23)
DECIDED = date(2026, 10, 1)


@pytest.fixture
def office() -> Office:
    """A municipality without cases."""
    return Office().open()


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def test_r23_who_started_on_23_october_is_paid_october_and_november_by_20_november(office: Office) -> None:
    office.granted(START, DECIDED)
    (paid,) = office.pay(NOVEMBER, day(11, 12))
    assert booked(paid) == {"2026-10": (26054, 6513), "2026-11": (89741, 22435)}
    assert (paid.booked_on, paid.execution_day) == (day(11, 20), day(11, 19))
    assert sent_cents([paid]) == 26054 + 6513 + 89741 + 22435


def test_r23_the_run_of_the_first_month_leaves_out_who_starts_later_and_pays_the_others(office: Office) -> None:
    later, sooner = office.granted(START, DECIDED), office.granted(day(9, 1), DECIDED)
    run = office.prepare(OCTOBER, day(10, 13))
    assert run.left_out == (facts.LeftOut(case=later, reason="starts_later"),)
    assert run.cases == 1
    (paid,) = office.approve(run.run, day(10, 14))
    assert list(booked(paid)) == ["2026-09", "2026-10"]
    assert office.ledger.reading().subsidy(sooner).runs.keys() == {run.run}


def test_r22_r23_granted_in_june_from_february_is_booked_back_on_one_day(office: Office) -> None:
    office.granted(day(2, 1), day(6, 10))
    (paid,) = office.pay(Month(2026, 6), day(6, 11))
    assert list(booked(paid)) == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert paid.booked_on == day(6, 19)


def test_r23_a_first_payment_of_more_than_six_months_waits_for_a_reason(office: Office) -> None:
    case = office.granted(day(2, 1), day(8, 10))
    office.granted(day(7, 1), day(8, 10))
    left_out = office.prepare(Month(2026, 8), day(8, 11))
    assert left_out.left_out == (facts.LeftOut(case=case, reason="long_first_payment"),)
    office.ask(intents.WithdrawRun(run=left_out.run), day(8, 11), by="b.finance")
    assert office.prepare(Month(2026, 8), day(8, 11), **{case: "late_report"}).left_out == ()


def test_r25_two_runs_in_a_month_pay_nothing_twice(office: Office) -> None:
    office.granted(START, DECIDED)
    first = office.pay(NOVEMBER, day(11, 12))
    with pytest.raises(Refused, match="Nothing is payable"):
        office.prepare(NOVEMBER, day(11, 12))
    office.granted(day(11, 2), day(11, 13))
    run = office.prepare(NOVEMBER, day(11, 13))
    assert run.run == "GM0363-2026-11-2"
    second = office.approve(run.run, day(11, 13))
    assert [list(booked(one)) for one in (*first, *second)] == [["2026-10", "2026-11"], ["2026-11"]]


def test_r21_every_month_is_booked_once_over_the_runs_of_a_year(office: Office) -> None:
    office.granted(day(1, 10), day(1, 12))
    months = [
        month
        for number in range(1, 13)
        for paid in office.pay(Month(2026, number), day(number, 14))
        for month in booked(paid)
    ]
    assert months == [str(Month(2026, number)) for number in range(1, 13)]


def test_r25_a_fact_that_changes_a_line_between_prepare_and_approve_refuses_the_run_and_names_the_line(
    office: Office,
) -> None:
    case = office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=day(11, 15)), day(11, 13))
    with pytest.raises(Refused) as refused:
        office.approve(run, day(11, 13))
    assert f"no longer: {case} 2026-11 fixed booked 89741 22435" in str(refused.value)
    assert f"now: {case} 2026-11 fixed booked 44870 11218" in str(refused.value)
    assert office.recorded(RunApproved) == []


def test_r25_a_hold_between_prepare_and_approve_refuses_the_run_too(office: Office) -> None:
    case = office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    office.ask(intents.HoldPayment(case=case, reason="doubt", effective=day(11, 13)), day(11, 13))
    with pytest.raises(Refused, match=f"no longer: {case} 2026-10"):
        office.approve(run, day(11, 13))


def test_r25_a_fact_that_changes_no_line_does_not_stop_the_approval(office: Office) -> None:
    case = office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    office.ask(intents.OrderMeasurement(case=case, expert="LWD-2", planned_on=None), day(11, 13))
    assert sent_cents(office.approve(run, day(11, 13))) == 144743


def test_r25_a_withdrawn_run_is_payable_again_the_same_day_and_booked_once(office: Office) -> None:
    case = office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    office.approve(run, day(11, 12))
    office.withdraw(run, day(11, 12))
    again = office.prepare(NOVEMBER, day(11, 12))
    assert (again.run, again.lines, again.sent_cents) == ("GM0363-2026-11-2", 0, 144743)
    (paid,) = office.approve(again.run, day(11, 12))
    assert paid.booked == ()
    assert sent_cents([paid]) == 144743
    subsidy = office.ledger.reading().subsidy(case)
    assert subsidy.payable() == {}
    assert sum(map(sum, subsidy.booked.values())) == 144743


def test_r25_a_held_case_is_listed_and_the_others_are_paid(office: Office) -> None:
    held, employer = office.granted(START, DECIDED), office.employer()
    also_held = office.granted(START, DECIDED, employer=employer)
    office.granted(START, DECIDED)
    office.ask(intents.HoldPayment(case=held, reason="seizure", effective=day(11, 2)), day(11, 2))
    office.ask(intents.HoldEmployer(employer=employer, reason="bankruptcy", effective=day(11, 2)), day(11, 2))
    run = office.prepare(NOVEMBER, day(11, 12))
    assert {one.case: one.reason for one in run.left_out} == {held: "held", also_held: "employer_held"}
    assert run.cases == 1
    office.approve(run.run, day(11, 12))
    office.ask(intents.ReleasePayment(case=held, effective=day(11, 13)), day(11, 13))
    (paid,) = office.pay(NOVEMBER, day(11, 13))
    assert list(booked(paid)) == ["2026-10", "2026-11"]


def test_r25_an_approval_that_is_repeated_changes_nothing(office: Office) -> None:
    office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    first = office.ask(intents.ApproveRun(run=run), day(11, 12), by="c.controller")
    again = office.ask(intents.ApproveRun(run=run), day(11, 12), by="c.controller")
    assert (again.repeated, again.facts) == (True, first.facts)
    assert len(office.recorded(facts.Paid)) == 1


def test_r37_who_prepared_the_run_cannot_approve_it(office: Office) -> None:
    office.granted(START, DECIDED)
    run = office.prepare(NOVEMBER, day(11, 12)).run
    with pytest.raises(Refused, match="cannot also agree"):
        office.ask(intents.ApproveRun(run=run), day(11, 12), by="b.finance")


def test_r30_what_was_paid_too_much_is_set_off_within_its_own_subsidy_only(office: Office) -> None:
    """A negative balance from before the takeover lowers the next payment of that case, and of no other."""
    employer = office.employer()
    indebted = office.taken_over(employer, balance_cents=-50000)
    other = office.granted(START, DECIDED, employer=employer)
    office.sign_takeover()
    paid = {tuple(booked(one)): sent_cents([one]) for one in office.pay(NOVEMBER, day(11, 12))}
    assert paid == {("2026-11",): 112176 - 50000, ("2026-10", "2026-11"): 144743}
    reading = office.ledger.reading()
    assert [reading.subsidy(case).payable() for case in (indebted, other)] == [{}, {}]


def test_r27_a_takeover_that_nobody_signed_is_left_out(office: Office) -> None:
    case = office.taken_over(office.employer())
    office.granted(START, DECIDED)
    assert office.prepare(NOVEMBER, day(11, 12)).left_out == (facts.LeftOut(case=case, reason="opening_unsigned"),)


def test_r41_a_run_is_refused_while_a_packaged_value_waits_for_an_answer() -> None:
    office = Office()
    office.ask(intents.OpenLedger(ledger="test", demonstration=True, shared_login=True), OPENED)
    known = tuple(
        value for value in law.packaged() if (value.parameter, value.since.year) != ("charges_percentage", 2026)
    )
    office.ask(intents.AdoptValues(values=known, accept_low=True), OPENED)
    office.granted(START, DECIDED)
    with pytest.raises(Refused, match="Neither adopted nor declined: charges_percentage since 2026"):
        office.prepare(NOVEMBER, day(11, 12))


def test_r41_a_value_adopted_late_counts_from_the_next_run_on(office: Office) -> None:
    """What was booked before stays; the months before wait for a settlement."""
    office.granted(day(1, 10), day(1, 12))
    office.pay(Month(2026, 1), day(1, 14))
    value = next(v for v in law.packaged() if (v.parameter, v.since) == ("minimum_wage", day(1, 1)))
    raised = intents.AdoptValues(values=(value.model_copy(update={"value": "3000.00"}),))
    proposed = office.ask(raised, day(2, 2)).entries[0]
    office.ask(intents.Approve(proposal=proposed.position), day(2, 2), by="c.controller")
    (paid,) = office.pay(Month(2026, 2), day(2, 12))
    assert list(booked(paid)) == ["2026-02"]
    assert paid.booked[0].segments[0].minimum_wage_cents == 300000
