"""The payment file (betaalbestand): SEPA credit transfers in ISO 20022 pain.001.001.09.

The file is a function of what goes in: equal input gives equal bytes. Every file is checked against the schema before it
is released. No addresses are sent: an account and a name are all that a bank needs. `pain.001.001.09.xsd` is the ISO 20022
schema of pain.001.001.09, unchanged, as it ships in the wheel sepaxml 2.7.0: published by the ISO 20022 Registration
Authority, whose policy gives everyone a non-exclusive, royalty-free licence to use it; it is not under the licence of this
project.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from ledger.bank.sepa_text import LONGEST_NAME, LONGEST_TEXT, identifier, text
from ledger.refusal import Refused

_IBAN = re.compile("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MOST_TRANSACTIONS: Final = 100_000
"""In one block of payments (PmtInf); banks take no more. Each block is one debit of the account."""
MOST_CENTS: Final = 99_999_999_999
"""The largest SEPA amount: 999,999,999.99 euro."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One credit transfer: one employer's account in one run.

    `reference` is the EndToEndId (betaalkenmerk), `name` the account holder (rekeninghouder), `cents` more than 0 and
    `text` the description (omschrijving).
    """

    reference: str
    name: str = field(repr=False)
    iban: str = field(repr=False)
    cents: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Payer:
    """The municipality's account, which is debited."""

    name: str
    iban: str


@dataclass(frozen=True, slots=True)
class Part:
    """The transfers of one run in a file of several, under the run's number; each pays under a name of its own."""

    name: str
    payer: Payer
    transfers: Sequence[Transfer]


@dataclass(frozen=True, slots=True)
class TransferFile:
    """What a payment file holds. `message` is its identification, `created` the time that stands in it, with a zone. `parts`
    divide the transfers of several runs; without them all is one part, named as the message."""

    message: str
    created: datetime
    execution_day: date
    payer: Payer
    transfers: Sequence[Transfer]
    parts: Sequence[Part] = ()

    @property
    def cents(self) -> int:
        """The sum of all transfers."""
        return sum(transfer.cents for transfer in self.transfers)


def write(file: TransferFile, out: BinaryIO, most: int = MOST_TRANSACTIONS) -> None:
    """Write the file, transfer by transfer in the order given, with at most `most` in a block.

    A part is one block of that name; of several blocks, each has its number behind that. Raises Refused before anything
    is written: an identifier, amount or IBAN that a bank would not take, a reference twice, nothing to pay, no time zone.
    """
    blocks = list(_blocks(file, most))
    _check(file, blocks)
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element("Document", xmlns=NAMESPACE), xml.element("CstmrCdtTrfInitn"):
            xml.write(_header(file))
            for block in blocks:
                with xml.element("PmtInf"):
                    for part in _block(file.execution_day, block):
                        # One line each, so that a line number tells which transfer it is.
                        part.tail = "\n"
                        xml.write(part)


def check(path: Path) -> None:
    """Compare a written file with the schema. Raises Refused, and then it must not leave the house.

    It reads the whole file into memory, 2.5 kB a transfer: validating while reading lets a file pass that was cut off.
    """
    schema = _schema()
    try:
        document = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
        schema.assertValid(document)
    except (etree.XMLSyntaxError, etree.DocumentInvalid) as error:
        # The message of a schema can repeat a value, so only its place is told.
        line = getattr(error.error_log.last_error, "line", 0)
        what = f"The payment file does not fit pain.001.001.09 at line {line}."
        raise Refused(what, rule="R25", remedy="Do not send it; make it again, and report this if it stays.") from None


@cache
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("pain.001.001.09.xsd")))


