"""Every entry in one plain sentence that an inspector understands: on which business day, who, did what.

The words of each kind of fact stand in a table by stream; no kind falls through to a general one, and a test says so.
Nothing personal is told: what is sealed stays sealed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ledger.facts import Corrected
from ledger.log.entry import Cause, Entry
from ledger.slots import replacement
from projections.trail import of_books, of_case, of_law, of_money, of_parties, of_process
from projections.trail.phrase import Phrase
from projections.words import on_day, split, words


def corrected(fact: Corrected, of: str) -> str:
    """A correction: what the fact should have been, or that it counts no more."""
    right, what = replacement(fact), words(fact.kind) if words(fact.kind) != fact.kind else split(fact.kind)
    if right is None:
        return f"took back a fact ({what}) of {of}, reason {words(fact.reason)}; it counts no more"
    return f"corrected a fact ({what}) of {of}, reason {words(fact.reason)}; it should have read: {SENTENCES[fact.kind](right, of)}"


SENTENCES: Mapping[str, Phrase] = {
    "Corrected": corrected,
    **of_law.SENTENCES,
    **of_parties.SENTENCES,
    **of_case.SENTENCES,
    **of_process.SENTENCES,
    **of_money.SENTENCES,
    **of_books.SENTENCES,
}
"""By topic: what the actor did, from the fact and the words for what the stream is about."""


class Told(NamedTuple):
    """An entry, why it was recorded, and what its stream is about: "case LKS-26-000001-H"."""

    entry: Entry
    cause: Cause
    subject: str


def sentence(told: Told) -> str:
    """The sentence: On 28 September 2026 b.jurist decided … ."""
    cause = told.cause
    behalf = f", on behalf of {cause.on_behalf_of}," if cause.on_behalf_of else ""
    did = SENTENCES[told.entry.topic](told.entry.fact, told.subject)
    return f"On {on_day(cause.today)} {cause.actor}{behalf} {_day_once(did, on_day(cause.today))}."


def _day_once(did: str, day: str) -> str:
    """The day need not be told again right after the verb."""
    verb, _, rest = did.partition(" ")
    return f"{verb} {rest.removeprefix(f'on {day} ')}"
