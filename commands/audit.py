"""`lks audit verify`: whether the ledger is whole; prints the first bad position and exits 1 if it is not."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import click

from commands.call import Call, reading
from commands.progress import counted
from ledger.audit import BEFORE_ALL, Audit, Finding
from ledger.log.entry import Row
from ledger.log.store import PostgresStore

SHOWN = 20


@click.group()
def audit() -> None:
    """Prove that the ledger is whole."""


@audit.command()
@reading
def verify(call: Call) -> None:
    """Check order, seals, and every paid amount from the inputs in its fact."""
    head = call.store.head()
    check = Audit(call.store)
    rows: Iterator[Row] = counted(call.store.rows(BEFORE_ALL, head.position), total=head.position, label="Verifying")
    everything = chain(check.verify(rows, head), _beyond(call.store))
    findings = list(islice(everything, SHOWN))
    if not findings:
        call.mark()
    call.output.answer(
        list(_lines(check, findings, head.seal)),
        entries=check.checked,
        amounts=check.counts.amounts,
        head=head.seal.hex(),
        findings=[_fields(finding) for finding in findings],
    )
    if findings:
        raise SystemExit(1)


def _beyond(store: PostgresStore) -> Iterator[Finding]:
    position = store.beyond_head()
    if position is not None:
        yield Finding(position, "head", "an entry stands after the head of the log")


def _lines(check: Audit, findings: list[Finding], seal: bytes) -> Iterator[str]:
    if not findings:
        yield f"{check.checked} entries: in order, every seal fits; {check.counts.amounts} amounts computed again, all equal."
        yield f"Head {check.checked}: {seal.hex()}"
        return
    yield f"NOT WHOLE. First bad position: {findings[0].position}."
    for finding in findings:
        yield f"  {finding.position} {finding.kind}: {finding.meaning}"
    if len(findings) == SHOWN:
        yield f"  (stopped after {SHOWN} findings)"


def _fields(finding: Finding) -> dict[str, Any]:
    return {"position": finding.position, "kind": finding.kind, "meaning": finding.meaning}
