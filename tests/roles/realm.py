"""Two municipalities in one ledger, and people of every role with a login of their own. Nobody shares a login here."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger import facts, intents
from ledger.application import Ledger
from ledger.asking import Asking
from ledger.calculation.month import Month, Quarter
from ledger.facts import Fact
from ledger.identifiers import stream_id
from ledger.log.interface import Store
from ledger.log.store import PostgresStore, install
from ledger.vault.identity import account_data
from ledger.vault.master_key import MasterKey
from ledger.vault.sealing import Vault
from projections.runner import catch_up
from tests.commands.given import lks
from tests.databases import Database
from tests.log.given import an_append
from tests.payments.office import Office

HERE, THERE = "GM0363", "GM0034"
PEOPLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "clerk": ("clerk", (HERE,)),
    "clerk_there": ("clerk", (THERE,)),
    "finance": ("finance", (HERE,)),
    "finance_too": ("finance", (HERE,)),
    "finance_there": ("finance", (THERE,)),
    "controller": ("finance", ("*",)),
    "inspector": ("inspector", (HERE,)),
    "auditor": ("inspector", ("*",)),
    "privacy": ("privacy", (HERE,)),
    "privacy_too": ("privacy", (HERE,)),
    "backup": ("backup", ()),
    "nowhere_clerk": ("clerk", ()),
    "nowhere_finance": ("finance", ()),
    "nowhere_inspector": ("inspector", ()),
    "app_too": ("app", ()),
}
"""Who they are: a role, and the municipalities that they see."""


@dataclass
class Realm:
    """The ledger, its database, and its people."""

    database: Database
    home: Path
    suffix: str = field(default_factory=lambda: uuid.uuid4().hex[:10])
    cases: dict[str, list[str]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    employers: dict[str, str] = field(default_factory=dict)
    waiting_run: str = ""
    waiting_account: int = 0

    def login(self, who: str) -> str:
        """The database login of one of the people."""
        return "lks_local" if who == "app" else f"lks_test_{self.suffix}_{who}"

    def dsn(self, who: str) -> str:
        """How they come in."""
        return self.database.dsn_for(self.login(who))

    @contextmanager
    def connected(self, who: str) -> Iterator[psycopg.Connection[Any]]:
        """Plain SQL, as one of them."""
        with psycopg.connect(self.dsn(who), autocommit=True) as connection:
            yield connection

    @cached_property
    def admin(self) -> psycopg.Connection[Any]:
        """The administrator."""
        return psycopg.connect(self.database.admin_dsn, autocommit=True)

    def ledger(self, who: str) -> Ledger:
        """The one door, for one of them."""
        store = PostgresStore(self.dsn(who))
        vault = Vault(self.dsn("app"), MasterKey.load(os.environ, self.home))
        return Ledger(store, vault, store.login, lambda: datetime.now(UTC))

    def admit(self) -> None:
        """Make the logins, and give them what they have."""
        for who, (role, places) in PEOPLE.items():
            self.admin.execute(f"CREATE ROLE {self.login(who)} LOGIN IN ROLE lks_{role}")
            for place in places:
                self.admin.execute("INSERT INTO ledger.access VALUES (%s, %s)", [self.login(who), place])

    def dismiss(self) -> None:
        """Logins belong to the whole server, so they are taken away."""
        for who in PEOPLE:
            self.admin.execute(f"DROP ROLE {self.login(who)}")
        self.admin.close()


@contextmanager
def realm(database: Database, home: Path) -> Iterator[Realm]:
    """A realm in which both municipalities have paid."""
    install(database.admin_dsn)
    made = Realm(database, home)
    with pytest.MonkeyPatch.context() as patched:
        for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PG_BIN"):
            patched.delenv(name, raising=False)
        patched.setenv("LKS_DSN", database.dsn)
        patched.setenv("LKS_ADMIN_DSN", database.admin_dsn)
        patched.setenv("LKS_HOME", str(home))
        patched.setenv("LKS_ACTOR", "a.beheer")
        opened = lks("db init --demonstration")
        assert opened.exit_code == 0, opened.printed
        made.admit()
        try:
            _live(made)
            yield made
        finally:
            made.dismiss()


def _live(made: Realm) -> None:
    ledger = made.ledger("app")
    offices = {place: Office(ledger, municipality=place, people=100 * n) for n, place in enumerate((HERE, THERE))}
    offices[HERE].adopt()
    for place, office in offices.items():
        employer = made.employers[place] = office.employer()
        made.cases[place] = [
            office.granted(date(2026, 7, 1), date(2026, 6, 20), employer=employer),
            office.granted(date(2026, 8, 1), date(2026, 7, 20), employer=employer),
            office.applied(date(2026, 9, 1), employer, date(2026, 8, 20)),
        ]
        made.runs[place] = _paid(made, office, Month(2026, 9), date(2026, 9, 10))
    _waiting(made, offices[HERE])
    ledger.store.close()  # type: ignore[attr-defined]
    catch_up(made.dsn("app"))


def _waiting(made: Realm, office: Office) -> None:
    """What the app asked for and waits for a second person, and a quarter that two closed."""
    today = date(2026, 10, 12)
    made.waiting_run = office.prepare(Month(2026, 10), today).run
    account = account_data({"iban": "NL69INGB0123456789", "account_name": "Bakkerij"})
    change = intents.ChangeAccount(employer=made.employers[HERE])
    made.waiting_account = office.ask(change, today, by="b.finance", private=account).entries[0].position
    quarters = stream_id("quarter", HERE)
    closed = facts.QuarterSignedOff(quarter=Quarter(2026, 2), position=1, digest="00", explained={}, unknown=())
    _append(office.store, quarters, facts.Proposed(intent="SignOffQuarter", fields="{}"))
    second = PostgresStore(made.dsn("app_too"))
    _append(second, quarters, facts.Approved(of=1), closed)
    second.close()
    _append(office.store, quarters, facts.Proposed(intent="SignOffQuarter", fields="{}"))


def _append(store: Store, stream: UUID, *recorded: Fact) -> None:
    """Facts as the next of a stream, undecided."""
    after = store.versions([stream])[stream]
    made = an_append(f"{stream} {after}", stream, *recorded, after=after, municipality=HERE)
    store.append(list(made.drafts), made.intent_key, made.cause)


def _paid(made: Realm, office: Office, month: Month, today: date) -> str:
    run = office.prepare(month, today).run
    second = made.ledger("app_too")
    receipt = second.handle(intents.ApproveRun(run=run), Asking(by="c.controller", today=today))
    assert any(isinstance(fact, facts.Paid) for fact in receipt.facts)
    second.store.close()  # type: ignore[attr-defined]
    return run