def _blocks(file: TransferFile, most: int) -> Iterator[Part]:
    for part in file.parts or (Part(file.message, file.payer, file.transfers),):
        count = -(-len(part.transfers) // most)
        for nth in range(max(1, count)):
            name = f"{part.name}/{nth + 1}" if count > 1 else part.name
            yield Part(name, part.payer, part.transfers[nth * most : (nth + 1) * most])


def _check(file: TransferFile, blocks: Sequence[Part]) -> None:
    identifier(file.message, "The identification of the payment file")
    for block in blocks:
        identifier(block.name, "The identification of a block of payments")
    if file.created.utcoffset() is None:
        raise _refused("The time of the payment file has no time zone.", "Give it with one.")
    if not file.transfers:
        raise _refused("The payment file has no transfer in it.", "There is nothing to send.", "R21")
    for block in blocks:
        if not block.transfers:
            raise _refused(f"{block.name} has nothing to send.", "Leave it out of the file.", "R21")
        if not _is_iban(block.payer.iban):
            raise _refused("The account that pays is no IBAN.", "Change the account of the municipality.")
    seen: set[str] = set()
    for number, transfer in enumerate(file.transfers, start=1):
        _check_transfer(transfer, number)
        if transfer.reference in seen:
            raise _refused(f"{transfer.reference} stands in the payment file twice.", "Run `lks audit verify`.")
        seen.add(transfer.reference)


def _check_transfer(transfer: Transfer, number: int) -> None:
    reference = identifier(transfer.reference, f"The reference of transfer {number}")
    if not 0 < transfer.cents <= MOST_CENTS:
        remedy = "Withdraw the run, and hold the case."
        raise _refused(f"{reference} is not from 0.01 to 999,999,999.99 euro, what SEPA carries.", remedy)
    if not _is_iban(transfer.iban):
        raise _refused(f"The account of {reference} is no IBAN.", "Change it: lks employer bank-account change.", "R26")


def _refused(what: str, remedy: str, rule: str = "R25") -> Refused:
    return Refused(what, rule=rule, remedy=remedy)


def _is_iban(value: str) -> bool:
    """The form and check digits of ISO 13616; the country's own length was checked when the account came in."""
    if not _IBAN.fullmatch(value):
        return False
    digits = "".join(str(int(character, 36)) for character in f"{value[4:]}{value[:2]}00")
    return value[2:4] == f"{98 - int(digits) % 97:02}"


def _header(file: TransferFile) -> Any:
    created = file.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _element(
        "GrpHdr",
        _element("MsgId", file.message),
        _element("CreDtTm", created),
        _element("NbOfTxs", str(len(file.transfers))),
        _element("CtrlSum", _euro(file.cents)),
        _element("InitgPty", _element("Nm", text(file.payer.name, LONGEST_NAME))),
    )


def _block(execution_day: date, block: Part) -> Iterator[Any]:
    yield _element("PmtInfId", block.name)
    yield _element("PmtMtd", "TRF")
    yield _element("BtchBookg", "true")
    yield _element("NbOfTxs", str(len(block.transfers)))
    yield _element("CtrlSum", _euro(sum(transfer.cents for transfer in block.transfers)))
    yield _element("PmtTpInf", _element("SvcLvl", _element("Cd", "SEPA")))
    yield _element("ReqdExctnDt", _element("Dt", execution_day.isoformat()))
    yield _element("Dbtr", _element("Nm", text(block.payer.name, LONGEST_NAME)))
    yield _element("DbtrAcct", _element("Id", _element("IBAN", block.payer.iban)), _element("Ccy", "EUR"))
    # Within SEPA the account says which bank it is.
    agent = _element("FinInstnId", _element("Othr", _element("Id", "NOTPROVIDED")))
    yield _element("DbtrAgt", agent)
    yield _element("ChrgBr", "SLEV")
    for transfer in block.transfers:
        yield _transfer(transfer)


def _transfer(transfer: Transfer) -> Any:
    amount = _element("InstdAmt", _euro(transfer.cents))
    amount.set("Ccy", "EUR")
    return _element(
        "CdtTrfTxInf",
        _element("PmtId", _element("EndToEndId", transfer.reference)),
        _element("Amt", amount),
        _element("Cdtr", _element("Nm", text(transfer.name, LONGEST_NAME))),
        _element("CdtrAcct", _element("Id", _element("IBAN", transfer.iban))),
        _element("RmtInf", _element("Ustrd", text(transfer.text, LONGEST_TEXT))),
    )


def _element(name: str, *content: Any) -> Any:
    """An element with text, or with elements in it; its namespace is that of the document around it."""
    element = etree.Element(name)
    for part in content:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
