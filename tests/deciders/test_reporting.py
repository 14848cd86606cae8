"""R4, R10–R13, R26, R32: what is reported of a running case; each change alone, in pairs, forward and backward in time."""

from collections.abc import Mapping
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st

from ledger import facts, intents
from ledger.calculation.calendar import months
from ledger.calculation.month import Month
from ledger.facts import Fact
from ledger.party import decider as party_decider
from ledger.party.state import Employer
from ledger.refusal import Misuse, Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.changing import (
    LATER,
    SINCE_LONG,
    after,
    amended,
    applied,
    decided,
    due,
    due_in,
    established,
    flat_rate,
    grant,
    lived,
    revise,
    withdraw,
)
from tests.deciders.given import CASE, ESTABLISHED, MEASURED, OPENED, START, a_person, circumstances, given, when

OTHER = "W-000002-0"
FULL = 112176
"""A full month of 60 %, 32 of 36 hours, reference 23 October 2026: 897.41 + 224.35."""
YEAR = tuple(months(Month(2026, 10), Month(2027, 12)))


def amend(effective: date, **changes: object) -> intents.Amend:
    """A change of the contract."""
    return intents.Amend.model_validate({"case": CASE, "effective": effective, **changes})


def hours(start: date, until: date, number: str, source: str = "payslip") -> intents.ReportHours:
    """Worked hours."""
    fields = {"case": CASE, "start": start, "until": until, "hours": number, "source": source}
    return intents.ReportHours.model_validate(fields)


def leave(start: date, until: date, number: str | None) -> intents.ReportLeave:
    """Unpaid leave."""
    return intents.ReportLeave.model_validate({"case": CASE, "start": start, "until": until, "hours": number})


def sickness(reported_on: date, first_day: date, last_day: date | None = None) -> intents.ReportSickness:
    """A report of sickness."""
    fields = {
        "case": CASE,
        "reported_on": reported_on,
        "first_day": first_day,
        "last_day": last_day,
        "source": "letter",
    }
    return intents.ReportSickness.model_validate(fields)


def transfer(destination: str, registered_on: date) -> intents.Transfer:
    """A move."""
    return intents.Transfer(case=CASE, destination=destination, registered_on=registered_on)


def then(case: Subsidy, *asked: intents.Intent) -> Subsidy:
    """The case after all of this was asked, one after another."""
    for intent in asked:
        case = after(case, *when(intent, case, today=LATER, employer=Employer(number=OTHER, account=1)))
    return case


def zero_hours(**changes: object) -> Subsidy:
    """A granted zero-hours case."""
    return lived(application=applied(form="zero_hours", hours="0", **changes))


# --- amended (R4, R10, R26, R35) ----------------------------------------------------------------------------------------


def test_r35_an_amendment_is_recorded_with_what_changes_and_no_more() -> None:
    case = lived()
    assert when(amend(date(2027, 3, 10), hours="24"), case, today=LATER) == (amended(hours="24"),)


def test_r4_hours_count_from_the_day_of_their_change() -> None:
    case = then(lived(), amend(date(2026, 12, 1), hours="24"))
    assert (due(case, "2026-11"), due(case, "2026-12")) == (FULL, 84132)  # three quarters of 1121.76


