"""What law and policy say about one stretch of days, each value looked up on the day that rules it.

Minimum wage, holiday allowance and charges are those of the reference date (R3); the age scale, the cap and the base of
the hours are those of the day itself (R4, R6). The same answers serve thousands of subsidies, so they are remembered.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ledger.calculation.money import whole_cents
from ledger.calculation.segment import Route
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.refusal import Refused

ADULT = Decimal(100)


def reference_date(decided: date, day: date, policy: Policy) -> date:
    """R3: the later of the last indexation and the effective date of the last decision that fixes the amount."""
    return max(decided, _indexed(day.year, day.month >= 7, policy))


@lru_cache(maxsize=256)
def _indexed(year: int, second_half: bool, policy: Policy) -> date:
    july = date(year, 7, 1)
    return july if second_half and policy.on("follow_july_index", july) == "yes" else date(year, 1, 1)


@lru_cache(maxsize=8192)
def rates(route: Route, reference: date, day: date, law: Law, policy: Policy) -> dict[str, Any]:
    """The values for a stretch that begins on `day`, by the names of a segment's fields. No `base_hours`: the sector's
    own week. Shared between calls: copy it, never change it."""
    base = policy.law_value(law, "hours_base", day)
    return {
        "formula": "lks-2017" if base == "sector" else "lks-2024",
        "base_hours": None if base == "sector" else Decimal(str(base)),
        "reference_date": reference,
        "minimum_wage_cents": whole_cents(exact_value(law, policy, "minimum_wage", reference)),
        "holiday_percentage": exact_value(law, policy, "holiday_percentage", reference),
        "route": route,
        **(_regular(law, policy, reference, day) if route == "regular" else _flat_rate(law, policy, day)),
        "charges_percentage": exact_value(law, policy, "charges_percentage", reference),
        "charges_on": policy.on("charges_on", day.replace(day=1)),
    }


def _regular(law: Law, policy: Policy, reference: date, day: date) -> dict[str, Decimal | None]:
    return {
        "wage_value_holiday_percentage": Decimal(policy.on("holiday_percentage_wage_value", reference)),
        "cap_percentage": exact_value(law, policy, "cap_percentage", day),
        "flat_rate_percentage": None,
    }


def _flat_rate(law: Law, policy: Policy, day: date) -> dict[str, Decimal | None]:
    return {
        "wage_value_holiday_percentage": None,
        "cap_percentage": None,
        "flat_rate_percentage": exact_value(law, policy, "flat_rate_percentage", day),
    }


@lru_cache(maxsize=4096)
def age_percentage(age: int, bbl: bool, day: date, law: Law, policy: Policy) -> Decimal:
    """R6: the share of the adult minimum wage on a day, by the ordinary scale or, where policy says so, that of BBL."""
    own_scale = bbl and policy.on("bbl_scale_in_lks", day) == "yes"
    scale = policy.law_value(law, "bbl_percentages" if own_scale else "youth_percentages", day)
    assert isinstance(scale, dict), "a scale goes by age"
    youngest = min(map(int, scale), default=0)
    if age < youngest:
        raise Refused(
            f"There is no minimum wage below the age of {youngest}.",
            rule="R6",
            article="art. 7 lid 3 Wml",
            remedy="Check the dates of the age steps.",
        )
    return Decimal(scale[str(age)]) if str(age) in scale else ADULT


def exact_value(law: Law, policy: Policy, parameter: str, day: date) -> Decimal:
    """The number that law or policy gives on a day. Raises Refused where there is none."""
    value = policy.law_value(law, parameter, day)
    assert isinstance(value, str), "a number is adopted as text"
    return Decimal(value)
