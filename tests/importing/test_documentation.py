"""docs/import.md is made of the same table as the code, and its example works."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ledger.importing import cells, changes, hours
from ledger.importing.column import Column, documentation
from ledger.importing.columns import COLUMNS

TEXT = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [COLUMNS, changes.COLUMNS.values(), hours.COLUMNS.values()])
def test_the_tables_of_columns_are_those_of_the_code(columns: Iterable[Column]) -> None:
    assert documentation(columns) in TEXT, "put what ledger.importing.column.documentation() gives into docs/import.md"


def test_every_column_has_a_name_of_its_own_and_a_meaning() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    for column in (*COLUMNS, *changes.COLUMNS.values(), *hours.COLUMNS.values()):
        assert column.meaning
        assert column.written


def test_the_two_spellings_of_an_amount_mean_the_same() -> None:
    (example,) = re.findall(r"```json\n(.*)\n```", TEXT)
    (text,) = re.findall(r"In CSV the same is `([^`]*)`", TEXT)
    as_list = json.loads(example, parse_float=str)
    assert cells.amounts([as_list]) == cells.amounts(text)