def test_r4_hours_above_the_sectors_week_are_accepted_and_count_up_to_it() -> None:
    case = then(lived(), amend(date(2026, 12, 1), hours="40"))
    assert due(case, "2026-12") == due(then(lived(), amend(date(2026, 12, 1), hours="36")), "2026-12")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"hours": "60.5"}, "R4"),
        ({"sector_full_time_hours": "35"}, "R4"),
        ({"sector_full_time_hours": "40.5"}, "R4"),
        ({"hours": "0"}, "R10"),
        ({"form": "min_max"}, "R10"),
        ({"form": "min_max", "maximum_hours": "20"}, "R10"),
    ],
)
def test_r4_r10_refuses_what_no_contract_can_be(changes: Mapping[str, object], rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        when(amend(date(2026, 12, 1), **changes), lived(), today=LATER)
    assert refusal.value.rule == rule


def test_hours_below_zero_are_no_hours() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        amend(date(2026, 12, 1), hours="-1")
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        hours(START, START, "-0.5")


@pytest.mark.parametrize("day", [date(2026, 10, 22), date(2027, 4, 1)], ids=["before", "after"])
def test_r15_a_change_outside_the_employment_is_refused(day: date) -> None:
    case = lived(amended(end=date(2027, 3, 31)))
    with pytest.raises(Refused, match="no day of the employment, which is from 2026-10-23 to 2027-03-31") as refusal:
        when(amend(day, hours="24"), case, today=LATER)
    assert "lks correct" in refusal.value.remedy


def test_an_amendment_that_changes_nothing_is_misuse_and_a_repeated_one_stays_quiet() -> None:
    with pytest.raises(Misuse, match="nothing is given"):
        when(amend(date(2026, 12, 1)), lived(), today=LATER)
    change = amend(date(2026, 12, 1), hours="24")
    assert when(change, then(lived(), change), today=LATER) == ()


def test_r36_of_two_changes_from_one_day_the_later_recorded_counts() -> None:
    one, other = amend(date(2026, 12, 1), hours="24"), amend(date(2026, 12, 1), hours="28")
    assert due(then(lived(), one, other), "2026-12") == due(then(lived(), other), "2026-12")
    assert due(then(lived(), other, one), "2026-12") == due(then(lived(), one), "2026-12")


def test_r26_another_payroll_number_is_paid_from_then_on_and_is_registered() -> None:
    change = amend(date(2027, 1, 1), employer=OTHER)
    case = then(lived(), change)
    assert case.employer == OTHER
    assert due(case, "2027-02") == due(lived(), "2027-02")
    with pytest.raises(Refused, match="is paid already"):
        when(amend(date(2027, 2, 1), employer=OTHER), case, today=LATER)
    with pytest.raises(Refused, match=f"There is no employer {OTHER}"):
        when(change, lived(), today=LATER, employer=Employer())
    with pytest.raises(Refused, match="from today or earlier"):
        when(amend(date(2027, 7, 1), employer=OTHER), lived(), today=LATER)


def test_r16_another_employer_or_end_moves_the_case_at_the_person() -> None:
    case = then(lived(), amend(date(2027, 1, 1), employer=OTHER, end=date(2027, 5, 31)))
    context = circumstances(today=LATER, subsidy=case)
    (opened,) = party_decider.decide_person(amend(date(2027, 1, 1)), a_person(OPENED), context)
    assert opened == facts.SubsidyOpened(case=CASE, employer=OTHER, start=START, until=date(2027, 5, 31))


def test_r35_an_earlier_end_ends_and_an_open_end_goes_on() -> None:
    ended = then(lived(), amend(date(2026, 12, 1), end=date(2026, 12, 31)))
    assert (due(ended, "2026-12"), due(ended, "2027-01")) == (FULL, 0)
    assert due(then(ended, amend(date(2026, 12, 31), end="open")), "2027-01") == due(lived(), "2027-01")


def test_r10_from_fixed_to_zero_hours_the_fixed_part_ends_and_the_variable_part_is_unknown() -> None:
    case = then(lived(), amend(date(2027, 1, 1), form="zero_hours", hours="0"))
    (january,) = due_in(case, [Month(2027, 1)])
    assert january.unknown
    assert january.lines == ()


# --- worked hours (R10, R11) --------------------------------------------------------------------------------------------


def test_r11_a_month_is_due_when_its_employed_days_are_covered() -> None:
    case = zero_hours()
    (unknown,) = due_in(case, [Month(2026, 11)])
    assert (unknown.lines, unknown.unknown) == ((), True)
    part = then(case, hours(date(2026, 11, 1), date(2026, 11, 15), "40"))
    assert due_in(part, [Month(2026, 11)])[0].unknown
    whole = then(part, hours(date(2026, 11, 16), date(2026, 11, 30), "40"))
    assert due(whole, "2026-11") == due(then(case, hours(date(2026, 11, 1), date(2026, 11, 30), "80")), "2026-11") > 0


def test_r10_zero_hours_worked_is_reported_and_known() -> None:
    case = then(zero_hours(), hours(date(2026, 11, 1), date(2026, 11, 30), "0"))
    (november,) = due_in(case, [Month(2026, 11)])
    assert not november.unknown
    assert due(case, "2026-11") == 0


def test_r10_a_report_over_two_months_is_spread_by_calendar_days() -> None:
    case = then(
        zero_hours(),
        hours(START, date(2026, 10, 31), "0"),
        hours(date(2026, 11, 1), date(2026, 12, 31), "61"),
    )
    assert due(case, "2026-11") > 0
    assert due(case, "2026-11") < due(case, "2026-12")


@pytest.mark.parametrize(
    ("intent", "rule", "what"),
    [
        (hours(date(2026, 10, 1), date(2026, 10, 31), "80"), "R15", "2026-10-01 is no day of the employment"),
        (hours(date(2027, 3, 1), date(2027, 4, 30), "80"), "R15", "2027-04-30 is no day of the employment"),
        (hours(date(2026, 11, 30), date(2026, 11, 1), "80"), "R39", "the last day is before the first"),
        (hours(date(2026, 11, 1), date(2026, 11, 30), "720.01"), "R10", "720.01 hours in 30 days"),
    ],
    ids=["before", "after", "order", "more than there are"],
)
def test_r10_refuses_hours_of_days_that_were_not_worked(intent: intents.Intent, rule: str, what: str) -> None:
    with pytest.raises(Refused, match=what) as refusal:
        when(intent, zero_hours(end=date(2027, 3, 31)), today=LATER)
    assert refusal.value.rule == rule


def test_r10_refuses_hours_that_are_still_to_be_worked() -> None:
    with pytest.raises(Refused, match="reported when they were worked"):
        when(hours(date(2027, 6, 1), date(2027, 6, 30), "80"), zero_hours(), today=LATER)


def test_r10_refuses_hours_on_a_fixed_contract_and_on_the_fixed_part_of_a_period() -> None:
    with pytest.raises(Refused, match="follows the agreed hours") as refusal:
        when(hours(date(2026, 11, 1), date(2026, 11, 30), "80"), lived(), today=LATER)
    assert refusal.value.article == "ECLI:NL:RBNHO:2025:4899"
    assert "lks amend --hours" in refusal.value.remedy
    case = then(zero_hours(), amend(date(2026, 11, 16), form="fixed", hours="20"))
    with pytest.raises(Refused, match="from 2026-11-16"):
        when(hours(date(2026, 11, 1), date(2026, 11, 30), "80"), case, today=LATER)
    assert when(hours(date(2026, 11, 1), date(2026, 11, 15), "40"), case, today=LATER)


def test_r10_a_min_max_contract_pays_above_its_minimum() -> None:
    case = lived(application=applied(form="min_max", hours="16", maximum_hours="32"))
    few = then(case, hours(date(2026, 11, 1), date(2026, 11, 30), "10"))
    many = then(case, hours(date(2026, 11, 1), date(2026, 11, 30), "100"))
    assert due(case, "2026-11") == due(few, "2026-11") == FULL // 2
    assert due(many, "2026-11") > FULL // 2


# --- sickness and leave (R12, R13) --------------------------------------------------------------------------------------

OLD = applied(start=date(2021, 3, 1), received_on=date(2021, 2, 1))


def test_r12_sickness_reported_since_2022_is_refused_and_nothing_is_kept() -> None:
    case = lived()
    with pytest.raises(Refused, match="The subsidy runs on; do not send health data") as refusal:
        when(sickness(date(2027, 1, 4), date(2027, 1, 2)), case, today=LATER)
    assert (refusal.value.rule, refusal.value.article) == ("R12", "art. 78dd Pw")
    assert refusal.value.remedy.startswith("Nothing was kept.")
    with pytest.raises(Refused, match="do not send health data"):
        when(sickness(date(2022, 1, 1), date(2021, 12, 31)), lived(application=OLD), today=LATER)


def test_r12_no_report_of_before_2022_is_about_sickness_that_began_later() -> None:
    with pytest.raises(Refused, match="Reported on 2021-12-31, before the first day, 2026-11-02") as refusal:
        when(sickness(date(2021, 12, 31), date(2026, 11, 2)), lived(application=OLD), today=LATER)
    assert refusal.value.rule == "R12"


def test_r12_sickness_reported_before_2022_stops_the_subsidy_while_it_lasts() -> None:
    case = lived(application=OLD)
    sick = then(case, sickness(date(2021, 6, 2), date(2021, 6, 1), date(2021, 6, 30)))
    assert due(sick, "2021-06") == 0
    assert due(sick, "2021-07") == due(case, "2021-07") > 0
    lasting = then(case, sickness(date(2021, 6, 2), date(2021, 6, 1)))
    assert due(lasting, "2021-12") == 0


def test_r36_of_two_reports_from_one_first_day_the_later_tells_the_last_day() -> None:
    case = then(
        lived(application=OLD),
        sickness(date(2021, 6, 2), date(2021, 6, 1)),
        sickness(date(2021, 7, 1), date(2021, 6, 1), date(2021, 6, 30)),
    )
    assert (due(case, "2021-06"), due(case, "2021-07") > 0) == (0, True)


def test_r13_unpaid_leave_lowers_the_amount_only_where_agreed_hours_are_lowered() -> None:
    case = lived()
    unpaid = then(case, leave(date(2026, 12, 1), date(2026, 12, 31), None))
    fewer = then(case, leave(date(2026, 12, 1), date(2026, 12, 31), "16"))
    assert due(unpaid, "2026-12") == FULL
    assert due(fewer, "2026-12") == FULL // 2
    assert due(fewer, "2027-01") == due(case, "2027-01")


def test_r13_refuses_leave_outside_the_employment_or_with_more_hours_than_agreed() -> None:
    for intent, what in (
        (leave(date(2026, 10, 1), date(2026, 10, 31), "16"), "no day of the employment"),
        (leave(date(2026, 12, 31), date(2026, 12, 1), "16"), "the last day is before the first"),
        (leave(date(2026, 12, 1), date(2026, 12, 31), "33"), "33 hours remain of 32 agreed"),
    ):
        with pytest.raises(Refused, match=what):
            when(intent, lived(), today=LATER)


# --- moved (R32) --------------------------------------------------------------------------------------------------------

MAY = applied(start=date(2026, 1, 1), received_on=date(2025, 12, 1))


def test_moved_12_may_known_in_june_the_old_case_is_due_for_11_of_31_days() -> None:
    """Case: old 11/31 due; the new case a takeover from 12 May, 20/31."""
    old = then(lived(application=MAY), transfer("GM0518", date(2026, 5, 12)))
    new = given(*taken_over(date(2026, 5, 12)))
    assert (share(old), share(new)) == ((11, 31), (20, 31))
    assert due(old, "2026-06") == 0
    assert due(new, "2026-05") + due(old, "2026-05") == due(lived(application=MAY), "2026-05")
    assert old.status == "ended"


def test_r32_what_is_in_the_new_case_crosses_no_balance_of_the_old_one() -> None:
    new = given(*taken_over(date(2026, 5, 12)))
    assert (dict(new.booked), dict(new.sent), dict(new.payable())) == ({}, {}, {})
    assert not new.settled_elsewhere(Month(2026, 5))


def test_r32_to_the_eu_the_old_one_keeps_paying() -> None:
    case = then(lived(application=MAY), transfer("BE", date(2026, 5, 12)))
    assert case.status == "granted"
    assert due(case, "2026-06") == due(lived(application=MAY), "2026-06")


@pytest.mark.parametrize(
    ("destination", "day", "what"),
    [
        ("US", date(2027, 1, 4), "US is no country of the EU"),
        ("GM0363", date(2027, 1, 4), "is GM0363's already"),
        ("GM0518", date(2027, 6, 16), "cannot come from the future"),
        ("GM0518", START, "not after the start on 2026-10-23"),
    ],
)
def test_r32_refuses_a_move_that_ends_or_hands_over_nothing(destination: str, day: date, what: str) -> None:
    with pytest.raises(Refused, match=what):
        when(transfer(destination, day), lived(), today=LATER)


def test_r32_before_1_july_2023_the_municipality_that_granted_kept_paying() -> None:
    with pytest.raises(Refused, match="Before 2023-07-01"):
        when(transfer("GM0518", date(2023, 6, 30)), lived(application=OLD), today=LATER)


def taken_over(start: date) -> tuple[Fact, ...]:
    """The new municipality's case: a takeover that keeps the start of the employment."""
    asked = applied(start=MAY.start, received_on=date(2026, 6, 10), basis="takeover", taken_over_from="GM0363")
    decision = decided(grant(start), given(asked, MEASURED, ESTABLISHED))
    return asked, MEASURED, ESTABLISHED, decision.model_copy(update={"reference": MAY.start})


def share(case: Subsidy) -> tuple[int, int]:
    """The days of May that are due."""
    (may,) = due_in(case, [Month(2026, 5)])
    ((segment,),) = (line.segments for line in may.lines)
    return segment.days, segment.days_in_month


# --- after the end (R31) ------------------------------------------------------------------------------------------------


def test_r31_after_the_end_only_what_was_before_it_is_told_and_after_the_determination_nothing() -> None:
    ended = facts.Ended(reason="contract_ended", last_day=date(2026, 12, 31))
    case = lived(ended, application=applied(form="zero_hours", hours="0"))
    assert when(hours(date(2026, 12, 1), date(2026, 12, 31), "40"), case, today=LATER)
    with pytest.raises(Refused, match="2027-01-01 is no day of the employment"):
        when(hours(date(2027, 1, 1), date(2027, 1, 31), "40"), case, today=LATER)
    with pytest.raises(Refused, match="is ended"):
        when(transfer("GM0518", date(2027, 1, 4)), case, today=LATER)
    settled = facts.FinallySettled(
        decision=f"{CASE}/2", subsidy_cents=0, charges_cents=0, balance_cents=0, claim_until=date(2032, 6, 15)
    )
    with pytest.raises(Refused, match="is finally settled"):
        when(hours(date(2026, 12, 1), date(2026, 12, 31), "40"), after(case, settled), today=LATER)


# --- every kind, in pairs, forward and backward in time -----------------------------------------------------------------

ADULT = applied(
    end=date(2027, 10, 31), age_steps=({"age": 20, "since": START}, {"age": 21, "since": date(2027, 1, 31)})
)
"""A contract with an end, of someone who turns 21 on 31 January 2027."""


def kinds(at: int) -> dict[str, intents.Intent]:
    """One of every kind of change, each on days of its own; `at` moves all of them."""
    return {
        "hours": amend(date(2026, 12, 3 + at), hours="20"),
        "full_time": amend(date(2027, 1, 4 + at), hours="40", sector_full_time_hours="40"),
        "min_max": amend(date(2027, 2, 5 + at), form="min_max", hours="12", maximum_hours="32"),
        "end": amend(date(2027, 5, 6 + at), end=date(2027, 9, 6 + at)),
        "employer": amend(date(2027, 3, 7 + at), employer=OTHER),
        "leave": leave(date(2027, 4, 8 + at), date(2027, 4, 28), "8"),
        "move": transfer("GM0518", date(2027, 6, 1 + at)),
        "revision": revise(date(2027, 1, 10 + at), "55", until=date(2027, 2, 10 + at)),
        "grant": revise(date(2027, 3, 12 + at), "70"),
    }


PAIRS = [pair for pair in permutations(kinds(0), 2) if "move" not in pair[:1]]
"""Every two kinds in both orders; after a move nothing of later days is told."""


@pytest.mark.parametrize("name", kinds(0))
def test_each_change_counts_from_its_own_day_and_not_before(name: str) -> None:
    case = lived(application=ADULT)
    intent = kinds(0)[name]
    changed = then(case, intent)
    first = Month.of(first_day(intent))
    for month in YEAR:
        if month < first:
            assert due(changed, str(month)) == due(case, str(month)), month
    if name != "employer":
        assert any(due(changed, str(month)) != due(case, str(month)) for month in YEAR)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_changes_end_in_the_same_whichever_was_recorded_first(one: str, other: str) -> None:
    """Forward in time when the first recorded counts first, backward when it counts later."""
    asked = kinds(0)
    case = lived(application=ADULT)
    if "move" in (one, other):
        one, other = other if one == "move" else one, "move"
    forward = due_in(then(case, asked[one], asked[other]), YEAR)
    if "move" not in (one, other):
        assert forward == due_in(then(case, asked[other], asked[one]), YEAR)
    assert forward != due_in(case, YEAR) or {one, other} == {"employer"}


@pytest.mark.parametrize("name", ["hours", "full_time", "min_max", "end", "leave"])
def test_a_change_of_an_earlier_day_recorded_later_leaves_the_later_one(name: str) -> None:
    """Backward in time: the same kind twice, the earlier day recorded last."""
    case = lived(application=ADULT)
    early, late = kinds(0)[name], kinds(9)[name]
    assert due_in(then(case, early, late), YEAR) == due_in(then(case, late, early), YEAR)


def test_a_withdrawal_after_any_change_leaves_nothing_due_from_its_day() -> None:
    for name, intent in kinds(0).items():
        if name == "move":
            continue
        case = then(lived(application=ADULT), intent)
        case = after(case, decided(withdraw(date(2027, 1, 1)), case))
        assert [due(case, str(month)) for month in YEAR if month >= Month(2027, 1)] == [0] * 12, name


def test_turns_21_on_31_january_2026_is_one_line_of_two_scales() -> None:
    """Case: 32 h, 50 %: 30/31 at 80 % and 1/31 at 100 %: 888.15 + 222.04."""
    steps = ({"age": 20, "since": date(2025, 10, 1)}, {"age": 21, "since": date(2026, 1, 31)})
    asked = applied(start=date(2025, 10, 1), received_on=date(2025, 9, 1), age_steps=steps)
    case = given(asked, *established("50"))
    case = after(case, decided(grant(None), case, person=SINCE_LONG))
    (january,) = due_in(case, [Month(2026, 1)])
    (line,) = january.lines
    assert [part.days for part in line.segments] == [30, 1]
    assert (line.subsidy_cents, line.charges_cents) == (88815, 22204)


def test_r7_a_change_in_the_flat_rate_moves_neither_its_end_nor_the_reference_day_after_it() -> None:
    case = then(given(*flat_rate()), amend(date(2027, 1, 1), hours="24"))
    assert due(case, "2027-05") == 0
    assert due(case, "2027-01") * 4 == due(given(*flat_rate()), "2027-01") * 3


def first_day(intent: intents.Intent) -> date:
    """From when a change counts."""
    match intent:
        case intents.Amend():
            return intent.effective if intent.end is None else date(2027, 9, 7)
        case intents.Transfer():
            return intent.registered_on
        case intents.ReportLeave() | intents.Revise():
            return intent.start
    raise AssertionError(intent)


# --- any order of recording (property) ----------------------------------------------------------------------------------


@st.composite
def inputs(draw: st.DrawFn) -> list[Fact]:
    """Inputs with distinct slots and distinct days from which they count."""
    days = draw(st.lists(st.integers(1, 400), min_size=1, max_size=7, unique=True))
    return [draw(fact(date.fromordinal(START.toordinal() + day))) for day in days]


def fact(day: date) -> st.SearchStrategy[Fact]:
    """Any input that counts from a day."""
    end = date.fromordinal(day.toordinal() + 10)
    week = st.integers(0, 40).map(str)
    zero_hours = {"form": "zero_hours", "hours": "0"}
    min_max = {"form": "min_max", "hours": "8", "maximum_hours": "40"}
    return st.one_of(
        week.map(lambda number: amended(effective=day, hours=number)),
        st.just(amended(effective=day, **zero_hours)),
        st.just(amended(effective=day, **min_max)),
        st.just(amended(effective=day, form="fixed", hours="28")),
        st.just(amended(effective=day, sector_full_time_hours="38")),
        st.just(amended(effective=day, end=end)),
        st.just(amended(effective=day, end="open")),
        st.just(amended(effective=day, employer=OTHER)),
        week.map(lambda number: facts.HoursReported(start=day, until=day, hours=number, source="payslip")),
        week.map(lambda number: facts.LeaveReported(start=day, until=day, hours=number)),
        st.just(facts.Transferred(destination="BE", registered_on=day, stays=True)),
        st.just(facts.Transferred(destination="GM0518", registered_on=day, stays=False)),
        st.just(facts.Ended(reason="contract_ended", last_day=day)),
    )


@settings(deadline=None)
@generated(inputs(), st.randoms())
def test_any_order_of_recording_inputs_ends_in_the_same_entitlement(happened: list[Fact], random: object) -> None:
    shuffled = list(happened)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = lived(*happened), lived(*shuffled)
    assert due_in(one, YEAR) == due_in(other, YEAR)
    assert one.employer == other.employer


@pytest.mark.parametrize(
    ("case", "one", "other"),
    [
        (lived(), amend(date(2026, 12, 1), hours="24"), amend(date(2026, 12, 1), hours="28")),
        (lived(), leave(date(2026, 12, 1), date(2026, 12, 9), "8"), leave(date(2026, 12, 5), date(2026, 12, 7), None)),
        (
            zero_hours(),
            hours(date(2026, 11, 1), date(2026, 11, 30), "80"),
            hours(date(2026, 11, 1), date(2026, 11, 30), "90"),
        ),
    ],
    ids=["amendment", "leave", "hours"],
)
def test_r36_what_was_said_otherwise_in_between_is_recorded_again(
    case: Subsidy, one: intents.Intent, other: intents.Intent
) -> None:
    twice = then(case, one, other)
    assert when(other, twice, today=LATER) == ()
    assert len(when(one, twice, today=LATER)) == 1
    assert all(due(then(twice, one), str(month)) == due(then(case, one), str(month)) for month in YEAR)
