"""Commands as a user gives them, played in this process."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from commands.story import Outcome, play

NOWHERE = Path("/nonexistent")


def lks(words: str, typed: str = "") -> Outcome:
    """What a command printed, and its exit code; `typed` is what it reads from standard input."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO(typed))
        return play(words, NOWHERE)


def answered(words: str) -> Any:
    """The JSON that a command answered; it must have done what was asked."""
    outcome = lks(f"{words} --json")
    assert outcome.exit_code == 0, outcome.printed
    return json.loads(outcome.printed)
