"""`lks looks`: who looked at which person, why, when and from where; whether that log is whole; and looks that stand out."""

import os
import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading
from commands.looks_odd import odd
from commands.looks_told import HEADINGS, SHOWN, cells, fields, moments, reading_looks, said
from commands.options import ACTOR, DAY, Parsed
from commands.output import table
from commands.progress import counted as progress
from commands.words import counted
from ledger.identifiers import parse_employer, parse_person
from ledger.proof import looks_note, signing_key
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import home
from ledger.vault import looks as kept
from ledger.vault.looks import Look
from projections.csv_sheet import write
from projections.sheet import Kind

FINDINGS = 20
"""Findings after which verifying stops."""

_KINDS: Mapping[str, Kind] = {"position": "count", "written_in": "count"}


class Looks(click.Group):
    """A group of which `list` may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words, with `list` before them where nothing else is asked."""
        asked = args[:1]
        if not asked or (asked[0].startswith("-") and asked[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def _subject(text: str) -> str:
    return parse_employer(text) if text.strip()[:1].upper() == "W" else parse_person(text)


def _expected(text: str) -> Path | tuple[int, bytes]:
    """POSITION:SEAL, or a note or folder that is there."""
    match = re.fullmatch(r"([0-9]{1,18}):([0-9a-fA-F]{64})", text.strip())
    if match is not None:
        return int(match[1]), bytes.fromhex(match[2])
    if not Path(text).exists():
        raise Misuse(
            "this is no head, note or folder.", remedy="Give POSITION:SEAL as lks looks head prints it, or a file."
        )
    return Path(text)


_KEY = click.option(
    "--key", "key_text", metavar="VKEY", help="Verifier key to check signatures with (default: this ledger's)."
)
SUBJECT = Parsed("number", _subject)
EXPECTED = Parsed("head", _expected)


@click.group(cls=Looks)
def looks() -> None:
    """Who looked at whom: every look at a person or employer is logged. Without a word behind it: the list."""


@looks.command("list")
@click.option("--person", "subject", type=SUBJECT, help="Only looks at this person (or employer), like P-000034-R.")
@click.option("--login", help="Only looks by this login of the database.")
@click.option("--actor", type=ACTOR, metavar="WHO", help="Only looks on behalf of this actor.")
@click.option("--from", "first", type=DAY, help="From this day on.")
@click.option("--to", "last", type=DAY, help="Through this day.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV, all of them.")
@reading
def list_(
    call: Call,
    subject: str | None,
    login: str | None,
    actor: str | None,
    first: date | None,
    last: date | None,
    as_csv: bool,
) -> None:
    """List who looked at whom, why, when, from which device and with what result; numbers only, no names.

    For people the last hundred; --json and --csv have all. Whom a look is about stands in it as often as there are subjects.
    """
    if as_csv and call.output.as_json:
        raise Misuse("exclude each other.", field="--csv and --json", remedy="Give one of the two.")
    with reading_looks(call) as connection:
        since, before = moments(first, last)
        wanted = {"subject": subject, "login": login, "actor": actor, "since": since, "before": before}
        found = list(kept.about(connection, **wanted))
    if as_csv:
        rows = ([*(fields(look) | {"subjects": " ".join(look.subjects)}).values()] for look in found)
        files.give(
            None, lambda out: write(out, Look._fields, rows, [_KINDS.get(name, "text") for name in Look._fields])
        )
        return
    shown = found[-SHOWN:]
    lines = table(HEADINGS, [cells(look) for look in shown]) if shown else ["Nobody looked."]
    if len(found) > len(shown):
        lines.append(f"The last {len(shown)} of {len(found)}; --json and --csv have all.")
    call.output.answer(lines, looks=[fields(look) for look in found])


@looks.command()
@click.option(
    "--expect",
    "expected",
    metavar="HEAD|NOTE|FOLDER",
    type=EXPECTED,
    multiple=True,
    help="A head that was kept outside: POSITION:SEAL, a note of lks looks head --out, or a folder of lks checkpoint make --to; "
    "may be repeated.",
)
@_KEY
@reading
def verify(call: Call, expected: tuple[Path | tuple[int, bytes], ...], key_text: str | None) -> None:
    """Verify that no look was changed, removed or put in between; prints the first bad position and exits 1 if one was.

    That the last looks were cut off, or all written anew, is only seen with a head that was kept outside: --expect.
    """
    if not call.store.sees_everything:
        remedy = "Let a login do it that sees every municipality."
        raise Refused("This login sees some looks only, and nobody can tell from them.", rule="access", remedy=remedy)
    with reading_looks(call) as connection:
        end = kept.head(connection)
        outside = _outside(end, expected, key_text)
        checked = progress(kept.findings(connection, outside), total=None, label="Verifying looks")
        found = list(islice(checked, FINDINGS))
    if found:
        lines = [f"NOT WHOLE. First bad look: {found[0].position}."]
        lines += [f"  {one.position} {one.kind}: {one.meaning}" for one in found]
        lines += [f"  (stopped after {FINDINGS} findings)"] if len(found) == FINDINGS else []
    else:
        from_outside = f"; as {counted(len(outside), 'head')} from outside says" if outside else ""
        lines = [f"{counted(end.position, 'look')}: in order, every seal fits{from_outside}.", f"Head {said(end)}"]
    told = [{"position": one.position, "kind": one.kind, "meaning": one.meaning} for one in found]
    call.output.answer(lines, looks=end.position, head=said(end), findings=told)
    if found:
        raise SystemExit(1)


@looks.command()
@click.option("--out", metavar="FILE", help="Write it to this file as a note, signed with the key of checkpoints.")
@reading
def head(call: Call, out: str | None) -> None:
    """Print where the looks end, POSITION:SEAL, to keep outside of the database; lks looks verify --expect takes it.

    lks checkpoint make --to FOLDER keeps a signed one in that folder, beside its checkpoints.
    """
    with reading_looks(call) as connection:
        end = kept.head(connection)
    if out is not None:
        signer, _ = signing_key.load_or_make(os.environ, home(os.environ), end.ledger_id)
        content = looks_note.note(end.ledger_id, end.position, end.seal, signer).encode()
        files.write(Path(out), lambda file: file.write(content))
    call.output.answer(said(end), position=end.position, seal=end.seal.hex(), head=said(end), file=out)


def _outside(
    end: kept.LookHead, expected: tuple[Path | tuple[int, bytes], ...], key_text: str | None
) -> dict[int, bytes]:
    """Seals by position that were kept outside. Raises Refused where two say another seal for one position."""
    heads = [one for one in expected if isinstance(one, tuple)]
    if paths := [one for one in expected if isinstance(one, Path)]:
        signer = None if key_text else signing_key.known(os.environ, home(os.environ), end.ledger_id)
        key = signing_key.verifier(key_text, signer)
        heads += [pair for path in paths for pair in looks_note.kept(path, end.ledger_id, key).items()]
    found = dict(heads)
    for position, seal in heads:
        if found[position] != seal:
            what = f"What was kept outside tells of two histories: look {position} has two seals."
            raise Refused(what, rule="looks", remedy="Keep both, and show them to the inspector.")
    return found


looks.add_command(odd)
