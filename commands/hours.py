"""`lks hours report`: worked hours of zero-hours and min-max contracts (R10, R11), one report or a file of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import click

from commands.call import Call, recording
from commands.change import Change, answer, record
from commands.import_hours import report_file
from commands.options import CASE, DAY, HOURS
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.facts import HoursSource
from ledger.intents import ReportHours
from ledger.model import plain
from ledger.refusal import Misuse


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
    help="Many reports: .csv, .jsonl or .xlsx with case, from, until, hours, source.",
)
@click.option("--skip-bad", is_flag=True, help="With --file: record the good rows, and list what was skipped.")
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
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Report worked hours of one case, or of many in a FILE.

    All rows of a file are checked first, and nothing is recorded unless all is well. The same row again records nothing.
    """
    given = {"--case": case, "--from": start, "--until": until, "--hours": number, "--source": source}
    if file is not None:
        if any(value is not None for value in given.values()) or call.key or call.note_file:
            raise Misuse("a file says all.", field="--file", remedy="Give --file alone, or one report without it.")
        report_file(call, file, skip_bad=skip_bad, dry_run=dry_run)
        return
    if missing := [name for name, value in given.items() if value is None]:
        raise Misuse("is needed.", field=", ".join(missing), remedy="Give it, or --file for many reports.")
    for option, on in (("--skip-bad", skip_bad), ("--dry-run", dry_run)):
        if on:
            raise Misuse("goes with --file.", field=option, remedy="Leave it out.")
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
