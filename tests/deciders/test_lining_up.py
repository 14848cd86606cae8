"""R21, R23, R25, R27: what a run books and sends for one subsidy, and why it leaves a case out."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts
from ledger.calculation.month import Month
from ledger.facts import Fact, LeftOut, MonthAmount
from ledger.law import packaged_law
from ledger.law.policy import Policy, combine, evolve
from ledger.party.state import Employer
from ledger.payment import lines as run_lines
from ledger.payment.lines import REASONS, CaseLines, Prepared, RunTerms, line_up, payment_reference
from ledger.subsidy.state import Subsidy
from tests.deciders.given import (
    APPLIED,
    CASE,
    EMPLOYER,
    ESTABLISHED,
    MEASURED,
    TAKE_OVER,
    WAIVED,
    an_employer,
    entry,
    given,
    when,
)
from tests.deciders.test_granting import granted

NOVEMBER = RunTerms(Month(2026, 11), date(2026, 11, 12), packaged_law(), Policy.defaults())
OCTOBER = replace(NOVEMBER, month=Month(2026, 10), today=date(2026, 10, 13))
DECEMBER = replace(NOVEMBER, month=Month(2026, 12), today=date(2026, 12, 10))
ASKED: tuple[Fact, ...] = (APPLIED, MEASURED, ESTABLISHED)
EMPLOYED = an_employer()


def lined_up(
    subsidy: Subsidy, run: RunTerms = NOVEMBER, employer: Employer = EMPLOYED, *, signed: bool = True
) -> CaseLines | LeftOut | None:
    """What the run makes of the case."""
    return line_up(subsidy, employer, run, signed=signed)


def lines(subsidy: Subsidy, run: RunTerms = NOVEMBER) -> CaseLines:
    """What the run books and sends; it must pay the case."""
    found = lined_up(subsidy, run)
    assert isinstance(found, CaseLines)
    return found


def reason(subsidy: Subsidy, run: RunTerms = NOVEMBER, employer: Employer = EMPLOYED, *, signed: bool = True) -> str:
    """Why the run leaves the case out; it must."""
    found = lined_up(subsidy, run, employer, signed=signed)
    assert isinstance(found, LeftOut)
    assert found.reason in REASONS
    return found.reason


def a_grant(applied: facts.Applied = APPLIED) -> Subsidy:
    """A granted case; unless said otherwise from 23 October 2026, 32 hours at 60 %."""
    return given(applied, MEASURED, ESTABLISHED, granted(applied, MEASURED, ESTABLISHED))


def paid(subsidy_case: tuple[Fact, ...], run: RunTerms = NOVEMBER, number: str = "GM0363-2026-11-1") -> facts.Paid:
    """The payment by that run of a case to which this happened."""
    found = lines(given(*subsidy_case), run)
    prepared = facts.RunPrepared(
        run=number,
        month=run.month,
        payment_day=date(2026, 11, 20),
        execution_day=date(2026, 11, 19),
        position=1,
        cases=1,
        lines=1,
        subsidy_cents=0,
        charges_cents=0,
        sent_cents=0,
        digest="",
        left_out=(),
        long_first_payments={},
    )
    return run_lines.paid(found, prepared)


def total(amounts: tuple[MonthAmount, ...]) -> int:
    """Cents, subsidy and charges together."""
    return sum(amount.total_cents for amount in amounts)


HAPPENED: tuple[Fact, ...] = (*ASKED, granted(*ASKED))
PAID = paid(HAPPENED)


def test_r23_the_first_run_after_the_start_books_the_part_month_and_the_month_itself() -> None:
    found = lines(a_grant())
    assert [(str(line.month), line.subsidy_cents, line.charges_cents) for line in found.booked] == [
        ("2026-10", 26054, 6513),
        ("2026-11", 89741, 22435),
    ]
    assert total(found.sent) == 26054 + 6513 + 89741 + 22435
    assert (found.employer, found.account) == (EMPLOYER, 1)


def test_r23_an_employment_that_had_not_started_on_the_day_of_preparing_waits() -> None:
    assert reason(a_grant(), OCTOBER) == "starts_later"


def test_r23_an_employment_that_has_started_is_paid_by_the_run_of_its_month() -> None:
    run = replace(OCTOBER, today=date(2026, 10, 23))
    assert [str(line.month) for line in lines(a_grant(), run).booked] == ["2026-10"]


def test_r23_a_municipality_may_always_let_the_first_month_wait() -> None:
    adopted = facts.PolicyAdopted(switch="first_payment", value="next_month", since=date(2026, 1, 1))
    policy = combine(Policy.defaults(), evolve(Policy.defaults(), entry(1, adopted)))
    run = replace(OCTOBER, today=date(2026, 10, 23), policy=policy)
    assert reason(a_grant(), run) == "starts_later"


def test_r23_no_month_is_booked_twice() -> None:
    again = given(*HAPPENED, PAID)
    assert lined_up(again) is None
    assert [str(line.month) for line in lines(again, DECEMBER).booked] == ["2026-12"]


def test_r23_what_was_granted_later_is_booked_back_to_the_start() -> None:
    applied = APPLIED.model_copy(update={"start": date(2026, 9, 1), "received_on": date(2026, 8, 1)})
    assert [str(line.month) for line in lines(a_grant(applied)).booked] == ["2026-09", "2026-10", "2026-11"]


def test_a_case_without_a_grant_is_no_concern_of_a_run() -> None:
    assert lined_up(given(*ASKED)) is None


def test_r21_what_is_booked_and_not_sent_is_sent_by_the_next_run() -> None:
    returned = run_lines.returned(given(*HAPPENED, PAID), PAID.run, date(2026, 11, 13))
    assert returned is not None
    found = lines(given(*HAPPENED, PAID, returned))
    assert not found.booked
    assert found.sent == PAID.sent


def test_r25_nothing_is_given_back_by_a_run_that_paid_nothing() -> None:
    assert run_lines.returned(given(*HAPPENED), "GM0363-2026-11-1", date(2026, 11, 13)) is None


def test_r21_a_negative_balance_is_set_off_against_the_next_month_of_the_same_subsidy() -> None:
    opening = facts.OpeningBooked(
        opening="OP-1", paid_through=Month(2026, 10), lines=(), balance=(debt(50000),), booked_on=date(2026, 10, 1)
    )
    found = lines(given(*HAPPENED, opening))
    assert [str(line.month) for line in found.booked] == ["2026-11"]
    assert total(found.sent) == 89741 + 22435 - 50000


def test_r21_a_run_never_sends_less_than_nothing() -> None:
    opening = facts.OpeningBooked(
        opening="OP-1", paid_through=Month(2026, 10), lines=(), balance=(debt(500000),), booked_on=date(2026, 10, 1)
    )
    found = lines(given(*HAPPENED, opening))
    assert found.booked
    assert found.sent == ()
    booked = paid((*HAPPENED, opening))
    assert reason(given(*HAPPENED, opening, booked)) == "nothing_payable"


def debt(cents: int) -> MonthAmount:
    """Paid too much elsewhere."""
    return MonthAmount(month=Month(2026, 10), element="fixed", subsidy_cents=-cents, charges_cents=0)


def test_r27_months_settled_elsewhere_are_not_booked_again() -> None:
    over = when(TAKE_OVER, given())
    assert [str(line.month) for line in lines(given(*over)).booked] == ["2026-09", "2026-10", "2026-11"]


@pytest.mark.parametrize(
    ("subsidy", "employer", "signed", "why"),
    [
        (given(*HAPPENED, facts.PaymentHeld(reason="doubt", effective=date(2026, 11, 1))), EMPLOYED, True, "held"),
        (
            given(*HAPPENED),
            an_employer(facts.PaymentHeld(reason="bankruptcy", effective=date(2026, 11, 1))),
            True,
            "employer_held",
        ),
        (given(*HAPPENED), Employer(number=EMPLOYER), True, "no_account"),
        (given(*when(TAKE_OVER, given())), EMPLOYED, False, "opening_unsigned"),
    ],
    ids=["held", "employer_held", "no_account", "opening_unsigned"],
)
def test_r25_a_case_that_cannot_be_paid_is_listed_with_its_reason(
    subsidy: Subsidy, employer: Employer, signed: bool, why: str
) -> None:
    assert reason(subsidy, employer=employer, signed=signed) == why


def test_r23_a_first_payment_of_more_than_six_months_needs_a_reason() -> None:
    applied = APPLIED.model_copy(update={"start": date(2026, 5, 1), "received_on": date(2026, 4, 1)})
    seven_months = a_grant(applied)
    assert reason(seven_months) == "long_first_payment"
    with_reason = replace(NOVEMBER, long_first_payments={CASE: "objection_granted"})
    assert len(lines(seven_months, with_reason).booked) == 7
    six_months = a_grant(applied.model_copy(update={"start": date(2026, 6, 1)}))
    assert len(lines(six_months).booked) == 6


def test_r11_where_only_worked_hours_are_due_the_case_is_listed_until_they_are_known() -> None:
    zero_hours = APPLIED.model_copy(update={"form": "zero_hours", "hours": 0})
    assert reason(a_grant(zero_hours)) == "hours_unknown"


def test_r11_the_agreed_hours_of_a_min_max_contract_are_paid_in_advance() -> None:
    min_max = APPLIED.model_copy(update={"form": "min_max", "hours": 20, "maximum_hours": 32})
    assert {line.element for line in lines(a_grant(min_max)).booked} == {"fixed"}


def test_r7_after_six_months_of_flat_rate_the_run_says_why_nothing_is_due() -> None:
    april = replace(NOVEMBER, month=Month(2027, 4), today=date(2027, 4, 12), long_first_payments={CASE: "late"})
    booked = paid((APPLIED, WAIVED, granted(APPLIED, WAIVED)), april)
    assert booked.booked[-1].segments[0].days == 22
    may = replace(NOVEMBER, month=Month(2027, 5), today=date(2027, 5, 12))
    assert reason(given(APPLIED, WAIVED, granted(APPLIED, WAIVED), booked), may) == "wage_value_missing"


def test_r25_the_digest_sees_the_smallest_difference_and_nothing_else() -> None:
    one = lines(a_grant())
    other = replace(one, account=2)
    cent = replace(one, booked=(one.booked[0].model_copy(update={"charges_cents": 6514}), *one.booked[1:]))
    digests = {Prepared((each,), ()).digest for each in (one, other, cent)}
    assert len(digests) == 3
    left_out = Prepared((one,), (LeftOut(case=CASE, reason="held"),))
    assert left_out.digest == Prepared((one,), ()).digest


def test_r22_a_payment_holds_its_days_and_the_reference_that_the_bank_sees() -> None:
    assert (PAID.booked_on, PAID.execution_day) == (date(2026, 11, 20), date(2026, 11, 19))
    assert PAID.reference == "GM0363-2026-11-1/W-000001-D"
    assert len(payment_reference("GM0363-2026-11-9999", "W-999999999-8")) <= 35
