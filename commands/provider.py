"""`lks provider`: providers of wage value measurements (aanbieders van loonwaardebepalingen), and who supervises them."""

from typing import get_args

import click

from commands.call import Call, reading, recording
from commands.measurers import load_names, provider_name, providers
from commands.options import CODE
from commands.output import table
from commands.private import ask
from ledger import facts
from ledger.facts import ProviderKind
from ledger.intents import RegisterProvider
from ledger.vault.identity import provider_data

LABELS = {"name": "Name of the organisation"}


@click.group()
def provider() -> None:
    """Providers of measurements: who experts work for, and who supervises that."""


@provider.command()
@click.argument("code", metavar="CODE", type=CODE)
@click.option(
    "--kind",
    type=click.Choice(get_args(ProviderKind)),
    required=True,
    help="own or hired staff of the municipality, a private enterprise, or UWV.",
)
@click.option("--again", is_flag=True, help="Put this name and kind in the place of what is registered.")
@click.option("--file", metavar="FILE", help="JSON with name; - reads standard input.")
@recording
def register(call: Call, code: str, kind: ProviderKind, again: bool, file: str | None) -> None:
    """Register a provider under a code of your own; its name is asked, or comes from FILE, and is sealed.

    The kind gives the supervisor: Blik op Werk for a private enterprise, the Arbeidsinspectie for own and hired staff and UWV.
    """
    receipt = call.record(RegisterProvider(provider=code, kind=kind, again=again), provider_data(ask(LABELS, file)))
    say = [f"{code} is registered."]
    for fact in receipt.facts:
        if isinstance(fact, facts.ProviderRegistered):
            say = [f"{code} is registered as {fact.kind}; {fact.supervisor} supervises it."]
    call.answer(receipt, [*say, f"Next: lks expert register CODE --provider {code}"], provider=code)


@provider.command("list")
@click.option("--names", is_flag=True, help="Open the names too.")
@reading
def list_(call: Call, names: bool) -> None:
    """List the providers: code, kind, supervisor, and names only with --names."""
    call.mark()
    found = providers(call.store)
    if names:
        load_names(call, found.values())
    rows = [
        {"provider": one.code, "kind": one.kind, "supervisor": one.supervisor}
        | ({"name": provider_name(call, one)} if names else {})
        for one in found.values()
    ]
    headings = ["provider", "kind", "supervisor", *(["name"] if names else [])]
    lines = table(headings, [list(row.values()) for row in rows]) if rows else ["No provider is registered."]
    call.output.answer(lines, providers=rows)
