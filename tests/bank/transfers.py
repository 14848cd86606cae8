"""Payment files for the tests: a municipality that pays made-up employers, with accounts that pass the check digits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from lxml import etree
from schwifty import IBAN

from ledger.bank.credit_transfer import MOST_TRANSACTIONS, NAMESPACE, Payer, Transfer, TransferFile, write

PAYER = Payer("Gemeente Amsterdam", str(IBAN.generate("NL", bank_code="BNGH", account_code="0285000001")))


def transfer(number: int = 1, **changes: Any) -> Transfer:
    """The transfer to the employer of that number."""
    iban = str(IBAN.generate("NL", bank_code="ABNA", account_code=f"{number:010}"))
    reference = f"GM0363-2026-11-1/W-{number:06}-8"
    one = Transfer(reference, f"Bakkerij {number} B.V.", iban, 1_000 + number, "Loonkostensubsidie 2026-11")
    return replace(one, **changes)


def file(transfers: Sequence[Transfer] | None = None, **changes: Any) -> TransferFile:
    """A file with these transfers; with two when none are given."""
    given = [transfer(1), transfer(2)] if transfers is None else transfers
    created = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    return replace(TransferFile("GM0363-2026-11-1", created, date(2026, 11, 19), PAYER, given), **changes)


def written(given: TransferFile, most: int = MOST_TRANSACTIONS) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    write(given, out, most)
    return out.getvalue()


def values(document: bytes, path: str) -> list[str]:
    """What stands in every element at a path like `PmtInf/NbOfTxs`, below the root's only child."""
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [element.text for element in etree.fromstring(document)[0].iterfind(steps)]
