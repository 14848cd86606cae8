"""One filled-in form (`lks form`): a PDF whose fields have the names of columns. What a Dutch form has as 20-11-2026 and 32,5 is
what a file has as 2026-11-20 and 32.5.

Fields that are no columns are for people, and are not read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from ledger.importing.column import Column
from ledger.importing.findings import Finding
from ledger.importing.header import check_header
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.refusal import Misuse

MOST_BYTES: Final = 10 << 20
"""Bytes of a form; ours take a hundredth of it."""

_DAY: Final = re.compile("([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_NUMBER: Final = re.compile("-?[0-9]+,[0-9]+")
_ASK: Final = "Ask for the form as it was sent, filled in on a screen; what was printed and scanned is typed over."


def form_rows(file: BinaryIO, layout: Layout) -> Iterator[Raw | Finding]:
    """The one row that a form is. Raises Misuse for a file that is no form, or another one."""
    fields = _fields(file)
    if not layout.names & fields.keys():
        raise Misuse("has no fields of a form of lks form.", field="FILE", remedy=_ASK)
    check_header([name for name in fields if name in layout.names], layout)
    cells: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, column in layout.columns.items():
        try:
            if text := _text(fields.get(name), column):
                cells[name] = text
        except ValueError as error:
            wrong[name] = str(error)
    yield Raw(1, cells, wrong)


def _fields(file: BinaryIO) -> Mapping[str, object]:
    """What stands in every field by its name."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Misuse(f"is larger than {MOST_BYTES >> 20} MiB.", field="FILE", remedy=_ASK)
    return _values(content)


def _values(content: bytes) -> Mapping[str, object]:
    from io import BytesIO

    from pypdf import PdfReader  # loaded where it is used: most files are no forms

    try:
        reader = PdfReader(BytesIO(content), strict=False)
        found: dict[str, Any] = reader.get_fields() or {} if not reader.is_encrypted else {}
        return {name: _chosen(field) for name, field in found.items()}
    except (
        Exception,
        RecursionError,
    ):  # whatever a file that is no PDF, or means harm, brings about within the library
        raise Misuse("is no PDF that can be read.", field="FILE", remedy=_ASK) from None


def _chosen(field: Mapping[str, Any]) -> object:
    """What was filled in; of a list the code, also where a program kept the words that it showed."""
    value = field.get("/V")
    pairs = [pair for pair in field.get("/Opt", ()) if isinstance(pair, list) and len(pair) == 2]
    return next((code for code, words in pairs if words == value and code != value), value)


def _text(value: object, column: Column) -> str:
    """What was filled in, as a file would have it. Raises ValueError for what no such field holds."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("holds several answers or none that is text; fill in one.")
    text = value.strip()
    match column.limits.kind:
        case "flag":
            return {"/Yes": "yes", "/Off": ""}.get(text, text)
        case "day":
            found = _DAY.fullmatch(text)
            return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
        case "number":
            return text.replace(",", ".") if _NUMBER.fullmatch(text) else text
    return text
