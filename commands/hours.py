"""`lks hours report`: worked hours of zero-hours and min-max contracts (R10, R11), one report or a file of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any, get_args

import click

from commands import progress
from commands.call import Call, recording
from commands.change import Change, answer, record
from commands.options import CASE, DAY, HOURS
from commands.words import counted
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.facts import HoursSource
from ledger.importing.hours import Outcome, Reporting
from ledger.intents import ReportHours
from ledger.model import plain
from ledger.refusal import Misuse
from projections.runner import catch_up


@click.group()
def hours() -> None:
    """Worked hours (gewerkte uren)."""


@hours.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--from", "start", type=DAY, help="First day that it is about.")
@click.option("--until", type=DAY, help="Last day that it is about.")
@click.option("--hours", "number", type=HOURS, help="Hours for which wage was due, leave and sickness included.")
@click.option("--source", type=click.Choice(get_args(HoursSource)), help="Where it is known from.")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Many reports: .csv or .jsonl with case, from, until, hours, source.",
)
@click.option("--dry-run", is_flag=True, help="With --file: check everything and record nothing.")
@recording
def report(
    call: Call,
    case: str | None,
    start: date | None,
    until: date | None,
    number: Decimal | None,
    source: HoursSource | None,
    file: Path | None,
    dry_run: bool,
) -> None:
    """Report worked hours of one case, or of many in a FILE.

    All rows of a file are checked first, and nothing is recorded unless all is well. The same row again records nothing.
    """
    given = {"--case": case, "--from": start, "--until": until, "--hours": number, "--source": source}
    if file is not None:
        if any(value is not None for value in given.values()) or call.key or call.note_file:
            raise Misuse("a file says all.", field="--file", remedy="Give --file alone, or one report without it.")
        _report_file(call, file, dry_run)
        return
    if missing := [name for name, value in given.items() if value is None]:
        raise Misuse("is needed.", field=", ".join(missing), remedy="Give it, or --file for many reports.")
    if dry_run:
        raise Misuse("goes with --file.", field="--dry-run", remedy="Leave it out.")
    _report_one(call, ReportHours.model_validate(
        {"case": case, "start": start, "until": until, "hours": number, "source": source}
    ))  # fmt: skip


def _report_one(call: Call, intent: ReportHours) -> None:
    change = record(call, intent)
    say = f"{intent.case}: {plain(intent.hours)} hours from {intent.start} to {intent.until} ({intent.source})."
    unknown = [str(month) for month in _unknown(change, Month.of(intent.until))]
    then = [f"Not reported yet, so unknown and not due (R11): {', '.join(unknown)}."] if unknown else []
    answer(call, change, [say], then, unknown=unknown)


def _unknown(change: Change, last: Month) -> Iterator[Month]:
    """R11: the months through that of the report of which hours are missing."""
    for month in change.after.months_due(last):
        assert change.after.terms is not None
        if entitlement(change.after.terms, month, change.law, change.policy).unknown:
            yield month


def _report_file(call: Call, file: Path, dry_run: bool) -> None:
    outcome = Reporting(call.ledger, call.asking(), dry_run, call.anyway, progress.counted).run(file)
    if outcome.entries:
        began = perf_counter()
        catch_up(call.dsn)
        outcome.seconds["project"] = perf_counter() - began
    call.output.answer([*map(str, outcome.findings), *_lines(outcome, dry_run)], **_fields(outcome, dry_run))
    if outcome.findings:
        raise SystemExit(1 if all(finding.rule for finding in outcome.findings) else 2)


def _lines(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    if outcome.findings:
        lines = len({finding.line for finding in outcome.findings})
        errors = f"{counted(len(outcome.findings), 'error')} on {counted(lines, 'line')}"
        yield f"Nothing was recorded: {errors} in {counted(outcome.rows, 'row')}. Mend them and report the file again."
        return
    if outcome.known:
        yield f"{counted(outcome.known, 'report')} already recorded; nothing new of these."
    what = "Would record" if dry_run else "Recorded"
    yield f"{what} {counted(outcome.new, 'report')} of {counted(outcome.cases, 'case')} in {_seconds(outcome)}."
    if outcome.months and not dry_run:
        yield f"Next: lks settle --through {Month.of(outcome.months[1])} books what is due from {outcome.months[0]} on."


def _seconds(outcome: Outcome) -> str:
    projected = outcome.seconds.get("project")
    recorded = sum(outcome.seconds.values()) - (projected or 0)
    return f"{recorded:.1f} s" + (f", and {projected:.1f} s to project them" if projected else "")


def _fields(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "recorded": not (outcome.findings or dry_run),
        "dry_run": dry_run,
        "entries": outcome.entries,
        "reports": outcome.new,
        "already_recorded": outcome.known,
        "cases": outcome.cases,
        "errors": [finding._asdict() for finding in outcome.findings],
        "seconds": {phase: round(seconds, 3) for phase, seconds in outcome.seconds.items()},
    }
