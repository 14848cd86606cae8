"""Deciding again: an intent, asked of exactly the versions that it read, gives the facts that were recorded.

What is personal stands in no cause: its sealed token is taken from the fact that carries it, so deciding again needs no key
and goes on after an erasure.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ledger import facts, intents
from ledger.application import named
from ledger.asking import Asking
from ledger.attempt import Attempt
from ledger.audit.finding import Finding
from ledger.audit.known import Known, KnownReading
from ledger.facts import Fact
from ledger.log.entry import Cause, Entry, Row, encoded
from ledger.log.interface import Draft
from ledger.lookout import Lookout
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.vault.sealing import Vault


class Decided(NamedTuple):
    """What an intent leads to, the version of every stream that was read for it, and where the log is said to have ended."""

    drafts: Sequence[Draft]
    versions: Mapping[UUID, int]
    read_at: int


def decide(cause: Cause, intent: intents.Intent, recorded: Sequence[Fact], login: str, known: Known) -> Decided:
    """What that intent leads to on what is known. Raises Refused where it is refused."""
    reading = known.reading(_read_at(recorded[0], known.position))
    asking = Asking(by=cause.actor, today=cause.today, on_behalf_of=cause.on_behalf_of)
    attempt = Attempt(_AsThen(known, reading, login), intent, asking, None, named(recorded[0]), b"", b"")
    return Decided(attempt.again(_token(recorded, intent)), reading.versions, reading.position())


def intent_of(cause: Cause) -> intents.Intent:
    """What was asked. Raises LookupError or ValueError for what is no intent."""
    return intents.INTENTS[cause.intent].model_validate(cause.fields)


def same(draft: Draft, row: Row) -> bool:
    """Whether a stored entry is what was decided, to the byte."""
    return (draft.stream, draft.version, draft.municipality, draft.fact.topic) == (
        row.stream, row.version, row.municipality, row.topic,
    ) and encoded(draft.fact) == row.state  # fmt: skip


def differences(rows: Sequence[Row], recorded: Sequence[Fact | None], decided: Decided) -> Iterator[Finding]:
    """How the entries of one append differ from what was decided again."""
    for row, fact, draft in zip(rows, recorded, decided.drafts, strict=False):
        if (draft.stream, draft.version, draft.municipality) != (row.stream, row.version, row.municipality):
            yield Finding(row.position, "decision", f"{draft.fact.topic} belongs here, in another stream or version")
        elif draft.fact != fact:
            yield Finding(row.position, "decision", _difference(fact, draft.fact))
    for row in rows[len(decided.drafts) :]:
        yield Finding(row.position, "no intent", f"{row.topic} is nothing that the intent of its append leads to")
    for draft in decided.drafts[len(rows) : len(rows) + 1]:
        missing = len(decided.drafts) - len(rows)
        more = f", and {missing - 1} more," if missing > 1 else ""
        what = f"{draft.fact.topic}{more} should follow: the intent at {rows[0].position} leads to it"
        yield Finding(rows[-1].position + 1, "no fact", what)


def misread(first: Row, cause: Cause, decided: Decided, known: Known) -> Iterator[Finding]:
    """What an intent says that it read, where that is not what stood there."""
    read = {str(stream): version for stream, version in decided.versions.items()}
    if cause.read != read:
        wrong = sum(read.get(stream) != version for stream, version in cause.read.items())
        more = len(read.keys() - cause.read.keys())
        yield Finding(
            first.position, "read", f"{wrong + more} streams that it read were at another version, or not read"
        )
    if decided.read_at < known.position:
        last = max((known.position_of(stream) for stream in decided.versions if stream != first.stream), default=0)
        if last > decided.read_at:
            what = f"it says that it read up to {decided.read_at}, and what it read stands at {last}"
            yield Finding(first.position, "read", what)


def _difference(recorded: Fact | None, decided: Fact) -> str:
    """Which fields differ; never what they hold, which can be personal."""
    if recorded is None or recorded.topic != decided.topic:
        return f"decided again it is {decided.topic}"
    fields = [name for name in type(decided).model_fields if getattr(recorded, name) != getattr(decided, name)]
    return f"decided again, {decided.topic} has another {', '.join(fields)}"


def _read_at(fact: Fact, position: int) -> int:
    """Where the log ended when it was read. Somebody else may have recorded elsewhere before it was appended; what depends on
    that place holds it."""
    match fact:
        case facts.RunPrepared(position=read) | facts.QuarterSettled(position=read) if read <= position:
            return read
    return position


def _token(recorded: Sequence[Fact], intent: intents.Intent) -> str | None:
    """The sealed part, from the fact that carries it, or from the proposal that waits."""
    carriers = (fact for fact in recorded if fact.topic in (intent.seals, "Proposed"))
    tokens = (getattr(fact, "sealed", None) for fact in carriers)
    return next((token for token in tokens if token), None)


class _AsThen(Lookout):
    """The log as it was known at a position, through the login that recorded."""

    def __init__(self, known: Known, reading: KnownReading, login: str) -> None:
        super().__init__(known.store, _NoKeys(), login, _no_clock)
        self._known, self._reading = known, reading

    def reading(self, until: int | None = None) -> Reading:
        """What was known."""
        return self._reading

    def waiting(self, position: int) -> Entry:
        """The proposal at that position, if it waited then (R37). Raises Refused."""
        found = self._known.proposals.get(position)
        if found is None:
            raise Refused(
                f"Entry {position} was no proposal that waited.", rule="R37", remedy="See lks proposals list."
            )
        return found


class _NoKeys(Vault):
    """An audit has no key, and nothing that decides asks for one."""

    def __init__(self) -> None:
        """Nothing is opened."""


def _no_clock() -> datetime:
    raise AssertionError("nothing that decides looks at a clock")
