"""`lks schedule`: the payment schedule (betaalplanning): what is due when, what was paid, and why something is not."""

from collections.abc import Sequence
from typing import Any

import click

from commands.call import Call, reading
from commands.options import CASE, EMPLOYER, MONTH, MUNICIPALITY
from commands.output import table
from commands.words import counted
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from projections import queries
from projections.queries import Planned, Wanted

HEADINGS = ("case", "month", "element", "subsidy", "charges", "booked", "sent", "payment day", "status", "run, or why")


@click.command()
@click.option("--municipality", type=MUNICIPALITY, help="CBS code, like GM0363.")
@click.option("--employer", type=EMPLOYER, help="Employer number.")
@click.option("--case", type=CASE, help="Case number.")
@click.option("--from", "first", type=MONTH, help="First month (default: of the case, or of the business day).")
@click.option("--to", "last", type=MONTH, help="Last month (default: December of the business day's year).")
@reading
def schedule(
    call: Call,
    municipality: str | None,
    employer: str | None,
    case: str | None,
    first: Month | None,
    last: Month | None,
) -> None:
    """Show the payment schedule. Subsidy and charges are what is due; booked and sent are both together."""
    if first is None and case is None:
        first = Month.of(call.today)
    last = last or Month(max(call.today, (first or Month.of(call.today)).first).year, 12)
    rows = queries.schedule(call.look(), Wanted(municipality, employer, case, first, last))
    call.output.answer(_text(rows), months=[_fields(row) for row in rows], **_totals(rows))


def _text(rows: Sequence[Planned]) -> list[str]:
    if not rows:
        return ["Nothing is planned in these months."]
    totals = _totals(rows)
    due, booked, sent = (euro(totals[name]) for name in ("due_cents", "booked_cents", "sent_cents"))
    unknown = sum(row.status == "unknown" for row in rows)
    left = f"; besides, {counted(unknown, 'amount')} not known yet" if unknown else ""
    back = f", received {euro(totals['received_cents'])}" if totals["received_cents"] else ""
    return [*table(HEADINGS, map(_cells, rows)), f"Due {due}, booked {booked}, sent {sent}{back}{left}."]


def _cells(row: Planned) -> tuple[object, ...]:
    """A row; what is due is left open where it is not known, for unknown is not zero (R11)."""
    known = row.status != "unknown"
    return (
        row.case,
        Month.of(row.month),
        row.element,
        euro(row.due_subsidy_cents) if known else "",
        euro(row.due_charges_cents) if known else "",
        euro(row.booked_cents),
        euro(row.sent_cents),
        row.payment_day or "",
        row.status.replace("_", " "),
        " ".join(part for part in (row.run, row.why) if part),
    )


def _fields(row: Planned) -> dict[str, Any]:
    return row._asdict() | {"month": str(Month.of(row.month)), "reason_text": row.why or None}


def _totals(rows: Sequence[Planned]) -> dict[str, int]:
    return {
        "due_cents": sum(row.due_cents for row in rows),
        "booked_cents": sum(row.booked_cents for row in rows),
        "sent_cents": sum(row.sent_cents for row in rows),
        "received_cents": sum(row.received_cents for row in rows),
    }
