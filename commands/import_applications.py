"""`lks import applications`: cases in bulk from a file, running ones too (R27). The columns stand in docs/import.md."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from commands.call import Call, recording
from commands.import_hours import check_content_is_key
from commands.options import MUNICIPALITY
from commands.progress import counted
from ledger.calculation.money import euro
from ledger.importing.cases import Importing, Outcome
from ledger.importing.findings import Finding
from projections.runner import catch_up


@click.command("applications")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--municipality", type=MUNICIPALITY, help="The municipality of rows that name none, like GM0363.")
@click.option("--skip-bad", is_flag=True, help="Record the good rows, and list what was skipped.")
@click.option("--dry-run", is_flag=True, help="Check everything and record nothing.")
@recording
def import_applications(call: Call, file: Path, municipality: str | None, skip_bad: bool, dry_run: bool) -> None:
    """Import cases from FILE (.csv or .jsonl), one employment a row.

    All rows are checked first, and nothing is recorded unless all is well. The same row again records nothing.
    """
    check_content_is_key(call)
    importing = Importing(call.ledger, call.asking(), municipality or "", skip_bad, dry_run, call.anyway, counted)
    outcome = importing.run(file)
    if outcome.entries:
        began = perf_counter()
        catch_up(call.dsn)
        outcome.seconds["project"] = perf_counter() - began
    call.output.answer([*map(str, outcome.findings), *_lines(outcome, dry_run)], **_fields(outcome, dry_run))
    if outcome.stopped:
        raise SystemExit(_exit_code(outcome.findings))


def _lines(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    counts, findings = outcome.counts, outcome.findings
    if outcome.stopped:
        yield f"Nothing was recorded: {_errors(findings)} in {outcome.rows:,} rows. Mend them, or see --skip-bad."
        return
    if findings:
        yield f"Skipped: {_errors(findings)} in {outcome.rows:,} rows."
    if counts.known:
        yield f"{counts.known:,} already recorded; nothing new of these."
    for one in counts.openings if outcome.entries else ():
        cases = _counted(one.cases, "running case")
        yield f"{one.opening}: {cases}, {euro(one.subsidy_cents)} + {euro(one.charges_cents)} booked elsewhere."
        yield f"Next: a second person signs it, lks opening sign {one.opening}; until then no run pays these cases."
    what = "Would record" if dry_run else "Recorded"
    cases, persons = _counted(counts.cases, "case"), _counted(outcome.persons, "person")
    employers = _counted(outcome.employers, "employer")
    yield f"{what} {cases} ({counts.running:,} running), {persons} and {employers} in {_seconds(outcome)}."


def _errors(findings: list[Finding]) -> str:
    lines = len({finding.line for finding in findings})
    return f"{_counted(len(findings), 'error')} on {_counted(lines, 'line')}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _seconds(outcome: Outcome) -> str:
    projected = outcome.seconds.get("project")
    recorded = sum(outcome.seconds.values()) - (projected or 0)
    return f"{recorded:.1f} s" + (f", and {projected:.1f} s to project them" if projected else "")


def _exit_code(findings: list[Finding]) -> int:
    """2 when the file is wrong by itself, 1 when only rules said no."""
    return 1 if all(finding.rule for finding in findings) else 2


def _fields(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    counts = outcome.counts
    return {
        "rows": outcome.rows,
        "recorded": not (outcome.stopped or dry_run),
        "dry_run": dry_run,
        "entries": outcome.entries,
        "already_recorded": counts.known,
        "cases": counts.cases,
        "running": counts.running,
        "persons": outcome.persons,
        "employers": outcome.employers,
        "openings": [opening.model_dump(mode="json") for opening in counts.openings],
        "errors": [finding._asdict() for finding in outcome.findings],
        "seconds": {phase: round(seconds, 3) for phase, seconds in outcome.seconds.items()},
    }
