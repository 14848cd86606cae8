"""A file of changes of employments (wijzigingen; R4, R10, R26): one `Amend` a row, and what each does to the amounts (R20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.calendar import Month
from ledger.facts import ContractForm
from ledger.identifiers import parse_employer
from ledger.importing import cells, whole_file
from ledger.importing.column import DAY, DAY_PATTERN, HOURS, WEEK, Column, Limits, Written, choice, table
from ledger.importing.findings import Finding
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.importing.reports import CASE, Reports, checked
from ledger.importing.whole_file import How, Kind, Watch, quiet
from ledger.intents import Amend
from ledger.model import plain
from ledger.refusal import Misuse, Refused
from ledger.subsidy.effect import Effect, effects
from ledger.subsidy.state import Subsidy
from ledger.subsidy.undecided import undecided


def _employer(cell: str) -> str:
    try:
        return parse_employer(cells.text(cell))
    except Misuse:
        raise ValueError("is no employer's number; check it.") from None


def _day_or_open(cell: str) -> date | Literal["open"]:
    return "open" if cell == "open" else cells.day(cell)


_END: Final[Written] = (_day_or_open, "2026-11-20, or `open`", Limits("day", DAY_PATTERN, values=("open",)))
_EMPLOYER: Final[Written] = (_employer, "W-000001-D", Limits("text", "^[Ww]-[0-9]{6,9}-[0-9A-Za-z]$"))

COLUMNS: Final = table(
    Column("case", "report", *CASE, "always", "case number"),
    Column("effective", "report", *DAY, "always", "first day on which it counts"),
    Column("form", "change", *choice(get_args(ContractForm)), "", "form of the contract"),
    Column("hours", "change", *HOURS, "",
           "agreed hours a week; min-max: the minimum; zero-hours: 0, which is also what empty means there"),
    Column("maximum_hours", "change", *HOURS, "", "maximum hours a week of a min-max contract"),
    Column("full_time_hours", "change", *WEEK, "", "the sector's full-time week"),
    Column("end", "change", *_END, "", "last day of the contract, or `open` for one without an end"),
    Column("employer", "change", *_EMPLOYER, "", "the employer (payroll number) that is paid from then on"),
)  # fmt: skip
"""Every column; what is empty stays as it was."""

CHANGES: Final = tuple(column.name for column in COLUMNS.values() if column.part == "change")
"""The columns of which a row fills at least one."""

LAYOUT: Final = Layout(COLUMNS, lambda header: ("case", "effective"), "docs/import.md")

_COLUMN_OF_RULE: Final[Mapping[str, str]] = {
    "R4": "hours", "R10": "form", "R14": "employer", "R15": "effective", "R26": "employer", "R31": "case", "R40": "effective",
}  # fmt: skip
"""Where to look first when a rule says no."""


class Row(NamedTuple):
    """One change as the file gives it; None stays as it was."""

    line: int
    case: str
    effective: date
    form: ContractForm | None
    hours: Decimal | None
    maximum_hours: Decimal | None
    full_time_hours: Decimal | None
    end: date | Literal["open"] | None
    employer: str | None

    def content(self) -> bytes:
        """All that it says, to be hashed."""
        said = {name: value for name, value in self._asdict().items() if name != "line" and value is not None}
        texts = (f"{name}={plain(value) if isinstance(value, Decimal) else value}" for name, value in said.items())
        return " ".join(texts).encode()

    def intent(self, anyway: str | None) -> Amend:
        """The change."""
        fields = {name: value for name, value in self._asdict().items() if name not in ("line", "full_time_hours")}
        return Amend(**fields, sector_full_time_hours=self.full_time_hours, anyway=anyway)

    def refused(self, error: Refused) -> str:
        """The column to look at first when a rule says no."""
        column = _COLUMN_OF_RULE.get(error.rule, "case")
        return column if getattr(self, column) is not None else next(one for one in CHANGES if getattr(self, one))


class Changed(NamedTuple):
    """What a row did: every month of which another amount is due with it, to the end of next year."""

    row: Row
    effects: tuple[Effect, ...]

    @property
    def difference_cents(self) -> int:
        """Subsidy and charges of all these months together."""
        return sum(one.difference_cents for one in self.effects)


class _Batch(Reports[Row]):
    """Changes with what they do, and the days from which a case then takes a decision."""

    def __init__(self, how: How, *, provisional: bool) -> None:
        super().__init__("changes", how, provisional=provisional)
        self.changed: list[Changed] = []
        self.decisions: dict[str, date] = {}
        self._last = Month(how.asking.today.year + 1, 12)
        self._slots: set[int] = set()
        self._before = Subsidy()

    def recorded(self, row: Row, receipt: Receipt) -> None:
        super().recorded(row, receipt)
        reading = self.ledger.reading()
        after = reading.subsidy(row.case)
        if self._before.case != row.case:
            self._slots.clear()
            self._before = Subsidy()
        self._slots |= {entry.version for entry in receipt.entries}
        law, policy = reading.law(), reading.policy(after.municipality)
        before = self._as_it_was(row.case)
        self.changed.append(Changed(row, effects(before, after, self._last, law, policy)))
        self.decisions.pop(row.case, None)
        days = [one.day for one in undecided(after, law, policy) if one.slot in self._slots]
        if days:
            self.decisions[row.case] = min(days)
        self._before = after

    def _as_it_was(self, case: str) -> Subsidy:
        """Before this row: as the log has it, or after the row before."""
        return self._before if self._before.case == case else self._how.ledger.reading().subsidy(case)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file of changes. `decisions`: by case the day from which a decision has to follow (R20); see
    `whole_file.Result`."""

    rows: int
    changed: list[Changed]
    known: int
    decisions: dict[str, date]
    findings: list[Finding]
    stopped: bool
    entries: int
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Amending:
    """How a file of changes is imported: by whom, what to do with bad rows, and whether it is only tried."""

    ledger: Ledger
    asking: Asking
    skip_bad: bool = False
    dry_run: bool = False
    anyway: str | None = None
    watch: Watch = quiet

    def run(self, path: Path) -> Outcome:
        """Import a file. Raises Misuse for one that cannot be read at all, and Conflict."""
        how = How(self.ledger, self.asking, self.anyway, self.skip_bad, self.dry_run, self.watch)
        kind = Kind(LAYOUT, checked_row, _arranged, lambda provisional: _Batch(how, provisional=provisional))
        result = whole_file.record(path, kind, how)
        batch = result.batch
        return Outcome(
            rows=result.rows,
            changed=batch.changed,
            known=batch.known,
            decisions=dict(sorted(batch.decisions.items())),
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
    if all(values[name] is None for name in CHANGES):
        return [Finding(raw.line, "", f"changes nothing; fill in one of {', '.join(CHANGES)}.")]
    if values["form"] == "zero_hours" and values["hours"] is None:
        values["hours"] = Decimal(0)
    return Row(raw.line, **values)


def _arranged(rows: list[Row]) -> tuple[list[Row], list[Finding]]:
    """The rows by case and day; two that differ about one case and day are one too many, for which counts is not for the ledger
    to guess."""
    first: dict[tuple[str, date], Row] = {}
    kept: list[Row] = []
    findings = []
    for row in rows:
        known = first.setdefault((row.case, row.effective), row)
        if known.content() == row.content():
            kept.append(row)
        else:
            what = (
                f"is about the same case and day as line {known.line}, and says something else; make one row of them."
            )
            findings.append(Finding(row.line, "effective", what))
    return sorted(kept, key=lambda row: (row.case, row.effective)), findings
