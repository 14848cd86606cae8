"""`lks schema`: the JSON Schema of one line of a JSON Lines file, as it is published in docs/schemas."""

import json

import click

from ledger.importing.schema import NAMES, Name, schema


@click.command("schema")
@click.argument("kind", type=click.Choice(NAMES))
def schema_command(kind: Name) -> None:
    """Print the JSON Schema (2020-12) of one row of applications, changes or hours."""
    click.echo(text(kind), nl=False)


def text(kind: Name) -> str:
    """The schema as it is published."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
