"""A file of cases: applications, and running cases that are taken over (R15, R27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ledger.application import Ledger
from ledger.asking import Asking
from ledger.importing import whole_file
from ledger.importing.batch import Batch, Counts
from ledger.importing.columns import layout
from ledger.importing.findings import Finding
from ledger.importing.raw import Raw
from ledger.importing.row import Row, check
from ledger.importing.whole_file import How, Kind, Watch, quiet

_TAKEN: Final = ("R14", "R26")
"""Somebody else registered the same person or employer just now; asked again, it is found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of cases; see `whole_file.Result`."""

    rows: int
    counts: Counts
    persons: int
    employers: int
    findings: list[Finding]
    stopped: bool
    entries: int
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Importing:
    """How a file is imported: by whom, for which municipality where a row names none, and what to do with bad rows.

    `anyway` is the reason code with which R40 is set aside.
    """

    ledger: Ledger
    asking: Asking
    municipality: str = ""
    skip_bad: bool = False
    dry_run: bool = False
    anyway: str | None = None
    watch: Watch = quiet

    def run(self, path: Path) -> Outcome:
        """Import a file. Raises Misuse for one that cannot be read at all, and Conflict."""
        kind = Kind(layout(municipality=bool(self.municipality)), self._check, _arranged, self._begin, _TAKEN)
        how = How(self.ledger, self.asking, self.anyway, self.skip_bad, self.dry_run, self.watch)
        result = whole_file.record(path, kind, how)
        return Outcome(
            rows=result.rows,
            counts=result.batch.counts,
            persons=result.batch.parties.new_persons,
            employers=result.batch.parties.new_employers,
            findings=result.findings,
            stopped=result.stopped,
            entries=result.entries,
            seconds=result.seconds,
        )

    def _check(self, raw: Raw) -> Row | list[Finding]:
        return check(raw, self.municipality, self.asking.today)

    def _begin(self, provisional: bool) -> Batch:
        return Batch(self.ledger, self.asking, self.anyway, provisional=provisional)


def _arranged(rows: Iterable[Row]) -> tuple[list[Row], list[Finding]]:
    """The rows, and those that are the same employment as an earlier one."""
    lines: dict[tuple[str, str, str, date], int] = {}
    kept, findings = [], []
    for row in rows:
        first = lines.setdefault(row.employment, row.line)
        if first == row.line:
            kept.append(row)
        else:
            what = f"is the same employment as line {first}: person, employer and start; leave one of them out."
            findings.append(Finding(row.line, "bsn", what))
    return kept, findings
