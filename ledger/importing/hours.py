"""A file of worked hours (R10): one report a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, get_args

from ledger.application import Ledger
from ledger.asking import Asking
from ledger.facts import HoursSource
from ledger.importing import whole_file
from ledger.importing.column import DAY, Column, choice, hours, table
from ledger.importing.findings import Finding
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.importing.reports import CASE, Reports, checked
from ledger.importing.whole_file import How, Kind, Watch, quiet
from ledger.intents import ReportHours
from ledger.model import plain
from ledger.refusal import Refused

COLUMNS: Final = table(
    Column("case", "report", *CASE, "always", "case number"),
    Column("from", "report", *DAY, "always", "first day that it is about"),
    Column("until", "report", *DAY, "always", "last day that it is about"),
    Column("hours", "report", *hours(0, None, "0 or more, like 80.25"), "always",
           "hours for which wage was due, leave and sickness included"),
    Column("source", "report", *choice(get_args(HoursSource)), "always", "where it is known from"),
)  # fmt: skip
"""Every column; no row can do without one."""

LAYOUT: Final = Layout(COLUMNS, lambda header: COLUMNS, "docs/import.md")

_COLUMN_OF_RULE: Final[Mapping[str, str]] = {
    "R10": "hours",
    "R15": "from",
    "R31": "case",
    "R39": "until",
    "R40": "until",
}
"""Where to look first when a rule says no."""


class Row(NamedTuple):
    """One report as the file gives it."""

    line: int
    case: str
    start: date
    until: date
    hours: Decimal
    source: HoursSource

    def content(self) -> bytes:
        """All that it says, to be hashed."""
        return f"{self.case} {self.start} {self.until} {plain(self.hours)} {self.source}".encode()

    def intent(self, anyway: str | None) -> ReportHours:
        """The report."""
        return ReportHours(
            case=self.case, start=self.start, until=self.until, hours=self.hours, source=self.source, anyway=anyway
        )

    def refused(self, error: Refused) -> str:
        """The column to look at first when a rule says no."""
        if error.what.startswith(f"Hours: {self.until} ") and self.until != self.start:
            return "until"
        return _COLUMN_OF_RULE.get(error.rule, "case")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of hours: those that were new, of how many cases and which days, and those known before; see
    `whole_file.Result`."""

    rows: int
    new: int
    known: int
    cases: int
    months: tuple[date, date] | None
    findings: list[Finding]
    stopped: bool
    entries: int
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Reporting:
    """How a file of worked hours is reported: by whom, and whether it is only tried. `anyway`: R40 is set aside."""

    ledger: Ledger
    asking: Asking
    dry_run: bool = False
    anyway: str | None = None
    watch: Watch = quiet
    skip_bad: bool = False

    def run(self, path: Path) -> Outcome:
        """Report a file. Raises Misuse for one that cannot be read at all, and Conflict."""
        how = How(self.ledger, self.asking, self.anyway, self.skip_bad, self.dry_run, self.watch)
        kind = Kind(
            LAYOUT, checked_row, _arranged, lambda provisional: Reports[Row]("hours", how, provisional=provisional)
        )
        result = whole_file.record(path, kind, how)
        batch = result.batch
        return Outcome(
            rows=result.rows,
            new=len(batch.new),
            known=batch.known,
            cases=len({row.case for row in batch.new}),
            months=_span(batch.new),
            findings=result.findings,
            stopped=result.stopped,
            entries=result.entries,
            seconds=result.seconds,
        )


def checked_row(raw: Raw) -> Row | list[Finding]:
    """The row, or all that is wrong with it by itself."""
    values = checked(raw, COLUMNS)
    if isinstance(values, list):
        return values
    return Row(raw.line, values["case"], values["from"], values["until"], values["hours"], values["source"])


def _arranged(rows: list[Row]) -> tuple[list[Row], list[Finding]]:
    """The rows by case, without those that are about days of another one."""
    findings = list(_overlapping(rows))
    wrong = {finding.line for finding in findings}
    return sorted((row for row in rows if row.line not in wrong), key=lambda row: row.case), findings


def _overlapping(rows: Iterable[Row]) -> Iterator[Finding]:
    """Two reports of one file and source about the same days: which of them counts is not for the ledger to guess."""
    before: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: (row.case, row.source, row.start, row.line)):
        last = before.get((row.case, row.source))
        if last is not None and row.start <= last.until and row.content() != last.content():
            yield Finding(
                row.line, "from", f"is about days that line {last.line} is about too; leave one of them out.", "R10"
            )
        if last is None or row.until > last.until:
            before[row.case, row.source] = row


def _span(rows: Sequence[Row]) -> tuple[date, date] | None:
    return (min(row.start for row in rows), max(row.until for row in rows)) if rows else None
