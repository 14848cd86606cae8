"""`lks settle`: settle a municipality: what is due less what was booked, month by month (verrekenen, R21, R28)."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from commands.call import Call, recording
from commands.options import MONTH, MUNICIPALITY, QUARTER
from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.calculation.money import euro
from ledger.calculation.month import Month, Quarter
from ledger.closing import quarter_decider, settling
from ledger.closing.settlement import REASONS, CaseSettlement, Settlement
from ledger.facts import SettledLine
from ledger.intents import Settle
from ledger.refusal import Misuse, Refused

HEADINGS = ("case", "month", "element", "due", "booked", "difference")


@click.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
@click.option("--through", type=MONTH, help="The last month to settle, like 2026-09.")
@click.option("--quarter", type=QUARTER, help="The quarter whose last month is the last to settle, like 2026Q3.")
@click.option("--dry-run", is_flag=True, help="Show what would be booked and record nothing.")
@recording
def settle(call: Call, municipality: str, through: Month | None, quarter: Quarter | None, dry_run: bool) -> None:
    """Book for every month what is due less what was booked; the next run sends it or sets it off.

    Without --through or --quarter: as far as the policy settlement_frequency asks today.
    """
    asked = _through(call, municipality, through, quarter)
    if dry_run:
        found = _would_settle(call, municipality, asked)
        text = _text(found, asked, municipality, "Would book")
        call.output.answer([*text, "Nothing was recorded."], **_fields(found, recorded=False))
        return
    receipt = call.record(Settle(municipality=municipality, through=asked))
    settled = next((fact for fact in receipt.facts if isinstance(fact, facts.QuarterSettled)), None)
    if receipt.settlement is None:
        call.answer(receipt, [], settled=settled)
        return
    booked = f"Booked on {settled.booked_on}" if settled else ""
    say = _text(receipt.settlement, asked, municipality, booked)
    entries = [{"position": entry.position, "fact": entry.topic} for entry in receipt.entries]
    call.output.answer(
        say, repeated=False, entries=entries, **_fields(receipt.settlement, recorded=settled is not None)
    )


def _through(call: Call, municipality: str, through: Month | None, quarter: Quarter | None) -> Month:
    if through is not None and quarter is not None:
        raise Misuse("exclude each other.", field="--through and --quarter", remedy="Give one of the two.")
    if quarter is not None and call.today <= quarter.last:
        raise Refused(
            f"{quarter} runs until {quarter.last}; it is {call.today}.",
            rule="R28",
            remedy=f"Settle it from {quarter.next.first} on, or earlier months of it: --through MONTH.",
        )
    if quarter is not None:
        return quarter.months[-1]
    policy = call.ledger.reading().policy(municipality)
    return through or settling.asked_by_policy(policy, call.today)


def _would_settle(call: Call, municipality: str, asked: Month) -> Settlement:
    reading = call.ledger.reading()
    runs = reading.runs(municipality)
    last = quarter_decider.settled_through(asked, runs, call.today)
    return settling.settle_all(reading, municipality, last, runs.waits_from)


def _text(found: Settlement, asked: Month, municipality: str, booked: str) -> Iterator[str]:
    if found.through < asked:
        yield f"{asked} is not over; settled through {found.through}."
    if found.waits_from is not None and found.waits_from <= found.through:
        yield f"No run of {found.through} was approved yet: its fixed amounts wait for one."
    if found.settled:
        lines = found.lines
        subsidy_cents, charges_cents = _sums(lines)
        amounts = f"{euro(subsidy_cents)} subsidy + {euro(charges_cents)} charges"
        counts = f"{counted(len(found.settled), 'case')}, {counted(len(lines), 'line')}"
        yield f"{municipality} through {found.through}. {booked}: {counts}: {amounts}."
        yield from table(HEADINGS, [_cells(case.case, line) for case in found.settled for line in case.lines])
        yield f"Total: {euro(subsidy_cents + charges_cents)}"
    else:
        yield f"{municipality} through {found.through}: nothing to settle, due is what is booked."
    yield from (_next(case) for case in found.settled)
    for unknown in found.unknown:
        yield f"Not known: {unknown.case}: hours of {', '.join(map(str, unknown.months))} (R11)."
    for one in found.left_out:
        yield f"Left out: {one.case}: {REASONS[one.reason]}."


def _cells(case: str, line: SettledLine) -> tuple[object, ...]:
    booked = line.booked_subsidy_cents + line.booked_charges_cents
    return case, line.month, line.element, euro(line.due.total_cents), euro(booked), euro(line.total_cents)


def _next(case: CaseSettlement) -> str:
    """What the next run of the case makes of it (R21, R30)."""
    if case.payable_cents > 0:
        return f"Next run: {case.case} is paid {euro(case.payable_cents)} of this and earlier."
    if case.payable_cents < 0:
        return f"Next run: {case.case}: {euro(-case.payable_cents)} is set off against what it is paid."
    return f"Next run: {case.case}: nothing more, what is booked was sent."


def _sums(lines: Sequence[SettledLine]) -> tuple[int, int]:
    return sum(line.subsidy_cents for line in lines), sum(line.charges_cents for line in lines)


def _fields(found: Settlement, *, recorded: bool) -> dict[str, Any]:
    subsidy_cents, charges_cents = _sums(found.lines)
    return {
        "recorded": recorded,
        "through": str(found.through),
        "subsidy_cents": subsidy_cents,
        "charges_cents": charges_cents,
        "cases": [_case(case) for case in found.settled],
        "unknown": [one.model_dump(mode="json") for one in found.unknown],
        "left_out": [one.model_dump(mode="json") for one in found.left_out],
    }


def _case(case: CaseSettlement) -> dict[str, Any]:
    return {
        "case": case.case,
        "difference_cents": case.total_cents,
        "payable_cents": case.payable_cents,
        "lines": [
            {
                "month": str(line.month),
                "element": line.element,
                "due_cents": line.due.total_cents,
                "booked_cents": line.booked_subsidy_cents + line.booked_charges_cents,
                "subsidy_cents": line.subsidy_cents,
                "charges_cents": line.charges_cents,
            }
            for line in case.lines
        ],
    }
