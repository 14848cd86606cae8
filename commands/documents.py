"""`lks documents`: what is missing from an application, what came in (Awb 4:5), and whether the files are still there."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import get_args

import click

from commands import keeping
from commands.call import Call, reading, recording
from commands.documents_check import check
from commands.options import CASE, DAY
from commands.output import table
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import Document
from ledger.intents import ReceiveDocuments, RequestDocuments
from ledger.process.asking import chosen, documents_asked
from ledger.refusal import Misuse, Refused
from projections.documents import kept
from projections.documents.places import digest_of, place

KINDS = click.Choice(get_args(Document))
HEADINGS = ("entry", "document", "received", "recorded", "by", "SHA-256", "status")


@click.group()
def documents() -> None:
    """Documents of a case: requested, received, kept by digest, and checked."""


@documents.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--document", "kinds", type=KINDS, multiple=True, required=True, help="What is missing; may be repeated.")
@click.option("--respond-by", type=DAY, required=True, help="Last day to send it.")
@recording
def request(call: Call, case: str, kinds: tuple[Document, ...], respond_by: date) -> None:
    """Ask for missing documents; the decision term waits (Awb 4:15)."""
    receipt = call.record(RequestDocuments(case=case, documents=kinds, respond_by=respond_by))
    say = [f"{case}: asked for {', '.join(kinds)}, by {respond_by}.", *_reminder(call, case)]
    call.answer(receipt, say, case=case)


def _reminder(call: Call, case: str) -> Iterator[str]:
    """From when what is missing is asked again."""
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    policy = chosen(known.policy(subsidy.municipality), call.today)
    asked = documents_asked(subsidy)
    if asked is not None and "documents" in policy.uses:
        first = asked.again_from(policy.gap)
        yield f"Next, without an answer, from {first} on: lks remind --case {case} --about documents"


@documents.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--document", "kinds", type=KINDS, multiple=True, required=True, help="What came in; may be repeated.")
@click.option("--received-on", type=DAY, help="Day it came in (default: the business day).")
@click.option(
    "--digest-of", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File whose SHA-256 is kept."
)
@click.option("--keep", is_flag=True, help="Also copy that file into the folder of documents, named by its digest.")
@recording
def receive(
    call: Call, case: str, kinds: tuple[Document, ...], received_on: date | None, digest_of: Path | None, keep: bool
) -> None:
    """Record documents that came in; with --digest-of, of one document, its digest; with --keep also the file itself.

    The folder is the policy document_store. The file is left where it was.
    """
    if digest_of and len(kinds) != 1:
        raise click.UsageError("--digest-of goes with one --document.")
    if keep and not digest_of:
        raise Misuse("there is no file to keep.", field="--keep", remedy="Give the file with --digest-of.")
    with ExitStack() as stack:
        digests = {kinds[0]: _digest(call, case, digest_of, stack, keep=keep)} if digest_of else {}
        intent = ReceiveDocuments(case=case, documents=kinds, received_on=received_on or call.today, digests=digests)
        receipt = call.record(intent)
    say = [f"{case}: received {', '.join(kinds)}.", *(["The file is kept."] if keep else [])]
    call.answer(receipt, say, case=case, digests=digests, kept=keep)


@documents.command("list")
@click.argument("case", type=CASE)
@reading
def list_(call: Call, case: str) -> None:
    """List the documents of a case: digest, when they came in, and who recorded that and when."""
    call.mark()
    found = kept.of_case(call.store, case)
    rows = [
        (one.entry, one.document, one.received_on, amsterdam_day(one.recorded_at), one.by, one.digest or "", one.status)
        for one in found
    ]
    fields = [one._asdict() | {"recorded_at": one.recorded_at.isoformat()} for one in found]
    lines = table(HEADINGS, rows) if rows else [f"{case}: nothing came in."]
    call.output.answer(lines, case=case, documents=fields)


def _digest(call: Call, case: str, file: Path, stack: ExitStack, *, keep: bool) -> str:
    """The digest of the file; to keep it too, of its copy, which is put in its place when all is recorded."""
    if not keep:
        return _of(file)
    known = call.ledger.reading()
    municipality = known.subsidy(case).municipality
    if not municipality:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    store = place(known.policy(municipality).on("document_store", call.today))
    return stack.enter_context(keeping.kept(keeping.folder(store, municipality), file))


def _of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            found = digest_of(opened)
    except OSError as error:
        what = f"cannot be read ({error.strerror})."
        raise Misuse(what, field="--digest-of", remedy="Check it.") from None
    assert found is not None, "no limit was set"
    return found


documents.add_command(check)
