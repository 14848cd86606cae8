"""Imports a file of cases: all rows are checked first, then all of it is recorded in one transaction, or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final, Protocol, TypeVar

from ledger import collector
from ledger.application import ATTEMPTS, Ledger
from ledger.asking import Asking
from ledger.importing.batch import Batch, Counts
from ledger.importing.columns import layout
from ledger.importing.files import read
from ledger.importing.findings import Broken, Finding
from ledger.importing.row import Row, check
from ledger.log.interface import VersionConflict
from ledger.refusal import Conflict, Refused

Item = TypeVar("Item")

TOGETHER: Final = 2000
"""Rows that are looked up in the ledger at once."""

_TAKEN: Final = ("R14", "R26")
"""Somebody else registered the same person or employer just now; asked again, it is found."""


class Watch(Protocol):
    """Shows how far long work is, while it passes the items on."""

    def __call__(self, items: Iterable[Item], *, total: int | None, label: str) -> Iterable[Item]: ...


def quiet(items: Iterable[Item], *, total: int | None, label: str) -> Iterable[Item]:
    """Shows nothing."""
    return items


@dataclass
class Loaded:
    """The rows of a file that are in order by themselves, what is wrong with the others, and whether it breaks off."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its rows, what was asked, what is wrong, and how many entries were recorded.

    `stopped`: what is wrong kept the rest from being recorded. `seconds` are those of reading the file, asking the
    ledger, and recording.
    """

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
        self.ledger.check_business_day(self.asking, self.anyway)
        began = perf_counter()
        with collector.at_rest():
            loaded = self._load(path)
            read_in = perf_counter() - began
            for _ in range(ATTEMPTS):
                try:
                    return self._attempt(loaded, read_in)
                except VersionConflict:
                    continue
        raise Conflict("Somebody else recorded about the same, three times.", remedy="Import the file again.")

    def _load(self, path: Path) -> Loaded:
        loaded = Loaded()
        lines: dict[tuple[str, str, str, date], int] = {}
        try:
            for raw in self.watch(
                read(path, layout(municipality=bool(self.municipality))), total=None, label="Reading"
            ):
                found = [raw] if isinstance(raw, Finding) else check(raw, self.municipality, self.asking.today)
                if isinstance(found, list):
                    loaded.findings += found
                elif (first := lines.setdefault(found.employment, found.line)) != found.line:
                    what = f"is the same employment as line {first}: person, employer and start; leave one of them out."
                    loaded.findings.append(Finding(found.line, "bsn", what))
                else:
                    loaded.rows.append(found)
        except Broken as error:
            loaded.findings.append(error.finding)
            loaded.broken = True
        return loaded

    def _attempt(self, loaded: Loaded, read_in: float) -> Outcome:
        began = perf_counter()
        batch = Batch(
            self.ledger, self.asking, self.anyway, provisional=self.dry_run or self._stops(loaded, loaded.findings)
        )
        for rows in self._together(loaded.rows):
            batch.take(rows)
        batch.prepare_openings()
        findings = sorted([*loaded.findings, *batch.counts.findings], key=lambda finding: finding.line)
        asked = perf_counter()
        stopped = self._stops(loaded, findings)
        entries = 0 if self.dry_run or stopped else self._commit(batch)
        return Outcome(
            rows=len(loaded.rows) + len({finding.line for finding in loaded.findings}),
            counts=batch.counts,
            persons=batch.parties.new_persons,
            employers=batch.parties.new_employers,
            findings=findings,
            stopped=stopped,
            entries=entries,
            seconds={"read": read_in, "ask": asked - began, "record": perf_counter() - asked},
        )

    def _stops(self, loaded: Loaded, findings: Sequence[Finding]) -> bool:
        """Whether nothing will be recorded: something is wrong, and it is not asked or not possible to skip it."""
        return loaded.broken or bool(findings and not self.skip_bad)

    def _together(self, rows: Sequence[Row]) -> Iterator[list[Row]]:
        waiting = iter(self.watch(rows, total=len(rows), label="Checking"))
        while some := list(islice(waiting, TOGETHER)):
            yield some

    def _commit(self, batch: Batch) -> int:
        waiting = batch.staging.store.appends_staged
        try:
            return batch.commit(lambda staged: self.watch(staged, total=waiting, label="Recording"))
        except Refused as refusal:
            if refusal.rule in _TAKEN:
                raise VersionConflict from None
            raise
