"""One person registered twice: the cases go to the one who stays, and the duplicate gets no new ones (R36).

What was sealed about the cases under the duplicate's key stays readable under that key.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from ledger import facts, intents
from ledger.context import Elsewhere
from ledger.party.overlap import follow
from ledger.party.registration import check_unchanged
from ledger.party.state import Person, opened
from ledger.refusal import Refused
from ledger.slots import corrected, counting
from ledger.subsidy.state import Subsidy, after


def merge(
    intent: intents.MergePersons, person: Person, into: Person, cases: Mapping[str, Subsidy]
) -> tuple[Elsewhere, ...]:
    """What every case of the duplicate, and the person who stays, record. Raises Refused."""
    _check_persons(intent, person, into)
    check_unchanged(into.number, into.registration, intent.registered)
    recorded: list[Elsewhere] = []
    for case in person.cases:
        for one in _moved(intent, cases[case], into):
            recorded.append(one)
            if isinstance(one.fact, facts.SubsidyOpened):
                into = opened(into, one.fact)
    return tuple(recorded)


def _check_persons(intent: intents.MergePersons, person: Person, into: Person) -> None:
    for number, one in ((intent.person, person), (intent.into, into)):
        if not one.number:
            raise Refused(f"There is no person {number}.", rule="R14", remedy="Look them up with lks find.")
    if person.number == into.number:
        raise Refused(f"{person.number} is one person already.", rule="R36", remedy="Give the two numbers.")
    if into.merged_into:
        raise Refused(f"{into.number} is itself the same as {into.merged_into}.", rule="R36",
                      remedy=f"Merge into {into.merged_into}.")  # fmt: skip
    if person.municipality != into.municipality:
        raise Refused(
            f"{person.number} is registered in {person.municipality}, {into.number} in {into.municipality}.",
            rule="R32",
            remedy="Each municipality has its own registration; a move is lks transfer.",
        )


def _moved(intent: intents.MergePersons, subsidy: Subsidy, into: Person) -> Iterator[Elsewhere]:
    slot, application = next(iter(counting(subsidy.inputs, facts.Applied)))
    if subsidy.status not in ("rejected", "set_aside"):
        _check_target_group(subsidy, application, into)
    age_steps = intent.age_steps.get(subsidy.case, application.age_steps)
    right = application.model_copy(update={"person": into.number, "age_steps": age_steps})
    fact = corrected(slot, "Applied", right, intent.reason)
    yield Elsewhere("subsidy", subsidy.case, subsidy.municipality, fact)
    becomes = after([(fact, subsidy.version + 1, subsidy.municipality)], subsidy)
    assert becomes.terms is not None
    if subsidy.status in ("rejected", "set_aside"):
        known = facts.SubsidyOpened(
            case=subsidy.case, employer=becomes.employer, start=becomes.terms.employment_start, until=None
        )
        closed = facts.SubsidyClosed(case=subsidy.case, until=None)
        yield from (Elsewhere("person", into.number, into.municipality, one) for one in (known, closed))
    else:
        yield from (Elsewhere("person", into.number, into.municipality, one) for one in follow(into, becomes))


def _check_target_group(subsidy: Subsidy, application: facts.Applied, into: Person) -> None:
    """R14: who stays belongs to the group of the case, from the first day that was granted to the last."""
    if into.group != application.group:
        what = (
            f"{subsidy.case} rests on the target group {application.group}; {into.number} has {into.group or 'none'}."
        )
        raise _no_group(what, f"Establish it first: lks target-group establish --person {into.number}.")
    first = min((grant.start for grant in subsidy.grants), default=None)
    if first is not None and into.group_since is not None and into.group_since > first:
        what = f"{subsidy.case} is granted from {first}; {into.number} belongs to the target group from {into.group_since}."
        raise _no_group(what, f"Establish it from {first} on: lks target-group establish --person {into.number}.")
    if into.group_until is not None and _runs_after(into.group_until, subsidy):
        what = f"{subsidy.case} runs after {into.group_until}, the last day of {into.number} in the target group."
        raise _no_group(what, "End the case, or correct the target group.")


def _runs_after(last: date, subsidy: Subsidy) -> bool:
    assert subsidy.terms is not None
    return subsidy.terms.ended is None or subsidy.terms.ended > last


def _no_group(what: str, remedy: str) -> Refused:
    return Refused(what, rule="R14", article="art. 10c Pw", remedy=remedy)
