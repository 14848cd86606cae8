"""Reading CSV and JSON Lines: what is taken, what is refused with line and column, and how much memory it takes."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.importing.findings import Broken, Finding
from ledger.importing.raw import Raw
from ledger.refusal import Misuse
from tests.importing.given import application, csv_file, jsonl, reading

ROWS = [application(1), application(2, name='Bakkerij De Korenaar;\nfiliaal "Zuid"', end="2027-01-31")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a CSV file goes."""
    return tmp_path / "cases.csv"


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_reads_csv_with_either_separator_a_byte_order_mark_and_quoted_line_ends(
    file: Path, separator: str, encoding: str
) -> None:
    rows = reading(csv_file(file, ROWS, separator, encoding=encoding))
    assert rows == [Raw(2, ROWS[0]), Raw(3, ROWS[1])]


def test_lines_are_counted_where_a_row_begins(file: Path) -> None:
    rows = reading(csv_file(file, [ROWS[1], ROWS[0]]))
    assert [row.line for row in rows] == [2, 4]


def test_empty_rows_are_no_rows(file: Path) -> None:
    csv_file(file, ROWS)
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{';' * text.splitlines()[0].count(';')}\n", encoding="utf-8")
    assert len(reading(file)) == 2


def test_json_lines_hold_the_same(tmp_path: Path) -> None:
    rows = reading(jsonl(tmp_path / "cases.jsonl", ROWS))
    assert rows == [Raw(1, ROWS[0]), Raw(2, ROWS[1])]


def test_numbers_in_json_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"hours": 32.50, "kvk": 12345678, "bbl": true, "end": null, "minimum_wage": 2294.4}\n')
    assert reading(path) == [Raw(1, {"hours": "32.50", "kvk": "12345678", "bbl": "yes", "minimum_wage": "2294.4"})]


# --- the whole file is refused ----------------------------------------------------------------------------------------


def header(*changes: Callable[[list[str]], object]) -> str:
    names = list(application())
    for change in changes:
        change(names)
    return ";".join(names)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (header(lambda names: names.remove("kvk"), lambda names: names.remove("iban")), "missing: kvk, iban."),
        (header(lambda names: names.remove("municipality")), "missing: municipality.*--municipality"),
        (header(lambda names: names.append("hourz")), "column hourz does not exist; is it hours?"),
        (header(lambda names: names.append("salary")), "column salary does not exist."),
        (header(lambda names: names.append("bsn")), "column bsn is there twice"),
        (header().replace(";", "\t"), "names no column of an import"),
        (header().upper(), "names no column of an import"),
        ("GM0363;999900109;Vermeer", "names no column of an import"),
        ("", "names no column of an import"),
        ("bsn;" + "x" * (1 << 20), "is longer than 65536 characters"),
        (header().replace("kvk", "kvk;999900109"), "a column does not exist"),
    ],
)
def test_refuses_a_header_by_name(file: Path, text: str, said: str) -> None:
    file.write_text(text + "\n1;2\n", encoding="utf-8")
    with pytest.raises(Misuse, match=said) as refusal:
        reading(file)
    assert "FILE: line 1" in str(refusal.value)
    assert "999900109" not in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_refuses_utf_16_by_name(file: Path, encoding: str) -> None:
    file.write_bytes(b"\xff\xfe" * encoding.endswith("le") + header().encode(encoding))
    with pytest.raises(Misuse, match="UTF-16"):
        reading(file)


def test_refuses_other_files(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "cases.ods", "none of .csv, .jsonl, .xlsx, .pdf"),
        (tmp_path / "none.csv", "cannot be opened"),
    ):
        with pytest.raises(Misuse, match=said):
            reading(path)


# --- the file breaks off ----------------------------------------------------------------------------------------------


def broken(file: Path, text: str | bytes) -> Finding:
    """Where and why the file cannot be read any further."""
    begin = f"{header()}\n{';'.join(ROWS[0].values())}\n".encode()
    file.write_bytes(begin + (text.encode() if isinstance(text, str) else text))
    with pytest.raises(Broken) as error:
        reading(file)
    return error.value.finding


def test_refuses_another_encoding_with_its_line(file: Path) -> None:
    found = broken(file, ";".join(application(2, surname="Müller").values()).encode("latin-1"))
    assert (found.line, "UTF-8" in found.what) == (3, True)


def test_refuses_a_quote_that_is_not_closed(file: Path) -> None:
    found = broken(file, 'GM0363;"open')
    assert (found.line, "ends in the middle of a quote" in found.what) == (3, True)


def test_refuses_a_quote_within_a_cell(file: Path) -> None:
    found = broken(file, 'GM0363;"a"b;c')
    assert (found.line, "a quote in it is doubled" in found.what) == (3, True)


@pytest.mark.parametrize("quote", ["", '"'])
def test_refuses_a_cell_of_10_mb_by_its_column_in_bounded_memory(file: Path, quote: str) -> None:
    cell = quote + "x" * 10_000_000 + quote
    tracemalloc.start()
    found = broken(file, f"GM0363;{cell};rest")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.line, found.column) == (3, "bsn")
    assert "is longer than 65536 characters" in found.what
    assert peak < 35_000_000, "the text that the test writes itself takes thirty"


def test_a_quote_left_open_takes_no_more_than_a_row_may(file: Path) -> None:
    found = broken(file, "GM0363;" + '"\n";' * 5_000_000)
    assert (found.line, "1048576 bytes" in found.what) == (3, True)


# --- one row is refused, the others are read --------------------------------------------------------------------------


def test_refuses_a_ragged_row(file: Path) -> None:
    csv_file(file, ROWS)
    file.write_text(file.read_text(encoding="utf-8") + "GM0363;1\n", encoding="utf-8")
    *_, found = reading(file)
    assert isinstance(found, Finding)
    assert (found.line, found.what.startswith("has 2 cells, and the header 38")) == (5, True)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("{", "", "is no JSON"),
        ("[1]", "", "is no JSON object"),
        ('{"bsn": "1", "bsn": "2"}', "", "holds a name twice"),
        ('{"hours": 1, "999900109": 1}', "", "a column does not exist"),
        ('{"hourz": 1}', "", "column hourz does not exist; is it hours?"),
        ('{"hours": {"a": 1}}', "hours", "is neither text nor a number"),
        ('{"hours": [32]}', "hours", "is a list"),
        ('{"surname": "' + "x" * 70_000 + '"}', "surname", "is longer than 65536 characters"),
        ('{"surname": "' + "x" * 10_000_000 + '"}', "", "is longer than 1048576 bytes"),
        ("[" * 100_000, "", "is no JSON that an import can hold"),
        ('{"hours": ' + "1" * 5000 + "}", None, ""),
    ],
)
def test_refuses_a_line_of_json_and_reads_the_next(tmp_path: Path, text: str, column: str | None, said: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{text}\n\n{json.dumps(ROWS[0])}\n", encoding="utf-8")
    found, row = reading(path)
    assert row == Raw(3, ROWS[0])
    if column is not None:
        assert isinstance(found, Finding)
        assert (found.line, found.column) == (1, column)
        assert said in found.what
        assert "999900109" not in found.what


def test_refuses_a_line_of_json_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes('{"surname": "Müller"}\n'.encode("latin-1"))
    (found,) = reading(path)
    assert isinstance(found, Finding)
    assert "UTF-8" in found.what
