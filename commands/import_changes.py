"""`lks import changes`: changes of employments from a file (R4, R10, R26); those that lower an amount take a decision (R20)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from commands.call import Call, recording
from commands.effect_text import effect_fields
from commands.import_outcome import check_content_is_key, dry_run_option, skip_bad_option, tell, took
from commands.progress import counted as progressing
from commands.words import counted
from ledger.calculation.money import euro
from ledger.importing.changes import Amending, Changed, Outcome


@click.command("changes")
@click.argument("file", type=click.Path(path_type=Path))
@skip_bad_option
@dry_run_option
@recording
def import_changes(call: Call, file: Path, skip_bad: bool, dry_run: bool) -> None:
    """Import changes of employments: one case and day a row, and what changes then.

    FILE is .csv, .jsonl, .xlsx, or one change form that was filled in (.pdf); docs/import.md tells what it holds.
    All rows are checked first, and nothing is recorded unless all is well. The same row again records nothing. What
    lowers an amount also takes a decision; those cases are listed.
    """
    check_content_is_key(call)
    outcome = Amending(call.ledger, call.asking(), skip_bad, dry_run, call.anyway, progressing).run(file)
    tell(
        call,
        outcome,
        lambda: _lines(outcome, dry_run),
        dry_run,
        already_recorded=outcome.known,
        changes=[_fields(one) for one in outcome.changed],
        decisions=[{"case": case, "effective": str(day)} for case, day in outcome.decisions.items()],
    )


def _lines(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    if outcome.known:
        yield f"{counted(outcome.known, 'change')} already recorded; nothing new of these."
    what = "Would record" if dry_run else "Recorded"
    changes, cases = len(outcome.changed), len({one.row.case for one in outcome.changed})
    yield f"{what} {counted(changes, 'change')} of {counted(cases, 'case')} in {took(outcome)}."
    if changes:
        yield _effect(outcome.changed)
    if outcome.decisions:
        yield f"Less becomes due in {counted(len(outcome.decisions), 'case')}, which takes a decision (R20). Next:"
    for case, day in outcome.decisions.items():
        yield f"  lks decide amend --case {case} --effective {day}"


def _effect(changed: Sequence[Changed]) -> str:
    """In how many changes more or less is due, and how much, to the end of next year."""
    by_sign = {"more": [one for one in changed if one.difference_cents > 0]}
    by_sign["less"] = [one for one in changed if one.difference_cents < 0]
    said = [
        f"{euro(abs(sum(one.difference_cents for one in some)))} {sign} in {counted(len(some), 'change')}"
        for sign, some in by_sign.items()
        if some
    ]
    return f"Due to the end of next year: {' and '.join(said)}." if said else "No amount changes."


def _fields(one: Changed) -> dict[str, Any]:
    row = one.row
    return {
        "line": row.line,
        "case": row.case,
        "effective": str(row.effective),
        "effects": effect_fields(one.effects),
    }
