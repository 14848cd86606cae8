"""Reminders (step A3, H2, R15): of documents, hours, an extension, and of a claim by the law (Awb 4:112)."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.facts import Fact
from ledger.refusal import Misuse, Refused
from tests.deciders.asking import LATER, REQUESTED, TURNS, incomplete, policy, remind, reminded
from tests.deciders.changing import applied, granted, lived
from tests.deciders.given import APPLIED, given, when

ZERO_HOURS = applied(form="zero_hours", hours="0")
TEMPORARY = applied(end=date(2026, 12, 31))
ASKED = facts.ExtensionAsked(
    ends="contract",
    last_day=date(2026, 12, 31),
    asked_on=date(2026, 11, 2),
    respond_by=date(2026, 11, 16),
    anyway=None,
)


def test_a3_three_reminders_ten_working_days_apart() -> None:
    happened: list[Fact] = []
    for level, (day, until) in enumerate(
        zip(TURNS, (date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 30)), strict=True), start=1
    ):
        (fact,) = when(remind(day), incomplete(*happened), today=day)
        assert isinstance(fact, facts.Reminded)
        assert (fact.level, fact.respond_by, fact.anyway) == (level, until, None)
        assert fact.documents == ("contract", "identification")
        happened.append(fact)


def test_a3_a_fourth_is_refused_and_what_is_next_is_named() -> None:
    with pytest.raises(Refused, match=r"The last of 3 reminders was sent on 2026-10-16.*lks set-aside"):
        when(remind(LATER), reminded(3), today=LATER)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a3_sooner_is_refused_with_the_day_and_allowed_anyway_with_a_reason(times: int) -> None:
    early = date.fromordinal(TURNS[times].toordinal() - 1)
    with pytest.raises(Refused, match=f"Remind from {TURNS[times]} on, or sooner with --anyway") as refusal:
        when(remind(early), reminded(times), today=early)
    assert refusal.value.rule == "R15"
    (fact,) = when(remind(early, anyway="asked_by_employer"), reminded(times), today=early)
    assert isinstance(fact, facts.Reminded)
    assert (fact.level, fact.anyway) == (times + 1, "asked_by_employer")


def test_a_reason_that_was_not_needed_is_not_kept() -> None:
    (fact,) = when(remind(TURNS[0], anyway="late_entry"), incomplete(), today=LATER)
    assert isinstance(fact, facts.Reminded)
    assert fact.anyway is None


def test_a3_the_first_comes_after_the_term_of_the_request_however_long() -> None:
    longer = REQUESTED.model_copy(update={"respond_by": date(2026, 10, 20)})
    with pytest.raises(Refused, match=r"They can answer until 2026-10-20.*from 2026-10-21 on"):
        when(remind(date(2026, 10, 20)), given(APPLIED, longer), today=date(2026, 10, 20))


def test_a3_when_nothing_is_missing_nothing_is_reminded_of_anyway_neither() -> None:
    complete = facts.DocumentsReceived(documents=REQUESTED.documents, received_on=date(2026, 9, 10), digests={})
    for asked in (remind(LATER), remind(LATER, anyway="habit")):
        with pytest.raises(Refused, match="Nothing is missing"):
            when(asked, incomplete(complete), today=LATER)


def test_a_reminder_names_what_is_still_missing_and_a_new_request_begins_anew() -> None:
    half = facts.DocumentsReceived(documents=("identification",), received_on=date(2026, 9, 10), digests={})
    (fact,) = when(remind(TURNS[0]), incomplete(half), today=TURNS[0])
    assert isinstance(fact, facts.Reminded)
    assert fact.documents == ("contract",)
    again = facts.DocumentsRequested(
        documents=("payslip",), respond_by=date(2026, 10, 5), requested_on=date(2026, 9, 21)
    )
    (fact,) = when(remind(date(2026, 10, 6)), incomplete(half, fact, again), today=date(2026, 10, 6))
    assert isinstance(fact, facts.Reminded)
    assert (fact.level, fact.documents) == (1, ("contract", "payslip"))


def test_a_term_of_what_came_in_does_not_count_for_what_is_missing() -> None:
    long_ago = facts.DocumentsRequested(
        documents=("contract",), respond_by=date(2026, 12, 30), requested_on=date(2026, 8, 20)
    )
    came = facts.DocumentsReceived(documents=("contract",), received_on=date(2026, 8, 25), digests={})
    (fact,) = when(remind(TURNS[0]), given(APPLIED, long_ago, came, REQUESTED), today=TURNS[0])
    assert isinstance(fact, facts.Reminded)
    assert fact.level == 1


def test_the_same_reminder_twice_is_one() -> None:
    assert when(remind(TURNS[0]), reminded(1), today=TURNS[0]) == ()


def test_r40_a_reminder_is_never_of_tomorrow() -> None:
    with pytest.raises(Refused, match="R40"):
        when(remind(date(2026, 10, 2)), incomplete())


def test_r35_a_reminder_that_is_taken_back_gives_its_turn_back() -> None:
    taken_back = facts.Corrected(slot=3, reason="not_sent", kind="Reminded", replacement=None)
    (sent,) = when(remind(TURNS[0]), incomplete(), today=TURNS[0])
    (fact,) = when(remind(TURNS[1]), incomplete(sent, taken_back), today=TURNS[1])
    assert isinstance(fact, facts.Reminded)
    assert fact.level == 1


def test_switch_reminders_sets_number_gap_and_use() -> None:
    twice = policy("2x5 documents hours")
    with pytest.raises(Refused, match="2 reminders"):
        when(remind(LATER), reminded(2), today=LATER, policy=twice)
    (fact,) = when(remind(TURNS[0]), incomplete(), today=TURNS[0], policy=twice)
    assert isinstance(fact, facts.Reminded)
    assert fact.respond_by == date(2026, 9, 23)
    for chosen, about in (("none", "documents"), ("2x5 documents hours", "extension")):
        subsidy = incomplete() if about == "documents" else lived(ASKED, application=TEMPORARY)
        with pytest.raises(Refused, match="sends no reminders of"):
            when(remind(LATER, about), subsidy, today=LATER, policy=policy(chosen))


@pytest.mark.parametrize("status", ["rejected", "set_aside"])
def test_what_is_closed_is_not_reminded_of(status: str) -> None:
    reject = intents.Reject(
        case=APPLIED.case,
        ground="no_employment",
        **dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), date(2026, 10, 1)),
    )
    day = date(2026, 10, 31)
    aside = intents.SetAsideApplication.model_validate({**reject.model_dump(exclude={"ground"}), **_days(day)})
    closed = when(reject, incomplete()) if status == "rejected" else when(aside, reminded(3), today=day)
    happened = [put.fact for one in reminded(3).inputs.values() for put in one.puts if put.fact]
    with pytest.raises(Refused, match=f"is {status.replace('_', ' ')}"):
        when(remind(LATER), given(*happened, *closed), today=LATER)


def _days(day: date) -> dict[str, date]:
    return dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)


# --- hours ----------------------------------------------------------------------------------------------------------------


def test_r11_hours_are_reminded_of_ten_working_days_after_the_month() -> None:
    with pytest.raises(Refused, match="from 2026-11-14 on"):
        when(remind(date(2026, 11, 13), "hours"), lived(application=ZERO_HOURS), today=date(2026, 11, 13))
    (fact,) = when(remind(date(2026, 11, 14), "hours"), lived(application=ZERO_HOURS), today=date(2026, 11, 14))
    assert isinstance(fact, facts.Reminded)
    assert (fact.level, fact.months, fact.documents) == (1, (Month(2026, 10),), ())
    assert fact.respond_by == date(2026, 11, 27)


def test_r11_only_months_that_are_not_reported_are_reminded_of() -> None:
    reported = facts.HoursReported(start=date(2026, 10, 23), until=date(2026, 10, 31), hours="20", source="suwi")
    subsidy = lived(reported, application=ZERO_HOURS)
    (fact,) = when(remind(date(2026, 12, 15), "hours"), subsidy, today=date(2026, 12, 15))
    assert isinstance(fact, facts.Reminded)
    assert fact.months == (Month(2026, 11),)
    with pytest.raises(Refused, match="2026-10"):
        when(remind(date(2026, 12, 15), "hours", months=("2026-10",)), subsidy, today=date(2026, 12, 15))


def test_r11_a_reminder_has_one_level_so_months_that_were_reminded_of_go_first() -> None:
    (first,) = when(remind(date(2026, 11, 17), "hours"), lived(application=ZERO_HOURS), today=date(2026, 11, 17))
    day = date(2026, 12, 15)
    known = lived(first, application=ZERO_HOURS)
    (second,) = when(remind(day, "hours"), known, today=day)
    assert isinstance(second, facts.Reminded)
    assert (second.level, second.months) == (2, (Month(2026, 10),))
    (other,) = when(remind(day, "hours", months=("2026-11",)), known, today=day)
    assert isinstance(other, facts.Reminded)
    assert (other.level, other.months) == (1, (Month(2026, 11),))
    with pytest.raises(Refused, match="not reminded of equally often"):
        when(remind(day, "hours", months=("2026-10", "2026-11")), known, today=day)


def test_r11_after_the_last_reminder_hours_stay_not_reported() -> None:
    happened: list[Fact] = []
    for day in (date(2026, 11, 17), date(2026, 12, 2), date(2026, 12, 17)):
        months = ("2026-10",)
        happened += when(remind(day, "hours", months=months), lived(*happened, application=ZERO_HOURS), today=day)
    known = lived(*happened, application=ZERO_HOURS)
    with pytest.raises(Refused, match="They stay not reported"):
        when(remind(LATER, "hours", months=("2026-10",)), known, today=LATER)
    (fact,) = when(remind(LATER, "hours"), known, today=LATER)
    assert isinstance(fact, facts.Reminded)
    assert fact.months[0] == Month(2026, 11)


def test_r10_a_fixed_contract_has_no_hours_to_report() -> None:
    with pytest.raises(Refused, match="No worked hours"):
        when(remind(LATER, "hours"), lived(), today=LATER)


def test_a_month_goes_with_hours_only() -> None:
    with pytest.raises(Misuse, match="--month"):
        when(remind(TURNS[0], months=("2026-10",)), incomplete(), today=TURNS[0])


# --- an extension, a claim --------------------------------------------------------------------------------------------------


def test_h2_an_extension_without_an_answer_is_reminded_of() -> None:
    with pytest.raises(Refused, match="lks extend ask"):
        when(remind(LATER, "extension"), lived(), today=LATER)
    day = date(2026, 11, 17)
    (fact,) = when(remind(day, "extension"), lived(ASKED, application=TEMPORARY), today=day)
    assert isinstance(fact, facts.Reminded)
    assert (fact.level, fact.respond_by, fact.documents, fact.months) == (1, date(2026, 12, 1), (), ())
    declined = facts.ExtensionDeclined(last_day=ASKED.last_day, declined_on=day, answered=True)
    with pytest.raises(Refused, match="waits for an answer"):
        when(remind(LATER, "extension"), lived(ASKED, declined, application=TEMPORARY), today=LATER)


CLAIM = facts.RecoveryClaimed(
    decision="D",
    cents=10_000,
    decided_on=date(2027, 1, 21),
    employer_notified_on=date(2027, 1, 21),
    employer_objects_until=date(2027, 3, 4),
    pay_by=date(2027, 3, 4),
)
PAID = facts.Paid(
    run="GM0363-2026-11-1",
    reference="GM0363-2026-11-1-001",
    booked=(),
    sent=(facts.MonthAmount(month=Month(2026, 11), element="fixed", subsidy_cents=10_000, charges_cents=0),),
    booked_on=date(2026, 11, 20),
    execution_day=date(2026, 11, 19),
    employer=APPLIED.employer,
    account=1,
)


def owing(*happened: Fact) -> tuple[Fact, ...]:
    """A case of which a claim of a hundred euro is open."""
    return (*granted(), PAID, CLAIM, *happened)


def test_awb_4_112_a_claim_is_reminded_of_once_after_its_day_with_two_weeks_to_pay() -> None:
    for early in (remind(CLAIM.pay_by, "payment"), remind(CLAIM.pay_by, "payment", anyway="hurry")):
        with pytest.raises(Refused, match="overdue on 2027-03-04: it can be paid until 2027-03-04") as refusal:
            when(early, given(*owing()), today=LATER)
        assert refusal.value.article == "art. 4:112 Awb"
    (fact,) = when(remind(date(2027, 3, 5), "payment"), given(*owing()), today=LATER)
    assert isinstance(fact, facts.Reminded)
    assert (fact.level, fact.respond_by) == (1, date(2027, 3, 19))
    with pytest.raises(Refused, match="dwangbevel"):
        when(remind(date(2027, 3, 20), "payment"), given(*owing(fact)), today=LATER)


def test_awb_4_112_what_was_paid_is_not_reminded_of() -> None:
    back = facts.RecoveryReceived(lines=PAID.sent, received_on=date(2027, 2, 1), bank_line=None)
    with pytest.raises(Refused, match="No claim"):
        when(remind(LATER, "payment"), given(*owing(back)), today=LATER)


def test_awb_4_112_is_the_law_s_so_policy_does_not_stop_it() -> None:
    assert when(remind(date(2027, 3, 5), "payment"), given(*owing()), today=LATER, policy=policy("none"))
