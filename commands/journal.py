"""`lks journal`: postings for the general ledger in numbered batches, and the comparison with what it has (R33)."""

import hashlib
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from commands import files
from commands.call import Call, reading, recording
from commands.options import MUNICIPALITY
from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.calculation.money import euro
from ledger.intents import ExportJournal
from ledger.law.switches import AccountName, codes
from ledger.payment.journal import batch as known_batch
from ledger.reading import Reading
from ledger.refusal import Misuse
from projections.journal import beancount_file, check, csv_file, general_ledger, stored, workbook
from projections.journal.accounts import all_codes
from projections.journal.entry import Batch, JournalEntry

Write = Callable[[Batch, Iterable[JournalEntry], BinaryIO], None]

FORMATS: dict[str, tuple[str, Write]] = {
    "csv": ("csv", csv_file.write),
    "beancount": ("beancount", beancount_file.write),
    "xlsx": ("xlsx", workbook.write),
}
MUNICIPALITY_HELP = "CBS code (default: the only one with anything in the journal)."


@click.group()
def journal() -> None:
    """The journal: postings in numbered batches for the general ledger, and the comparison with it."""


@journal.command()
@click.option("--municipality", type=MUNICIPALITY, help=MUNICIPALITY_HELP)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="csv", show_default=True, help="Kind of file."
)
@click.option("--out", required=True, metavar="DIR", help="Folder for the file, made when it is not there.")
@click.option("--again", type=click.IntRange(1), metavar="N", help="Write batch N again; the bytes are the same.")
@recording
def export(call: Call, municipality: str | None, form: str, out: str, again: int | None) -> None:
    """Write everything that was not in a batch before as the next one; each entry is in one batch only."""
    dsn, known = call.look(), call.ledger.reading()
    municipality = municipality or _only(dsn)
    state = known.journal(municipality)
    if again is not None:
        _write(call, municipality, known_batch(state, again), state.positions[again - 1], form, files.folder(out))
        return
    through = call.store.head().position
    count, debit_cents = stored.totals(dsn, municipality, state.through, through)
    if not count:
        last = len(state.batches)
        say = f"Nothing since batch {last}; --again {last} writes that one again." if last else "Nothing to write yet."
        call.output.answer(say, repeated=True, batch=last or None)
        return
    coming = Batch(
        len(state.batches) + 1, municipality, state.through, through, _codes(known, municipality, call.today)
    )
    intent = ExportJournal(
        municipality=municipality,
        after=state.through,
        through=through,
        entries=count,
        debit_cents=debit_cents,
        digest=_digest(dsn, coming),
    )
    receipt = call.record(intent)
    (recorded,) = (fact for fact in receipt.facts if isinstance(fact, facts.JournalExported))
    _write(call, municipality, recorded, receipt.entries[0].position, form, files.folder(out))


@journal.command("list")
@click.option("--municipality", type=MUNICIPALITY, help=MUNICIPALITY_HELP)
@reading
def list_(call: Call, municipality: str | None) -> None:
    """List the batches."""
    municipality = municipality or _only(call.look())
    batches = call.ledger.reading().journal(municipality).batches
    cells = ((one.number, one.after + 1, one.through, one.entries, euro(one.debit_cents)) for one in batches)
    say = table(("batch", "from entry", "through", "entries", "euro"), cells) if batches else ["There is no batch yet."]
    call.output.answer(say, municipality=municipality, batches=[one.model_dump() for one in batches])


@journal.command("check")
@click.argument("path", metavar="FILE")
@click.option("--municipality", type=MUNICIPALITY, help=MUNICIPALITY_HELP)
@reading
def check_(call: Call, path: str, municipality: str | None) -> int:
    """Compare the control accounts with the general ledger's export FILE (CSV); exit 1 when an entry differs."""
    dsn = call.look()
    municipality = municipality or _only(dsn)
    known = call.ledger.reading()
    exported = known.journal(municipality).through
    with files.opened(path) as stream:
        found = check.compare(
            stored.entries(dsn, municipality, 0, exported),
            _codes(known, municipality, call.today),
            general_ledger.read(stream, Path(path).name),
        )
    differences = [difference for one in found for difference in one.differences]
    rows = ((one.account, one.code, euro(one.journal_cents), euro(one.ledger_cents)) for one in found)
    say = table(("account", "code", "journal", "general ledger"), rows)
    say += [
        f"{one.kind}: {_which(one)}, {one.account}: {euro(one.journal_cents)} here, {euro(one.ledger_cents)} there."
        for one in differences
    ]
    say.append(f"{counted(len(differences), 'difference')}." if differences else "Every entry agrees.")
    call.output.answer(
        say,
        municipality=municipality,
        accounts=[one._asdict() | {"differences": [each._asdict() for each in one.differences]} for one in found],
    )
    return 1 if differences else 0


def _only(dsn: str) -> str:
    found = stored.municipalities(dsn)
    if len(found) != 1:
        what = f"is needed: the journal is of {', '.join(found)}." if found else "is needed: the journal is empty."
        raise Misuse(what, field="--municipality", remedy="Give its CBS code, like GM0363.")
    return found[0]


def _write(call: Call, municipality: str, fact: facts.JournalExported, position: int, form: str, folder: Path) -> None:
    """The file of a batch: what was recorded, with the codes that counted when it was."""
    extension, write = FORMATS[form]
    path = folder / f"LKS_journaal_{municipality}_{fact.number:04}.{extension}"
    day = call.store.cause_of(position).today
    accounts = _codes(call.ledger.reading(until=position), municipality, day)
    batch = Batch(fact.number, municipality, fact.after, fact.through, accounts)
    found = stored.entries(call.dsn, municipality, fact.after, fact.through)
    digest = files.write(path, lambda out: write(batch, found, out))
    say = f"{path}: batch {fact.number}, {counted(fact.entries, 'entry')}, {euro(fact.debit_cents)}, SHA-256 {digest}"
    call.output.answer(say, file=str(path), batch=fact.number, entries=fact.entries, digest=digest)


def _codes(known: Reading, municipality: str, day: date) -> dict[AccountName, str]:
    return all_codes(codes(known.policy(municipality).on("account_codes", day)))


def _digest(dsn: str, batch: Batch) -> str:
    """SHA-256 of the batch as CSV, whatever form it is written in."""
    content = io.BytesIO()
    csv_file.write(batch, stored.entries(dsn, batch.municipality, batch.from_position, batch.through_position), content)
    return hashlib.sha256(content.getbuffer()).hexdigest()


def _which(one: check.Difference) -> str:
    return f"entry {one.number}" if one.number else f"line {one.line} of the file"
