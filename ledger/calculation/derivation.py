"""The derivation of an amount, step by step (motivering): what went in, what came out, and by which article.

Steps are recomputed from stored segments with the same exact fractions as the amount itself, so they explain what was
paid and cannot drift from it. Results are shown exactly, or to six decimals where they do not end.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ledger.calculation.amount import (
    Amount,
    FixedSegment,
    Segment,
    WorkedSegment,
    amount,
    exact,
    full_time_month,
    reported_hours,
    worked_hours,
)
from ledger.calculation.money import euro
from ledger.model import Model, plain

LID_4 = "art. 10d lid 4 Pw"
LID_5 = "art. 10d lid 5 Pw"
CHARGES = "art. 10d lid 4 and 5 Pw"
MINIMUM_WAGE = "art. 2 and 10d lid 7 Pw"
PART_MONTH = "policy part_month (R5)"
ROUNDING = "each rounded half-up once (R2)"
HOLIDAY = "art. 15 Wml"
YOUTH = "art. 7 lid 3 and 8 lid 3 Wml"
WEEKS = "art. 14 lid 10 Wml"
WORKED = "Besluit loonkostensubsidie Participatiewet 2021"


class Step(Model):
    """One step: its name, its inputs by name, its result and unit, and the article or rule. `start`: first day of the
    segment that it belongs to, empty for steps about the whole line."""

    name: str
    inputs: dict[str, str]
    result: str
    unit: Literal["euro", "hours"]
    article: str
    start: date | None = None


def steps(segments: Sequence[Segment]) -> tuple[Step, ...]:
    """The derivation of one line, from the minimum wage to the rounded total."""
    if not segments:
        return ()
    return (
        *(step for segment in segments for step in _segment(segment)),
        *_hours(segments),
        *_total(segments, amount(segments)),
    )


def _segment(segment: Segment) -> Iterator[Step]:
    if isinstance(segment, WorkedSegment) and segment.role == "context":
        return
    yield from _full_time(segment)
    if isinstance(segment, FixedSegment):
        yield from _fixed(segment)
    else:
        yield _reported(segment)


def _full_time(segment: Segment) -> Iterator[Step]:
    """A whole month of full-time hours: lid 4 or lid 5."""
    wage = Fraction(segment.minimum_wage_cents) * _part(segment.age_percentage)
    with_holiday = wage * (1 + _part(segment.holiday_percentage))
    adult = {"adult, a month": euro(segment.minimum_wage_cents), "on": str(segment.reference_date)}
    if segment.age_percentage == 100:
        yield _euro_step(segment, "minimum wage", adult, wage, MINIMUM_WAGE)
    else:
        inputs = adult | {"percentage at this age": plain(segment.age_percentage)}
        yield _euro_step(segment, "minimum wage", inputs, wage, f"{MINIMUM_WAGE}, {YOUTH}")
    inputs = {"minimum wage": _euro(wage), "holiday allowance percentage": plain(segment.holiday_percentage)}
    yield _euro_step(segment, "minimum wage with holiday allowance", inputs, with_holiday, HOLIDAY)
    if segment.route == "flat_rate":
        yield _flat_rate(segment, with_holiday)
    else:
        yield from _regular(segment, wage, with_holiday)


def _flat_rate(segment: Segment, with_holiday: Fraction) -> Step:
    assert segment.flat_rate_percentage is not None
    inputs = {"of": _euro(with_holiday), "flat-rate percentage": plain(segment.flat_rate_percentage)}
    return _euro_step(segment, "flat rate", inputs, full_time_month(segment), LID_5)


def _regular(segment: Segment, wage: Fraction, with_holiday: Fraction) -> Iterator[Step]:
    assert segment.wage_value is not None
    assert segment.wage_value_holiday_percentage is not None
    assert segment.cap_percentage is not None
    value = wage * _part(segment.wage_value) * (1 + _part(segment.wage_value_holiday_percentage))
    difference, cap = max(Fraction(0), with_holiday - value), with_holiday * _part(segment.cap_percentage)
    inputs = {
        "minimum wage": _euro(wage),
        "wage value percentage": plain(segment.wage_value),
        "holiday allowance percentage": plain(segment.wage_value_holiday_percentage),
    }
    yield _euro_step(segment, "wage value with holiday allowance", inputs, value, LID_4)
    inputs = {"minimum wage with holiday allowance": _euro(with_holiday), "wage value": _euro(value)}
    yield _euro_step(segment, "difference", inputs, difference, LID_4)
    name = "cap" if cap < difference else "cap (does not bind)"
    inputs = {"difference": _euro(difference), f"{plain(segment.cap_percentage)} percent at most": _euro(cap)}
    yield _euro_step(segment, name, inputs, full_time_month(segment), LID_4)


def _fixed(segment: FixedSegment) -> Iterator[Step]:
    counted = min(segment.hours, segment.full_time_hours)
    month = full_time_month(segment) * Fraction(counted) / Fraction(segment.base_hours)
    inputs = {
        "full-time month": _euro(full_time_month(segment)),
        "agreed hours a week": plain(segment.hours),
        "sector's full-time week": plain(segment.full_time_hours),
        "hours that count": plain(counted),
        "of hours a week": plain(segment.base_hours),
    }
    name = "agreed hours, capped at the sector's week" if counted < segment.hours else "agreed hours"
    yield _euro_step(segment, name, inputs, month, LID_5 if segment.route == "flat_rate" else LID_4)
    if segment.days != segment.days_in_month:
        inputs = {"month": _euro(month), "days": str(segment.days), "of days": str(segment.days_in_month)}
        yield _euro_step(segment, "part of the month", inputs, exact((segment,)).subsidy, PART_MONTH)


def _reported(segment: WorkedSegment) -> Step:
    inputs = {
        "reported hours": plain(segment.reported_hours),
        "days": str(segment.worked_days),
        "of days reported": str(segment.report_days),
    }
    return _hours_step("worked hours", inputs, reported_hours(segment), segment.start)


def _hours(segments: Sequence[Segment]) -> Iterator[Step]:
    """R10: from the worked hours of the month to those that remain to be paid."""
    own = [segment for segment in segments if isinstance(segment, WorkedSegment) and segment.role != "context"]
    if not own:
        return
    hours = worked_hours(segments)
    inputs = {"worked hours": _number(hours.reported)}
    if hours.allowed is not None:
        inputs["allowed by the sector's weeks"] = _number(hours.allowed)
    yield _hours_step("worked hours that count", inputs, hours.counted)
    inputs = {"worked hours that count": _number(hours.counted), "hours of the agreed minimum": _number(hours.minimum)}
    yield _hours_step("worked hours above the minimum", inputs, hours.payable)
    base = ", ".join(dict.fromkeys(plain(segment.base_hours) for segment in own))
    inputs = {"hours to pay": _number(hours.payable), "of hours a week": base, "weeks a month": "52/12"}
    yield _line_step("share of the full-time month", inputs, _euro(exact(segments).subsidy), f"{WORKED}, {WEEKS}")


def _total(segments: Sequence[Segment], due: Amount) -> Iterator[Step]:
    """R2: one rounding of each, then the sum."""
    subsidy = exact(segments).subsidy
    rounded = segments[0].charges_on == "rounded"
    percentage = ", ".join(dict.fromkeys(plain(segment.charges_percentage) for segment in segments))
    yield _line_step("subsidy", {"rounded half-up": _euro(subsidy)}, euro(due.subsidy_cents), ROUNDING)
    inputs = {"over": euro(due.subsidy_cents) if rounded else _euro(subsidy), "charges percentage": percentage}
    yield _line_step("employer charges", inputs, euro(due.charges_cents), CHARGES)
    inputs = {"subsidy": euro(due.subsidy_cents), "employer charges": euro(due.charges_cents)}
    yield _line_step("total", inputs, euro(due.total_cents), ROUNDING)


def _euro_step(segment: Segment, name: str, inputs: dict[str, str], cents: Fraction, article: str) -> Step:
    return Step(name=name, inputs=inputs, result=_euro(cents), unit="euro", article=article, start=segment.start)


def _line_step(name: str, inputs: dict[str, str], result: str, article: str) -> Step:
    return Step(name=name, inputs=inputs, result=result, unit="euro", article=article)


def _hours_step(name: str, inputs: dict[str, str], hours: Fraction, start: date | None = None) -> Step:
    return Step(name=name, inputs=inputs, result=_number(hours), unit="hours", article=WORKED, start=start)


def _part(percentage: Decimal) -> Fraction:
    return Fraction(percentage) / 100


def _euro(cents: Fraction) -> str:
    """Euro with two to six decimals."""
    whole, _, decimals = _number(cents / 100).partition(".")
    return f"{whole}.{decimals:0<2}"


def _number(value: Fraction) -> str:
    """At most six decimals."""
    return plain(Decimal((2 * value * 10**6 + 1) // 2).scaleb(-6))
