"""`lks import applications`: cases in bulk from a file, running ones too (R27). The columns stand in docs/import.md."""

from collections.abc import Iterator
from pathlib import Path

import click

from commands.call import Call, recording
from commands.import_outcome import check_content_is_key, dry_run_option, skip_bad_option, tell, took
from commands.options import MUNICIPALITY
from commands.progress import counted as progressing
from commands.words import counted
from ledger.calculation.money import euro
from ledger.importing.cases import Importing, Outcome


@click.command("applications")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--municipality", type=MUNICIPALITY, help="The municipality of rows that name none, like GM0363.")
@skip_bad_option
@dry_run_option
@recording
def import_applications(call: Call, file: Path, municipality: str | None, skip_bad: bool, dry_run: bool) -> None:
    """Import applications and running cases, one employment a row.

    FILE is .csv, .jsonl, .xlsx, or one application form that was filled in (.pdf); docs/import.md tells what it
    holds. All rows are checked first, and nothing is recorded unless all is well. The same row again records
    nothing.
    """
    check_content_is_key(call)
    importing = Importing(call.ledger, call.asking(), municipality or "", skip_bad, dry_run, call.anyway, progressing)
    outcome = importing.run(file)
    counts = outcome.counts
    tell(
        call,
        outcome,
        lambda: _lines(outcome, dry_run),
        dry_run,
        already_recorded=counts.known,
        cases=counts.cases,
        running=counts.running,
        persons=outcome.persons,
        employers=outcome.employers,
        openings=[opening.model_dump(mode="json") for opening in counts.openings],
    )


def _lines(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    counts = outcome.counts
    if counts.known:
        yield f"{counts.known:,} already recorded; nothing new of these."
    for one in counts.openings if outcome.entries else ():
        cases = counted(one.cases, "running case")
        yield f"{one.opening}: {cases}, {euro(one.subsidy_cents)} + {euro(one.charges_cents)} booked elsewhere."
        yield f"Next: a second person signs it, lks opening sign {one.opening}; until then no run pays these cases."
    what = "Would record" if dry_run else "Recorded"
    cases, persons = counted(counts.cases, "case"), counted(outcome.persons, "person")
    employers = counted(outcome.employers, "employer")
    yield f"{what} {cases} ({counts.running:,} running), {persons} and {employers} in {took(outcome)}."
