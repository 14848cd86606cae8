"""Rows with everything in them that text can hold."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from projections.specification import row
from projections.specification.columns import COLUMNS
from projections.specification.row import Row

NASTY = st.builds(
    str.__add__,
    st.sampled_from(["", "=", "+", "-", "@", "'", "''", "\t", "\r", "\n", '"', ";", ",", "\ufeff", " "]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["1+1", 'a";"b', "x\r\ny;z", "'"]),
)
CENTS = st.integers(-(10**11), 10**11)
_CELLS = {
    "text": NASTY,
    "amount": CENTS,
    "count": st.integers(0, 10**6),
    "decimal2": st.decimals(-999, 999, places=2).map(lambda number: number or Decimal(0)),
    "decimal6": st.decimals(-999, 999, places=6).map(lambda number: number or Decimal(0)),
    "day": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
}


def _cell(column: int) -> st.SearchStrategy[object]:
    _, kind, optional, codes = COLUMNS[column]
    cell: st.SearchStrategy[object] = st.sampled_from(sorted(codes)) if codes else _CELLS[kind]
    return st.none() | cell if optional else cell


def rows() -> st.SearchStrategy[Row]:
    """Any row at all."""
    return st.tuples(*map(_cell, range(len(COLUMNS)))).map(Row._make)


def a_row(**changes: Any) -> Row:
    """An ordinary row, unless changed."""
    ordinary = {
        "text": "text", "amount": 12345, "count": 1, "decimal2": Decimal("32.50"), "decimal6": Decimal("0.290323"),
        "day": date(2026, 11, 19),
    }  # fmt: skip
    cells: Iterable[Any] = (sorted(column.codes)[0] if column.codes else ordinary[column.kind] for column in COLUMNS)
    return Row._make(cells)._replace(**changes)


ALL_CODES = [
    code
    for codes in (row.Kind, row.Reason, row.RouteCode, row.ContractCode, row.HoursSource)
    for code in get_args(codes)
]
