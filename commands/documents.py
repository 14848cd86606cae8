"""`lks documents`: what is missing from an application, and what came in (Awb 4:5)."""

import hashlib
from datetime import date
from pathlib import Path
from typing import get_args

import click

from commands.call import Call, recording
from commands.options import CASE, DAY
from ledger.facts import Document
from ledger.intents import ReceiveDocuments, RequestDocuments

KINDS = click.Choice(get_args(Document))


@click.group()
def documents() -> None:
    """Documents of a case: requested and received."""


@documents.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--document", "kinds", type=KINDS, multiple=True, required=True, help="What is missing; may be repeated.")
@click.option("--respond-by", type=DAY, required=True, help="Last day to send it.")
@recording
def request(call: Call, case: str, kinds: tuple[Document, ...], respond_by: date) -> None:
    """Ask for missing documents; the decision term waits (Awb 4:15)."""
    receipt = call.record(RequestDocuments(case=case, documents=kinds, respond_by=respond_by))
    call.answer(receipt, f"{case}: asked for {', '.join(kinds)}, by {respond_by}.", case=case)


@documents.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--document", "kinds", type=KINDS, multiple=True, required=True, help="What came in; may be repeated.")
@click.option("--received-on", type=DAY, help="Day it came in (default: the business day).")
@click.option(
    "--digest-of", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File whose SHA-256 is kept."
)
@recording
def receive(
    call: Call, case: str, kinds: tuple[Document, ...], received_on: date | None, digest_of: Path | None
) -> None:
    """Record documents that came in; with --digest-of, of one document, its digest."""
    if digest_of and len(kinds) != 1:
        raise click.UsageError("--digest-of goes with one --document.")
    digests = {kinds[0]: hashlib.sha256(digest_of.read_bytes()).hexdigest()} if digest_of else {}
    intent = ReceiveDocuments(case=case, documents=kinds, received_on=received_on or call.today, digests=digests)
    call.answer(call.record(intent), f"{case}: received {', '.join(kinds)}.", case=case)
