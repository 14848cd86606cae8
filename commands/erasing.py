"""What `lks person|employer|expert erase` have in common: what goes is shown first; then, what people destroy themselves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import click

from commands.call import Call
from commands.confirming import confirmed
from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.facts import Fact
from ledger.intents import EraseEmployer, EraseExpert, ErasePerson
from ledger.retention.keeping import Keeping
from ledger.retention.result import Retention
from projections import by_hand
from projections.by_hand import ByHand

Erase = ErasePerson | EraseEmployer | EraseExpert
Ground = Literal["term_over", "requested"]

GROUND = click.option(
    "--ground", type=click.Choice(["term_over", "requested"]), default="term_over",
    help="Why: the retention term is over, or it was asked after that.",
)  # fmt: skip
YES = click.option("--yes", is_flag=True, help="Record it without asking.")

ELSEWHERE = (
    "Backups of the keys and of the ledger's server, and its archived log, keep a destroyed key until they are destroyed too, or",
    "until the version of the master key that locked it is: lks vault rotate, docs/erasure.md.",
)


def erase(call: Call, intent: Erase, yes: bool) -> None:
    """Show what would be destroyed, then propose it."""
    name, kept = _asked(call, intent)
    if kept is None:
        call.answer(call.record(intent), f"{name} is erased.", recorded=False, files=[])
        return
    kept.check(call.today)
    files = _files(call, intent, kept.cases)
    told = {"number": name, "persons": list(kept.persons), "cases": list(kept.cases), "files": fields(files)}
    if confirmed(call, [*_shown(name, kept), *text(files)], yes, **told):
        call.answer(call.record(intent), f"{name} is erased.", recorded=True, **told)


def after(call: Call, recorded: Iterable[Fact]) -> tuple[list[str], dict[str, Any]]:
    """What people destroy themselves once an erasure is recorded, as lines and as fields; nothing where none was."""
    erased = [fact for fact in recorded if _erases(fact)]
    if not erased:
        return [], {}
    files = [one for fact in erased for one in _files(call, fact, getattr(fact, "cases", ()))]
    return [*text(files), *ELSEWHERE], {"files": fields(files)}


def text(files: list[ByHand]) -> list[str]:
    """The files, as lines."""
    if not files:
        return ["No file that holds something of it is known to the ledger."]
    rows = [(one.kind, one.of, one.day, one.digest, " ".join(one.places)) for one in files]
    heading = f"To be destroyed by hand, wherever it is kept ({counted(len(files), 'file')}):"
    return [heading, *table(("what", "of", "day", "SHA-256", "known to be in"), rows)]


def fields(files: list[ByHand]) -> list[dict[str, Any]]:
    """The files, as JSON."""
    return [one._asdict() | {"places": list(one.places)} for one in files]


def _asked(call: Call, intent: Erase) -> tuple[str, Retention | None]:
    """Whom it is about, and how long they are kept; None where the ledger itself will say no, or that it was done."""
    reading = call.ledger.reading()
    keeping = Keeping(reading, call.today)
    match intent:
        case ErasePerson(person=number):
            person = reading.person(number)
            known = person.number and person.erased is None and person.merged_into is None
            return number, keeping.person(number) if known else None
        case EraseEmployer(employer=number):
            employer = reading.employer(number)
            known = employer.number and employer.erased is None and intent.natural_person
            return number, keeping.employer(number) if known else None
        case EraseExpert(expert=code):
            expert = reading.expert(code)
            return code, keeping.expert(code) if expert.code and expert.erased is None else None


def _shown(name: str, kept: Retention) -> Iterator[str]:
    others = [one for one in kept.persons if one != name]
    merged = f", and of {', '.join(others)}, merged into it" if others else ""
    yield f"Destroyed for good: the key of {name}{merged}, and by what it is found. {_cases(kept)}"
    last = kept.last
    assert last is not None
    yield f"It was kept through {last.until}: {last.why} ({last.article})."


def _cases(kept: Retention) -> str:
    if not kept.cases:
        return "It concerns no case."
    return f"It concerns {counted(len(kept.cases), 'case')}: {', '.join(kept.cases)}."


def _files(call: Call, erased: Erase | Fact, cases: Sequence[str]) -> list[ByHand]:
    """The files of whom it is about; none of a fact that erases nobody."""
    reading = call.ledger.reading()
    match erased:
        case ErasePerson() | facts.PersonErased():
            return by_hand.of_person(reading, cases, call.today)
        case EraseEmployer(employer=employer) | facts.EmployerErased(employer=employer):
            return by_hand.of_employer(reading, employer, call.today)
        case EraseExpert(expert=expert) | facts.ExpertErased(expert=expert):
            return by_hand.of_expert(reading, expert, call.today)
    return []


def _erases(fact: Fact) -> bool:
    return isinstance(fact, facts.PersonErased | facts.EmployerErased | facts.ExpertErased)
