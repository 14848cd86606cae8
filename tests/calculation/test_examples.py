"""Every worked example of the amount, to the cent (R1 to R10): published ones and those derived from published rates."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger.calculation.amount import Segment, amount
from ledger.calculation.calendar import Month, payment_day
from ledger.calculation.entitlement import Grant, Terms, monthly
from ledger.calculation.money import whole_cents
from ledger.calculation.terms import ContractForm
from ledger.calculation.timeline import Share
from tests.calculation.cases import DEFAULTS, LAW, cents, contract, due, flat_rate, regular, terms

EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"), parse_float=Decimal)


def _named(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("example", [pytest.param(row, id=row["name"]) for row in EXAMPLES[kind]])


def _expected(row: dict[str, Any]) -> tuple[int, int]:
    return whole_cents(Decimal(row["subsidy"])), whole_cents(Decimal(row["charges"]))


def _grant(row: dict[str, Any], start: date) -> Grant:
    if row.get("route") == "flat_rate":
        return flat_rate(start)
    return regular(start, str(row["wage_value_percentage"]))


def _subsidy(row: dict[str, Any], start: date) -> Terms:
    agreed = contract(start, str(row["hours_per_week"]), full_time_hours=str(row["sector_full_time_hours"]))
    ages = [(row["age"], start)] if row["age"] < 21 else []
    return terms(start, _grant(row, start), contracts=[agreed], ages=ages)


def _wage(segment: Segment) -> Decimal:
    return segment.minimum_wage_cents * segment.age_percentage / 100 / 100


@_named("example")
def test_month_on_a_day(example: dict[str, Any]) -> None:
    """R1: a whole month, or the days given, on the terms of that day."""
    part = Share(example["days"], example["days_in_month"]) if "days" in example else None
    segments = monthly(_subsidy(example, example["on"]), example["on"], LAW, DEFAULTS, part)
    found = amount(segments)
    assert [_wage(segment) for segment in segments] == [example["minimum_wage"]]
    assert [segment.charges_percentage for segment in segments] == [example["charges_percentage"]]
    assert found == _expected(example)
    assert found.total_cents == whole_cents(example["total"])


@_named("example")
def test_entitlement_of_the_first_month(example: dict[str, Any]) -> None:
    """R2: the line of the month that begins on that day is the same amount, by the days that remain of it."""
    day = example["on"]
    subsidy = _subsidy(example, day)
    remaining = Month.of(day).days - day.day + 1
    found = due(subsidy, str(Month.of(day)))
    assert cents(found) == amount(monthly(subsidy, day, LAW, DEFAULTS, Share(remaining, Month.of(day).days)))


def test_days_of_the_procesplaten_example() -> None:
    """R24, R23: started on 23 October 2026: 9 of 31 days, first paid by 20 November."""
    example = next(row for row in EXAMPLES["example"] if "first_payment_by" in row)
    found = due(_subsidy(example, example["on"]), "2026-10")
    (segment,) = found.lines[0].segments
    assert (segment.days, segment.days_in_month) == (example["days"], example["days_in_month"])
    assert cents(found) == _expected(example)
    assert payment_day(Month.of(example["on"]).next) == example["first_payment_by"]


@_named("worked_hours_example")
def test_worked_hours(example: dict[str, Any]) -> None:
    """R10: the fixed line is the minimum, the variable line what was worked above it."""
    month = Month.parse(example["month"])
    minimum = str(example["minimum_hours_per_week"])
    form: ContractForm = "min_max" if example["minimum_hours_per_week"] else "zero_hours"
    agreed = contract(month.first, minimum, form, str(example["sector_full_time_hours"]))
    reports = [(month.first, month.last, str(example["worked_hours"]))]
    grant = regular(month.first, str(example["wage_value_percentage"]))
    found = due(terms(month.first, grant, contracts=[agreed], reports=reports), example["month"])
    assert not found.unknown
    assert cents(found) == _expected(example["fixed"])
    assert cents(found, "variable") == _expected(example["variable"])
    segments = [segment for line in found.lines for segment in line.segments]
    assert {_wage(segment) for segment in segments} == {example["minimum_wage"]}
    assert {segment.charges_percentage for segment in segments} == {example["charges_percentage"]}


@_named("segments_example")
def test_month_in_segments(example: dict[str, Any]) -> None:
    """R2, R5: one line of several segments, rounded once."""
    month = Month.parse(example["month"])
    first, second = example["segments"]
    change = month.first + timedelta(days=first["days"])
    agreed = contract(month.first, str(example["hours_per_week"]))
    if first.get("route") == "flat_rate":
        subsidy = terms(month.first, _grant(first, month.first), _grant(second, change), contracts=[agreed])
    else:
        ages = [(20, month.first), (21, change)]
        subsidy = terms(month.first, _grant(first, month.first), contracts=[agreed], ages=ages)
    found = due(subsidy, example["month"])
    (line,) = found.lines
    assert [(segment.days, _wage(segment)) for segment in line.segments] == [
        (row["days"], row["minimum_wage"]) for row in example["segments"]
    ]
    assert cents(found) == _expected(example)


@_named("reference_date_example")
def test_reference_date(example: dict[str, Any]) -> None:
    """R3: a decision moves the reference date, a change of hours does not."""
    start = date(2026, 3, 1)
    if "decided" in example:
        change = example["decided"]
        hours = str(example["hours_per_week"])
        grants = [regular(start, "50"), regular(change["from"], str(change["wage_value_percentage"]))]
        subsidy = terms(start, *grants, contracts=[contract(start, hours)])
    else:
        change = example["amended"]
        contracts = [contract(start), contract(change["from"], str(change["hours_per_week"]))]
        subsidy = terms(start, regular(start, str(example["wage_value_percentage"])), contracts=contracts)
    found = due(subsidy, example["month"])
    (segment,) = found.lines[0].segments
    assert _wage(segment) == example["minimum_wage"]
    assert cents(found) == _expected(example)
