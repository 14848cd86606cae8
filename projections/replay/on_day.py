"""What held on one day of a case, as known at a moment: contract, employer, grant and its decision, or why nothing was due."""

from dataclasses import dataclass
from datetime import date

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.terms import Contract, Grant
from ledger.calculation.timeline import Gap, Stretch, timeline
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.refusal import Refused
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy
from projections.replay.case import CaseThen
from projections.resting import Known, Value


@dataclass(frozen=True, slots=True)
class HeldOn:
    """`decision`: the entry of the decision that ruled the day; `gap`: a code of `timeline.GAPS` where nothing was due;
    `employer`: who was paid; `rests`: what the amounts of its month rest on, `values`: all law and policy of the day."""

    day: date
    contract: Contract | None
    grant: Grant | None
    decision: Entry | None
    gap: str | None
    age: int | None
    employer: str
    wage_value: facts.WageValueEstablished | None
    rests: tuple[Value, ...]
    values: tuple[Value, ...]

    @property
    def month(self) -> Month:
        """Its month, the amounts of which are told."""
        return Month.of(self.day)


def held_on(store: Store, then: CaseThen, day: date) -> HeldOn:
    """What held of the case on that day."""
    subsidy, position = then.subsidy, then.moment.position
    assert subsidy.terms is not None
    stretch = _stretch(then, day)
    contracts = [one for one in sorted(subsidy.terms.contracts, key=lambda one: one.start) if one.start <= day]
    found = stretch if isinstance(stretch, Stretch) else None
    known, due = Known(store, subsidy.municipality, position), then.explained(Month.of(day))
    segments = [] if due is None else [segment for line in due.lines for segment in line.segments]
    bbl = any(one.bbl for one in subsidy.terms.contracts)
    return HeldOn(
        day=day,
        contract=found.contract if found else (contracts[-1] if contracts else None),
        grant=found.grant if found else None,
        decision=_decision(then, found.grant) if found else None,
        gap=stretch.reason if isinstance(stretch, Gap) else None,
        age=found.age if found else None,
        employer=_employer(subsidy, day),
        wage_value=_wage_value(subsidy, day),
        rests=tuple(known.values(segments, position, bbl=bbl)),
        values=tuple(known.on(day, position)),
    )


def _stretch(then: CaseThen, day: date) -> Stretch | Gap | None:
    assert then.subsidy.terms is not None
    try:
        stretches, gaps = timeline(then.subsidy.terms, Month.of(day), then.policy)
    except Refused:
        return None
    both: list[Stretch | Gap] = [*stretches, *gaps]
    return next((one for one in both if one.first <= day <= one.last), None)


def _decision(then: CaseThen, grant: Grant) -> Entry | None:
    """Grants follow from the decisions that grant, revise or withdraw, one by one in their order."""
    entries = [one.entry for one in then.told if _grants(one.entry.fact)]
    place = max((n for n, one in enumerate(then.subsidy.grants) if one == grant), default=None)
    return None if place is None else entries[place]


def _grants(fact: facts.Fact) -> bool:
    return isinstance(fact, facts.Decided) and fact.outcome in ("grant", "revise", "withdraw")


def _employer(subsidy: Subsidy, day: date) -> str:
    assert subsidy.application is not None
    changes = [fact for _, fact in counting(subsidy.inputs, facts.Amended) if fact.employer and fact.effective <= day]
    changes.sort(key=lambda fact: fact.effective)
    return (changes[-1].employer if changes else None) or subsidy.application.employer


def _wage_value(subsidy: Subsidy, day: date) -> facts.WageValueEstablished | None:
    """The last one established by that day."""
    found = [one for _, one in counting(subsidy.inputs, facts.WageValueEstablished) if one.established_on <= day]
    return found[-1] if found else None
