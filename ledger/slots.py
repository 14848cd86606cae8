"""Inputs by slot (R35, R36): what was reported, corrected and withdrawn in one stream.

A slot is the version of an input fact in its stream. A correction puts another fact in the slot, or none; the last one
counts, and what stood before it is kept, so a correction can itself be taken back.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from ledger import facts
from ledger.facts import FACTS, Fact

Kind = TypeVar("Kind", bound=Fact)


class Put(NamedTuple):
    """What an entry put in a slot; no fact: it was withdrawn."""

    version: int
    fact: Fact | None


class Input(NamedTuple):
    """A slot: everything that was put in it, in order; the last counts."""

    puts: tuple[Put, ...]

    @property
    def counts(self) -> Fact | None:
        """What counts now."""
        return self.puts[-1].fact

    @property
    def kind(self) -> str:
        """The topic of the facts in it."""
        return next(put.fact.topic for put in self.puts if put.fact is not None)

    def before(self, version: int) -> Fact | None:
        """What stood in the slot before that entry."""
        return next((put.fact for put in reversed(self.puts) if put.version < version), None)


Inputs = Mapping[int, Input]


def put(inputs: dict[int, Input], version: int, fact: Fact) -> None:
    """Take in an input, or a correction of one."""
    if isinstance(fact, facts.Corrected):
        known = inputs[fact.slot].puts if fact.slot in inputs else ()
        inputs[fact.slot] = Input((*known, Put(version, replacement(fact))))
    else:
        inputs[version] = Input((Put(version, fact),))


def replacement(fact: facts.Corrected) -> Fact | None:
    """The fact as it should have been."""
    return None if fact.replacement is None else FACTS[fact.kind].model_validate_json(fact.replacement)


def corrected(slot: int, kind: str, right: Fact | None, reason: str, sealed: str | None = None) -> facts.Corrected:
    """The correction that puts a fact in a slot; none: it is withdrawn."""
    stored = None if right is None else right.model_dump_json()
    return facts.Corrected(slot=slot, reason=reason, kind=kind, replacement=stored, sealed=sealed)


def slot_of(inputs: Inputs, version: int) -> int | None:
    """The slot that an entry put something in: its own, or that of the input it corrects (R36)."""
    return next((slot for slot, one in inputs.items() if any(put.version == version for put in one.puts)), None)


def counting(inputs: Inputs, kind: type[Kind]) -> Iterable[tuple[int, Kind]]:
    """The facts of one kind that count, with their slots, in the order of the slots."""
    for slot, one in sorted(inputs.items()):
        fact = one.puts[-1].fact
        if isinstance(fact, kind):
            yield slot, fact
