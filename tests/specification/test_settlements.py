"""R21, R28, R31: what a settlement booked is told by the next payment, with what it corrects and why; or by the determination."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from ledger import intents
from ledger.calculation.month import Month
from ledger.calculation.segment import FixedSegment
from ledger.facts import Paid
from ledger.identifiers import stream_id
from ledger.refusal import Refused
from projections.specification.causes import cause
from projections.specification.check import check
from projections.specification.inputs import Settlement
from projections.specification.paid import of_determination
from projections.specification.row import Row
from projections.specification.telling import OBJECTION, Booking
from tests.payments.office import MUNICIPALITY, Office
from tests.specification.given import DECEMBER, NOVEMBER, OCTOBER, a_started_case, of_run, sent_cents

DAY = date(2026, 12, 1)


@pytest.fixture
def office() -> Office:
    """A municipality without cases."""
    return Office().open()


def settle(office: Office, through: Month = NOVEMBER, day: date = DAY) -> None:
    """Every month up to that one is settled."""
    office.ask(intents.Settle(municipality=MUNICIPALITY, through=through), day, by="b.finance")


def version(office: Office, case: str, topic: str) -> int:
    """The version of the last entry of a kind in the case's stream."""
    return [entry.version for entry in office.store.read(stream_id("subsidy", case)) if entry.topic == topic][-1]


def next_rows(office: Office, case: str, month: Month = DECEMBER, day: date = date(2026, 12, 10)) -> Sequence[Row]:
    """The checked rows of the next run."""
    (paid,) = office.pay(month, day)
    specification = of_run(office, paid.run, case)
    check(specification.rows, sent_cents(office, paid.run))
    return specification.rows


def amend(case: str, hours: str, effective: date) -> intents.Amend:
    """Other agreed hours."""
    return intents.Amend(case=case, effective=effective, hours=hours)


def determine(office: Office, case: str, last_day: date, day: date) -> None:
    """The case ends and is determined."""
    office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=last_day), day)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    office.ask(intents.Determine.model_validate({"case": case, **told}), day)


def amounts(row: Row) -> tuple[int, int, int]:
    """What is due, what was processed before, and the difference (columns 39, 40, 41)."""
    return row.due_cents, row.paid_before_cents, row.total_cents


def test_r28_a_settled_difference_names_the_row_that_it_corrects_and_why(office: Office) -> None:
    case, run = a_started_case(office)
    office.ask(amend(case, "36", date(2026, 11, 1)), DAY)
    settle(office)
    november, december = next_rows(office, case)
    assert (november.kind, november.reason) == ("CORRECTIE", "CONTRACTWIJZIGING")
    assert november.row_id == f"{case}/2026-11/vast/verrekening-{version(office, case, 'Settled')}"
    assert november.corrects == f"{case}/2026-11/vast/{run}"
    assert amounts(november) == (100958 + 25240, 89741 + 22435, 11217 + 2805)
    assert november.hours_per_week == 36
    assert november.period_from == NOVEMBER.first
    assert november.calculation == f"{case}/2026-11/vast/{version(office, case, 'Settled')}"
    assert (december.kind, december.reason) == ("VAST", "MAAND")


def test_r21_what_was_settled_below_nothing_is_told_with_what_is_carried_on(office: Office) -> None:
    """Hours fell to 4 from the start: what was paid too much is more than December brings, so nothing is sent."""
    case, _ = a_started_case(office)
    office.ask(amend(case, "4", date(2026, 10, 23)), DAY)
    settle(office)
    rows = next_rows(office, case)
    assert [(str(row.period_from)[:7], row.kind, row.total_cents > 0) for row in rows] == [
        ("2026-10", "CORRECTIE", False),
        ("2026-10", "SALDO", True),
        ("2026-11", "CORRECTIE", False),
        ("2026-11", "SALDO", True),
        ("2026-12", "VAST", True),
        ("2026-12", "SALDO", False),
    ]
    assert sum(row.total_cents for row in rows) == 0
    assert rows[1].corrects == rows[0].row_id


def test_r18_another_wage_value_is_the_reason(office: Office) -> None:
    case, run = a_started_case(office)
    office.measured(case, DAY, "50")
    office.grant(case, DAY, start=date(2026, 11, 1))
    settle(office)
    november, _ = next_rows(office, case)
    assert (november.kind, november.reason, november.corrects) == (
        "CORRECTIE",
        "LOONWAARDE",
        f"{case}/2026-11/vast/{run}",
    )
    assert november.decision == f"{case}/2"


