"""On what an amount rests: the days, hours, percentages and the decision behind a row.

They come from the segments of the calculation; where it was made elsewhere (R27), from the decision and the contract.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import FixedSegment, Route, Segment, WorkedSegment
from ledger.calculation.terms import Contract
from ledger.calculation.timeline import timeline
from ledger.facts import HoursSource
from ledger.law.policy import Policy
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)


class Basis(NamedTuple):
    """The inputs of a row; None where there are several, or where they are not known. Factors are for information."""

    first: date
    last: date
    decision: facts.Decided
    route: Route
    contract: Contract
    charges_percentage: Decimal
    hours_worked: Decimal | None = None
    hours_source: HoursSource | None = None
    hours: Decimal | None = None
    minimum_wage_cents: int | None = None
    holiday_percentage: Decimal | None = None
    wage_value: Decimal | None = None
    month_factor: Decimal | None = None
    hours_factor: Decimal | None = None


def basis(subsidy: Subsidy, month: Month, segments: tuple[Segment, ...], *, elsewhere: bool = True) -> Basis:
    """The basis of an amount of this month, as the subsidy stands. Without segments it was calculated `elsewhere`, or nothing
    is due."""
    counted = [one for one in segments if isinstance(one, FixedSegment) or one.role != "context"]
    if not counted:
        return _of_decision(subsidy, month) if elsewhere else _general(subsidy, month)
    first, last = _days(subsidy, month, counted)
    general = Basis(
        first=first,
        last=last,
        decision=_decision(subsidy, last),
        route=counted[-1].route,
        contract=_contract(subsidy, last),
        charges_percentage=counted[-1].charges_percentage,
        hours_worked=_hours_worked(counted),
        hours_source=_hours_source(subsidy, month, counted),
    )
    return _with_inputs(general, counted[0]) if len(counted) == 1 else general


def _with_inputs(general: Basis, segment: Segment) -> Basis:
    return general._replace(
        hours=segment.hours,
        minimum_wage_cents=segment.minimum_wage_cents,
        holiday_percentage=segment.holiday_percentage,
        wage_value=segment.wage_value,
        month_factor=_factor(Decimal(segment.days), Decimal(segment.days_in_month)),
        hours_factor=_factor(min(segment.hours, segment.full_time_hours), segment.base_hours),
    )


def _general(subsidy: Subsidy, month: Month) -> Basis:
    """Where nothing is due: only the decision and the contract."""
    first, last = _granted_days(subsidy, month)
    segment = _segment(subsidy, last)
    contract = _contract(subsidy, last)
    return Basis(first, last, _decision(subsidy, last), segment.route, contract, segment.charges_percentage)


def _of_decision(subsidy: Subsidy, month: Month) -> Basis:
    """Of an amount that was calculated elsewhere. The amounts of the law are those of the decision, in its own year."""
    general = _general(subsidy, month)
    general = general._replace(hours=general.contract.hours)
    first, last = general.first, general.last
    segment = _segment(subsidy, last)
    if segment.reference_date.year != month.year:
        return general
    days = Decimal((last - first).days + 1)
    return _with_inputs(general, segment)._replace(month_factor=_factor(days, Decimal(month.days)))


def _days(subsidy: Subsidy, month: Month, counted: list[Segment]) -> tuple[date, date]:
    """The first and last day of the segments; where days are not calendar days (R5), those of the grants."""
    if counted[-1].days_in_month == month.days:
        return counted[0].start, counted[-1].start + (counted[-1].days - 1) * _DAY
    return counted[0].start, _granted_days(subsidy, month)[1]


def _granted_days(subsidy: Subsidy, month: Month) -> tuple[date, date]:
    assert subsidy.terms is not None
    stretches, _ = timeline(subsidy.terms, month, Policy.defaults())
    return (stretches[0].first, stretches[-1].last) if stretches else (month.first, month.last)


def _decision(subsidy: Subsidy, day: date) -> facts.Decided:
    """The decision in force on a day: the last grant that had begun, or a revision of that day, or else the first."""
    grants = [one for one in subsidy.decisions if one.outcome in ("grant", "revise") and one.start]
    assert grants, "only a granted subsidy is paid"
    return next((one for one in reversed(grants) if _rules(one, day)), grants[0])


def _rules(decision: facts.Decided, day: date) -> bool:
    assert decision.start is not None
    over = decision.outcome == "revise" and decision.until is not None and day > decision.until
    return decision.start <= day and not over


def _segment(subsidy: Subsidy, day: date) -> Segment:
    """The last part of the amount that was decided for a day."""
    ruling = _decision(subsidy, day)
    derived = [one for one in (*subsidy.decisions, ruling) if one.derivation]
    return derived[-1].derivation[-1]


def _contract(subsidy: Subsidy, day: date) -> Contract:
    """The contract that holds on a day, or else the first; of two with the same start the later one (R36)."""
    assert subsidy.terms is not None
    contracts = sorted(subsidy.terms.contracts, key=lambda one: one.start)
    return next((one for one in reversed(contracts) if one.start <= day), contracts[0])


def _hours_worked(counted: list[Segment]) -> Decimal | None:
    """Hours worked in this month: of every report the part that falls in it, by days (R10)."""
    worked = [one for one in counted if isinstance(one, WorkedSegment)]
    if not worked:
        return None
    hours = sum((one.reported_hours * one.worked_days / one.report_days for one in worked), Decimal(0))
    return hours.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _hours_source(subsidy: Subsidy, month: Month, counted: list[Segment]) -> HoursSource | None:
    """Where worked hours of this month come from; None where several tell of it (R10)."""
    if subsidy.terms is None or not any(isinstance(one, WorkedSegment) for one in counted):
        return None
    sources = {one.source for one in subsidy.terms.reports if one.start <= month.last and one.until >= month.first}
    return sources.pop() if len(sources) == 1 else None


@lru_cache(maxsize=1 << 12)
def _factor(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.000001"), ROUND_HALF_UP)
