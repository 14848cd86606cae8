"""Which inputs of a line differ from those of another: the hours, the wage value, the minimum wage, the age, the days."""

from collections.abc import Iterator

from ledger.calculation.money import euro
from ledger.calculation.segment import Line, Segment
from ledger.model import plain

NAMES = {
    "hours": "agreed hours",
    "full_time_hours": "sector's full-time week",
    "reported_hours": "worked hours",
    "wage_value": "wage value",
    "route": "route",
    "minimum_wage_cents": "minimum wage",
    "age_percentage": "age",
    "holiday_percentage": "holiday allowance",
    "charges_percentage": "employer charges",
    "cap_percentage": "cap",
    "flat_rate_percentage": "flat rate",
    "reference_date": "reference date",
    "charges_on": "charges on",
}
"""Inputs by the name of a segment's field, the most telling first."""


def changed_inputs(before: Line | None, after: Line | None) -> tuple[str, ...]:
    """What differs, in words: "agreed hours 32 becomes 24". Days are told when nothing else differs, or the line came or went."""
    if before is None or after is None:
        return ("nothing was due before",) if before is None else ("nothing is due any more",)
    found = tuple(_changed(before, after))
    was, becomes = _days(before), _days(after)
    return found if was == becomes else (*found, f"days {was} becomes {becomes}")


def _changed(before: Line, after: Line) -> Iterator[str]:
    for field, name in NAMES.items():
        was, becomes = _values(before, field), _values(after, field)
        if was != becomes:
            yield f"{name} {' and '.join(was) or 'none'} becomes {' and '.join(becomes) or 'none'}"


def _values(line: Line, field: str) -> tuple[str, ...]:
    """The values in the order of the days, each once."""
    return tuple(dict.fromkeys(_said(segment, field) for segment in line.segments if hasattr(segment, field)))


def _said(segment: Segment, field: str) -> str:
    value = getattr(segment, field)
    if field == "minimum_wage_cents":
        return euro(value)
    if value is None:
        return "none"
    return plain(value) if hasattr(value, "quantize") else str(value)


def _days(line: Line) -> int:
    return sum(segment.days for segment in line.segments)
