"""An Excel file holds text as text and has the same bytes whenever it is made."""

import io
import re
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from ledger.refusal import Misuse
from projections import sheet
from projections.sheet import Kind
from projections.specification import workbook
from projections.specification.columns import HEADINGS
from tests.specification.rows import a_row

KINDS: tuple[Kind, ...] = ("text", "amount", "count", "decimal2", "decimal6", "day")
ROW = ("=1+1", -123456, 3, Decimal("32.50"), Decimal("0.290323"), date(2026, 10, 23))
NASTY = [
    "=1+1", "+1", "-1", "@x", "'a", "\tx", "{=1}", "<r><f>1</f></r>", "<r></r>", "https://example.org", "mailto:a",
    "#REF!", "007", "1e3", " x ", "&amp;", 'a"b', "",
]  # fmt: skip


def written(rows: list[tuple[object, ...]], kinds: tuple[Kind, ...] = KINDS) -> bytes:
    """The bytes of a sheet."""
    out = io.BytesIO()
    sheet.write(out, "Blad", [f"kolom {kind}" for kind in kinds], rows, kinds)
    return out.getvalue()


def test_cells_have_the_type_of_their_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written([(None,) * 6, ROW])))
    headings, empty, row = book["Blad"].iter_rows(values_only=True)
    assert headings == tuple(f"kolom {kind}" for kind in KINDS)
    assert row == ("=1+1", -1234.56, 3, 32.5, 0.290323, datetime(2026, 10, 23))  # noqa: DTZ001
    assert empty == (None,) * 6
    assert book["Blad"]["B3"].number_format == "0.00"


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text_and_is_never_a_formula(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(written([(text,)], ("text",))))["Blad"]["A2"]
    assert (cell.data_type, cell.value or "") == ("s", text)
    assert cell.hyperlink is None


def test_the_same_rows_give_the_same_bytes_on_any_day_and_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    first = written([ROW])
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert written([ROW]) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    book = zipfile.ZipFile(io.BytesIO(first))
    moments = re.findall(r"\d{4}-\d{2}-\d{2}T[0-9:]+Z", book.read("docProps/core.xml").decode())
    assert set(moments) == {"2020-01-01T00:00:00Z"}
    assert {entry.date_time[0] for entry in book.infolist()} == {1980}


def test_a_text_that_does_not_fit_is_refused_and_not_cut() -> None:
    with pytest.raises(Misuse, match="kolom text: row 2: a text"):
        written([("x",), ("x" * 32768,)], ("text",))


def test_a_specification_has_its_44_columns_in_the_sheet_too() -> None:
    data = workbook.write([a_row(surname="=cmd|' /C calc'!A0", rsin="", wage_value=None, total_cents=-32567)])
    headings, cells = openpyxl.load_workbook(io.BytesIO(data))["Betaalspecificatie"].iter_rows()
    assert tuple(cell.value for cell in headings) == HEADINGS
    by_heading = dict(zip(HEADINGS, cells, strict=True))
    assert (by_heading["achternaam"].value, by_heading["achternaam"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert by_heading["bedrag_totaal"].value == -325.67
    assert by_heading["rsin"].value is None
    assert by_heading["loonwaarde_pct"].value is None
    assert not any(cell.data_type == "f" for cell in cells)
