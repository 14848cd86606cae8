"""`lks schema`: the JSON Schema of what can be sent in: one line of a JSON Lines file, or the contents of a report of a
measurement; as it is published in docs/schemas."""

import json
from typing import Literal

import click

from ledger.importing.schema import NAMES, Name, schema
from ledger.measuring import contents

Kind = Name | Literal["measurement"]


@click.command("schema")
@click.argument("kind", type=click.Choice((*NAMES, "measurement")))
def schema_command(kind: Kind) -> None:
    """Print the JSON Schema (2020-12) of one row of applications, changes or hours, or of the contents of a measurement."""
    click.echo(text(kind), nl=False)


def text(kind: Kind) -> str:
    """The schema as it is published."""
    found = contents.schema() if kind == "measurement" else schema(kind)
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
