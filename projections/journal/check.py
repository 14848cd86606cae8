"""Whether the control accounts here and in the general ledger say the same, and where they do not: entry by entry.

An entry that agrees costs one number of memory; only what differs is kept whole.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ledger.law.switches import AccountName
from projections.journal.accounts import CONTROL_ACCOUNTS, all_codes, by_code
from projections.journal.entry import JournalEntry, net, transactions
from projections.journal.general_ledger import LedgerRow


class Difference(NamedTuple):
    """An entry that is not in the general ledger, is only there, or is there with another amount.

    `number` is our entry number; a row there without one has none, and is named by its `line` in the file. Cents, debit
    positive, over all postings of the entry on this account.
    """

    kind: Literal["missing", "extra", "differs"]
    account: AccountName
    number: str | None
    line: int | None
    journal_cents: int
    ledger_cents: int


class Comparison(NamedTuple):
    """A control account: its balance in our journal and in the general ledger (cents, debit positive), and the differences."""

    account: AccountName
    code: str
    journal_cents: int
    ledger_cents: int
    differences: tuple[Difference, ...]


def compare(
    entries: Iterable[JournalEntry],
    codes: Mapping[AccountName, str],
    rows: Iterable[LedgerRow],
    accounts: Collection[AccountName] = CONTROL_ACCOUNTS,
) -> tuple[Comparison, ...]:
    """One comparison for each of these accounts, with no differences where they agree.

    Differences stand in the order of the entry numbers, then rows without one in the order of the file.
    Raises Misuse where another account has the code of one of these.
    """
    coded = by_code(codes, accounts)
    tallies = {account: _Tally() for account in accounts}
    for entry in entries:
        for number, _, _, postings in transactions(entry):
            for posting in postings:
                if posting.account in tallies:
                    tallies[posting.account].post(number, net(posting))
    for row in rows:
        if row.account in coded:
            tallies[coded[row.account]].take(row)
    found = all_codes(codes)
    return tuple(tally.comparison(account, found[account]) for account, tally in tallies.items())


@dataclass(slots=True)
class _Tally:
    """One account. Cents by entry number: `open` are entries of the journal that the rows so far do not equal, with in `there`
    what these rows sum to; `equal` are those that they do."""

    journal_cents: int = 0
    ledger_cents: int = 0
    open: dict[str, int] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)
    equal: dict[str, int] = field(default_factory=dict)
    nameless: list[tuple[int, int]] = field(default_factory=list)

    def post(self, number: str, cents: int) -> None:
        """What the journal says."""
        self.journal_cents += cents
        self.open[number] = self.open.get(number, 0) + cents

    def take(self, row: LedgerRow) -> None:
        """What the general ledger says."""
        number, cents = row.reference, row.debit_cents - row.credit_cents
        self.ledger_cents += cents
        if not number:
            self.nameless.append((row.line, cents))
            return
        if number in self.equal:
            self.open[number] = self.there[number] = self.equal.pop(number)
        self.there[number] = self.there.get(number, 0) + cents
        if self.open.get(number) == self.there[number]:
            self.equal[number] = self.open.pop(number)
            del self.there[number]

    def comparison(self, account: AccountName, code: str) -> Comparison:
        """What came of it."""
        differences = tuple(self._differences(account))
        return Comparison(account, code, self.journal_cents, self.ledger_cents, differences)

    def _differences(self, account: AccountName) -> Iterator[Difference]:
        for number in sorted(self.open.keys() | self.there.keys(), key=_in_order):
            ours, theirs = self.open.get(number), self.there.get(number)
            if theirs is None and ours:
                yield Difference("missing", account, number, None, ours, 0)
            elif ours is None and theirs:
                yield Difference("extra", account, number, None, 0, theirs)
            elif ours is not None and theirs is not None:
                yield Difference("differs", account, number, None, ours, theirs)
        for line, cents in self.nameless:
            if cents:
                yield Difference("extra", account, None, line, 0, cents)


def _in_order(number: str) -> tuple[int, str]:
    position, _, day = number.partition("-")
    return int(position), day
