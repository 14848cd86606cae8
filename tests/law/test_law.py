"""The law of a ledger: what it adopted, on two axes of time, and what it may adopt or decline (R41)."""

from decimal import Decimal

import pytest

from ledger import law
from ledger.facts import Fact, ValueAdopted
from ledger.intents import AdoptValues, DeclineValue
from ledger.law import Law, packaged, packaged_law
from ledger.refusal import Misuse, Refused
from tests.law.given import adopted, day, declined, entries, keys, known, wage

JANUARY = wage("2026-01-01", "2294.40")
JULY = wage("2026-07-01", "2337.00")
CORRECTED = wage("2026-07-01", "2340.00")
CHARGES = adopted("charges_percentage", "2026-01-01", "25", confidence="low")


def adopt(*values: ValueAdopted, accept_low: bool = False) -> AdoptValues:
    """The intent."""
    return AdoptValues(values=values, accept_low=accept_low)


@pytest.mark.parametrize(
    ("on", "amount"),
    [("2026-01-01", "2294.40"), ("2026-06-30", "2294.40"), ("2026-07-01", "2337.00"), ("2030-01-01", "2337.00")],
)
def test_r41_the_greatest_first_day_up_to_the_day_counts(on: str, amount: str) -> None:
    for order in (known(JANUARY, JULY), known(JULY, JANUARY)):
        assert order.on("minimum_wage", day(on)).value == amount
        assert order.decimal("minimum_wage", day(on)) == Decimal(amount)


def test_r41_per_first_day_the_last_adoption_counts_as_known_then() -> None:
    recorded = entries(JANUARY, JULY, CORRECTED)
    as_known_at_2, as_known_now = law.fold(recorded[:2]), law.fold(recorded)
    assert as_known_at_2.on("minimum_wage", day("2026-09-01")) == JULY
    assert as_known_now.on("minimum_wage", day("2026-09-01")) == CORRECTED
    assert as_known_now.known("minimum_wage") == (JANUARY, CORRECTED)
    assert (
        as_known_at_2.version_of("minimum_wage", JULY.since),
        as_known_now.version_of("minimum_wage", JULY.since),
    ) == (2, 3)


def test_r41_nothing_adopted_for_the_day_is_refused_with_the_remedy() -> None:
    with pytest.raises(Refused, match="No value of minimum_wage was adopted for 2025-12-31") as error:
        known(JANUARY).on("minimum_wage", day("2025-12-31"))
    assert error.value.rule == "R41"
    assert "lks law adopt" in error.value.remedy


def test_r41_a_declined_value_does_not_count_until_adopted_again() -> None:
    without = known(JANUARY, JULY, declined("minimum_wage", "2026-07-01"))
    assert without.on("minimum_wage", day("2026-09-01")) == JANUARY
    assert known(JANUARY, JULY, declined("minimum_wage", "2026-07-01"), JULY).on("minimum_wage", JULY.since) == JULY


def test_r41_other_facts_leave_the_law_as_it_is() -> None:
    before = known(JANUARY)
    assert law.evolve(before, entries(Fact())[0]) is before


def test_r41_laws_are_equal_only_to_themselves_so_that_caches_may_key_on_them() -> None:
    assert known(JANUARY) != known(JANUARY)
    assert packaged_law() is packaged_law()
    assert {packaged_law(): 1}[packaged_law()] == 1


def test_r41_missing_are_packaged_values_in_force_that_were_neither_adopted_nor_declined() -> None:
    november = day("2026-11-01"), day("2026-11-30")
    everything = keys(Law.empty().missing(*november))
    assert ("minimum_wage", "2026-07-01") in everything
    assert ("minimum_wage", "2025-07-01") not in everything
    assert ("youth_percentages", "2027-01-01") not in everything
    assert packaged_law().missing(*november) == ()
    assert keys(known(JULY).missing(*november)) == [key for key in everything if key != ("minimum_wage", "2026-07-01")]


def test_r41_a_declined_value_is_not_missing() -> None:
    missing = known(declined("charges_percentage", "2026-01-01")).missing(day("2026-11-01"), day("2026-11-30"))
    assert ("charges_percentage", "2026-01-01") not in keys(missing)


@pytest.mark.parametrize(("last", "needed"), [("2026-06-30", False), ("2026-07-01", True)])
def test_r41_a_value_is_needed_from_its_first_day(last: str, needed: bool) -> None:
    assert (("minimum_wage", "2026-07-01") in keys(Law.empty().missing(day("2026-06-01"), day(last)))) is needed


def test_r3_a_run_in_november_also_needs_the_value_of_january_that_its_reference_dates_rest_on() -> None:
    assert ("minimum_wage", "2026-01-01") in keys(Law.empty().missing(day("2026-11-01"), day("2026-11-30")))


