"""A batch as CSV (`csv_sheet.py`). Codes of accounts are free text, so they are guarded as text is there."""

from collections.abc import Iterable
from typing import BinaryIO

from projections import csv_sheet
from projections.csv_sheet import unguarded
from projections.journal.columns import HEADINGS, KINDS, rows
from projections.journal.entry import Batch, JournalEntry

__all__ = ["unguarded", "write"]


def write(batch: Batch, entries: Iterable[JournalEntry], out: BinaryIO) -> None:
    """Write a row per posting, as the entries come."""
    csv_sheet.write(out, HEADINGS, rows(batch, entries), KINDS)
