"""What is wrong with a file that is imported, and where: never the value, which may be personal."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final, NamedTuple

ENCODING: Final = "is not in UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)."
_PRESENTABLE: Final = re.compile("[A-Za-z][A-Za-z0-9_ -]{0,39}")


class Finding(NamedTuple):
    """Something wrong: where, and how to mend it. `rule` names the rule that said no, if one did."""

    line: int
    column: str
    what: str
    rule: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.what}"


class Broken(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def unknown(name: str, names: Collection[str]) -> str:
    """What to say of a column that does not exist; its name only where it cannot be a value from a row."""
    shown = f"column {name}" if _PRESENTABLE.fullmatch(name) else "a column"
    near = get_close_matches(name.lower(), list(names), n=1)
    return f"{shown} does not exist{f'; is it {near[0]}?' if near else '.'}"
