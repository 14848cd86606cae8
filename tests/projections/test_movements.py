"""Movements: every cent once, with the entry that caused it, so what was known then is a sum as well (R21, R22, R29)."""

from datetime import date

from ledger import intents, law
from ledger.calculation.month import Month
from ledger.facts import MonthAmount
from projections.runner import catch_up
from tests.databases import Database
from tests.payments.office import Office
from tests.projections.tables import ask

START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def due(database: Database, month: date, position: int = 2**62) -> int:
    """Subsidy that was due for a month as known at a position, over all cases."""
    (row,) = ask(
        database,
        """
        SELECT coalesce(sum(subsidy_cents), 0)::bigint AS cents
        FROM finance.movements
        WHERE kind = 'due' AND month = %s AND position <= %s
        """,
        month,
        position,
    )
    cents: int = row["cents"]
    return cents


def test_what_was_known_then_is_the_sum_up_to_then(office: Office, database: Database) -> None:
    case = office.granted(START, DECIDED)
    before = office.store.head().position
    office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=day(11, 15)), day(11, 16))
    assert (due(database, day(11, 1), before), due(database, day(11, 1))) == (89741, 44870)
    assert (due(database, day(12, 1), before), due(database, day(12, 1))) == (89741, 0)


def test_r22_money_has_its_month_its_date_in_the_books_and_its_recorded_time(
    office: Office, database: Database
) -> None:
    office.granted(day(2, 1), day(6, 10))
    (paid,) = office.pay(Month(2026, 6), day(6, 11))
    rows = ask(database, "SELECT * FROM finance.movements WHERE kind = 'booked' ORDER BY month")
    assert [row["month"] for row in rows] == [day(month, 1) for month in (2, 3, 4, 5, 6)]
    assert {(row["booked_on"], row["value_date"], row["origin"]) for row in rows} == {
        (day(6, 19), day(6, 19), paid.run)
    }
    head = office.store.head()
    assert {(row["position"], row["recorded_at"]) for row in rows} == {(head.position, head.recorded_at)}


def test_r21_a_return_never_touches_what_was_booked(office: Office, database: Database) -> None:
    office.granted(START, DECIDED)
    run = office.prepare(Month(2026, 11), day(11, 12)).run
    office.approve(run, day(11, 12))
    office.withdraw(run, day(11, 13))
    query = "SELECT kind, sum(total_cents)::bigint AS cents FROM finance.movements WHERE kind <> 'due' GROUP BY kind"
    sums = {row["kind"]: row["cents"] for row in ask(database, query)}
    assert sums == {"booked": 144743, "sent": 144743, "returned": 144743}
    (payment,) = ask(database, "SELECT * FROM finance.payments")
    assert (payment["sent_cents"], payment["returned_on"]) == (144743, day(11, 13))


def test_r27_what_was_booked_elsewhere_is_booked_and_sent_under_its_takeover(
    office: Office, database: Database
) -> None:
    line = MonthAmount(month=Month(2026, 10), element="fixed", subsidy_cents=80000, charges_cents=20000)
    office.taken_over(office.employer(), [line], balance_cents=-5000)
    query = "SELECT kind, origin, subsidy_cents, charges_cents FROM finance.movements WHERE month = %s"
    rows = {row["kind"]: tuple(row.values())[1:] for row in ask(database, query, day(10, 1))}
    assert rows["booked"] == ("T1", 75000, 20000)
    assert rows["sent"] == ("T1", 80000, 20000)
    assert rows["due"] == ("Decided", 89741, 22435)


def test_r29_r41_a_value_adopted_late_moves_every_case_that_it_changes_and_is_named_as_the_cause(
    office: Office, database: Database
) -> None:
    cases = [office.granted(start, DECIDED) for start in (START, day(12, 1))]
    before = office.store.head().position
    value = next(v for v in law.packaged() if (v.parameter, v.since) == ("minimum_wage", day(7, 1)))
    raised = intents.AdoptValues(values=(value.model_copy(update={"value": "2400.00"}),))
    proposed = office.ask(raised, day(11, 2)).entries[0]
    office.ask(intents.Approve(proposal=proposed.position), day(11, 2), by="c.controller")
    query = "SELECT case_number, origin, known_on FROM finance.movements WHERE position > %s"
    assert {tuple(row.values()) for row in ask(database, query, before)} == {
        (case, "ValueAdopted", day(11, 2)) for case in cases
    }
    assert due(database, day(11, 1), before) == 89741
    assert due(database, day(11, 1)) == 92160  # 89741 × 2400 / 2337


def test_a_new_year_brings_the_year_after_it_into_sight(office: Office, database: Database) -> None:
    office.granted(START, DECIDED)
    months = "SELECT max(month) AS last FROM finance.movements"
    assert ask(database, months)[0]["last"] == date(2027, 12, 1)
    office.person()
    office.granted(date(2027, 1, 15), date(2027, 1, 11))
    assert ask(database, months)[0]["last"] == date(2028, 12, 1)
    query = "SELECT DISTINCT month FROM finance.movements WHERE origin = 'NewYear'"
    assert {row["month"].year for row in ask(database, query)} == {2028}
    catch_up(database.dsn)
