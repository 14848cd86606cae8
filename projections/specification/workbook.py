"""The specification as an Excel file, with the columns of the CSV."""

import io
from collections.abc import Iterable

from projections import sheet
from projections.specification.columns import COLUMNS, HEADINGS
from projections.specification.row import Row


def write(rows: Iterable[Row]) -> bytes:
    """The Excel file: amounts are numbers in euro, codes and identifiers are text."""
    out = io.BytesIO()
    kinds = [column.kind for column in COLUMNS]
    cells = ([None if cell == "" else cell for cell in row] for row in rows)
    sheet.write(out, "Betaalspecificatie", HEADINGS, cells, kinds)
    return out.getvalue()
