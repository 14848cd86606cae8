"""The command reference, made from the commands themselves: `python -m commands.reference > docs/commands.md`."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import click

from commands.call import Call, reading, recording
from commands.cli import lks

INTRODUCTION = """# Commands

Made by `python -m commands.reference > docs/commands.md`; a test holds it equal to the commands.
Exit codes: 0 done, 1 refused or found something, 2 misused, 130 stopped with Ctrl-C."""

Records = list[tuple[str, str]]


def reference() -> str:
    """All commands with their options, as Markdown."""
    context = click.Context(lks, info_name="lks")
    looks, records = _common(reading, context), _common(recording, context)
    common = [
        f"Every command that looks at a ledger also takes:\n\n{_listed(looks)}",
        f"Every command that records also takes:\n\n{_listed(records)}",
    ]
    return "\n\n".join([INTRODUCTION, *common, *_described(lks, context, [*looks, *records])]) + "\n"


def _common(options: Callable[..., Any], context: click.Context) -> Records:
    """What a decorator gives to every command."""

    @click.command()
    @options
    def any_command(call: Call) -> None: ...

    return _records(any_command, context)


def _described(command: click.Command, context: click.Context, known: Records) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _described(child, click.Context(child, info_name=name, parent=context), known)
        return
    arguments = (one.make_metavar(context) for one in command.params if isinstance(one, click.Argument))
    usage = " ".join([context.command_path, *arguments, "[options]"])
    own = [record for record in _records(command, context) if record not in known]
    parts = [f"## {context.command_path}", inspect.cleandoc(command.help or ""), f"    {usage}", _listed(own)]
    yield "\n\n".join(part for part in parts if part)


def _records(command: click.Command, context: click.Context) -> Records:
    records = (one.get_help_record(context) for one in command.params)
    return [record for record in records if record and record[1]]


def _listed(records: Records) -> str:
    return "\n".join(f"- `{option}` {text}" for option, text in records)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
