"""Determining what ended (R20, R21, R22, R31): what is left is booked, and the balance is final."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.closing.quarters import Quarters, SignedQuarter
from ledger.facts import LeftOut
from ledger.party.state import Employer
from ledger.payment.lines import CaseLines, RunTerms, line_up
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.ended import (
    DETERMINE,
    JUNE,
    MAY_CENTS,
    MONTH_CENTS,
    MOVED,
    applied,
    determined,
    determining,
    granted,
    moved,
    paid,
)
from tests.deciders.given import CASE, EMPLOYER, circumstances, given, when

MAY = Month(2026, 5)


def corrected(slot: int, fact: facts.Fact | None, kind: str) -> facts.Corrected:
    """A correction of an input."""
    stored = None if fact is None else fact.model_dump_json()
    return facts.Corrected(slot=slot, reason="mistake", kind=kind, replacement=stored)


def lined_up(subsidy: Subsidy, month: Month = MAY.next, today: date = JUNE) -> CaseLines | LeftOut | None:
    """What a run makes of the case."""
    context = circumstances()
    terms = RunTerms(month, today, context.law, context.policy)
    return line_up(subsidy, Employer(number=EMPLOYER, account=1), terms, signed=True)


def test_r32_moved_on_12_may_known_in_june_the_old_case_is_due_eleven_days_and_the_rest_is_owed() -> None:
    settled, decided, final = determining(given(*moved()))
    assert isinstance(settled, facts.Settled)
    (line,) = settled.lines
    assert (line.due.subsidy_cents, line.due.charges_cents) == MAY_CENTS
    assert (line.booked_subsidy_cents, line.booked_charges_cents) == MONTH_CENTS
    assert (line.subsidy_cents, line.charges_cents) == (MAY_CENTS[0] - MONTH_CENTS[0], MAY_CENTS[1] - MONTH_CENTS[1])
    assert (settled.through, settled.booked_on, settled.value_date) == (MAY, MAY.last, MAY.last)
    assert isinstance(decided, facts.Decided)
    assert (decided.decision, decided.outcome, decided.ground) == (f"{CASE}/2", "determine", "ended")
    assert (decided.start, decided.until) == (date(2026, 3, 1), date(2026, 5, 11))
    assert decided.employer_objects_until == date(2026, 7, 22)
    assert isinstance(final, facts.FinallySettled)
    assert final.decision == decided.decision
    total = tuple(2 * month + part for month, part in zip(MONTH_CENTS, MAY_CENTS, strict=True))
    assert (final.subsidy_cents, final.charges_cents) == total == (decided.subsidy_cents, decided.charges_cents)
    assert final.balance_cents == sum(MAY_CENTS) - sum(MONTH_CENTS)


def test_r31_the_five_years_count_from_the_determination_and_are_never_moved() -> None:
    *_, final = determining(given(*moved()))
    assert final.claim_until == date(2031, 6, 10)  # type: ignore[attr-defined]
    on_leap_day = {"decided_on": date(2028, 2, 29), "employer_notified_on": date(2028, 2, 29)}
    intent = DETERMINE.model_copy(update={**on_leap_day, "employee_notified_on": date(2028, 2, 29)})
    *_, final = determining(given(*moved()), intent, today=date(2028, 3, 1))
    assert final.claim_until == date(2033, 2, 28)  # type: ignore[attr-defined]


def test_r31_after_it_nothing_is_due_that_is_not_booked() -> None:
    subsidy = given(*determined(moved()))
    assert subsidy.booked[MAY, "fixed"] == MAY_CENTS
    assert determining(subsidy) == ()


def test_r31_determining_again_without_a_change_records_nothing() -> None:
    assert determining(given(*determined(moved())), today=date(2026, 9, 1)) == ()


def test_r31_months_that_no_run_booked_are_booked_by_it_and_the_next_run_sends_them() -> None:
    happened = [applied(), granted()]
    happened = [
        *happened,
        paid(happened, "2026-03", "2026-04"),
        facts.Ended(reason="contract_ended", last_day=MAY.last),
    ]
    subsidy = given(*determined(happened))
    assert subsidy.finally_settled is not None
    assert subsidy.finally_settled.balance_cents == sum(MONTH_CENTS)
    run = lined_up(subsidy)
    assert isinstance(run, CaseLines)
    assert run.booked == ()
    assert [(one.month, one.subsidy_cents, one.charges_cents) for one in run.sent] == [(MAY, *MONTH_CENTS)]


def test_r31_months_that_were_paid_after_the_last_day_are_taken_back() -> None:
    happened = [applied(), granted()]
    happened = [*happened, paid(happened, "2026-03", "2026-06"), MOVED]
    settled, _, final = determining(given(*happened), today=date(2026, 6, 25))
    assert [(str(line.month), line.due.subsidy_cents) for line in settled.lines] == [  # type: ignore[attr-defined]
        ("2026-05", MAY_CENTS[0]),
        ("2026-06", 0),
    ]
    assert settled.booked_on == date(2026, 6, 30)  # type: ignore[attr-defined]
    assert final.balance_cents == sum(MAY_CENTS) - 2 * sum(MONTH_CENTS)  # type: ignore[attr-defined]


def test_r22_a_quarter_that_is_signed_off_takes_nothing_more() -> None:
    signed = facts.QuarterSignedOff(quarter=Quarter(2026, 2), position=1, digest="00", explained={}, unknown=())
    quarters = Quarters(signed=(SignedQuarter(signed, 1),))
    settled, *_ = determining(given(*moved()), quarters=quarters, today=date(2026, 7, 20))
    assert settled.booked_on == date(2026, 7, 1)  # type: ignore[attr-defined]
    assert settled.value_date == MAY.last  # type: ignore[attr-defined]


def test_r11_months_without_hours_are_named_and_can_be_set_aside_with_a_reason() -> None:
    happened = [applied(form="zero_hours", hours="0"), granted(), MOVED]
    with pytest.raises(Refused, match="2026-03, 2026-04, 2026-05") as caught:
        determining(given(*happened))
    assert caught.value.rule == "R11"
    decided, final = determining(given(*happened), DETERMINE.model_copy(update={"anyway": "no_answer"}))
    assert (decided.topic, final.topic) == ("Decided", "FinallySettled")
    assert final.balance_cents == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("happened", "changes", "rule"),
    [
        ([applied(), granted()], {}, "R31"),
        ([applied()], {}, "R31"),
        ([applied(), granted(), facts.Ended(reason="contract_ended", last_day=date(2026, 6, 30))], {}, "R31"),
        (moved(), {"signed": False}, "R27"),
        (moved(), {"today": date(2026, 6, 9)}, "R40"),
    ],
    ids=("running", "not granted", "ends later", "takeover not signed", "decided in the future"),
)
def test_r31_determining_is_refused(happened: list[facts.Fact], changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refused) as caught:
        determining(given(*happened), **changes)
    assert caught.value.rule == rule


def test_r31_a_correction_after_it_leads_to_a_new_determination_of_the_difference() -> None:
    happened = determined(moved())
    later = MOVED.model_copy(update={"registered_on": date(2026, 5, 22)})
    subsidy = given(*happened, corrected(4, later, "Transferred"))
    settled, decided, final = determining(subsidy, today=date(2026, 7, 1))
    (line,) = settled.lines  # type: ignore[attr-defined]
    assert (line.booked_subsidy_cents, line.booked_charges_cents) == MAY_CENTS
    assert line.total_cents > 0
    assert decided.decision == f"{CASE}/3"  # type: ignore[attr-defined]
    assert final.balance_cents < 0  # type: ignore[attr-defined]


def test_r31_after_five_years_a_determination_is_not_lowered() -> None:
    happened = determined(moved())
    sooner = MOVED.model_copy(update={"registered_on": date(2026, 5, 2)})
    subsidy = given(*happened, corrected(4, sooner, "Transferred"))
    late = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), date(2031, 6, 11))
    with pytest.raises(Refused, match="4:49"):
        determining(subsidy, DETERMINE.model_copy(update=late), today=date(2031, 6, 11))
    in_time = {**dict.fromkeys(late, date(2031, 6, 10))}
    assert len(determining(subsidy, DETERMINE.model_copy(update=in_time), today=date(2031, 6, 11))) == 3


def test_r31_a_run_books_nothing_of_what_was_determined_and_is_not_hindered_by_what_is_owed() -> None:
    assert lined_up(given(*determined(moved()))) is None
    later = facts.Ended(reason="contract_ended", last_day=date(2026, 7, 31))
    happened = [applied(), granted()]
    happened = determined(
        [*happened, paid(happened, "2026-03", "2026-05"), later.model_copy(update={"last_day": MAY.last})]
    )
    subsidy = given(*happened, corrected(4, later, "Ended"))
    assert lined_up(subsidy, Month(2026, 7), date(2026, 7, 10)) is None
    assert determining(subsidy, today=date(2026, 8, 1))[0].topic == "Settled"


def test_r31_before_it_a_run_says_that_the_balance_waits_for_it() -> None:
    happened = moved()
    (settled, *_) = determining(given(*happened))
    found = lined_up(given(*happened, settled))
    assert isinstance(found, LeftOut)
    assert found.reason == "owed_at_the_end"


def test_r31_an_end_that_is_taken_back_takes_the_determination_with_it() -> None:
    subsidy = given(*determined(moved()), corrected(4, None, "Transferred"))
    assert subsidy.finally_settled is None
    run = lined_up(subsidy)
    assert isinstance(run, CaseLines)
    assert [str(line.month) for line in run.booked] == ["2026-06"]


def test_r31_after_it_only_decisions_and_corrections_are_left() -> None:
    subsidy = given(*determined(moved()))
    with pytest.raises(Refused, match="finally settled"):
        when(intents.Amend(case=CASE, effective=date(2026, 4, 1), hours="30"), subsidy, today=JUNE)


def test_a_prepared_run_notices_that_the_case_was_determined() -> None:
    """R25: approving computes its lines again, so nothing is booked twice."""
    happened = [applied(), granted()]
    happened = [
        *happened,
        paid(happened, "2026-03", "2026-04"),
        facts.Ended(reason="contract_ended", last_day=MAY.last),
    ]
    before, after = lined_up(given(*happened)), lined_up(given(*determined(happened)))
    assert isinstance(before, CaseLines)
    assert isinstance(after, CaseLines)
    assert list(before.text()) != list(after.text())
    assert sum(one.total_cents for one in before.sent) == sum(one.total_cents for one in after.sent)
    assert replace(before, booked=()) == after
