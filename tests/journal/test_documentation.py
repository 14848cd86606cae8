"""Finance reads of every account, column and posting, and of nothing else."""

import io
import re
from pathlib import Path

from projections.journal import general_ledger
from projections.journal.accounts import CONTROL_ACCOUNTS, DUTCH_NAMES
from projections.journal.beancount_file import account_names
from projections.journal.columns import HEADINGS, TOPICS

TEXT = (Path(__file__).parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading."""
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_account_is_documented_with_its_names() -> None:
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \| `([\w:]+)` \|", section("Accounts"), re.MULTILINE)
    assert told == [(account, DUTCH_NAMES[account], name) for account, name in account_names("GM0363").items()]


def test_every_fact_that_posts_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)`", section("Which fact posts what"), re.MULTILINE)) == set(TOPICS)


def test_every_column_is_documented_in_order() -> None:
    text = section("CSV and Excel")
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == HEADINGS
    assert all(description in text for description in TOPICS.values())


def test_the_control_accounts_are_documented() -> None:
    assert "`payable`, `in_transit`, `bank` and `receivable`" in section("The check")
    assert CONTROL_ACCOUNTS == ("payable", "in_transit", "bank", "receivable")


def test_the_example_of_an_export_is_read() -> None:
    (example,) = re.findall(r"^```\n(rekening;.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    rows = list(general_ledger.read(io.BytesIO(example.encode())))
    assert [row.debit_cents - row.credit_cents for row in rows] == [112176, -112176]
    assert {row.reference for row in rows} == {"1042-20261119"}
