"""The ledger under test: asked under a key of its own each time, in memory or in a database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from ledger import intents, law
from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.month import Month
from ledger.facts import MonthAmount
from ledger.identifiers import stream_id
from ledger.intents import Employment, Intent
from ledger.log.store import Store
from ledger.subsidy.state import Subsidy
from ledger.vault.identity import PrivateModel, account_data, employer_data, person_data
from ledger.vault.sealing import MemoryVault
from tests.payments.office import _bsn

OPENED = date(2015, 1, 1)


@dataclass
class Town:
    """A demonstration ledger with the packaged law, and those who ask it things."""

    store: Store
    asked: int = 0
    people: int = 0
    latest: date = OPENED
    last: tuple[Intent, Asking] | None = None
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.store, MemoryVault(), self.store.login, lambda: datetime.now(UTC))
        self.ask(intents.OpenLedger(ledger="model", demonstration=True, shared_login=True), OPENED)
        self.ask(intents.AdoptValues(values=law.packaged(), accept_low=True), OPENED)

    def ask(self, intent: Intent, today: date, by: str = "a.clerk", private: PrivateModel | None = None) -> Receipt:
        """Ask the ledger; no two questions are the same one."""
        self.asked += 1
        asking = Asking(by=by, today=today, key=f"question {self.asked}")
        if private is None:
            self.last = intent, asking
        receipt = self.ledger.handle(intent, asking, private)
        self.latest = max(self.latest, today) if receipt.entries and not receipt.repeated else self.latest
        return receipt

    def again(self) -> Receipt | None:
        """The last question once more, under the same key."""
        return self.ledger.handle(*self.last) if self.last else None

    def person(self, municipality: str, today: date) -> str:
        """Another person in the target group."""
        self.people += 1
        fields = {"bsn": _bsn(self.people), "initials": "A.", "surname": "Jansen", "birth_date": "1990-01-02"}
        register = intents.RegisterPerson(municipality=municipality)
        person = self.ask(register, today, private=person_data(fields, today)).name
        group = intents.EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=OPENED)
        self.ask(group, today)
        return person

    def employer(self, today: date) -> str:
        """Another employer with an account."""
        self.people += 1
        fields = {"name": "Bakkerij", "kvk": f"{self.people:08}", "payroll_tax_number": f"{_bsn(self.people)}L01",
                  "iban": "NL91ABNA0417164300", "account_name": "Bakkerij"}  # fmt: skip
        return self.ask(intents.RegisterEmployer(), today, private=employer_data(fields)).name

    def change_account(self, employer: str, today: date) -> None:
        """Another account, by two persons."""
        fields = {"iban": "NL69INGB0123456789", "account_name": "Bakkerij"}
        asked = self.ask(intents.ChangeAccount(employer=employer), today, private=account_data(fields))
        self.ask(intents.Approve(proposal=asked.entries[0].position), today, by="c.controller")

    @property
    def position(self) -> int:
        """Where the log ends."""
        return self.store.head().position

    def topics(self, case: str) -> list[str]:
        """What is recorded of a case."""
        return [entry.topic for entry in self.store.read(stream_id("subsidy", case))]

    def subsidy(self, case: str) -> Subsidy:
        """A case as the ledger folds it."""
        return self.ledger.reading().subsidy(case)


def employment(data: dict[str, Any]) -> Employment:
    """An employment as it is asked."""
    return Employment.model_validate(
        {
            "start": data["start"],
            "end": data["end"],
            "form": data["form"],
            "hours": number(data["hours"]),
            "maximum_hours": number(data["maximum_hours"]),
            "sector_full_time_hours": number(data["sector_full_time_hours"]),
            "bbl": False,
            "sheltered": False,
            "age_steps": [{"age": age, "since": since} for age, since in data["age_steps"]],
        }
    )


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Fields of the model as JSON would hold them."""
    return {name: _json(name, value) for name, value in data.items()}


def _json(name: str, value: Any) -> Any:
    if name == "age_steps":
        return [{"age": age, "since": str(since)} for age, since in value]
    return str(value) if isinstance(value, date) else number(value) if isinstance(value, Fraction) else value


def number(value: Fraction | None) -> str | None:
    """A fraction of the model as text."""
    if value is None:
        return None
    cents = value * 100
    assert cents.denominator == 1
    return f"{cents.numerator // 100}.{cents.numerator % 100:02}"


def month(value: tuple[int, int]) -> Month:
    """A month of the model as one of the ledger."""
    return Month(*value)


def amounts(lines: list[Any]) -> list[MonthAmount]:
    """Lines of the model as the ledger's."""
    return [
        MonthAmount(month=Month(*when), element=element, subsidy_cents=subsidy, charges_cents=charges)
        for when, element, subsidy, charges in lines
    ]
