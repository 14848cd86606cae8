"""The derivation says what was done, step by step, and ends in the amount."""

from datetime import date

import pytest

from ledger.calculation.amount import Segment, amount
from ledger.calculation.derivation import Step, steps
from ledger.calculation.entitlement import monthly
from ledger.calculation.money import euro
from tests.calculation.cases import (
    DEFAULTS,
    LAW,
    contract,
    due,
    fixed_segment,
    flat_rate,
    regular,
    terms,
    worked_segment,
)

START = date(2026, 2, 1)


def results(found: tuple[Step, ...]) -> list[tuple[str, str]]:
    """Names and results."""
    return [(step.name, step.result) for step in found]


def test_regular_month() -> None:
    """R1: the statute's order, each step with its article."""
    found = steps(monthly(terms(START, contracts=[contract(START, "32")]), START, LAW, DEFAULTS))
    assert results(found) == [
        ("minimum wage", "2294.40"),
        ("minimum wage with holiday allowance", "2477.952"),
        ("wage value with holiday allowance", "1238.976"),
        ("difference", "1238.976"),
        ("cap (does not bind)", "1238.976"),
        ("agreed hours", "1101.312"),
        ("subsidy", "1101.31"),
        ("employer charges", "275.33"),
        ("total", "1376.64"),
    ]
    assert all(step.article for step in found)
    assert found[0].inputs == {"adult, a month": "2294.40", "on": "2026-02-01"}


def test_flat_rate_of_a_part_of_a_month() -> None:
    """R7, R5: lid 5, and the days of the month."""
    start = date(2026, 2, 15)
    (line,) = due(terms(start, flat_rate(start)), "2026-02").lines
    found = steps(line.segments)
    assert results(found)[2:5] == [
        ("flat rate", "1238.976"),
        ("agreed hours", "1238.976"),
        ("part of the month", "619.488"),
    ]
    assert found[2].article == "art. 10d lid 5 Pw"
    assert found[4].inputs == {"month": "1238.976", "days": "14", "of days": "28"}


def test_youth_wage_names_its_percentage() -> None:
    """R6: the percentage and the article of the youth minimum wage."""
    step = steps((fixed_segment(age_percentage="39.5"),))[0]
    assert step.result == "906.288"
    assert step.inputs["percentage at this age"] == "39.5"
    assert "art. 7 lid 3" in step.article


def test_cap_and_sectors_week_are_shown_where_they_bind() -> None:
    """R1, R4: accepted above the sector's week and shown as capped."""
    found = {step.name: step for step in steps((fixed_segment(wage_value="20", hours="45", full_time_hours="38"),))}
    assert found["cap"].result == "1734.5664"
    step = found["agreed hours, capped at the sector's week"]
    assert (step.inputs["agreed hours a week"], step.inputs["hours that count"]) == ("45", "38")


def test_every_segment_has_its_own_steps() -> None:
    """R2: segments are derived one by one and rounded together."""
    start = date(2026, 1, 1)
    (line,) = due(terms(start, regular(start), regular(date(2026, 1, 21), "60")), "2026-01").lines
    found = steps(line.segments)
    assert {step.start for step in found} == {start, date(2026, 1, 21), None}
    assert [step.name for step in found if step.start is None] == ["subsidy", "employer charges", "total"]
    assert found[-1].result == euro(line.total_cents)


def test_worked_hours() -> None:
    """R10: 96 hours, 86 and two thirds of them in the minimum."""
    segments = (worked_segment(hours="20", reported_hours="96"),)
    found = {step.name: step for step in steps(segments)}
    assert found["worked hours that count"].result == "96"
    assert found["worked hours above the minimum"].inputs["hours of the agreed minimum"] == "86.666667"
    assert found["worked hours above the minimum"].result == "9.333333"
    assert found["subsidy"].result == "74.13"


def test_limit_of_worked_hours_is_shown() -> None:
    """R10: what the sector's weeks of the quarter still allowed."""
    earlier = worked_segment(role="context", reported_hours="312")
    own = worked_segment(role="limited", reported_hours="200")
    found = {step.name: step for step in steps((earlier, own))}
    assert found["worked hours that count"].inputs == {"worked hours": "200", "allowed by the sector's weeks": "0"}
    assert found["total"].result == "0.00"


@pytest.mark.parametrize(
    "segments",
    [
        (fixed_segment(hours="18.75", wage_value="30"),),
        (fixed_segment(days=9, days_in_month=31), fixed_segment(days=22, days_in_month=31, charges_on="unrounded")),
        (fixed_segment(charges_on="rounded", hours="33.33"),),
        (worked_segment(), worked_segment(minimum_wage_cents=183552, worked_days=3)),
        (fixed_segment(wage_value="100"),),
    ],
)
def test_derivation_ends_in_the_amount(segments: tuple[Segment, ...]) -> None:
    """R2: it is the same arithmetic, so the last three steps are the amount."""
    subsidy, charges, total = (step.result for step in steps(segments)[-3:])
    found = amount(segments)
    assert (subsidy, charges) == (euro(found.subsidy_cents), euro(found.charges_cents))
    assert total == euro(found.total_cents)


def test_steps_are_plain_for_machines() -> None:
    """Every step is text under a name, and loads again."""
    for step in steps((fixed_segment(),)):
        assert Step.model_validate_json(step.model_dump_json()) == step


def test_no_segments_no_steps() -> None:
    """Nothing due is explained by its gaps, not by steps."""
    assert steps(()) == ()
