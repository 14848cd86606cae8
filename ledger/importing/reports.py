"""Rows that each ask one thing of a case that is there: hours, changes. What is new is asked of the ordinary `Ledger`.

A row's key is made of its content and not of the day, so the same row again, in whatever file, records nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Generic, Protocol, TypeVar

from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.identifiers import parse_case, stream_id
from ledger.importing import cells
from ledger.importing.column import Column, Limits, Written
from ledger.importing.findings import Finding
from ledger.importing.raw import Raw
from ledger.importing.whole_file import How
from ledger.intents import CaseIntent
from ledger.log.staging import Staging
from ledger.refusal import Misuse, Refused


class Report(Protocol):
    """A row about one case."""

    @property
    def line(self) -> int:
        """Where it stands in the file."""

    @property
    def case(self) -> str:
        """The case that it is about."""

    def content(self) -> bytes:
        """All that it says, to be hashed."""

    def intent(self, anyway: str | None) -> CaseIntent:
        """What it asks."""

    def refused(self, error: Refused) -> str:
        """The column to look at first when a rule says no."""


ReportT = TypeVar("ReportT", bound=Report)


class Reports(Generic[ReportT]):
    """Reports that are recorded together. `purpose` keeps the keys of one kind of file from those of another."""

    def __init__(self, purpose: str, how: How, *, provisional: bool) -> None:
        real = how.ledger
        self.staging = Staging(real.store, real.vault, real.now(), provisional=provisional)
        self.new: list[ReportT] = []
        self.known = 0
        self.findings: list[Finding] = []
        self._purpose, self._how = purpose, how
        self.ledger = Ledger(self.staging.store, self.staging.vault, real.login, real.now)

    def take(self, rows: Sequence[ReportT]) -> None:
        """Ask for all that is new among these rows; what is refused becomes a finding."""
        keys = {self.ledger.vault.hmac(self._purpose, row.content()).hex(): row for row in rows}
        asked = {key: self.ledger.intent_key(key) for key in keys}
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

    def finish(self) -> None:
        """Nothing comes after the last row."""

    def recorded(self, row: ReportT, receipt: Receipt) -> None:
        """A row was new, and asked for."""
        self.new.append(row)

    def _take(self, key: str, row: ReportT) -> None:
        who = self._how.asking
        asking = Asking(who.by, who.today, who.on_behalf_of, key)
        try:
            receipt = self.ledger.handle(row.intent(self._how.anyway), asking)
        except Refused as error:
            column = "case" if error.what.startswith("There is no case") else row.refused(error)
            self.findings.append(Finding(row.line, column, str(error), error.rule))
        except Misuse as error:
            self.findings.append(Finding(row.line, "", str(error)))
        else:
            if receipt.entries:
                self.recorded(row, receipt)
            else:
                self.known += 1


def _case(cell: str) -> str:
    try:
        return parse_case(cells.text(cell))
    except Misuse:
        raise ValueError("is no case number; check it.") from None


CASE: Final[Written] = (_case, "LKS-26-000001-H", Limits("text", "^[Ll][Kk][Ss]-[0-9]{2}-[0-9]{6,9}-[0-9A-Za-z]$"))
"""A case number whose check character fits."""


def checked(raw: Raw, columns: Mapping[str, Column]) -> dict[str, Any] | list[Finding]:
    """The values of a row by column, or all that is wrong with it."""
    values: dict[str, Any] = {}
    findings = []
    for name, column in columns.items():
        cell = raw.cells.get(name, "")
        try:
            if name in raw.wrong:
                raise ValueError(raw.wrong[name])
            text = cell.strip() if isinstance(cell, str) else ""
            if text:
                values[name] = column.read(text)
            elif column.needed:
                raise ValueError("is empty; fill it in.")
            else:
                values[name] = column.default
        except ValueError as error:
            findings.append(Finding(raw.line, name, str(error)))
    return findings or values
