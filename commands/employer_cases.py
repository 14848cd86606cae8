"""Cases of employers: those that are read from a file, those that run, and how they move to another employer (R26)."""

import re
from collections.abc import Sequence
from typing import Any

from commands.call import Call
from commands.case_effects import Changes
from commands.output import table
from commands.private import read_text
from commands.words import counted
from ledger.calculation.money import euro
from ledger.identifiers import parse_case
from ledger.intents import MoveCases
from ledger.refusal import Misuse, Refused
from ledger.subsidy.state import Subsidy
from projections import finding

HEADINGS = ("case", "is paid to", "payable", "held")
RUNNING = ("applied", "granted")


def of_file(file: str) -> list[str]:
    """Case numbers, one a line: the first column of a CSV file, with or without the heading `case`."""
    lines = read_text(file, "--file").removeprefix("\ufeff").splitlines()
    cells = [(n, re.split("[,;\t]", line, maxsplit=1)[0].strip().strip('"')) for n, line in enumerate(lines, start=1)]
    filled = [(n, cell) for n, cell in cells if cell]
    if filled and filled[0][1].casefold() == "case":
        filled = filled[1:]
    if not filled:
        raise Misuse("holds no case.", field="--file", remedy="Write one case number a line, like LKS-26-000001-H.")
    return [parse_case(cell, f"--file, line {n}") for n, cell in filled]


def running(call: Call, employer: str, municipality: str | None) -> list[str]:
    """The cases of an employer that can still be paid. Raises Refused where there is none."""
    found = finding.cases(call.look(), "employer", [employer], municipality)
    places = sorted({one.municipality for one in found})
    if len(places) > 1:
        what = f"{employer} has cases in {', '.join(places)}."
        raise Misuse(what, field="--municipality", remedy="Give one of them, and move the others after it.")
    known = call.ledger.reading()
    cases = [one.case for one in found if one.status in RUNNING and known.subsidy(one.case).finally_settled is None]
    if not cases:
        what = f"{employer} has no running case{f' in {municipality}' if municipality else ''}."
        raise Refused(what, rule="R26", remedy="See lks find employer-number for its cases.")
    return cases


def municipality_of(call: Call, cases: Sequence[str]) -> str:
    """The municipality of the first of these cases that there is; the others are held to it."""
    known = call.ledger.reading()
    return next(filter(None, (known.subsidy(case).municipality for case in cases)), "GM0000")


def text(call: Call, intent: MoveCases, changes: Changes) -> list[str]:
    """What moves, which balances go along, and what stands in the way of paying them there."""
    befores = [before for before, _ in changes.values()]
    rows = [(one.case, one.employer, euro(one.payable_cents()), one.hold.reason if one.hold else "") for one in befores]
    there = len(dict.fromkeys(intent.cases)) - len(befores)
    head = f"{counted(len(befores), 'case')} of {intent.municipality} to {intent.employer} from {intent.effective}"
    owed, owing = euro(_owed(befores)), euro(_owing(befores))
    lines = [
        f"{head}; {there} paid there already." if there else f"{head}.",
        *(table(HEADINGS, rows) if rows else []),
        f"Balances that go along: {owed} to be paid, {owing} owed to the municipality.",
    ]
    return [*lines, *_obstacles(call, intent), *_left_behind(call, befores)]


def fields(call: Call, intent: MoveCases, changes: Changes) -> dict[str, Any]:
    """The same for machines, in cents."""
    befores = [before for before, _ in changes.values()]
    moved = [
        {
            "case": one.case,
            "employer": one.employer,
            "payable_cents": one.payable_cents(),
            "held": one.hold.reason if one.hold else None,
        }
        for one in befores
    ]
    known = call.ledger.reading().employer(intent.employer)
    return {
        "municipality": intent.municipality,
        "employer": intent.employer,
        "effective": str(intent.effective),
        "cases": moved,
        "passed_over": len(dict.fromkeys(intent.cases)) - len(moved),
        "payable_cents": _owed(befores),
        "owed_cents": _owing(befores),
        "account": "blocked" if known.blocked else "known" if known.account else "none",
        "held": known.hold.reason if known.hold else None,
    }


def _owed(cases: Sequence[Subsidy]) -> int:
    return sum(max(0, one.payable_cents()) for one in cases)


def _owing(cases: Sequence[Subsidy]) -> int:
    return sum(max(0, -one.payable_cents()) for one in cases)


def _obstacles(call: Call, intent: MoveCases) -> list[str]:
    known = call.ledger.reading()
    employer, run = known.employer(intent.employer), known.runs(intent.municipality).open
    said = [f"The account of {intent.employer} is known." if employer.account and not employer.blocked else ""]
    if employer.blocked:
        said = [
            f"The bank refused the account of {intent.employer} ({employer.blocked}): nothing is paid until another."
        ]
    if employer.hold:
        said.append(f"Payment to {intent.employer} is held: {employer.hold.reason}.")
    if run:
        said.append(f"{run.number} is prepared and not approved: withdraw it, and prepare it again after this.")
    return [line for line in said if line]


def _left_behind(call: Call, cases: Sequence[Subsidy]) -> list[str]:
    """What does not go along: a hold on the employer they are with, and runs that the bank has not answered."""
    known = call.ledger.reading()
    employers = sorted({one.employer for one in cases})
    holds = [(number, known.employer(number).hold) for number in employers]
    held = [
        f"Payment to {number} is held ({hold.reason}); the cases are not, once moved." for number, hold in holds if hold
    ]
    runs = sorted({run for one in cases for run, sent in one.runs.items() if sent})
    out = [run for run in runs if known.runs(run[:6]).runs[run].status in ("approved", "exported")]
    return [*held, *(f"{run} still pays the employer they are with: it was approved before." for run in out)]
