"""`lks import hours`: worked hours from a file (R10); the same as `lks hours report --file`."""

from collections.abc import Iterator
from pathlib import Path

import click

from commands.call import Call, recording
from commands.import_outcome import check_content_is_key, dry_run_option, skip_bad_option, tell, took
from commands.progress import counted as progressing
from commands.words import counted
from ledger.calculation.month import Month
from ledger.importing.hours import Outcome, Reporting


@click.command("hours")
@click.argument("file", type=click.Path(path_type=Path))
@skip_bad_option
@dry_run_option
@recording
def import_hours(call: Call, file: Path, skip_bad: bool, dry_run: bool) -> None:
    """Import worked hours, one report a row.

    FILE is .csv, .jsonl or .xlsx; docs/import.md tells what it holds. All rows are checked first, and nothing is
    recorded unless all is well. The same row again records nothing.
    """
    check_content_is_key(call)
    report_file(call, file, skip_bad=skip_bad, dry_run=dry_run)


def report_file(call: Call, file: Path, *, skip_bad: bool, dry_run: bool) -> None:
    """Report all hours of a file, and tell what became of it."""
    outcome = Reporting(call.ledger, call.asking(), dry_run, call.anyway, progressing, skip_bad).run(file)
    tell(
        call,
        outcome,
        lambda: _lines(outcome, dry_run),
        dry_run,
        reports=outcome.new,
        already_recorded=outcome.known,
        cases=outcome.cases,
    )


def _lines(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    if outcome.known:
        yield f"{counted(outcome.known, 'report')} already recorded; nothing new of these."
    what = "Would record" if dry_run else "Recorded"
    yield f"{what} {counted(outcome.new, 'report')} of {counted(outcome.cases, 'case')} in {took(outcome)}."
    if outcome.months and not dry_run:
        yield f"Next: lks settle --through {Month.of(outcome.months[1])} books what is due from {outcome.months[0]} on."
