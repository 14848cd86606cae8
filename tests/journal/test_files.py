"""R34: the batch as CSV, Excel and Beancount: the same postings, the same bytes, and no formula from a code."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pytest
from beancount import loader
from beancount.core import data
from hypothesis import given, settings

from ledger.facts import Fact
from projections.journal import beancount_file, csv_file, general_ledger, workbook
from projections.journal.columns import HEADINGS, TOPICS
from projections.journal.entry import Batch, JournalEntry, net, transactions
from tests.journal.books import CASE, CODES, EMPLOYER, RUN, a_payment, batch, entries, money_facts

FORMATS = (csv_file.write, beancount_file.write, workbook.write)
Write = Callable[[Batch, Iterable[JournalEntry], BinaryIO], None]


def written(write: Write, journal: Iterable[JournalEntry], of: Batch | None = None) -> bytes:
    """The file."""
    out = io.BytesIO()
    write(of or batch(), iter(journal), out)
    return out.getvalue()


def table(content: bytes) -> list[dict[str, str]]:
    """The CSV as a program without knowledge of us reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def loaded(text: str) -> list[Any]:
    """The directives of a Beancount text that has no errors."""
    found, errors, _ = loader.load_string(text)
    assert errors == []
    return found


@pytest.mark.parametrize("write", FORMATS)
def test_the_same_batch_is_the_same_bytes(write: Write) -> None:
    assert written(write, a_payment(11)) == written(write, a_payment(11))
    assert written(write, a_payment(11)) != written(write, a_payment(12))


@pytest.mark.parametrize("write", FORMATS)
@pytest.mark.parametrize("positions", [(10,), (21,), (12, 11), (11, 11)])
def test_an_entry_of_another_batch_is_never_written(write: Write, positions: tuple[int, ...]) -> None:
    journal = [replace(a_payment(11)[1], position=position) for position in positions]
    with pytest.raises(AssertionError):
        written(write, journal, batch(after=10, through=20))


@settings(max_examples=50, deadline=None)
@given(entries())
def test_the_csv_is_read_back_as_it_was_posted(journal: list[JournalEntry]) -> None:
    rows = list(general_ledger.read(io.BytesIO(written(csv_file.write, journal))))
    assert [(row.reference, row.account, row.booked_on, row.debit_cents, row.credit_cents) for row in rows] == [
        (one.number, CODES[posting.account], one.booked_on, posting.debit_cents, posting.credit_cents)
        for each in journal
        for one in transactions(each)
        for posting in one.postings
    ]


def test_the_conventions_of_the_csv() -> None:
    content = written(csv_file.write, a_payment(11))
    assert content.startswith(b"\xef\xbb\xbfbatch;kenmerk;datum;")
    assert content.count(b"\n") == content.count(b"\r\n") == 8
    assert table(content)[0] == {
        "batch": "1", "kenmerk": "11-20261112", "datum": "2026-11-12", "valutadatum": "", "rekening": "subsidy_expense",
        "rekeningnaam": "Lasten loonkostensubsidie", "debet": "897,41", "credit": "", "zaak": CASE, "werkgever": EMPLOYER,
        "betaalrun": RUN, "maand": "2026-11", "onderdeel": "VAST",
        "omschrijving": f"Betaling {CASE} {RUN} 2026-11 VAST",
    }  # fmt: skip
    assert [table(content)[-1][heading] for heading in ("rekening", "debet", "credit")] == ["1010", "", "1121,76"]


def test_a_natural_date_is_kept_where_the_books_were_closed() -> None:
    """R22."""
    confirmed = replace(a_payment(11)[1], value_date=date(2026, 9, 30))
    assert {row["valutadatum"] for row in table(written(csv_file.write, [confirmed]))} == {"2026-09-30"}
    assert "value_date: 2026-09-30" in written(beancount_file.write, [confirmed]).decode()


