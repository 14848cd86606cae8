"""Status reports (pain.002): what the bank does with a payment file that it received, or with payments in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.bank import xml_reading as xml
from ledger.bank.statement import IN_WORDS
from ledger.bank.xml_reading import child, forget, local, needed, text

REJECTED = "RJCT"


@dataclass(frozen=True, slots=True)
class TransactionStatus:
    """What the bank does with one payment, by its EndToEndId; the reason as the bank's code."""

    reference: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class BlockStatus:
    """What the bank does with one block of payments (PmtInf), by its identification."""

    name: str
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What the bank says of a payment file. `message` identifies the file; `status` is that of all of it, taken from its
    blocks where the bank says it of these alone; `group_status` what the bank said of the file itself."""

    message: str
    identification: str
    created_on: date
    status: str | None
    reason: str | None
    transactions: tuple[TransactionStatus, ...]
    group_status: str | None = None
    blocks: tuple[BlockStatus, ...] = ()


@dataclass
class _Said:
    identification: str = ""
    created_on: date = date.min
    message: str = ""
    status: str | None = None
    reason: str | None = None
    blocks: list[BlockStatus] = field(default_factory=list)
    transactions: list[TransactionStatus] = field(default_factory=list)


def reports(events: Iterator[tuple[str, Any]], file: str) -> Iterator[StatusReport]:
    """The report of a document."""
    said = _Said()
    for event, element in events:
        if event != "end":
            continue
        match local(element):
            case "GrpHdr":
                said.identification = needed(element, file, "MsgId")
                created = needed(element, file, "CreDtTm")
                said.created_on = xml.parsed_day(created, element, file, "CreDtTm")
            case "OrgnlGrpInfAndSts":
                said.message = needed(element, file, "OrgnlMsgId")
                said.status, said.reason = text(element, "GrpSts"), _reason(element)
            case "TxInfAndSts":
                said.transactions += _transaction(element, file)
                forget(element)
            case "OrgnlPmtInfAndSts":
                if status := text(element, "PmtInfSts"):
                    said.blocks.append(BlockStatus(text(element, "OrgnlPmtInfId") or "", status, _reason(element)))
            case "CstmrPmtStsRpt":
                yield _report(said, element, file)


def _transaction(element: Any, file: str) -> Iterator[TransactionStatus]:
    status = text(element, "TxSts")
    if status is not None:
        yield TransactionStatus(needed(element, file, "OrgnlEndToEndId"), status, _reason(element))


def _report(said: _Said, element: Any, file: str) -> StatusReport:
    if not said.message:
        raise xml.place(element, file).wrong("the report does not say which file it is about.")
    status, reason = said.status, said.reason
    if (
        said.blocks
        and (status is None or reason is None)
        and all(one.status == said.blocks[0].status for one in said.blocks)
    ):
        status, reason = status or said.blocks[0].status, reason or said.blocks[0].reason
    return StatusReport(
        said.message,
        said.identification,
        said.created_on,
        status,
        reason,
        tuple(said.transactions),
        said.status,
        tuple(said.blocks),
    )


def _reason(element: Any) -> str | None:
    information = child(element, "StsRsnInf")
    if information is None:
        return None
    code = text(information, "Rsn", "Cd")
    return code if code and len(code) == 4 and code.isascii() and code.isalnum() else IN_WORDS
