"""What the bank says, read line by line with its balances checked; and files that are not what they say."""

import io
import resource
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.bank import bank_file
from ledger.bank.statement import Statement
from ledger.bank.status_report import StatusReport
from ledger.refusal import Misuse
from tests.bank.statements import ACCOUNT, Entry, camt053, camt054, pain002

REFERENCE = "GM0363-2026-11-1/W-000001-D"
OTHER = "NL91ABNA0417164300"


def read(content: bytes) -> list[Any]:
    """What a file says."""
    return list(bank_file.read(io.BytesIO(content), "bank.xml"))


def statement(content: bytes) -> Statement:
    """The one statement of a file."""
    (found,) = read(content)
    assert isinstance(found, Statement)
    return found


def test_a_statement_is_read_with_its_lines_and_balances() -> None:
    found = statement(
        camt053([Entry(-12345, REFERENCE, counterparty=OTHER), Entry(500), Entry(700, REFERENCE, "MS03")])
    )
    assert (found.kind, found.identification, found.account, found.sequence) == (
        "statement",
        "2026-11-19/1",
        ACCOUNT,
        1,
    )
    assert (found.opening_cents, found.closing_cents) == (10_000_000, 10_000_000 - 12345 + 500 + 700)
    assert [line.cents for line in found.bookings] == [-12345, 500, 700]
    assert [line.reference for line in found.bookings] == [REFERENCE, None, REFERENCE]
    assert [line.reason for line in found.bookings] == [None, None, "MS03"]
    assert found.bookings[0].counterparty_iban == OTHER
    assert found.bookings[0].booked_on == date(2026, 11, 19)
    assert OTHER not in repr(found)


def test_a_run_booked_as_one_amount_names_its_batch() -> None:
    (line,) = statement(camt053([Entry(-500, batch="GM0363-2026-11-1", transactions=3)])).bookings
    assert (line.batch, line.transactions, line.reference) == ("GM0363-2026-11-1", 3, None)


def test_an_announced_entry_is_not_booked() -> None:
    found = statement(camt053([Entry(-500, status="PDNG"), Entry(-100)]))
    assert [line.cents for line in found.bookings] == [-100]


def test_a_notification_has_no_balances() -> None:
    found = statement(camt054([Entry(-500, REFERENCE)]))
    assert (found.kind, found.opening_cents, found.closing_cents) == ("notification", None, None)


def test_a_status_report_is_read() -> None:
    (found,) = read(pain002("GM0363-2026-11-1", "PART", {REFERENCE: "AC01"}))
    assert isinstance(found, StatusReport)
    assert (found.message, found.status) == ("GM0363-2026-11-1", "PART")
    assert [(one.reference, one.status, one.reason) for one in found.transactions] == [(REFERENCE, "RJCT", "AC01")]


def test_a_balance_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(Misuse, match="do not add up to the closing balance"):
        read(camt053([Entry(-500)], closing=10_000_000))


def test_transactions_that_do_not_add_up_to_their_entry_are_refused() -> None:
    whole = camt053([Entry(-500, REFERENCE)])
    wrong = whole.replace(b'</Refs><Amt Ccy="EUR">5.00', b'</Refs><Amt Ccy="EUR">4.00')
    assert wrong != whole
    with pytest.raises(Misuse, match="transactions of an entry do not add up"):
        read(wrong)


WHOLE = camt053([Entry(-500, REFERENCE)])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a zip",
        b"<a/>",
        WHOLE[:-40],
        WHOLE.replace(b"camt.053.001.08", b"camt.053.001.99"),
        WHOLE.replace(b"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", b"urn:somebody:else"),
        WHOLE.replace(b'encoding="UTF-8"', b'encoding="UTF-16"'),
        WHOLE.replace(b"<Id>2026-11-19/1</Id>", b""),
        WHOLE.replace(b'Ccy="EUR"', b'Ccy="USD"'),
        WHOLE.replace(b"5.00", b"5.001"),
        WHOLE.replace(b"5.00", b"-5.00"),
        WHOLE.replace(b"5.00", b"NaN"),
        WHOLE.replace(b"5.00", b"1e400"),
        WHOLE.replace(b"<Dt>2026-11-19</Dt></BookgDt>", b"<Dt>gisteren</Dt></BookgDt>"),
        WHOLE.replace(b"<CdtDbtInd>DBIT</CdtDbtInd><Sts>", b"<CdtDbtInd>BOTH</CdtDbtInd><Sts>"),
        WHOLE.replace(b"<IBAN>" + ACCOUNT.encode(), b"<IBAN>"),
        WHOLE.replace(b"?><Document", b"?><!DOCTYPE Document [<!ENTITY a 'x'>]><Document"),
        b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>"
        + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><l>&j;</l>",
        b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><l>&a;</l>",
        b"<a>" * 100_000,
    ],
    ids=range(20),
)
def test_what_is_no_file_of_the_bank_is_refused_by_place_and_without_its_content(content: bytes) -> None:
    with pytest.raises(Misuse) as refused:
        read(content)
    said = str(refused.value)
    assert said.startswith("bank.xml")
    assert refused.value.remedy
    assert ACCOUNT not in said
    assert "gisteren" not in said


class Endless(io.RawIOBase):
    """A file that begins well and then goes on with junk, up to a size."""

    def __init__(self, begin: bytes, junk: bytes, size: int) -> None:
        self._pieces: Iterator[bytes] = iter([begin, *[junk] * (size // len(junk))])

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        return next(self._pieces, b"")


BEGIN = WHOLE.partition(b"<Bal>")[0]


@pytest.mark.parametrize(
    "junk",
    [b"<Junk><a>x</a></Junk>" * 500, b"x" * 10_000, b"<Ntry><Sts>PDNG</Sts></Ntry>" * 400],
    ids=("elements", "text", "announced"),
)
def test_a_flood_is_refused_in_bounded_memory(junk: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Misuse):
        list(bank_file.read(Endless(BEGIN, junk, 10_000_000), "bank.xml"))  # type: ignore[arg-type]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100_000
