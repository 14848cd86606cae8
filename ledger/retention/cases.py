"""How long the data of one case are kept, and what stands in the way of erasing them. Pure.

The term of the policy runs from the last of: the end of the subsidy, the decision on it or on an objection, and what was recovered.
Other laws have clocks of their own that start elsewhere; all must be over. While a case can still lead to money or to a
decision, nothing of its person is erased.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.closing.quarters import Quarters, natural_date
from ledger.closing.settlement import settle
from ledger.facts import RetentionResult
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.law.retention import BOOKS, Terms, terms
from ledger.log.entry import Entry
from ledger.refusal import Refused
from ledger.retention.result import ARTICLE, Clock, Obstacle
from ledger.subsidy.state import Subsidy

SWITCH = "retention"
ERASING = ("ErasePerson", "EraseEmployer", "EraseExpert")
CLAIMS = 5
"""Years in which a claim can be enforced (Awb 4:104)."""


@dataclass(frozen=True, slots=True)
class Town:
    """What a municipality knows that matters to how long a case is kept."""

    municipality: str
    law: Law
    policy: Policy
    quarters: Quarters
    today: date

    @property
    def terms(self) -> Terms | None:
        """Years by result, of its policy today."""
        return terms(self.policy.on(SWITCH, self.today))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: of which result, its clocks, and what is in the way."""

    case: str
    result: RetentionResult
    clocks: tuple[Clock, ...]
    obstacles: tuple[Obstacle, ...]


def standing(subsidy: Subsidy, stream: list[Entry], town: Town) -> Standing:
    """How a case stands, from its state and its entries."""
    money = sorted(day for entry in stream if (day := natural_date(entry.fact)) is not None)
    result: RetentionResult = "granted" if subsidy.grants or money else "rejected"
    in_the_way = tuple(_open(subsidy))
    if not in_the_way:
        in_the_way = (*_money(subsidy), *_unsettled(subsidy, town), *_books(subsidy.case, money, town))
    in_the_way += tuple(waiting(subsidy.case, stream))
    clocks = () if tuple(_open(subsidy)) else tuple(_clocks(subsidy, stream, money, result, town))
    return Standing(subsidy.case, result, clocks, in_the_way)


def no_term(municipality: str) -> Obstacle:
    """No term was chosen, so none is over."""
    where = f" --municipality {municipality}" if municipality else ""
    return Obstacle(
        f"{municipality or 'this ledger'} has no retention term",
        "R35",
        ARTICLE,
        f"Adopt it, by two persons: lks policy adopt retention 'granted=7 rejected=5 unused=1'{where}.",
    )


def waiting(name: str, stream: Iterable[Entry]) -> Iterator[Obstacle]:
    """What waits for a second person in a stream, but for an erasure itself."""
    proposed: dict[int, Entry] = {}
    for entry in stream:
        match entry.fact:
            case facts.Proposed(intent=intent) if intent not in ERASING:
                proposed[entry.version] = entry
            case facts.Approved(of=of) | facts.Declined(of=of):
                proposed.pop(of, None)
    for entry in proposed.values():
        remedy = f"Let a second person decide: lks proposals approve {entry.position}, or decline."
        yield Obstacle(f"proposal {entry.position} about {name} waits", "R37", "", remedy)


def years(number: int) -> str:
    """A number of years in words."""
    return f"{number} year{'' if number == 1 else 's'}"


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _open(subsidy: Subsidy) -> Iterator[Obstacle]:
    case = subsidy.case
    match subsidy.status:
        case "applied":
            yield Obstacle(f"{case} is not decided", "R35", "art. 4:13 Awb", "Decide it: lks decide, or lks set-aside.")
        case "granted":
            yield Obstacle(f"{case} runs", "R35", ARTICLE, f"End it when it ends: lks end --case {case}.")
        case "ended" if (subsidy.grants or subsidy.booked) and subsidy.finally_settled is None:
            remedy = f"Determine it: lks decide determine --case {case}."
            yield Obstacle(f"{case} is not finally determined", "R31", "art. 4:42 Awb", remedy)
    if subsidy.open_objection is not None:
        remedy = f"Decide on it: lks objection decide --case {case}."
        yield Obstacle(f"an objection in {case} is not decided", "R20", "art. 7:10 Awb", remedy)


