"""Erasing a person, or an employer who is one: after the retention term, when nothing stands in the way, by two persons (R37).

Afterwards the stream takes nothing more. Who comes back is registered anew, under another number.
"""

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.party.state import Employer, Person
from ledger.refusal import Refused
from ledger.second_person import seconded

ARTICLE = "art. 17 AVG"


def person_erased(intent: intents.ErasePerson, person: Person, context: Context) -> tuple[Fact, ...]:
    """The keys of a person and of who was merged into it go. Raises Refused, naming what stands in the way."""
    if person.erased is not None:
        return ()
    if person.merged_into and (context.person is None or context.person.erased is None):
        what = f"{person.number} is the same person as {person.merged_into}, and is erased with it."
        raise Refused(what, rule="R36", article=ARTICLE, remedy=f"Use {person.merged_into}.")
    kept = context.retention
    assert kept is not None
    retained_until = kept.check(context.today)
    erased = facts.PersonErased(
        persons=kept.persons, cases=kept.cases, ground=intent.ground, result=kept.result, retained_until=retained_until
    )
    return seconded(intent, context, (erased,))


def employer_erased(intent: intents.EraseEmployer, employer: Employer, context: Context) -> tuple[Fact, ...]:
    """The key of an employer who is a natural person goes. Raises Refused, naming what stands in the way."""
    if employer.erased is not None:
        return ()
    if not intent.natural_person:
        raise Refused(
            f"{employer.number} is erased only if it is a natural person (eenmanszaak).",
            rule="R35",
            article="art. 4 onder 1 AVG",
            remedy="Say so with --natural-person; the data of others are not personal.",
        )
    kept = context.retention
    assert kept is not None
    erased = facts.EmployerErased(
        employer=employer.number,
        ground=intent.ground,
        result=kept.result,
        retained_until=kept.check(context.today),
    )
    return seconded(intent, context, (erased,))


def check_person(person: Person) -> None:
    """Raises Refused where a person was erased."""
    if person.erased is not None:
        what = f"The data of {person.number} were erased."
        raise Refused(what, rule="R35", article=ARTICLE, remedy="Register the person anew: lks person register.")


def check_employer(employer: Employer) -> None:
    """Raises Refused where an employer was erased."""
    if employer.erased is not None:
        what = f"The data of {employer.number} were erased."
        raise Refused(what, rule="R35", article=ARTICLE, remedy="Register it anew: lks employer register.")
