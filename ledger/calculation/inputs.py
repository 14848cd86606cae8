"""Turns a stretch of days into a segment: the values that rule it, its share of the month and its hours, as stored.

Values come from dated law and from facts that were checked when they were recorded, so segments are made without a
second validation; a test holds their bytes equal to those of validated ones.
"""

from decimal import Decimal
from typing import Any, Literal

from ledger.calculation.rates import ADULT, age_percentage, rates, reference_date
from ledger.calculation.segment import FixedSegment, WorkedSegment
from ledger.calculation.terms import HoursReport
from ledger.calculation.timeline import Share, Stretch, share
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.model import made

NO_HOURS = Decimal(0)


def fixed_segment(stretch: Stretch, law: Law, policy: Policy, part: Share | None = None) -> FixedSegment:
    """The agreed hours of a stretch; `part` replaces its own share of the month."""
    inputs = _inputs(stretch, part or month_share(stretch, policy), law, policy)
    return made(FixedSegment, inputs)


def worked_segment(
    stretch: Stretch,
    report: HoursReport | None,
    role: Literal["counted", "limited", "context"],
    law: Law,
    policy: Policy,
) -> WorkedSegment:
    """The worked hours of a stretch that lies within one report (R10), or within none: then only its limit counts."""
    inputs = _inputs(stretch, month_share(stretch, policy), law, policy)
    inputs["formula"] += "-worked"
    inputs["reported_hours"] = report.hours if report else NO_HOURS
    inputs["worked_days"] = (stretch.last - stretch.first).days + 1 if report else 0
    inputs["report_days"] = report.days if report else 1
    inputs["role"] = role
    return made(WorkedSegment, inputs)


def month_share(stretch: Stretch, policy: Policy) -> Share:
    """R5: the share of the month that the municipality gives to these days."""
    return share(stretch.first, stretch.last, policy.on("part_month", stretch.first.replace(day=1)))


def _inputs(stretch: Stretch, part: Share, law: Law, policy: Policy) -> dict[str, Any]:
    day, contract, grant = stretch.first, stretch.contract, stretch.grant
    found = rates(grant.route, reference_date(grant.reference, day, policy), day, law, policy)
    return found | {
        "start": day,
        "days": part.days,
        "days_in_month": part.days_in_month,
        "hours": contract.hours,
        "full_time_hours": contract.sector_full_time_hours,
        "base_hours": found["base_hours"] or contract.sector_full_time_hours,
        "age_percentage": ADULT if stretch.age is None else age_percentage(stretch.age, contract.bbl, day, law, policy),
        "wage_value": grant.wage_value if grant.route == "regular" else None,
    }
