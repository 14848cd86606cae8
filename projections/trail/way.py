"""A told entry with its place in an answer: asked for itself, on the way to what it rests on, or to what rests on it."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ledger.log.interface import Store
from projections.trail.graph import Step
from projections.trail.reading import with_causes
from projections.trail.sentence import Told
from projections.trail.subjects import Subjects

Direction = Literal["asked", "rests_on", "rested_on_by"]


class Placed(NamedTuple):
    """`distance`: links from the entry that was asked for; `role`: as what it was met; `again`: it was met before."""

    told: Told
    direction: Direction = "asked"
    distance: int = 0
    role: str = ""
    again: bool = False


def placed(store: Store, steps: Iterable[Step], direction: Direction) -> Iterator[Placed]:
    """The steps of a way, told. What was met before is told again only where it is one link away."""
    subjects = Subjects(store)
    for step in steps:
        if not step.again or step.depth == 1:
            ((entry, cause),) = with_causes(store, [step.entry])
            told = Told(entry, cause, subjects.of(entry))
            yield Placed(told, direction, step.depth, step.role, step.again)
