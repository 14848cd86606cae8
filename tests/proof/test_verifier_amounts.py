"""The verifier computes with fractions of its own what the ledger computes with integers: the same cents, always."""

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger.calculation.amount import FixedSegment, Segment, WorkedSegment, amount

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_bundle.py"
TRIES = 200


def test_amounts_are_the_same_for_any_inputs() -> None:
    module: dict[str, Any] = {"__name__": "verify_bundle"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), module)
    chance, paid = random.Random(10), 0
    for _ in range(TRIES):
        segments = _line(chance)
        ours = amount(segments)
        assert module["amount"]([json.loads(one.model_dump_json()) for one in segments]) == ours, segments
        paid += ours.subsidy_cents > 0
    assert paid > TRIES / 3


def _line(chance: random.Random) -> list[Segment]:
    shared = {
        "charges_on": chance.choice(["unrounded", "rounded"]),
        "full_time_hours": _hundredths(chance, 3200, 4000),
        "base_hours": Decimal(chance.choice([36, 38, 40])),
    }
    if chance.random() < 0.5:
        return [FixedSegment(**_inputs(chance, "lks-2024") | shared) for _ in range(chance.randint(1, 3))]
    limited = chance.random() < 0.6
    roles = [chance.choice(["context", "limited"]) if limited else "counted" for _ in range(chance.randint(0, 3))]
    roles.append("limited" if limited else "counted")
    return [WorkedSegment(**_worked(chance, role) | shared) for role in roles]


def _worked(chance: random.Random, role: str) -> dict[str, Any]:
    return _inputs(chance, "lks-2024-worked") | {
        "hours": _hundredths(chance, 0, 2000),
        "reported_hours": _hundredths(chance, 0, 20000),
        "worked_days": chance.randint(0, 31),
        "report_days": chance.randint(1, 35),
        "role": role,
    }


def _inputs(chance: random.Random, formula: str) -> dict[str, Any]:
    regular = chance.random() < 0.7
    return {
        "start": date(2026, 10, 1),
        "days": chance.randint(1, 31),
        "days_in_month": chance.randint(28, 31),
        "hours": _hundredths(chance, 0, 4500),
        "reference_date": date(2026, 1, 1),
        "minimum_wage_cents": chance.randint(100_000, 300_000),
        "age_percentage": _hundredths(chance, 3000, 10_000),
        "holiday_percentage": _hundredths(chance, 700, 900),
        "route": "regular" if regular else "flat_rate",
        "wage_value": _hundredths(chance, 0, 10_000) if regular else None,
        "wage_value_holiday_percentage": _hundredths(chance, 800, 1200) if regular else None,
        "cap_percentage": _hundredths(chance, 6000, 8000) if regular else None,
        "flat_rate_percentage": None if regular else _hundredths(chance, 4000, 6000),
        "charges_percentage": _hundredths(chance, 2000, 2600),
        "formula": formula,
    }


def _hundredths(chance: random.Random, low: int, high: int) -> Decimal:
    return Decimal(chance.randint(low, high)) / 100
