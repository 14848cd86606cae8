"""The command reference, made from the commands themselves: `python -m commands.reference > docs/commands.md`."""

from collections.abc import Iterator

import click

from commands.cli import lks

INTRODUCTION = """# Commands

Made by `python -m commands.reference > docs/commands.md`; a test holds it equal to the commands.
Exit codes: 0 done, 1 refused or found something, 2 misused, 130 stopped with Ctrl-C."""


def reference() -> str:
    """All commands with their options, as Markdown."""
    context = click.Context(lks, info_name="lks")
    return "\n\n".join([INTRODUCTION, *_described(lks, context)]) + "\n"


def _described(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _described(child, click.Context(child, info_name=name, parent=context))
        return
    yield f"## {context.command_path}\n\n{(command.help or '').strip()}\n\n{_options(command, context)}"


def _options(command: click.Command, context: click.Context) -> str:
    rows = [record for parameter in command.get_params(context) if (record := parameter.get_help_record(context))]
    arguments = " ".join(
        parameter.make_metavar(context) for parameter in command.params if isinstance(parameter, click.Argument)
    )
    lines = [f"    {context.command_path} {arguments} [options]".replace("  [", " ["), ""]
    return "\n".join([*lines, *(f"- `{option}` {text}" for option, text in rows)])


if __name__ == "__main__":
    click.echo(reference(), nl=False)