def _money(subsidy: Subsidy) -> Iterator[Obstacle]:
    case, cents = subsidy.case, subsidy.payable_cents()
    if subsidy.claimed_cents():
        remedy = "Receive it, or write it off: lks recovery."
        yield Obstacle(f"a recovery of {case} is open", "R31", "art. 4:104 Awb", remedy)
    elif cents < 0:
        remedy = "Claim it, or write it off: lks recovery."
        yield Obstacle(f"money of {case} is owed to the municipality", "R31", "art. 4:57 Awb", remedy)
    elif cents > 0 and subsidy.hold is not None:
        remedy = f"Release it: lks pay release --case {case}."
        yield Obstacle(f"money of {case} is held", "R25", "art. 4:87 Awb", remedy)
    elif cents > 0:
        yield Obstacle(f"money of {case} is payable", "R21", "art. 4:87 Awb", "Pay it: lks pay prepare.")


def _unsettled(subsidy: Subsidy, town: Town) -> Iterator[Obstacle]:
    """What is due and booked must be the same, and all hours known (R28)."""
    if not (subsidy.grants or subsidy.booked):
        return
    case, remedy = subsidy.case, f"Determine it anew: lks decide determine --case {subsidy.case}."
    try:
        found = settle(subsidy, _last_month(subsidy, town.today), town.law, town.policy)
    except Refused as refused:
        yield Obstacle(f"{case}: {refused.what.rstrip('.')}", refused.rule, refused.article, refused.remedy)
        return
    if found.unknown:
        what = f"worked hours of {case} are not known for {found.unknown[0]}"
        yield Obstacle(what, "R11", "art. 10d lid 4 Pw", f"Report them: lks hours report --case {case}.")
    elif found.lines:
        yield Obstacle(f"what is due and booked differ in {case}", "R28", "art. 10d lid 4 Pw", remedy)


def _last_month(subsidy: Subsidy, today: date) -> Month:
    ended = subsidy.ended
    last = today if ended is None else ended.last_day if isinstance(ended, facts.Ended) else ended.registered_on
    return max([Month.of(min(last, today)), *(month for month, _ in subsidy.booked)])


def _books(case: str, money: list[date], town: Town) -> Iterator[Obstacle]:
    """Every quarter and year in which money of the case is in the books is signed off (R34)."""
    quarters = town.quarters
    for quarter in dict.fromkeys(Quarter.of(day) for day in money if not quarters.closed(day)):
        remedy = f"Sign it off: lks quarter sign-off --quarter {quarter}."
        yield Obstacle(f"{quarter}, with money of {case}, is not signed off", "R34", "art. 17a Fvw", remedy)
        return
    first = quarters.signed[0].fact.quarter.year if quarters.signed else 0
    for year in dict.fromkeys(day.year for day in money if day.year >= first and not quarters.signed_year(day.year)):
        remedy = f"Sign it off: lks year sign-off --year {year}."
        yield Obstacle(f"{year}, with money of {case}, is not signed off", "R34", "art. 17a Fvw", remedy)
        return


def _clocks(
    subsidy: Subsidy, stream: list[Entry], money: list[date], result: RetentionResult, town: Town
) -> Iterator[Clock]:
    if town.terms is not None:
        number: int = town.terms._asdict()[result]
        last = years_after(_over(subsidy, stream), number)
        why = f"{years(number)} after {subsidy.case} was over, as the result is {result}"
        yield Clock(last, why, f"Selectielijst gemeenten, {ARTICLE}")
    if subsidy.determined is not None:
        why = f"until then {subsidy.case} can be recovered, five years after it was determined"
        yield Clock(subsidy.determined.claim_until, why, "art. 4:57 lid 4 Awb")
    for claim in subsidy.claims:
        why = f"until then a claim of {subsidy.case} can be enforced"
        yield Clock(years_after(claim.pay_by, CLAIMS), why, "art. 4:104 Awb")
    if money:
        why = f"{BOOKS} years after the year in which money of {subsidy.case} was booked last"
        yield Clock(date(money[-1].year + BOOKS, 12, 31), why, "art. 52 lid 4 AWR")


def _over(subsidy: Subsidy, stream: list[Entry]) -> date:
    """The day on which all of it was over: the end, the last decision but the determination, what was recovered."""
    days = [subsidy.application.received_on] if subsidy.application else []
    match subsidy.ended:
        case facts.Ended() as ended:
            days.append(ended.last_day)
        case facts.Transferred() as moved:
            days.append(moved.registered_on)
    for entry in stream:
        match entry.fact:
            case facts.Decided(outcome=outcome, decided_on=day) if outcome != "determine":
                days.append(day)
            case facts.SetAside(decided_on=day) | facts.ObjectionDecided(decided_on=day):
                days.append(day)
            case facts.RecoveryClaimed(decided_on=day):
                days.append(day)
            case facts.RecoveryReceived(received_on=day) | facts.WrittenOff(written_off_on=day):
                days.append(day)
    return max(days)
