"""Guards before a grant: exclusions, flat rate, old law and the target group, each naming rule, article and remedy."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from ledger.calculation.segment import Route
from ledger.eligibility.guards import guard_flat_rate, guard_grant, guard_target_group, objections
from ledger.facts import RejectionGround, TargetGroup
from ledger.law.policy import Policy
from ledger.refusal import Refused
from tests.eligibility.given import application
from tests.law.given import day
from tests.policy.given import chosen

AGREEMENT = chosen(("uwv_agreement", "yes", "2026-01-01"), ("uwv_agreement", "no", "2027-01-01"))


@pytest.mark.parametrize(
    ("group", "asked", "fields", "policy", "ground"),
    [
        ("uwv_benefit", "2025-12-31", {}, AGREEMENT, "other_authority"),
        ("uwv_benefit", "2026-01-01", {}, AGREEMENT, None),
        ("uwv_benefit", "2026-12-31", {}, AGREEMENT, None),
        ("uwv_benefit", "2027-01-01", {}, AGREEMENT, "other_authority"),
        ("wajong", "2026-01-01", {}, AGREEMENT, "other_authority"),
        ("wsw", "2026-01-01", {}, AGREEMENT, "wsw_employment"),
        ("uwv_benefit", "2026-01-01", {"college_decision": "B-2026-17"}, Policy.defaults(), None),
        ("wajong", "2026-01-01", {"college_decision": "B-2026-17"}, Policy.defaults(), None),
        ("wsw", "2026-01-01", {"college_decision": "B-2026-17"}, Policy.defaults(), None),
        ("uwv_benefit", "2026-01-01", {"sheltered": True}, Policy.defaults(), None),
        ("wajong", "2026-01-01", {"sheltered": True}, Policy.defaults(), None),
        ("wsw", "2026-01-01", {"sheltered": True}, Policy.defaults(), "wsw_employment"),
        ("assistance", "2026-01-01", {"sheltered": True}, Policy.defaults(), None),
    ],
)
def test_r16_who_is_excluded_and_what_lifts_it(
    group: TargetGroup, asked: str, fields: dict[str, Any], policy: Policy, ground: str | None
) -> None:
    found = objections(application(group=group, asked=asked, **fields), policy)
    assert [objection.ground for objection in found] == ([ground] if ground else [])


def test_r16_an_agreement_with_uwv_opens_lid_2_as_well() -> None:
    assert objections(application(basis="lid_2b", group="uwv_benefit", asked="2026-05-01"), AGREEMENT) == ()


def test_r16_a_decision_outside_the_law_does_not_lift_the_windows() -> None:
    late = application(group="wajong", asked="2026-03-02", start="2026-03-01", college_decision="B-2026-17")
    assert [objection.ground for objection in objections(late, Policy.defaults())] == ["applied_too_late"]


def test_r15_a_guard_raises_the_first_objection_with_rule_article_and_remedy() -> None:
    with pytest.raises(Refused, match="after the employment began on 2026-03-01") as error:
        guard_grant(
            application(asked="2026-03-02", start="2026-03-01"), "regular", day("2026-03-01"), Policy.defaults()
        )
    assert (error.value.rule, error.value.article) == ("R15", "art. 10d lid 1 Pw")
    assert error.value.remedy.endswith("A rejection takes --ground applied_too_late.")


@pytest.mark.parametrize(
    ("route", "start", "rule"),
    [
        ("regular", "2016-12-31", "R8"),
        ("regular", "2017-01-01", None),
        ("flat_rate", "2016-12-31", None),
    ],
)
def test_r8_the_regular_route_counts_from_2017(route: Route, start: str, rule: str | None) -> None:
    applied = application(basis="lid_1b", asked="2016-09-01", start="2016-09-01")
    assert refusal(lambda: guard_grant(applied, route, day(start), Policy.defaults())) == rule


@pytest.mark.parametrize(
    ("asked", "start", "rule"), [("2016-07-03", "2016-07-03", "R7"), ("2016-07-04", "2016-07-04", None)]
)
def test_r7_the_flat_rate_counts_from_4_july_2016(asked: str, start: str, rule: str | None) -> None:
    assert refusal(lambda: guard_flat_rate(application(asked=asked), day(start), Policy.defaults())) == rule


@pytest.mark.parametrize(
    ("start", "granted_from", "rule"),
    [
        ("2026-03-01", "2026-08-31", None),
        ("2026-03-01", "2026-09-01", "R7, R39"),
        ("2025-08-31", "2026-02-28", None),
        ("2025-08-31", "2026-03-01", "R7, R39"),
    ],
)
def test_r7_r39_the_flat_rate_ends_with_the_first_six_months(start: str, granted_from: str, rule: str | None) -> None:
    applied = application(basis="lid_1b", asked=start)
    assert refusal(lambda: guard_grant(applied, "flat_rate", day(granted_from), Policy.defaults())) == rule


@pytest.mark.parametrize(("on", "rule"), [("2026-06-30", None), ("2026-07-01", "R7")])
def test_r7_only_where_the_municipality_uses_the_flat_rate(on: str, rule: str | None) -> None:
    stopped = chosen(("flat_rate_used", "no", "2026-07-01"))
    applied = application(basis="lid_1b", asked="2026-03-01")
    assert refusal(lambda: guard_flat_rate(applied, day(on), stopped)) == rule
    assert refusal(lambda: guard_grant(applied, "flat_rate", day(on), stopped)) == rule
    assert refusal(lambda: guard_grant(applied, "regular", day(on), stopped)) is None


@pytest.mark.parametrize("basis", ["lid_2a", "lid_2b", "lid_2c"])
def test_r7_no_flat_rate_on_a_lid_2_case_unless_the_policy_says_so(basis: str) -> None:
    applied = application(basis=basis, asked="2026-03-01")
    on = day("2026-03-01")
    assert refusal(lambda: guard_flat_rate(applied, on, Policy.defaults())) == "R7"
    assert refusal(lambda: guard_flat_rate(applied, on, chosen(("flat_rate_on_lid2", "yes", "2026-03-01")))) is None
    assert refusal(lambda: guard_flat_rate(applied, on, chosen(("flat_rate_on_lid2", "yes", "2026-03-02")))) == "R7"


def test_r7_a_measurement_may_be_waived_before_the_employment_starts() -> None:
    applied = application(basis="lid_1b", asked="2016-06-20", start="2016-07-04")
    assert refusal(lambda: guard_flat_rate(applied, day("2016-06-25"), Policy.defaults())) is None


@pytest.mark.parametrize(
    ("group", "applied_on", "rule"),
    [
        ("unassisted", None, "R14"),
        ("anw", None, "R14"),
        ("unassisted", "2026-03-01", None),
        ("anw", "2026-03-01", None),
        ("assistance", None, None),
        ("ioaw", None, None),
        ("practical_education", None, None),
        ("article_7a", None, None),
    ],
)
def test_r14_unassisted_and_anw_only_on_application(
    group: TargetGroup, applied_on: str | None, rule: str | None
) -> None:
    asked = day(applied_on) if applied_on else None
    assert refusal(lambda: guard_target_group(group, asked, None)) == rule


@pytest.mark.parametrize(
    ("earlier", "applied_on", "rule"),
    [
        ("2025-03-15", "2026-03-14", "R14, R39"),
        ("2025-03-15", "2026-03-15", None),
        ("2024-02-29", "2025-02-28", "R14, R39"),
        ("2024-02-29", "2025-03-01", None),
        ("2025-03-15", "2025-03-16", "R14, R39"),
        ("2025-03-15", "2025-03-15", None),
    ],
)
def test_r14_one_application_in_twelve_months_and_the_same_one_may_be_judged_again(
    earlier: str, applied_on: str, rule: str | None
) -> None:
    assert refusal(lambda: guard_target_group("assistance", day(applied_on), day(earlier))) == rule


def test_r14_what_the_municipality_establishes_of_its_own_accord_has_no_interval() -> None:
    assert refusal(lambda: guard_target_group("assistance", None, day("2026-02-01"))) is None


@pytest.mark.parametrize("group", ["article_7a", "work_study"])
def test_r14_the_groups_of_article_7a_exist_from_2026(group: TargetGroup) -> None:
    applied_on = day("2025-12-01")
    assert refusal(lambda: guard_target_group(group, applied_on, None, day("2025-12-31"))) == "R14, R15"
    assert refusal(lambda: guard_target_group(group, applied_on, None, day("2026-01-01"))) is None


def test_r17_the_grounds_are_a_closed_list_without_budget_and_means() -> None:
    assert set(get_args(RejectionGround)) == {
        "not_target_group",
        "applied_too_late",
        "no_employment",
        "wage_value_full",
        "wsw_employment",
        "other_wage_subsidy",
        "overlapping_subsidy",
        "other_authority",
        "not_resident",
        "before_regular_route",
    }


def refusal(guard: Callable[[], None]) -> str | None:
    """The rule by which a guard refuses, or None. Whatever is refused names its article and what to do."""
    try:
        guard()
    except Refused as error:
        return error.rule if error.article and error.remedy else "no article or remedy"
    return None
