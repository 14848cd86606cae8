"""One call of a command: who asks, on which day, how to answer, and the ledger behind it, opened when first needed.

`@recording` gives a command the options of everything that records; `@reading` those of everything that only looks.
"""

import functools
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

import click

from commands import purpose
from commands.options import ACTOR, CODE, DAY
from commands.output import Output
from commands.private import read_text
from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.calendar import amsterdam_day
from ledger.calculation.segment import AgeStep
from ledger.facts import LedgerOpened, Proposed
from ledger.identifiers import stream_id
from ledger.intents import Intent, Note
from ledger.log.store import PostgresStore
from ledger.party.registration import registration
from ledger.payment.accounts import Accounts
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import connection, home
from ledger.vault import who
from ledger.vault.identity import EmployerData, PersonData, PrivateModel, age_steps
from ledger.vault.looker import Looker
from ledger.vault.master_key import MasterKey
from ledger.vault.postgres_rows import PostgresRows
from ledger.vault.sealing import Vault
from projections.runner import catch_up, check_caught_up

AnyIntent = TypeVar("AnyIntent", bound=Intent)


@dataclass
class Call:
    """One call of a command."""

    output: Output
    today: date
    by: str = ""
    key: str = ""
    anyway: str | None = None
    note_file: str | None = None
    purpose: str | None = None

    @cached_property
    def dsn(self) -> str:
        """The database: LKS_DSN, or the embedded server, started if it must."""
        return connection(os.environ).dsn

    @cached_property
    def store(self) -> PostgresStore:
        """The log."""
        store = PostgresStore(self.dsn, PostgresRows(self.dsn, self.looker))
        purpose.check_stated(store, self.purpose)
        return store

    @cached_property
    def looker(self) -> Looker:
        """Who looks at persons, and why."""
        return purpose.looker(self.by, self.purpose)

    @cached_property
    def vault(self) -> Vault:
        """Personal data. Who sees it is logged first."""
        purpose.check_stated(self.store, self.purpose)
        return Vault(self.dsn, MasterKey.load(os.environ, home(os.environ)), self.looker)

    @cached_property
    def ledger(self) -> Ledger:
        """The one door to the log."""
        ledger = Ledger(self.store, self.vault, self.store.login, lambda: datetime.now(UTC))
        self.output.demonstration = ledger.demonstration
        return ledger

    def record(self, intent: Intent, private: PrivateModel | None = None) -> Receipt:
        """Ask the ledger, then bring the projections up to date."""
        intent = self.with_anyway(intent)
        receipt = self.ledger.handle(intent, self.asking(), private if private is not None else self._note(intent))
        self.output.demonstration = self.ledger.demonstration
        if not self.store.partial or (receipt.entries and not receipt.repeated):
            self.project()
        return receipt

    def project(self) -> None:
        """Bring the projections up to date with what was recorded, or wait until the app did; else the answer says so."""
        reached = catch_up(self.dsn)
        if self.store.partial and reached < (recorded := self.store.head().position):
            self.output.behind = recorded

    def with_anyway(self, intent: AnyIntent) -> AnyIntent:
        """The intent with the reason to set a rule aside, where one was given (R40)."""
        return intent.model_copy(update={"anyway": self.anyway}) if self.anyway else intent

    def asking(self) -> Asking:
        """Who asks, and on which day."""
        assert self.by, "who asks is known before anything is asked"
        return Asking(by=self.by, today=self.today, key=self.key)

    def answer(self, receipt: Receipt, say: str | list[str], **fields: Any) -> None:
        """Say what a command recorded: its entries, that it was recorded before, or that it waits for a second person."""
        lines = [say] if isinstance(say, str) else say
        waiting = [entry.position for entry in receipt.entries if isinstance(entry.fact, Proposed)]
        if waiting and not receipt.repeated:
            lines = [f"Proposed; a second person agrees with: lks proposals approve {waiting[0]}"]
        if receipt.repeated:
            where = f" (entry {receipt.entries[0].position})" if receipt.entries else ""
            lines = [f"Already recorded{where}; nothing new.", *lines]
        recorded = [{"position": entry.position, "fact": entry.topic} for entry in receipt.entries]
        self.output.answer(lines, repeated=receipt.repeated, entries=recorded, **fields)

    def age_steps(self, person: str, start: date) -> tuple[AgeStep, ...]:
        """The birthdays that the youth minimum wage needs, and no more (R6), from the sealed birth date."""
        return steps_from(self.person(person).birth_date, start)

    def person(self, person: str) -> PersonData:
        """Who a person is, as it counts now. Raises Refused."""
        stream = stream_id("person", person)
        found = registration(self.store.read(stream))
        if found is None:
            raise Refused(f"There is no person {person}.", rule="R14", remedy="Use lks person register.")
        data = who.opened(self.vault, stream, found, PersonData)
        if data is None:
            raise Refused(f"The data of {person} were erased.", rule="R14", remedy="Register the person again.")
        return data

    def employer(self, employer: str) -> EmployerData:
        """Who an employer is, as it counts now, with the account that it was registered with. Raises Refused."""
        if not self.store.read(stream_id("employer", employer)):
            raise Refused(f"There is no employer {employer}.", rule="R26", remedy="Use lks employer register.")
        return Accounts(self.store, self.vault).employer(employer, version=1)

    def look(self) -> str:
        """The database, with projections that are up to date; refuses to read money from one that stopped."""
        self.output.demonstration = self.ledger.demonstration
        check_caught_up(self.dsn)
        return self.dsn

    def mark_shared_login(self, municipality: str) -> None:
        """Say so where one login may take both steps that are for two persons (R37)."""
        self.output.shared_login = self.store.shared_login(municipality)

    def mark(self) -> None:
        """Mark the answer as that of a demonstration where it is one (R40); needs the log only, no keys."""
        first = next(iter(self.store.read(stream_id("ledger", ""))), None)
        opened = first.fact if first else None
        self.output.demonstration = isinstance(opened, LedgerOpened) and opened.demonstration

    def _note(self, intent: Intent) -> Note | None:
        if not self.note_file:
            return None
        if not intent.seals:
            raise Misuse("this command takes no note.", field="--note-file", remedy="Leave it out.")
        return Note(text=" ".join(read_text(self.note_file, "--note-file").split()))


