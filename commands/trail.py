"""`lks trail`: the audit trail in plain sentences, each with its entry, both times, who, why, on which article, and its seal.

With `--entry` also what the entry rests on and what rests on it, as far as it goes: from a payment to the decision, the
measurement and the values of the law, and back.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Literal

import click

from commands import trail_files, trail_text
from commands.call import Call, reading
from commands.options import ACTOR, CASE, EMPLOYER, FIRST_MOMENT, MOMENT, MUNICIPALITY, PERSON, POSITION, RUN
from commands.progress import counted as progressing
from commands.trail_page import Part, page
from commands.trail_wanted import TOPIC, Asked, wanted
from commands.words import counted
from ledger.log.interface import Head
from ledger.refusal import Misuse, Refused
from projections.trail.graph import Graph
from projections.trail.reading import told
from projections.trail.reading import trail as telling
from projections.trail.way import Placed, placed

Form = Literal["text", "csv", "html", "json"]

SHOWN = 100
"""Entries that are shown of those that rest on one, unless all are asked for: on a value of the law thousands can."""


@click.command()
@click.option("--case", type=CASE, help="Only of this case.")
@click.option("--person", type=PERSON, help="Only of this person and the cases of it.")
@click.option("--employer", type=EMPLOYER, help="Only of this employer and its cases, now or before.")
@click.option("--municipality", type=MUNICIPALITY, help="Only of this municipality, like GM0363.")
@click.option("--actor", type=ACTOR, help="Only what this person did, or what was done on this person's behalf.")
@click.option("--run", type=RUN, help="Only about this payment run, like GM0363-2026-11-1.")
@click.option(
    "--topic", "topics", type=TOPIC, multiple=True, help="Only this kind of fact, like Decided; may be repeated."
)
@click.option(
    "--from", "first", type=FIRST_MOMENT, help="From an entry, a day or a moment on, by when it was recorded."
)
@click.option("--to", "last", type=MOMENT, help="To an entry, a day (its end) or a moment, by when it was recorded.")
@click.option("--entry", type=POSITION, help="One entry: what it rests on, and what rests on it.")
@click.option("--all", "everything", is_flag=True, help=f"With --entry: all that rests on it, not the first {SHOWN}.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV, for a spreadsheet.")
@click.option("--html", "as_html", is_flag=True, help="Answer as one HTML page that stands on its own and prints well.")
@click.option("--out", metavar="FILE", help="Write the CSV, HTML or JSON to a file.")
@reading
def trail(
    call: Call,
    case: str | None,
    person: str | None,
    employer: str | None,
    municipality: str | None,
    actor: str | None,
    run: str | None,
    topics: tuple[str, ...],
    first: int | datetime | None,
    last: int | datetime | None,
    entry: int | None,
    everything: bool,
    as_csv: bool,
    as_html: bool,
    out: str | None,
) -> None:
    """Tell what was recorded, in plain sentences, in the order of the log; nothing sealed is opened.

    \b
    lks trail --case LKS-26-000001-H
    lks trail --municipality GM0363 --from 2026-10-01 --to 2026-12-31 --html --out trail.html
    lks trail --actor b.jurist --topic Decided --csv
    lks trail --entry 104
    """
    asked = Asked(case, person, employer, municipality, actor, run, topics, first, last)
    form = _form(call.output.as_json, as_csv, as_html, out)
    if entry is not None and asked != Asked():
        raise Misuse("goes alone.", field="--entry", remedy="Leave the other choices out.")
    if everything and entry is None:
        raise Misuse("goes with --entry.", field="--all", remedy="The trail has everything already.")
    call.mark()
    call.output.business_day = None  # no answer rests on it
    head = call.store.head()
    if entry is not None:
        _entry(call, entry, everything, form, head, out)
        return
    rows: Iterator[Placed] = map(Placed, telling(call.store, wanted(call, asked, head.position)))
    title = f"Audit trail of {asked.words()}"
    if out is not None:
        rows = progressing(rows, total=None, label="Telling the trail")
    _answer(call, form, out, title, head, [Part("What was recorded, in the order of the log", rows)])


def _form(as_json: bool, as_csv: bool, as_html: bool, out: str | None) -> Form:
    forms: list[Form] = [name for name, wish in _forms(as_json, as_csv, as_html) if wish]
    if len(forms) > 1:
        raise Misuse("exclude each other.", field=" and ".join(f"--{one}" for one in forms), remedy="Give one of them.")
    if out is not None and not forms:
        raise Misuse("needs a form.", field="--out", remedy="Add --csv, --html or --json.")
    return forms[0] if forms else "text"


def _forms(as_json: bool, as_csv: bool, as_html: bool) -> list[tuple[Form, bool]]:
    return [("json", as_json), ("csv", as_csv), ("html", as_html)]


def _entry(call: Call, position: int, everything: bool, form: Form, head: Head, out: str | None) -> None:
    graph = Graph(call.store, head.position)
    found = graph.entry(position)
    if found is None:
        raise Refused(f"There is no entry {position}.", rule="R36", remedy=f"The last entry is {head.position}.")
    (itself,) = told(call.store, [found])
    grounds = placed(call.store, graph.grounds(found), "rests_on")
    consequences = list(
        islice(placed(call.store, graph.consequences(found), "rested_on_by"), None if everything else SHOWN + 1)
    )
    more = not everything and len(consequences) > SHOWN
    shown = f"What rests on it; the first {SHOWN}, --all has them all" if more else "What rests on it"
    parts = [
        Part(f"Entry {position}", [Placed(itself)]),
        Part("What it rests on", grounds, way=True),
        Part(shown, consequences[:SHOWN] if more else consequences, way=True),
    ]
    _answer(call, form, out, f"Entry {position}", head, parts)


def _answer(call: Call, form: Form, out: str | None, title: str, head: Head, parts: list[Part]) -> None:
    if form == "text":
        call.output.answer(_text(parts))
        return
    if form == "html":
        about = _about(head, call.store.sees_everything)
        make = trail_files.pieces(page(title, about, parts, demonstration=call.output.demonstration))
    elif form == "csv":
        make = lambda file: trail_files.csv(_rows(parts), file)  # noqa: E731
    else:
        more = {"title": title, "position": head.position, "head": head.seal.hex()}
        marks = {"demonstration": True} if call.output.demonstration else {}
        make = lambda file: trail_files.document(_rows(parts), more | marks, file)  # noqa: E731
    digest = trail_files.pour(out, make)
    if digest:
        call.output.as_json = False
        call.output.answer(f"{out}: SHA-256 {digest}")


def _rows(parts: Iterable[Part]) -> Iterator[Placed]:
    return (row for part in parts for row in part.rows)


def _about(head: Head, everything: bool) -> list[str]:
    recorded = trail_text.at(head.recorded_at)
    known = f"Ledger {head.ledger_id}, as known at entry {head.position}, recorded {recorded}. Seal {head.seal.hex()}."
    return [known, *_READING, *([] if everything else [_PARTLY])]


_PARTLY = "Told to a login that sees its own municipalities only: what is recorded of others is not in it."
_READING = (
    (
        "Each sentence says on which business day who did what. Recorded: when the entry was written, in Dutch time. "
        "Counts from: the day from which it has effect. Persons are numbers; what is personal stays sealed."
    ),
    (
        "A seal covers its entry and the seal before it. Who changes or removes an entry breaks the chain, and lks audit verify "
        "says where; a checkpoint that was published shows whether all of it was sealed anew."
    ),
)
"""How to read the page."""


def _text(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if part.way:
            yield f"\n{part.caption}"
        count = 0
        for count, row in enumerate(part.rows, start=1):  # noqa: B007 - told after the rows
            yield from _lines(row)
        if part.way and not count:
            yield "  nothing"
        if len(parts) == 1:
            yield f"{counted(count, 'entry')}." if count else "Nothing was recorded that fits."


def _lines(row: Placed) -> Iterator[str]:
    indent = "  " * row.distance
    if row.again:
        yield f"{indent}{row.role}: entry {row.told.entry.position}, as above"
        return
    if row.role:
        yield f"{indent}{row.role}:"
    yield from trail_text.wrapped(row.told, f"{indent}  " if row.role else "")
