"""Facts that are recorded as they are, without deciding: for what the read side makes of them."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from uuid import UUID

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.calculation.segment import Line
from ledger.facts import Fact, MonthAmount, RouteAmount, SettledLine
from ledger.identifiers import stream_id
from ledger.log.interface import Draft
from tests.log.given import cause, key
from tests.payments.office import Office

BY_TWO = {"QuarterSignedOff": "SignOffQuarter", "QuarterReopened": "ReopenQuarter", "WrittenOff": "WriteOff"}
"""Facts that take two persons, and the intent that one of them proposes."""


@dataclass
class Recorder:
    """Writes facts to the log of an office."""

    office: Office
    numbers: "count[int]" = field(default_factory=count)

    def record(self, stream: UUID, *recorded: Fact) -> int:
        """Facts as the next of a stream; gives the position of the last. What takes two persons is proposed first (R37)."""
        intent = BY_TWO.get(recorded[-1].topic)
        if intent is not None and not isinstance(recorded[0], facts.Approved):
            self.record(stream, facts.Proposed(intent=intent, fields="{}"))
            of = self.office.store.versions([stream])[stream]
            return self.record(stream, facts.Approved(of=of), *recorded)
        store = self.office.store
        after = store.versions([stream])[stream]
        drafts = [Draft(stream, after + n, self.office.municipality, fact) for n, fact in enumerate(recorded, 1)]
        name = f"{stream} {after} {next(self.numbers)}"
        entries = store.append(drafts, key(name), cause({stream: after}, digest=name))
        self.office.after()
        return entries[-1].position

    def of_case(self, case: str, *recorded: Fact) -> int:
        """Facts of a case."""
        return self.record(stream_id("subsidy", case), *recorded)

    def of_quarters(self, *recorded: Fact) -> int:
        """Facts of the municipality's quarters."""
        return self.record(stream_id("quarter", self.office.municipality), *recorded)

    def sign_off(self, quarter: Quarter, position: int) -> int:
        """A quarter, signed off on what was known at a position."""
        fact = facts.QuarterSignedOff(quarter=quarter, position=position, digest="00", explained={}, unknown=())
        return self.of_quarters(fact)

    def reopen(self, quarter: Quarter) -> int:
        """The last signed-off quarter, reopened."""
        return self.of_quarters(facts.QuarterReopened(quarter=quarter, reason="test"))


def settled(through: Month, *lines: SettledLine, booked_on: date | None = None) -> facts.Settled:
    """A settlement of one case."""
    natural = through.last
    return facts.Settled(through=through, lines=lines, unknown=(), booked_on=booked_on or natural, value_date=natural)


def settled_line(month: Month, subsidy_cents: int, charges_cents: int, flat_rate_cents: int = 0) -> SettledLine:
    """A difference of a month; of the subsidy this much on the flat rate."""
    due = Line(month=month, element="fixed", subsidy_cents=subsidy_cents, charges_cents=charges_cents, segments=())
    routes = [RouteAmount(route="regular", subsidy_cents=subsidy_cents - flat_rate_cents, charges_cents=charges_cents)]
    if flat_rate_cents:
        routes.append(RouteAmount(route="flat_rate", subsidy_cents=flat_rate_cents, charges_cents=0))
    return SettledLine(
        due=due, booked_subsidy_cents=0, booked_charges_cents=0, subsidy_cents=subsidy_cents, charges_cents=charges_cents,
        routes=tuple(routes),
    )  # fmt: skip


def amount(month: Month, subsidy_cents: int, charges_cents: int = 0) -> MonthAmount:
    """Fixed cents of a month."""
    return MonthAmount(month=month, element="fixed", subsidy_cents=subsidy_cents, charges_cents=charges_cents)
