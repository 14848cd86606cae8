"""Bank files for tests: camt.053, camt.054 and pain.002 as a Dutch bank writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ACCOUNT = "NL69INGB0123456789"


@dataclass(frozen=True)
class Entry:
    """One entry: cents from the account's side. A return has a reason; a batch has a count and no reference."""

    cents: int
    reference: str | None = None
    reason: str | None = None
    batch: str | None = None
    transactions: int | None = None
    counterparty: str | None = None
    status: str = "BOOK"
    day: str = "2026-11-19"


def camt053(
    entries: Sequence[Entry], opening: int = 10_000_000, name: str = "2026-11-19/1", sequence: int = 1, **changes: Any
) -> bytes:
    """A statement of one day; the closing balance is right unless it is given."""
    booked = sum(entry.cents for entry in entries if entry.status == "BOOK")
    closing = changes.get("closing", opening + booked)
    day = changes.get("day", "2026-11-19")
    body = _balance("OPBD", opening, day) + _balance("CLBD", closing, day) + "".join(map(_entry, entries))
    return _document("camt.053.001.08", "BkToCstmrStmt", "Stmt", name, sequence, changes.get("account", ACCOUNT), body)


def camt054(entries: Sequence[Entry], name: str = "N-1", sequence: int = 1) -> bytes:
    """A notification: lines without balances."""
    body = "".join(map(_entry, entries))
    return _document("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", name, sequence, ACCOUNT, body)


def pain002(
    message: str,
    group: str = "ACCP",
    rejected: dict[str, str] | None = None,
    reason: str = "",
    blocks: dict[str, str] | None = None,
) -> bytes:
    """A status report; `rejected`: by reference the reason; `blocks`: the status of blocks of payments, by name."""
    information = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    transactions = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for reference, code in (rejected or {}).items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-11-18T10:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"{f'<GrpSts>{group}</GrpSts>' if group else ''}{information}</OrgnlGrpInfAndSts>"
        + "".join(
            f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{name}</OrgnlPmtInfId><PmtInfSts>{status}</PmtInfSts></OrgnlPmtInfAndSts>"
            for name, status in (blocks or {}).items()
        )
        + f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{transactions}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>"
    ).encode()


def _document(version: str, root: str, part: str, name: str, sequence: int, account: str, body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><{root}>'
        "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-19T23:00:00</CreDtTm></GrpHdr>"
        f"<{part}><Id>{name}</Id><ElctrncSeqNb>{sequence}</ElctrncSeqNb><CreDtTm>2026-11-19T23:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>{body}</{part}></{root}></Document>"
    ).encode()


def _balance(code: str, cents: int, day: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _amount(cents: int) -> str:
    side = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(entry: Entry) -> str:
    details = ""
    if entry.batch:
        details = f"<Btch><PmtInfId>{entry.batch}</PmtInfId><NbOfTxs>{entry.transactions}</NbOfTxs></Btch>"
    if entry.reference:
        role = "CdtrAcct" if entry.cents < 0 else "DbtrAcct"
        party = entry.counterparty
        parties = f"<RltdPties><{role}><Id><IBAN>{party}</IBAN></Id></{role}></RltdPties>" if party else ""
        returned = f"<RtrInf><Rsn><Cd>{entry.reason}</Cd></Rsn></RtrInf>" if entry.reason else ""
        details += (
            f"<TxDtls><Refs><EndToEndId>{entry.reference}</EndToEndId></Refs>{_amount(entry.cents)}{parties}"
            f"{returned}</TxDtls>"
        )
    return (
        f"<Ntry>{_amount(entry.cents)}<Sts><Cd>{entry.status}</Cd></Sts><BookgDt><Dt>{entry.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{entry.day}</Dt></ValDt><AcctSvcrRef>B1</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>586</Cd></Prtry></BkTxCd>{f'<NtryDtls>{details}</NtryDtls>' if details else ''}</Ntry>"
    )