def test_r36_a_correction_is_the_reason(office: Office) -> None:
    case, _ = a_started_case(office)
    office.ask(amend(case, "36", date(2026, 11, 1)), DAY)
    settle(office)
    correct = {"case": case, "entry": version(office, case, "Amended"), "reason": "mistake", "changes": {"hours": "35"}}
    proposal = office.ask(intents.Correct.model_validate(correct), DAY).entries[0]
    if proposal.topic == "Proposed":
        office.ask(intents.Approve(proposal=proposal.position), DAY, by="c.controller")
    settle(office, day=date(2026, 12, 2))
    first, second, _ = next_rows(office, case)
    assert (second.kind, second.reason, second.corrects) == ("CORRECTIE", "FOUTHERSTEL", first.row_id)
    assert second.paid_before_cents == first.due_cents


def test_r10_worked_hours_are_settled_and_more_of_them_later(office: Office) -> None:
    case = office.granted(date(2026, 10, 1), date(2026, 9, 1), form="min_max", hours="20", maximum_hours="36")
    office.pay(NOVEMBER, date(2026, 11, 12))
    report: dict[str, Any] = {"case": case, "start": OCTOBER.first, "until": OCTOBER.last, "source": "payslip"}
    office.ask(intents.ReportHours.model_validate({**report, "hours": "100"}), DAY)
    settle(office)
    variable, _ = next_rows(office, case)
    assert (variable.kind, variable.reason, variable.corrects) == ("VARIABEL", "NABETALING", "")
    assert variable.hours_worked == 100
    assert variable.hours_source == "LOONSTROOK"
    assert amounts(variable)[1] == 0

    more = {**report, "start": date(2026, 10, 1), "until": OCTOBER.last, "hours": "110"}
    office.ask(intents.ReportHours.model_validate(more), date(2026, 12, 15))
    settle(office, DECEMBER, date(2027, 1, 4))
    again = next_rows(office, case, Month(2027, 1), date(2027, 1, 12))[0]
    assert (again.kind, again.reason, again.corrects) == ("CORRECTIE", "MEERUREN", variable.row_id)


def test_r31_what_a_determination_books_and_a_run_sends_is_the_final_settlement(office: Office) -> None:
    case, _ = a_started_case(office)
    determine(office, case, date(2026, 12, 10), date(2026, 12, 11))
    (december,) = next_rows(office, case, day=date(2026, 12, 14))
    assert (december.kind, december.reason, december.decision) == ("EINDAFREKENING", "MAAND", f"{case}/2")
    assert (december.period_from, december.period_until) == (DECEMBER.first, date(2026, 12, 10))
    with pytest.raises(Refused, match="payable"):
        of_determination(office.ledger.reading(), office.ledger.vault, case, "B")


def test_r31_a_determination_after_which_something_is_owed_is_told_itself(office: Office) -> None:
    case, run = a_started_case(office)
    determine(office, case, date(2026, 11, 15), DAY)
    told = of_determination(office.ledger.reading(), office.ledger.vault, case, "B")
    check(told.rows, {})
    final, back = told.rows
    assert (final.kind, final.reason, final.corrects) == (
        "EINDAFREKENING",
        "CONTRACTWIJZIGING",
        f"{case}/2026-11/vast/{run}",
    )
    assert amounts(final) == (44870 + 11218, 89741 + 22435, -(44871 + 11217))
    assert (back.kind, back.corrects, back.total_cents) == ("TERUGVORDERING", final.row_id, -final.total_cents)
    assert {row.reference for row in told.rows} == {f"{case}/2"}
    assert told.number == f"{case}/2/{final_employer(office)}"
    assert {row.execution_day for row in told.rows} == {DAY}


def final_employer(office: Office) -> str:
    """The employer that was paid."""
    (paid,) = office.recorded(Paid)
    assert isinstance(paid, Paid)
    return paid.employer


def test_r31_a_case_that_is_not_determined_has_no_final_settlement(office: Office) -> None:
    case, _ = a_started_case(office)
    with pytest.raises(Refused, match="not determined"):
        of_determination(office.ledger.reading(), office.ledger.vault, case, "B")


