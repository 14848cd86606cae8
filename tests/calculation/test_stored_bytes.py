"""Segments and lines are stored for ever: their bytes, and that making them without validation changes none of them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ledger.calculation.amount import FixedSegment, Line, Segment, WorkedSegment, amount
from ledger.model import Model
from tests.calculation.cases import contract, due, fixed_segment, flat_rate, regular, terms, worked_segment

FIXED = (
    '{"start":"2026-02-01","days":28,"days_in_month":28,"hours":"32.5","full_time_hours":"36","base_hours":"36",'
    '"reference_date":"2026-01-01","minimum_wage_cents":229440,"age_percentage":"100","holiday_percentage":"8",'
    '"route":"regular","wage_value":"50","wage_value_holiday_percentage":"8","cap_percentage":"70",'
    '"flat_rate_percentage":null,"charges_percentage":"25","charges_on":"unrounded","formula":"lks-2024"}'
)
WORKED = (
    '{"start":"2026-02-01","days":28,"days_in_month":28,"hours":"0","full_time_hours":"36","base_hours":"36",'
    '"reference_date":"2026-01-01","minimum_wage_cents":229440,"age_percentage":"100","holiday_percentage":"8",'
    '"route":"regular","wage_value":"50","wage_value_holiday_percentage":"8","cap_percentage":"70",'
    '"flat_rate_percentage":null,"charges_percentage":"25","charges_on":"unrounded","formula":"lks-2024-worked",'
    '"reported_hours":"100","worked_days":28,"report_days":28,"role":"counted"}'
)


@pytest.mark.parametrize(
    ("text", "kind", "cents"), [(FIXED, FixedSegment, (111852, 27963)), (WORKED, WorkedSegment, (79422, 19855))]
)
def test_stored_segment_loads_and_gives_its_amount(text: str, kind: type[Model], cents: tuple[int, int]) -> None:
    """R1: what was sealed once loads for ever, to the same cents, and is written back byte for byte."""
    segment: Segment = TypeAdapter(Segment).validate_json(text)
    assert isinstance(segment, kind)
    assert segment.model_dump_json() == text
    assert amount((segment,)) == cents


@given(
    hours=st.integers(1, 4000),
    wage_value=st.integers(0, 10000),
    day=st.integers(1, 31),
    flat=st.booleans(),
    year=st.integers(2018, 2026),
    worked=st.integers(0, 30000),
)
def test_made_segments_have_the_bytes_of_validated_ones(
    hours: int, wage_value: int, day: int, flat: bool, year: int, worked: int
) -> None:
    """A line that the calculation makes and the same line validated from JSON or from its fields are one."""
    start = date(year, 1, day)
    grant = flat_rate(start) if flat else regular(start, str(Decimal(wage_value) / 100))
    agreed = contract(start, str(Decimal(hours) / 100), "min_max", "38", maximum="40")
    reports = [(start, date(year, 1, 31), str(Decimal(worked) / 100))]
    subsidy = terms(start, grant, contracts=[agreed], reports=reports, ages=[(19, start), (20, date(year, 1, 31))])
    found = due(subsidy, f"{year}-01")
    assert [line.element for line in found.lines] == ["fixed", "variable"]
    for line in found.lines:
        text = line.model_dump_json()
        assert Line.model_validate_json(text).model_dump_json() == text
        assert Line.model_validate(line.model_dump()) == line == Line.model_validate_json(text)
        assert list(json.loads(text)["segments"][0]) == list(type(line.segments[0]).model_fields)


def test_every_line_proves_itself() -> None:
    """A line's amount is the recomputation from its own segments, read back from its bytes."""
    start = date(2025, 10, 23)
    subsidy = terms(start, flat_rate(start), regular(date(2026, 4, 23), "60"))
    for month in ("2025-10", "2026-01", "2026-04", "2026-09"):
        (line,) = due(subsidy, month).lines
        stored = Line.model_validate_json(line.model_dump_json())
        assert amount(stored.segments) == (line.subsidy_cents, line.charges_cents)
        assert line.total_cents == line.subsidy_cents + line.charges_cents


@pytest.mark.parametrize(
    "changed", [{"hours": 32.5}, {"wage_value": "101"}, {"days": -1}, {"formula": "lks-1999"}, {"colour": "red"}]
)
def test_segment_refuses_what_it_cannot_hold(changed: dict[str, object]) -> None:
    """Floats, impossible numbers, unknown formulas and unknown fields never reach a fact."""
    with pytest.raises(ValidationError):
        fixed_segment(**changed)


def test_kinds_of_segment_do_not_mix() -> None:
    """R2: a line is of one element, fixed or variable."""
    for mixed in ((fixed_segment(), worked_segment()), (worked_segment(), fixed_segment())):
        with pytest.raises(AssertionError, match="one element"):
            amount(mixed)