def steps_from(birth_date: date, start: date) -> tuple[AgeStep, ...]:
    """The birthdays that an employment from that day needs."""
    return tuple(AgeStep(age=age, since=since) for age, since in age_steps(birth_date, start))


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `call`, `--json`, `--today` and `--purpose`."""

    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
    @click.option("--today", type=DAY, help="Business day (default: the real one).")
    @purpose.option
    @functools.wraps(command)
    def wrapped(*args: Any, as_json: bool, today: date | None, stated: str | None, **options: Any) -> Any:
        return command(_call(as_json, today, stated), *args, **options)

    return wrapped


def recording(command: Callable[..., Any], *, named: bool = True) -> Callable[..., Any]:
    """Give a command `call`, and the options of everything that records; `reason` too if the command itself takes one.

    Unless `named` is false, who asks is wanted before anything else is read or typed.
    """
    takes_reason = "reason" in inspect.signature(command).parameters
    what_for = "Reason code." if takes_reason else "Reason code for --anyway."

    @click.option("--by", type=ACTOR, envvar="LKS_ACTOR", default="", help="Who asks (or LKS_ACTOR).")
    @click.option(
        "--key", default="", help="Key that makes a repeat harmless (default: made from the content and the day)."
    )
    @click.option("--today", type=DAY, help="Business day (default: the real one).")
    @click.option("--anyway", is_flag=True, help="Record although a rule that allows it says not yet; needs --reason.")
    @click.option("--reason", type=CODE, metavar="CODE", required=takes_reason, help=what_for)
    @click.option("--note-file", metavar="FILE", help="Free text for the file, sealed; - reads it from standard input.")
    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
    @purpose.option
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        by: str,
        key: str,
        today: date | None,
        anyway: bool,
        reason: str | None,
        note_file: str | None,
        as_json: bool,
        stated: str | None,
        **options: Any,
    ) -> Any:
        if anyway != bool(reason) and not takes_reason:
            raise Misuse("go together.", field="--anyway and --reason", remedy="Give both or neither.")
        if named and not by:
            raise Misuse("nobody is named.", field="--by", remedy="Give --by NAME or set LKS_ACTOR.")
        call = _call(as_json, today, stated)
        call.by, call.key, call.anyway, call.note_file = by, key, reason if anyway else None, note_file
        if takes_reason:
            options["reason"] = reason
        return command(call, *args, **options)

    return wrapped


def _call(as_json: bool, today: date | None, stated: str | None) -> Call:
    real = amsterdam_day(datetime.now(UTC))
    output = Output(as_json, business_day=today if today and today != real else None)
    return Call(output, today or real, purpose=stated)
