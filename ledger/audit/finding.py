"""What an audit finds, as data: where in the log, of which kind, and what it means (docs/audit.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal[
    "position", "version", "time", "key", "append", "seal", "head", "checkpoint", "fact", "cause", "decider", "stream", "amount",
    "law", "run", "settlement", "read", "refused", "decision", "no intent", "no fact", "projection", "journal", "look", "schema",
]  # fmt: skip
"""Everything that can be wrong."""

MEANINGS: Final[dict[Kind, str]] = {
    "position": "an entry is missing, or stands at another place than it was recorded",
    "version": "the versions of a stream do not follow one another",
    "time": "an entry was recorded before the one that stands before it",
    "key": "an intent key stands twice: one intent was recorded twice",
    "append": "an entry belongs to no append, or differs from its append in time or login",
    "seal": "the entry, or the one before it, is not what was sealed",
    "head": "the log does not end where its head says",
    "checkpoint": "the log is not the one of which a checkpoint was published",
    "fact": "the stored fact cannot be read",
    "cause": "the stored cause cannot be read, or names an intent that does not exist",
    "decider": "older rules decided it after newer ones had decided",
    "stream": "the fact cannot have happened to its stream as it stood",
    "amount": "an amount does not follow from the inputs in its fact",
    "law": "an amount rests on a value of the law that was not known when it was recorded",
    "run": "a payment run is not what its payments sent",
    "settlement": "a settlement is not what its cases settled",
    "read": "the streams were not at the versions that the intent says it read",
    "refused": "the intent, decided again on what it read, is refused",
    "decision": "the fact is not what its intent leads to when it is decided again",
    "no intent": "a fact without intent: the intent of its append does not lead to it",
    "no fact": "an intent without its fact: deciding again leads to a fact that is not in the log",
    "projection": "a table of projections is not what the log gives",
    "journal": "debit and credit of an entry and date are not equal",
    "look": "a look at a person is missing, changed or out of place, see lks looks verify",
    "schema": "a function, view, trigger or table of the database is not that of this release",
}
"""What each kind means."""

assert tuple(MEANINGS) == get_args(Kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a position of the log (0: at no one position): a kind, and what it means."""

    position: int
    kind: Kind
    meaning: str


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By position, those at no one position last; of one position as they were found."""
    return sorted(findings, key=lambda finding: finding.position or 2**63)
