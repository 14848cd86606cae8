"""docs/worklist.md names every kind of item, with the rule and the role that it has."""

import re
from pathlib import Path

from ledger.process.item import KINDS
from tests.worklist.test_commands import ALL

TEXT = (Path(__file__).parents[2] / "docs" / "worklist.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells for line in TEXT.splitlines() if len(cells := re.findall(r"\| ([^|]*?) (?=\|)", line)) == 5
}  # fmt: skip


def test_the_table_of_the_documentation_has_every_kind_with_its_rule_and_role() -> None:
    assert {kind: ROWS[kind][4] for kind in KINDS} == dict(KINDS)
    for item in ALL:
        assert item.ground.rule in ROWS[item.kind][3].split(", "), item.kind
