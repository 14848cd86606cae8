"""The payment file (R25): what stands in it, what is refused, and that a schema and a bank take it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mockbank import Config, accounts
from mockbank.state import State

from ledger.bank.credit_transfer import MOST_CENTS, check, write
from ledger.refusal import Refused
from tests.bank.transfers import PAYER, file, transfer, values, written

ONE = "PmtInf/CdtTrfTxInf"


def checked(document: bytes, folder: Path) -> bytes:
    """The document, after the schema took it."""
    path = folder / "payments.xml"
    path.write_bytes(document)
    check(path)
    return document


def test_a_file_says_who_pays_whom_how_much_and_when(tmp_path: Path) -> None:
    document = checked(written(file([transfer(7, cents=123_405)])), tmp_path)
    to = transfer(7)
    expected = {
        "GrpHdr/MsgId": "GM0363-2026-11-1",
        "GrpHdr/CreDtTm": "2026-11-18T09:30:00Z",
        "GrpHdr/InitgPty/Nm": "Gemeente Amsterdam",
        "PmtInf/PmtInfId": "GM0363-2026-11-1",
        "PmtInf/PmtMtd": "TRF",
        "PmtInf/BtchBookg": "true",
        "PmtInf/PmtTpInf/SvcLvl/Cd": "SEPA",
        "PmtInf/ReqdExctnDt/Dt": "2026-11-19",
        "PmtInf/Dbtr/Nm": "Gemeente Amsterdam",
        "PmtInf/DbtrAcct/Id/IBAN": PAYER.iban,
        "PmtInf/DbtrAcct/Ccy": "EUR",
        "PmtInf/DbtrAgt/FinInstnId/Othr/Id": "NOTPROVIDED",
        "PmtInf/ChrgBr": "SLEV",
        f"{ONE}/PmtId/EndToEndId": to.reference,
        f"{ONE}/Amt/InstdAmt": "1234.05",
        f"{ONE}/Cdtr/Nm": to.name,
        f"{ONE}/CdtrAcct/Id/IBAN": to.iban,
        f"{ONE}/RmtInf/Ustrd": to.text,
    }
    assert {path: values(document, path) for path in expected} == {path: [said] for path, said in expected.items()}
    assert b"PstlAdr" not in document


def test_transfers_stand_in_the_order_given() -> None:
    given = [transfer(number) for number in (3, 1, 2)]
    assert values(written(file(given)), f"{ONE}/PmtId/EndToEndId") == [one.reference for one in given]


def test_equal_input_gives_equal_bytes() -> None:
    given = [transfer(number) for number in range(1, 20)]
    assert written(file(list(given))) == written(file(tuple(given)))


def test_the_same_moment_in_another_zone_gives_equal_bytes() -> None:
    there = datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert written(file(created=there)) == written(file())


@pytest.mark.parametrize(
    ("count", "names", "counts"),
    [(1, [""], [1]), (4, [""], [4]), (5, ["/1", "/2"], [4, 1]), (10, ["/1", "/2", "/3"], [4, 4, 2])],
)
def test_a_file_is_split_only_when_a_block_is_full(
    count: int, names: list[str], counts: list[int], tmp_path: Path
) -> None:
    given = [transfer(number) for number in range(count)]
    document = checked(written(file(given), most=4), tmp_path)
    assert values(document, "PmtInf/PmtInfId") == [f"GM0363-2026-11-1{name}" for name in names]
    assert values(document, "PmtInf/NbOfTxs") == [str(one) for one in counts]
    assert values(document, "GrpHdr/NbOfTxs") == [str(count)]
    assert values(document, f"{ONE}/PmtId/EndToEndId") == [one.reference for one in given]


@given(st.lists(st.integers(1, MOST_CENTS) | st.integers(1, 101), min_size=1, max_size=12))
def test_sums_are_exact_to_the_cent(amounts: list[int]) -> None:
    document = written(file([transfer(number, cents=cents) for number, cents in enumerate(amounts)]), most=5)
    sent = [Decimal(amount) * 100 for amount in values(document, f"{ONE}/Amt/InstdAmt")]
    blocks = [Decimal(total) * 100 for total in values(document, "PmtInf/CtrlSum")]
    assert sent == amounts
    assert blocks == [sum(amounts[first : first + 5]) for first in range(0, len(amounts), 5)]
    assert [Decimal(total) * 100 for total in values(document, "GrpHdr/CtrlSum")] == [sum(amounts)]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_name_and_text_fit_the_schema(tmp_path_factory: pytest.TempPathFactory, name: str, text: str) -> None:
    one = transfer(name=name, text=text)
    document = checked(written(file([one], payer=replace(PAYER, name=name))), tmp_path_factory.getbasetemp())
    (sent_name,), (sent_text,) = values(document, f"{ONE}/Cdtr/Nm"), values(document, f"{ONE}/RmtInf/Ustrd")
    assert 1 <= len(sent_name) <= 70
    assert 1 <= len(sent_text) <= 140
    assert document.isascii()


SECRET = "Jansen-999"


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": f"{SECRET}_{SECRET}"},
        {"reference": f"/{SECRET}"},
        {"reference": SECRET * 4},
        {"reference": ""},
        {"cents": 0},
        {"cents": -1},
        {"cents": MOST_CENTS + 1},
        {"iban": SECRET},
        {"iban": ""},
        {"iban": transfer(1).iban.lower()},
        {"iban": transfer(1).iban[:-1] + "9"},
        {"iban": "NL" + transfer(1).iban[3] + transfer(1).iban[2] + transfer(1).iban[4:]},
    ],
)
def test_a_transfer_that_a_bank_would_not_take_is_refused_before_anything_is_written(changes: dict[str, Any]) -> None:
    refused(file([transfer(1), transfer(2, **changes)]))


@pytest.mark.parametrize(
    "changes",
    [
        {"transfers": []},
        {"transfers": [transfer(1), transfer(2, reference=transfer(1).reference)]},
        {"created": datetime(2026, 11, 18, 9, 30)},  # noqa: DTZ001
        {"message": f"{SECRET}//1"},
        {"payer": replace(PAYER, iban=SECRET)},
    ],
    ids=["nothing to send", "a reference twice", "no time zone", "no identifier", "no account"],
)
def test_a_file_that_a_bank_would_not_take_is_refused_before_anything_is_written(changes: dict[str, Any]) -> None:
    refused(file(**changes))


def test_a_block_whose_name_would_be_too_long_is_refused_before_anything_is_written() -> None:
    long = file(message="x" * 34)
    assert written(long)
    refused(long, most=1)


def refused(given: Any, most: int = 100) -> None:
    """It is refused, nothing is written, and no value that may be personal is told."""
    out = BytesIO()
    with pytest.raises(Refused) as refusal:
        write(given, out, most)
    assert out.getvalue() == b""
    assert SECRET not in str(refusal.value)
    assert not any(one.iban and one.iban in str(refusal.value) for one in given.transfers)


def test_the_largest_and_smallest_amounts_are_taken(tmp_path: Path) -> None:
    document = checked(written(file([transfer(1, cents=1), transfer(2, cents=MOST_CENTS)])), tmp_path)
    assert values(document, f"{ONE}/Amt/InstdAmt") == ["0.01", "999999999.99"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<PmtMtd>TRF", b"<PmtMtd>XXX"),
        (b"<IBAN>NL", b"<IBAN>nl"),
        (b"<ChrgBr>SLEV</ChrgBr>", b"<ChrgBr>SLEV</ChrgBr><ChrgBr>SLEV</ChrgBr>"),
        (b"pain.001.001.09", b"pain.001.001.03"),
        (b"</Document>", b""),
        (b"</CdtTrfTxInf>\n</PmtInf></CstmrCdtTrfInitn></Document>", b"</CdtTrfTxInf"),
    ],
)
def test_a_damaged_file_is_refused_and_its_values_are_not_told(old: bytes, new: bytes, tmp_path: Path) -> None:
    document = written(file())
    assert old in document
    with pytest.raises(Refused) as refusal:
        checked(document.replace(old, new), tmp_path)
    told = str(refusal.value).upper()
    assert not any(value.upper() in told for value in (PAYER.iban, transfer(1).iban, transfer(1).name, "XXX"))


def test_a_refusal_tells_the_line_of_the_transfer(tmp_path: Path) -> None:
    document = written(file([transfer(number) for number in range(1, 6)]))
    damaged = document.replace(transfer(4).iban.encode(), b"x")
    line = next(number for number, text in enumerate(damaged.splitlines(), 1) if b"Bakkerij 4 " in text)
    with pytest.raises(Refused, match=rf"at line {line}\."):
        checked(damaged, tmp_path)


def test_a_bank_takes_every_transfer_of_the_file() -> None:
    bank = State(Config(quiet=True, clock="2026-11-18T08:00:00"))
    try:
        fields = {"iban": PAYER.iban, "name": PAYER.name, "currency": "EUR", "balance": 100_000_000}
        accounts.create(bank.conn, "municipality", fields)
        given = [transfer(number, name="Café Müller & Zn. 50%") for number in range(1, 8)]
        answer = bank.receive(written(file(given), most=3))[0]
    finally:
        bank.close()
    assert [one for one in answer["findings"] if one["level"] == "error"] == []
    assert (answer["msg_id"], answer["accepted"], answer["rejected"]) == ("GM0363-2026-11-1", 7, 0)
    assert [one["end_to_end_id"] for one in answer["payments"]] == [one.reference for one in given]
