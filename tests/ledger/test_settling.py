"""R11, R21, R22, R28, R30: a municipality is settled in one append, as often as wanted, and every case in it."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month, Quarter
from ledger.law import packaged
from ledger.refusal import Refused
from tests.deciders.given import TAKE_OVER
from tests.ledger.books import answered, paid, settled, settled_lines, signed_off, subsidy
from tests.ledger.house import EMPLOYMENT, MUNICIPALITY, OTHER_EMPLOYER, OTHER_PERSON, House, a_person

NOVEMBER_DAY = date(2026, 11, 25)
JANUARY_DAY = date(2027, 1, 5)
ZERO_HOURS = EMPLOYMENT.model_copy(update={"form": "zero_hours", "hours": 0})


@pytest.fixture
def house() -> House:
    """A ledger with one case, of which October and November are paid."""
    house = House().open()
    house.running()
    paid(house, "2026-11")
    return house


CASE = "LKS-26-000001-H"


def amend(house: House, hours: str, effective: date = date(2026, 10, 23), today: date = NOVEMBER_DAY) -> None:
    """Other agreed hours."""
    house.ask(intents.Amend(case=CASE, effective=effective, hours=hours), today=today)


def due_is_booked(house: House, case: str, through: str) -> bool:
    """Whether every month up to this one has been booked as it is due."""
    found, reading = subsidy(house, case), house.ledger().reading()
    for month in found.months_due(Month.parse(through)):
        assert found.terms is not None
        lines = entitlement(found.terms, month, reading.law(), reading.policy(MUNICIPALITY)).lines
        due = {line.element: (line.subsidy_cents, line.charges_cents) for line in lines}
        for element in ("fixed", "variable"):
            if found.booked.get((month, element), (0, 0)) != due.get(element, (0, 0)):
                return False
    return True


def test_r28_one_append_settles_every_case_of_the_municipality(house: House) -> None:
    other = house.applied(house.person(OTHER_PERSON), house.employer(OTHER_EMPLOYER))
    house.granted(other)
    amend(house, "30")
    receipt = settled(house, "2026-11", NOVEMBER_DAY)
    assert [fact.topic for fact in receipt.facts] == ["QuarterSettled", "Settled", "Settled"]
    total = receipt.facts[0]
    assert isinstance(total, facts.QuarterSettled)
    assert (total.cases, total.lines, total.position) == (2, 4, receipt.entries[0].position - 1)
    assert {entry.intent_key is not None for entry in receipt.entries[1:]} == {False}
    assert due_is_booked(house, CASE, "2026-11")
    assert due_is_booked(house, other, "2026-11")


def test_r28_a_second_settlement_books_only_what_changed_since(house: House) -> None:
    amend(house, "30")
    settled(house, "2026-11", NOVEMBER_DAY)
    before = house.position()
    again = settled(house, "2026-11", NOVEMBER_DAY)
    assert (again.entries, house.position()) == ((), before)
    amend(house, "28", date(2026, 11, 1))
    third = settled(house, "2026-11", NOVEMBER_DAY)
    assert list(settled_lines(third)) == [("2026-11", "fixed")]


def test_r28_a_settlement_that_finds_nothing_says_what_it_does_not_know() -> None:
    house = House().open()
    house.running(employment=ZERO_HOURS)
    house.granted(house.applied(house.person(OTHER_PERSON), house.employer(OTHER_EMPLOYER)))
    paid(house, "2026-11")
    receipt = settled(house, "2026-11", NOVEMBER_DAY)
    assert receipt.entries == ()
    assert receipt.settlement is not None
    (unknown,) = receipt.settlement.unknown
    assert (unknown.case, list(map(str, unknown.months))) == (CASE, ["2026-10", "2026-11"])


def test_r28_a_municipality_that_has_no_run_settles_worked_hours_and_the_next_run_sends_them() -> None:
    house = House().open()
    case = house.running(employment=ZERO_HOURS)
    for month, last in ((10, 31), (11, 30)):
        start = date(2026, month, 23 if month == 10 else 1)
        report = {"case": case, "start": start, "until": date(2026, month, last), "hours": 40, "source": "payslip"}
        house.ask(intents.ReportHours.model_validate(report), today=date(2026, 12, 2))
    receipt = settled(house, "2026-11", date(2026, 12, 3))
    assert list(settled_lines(receipt)) == [("2026-10", "variable"), ("2026-11", "variable")]
    paid(house, "2026-12", date(2026, 12, 10))
    assert subsidy(house, case).payable() == {}


def test_r23_fixed_amounts_of_a_month_that_is_over_wait_for_their_run(house: House) -> None:
    amend(house, "30")
    receipt = settled(house, "2026-12", JANUARY_DAY)
    assert sorted(month for month, _ in settled_lines(receipt)) == ["2026-10", "2026-11"]
    paid(house, "2027-01", date(2027, 1, 12))
    assert ("2026-12", "fixed") in {(str(month), element) for month, element in subsidy(house, CASE).booked}


def test_r28_a_month_without_a_run_is_left_out(house: House) -> None:
    amend(house, "30")
    receipt = settled(house, "2026-12", NOVEMBER_DAY)
    total = receipt.facts[0]
    assert isinstance(total, facts.QuarterSettled)
    assert (str(total.through), total.booked_on) == ("2026-11", date(2026, 11, 30))


def test_r28_refused_while_a_run_is_prepared_and_nothing_is_recorded(house: House) -> None:
    amend(house, "30")
    house.prepared("2026-12", today=date(2026, 12, 10))
    before = house.position()
    with pytest.raises(Refused, match="is prepared and not approved"):
        settled(house, "2026-11", date(2026, 12, 10))
    assert house.position() == before


def test_r21_what_a_settlement_books_is_sent_by_the_next_run(house: House) -> None:
    amend(house, "36")
    receipt = settled(house, "2026-11", NOVEMBER_DAY)
    more = sum(settled_lines(receipt).values())
    assert more > 0
    paid(house, "2026-12", date(2026, 12, 10))
    fact = house.facts()[-1]
    assert isinstance(fact, facts.Paid)
    booked = sum(line.total_cents for line in fact.booked)
    assert sum(amount.total_cents for amount in fact.sent) == booked + more
    assert subsidy(house, CASE).payable() == {}


def test_r30_what_was_paid_too_much_is_set_off_within_the_case(house: House) -> None:
    other = house.applied(house.person(OTHER_PERSON), house.employer(OTHER_EMPLOYER))
    house.granted(other)
    amend(house, "30")
    receipt = settled(house, "2026-11", NOVEMBER_DAY)
    own = next(case for case in receipt.settlement.settled if case.case == CASE) if receipt.settlement else None
    assert own is not None
    assert own.payable_cents < 0
    paid(house, "2026-12", date(2026, 12, 10))
    payments = [fact for fact in house.facts()[-2:] if isinstance(fact, facts.Paid)]
    sent = [sum(amount.total_cents for amount in fact.sent) for fact in payments]
    booked = [sum(line.total_cents for line in fact.booked) for fact in payments]
    assert sent[0] == booked[0] + own.payable_cents
    assert sent[1] > booked[1]


def test_r27_a_takeover_that_is_not_signed_is_left_out() -> None:
    house = House().open()
    house.running()
    taken = TAKE_OVER.model_copy(
        update={"person": house.person(OTHER_PERSON), "employer": house.employer(OTHER_EMPLOYER)}
    )
    case = house.ask(taken).name
    paid(house, "2026-11")
    receipt = settled(house, "2026-11", NOVEMBER_DAY)
    assert receipt.settlement is not None
    assert receipt.settlement.left_out == (facts.LeftOut(case=case, reason="opening_unsigned"),)


# --- cases, with the answer -----------------------------------------------------------------------------------------


def test_case_law_adopted_late_in_march_for_1_january() -> None:
    """R3, R29, R41: March's run pays the new amount; the settlement books January and February."""
    house = House().open(law=False)
    late = [value for value in packaged() if (value.parameter, str(value.since)) == ("minimum_wage", "2026-01-01")]
    known = tuple(value for value in packaged() if value not in late)
    assert len(late) == 1
    start = date(2025, 11, 1)
    house.ask(intents.AdoptValues(values=known, accept_low=True))
    employment = EMPLOYMENT.model_copy(update={"start": start})
    number = house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person(), today=date(2025, 9, 1)).name
    house.ask(
        intents.EstablishTargetGroup(person=number, group="assistance", applied_on=None, effective=date(2025, 8, 15)),
        today=date(2025, 9, 1),
    )
    day = date(2025, 9, 1)
    case = house.applied(number, house.employer(today=day), today=day, employment=employment, received_on=day)
    _granted(house, case, day)
    house.ask(intents.DeclineValue(parameter="minimum_wage", since=date(2026, 1, 1), reason="not_yet"), today=day)
    if house.facts()[-1].topic == "Proposed":
        house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=day)
    for month in ("2026-01", "2026-02"):
        paid(house, month)
    march = date(2026, 3, 10)
    house.ask(intents.AdoptValues(values=tuple(late), accept_low=True), today=march)
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=march)
    paid(house, "2026-03", march)
    receipt = settled(house, "2026-03", date(2026, 3, 30))
    assert sorted(month for month, _ in settled_lines(receipt)) == ["2026-01", "2026-02"]
    assert due_is_booked(house, case, "2026-03")


