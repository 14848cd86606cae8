"""Shown before it is recorded: with --yes, or agreed with at a terminal; otherwise only shown."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from commands.call import Call


def confirmed(call: Call, shown: Sequence[str], yes: bool, **fields: Any) -> bool:
    """Whether to record it; `fields` are what machines are told when nothing is."""
    if yes:
        if not call.output.as_json:
            click.echo("\n".join(shown))
        return True
    if call.output.as_json or not sys.stdin.isatty():
        say = [*shown, "Nothing was recorded. The same with --yes records it."]
        call.output.answer(say, recorded=False, **fields)
        return False
    click.echo("\n".join(shown))
    return click.confirm("Record this?")
