"""One account of a municipality at its bank: which statements were imported, and which lines still match nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ledger import facts
from ledger.log.entry import Entry
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line that matched nothing, and where its entry stands in the log: the number by which people name it."""

    fact: facts.BankLineLeft
    version: int
    position: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Two statements between which one is missing, by their numbers; cents that the balance moved in between."""

    after: str
    before: str
    cents: int


@dataclass(frozen=True, slots=True)
class Bank:
    """State of one account."""

    statements: tuple[facts.StatementImported, ...] = ()
    left: Mapping[int, LeftLine] = field(default_factory=dict)
    version: int = 0

    def imported(self, kind: str, statement: str) -> facts.StatementImported | None:
        """The statement or notification of that number, if it was imported."""
        return next((one for one in self.statements if (one.kind, one.statement) == (kind, statement)), None)


def evolve(bank: Bank, entry: Entry) -> Bank:
    """The account after one more entry."""
    bank = replace(bank, version=entry.version)
    match entry.fact:
        case facts.StatementImported() as fact:
            return replace(bank, statements=(*bank.statements, fact))
        case facts.BankLineLeft() as fact:
            line = LeftLine(fact, entry.version, entry.position)
            return replace(bank, left={**bank.left, entry.version: line})
        case facts.BankLineMatched() as fact:
            return replace(bank, left={version: line for version, line in bank.left.items() if version != fact.line})
        case _:
            return bank


def gaps(bank: Bank) -> Iterator[Gap]:
    """Where the opening balance of a statement is not the closing balance of the one before."""
    statements = [one for one in bank.statements if one.kind == "statement"]
    statements.sort(key=lambda one: (str(one.through_day), one.sequence or 0))
    for earlier, later in pairwise(statements):
        assert earlier.closing_cents is not None
        assert later.opening_cents is not None
        if earlier.closing_cents != later.opening_cents:
            yield Gap(earlier.statement, later.statement, later.opening_cents - earlier.closing_cents)


def left_line(bank: Bank, version: int) -> LeftLine:
    """The line at that version, if it still matches nothing. Raises Refused."""
    if version not in bank.left:
        raise Refused("That bank line is not open.", rule="R34", remedy="See lks bank unmatched.")
    return bank.left[version]