def test_case_zero_hours_hours_missing_and_told_after_the_quarter_was_signed_off() -> None:
    """R11, R22, R34: signed off with each month named; later booked in the open quarter, about the earlier one."""
    house = House().open()
    case = house.running(employment=ZERO_HOURS)
    house.granted(house.applied(house.person(OTHER_PERSON), house.employer(OTHER_EMPLOYER)))
    for month in ("2026-11", "2026-12"):
        answered(house, paid(house, month))
    signed = signed_off(house, "2026Q4", JANUARY_DAY)
    (unknown,) = signed.unknown
    assert (unknown.case, list(map(str, unknown.months))) == (case, ["2026-10", "2026-11", "2026-12"])
    report = {"case": case, "start": date(2026, 12, 1), "until": date(2026, 12, 31), "hours": 60, "source": "payslip"}
    house.ask(intents.ReportHours.model_validate(report), today=JANUARY_DAY)
    receipt = settled(house, "2026-12", JANUARY_DAY)
    fact = receipt.facts[1]
    assert isinstance(fact, facts.Settled)
    assert list(settled_lines(receipt)) == [("2026-12", "variable")]
    assert (fact.booked_on, fact.value_date) == (date(2027, 1, 1), date(2026, 12, 31))
    assert fact.lines[0].month.quarter < Quarter.of(fact.booked_on)


