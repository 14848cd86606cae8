"""What several entries say together: a run is what its payments sent, a settlement what its cases settled.

Deciding again tells more exactly which of them is wrong; these sums are for what older rules decided.
"""

from collections.abc import Iterator, Sequence

from ledger import facts
from ledger.audit.finding import Finding
from ledger.log.entry import Entry


class Together:
    """Runs as they were prepared."""

    def __init__(self) -> None:
        self._prepared: dict[str, facts.RunPrepared] = {}

    def take(self, append: Sequence[Entry]) -> list[Finding]:
        """What does not fit in one append. The payments of a run stand in the append of its approval, the cases of a settlement
        in its own; a determination settles one case without a settlement."""
        return list(self._wrong(append))

    def _wrong(self, append: Sequence[Entry]) -> Iterator[Finding]:
        sent: dict[str, tuple[int, int]] = {}
        approved: dict[str, int] = {}
        for entry in append:
            match entry.fact:
                case facts.RunPrepared() as fact:
                    self._prepared[fact.run] = fact
                case facts.RunApproved() as fact:
                    approved[fact.run] = entry.position
                case facts.Paid() as fact:
                    first, cents = sent.get(fact.run, (entry.position, 0))
                    sent[fact.run] = first, cents + sum(line.total_cents for line in fact.sent)
                case facts.QuarterSettled() as fact:
                    yield from _settlement(entry.position, fact, append)
        for run, position in approved.items():
            prepared = self._prepared.get(run)
            if prepared is None or prepared.sent_cents != sent.get(run, (0, 0))[1]:
                yield Finding(position, "run", f"{run} was not prepared for what it sent")
        for run, (first, _) in sent.items():
            if run not in approved:
                yield Finding(first, "run", f"a payment of {run} stands outside the append of its approval")


def _settlement(position: int, fact: facts.QuarterSettled, append: Sequence[Entry]) -> Iterator[Finding]:
    settled = [entry.fact for entry in append if isinstance(entry.fact, facts.Settled)]
    lines = [line for one in settled for line in one.lines]
    sums = sum(line.subsidy_cents for line in lines), sum(line.charges_cents for line in lines)
    if (len(settled), len(lines), *sums) != (fact.cases, fact.lines, fact.subsidy_cents, fact.charges_cents):
        yield Finding(position, "settlement", f"the settlement through {fact.through} is not what its cases settled")
