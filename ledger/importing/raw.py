"""A row as it was read, before anything in it is understood."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ledger.importing.cells import Cell

LONGEST_LINE: Final = 1 << 20
"""Bytes of a line; more are never held."""


class Raw(NamedTuple):
    """One row: the line where it begins, its cells that are filled, and what is wrong with those that are no text."""

    line: int
    cells: Mapping[str, Cell]
    wrong: Mapping[str, str] = MappingProxyType({})
