"""R15, R27: a running case comes in as it was decided elsewhere, with what was booked and paid there."""

from datetime import date

import pytest

from ledger import facts
from ledger.calculation.month import Month
from ledger.facts import Fact, MonthAmount
from ledger.intents import TakeOver
from ledger.law.policy import Policy, combine, evolve
from ledger.party.state import Employer
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.given import CASE, EMPLOYER, TAKE_OVER, TODAY, entry, given, when


def amount(month: str, subsidy_cents: int, charges_cents: int) -> MonthAmount:
    """Cents of the fixed element."""
    return MonthAmount(
        month=Month.parse(month), element="fixed", subsidy_cents=subsidy_cents, charges_cents=charges_cents
    )


LINES = (amount("2026-07", 90000, 22500), amount("2026-08", 90000, 22500))
BALANCE = (amount("2026-08", 1200, 300),)


def taken_over(intent: TakeOver = TAKE_OVER, **changes: object) -> tuple[Fact, ...]:
    """What the takeover leads to."""
    return when(intent, given(), **changes)


def state(*happened: Fact) -> Subsidy:
    """The subsidy after a takeover."""
    return given(*happened)


def test_r27_a_takeover_is_an_application_an_opening_and_a_decision() -> None:
    applied, opening, decided = taken_over()
    assert isinstance(applied, facts.Applied)
    assert (applied.case, applied.basis, applied.taken_over_from) == (CASE, "takeover", "suite")
    assert isinstance(decided, facts.Decided)
    assert (decided.decision, decided.ground, decided.start) == ("OLD-1", "takeover", date(2026, 2, 1))
    assert opening == facts.OpeningBooked(
        opening="OP-1", paid_through=Month(2026, 8), lines=(), balance=(), booked_on=TODAY
    )


def test_r20_a_takeover_holds_its_amount_with_the_derivation() -> None:
    _, _, decided = taken_over()
    assert isinstance(decided, facts.Decided)
    assert decided.derivation[0].minimum_wage_cents == 229440
    assert (decided.subsidy_cents, decided.charges_cents) == (88105, 22026)  # 2294.40 × 1.08 × 40 % × 32/36


def test_r27_what_was_booked_and_paid_elsewhere_is_neither_booked_nor_sent_again() -> None:
    subsidy = state(*taken_over(TAKE_OVER.model_copy(update={"lines": LINES})))
    assert subsidy.booked == subsidy.sent
    assert not subsidy.payable()
    assert subsidy.paid_through == Month(2026, 8)


def test_r27_an_open_balance_was_booked_there_and_is_payable_here() -> None:
    subsidy = state(*taken_over(TAKE_OVER.model_copy(update={"lines": LINES, "balance": BALANCE})))
    assert subsidy.payable() == {(Month(2026, 8), "fixed"): (1200, 300)}


def test_r15_a_takeover_skips_the_windows_and_keeps_the_start_of_the_employment() -> None:
    applied, _, _ = taken_over()
    assert isinstance(applied, facts.Applied)
    assert (applied.received_on, applied.start) == (date(2026, 1, 20), date(2026, 2, 1))
    late = TAKE_OVER.model_copy(update={"decided_on": date(2026, 9, 1)})
    assert taken_over(late)


def test_r27_refuses_another_minimum_wage_than_this_ledger_counts_with() -> None:
    with pytest.raises(Refused, match=r"in use is 2233\.90; on 2026-09-01 this ledger counts with 2294\.40") as refusal:
        taken_over(TAKE_OVER.model_copy(update={"minimum_wage_cents": 223390}))
    assert (refusal.value.rule, refusal.value.article) == ("R27", "art. 10d lid 7 Pw")


def test_r3_the_minimum_wage_in_use_is_that_of_the_month_to_be_paid_not_of_the_decision() -> None:
    """Granted in July 2025 and paid through December: from January on the new amount counts."""
    employment = TAKE_OVER.employment.model_copy(update={"start": date(2025, 7, 1)})
    started = {"employment": employment, "granted_from": date(2025, 7, 1), "reference": date(2025, 7, 1)}
    intent = TAKE_OVER.model_copy(update=started | {"paid_through": Month(2025, 12)})
    assert taken_over(intent)
    with pytest.raises(Refused, match="on 2025-12-01"):
        taken_over(intent.model_copy(update={"paid_through": Month(2025, 11)}))


def test_r8_refuses_the_regular_route_before_2017() -> None:
    start = date(2016, 12, 1)
    employment = TAKE_OVER.employment.model_copy(update={"start": start})
    started = {"employment": employment, "granted_from": start, "reference": start}
    with pytest.raises(Refused) as refusal:
        taken_over(TAKE_OVER.model_copy(update=started))
    assert refusal.value.rule == "R8"


def test_r7_refuses_a_flat_rate_where_the_municipality_does_not_use_it() -> None:
    adopted = facts.PolicyAdopted(switch="flat_rate_used", value="no", since=date(2020, 1, 1))
    policy = combine(Policy.defaults(), evolve(Policy.defaults(), entry(1, adopted)))
    flat = TAKE_OVER.model_copy(update={"route": "flat_rate", "wage_value": None})
    with pytest.raises(Refused) as refusal:
        taken_over(flat, policy=policy)
    assert refusal.value.rule == "R7"


@pytest.mark.parametrize(
    ("changes", "what", "rule"),
    [
        ({"employment": TAKE_OVER.employment.model_copy(update={"hours": 61})}, "More than 60", "R4"),
        ({"granted_from": date(2026, 1, 31)}, "before the employment", "R20"),
        ({"granted_until": date(2026, 1, 31)}, "before it starts", "R20"),
        ({"wage_value": None}, "regular route counts with a wage value", "R27"),
        ({"route": "flat_rate"}, "flat rate has no wage value", "R27"),
        ({"decided_on": date(2026, 10, 2)}, "after 2026-10-01", "R40"),
        ({"paid_through": Month(2026, 11)}, "paid through 2026-11", "R27"),
        ({"reference": date(2026, 1, 31)}, "reference day", "R3"),
    ],
)
def test_r27_refuses_what_no_running_case_can_be(changes: dict[str, object], what: str, rule: str) -> None:
    with pytest.raises(Refused, match=what) as refusal:
        taken_over(TAKE_OVER.model_copy(update=changes))
    assert refusal.value.rule == rule


@pytest.mark.parametrize("lines", [(amount("2026-09", 1, 0),), (amount("2026-01", 1, 0),)], ids=["later", "earlier"])
def test_r27_refuses_lines_of_months_that_were_not_settled_there(lines: tuple[MonthAmount, ...]) -> None:
    with pytest.raises(Refused, match="outside 2026-02 to 2026-08"):
        taken_over(TAKE_OVER.model_copy(update={"lines": lines}))


def test_r26_refuses_a_takeover_for_an_employer_that_is_not_there() -> None:
    with pytest.raises(Refused, match=f"There is no employer {EMPLOYER}"):
        taken_over(employer=Employer())


def test_r16_a_takeover_of_somebody_whom_uwv_looks_after_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        taken_over(TAKE_OVER.model_copy(update={"group": "wajong"}))
    assert refusal.value.rule == "R16"
