"""Cases that move to another employer at once: one question, one second person, one append (R16, R25, R26, R36)."""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from typing import Any

import pytest

from ledger import facts, intents
from ledger.identifiers import case_number, stream_id
from ledger.payment.payments import payments
from ledger.refusal import Refused
from tests.ledger.house import EMPLOYER, EMPLOYMENT, MUNICIPALITY, OTHER_EMPLOYER, OTHER_PERSON, PERSON, House

THIRD_EMPLOYER = {**EMPLOYER, "payroll_tax_number": "999900602L01"}
DAYS: dict[str, Any] = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), date(2026, 9, 1))
MOVED = date(2026, 11, 14)
PAY_DAY = date(2026, 11, 12)


def two_cases() -> tuple[House, list[str], str, str]:
    """Two persons with a granted case each at one employer, and another employer."""
    house = House().open()
    old, new = house.employer(EMPLOYER), house.employer(OTHER_EMPLOYER)
    cases = [house.applied(house.person(data), old) for data in (PERSON, OTHER_PERSON)]
    for case in cases:
        house.granted(case)
    return house, cases, old, new


def move(cases: list[str], to: str, **changes: Any) -> intents.MoveCases:
    usual: dict[str, Any] = {"municipality": MUNICIPALITY, "cases": cases, "employer": to, "effective": MOVED}
    return intents.MoveCases.model_validate(usual | changes)


def moved(house: House, cases: list[str], to: str, today: date = MOVED, **changes: Any) -> list[facts.Fact]:
    """Asked by one, agreed with by another; what that recorded."""
    house.ask(move(cases, to, **changes), today=today)
    return house.ask(intents.Approve(proposal=house.position()), by="g.control", today=today).facts


def test_one_second_person_moves_all_cases_and_their_persons_in_one_append() -> None:
    house, cases, _, new = two_cases()
    assert [fact.topic for fact in house.ask(move(cases, new), today=MOVED).facts] == ["Proposed"]
    assert {house.ledger().reading().subsidy(case).employer for case in cases} != {new}
    done = house.ask(intents.Approve(proposal=house.position()), by="g.control", today=MOVED).facts
    assert [fact.topic for fact in done] == ["Approved", "Amended", "SubsidyOpened", "Amended", "SubsidyOpened"]
    reading = house.ledger().reading()
    for case in cases:
        subsidy = reading.subsidy(case)
        assert subsidy.employer == new
        assert subsidy.application is not None
        assert reading.person(subsidy.application.person).subsidies[case].employer == new


def test_r37_who_asked_cannot_agree() -> None:
    house, cases, _, new = two_cases()
    house.ask(move(cases, new), today=MOVED)
    with pytest.raises(Refused) as refused:
        house.ask(intents.Approve(proposal=house.position()), today=MOVED)
    assert refused.value.rule == "R37"


def test_a_case_that_is_paid_there_already_is_passed_over() -> None:
    house, cases, _, new = two_cases()
    moved(house, cases[:1], new)
    assert [fact.topic for fact in moved(house, cases, new)] == ["Approved", "Amended", "SubsidyOpened"]
    before = house.position()
    assert house.ask(move(cases, new, effective=date(2026, 11, 15)), today=date(2026, 11, 15)).repeated
    assert house.position() == before


def test_a_case_that_is_still_to_begin_moves_from_its_first_day() -> None:
    house, cases, _, new = two_cases()
    day = date(2026, 10, 1)
    moved(house, cases, new, today=day, effective=day)
    (amended,) = (one.fact for one in house.store.read(stream_id("subsidy", cases[0])) if one.topic == "Amended")
    assert isinstance(amended, facts.Amended)
    assert amended.effective == EMPLOYMENT.start
    assert house.ledger().reading().subsidy(cases[0]).employer == new


def test_r40_no_move_from_a_day_that_is_still_to_come() -> None:
    house, cases, _, new = two_cases()
    with pytest.raises(Refused) as refused:
        house.ask(move(cases, new, effective=date(2026, 12, 1)), today=MOVED)
    assert refused.value.rule == "R40"


@pytest.mark.parametrize("wrong", ["unknown", "rejected", "elsewhere", "ended before"])
def test_one_case_that_cannot_move_refuses_all_and_is_named(wrong: str) -> None:
    house, cases, old, new = two_cases()
    bad = case_number(2026, 77)
    if wrong == "rejected":
        bad = house.applied("P-000001-G", house.employer(THIRD_EMPLOYER))
        house.ask(intents.Reject(case=bad, ground="no_employment", **DAYS))
    elif wrong == "elsewhere":
        bad = house.applied(house.person(PERSON, "GM0599"), old, municipality="GM0599")
    elif wrong == "ended before":
        bad = cases[0]
        house.ask(intents.EndSubsidy(case=bad, reason="contract_ended", last_day=date(2026, 11, 1)), today=MOVED)
    before = house.position()
    with pytest.raises(Refused, match=bad):
        house.ask(move([*cases, bad], new), today=MOVED)
    assert house.position() == before


