"""Random small histories, lived through the real ledger: cases of all kinds, law and policy that change, runs, the years.

Business days only go forward. What a rule refuses is passed over.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from ledger import facts, intents, law
from ledger.calculation.month import Month, Quarter
from ledger.identifiers import stream_id
from ledger.refusal import LedgerError
from ledger.vault.identity import expert_data, provider_data
from tests.finance.entries import Recorder, amount
from tests.payments.office import Office

FIRST_DAY = date(2026, 2, 2)
CHOICES = (
    ("follow_july_index", "yes"),
    ("birthday_effect", "first_of_month"),
    ("part_month", "thirtieths"),
    ("first_payment", "next_month"),
    ("execution_days_before", "2"),
    ("law:charges_percentage", "20"),
    ("law:minimum_wage", "3000.00"),
)


class Event(NamedTuple):
    """Something that may happen, some days after the event before it; the numbers choose among what there is."""

    kind: str
    days_later: int
    one: int
    other: int


KINDS = ("applied", "flat_rate", "decided", "taken_over", "signed", "ended", "held", "employer_held", "released", "paid",
         "withdrawn", "policy", "value", "declined", "amended", "moved", "corrected", "settled", "received", "written_off",
         "claimed", "signed_off", "reopened", "measured", "measured_wrong", "set_aside")  # fmt: skip

_events = st.lists(
    st.builds(Event, st.sampled_from(KINDS), st.integers(0, 90), st.integers(0, 99), st.integers(0, 99)),
    min_size=2,
    max_size=7,
)
_pay = Event("paid", 30, 1, 0)
_begin = [Event("applied", 0, 0, 0), Event("decided", 20, 0, 0)]
histories = _events.map(lambda events: [*_begin, *(one for event in events for one in (event, _pay))])
"""Something happens, and each time the first municipality pays a month later."""


class History:
    """Plays events in an office of two municipalities."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.today = FIRST_DAY
        self.cases: list[str] = []
        self.employers = [office.employer(), office.employer()]
        self.runs: list[str] = []
        self.openings: list[str] = []
        self.recorder = Recorder(office)
        name = {"name": "Meet & Weet"}
        office.ask(intents.RegisterProvider(provider="PR-1", kind="private"), FIRST_DAY, private=provider_data(name))
        office.ask(intents.RegisterExpert(expert="LWD-2", provider="PR-1"), FIRST_DAY, private=expert_data(name))
        years = {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 6, 30), "in_register": True}
        office.ask(intents.CertifyExpert(expert="LWD-2", certificate="C-1", **years), FIRST_DAY)

    def play(self, event: Event) -> None:
        """Let it happen, if a rule does not refuse it."""
        self.today += timedelta(days=event.days_later)
        self.office.municipality = ("GM0363", "GM0363", "GM0518")[event.other % 3]
        action: Callable[[Event], object] = getattr(self, f"_{event.kind}")
        try:
            action(event)
        except LedgerError:
            return

    def _applied(self, event: Event, **changes: Any) -> str:
        forms: Sequence[dict[str, Any]] = (
            {"hours": "32"},
            {"hours": "24", "end": self.today + timedelta(days=200)},
            {"hours": "20", "form": "min_max", "maximum_hours": "30"},
            {"hours": "0", "form": "zero_hours"},
            {"hours": "36", "age_steps": self._ages()},
        )
        employment = {**forms[event.one % len(forms)], **changes}
        start = self.today + timedelta(days=event.other)
        case = self.office.applied(start, self.employers[event.one % 2], self.today, **employment)
        self.cases.append(case)
        return case

    def _ages(self) -> tuple[dict[str, Any], ...]:
        return ({"age": 19, "since": self.today}, {"age": 20, "since": self.today + timedelta(days=150)})

    def _flat_rate(self, event: Event) -> None:
        case = self._applied(event)
        self.office.ask(intents.WaiveMeasurement(case=case, waived_on=self.today), self.today)
        self.office.grant(case, self.today)

    def _decided(self, event: Event) -> None:
        case = self.cases[event.one % len(self.cases)]
        self.office.measured(case, self.today, str(40 + event.other % 50))
        granted = self.office.ledger.reading().subsidy(case).granted
        later = self.today if granted and granted.route == "regular" else None
        self.office.grant(case, self.today, later)

    def _taken_over(self, event: Event) -> None:
        start = date(2025, 1 + event.one % 12, 10)
        paid_through = Month.of(self.today)
        lines = [
            facts.MonthAmount(month=paid_through + -n, element="fixed", subsidy_cents=50000, charges_cents=12500)
            for n in range(event.other % 3)
        ]
        employment = intents.Employment(
            start=start, end=None, form="fixed", hours="28", maximum_hours=None, sector_full_time_hours="38",
            bbl=False, sheltered=False, age_steps=(),
        )  # fmt: skip
        opening = f"T{len(self.openings) + 1}"
        intent = intents.TakeOver(
            municipality=self.office.municipality, person=self.office.person(), employer=self.employers[0],
            group="assistance", employment=employment, taken_over_from="old", opening=opening, route="regular",
            wage_value="55", decision="OLD", decided_on=start, granted_from=start, granted_until=None, reference=start,
            minimum_wage_cents=self._minimum_wage(date(paid_through.next.year, 1, 1)),
            paid_through=paid_through, lines=tuple(lines), balance=tuple(lines[:1]),
        )  # fmt: skip
        self.cases.append(self.office.ask(intent, self.today).name)
        self.openings.append(opening)
        counted = {"opening": opening, "cases": 1, "subsidy_cents": 0, "charges_cents": 0, "digest": "00"}
        self.office.ask(intents.PrepareOpening(municipality=self.office.municipality, **counted), self.today)
        if event.other % 2:
            self._signed(event)

    def _minimum_wage(self, day: date) -> int:
        reading = self.office.ledger.reading()
        wage = reading.policy(self.office.municipality).law_value(reading.law(), "minimum_wage", day)
        return int(str(wage).replace(".", ""))

    def _signed(self, event: Event) -> None:
        opening = self.openings[-1] if self.openings else "none"
        signing = intents.SignOpening(municipality=self.office.municipality, opening=opening)
        self.office.ask(signing, self.today, by="c.controller")

    def _ended(self, event: Event) -> None:
        case = self.cases[event.one % len(self.cases)]
        last_day = self.today + timedelta(days=event.other - 50)
        self.office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=last_day), self.today)

    def _set_aside(self, event: Event) -> None:
        """An application that stays incomplete; in half of the histories the objection is founded."""
        case = self._applied(event)
        asked = intents.RequestDocuments(case=case, documents=("contract",), respond_by=self.today + timedelta(days=1))
        self.office.ask(asked, self.today)
        self.today += timedelta(days=2)
        told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), self.today)
        aside = intents.SetAsideApplication(case=case, anyway="early", **told)
        decision = self.office.ask(aside, self.today).facts[0].decision  # type: ignore[attr-defined]
        if event.other % 2:
            file = intents.FileObjection(case=case, decision=decision, by="employer", received_on=self.today)
            filed = self.office.ask(file, self.today).entries[0].version
            founded = {"case": case, "objection": filed, "outcome": "founded", "grant": False, **told}
            self.office.ask(intents.DecideObjection.model_validate(founded), self.today)

    def _held(self, event: Event) -> None:
        case = self.cases[event.one % len(self.cases)]
        self.office.ask(intents.HoldPayment(case=case, reason="doubt", effective=self.today), self.today)

    def _employer_held(self, event: Event) -> None:
        employer = self.employers[event.one % 2]
        self.office.ask(intents.HoldEmployer(employer=employer, reason="seizure", effective=self.today), self.today)

    def _released(self, event: Event) -> None:
        case, employer = self.cases[event.one % len(self.cases)], self.employers[event.one % 2]
        if self.office.ledger.reading().subsidy(case).hold:
            self.office.ask(intents.ReleasePayment(case=case, effective=self.today), self.today)
        else:
            self.office.ask(intents.ReleaseEmployer(employer=employer, effective=self.today), self.today)

    def _paid(self, event: Event) -> None:
        month = Month.of(self.today)
        run = self.office.prepare(month, self.today, **dict.fromkeys(self.cases, "test")).run
        self.runs.append(run)
        if event.one % 4:
            self.office.approve(run, self.today)
        else:
            self.office.ask(intents.WithdrawRun(run=run), self.today, by="b.finance")

    def _withdrawn(self, event: Event) -> None:
        run = self.runs[-1 - event.one % len(self.runs)] if self.runs else "GM0363-2026-01-1"
        self._agreed(intents.WithdrawRun(run=run))

    def _policy(self, event: Event) -> None:
        switch, value = CHOICES[event.one % len(CHOICES)]
        municipality = self.office.municipality if event.other % 3 or switch.startswith("law:") else ""
        since = self.today + timedelta(days=2 * event.other - 100)
        self._agreed(intents.AdoptPolicy(municipality=municipality, switch=switch, value=value, since=since))

    def _value(self, event: Event) -> None:
        wages = [value for value in law.packaged() if value.parameter == "minimum_wage" and value.since.year >= 2025]
        changed = wages[event.one % len(wages)].model_copy(update={"value": f"{2400 + event.other}.00"})
        self._agreed(intents.AdoptValues(values=(changed,), accept_low=True))

    def _declined(self, event: Event) -> None:
        value = [value for value in law.packaged() if value.since.year >= 2024][event.one % 7]
        self._agreed(intents.DeclineValue(parameter=value.parameter, since=value.since, reason="not_certain"))

    def _amended(self, event: Event) -> None:
        case, effective = self.cases[event.one % len(self.cases)], self.today - timedelta(days=event.other)
        self.office.ask(intents.Amend(case=case, effective=effective, hours=str(16 + event.one % 20)), self.today)

    def _moved(self, event: Event) -> None:
        case, employer = self.cases[event.one % len(self.cases)], self.employers[event.other % 2]
        self.office.ask(intents.Amend(case=case, effective=self.today, employer=employer), self.today)

    def _corrected(self, event: Event) -> None:
        """The last amendment of a case had other hours, or never was."""
        case = self.cases[event.one % len(self.cases)]
        entries = self.office.store.read(stream_id("subsidy", case))
        amended = [entry.version for entry in entries if isinstance(entry.fact, facts.Amended)]
        where = {"case": case, "entry": amended[-1] if amended else 1, "reason": "typed_wrong"}
        if event.other % 2:
            self._agreed(intents.Correct(**where, changes={"hours": str(20 + event.other % 10)}))
        else:
            self._agreed(intents.WithdrawEntry(**where))

    def _measured(self, event: Event) -> None:
        """A report that an expert accounts for; it is established, or not."""
        case = self.cases[event.one % len(self.cases)]
        report = intents.RecordMeasurement(
            case=case, measured_on=self.today - timedelta(days=event.other), reported_on=self.today,
            wage_value=str(30 + event.other % 60), expert="LWD-2", expert_roles=(), method="ULM",
            draft_discussed_on=self.today, commented=("employee",) if event.one % 2 else (),
            second_look_on=self.today if event.one % 3 else None,
        )  # fmt: skip
        self.office.ask(report, self.today)
        if event.other % 2:
            self.office.ask(
                intents.EstablishWageValue(case=case, established_on=self.today, valid_until=None), self.today
            )

    def _measured_wrong(self, event: Event) -> None:
        """A report, what was established on it, or its account was wrong, or a correction of one is taken back."""
        case = self.cases[event.one % len(self.cases)]
        entries = self.office.store.read(stream_id("subsidy", case))
        about = ("Measured", "MeasurementAccounted", "WageValueEstablished")
        found = [
            one.version
            for one in entries
            if one.topic in about or (isinstance(one.fact, facts.Corrected) and one.fact.kind in about)
        ]
        where = {"case": case, "entry": found[event.other % len(found)] if found else 1, "reason": "typed_wrong"}
        if event.other % 3 == 0:
            changes = {"expert": "LWD-1"} if event.one % 2 else {"wage_value": str(20 + event.other % 70)}
            self._agreed(intents.Correct(**where, changes=changes))
        else:
            self._agreed(intents.WithdrawEntry(**where))

    def _settled(self, event: Event) -> None:
        through = Month.of(self.today) + -(event.one % 2)
        self.office.ask(intents.Settle(municipality=self.office.municipality, through=through), self.today)

    def _received(self, event: Event) -> None:
        self._of_case(
            event, facts.RecoveryReceived(lines=self._lines(event), received_on=self._natural(event), bank_line=None)
        )

    def _written_off(self, event: Event) -> None:
        fact = facts.WrittenOff(lines=self._lines(event), written_off_on=self._natural(event), reason="unreachable")
        self._of_case(event, fact)

    def _claimed(self, event: Event) -> None:
        day = self._natural(event)
        days = dict.fromkeys(("decided_on", "employer_notified_on", "employer_objects_until", "pay_by"), day)
        self._of_case(event, facts.RecoveryClaimed(decision="C/1", cents=100 * event.other, **days))

    def _signed_off(self, event: Event) -> None:
        """The next quarter, if it is over; nobody looks at a list here."""
        through = self.office.ledger.reading().quarters(self.office.municipality).signed_through
        quarter = through.next if through else Quarter.of(FIRST_DAY)
        if quarter.last < self.today:
            self.recorder.sign_off(quarter, self.office.store.head().position)

    def _reopened(self, event: Event) -> None:
        through = self.office.ledger.reading().quarters(self.office.municipality).signed_through
        if through:
            self.recorder.reopen(through)

    def _of_case(self, event: Event, fact: facts.Fact) -> None:
        case = self.cases[event.one % len(self.cases)]
        self.office.municipality = self.office.ledger.reading().subsidy(case).municipality
        self.recorder.of_case(case, fact)

    def _lines(self, event: Event) -> tuple[facts.MonthAmount, ...]:
        month = Month.of(self.today)
        return tuple(amount(month + -n, 1000 + event.other, event.one) for n in range(1 + event.other % 3))

    def _natural(self, event: Event) -> date:
        return self.today - timedelta(days=event.other)

    def _agreed(self, intent: intents.Intent) -> None:
        """What needs a second person gets one."""
        entries = self.office.ask(intent, self.today).entries
        if entries and isinstance(entries[0].fact, facts.Proposed):
            self.office.ask(intents.Approve(proposal=entries[0].position), self.today, by="c.controller")
