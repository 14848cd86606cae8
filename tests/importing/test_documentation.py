"""docs/import.md is made of the same table as the code, and its example works."""

import json
import re
from pathlib import Path

from ledger.importing import cells
from ledger.importing.column import documentation
from ledger.importing.columns import COLUMNS

TEXT = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_table_of_columns_is_that_of_the_code() -> None:
    assert documentation(COLUMNS) in TEXT, "put what ledger.importing.column.documentation() gives into docs/import.md"


def test_every_column_has_a_name_of_its_own_and_a_meaning() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.meaning and column.written for column in COLUMNS)


def test_the_two_spellings_of_an_amount_mean_the_same() -> None:
    (example,) = re.findall(r"```json\n(.*)\n```", TEXT)
    (text,) = re.findall(r"In CSV the same is `([^`]*)`", TEXT)
    as_list = json.loads(example, parse_float=str)
    assert cells.amounts([as_list]) == cells.amounts(text)
