"""Whoever receives a file reads of every column, code and total in it."""

import json
import re
from pathlib import Path
from typing import Any, get_args

from ledger.calculation.month import Month
from projections.statistics import delivery
from projections.statistics.columns import COLUMNS, GROUPS
from projections.wage_values import csv_file
from projections.wage_values.changes import Kind

DOCS = Path(__file__).parents[2] / "docs"
WAGE_VALUES = (DOCS / "wage-values.md").read_text(encoding="utf-8")
STATISTICS = (DOCS / "statistics.md").read_text(encoding="utf-8")


def listed(text: str, heading: str, cells: int = 1) -> list[Any]:
    """The codes in the first cells of the table under a heading."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^" + r"\| `(\w+)` " * cells + r"\|", section, re.MULTILINE)


def test_every_column_and_kind_for_the_chain_is_documented() -> None:
    assert tuple(listed(WAGE_VALUES, "Het bestand")) == csv_file.HEADINGS
    assert set(listed(WAGE_VALUES, "Soorten")) == set(get_args(Kind))
    assert csv_file.VERSION in WAGE_VALUES


def test_every_column_and_code_for_cbs_is_documented() -> None:
    assert listed(STATISTICS, "De kolommen", 2) == [(name, column.heading) for name, column in COLUMNS.items()]
    assert all(f"`{code}`" in STATISTICS for code in GROUPS.values())
    assert delivery.VERSION in STATISTICS


def test_every_control_total_is_documented() -> None:
    empty = delivery.Delivery("GM0363", Month(2026, 10), 1, ("bsn",), (), ())
    assert listed(STATISTICS, "Controletotalen") == list(json.loads(empty.sidecar(1))["controletotalen"])
