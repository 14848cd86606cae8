"""The amount of a wage cost subsidy (hoogte van de loonkostensubsidie, art. 10d lid 4 and 5 Pw), exactly.

Every percentage and hour is a whole number of hundredths, so an amount is one fraction of two integers: everything is
multiplied first, divided once and rounded once (R1, R2). What was paid is checked with this module and nothing else.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from ledger.calculation.money import round_half_up
from ledger.calculation.segment import AgeStep, Element, FixedSegment, Line, Route, Segment, WorkedSegment

__all__ = [
    "AgeStep",
    "Amount",
    "Element",
    "Exact",
    "FixedSegment",
    "Line",
    "Route",
    "Segment",
    "WorkedSegment",
    "amount",
    "exact",
    "full_time_month",
    "reported_hours",
    "subsidised",
    "worked_hours",
]

WEEKS_IN_MONTH = Fraction(52, 12)
"""Four and a third weeks, never 4.33 (art. 14 lid 10 Wml)."""

_ONE = 100 * 100
"""A hundred percent, in hundredths of a percent."""


class Amount(NamedTuple):
    """A line's subsidy and employer charges in cents, each rounded once (R2)."""

    subsidy_cents: int
    charges_cents: int

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents


class Exact(NamedTuple):
    """A line's subsidy and employer charges as exact fractions of cents, before the rounding."""

    subsidy: Fraction
    charges: Fraction


class WorkedHours(NamedTuple):
    """R10, for one month: hours reported, what the sector's weeks still allow (None: no limit), hours that count,
    hours of the agreed minimum, and what remains to be paid."""

    reported: Fraction
    allowed: Fraction | None
    counted: Fraction
    minimum: Fraction
    payable: Fraction


def amount(segments: Sequence[Segment]) -> Amount:
    """R2: the segments of one line summed exactly, then subsidy and charges each rounded half-up once.

    Charges are taken over what the segments say: the unrounded subsidy, or the rounded one in the same proportion.
    """
    subsidy, charges, denominator = _summed(segments)
    subsidy_cents = round_half_up(subsidy, denominator)
    if subsidy and segments[0].charges_on == "rounded":
        return Amount(subsidy_cents, round_half_up(charges * subsidy_cents, subsidy * _ONE))
    return Amount(subsidy_cents, round_half_up(charges, denominator * _ONE))


def exact(segments: Sequence[Segment]) -> Exact:
    """The line before rounding; charges are those over the unrounded subsidy."""
    subsidy, charges, denominator = _summed(segments)
    return Exact(Fraction(subsidy, denominator), Fraction(charges, denominator * _ONE))


def _summed(segments: Sequence[Segment]) -> tuple[int, int, int]:
    """Subsidy, subsidy times hundredths of the charges percentage, and their common denominator."""
    assert len(set(map(type, segments))) <= 1, "a line is of one element"
    hours = worked_hours(segments) if segments and isinstance(segments[0], WorkedSegment) else None
    parts = [_worked(part, hours) if isinstance(part, WorkedSegment) else _fixed(part) for part in segments]
    denominator = lcm(*(below for _, below in parts))
    subsidy = charges = 0
    for segment, (above, below) in zip(segments, parts, strict=True):
        share = above * (denominator // below)
        subsidy += share
        charges += share * hundredths(segment.charges_percentage)
    return subsidy, charges, denominator


def _fixed(segment: FixedSegment) -> tuple[int, int]:
    """R1, R4, R5: the full-time month, times hours over base, times days of the month."""
    wage, scale = _full_time_month(segment)
    hours = min(hundredths(segment.hours), hundredths(segment.full_time_hours))
    return wage * hours * segment.days, scale * hundredths(segment.base_hours) * segment.days_in_month


def _worked(segment: WorkedSegment, hours: WorkedHours | None) -> tuple[int, int]:
    """R10: the full-time month per hour, times this segment's share of the hours that remain to be paid."""
    assert hours is not None
    if segment.role == "context" or not hours.payable:
        return 0, 1
    share = reported_hours(segment) * hours.payable / hours.reported / WEEKS_IN_MONTH
    wage, scale = _full_time_month(segment)
    return wage * 100 * share.numerator, scale * hundredths(segment.base_hours) * share.denominator


def worked_hours(segments: Sequence[Segment]) -> WorkedHours:
    """R10: hours of the month, at most the sector's weeks where a limit applies, less the minimum that is paid
    already."""
    worked = [segment for segment in segments if isinstance(segment, WorkedSegment)]
    own = [segment for segment in worked if segment.role != "context"]
    reported = sum(map(reported_hours, own), Fraction(0))
    allowed = _allowed(worked) if any(segment.role == "limited" for segment in own) else None
    counted = reported if allowed is None else min(reported, allowed)
    minimum = sum((_month_hours(segment, segment.hours) for segment in own), Fraction(0))
    return WorkedHours(reported, allowed, counted, minimum, max(Fraction(0), counted - minimum))


def _allowed(worked: Sequence[WorkedSegment]) -> Fraction:
    """The sector's weeks of all months given, less the hours that counted in the earlier ones."""
    limit = sum((_month_hours(segment, segment.full_time_hours) for segment in worked), Fraction(0))
    earlier = sum((reported_hours(segment) for segment in worked if segment.role == "context"), Fraction(0))
    return max(Fraction(0), limit - earlier)


def reported_hours(segment: WorkedSegment) -> Fraction:
    """R10: the hours of this segment, by calendar days of the report."""
    return Fraction(hundredths(segment.reported_hours) * segment.worked_days, 100 * segment.report_days)


def full_time_month(segment: Segment) -> Fraction:
    """R1: cents of a whole month of full-time hours: B less wage value, at most the cap, or the flat rate."""
    return Fraction(*_full_time_month(segment))


def _full_time_month(segment: Segment) -> tuple[int, int]:
    wage = segment.minimum_wage_cents * hundredths(segment.age_percentage)
    return wage * subsidised(segment), _ONE * _ONE * _ONE


def subsidised(segment: Segment) -> int:
    """The share of the minimum wage that a full-time month subsidises, in hundred-millionths (R1)."""
    if segment.route == "flat_rate":
        return _flat_rate(segment.holiday_percentage, segment.flat_rate_percentage)
    return _regular(
        segment.holiday_percentage,
        segment.wage_value,
        segment.wage_value_holiday_percentage,
        segment.cap_percentage,
    )


@lru_cache(maxsize=16_384)
def _regular(holiday: Decimal, wage_value: Decimal | None, own_holiday: Decimal | None, cap: Decimal | None) -> int:
    with_holiday = _ONE + hundredths(holiday)
    difference = with_holiday * _ONE - hundredths(wage_value) * (_ONE + hundredths(own_holiday))
    return max(0, min(difference, with_holiday * hundredths(cap)))


@lru_cache(maxsize=64)
def _flat_rate(holiday: Decimal, percentage: Decimal | None) -> int:
    return (_ONE + hundredths(holiday)) * hundredths(percentage)


def _month_hours(segment: WorkedSegment, week: Decimal) -> Fraction:
    return Fraction(hundredths(week) * segment.days, 100 * segment.days_in_month) * WEEKS_IN_MONTH


@lru_cache(maxsize=16_384)
def hundredths(value: Decimal | None) -> int:
    """A percentage or hours as a whole number of hundredths; a segment's decimals have two places at most."""
    assert value is not None, "the route asks for a value that the segment does not hold"
    whole = int(value * 100)
    assert whole == value * 100, "stored numbers have two decimals at most"
    return whole
