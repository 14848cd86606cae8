"""Opens a CSV or JSON Lines file and reads it row by row, in bounded memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ledger.importing.csv_rows import csv_rows
from ledger.importing.findings import Finding
from ledger.importing.json_rows import json_rows
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.refusal import Misuse

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read(path: Path, layout: Layout) -> Iterator[Raw | Finding]:
    """The rows of a file, and what is wrong with those that cannot be read. Raises Misuse, and Broken on the way."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".jsonl"):
        raise Misuse("the name ends in neither .csv nor .jsonl.", field="FILE", remedy="Name it after what it holds.")
    with _opened(path) as file:
        yield from csv_rows(file, layout) if suffix == ".csv" else json_rows(file, layout)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise Misuse(f"cannot be opened ({error.strerror}).", field="FILE", remedy="Check its name.") from None
    with file:
        start = file.read(3)
        if start[:2] in _UTF16:
            raise Misuse("line 1: is in UTF-16, not in UTF-8.", field="FILE", remedy="Save it as UTF-8.")
        file.seek(3 if start == _BOM else 0)
        yield file
