"""One row, checked by itself: every cell, who the person and the employer are, and the order of the days.

What takes other rows or the ledger to judge is left to the ledger.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar
from unicodedata import category

from pydantic import ValidationError

from ledger.importing.cells import Cell
from ledger.importing.column import Column
from ledger.importing.columns import COLUMNS
from ledger.importing.findings import Finding
from ledger.importing.raw import Raw
from ledger.vault.canonical import canonical
from ledger.vault.identity import EmployerData, PersonData, complaints

Identity = TypeVar("Identity", PersonData, EmployerData)

PERSON: Final = tuple(PersonData.model_fields)
EMPLOYER: Final = tuple(EmployerData.model_fields)

_IN_ORDER: Final = (
    ("birth_date", "start"),
    ("start", "end"),
    ("start", "granted_from"),
    ("granted_from", "granted_until"),
)
_PAST: Final = ("birth_date", "received_on", "decided_on")


@dataclass(frozen=True, slots=True)
class Row:
    """One employment as the file gives it. `values` holds every column but those of person and employer."""

    line: int
    person: PersonData
    employer: EmployerData
    values: Mapping[str, Any]

    @property
    def municipality(self) -> str:
        """Its CBS code."""
        municipality: str = self.values["municipality"]
        return municipality

    @property
    def running(self) -> bool:
        """Whether it is taken over from another system (R27)."""
        return self.values["paid_through"] is not None

    @property
    def employment(self) -> tuple[str, str, str, date]:
        """Which employment it is: of two rows with the same, one is too many."""
        return self.municipality, self.person.bsn, self.employer.payroll_tax_number, self.values["start"]

    def content(self) -> bytes:
        """The one text of all that is filled in, to be hashed: the same row in another file or on another day is the
        same."""
        filled = {one.name: self.values[one.name] for one in _OTHERS if self.values[one.name] != one.default}
        return canonical(filled, self.person, self.employer)


_OTHERS: Final = tuple(column for column in COLUMNS if column.name not in PERSON + EMPLOYER)


def check(raw: Raw, municipality: str, today: date) -> Row | list[Finding]:
    """The row, or all that is wrong with it. `municipality` counts where the row names none."""
    values, findings = _cells(raw, municipality)
    findings += _days(raw.line, values, today)
    wrong = {finding.column for finding in findings}
    person = _identity(PersonData, {name: values[name] for name in PERSON if name in values})
    employer = _employer(tuple(values.get(name) for name in EMPLOYER))
    for found in (person, employer):
        if isinstance(found, list):
            findings += (Finding(raw.line, field, what) for field, what in found if field not in wrong)
    if findings or isinstance(person, list) or isinstance(employer, list):
        return sorted(findings, key=_place)
    return Row(raw.line, person, employer, {column.name: values[column.name] for column in _OTHERS})


def _cells(raw: Raw, municipality: str) -> tuple[dict[str, Any], list[Finding]]:
    """The values of the cells that can be read, and what is wrong with the others."""
    values: dict[str, Any] = {}
    findings = []
    running = "paid_through" in raw.cells or "paid_through" in raw.wrong
    kinds = ("always", "running case" if running else "application")
    given: Mapping[str, Cell] = {"municipality": municipality, **raw.cells} if municipality else raw.cells
    for column in COLUMNS:
        try:
            if column.name in raw.wrong:
                raise ValueError(raw.wrong[column.name])
            cell = _cleaned(given.get(column.name, ""))
            if cell:
                values[column.name] = column.read(cell)
                _check_kind(column, kinds)
            elif column.needed in kinds:
                raise ValueError("is empty; fill it in.")
            else:
                values[column.name] = column.default
        except ValueError as error:
            findings.append(Finding(raw.line, column.name, str(error)))
    return values, findings


def _cleaned(cell: Cell) -> Cell:
    """A cell without the white space around it; a line end within it is a space."""
    if not isinstance(cell, str) or cell.isprintable():
        return cell.strip() if isinstance(cell, str) else cell
    text = cell.replace("\r\n", " ").replace("\n", " ").strip()
    if any(category(character) == "Cc" for character in text):
        raise ValueError("holds control characters; type it again instead of pasting it.")
    return text


def _check_kind(column: Column, kinds: Sequence[str]) -> None:
    if column.part == "running case" and column.part not in kinds:
        raise ValueError("belongs to a running case; fill in paid_through too, or leave this empty.")


def _days(line: int, values: Mapping[str, Any], today: date) -> Iterator[Finding]:
    for first, then in _IN_ORDER:
        if values.get(first) and values.get(then) and values[then] < values[first]:
            yield Finding(line, then, f"lies before {first}.")
    for name in _PAST:
        if values.get(name) and values[name] > today:
            yield Finding(line, name, f"lies after {today}, the business day.")


@lru_cache(maxsize=1 << 14)
def _employer(values: tuple[str | None, ...]) -> EmployerData | list[tuple[str, str]]:
    """An employer stands in many rows and is checked once."""
    return _identity(EmployerData, {name: value for name, value in zip(EMPLOYER, values, strict=True) if value})


def _identity(model: type[Identity], fields: Mapping[str, Any]) -> Identity | list[tuple[str, str]]:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        return complaints(error)


def _place(finding: Finding) -> int:
    return next(n for n, column in enumerate(COLUMNS) if column.name == finding.column)
