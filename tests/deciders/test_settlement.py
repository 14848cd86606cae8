"""R11, R21, R22, R28: what a settlement books of one subsidy: due less booked, month by month, whatever caused it."""

from datetime import date

import pytest

from ledger import facts
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.closing.quarters import Quarters
from ledger.closing.quarters import evolve as close
from ledger.closing.settlement import CaseSettlement, months_settled, settle, settled
from ledger.facts import Fact, RouteAmount
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.payment.lines import CaseLines, RunTerms, line_up
from ledger.subsidy.state import Subsidy
from tests.deciders.given import (
    APPLIED,
    CASE,
    ESTABLISHED,
    GRANT,
    MEASURED,
    TAKE_OVER,
    WAIVED,
    an_employer,
    entry,
    given,
    when,
)
from tests.deciders.test_granting import granted
from tests.deciders.test_lining_up import paid

LAW, POLICY = packaged_law(), Policy.defaults()
OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


def happened(applied: facts.Applied = APPLIED) -> tuple[Fact, ...]:
    """A granted case; unless said otherwise from 23 October 2026, 32 hours at 60 %."""
    asked = (applied, MEASURED, ESTABLISHED)
    return (*asked, granted(*asked))


def run_of(month: Month, *before: Fact) -> facts.Paid:
    """The payment by the run of a month, prepared on its 12th."""
    terms = RunTerms(month, month.first.replace(day=12), LAW, POLICY)
    return paid(before, terms, f"GM0363-{month}-1")


def through(month: Month, *before: Fact) -> CaseSettlement:
    """What a settlement of a case to which this happened books."""
    return settle(given(*before), month, LAW, POLICY)


def differences(found: CaseSettlement) -> dict[tuple[str, str], tuple[int, int]]:
    """By month and element the cents that are booked."""
    return {(str(line.month), line.element): (line.subsidy_cents, line.charges_cents) for line in found.lines}


def amended(effective: date, hours: str) -> facts.Amended:
    """Other hours from a day on."""
    unchanged = dict.fromkeys(("form", "maximum_hours", "sector_full_time_hours", "end", "employer"))
    return facts.Amended.model_validate({"effective": effective, "hours": hours} | unchanged)


def reported(start: date, until: date, hours: str) -> facts.HoursReported:
    """Worked hours."""
    return facts.HoursReported(start=start, until=until, hours=hours, source="payslip")


PAID = (*happened(), run_of(NOVEMBER, *happened()))
ZERO_HOURS = APPLIED.model_copy(update={"form": "zero_hours", "hours": 0})
MIN_MAX = APPLIED.model_copy(update={"form": "min_max", "maximum_hours": 36})


def test_r28_what_a_run_booked_and_is_still_due_is_not_settled() -> None:
    assert through(NOVEMBER, *PAID).lines == ()


def test_r28_a_month_that_no_run_booked_is_booked_by_the_settlement() -> None:
    assert differences(through(OCTOBER, *happened())) == {("2026-10", "fixed"): (26054, 6513)}
    assert differences(through(NOVEMBER, *happened())) == {
        ("2026-10", "fixed"): (26054, 6513),
        ("2026-11", "fixed"): (89741, 22435),
    }


def test_r28_only_months_through_the_last_one_are_settled() -> None:
    fewer = amended(date(2026, 10, 23), "16")
    assert list(differences(through(OCTOBER, *PAID, fewer))) == [("2026-10", "fixed")]
    assert len(through(NOVEMBER, *PAID, fewer).lines) == 2


def test_r21_a_line_holds_what_is_due_what_was_booked_and_the_difference() -> None:
    (line,) = through(OCTOBER, *PAID, amended(date(2026, 10, 23), "16")).lines
    assert (line.due.subsidy_cents, line.due.charges_cents) == (13027, 3257)
    assert (line.booked_subsidy_cents, line.booked_charges_cents) == (26054, 6513)
    assert (line.subsidy_cents, line.charges_cents) == (13027 - 26054, 3257 - 6513)
    assert line.due.segments[0].hours == 16
    assert line.routes == (RouteAmount(route="regular", subsidy_cents=-13027, charges_cents=-3256),)


def test_r21_after_a_settlement_booked_is_due_and_a_second_one_books_nothing() -> None:
    found = through(NOVEMBER, *PAID, amended(date(2026, 10, 23), "30"))
    fact = settled(found, NOVEMBER, NOVEMBER.last)
    after = given(*PAID, amended(date(2026, 10, 23), "30"), fact)
    assert settle(after, NOVEMBER, LAW, POLICY).lines == ()
    for month in (OCTOBER, NOVEMBER):
        (due,) = entitlement(after.terms, month, LAW, POLICY).lines if after.terms else ()
        assert after.booked[month, "fixed"] == (due.subsidy_cents, due.charges_cents)


