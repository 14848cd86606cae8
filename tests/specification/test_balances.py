"""R21: where something else is sent than booked, a SALDO row says so, and rows always sum to the bank transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from ledger import facts
from ledger.calculation.segment import WorkedSegment
from ledger.facts import Fact, MonthAmount, Paid, RunPrepared
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from projections.specification.build import build
from projections.specification.check import check
from projections.specification.row import Row
from tests.payments.office import Office
from tests.specification.given import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    a_started_case,
    amount,
    case_payment,
    of_run,
    payee,
    sent_cents,
)

NEXT = "GM0363-2026-11-2"
LATER = "GM0363-2026-12-1"


@pytest.fixture
def office() -> Office:
    """A municipality without cases."""
    return Office().open()


def entries_of(office: Office, case: str) -> list[Entry]:
    """The stream of a case."""
    return list(office.store.read(stream_id("subsidy", case)))


def and_then(entries: Sequence[Entry], *happened: Fact) -> list[Entry]:
    """The same stream in which this happened next."""
    last = entries[-1]
    more = [
        replace(last, version=last.version + n, topic=fact.topic, fact=fact) for n, fact in enumerate(happened, start=1)
    ]
    return [*entries, *more]


def next_rows(office: Office, entries: Sequence[Entry], run: str = NEXT) -> tuple[Row, ...]:
    """The checked rows of a later run of a case."""
    case = case_payment(entries, run)
    (first,) = office.recorded(RunPrepared)
    assert isinstance(first, RunPrepared)
    month = NOVEMBER if run == NEXT else DECEMBER
    prepared = first.model_copy(update={"run": run, "month": month})
    rows = build(payee(prepared, case.paid.employer), [case], "B").rows
    check(rows, {case.paid.reference: sum(one.total_cents for one in case.paid.sent)})
    return rows


def paid_of(entries: Sequence[Entry]) -> Paid:
    """The first payment of a case."""
    return next(entry.fact for entry in entries if isinstance(entry.fact, Paid))


def again(paid: Paid, run: str = NEXT, **changes: object) -> Paid:
    """A next payment that books nothing, unless changed."""
    reference = f"{run}/{paid.employer}"
    return paid.model_copy(update={"run": run, "reference": reference, "booked": (), "sent": (), **changes})


def test_r25_what_a_withdrawn_run_had_sent_comes_back_as_balances(office: Office) -> None:
    case, run = a_started_case(office)
    office.withdraw(run, date(2026, 11, 13))
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 13))
    specification = of_run(office, paid.run, case)
    rows = specification.rows
    assert [(row.kind, row.reason, row.total_cents) for row in rows] == [
        ("SALDO", "INGETROKKEN", 26054 + 6513),
        ("SALDO", "INGETROKKEN", 89741 + 22435),
    ]
    assert [row.corrects for row in rows] == [row.row_id for row in of_run(office, run, case).rows]
    assert [(row.due_cents, row.paid_before_cents) for row in rows] == [(32567, 0), (112176, 0)]
    assert rows[0].period_from == date(2026, 10, 23)
    check(rows, sent_cents(office, paid.run))


@pytest.mark.parametrize(
    ("back", "reason"),
    [
        (facts.PaymentReturned, "TERUGSTORTING"),
        (facts.PaymentRejected, "AFGEKEURD"),
    ],
)
def test_r21_what_the_bank_brought_back_is_sent_again(office: Office, back: type[Fact], reason: str) -> None:
    case, run = a_started_case(office)
    entries = entries_of(office, case)
    paid = paid_of(entries)
    on = "returned_on" if back is facts.PaymentReturned else "rejected_on"
    returned = back.model_validate({"run": run, "reason": "AC04", "lines": paid.sent, on: date(2026, 11, 24)})
    rows = next_rows(office, and_then(entries, returned, again(paid, sent=paid.sent)))
    assert {row.reason for row in rows} == {reason}
    assert [row.corrects for row in rows] == [row.row_id for row in of_run(office, run, case).rows]
    assert [row.paid_before_cents for row in rows] == [0, 0]


def test_r21_what_was_sent_again_and_came_back_again_names_the_balance_that_it_concerns(office: Office) -> None:
    case, run = a_started_case(office)
    entries = entries_of(office, case)
    paid = paid_of(entries)
    back = facts.PaymentReturned(run=run, reason="AC04", lines=paid.sent, returned_on=date(2026, 11, 24))
    once_more = back.model_copy(update={"run": NEXT})
    story = and_then(entries, back, again(paid, sent=paid.sent), once_more, again(paid, LATER, sent=paid.sent))
    rows = next_rows(office, story, LATER)
    assert [row.corrects for row in rows] == [row.row_id for row in next_rows(office, story)]
    assert {row.reason for row in rows} == {"TERUGSTORTING"}


def test_r27_an_opening_balance_is_a_balance_of_the_takeover(office: Office) -> None:
    employer = office.employer()
    case = office.taken_over(employer, balance_cents=50000)
    office.sign_takeover()
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    specification = of_run(office, paid.run, case)
    october, november = specification.rows
    assert (october.kind, october.reason, october.total_cents, october.corrects) == ("SALDO", "OVERNAME", 50000, "")
    assert (november.kind, november.total_cents) == ("VAST", 112176)
    assert october.decision == "OLD-1"
    assert [october.hours_per_week, october.minimum_wage_cents, october.month_factor] == [32, 233700, 1]
    assert (october.period_from, october.period_until) == (OCTOBER.first, OCTOBER.last)
    assert specification.traces.keys() == {november.row_id}
    check(specification.rows, sent_cents(office, paid.run))


def test_r30_a_negative_opening_balance_lowers_what_is_sent(office: Office) -> None:
    case = office.taken_over(office.employer(), balance_cents=-50000)
    office.sign_takeover()
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    rows = of_run(office, paid.run, case).rows
    assert [row.total_cents for row in rows] == [-50000, 112176]
    check(rows, sent_cents(office, paid.run))


def test_r21_booked_but_not_payable_sums_to_nothing_and_is_carried_to_the_next_payment(office: Office) -> None:
    """November is booked, October's balance is lower than that: nothing is sent. In December there is enough."""
    case = office.taken_over(office.employer(), balance_cents=-200000)
    office.sign_takeover()
    (november,) = office.pay(NOVEMBER, date(2026, 11, 12))
    assert november.sent == ()
    rows = of_run(office, november.run, case).rows
    assert [(row.kind, row.reason, row.total_cents) for row in rows] == [
        ("VAST", "MAAND", 112176),
        ("SALDO", "DOORGESCHOVEN", -112176),
    ]
    assert (rows[1].due_cents, rows[1].paid_before_cents) == (0, 112176)
    assert rows[1].corrects == rows[0].row_id
    check(rows, sent_cents(office, november.run))

    (december,) = office.pay(DECEMBER, date(2026, 12, 10))
    later = of_run(office, december.run, case).rows
    assert [(str(row.period_from)[:7], row.reason, row.total_cents) for row in later] == [
        ("2026-10", "OVERNAME", -200000),
        ("2026-11", "DOORGESCHOVEN", 112176),
        ("2026-12", "MAAND", 112176),
    ]
    assert later[1].corrects == rows[1].row_id
    check(later, sent_cents(office, december.run))


