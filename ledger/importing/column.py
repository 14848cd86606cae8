"""What a column of a file is: how its cells are read and written, and when a row needs it.

`Kind` says what cells of a sheet, a form or JSON may be; the reader is what decides. Cells that recur, and say nothing of one
person, are read once.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from ledger.importing import cells

Kind = Literal["text", "number", "day", "month", "flag", "choice", "amounts"]
Part = Literal[
    "municipality",
    "person",
    "target group",
    "employer",
    "application",
    "employment",
    "running case",
    "report",
    "change",
]
Needed = Literal["always", "application", "running case", ""]
"""Rows of which kind must fill a column: all, those of an application, those of a running case, none."""


class Limits(NamedTuple):
    """What a cell may be, for who does not read it by the code: a pattern of its text, numbers from low to high, or one of
    some words. `digits`: a number of so many digits lost no leading zero in a sheet."""

    kind: Kind
    pattern: str = ""
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    digits: int = 0


class Column(NamedTuple):
    """One column. `default` is what an empty cell means; `written` is how people write it."""

    name: str
    part: Part
    read: Callable[[Any], Any]
    written: str
    limits: Limits
    needed: Needed
    meaning: str
    default: object = None

    @property
    def listed(self) -> bool:
        """Whether it holds a list in JSON Lines."""
        return self.limits.kind == "amounts"


Written = tuple[Callable[[Any], Any], str, Limits]
"""How a column is read and written."""


def table(*columns: Column) -> dict[str, Column]:
    """Columns by their names."""
    return {column.name: column for column in columns}


def choice(values: tuple[str, ...]) -> Written:
    """One of some words."""
    written = ", ".join(f"`{value}`" for value in values)
    return _kept(cells.choice(*values)), written, Limits("choice", values=values)


def hours(low: int, high: int | None, written: str) -> Written:
    """A number of hours."""
    return _kept(cells.number(low, high)), written, Limits("number", _NUMBER, low, high)


def _kept(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lru_cache(maxsize=1 << 14)(read)


_NUMBER: Final = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"
_NO_FORMULA: Final = "^[^=+@-]"
DAY_PATTERN: Final = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_AMOUNTS: Final = "`month:element:subsidy+charges`, separated by `;` or white space; JSON Lines: a list"

TEXT: Final[Written] = (cells.text, "text", Limits("text", _NO_FORMULA, 0))
LINE: Final[Written] = (cells.line, "text", Limits("text", _NO_FORMULA, 0))
CODE: Final[Written] = (_kept(cells.code), "code", Limits("text", "^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}$", 0))
BSN: Final[Written] = (cells.text, "text", Limits("text", "^[0-9][0-9. -]{7,}$", 10**7, 10**9 - 1, digits=9))
KVK: Final[Written] = (cells.text, "text", Limits("text", "^[0-9][0-9. -]{7,}$", 10**7, 10**8 - 1, digits=8))
PAYROLL: Final[Written] = (cells.text, "text", Limits("text", "^[0-9][0-9. -]{8,}[Ll][0-9. -]{2,}$"))
IBAN: Final[Written] = (cells.text, "text", Limits("text", "^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{11,40}$"))
MUNICIPALITY: Final[Written] = (_kept(cells.municipality), "GM0363", Limits("text", "^[Gg][Mm][0-9]{4}$"))
DAY: Final[Written] = (_kept(cells.day), "2026-11-20", Limits("day", DAY_PATTERN))
BIRTH_DATE: Final[Written] = (cells.day, "1990-12-31", Limits("day", DAY_PATTERN))
MONTH: Final[Written] = (_kept(cells.month), "2026-11", Limits("month", "^[0-9]{4}-(0[1-9]|1[0-2])$"))
FLAG: Final[Written] = (cells.flag, "yes or no", Limits("flag", values=("yes", "no", "true", "false")))
HOURS: Final = hours(0, 60, "0 to 60, like 32.5")
WEEK: Final = hours(36, 40, "36 to 40, like 38")
PERCENTAGE: Final[Written] = (
    _kept(cells.number(0, 100)), "0 to 100, like 57.5", Limits("number", _NUMBER, 0, 100)
)  # fmt: skip
EURO: Final[Written] = (_kept(cells.euro(0)), "euro, like 2294.40", Limits("number", _NUMBER, 0))
AMOUNTS: Final[Written] = (cells.amounts, _AMOUNTS, Limits("amounts"))


def documentation(columns: Iterable[Column]) -> str:
    """Columns as a table in Markdown."""
    rows = [f"| `{one.name}` | {one.written} | {_need(one)} | {one.meaning} |" for one in columns]
    return "\n".join(["| column | written as | needed | meaning |", "|---|---|---|---|", *rows])


def _need(column: Column) -> str:
    match column.needed:
        case "":
            default = "" if column.default in (None, "", ()) else _text(column.default)
            return f"no ({default})" if default else "no"
        case "always":
            return "yes"
        case kind:
            return kind


def _text(default: object) -> str:
    return "no" if default is False else str(default)
