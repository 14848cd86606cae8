"""A whole ledger in memory, with people who ask it things: the application without a database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from ledger import intents
from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.month import Month
from ledger.facts import Fact
from ledger.intents import Employment, Intent
from ledger.law import packaged
from ledger.log.memory import MemoryStore
from ledger.vault.identity import EmployerData, PersonData, PrivateModel, employer_data, person_data
from ledger.vault.rows import MemoryRows
from ledger.vault.sealing import MemoryVault

MUNICIPALITY = "GM0363"
DAY = date(2026, 9, 1)
NOON = datetime.combine(DAY, time(10), UTC)

PERSON: dict[str, Any] = {"bsn": "999900109", "initials": "W.", "surname": "Vermeer", "birth_date": "1991-03-14"}
OTHER_PERSON: dict[str, Any] = {"bsn": "999900171", "initials": "S.", "surname": "de Boer", "birth_date": "1988-07-02"}
EMPLOYER: dict[str, Any] = {
    "name": "Bakkerij De Korenaar",
    "kvk": "12345678",
    "payroll_tax_number": "999900523L01",
    "iban": "NL69INGB0123456789",
    "account_name": "Bakkerij De Korenaar",
}
OTHER_EMPLOYER: dict[str, Any] = {
    "name": "Groenbeheer Waterland",
    "kvk": "23456789",
    "payroll_tax_number": "999900596L01",
    "iban": "NL27INGB0223344556",
    "account_name": "Groenbeheer Waterland",
}

EMPLOYMENT = Employment(
    start=date(2026, 10, 23),
    end=None,
    form="fixed",
    hours="32",
    maximum_hours=None,
    sector_full_time_hours="36",
    bbl=False,
    sheltered=False,
    age_steps=(),
)


@dataclass
class House:
    """One log and one vault; whoever asks comes through a login of the same name."""

    rows: MemoryRows = field(default_factory=MemoryRows)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.vault = MemoryVault(rows=self.rows)
        self.store = MemoryStore(login="lks_local", now=lambda: self.now, lookups=self.rows)
        self.ledgers: dict[str, Ledger] = {}

    def ledger(self, login: str = "lks_local") -> Ledger:
        """The ledger through a login."""
        if login not in self.ledgers:
            self.ledgers[login] = Ledger(self.store, self.vault, login, lambda: self.now)
        return self.ledgers[login]

    def ask(
        self,
        intent: Intent,
        private: PrivateModel | None = None,
        *,
        by: str = "a.case",
        today: date = DAY,
        key: str = "",
        login: str = "lks_local",
    ) -> Receipt:
        """Ask something, by a person of that name."""
        self.store._recorder.login = login
        return self.ledger(login).handle(intent, Asking(by=by, today=today, key=key), private)

    def open(self, *, demonstration: bool = True, shared_login: bool = True, law: bool = True) -> "House":
        """Open it, and adopt the packaged law."""
        opening = intents.OpenLedger(ledger="test", demonstration=demonstration, shared_login=shared_login)
        self.ask(opening)
        if law:
            self.ask(intents.AdoptValues(values=packaged(), accept_low=True))
        return self

    def facts(self) -> list[Fact]:
        """Everything that was recorded."""
        return [entry.fact for entry in self.store.read_all()]

    def position(self) -> int:
        """Where the log ends."""
        return self.store.head().position

    # --- what most tests need first -----------------------------------------------------------------------------------

    def person(self, data: dict[str, Any] = PERSON, municipality: str = MUNICIPALITY, *, today: date = DAY) -> str:
        """A person in the target group."""
        number = self.ask(intents.RegisterPerson(municipality=municipality), a_person(data), today=today).name
        self.ask(
            intents.EstablishTargetGroup(
                person=number, group="assistance", applied_on=None, effective=date(2026, 8, 15)
            ),
            today=today,
        )
        return number

    def employer(self, data: dict[str, Any] = EMPLOYER, *, today: date = DAY) -> str:
        """An employer with an account."""
        return self.ask(intents.RegisterEmployer(), an_employer(data), today=today).name

    def applied(self, person: str, employer: str, *, today: date = DAY, **changes: Any) -> str:
        """A case on which a grant can be asked."""
        return self.ask(apply(person, employer, **changes), today=today).name

    def granted(self, case: str, *, today: date = DAY) -> Receipt:
        """Measure, establish and grant: 60 %, from the start of the employment."""
        self.ask(measure(case), today=today)
        self.ask(intents.EstablishWageValue(case=case, established_on=today, valid_until=None), today=today)
        return self.ask(grant(case, today), today=today)

    def running(self, *, today: date = DAY, **changes: Any) -> str:
        """A granted case of a new person with a new employer."""
        case = self.applied(self.person(today=today), self.employer(today=today), today=today, **changes)
        self.granted(case, today=today)
        return case

    def prepared(self, month: str = "2026-11", *, today: date = date(2026, 11, 12), by: str = "f.finance") -> str:
        """A run of a month, prepared; its number."""
        receipt = self.ask(intents.PrepareRun(municipality=MUNICIPALITY, month=Month.parse(month)), by=by, today=today)
        return str(receipt.facts[0].run)  # type: ignore[attr-defined]


def a_person(data: dict[str, Any] = PERSON) -> PersonData:
    """Checked data of a person."""
    return person_data(data, DAY)


def an_employer(data: dict[str, Any] = EMPLOYER) -> EmployerData:
    """Checked data of an employer."""
    return employer_data(data)


def apply(person: str, employer: str, **changes: Any) -> intents.Apply:
    """An ordinary application of the employer."""
    usual: dict[str, Any] = {
        "municipality": MUNICIPALITY,
        "person": person,
        "employer": employer,
        "applicant": "employer",
        "basis": "lid_1a",
        "group": "assistance",
        "received_on": DAY,
        "employment": EMPLOYMENT,
    }
    return intents.Apply(**usual | changes)


def measure(case: str, wage_value: str = "60") -> intents.RecordMeasurement:
    """The report of a measurement."""
    return intents.RecordMeasurement(
        case=case,
        measured_on=date(2026, 8, 20),
        reported_on=date(2026, 8, 27),
        wage_value=wage_value,
        expert="LWD-1",
        expert_roles=(),
        method="ULM",
        draft_discussed_on=date(2026, 8, 24),
    )


def grant(case: str, day: date = DAY) -> intents.Grant:
    """A grant from the start of the employment."""
    return intents.Grant(
        case=case, decided_on=day, start=None, until=None, employer_notified_on=day, employee_notified_on=day
    )
