"""The one way in which a file is recorded: all rows are checked first, then all of it in one transaction, or nothing.

What kind of file it is says what a row is (`check`), what only all rows together tell (`arrange`), and what a row asks of
the ledger (`begin` makes the batch that asks). Where somebody else recorded about the same meanwhile, all is asked again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Generic, Protocol, TypeVar

from ledger import collector
from ledger.application import ATTEMPTS, Ledger
from ledger.asking import Asking
from ledger.importing.files import read
from ledger.importing.findings import Broken, Finding
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.log.interface import VersionConflict
from ledger.log.staging import Staging
from ledger.refusal import Conflict, Refused

Item = TypeVar("Item")
RowT = TypeVar("RowT")
TakenT = TypeVar("TakenT", contravariant=True)
BatchT = TypeVar("BatchT", bound="Batch[Any]")

TOGETHER: Final = 2000
"""Rows that are looked up in the ledger at once."""


class Watch(Protocol):
    """Shows how far long work is, while it passes the items on."""

    def __call__(self, items: Iterable[Item], *, total: int | None, label: str) -> Iterable[Item]: ...


def quiet(items: Iterable[Item], *, total: int | None, label: str) -> Iterable[Item]:
    """Shows nothing."""
    return items


class Batch(Protocol[TakenT]):
    """Rows that are recorded together, over one staged ledger; what is refused becomes a finding."""

    staging: Staging
    findings: list[Finding]

    def take(self, rows: Sequence[TakenT]) -> None:
        """Ask for all that is new among these rows."""

    def finish(self) -> None:
        """All rows were asked for."""


@dataclass(frozen=True, slots=True)
class How:
    """By whom a file is recorded, and what to do with bad rows. `anyway`: the reason code with which R40 is set aside."""

    ledger: Ledger
    asking: Asking
    anyway: str | None = None
    skip_bad: bool = False
    dry_run: bool = False
    watch: Watch = quiet


@dataclass(frozen=True, slots=True)
class Kind(Generic[RowT, BatchT]):
    """A kind of file. `begin` is told whether the batch is only tried; `taken`: rules by which a refused commit says that
    somebody else registered the same just now; asked again, it is found."""

    layout: Layout
    check: Callable[[Raw], RowT | list[Finding]]
    arrange: Callable[[list[RowT]], tuple[list[RowT], list[Finding]]]
    begin: Callable[[bool], BatchT]
    taken: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Result(Generic[BatchT]):
    """What became of a file: its rows, what was asked, what is wrong, and how many entries were recorded.

    `stopped`: what is wrong kept the rest from being recorded. `seconds` are those of reading the file, asking the
    ledger, and recording.
    """

    batch: BatchT
    rows: int
    findings: list[Finding]
    stopped: bool
    entries: int
    seconds: dict[str, float]


@dataclass
class _Loaded(Generic[RowT]):
    """The rows of a file that are in order by themselves, what is wrong with the others, and whether it breaks off."""

    rows: list[RowT] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    broken: bool = False


def record(path: Path, kind: Kind[RowT, BatchT], how: How) -> Result[BatchT]:
    """Record a file. Raises Misuse for one that cannot be read at all, Refused on a wrong business day, and Conflict."""
    how.ledger.check_business_day(how.asking, how.anyway)
    began = perf_counter()
    with collector.at_rest():
        loaded = _load(path, kind, how)
        read_in = perf_counter() - began
        for _ in range(ATTEMPTS):
            try:
                return _attempt(loaded, kind, how, read_in)
            except VersionConflict:
                continue
    raise Conflict("Somebody else recorded about the same, three times.", remedy="Import the file again.")


def _load(path: Path, kind: Kind[RowT, BatchT], how: How) -> _Loaded[RowT]:
    loaded: _Loaded[RowT] = _Loaded()
    try:
        for raw in how.watch(read(path, kind.layout), total=None, label="Reading"):
            loaded.count += 1
            found = [raw] if isinstance(raw, Finding) else kind.check(raw)
            if isinstance(found, list):
                loaded.findings += found
            else:
                loaded.rows.append(found)
    except Broken as error:
        loaded.findings.append(error.finding)
        loaded.count += 1
        loaded.broken = True
    loaded.rows, findings = kind.arrange(loaded.rows)
    loaded.findings += findings
    return loaded


def _attempt(loaded: _Loaded[RowT], kind: Kind[RowT, BatchT], how: How, read_in: float) -> Result[BatchT]:
    began = perf_counter()
    batch = kind.begin(how.dry_run or _stops(loaded, loaded.findings, how))
    rows = iter(how.watch(loaded.rows, total=len(loaded.rows), label="Checking"))
    while some := list(islice(rows, TOGETHER)):
        batch.take(some)
    batch.finish()
    findings = sorted([*loaded.findings, *batch.findings], key=lambda finding: finding.line)
    asked = perf_counter()
    stopped = _stops(loaded, findings, how)
    entries = 0 if how.dry_run or stopped else _commit(batch.staging, kind.taken, how)
    seconds = {"read": read_in, "ask": asked - began, "record": perf_counter() - asked}
    return Result(batch, loaded.count, findings, stopped, entries, seconds)


def _stops(loaded: _Loaded[RowT], findings: Sequence[Finding], how: How) -> bool:
    """Whether nothing will be recorded: something is wrong, and it is not asked or not possible to skip it."""
    return loaded.broken or bool(findings and not how.skip_bad)


def _commit(staging: Staging, taken: Collection[str], how: How) -> int:
    waiting = staging.store.appends_staged
    if not waiting:
        return 0
    try:
        return staging.commit(lambda staged: how.watch(staged, total=waiting, label="Recording"))
    except Refused as refusal:
        if refusal.rule in taken:
            raise VersionConflict from None
        raise
