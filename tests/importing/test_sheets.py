"""Excel workbooks: typed cells become the text that a person would have typed, what a sheet hides or changes is told, and
what is no workbook is refused; nothing that is wrong shows a value."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ledger.importing import workbook
from ledger.importing.findings import Finding
from ledger.importing.raw import Raw
from ledger.refusal import Misuse
from tests.importing.given import application, csv_file, imported, ledger, reading, running

TYPED: dict[str, object] = {
    "birth_date": date(1990, 3, 14),
    "group_since": date(2026, 8, 15),
    "received_on": date(2026, 9, 1),
    "start": date(2026, 10, 23),
    "hours": 32.5,
    "full_time_hours": 36,
    "bbl": True,
    "end": None,
}


def sheet(path: Path, rows: Iterable[Mapping[str, Any]], change: Callable[[Any, Any], object] | None = None) -> Path:
    """A workbook with a row of names; `change` may do more to the workbook and its sheet."""
    given = list(rows)
    names = list(dict.fromkeys(name for row in given for name in row))
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    made = book.add_worksheet("cases")
    made.write_row(0, 0, names)
    for line, row in enumerate(given, start=1):
        for name, value in row.items():
            if value is not None:
                write = made.write_string if isinstance(value, str) else made.write
                write(line, names.index(name), value)
    if change:
        change(book, made)
    book.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workbook goes."""
    return tmp_path / "cases.xlsx"


def test_a_sheet_says_the_same_as_a_csv_file_typed_or_as_text(path: Path) -> None:
    text = [application(1, hours="32.5", bbl="yes"), running(2, lines="2026-08:fixed:897.41+224.35")]
    typed = [
        {**text[0], **TYPED},
        {**text[1], "minimum_wage": 2294.4, "wage_value": 60, "paid_through": date(2026, 8, 1)},
    ]
    from_csv = imported(ledger(), csv_file(path.with_suffix(".csv"), text))
    into = ledger()
    for rows in (text, typed):
        outcome = imported(into, sheet(path, rows))
        assert (outcome.findings, outcome.rows) == ([], 2)
        assert (outcome.counts.cases or outcome.counts.known) == from_csv.counts.cases == 2
    assert outcome.counts.known == 2, "the same rows, typed, were recorded before as text"


def test_the_same_is_wrong_as_in_a_csv_file(path: Path) -> None:
    rows = [
        application(1, bsn="123456789", hours="32,5"),
        application(2, iban="NL00"),
        application(3, form="zero_hours"),
        application(4, surname="=1+1", end="2026-10-22"),
        application(5, municipality=None),
    ]
    found = imported(ledger(), sheet(path, rows)).findings
    assert found
    assert found == imported(ledger(), csv_file(path.with_suffix(".csv"), rows)).findings


CELLS = [
    ("bsn", 99990010, "is a number in the sheet, so zeros before it may be lost"),
    ("kvk", 1234567, "is a number in the sheet, so zeros before it may be lost"),
    ("kvk", 12345678.5, "is a number in the sheet"),
    ("personnel_number", 1001, "is a number in the sheet"),
    ("surname", True, "is yes or no (TRUE or FALSE), and this column is not."),
    ("hours", date(2026, 5, 3), "is a date in the sheet, and this column holds none"),
    ("hours", 32.555, "is not a number of at most two decimals"),
    ("hours", 1e20, "is not a number of at most two decimals"),
    ("start", 46346, "is a number in the sheet and no day"),
    (
        "start",
        datetime(2026, 10, 23, 10, 30),  # noqa: DTZ001 - a sheet knows no zones
        "holds a time of day",
    ),
    ("start", time(10, 30), "holds a time of day"),
    ("bbl", 1, "is neither yes nor no."),
]


@pytest.mark.parametrize(("column", "value", "said"), CELLS)
def test_refuses_what_a_sheet_may_have_changed(path: Path, column: str, value: object, said: str) -> None:
    outcome = imported(ledger(), sheet(path, [application(1), application(2, **{column: value})]))
    assert [(one.line, one.column) for one in outcome.findings] == [(3, column)]
    assert said in outcome.findings[0].what
    assert str(value) not in outcome.findings[0].what
    assert outcome.entries == 0


def test_a_number_that_is_whole_lost_no_zeros(path: Path) -> None:
    numbers = {name: int(application(1)[name]) for name in ("bsn",)} | {"kvk": 12345678}
    assert imported(ledger(), sheet(path, [application(1, **numbers)])).findings == []


@pytest.mark.parametrize(
    ("formula", "value", "said"),
    [("=1/0", "#DIV/0!", "holds an error"), ("=NA()", "#N/A", "holds an error"), ("=1+1", "", "without a value")],
)
def test_formulas_count_by_their_value_and_errors_are_told(path: Path, formula: str, value: str, said: str) -> None:
    rows = [application(1), application(2)]
    hours = list(rows[0]).index("hours")
    good = imported(ledger(), sheet(path, rows, lambda _, made: made.write_formula(1, hours, "=16+16", None, 32)))
    assert good.findings == []
    bad = imported(ledger(), sheet(path, rows, lambda _, made: made.write_formula(1, hours, formula, None, value)))
    assert [(one.line, one.column) for one in bad.findings] == [(2, "hours")]
    assert said in bad.findings[0].what


