"""The rest of the naive model: later decisions, objections, the determination and what is recovered after it (R18, R20, R31)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.model.due import DAY, Data, Terms, first_of, following, last_of, month_of
from tests.model.naive import Case, Model, No


class Whole(Model):
    """A whole ledger, to the last cent of it."""

    def _ruling(self, case: Case, day: date) -> Data:
        ruling = case.terms.granted(day)
        if ruling is None:
            raise No("R20")
        return ruling

    def amend_decision(self, case: Case, day: date) -> None:
        """R20: it says what the amount has become; nothing follows from it."""
        self._ruling(case, day)
        case.log.append(("Decided", {"outcome": "amend", "start": day}))

    def revise(self, case: Case, start: date, until: date | None, wage_value: Any) -> None:
        """R18, R20: another wage value for what was granted."""
        if start > self.today:
            raise No("R18")
        case.log.append(("Decided", self._revision(case, start, until, wage_value)))

    def _revision(self, case: Case, start: date, until: date | None, wage_value: Any) -> Data:
        terms, ruling = case.terms, self._ruling(case, start)
        lasts = [day for day in (ruling["until"], terms.last_day) if day is not None]
        if ruling["outcome"] == "withdraw" or start > min(lasts, default=date.max) or ruling["route"] == "flat_rate":
            raise No("R20")
        if ruling["wage_value"] == wage_value:
            raise No("R20")
        if wage_value == 100:
            raise No("R17")
        lasts = [day for day in (until, ruling["until"], self._last_ruled(terms, ruling, start)) if day is not None]
        last = min(lasts, default=None)
        if last is not None and last < start:
            raise No("R20")
        reference = ruling["reference"] if start == ruling["start"] else start
        return {"outcome": "revise", "start": start, "until": last, "route": "regular", "wage_value": wage_value,
                "reference": reference}  # fmt: skip

    def _last_ruled(self, terms: Terms, ruling: Data, start: date) -> date | None:
        """The last day before another decision rules."""
        borders = [one["start"] for one in terms.grants]
        borders += [one["until"] + DAY for one in terms.grants if one["outcome"] == "revise" and one["until"]]
        after = [day for day in sorted(borders) if day > start and terms.granted(day) is not ruling]
        return after[0] - DAY if after else None

    def withdraw_grant(self, case: Case, start: date) -> None:
        """R20: from a day on nothing is due."""
        ruling = self._ruling(case, start)
        if ruling["outcome"] == "withdraw" or (case.terms.last_day is not None and start > case.terms.last_day):
            raise No("R20")
        case.log.append(("Decided", {**ruling, "outcome": "withdraw", "start": start, "until": None}))

    def extend(self, case: Case, until: date | None) -> None:
        """R3, R18: the regular grant goes on from the day after its last, and the amount is fixed anew."""
        self.open_for_decisions(case)
        terms = case.terms
        last = next((one for one in reversed(terms.grants) if one["outcome"] == "grant"), None)
        if last is None or last["until"] is None:
            raise No("R18")
        ruling, start, end = terms.granted(last["until"]), last["until"] + DAY, terms.contract_end
        if ruling is None or ruling["outcome"] == "withdraw":
            raise No("R18")
        if ruling["route"] == "flat_rate":
            raise No("R7")
        if end is not None and (end < start or (until is not None and until > end)):
            raise No("R18")
        if start < terms.start or (until is not None and until < start):
            raise No("R20")
        self._check_group(case, start)
        self._check_window(terms)
        case.log.append(
            ("Decided", {**ruling, "outcome": "grant", "start": start, "until": until or end, "reference": start})
        )

    # --- objections ---------------------------------------------------------------------------------------------------

    def object(self, case: Case, nth: int) -> None:
        """An objection of the employer against the nth decision, in time or late; one against each."""
        decided = [place for place, (topic, _) in enumerate(case.log) if topic in ("Decided", "RecoveryClaimed")]
        if not 1 <= nth <= len(decided) or any(one["against"] == nth for one in case.terms.standing("ObjectionFiled")):
            raise No("R20")
        case.log.append(("ObjectionFiled", {"against": nth}))

    def answer_objection(self, case: Case, version: int, *, grant: bool, wage_value: Any, start: date | None) -> None:
        """A decision on it; where it is founded another takes the place of the one that does not stand."""
        puts = case.terms.puts.get(version)
        if puts is None or puts[0][1] != "ObjectionFiled" or puts[-1][2] is None:
            raise No("R20")
        if any(one["of"] == version for one in case.happened("ObjectionDecided")):
            raise No("R20")
        decisions = [data for topic, data in case.log if topic in ("Decided", "RecoveryClaimed")]
        against = decisions[puts[0][2]["against"] - 1]  # type: ignore[index]
        decided = ("ObjectionDecided", {"of": version})
        before = len(case.log)
        if grant:
            if not case.rejected or against.get("outcome") != "reject" or case.ended:
                raise No("R20")
            self.granted(case, self._last_basis(case), start or case.terms.start, None)
        elif wage_value is not None:
            start = start or against.get("start")
            if start is None:
                raise No("R20")
            case.log.append(("Decided", self._revision(case, start, None, wage_value)))
        case.log.insert(before, decided)

    def _last_basis(self, case: Case) -> Data | None:
        kinds = ("WageValueEstablished", "MeasurementWaived")
        lasts = [puts[-1] for _, puts in sorted(case.terms.puts.items())]
        found = [data for _, kind, data in lasts if kind in kinds and data is not None]
        return found[-1] if found else None

    # --- the end ------------------------------------------------------------------------------------------------------

    def determine(self, case: Case, *, anyway: bool) -> None:
        """R11, R31: what is left is booked, and the balance is final."""
        terms = case.terms
        if not case.ended or not terms.grants or terms.last_day is None or terms.last_day > self.today:
            raise No("R31")
        if case.opening is not None and case.opening not in self.signed_openings:
            raise No("R27")
        through = max([month_of(terms.last_day), *(month for month, _ in case.booked())])
        months = {*terms.months(through), *(month for month, _ in case.booked())}
        if any(self.calculation(case).due(month)[1] for month in months) and not anyway:
            raise No("R11")
        lines = self.unsettled(case, through)
        pairs = [*case.booked().values(), *((subsidy, charges) for _, _, subsidy, charges in lines)]
        total = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        if case.determined and case.determined["total"] == total and not lines:
            return
        natural, signed = last_of(through), self.signed.get(case.municipality, [])
        booked_on = first_of(following(signed[-1])) if self.closed(case.municipality, natural) else natural
        if lines:
            case.log.append(("Settled", {"lines": lines, "booked_on": booked_on}))
        case.log.append(("Decided", {"outcome": "determine", "start": min(one["start"] for one in terms.grants)}))
        balance = sum(sum(pair) for pair in case.payable().values())
        case.log.append(("FinallySettled", {"total": total, "balance": balance}))

    def claimed(self, case: Case) -> int:
        """R30, R31: what was claimed and is still owed."""
        claimed = 0
        for n, (topic, data) in enumerate(case.log, start=1):
            if topic == "RecoveryClaimed":
                claimed += data["cents"]
            elif topic in ("RecoveryReceived", "WrittenOff"):
                claimed -= sum(line[2] + line[3] for line in data["lines"])
            claimed = min(claimed, Case(case.person, case.municipality, log=case.log[:n]).owed) if claimed else 0
        return claimed

    def _to_claim(self, case: Case) -> int:
        withdrawn = any(one["outcome"] == "withdraw" for one in case.happened("Decided"))
        cents = case.owed - self.claimed(case)
        if (not case.determined and not withdrawn) or not cents:
            raise No("R31")
        return cents

    def announce(self, case: Case, respond_by: date) -> None:
        """R20, R31: who did not give the facts is heard first."""
        cents = self._to_claim(case)
        data = {"cents": cents, "announced_on": self.today, "respond_by": respond_by}
        if self._announced(case) == data:
            return
        if respond_by <= self.today:
            raise No("R31")
        case.log.append(("RecoveryAnnounced", data))

    def _announced(self, case: Case) -> Data | None:
        claims = [place for place, (topic, _) in enumerate(case.log, 1) if topic == "RecoveryClaimed"]
        told = [puts[-1] for slot, puts in sorted(case.terms.puts.items()) if slot > max(claims, default=0)]
        found = [data for _, kind, data in told if kind == "RecoveryAnnounced" and data is not None]
        return found[-1] if found else None

    def claim(self, case: Case, *, anyway: bool) -> None:
        """R31: all that is owed and was not claimed, by a decision."""
        cents, heard = self._to_claim(case), self._announced(case)
        if not anyway and (heard is None or heard["cents"] < cents or self.today <= heard["respond_by"]):
            raise No("R31")
        case.log.append(("RecoveryClaimed", {"cents": cents}))

    def settle_up(self, case: Case, topic: str, cents: int) -> None:
        """R21, R31: received or written off, laid over the oldest months first."""
        if not case.happened("RecoveryClaimed") or not 0 < cents <= self.claimed(case):
            raise No("R31")
        lines, payable = [], case.payable()
        for month, element in sorted(payable):
            subsidy, charges = payable[month, element]
            of_subsidy = min(cents, max(0, -subsidy))
            of_charges = min(cents - of_subsidy, max(0, -charges))
            cents -= of_subsidy + of_charges
            if of_subsidy or of_charges:
                lines.append((month, element, of_subsidy, of_charges))
        case.log.append((topic, {"lines": lines}))

    def instalments(self, case: Case, parts: list[tuple[date, int]]) -> None:
        """R31: a claim is paid in parts that sum to what is outstanding."""
        if not case.happened("RecoveryClaimed") or sum(cents for _, cents in parts) != self.claimed(case):
            raise No("R31")
        case.log.append(("InstalmentsAgreed", {"agreed_on": self.today, "parts": parts}))


def both(*acts: Callable[[], object]) -> Callable[[], object]:
    """One after another."""
    return lambda: [act() for act in acts]
