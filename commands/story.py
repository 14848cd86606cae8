"""Stories: executable transcripts that a controller can read.

A line that starts with `$ lks` is a command; the lines up to the next empty line are what it printed, without its empty lines;
`…` stands for what differs each time (a seal, a moment). Everything else is prose. The demonstration plays one, the tests all.
"""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commands.cli import main

PROMPT = "$ lks "


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a story and what the transcript says it printed; or prose, without a command."""

    prose: str = ""
    command: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit code."""

    printed: str
    exit_code: int


def steps(text: str) -> Iterator[Step]:
    """The story's prose and commands, in order."""
    for block in re.split(r"\n{2,}", text.strip("\n")):
        first, _, rest = block.partition("\n")
        if first.startswith(PROMPT):
            yield Step(command=first.removeprefix(PROMPT), expected=rest)
        else:
            yield Step(prose=block)


def play(command: str, folder: Path) -> Outcome:
    """Run one command of a story in this process; FILE arguments are looked up in the story's folder."""
    words = [_located(word, folder) for word in shlex.split(command)]
    printed = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            main(words)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return Outcome(printed.getvalue().rstrip("\n"), code)


def agrees(expected: str, printed: str) -> bool:
    """Whether it printed what the transcript says; `…` stands for anything on a line, and empty lines do not count."""
    pattern = ".*".join(re.escape(part) for part in expected.split("…"))
    return re.fullmatch(pattern, re.sub(r"\n{2,}", "\n", printed)) is not None


def _located(word: str, folder: Path) -> str:
    return str(folder / word) if os.path.isfile(folder / word) else word