def test_r16_a_person_who_has_a_case_at_the_other_employer_stops_it_with_both_cases_named() -> None:
    house, cases, _, new = two_cases()
    other = house.applied("P-000001-G", new)
    with pytest.raises(Refused, match=f"{cases[0]}: {other}") as refused:
        house.ask(move(cases, new), today=MOVED)
    assert refused.value.rule == "R16"


def test_r16_two_cases_of_one_person_cannot_both_move_to_one_employer() -> None:
    house = House().open()
    firms = [house.employer(data) for data in (EMPLOYER, OTHER_EMPLOYER)]
    third = house.employer(THIRD_EMPLOYER)
    person = house.person()
    cases = [house.applied(person, firm) for firm in firms]
    with pytest.raises(Refused) as refused:
        house.ask(move(cases, third), today=MOVED)
    assert refused.value.rule == "R16"


def test_r25_r26_a_run_prepared_before_the_move_is_refused_at_approval_and_names_the_lines() -> None:
    house, cases, old, new = two_cases()
    run = house.prepared()
    moved(house, cases, new)
    with pytest.raises(Refused) as refused:
        house.ask(intents.ApproveRun(run=run), by="g.control", today=MOVED)
    assert refused.value.rule == "R25"
    assert f"{old}/1" in refused.value.what
    assert f"{new}/1" in refused.value.what


def test_r21_the_balance_follows_the_case_and_what_was_paid_stays_with_the_old_employer() -> None:
    house, cases, old, new = two_cases()
    house.ask(intents.HoldPayment(case=cases[1], reason="doubt", effective=PAY_DAY), today=PAY_DAY)
    run = house.prepared()
    house.ask(intents.ApproveRun(run=run), by="g.control", today=PAY_DAY)
    house.ask(intents.ExportRun(run=run, digest="00", transactions=1, cents=1), today=PAY_DAY)
    moved(house, cases, new)
    (payment,) = payments(house.store, house.ledger().reading().runs(MUNICIPALITY).runs[run]).values()
    assert payment.employer == old
    back = intents.BankLine(
        number=1, cents=payment.cents, booked_on=date(2026, 11, 23), reference=payment.reference, reason="AC04"
    )
    said = {"account": EMPLOYER["iban"], "kind": "statement", "statement": "S1", "sequence": 1, "lines": (back,)}
    days = dict.fromkeys(("from_day", "through_day"), date(2026, 11, 23))
    balances = {"opening_cents": 0, "closing_cents": payment.cents}
    house.ask(intents.ImportStatement.model_validate({**said, **days, **balances}), today=date(2026, 11, 23))
    reading = house.ledger().reading()
    assert reading.subsidy(cases[0]).payable_cents() == payment.cents
    assert (reading.employer(old).blocked, reading.employer(new).blocked) == ("AC04", None)
    house.ask(intents.ReleasePayment(case=cases[1], effective=date(2026, 12, 1)), today=date(2026, 12, 1))
    run = house.prepared("2026-12", today=date(2026, 12, 10))
    house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 12, 10))
    paid = payments(house.store, house.ledger().reading().runs(MUNICIPALITY).runs[run])
    assert [one.employer for one in paid.values()] == [new]
    assert len(paid[f"{run}/{new}"].cases) == 2


def test_nothing_stands_in_the_employers_stream_but_the_question_and_the_answer() -> None:
    house, cases, _, new = two_cases()
    moved(house, cases, new)
    topics = [entry.topic for entry in house.store.read(stream_id("employer", new))]
    assert topics == ["EmployerRegistered", "Proposed", "Approved"]


def test_eighty_cases_move_with_one_question_and_one_answer() -> None:
    house = House().open()
    old, new = house.employer(EMPLOYER), house.employer(OTHER_EMPLOYER)
    cases = [house.applied(house.person({**PERSON, "bsn": bsn}), old) for bsn in islice(numbers(), 80)]
    before = house.position()
    recorded = moved(house, cases, new)
    assert house.position() == before + 1 + len(recorded) == before + 2 + 160
    assert {house.ledger().reading().subsidy(case).employer for case in cases} == {new}


def numbers() -> Iterator[str]:
    """Numbers that pass the eleven test."""
    for number in (f"9997{nth:05}" for nth in count(1)):
        total = sum(int(digit) * weight for digit, weight in zip(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if total % 11 == 0:
            yield number
