"""What an amount is made of, in the form in which it is stored and sealed for ever.

A segment is a part of a month in which no input changes. It holds the inputs of the formula and the formula's name,
never a fraction or an intermediate result, so that an amount that was paid can be computed again from the fact alone.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from ledger.calculation.month import Month
from ledger.model import Cents, Hours, Model, Percentage

Route = Literal["regular", "flat_rate"]
"""Regulier (art. 10d lid 4 Pw) or forfaitair (lid 5)."""

Element = Literal["fixed", "variable"]
"""Vast or variabel element: agreed hours, or worked hours above them (R2, R10)."""

Days = Annotated[int, Field(ge=0)]


class AgeStep(Model):
    """From `since` on the employee is `age` years old; a birthday, kept only where the youth minimum wage applies
    (R6)."""

    age: Annotated[int, Field(ge=0, le=120)]
    since: date


class _Inputs(Model):
    """The inputs that both elements share.

    `start`: first day. `days` of `days_in_month`: share of the month (R5). `hours`: agreed a week, for min-max the
    minimum; they count up to `full_time_hours`, the sector's week, against `base_hours` (R4). `minimum_wage_cents`: of
    an adult, a month, on `reference_date` (R3); `age_percentage`: the share of it at this age (R6). `wage_value`, its
    holiday percentage and the cap belong to the regular route. `charges_on`: charges over the unrounded or rounded
    subsidy (R2).
    """

    start: date
    days: Days
    days_in_month: PositiveInt
    hours: Hours
    full_time_hours: Hours
    base_hours: Hours
    reference_date: date
    minimum_wage_cents: Cents
    age_percentage: Percentage
    holiday_percentage: Percentage
    route: Route
    wage_value: Percentage | None
    wage_value_holiday_percentage: Percentage | None
    cap_percentage: Percentage | None
    flat_rate_percentage: Percentage | None
    charges_percentage: Percentage
    charges_on: Literal["unrounded", "rounded"]


class FixedSegment(_Inputs):
    """Part of a month of agreed hours (vast element). `lks-2017`: the base is the sector's own week, so hours only
    lower the amount; `lks-2024`: the base is a week of the law (36), so more hours raise it."""

    formula: Literal["lks-2017", "lks-2024"]


class WorkedSegment(_Inputs):
    """Part of a month of worked hours (variabel element, R10): `worked_days` of the `report_days` over which
    `reported_hours` were reported.

    `role`: `counted` without a limit; `limited` to what the sector's week allows in all segments of the line together;
    `context`, another month of the quarter that only bears on that limit.
    """

    formula: Literal["lks-2017-worked", "lks-2024-worked"]
    reported_hours: Hours
    worked_days: Days
    report_days: PositiveInt
    role: Literal["counted", "limited", "context"]


Segment = Annotated[FixedSegment | WorkedSegment, Field(discriminator="formula")]
"""Either kind; the formula's name tells which."""


class Line(Model):
    """One subsidy, one month, one element, with what it is made of (R2); differences are taken between lines."""

    month: Month
    element: Element
    subsidy_cents: Cents
    charges_cents: Cents
    segments: tuple[Segment, ...]

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents
