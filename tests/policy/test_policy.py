"""A municipality's dated choices: which one counts, which may be made, and where it deviates from the law (R41)."""

import pytest

from ledger.facts import PolicyAdopted
from ledger.law import packaged_law, policy
from ledger.law.policy import SWITCHES, Policy, combine
from ledger.law.switches import REMINDER_USES, Reminders, reminders
from ledger.refusal import Misuse, Refused
from tests.law.given import day
from tests.policy.given import choose, chosen

RULES = """
charges_on follow_july_index part_month birthday_effect bbl_scale_in_lks holiday_percentage_wage_value flat_rate_used
flat_rate_on_lid2 worked_hours_cap unpaid_leave_stops wage_value_lapse decision_term_lid2_days first_payment
execution_days_before settlement_frequency correction_second_person_cents evidence_precedence reminders shared_login
account_codes retention letter_identity process_edition uwv_agreement
"""
"""Every switch that the rules name."""

DEFAULTS = {
    "charges_on": "unrounded",
    "follow_july_index": "no",
    "part_month": "calendar",
    "birthday_effect": "day",
    "bbl_scale_in_lks": "no",
    "holiday_percentage_wage_value": "8",
    "flat_rate_used": "yes",
    "flat_rate_on_lid2": "no",
    "worked_hours_cap": "quarter",
    "unpaid_leave_stops": "no",
    "wage_value_lapse": "continue",
    "decision_term_lid2_days": "35",
    "first_payment": "when_started",
    "execution_days_before": "1",
    "settlement_frequency": "quarter",
    "evidence_precedence": "payslip",
    "shared_login": "no",
    "uwv_agreement": "no",
}
"""The defaults that the rules give."""


def test_r41_every_switch_of_the_rules_is_known() -> None:
    assert set(RULES.split()) <= set(SWITCHES)


@pytest.mark.parametrize(("switch", "default"), DEFAULTS.items())
def test_r41_nothing_adopted_means_the_default(switch: str, default: str) -> None:
    assert Policy.defaults().on(switch, day("2026-11-01")) == default


@pytest.mark.parametrize("switch", SWITCHES)
def test_r41_every_default_is_an_allowed_value_and_every_switch_says_what_it_means(switch: str) -> None:
    one = SWITCHES[switch]
    assert one.domain.spelling(one.default) == one.default
    assert one.meaning.endswith(".")
    assert one.rule.startswith("R")


@pytest.mark.parametrize(
    ("on", "value"),
    [("2025-12-31", "calendar"), ("2026-01-01", "working"), ("2026-07-14", "working"), ("2026-07-15", "thirtieths")],
)
def test_r41_a_choice_counts_from_its_day(on: str, value: str) -> None:
    state = chosen(("part_month", "thirtieths", "2026-07-15"), ("part_month", "working", "2026-01-01"))
    assert state.on("part_month", day(on)) == value


def test_r41_per_first_day_the_last_choice_counts() -> None:
    state = chosen(("part_month", "working", "2026-01-01"), ("part_month", "thirtieths", "2026-01-01"))
    assert state.on("part_month", day("2026-01-01")) == "thirtieths"
    assert [choice.version for choice in state.known("part_month")] == [2]


def test_r41_the_municipality_goes_before_the_whole_ledger_and_that_before_the_default() -> None:
    wide = chosen(("part_month", "working", "2026-01-01"), ("follow_july_index", "yes", "2026-01-01"))
    own = chosen(("part_month", "calendar", "2026-03-01"))
    both = combine(wide, own)
    assert [both.on("part_month", day(on)) for on in ("2025-12-31", "2026-01-01", "2026-03-01")] == [
        "calendar",
        "working",
        "calendar",
    ]
    assert both.on("follow_july_index", day("2026-01-01")) == "yes"
    assert both.on("charges_on", day("2026-01-01")) == "unrounded"


def test_r41_the_same_policies_combine_into_the_same_object_so_that_caches_may_key_on_it() -> None:
    wide, own = chosen(), chosen()
    assert combine(wide, own) is combine(wide, own)
    assert Policy.defaults() is Policy.defaults()
    assert combine(wide, own) != combine(wide, chosen(("part_month", "working", "2026-01-01")))


def test_r41_choosing_is_recorded_once_per_stream() -> None:
    intent = choose("part_month", "working")
    fact = PolicyAdopted(switch="part_month", value="working", since=day("2026-01-01"))
    wide = chosen(("part_month", "working", "2026-01-01"))
    assert policy.decide(intent, Policy.defaults()) == (fact,)
    assert policy.decide(intent, combine(wide, Policy.defaults())) == (fact,), (
        "the whole ledger's choice is not its own"
    )
    assert policy.decide(intent, combine(Policy.defaults(), wide)) == ()


def test_r41_another_value_for_the_same_day_replaces_it() -> None:
    state = chosen(("part_month", "working", "2026-01-01"))
    assert len(policy.decide(choose("part_month", "calendar"), state)) == 1


