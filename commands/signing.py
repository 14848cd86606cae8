"""What two persons sign: the report of a quarter or the statement of a year, as known at one position, by its SHA-256 (R34)."""

from dataclasses import dataclass
from hashlib import sha256

from commands.call import Call
from ledger import facts, intents
from ledger.calculation.month import Quarter
from ledger.intents import Intent
from ledger.refusal import Refused
from ledger.second_person import original
from projections.reconciliation.report import quarter_report, year_report

SIGNING = ("SignOffQuarter", "SignOffYear")
"""Intents that name a report by its digest."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed: the position that it was made of, and its digest; totals of a year."""

    position: int
    digest: str
    gross_cents: int = 0
    receipts_cents: int = 0
    net_cents: int = 0


def quarter_signed(call: Call, municipality: str, quarter: Quarter, position: int | None = None) -> Signed:
    """The report of a quarter, of now or of a position."""
    position = call.store.head().position if position is None else position
    dsn = call.look()
    return Signed(position, sha256(quarter_report(dsn, municipality, quarter, position)).hexdigest())


def year_signed(call: Call, municipality: str, year: int, position: int | None = None) -> Signed:
    """The statement of a year, of now or of a position."""
    position = call.store.head().position if position is None else position
    dsn = call.look()
    made = year_report(dsn, municipality, year, position)
    return Signed(position, sha256(made.bytes).hexdigest(), made.gross_cents, made.receipts_cents, made.net_cents)


def check_signed(call: Call, proposal: int) -> None:
    """What the proposal at a position signs, if it signs anything, is made anew, so that nobody agrees with another report.
    Raises Refused."""
    entry = next(iter(call.store.read_all(after=proposal - 1, until=proposal)), None)
    if entry is None or not isinstance(entry.fact, facts.Proposed) or entry.fact.intent not in SIGNING:
        return
    asked = original(entry.fact)
    if _signed(asked) != _anew(call, asked):
        raise Refused(
            f"The report that proposal {proposal} signs is not what the ledger gives.",
            rule="R34",
            remedy=f"Decline it (lks proposals decline {proposal}) and propose again.",
        )


def _signed(asked: Intent) -> Signed | None:
    match asked:
        case intents.SignOffQuarter():
            return Signed(asked.position, asked.digest)
        case intents.SignOffYear():
            totals = asked.gross_cents, asked.receipts_cents, asked.net_cents
            return Signed(asked.position, asked.digest, *totals)
        case _:
            return None


def _anew(call: Call, asked: Intent) -> Signed | None:
    match asked:
        case intents.SignOffQuarter():
            return quarter_signed(call, asked.municipality, asked.quarter, asked.position)
        case intents.SignOffYear():
            return year_signed(call, asked.municipality, asked.year, asked.position)
        case _:
            return None
