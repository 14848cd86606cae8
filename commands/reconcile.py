"""`lks reconcile`: both identities of a quarter, and in at most three steps from a total to its entries (R33, R34)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import click

from commands import files, known
from commands import reconcile_text as told
from commands.call import Call, reading
from commands.checkpoint_line import CheckpointLine, checkpoint_line
from commands.options import CASE, EMPLOYER, MOMENT, MONTH, MUNICIPALITY, QUARTER
from ledger.calculation.month import Month, Quarter
from ledger.refusal import Misuse
from projections.reconciliation import levels, sheets
from projections.reconciliation.books import Amounts, BookEntry, Books, Owed, SignedOff, UnknownMonth, books
from projections.reconciliation.levels import LEVELS, Row
from projections.reconciliation.report import encoded, quarter_content

FORMATS = ("table", "csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which quarter: a level, or entries; narrowed by what is given."""

    municipality: str
    quarter: Quarter
    by: str | None
    employer: str | None
    case: str | None
    month: Month | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was known at a position: totals, and the rows or entries of the level that was asked."""

    position: int
    signed_off: SignedOff | None
    fits: bool
    shared_login: bool
    totals: Amounts
    owed: Owed
    unknown: Sequence[UnknownMonth] | None
    rows: Sequence[Row] = ()
    entries: Sequence[BookEntry] = ()


@click.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
@click.option("--quarter", type=QUARTER, required=True, help="The quarter, like 2026Q3.")
@click.option("--known-at", type=MOMENT, help="As known at a position of the log, a day (its end) or a moment.")
@click.option(
    "--by", type=click.Choice([*LEVELS, "entry"]), help="From the total down to employers, cases, months, entries."
)
@click.option("--employer", type=EMPLOYER, help="Of this employer only.")
@click.option("--case", type=CASE, help="Of this case only.")
@click.option("--month", type=MONTH, help="Of this month only; --by entry needs it, with --case.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Kind of answer."
)
@click.option("--out", metavar="FILE", help="Write it to a file.")
@reading
def reconcile(
    call: Call,
    municipality: str,
    quarter: Quarter,
    known_at: int | datetime | None,
    by: str | None,
    employer: str | None,
    case: str | None,
    month: Month | None,
    form: str,
    out: str | None,
) -> int:
    """Reconcile a quarter: what is due with what was booked, and that with what was sent. JSON is what a sign-off signs."""
    asked = Asked(municipality, quarter, by or _implied(employer, case, month), employer, case, month)
    if asked.by == "entry" and not (case and month):
        raise Misuse("needs a case and a month.", field="--by entry", remedy="Give --case and --month.")
    if form == "xlsx" and out is None:
        raise Misuse("is a file.", field="--format xlsx", remedy="Give --out FILE.")
    dsn, position = call.look(), known.position(call, known_at)
    call.output.business_day = None  # no answer rests on it
    with books(dsn, municipality) as one:
        one.check_reached(position)
        one.check_known()
        if form == "json" and asked.by is None:
            _give(call, out, lambda file: file.write(encoded(quarter_content(one, municipality, quarter, position))))
            return 0
        found = _find(one, asked, position, now=known_at is None)
    _answer(call, asked, found, form, out, checkpoint_line(dsn, found.signed_off.entry if found.signed_off else None))
    return 0 if found.fits else 1


def _implied(employer: str | None, case: str | None, month: Month | None) -> str | None:
    """Who names an employer wants its cases by month; who names a case and a month wants entries."""
    if case and month:
        return "entry"
    return "month" if employer or case or month else None


def _find(one: Books, asked: Asked, position: int, *, now: bool) -> Found:
    signed = one.signed_off("quarter", asked.quarter.first, position)
    position = one.quarter_position(asked.quarter, position)
    fits, shared = _fits(one, asked, signed), one.shared_login(position)
    unknown = one.unknown(asked.quarter, signed) if signed or now else None
    if asked.by is None:
        return Found(position, signed, fits, shared, *one.totals(asked.quarter, position), unknown)
    lines = [
        line for line in one.lines(asked.quarter, position) if _wanted(asked, line.employer, line.case, line.month)
    ]
    if asked.by == "entry":
        assert asked.case is not None
        assert asked.month is not None
        rows = levels.rows(lines, "month")
        entries = one.entries(asked.quarter, asked.case, asked.month, position)
        return Found(position, signed, fits, shared, *levels.total(rows), unknown, rows, entries)
    level = next(level for level in LEVELS if level == asked.by)
    rows = levels.rows(lines, level)
    return Found(position, signed, fits, shared, *levels.total(rows), unknown, rows)


def _fits(one: Books, asked: Asked, signed: SignedOff | None) -> bool:
    """Whether the report is, byte for byte, the one that was signed off."""
    if signed is None:
        return True
    content = quarter_content(one, asked.municipality, asked.quarter, signed.position)
    return sha256(encoded(content)).hexdigest() == signed.digest


def _wanted(asked: Asked, employer: str, case: str | None, month: date | None) -> bool:
    return (
        asked.employer in (None, employer)
        and asked.case in (None, case)
        and (asked.month is None or asked.month.first == month)
    )


def _answer(call: Call, asked: Asked, found: Found, form: str, out: str | None, mark: CheckpointLine) -> None:
    title = told.title(asked.municipality, asked.quarter, found.position, found.signed_off)
    fields = _fields(asked, found) | {"checkpoint": mark.fields}
    if form == "table":
        lines = [title, *_text(asked, found), *told.unknown(found.unknown)]
        lines += [*told.remarks(found.signed_off, found.fits, found.shared_login), *mark]
        if out is None:
            call.output.answer(lines, **fields)
        else:
            _give(call, out, lambda file: file.write("".join(f"{line}\n" for line in lines).encode()))
        return
    columns, cells = told.entry_sheet(found.entries) if asked.by == "entry" else told.sheet(found.rows or _whole(found))
    match form:
        case "csv":
            _give(call, out, lambda file: sheets.write_csv(columns, cells, file))
        case "xlsx":
            name = f"{asked.municipality} {asked.quarter}"
            _give(call, out, lambda file: sheets.write_xlsx(name, columns, cells, file))
        case _:
            said = json.dumps(fields, ensure_ascii=False, default=str)
            _give(call, out, lambda file: file.write(f"{said}\n".encode()))


def _text(asked: Asked, found: Found) -> list[str]:
    if asked.by is None:
        return told.identities(found.totals, found.owed)
    if asked.by == "entry":
        return told.entries(found.entries, found.totals)
    return told.rows(found.rows, found.totals, found.owed)


def _whole(found: Found) -> list[Row]:
    return [Row("", None, None, found.totals, found.owed)]


def _fields(asked: Asked, found: Found) -> dict[str, Any]:
    return {
        "municipality": asked.municipality,
        "quarter": str(asked.quarter),
        "position": found.position,
        "signed_off": found.signed_off._asdict() if found.signed_off else None,
        "shared_login": found.shared_login,
        "unknown": told.unknown_fields(found.unknown),
        "totals": found.totals._asdict() | found.owed._asdict(),
        "rows": [told.fields(row) for row in found.rows],
        "entries": [entry._asdict() for entry in found.entries],
    }


def _give(call: Call, out: str | None, make: files.Make) -> None:
    digest = files.give(out, make)
    if digest:
        call.output.answer(f"{out}: SHA-256 {digest}", file=out, digest=digest)
