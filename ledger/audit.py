"""The audit: whether the log is whole, checked by whoever reads it and not by the database that holds it.

One pass over the log: positions without a gap, seals, versions without a gap in every stream, every paid
and settled amount computed again from the inputs in its fact, every approved run equal to its payments and every settlement
to its cases. What is found is data, not an error.
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
    _settlement: tuple[int, facts.QuarterSettled] | None = None
    _settled: list[facts.Settled] = field(default_factory=list)

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
        yield from self._settlement_whole()
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
        if row.cause is not None:
            yield from self._settlement_whole()
        match fact:
            case facts.Paid():
                yield from self._paid(row.position, fact)
            case facts.Settled():
                self._settled.append(fact)
                yield from self._settled_lines(row.position, fact)
            case facts.QuarterSettled():
                self._settlement = row.position, fact
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

    def _settled_lines(self, position: int, settled: facts.Settled) -> Iterator[Finding]:
        for line in settled.lines:
            self.amounts += 1
            if not (_follows(line.due) and _is_the_difference(line)):
                what = f"the settled {line.month} {line.element} does not follow from its inputs"
                yield Finding(position, "amount", what)

    def _settlement_whole(self) -> Iterator[Finding]:
        """A settlement and its cases are one append; a determination settles one case without one."""
        if self._settlement is not None:
            position, fact = self._settlement
            lines = [line for settled in self._settled for line in settled.lines]
            sums = sum(line.subsidy_cents for line in lines), sum(line.charges_cents for line in lines)
            counted = len(self._settled), len(lines), *sums
            if counted != (fact.cases, fact.lines, fact.subsidy_cents, fact.charges_cents):
                yield Finding(
                    position, "settlement", f"the settlement through {fact.through} is not what its cases settled"
                )
        self._settlement, self._settled = None, []

    def _runs(self) -> Iterator[Finding]:
        for run, position in self._approved.items():
            prepared = self._prepared.get(run)
            if prepared is None or prepared.sent_cents != self._sent.get(run, 0):
                yield Finding(position, "run", f"{run} was not prepared for what it sent")


def _follows(line: Line) -> bool:
    return amount(line.segments) == (line.subsidy_cents, line.charges_cents)


def _is_the_difference(line: facts.SettledLine) -> bool:
    difference = line.due.subsidy_cents - line.booked_subsidy_cents, line.due.charges_cents - line.booked_charges_cents
    by_route = sum(one.subsidy_cents for one in line.routes), sum(one.charges_cents for one in line.routes)
    return difference == (line.subsidy_cents, line.charges_cents) == by_route
