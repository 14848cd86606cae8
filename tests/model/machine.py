"""A state machine over everything that can be asked: the ledger and the naive model do the same and must agree.

Each rule makes one question, right or wrong, tells the model and asks the ledger. What the model refuses the ledger must
refuse and record nothing of; what it takes must be recorded, fact by fact, and lead to the same amounts.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ledger import facts, intents
from ledger.asking import Receipt
from ledger.audit import Audit
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month as LedgerMonth
from ledger.calculation.month import Quarter
from ledger.log.memory import MemoryStore
from ledger.log.store import Store
from ledger.refusal import LedgerError
from projections.dues import outlook
from tests.model.deciding import Whole
from tests.model.due import DAY, Calculation, Month, first_of, following, last_of, month_of, months_from, quarter_of
from tests.model.naive import Case, Model, No, Run
from tests.model.town import Town, amounts, employment, month, number, plain

MUNICIPALITIES = ("GM0363", "GM0518")
BEGINNINGS = (date(2023, 9, 4), date(2024, 11, 5), date(2025, 9, 1), date(2026, 3, 2))
CLERK, FINANCE, CONTROLLER = "a.clerk", "b.finance", "c.controller"
HOURS = tuple(map(Fraction, ("8", "16.5", "24", "32", "36", "38", "40", "52")))
CHOICES = (
    ("follow_july_index", ("yes", "no")),
    ("birthday_effect", ("first_of_month", "next_month", "day")),
    ("part_month", ("thirtieths", "calendar")),
    ("charges_on", ("rounded", "unrounded")),
    ("worked_hours_cap", ("month", "none", "quarter")),
    ("unpaid_leave_stops", ("yes", "no")),
    ("first_payment", ("next_month", "when_started")),
)
SELDOM = ("end", "transfer", "group", "reject", "sickness", "hold", "extend", "account", "withdraw")

index = st.integers(0, 99)
few = st.integers(0, 9)
hours = st.sampled_from(HOURS)
places = st.tuples(st.sampled_from(("start", "start", "today", "today", "first", "last", "year")), st.integers(0, 99))
"""Where a day is: about the start of the employment, about today, a border of a month or a year."""

done: Counter[str] = Counter()
"""How often each rule led to what, over all runs of this process."""

reached: Counter[str] = Counter()
"""How often each kind of fact was recorded of a case."""


class Machine(RuleBasedStateMachine):
    """The ledger in memory beside the model."""

    steps: ClassVar[int] = 0
    """How many questions all machines of this process asked."""

    def __init__(self) -> None:
        super().__init__()
        self.town = Town(self.make_store())
        self.waiting: list[tuple[int, Case, int, Any]] = []
        self.statements = 0
        self.looked_at: dict[str, tuple[Calculation, date]] = {}

    def make_store(self) -> Store:
        """An empty log."""
        return MemoryStore()

    # --- how a question goes ------------------------------------------------------------------------------------------

    def play(
        self, intent: intents.Intent, act: Callable[[], object], *touched: Case, by: str = CLERK, name: str = ""
    ) -> Receipt | None:
        """Tell the model, ask the ledger: both refuse, or both take it. None when it was refused."""
        name = name or type(intent).__name__
        Machine.steps += 1
        before, refused, told, receipt, error = self.town.position, None, None, None, None
        try:
            told = act()
        except No as no:
            refused = no
        try:
            receipt = self.town.ask(intent, self.model.today, by)
        except LedgerError as no:
            error = no
        assert (error is None) == (refused is None), f"ledger: {error}; model: {refused}; {intent!r}"
        if receipt is None:
            assert self.town.position == before, "what is refused records nothing"
            done[f"{name}: refused {refused}"] += 1
        else:
            done[f"{name}: {told if isinstance(told, str) else 'nothing' if receipt.repeated else 'taken'}"] += 1
        if touched:
            self.check(*touched)
        return receipt

    def agreed(self, intent: intents.Intent, act: Callable[[], object], *touched: Case) -> None:
        """By two persons, the first of whom tries to agree with himself."""
        Machine.steps += 1
        before, proposed, error = self.town.position, None, None
        try:
            proposed = self.town.ask(intent, self.model.today, FINANCE)
        except LedgerError as no:
            error = no
        if proposed is None:
            self._refused(intent, act, error, before)
            return
        if proposed.entries and proposed.entries[0].topic == "Proposed":
            self._second(proposed.entries[0].position, act)
        else:
            act()
        done[f"{type(intent).__name__}: taken"] += 1
        self.check(*touched)

    def _refused(
        self, intent: intents.Intent, act: Callable[[], object], error: LedgerError | None, before: int
    ) -> None:
        refused = None
        try:
            act()
        except No as no:
            refused = no
        assert refused is not None, f"the ledger refused, the model did not: {error} {intent!r}"
        assert self.town.position == before, "what is refused records nothing"
        done[f"{type(intent).__name__}: refused {refused}"] += 1

    def _second(self, proposal: int, act: Callable[[], object]) -> None:
        approval, before = intents.Approve(proposal=proposal), self.town.position
        try:
            self.town.ask(approval, self.model.today, FINANCE)
        except LedgerError:
            assert self.town.position == before
        else:
            raise AssertionError("one person agreed with himself")
        act()
        self.town.ask(approval, self.model.today, CONTROLLER)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self, *touched: Case) -> None:
        """The ledger tells of these cases what the model does."""
        for case in touched:
            if case.number:
                self._check(case)

    def _check(self, case: Case) -> None:
        assert self.town.topics(case.number) == [topic for topic, _ in case.log]
        calculation = self.model.calculation(case)
        if self.looked_at.get(case.number) != (calculation, self.model.today):
            self._check_due(case, calculation)
            self.looked_at[case.number] = calculation, self.model.today
        self._check_money(case)

    def _check_due(self, case: Case, calculation: Calculation) -> None:
        """Every month to come, and month by month what is past."""
        reading, subsidy = self.town.ledger.reading(), self.town.subsidy(case.number)
        law, policy, last = reading.law(), reading.policy(case.municipality), self.model.horizon
        found = outlook(subsidy, law, policy, None, month(last)).due
        due = {((when.year, when.number), element): pair for (when, element), pair in found.items() if pair != (0, 0)}
        assert due == calculation.through(last), case.number
        for when in subsidy.months_due(LedgerMonth.of(self.model.today)):
            apart = entitlement(subsidy.terms, when, law, policy)  # type: ignore[arg-type]
            lines, unknown = calculation.due((when.year, when.number))
            assert {line.element: (line.subsidy_cents, line.charges_cents) for line in apart.lines} == lines
            assert apart.unknown == unknown

    def _check_money(self, case: Case) -> None:
        subsidy = self.town.subsidy(case.number)
        for side, expected in (("booked", case.booked()), ("sent", case.sent())):
            held = {
                ((when.year, when.number), element): pair for (when, element), pair in getattr(subsidy, side).items()
            }
            assert _without_zeros(held) == _without_zeros(expected), side
        payable = {((when.year, when.number), element): pair for (when, element), pair in subsidy.payable().items()}
        assert payable == case.payable()
        assert subsidy.employer == case.terms.employer

    def teardown(self) -> None:
        """At the end every case is looked at once more, and an audit finds nothing: nobody attacked it."""
        self.check(*self.model.cases.values())
        for case in self.model.cases.values():
            reached.update(topic for topic, _ in case.log)
        store = self.town.ledger.store
        if isinstance(store, MemoryStore):
            assert list(Audit(store).verify(store._recorder.rows, store.head())) == []

    # --- beginnings ---------------------------------------------------------------------------------------------------

    @initialize(
        beginning=st.sampled_from(BEGINNINGS), form=few, wage=few, days=index, cases=st.integers(1, 3), paid=few
    )
    def begin(self, beginning: date, form: int, wage: int, days: int, cases: int, paid: int) -> None:
        """Two employers, some cases that are granted, and some months that are paid."""
        self.model = Whole(today=beginning)
        for _ in range(2):
            self.model.employers[self.town.employer(beginning)] = {"account": 1, "held": None, "blocked": False}
        for n in range(cases):
            self.applied(0, (form + 5 * n) % 10, 32, days % 20, 3 * n + form % 4, n, few_wrong=9)
            self.decided(0, (wage + n) % 9, None, few_wrong=9)
        for _ in range(paid):
            self.pay_next_month(0, 9, 9)

    def case(self, pick: int) -> Case:
        """One of the cases, the later ones more often."""
        return list(self.model.cases.values())[-1 - pick % len(self.model.cases)]

    def _one(self, pick: int, fits: Callable[[Case], bool]) -> Case:
        """Mostly a case that fits, if there is one."""
        fitting = [case for case in self.model.cases.values() if fits(case)]
        return fitting[pick % len(fitting)] if fitting and pick % 8 else self.case(pick)

    def a_day(self, case: Case, place: tuple[str, int]) -> date:
        """A day somewhere in a case."""
        about, n = place
        start, today = case.terms.start, self.model.today
        if about == "start":
            return start + (n - 3) * DAY
        if about == "today":
            return today + (n - 70) * DAY
        if about == "year":
            return date(start.year + 1 + n % 3, 1, 1)
        length = max(1, (today - start).days // 28 + 3)
        border = following(month_of(start), n % length)
        return first_of(border) if about == "first" else last_of(border)

    @property
    def employers(self) -> list[str]:
        return list(self.model.employers)

    # --- applying and deciding ----------------------------------------------------------------------------------------

    @rule(who=few, form=few, agreed=st.integers(4, 60), start=st.integers(-150, 60), wrong=few, age=few)
    @precondition(lambda self: len(self.model.cases) < 6)
    def apply(self, who: int, form: int, agreed: int, start: int, wrong: int, age: int) -> None:
        """An application, of a new person or one who is known."""
        self.applied(who, form, agreed, start, age, who, few_wrong=wrong)

    def applied(self, who: int, form: int, agreed: int, start: int, age: int, pick: int, *, few_wrong: int) -> None:
        today = self.model.today
        municipality = MUNICIPALITIES[who % 5 == 4]
        known = [person for person, case in _people(self.model).items() if case.municipality == municipality]
        person = known[pick % len(known)] if known and who in (1, 2) else self._person(municipality)
        begin = today + start * DAY
        data: dict[str, Any] = {
            "person": person, "employer": self.employers[pick % 2], "basis": "lid_1a" if start >= 0 else "lid_2b",
            "received_on": today, "start": begin, "end": begin + (agreed * 9) * DAY if who in (2, 6) else None,
            **_contract(form, Fraction(agreed)), "sector_full_time_hours": Fraction((36, 38, 40)[form % 3]),
            "age_steps": _ages(begin, age),
        }  # fmt: skip
        if few_wrong == 0:
            data |= ({"hours": Fraction(61)}, {"sector_full_time_hours": Fraction(41)}, {"end": begin - DAY})[
                agreed % 3
            ]
        case = Case(person, municipality)
        intent = intents.Apply(
            municipality=municipality, person=person, employer=data["employer"], applicant="employer",
            basis=data["basis"], group="assistance", received_on=today, employment=employment(data),
            qualified_until=begin - 30 * DAY if start < 0 else None,
        )  # fmt: skip
        receipt = self.play(intent, lambda: self.model.apply(case, data))
        if receipt is not None:
            case.number = receipt.name
            self.model.cases[case.number] = case
            self.check(case)

    def _person(self, municipality: str) -> str:
        person = self.town.person(municipality, self.model.today)
        self.model.groups_until[person] = None
        return person

    @rule(pick=index, wage=few, wrong=few)
    def measure(self, pick: int, wage: int, wrong: int) -> None:
        """A report of a measurement."""
        case, today = self.case(pick), self.model.today
        value = Fraction((20, 30, 45, 50, 60, 60, 70, 82, 99, 100)[wage])
        data = {"wage_value": value,
                "draft_discussed_on": None if wrong == 1 else today}  # fmt: skip
        roles = ("coached",) if wrong == 2 else ()
        intent = intents.RecordMeasurement(
            case=case.number, measured_on=today, reported_on=today, wage_value=number(value), expert="LWD",
            expert_roles=roles, method="ULM", draft_discussed_on=data["draft_discussed_on"],
        )  # fmt: skip
        self.play(intent, lambda: self.model.measure(case, data, roles), case)

    @rule(pick=index)
    def establish(self, pick: int) -> None:
        """The college establishes what was measured."""
        case, today = self.case(pick), self.model.today
        intent = intents.EstablishWageValue(case=case.number, established_on=today, valid_until=None)
        self.play(intent, lambda: self.model.establish(case, today), case)

    @rule(pick=index)
    def waive(self, pick: int) -> None:
        """No measurement."""
        case, today = self.case(pick), self.model.today
        waive = intents.WaiveMeasurement(case=case.number, waived_on=today)
        self.play(waive, lambda: self.model.waive(case, today), case)

    @rule(pick=index, start=st.none() | places, until=st.none() | st.integers(0, 400))
    def grant(self, pick: int, start: tuple[str, int] | None, until: int | None) -> None:
        """A decision on what was established."""
        case, today = self.case(pick), self.model.today
        first = self.a_day(case, start) if start else None
        last = (first or today) + until * DAY if until is not None and until % 3 != 1 else None
        intent = intents.Grant(case=case.number, decided_on=today, start=first, until=last,
                               employer_notified_on=today, employee_notified_on=today)  # fmt: skip
        self.play(intent, lambda: self.model.grant(case, first, last), case)

    @rule(pick=index, wage=few, start=st.none() | places, wrong=few)
    def decide(self, pick: int, wage: int, start: tuple[str, int] | None, wrong: int) -> None:
        """Measured or waived, established and granted in one go."""
        self.decided(pick, wage, start, few_wrong=wrong)

    def decided(self, pick: int, wage: int, start: tuple[str, int] | None, *, few_wrong: int) -> None:
        case = self.case(pick)
        if wage == 1 and case.terms.application["basis"] == "lid_1a":
            self.waive(pick)
        else:
            self.measure(pick, wage, few_wrong)
            self.establish(pick)
        first = start if case.terms.grants and case.terms.grants[-1]["route"] == "regular" else None
        self.grant(pick, first or (("today", 70) if case.terms.grants and few_wrong % 2 else None),
                   120 if wage == 4 else None)  # fmt: skip

    def reject(self, pick: int, often: int) -> None:
        """A rejection, mostly of what was not granted."""
        if often < 4:
            return
        case, today = self._one(pick, lambda one: not one.terms.grants and not one.rejected), self.model.today
        intent = intents.Reject(case=case.number, ground="not_resident", decided_on=today,
                                employer_notified_on=today, employee_notified_on=today)  # fmt: skip
        self.play(intent, lambda: self.model.reject(case), case)

    @rule(who=few, back=st.integers(40, 1200), agreed=hours, lines=few, signed=few)
    @precondition(lambda self: sum(case.opening is not None for case in self.model.cases.values()) < 2)
    def take_over(self, who: int, back: int, agreed: Fraction, lines: int, signed: int) -> None:
        """A running case of another system."""
        today, municipality = self.model.today, MUNICIPALITIES[who % 5 == 4]
        person, start = self._person(municipality), today - back * DAY
        start = date(2021, 3, 10) if back % 3 == 0 and today < date(2024, 1, 1) else start
        opening, through = f"T{self.town.asked}", following(month_of(today), -1 - who % 2)
        data: dict[str, Any] = {
            "person": person, "employer": self.employers[who % 2], "basis": "takeover", "received_on": start,
            "start": start, "end": None, "form": "fixed", "hours": agreed, "maximum_hours": None,
            "sector_full_time_hours": Fraction(38), "age_steps": (),
        }  # fmt: skip
        booked = [(following(through, -n), "fixed", 50000 + n, 12500) for n in range(lines % 3)]
        booked = [line for line in booked if line[0] >= month_of(start)]
        decided = {"outcome": "grant", "start": start, "until": None, "route": "regular", "wage_value": Fraction(55),
                   "reference": start}  # fmt: skip
        come_along = {"paid_through": through, "lines": booked, "balance": booked[:1]}
        case = Case(person, municipality, opening=opening)
        day = max(start, first_of(following(through)))
        reference = max(start, date(day.year, 1, 1))
        follows = self.model.policy(municipality).on("follow_july_index", date(day.year, 7, 1), "no") == "yes"
        if follows and day >= date(day.year, 7, 1):
            reference = max(start, date(day.year, 7, 1))
        wage = int(Fraction(self.model.law.on("minimum_wage", reference)) * 100) + (100 if lines > 7 else 0)
        intent = intents.TakeOver(
            municipality=municipality, person=person, employer=data["employer"], group="assistance",
            employment=employment(data), taken_over_from="old", opening=opening, route="regular", wage_value="55",
            decision="OLD", decided_on=start, granted_from=start, granted_until=None, reference=start,
            minimum_wage_cents=wage, paid_through=month(through), lines=tuple(amounts(booked)),
            balance=tuple(amounts(booked[:1])),
        )  # fmt: skip
        receipt = self.play(intent, lambda: self.model.take_over(case, data, come_along, decided, wage))
        if receipt is None:
            return
        case.number = receipt.name
        self.model.cases[case.number] = case
        counted = intents.PrepareOpening(municipality=municipality, opening=opening, cases=1, subsidy_cents=0,
                                         charges_cents=0, digest="00")  # fmt: skip
        self.town.ask(counted, today, FINANCE)
        if signed % 3:
            self.town.ask(intents.SignOpening(municipality=municipality, opening=opening), today, CONTROLLER)
            self.model.signed_openings.add(opening)
        self.check(case)

    # --- what changes -------------------------------------------------------------------------------------------------

    @rule(pick=index, place=places, what=few, form=few, agreed=hours, other=few)
    def amend(self, pick: int, place: tuple[str, int], what: int, form: int, agreed: Fraction, other: int) -> None:
        """A change of the employment, in part."""
        case = self.case(pick)
        data: dict[str, Any] = dict.fromkeys(
            ("form", "hours", "maximum_hours", "sector_full_time_hours", "end", "employer")
        )
        data["effective"] = self.a_day(case, place)
        if what < 5:
            data["hours"] = agreed if what else Fraction(61)
        elif what < 7:
            data |= _contract(form, agreed)
        elif what == 7:
            data["end"] = "open" if other < 3 else self.a_day(case, ("last", other * 3))
        elif what == 8:
            data["sector_full_time_hours"] = Fraction((36, 38, 40, 41)[other % 4])
        else:
            data["employer"] = self.employers[other % 2]
        intent = intents.Amend.model_validate({"case": case.number, **plain(data)})
        self.play(intent, lambda: self.model.report(case, "Amended", data), case)

    @rule(pick=index, n=index, length=st.sampled_from((1, 1, 1, 2, 28, 10)), worked=st.integers(0, 230), wrong=few)
    def report_hours(self, pick: int, n: int, length: int, worked: int, wrong: int) -> None:
        """Worked hours of a month, or of some weeks; on a fixed contract they are refused."""
        worked_cases = [
            case for case in self.model.cases.values() if case.terms.agreed(self.model.today)["form"] != "fixed"
        ]
        case = worked_cases[pick % len(worked_cases)] if worked_cases and wrong else self.case(pick)
        months = max(1, (self.model.today - case.terms.start).days // 30 + 1)
        when = following(month_of(case.terms.start), n % months)
        first, last = max(first_of(when), case.terms.start), last_of(following(when, length - 1 if length < 3 else 0))
        if length >= 10:
            first = first_of(when) + (n % 28) * DAY
            last = first + (length - 1) * DAY
        if case.terms.last_day is not None and wrong % 2:
            last = min(last, case.terms.last_day)
        if wrong == 1:
            last = first - DAY
        data = {"start": first, "until": last, "hours": Fraction(worked if length < 3 else worked // 2),
                "source": "suwi" if n % 5 == 0 else "payslip"}  # fmt: skip
        intent = intents.ReportHours.model_validate({"case": case.number, **plain(data)})
        self.play(intent, lambda: self.model.report(case, "HoursReported", data), case)

    @rule(pick=index)
    def report_all_hours(self, pick: int) -> None:
        """Every month up to now in one go, so that quarters get known."""
        case = self.case(pick)
        if case.terms.agreed(self.model.today)["form"] == "fixed":
            return
        for place, when in enumerate(case.terms.months(following(month_of(self.model.today), -1))[-4:]):
            first, last = max(first_of(when), case.terms.start), min(last_of(when), case.terms.last_day or date.max)
            data = {"start": first, "until": last, "hours": Fraction(pick + 40 * place), "source": "payslip"}
            intent = intents.ReportHours.model_validate({"case": case.number, **plain(data)})
            self.play(intent, lambda data=data: self.model.report(case, "HoursReported", data), case)  # type: ignore[misc]

    @rule(pick=index, place=places, length=st.integers(-1, 80), left=st.none() | st.integers(0, 40))
    def report_leave(self, pick: int, place: tuple[str, int], length: int, left: int | None) -> None:
        """Unpaid leave, with hours that remain or none told."""
        case = self.case(pick)
        first = self.a_day(case, place)
        data = {"start": first, "until": first + length * DAY, "hours": None if left is None else Fraction(left)}
        intent = intents.ReportLeave.model_validate({"case": case.number, **plain(data)})
        self.play(intent, lambda: self.model.report(case, "LeaveReported", data), case)

    def report_sickness(self, pick: int, place: tuple[str, int], length: int | None, late: int) -> None:
        """Sickness, mostly told too late for the law of then."""
        case = self._one(pick, lambda one: one.terms.start < date(2021, 11, 1))
        first = self.a_day(case, place)
        reported = self.model.today if late > 2 else date(2021, 12, 31)
        data = {"reported_on": reported, "first_day": first, "source": "uwv",
                "last_day": None if length is None else first + length * DAY}  # fmt: skip
        intent = intents.ReportSickness.model_validate({"case": case.number, **plain(data)})
        self.play(intent, lambda: self.model.report(case, "SicknessReported", data), case)

    def end(self, pick: int, place: tuple[str, int], often: int) -> None:
        """The end of a subsidy."""
        case = self.case(pick)
        if often < 4:
            return
        self._ended(case, self.a_day(case, place))

    def _ended(self, case: Case, last_day: date) -> None:
        data = {"last_day": last_day, "reason": "contract_ended"}
        intent = intents.EndSubsidy(case=case.number, reason="contract_ended", last_day=last_day)
        self.play(intent, lambda: self.model.report(case, "Ended", data), case)

    def transfer(self, pick: int, place: tuple[str, int], where: str, often: int) -> None:
        """A move, in the country or out of it."""
        case = self.case(pick)
        if often < 4:
            return
        data = {"destination": where, "registered_on": self.a_day(case, place), "stays": not where.startswith("GM")}
        intent = intents.Transfer(case=case.number, destination=where, registered_on=data["registered_on"])
        self.play(intent, lambda: self.model.report(case, "Transferred", data), case)

    def end_group(self, pick: int, place: tuple[str, int], often: int) -> None:
        """The person does not belong to the target group any more."""
        case = self.case(pick)
        if often < 5:
            return
        effective = self.a_day(case, place)
        intent = intents.EndTargetGroup(person=case.person, effective=effective)
        theirs = [one for one in self.model.cases.values() if one.person == case.person]
        self.play(intent, lambda: self.model.end_group(case.person, effective), *theirs)

    # --- later decisions, objections ----------------------------------------------------------------------------------

    @rule(pick=index, place=places, until=st.none() | st.integers(-20, 300), wage=few)
    def revise(self, pick: int, place: tuple[str, int], until: int | None, wage: int) -> None:
        """A wage value put right."""
        case = self.case(pick)
        start = self.a_day(case, place)
        last = None if until is None else start + until * DAY
        value = Fraction((35, 45, 45, 55, 55, 60, 75, 80, 99, 100)[wage])
        intent = intents.Revise(case=case.number, ground="wrong_data", start=start, until=last, wage_value=number(value),
                                **self._told())  # fmt: skip
        self.play(intent, lambda: self.model.revise(case, start, last, value), case)

    def withdraw_grant(self, pick: int, place: tuple[str, int], often: int) -> None:
        """A grant is taken away."""
        case = self.case(pick)
        if often < 4:
            return
        start = self.a_day(case, place)
        intent = intents.Withdraw(case=case.number, ground="obligations_not_met", start=start, **self._told())
        self.play(intent, lambda: self.model.withdraw_grant(case, start), case)

    def extend(self, pick: int, until: int | None) -> None:
        """A grant that ends goes on."""
        case = self._one(pick, lambda one: bool(one.terms.grants and one.terms.grants[-1]["until"] and not one.ended))
        last = None if until is None else self.model.today + until * DAY
        intent = intents.Extend(case=case.number, until=last, **self._told())
        self.play(intent, lambda: self.model.extend(case, last), case)

    @rule(pick=index, place=places)
    def amend_decision(self, pick: int, place: tuple[str, int]) -> None:
        """A decision that tells what the amount has become; never two about one day here."""
        case, day = self.case(pick), self.a_day(self.case(pick), place)
        if any(one["outcome"] == "amend" and one["start"] == day for one in case.happened("Decided")):
            return
        intent = intents.AmendDecision(case=case.number, ground="change_reported", effective=day, **self._told())
        self.play(intent, lambda: self.model.amend_decision(case, day), case)

    def _told(self) -> dict[str, date]:
        today = self.model.today
        return {"decided_on": today, "employer_notified_on": today, "employee_notified_on": today}

    @rule(pick=index, which=few)
    def object(self, pick: int, which: int) -> None:
        """An objection, mostly against the last decision."""
        case = self.case(pick)
        decisions = sum(topic in ("Decided", "RecoveryClaimed") for topic, _ in case.log)
        nth = max(1, decisions) + (1 if which == 0 else 0) - (which == 1)
        decision = "OLD" if case.opening and nth == 1 else f"{case.number}/{nth}"
        intent = intents.FileObjection(case=case.number, decision=decision, by="employer", received_on=self.model.today)
        known = any(one["against"] == nth for one in case.terms.standing("ObjectionFiled"))
        if not known:
            self.play(intent, lambda: self.model.object(case, nth), case)

    @rule(pick=index, which=index, wage=few, start=st.none() | places)
    def answer_objection(self, pick: int, which: int, wage: int, start: tuple[str, int] | None) -> None:
        """A decision on an objection."""
        filed = [(case, slot) for case in self.model.cases.values() for slot, puts in case.terms.puts.items()
                 if puts[0][1] == "ObjectionFiled" and puts[-1][2] is not None
                 and all(one["of"] != slot for one in case.happened("ObjectionDecided"))]  # fmt: skip
        if not filed:
            return
        case, version = filed[pick % len(filed)] if pick % 10 else (self.case(pick), which)
        if any(one["of"] == version for one in case.happened("ObjectionDecided")):
            return
        grant = wage < 5 and (case.rejected or wage == 0)
        value = Fraction((30, 40, 50, 60, 100)[wage % 5]) if wage < 8 and not grant else None
        first = self.a_day(case, start) if start else None
        intent = intents.DecideObjection(
            case=case.number, objection=version, outcome="founded" if wage < 8 else "unfounded", grant=grant,
            start=first if wage < 8 else None, wage_value=number(value), **self._told(),
        )  # fmt: skip
        self.play(intent, lambda: self.model.answer_objection(case, version, grant=grant, wage_value=value, start=first),
                  case)  # fmt: skip

    # --- the end ------------------------------------------------------------------------------------------------------

    @rule(
        what=st.sampled_from(SELDOM),
        pick=index, place=places, n=few, days=st.none() | st.integers(0, 300), where=st.sampled_from(("GM0599", "BE", "GM0363")),
    )  # fmt: skip
    def seldom(self, what: str, pick: int, place: tuple[str, int], n: int, days: int | None, where: str) -> None:
        """What happens to a case once or never; together, so that a life of a hundred steps sees some of it."""
        acts: dict[str, Callable[[], None]] = {
            "end": lambda: self.end(pick, place, n), "transfer": lambda: self.transfer(pick, place, where, n),
            "group": lambda: self.end_group(pick, place, n), "reject": lambda: self.reject(pick, n),
            "sickness": lambda: self.report_sickness(pick, place, days, n), "hold": lambda: self.hold_for_a_while(pick, n),
            "extend": lambda: self.extend(pick, days), "account": lambda: self.change_account(n),
            "withdraw": lambda: self.withdraw_grant(pick, place, n),
        }  # fmt: skip
        acts[what]()

    @rule(pick=index, anyway=few)
    def determine(self, pick: int, anyway: int) -> None:
        """The final settlement of a case that ended."""
        self._determine(self._one(pick, lambda one: bool(one.ended and one.terms.grants)), anyway=anyway > 5)

    def _determine(self, case: Case, *, anyway: bool) -> None:
        intent = intents.Determine(case=case.number, anyway="unknown" if anyway else None, **self._told())
        receipt = self.play(intent, lambda: self.model.determine(case, anyway=anyway), case)
        if receipt is not None and receipt.facts:
            final = receipt.facts[-1]
            assert isinstance(final, facts.FinallySettled)
            told = case.happened("FinallySettled")[-1]
            assert (final.subsidy_cents, final.charges_cents, final.balance_cents) == (*told["total"], told["balance"])

    @rule(pick=index, ago=st.integers(0, 60), share=st.integers(1, 100), far=few)
    def wind_up(self, pick: int, ago: int, share: int, far: int) -> None:
        """A case that was paid ended some time ago: determined, and what is owed is heard, claimed, received, written off."""
        case = self._one(pick, lambda one: bool(one.happened("Paid")) and not one.ended)
        if far < 4 or not case.happened("Paid") or case.ended:
            return
        last_day = max(case.terms.start, min(self.model.today, case.terms.last_day or date.max) - ago * DAY)
        self._ended(case, last_day)
        self._determine(case, anyway=True)
        if far > 5 and case.determined and case.owed:
            self._recover(case, 0, share, 10)
            self._recover(case, 2, share, 0)
            self.model.today += 12 * DAY
            self._recover(case, 2, share, 0)
            self._recover(case, 5, share, 0)
            if far > 7:
                self._recover(case, 8, 97, 0)

    @rule(pick=index, what=few, share=st.integers(1, 100), days=st.integers(0, 15))
    def recover(self, pick: int, what: int, share: int, days: int) -> None:
        """A step of a recovery."""
        self._recover(self._one(pick, lambda one: bool(one.owed and (one.determined or what == 9))), what, share, days)

    def _recover(self, case: Case, what: int, share: int, days: int) -> None:
        today, outstanding = self.model.today, self.model.claimed(case)
        cents = max(1, outstanding * share // 97)
        if what < 2:
            respond_by = today + days * DAY
            intent: intents.Intent = intents.AnnounceRecovery(
                case=case.number, announced_on=today, respond_by=respond_by
            )
            self.play(intent, lambda: self.model.announce(case, respond_by), case)
        elif what < 5:
            if case.happened("RecoveryClaimed") and self.model.claimed(case) == case.owed:
                return
            anyway = what > 2
            intent = intents.ClaimRecovery(case=case.number, decided_on=today, employer_notified_on=today,
                                           anyway="heard" if anyway else None)  # fmt: skip
            self.play(intent, lambda: self.model.claim(case, anyway=anyway), case)
        elif what < 7:
            intent = intents.ReceiveRecovery(case=case.number, cents=cents, received_on=today)
            self.play(intent, lambda: self.model.settle_up(case, "RecoveryReceived", cents), case)
        elif what == 7:
            parts = [(today + 30 * DAY, max(1, cents // 2)), (today + 60 * DAY, max(1, outstanding - cents // 2))]
            agreed = tuple(facts.Instalment(due_on=day, cents=part) for day, part in parts)
            intent = intents.AgreeInstalments(case=case.number, agreed_on=today, instalments=agreed)
            if not any(one["agreed_on"] == today for one in case.terms.standing("InstalmentsAgreed")):
                self.play(intent, lambda: self.model.instalments(case, parts), case)
        else:
            self._write_off(case, cents)

    def _write_off(self, case: Case, cents: int) -> None:
        today = self.model.today
        intent = intents.WriteOff(case=case.number, cents=cents, written_off_on=today, reason="bankrupt")

        def act() -> None:
            self.model.settle_up(Case(case.person, case.municipality, log=[*case.log]), "WrittenOff", cents)
            case.log += [("Proposed", {}), ("Approved", {})]
            self.model.settle_up(case, "WrittenOff", cents)

        self.agreed(intent, act, case)

    # --- corrections --------------------------------------------------------------------------------------------------

    @rule(pick=index, entry=index, what=index, place=places, agreed=hours, answer=few)
    def correct(self, pick: int, entry: int, what: int, place: tuple[str, int], agreed: Fraction, answer: int) -> None:
        """A correction of an input; sometimes of what is none."""
        case = self.case(pick)
        version = self._entry(case, entry)
        changes = self._changes(case, version, what, place, agreed)
        fields = plain(changes) if changes else {"cents": 1}
        intent = intents.Correct(case=case.number, entry=version, reason="mistake", changes=fields)
        self._corrected(case, version, changes, intent, answer)

    @rule(pick=index, entry=index, answer=few)
    def withdraw_entry(self, pick: int, entry: int, answer: int) -> None:
        """An input, or a correction, is taken back."""
        case = self.case(pick)
        version = self._entry(case, entry)
        intent = intents.WithdrawEntry(case=case.number, entry=version, reason="mistake")
        self._corrected(case, version, None, intent, answer)

    def _entry(self, case: Case, pick: int) -> int:
        """An entry of a case: mostly one of an input, or a correction."""
        versions = [version for puts in case.terms.puts.values() for version, _, _ in puts]
        return sorted(versions)[-1 - pick % len(versions)] if pick % 8 else 1 + pick // 8 % (len(case.log) + 1)

    def _changes(self, case: Case, version: int, what: int, place: tuple[str, int], agreed: Fraction) -> Any:
        slot = case.terms.slot(version)
        if slot is None:
            return {}
        kind = case.terms.puts[slot][0][1]
        day = self.a_day(case, place)
        stood = next((data for _, _, data in reversed(case.terms.puts[slot]) if data is not None), {})
        options: dict[str, tuple[dict[str, Any], ...]] = {
            "Applied": ({"start": case.terms.start + (what % 21 - 10) * DAY}, {"hours": agreed}, {"end": day},
                        {"end": None}, {"employer": self.employers[what % 2]}, _contract(what % 10, agreed),
                        {"age_steps": _ages(case.terms.start, what // 6 % 10)}),
            "Amended": ({"effective": day}, {"hours": agreed}, {"hours": None}, {"end": day}, {"end": "open"},
                        {"effective": case.terms.start}),
            "HoursReported": ({"hours": agreed * 4}, {"until": stood.get("until", day) - DAY}, {"source": "suwi"},
                              {"start": day}),
            "LeaveReported": ({"hours": Fraction(what % 20)}, {"hours": None}, {"until": day}, {"start": day}),
            "Ended": ({"last_day": day},),
            "Transferred": ({"registered_on": day},),
            "SicknessReported": ({"last_day": day},),
            "Measured": ({"wage_value": Fraction(30 + what % 60)},),
            "WageValueEstablished": ({"wage_value": Fraction(30 + what % 60)},),
            "MeasurementWaived": ({"waived_on": self.model.today},),
            "ObjectionFiled": ({"by": "employee"},), "RecoveryAnnounced": ({"cents": 1},),
            "InstalmentsAgreed": ({"agreed_on": self.model.today},),
        }  # fmt: skip
        return options[kind][what % len(options[kind])]

    def _corrected(self, case: Case, version: int, changes: Any, intent: intents.Intent, answer: int) -> None:
        outcome: list[str] = []

        def act() -> str:
            if changes == {}:
                raise No("R35")
            outcome.append(self.model.correct(case, version, changes))
            return outcome[0]

        receipt = self.play(intent, act, case)
        if receipt is not None and outcome == ["proposed"]:
            self.waiting.append((receipt.entries[0].position, case, version, changes))
            if answer:
                self.answer_proposal(99, answer)

    @rule(pick=index, answer=few)
    @precondition(lambda self: self.waiting)
    def answer_proposal(self, pick: int, answer: int) -> None:
        """Another person agrees, or does not; the same person cannot."""
        place = -1 if pick == 99 else pick % len(self.waiting)
        proposal, case, version, changes = self.waiting[place]
        if answer in (1, 8):
            del self.waiting[place]
            decline = intents.Decline(proposal=proposal)
            self.play(decline, lambda: case.log.append(("Declined", {})), case, by=CONTROLLER)
            return
        if answer == 2:
            self.play(intents.Approve(proposal=proposal), _himself, case)
        before = len(case.log)
        agreed = intents.Approve(proposal=proposal)
        self.play(agreed, lambda: self.model.correct(case, version, changes, second=True), case, by=CONTROLLER)
        if len(case.log) > before:
            del self.waiting[place]

    # --- time, law and policy -----------------------------------------------------------------------------------------

    @rule(days=st.sampled_from((1, 5, 12, 28, 31, 45, 92)))
    def time_passes(self, days: int) -> None:
        """Some days or months later."""
        if self.model.today < date(2028, 6, 1):
            self.model.today += days * DAY

    @rule(which=index, value=few, place=st.integers(-12, 6), where=few)
    def adopt_policy(self, which: int, value: int, place: int, where: int) -> None:
        """A municipality chooses, from the first day of a quarter."""
        switch, values = CHOICES[which % len(CHOICES)]
        municipality, chosen = MUNICIPALITIES[where % 3 == 2], values[value % len(values)]
        since = first_of(quarter_of(following(month_of(self.model.today), place))[0])
        intent = intents.AdoptPolicy(municipality=municipality, switch=switch, value=chosen, since=since)
        known = self.model.policy(municipality)

        def act() -> None:
            self.model.policies[municipality] = known.adopted(switch, since, chosen)

        self.agreed(intent, act, *self._cases_of(municipality))

    @rule(wage=st.integers(2000, 2900), place=st.integers(-18, 6), other=few)
    def adopt_value(self, wage: int, place: int, other: int) -> None:
        """A value of the law is adopted late, or again."""
        month_since = following(month_of(self.model.today), place)
        since = date(month_since[0], 1 if month_since[1] < 7 else 7, 1)
        name, value, unit = ("minimum_wage", f"{wage}.00", "euro per month")
        if other > 6:
            since, (name, value, unit) = date(since.year, 1, 1), ("charges_percentage", str(wage % 10 + 20), "percent")
        adopted = facts.ValueAdopted(parameter=name, since=since, value=value, unit=unit, published=None, article="art",
                                     source="test", confidence="high")  # fmt: skip

        def act() -> None:
            self.model.law = self.model.law.adopted(name, since, value)

        self.agreed(intents.AdoptValues(values=(adopted,), accept_low=True), act, *self.model.cases.values())

    @rule()
    def ask_again(self) -> None:
        """The last question under the same key records nothing more."""
        before = self.town.position
        try:
            self.town.again()
        except LedgerError:
            done["again: refused"] += 1
        else:
            done["again: repeated"] += 1
        if self.town.position != before:  # the question was refused then, and is not any more
            raise AssertionError("asked twice, recorded twice")

    # --- paying -------------------------------------------------------------------------------------------------------

    def _cases_of(self, municipality: str) -> list[Case]:
        return [case for case in self.model.cases.values() if case.municipality == municipality]

    @rule(where=few, ahead=st.integers(-2, 2), reason=few)
    def prepare(self, where: int, ahead: int, reason: int) -> None:
        """A run of this month, or of another."""
        self._prepare(MUNICIPALITIES[where % 4 == 3], following(month_of(self.model.today), ahead), reason > 2)

    def _prepare(self, municipality: str, when: Month, reason: bool) -> Run | None:
        reasons = tuple(self.model.cases) if reason else ()
        intent = intents.PrepareRun(municipality=municipality, month=month(when),
                                    long_first_payments=dict.fromkeys(reasons, "test"))  # fmt: skip
        known = len(self.model.runs)
        receipt = self.play(intent, lambda: self.model.prepare(municipality, when, FINANCE, reasons), by=FINANCE)
        if receipt is None:
            return None
        run, (prepared,) = self.model.runs[known], receipt.facts
        assert isinstance(prepared, facts.RunPrepared)
        assert (prepared.run, prepared.payment_day, prepared.execution_day) == (run.number, *run.days)
        sent = sum(line[2] + line[3] for _, lines, *_ in run.lines.values() for line in lines)
        assert (prepared.cases, prepared.sent_cents) == (len(run.lines), sent)
        return run

    @rule(pick=index, himself=few)
    @precondition(lambda self: self.model.runs)
    def approve(self, pick: int, himself: int) -> None:
        """A run is approved, by another person."""
        self._approve(self.model.runs[-1 - pick // 30 % len(self.model.runs)], FINANCE if himself == 0 else CONTROLLER)

    def _approve(self, run: Run, by: str) -> None:
        approve = intents.ApproveRun(run=run.number)
        self.play(approve, lambda: self.model.approve(run, by), *self._cases_of(run.municipality), by=by)

    @rule(where=few, days=st.integers(5, 16), reason=few)
    def pay_next_month(self, where: int, days: int, reason: int) -> None:
        """A month later a run is prepared and approved."""
        if self.model.today < date(2028, 6, 1):
            self.model.today = first_of(following(month_of(self.model.today))) + days * DAY
        run = self._prepare(MUNICIPALITIES[where % 5 == 4], month_of(self.model.today), reason > 1)
        if run is not None:
            self._approve(run, CONTROLLER)

    @rule(what=st.sampled_from(SELDOM), pick=index, place=places, n=few, days=st.none() | st.integers(0, 300),
          where=st.sampled_from(("GM0599", "BE")))  # fmt: skip
    def seldom_again(self, what: str, pick: int, place: tuple[str, int], n: int, days: int | None, where: str) -> None:
        """The same, so that few lives go without."""
        self.seldom(what, pick, place, n, days, where)

    @rule(where=few, days=st.integers(5, 16))
    def pay_again(self, where: int, days: int) -> None:
        """Once more, for paying is what happens most."""
        self.pay_next_month(where, days, 9)

    @rule(pick=index)
    @precondition(lambda self: self.model.runs)
    def withdraw_run(self, pick: int) -> None:
        """A run is withdrawn; once approved, by two persons."""
        run = self.model.runs[-1 - pick // 30 % len(self.model.runs)]
        if run.status in ("approved", "confirmed"):
            self.agreed(intents.WithdrawRun(run=run.number), lambda: self.model.withdraw(run),
                        *self._cases_of(run.municipality))  # fmt: skip
        else:
            self.play(intents.WithdrawRun(run=run.number), lambda: self.model.withdraw(run), by=FINANCE)

    @rule(pick=index, back=few)
    @precondition(lambda self: any(run.status == "approved" for run in self.model.runs))
    def bank_answers(self, pick: int, back: int) -> None:
        """The bank carried out a run; one payment may come back because its account is closed."""
        out = [run for run in self.model.runs if run.status == "approved"]
        run = out[-1 - pick % len(out)]
        payments: dict[str, int] = {}
        for _, sent, employer, _ in run.lines.values():
            if sent:
                payments[employer] = payments.get(employer, 0) + sum(line[2] + line[3] for line in sent)
        if not payments:
            return
        day = max(self.model.today, run.days[1])
        self.model.today = day
        lines: list[tuple[str, int, str | None]] = [(employer, -cents, None) for employer, cents in payments.items()]
        returned = list(payments)[back % len(payments)] if back < 4 else None
        if returned:
            lines.append((returned, payments[returned], "AC04"))
        self.statements += 1
        intent = intents.ImportStatement(
            account="NL69INGB0123456789", kind="statement", statement=f"S-{self.statements}", sequence=self.statements,
            from_day=day, through_day=day, opening_cents=0, closing_cents=sum(cents for _, cents, _ in lines),
            lines=tuple(
                intents.BankLine(number=n, cents=cents, booked_on=day, reference=f"{run.number}/{employer}", reason=why)
                for n, (employer, cents, why) in enumerate(lines, start=1)
            ),
        )  # fmt: skip

        def act() -> None:
            run.status, run.answered = "confirmed", True
            for case, (_, sent, *_) in run.lines.items():
                if sent:
                    self.model.cases[case].log.append(("PaymentConfirmed", {"run": run.number}))
            if returned:
                self.model.returned(run, returned)

        self.play(intent, act, *self._cases_of(run.municipality), by=FINANCE)

    @rule(pick=index)
    @precondition(lambda self: any(run.status == "approved" for run in self.model.runs))
    def reject_file(self, pick: int) -> None:
        """The bank carries out nothing of a file."""
        out = [run for run in self.model.runs if run.status == "approved"]
        run = out[-1 - pick % len(out)]
        if pick % 3 or not any(sent for _, sent, *_ in run.lines.values()):
            return
        self.town.ask(
            intents.ExportRun(run=run.number, digest="00", transactions=1, cents=1), self.model.today, FINANCE
        )
        intent = intents.ImportRejections(run=run.number, reported_on=self.model.today, reason="AM04", rejections=())
        self.play(intent, lambda: self.model.file_rejected(run), *self._cases_of(run.municipality), by=FINANCE)

    @rule(where=few, often=few)
    def reopen(self, where: int, often: int) -> None:
        """The last quarter that was closed is open again."""
        municipality = MUNICIPALITIES[where % 4 == 3]
        signed = self.model.signed.setdefault(municipality, [])
        if often < 7 or not signed:
            return
        intent = intents.ReopenQuarter(
            municipality=municipality, quarter=Quarter.of(first_of(signed[-1])), reason="test"
        )
        self.agreed(intent, signed.pop)

    def change_account(self, pick: int) -> None:
        """Another account of an employer."""
        employer = self.employers[pick % 2]
        if self.model.employers[employer]["blocked"] or pick > 7:
            self.town.change_account(employer, self.model.today)
            self.model.employers[employer]["account"] += 1
            self.model.employers[employer]["blocked"] = False

    def hold(self, pick: int, what: int) -> None:
        """Payment of a case or an employer is held or released."""
        case, today = self._one(pick, lambda one: one.held), self.model.today
        employer = self.employers[pick % 2]
        if (what < 5 and not case.held) or what == 0:
            intent: intents.Intent = intents.HoldPayment(case=case.number, reason="doubt", effective=today)
            self.play(intent, lambda: self.model.hold(case, "doubt"), case)
        elif what < 6:
            self.play(intents.ReleasePayment(case=case.number, effective=today), lambda: self.model.release(case), case)
        elif what == 6:
            self.town.ask(intents.HoldEmployer(employer=employer, reason="seizure", effective=today), today)
            self.model.employers[employer]["held"] = "seizure"
        else:
            self.play(intents.ReleaseEmployer(employer=employer, effective=today), lambda: self._release(employer))

    def hold_for_a_while(self, pick: int, what: int) -> None:
        """Held, and sometimes released at once."""
        self.hold(pick, what)
        if what in (1, 2):
            self.hold(pick, 5)

    def _release(self, employer: str) -> None:
        if self.model.employers[employer]["held"] is None:
            raise No("R25")
        self.model.employers[employer]["held"] = None

    # --- settling and closing -----------------------------------------------------------------------------------------

    @rule(where=few, back=st.integers(-1, 5))
    def settle(self, where: int, back: int) -> None:
        """A settlement; directly after it, another one finds nothing and due is booked."""
        municipality, through = MUNICIPALITIES[where % 4 == 3], following(month_of(self.model.today), -back)
        self._settle(municipality, through)

    def _settle(self, municipality: str, through: Month) -> None:
        found: list[dict[str, Any]] = []
        intent = intents.Settle(municipality=municipality, through=month(through))
        theirs = self._cases_of(municipality)
        receipt = self.play(intent, lambda: found.append(self.model.settle(municipality, through)), *theirs, by=FINANCE)
        if receipt is None:
            return
        settled = [fact for fact in receipt.facts if isinstance(fact, facts.Settled)]
        booked = [one for case in theirs for one in case.happened("Settled")[-1:] if case.number in found[0]]
        assert [fact.booked_on for fact in settled] == [one["booked_on"] for one in booked]
        assert all(
            sum(part.subsidy_cents for part in line.routes) == line.subsidy_cents
            for fact in settled
            for line in fact.lines
        )
        before = self.town.position
        assert self.town.ask(intent, self.model.today, FINANCE).repeated, "settling twice books once"
        assert self.town.position == before

    @rule(where=few, settles=few)
    def sign_off(self, where: int, settles: int) -> None:
        """The next quarter is closed, by two persons."""
        municipality = MUNICIPALITIES[where % 4 == 3]
        signed = self.model.signed.setdefault(municipality, [])
        paid = [month_of(run.days[0]) for run in self.model.runs if run.municipality == municipality and run.approved]
        first = following(signed[-1]) if signed else min(paid, default=following(month_of(self.model.today), -4))
        last = quarter_of(following(first, 3 if where == 9 else 0))[2]
        if settles > 1 and self.model.today <= last_of(last) < date(2028, 6, 1):
            self.model.today = last_of(last) + (1 + settles) * DAY
        if settles > 3:
            self._settle(municipality, last)
        self._sign_off(municipality, last, settles != 9)

    def _sign_off(self, municipality: str, last: Month, explain: bool) -> None:
        quarter = Quarter.of(first_of(last))
        silent = [run.number for run in self.model.runs if run.municipality == municipality and run.status == "approved"
                  and month_of(run.days[0]) in quarter_of(last)]  # fmt: skip
        explained = silent if explain else []
        intent = intents.SignOffQuarter(municipality=municipality, quarter=quarter, position=self.town.position,
                                        digest="00", explained=dict.fromkeys(explained, "test"))  # fmt: skip

        def act() -> None:
            self.model.check_sign_off(municipality, last, explained)
            self.model.signed[municipality].append(last)

        self.agreed(intent, act)


def _himself() -> None:
    raise No("R37")


def _without_zeros(found: dict[Any, Any]) -> dict[Any, Any]:
    return {slot: pair for slot, pair in found.items() if pair != (0, 0)}


def _people(model: Model) -> dict[str, Case]:
    return {case.person: case for case in model.cases.values()}


def _contract(form: int, agreed: Fraction) -> dict[str, Any]:
    """A form of contract with hours that go with it."""
    if form < 5:
        return {"form": "fixed", "hours": agreed, "maximum_hours": None}
    if form < 8:
        return {"form": "min_max", "hours": agreed / 2, "maximum_hours": agreed}
    return {"form": "zero_hours", "hours": Fraction(0), "maximum_hours": None}


def _ages(start: date, age: int) -> tuple[tuple[int, date], ...]:
    """The birthdays of a young employee, or none of an adult."""
    if age < 6:
        return ()
    first = months_from(start, age - 4) + age * DAY
    return ((17 + age % 3, start), *((18 + age % 3 + n, months_from(first, 12 * n) + DAY) for n in range(3)))
