"""The cases that the rules answer: each a short life, and the amounts that finance must find at the end of it.

The cases about settling and closing stand in `test_settling.py`, those that need a decision anew in `test_new_decisions.py`.
"""

from datetime import date
from decimal import Decimal

import pytest

from ledger import facts, intents
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month, Quarter
from ledger.calculation.segment import AgeStep, Line
from ledger.refusal import Refused
from ledger.vault.identity import account_data
from tests.payments.office import Office, booked, sent_cents

MAY = date(2027, 5, 10)


@pytest.fixture
def office() -> Office:
    """A ledger that knows the packaged law."""
    return Office().open()


def due(office: Office, case: str, month: str) -> tuple[Line, ...]:
    """What is due for a month, on what is known now."""
    reading = office.ledger.reading()
    subsidy = reading.subsidy(case)
    assert subsidy.terms is not None
    return entitlement(subsidy.terms, Month.parse(month), reading.law(), reading.policy(office.municipality)).lines


def test_case_start_23_october_2026_32_hours_60_percent(office: Office) -> None:
    """R23, R24: November's run books October 9/31 and November, paid by 20 November."""
    office.granted(date(2026, 10, 23), date(2026, 9, 1))
    with pytest.raises(Refused, match="the next run takes it"):
        office.prepare(Month(2026, 10), date(2026, 10, 13))
    prepared = office.prepare(Month(2026, 11), date(2026, 11, 12))
    assert prepared.payment_day == date(2026, 11, 20)
    (paid,) = office.approve(prepared.run, date(2026, 11, 12))
    assert booked(paid) == {"2026-10": (26054, 6513), "2026-11": (89741, 22435)}


def test_case_granted_10_june_for_a_start_on_1_february(office: Office) -> None:
    """R22, R23: June's run books February to June, all in the books on 19 June; two months are about the first quarter."""
    office.granted(date(2026, 2, 1), date(2026, 6, 10))
    (paid,) = office.pay(Month(2026, 6), date(2026, 6, 11))
    assert list(booked(paid)) == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert paid.booked_on == date(2026, 6, 19)
    earlier = [str(line.month) for line in paid.booked if line.month.quarter < Quarter.of(paid.booked_on)]
    assert earlier == ["2026-02", "2026-03"]


def test_case_flat_rate_from_23_october_regular_from_23_april(office: Office) -> None:
    """R3, R7, R28: until it is decided eight days of April are not due; the settlement books them, the run goes on from May."""
    case = office.applied(date(2026, 10, 23))
    office.ask(intents.WaiveMeasurement(case=case, waived_on=date(2026, 10, 1)), date(2026, 10, 1))
    office.grant(case, date(2026, 10, 1))
    for month in (Month(2026, 11), Month(2026, 12), Month(2027, 1), Month(2027, 2), Month(2027, 3), Month(2027, 4)):
        office.pay(month, month.first.replace(day=8))
    (april,) = due(office, case, "2027-04")
    assert [(one.route, one.days) for one in april.segments] == [("flat_rate", 22)]
    office.measured(case, MAY, "60")
    office.grant(case, MAY, start=date(2027, 4, 23))
    (both,) = due(office, case, "2027-04")
    assert [(one.route, one.days) for one in both.segments] == [("flat_rate", 22), ("regular", 8)]
    assert both.segments[1].reference_date == date(2027, 4, 23)
    (paid,) = office.pay(Month(2027, 5), MAY)
    assert list(booked(paid)) == ["2027-05"]
    receipt = office.ask(intents.Settle(municipality=office.municipality, through=Month(2027, 5)), MAY)
    (settled,) = [fact for fact in receipt.facts if isinstance(fact, facts.Settled)]
    (line,) = settled.lines
    assert (str(line.month), line.due, line.booked_subsidy_cents) == ("2027-04", both, april.subsidy_cents)
    assert [one.route for one in line.routes] == ["regular"]


def test_case_turns_21_on_31_january_2026(office: Office) -> None:
    """R2, R6: one line of two segments, 30/31 at 80 % and 1/31 at 100 %."""
    steps = (AgeStep(age=20, since=date(2025, 6, 1)), AgeStep(age=21, since=date(2026, 1, 31)))
    start, decided = date(2025, 6, 1), date(2026, 1, 5)
    case = office.applied(start, received_on=date(2025, 5, 1), age_steps=steps)
    application = office.ledger.reading().subsidy(case).application
    assert application is not None
    group = intents.EstablishTargetGroup(
        person=application.person, group="assistance", applied_on=None, effective=start
    )
    office.ask(group, decided)
    office.measured(case, decided, "50")
    office.grant(case, decided)
    (line,) = due(office, case, "2026-01")
    assert [(one.days, one.age_percentage) for one in line.segments] == [(30, Decimal(80)), (1, Decimal(100))]
    assert (line.subsidy_cents, line.charges_cents) == (88815, 22204)


def test_case_iban_changed_between_prepare_and_approval(office: Office) -> None:
    """R25, R26: before the approval the run is prepared again."""
    employer = office.employer()
    office.granted(date(2026, 10, 23), date(2026, 9, 1), employer=employer)
    day = date(2026, 11, 12)
    run = office.prepare(Month(2026, 11), day).run
    account = account_data({"iban": "NL27INGB0223344556", "account_name": "Bakkerij"})
    proposed = office.ask(intents.ChangeAccount(employer=employer), day, private=account).entries[0].position
    office.ask(intents.Approve(proposal=proposed), day, by="c.controller")
    with pytest.raises(Refused, match="no longer agrees") as refusal:
        office.approve(run, day)
    assert "prepare again" in refusal.value.remedy


def test_case_run_prepared_then_a_fact_that_changes_a_line(office: Office) -> None:
    """R25: approval refused with the line, prepare again; a fact that changes no line does not matter."""
    case = office.granted(date(2026, 10, 23), date(2026, 9, 1))
    day = date(2026, 11, 12)
    run = office.prepare(Month(2026, 11), day).run
    later = intents.Amend(case=case, effective=date(2026, 12, 1), hours="36")
    office.ask(later, day)
    office.ask(intents.Amend(case=case, effective=date(2026, 11, 2), hours="24"), day)
    with pytest.raises(Refused, match="2026-11 fixed") as refusal:
        office.approve(run, day)
    assert "prepare again" in refusal.value.remedy
    office.ask(intents.WithdrawRun(run=run), day, by="b.finance")
    assert sent_cents(office.pay(Month(2026, 11), day)) < 32567 + 112176
