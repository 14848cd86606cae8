"""What `lks audit verify` says: the findings, what was done, and what was not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.audit import Audit, Finding
from ledger.audit.catalogue import Schema
from ledger.log.interface import Head
from ledger.proof.published import Published
from projections.comparing import Compared

_SHOWN: Final = 20


@dataclass
class Verified:
    """What was done, and what was found. `published`: the checkpoint that was expected; `compared`: None where the log itself is
    not whole, so that projections made of it would prove nothing."""

    head: Head
    check: Audit
    published: Published | None
    compared: Compared | None = None
    schema: Schema = field(default_factory=Schema)
    findings: list[Finding] = field(default_factory=list)

    @property
    def not_checked(self) -> list[str]:
        """What could not be checked, and why."""
        found = []
        if self.compared is None:
            found.append("the projections and the journal: the log itself is not whole")
        elif self.compared.skipped is not None:
            found.append(f"that projections made anew are the same: {self.compared.skipped}")
        elif self.compared.position < self.head.position:
            found.append(f"the projections after entry {self.compared.position}: they are behind the log")
        if self.schema.skipped is not None:
            found.append(self.schema.skipped)
        if self.check.counts.other:
            found.append(f"{self.check.counts.other} intents that other rules than today's decided: recomputed only")
        if self.check.first > 1:
            found.append(f"what stands before entry {self.check.first}: it was taken as it is")
        return found


def lines(found: Verified) -> Iterator[str]:
    """For people."""
    yield from _whole(found) if not found.findings else _not_whole(found)
    for what in found.not_checked:
        yield f"NOT CHECKED: {what}."
    yield _done(found)


def fields(found: Verified) -> dict[str, Any]:
    """For machines."""
    counts, compared = found.check.counts, found.compared
    return {
        "whole": not found.findings,
        "entries": found.check.checked,
        "from": found.check.first,
        "amounts": counts.amounts,
        "decided_again": counts.decided,
        "decided_by_other_rules": counts.other,
        "not_decided": counts.undecided,
        "tables": compared.tables if compared else [],
        "compared_to": compared.position if compared else None,
        "definitions": found.schema.definitions,
        "journal_balances": compared.balanced if compared else None,
        "checkpoint": found.published.size if found.published else None,
        "head": found.head.seal.hex(),
        "not_checked": found.not_checked,
        "findings": [{"position": one.position, "kind": one.kind, "meaning": one.meaning} for one in found.findings],
    }


def _whole(found: Verified) -> Iterator[str]:
    check, compared = found.check, found.compared
    counts = check.counts
    yield f"{check.checked} entries: in order, every seal fits; {counts.amounts} amounts computed again, all equal."
    yield f"{counts.decided} intents decided again on what they read: the same facts, and no others."
    if compared is not None and compared.tables:
        yield f"{len(compared.tables)} tables of projections made anew up to entry {compared.position}: the same rows."
    if compared is not None:
        yield f"The journal balances on each of {compared.balanced} entries and dates."
    if found.schema.definitions:
        yield f"{found.schema.definitions} functions and views, and every trigger, are those of this release."
    if found.published is not None:
        yield f"The log begins with the {found.published.size} entries of the checkpoint."
    yield f"Head {check.checked}: {found.head.seal.hex()}"


def _not_whole(found: Verified) -> Iterator[str]:
    yield f"NOT WHOLE. First bad position: {found.findings[0].position}."
    for one in found.findings[:_SHOWN]:
        yield f"  {one.position} {one.kind}: {one.meaning}"
    if len(found.findings) > _SHOWN:
        yield f"  and {len(found.findings) - _SHOWN} more (--json has them)"


def _done(found: Verified) -> str:
    counts, tables = found.check.counts, len(found.compared.tables) if found.compared else 0
    balanced = found.compared.balanced if found.compared else 0
    return (
        f"Checked: {found.check.checked} entries and seals, {counts.amounts} amounts, {counts.decided} intents decided again "
        f"({counts.other} by other rules, {counts.undecided} not), {tables} tables, {balanced} entries of the journal."
    )
