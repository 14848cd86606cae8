"""A ledger in the plainest way: what may be asked, what it records, what is booked, sent and payable.

Written from the rules alone. It remembers for every case the list of what happened and works everything out from that,
each time anew; it refuses by raising `No` before anything is remembered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.model.due import (
    DAY,
    Amounts,
    Calculation,
    Data,
    Month,
    Pair,
    Terms,
    Values,
    first_of,
    following,
    last_of,
    month_of,
    months_from,
    packaged_values,
    quarter_of,
)
from tests.model.working_days import payment_days

MONEY = ("OpeningBooked", "Paid", "PaymentReturned", "PaymentRejected", "PaymentConfirmed", "Settled", "PaymentHeld",
         "PaymentReleased", "Proposed", "Approved", "Declined", "RecoveryReceived", "WrittenOff", "FinallySettled")  # fmt: skip
"""What moves nothing that is due."""
STEPS = ("DocumentsRequested", "MeasurementOrdered", "ObjectionFiled", "RecoveryAnnounced", "InstalmentsAgreed")


NO_CHOICE = Values({})


class No(Exception):
    """Refused by a rule."""


@dataclass
class Case:
    """Everything that happened to one case."""

    person: str
    municipality: str
    number: str = ""
    opening: str | None = None
    log: list[tuple[str, Data]] = field(default_factory=list)
    _made: tuple[int, Terms] | None = None

    @property
    def terms(self) -> Terms:
        """The case as it is told now; made anew when more than money happened."""
        inputs = sum(topic not in MONEY for topic, _ in self.log) if self._made else 0
        if self._made is None or self._made[0] != inputs:
            inputs = sum(topic not in MONEY for topic, _ in self.log)
            self._made = inputs, Terms(self.log)
        return self._made[1]

    def happened(self, topic: str) -> list[Data]:
        """All facts of a kind."""
        return [data for known, data in self.log if known == topic]

    @property
    def rejected(self) -> bool:
        """Whether it is rejected and was never granted."""
        decided = self.happened("Decided")
        return bool(decided) and decided[-1]["outcome"] == "reject" and not self.terms.grants

    @property
    def ended(self) -> bool:
        """Whether its end was told, by an end or a move."""
        moved = [one for one in self.terms.standing("Transferred") if not one["stays"]]
        return bool(moved or self.terms.standing("Ended"))

    @property
    def held(self) -> bool:
        """Whether its payment is held."""
        kinds = [topic for topic, _ in self.log if topic in ("PaymentHeld", "PaymentReleased")]
        return bool(kinds) and kinds[-1] == "PaymentHeld"

    def booked(self) -> Amounts:
        """R21: every booking line."""
        lines = [line for data in self.happened("Paid") for line in data["booked"]]
        lines += [line for data in self.happened("Settled") for line in data["lines"]]
        lines += [line for data in self.happened("OpeningBooked") for line in (*data["lines"], *data["balance"])]
        return _sum(lines)

    def sent(self) -> Amounts:
        """What is out: sent, less what came back."""
        lines = [line for data in self.happened("Paid") for line in data["sent"]]
        lines += [line for data in self.happened("OpeningBooked") for line in data["lines"]]
        back = [*self.happened("PaymentReturned"), *self.happened("PaymentRejected")]
        return _sum([*lines, *(_minus(line) for data in back for line in data["lines"])])

    def settled_up(self) -> Amounts:
        """R31: what was received or written off."""
        told = [*self.happened("RecoveryReceived"), *self.happened("WrittenOff")]
        return _sum(line for data in told for line in data["lines"])

    def payable(self) -> Amounts:
        """R21: booked less sent, and what was received or written off."""
        lines = [(*slot, *pair) for side in (self.booked(), self.settled_up()) for slot, pair in side.items()]
        lines += [_minus((*slot, *pair)) for slot, pair in self.sent().items()]
        return {slot: pair for slot, pair in _sum(lines).items() if pair != (0, 0)}

    @property
    def owed(self) -> int:
        """What is owed to the municipality."""
        return max(0, -sum(sum(pair) for pair in self.payable().values()))

    @property
    def determined(self) -> Data | None:
        """R31: the determination that stands, as long as the end does."""
        return self.happened("FinallySettled")[-1] if self.ended and self.happened("FinallySettled") else None

    @property
    def open_objection(self) -> bool:
        """Whether an objection waits for a decision."""
        decided = [data["of"] for data in self.happened("ObjectionDecided")]
        filed = [slot for slot, puts in self.terms.puts.items() if puts[0][1] == "ObjectionFiled"]
        return any(slot not in decided and len(self.terms.puts[slot]) == 1 for slot in filed)

    def out(self, run: str) -> list[Any]:
        """What a run sent and has not come back."""
        sent = [line for data in self.happened("Paid") if data["run"] == run for line in data["sent"]]
        back = [*self.happened("PaymentReturned"), *self.happened("PaymentRejected")]
        return [] if any(data["run"] == run for data in back) else sent


@dataclass
class Run:
    """A payment run."""

    number: str
    municipality: str
    month: Month
    by: str
    on: date
    days: tuple[date, date]
    reasons: tuple[str, ...]
    lines: dict[str, Any]
    status: str = "prepared"
    approved: bool = False
    answered: bool = False


@dataclass
class Model:
    """A whole ledger."""

    today: date
    law: Values = field(default_factory=packaged_values)
    policies: dict[str, Values] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    groups_until: dict[str, date | None] = field(default_factory=dict)
    employers: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    signed_openings: set[str] = field(default_factory=set)
    signed: dict[str, list[Month]] = field(default_factory=dict)
    """By municipality the last months of the quarters that are signed off."""
    _calculated: dict[str, Calculation] = field(default_factory=dict)

    # --- what is due --------------------------------------------------------------------------------------------------

    def policy(self, municipality: str) -> Values:
        """The choices of a municipality."""
        return self.policies.get(municipality, NO_CHOICE)

    def calculation(self, case: Case) -> Calculation:
        """What is due of a case now."""
        known, law, policy = self._calculated.get(case.number), self.law, self.policy(case.municipality)
        if known is None or known.law is not law or known.policy is not policy:
            known = None
        if known is None or (known.terms is not case.terms and known.terms.substance != case.terms.substance):
            known = self._calculated[case.number] = Calculation(case.terms, law, policy)
        return known

    @property
    def horizon(self) -> Month:
        """December of next year."""
        return self.today.year + 1, 12

    def moves(self, case: Case, more: tuple[str, Data]) -> int:
        """How many cents another entry moves, up or down, month by month (R37)."""
        was = self.calculation(case).through(self.horizon)
        becomes = Calculation(Terms([*case.log, more]), self.law, self.policy(case.municipality)).through(self.horizon)
        slots = {*was, *becomes}
        return sum(abs(sum(becomes.get(slot, (0, 0))) - sum(was.get(slot, (0, 0)))) for slot in slots)

    # --- applying and deciding ----------------------------------------------------------------------------------------

    def apply(self, case: Case, data: Data) -> None:
        """R4, R10, R15, R16: a case begins."""
        self._check_contract(data)
        if data["end"] is not None and data["end"] < data["start"]:
            raise No("R15")
        if data["received_on"] > self.today:
            raise No("R40")
        log = [("Applied", data)]
        self._check_alone(case, Terms(log))
        case.log = [*log]

    def take_over(self, case: Case, data: Data, opening: Data, decided: Data, wage: int) -> None:
        """R27: a running case comes in, with what was booked and sent elsewhere."""
        log = [("Applied", data), ("OpeningBooked", opening), ("Decided", decided)]
        terms = Terms(log)
        self._check_alone(case, terms)
        day = max(decided["start"], first_of(following(opening["paid_through"])))
        found = Calculation(terms, self.law, self.policy(case.municipality))._day(day)
        if found and Fraction(self.law.on("minimum_wage", found[-1])) * 100 != wage:
            raise No("R27")
        case.log = [*log]

    def open_for_decisions(self, case: Case) -> None:
        """R31: neither ended nor rejected, unless an objection is open."""
        if case.ended or (case.rejected and not case.open_objection):
            raise No("R31")

    def measure(self, case: Case, data: Data, expert_roles: tuple[str, ...]) -> None:
        """R19: a report of an independent expert, whose draft was discussed."""
        self.open_for_decisions(case)
        if expert_roles or data["draft_discussed_on"] is None:
            raise No("R19")
        case.log.append(("Measured", data))

    def establish(self, case: Case, on: date) -> None:
        """R18: the college establishes what was measured last."""
        self.open_for_decisions(case)
        measured = case.terms.standing("Measured")
        if not measured:
            raise No("R18")
        data = {"wage_value": measured[-1]["wage_value"], "established_on": on}
        if self._basis(case) != data:
            case.log.append(("WageValueEstablished", data))

    def waive(self, case: Case, on: date) -> None:
        """R7, R18: no measurement."""
        self.open_for_decisions(case)
        if case.terms.application["basis"].startswith("lid_2"):
            raise No("R7")
        if self._basis(case) != {"waived_on": on}:
            case.log.append(("MeasurementWaived", {"waived_on": on}))

    def _basis(self, case: Case) -> Data | None:
        """What was established or waived since the last decision."""
        judged = [place for place, (topic, data) in enumerate(case.log, 1)
                  if topic == "Decided" and data["outcome"] in ("grant", "reject")]  # fmt: skip
        decided = max(judged, default=0)
        since = [(slot, puts[-1]) for slot, puts in sorted(case.terms.puts.items()) if slot > decided]
        kinds = ("WageValueEstablished", "MeasurementWaived")
        found = [data for _, (_, kind, data) in since if kind in kinds and data is not None]
        return found[-1] if found else None

    def grant(self, case: Case, start: date | None, until: date | None) -> None:
        """R3, R7, R18, R20: a decision on what was established or waived since the last one."""
        self.open_for_decisions(case)
        if case.rejected:
            raise No("R20")
        self.granted(case, self._basis(case), start, until)

    def granted(self, case: Case, basis: Data | None, start: date | None, until: date | None) -> None:
        """A grant on a wage value that was established, or on the flat rate."""
        terms = case.terms
        if basis is None:
            raise No("R18")
        self._check_window(terms)
        route, wage_value = ("regular", basis["wage_value"]) if "wage_value" in basis else ("flat_rate", None)
        last = next((one for one in reversed(terms.grants) if one["outcome"] == "grant"), None)
        if start is None and last is None:
            start = terms.start
        elif start is None and last is not None and last["route"] == "flat_rate" and last["until"]:
            start = last["until"] + DAY
        if start is None:
            raise No("R18")
        ends = [end for end in (until, terms.contract_end) if end is not None]
        ends += [months_from(terms.start, 6)] if route == "flat_rate" else []
        until = min(ends, default=None)
        if start < terms.start or (until is not None and until < start):
            raise No("R20")
        self._check_group(case, start)
        if route == "flat_rate" and start > months_from(terms.start, 6):
            raise No("R7")
        if wage_value == 100:
            raise No("R17")
        reference = self._reference(case, route, wage_value, start)
        data = {"outcome": "grant", "start": start, "until": until, "route": route, "wage_value": wage_value,
                "reference": reference}  # fmt: skip
        case.log.append(("Decided", data))

    def _check_group(self, case: Case, start: date) -> None:
        group_until = self.groups_until.get(case.person)
        if group_until is not None and group_until < start:
            raise No("R14")

    def _check_window(self, terms: Terms) -> None:
        """R15: lid 1 is asked before or at the start, lid 2 within six months of it. A takeover skips the windows."""
        asked, basis = terms.application["received_on"], terms.application["basis"]
        if (basis == "lid_1a" and asked > terms.start) or (basis == "lid_2b" and asked > months_from(terms.start, 6)):
            raise No("R15")

    def _reference(self, case: Case, route: str, wage_value: Any, start: date) -> date:
        """R3: a decision that changes neither route nor percentage of what ruled that day does not fix the amount anew."""
        before = case.terms.granted(start)
        goes_on = before is not None and (before["until"] is None or before["until"] >= start)
        if (
            before
            and goes_on
            and before["outcome"] == "grant"
            and (before["route"], before["wage_value"]) == (route, wage_value)
        ):
            return before["reference"]  # type: ignore[no-any-return]
        return start

    def reject(self, case: Case) -> None:
        """R17, R20."""
        self.open_for_decisions(case)
        if case.terms.grants or case.rejected:
            raise No("R20")
        case.log.append(("Decided", {"outcome": "reject"}))

    # --- reports ------------------------------------------------------------------------------------------------------

    def report(self, case: Case, topic: str, data: Data) -> None:
        """R10, R12, R13, R32: something changed, or became known. What counts already is not recorded again."""
        said = [one for one in case.terms.standing(topic) if _same_days(topic, one, data)]
        if said and said[-1] == data:
            return
        if case.rejected or case.determined or (case.ended and topic in ("Ended", "Transferred")):
            raise No("R31")
        if topic == "Amended" and data["employer"] == case.terms.employer:
            raise No("R26")
        terms = Terms([*case.log, (topic, data)])
        self._check_input(topic, data, terms, case)
        if topic in ("Amended", "Ended", "Transferred"):
            self._check_alone(case, terms)
        case.log.append((topic, data))

    def _check_input(self, topic: str, data: Data, terms: Terms, case: Case) -> None:
        """What no input can be, with the case as it leaves it."""
        if topic == "Applied":
            self._check_contracts(terms)
        elif topic == "Amended":
            self._within(terms, data["effective"])
            if data["employer"] and data["effective"] > self.today:
                raise No("R40")
            self._check_contracts(terms)
        elif topic in ("HoursReported", "LeaveReported"):
            if data["until"] < data["start"]:
                raise No("R39")
            self._within(terms, data["start"], data["until"])
            self._check_hours(topic, data, terms)
        elif topic == "SicknessReported":
            if data["reported_on"] >= date(2022, 1, 1) or data["first_day"] > data["reported_on"]:
                raise No("R12")
            self._within(terms, data["first_day"], data["last_day"] or data["first_day"])
        elif topic == "Ended":
            self._within(terms, data["last_day"])
        elif topic == "Transferred" and (data["registered_on"] > self.today or data["registered_on"] <= terms.start
                                         or data["destination"] == case.municipality):  # fmt: skip
            raise No("R32")

    def _check_hours(self, topic: str, data: Data, terms: Terms) -> None:
        days = [data["start"] + n * DAY for n in range((data["until"] - data["start"]).days + 1)]
        agreed = [terms.agreed(day) for day in days]
        if topic == "LeaveReported":
            if data["hours"] is not None and data["hours"] > min(one["hours"] for one in agreed):
                raise No("R13")
        elif data["until"] > self.today:
            raise No("R40")
        elif data["hours"] > 24 * len(days) or any(one["form"] == "fixed" for one in agreed):
            raise No("R10")

    def _within(self, terms: Terms, *days: date) -> None:
        for day in days:
            if day < terms.start or (terms.last_day is not None and day > terms.last_day):
                raise No("R15")

    def _check_contracts(self, terms: Terms) -> None:
        """R4, R10: of every contract from its day on; the latest of one day counts."""
        days = [terms.start, *(change["effective"] for change in terms.changes)]
        for day in days:
            self._check_contract(terms.agreed(day))
        if terms.contract_end is not None and terms.contract_end < terms.start:
            raise No("R15")

    def _check_contract(self, agreed: Data) -> None:
        form, hours, maximum = agreed["form"], agreed["hours"], agreed["maximum_hours"]
        if hours > 60 or (maximum or 0) > 60 or not 36 <= agreed["sector_full_time_hours"] <= 40:
            raise No("R4")
        if (form == "fixed" and (hours == 0 or maximum is not None)) or (form == "zero_hours" and hours != 0):
            raise No("R10")
        if form == "min_max" and (maximum is None or maximum < hours):
            raise No("R10")

    def _check_alone(self, case: Case, terms: Terms) -> None:
        """R16: no two cases of one person with one employer at a time."""
        for other in self.cases.values():
            if other is case or other.person != case.person or other.rejected or other.terms.employer != terms.employer:
                continue
            here = (terms.start, terms.last_day or date.max)
            there = (other.terms.start, other.terms.last_day or date.max)
            if here[0] <= there[1] and there[0] <= here[1]:
                raise No("R16")

    def end_group(self, person: str, effective: date) -> None:
        """R14: its end ends every subsidy of the person."""
        if self.groups_until[person] == effective - DAY:
            return
        self.groups_until[person] = effective - DAY
        for case in self.cases.values():
            last = case.terms.last_day
            if case.person == person and not case.rejected and (last is None or last >= effective):
                case.log.append(("Ended", {"last_day": effective - DAY, "reason": "not_target_group"}))

    def hold(self, case: Case, reason: str) -> None:
        """R25."""
        if not (case.held and [d for t, d in case.log if t == "PaymentHeld"][-1] == {"reason": reason}):
            case.log.append(("PaymentHeld", {"reason": reason}))

    def release(self, case: Case) -> None:
        """R25."""
        if not case.held:
            raise No("R25")
        case.log.append(("PaymentReleased", {}))

    # --- corrections --------------------------------------------------------------------------------------------------

    def correct(self, case: Case, entry: int, changes: Data | None, *, second: bool = False) -> str:
        """R35-R37: another fact in a slot, or none; of a correction, what stood before it. What came of it: nothing,
        a proposal, or a correction."""
        slot = case.terms.slot(entry)
        if slot is None:
            raise No("R35")
        puts = case.terms.puts[slot]
        _, kind, wrong = puts[-1]
        if changes is not None:
            if wrong is None:
                raise No("R36")
            if kind in STEPS or (kind == "Applied" and "employer" in changes):  # who is paid is moved, not corrected
                raise No("R35")
            right: Data | None = {**wrong, **changes}
        else:
            earlier = [data for version, _, data in puts if version < entry]
            right = earlier[-1] if entry != slot else None
        if right == wrong:
            return "nothing"
        if kind == "Applied" and right is None:
            raise No("R36")
        corrected = ("Corrected", {"slot": slot, "now": right})
        terms = Terms([*case.log, corrected])
        if right is not None:
            self._check_input(kind, right, terms, case)
        if self.moves(case, corrected) and not second:
            case.log.append(("Proposed", {"entry": entry, "changes": changes}))
            return "proposed"
        if not case.rejected:
            self._check_alone(case, terms)
        case.log += [("Approved", {}), corrected] if second else [corrected]
        return "corrected"

    # --- runs ---------------------------------------------------------------------------------------------------------

    def line_up(self, municipality: str, month: Month, on: date, reasons: Iterable[str]) -> dict[str, Any]:
        """R21, R23, R25-R27: by case what a run books and sends, and to whom."""
        lines: dict[str, Any] = {}
        for case in self.cases.values():
            if case.municipality == municipality and case.terms.grants:
                found = self._case_lines(case, month, on, case.number in reasons)
                lines |= {case.number: found} if found else {}
        return lines

    def _case_lines(self, case: Case, month: Month, on: date, reason: bool) -> Any:
        to_book = self._to_book(case, month, on)
        payable = _sum([*([(*slot, *pair) for slot, pair in case.payable().items()]), *to_book])
        send = sorted((*slot, *pair) for slot, pair in payable.items() if pair != (0, 0))
        total = sum(sum(pair) for pair in payable.values())
        employer = self.employers[case.terms.employer]
        first = not case.sent() and len({line[0] for line in send}) > 6 and not reason
        unsigned = case.opening is not None and case.opening not in self.signed_openings
        if (not to_book and total <= 0) or case.held or employer["held"] or employer["blocked"] or unsigned or first:
            return None
        return to_book, (send if total > 0 else []), case.terms.employer, employer["account"]

    def _to_book(self, case: Case, month: Month, on: date) -> list[Any]:
        """R23: fixed lines of the month and of every earlier month without one; R31: not after the determination."""
        if case.determined:
            return []
        waits = self.policy(case.municipality).on("first_payment", first_of(month), "when_started") == "next_month"
        if month_of(case.terms.start) == month and (waits or case.terms.start > on):
            return []
        booked = {slot[0] for slot in case.booked() if slot[1] == "fixed"}
        due = ((each, self.calculation(case).due(each)[0]) for each in case.terms.months(month) if each not in booked)
        return [(each, "fixed", *lines["fixed"]) for each, lines in due if "fixed" in lines]

    def open_run(self, municipality: str) -> Run | None:
        """The run that is prepared and neither approved nor withdrawn."""
        return next((run for run in self.runs if run.municipality == municipality and run.status == "prepared"), None)

    def closed(self, municipality: str, day: date) -> bool:
        """R22: whether the quarter of a day is signed off."""
        signed = self.signed.get(municipality, [])
        return bool(signed) and day <= last_of(signed[-1])

    def prepare(self, municipality: str, month: Month, by: str, reasons: tuple[str, ...]) -> Run:
        """R23-R25."""
        if month > following(month_of(self.today)):
            raise No("R23")
        if self.open_run(municipality):
            raise No("R25")
        lines = self.line_up(municipality, month, self.today, reasons)
        if not lines:
            raise No("R23")
        days = payment_days(month, self.today)
        if self.closed(municipality, days[0]):
            raise No("R22")
        nth = 1 + sum(run.municipality == municipality and run.month == month for run in self.runs)
        number = f"{municipality}-{month[0]}-{month[1]:02}-{nth}"
        self.runs.append(Run(number, municipality, month, by, self.today, days, reasons, lines))
        return self.runs[-1]

    def approve(self, run: Run, by: str) -> None:
        """R25: by another person, when every line is still the same."""
        if run.status != "prepared":
            raise No("R25")
        if by == run.by:
            raise No("R37")
        if self.today > run.days[1]:
            raise No("R24")
        if self.closed(run.municipality, run.days[0]):
            raise No("R22")
        if self.line_up(run.municipality, run.month, run.on, run.reasons) != run.lines:
            raise No("R25")
        run.status, run.approved = "approved", True
        for number, (booked, sent, *_) in run.lines.items():
            paid = {"run": run.number, "booked": booked, "sent": sent, "booked_on": run.days[0]}
            self.cases[number].log.append(("Paid", paid))

    def withdraw(self, run: Run) -> None:
        """R25: before any confirmation, everything of it is payable again."""
        if run.status == "withdrawn":
            return
        if run.answered or run.status == "rejected":
            raise No("R25")
        run.status = "withdrawn"
        for case in self.cases.values():
            if out := case.out(run.number):
                case.log.append(("PaymentReturned", {"run": run.number, "lines": out}))

    def returned(self, run: Run, employer: str) -> None:
        """R21, R26: a payment came back because the account is closed."""
        for number, (_, _, paid_to, account) in run.lines.items():
            if paid_to == employer and (out := self.cases[number].out(run.number)):
                self.cases[number].log.append(("PaymentReturned", {"run": run.number, "lines": out}))
                if account == self.employers[employer]["account"]:
                    self.employers[employer]["blocked"] = True

    def file_rejected(self, run: Run) -> None:
        """R25: the bank carried out nothing of a file, so all of it is payable again."""
        run.status = "rejected"
        for case in self.cases.values():
            if out := case.out(run.number):
                case.log.append(("PaymentRejected", {"run": run.number, "lines": out}))

    # --- settling and closing -----------------------------------------------------------------------------------------

    def settle(self, municipality: str, through: Month) -> dict[str, list[Any]]:
        """R11, R22, R28: what is due less what was booked, of every known month that is over or paid; fixed amounts of months
        after the last run wait for theirs."""
        approved = [run.month for run in self.runs if run.municipality == municipality and run.approved]
        if self.open_run(municipality):
            raise No("R28")
        paid_through = max(approved, default=(0, 0))
        through = min(through, max(paid_through, following(month_of(self.today), -1)))
        natural, signed = last_of(through), self.signed.get(municipality, [])
        booked_on = first_of(following(signed[-1])) if self.closed(municipality, natural) else natural
        found: dict[str, list[Any]] = {}
        for case in self.cases.values():
            unsigned = case.opening is not None and case.opening not in self.signed_openings
            if case.municipality != municipality or unsigned or case.determined:
                continue
            lines = self.unsettled(case, through)
            booked = case.booked()
            lines = [one for one in lines if one[1] == "variable" or one[0] <= paid_through or one[:2] in booked]
            if lines:
                case.log.append(("Settled", {"lines": lines, "booked_on": booked_on, "of_all": True}))
                found[case.number] = lines
        return found

    def unsettled(self, case: Case, through: Month) -> list[Any]:
        """R28: the differences of a case."""
        booked, lines = case.booked(), []
        for month in sorted({*case.terms.months(through), *(month for month, _ in booked if month <= through)}):
            due, unknown = self.calculation(case).due(month)
            for element in ("fixed", "variable"):
                if element == "variable" and unknown:
                    continue
                was, becomes = booked.get((month, element), (0, 0)), due.get(element, (0, 0))
                if was != becomes:
                    lines.append((month, element, becomes[0] - was[0], becomes[1] - was[1]))
        return lines

    def check_sign_off(self, municipality: str, last: Month, explained: Iterable[str]) -> None:
        """R34: quarters in order, when they are over, and everything in order."""
        signed = self.signed.get(municipality, [])
        if (
            (signed and last <= signed[-1])
            or self.today <= last_of(last)
            or (signed and following(signed[-1], 3) < last)
        ):
            raise No("R34")
        quarter = quarter_of(last)
        paid = [run for run in self.runs if run.municipality == municipality]
        first = [run.days[0] for run in paid if run.approved]
        first += [one["booked_on"] for case in self.cases.values() if case.municipality == municipality
                  for one in case.happened("Settled") if one.get("of_all")]  # fmt: skip
        if not signed and not (first and month_of(min(first)) in quarter):
            raise No("R34")
        within = [run for run in paid if month_of(run.days[0]) in quarter and run.status in ("prepared", "approved")]
        if any(run.status == "prepared" or run.number not in explained for run in within):
            raise No("R34")
        for case in self.cases.values():
            unsigned = case.opening is not None and case.opening not in self.signed_openings
            if case.municipality == municipality and (unsigned or (not case.determined and self.unsettled(case, last))):
                raise No("R34")


def _same_days(topic: str, one: Data, other: Data) -> bool:
    """R36: whether the later of two takes the place of the earlier."""
    if topic in ("HoursReported", "LeaveReported"):
        return bool(one["start"] <= other["until"] and other["start"] <= one["until"])
    names = {"Amended": "effective", "SicknessReported": "first_day"}
    return topic not in names or bool(one[names[topic]] == other[names[topic]])


def _sum(lines: Iterable[Any]) -> Amounts:
    sums: dict[tuple[Month, str], Pair] = {}
    for month, element, subsidy, charges in lines:
        before = sums.get((month, element), (0, 0))
        sums[month, element] = before[0] + subsidy, before[1] + charges
    return sums


def _minus(line: Any) -> Any:
    return *line[:2], -line[2], -line[3]
