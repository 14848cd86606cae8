"""A file from the bank, whichever it is: statements, notifications, or a status report. Start here."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from ledger.bank.statement import Statement, statements
from ledger.bank.status_report import StatusReport, reports
from ledger.bank.xml_reading import events, local
from ledger.refusal import Misuse

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053|camt\.054|pain\.002)\.001\.(0[2-9]|1[0-2])")
ACCEPTED = "camt.053, camt.054 (001.02 to 001.12) and pain.002 (001.03 to 001.12)"


Said = Statement | StatusReport
"""What a file from the bank says."""


def read(stream: BinaryIO, name: str) -> Iterator[Said]:
    """What the bank says, statement by statement; `name` names the file in errors. Raises Misuse."""
    found = events(stream, name)
    try:
        first = next(found)
    except StopIteration:
        raise _not_ours(name, "it is empty") from None
    root = first[1]
    namespace = root.nsmap.get(root.prefix) or ""
    match = _NAMESPACE.fullmatch(namespace)
    if match is None or local(root) != "Document":
        raise _not_ours(name, "it is another kind of XML")
    if match[1] == "pain.002":
        yield from reports(chain([first], found), name)
    else:
        yield from statements(chain([first], found), name)


def _not_ours(name: str, why: str) -> Misuse:
    return Misuse(f"{why}.", field=name, remedy=f"These are read: {ACCEPTED}.")
