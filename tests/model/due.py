"""What is due by the rules, worked out from everything that was asked, day by day and in the plainest way.

Written from the rules alone: nothing of the ledger is used but the values of the law, read as data. A case is the list of
what happened to it, in order; the place in the list, counted from 1, is its version. Money is a fraction of cents until
the one rounding (R2), a month is a pair of year and number.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

Month = tuple[int, int]
Pair = tuple[int, int]
"""Subsidy and charges in cents."""
Amounts = dict[tuple[Month, str], Pair]
"""By month and element."""
Data = Mapping[str, Any]

DAY = timedelta(days=1)
WEEKS = Fraction(52, 12)
INPUTS = (
    "Applied", "Amended", "HoursReported", "LeaveReported", "SicknessReported", "Ended", "Transferred",
    "DocumentsReceived", "Measured", "WageValueEstablished", "MeasurementWaived", "DocumentsRequested",
    "MeasurementOrdered", "ObjectionFiled", "RecoveryAnnounced", "InstalmentsAgreed",
)  # fmt: skip
NAMES = ("grant", "form", "hours", "sector", "worked", "age", "reference")
"""What the amount of a day rests on."""
LAW = Path(__file__).parents[2] / "ledger" / "law"


@cache
def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year, day.month


@cache
def following(month: Month, n: int = 1) -> Month:
    """The month n later."""
    months = month[0] * 12 + month[1] - 1 + n
    return months // 12, months % 12 + 1


@cache
def first_of(month: Month) -> date:
    """Its first day."""
    return date(*month, 1)


@cache
def last_of(month: Month) -> date:
    """Its last day."""
    return first_of(following(month)) - DAY


def days_of(month: Month) -> list[date]:
    """All its days."""
    return [first_of(month) + n * DAY for n in range(last_of(month).day)]


def span(first: Month, last: Month) -> list[Month]:
    """Months from the first to the last."""
    found = []
    while first <= last:
        found.append(first)
        first = following(first)
    return found


def quarter_of(month: Month) -> list[Month]:
    """The three months of its quarter."""
    first = (month[0], (month[1] - 1) // 3 * 3 + 1)
    return span(first, following(first, 2))


@cache
def months_from(day: date, n: int) -> date:
    """R39: the last day of n months from a day."""
    there = following(month_of(day), n)
    if day.day > last_of(there).day:
        return last_of(there)
    return first_of(there) + (day.day - 1) * DAY - DAY


@dataclass(frozen=True)
class Values:
    """Law and policy as adopted: by name, values with their first day, in the order of adoption. Of two from one day the
    later counts."""

    rows: Mapping[str, tuple[tuple[date, Any], ...]]
    found: dict[tuple[str, date], Any] = field(default_factory=dict, compare=False)

    def on(self, name: str, day: date, otherwise: Any = None) -> Any:
        """R41: the value on a day."""
        if (name, day) not in self.found:
            counting = [(since, place) for place, (since, _) in enumerate(self.rows.get(name, ())) if since <= day]
            self.found[name, day] = self.rows[name][max(counting)[1]][1] if counting else otherwise
        return self.found[name, day]

    def adopted(self, name: str, since: date, value: Any) -> "Values":
        """With one more."""
        return Values({**self.rows, name: (*self.rows.get(name, ()), (since, value))})


def packaged_values() -> Values:
    """The law as it is distributed."""
    rows: dict[str, tuple[tuple[date, Any], ...]] = {}
    for path in sorted(LAW.glob("*.toml")):
        for name, values in tomllib.loads(path.read_text()).items():
            rows[name] = tuple((value["since"], value["value"]) for value in values)
    return Values(rows)


class Terms:
    """A case as its list tells it now: what stands in every slot (R36), and the decisions."""

    def __init__(self, log: Iterable[tuple[str, Data]]) -> None:
        self.puts: dict[int, list[tuple[int, str, Data | None]]] = {}
        self.grants: list[Data] = []
        self.paid_through: Month | None = None
        self.opened: set[Month] = set()
        for version, (topic, data) in enumerate(log, start=1):
            if topic in INPUTS:
                self.puts[version] = [(version, topic, data)]
            elif topic == "Corrected":
                kind = self.puts[data["slot"]][0][1]
                self.puts[data["slot"]].append((version, kind, data["now"]))
            elif topic == "Decided" and data["outcome"] in ("grant", "revise", "withdraw"):
                self.grants.append(data)
            elif topic == "OpeningBooked":
                self.paid_through = data["paid_through"]
                self.opened = {month for month, *_ in (*data["lines"], *data["balance"])}
        self.application = self.standing("Applied")[0] if self.standing("Applied") else {}
        self.changes = sorted(self.standing("Amended"), key=lambda one: one["effective"])
        self.leaves, self.reports = self.standing("LeaveReported"), self.standing("HoursReported")
        self.sick = {one["first_day"]: one["last_day"] for one in self.standing("SicknessReported")}
        self.start: date = self.application.get("start", date.max)
        self.contract_end = self._contract_end()
        self.last_day = self._last_day()

    @property
    def substance(self) -> tuple[Any, ...]:
        """All that an amount rests on."""
        changing = self.changes, self.leaves, self.reports, self.sick, self.last_day
        return self.application, *changing, self.grants, self.paid_through, self.opened

    def slot(self, version: int) -> int | None:
        """The slot that an entry belongs to."""
        return next((slot for slot, puts in self.puts.items() if version in [put[0] for put in puts]), None)

    def standing(self, topic: str) -> list[Data]:
        """What counts of one kind, in the order of the slots."""
        lasts = [puts[-1] for _, puts in sorted(self.puts.items())]
        return [data for _, kind, data in lasts if kind == topic and data is not None]

    @property
    def employer(self) -> str:
        """Who is paid: from the latest change of it on (R26)."""
        moved = [one["employer"] for one in self.changes if one["employer"]]
        return str(moved[-1] if moved else self.application["employer"])

    def _contract_end(self) -> date | None:
        end: date | None = self.application.get("end")
        for change in self.changes:
            if change["end"] is not None:
                end = None if change["end"] == "open" else change["end"]
        return end

    def _last_day(self) -> date | None:
        ends = [one["last_day"] for one in self.standing("Ended")]
        ends += [one["registered_on"] - DAY for one in self.standing("Transferred") if not one["stays"]]
        ends += [self.contract_end] if self.contract_end else []
        return min(ends, default=None)

    def agreed(self, day: date) -> dict[str, Any]:
        """R4, R10: the contract on a day; a change says only what differs from its day on."""
        names = ("form", "hours", "maximum_hours", "sector_full_time_hours")
        terms = {name: self.application[name] for name in names}
        for change in self.changes:
            if change["effective"] <= day:
                terms |= {name: change[name] for name in names if change[name] is not None}
        if terms["form"] == "zero_hours":
            terms["hours"] = Fraction(0)
        if terms["form"] != "min_max":
            terms["maximum_hours"] = None
        return terms

    def granted(self, day: date) -> Data | None:
        """The decision that rules a day, also after its own last day: the last from that day or earlier; a revision only
        until its end."""
        ruling = None
        for grant in self.grants:
            over = grant["outcome"] == "revise" and grant["until"] is not None and day > grant["until"]
            if grant["start"] <= day and not over:
                ruling = grant
        return ruling

    def months(self, last: Month) -> list[Month]:
        """R27: the months that can be due here."""
        if not self.grants:
            return []
        first = month_of(min(grant["start"] for grant in self.grants))
        elsewhere = self.paid_through or (0, 0)
        return [month for month in span(first, last) if month > elsewhere or month in self.opened]


class Calculation:
    """What is due of one case, on the law and the policy of one moment."""

    def __init__(self, terms: Terms, law: Values, policy: Values) -> None:
        self.terms, self.law, self.policy = terms, law, policy
        self._days: dict[Month, list[Data]] = {}
        self._found: dict[Month, tuple[dict[str, Pair], bool]] = {}

    def through(self, last: Month) -> Amounts:
        """All that is due up to a month, without zeros."""
        found: Amounts = {}
        for month in self.terms.months(last):
            for element, pair in self.due(month)[0].items():
                if pair != (0, 0):
                    found[month, element] = pair
        return found

    def due(self, month: Month) -> tuple[dict[str, Pair], bool]:
        """The lines of a month by element, and whether its worked hours are unknown (R11)."""
        if month not in self._found:
            self._found[month] = self._due(month)
        return self._found[month]

    def _due(self, month: Month) -> tuple[dict[str, Pair], bool]:
        lines: dict[str, Pair] = {}
        days = self.due_days(month)
        fixed = [day for day in days if day["hours"] > 0]
        if fixed:
            lines["fixed"] = self._rounded(month, [(day, self._agreed_part(day)) for day in fixed])
        worked = [day for day in days if day["form"] != "fixed"]
        unknown = any(day["worked"] is None for day in worked)
        if worked and not unknown:
            lines["variable"] = self._rounded(month, self._worked_parts(month, worked))
        return lines, unknown

    def _agreed_part(self, day: Data) -> Fraction:
        """R4, R5: agreed hours of those of a full-time month, for the share of it that these days are."""
        share: Fraction = day["share"]
        return Fraction(min(day["hours"], day["sector"])) / self._base(day) * share

    def _base(self, day: Data) -> Fraction:
        base = self.law.on("hours_base", day["day"])
        sector: Fraction = day["sector"]
        return sector if base == "sector" else exactly(base)

    def _worked_parts(self, month: Month, worked: list[Data]) -> list[tuple[Data, Fraction]]:
        """R10: the hours above the minimum, spread over the days as the reports are."""
        reported = counted = sum((day["worked"] * day["days"] for day in worked), Fraction(0))
        cap = self.policy.on("worked_hours_cap", first_of(quarter_of(month)[0]), "quarter")
        if cap != "none":
            counted = min(reported, self._still_allowed(month, [month] if cap == "month" else quarter_of(month)))
        minimum = sum((day["hours"] * WEEKS * day["share"] for day in worked), Fraction(0))
        extra = max(Fraction(0), counted - minimum)
        if not reported:
            return []
        return [(day, day["worked"] * day["days"] / reported * extra / (self._base(day) * WEEKS)) for day in worked]

    def _still_allowed(self, month: Month, over: list[Month]) -> Fraction:
        """R10: the sector's weeks of all these months, less the hours of the earlier ones."""
        allowed = Fraction(0)
        for other in over:
            for day in self.due_days(other):
                if day["form"] != "fixed":
                    allowed += day["sector"] * WEEKS * day["share"]
                    allowed -= (day["worked"] or 0) * day["days"] if other < month else 0
        return max(Fraction(0), allowed)

    def _rounded(self, month: Month, parts: list[tuple[Data, Fraction]]) -> Pair:
        """R2: summed exactly, then each rounded half-up once; charges over the unrounded subsidy."""
        subsidy = charges = Fraction(0)
        for day, part in parts:
            amount = self._full_time_month(day) * part
            subsidy += amount
            charges += amount * exactly(self.law.on("charges_percentage", day["reference"])) / 100
        whole = _half_up(subsidy)
        if subsidy and self.policy.on("charges_on", first_of(month), "unrounded") == "rounded":
            charges = charges * whole / subsidy
        return whole, _half_up(charges)

    def _full_time_month(self, day: Data) -> Fraction:
        """R1: cents of a whole month of full-time hours."""
        law, reference, grant = self.law, day["reference"], day["grant"]
        age: Fraction = day["age"]
        wage = exactly(law.on("minimum_wage", reference)) * 100 * age
        with_holiday = wage * (100 + exactly(law.on("holiday_percentage", reference))) / 100
        if grant["route"] == "flat_rate":
            return with_holiday * exactly(law.on("flat_rate_percentage", day["day"])) / 100
        own: Fraction = grant["wage_value"]
        wage_value = wage * own / 100 * Fraction(108, 100)
        cap = with_holiday * exactly(law.on("cap_percentage", day["day"])) / 100
        return max(Fraction(0), min(with_holiday - wage_value, cap))

    def _age_share(self, day: date) -> Fraction:
        """R6: the percentage of the age on a day; an age that the scale does not name is an adult's."""
        steps = self.terms.application["age_steps"]
        if not steps:
            return Fraction(1)
        reached = [age for age, since in steps if self._counts_from(since) <= day]
        age = reached[-1] if reached else steps[0][0] - 1
        return exactly(self.law.on("youth_percentages", day).get(str(age), "100")) / 100

    def _counts_from(self, birthday: date) -> date:
        effect = self.policy.on("birthday_effect", birthday, "day")
        if birthday <= self.terms.start or effect == "day":
            return birthday
        return first_of(month_of(birthday)) if effect == "first_of_month" else first_of(following(month_of(birthday)))

    def due_days(self, month: Month) -> list[Data]:
        """The days of a month that are due, each with all that its amount rests on; days that are alike are put together,
        for every value of the law and of policy is from the first of a month."""
        if month not in self._days:
            alike: list[tuple[date, tuple[Any, ...], list[int]]] = []
            for day in days_of(month):
                rests_on = self._day(day)
                if rests_on is not None:
                    if not alike or alike[-1][1] != rests_on:
                        alike.append((day, rests_on, []))
                    alike[-1][2].append(self._parts(day))
            whole = last_of(month).day if self._calendar(month) else 30
            self._days[month] = [
                {**dict(zip(NAMES, rests_on, strict=True)), "day": day, "days": len(parts),
                 "share": Fraction(sum(parts), whole)}
                for day, rests_on, parts in alike
            ]  # fmt: skip
        return self._days[month]

    def _day(self, day: date) -> tuple[Any, ...] | None:
        terms, grant = self.terms, self.terms.granted(day)
        if grant is None or grant["outcome"] == "withdraw" or day < terms.start:
            return None
        if (terms.last_day is not None and day > terms.last_day) or (grant["until"] and day > grant["until"]):
            return None
        if grant["route"] == "flat_rate" and day > months_from(terms.start, 6):
            return None
        if any(first <= day <= (last or day) for first, last in terms.sick.items()):
            return None
        agreed = terms.agreed(day)
        hours = agreed["hours"]
        leave = [one for one in terms.leaves if one["start"] <= day <= one["until"]]
        if leave and leave[-1]["hours"] is None and self.policy.on("unpaid_leave_stops", day, "no") == "yes":
            return None
        if leave and leave[-1]["hours"] is not None:
            hours = min(hours, leave[-1]["hours"])
        reference = max(grant["reference"], self._indexed(day))
        sector = agreed["sector_full_time_hours"]
        return grant, agreed["form"], hours, sector, self._worked(day), self._age_share(day), reference

    def _indexed(self, day: date) -> date:
        """R3: the last indexation."""
        july = date(day.year, 7, 1)
        follows = day >= july and self.policy.on("follow_july_index", july, "no") == "yes"
        return july if follows else date(day.year, 1, 1)

    def _calendar(self, month: Month) -> bool:
        return bool(self.policy.on("part_month", first_of(month), "calendar") == "calendar")

    def _parts(self, day: date) -> int:
        """R5: what a day is of its month; in thirtieths the last day is the thirtieth."""
        if self._calendar(month_of(day)):
            return 1
        whole = 30 if day == last_of(month_of(day)) else min(day.day, 30)
        return whole - min(day.day - 1, 30)

    def _worked(self, day: date) -> Fraction | None:
        """R10: the hours of a day, by calendar days of the report that counts: a payslip before SUWI, then the later one."""
        found = [one for one in self.terms.reports if one["start"] <= day <= one["until"]]
        found = [one for one in found if one["source"] == "payslip"] or found
        if not found:
            return None
        days: int = (found[-1]["until"] - found[-1]["start"]).days + 1
        return Fraction(found[-1]["hours"]) / days


@cache
def exactly(text: str) -> Fraction:
    """A number of the law."""
    return Fraction(text)


def _half_up(cents: Fraction) -> int:
    return int(cents + Fraction(1, 2)) if cents >= 0 else -int(Fraction(1, 2) - cents)
