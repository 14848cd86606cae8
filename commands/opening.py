"""`lks opening`: takeovers of running cases, whose count and totals a second person signs (R27, R37)."""

import click

from commands.call import Call, reading, recording
from commands.options import Parsed
from commands.output import table
from ledger.calculation.money import euro
from ledger.facts import OpeningPrepared, OpeningSigned
from ledger.importing.openings import municipality_of, parse_number, tally
from ledger.intents import SignOpening
from ledger.payment.opening import Opening
from ledger.refusal import Refused

HEADINGS = ("takeover", "by", "cases", "subsidy", "charges", "signed")


@click.group()
def opening() -> None:
    """Takeovers of running cases from another system."""


@opening.command("list")
@reading
def list_(call: Call) -> None:
    """Every takeover, with count and totals, and whether a second person signed it."""
    entries = list(call.ledger.store.read_all(topics=("OpeningPrepared", "OpeningSigned")))
    signed = {entry.fact.opening for entry in entries if isinstance(entry.fact, OpeningSigned)}
    rows = [
        (fact.opening, entry.cause.actor if entry.cause else "", fact.cases, euro(fact.subsidy_cents), euro(fact.charges_cents),
         "yes" if fact.opening in signed else "no")
        for entry in entries
        if isinstance(fact := entry.fact, OpeningPrepared)
    ]  # fmt: skip
    say = table(HEADINGS, rows) if rows else ["No running cases were taken over."]
    call.output.answer(say, openings=[dict(zip(HEADINGS, row, strict=True)) for row in rows])


@opening.command()
@click.argument("number", type=Parsed("takeover", parse_number))
@recording
def sign(call: Call, number: str) -> None:
    """Sign the count and totals of a takeover; from then on runs pay its cases."""
    found = call.ledger.reading().opening(number)
    _check_whole(call, number, found)
    receipt = call.record(SignOpening(municipality=municipality_of(number), opening=number))
    call.answer(receipt, [f"Signed {number}: {_totals(found)}.", "Its cases are in the next payment run."])


def _check_whole(call: Call, number: str, found: Opening) -> None:
    """What is signed is what the log holds."""
    booked = call.ledger.store.read_municipality(municipality_of(number), ("OpeningBooked",))
    if found.prepared and not tally(number, booked).agrees(found.prepared):
        raise Refused(
            f"{number} does not hold what was prepared.", rule="R27", remedy="Look for what is wrong: lks audit verify."
        )


def _totals(found: Opening) -> str:
    if found.prepared is None:
        return "nothing"
    one = found.prepared
    return f"{one.cases:,} running cases, {euro(one.subsidy_cents)} + {euro(one.charges_cents)} booked elsewhere"