@pytest.mark.parametrize(
    ("switch", "text", "spelled"),
    [
        ("holiday_percentage_wage_value", "8.50", "8.5"),
        ("execution_days_before", "02", "2"),
        ("decision_term_lid2_days", "56", "56"),
    ],
)
def test_r41_a_number_is_recorded_in_one_spelling(switch: str, text: str, spelled: str) -> None:
    (fact,) = policy.decide(choose(switch, text), Policy.defaults())
    assert isinstance(fact, PolicyAdopted)
    assert fact.value == spelled


@pytest.mark.parametrize(
    ("switch", "value", "named"),
    [
        ("part_month", "days", "calendar | working | thirtieths"),
        ("part_month", {"value": "working"}, "calendar | working | thirtieths"),
        ("holiday_percentage_wage_value", "8,5", "0 to 25 percent"),
        ("holiday_percentage_wage_value", "26", "0 to 25 percent"),
        ("holiday_percentage_wage_value", "-1", "0 to 25 percent"),
        ("execution_days_before", "6", "0 to 5"),
        ("execution_days_before", "²", "0 to 5"),
        ("settlement_frequency", "year", "month | quarter"),
        ("pay_date", "20", "Known are: charges_on"),
    ],
)
def test_r41_a_value_outside_the_list_is_misuse_and_the_list_is_named(switch: str, value: str, named: str) -> None:
    with pytest.raises(Misuse) as error:
        policy.decide(choose(switch, value), Policy.defaults())
    assert named in str(error.value)


@pytest.mark.parametrize("switch", [name for name, switch in SWITCHES.items() if not switch.available])
def test_r41_a_switch_that_nothing_acts_on_keeps_its_default(switch: str) -> None:
    others = [value for value in SWITCHES[switch].domain.allowed.split(" | ") if value != SWITCHES[switch].default]
    for value in others:
        with pytest.raises(Refused if SWITCHES[switch].domain.spelling(value) else Misuse):
            policy.decide(choose(switch, value), Policy.defaults())
    assert len(policy.decide(choose(switch, SWITCHES[switch].default), Policy.defaults())) == 1


def test_r41_a_deviation_counts_instead_of_the_law_until_it_is_ended() -> None:
    state = chosen(
        ("law:charges_percentage", "24", "2025-01-01"), ("law:charges_percentage", policy.FOLLOWS_LAW, "2026-07-01")
    )
    values = {
        on: combine(Policy.defaults(), state).law_value(packaged_law(), "charges_percentage", day(on))
        for on in ("2024-12-31", "2025-01-01", "2026-06-30", "2026-07-01")
    }
    assert values == {"2024-12-31": "23.5", "2025-01-01": "24", "2026-06-30": "24", "2026-07-01": "25"}


def test_r41_without_a_deviation_the_law_counts() -> None:
    assert Policy.defaults().law_value(packaged_law(), "minimum_wage", day("2026-11-01")) == "2337.00"


def test_r41_a_deviation_meets_the_demands_of_a_value_of_the_law() -> None:
    (fact,) = policy.decide(choose("law:charges_percentage", "24"), Policy.defaults())
    assert isinstance(fact, PolicyAdopted)
    assert (fact.switch, fact.value) == ("law:charges_percentage", "24")
    for switch, value in (
        ("law:charges_percentage", "24,5"),
        ("law:charges_percentage", {"20": "24"}),
        ("law:youth_percentages", "24"),
        ("law:equated_days", "2026-05-15"),
        ("law:nothing", "1"),
    ):
        with pytest.raises(Misuse):
            policy.decide(choose(switch, value), Policy.defaults())


def test_r41_a_deviation_belongs_to_a_municipality() -> None:
    with pytest.raises(Misuse, match="one municipality") as error:
        policy.decide(choose("law:charges_percentage", "24", municipality=""), Policy.defaults())
    assert "lks law adopt" in error.value.remedy


@pytest.mark.parametrize(
    ("text", "spelled", "meaning"),
    [
        ("3x10", "3x10", Reminders(3, 10, REMINDER_USES)),
        ("2x5 hours documents", "2x5 documents hours", Reminders(2, 5, ("documents", "hours"))),
        ("1x15 extension  hours documents", "1x15", Reminders(1, 15, REMINDER_USES)),
        ("none", "none", Reminders(0, 10, ())),
    ],
)
def test_reminders_have_a_number_a_gap_and_uses(text: str, spelled: str, meaning: Reminders) -> None:
    assert SWITCHES["reminders"].domain.spelling(text) == spelled
    assert reminders(spelled) == meaning


@pytest.mark.parametrize("text", ["", "3", "0x10", "3x0", "10x10", "3x100", "3x10 payment", "3x10 hours hours", "3X10"])
def test_reminders_refuse_what_is_none(text: str) -> None:
    assert SWITCHES["reminders"].domain.spelling(text) is None


@pytest.mark.parametrize(
    ("switch", "answer"),
    [
        ("charges_on", True),
        ("law:charges_percentage", True),
        ("shared_login", False),
        ("reminders", False),
        ("unknown", False),
    ],
)
def test_r37_what_changes_money_is_known(switch: str, answer: bool) -> None:
    assert policy.changes_money(switch) is answer
