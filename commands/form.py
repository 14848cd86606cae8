"""`lks form`: the application and the change form as PDF, to print or to fill in on a screen; `lks import` reads them back."""

from pathlib import Path
from typing import Any

import click

from commands.files import write
from commands.options import CASE, MUNICIPALITY
from commands.output import Output
from projections.forms.application import application
from projections.forms.change import change
from projections.forms.page import draw
from projections.forms.questions import Form

_out = click.option("--out", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


@click.group("form")
def form() -> None:
    """Forms to print or to fill in (aanvraag- en wijzigingsformulier)."""


@form.command("application")
@click.option("--municipality", type=MUNICIPALITY, help="The municipality that is filled in, like GM0363.")
@_out
@_json
def application_form(municipality: str | None, out: Path, as_json: bool) -> None:
    """Make the application form. Filled in, lks import applications FILE.pdf reads it."""
    _made(application(municipality or ""), out, as_json)


@form.command("change")
@click.option("--case", type=CASE, help="The case number that is filled in.")
@_out
@_json
def change_form(case: str | None, out: Path, as_json: bool) -> None:
    """Make the change form. Filled in, lks import changes FILE.pdf reads it."""
    _made(change(case or ""), out, as_json)


def _made(made: Form, out: Path, as_json: bool) -> None:
    digest = write(out, lambda file: draw(made, file))
    fields: dict[str, Any] = {"file": out.name, "sha256": digest, "fields": len(made.questions)}
    Output(as_json).answer([f"Made {out.name}: {made.title}, {len(made.questions)} fields."], **fields)
