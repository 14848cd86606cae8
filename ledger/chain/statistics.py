"""What one municipality delivered to CBS (Statistiek Re-integratie door Gemeenten): of a month the first, and corrections."""

from dataclasses import dataclass, field, replace
from datetime import date

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.context import Context
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery, and where in the log it was recorded."""

    fact: facts.StatisticsExported
    position: int


@dataclass(frozen=True, slots=True)
class Deliveries:
    """State: the deliveries by month, in order; the second of a month and later ones correct those before."""

    months: dict[Month, tuple[Delivery, ...]] = field(default_factory=dict)
    version: int = 0

    def of(self, month: Month) -> tuple[Delivery, ...]:
        """Those of one month."""
        return self.months.get(month, ())


def evolve(known: Deliveries, entry: Entry) -> Deliveries:
    """The deliveries after one more entry."""
    known = replace(known, version=entry.version)
    if isinstance(entry.fact, facts.StatisticsExported):
        month = entry.fact.month
        one = Delivery(entry.fact, entry.position)
        return replace(known, months={**known.months, month: (*known.of(month), one)})
    return known


def delivery(known: Deliveries, month: Month, number: int) -> Delivery:
    """A delivery of a month by its number. Raises Refused."""
    found = known.of(month)
    if not 1 <= number <= len(found):
        last = f"the last is {len(found)}" if found else "there is none yet"
        what = f"There is no delivery {number} of {month}; {last}."
        raise Refused(what, rule="R34", remedy="See lks statistics list.")
    return found[number - 1]


def check_over(month: Month, today: date) -> None:
    """Only a month that is over is delivered. Raises Refused."""
    if month.last >= today:
        what = f"{month} is not over on {today}."
        raise Refused(what, rule="R34", remedy=f"Deliver it from {month.next.first} on.")


def decide(intent: intents.Intent, known: Deliveries, context: Context) -> tuple[Fact, ...]:
    """The next delivery of a month; nothing where its file is the last one's. Raises Refused."""
    assert isinstance(intent, intents.ExportStatistics)
    check_over(intent.month, context.today)
    before = known.of(intent.month)
    if before and before[-1].position > intent.position:
        what = f"Delivery {len(before)} of {intent.month} was recorded after this one was made."
        raise Refused(what, rule="R34", remedy="Somebody else delivered: run lks statistics srg again.")
    if before and before[-1].fact.digest == intent.digest:
        return ()
    fields = intent.model_dump(exclude={"municipality", "month", "anyway", "sealed"})
    return (facts.StatisticsExported(number=len(before) + 1, month=intent.month, **fields),)
