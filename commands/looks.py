"""`lks looks`: who looked at which person, why, when and from where; whether that log is whole; and looks that stand out."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice

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
from ledger.refusal import Misuse, Refused
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


def _head(text: str) -> tuple[int, bytes]:
    match = re.fullmatch(r"([0-9]{1,18}):([0-9a-fA-F]{64})", text.strip())
    if match is None:
        raise Misuse("this is no head of the looks.", remedy="Write it as lks looks head prints it: POSITION:SEAL.")
    return int(match[1]), bytes.fromhex(match[2])


SUBJECT = Parsed("number", _subject)
HEAD = Parsed("position:seal", _head)


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
    type=HEAD,
    multiple=True,
    help="A head that was kept outside, POSITION:SEAL as lks looks head prints it; may be repeated.",
)
@reading
def verify(call: Call, expected: tuple[tuple[int, bytes], ...]) -> None:
    """Verify that no look was changed, removed or put in between; prints the first bad position and exits 1 if one was.

    That the last looks were cut off, or all written anew, is only seen with a head that was kept outside: --expect.
    """
    if not call.store.sees_everything:
        remedy = "Let a login do it that sees every municipality."
        raise Refused("This login sees some looks only, and nobody can tell from them.", rule="access", remedy=remedy)
    with reading_looks(call) as connection:
        end = kept.head(connection)
        outside = dict(expected)
        checked = progress(kept.findings(connection, outside), total=None, label="Verifying looks")
        found = list(islice(checked, FINDINGS))
    if found:
        lines = [f"NOT WHOLE. First bad look: {found[0].position}."]
        lines += [f"  {one.position} {one.kind}: {one.meaning}" for one in found]
        lines += [f"  (stopped after {FINDINGS} findings)"] if len(found) == FINDINGS else []
    else:
        kept_outside = f"; as {counted(len(outside), 'head')} from outside says" if outside else ""
        lines = [f"{counted(end.position, 'look')}: in order, every seal fits{kept_outside}.", f"Head {said(end)}"]
    told = [{"position": one.position, "kind": one.kind, "meaning": one.meaning} for one in found]
    call.output.answer(lines, looks=end.position, head=said(end), findings=told)
    if found:
        raise SystemExit(1)


@looks.command()
@reading
def head(call: Call) -> None:
    """Print where the looks end, POSITION:SEAL, to keep outside of the database; lks looks verify --expect takes it."""
    with reading_looks(call) as connection:
        end = kept.head(connection)
    call.output.answer(said(end), position=end.position, seal=end.seal.hex(), head=said(end))


looks.add_command(odd)
