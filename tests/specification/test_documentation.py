"""Employers and software makers read of every column and code, in order, and of nothing else."""

import json
import re
from pathlib import Path

from projections.specification import csv_file, sidecar
from projections.specification.columns import HEADINGS
from projections.specification.document import Specification
from projections.specification.row import VERSION
from tests.specification.rows import ALL_CODES, a_row

TEXT = (Path(__file__).parents[2] / "docs" / "betaalspecificatie.md").read_text(encoding="utf-8")


def test_every_column_is_documented_under_its_number() -> None:
    documented = re.findall(r"^\| (\d+) \| `(\w+)` \|", TEXT, re.MULTILINE)
    assert documented == [(str(number), heading) for number, heading in enumerate(HEADINGS, start=1)]


def test_every_code_is_documented_and_no_other() -> None:
    known = {*ALL_CODES, VERSION}
    assert {code for code in known if f"`{code}`" not in TEXT} == set()
    assert set(re.findall(r"`([A-Z]{4,})`", TEXT)) - {"JJJJ"} <= known


def test_every_field_of_the_sidecar_is_documented() -> None:
    csv = csv_file.write([a_row()])
    told = json.loads(sidecar.write(Specification("N1", "W-000012-8", "B", (a_row(),), {}), csv))
    fields = {*told, *told["betaalkenmerken"][0]}
    assert {field for field in fields if f"`{field}`" not in TEXT} == set()


def test_it_says_that_decimals_have_a_comma() -> None:
    assert "decimale komma" in TEXT
