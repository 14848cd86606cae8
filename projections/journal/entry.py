"""A journal entry (journaalpost), the batch that it goes to the general ledger in, and its number there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.law.switches import AccountName
from projections.journal.postings import Posting


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Everything that the fact at `position` of the log posts. `case`, `topic` and `run` are codes; `run` may be a takeover.

    `booked_on` is the date in the books of the fact. Postings may have another: what a run sends is booked on its execution
    day. `value_date` (valutadatum) is the natural date, where the books were closed on it (R22).
    """

    position: int
    municipality: str
    case: str
    topic: str
    booked_on: date
    value_date: date | None
    run: str | None
    employer: str | None
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A numbered batch of one municipality: entries after `from_position`, through `through_position`."""

    number: int
    municipality: str
    from_position: int
    through_position: int
    codes: Mapping[AccountName, str]


class Transaction(NamedTuple):
    """The postings of an entry on one date, which balance. `number` (boekstuknummer) names it in the general ledger."""

    number: str
    booked_on: date
    entry: JournalEntry
    postings: tuple[Posting, ...]


def transactions(entry: JournalEntry) -> Iterator[Transaction]:
    """The entry by date: 1042, or 1042-20261119 and 1042-20261120 where it posts on two dates."""
    days = sorted({posting.booked_on for posting in entry.postings})
    for day in days:
        number = str(entry.position) if len(days) == 1 else f"{entry.position}-{day:%Y%m%d}"
        on_day = tuple(posting for posting in entry.postings if posting.booked_on == day)
        assert not sum(net(posting) for posting in on_day), f"entry {number} does not balance"
        yield Transaction(number, day, entry, on_day)


def of_batch(batch: Batch, entries: Iterable[JournalEntry]) -> Iterator[Transaction]:
    """The transactions of a batch, in the order of the log. Asserts that every entry belongs to it."""
    before = batch.from_position
    for entry in entries:
        assert entry.municipality == batch.municipality, f"entry {entry.position} is of another municipality"
        assert before < entry.position <= batch.through_position, f"entry {entry.position} is out of place"
        before = entry.position
        yield from transactions(entry)


def net(posting: Posting) -> int:
    """Cents: debit is positive, credit negative."""
    return posting.debit_cents - posting.credit_cents
