"""A ledger of a given size to audit, in which everything was asked of the ordinary `Ledger`: so every intent can be decided again.

Cases of some municipalities with a year of payments: person, target group, application, measurement, decision; each month a
run that is prepared, approved, exported and answered by the bank; changes of some, and settlements and sign-offs by quarter.
"""

import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal

from ledger import intents, law
from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.month import Month, Quarter, months
from ledger.facts import RunPrepared
from ledger.intents import Employment, Intent
from ledger.log.staging import Staging
from ledger.log.store import PostgresStore
from ledger.payment.payments import payments
from ledger.vault.identity import PrivateModel, employer_data, person_data
from ledger.vault.sealing import MasterKey, Vault
from tests.importing import given

START = date(2026, 1, 1)
LAST = Month(2026, 12)
PER_EMPLOYER = 4
ENTRIES_A_CASE = 33
"""What a case and its part of runs and statements record in a year."""


class World:
    """A ledger that grows."""

    def __init__(self, dsn: str, cases: int, municipalities: int) -> None:
        store = PostgresStore(dsn)
        vault = Vault(dsn, MasterKey(bytes(32), 1, "benchmark"))
        vault.create_secret()
        self.ledger = Ledger(store, vault, store.login, lambda: datetime.now(UTC))
        self.store = store
        self._codes = [f"GM{n + 1:04}" for n in range(municipalities)]
        self._each = cases // municipalities
        self._employer = ""
        self._nth = 0
        self._cases: dict[str, list[str]] = {}

    def live(self) -> None:
        """Everything that happens."""
        self._open()
        for code in self._codes:
            self._begin(code)
        for month in months(Month.of(START), LAST):
            for code in self._codes:
                self._month(code, month)
            print(f"  {month}: {self.store.head().position:,} entries", file=sys.stderr)

    def _open(self) -> None:
        self._ask(intents.OpenLedger(ledger="benchmark", demonstration=True, shared_login=True), START)
        self._ask(intents.AdoptValues(values=law.packaged(), accept_low=True), START)
        for n, code in enumerate(self._codes):
            account = f"{given.iban(n)} Gemeente {code}"
            policy = intents.AdoptPolicy(municipality=code, switch="paying_account", value=account, since=START)
            self._agree(self._ask(policy, START), START)

    def _begin(self, code: str) -> None:
        staging = Staging(self.store, self.ledger.vault, self.ledger.now())
        staged = Ledger(staging.store, staging.vault, self.ledger.login, self.ledger.now)
        for kind, count in (("person", self._each), ("case", self._each), ("employer", self._each // 4 + 1)):
            staging.store.draw(kind, count)  # type: ignore[arg-type]
        for _ in range(self._each):
            self._nth += 1
            self._case(code, staged)
        staging.commit()

    def _case(self, code: str, staged: Ledger) -> None:
        n = self._nth
        if n % PER_EMPLOYER == 1:
            self._employer = self._ask(intents.RegisterEmployer(), START, employer_data(given.employer(n)), staged).name
        data = {"bsn": given.bsn(n), "initials": "W.", "surname": f"Vermeer{n}", "birth_date": "1991-03-14"}
        person = self._ask(intents.RegisterPerson(municipality=code), START, person_data(data, START), staged).name
        group = intents.EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=START)
        self._ask(group, START, None, staged)
        case = self._ask(_application(code, person, self._employer, n), START, None, staged).name
        measured = intents.RecordMeasurement(
            case=case, measured_on=START, reported_on=START, wage_value=Decimal(40 + n % 50), expert="LWD-1",
            expert_roles=(), method="ULM", draft_discussed_on=START,
        )  # fmt: skip
        self._ask(measured, START, None, staged)
        self._ask(intents.EstablishWageValue(case=case, established_on=START, valid_until=None), START, None, staged)
        days = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), START)
        self._ask(intents.Grant(case=case, start=None, until=None, **days), START, None, staged)
        self._cases.setdefault(code, []).append(case)

    def _month(self, code: str, month: Month) -> None:
        day = month.first.replace(day=8)
        prepared = self._ask(intents.PrepareRun(municipality=code, month=month), day)
        (fact,) = prepared.facts
        assert isinstance(fact, RunPrepared)
        self._ask(intents.ApproveRun(run=fact.run), day, by="g.control")
        self._ask(intents.ExportRun(run=fact.run, digest="00", transactions=1, cents=1), day)
        self._ask(self._statement(fact.run), fact.execution_day)
        for case in self._cases[code][month.number :: 40]:
            self._ask(intents.Amend(case=case, effective=month.first, hours=Decimal(20 + month.number)), day)
        if month.number % 3 == 0:
            self._close(code, month)

    def _statement(self, run: str) -> intents.ImportStatement:
        known = self.ledger.reading().runs(run[:6]).runs[run]
        day = known.prepared.execution_day
        lines = tuple(
            intents.BankLine(number=n, cents=-one.cents, booked_on=day, reference=one.reference)
            for n, one in enumerate(payments(self.store, known).values(), start=1)
        )
        return intents.ImportStatement(
            account=given.iban(self._codes.index(run[:6])), kind="statement", statement=run, sequence=None, from_day=day,
            through_day=day, opening_cents=0, closing_cents=sum(line.cents for line in lines), lines=lines,
        )  # fmt: skip

    def _close(self, code: str, month: Month) -> None:
        """The quarter is settled, and signed off by two persons."""
        day = month.next.first.replace(day=5)
        self._ask(intents.Settle(municipality=code, through=month), day)
        position = self.store.head().position
        quarter = intents.SignOffQuarter(
            municipality=code, quarter=Quarter.of(month.first), position=position, digest="ab", explained={}
        )
        self._agree(self._ask(quarter, day), day)

    def _ask(
        self,
        intent: Intent,
        today: date,
        private: PrivateModel | None = None,
        ledger: Ledger | None = None,
        by: str = "a.clerk",
    ) -> Receipt:
        return (ledger or self.ledger).handle(intent, Asking(by=by, today=today), private)

    def _agree(self, receipt: Receipt, today: date) -> None:
        self._ask(intents.Approve(proposal=receipt.entries[0].position), today, by="g.control")


def _application(code: str, person: str, employer: str, n: int) -> intents.Apply:
    employment = Employment(
        start=START, end=None, form="fixed", hours=Decimal(20 + n % 16), maximum_hours=None,
        sector_full_time_hours=Decimal(36), bbl=False, sheltered=False, age_steps=(),
    )  # fmt: skip
    return intents.Apply(
        municipality=code, person=person, employer=employer, applicant="employer", basis="lid_1a", group="assistance",
        received_on=START, employment=employment,
    )  # fmt: skip


def built(dsn: str, entries: int, municipalities: int) -> None:
    """Fill an empty ledger with about so many entries."""
    began = time.perf_counter()
    World(dsn, entries // ENTRIES_A_CASE, municipalities).live()
    print(f"  made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
