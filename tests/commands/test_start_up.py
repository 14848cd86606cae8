"""Commands start quickly: help loads no verb, and what needs no ledger loads no database and no cipher."""

import subprocess
import sys
from pathlib import Path

import pytest

from commands.cli import SUMMARIES, VERBS

ROOT = Path(__file__).parents[2]
HEAVY = {
    "psycopg",
    "cryptography",
    "eventsourcing",
    "schwifty",
    "ledger.log.store",
    "ledger.server.embedded",
    "ledger.vault.sealing",
}
PLAY = """
import sys
from commands.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded(words: str) -> set[str]:
    """Every module that a command loaded, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", PLAY, *words.split()], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ran.stdout
    return set(ran.stderr.split())


def test_help_loads_no_verb_and_no_model() -> None:
    modules = loaded("--help")
    assert not {name for name in modules if name.startswith("commands.")} - {"commands.cli"}
    assert "pydantic" not in modules


@pytest.mark.parametrize(
    "words",
    [
        "calculate --on 2026-02-01 --route regular --wage-value 50 --hours 36 --age 30",
        "calendar payment-day 2026-12",
        "calendar term --from 2026-04-10 --weeks 5",
    ],
)
def test_what_needs_no_ledger_loads_none(words: str) -> None:
    assert not loaded(words) & HEAVY


def test_every_verb_has_its_line_in_the_help() -> None:
    assert SUMMARIES.keys() == VERBS.keys()
