"""What an employer is told about a payment: rules.md, the case that starts on 23 October 2026 (R2, R5, R20, R23)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledger import intents
from ledger.calculation.month import Month
from ledger.refusal import Misuse
from projections.specification.build import build
from projections.specification.check import check
from projections.specification.inputs import CasePayment
from projections.specification.row import Row
from tests.payments.office import OPENED, Office
from tests.specification.given import NOVEMBER, OCTOBER, PERSON, START, a_started_case, of_run, payee, sent_cents


@pytest.fixture
def office() -> Office:
    """A municipality without cases."""
    return Office().open()


def test_r23_november_has_a_row_for_october_and_one_for_november(office: Office) -> None:
    case, run = a_started_case(office)
    specification = of_run(office, run, case)
    october, november = specification.rows
    assert (october.subsidy_cents, october.charges_cents) == (26054, 6513)
    assert (november.subsidy_cents, november.charges_cents) == (89741, 22435)
    assert [(row.kind, row.reason) for row in (october, november)] == [("VAST", "NABETALING"), ("VAST", "MAAND")]
    assert (october.period_from, october.period_until) == (START, date(2026, 10, 31))
    assert (november.period_from, november.period_until) == (NOVEMBER.first, NOVEMBER.last)
    check(specification.rows, sent_cents(office, run))


def test_r5_factors_and_inputs_are_those_of_the_calculation(office: Office) -> None:
    """9 of 31 days, 32 of 36 hours, 23.5 % charges, 8 % holiday allowance."""
    case, run = a_started_case(office)
    october = of_run(office, run, case, profile="A").rows[0]
    assert (october.month_factor, october.hours_factor) == (Decimal("0.290323"), Decimal("0.888889"))
    assert [october.hours_per_week, october.wage_value, october.holiday_percentage] == [32, 60, 8]
    assert (october.route, october.contract_form, october.hours_source) == ("REGULIER", "VAST", "CONTRACT")
    (segment,) = of_run(office, run, case).traces[october.row_id]
    assert (october.minimum_wage_cents, october.charges_percentage) == (
        segment.minimum_wage_cents,
        segment.charges_percentage,
    )


def test_identifiers_are_those_of_the_payment(office: Office) -> None:
    case, run = a_started_case(office)
    rows = of_run(office, run, case).rows
    employer = rows[0].reference.removeprefix(f"{run}/")
    assert {row.specification for row in rows} == {f"{run}/{employer}"}
    assert [row.row_id for row in rows] == [f"{case}/2026-10/vast/{run}", f"{case}/2026-11/vast/{run}"]
    assert {(row.case, row.municipality, row.kvk) for row in rows} == {(case, "0363", "01234567")}
    assert {row.execution_day for row in rows} == {date(2026, 11, 19)}


def test_r20_a_row_names_the_decision_in_force_in_its_month(office: Office) -> None:
    """A second grant, from November on, is not the decision that October rests on."""
    case = office.granted(START, date(2026, 10, 1))
    office.measured(case, date(2026, 10, 8), "50")
    office.grant(case, date(2026, 10, 8), start=NOVEMBER.first)
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    october, november = of_run(office, paid.run, case).rows
    subsidy = office.ledger.reading().subsidy(case)
    assert [october.decision, november.decision] == [decided.decision for decided in subsidy.decisions]


def test_r2_a_month_of_two_segments_leaves_the_inputs_empty_and_shows_them_in_the_trace(office: Office) -> None:
    case = office.granted(START, date(2026, 10, 1))
    office.measured(case, date(2026, 10, 8), "50")
    office.grant(case, date(2026, 10, 8), start=date(2026, 11, 10))
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    specification = of_run(office, paid.run, case, profile="A")
    november = specification.rows[1]
    assert [segment.days for segment in specification.traces[november.row_id]] == [9, 21]
    empty = (
        november.hours_per_week,
        november.minimum_wage_cents,
        november.holiday_percentage,
        november.wage_value,
        november.month_factor,
        november.hours_factor,
    )
    assert empty == (None,) * 6
    assert (november.period_from, november.period_until) == (NOVEMBER.first, NOVEMBER.last)
    check(specification.rows, sent_cents(office, paid.run))


def test_a_min_max_contract_and_an_end_within_the_month(office: Office) -> None:
    changes: dict[str, Any] = {"form": "min_max", "maximum_hours": "24", "end": date(2026, 11, 11)}
    case = office.granted(OCTOBER.first, date(2026, 10, 1), hours="12", **changes)
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 10))
    november = of_run(office, paid.run, case).rows[-1]
    assert november.contract_form == "MINMAX"
    assert november.hours_per_week == 12
    assert november.period_until == date(2026, 11, 11)
    assert november.month_factor == Decimal("0.366667")


def test_the_run_and_the_employer_are_those_of_the_payee(office: Office) -> None:
    case, run = a_started_case(office)
    rows = of_run(office, run, case).rows
    (next_month,) = office.pay(Month(2026, 12), date(2026, 12, 10))
    assert next_month.run != run
    december = of_run(office, next_month.run, case).rows
    assert [row.period_from for row in december] == [date(2026, 12, 1)]
    assert not {row.row_id for row in rows} & {row.row_id for row in december}


def test_profile_a_without_the_person_is_refused(office: Office) -> None:
    case, run = a_started_case(office)
    specification = of_run(office, run, case, profile="A")
    assert {(row.bsn, row.surname, row.initials, row.birth_date) for row in specification.rows} == {
        (PERSON.bsn, PERSON.surname, PERSON.initials, PERSON.birth_date)
    }
    prepared = office.prepare(Month(2026, 12), date(2026, 12, 10))
    (paid,) = office.approve(prepared.run, date(2026, 12, 10))
    stranger = CasePayment(paid, office.ledger.reading().subsidy(case))
    with pytest.raises(Misuse, match=case):
        build(payee(prepared, paid.employer), [stranger], "A")


def test_a_broken_row_does_not_leave_the_house(office: Office) -> None:
    case, run = a_started_case(office)
    rows = of_run(office, run, case).rows
    sent = sent_cents(office, run)
    assert sum(sent.values()) == 144743
    broken: list[tuple[Row, ...]] = [
        rows[:1],
        (rows[1], rows[0]),
        (rows[0], rows[1]._replace(subsidy_cents=89742)),
        (rows[0], rows[1]._replace(due_cents=0)),
        (rows[0], rows[1]._replace(kind="CORRECTIE")),
        (rows[0], rows[1]._replace(row_id=rows[0].row_id)),
        (rows[0], rows[1]._replace(specification="other")),
        (rows[0], rows[1]._replace(decision="")),
    ]
    for each in broken:
        with pytest.raises(AssertionError):
            check(each, sent)
    with pytest.raises(AssertionError, match="bank transaction"):
        check(rows, dict.fromkeys(sent, 144742))
    with pytest.raises(AssertionError, match="bank transaction"):
        check(rows, {**sent, "another": 1})


@pytest.mark.parametrize("method", ["working", "thirtieths"])
def test_r5_where_days_are_not_calendar_days_the_period_still_is(office: Office, method: str) -> None:
    office.ask(intents.AdoptPolicy(municipality="GM0363", switch="part_month", value=method, since=OPENED), OPENED)
    case = office.granted(START, date(2026, 10, 1), end=date(2026, 12, 10))
    office.pay(NOVEMBER, date(2026, 11, 12))
    (paid,) = office.pay(Month(2026, 12), date(2026, 12, 8))
    (december,) = of_run(office, paid.run, case).rows
    assert (december.period_from, december.period_until) == (date(2026, 12, 1), date(2026, 12, 10))
    days = {"working": Decimal(8) / 22, "thirtieths": Decimal(10) / 30}[method]
    assert december.month_factor == days.quantize(Decimal("0.000001"))
