"""A small municipality's office: real cases lived through the real ledger, with or without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ledger import facts, intents, law
from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.month import Month
from ledger.facts import MonthAmount, Paid, RunPrepared
from ledger.intents import Employment, Intent
from ledger.log.memory import MemoryStore
from ledger.log.store import Store
from ledger.vault.identity import PrivateModel, employer_data, person_data
from ledger.vault.sealing import MemoryVault

MUNICIPALITY = "GM0363"
OPENED = date(2026, 1, 5)
TAKEN_OVER = date(2026, 10, 1)


def ledger_in(store: Store) -> Ledger:
    """A ledger over this log, with personal data in memory."""
    return Ledger(store, MemoryVault(), store.login, lambda: datetime.now(UTC))


@dataclass
class Office:
    """A demonstration ledger, so any business day will do. `after` is called after everything that is recorded."""

    ledger: Ledger = field(default_factory=lambda: ledger_in(MemoryStore()))
    after: Callable[[], object] = lambda: None
    municipality: str = MUNICIPALITY
    people: int = 0

    @property
    def store(self) -> Store:
        """The log."""
        return self.ledger.store

    def open(self) -> "Office":
        """Open the ledger and adopt the packaged law."""
        self.ask(intents.OpenLedger(ledger="test", demonstration=True, shared_login=True), OPENED)
        return self.adopt()

    def adopt(self) -> "Office":
        """Adopt the packaged law."""
        self.ask(intents.AdoptValues(values=law.packaged(), accept_low=True), OPENED)
        return self

    def ask(self, intent: Intent, today: date, by: str = "a.clerk", private: PrivateModel | None = None) -> Receipt:
        """Ask the ledger on a business day."""
        receipt = self.ledger.handle(intent, Asking(by=by, today=today), private)
        self.after()
        return receipt

    def person(self) -> str:
        """Another person in the target group."""
        self.people += 1
        bsn = _bsn(self.people)
        fields = {"bsn": bsn, "initials": "A.", "surname": f"Jansen{self.people}", "birth_date": "1990-01-02"}
        person = self.ask(
            intents.RegisterPerson(municipality=self.municipality), OPENED, private=person_data(fields, OPENED)
        ).name
        self.ask(
            intents.EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=OPENED), OPENED
        )
        return person

    def employer(self) -> str:
        """Another employer with an account."""
        self.people += 1
        fields = {
            "name": f"Bakkerij {self.people}",
            "kvk": f"{self.people:08}",
            "payroll_tax_number": f"{_bsn(self.people)}L01",
            "iban": "NL91ABNA0417164300",
            "account_name": "Bakkerij",
        }
        return self.ask(intents.RegisterEmployer(), OPENED, private=employer_data(fields)).name

    def applied(self, start: date, employer: str | None = None, received_on: date = OPENED, **changes: Any) -> str:
        """The case of an application under lid 1 a; `changes` are about the employment."""
        intent = intents.Apply(
            municipality=self.municipality,
            person=self.person(),
            employer=employer or self.employer(),
            applicant="employer",
            basis="lid_1a",
            group="assistance",
            received_on=received_on,
            employment=_employment(start, **changes),
        )
        return self.ask(intent, received_on).name

    def granted(
        self, start: date, decided_on: date, wage_value: str = "60", employer: str | None = None, **changes: Any
    ) -> str:
        """A case that was measured and granted on the regular route."""
        case = self.applied(start, employer, **changes)
        self.measured(case, decided_on, wage_value)
        self.grant(case, decided_on)
        return case

    def measured(self, case: str, day: date, wage_value: str) -> None:
        """A measurement, discussed, reported and established on one day."""
        report = intents.RecordMeasurement(
            case=case,
            measured_on=day,
            reported_on=day,
            wage_value=wage_value,
            expert="LWD-1",
            expert_roles=(),
            method="ULM",
            draft_discussed_on=day,
        )
        self.ask(report, day)
        self.ask(intents.EstablishWageValue(case=case, established_on=day, valid_until=None), day)

    def grant(self, case: str, day: date, start: date | None = None) -> Receipt:
        """A grant on that day."""
        intent = intents.Grant(
            case=case,
            decided_on=day,
            start=start,
            until=None,
            employer_notified_on=day,
            employee_notified_on=day,
        )
        return self.ask(intent, day)

    def taken_over(self, employer: str, lines: Sequence[MonthAmount] = (), balance_cents: int = 0) -> str:
        """A case of 32 hours and 60 % since 1 July 2026, paid through October elsewhere, with a balance there."""
        start, paid_through = date(2026, 7, 1), Month(2026, 10)
        balance = MonthAmount(month=paid_through, element="fixed", subsidy_cents=balance_cents, charges_cents=0)
        intent = intents.TakeOver(
            municipality=self.municipality,
            person=self.person(),
            employer=employer,
            group="assistance",
            employment=_employment(start),
            taken_over_from="old",
            opening="T1",
            route="regular",
            wage_value="60",
            decision="OLD-1",
            decided_on=start,
            granted_from=start,
            granted_until=None,
            reference=start,
            minimum_wage_cents=233700,
            paid_through=paid_through,
            lines=tuple(lines),
            balance=(balance,) if balance_cents else (),
        )
        return self.ask(intent, TAKEN_OVER).name

    def sign_takeover(self) -> None:
        """Count and totals of the takeover, signed by a second person."""
        counted = {"cases": 1, "subsidy_cents": 0, "charges_cents": 0, "digest": "00"}
        takeover = {"municipality": self.municipality, "opening": "T1"}
        self.ask(intents.PrepareOpening.model_validate({**takeover, **counted}), TAKEN_OVER)
        self.ask(intents.SignOpening.model_validate(takeover), TAKEN_OVER, by="c.controller")

    def prepare(self, month: Month, today: date, **long_first_payments: str) -> RunPrepared:
        """A run, prepared."""
        intent = intents.PrepareRun(
            municipality=self.municipality, month=month, long_first_payments=long_first_payments
        )
        (prepared,) = self.ask(intent, today, by="b.finance").facts
        assert isinstance(prepared, RunPrepared)
        return prepared

    def approve(self, run: str, today: date) -> list[Paid]:
        """The same run, approved by another person: what was paid."""
        receipt = self.ask(intents.ApproveRun(run=run), today, by="c.controller")
        return [fact for fact in receipt.facts if isinstance(fact, Paid)]

    def pay(self, month: Month, today: date) -> list[Paid]:
        """A run, prepared and approved on one day."""
        return self.approve(self.prepare(month, today).run, today)

    def withdraw(self, run: str, today: date) -> None:
        """An approved run, withdrawn by two persons."""
        proposed = self.ask(intents.WithdrawRun(run=run), today, by="b.finance").entries[0]
        self.ask(intents.Approve(proposal=proposed.position), today, by="c.controller")

    def recorded(self, kind: type[facts.Fact]) -> list[facts.Fact]:
        """All facts of a kind, in order."""
        return [entry.fact for entry in self.store.read_all(topics=[kind.__name__])]


def _employment(start: date, **changes: Any) -> Employment:
    """32 hours a week of 36, without an end; unless changed."""
    usual = {"end": None, "form": "fixed", "hours": "32", "maximum_hours": None, "sector_full_time_hours": "36"}
    kind = {"bbl": False, "sheltered": False, "age_steps": ()}
    return Employment.model_validate({"start": start, **usual, **kind, **changes})


def booked(paid: Paid) -> dict[str, tuple[int, int]]:
    """What was booked, by month."""
    return {str(line.month): (line.subsidy_cents, line.charges_cents) for line in paid.booked}


def sent_cents(paid: list[Paid]) -> int:
    """What went to the bank."""
    return sum(amount.total_cents for one in paid for amount in one.sent)


def _bsn(sequence: int) -> str:
    """A number that passes the eleven test."""
    eight = f"{99900000 + sequence:08}"
    total = sum(int(digit) * weight for digit, weight in zip(eight, range(9, 1, -1), strict=True))
    return eight + str(total % 11) if total % 11 < 10 else _bsn(sequence + 5000)
