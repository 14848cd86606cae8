"""The file that payroll software reads: its conventions, and nothing is lost or executed on the way."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.refusal import Misuse
from projections.specification import csv_file
from projections.specification.columns import COLUMNS, HEADINGS
from projections.specification.row import Row
from tests.specification.rows import NASTY, a_row, rows


def cells(data: bytes) -> list[list[str]]:
    """The file as a program without knowledge of us reads it, without its headings."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1:]


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), max_size=3))
def test_what_was_written_is_read_again(written: list[Row]) -> None:
    assert csv_file.parse(csv_file.write(written)) == tuple(written)


@given(NASTY)
def test_no_text_begins_as_a_formula(text: str) -> None:
    data = csv_file.write([a_row(surname=text, personnel_number=text)])
    for cell in cells(data)[0]:
        assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_the_conventions_of_the_file() -> None:
    row = a_row(total_cents=-50, employer_name='De "Eik"; Öz', wage_value=None, hours_per_week=Decimal("32.50"))
    data = csv_file.write([row])
    assert data.startswith(b"\xef\xbb\xbfversie;specificatienummer;regelnummer;")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2
    assert 'De ""Eik""; Öz"'.encode() in data
    (read,) = cells(data)
    by_heading = dict(zip(HEADINGS, read, strict=True))
    assert by_heading["bedrag_totaal"] == "-0,50"
    assert by_heading["subsidie_excl"] == "123,45"
    assert by_heading["uren_per_week"] == "32,50"
    assert by_heading["dagdeel_factor"] == "0,290323"
    assert by_heading["betaaldatum"] == "2026-11-19"
    assert by_heading["loonwaarde_pct"] == ""


def test_large_amounts_have_no_thousands_separator() -> None:
    assert "1234567,89" in cells(csv_file.write([a_row(total_cents=123456789)]))[0]


def test_there_are_44_columns_and_their_headings_differ() -> None:
    assert len(COLUMNS) == len(set(HEADINGS)) == 44


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("bedrag_totaal", "1.101,31"),
        ("bedrag_totaal", "12.50"),
        ("bedrag_totaal", ""),
        ("betaaldatum", "19-11-2026"),
        ("betaaldatum", "2026-02-30"),
        ("soort", "SECRET"),
        ("dagdeel_factor", "0,987"),
        ("regelnummer", "1a"),
    ],
)
def test_a_cell_that_does_not_fit_is_named_without_its_value(heading: str, cell: str) -> None:
    line = cells(csv_file.write([a_row()]))[0]
    line[HEADINGS.index(heading)] = cell
    text = "\r\n".join([";".join(HEADINGS), ";".join(line)])
    with pytest.raises(Misuse, match=f"row 2, {heading}") as refused:
        csv_file.parse(text.encode())
    assert not cell or cell not in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"naam;bedrag\r\n", b"\xff\xfe", csv_file.write([a_row()]) + b"1;2\r\n", csv_file.write([]) + b'"a'],
)
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(Misuse):
        csv_file.parse(data)
