"""Opens a file of rows and reads it row by row, in bounded memory: CSV, JSON Lines, the first sheet of an
Excel workbook, or a form that was filled in."""

from collections.abc import Callable, Iterator, Mapping
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
    if suffix not in _READERS:
        what = f"the name ends in none of {', '.join(_READERS)}."
        raise Misuse(what, field="FILE", remedy="Name it after what it holds.")
    with _opened(path) as file:
        yield from _READERS[suffix](file, layout)


def _sheet_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    from ledger.importing.sheet_rows import sheet_rows  # loaded where it is used: most files are none

    return sheet_rows(file, layout)


def _form_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    from ledger.importing.form_rows import form_rows

    return form_rows(file, layout)


_READERS: Final[Mapping[str, Callable[[BinaryIO, Layout], Iterator[Raw | Finding]]]] = {
    ".csv": csv_rows,
    ".jsonl": json_rows,
    ".xlsx": _sheet_rows,
    ".pdf": _form_rows,
}


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
