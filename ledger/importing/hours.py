"""Worked hours in bulk (R10): a file of reports, all checked first, then all of it recorded in one transaction, or nothing.

A row's key is made of its content and not of the day, so the same row again, in whatever file, records nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple, get_args

from ledger import collector
from ledger.application import ATTEMPTS, Ledger
from ledger.asking import Asking
from ledger.facts import HoursSource
from ledger.identifiers import parse_case, stream_id
from ledger.importing import cells
from ledger.importing.cases import Watch, quiet
from ledger.importing.files import read
from ledger.importing.findings import Broken, Finding
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.intents import ReportHours
from ledger.log.interface import VersionConflict
from ledger.log.staging import Staging
from ledger.model import plain
from ledger.refusal import Conflict, Misuse, Refused

TOGETHER: Final = 2000
"""Rows that are looked up in the ledger at once."""


def _case(cell: str) -> str:
    try:
        return parse_case(cells.text(cell))
    except Misuse:
        raise ValueError("is no case number; check it.") from None


COLUMNS: Final[Mapping[str, Any]] = {
    "case": _case,
    "from": cells.day,
    "until": cells.day,
    "hours": cells.number(0),
    "source": cells.choice(*get_args(HoursSource)),
}
"""Every column and how it is read; no row can do without one."""

LAYOUT: Final = Layout(COLUMNS.keys(), frozenset(), lambda header: COLUMNS, "lks hours report --help")

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


@dataclass
class Loaded:
    """The rows of a file that are in order by themselves, by case, and what is wrong with the others."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: rows, those that were new and known before, what is wrong, and how many entries were recorded.
    Where anything is wrong nothing is recorded."""

    rows: int
    new: int
    known: int
    cases: int
    months: tuple[date, date] | None
    findings: list[Finding]
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

    def run(self, path: Path) -> Outcome:
        """Report a file. Raises Misuse for one that cannot be read at all, and Conflict."""
        self.ledger.check_business_day(self.asking, self.anyway)
        with collector.at_rest():
            began = perf_counter()
            loaded = self._load(path)
            read_in = perf_counter() - began
            for _ in range(ATTEMPTS):
                try:
                    return self._attempt(loaded, read_in)
                except VersionConflict:
                    continue
        raise Conflict("Somebody else recorded about the same, three times.", remedy="Report the file again.")

    def _load(self, path: Path) -> Loaded:
        loaded = Loaded()
        try:
            for raw in self.watch(read(path, LAYOUT), total=None, label="Reading"):
                found = [raw] if isinstance(raw, Finding) else _row(raw)
                if isinstance(found, Row):
                    loaded.rows.append(found)
                else:
                    loaded.findings += found
        except Broken as error:
            loaded.findings.append(error.finding)
        loaded.rows.sort(key=lambda row: row.case)
        loaded.findings += _overlapping(loaded.rows)
        return loaded

    def _attempt(self, loaded: Loaded, read_in: float) -> Outcome:
        began = perf_counter()
        batch = _Batch(self, Staging(self.ledger.store, self.ledger.vault, self.ledger.now()))
        rows = iter(self.watch(loaded.rows, total=len(loaded.rows), label="Checking"))
        while some := list(islice(rows, TOGETHER)):
            batch.take(some)
        findings = sorted([*loaded.findings, *batch.findings], key=lambda finding: finding.line)
        asked = perf_counter()
        entries = 0 if findings or self.dry_run or not batch.new else self._commit(batch)
        return Outcome(
            rows=len(loaded.rows)
            + len({finding.line for finding in loaded.findings} - {one.line for one in loaded.rows}),
            new=len(batch.new),
            known=batch.known,
            cases=len({row.case for row in batch.new}),
            months=_span(batch.new),
            findings=findings,
            entries=entries,
            seconds={"read": read_in, "ask": asked - began, "record": perf_counter() - asked},
        )

    def _commit(self, batch: "_Batch") -> int:
        waiting = batch.staging.store.appends_staged
        return batch.staging.commit(lambda staged: self.watch(staged, total=waiting, label="Recording"))


class _Batch:
    """Rows that are recorded together: what is new is asked of the ordinary `Ledger`, row by row."""

    def __init__(self, reporting: Reporting, staging: Staging) -> None:
        real = reporting.ledger
        self.staging = staging
        self.new: list[Row] = []
        self.known = 0
        self.findings: list[Finding] = []
        self._reporting = reporting
        self._ledger = Ledger(staging.store, staging.vault, real.login, real.now)

    def take(self, rows: Sequence[Row]) -> None:
        """Ask for all that is new among these rows; what is refused becomes a finding."""
        keys = {self._ledger.vault.hmac("hours", row.content()).hex(): row for row in rows}
        asked = {key: self._ledger.intent_key(key) for key in keys}
        known = self.staging.store.known_intents(asked.values())
        streams = {stream_id("subsidy", row.case) for row in keys.values()}
        self.staging.look_ahead(asked.values(), streams)
        self.known += len(rows) - len(keys)
        for key, row in keys.items():
            if asked[key] in known:
                self.known += 1
            else:
                self._take(key, row)
        self.staging.store.forget(streams)

    def _take(self, key: str, row: Row) -> None:
        who = self._reporting.asking
        intent = ReportHours(
            case=row.case,
            start=row.start,
            until=row.until,
            hours=row.hours,
            source=row.source,
            anyway=self._reporting.anyway,
        )
        try:
            receipt = self._ledger.handle(intent, Asking(who.by, who.today, who.on_behalf_of, key))
        except (Refused, Misuse) as error:
            self.findings.append(_refused(row, error))
            return
        if receipt.entries:
            self.new.append(row)
        else:
            self.known += 1


def _row(raw: Raw) -> Row | list[Finding]:
    """The row, or all that is wrong with it."""
    values: dict[str, Any] = {}
    findings = []
    for name, kind in COLUMNS.items():
        cell = raw.cells.get(name, "")
        try:
            if not cell or not isinstance(cell, str) or not cell.strip():
                raise ValueError("is empty; fill it in.")
            values[name] = kind(cell.strip())
        except ValueError as error:
            findings.append(Finding(raw.line, name, str(error)))
    if findings:
        return findings
    return Row(raw.line, values["case"], values["from"], values["until"], values["hours"], values["source"])


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


def _refused(row: Row, error: Refused | Misuse) -> Finding:
    if isinstance(error, Misuse):
        return Finding(row.line, "", str(error))
    column = _COLUMN_OF_RULE.get(error.rule, "case")
    if error.what.startswith("There is no case"):
        column = "case"
    elif error.what.startswith(f"Hours: {row.until} ") and row.until != row.start:
        column = "until"
    return Finding(row.line, column, str(error), error.rule)


def _span(rows: Sequence[Row]) -> tuple[date, date] | None:
    return (min(row.start for row in rows), max(row.until for row in rows)) if rows else None
