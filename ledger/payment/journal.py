"""The journal's batches of one municipality (journaalbatches): every entry of the log is in one batch only."""

from dataclasses import dataclass, replace

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Journal:
    """State: the batches in order, and where in the log each was recorded."""

    batches: tuple[facts.JournalExported, ...] = ()
    positions: tuple[int, ...] = ()
    version: int = 0

    @property
    def through(self) -> int:
        """The position through which everything is in a batch."""
        return self.batches[-1].through if self.batches else 0


def evolve(journal: Journal, entry: Entry) -> Journal:
    """The journal after one more entry."""
    journal = replace(journal, version=entry.version)
    if isinstance(entry.fact, facts.JournalExported):
        batches, positions = (*journal.batches, entry.fact), (*journal.positions, entry.position)
        return replace(journal, batches=batches, positions=positions)
    return journal


def batch(journal: Journal, number: int) -> facts.JournalExported:
    """A batch by its number. Raises Refused."""
    if not 1 <= number <= len(journal.batches):
        last = f"the last is {len(journal.batches)}" if journal.batches else "there is none yet"
        raise Refused(f"There is no batch {number}; {last}.", rule="R33", remedy="See lks journal list.")
    return journal.batches[number - 1]


def decide(intent: intents.Intent, journal: Journal, context: Context) -> tuple[Fact, ...]:
    """The next batch. Raises Refused."""
    assert isinstance(intent, intents.ExportJournal)
    if intent.after != journal.through:
        what = f"The last batch goes through entry {journal.through}, not {intent.after}."
        raise Refused(what, rule="R33", remedy="Somebody else exported: run lks journal export again.")
    number = len(journal.batches) + 1
    return (facts.JournalExported(number=number, **intent.model_dump(exclude={"municipality", "anyway", "sealed"})),)
