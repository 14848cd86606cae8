"""`lks wage-values`: what the chain (DKD, UWV) must know of wage values, every change once, with proof of what was sent."""

import hashlib
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading, recording
from commands.options import MUNICIPALITY
from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.chain.wage_values import Export
from ledger.chain.wage_values import export as known_export
from ledger.intents import ExportWageValues
from ledger.refusal import Refused
from projections.wage_values import csv_file
from projections.wage_values.known import Found, found

_CODE = "CBS code of the municipality, like GM0363."


@click.group("wage-values")
def wage_values() -> None:
    """Wage values for the chain (DKD, UWV): what changed since it was told last (docs/wage-values.md)."""


@wage_values.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help=_CODE)
@click.option("--out", required=True, metavar="DIR", help="Folder for the file, made when it is not there.")
@click.option("--again", type=click.IntRange(1), metavar="N", help="Write export N again; the bytes are the same.")
@recording
def export(call: Call, municipality: str, out: str, again: int | None) -> None:
    """Write what changed since the last export, as CSV that only its owner can read. The file holds BSNs."""
    folder, state = files.folder(out), call.ledger.reading().wage_values(municipality)
    if again is not None:
        _write_again(call, municipality, known_export(state, again), folder)
        return
    through = call.store.head().position
    changed = found(call.store, call.vault, municipality, state.through, through)
    if not changed.rows:
        last = len(state.exports)
        say = f"Nothing since export {last}; --again {last} writes that one again." if last else "Nothing to tell yet."
        call.output.answer([say, *_left_out(changed)], repeated=True, export=last or None, left_out=changed.erased)
        return
    number = len(state.exports) + 1
    content = csv_file.write(municipality, number, changed.rows)
    intent = ExportWageValues(
        municipality=municipality,
        after=state.through,
        through=through,
        rows=len(changed.rows),
        digest=hashlib.sha256(content).hexdigest(),
    )
    path = folder / _name(municipality, number)
    with files.beside(path, lambda file: file.write(content), private=True):
        receipt = call.record(intent)
    (recorded,) = (fact for fact in receipt.facts if isinstance(fact, facts.WageValuesExported))
    _answer(call, path, recorded, changed)


@wage_values.command("list")
@click.option("--municipality", type=MUNICIPALITY, required=True, help=_CODE)
@reading
def list_(call: Call, municipality: str) -> None:
    """List the exports: proof of what was sent."""
    found = call.ledger.reading().wage_values(municipality).exports
    days = [call.store.cause_of(one.position).today for one in found]
    cells = (
        (one.fact.number, day, one.fact.after + 1, one.fact.through, one.fact.rows, one.fact.digest)
        for one, day in zip(found, days, strict=True)
    )
    headings = ("export", "day", "from entry", "through", "rows", "SHA-256")
    say = table(headings, cells) if found else ["There is no export yet."]
    listed = [one.fact.model_dump() | {"day": day} for one, day in zip(found, days, strict=True)]
    call.output.answer(say, municipality=municipality, exports=listed)


def _write_again(call: Call, municipality: str, sent: Export, folder: Path) -> None:
    fact = sent.fact
    changed = found(call.store, call.vault, municipality, fact.after, fact.through)
    content = csv_file.write(municipality, fact.number, changed.rows)
    if hashlib.sha256(content).hexdigest() != fact.digest:
        raise _differs(fact.number, changed)
    path = folder / _name(municipality, fact.number)
    files.write(path, lambda file: file.write(content), private=True)
    _answer(call, path, fact, changed)


def _differs(number: int, changed: Found) -> Refused:
    if changed.erased:
        what = f"Export {number} cannot be made again: the person of {', '.join(changed.erased)} was erased since."
        return Refused(what, rule="R35", remedy="Its digest proves what was sent: lks wage-values list.")
    what = f"What would be written is not what was sent as export {number}."
    return Refused(what, rule="R35", remedy="See lks audit verify, and use the version that made it.")


def _answer(call: Call, path: Path, fact: facts.WageValuesExported, changed: Found) -> None:
    say = f"{path}: export {fact.number}, {counted(fact.rows, 'row')}, SHA-256 {fact.digest}"
    call.output.answer(
        [say, *_left_out(changed)],
        file=str(path),
        export=fact.number,
        rows=fact.rows,
        digest=fact.digest,
        left_out=changed.erased,
    )


def _left_out(changed: Found) -> list[str]:
    return [f"Left out, for the person was erased: {case}." for case in changed.erased]


def _name(municipality: str, number: int) -> str:
    return f"LKS_loonwaarden_{municipality}_{number:04}.csv"