def test_r21_a_line_for_a_month_that_was_booked_before_is_a_correction(office: Office) -> None:
    case, run = a_started_case(office)
    entries = entries_of(office, case)
    paid = paid_of(entries)
    more = paid.booked[0].model_copy(update={"subsidy_cents": 1000, "charges_cents": 235})
    (row,) = next_rows(office, and_then(entries, again(paid, booked=(more,), sent=(amount(OCTOBER, 1000, 235),))))
    assert (row.kind, row.corrects) == ("CORRECTIE", f"{case}/2026-10/vast/{run}")
    assert (row.due_cents, row.paid_before_cents, row.total_cents) == (32567 + 1235, 32567, 1235)


def test_r27_a_correction_of_a_month_that_was_booked_elsewhere_names_the_takeover(office: Office) -> None:
    case = office.taken_over(office.employer(), lines=[amount(OCTOBER, 80000, 20000)])
    office.sign_takeover()
    (paid,) = office.pay(NOVEMBER, date(2026, 11, 12))
    (segment,) = paid.booked[0].segments
    october = segment.model_copy(update={"start": OCTOBER.first, "days": 31, "days_in_month": 31})
    cents = {"subsidy_cents": 1000, "charges_cents": 235}
    line = paid.booked[0].model_copy(update={"month": OCTOBER, "segments": (october,), **cents})
    changed = again(paid, booked=(line,), sent=(amount(OCTOBER, 1000, 235),))
    (row,) = next_rows(office, and_then(entries_of(office, case), changed))
    assert (row.kind, row.corrects) == ("CORRECTIE", f"{case}/2026-10/vast/overname")
    assert (row.due_cents, row.paid_before_cents, row.total_cents) == (101235, 100000, 1235)


