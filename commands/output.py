"""How commands answer: people get aligned text, machines get one JSON document with `--json`.

A business day that is not the real one is printed with every answer (R40).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import click
from pydantic import BaseModel


@dataclass
class Output:
    """Where the answers of one call go."""

    as_json: bool
    business_day: date | None = None
    demonstration: bool = False
    shared_login: bool = False
    """Two persons may share one database login here, which every report says (R37)."""
    behind: int | None = None
    """What was recorded up to this entry is not projected yet, so nothing shows it."""

    def answer(self, text: str | Iterable[str], **fields: Any) -> None:
        """One answer: lines for people, or the fields as JSON."""
        if self.as_json:
            behind = {} if self.behind is None else {"not_shown_before": self.behind}
            click.echo(json.dumps(fields | behind | self._marks(), ensure_ascii=False, default=_plain))
            return
        for line in [text] if isinstance(text, str) else text:
            click.echo(line)
        if self.behind is not None:
            click.echo(f"Recorded at {self.behind}; it is shown when the projector has passed it (lks db follow).")
        marks = ", ".join(
            f"{name.replace('_', ' ')} {value}".removesuffix(" True") for name, value in self._marks().items()
        )
        if marks:
            click.echo(f"({marks})")

    def _marks(self) -> dict[str, Any]:
        marks: dict[str, Any] = {"demonstration": True} if self.demonstration else {}
        marks |= {"shared_login": True} if self.shared_login else {}
        return marks | ({"business_day": str(self.business_day)} if self.business_day else {})


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Rows under headings, columns aligned; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    right = [_numbers([row[n] for row in cells]) for n in range(len(headings))]
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in (list(headings), *cells)]


def _padded(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    return [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(row, widths, right, strict=True)
    ]


def _numbers(column: Sequence[str]) -> bool:
    """A column of numbers, some of which may be left open."""
    filled = [cell for cell in column if cell]
    return bool(filled) and all(map(_numeric, filled))


def _numeric(cell: str) -> bool:
    return not cell.strip("0123456789.-") and any(character.isdigit() for character in cell) and cell.count("-") < 2


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude={"sealed"})
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
