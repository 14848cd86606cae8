"""`lks quarter`: what stands in the way of closing a quarter, its sign-off by two persons, and its reopening (R22, R34)."""

from collections.abc import Iterator
from typing import Any

import click

from commands.call import Call, reading, recording
from commands.options import MUNICIPALITY, QUARTER, RUN_AND_CODE
from commands.output import table
from commands.signing import quarter_signed
from ledger import intents
from ledger.calculation.money import euro
from ledger.calculation.month import Quarter
from ledger.closing import quarter_decider, settling
from ledger.closing.checklist import Item
from ledger.closing.quarters import Quarters
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.second_person import original

HEADINGS = ("quarter", "status", "entry", "known at", "report's SHA-256")

_municipality = click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
_quarter = click.option("--quarter", type=QUARTER, required=True, help="The quarter, like 2026Q3.")
_explain = click.option(
    "--explain",
    "explained",
    type=RUN_AND_CODE,
    multiple=True,
    metavar="RUN=CODE",
    help="Why the bank has not answered for a run, as a code; may be repeated.",
)


@click.group()
def quarter() -> None:
    """Close a quarter: its checklist, its sign-off by two persons, and what is open."""


@quarter.command()
@_municipality
@_quarter
@_explain
@reading
def checklist(call: Call, municipality: str, quarter: Quarter, explained: tuple[tuple[str, str], ...]) -> int:
    """Show what stands in the way of a sign-off, and what to do about it; exit 1 while something does."""
    call.look()
    known = call.ledger.reading()
    found = settling.judge(known, municipality, quarter, dict(explained))
    refused = _refused(call, known, municipality, quarter)
    ready = found.green and refused is None
    call.mark_shared_login(municipality)
    verdict = (
        f"{quarter} can be signed off." if ready else f"{quarter} cannot be signed off yet. {refused or ''}".rstrip()
    )
    call.output.answer(
        [*(line for item in found.items for line in _item(item)), verdict],
        quarter=str(quarter),
        green=found.green,
        ready=ready,
        items=[_fields(item) for item in found.items],
    )
    return 0 if ready else 1


@quarter.command("sign-off")
@_municipality
@_quarter
@_explain
@recording
def sign_off(call: Call, municipality: str, quarter: Quarter, explained: tuple[tuple[str, str], ...]) -> None:
    """Close a quarter when its checklist is green; a second person agrees. Its report prints the same for ever."""
    report = quarter_signed(call, municipality, quarter)
    intent = intents.SignOffQuarter(
        municipality=municipality,
        quarter=quarter,
        position=report.position,
        digest=report.digest,
        explained=dict(explained),
    )
    receipt = call.record(intent)
    call.mark_shared_login(municipality)
    say = f"The report of {quarter} as known at {report.position} has SHA-256 {report.digest}."
    call.answer(receipt, say, quarter=str(quarter), position=report.position, digest=report.digest)


@quarter.command()
@_municipality
@_quarter
@recording
def reopen(call: Call, municipality: str, quarter: Quarter, reason: str) -> None:
    """Open the last closed quarter again; a second person agrees. Normally nobody does: late facts go to the open quarter."""
    receipt = call.record(intents.ReopenQuarter(municipality=municipality, quarter=quarter, reason=reason))
    call.answer(receipt, f"{quarter} is open again.", quarter=str(quarter))


@quarter.command("list")
@_municipality
@reading
def list_(call: Call, municipality: str) -> None:
    """List the quarters since the first payment, which are signed off, and what the policy asks to settle today."""
    call.look()
    known = call.ledger.reading()
    books = known.quarters(municipality)
    rows = list(_rows(known, municipality, books, Quarter.of(call.today)))
    through = settling.asked_by_policy(known.policy(municipality), call.today)
    settled = max((one.fact.through for one in books.settlements), default=None)
    years = [one.fact for one in books.years]
    say = [
        *(table(HEADINGS, rows) if rows else ["Nothing was paid yet."]),
        *(f"{one.year} is signed off: net {euro(one.net_cents)}." for one in years),
        f"To be settled: through {through}; last booked by a settlement: {f'through {settled}' if settled else 'nothing'}.",
    ]
    call.output.answer(
        say,
        quarters=[dict(zip(("quarter", "status", "entry", "position", "digest"), row, strict=True)) for row in rows],
        years=years,
        to_settle=str(through),
        settled=str(settled) if settled else None,
    )


def _refused(call: Call, known: Reading, municipality: str, quarter: Quarter) -> Refused | None:
    """Order and time, which no item of the list is about."""
    try:
        books, runs = known.quarters(municipality), known.runs(municipality)
        quarter_decider.check_can_be_signed_off(quarter, books, runs, call.today)
    except Refused as refused:
        return refused
    return None


def _rows(known: Reading, municipality: str, books: Quarters, last: Quarter) -> Iterator[tuple[object, ...]]:
    opened = quarter_decider.oldest_open(books, known.runs(municipality))
    first = min([one.fact.quarter for one in books.signed] + ([opened] if opened else []), default=None)
    waiting = {
        asked.quarter: one.position
        for one in books.waiting.values()
        if isinstance(asked := original(one.fact), intents.SignOffQuarter | intents.ReopenQuarter)
    }
    while first is not None and first <= last:
        signed = books.signed_quarter(first)
        status = "signed off" if signed else "open"
        if first in waiting:
            status += f", proposal {waiting[first]} waits"
        if signed:
            yield str(first), status, signed.position, signed.fact.position, signed.fact.digest
        else:
            yield str(first), status, "", "", ""
        first = first.next


def _item(item: Item) -> Iterator[str]:
    yield f"{'yes' if item.ok else 'NO '}  {item.what}"
    if item.remedy:
        yield f"     {item.remedy}"


def _fields(item: Item) -> dict[str, Any]:
    return {"name": item.name, "ok": item.ok, "what": item.what, "remedy": item.remedy, "named": list(item.named)}
