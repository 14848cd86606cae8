"""What the general ledger exports is read in any order of columns, and refused by its place and never by its text."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.refusal import Misuse
from projections.journal.general_ledger import LedgerRow, read

HEADING = "account;date;debit;credit;reference"
SECRET = "J. Jansen"


def rows(text: str | bytes) -> list[LedgerRow]:
    """The rows of a file."""
    return list(read(io.BytesIO(text.encode() if isinstance(text, str) else text), "gl.csv"))


def refusal(text: str | bytes) -> str:
    """What the refusal says."""
    with pytest.raises(Misuse) as refused:
        rows(text)
    assert refused.value.remedy
    assert SECRET not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADING}\n1850;2026-11-19;1101,31;;1042\n",
        "\ufeffKenmerk;Credit;Debet;Datum;Rekening\r\n1042;0,00;1101.31;19-11-2026;1850\r\n",
        f'omschrijving;{HEADING}\n"a;b\n";1850;2026-11-19;1101,31;0;1042',
        f"{HEADING}\n\n 1850 ; 2026-11-19 ;1101,31 ;; 1042\n",
    ],
)
def test_a_file_of_the_five_columns_is_read(text: str) -> None:
    (row,) = rows(text)
    assert row[1:] == ("1850", date(2026, 11, 19), 110131, 0, "1042")


@pytest.mark.parametrize(
    ("text", "cents"), [("1101,31", 110131), ("12", 1200), ("12,5", 1250), ("-0,05", -5), ("", 0), ("0", 0)]
)
def test_an_amount_has_a_comma_or_a_point_and_no_thousands(text: str, cents: int) -> None:
    assert rows(f"{HEADING}\n1850;2026-11-19;{text};;1")[0].debit_cents == cents


@pytest.mark.parametrize("text", ["1.101,31", "1,101.31", "1.101", "1e3", "€ 5", "12,345", SECRET, "٣", "--1", "1,"])
def test_an_amount_that_may_mean_two_things_is_refused_by_its_place(text: str) -> None:
    told = refusal(f"rekening;datum;debet;credit;kenmerk\n1850;2026-11-19;1;;1\n1850;2026-11-19;{text};;1\n")
    assert told.startswith("gl.csv, line 3, column debet: ")


@pytest.mark.parametrize("text", ["2026-02-30", "11-19-2026", "19/11/2026", "", SECRET, "20261119"])
def test_a_day_that_is_none_is_refused_by_its_place(text: str) -> None:
    assert refusal(f"{HEADING}\n1850;{text};1;;1").startswith("gl.csv, line 2, column date: ")


@pytest.mark.parametrize("reference", [SECRET, "", "0", "01042", "1042-2", "1042/20261119", "GM0363", "9" * 30])
def test_a_reference_that_is_none_of_ours_is_not_kept(reference: str) -> None:
    (row,) = rows(f"{HEADING}\n1850;2026-11-19;1;;{reference}")
    assert (row.line, row.reference) == (2, "")


@pytest.mark.parametrize("reference", ["1", "1042", "1042-20261119"])
def test_a_reference_of_ours_is_kept(reference: str) -> None:
    assert rows(f"{HEADING}\n1850;2026-11-19;1;;{reference}")[0].reference == reference


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "gl.csv, line 1, column account or rekening: is missing."),
        (f"{SECRET};{SECRET}\n", "gl.csv, line 1, column account or rekening: is missing."),
        ("account,date,debit,credit,reference\n", "gl.csv, line 1, column account or rekening: is missing."),
        (f"{HEADING};rekening\n", "gl.csv, line 1, column account or rekening: is there more than once."),
        ("account;date;debit;credit\n", "gl.csv, line 1, column reference or kenmerk: is missing."),
        (f"{HEADING}\n1850;2026-11-19;1;;1\n{SECRET};1\n", "gl.csv, line 3: has 2 cells instead of 5."),
        (f"{HEADING}\n1850;2026-11-19;1;;1;2\n", "gl.csv, line 2: has 6 cells instead of 5."),
        (f'{HEADING}\n"{SECRET}', "gl.csv, after line 2: this is not CSV."),
        (f'{HEADING}\n"{SECRET}"x;1\n', "gl.csv, after line 2: this is not CSV."),
        (HEADING.encode() + b"\n\xff\xfe;1\n", "gl.csv: this is not UTF-8."),
        (HEADING.encode("utf-16"), "gl.csv: this is not UTF-8."),
        (f"{HEADING}\n{'x' * 70000}", "gl.csv, line 2: is longer than 65535 characters."),
        (f'{HEADING}\n"' + "x\n" * 70000, "gl.csv, after line "),
    ],
)
def test_another_file_is_refused_by_its_place(text: str | bytes, where: str) -> None:
    assert refusal(text).startswith(where)


@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: f"{HEADING}\n{text}".encode()))
def test_any_bytes_are_rows_or_a_refusal(content: bytes) -> None:
    refused = None
    try:
        found = rows(content)
    except Misuse as error:
        refused = error
    if refused is None:
        assert all(isinstance(row, LedgerRow) for row in found)
    else:
        assert str(refused).startswith("gl.csv")
        assert refused.remedy


def test_the_file_stays_open_for_who_opened_it() -> None:
    stream = io.BytesIO(f"{HEADING}\n1850;2026-11-19;1;;1".encode())
    list(read(stream))
    assert not stream.closed
