"""How personal data comes in: from a file, from standard input, or typed at a prompt; never as an option (shell history)."""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import click

from ledger.refusal import Misuse

LONGEST = 1_000_000
"""Characters that are read at most; no form and no report comes near it."""


def ask(labels: Mapping[str, str], file: str | None, option: str = "--file") -> dict[str, Any]:
    """The fields as a JSON object from FILE (`-`: standard input), or typed one by one."""
    source = _source(file)
    if source is not None:
        return _from_json(source, option)
    return {field: _typed(label) for field, label in labels.items()}


def json_object(file: str, option: str) -> dict[str, Any]:
    """The JSON object in FILE (`-`: standard input). Raises Misuse, naming the option and never what was read."""
    return _from_json(file, option)


def ask_changes(labels: Mapping[str, str], file: str | None, option: str = "--file") -> dict[str, Any]:
    """Only the fields that differ: those in the JSON object of FILE, or those that are typed and not left empty."""
    source = _source(file)
    if source is not None:
        return _from_json(source, option)
    click.echo("Leave empty what is right.")
    typed = {field: _typed(label) for field, label in labels.items()}
    return {field: value for field, value in typed.items() if value.strip()}


def ask_line(label: str, file: str | None) -> str:
    """One line of text: from FILE (`-`: standard input), or typed."""
    source = _source(file)
    text = (_typed(label) if source is None else read_text(source, "--file")).strip()
    if not text or len(text.splitlines()) > 1:
        raise Misuse("one line of text is needed.", field=label, remedy="Look for one thing at a time.")
    return text


def read_text(file: str, option: str) -> str:
    """The text of FILE (`-`: standard input). Raises Misuse, naming the option and never what was read."""
    try:
        with click.open_file(file, encoding="utf-8") as opened:
            text: str = opened.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        raise Misuse(f"cannot be read as text ({type(error).__name__}).", field=option, remedy="Check it.") from None
    if len(text) > LONGEST:
        raise Misuse(f"is longer than {LONGEST} characters.", field=option, remedy="Check it.")
    return text


def _source(file: str | None) -> str | None:
    """The file, or standard input when nobody is there to type."""
    return "-" if file is None and not sys.stdin.isatty() else file


def _typed(label: str) -> str:
    return str(click.prompt(label, default="", show_default=False))


def _from_json(file: str, option: str) -> dict[str, Any]:
    text = read_text(file, option)
    try:
        fields = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Misuse(f"cannot be read as JSON ({type(error).__name__}).", field=option, remedy="Check it.") from None
    if not isinstance(fields, dict):
        raise Misuse("holds no JSON object.", field=option, remedy='Write it like {"bsn": "...", ...}.')
    return fields