@pytest.mark.parametrize("code", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_a_code_is_never_a_formula_and_comes_back_as_it_was(code: str) -> None:
    of = batch(codes={"bank": code})
    content = written(csv_file.write, a_payment(11), of)
    cells = [row["rekening"] for row in table(content)]
    assert cells[-1] == f"'{code}"
    assert all(cell[:1] not in set("=+-@\t\r") for cell in cells)
    sheet = openpyxl.load_workbook(io.BytesIO(written(workbook.write, a_payment(11), of))).worksheets[0]
    assert sheet.cell(sheet.max_row, HEADINGS.index("rekening") + 1).data_type == "s"


def test_an_account_without_an_adopted_code_is_named_by_itself() -> None:
    accounts = {row["rekening"] for row in table(written(csv_file.write, a_payment(11), batch(codes={"bank": "1010"})))}
    assert accounts == {"subsidy_expense", "charges_expense", "payable", "in_transit", "1010"}


@given(money_facts())
def test_every_topic_that_posts_has_a_dutch_description(fact: Fact) -> None:
    assert fact.topic in TOPICS


def test_the_excel_file_has_the_rows_of_the_csv() -> None:
    journal = a_payment(11)
    sheet = openpyxl.load_workbook(io.BytesIO(written(workbook.write, journal))).worksheets[0]
    first, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert tuple(first) == HEADINGS
    told = [["" if cell is None else cell for cell in row] for row in rows]
    for cells, row in zip(told, table(written(csv_file.write, journal)), strict=True):
        for heading, cell in zip(HEADINGS, cells, strict=True):
            expected: object = row[heading]
            if heading in ("debet", "credit") and expected:
                assert Decimal(str(cell)) == Decimal(str(expected).replace(",", "."))
            elif heading == "datum":
                assert str(cell)[:10] == expected
            else:
                assert str(cell) == expected


@settings(max_examples=25, deadline=None)
@given(entries())
def test_bean_check_accepts_every_batch_with_its_sums(journal: list[JournalEntry]) -> None:
    names = beancount_file.account_names("GM0363")
    expected: dict[str, Decimal] = {}
    for posting in (posting for each in journal for posting in each.postings):
        name = names[posting.account]
        expected[name] = expected.get(name, Decimal(0)) + Decimal(net(posting)) / 100
    for number in (1, 2):
        found: dict[str, Decimal] = {}
        for one in loaded(written(beancount_file.write, journal, batch(number)).decode()):
            for booked in one.postings if isinstance(one, data.Transaction) else ():
                assert booked.units is not None
                assert isinstance(booked.units.number, Decimal)
                found[booked.account] = found.get(booked.account, Decimal(0)) + booked.units.number
        assert found == expected


def test_a_transaction_names_case_run_and_position() -> None:
    told = [
        one
        for one in loaded(written(beancount_file.write, a_payment(11)).decode())
        if isinstance(one, data.Transaction)
    ]
    assert [(one.date.isoformat(), one.meta["number"]) for one in told] == [
        ("2026-11-12", "11-20261112"), ("2026-11-19", "11-20261119"), ("2026-11-20", "12"),
    ]  # fmt: skip
    for one in told:
        assert (set(one.tags), set(one.links)) == ({CASE}, {RUN})
        assert one.meta["position"] in (11, 12)
        assert one.meta["employer"] == EMPLOYER


def test_the_first_batch_opens_every_account_with_its_code() -> None:
    opened = {one.account: one.meta["code"] for one in loaded(beancount_file.chart("GM0363", CODES))}
    assert opened == {name: CODES[account] for account, name in beancount_file.account_names("GM0363").items()}
    assert beancount_file.chart("GM0363", CODES).encode() in written(beancount_file.write, [])


@pytest.mark.parametrize("together", [(1,), (2,), (1, 2), (2, 3), (1, 2, 3)])
def test_batches_load_alone_and_together(tmp_path: Path, together: tuple[int, ...]) -> None:
    for number in together:
        of = batch(number, after=number * 100, through=number * 100 + 99)
        (tmp_path / f"{number}.beancount").write_bytes(written(beancount_file.write, a_payment(number * 100 + 1), of))
    main = tmp_path / "main.beancount"
    includes = "".join(f'include "{number}.beancount"\n' for number in together)
    main.write_text(f'plugin "beancount.plugins.auto_accounts"\n{includes}', encoding="utf-8")
    for file in (main, *(tmp_path / f"{number}.beancount" for number in together)):
        found, errors, _ = loader.load_file(str(file))
        assert errors == [], file.name
    found, _, _ = loader.load_file(str(main))
    assert sum(isinstance(one, data.Transaction) for one in found) == 3 * len(together)


@pytest.mark.parametrize(
    "code", ['"', "\\", '"\n2026-01-01 open Assets:X\n;', "\n2026-01-01 open Assets:X\n", "\x00", "x\\"]
)
def test_a_code_cannot_leave_its_quotes_in_beancount(code: str) -> None:
    found = loaded(written(beancount_file.write, a_payment(11), batch(codes={"bank": code})).decode())
    opened = [one for one in found if isinstance(one, data.Open)]
    assert {one.account.split(":")[1] for one in opened} == {"GM0363"}
    assert all(one.meta["code"].isprintable() for one in opened)


def test_a_takeover_whose_number_is_no_link_still_loads() -> None:
    paid, _ = a_payment(11)
    assert loaded(written(beancount_file.write, [replace(paid, run="GM0363:2026+1")]).decode())