def test_r41_an_announced_scale_is_missing_only_from_the_year_it_would_begin() -> None:
    january = keys(packaged_until_2026().missing(day("2027-01-01"), day("2027-01-31")))
    assert january == [
        ("bbl_percentages", "2027-01-01"),
        ("equated_days", "2027-01-01"),
        ("youth_percentages", "2027-01-01"),
    ]


def test_r41_without_a_value_for_the_new_january_the_last_one_counts_and_is_named_to_warn_of() -> None:
    assert keys(packaged_law().carried_over(day("2027-01-01"))) == [("minimum_wage", "2026-07-01")]
    assert packaged_law().carried_over(day("2026-12-31")) == ()
    assert packaged_law().decimal("minimum_wage", day("2027-01-01")) == Decimal("2337.00")


def test_r41_a_packaged_value_that_differs_from_the_adopted_one_is_named() -> None:
    assert keys(known(CORRECTED).revised()) == [("minimum_wage", "2026-07-01")]
    assert packaged_law().revised() == ()
    assert known(CORRECTED, declined("minimum_wage", "2026-07-01")).revised() == ()


def test_r38_equated_days_of_all_adopted_years() -> None:
    two = known(
        adopted("equated_days", "2026-01-01", ("2026-01-02", "2026-05-15")),
        adopted("equated_days", "2027-01-01", ("2027-05-07",)),
    )
    assert sorted(map(str, two.equated_days)) == ["2026-01-02", "2026-05-15", "2027-05-07"]
    assert Law.empty().equated_days == frozenset()


def test_r41_adopting_records_what_is_new_and_stays_quiet_about_the_rest() -> None:
    assert law.decide(adopt(JANUARY, JULY), known(JANUARY)) == (JULY,)
    assert law.decide(adopt(JANUARY, JULY), known(JANUARY, JULY)) == ()


def test_r41_a_ledger_corrects_a_value_by_adopting_another_for_the_same_day() -> None:
    assert law.decide(adopt(CORRECTED), known(JULY)) == (CORRECTED,)


def test_r41_a_declined_value_can_be_adopted_after_all() -> None:
    assert law.decide(adopt(JULY), known(JULY, declined("minimum_wage", "2026-07-01"))) == (JULY,)


def test_r41_low_confidence_needs_to_be_accepted_and_is_named() -> None:
    with pytest.raises(Refused, match="charges_percentage since 2026-01-01") as error:
        law.decide(adopt(JANUARY, CHARGES), Law.empty())
    assert "--accept-low" in error.value.remedy
    assert law.decide(adopt(JANUARY, CHARGES, accept_low=True), Law.empty()) == (JANUARY, CHARGES)
    assert law.decide(adopt(CHARGES), known(CHARGES)) == ()


@pytest.mark.parametrize(
    "value",
    [
        wage("2026-07-01", "2337,00"),
        adopted("wage", "2026-07-01", "1"),
        adopted("youth_percentages", "2026-07-01", "50"),
    ],
)
def test_r41_a_malformed_value_is_not_adopted(value: ValueAdopted) -> None:
    with pytest.raises(Misuse):
        law.decide(adopt(value), Law.empty())


def test_r41_two_values_for_one_day_are_not_adopted_together() -> None:
    with pytest.raises(Misuse, match="since the same day"):
        law.decide(adopt(JULY, CORRECTED), Law.empty())


def test_r41_declining_is_recorded_once() -> None:
    decline = DeclineValue(parameter="charges_percentage", since=day("2026-01-01"), reason="another_start")
    recorded = law.decide(decline, Law.empty())
    assert [fact.topic for fact in recorded] == ["ValueDeclined"]
    assert law.decide(decline, known(*recorded)) == ()


def test_r41_what_was_declined_and_then_adopted_can_be_declined_again() -> None:
    decline = DeclineValue(parameter="minimum_wage", since=JULY.since, reason="mistaken")
    assert len(law.decide(decline, known(declined("minimum_wage", "2026-07-01"), JULY))) == 1


def test_r41_an_own_value_can_be_withdrawn_by_declining_it() -> None:
    own = wage("2026-03-01", "2300.00")
    decline = DeclineValue(parameter="minimum_wage", since=own.since, reason="mistaken")
    assert known(JANUARY, own, *law.decide(decline, known(JANUARY, own))).known("minimum_wage") == (JANUARY,)


def test_r41_what_is_neither_packaged_nor_adopted_cannot_be_declined() -> None:
    with pytest.raises(Misuse, match="no value of minimum_wage since 2026-03-01"):
        law.decide(DeclineValue(parameter="minimum_wage", since=day("2026-03-01"), reason="mistaken"), Law.empty())


def test_r41_adopting_everything_packaged_is_complete() -> None:
    facts = law.decide(AdoptValues(values=packaged(), accept_low=True), Law.empty())
    assert len(facts) == len(packaged())
    assert known(*facts).missing(day("2015-01-01"), day("2030-12-31")) == ()


def packaged_until_2026() -> Law:
    """A ledger that adopted everything packaged that begins before 2027."""
    return known(*(value for value in packaged() if value.since < day("2027-01-01")))
