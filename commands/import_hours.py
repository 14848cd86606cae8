"""`lks import hours`: worked hours from a file (R10); the same as `lks hours report --file`."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from commands import progress
from commands.call import Call, recording
from commands.words import counted
from ledger.calculation.month import Month
from ledger.importing.hours import Outcome, Reporting
from ledger.refusal import Misuse
from projections.runner import catch_up


@click.command("hours")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything and record nothing.")
@recording
def import_hours(call: Call, file: Path, dry_run: bool) -> None:
    """Import worked hours from FILE (.csv or .jsonl), one report a row.

    All rows are checked first, and nothing is recorded unless all is well. The same row again records nothing.
    """
    check_content_is_key(call)
    report_file(call, file, dry_run)


def check_content_is_key(call: Call) -> None:
    """A row's content is its key. Raises Misuse."""
    if call.key or call.note_file:
        raise Misuse("an import takes neither.", field="--key, --note-file", remedy="A row's content is its key.")


def report_file(call: Call, file: Path, dry_run: bool) -> None:
    """Report all hours of a file, and tell what became of it."""
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
