"""What held on one day of a case, as known at a moment, in words: contract, decision, law, and the amounts of its month."""

from collections.abc import Iterable, Iterator
from typing import Any

from commands.explain import fields as explained
from commands.explain import lines as explaining
from commands.output import table
from commands.replay_case import amount_fields, amount_table, indented, known_at, moment_fields
from commands.words import words
from ledger import facts
from ledger.calculation.timeline import GAPS
from ledger.facts import Fact
from ledger.model import plain
from projections.replay.case import CaseThen
from projections.replay.on_day import HeldOn
from projections.resting import Value

HEADINGS = ("law or policy", "value", "of", "since", "entry", "article")


def lines(then: CaseThen, held: HeldOn) -> Iterator[str]:
    """All that held on the day."""
    yield known_at(then.moment)
    yield f"{then.subsidy.case}  {words(then.subsidy.status)}  what held on {held.day}"
    yield from indented(_held(held))
    yield ""
    yield f"The amounts of {held.month}"
    amounts = {slot: one for slot, one in then.amounts().items() if slot[0] == held.month}
    yield from indented(amount_table(amounts))
    due = then.explained(held.month)
    if due is not None:
        elsewhere = then.subsidy.paid_through is not None and held.month <= then.subsidy.paid_through
        yield from indented(list(explaining(then.subsidy, due, elsewhere))[1:])
    yield ""
    if held.rests:
        yield f"What the amounts of {held.month} rest on"
        yield from indented(_table(held.rests))
        yield ""
    yield f"All law and policy that counted on {held.day}"
    yield from indented(_table(held.values))


def fields(then: CaseThen, held: HeldOn) -> dict[str, Any]:
    """The same for machines."""
    due = then.explained(held.month)
    return {
        **moment_fields(then.moment),
        "case": then.subsidy.case,
        "valid_on": str(held.day),
        "employer": held.employer,
        "contract": held.contract and _contract_fields(held),
        "decision": held.decision and {"entry": held.decision.position, **_plain(held.decision.fact)},
        "wage_value": held.wage_value,
        "age": held.age,
        "nothing_due": held.gap and {"reason": held.gap, "text": GAPS[held.gap]},
        "month": str(held.month),
        "amounts": [amount_fields(slot, one) for slot, one in then.amounts().items() if slot[0] == held.month],
        "entitlement": None if due is None else explained(due),
        "rests_on": [_value_fields(one) for one in held.rests],
        "values": [_value_fields(one) for one in held.values],
    }


def _table(values: Iterable[Value]) -> list[str]:
    rows = [(one.name, value_text(one.value), one.day, one.since, one.entry, one.article) for one in values]
    return table(HEADINGS, rows)


def _value_fields(one: Value) -> dict[str, Any]:
    return one._asdict() | {"day": str(one.day), "since": str(one.since)}


def value_text(value: object) -> str:
    """A value of the law or a choice of policy: a number, a scale, or days."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in sorted(value.items()))
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _held(held: HeldOn) -> Iterator[str]:
    if held.contract is None:
        yield "no employment yet"
    else:
        contract = held.contract
        most = f" to {plain(contract.maximum_hours)}" if contract.maximum_hours is not None else ""
        hours = f"{plain(contract.hours)}{most} hours of {plain(contract.sector_full_time_hours)} a week"
        yield f"employment with {held.employer} since {contract.start}: {words(contract.form)} contract, {hours}"
    if held.age is not None:
        yield f"the employee was {held.age}, for the minimum wage"
    if held.wage_value is not None:
        yield f"wage value {plain(held.wage_value.wage_value)} % established on {held.wage_value.established_on}"
    if held.grant is not None and held.decision is not None:
        yield _decision(held.decision.fact, held.decision.position)
    if held.gap is not None:
        yield f"nothing was due: {GAPS[held.gap]}"


def _decision(fact: Fact, position: int) -> str:
    assert isinstance(fact, facts.Decided)
    assert fact.route is not None
    until = f"through {fact.until}" if fact.until else "without an end"
    value = f", wage value {plain(fact.wage_value)} %" if fact.wage_value is not None else ""
    rules = f"{words(fact.route)} from {fact.start} {until}{value}"
    return f"decision {fact.decision} of {fact.decided_on} (entry {position}): {words(fact.outcome)}, {rules}"


def _contract_fields(held: HeldOn) -> dict[str, Any]:
    assert held.contract is not None
    contract = held.contract
    return {
        "since": str(contract.start),
        "form": contract.form,
        "hours": plain(contract.hours),
        "maximum_hours": None if contract.maximum_hours is None else plain(contract.maximum_hours),
        "sector_full_time_hours": plain(contract.sector_full_time_hours),
    }


def _plain(fact: Fact) -> dict[str, Any]:
    return fact.model_dump(mode="json", exclude={"sealed", "derivation"})
