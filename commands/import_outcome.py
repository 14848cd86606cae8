"""What became of a file that was imported, told alike for every kind: what is wrong, what was recorded, and how it ends."""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any, Protocol

import click

from commands.call import Call
from commands.words import counted
from ledger.importing.findings import Finding
from ledger.refusal import Misuse

skip_bad_option = click.option("--skip-bad", is_flag=True, help="Record the good rows, and list what was skipped.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Check everything and record nothing.")


class Outcome(Protocol):
    """What every kind of file tells."""

    @property
    def rows(self) -> int:
        """Rows of the file."""

    @property
    def findings(self) -> list[Finding]:
        """What is wrong."""

    @property
    def stopped(self) -> bool:
        """Whether that kept the rest from being recorded."""

    @property
    def entries(self) -> int:
        """Entries that were recorded."""

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds by phase."""


def check_content_is_key(call: Call) -> None:
    """A row's content is its key. Raises Misuse."""
    if call.key or call.note_file:
        raise Misuse("an import takes neither.", field="--key, --note-file", remedy="A row's content is its key.")


def tell(
    call: Call,
    outcome: Outcome,
    lines: Callable[[], Iterator[str]],
    dry_run: bool,
    **fields: Any,
) -> None:
    """Bring the projections up to date and answer; `lines` are those of a file that was not stopped. Exit 2 when the file is
    wrong by itself, 1 when only rules said no."""
    if outcome.entries:
        began = perf_counter()
        call.project()
        outcome.seconds["project"] = perf_counter() - began
    said = [_stopped(outcome)] if outcome.stopped else [*_skipped(outcome), *lines()]
    call.output.answer([*map(str, outcome.findings), *said], **_fields(outcome, dry_run), **fields)
    if outcome.stopped:
        raise SystemExit(1 if all(finding.rule for finding in outcome.findings) else 2)


def took(outcome: Outcome) -> str:
    """How long it took, in words."""
    projected = outcome.seconds.get("project")
    recorded = sum(outcome.seconds.values()) - (projected or 0)
    return f"{recorded:.1f} s" + (f", and {projected:.1f} s to project them" if projected else "")


def _stopped(outcome: Outcome) -> str:
    where = f"{_errors(outcome.findings)} in {counted(outcome.rows, 'row')}"
    return f"Nothing was recorded: {where}. Mend them, or see --skip-bad."


def _skipped(outcome: Outcome) -> Iterator[str]:
    if outcome.findings:
        yield f"Skipped: {_errors(outcome.findings)} in {counted(outcome.rows, 'row')}."


def _errors(findings: Sequence[Finding]) -> str:
    lines = len({finding.line for finding in findings})
    return f"{counted(len(findings), 'error')} on {counted(lines, 'line')}"


def _fields(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "recorded": not (outcome.stopped or dry_run),
        "dry_run": dry_run,
        "entries": outcome.entries,
        "errors": [finding._asdict() for finding in outcome.findings],
        "seconds": {phase: round(seconds, 3) for phase, seconds in outcome.seconds.items()},
    }