def test_r21_over_all_specifications_of_a_case_the_rows_sum_to_what_was_paid(office: Office) -> None:
    """Booked and withdrawn rows too, less what came back."""
    case, run = a_started_case(office)
    office.withdraw(run, date(2026, 11, 13))
    runs = [run, office.pay(NOVEMBER, date(2026, 11, 13))[0].run, office.pay(DECEMBER, date(2026, 12, 10))[0].run]
    told = sum(row.total_cents for one in runs for row in of_run(office, one, case).rows)
    subsidy = office.ledger.reading().subsidy(case)
    came_back = 32567 + 112176
    assert told - came_back == sum(map(sum, subsidy.sent.values()))


def test_r21_what_came_back_long_ago_is_not_the_reason_of_a_later_balance(office: Office) -> None:
    """October came back and was sent again; a correction of it was booked without sending, and is sent later."""
    case, run = a_started_case(office)
    entries = entries_of(office, case)
    paid = paid_of(entries)
    back = facts.PaymentReturned(run=run, reason="AC04", lines=paid.sent, returned_on=date(2026, 11, 24))
    more = paid.booked[0].model_copy(update={"subsidy_cents": 1000, "charges_cents": 235})
    last = "GM0363-2026-12-2"
    story = and_then(
        entries,
        back,
        again(paid, sent=paid.sent),
        again(paid, LATER, booked=(more,)),
        again(paid, last, sent=(amount(OCTOBER, 1000, 235),)),
    )
    unsent = next_rows(office, story, LATER)
    assert [(row.kind, row.total_cents) for row in unsent] == [("CORRECTIE", 1235), ("SALDO", -1235)]
    (row,) = next_rows(office, story, last)
    assert (row.reason, row.corrects) == ("DOORGESCHOVEN", unsent[1].row_id)
    assert (row.due_cents, row.paid_before_cents) == (32567 + 1235, 32567)


def test_r10_a_variable_line_tells_the_hours_worked_in_its_month(office: Office) -> None:
    """60 hours were reported over 30 days, 20 of them in November; October bears on the limit only."""
    case, _ = a_started_case(office)
    entries = entries_of(office, case)
    paid = paid_of(entries)
    november = paid.booked[1]
    (fixed,) = november.segments
    worked = WorkedSegment.model_validate(
        {**dict(fixed), "formula": "lks-2024-worked", "reported_hours": "60", "worked_days": 20, "report_days": 30}
        | {"role": "limited"}
    )
    context = worked.model_copy(update={"start": OCTOBER.first, "role": "context"})
    line = november.model_copy(update={"element": "variable", "segments": (context, worked)})
    sent = MonthAmount(
        month=NOVEMBER, element="variable", subsidy_cents=line.subsidy_cents, charges_cents=line.charges_cents
    )
    (row,) = next_rows(office, and_then(entries, again(paid, booked=(line,), sent=(sent,))))
    assert (row.kind, row.row_id) == ("VARIABEL", f"{case}/2026-11/variabel/{NEXT}")
    assert row.hours_worked == 40
    assert row.hours_source is None
    assert (row.period_from, row.period_until) == (NOVEMBER.first, NOVEMBER.last)
