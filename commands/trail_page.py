"""The trail as one HTML page that stands on its own: no scripts, nothing loaded, readable by a screen reader and on paper.

Made row by row, so a trail may be as long as it is. Everything that comes from the ledger is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from commands import trail_text
from ledger.grounds import counts_from
from projections.trail.sentence import sentence
from projections.trail.way import Placed

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #111; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { border: 1px solid #767676; padding: 0.35rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
code { font-size: 0.75rem; word-break: break-all; }
a { color: #00439c; }
tr:target { background: #fff3c4; }
@media print {
  body { max-width: none; margin: 0; font-size: 9pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""

HEADINGS = (
    "Entry",
    "Recorded (Dutch time)",
    "Counts from",
    "What happened",
    "Who",
    "Intent",
    "Rule and article",
    "Seal",
)


class Part(NamedTuple):
    """A table: its caption, its rows, and whether they are met on a way, which gives two columns more."""

    caption: str
    rows: Iterable[Placed]
    way: bool = False


def page(title: str, about: Sequence[str], parts: Iterable[Part], *, demonstration: bool) -> Iterator[str]:
    """The page, piece by piece."""
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
    if demonstration:
        yield "<p><strong>A demonstration ledger: nothing here is real.</strong></p>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in about)
    met: set[int] = set()
    for part in parts:
        yield from _table(part, met)
    yield "</main>\n</body>\n</html>\n"


def _table(part: Part, met: set[int]) -> Iterator[str]:
    headings = (*(("Links away", "As what") if part.way else ()), *HEADINGS)
    yield f"<table>\n<caption>{escape(part.caption)}</caption>\n<thead>\n<tr>"
    yield "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    yield "</tr>\n</thead>\n<tbody>\n"
    count = 0
    for count, row in enumerate(part.rows, start=1):  # noqa: B007 - told after the rows
        yield _row(row, part.way, met)
    yield f'</tbody>\n<tfoot>\n<tr><td colspan="{len(headings)}">{count} {"entry" if count == 1 else "entries"}</td></tr>\n'
    yield "</tfoot>\n</table>\n"


def _row(row: Placed, way: bool, met: set[int]) -> str:
    told = row.told
    entry, position = told.entry, told.entry.position
    anchor = "" if way and position in met else f' id="entry-{position}"'
    if way:
        met.add(position)
    cells = [
        *([str(row.distance), f"{row.role}{', as above' if row.again else ''}"] if way else []),
        trail_text.at(entry.recorded_at),
        str(counts_from(entry.fact, told.cause.today)),
        sentence(told),
        f"{trail_text.who(told)}, login {entry.recorded_by}",
        told.cause.intent,
        trail_text.basis(told),
    ]
    before, after = cells[: 2 if way else 0], cells[2 if way else 0 :]
    head = f'<th scope="row"><a href="#entry-{position}">{position}</a></th>'
    text = "".join(f"<td>{escape(cell)}</td>" for cell in before) + head
    text += "".join(f"<td>{escape(cell)}</td>" for cell in after)
    return f"<tr{anchor}>{text}<td><code>{entry.seal.hex()}</code></td></tr>\n"
