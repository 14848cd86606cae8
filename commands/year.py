"""`lks year`: the statement of a calendar year, what is due and unpaid on a day, and what a year will come to (R34)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256

import click

from commands import files, known
from commands.call import Call, reading
from commands.checkpoint_line import checkpoint_line
from commands.options import DAY, MOMENT, MUNICIPALITY
from commands.output import table
from commands.reconcile_text import remarks
from commands.words import words
from commands.year_sign_off import sign_off
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.law.switches import by_name
from projections.reconciliation.books import Forecast, SignedOff, Unpaid, YearLine, books
from projections.reconciliation.report import encoded, year_content

_municipality = click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
_known_at = click.option(
    "--known-at", type=MOMENT, help="As known at a position of the log, a day (its end) or a moment."
)
_year = click.option(
    "--year", "of", type=click.IntRange(2015, 2099), required=True, help="The calendar year, like 2026."
)

STATEMENT = (
    "belongs to",
    "category",
    "gross",
    "receipts",
    "net",
    "net subsidy",
    "net charges",
    "written off",
    "elsewhere",
)
ACCRUAL = ("month", "cases", "due", "paid", "unpaid", "we owe", "owed to us")
FORECAST = ("month", "cases", "subsidy", "charges", "due", "booked", "to come")


@click.group()
def year() -> None:
    """A calendar year: its statement (SiSa), what is unpaid on a day, and a forecast."""


@year.command()
@_municipality
@_year
@_known_at
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="JSON is what is signed off."
)
@click.option("--out", metavar="FILE", help="Write the JSON to a file.")
@reading
def statement(
    call: Call, municipality: str, of: int, known_at: int | datetime | None, form: str, out: str | None
) -> int:
    """Show what was booked in a year: gross, receipts and net, by the year it belongs to and by category."""
    dsn, position = call.look(), known.position(call, known_at)
    call.output.business_day = None  # no answer rests on it
    with books(dsn, municipality) as one:
        one.check_known()
        content = year_content(one, municipality, of, position)
        signed = one.signed_off("year", date(of, 1, 1), position)
    made = encoded(content)
    if form == "json" or out is not None:
        digest = files.give(out, lambda file: file.write(made))
        if digest:
            call.output.answer(f"{out}: SHA-256 {digest}", file=out, digest=digest)
        return 0
    fits = signed is None or sha256(made).hexdigest() == signed.digest
    lines = [YearLine(**line) for line in content["lines"]]
    status = f"signed off by entry {signed.entry}" if signed else "open"
    say = [f"{municipality} {of} as known at entry {content['position']}, {status}.", *_statement(lines, of)]
    say += _indicators(call, municipality, of, content["totals"])
    mark = checkpoint_line(dsn, signed.entry if signed else None)
    say += [*remarks(signed, fits, content["shared_login"]), *mark]
    call.output.answer(say, **content, signed_off=_signed(signed), fits=fits, checkpoint=mark.fields)
    return 0 if fits else 1


@year.command()
@_municipality
@click.option("--on", "day", type=DAY, help="The day (default: the business day).")
@_known_at
@reading
def accrual(call: Call, municipality: str, day: date | None, known_at: int | datetime | None) -> None:
    """Show what is due and unpaid on a day (overlopende posten), by month; what is owed to us is apart."""
    dsn, position, day = call.look(), known.position(call, known_at), day or call.today
    with books(dsn, municipality) as one:
        one.check_known()
        rows, shared = one.accrual(day, position), one.shared_login(position)
    we_owe, owed_to_us = _apart(rows)
    say = [f"{municipality} on {day} as known at entry {position}.", *_accrual(rows), *remarks(None, True, shared)]
    call.output.answer(
        say,
        municipality=municipality,
        day=str(day),
        position=position,
        shared_login=shared,
        unpaid_cents=sum(row.unpaid_cents for row in rows),
        we_owe_cents=we_owe,
        owed_to_us_cents=owed_to_us,
        lines=[row._asdict() | {"month": str(Month.of(row.month))} for row in rows],
    )


@year.command()
@_municipality
@_year
@_known_at
@reading
def forecast(call: Call, municipality: str, of: int, known_at: int | datetime | None) -> None:
    """Show what the known cases come to in a year, month by month. Who applies later, and hours not reported, are not in it."""
    dsn, position = call.look(), known.position(call, known_at)
    call.output.business_day = None  # no answer rests on it
    with books(dsn, municipality) as one:
        one.check_known()
        rows, shared = one.forecast(of, position), one.shared_login(position)
    say = [f"{municipality} {of} as known at entry {position}.", *_forecast(rows), *remarks(None, True, shared)]
    call.output.answer(
        say,
        municipality=municipality,
        year=of,
        position=position,
        shared_login=shared,
        due_cents=sum(row.due_cents for row in rows),
        months=[row._asdict() | {"month": str(Month.of(row.month))} for row in rows],
    )


def _indicators(call: Call, municipality: str, of: int, totals: dict[str, int]) -> list[str]:
    """The amounts by the indicators of SiSa, where the municipality chose them; they are no part of what is signed."""
    found = by_name(call.ledger.reading().policy(municipality).on("statement_indicators", date(of, 12, 31)))
    return [f"SiSa {code}: {name} {euro(totals[f'{name}_cents'])}" for name, code in found.items()]


def _statement(lines: Sequence[YearLine], of: int) -> list[str]:
    """Every line, all of them together, and the bridge from when something was booked to what it belongs to."""
    if not lines:
        return ["Nothing was booked."]
    cells = [(one.belongs_to, words(one.category), *_year_cells(one)) for one in lines]
    total = ("total", "", *_year_cells(_added(lines)))
    other = sum(one.net_cents for one in lines if one.belongs_to != of)
    own = sum(one.net_cents for one in lines if one.belongs_to == of)
    bridge = f"Net {euro(own + other)}: {euro(own)} about {of}, {euro(other)} about other years."
    return [*table(STATEMENT, [*cells, total]), bridge]


def _year_cells(one: YearLine) -> tuple[str, ...]:
    amounts = (
        one.gross_cents, one.receipts_cents, one.net_cents, one.net_subsidy_cents, one.net_charges_cents,
        one.written_off_cents, one.taken_over_cents,
    )  # fmt: skip
    return tuple(map(euro, amounts))


def _added(lines: Sequence[YearLine]) -> YearLine:
    return YearLine(0, "", *(sum(column) for column in zip(*(one[2:] for one in lines), strict=True)))


def _accrual(rows: Sequence[Unpaid]) -> list[str]:
    if not rows:
        return ["Everything that is due was paid."]
    return [*table(ACCRUAL, _by_month(rows)), f"Unpaid: {euro(sum(row.unpaid_cents for row in rows))}."]


def _by_month(rows: Sequence[Unpaid]) -> Iterator[tuple[object, ...]]:
    months: defaultdict[date, list[Unpaid]] = defaultdict(list)
    for row in rows:
        months[row.month].append(row)
    for month, found in sorted(months.items()):
        unpaid = [row.unpaid_cents for row in found]
        amounts = sum(row.due_cents for row in found), sum(row.paid_cents for row in found), sum(unpaid)
        apart = sum(max(0, cents) for cents in unpaid), sum(max(0, -cents) for cents in unpaid)
        yield Month.of(month), len(found), *map(euro, (*amounts, *apart))


def _apart(rows: Sequence[Unpaid]) -> tuple[int, int]:
    """What we owe and what is owed to us, by case: nothing is set off between cases (R30)."""
    cases: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        cases[row.case] += row.unpaid_cents
    return sum(max(0, cents) for cents in cases.values()), sum(max(0, -cents) for cents in cases.values())


def _forecast(rows: Sequence[Forecast]) -> list[str]:
    if not rows:
        return ["Nothing is due in that year."]
    cells = [(Month.of(row.month), row.cases, *map(euro, row[2:])) for row in rows]
    total = ("total", "", *(euro(sum(column)) for column in zip(*(row[2:] for row in rows), strict=True)))
    return table(FORECAST, [*cells, total])


def _signed(signed: SignedOff | None) -> dict[str, object] | None:
    return signed._asdict() if signed else None


year.add_command(sign_off)
