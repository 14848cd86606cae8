"""Accounts in clear, for who makes payment files and reads statements: an employer's, and that of the municipality itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ledger import facts
from ledger.identifiers import stream_id
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.party.registration import registration
from ledger.refusal import Refused
from ledger.vault import who
from ledger.vault.identity import AccountData, EmployerData
from ledger.vault.sealing import Vault

PAYING_ACCOUNT = "paying_account"
"""The switch that says from which account a municipality pays, and under which name."""


@dataclass(frozen=True, slots=True)
class PayingAccount:
    """The municipality's own account: its IBAN, and the name that employers see."""

    iban: str
    name: str


@dataclass
class Accounts:
    """Opens employers' accounts by the version of the entry that holds them (R26)."""

    store: Store
    vault: Vault
    _entries: dict[UUID, list[Entry]] = field(default_factory=dict)

    def load(self, employers: Iterable[str]) -> None:
        """Read many employers and their keys at once, in place of those that were read before."""
        numbers = list(dict.fromkeys(employers))
        self._entries = self.store.read_many(stream_id("employer", number) for number in numbers)
        self.vault.ensure_keys(numbers)

    def account(self, employer: str, version: int) -> AccountData:
        """The account as it was approved. Raises Refused when the employer's data were erased."""
        entry = self._entry(employer, version)
        assert isinstance(entry.fact, facts.EmployerRegistered | facts.AccountApproved)
        found: EmployerData | AccountData | None
        if isinstance(entry.fact, facts.EmployerRegistered):
            found = self.vault.open(entry.fact.sealed, entry.stream, entry.topic, EmployerData)
        else:
            found = self.vault.open(entry.fact.sealed, entry.stream, entry.topic, AccountData)
        if found is None:
            raise _erased(employer)
        return AccountData.model_construct(iban=found.iban, account_name=found.account_name)

    def employer(self, employer: str, version: int) -> EmployerData:
        """The employer as it counts now, with the account of that version: a correction never moves an account (R26)."""
        stream = self._stream(employer)
        known = registration(stream)
        assert known is not None
        data = who.opened(self.vault, stream[0].stream, known, EmployerData)
        if data is None:
            raise _erased(employer)
        return data.model_copy(update=dict(self.account(employer, version)))

    def _entry(self, employer: str, version: int) -> Entry:
        return next(entry for entry in self._stream(employer) if entry.version == version)

    def _stream(self, employer: str) -> list[Entry]:
        stream = stream_id("employer", employer)
        if stream not in self._entries:
            self.load([employer])
        return self._entries[stream]


def _erased(employer: str) -> Refused:
    return Refused(f"The data of {employer} were erased.", rule="R26", remedy="Nothing can be paid to it.")


def paying_accounts(store: Store) -> list[str]:
    """Every account, by IBAN, that a municipality of this ledger ever chose to pay from."""
    chosen = (entry.fact for entry in store.read_all(topics=("PolicyAdopted",)))
    texts = (
        str(fact.value) for fact in chosen if isinstance(fact, facts.PolicyAdopted) and fact.switch == PAYING_ACCOUNT
    )
    return list(dict.fromkeys(text.partition(" ")[0] for text in texts if " " in text))


def paying_account(policy: Policy, municipality: str, day: date) -> PayingAccount:
    """The account that a municipality pays from on a day. Raises Refused."""
    iban, _, name = policy.on(PAYING_ACCOUNT, day).partition(" ")
    if not name:
        raise Refused(
            f"{municipality} has no account to pay from.",
            rule="R25",
            remedy=f'Adopt it: lks policy adopt {PAYING_ACCOUNT} "IBAN NAME" --municipality {municipality}.',
        )
    return PayingAccount(iban, name)
