"""Correcting who somebody is, and what was recorded of a person's target group (R14, R35, R36).

What is personal comes as a token; the plain part of a correction is which slot it is about, and why.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ledger import facts, intents
from ledger.context import Elsewhere
from ledger.eligibility import guards as eligibility
from ledger.facts import FACTS, Fact
from ledger.party.overlap import follow
from ledger.party.registration import check_unchanged
from ledger.party.state import Employer, Person, in_group, opened
from ledger.refusal import Misuse, Refused
from ledger.slots import corrected, counting, slot_of
from ledger.subsidy.state import Subsidy, after

REGISTERED = 1
"""The slot of a registration: the first entry of the stream."""

GroupIntent = intents.CorrectTargetGroup | intents.WithdrawTargetGroup


class InGroup(NamedTuple):
    """A correction about the target group: the fact, what counted before it, and what counts with it."""

    fact: facts.Corrected
    wrong: Fact | None
    right: Fact | None


# --- who somebody is ----------------------------------------------------------------------------------------------------


def person_corrected(intent: intents.CorrectPerson, person: Person) -> facts.Corrected:
    """The registration as it should have been."""
    assert intent.sealed is not None
    check_unchanged(person.number, person.registration, intent.registered)
    right = facts.PersonRegistered(person=person.number, sealed=intent.sealed)
    return corrected(REGISTERED, right.topic, right, intent.reason, intent.sealed)


def employer_corrected(intent: intents.CorrectEmployer, employer: Employer) -> facts.Corrected:
    """The registration as it should have been."""
    assert intent.sealed is not None
    check_unchanged(employer.number, employer.registration, intent.registered)
    right = facts.EmployerRegistered(employer=employer.number, sealed=intent.sealed)
    return corrected(REGISTERED, right.topic, right, intent.reason, intent.sealed)


def older_or_younger(
    intent: intents.CorrectPerson, person: Person, cases: Mapping[str, Subsidy]
) -> tuple[Elsewhere, ...]:
    """The birthdays of every case that a corrected birth date moves (R6). Raises Refused where a case came since."""
    missing = set(person.cases) ^ intent.age_steps.keys()
    if missing:
        what = f"The cases of {person.number} are not those that this was asked for: {', '.join(sorted(missing))}."
        raise Refused(what, rule="R36", remedy="Decline it, and correct the person again.")
    return tuple(_aged(intent, cases))


def _aged(intent: intents.CorrectPerson, cases: Mapping[str, Subsidy]) -> Iterator[Elsewhere]:
    for case, age_steps in intent.age_steps.items():
        subsidy = cases[case]
        slot, application = next(iter(counting(subsidy.inputs, facts.Applied)))
        if application.age_steps != age_steps:
            right = application.model_copy(update={"age_steps": age_steps})
            fact = corrected(slot, right.topic, right, intent.reason)
            yield Elsewhere("subsidy", case, subsidy.municipality, fact)


# --- the target group ---------------------------------------------------------------------------------------------------


def group_corrected(intent: GroupIntent, person: Person) -> InGroup | None:
    """The correction that a person's stream records; None where it says what counts already. Raises Refused or Misuse."""
    slot = slot_of(person.inputs, intent.entry)
    if slot is None:
        raise Refused(
            f"Entry {intent.entry} of {person.number} says nothing of the target group.",
            rule="R35",
            remedy="Who the person is: lks person correct. Cases: lks correct, by an entry of the case.",
        )
    wrong = person.inputs[slot].counts
    right = _right(intent, person, slot, wrong)
    if right == wrong:
        return None
    fact = corrected(slot, person.inputs[slot].kind, right, intent.reason, intent.sealed)
    _check(right, slot, in_group(person, person.version + 1, fact))
    return InGroup(fact, wrong, right)


def cases_follow(found: InGroup, person: Person, cases: Mapping[str, Subsidy]) -> Iterator[Elsewhere]:
    """R14: where the end of the target group moves, the ends of the subsidies move with it; what the cases record, and what
    the person does. Raises Refused."""
    gone, end = _end(found.wrong), _end(found.right)
    for case in person.subsidies:
        subsidy = cases[case]
        moved = _end_moved(subsidy, gone, end, found.fact.reason)
        if moved is None:
            continue
        yield Elsewhere("subsidy", case, subsidy.municipality, moved)
        for fact in follow(person, after([(moved, subsidy.version + 1, subsidy.municipality)], subsidy)):
            person = opened(person, fact)
            yield Elsewhere("person", person.number, person.municipality, fact)


def _right(intent: GroupIntent, person: Person, slot: int, wrong: Fact | None) -> Fact | None:
    if isinstance(intent, intents.WithdrawTargetGroup):
        return None if intent.entry == slot else person.inputs[slot].before(intent.entry)
    if wrong is None:
        what = f"Entry {intent.entry} of {person.number} was withdrawn."
        raise Refused(what, rule="R36", remedy="Take back the withdrawal first (lks withdraw), or record it anew.")
    allowed = [name for name in type(wrong).model_fields if name != "sealed"]
    unknown = [name for name in intent.changes if name not in allowed]
    if unknown or not intent.changes:
        what = f"has no field {', '.join(unknown)} to correct." if unknown else "nothing to correct is given."
        raise Misuse(f"{wrong.topic}: {what}", field="--set", remedy=f"Its fields are: {', '.join(allowed)}.")
    return FACTS[wrong.topic].model_validate(wrong.model_dump(mode="json") | dict(intent.changes))


def _check(right: Fact | None, slot: int, becomes: Person) -> None:
    """R14: what cannot be recorded for the first time cannot be recorded by a correction."""
    match right:
        case facts.TargetGroupEstablished():
            eligibility.guard_target_group(
                right.group, right.applied_on, _applied_before(slot, becomes), right.effective
            )
        case facts.TargetGroupEnded():
            if becomes.group_since is None or right.effective <= becomes.group_since:
                what = f"The target group of {becomes.number} cannot end before it began."
                raise Refused(what, rule="R14", article="art. 10d lid 8 Pw", remedy="Check both days.")


def _applied_before(slot: int, person: Person) -> date | None:
    """The last application that was recorded before that slot, granted or not."""
    kinds = facts.TargetGroupEstablished | facts.TargetGroupRejected
    before = (one.counts for other, one in person.inputs.items() if other < slot)
    return max((fact.applied_on for fact in before if isinstance(fact, kinds) and fact.applied_on), default=None)


def _end(fact: Fact | None) -> facts.Ended | None:
    """The end that leaving the target group gives the subsidies that run then."""
    if not isinstance(fact, facts.TargetGroupEnded):
        return None
    return facts.Ended(reason="not_target_group", last_day=fact.effective - timedelta(days=1))


def _end_moved(subsidy: Subsidy, gone: facts.Ended | None, end: facts.Ended | None, reason: str) -> Fact | None:
    """The end of a case that came from the target group, corrected; one that is new; or none."""
    if gone is not None:
        for slot, ended in counting(subsidy.inputs, facts.Ended):
            if ended == gone:
                return corrected(slot, ended.topic, end, reason)
    return end if end is not None and _runs_on(subsidy, end) else None


def _runs_on(subsidy: Subsidy, end: facts.Ended) -> bool:
    assert subsidy.terms is not None
    starts = subsidy.terms.employment_start <= end.last_day
    return starts and (subsidy.terms.ended is None or subsidy.terms.ended > end.last_day)