def test_r21_a_settlement_sends_nothing_and_says_what_is_payable_after_it() -> None:
    less = through(NOVEMBER, *PAID, amended(date(2026, 10, 23), "30"))
    assert less.total_cents < 0
    assert less.payable_cents == less.total_cents
    assert through(OCTOBER, *happened()).payable_cents == 26054 + 6513


def test_r21_what_is_no_longer_due_at_all_is_booked_back() -> None:
    ended = facts.Ended(reason="contract_ended", last_day=date(2026, 10, 31))
    (line,) = through(NOVEMBER, *PAID, ended).lines
    assert (str(line.month), line.due.segments) == ("2026-11", ())
    assert (line.due.total_cents, line.subsidy_cents, line.charges_cents) == (0, -89741, -22435)
    assert line.routes == (RouteAmount(route="regular", subsidy_cents=-89741, charges_cents=-22435),)


def test_r21_a_return_changes_what_is_payable_and_nothing_that_is_settled() -> None:
    """Case: returned after the next run."""
    run = PAID[-1]
    assert isinstance(run, facts.Paid)
    back = facts.PaymentReturned(run=run.run, reason="AC04", lines=run.sent, returned_on=date(2026, 12, 2))
    found = through(NOVEMBER, *PAID, back)
    assert (found.lines, found.payable_cents) == ((), sum(line.total_cents for line in run.sent))


# --- worked hours -----------------------------------------------------------------------------------------------------


def test_r11_hours_that_are_not_reported_are_named_and_not_settled() -> None:
    """Case: zero-hours, hours missing."""
    found = through(NOVEMBER, *happened(ZERO_HOURS))
    assert (found.lines, found.unknown) == ((), (OCTOBER, NOVEMBER))


def test_r11_hours_that_come_later_are_settled_in_the_month_that_they_are_about() -> None:
    hours = reported(date(2026, 10, 23), date(2026, 10, 31), "40")
    found = through(NOVEMBER, *happened(ZERO_HOURS), hours)
    assert list(differences(found)) == [("2026-10", "variable")]
    assert found.unknown == (NOVEMBER,)


def test_r11_a_month_with_unknown_hours_is_still_settled_for_its_fixed_part() -> None:
    found = through(OCTOBER, *happened(MIN_MAX))
    assert list(differences(found)) == [("2026-10", "fixed")]
    assert found.unknown == (OCTOBER,)


def test_r11_what_was_booked_for_hours_that_are_taken_back_stays_until_they_are_known() -> None:
    hours = reported(date(2026, 10, 23), date(2026, 10, 31), "40")
    before = (*happened(ZERO_HOURS), hours)
    fact = settled(through(OCTOBER, *before), OCTOBER, OCTOBER.last)
    withdrawn = facts.Corrected(slot=len(before), reason="wrong_case", kind="HoursReported", replacement=None)
    found = through(OCTOBER, *before, fact, withdrawn)
    assert (found.lines, found.unknown) == ((), (OCTOBER,))


# --- flat rate and regular ----------------------------------------------------------------------------------------------

FLAT = (APPLIED, WAIVED, granted(APPLIED, WAIVED))
REGULAR_FROM = date(2027, 4, 23)
APRIL, MAY = Month(2027, 4), Month(2027, 5)


def regular(decided_on: date, *before: Fact) -> tuple[Fact, ...]:
    """The decision on the regular route after the flat rate's six months."""
    asked = (*before, MEASURED, ESTABLISHED)
    days = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), decided_on)
    return (*asked, granted(*asked, intent=GRANT.model_copy(update=days), today=decided_on))


def test_r7_days_after_the_flat_rate_are_settled_when_the_decision_comes_and_later_months_are_paid_by_run() -> None:
    """Case: flat-rate from 23 October, regular from 23 April, decided in May."""
    flat: tuple[Fact, ...] = FLAT
    for month in (NOVEMBER, DECEMBER, Month(2027, 1), Month(2027, 2), Month(2027, 3), APRIL):
        flat = (*flat, run_of(month, *flat))
    assert through(APRIL, *flat).lines == ()
    decided = regular(date(2027, 5, 6), *flat)
    with_may = (*decided, run_of(MAY, *decided))
    (line,) = through(APRIL, *with_may).lines
    assert [(part.days, part.route, part.reference_date) for part in line.due.segments] == [
        (22, "flat_rate", date(2027, 1, 1)),
        (8, "regular", REGULAR_FROM),
    ]
    assert line.routes == (
        RouteAmount(route="regular", subsidy_cents=line.subsidy_cents, charges_cents=line.charges_cents),
    )
    assert line.subsidy_cents > 0
    assert through(MAY, *with_may, settled(through(APRIL, *with_may), APRIL, APRIL.last)).lines == ()