def test_r31_what_becomes_due_after_a_final_settlement_comes_on_top_of_it(office: Office) -> None:
    """Owed, then a correction of the end brings more than was owed: the run tells the new final settlement and the old debt."""
    case, _ = a_started_case(office)
    determine(office, case, date(2026, 11, 15), DAY)
    owed = of_determination(office.ledger.reading(), office.ledger.vault, case, "B")
    slot = version(office, case, "Ended")
    correct = {"case": case, "entry": slot, "reason": "mistake", "changes": {"last_day": "2026-12-05"}}
    proposal = office.ask(intents.Correct.model_validate(correct), date(2026, 12, 7)).entries[0]
    if proposal.topic == "Proposed":
        office.ask(intents.Approve(proposal=proposal.position), date(2026, 12, 7), by="c.controller")
    day = date(2026, 12, 8)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    office.ask(intents.Determine.model_validate({"case": case, **told}), day)
    rows = next_rows(office, case)
    assert [(str(row.period_from)[:7], row.kind) for row in rows] == [
        ("2026-11", "EINDAFREKENING"),
        ("2026-11", "SALDO"),
        ("2026-12", "EINDAFREKENING"),
    ]
    assert rows[0].corrects == owed.rows[0].row_id
    assert (rows[1].reason, rows[1].corrects) == ("DOORGESCHOVEN", owed.rows[1].row_id)


def test_r21_over_all_specifications_of_a_case_the_rows_sum_to_what_was_sent(office: Office) -> None:
    case, run = a_started_case(office)
    told = sum(row.total_cents for row in of_run(office, run, case).rows)
    office.ask(amend(case, "20", date(2026, 11, 1)), DAY)
    settle(office)
    told += sum(row.total_cents for row in next_rows(office, case))
    determine(office, case, date(2026, 12, 20), date(2026, 12, 21))
    final = of_determination(office.ledger.reading(), office.ledger.vault, case, "B")
    told += sum(row.total_cents for row in final.rows)
    assert told == sum(map(sum, office.ledger.reading().subsidy(case).sent.values()))


@pytest.mark.parametrize(
    ("changes", "since", "decision", "expected"),
    [
        ({"minimum_wage_cents": 240000}, {"ValueAdopted"}, "", ("INDEXERING", "HERREKENING")),
        ({"charges_percentage": "26"}, set(), "", ("INDEXERING", "HERREKENING")),
        ({"age_percentage": "80"}, set(), "", ("LEEFTIJD", "HERREKENING")),
        ({"age_percentage": "80"}, set(), "D/2", ("EINDAFREKENING", "HERREKENING")),
        ({"hours": "20"}, {"Amended"}, "", ("CORRECTIE", "CONTRACTWIJZIGING")),
        ({"hours": "20", "age_percentage": "80"}, {"Amended"}, "", ("CORRECTIE", "HERREKENING")),
        ({"wage_value": "40", "reference_date": "2026-11-01"}, {"Decided"}, "", ("CORRECTIE", "LOONWAARDE")),
        ({"wage_value": "40"}, {OBJECTION}, "", ("CORRECTIE", "BEZWAAR")),
        ({"days": 10}, {"Ended"}, "", ("CORRECTIE", "CONTRACTWIJZIGING")),
        ({"days": 10}, {"PolicyAdopted"}, "", ("CORRECTIE", "HERREKENING")),
        ({}, set(), "", ("CORRECTIE", "HERREKENING")),
    ],
)
def test_r29_the_codes_follow_from_the_inputs_that_differ(
    changes: dict[str, object], since: set[str], decision: str, expected: tuple[str, str]
) -> None:
    before = segment()
    after = FixedSegment.model_validate(dict(before) | changes)
    settlement = Settlement((), 9, decision, frozenset(since))
    booking = Booking((NOVEMBER, "fixed"), "row", -5, -1, (after,), settlement, 12)
    assert cause(booking, (before,)) == expected


def segment() -> FixedSegment:
    """A whole month of an adult."""
    return FixedSegment.model_validate(
        {
            "start": "2026-11-01", "days": 30, "days_in_month": 30, "hours": "32", "full_time_hours": "36",
            "base_hours": "36", "reference_date": "2026-10-23", "minimum_wage_cents": 233700, "age_percentage": "100",
            "holiday_percentage": "8", "route": "regular", "wage_value": "60", "wage_value_holiday_percentage": "8",
            "cap_percentage": "70", "flat_rate_percentage": None, "charges_percentage": "25",
            "charges_on": "unrounded", "formula": "lks-2024",
        }
    )  # fmt: skip