def test_a_formula_that_was_never_calculated_is_told(path: Path) -> None:
    row = application(1)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(row))
    book.active.append([f"={value}" if name == "hours" else value for name, value in row.items()])
    book.save(path)
    (found,) = imported(ledger(), path).findings
    assert (found.line, found.column, "without a value" in found.what) == (2, "hours", True)


def test_empty_rows_and_columns_before_and_between_are_none(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    made = book.add_worksheet()
    for line, values in ((3, application(1)), (4, application(1).values()), (7, application(2).values())):
        made.write_row(line, 2, values)
    book.close()
    assert reading(path) == [Raw(5, application(1)), Raw(8, application(2))]


def test_cells_that_are_only_coloured_take_no_room(path: Path) -> None:
    def change(book: Any, made: Any) -> None:
        made.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))

    assert reading(sheet(path, [application(1)], change)) == [Raw(2, application(1))]


def test_what_is_hidden_or_merged_is_told_by_its_row(path: Path) -> None:
    rows = [application(n) for n in (1, 2, 3)]

    def change(_: Any, made: Any) -> None:
        made.set_row(2, None, None, {"hidden": True})
        made.merge_range(3, 3, 3, 4, "both")

    found = imported(ledger(), sheet(path, rows, change)).findings
    assert [(one.line, one.what.split(",")[0]) for one in found] == [
        (3, "is hidden"),
        (4, "has merged cells; take them apart"),
    ]


HEADERS: list[tuple[Callable[[Any, Any], object], str]] = [
    (lambda _, made: made.set_column(1, 1, None, None, {"hidden": True}), "line 1: hidden: bsn."),
    (lambda _, made: made.merge_range(0, 0, 0, 1, "both"), "the names of the columns stand in merged cells"),
    (lambda _, made: made.write(0, 1, "bsm"), "column bsm does not exist; is it bsn?"),
    (lambda _, made: made.write(0, 1, "kvk"), "column kvk is there twice"),
    (lambda book, made: (book.add_worksheet().activate(), made.hide()), "has a first sheet that is hidden"),
]


@pytest.mark.parametrize(("change", "said"), HEADERS)
def test_a_header_that_cannot_be_trusted_is_refused(
    path: Path, change: Callable[[Any, Any], object], said: str
) -> None:
    with pytest.raises(Misuse) as refusal:
        reading(sheet(path, [application(1)], change))
    assert said in str(refusal.value)


def test_only_the_first_sheet_is_read_and_that_is_said(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Toelichting"])
    cases = book.create_sheet()
    cases.append(list(application(1)))
    book.save(path)
    with pytest.raises(Misuse, match="Only the first sheet is read"):
        reading(path)


def test_a_cell_under_no_column_is_told(path: Path) -> None:
    width = len(application(1))
    (found,) = reading(sheet(path, [application(1)], lambda _, made: made.write(1, width + 1, "Vermeer")))
    assert isinstance(found, Finding)
    assert found == Finding(2, "", "has a cell under no column; give it one, or empty the cell.")


# --- files that mean harm, or are none ----------------------------------------------------------------------------------


def edited(path: Path, name: str, edit: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part of it changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, edit(content) if one == name else content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE: list[tuple[str, Callable[[bytes], bytes], str]] = [
    (SHEET, lambda xml: xml.replace(b'r="A1"', b'r="XFD1"'), "more than 256 columns"),
    (
        SHEET,
        lambda xml: xml.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b'r="A1048576"'),
        "too large",
    ),
    (SHEET, lambda xml: xml[: len(xml) // 2], "its XML is broken"),
    (SHEET, lambda xml: b"", "its XML is broken"),
    (
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbook", b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook", 1),
        "document type",
    ),
    ("xl/workbook.xml", lambda xml: xml.replace(b"<sheet ", b"<other "), "has no sheets"),
    (
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(b"worksheets/sheet1", b"../../etc/passwd"),
        "no first sheet",
    ),
    ("xl/sharedStrings.xml", lambda xml: xml[:100], "that can be read"),
    ("xl/styles.xml", lambda xml: xml[:100], "that can be read"),
]


@pytest.mark.parametrize(("name", "edit", "said"), HOSTILE)
def test_a_workbook_that_was_tampered_with_is_refused(
    path: Path, name: str, edit: Callable[[bytes], bytes], said: str
) -> None:
    into = ledger()
    before = into.store.head()
    with pytest.raises(Misuse) as refusal:
        imported(into, edited(sheet(path, [application(1)]), name, edit))
    assert said in str(refusal.value)
    assert into.store.head() == before


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_held(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 1 << 20)
    bomb = edited(sheet(path, [application(1)]), "xl/sharedStrings.xml", lambda xml: xml + b" " * (2 << 20))
    assert bomb.stat().st_size < 1 << 16
    with pytest.raises(Misuse, match="unpacked"):
        reading(bomb)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"bsn;kvk\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Misuse, match="is no whole Excel workbook, or is locked with a password"):
        reading(path)


def test_a_workbook_that_is_cut_off_is_refused(path: Path) -> None:
    whole = sheet(path, [application(1)]).read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(Misuse):
            reading(path)
