"""How many months of how many subsidies one core computes a second: python -m tests.benchmarks.entitlements

Histories are varied on purpose, so that nothing is fast because it was just asked: own start, hours, wage value and
sector's week, a quarter begins on the flat rate, a tenth is young, a tenth has worked hours, a fifth changes its hours,
a fifth is measured again. The first figure leaves out everything that is remembered between calls. Seconds are those of
the processor, so that other work on the machine does not count. Wanted: 20,000.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from ledger.calculation import amount, inputs, timeline
from ledger.calculation.calendar import Month, months, months_after
from ledger.calculation.entitlement import Contract, Grant, HoursReport, Terms, entitlement
from ledger.calculation.segment import AgeStep
from ledger.law import packaged_law
from ledger.law.policy import Policy

SUBSIDIES = 3_000
FIRST, LAST = Month(2024, 1), Month(2026, 12)
WANTED = 20_000

REMEMBERED: tuple[tuple[ModuleType, str], ...] = (
    (inputs, "rates"),
    (inputs, "age_percentage"),
    (timeline, "_effective"),
    (amount, "_regular"),
    (amount, "_flat_rate"),
    (amount, "hundredths"),
)


def main() -> None:
    """Measure and print."""
    chance = random.Random(20261120)
    subsidies = [_subsidy(chance) for _ in range(SUBSIDIES)]
    law, policy = packaged_law(), Policy.defaults()
    with _nothing_remembered():
        _report("nothing remembered", subsidies[: SUBSIDIES // 5], law, policy)
    rate = _report("cold start", subsidies, law, policy)
    _report("same again", subsidies, law, policy)
    print(f"wanted {WANTED:,}: {'met' if rate >= WANTED else 'NOT met'}, {rate / WANTED:.2f} times")


def _report(name: str, subsidies: list[Terms], law: Any, policy: Policy) -> float:
    began = time.process_time()
    count = cents = 0
    for subsidy in subsidies:
        for month in months(Month.of(subsidy.employment_start), LAST):
            count += 1
            cents += sum(line.total_cents for line in entitlement(subsidy, month, law, policy).lines)
    rate = count / (time.process_time() - began)
    print(f"{name:20} {count:8,} subsidy-months  {rate:9,.0f} a second  (sum {cents / 100:,.2f} euro)")
    return rate


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    kept = [(module, name, getattr(module, name)) for module, name in REMEMBERED]
    for module, name, function in kept:
        setattr(module, name, function.__wrapped__)
    yield
    for module, name, function in kept:
        setattr(module, name, function)


def _subsidy(chance: random.Random) -> Terms:
    start = FIRST.first + timedelta(days=chance.randrange(700))
    contract = _contract(chance, start)
    contracts, grants = [contract], _grants(chance, start)
    if chance.random() < 0.2:
        contracts.append(_contract(chance, _later(chance, start), contract.form))
    if chance.random() < 0.2:
        grants.append(_regular(chance, _later(chance, start + timedelta(days=200))))
    return Terms(
        employment_start=start,
        contracts=tuple(contracts),
        grants=tuple(grants),
        age_steps=_ages(chance, start) if chance.random() < 0.1 else (),
        reports=_reports(chance, start, contract) if contract.form == "min_max" else (),
        ended=_later(chance, start + timedelta(days=300)) if chance.random() < 0.2 else None,
    )


def _contract(chance: random.Random, start: date, form: Any = None) -> Contract:
    form = form or ("min_max" if chance.random() < 0.1 else "fixed")
    hours = Decimal(chance.randrange(800, 3200 if form == "min_max" else 4000)) / 100
    return Contract(start, form, hours, Decimal(40), Decimal(chance.choice(["36", "37", "38", "40"])))


def _grants(chance: random.Random, start: date) -> list[Grant]:
    if chance.random() >= 0.25:
        return [_regular(chance, start)]
    last = months_after(start, 6)
    return [Grant(start, last, "flat_rate", None, start), _regular(chance, last + timedelta(days=1))]


def _regular(chance: random.Random, start: date) -> Grant:
    return Grant(start, None, "regular", Decimal(chance.randrange(2000, 9500)) / 100, start)


def _ages(chance: random.Random, start: date) -> tuple[AgeStep, ...]:
    birthday = _later(chance, start)
    return AgeStep(age=20, since=start), AgeStep(age=21, since=birthday)


def _reports(chance: random.Random, start: date, contract: Contract) -> tuple[HoursReport, ...]:
    """Four-week payslips to the end, from a little below the minimum to a quarter above it."""
    weeks = timedelta(days=28)
    count = (LAST.last - start) // weeks + 1
    return tuple(
        HoursReport(
            start + n * weeks,
            start + (n + 1) * weeks - timedelta(days=1),
            (contract.hours * 4 * chance.randrange(95, 126) / 100).quantize(Decimal("0.01")),
        )
        for n in range(count)
    )


def _later(chance: random.Random, start: date) -> date:
    return start + timedelta(days=chance.randrange(1, 400))


if __name__ == "__main__":
    main()
