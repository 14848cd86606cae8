"""Intents about several cases or persons at once: what they record in streams other than the one that is asked, all in one
append. Here is read what the pure deciders of `party/` need to know; they decide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.context import Context, Elsewhere
from ledger.intents import Intent
from ledger.party import correcting, merging, moving
from ledger.party.state import Person, evolve_person
from ledger.reading import Reading
from ledger.subsidy.effect import effect_cents, effects
from ledger.subsidy.state import Subsidy, after, evolve


def elsewhere(asked: Intent, reading: Reading, context: Context) -> Context:
    """The circumstances with what the intent records in other streams. Raises Refused."""
    match asked:
        case intents.MoveCases():
            cases = _cases(reading, asked.cases)
            persons = _persons(reading, (one.application.person for one in cases.values() if one.application))
            return replace(context, elsewhere=moving.move(asked, cases, persons, context))
        case intents.CorrectPerson():
            person = reading.person(asked.person)
            cases = _cases(reading, person.cases)
            return replace(context, elsewhere=correcting.older_or_younger(asked, person, cases))
        case intents.MergePersons():
            return replace(context, elsewhere=_merged(asked, reading))
        case intents.CorrectTargetGroup() | intents.WithdrawTargetGroup():
            return _group_corrected(asked, reading, context)
    return context


def imagined(found: Iterable[tuple[str, facts.Fact]], reading: Reading) -> dict[str, tuple[Subsidy, Subsidy]]:
    """By case how it is, and how it would be with these facts in its stream."""
    becomes: dict[str, Subsidy] = {}
    for case, fact in found:
        before = becomes.get(case) or reading.subsidy(case)
        becomes[case] = after([(fact, before.version + 1, before.municipality)], before)
    return {case: (reading.subsidy(case), subsidy) for case, subsidy in becomes.items()}


def in_cases(found: Sequence[Elsewhere]) -> list[tuple[str, facts.Fact]]:
    """By case what is recorded in its stream."""
    return [(one.name, one.fact) for one in found if one.kind == "subsidy"]


def _merged(asked: intents.MergePersons, reading: Reading) -> tuple[Elsewhere, ...]:
    person, into = reading.person(asked.person), reading.person(asked.into)
    if person.merged_into:
        return ()
    return merging.merge(asked, person, into, _cases(reading, person.cases))


def _group_corrected(asked: correcting.GroupIntent, reading: Reading, context: Context) -> Context:
    person = reading.person(asked.person)
    found = correcting.group_corrected(asked, person) if person.number and not person.merged_into else None
    if found is None:
        return context
    follows = tuple(correcting.cases_follow(found, person, _cases(reading, person.subsidies)))
    moved = sum(_moved_cents(*pair, context) for pair in imagined(in_cases(follows), reading).values())
    above = moved > int(context.policy.on("correction_second_person_cents", context.today))
    return replace(context, elsewhere=follows, changes_money=above)


def _moved_cents(before: Subsidy, becomes: Subsidy, context: Context) -> int:
    last = Month(context.today.year + 1, 12)
    return effect_cents(effects(before, becomes, last, context.law, context.policy))


def _cases(reading: Reading, numbers: Iterable[str]) -> dict[str, Subsidy]:
    wanted = list(numbers)
    reading.load("subsidy", wanted, Subsidy(), evolve)
    return {number: reading.subsidy(number) for number in wanted}


def _persons(reading: Reading, numbers: Iterable[str]) -> dict[str, Person]:
    wanted = list(numbers)
    reading.load("person", wanted, Person(), evolve_person)
    return {number: reading.person(number) for number in wanted}
