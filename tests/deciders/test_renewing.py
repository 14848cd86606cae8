"""The amount set anew on 1 January (art. 10d lid 7, R3), and a re-measurement agreed on (lid 6)."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import monthly
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.refusal import Misuse, Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.asking import told
from tests.deciders.changing import flat_rate, lived
from tests.deciders.ended import START, applied, granted
from tests.deciders.given import CASE, TODAY, given, when

JANUARY = date(2026, 1, 1)
MARCH = date(2025, 3, 1)
DAY = date(2026, 1, 15)


def reindex(effective: date = JANUARY, day: date = DAY) -> intents.Reindex:
    """The amount set anew and told."""
    return intents.Reindex(case=CASE, effective=effective, employer_notified_on=day, employee_notified_on=day)


def since_2025(*happened: facts.Fact, **changes: Any) -> Subsidy:
    """A case granted at 60 % from 1 March 2025."""
    start = {"start": MARCH, "received_on": MARCH}
    ruled = {"start": MARCH, "reference": MARCH, **changes}
    return given(applied(**start), granted(**ruled), *happened)


def agree(measure_on: date, agreed_on: date = TODAY) -> intents.AgreeRemeasurement:
    """Measured again on a day."""
    return intents.AgreeRemeasurement(case=CASE, agreed_on=agreed_on, measure_on=measure_on)


def test_r3_a_notice_states_a_full_month_before_and_from_1_january() -> None:
    (fact,) = when(reindex(), since_2025(), today=DAY)
    assert isinstance(fact, facts.Reindexed)
    assert fact.decision == f"{CASE}/2"
    assert (fact.subsidy_before_cents, fact.subsidy_cents, fact.charges_cents) == (_cents(2025), 88105, 22026)
    assert fact.subsidy_before_cents < fact.subsidy_cents
    assert fact.employer_objects_until == fact.employee_objects_until == date(2026, 2, 26)


def test_r3_twice_the_same_is_once_and_changes_nothing_that_is_due() -> None:
    (fact,) = when(reindex(), since_2025(), today=DAY)
    after = since_2025(fact)
    assert after.terms == since_2025().terms
    assert when(reindex(day=date(2026, 1, 20)), after, today=date(2026, 1, 20)) == ()


def test_r20_its_number_counts_also_when_it_was_taken_back() -> None:
    (fact,) = when(reindex(), since_2025(), today=DAY)
    taken_back = facts.Corrected(slot=3, reason="not_sent", kind="Reindexed", replacement=None)
    for known in ((fact,), (fact, taken_back)):
        amend = intents.AmendDecision(case=CASE, ground="change_reported", effective=DAY, **told(DAY))
        (decided,) = when(amend, since_2025(*known), today=DAY)
        assert isinstance(decided, facts.Decided)
        assert decided.decision == f"{CASE}/3"
    assert when(reindex(), since_2025(fact, taken_back), today=DAY)


def test_awb_6_4_an_objection_against_it_can_be_filed() -> None:
    (fact,) = when(reindex(), since_2025(), today=DAY)
    file = intents.FileObjection(case=CASE, decision=f"{CASE}/2", by="employee", received_on=DAY)
    (filed,) = when(file, since_2025(fact), today=DAY)
    assert isinstance(filed, facts.ObjectionFiled)
    assert filed.last_day == date(2026, 2, 26)


def test_r3_an_amount_that_was_fixed_on_or_after_1_january_is_not_set_anew() -> None:
    later = given(applied(), granted(start=START, reference=START))
    with pytest.raises(Refused, match="Nothing is granted"):
        when(reindex(), later, today=date(2026, 6, 1))
    on_the_day = since_2025(granted(start=JANUARY, reference=JANUARY, wage_value="55", decision=f"{CASE}/2"))
    with pytest.raises(Refused, match="was fixed on 2026-01-01"):
        when(reindex(), on_the_day, today=DAY)


@pytest.mark.parametrize(
    "subsidy",
    [
        since_2025(until=date(2025, 12, 31)),
        since_2025(facts.Ended(reason="contract_ended", last_day=date(2025, 12, 31))),
        given(applied(start=MARCH, received_on=MARCH)),
    ],
    ids=["until", "ended", "applied"],
)
def test_r3_what_does_not_run_on_the_day_is_not_set_anew(subsidy: Subsidy) -> None:
    with pytest.raises(Refused, match="Nothing is granted"):
        when(reindex(), subsidy, today=DAY)


def test_r41_without_the_values_of_that_day_there_is_nothing_to_tell() -> None:
    with pytest.raises(Refused, match="lks law adopt"):
        when(reindex(date(2031, 1, 1), date(2031, 1, 15)), since_2025(), today=date(2031, 1, 15))


def test_r3_only_on_1_january() -> None:
    with pytest.raises(Misuse, match="1 January"):
        when(reindex(date(2026, 7, 1)), since_2025(), today=date(2026, 7, 1))


def test_lid_6_a_re_measurement_is_agreed_on_and_the_last_one_counts() -> None:
    first = when(agree(date(2027, 9, 1)), lived())
    assert first == (facts.RemeasurementAgreed(agreed_on=TODAY, measure_on=date(2027, 9, 1)),)
    assert when(agree(date(2027, 9, 1)), lived(*first)) == ()
    assert when(agree(date(2027, 10, 1)), lived(*first))


def test_lid_6_only_of_a_wage_value_in_force_and_after_the_start() -> None:
    for subsidy in (given(applied()), given(*flat_rate())):
        with pytest.raises(Refused, match="No wage value is in force"):
            when(agree(date(2027, 9, 1)), subsidy)
    with pytest.raises(Refused, match="starts on 2026-10-23"):
        when(agree(date(2026, 10, 20)), lived())
    with pytest.raises(Refused, match="before it is done"):
        when(agree(date(2026, 9, 30)), lived())


def _cents(year: int) -> int:
    """A full month of 32 hours at 60 % on the minimum wage of that January."""
    terms = since_2025().terms
    assert terms is not None
    return amount(monthly(terms, date(year, 12, 31), packaged_law(), Policy.defaults())).subsidy_cents
