"""A batch as an Excel file, with the columns of the CSV."""

from collections.abc import Iterable
from typing import BinaryIO

from projections import sheet
from projections.journal.columns import HEADINGS, KINDS, rows
from projections.journal.entry import Batch, JournalEntry


def write(batch: Batch, entries: Iterable[JournalEntry], out: BinaryIO) -> None:
    """Write one sheet with a row per posting. Raises Misuse for more rows than a sheet holds."""
    sheet.write(out, "Journaal", HEADINGS, rows(batch, entries), KINDS)
