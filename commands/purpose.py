"""Why persons are looked at: what `--purpose` or LKS_PURPOSE states, or else the command and the numbers it is about.

It stands in the log of looks (docs/looks.md), so it holds no names: a short text without personal data. A login that inspects
must state one.
"""

import getpass
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import click

from commands.options import Parsed
from ledger.log.store import PostgresStore
from ledger.refusal import Misuse
from ledger.vault.looker import LONGEST_PURPOSE, Looker

_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/,()+-]*")
_LONG_NUMBER = re.compile("[0-9]{8}")
_NUMBER = re.compile(
    r"LKS-[0-9]{2}-[0-9]{6,9}-[0-9A-Z]|[PW]-[0-9]{6,9}-[0-9A-Z]|GM[0-9]{4}(-[0-9]{4}-[0-9]{2}-[0-9]+)?"
)
_NAMED = 3


def _purpose(text: str) -> str:
    said = " ".join(text.split())
    if not _TEXT.fullmatch(said) or len(said) > LONGEST_PURPOSE or _LONG_NUMBER.search(said):
        what = f"a purpose is at most {LONGEST_PURPOSE} letters, digits and . _ : / , ( ) + - , without long numbers."
        raise Misuse(what, remedy="Name the question or the case, like inspection 2026-14; no names and no BSN.")
    return said


PURPOSE = Parsed("purpose", _purpose)

option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--purpose",
    "stated",
    type=PURPOSE,
    envvar="LKS_PURPOSE",
    default=None,
    help="Why persons are looked at, for the log of looks (or LKS_PURPOSE; default: this command and what it is about).",
)


def looker(by: str, stated: str | None) -> Looker:
    """Who looks and why. On whose behalf is the actor, LKS_ACTOR, or who is logged in on this machine."""
    return Looker(actor=by or os.environ.get("LKS_ACTOR", "").strip() or _login(), purpose=stated or _of_command())


def check_stated(store: PostgresStore, stated: str | None) -> None:
    """Raises Misuse where a login that only inspects states no purpose."""
    if stated is None and store.only_inspects:
        remedy = "Give --purpose or set LKS_PURPOSE, like: inspection 2026-14."
        raise Misuse("an inspector states why.", field="--purpose", remedy=remedy)


def _of_command() -> str:
    """The command, and up to three numbers that it was given."""
    context = click.get_current_context(silent=True)
    if context is None:
        return "lks"
    command = context.command_path.partition(" ")[2] or context.command_path
    return " ".join([command, *list(dict.fromkeys(_numbers(context.params.values())))[:_NAMED]])[:LONGEST_PURPOSE]


def _numbers(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            if _NUMBER.fullmatch(value):
                yield value
        elif isinstance(value, tuple | list):
            yield from _numbers(value)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
