"""R34: the control accounts here and in the general ledger, and every entry that differs by its number."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.law.switches import AccountName
from ledger.refusal import Misuse
from projections.journal import csv_file, general_ledger
from projections.journal.accounts import CONTROL_ACCOUNTS
from projections.journal.check import Comparison, Difference, compare
from projections.journal.entry import JournalEntry
from projections.journal.general_ledger import LedgerRow
from tests.journal.books import BOOKED, CODES, NOVEMBER, OCTOBER, a_payment, amount, batch, entries, entry, paid

JOURNAL = [*a_payment(11), *a_payment(13, 26054, 6513)]
SENT = 89741 + 22435


def exported(journal: list[JournalEntry]) -> list[LedgerRow]:
    """The journal as a general ledger that took over every posting exports it."""
    out = io.BytesIO()
    csv_file.write(batch(), journal, out)
    return list(general_ledger.read(io.BytesIO(out.getvalue())))


def a_row(code: str, cents: int, reference: str, line: int = 99) -> LedgerRow:
    """A row with a debit, or a credit where the cents are negative."""
    return LedgerRow(line, code, BOOKED, max(cents, 0), max(-cents, 0), reference)


def compared(rows: list[LedgerRow], journal: list[JournalEntry] = JOURNAL) -> dict[AccountName, Comparison]:
    """Each control account."""
    return {one.account: one for one in compare(iter(journal), CODES, iter(rows))}


def differences(rows: list[LedgerRow], journal: list[JournalEntry] = JOURNAL) -> list[Difference]:
    """All differences."""
    return [difference for one in compared(rows, journal).values() for difference in one.differences]


@settings(deadline=None)
@given(entries(), st.randoms())
def test_a_ledger_that_took_everything_over_has_no_differences_in_any_order(
    journal: list[JournalEntry], by: Any
) -> None:
    rows = exported(journal)
    by.shuffle(rows)
    found = compared(rows, journal)
    assert tuple(found) == CONTROL_ACCOUNTS
    assert all(one.journal_cents == one.ledger_cents and not one.differences for one in found.values())


def test_the_balance_of_every_control_account_is_told() -> None:
    found = compared(exported(JOURNAL))
    bank = -(SENT + 26054 + 6513)
    assert [(one.account, one.code, one.journal_cents, one.ledger_cents) for one in found.values()] == [
        ("payable", "1850", 0, 0), ("in_transit", "0195", 0, 0), ("bank", "1010", bank, bank),
        ("receivable", "receivable", 0, 0),
    ]  # fmt: skip


def test_a_missing_entry_is_named_and_nothing_else() -> None:
    rows = [row for row in exported(JOURNAL) if row.reference != "12"]
    assert differences(rows) == [
        Difference("missing", "in_transit", "12", None, SENT, 0), Difference("missing", "bank", "12", None, -SENT, 0)
    ]  # fmt: skip
    assert compared(rows)["in_transit"].ledger_cents == -SENT


@pytest.mark.parametrize("reference", ["15", "11", "11-20261113"])
def test_an_entry_that_is_only_there_is_named_and_nothing_else(reference: str) -> None:
    rows = [*exported(JOURNAL), a_row("1850", -500, reference)]
    assert differences(rows) == [Difference("extra", "payable", reference, None, 0, -500)]
    assert compared(rows)["payable"].ledger_cents == -500


def test_a_row_without_our_number_is_named_by_its_line() -> None:
    rows = [*exported(JOURNAL), a_row("1010", 500, "", line=7), a_row("1010", 0, "", line=8)]
    assert differences(rows) == [Difference("extra", "bank", None, 7, 0, 500)]


@pytest.mark.parametrize("position", ["first", "last"])
def test_another_amount_is_named_with_both_amounts(position: str) -> None:
    rows = [row for row in exported(JOURNAL) if (row.account, row.reference) != ("1010", "12")]
    wrong = a_row("1010", -SENT - 1, "12")
    assert differences([wrong, *rows] if position == "first" else [*rows, wrong]) == [
        Difference("differs", "bank", "12", None, -SENT, -SENT - 1)
    ]


def test_an_entry_booked_twice_differs() -> None:
    rows = exported(JOURNAL)
    twice = [row for row in rows if (row.account, row.reference) == ("1010", "12")]
    assert differences(rows + twice) == [Difference("differs", "bank", "12", None, -SENT, -2 * SENT)]


def test_an_entry_in_parts_or_put_right_does_not_differ() -> None:
    rows = [row for row in exported(JOURNAL) if (row.account, row.reference) != ("1010", "12")]
    parts = [a_row("1010", cents, "12") for cents in (-SENT, -100, 100)]
    assert differences(rows + parts) == []
    assert differences(rows + [a_row("1010", cents, "12") for cents in (1 - SENT, -1)]) == []
    assert differences([*exported(JOURNAL), a_row("1010", 5, "99"), a_row("1010", -5, "99")]) == []


def test_an_entry_of_nothing_in_all_is_not_missing() -> None:
    moved = entry(11, paid([], [amount(OCTOBER, -500, 0), amount(NOVEMBER, 500, 0)]))
    assert differences([], [moved]) == []
    assert differences([a_row("1850", 5, "11")], [moved]) == [Difference("differs", "payable", "11", None, 0, 5)]


def test_debit_and_credit_the_wrong_way_round_differ() -> None:
    rows = [
        row._replace(debit_cents=row.credit_cents, credit_cents=row.debit_cents)
        if (row.account, row.reference) == ("0195", "12")
        else row
        for row in exported(JOURNAL)
    ]
    assert differences(rows) == [Difference("differs", "in_transit", "12", None, SENT, -SENT)]


def test_other_accounts_are_not_compared_unless_asked() -> None:
    rows = [*exported(JOURNAL), a_row("4000", 5, "12"), a_row("subsidy_expense", 5, "12")]
    assert differences(rows) == []
    (asked,) = compare(JOURNAL, CODES, rows, accounts=["subsidy_expense"])
    assert asked.differences == (Difference("extra", "subsidy_expense", "12", None, 0, 5),)


def test_differences_stand_in_the_order_of_the_entry_numbers() -> None:
    rows = [a_row("1010", 1, number) for number in ("100", "9", "14", "12-20261120", "12")]
    told = [one.number for one in compared(rows)["bank"].differences]
    assert told == ["9", "12", "12-20261120", "14", "100"]


def test_one_code_for_two_accounts_is_refused() -> None:
    with pytest.raises(Misuse, match="account_codes") as refused:
        compare([], {"bank": "1010", "subsidy_expense": "1010"}, [])
    assert refused.value.remedy
    assert compare([], {"charges_expense": "4350", "subsidy_expense": "4350"}, [])


def test_an_entry_that_agrees_costs_one_number() -> None:
    count = 4000

    def journal() -> Iterator[JournalEntry]:
        return (a_payment(position)[1] for position in range(count))

    def rows() -> Iterator[LedgerRow]:
        for number in range(1, count + 1):
            yield LedgerRow(number, "1010", date(2026, 11, 20), 0, SENT, str(number))
            yield LedgerRow(number, "0195", date(2026, 11, 20), SENT, 0, str(number))

    tracemalloc.start()
    try:
        found = compare(journal(), CODES, rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not any(one.differences for one in found)
    assert peak < 600 * count