def test_case_returned_after_the_next_run() -> None:
    """R21, R26: payable again on the bank's date; the next run sends it; nothing is settled."""
    house = House().open()
    house.running()
    run = paid(house, "2026-11")
    paid(house, "2026-12", date(2026, 12, 10))
    answered(house, run, returned="MS03")
    before = subsidy(house, CASE)
    assert before.payable_cents() > 0
    assert settled(house, "2026-12", date(2026, 12, 22)).entries == ()
    paid(house, "2027-01", date(2027, 1, 12))
    after = subsidy(house, CASE)
    assert after.payable() == {}
    assert {slot: cents for slot, cents in after.booked.items() if slot in before.booked} == before.booked


def test_case_the_bank_rejects_the_whole_file() -> None:
    """R21, R25: all of it is payable again, a new run goes the same day, and nothing is settled."""
    house = House().open()
    house.running()
    day = date(2026, 11, 13)
    run = paid(house, "2026-11", day)
    house.ask(intents.ExportRun(run=run, digest="00", transactions=1, cents=1), today=day)
    rejection = intents.ImportRejections(run=run, reported_on=day, reason="FF01", rejections=())
    house.ask(rejection, today=day)
    assert subsidy(house, CASE).payable_cents() > 0
    assert settled(house, "2026-11", day).entries == ()
    assert paid(house, "2026-11", day) == "GM0363-2026-11-2"
    assert subsidy(house, CASE).payable() == {}


def test_case_quarter_signed_off_then_a_return() -> None:
    """R22, R34: the return keeps its date and is in the books of the open quarter; nothing is reopened."""
    house = House().open()
    house.running()
    runs = [paid(house, month) for month in ("2026-11", "2026-12")]
    answered(house, runs[0])
    signed = signed_off(house, "2026Q4", JANUARY_DAY, **{runs[1]: "bank_late"})
    assert signed.explained == {runs[1]: "bank_late"}
    answered(house, runs[1], returned="MS03")
    books = house.ledger().reading().quarters(MUNICIPALITY)
    back = next(fact for fact in house.facts() if isinstance(fact, facts.PaymentReturned))
    assert back.returned_on == date(2026, 12, 18)
    assert books.booked_on(back.returned_on) == date(2027, 1, 1)
    assert subsidy(house, CASE).payable_cents() > 0
    assert settled(house, "2026-12", JANUARY_DAY).entries == ()


def _granted(house: House, case: str, day: date) -> None:
    measured = intents.RecordMeasurement(
        case=case, measured_on=date(2025, 8, 20), reported_on=date(2025, 8, 27), wage_value=60, expert="LWD-1",
        expert_roles=(), method="ULM", draft_discussed_on=date(2025, 8, 24),
    )  # fmt: skip
    house.ask(measured, today=day)
    house.ask(intents.EstablishWageValue(case=case, established_on=day, valid_until=None), today=day)
    days = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    house.ask(intents.Grant.model_validate({"case": case, "start": None, "until": None} | days), today=day)
