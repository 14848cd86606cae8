"""The audit: whether the log is whole, checked by whoever reads it and not by the database that holds it.

One pass over the log: positions without a gap, seals, versions without a gap in every stream, every paid amount
computed again from the inputs in its fact, every approved run equal to its payments. What is found is data, not an error.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from ledger import facts
from ledger.calculation.amount import amount
from ledger.calculation.segment import Line
from ledger.log.entry import Row, decoded, genesis, seal
from ledger.refusal import LedgerError

BEFORE_ALL = -(2**63)
"""The position to read from, so that a row put before the first entry is seen as well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a position of the log: a kind, and what it means."""

    position: int
    kind: str
    meaning: str


@dataclass
class Audit:
    """One pass over the log; `checked` and `amounts` count what was seen."""

    checked: int = 0
    amounts: int = 0
    _versions: dict[UUID, int] = field(default_factory=dict)
    _prepared: dict[str, facts.RunPrepared] = field(default_factory=dict)
    _approved: dict[str, int] = field(default_factory=dict)
    _sent: dict[str, int] = field(default_factory=dict)

    def verify(self, rows: Iterable[Row], ledger_id: UUID, head_position: int, head_seal: bytes) -> Iterator[Finding]:
        """Everything that is wrong, in the order of the log."""
        previous = genesis(ledger_id)
        for row in rows:
            self.checked += 1
            yield from self._place(row)
            if row.seal != seal(previous, row):
                yield Finding(row.position, "seal", "the entry, or one before it, is not what was sealed")
            previous = row.seal
            yield from self._content(row)
        if (self.checked, previous) != (head_position, head_seal):
            yield Finding(self.checked + 1, "head", f"the log ends here, and its head says {head_position}")
        yield from self._runs()

    def _place(self, row: Row) -> Iterator[Finding]:
        if row.position != self.checked:
            yield Finding(self.checked, "position", f"the next entry is {row.position}: an entry is missing or moved")
            self.checked = row.position
        expected = self._versions.get(row.stream, 0) + 1
        if row.version != expected:
            yield Finding(row.position, "version", f"version {row.version} of its stream, after version {expected - 1}")
        self._versions[row.stream] = row.version

    def _content(self, row: Row) -> Iterator[Finding]:
        try:
            fact = decoded(row).fact
        except LedgerError as error:
            yield Finding(row.position, "fact", error.what)
            return
        match fact:
            case facts.Paid():
                yield from self._paid(row.position, fact)
            case facts.Decided() if fact.derivation:
                self.amounts += 1
                if amount(fact.derivation) != (fact.subsidy_cents, fact.charges_cents):
                    yield Finding(
                        row.position, "amount", f"the amount of {fact.decision} does not follow from its inputs"
                    )
            case facts.RunPrepared():
                self._prepared[fact.run] = fact
            case facts.RunApproved():
                self._approved[fact.run] = row.position

    def _paid(self, position: int, paid: facts.Paid) -> Iterator[Finding]:
        self._sent[paid.run] = self._sent.get(paid.run, 0) + sum(line.total_cents for line in paid.sent)
        for line in paid.booked:
            self.amounts += 1
            if not _follows(line):
                yield Finding(
                    position, "amount", f"{line.month} {line.element} of {paid.run} does not follow from its inputs"
                )

    def _runs(self) -> Iterator[Finding]:
        for run, position in self._approved.items():
            prepared = self._prepared.get(run)
            if prepared is None or prepared.sent_cents != self._sent.get(run, 0):
                yield Finding(position, "run", f"{run} was not prepared for what it sent")


def _follows(line: Line) -> bool:
    return amount(line.segments) == (line.subsidy_cents, line.charges_cents)
