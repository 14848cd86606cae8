"""Amounts: every one computed again from the inputs in its own fact, and every law value in it known when it was recorded."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger import facts
from ledger.audit.finding import Finding
from ledger.calculation.amount import amount
from ledger.calculation.money import whole_cents
from ledger.calculation.rates import exact_value
from ledger.calculation.segment import Line, Segment
from ledger.facts import Fact
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.refusal import Refused


class Ruling(NamedTuple):
    """Law and policy as known before an entry."""

    law: Law
    policy: Policy


def count(fact: Fact) -> int:
    """How many amounts a fact holds that follow from inputs."""
    match fact:
        case facts.Paid():
            return len(fact.booked)
        case facts.Settled():
            return len(fact.lines)
        case facts.Decided():
            return 1 if fact.derivation else 0
    return 0


def check(position: int, fact: Fact, ruling: Ruling) -> Iterator[Finding]:
    """Every amount of a fact that does not follow from its inputs, and every law value that was not known yet."""
    match fact:
        case facts.Paid():
            for line in fact.booked:
                if not _follows(line):
                    what = f"{line.month} {line.element} of {fact.run} does not follow from its inputs"
                    yield Finding(position, "amount", what)
            yield from _known(position, (part for line in fact.booked for part in line.segments), ruling)
        case facts.Settled():
            for settled in fact.lines:
                if not (_follows(settled.due) and _is_the_difference(settled)):
                    what = f"the settled {settled.month} {settled.element} does not follow from its inputs"
                    yield Finding(position, "amount", what)
            yield from _known(position, (part for settled in fact.lines for part in settled.due.segments), ruling)
        case facts.Decided() if fact.derivation:
            if amount(fact.derivation) != (fact.subsidy_cents, fact.charges_cents):
                yield Finding(position, "amount", f"the amount of {fact.decision} does not follow from its inputs")
            yield from _known(position, fact.derivation, ruling)


def _follows(line: Line) -> bool:
    return amount(line.segments) == (line.subsidy_cents, line.charges_cents)


def _is_the_difference(line: facts.SettledLine) -> bool:
    difference = line.due.subsidy_cents - line.booked_subsidy_cents, line.due.charges_cents - line.booked_charges_cents
    by_route = sum(one.subsidy_cents for one in line.routes), sum(one.charges_cents for one in line.routes)
    return difference == (line.subsidy_cents, line.charges_cents) == by_route


def _known(position: int, segments: Iterable[Segment], ruling: Ruling) -> Iterator[Finding]:
    """R41: of each value that the law then had no such value of, once."""
    wrong = {(name, day): None for segment in segments for name, day in _unknown(segment, ruling)}
    for name, day in wrong:
        yield Finding(position, "law", f"its {name} of {day} is not what the ledger knew when it was recorded")


def _unknown(segment: Segment, ruling: Ruling) -> Iterator[tuple[str, str]]:
    law, policy = ruling
    for name, day, used in (
        ("minimum_wage", segment.reference_date, segment.minimum_wage_cents),
        ("holiday_percentage", segment.reference_date, segment.holiday_percentage),
        ("charges_percentage", segment.reference_date, segment.charges_percentage),
        ("cap_percentage", segment.start, segment.cap_percentage),
        ("flat_rate_percentage", segment.start, segment.flat_rate_percentage),
    ):
        if used is None:
            continue
        try:
            value = exact_value(law, policy, name, day)
        except Refused:
            yield name, str(day)
            continue
        if used != (whole_cents(value) if name == "minimum_wage" else value):
            yield name, str(day)