def test_r34_a_difference_is_split_by_route_and_sums_to_it() -> None:
    decided = regular(date(2027, 5, 6), *FLAT)
    fact = settled(through(APRIL, *decided), APRIL, APRIL.last)
    fewer = amended(date(2027, 4, 1), "20")
    (line,) = through(APRIL, *decided, fact, fewer).lines
    assert [part.route for part in line.routes] == ["regular", "flat_rate"]
    assert sum(part.subsidy_cents for part in line.routes) == line.subsidy_cents
    assert sum(part.charges_cents for part in line.routes) == line.charges_cents
    after = given(*decided, fact, fewer, settled(through(APRIL, *decided, fact, fewer), APRIL, APRIL.last))
    parts = [after.booked_routes[APRIL, "fixed", route] for route in ("regular", "flat_rate")]
    assert tuple(map(sum, zip(*parts, strict=True))) == after.booked[APRIL, "fixed"]


# --- takeovers --------------------------------------------------------------------------------------------------------


def taken_over(*lines: facts.MonthAmount) -> tuple[Fact, ...]:
    """A case paid elsewhere through August 2026."""
    return when(TAKE_OVER.model_copy(update={"lines": lines}), Subsidy(), case=CASE)


def test_r27_months_that_were_settled_elsewhere_are_left_alone() -> None:
    assert list(map(str, months_settled(given(*taken_over()), Month(2026, 9)))) == ["2026-09"]


def test_r27_a_line_that_came_along_is_settled_and_taken_off_the_route_in_force() -> None:
    july = facts.MonthAmount(month=Month(2026, 7), element="fixed", subsidy_cents=80000, charges_cents=20000)
    found = through(Month(2026, 8), *taken_over(july))
    (line,) = found.lines
    assert (str(line.month), line.booked_subsidy_cents) == ("2026-07", 80000)
    assert line.routes == (
        RouteAmount(route="regular", subsidy_cents=line.subsidy_cents, charges_cents=line.charges_cents),
    )


# --- two times --------------------------------------------------------------------------------------------------------


def signed_off(quarter: str) -> facts.QuarterSignedOff:
    """The end of a quarter."""
    return facts.QuarterSignedOff.model_validate(
        {"quarter": quarter, "position": 1, "digest": "00", "explained": {}, "unknown": ()}
    )


def test_r22_a_wage_value_corrected_over_two_closed_quarters_is_booked_in_the_open_one() -> None:
    """Case: wage value corrected over two signed-off quarters. The months keep their own name; the books take it today."""
    life = happened()
    for month in (NOVEMBER, DECEMBER, Month(2027, 1), Month(2027, 2), Month(2027, 3), APRIL):
        life = (*life, run_of(month, *life))
    last = life[3]
    assert isinstance(last, facts.Decided)
    revised = last.model_copy(update={"outcome": "revise", "ground": "wrong_data", "wage_value": 70})
    found = through(APRIL, *life, revised)
    assert [str(line.month) for line in found.lines][:3] == ["2026-10", "2026-11", "2026-12"]
    assert len(found.lines) == 7
    books = Quarters()
    for version, quarter in enumerate(("2026Q4", "2027Q1"), start=1):
        books = close(books, entry(version, signed_off(quarter)))
    assert books.booked_on(date(2026, 12, 31)) == date(2027, 4, 1)
    fact = settled(found, APRIL, books.booked_on(APRIL.last))
    assert (fact.booked_on, fact.value_date) == (date(2027, 4, 30), date(2027, 4, 30))


def test_r21_a_negative_balance_waits_for_the_next_run_of_the_same_case() -> None:
    """R30: what was paid too much is set off against the next month of the same subsidy."""
    fewer = amended(date(2026, 10, 23), "30")
    fact = settled(through(NOVEMBER, *PAID, fewer), NOVEMBER, NOVEMBER.last)
    december = RunTerms(DECEMBER, date(2026, 12, 10), LAW, POLICY)
    found = line_up(given(*PAID, fewer, fact), an_employer(), december, signed=True)
    assert isinstance(found, CaseLines)
    booked = sum(line.total_cents for line in found.booked)
    assert sum(amount.total_cents for amount in found.sent) == booked + sum(line.total_cents for line in fact.lines)


@pytest.mark.parametrize("hours", ["20", "32", "36"])
def test_r23_a_run_does_not_book_again_what_a_settlement_booked(hours: str) -> None:
    changed = (*happened(), amended(date(2026, 10, 23), hours))
    fact = settled(through(OCTOBER, *changed), OCTOBER, OCTOBER.last)
    run = run_of(NOVEMBER, *changed, fact)
    assert [str(line.month) for line in run.booked] == ["2026-11"]
    assert {str(amount.month) for amount in run.sent} == {"2026-10", "2026-11"}


def test_r25_a_long_first_payment_needs_a_reason_also_when_a_settlement_booked_it() -> None:
    long = happened(APPLIED.model_copy(update={"start": date(2026, 1, 1), "received_on": date(2025, 12, 1)}))
    fact = settled(through(OCTOBER, *long), OCTOBER, OCTOBER.last)
    found = line_up(given(*long, fact), an_employer(), RunTerms(NOVEMBER, date(2026, 11, 12), LAW, POLICY), signed=True)
    assert isinstance(found, facts.LeftOut)
    assert found.reason == "long_first_payment"
