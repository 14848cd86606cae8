"""What of the trail is asked: which case, person, employer, municipality, actor, run, kinds of facts, and between which moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from uuid import UUID

from commands import trail_text
from commands.call import Call
from commands.options import Parsed
from ledger.facts import FACTS
from ledger.identifiers import stream_id
from ledger.refusal import Misuse, Refused
from projections.trail.reading import Wanted, streams_of_employer, streams_of_person


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were given."""

    case: str | None = None
    person: str | None = None
    employer: str | None = None
    municipality: str | None = None
    actor: str | None = None
    run: str | None = None
    topics: tuple[str, ...] = ()
    first: int | datetime | None = None
    last: int | datetime | None = None

    def words(self) -> str:
        """What it is about, in a title."""
        return ", ".join(self._words()) or "everything"

    def _words(self) -> Iterator[str]:
        for name in ("case", "person", "employer", "municipality", "actor", "run"):
            if (value := getattr(self, name)) is not None:
                yield f"{name} {value}"
        if self.topics:
            yield " and ".join(self.topics)
        if self.first is not None:
            yield f"from {_moment(self.first)}"
        if self.last is not None:
            yield f"to {_moment(self.last)}"


def wanted(call: Call, asked: Asked, head: int) -> Wanted:
    """What that means in this log. Raises Refused for what is not there, Misuse for moments that do not fit."""
    until = head if asked.last is None else min(_position(call, asked.last), head)
    after = 0 if asked.first is None else _before(call, asked.first)
    if isinstance(asked.first, int) and asked.first > head:
        raise Misuse(
            f"the last entry is {head}.", field="--from", remedy="Give an entry that is there, a day or a moment."
        )
    if asked.first is not None and asked.last is not None and after > until:
        raise Misuse("the first moment comes after the last.", field="--from and --to", remedy="Swap them.")
    return Wanted(
        streams=_streams(call, asked),
        municipality=asked.municipality,
        actor=asked.actor,
        run=asked.run,
        topics=frozenset(asked.topics) or None,
        after=after,
        until=until,
    )


def _streams(call: Call, asked: Asked) -> frozenset[UUID] | None:
    """The streams that all of the named have in common; None where none is named."""
    named: list[frozenset[UUID]] = []
    if asked.case is not None:
        stream = stream_id("subsidy", asked.case)
        if not call.store.read(stream):
            raise Refused(f"There is no case {asked.case}.", rule="R15", remedy="Look it up with lks find.")
        named.append(frozenset({stream}))
    if asked.person is not None:
        named.append(_there(streams_of_person(call.store, asked.person), f"person {asked.person}", "R14"))
    if asked.employer is not None:
        named.append(_there(streams_of_employer(call.store, asked.employer), f"employer {asked.employer}", "R26"))
    return frozenset.intersection(*named) if named else None


def _there(streams: frozenset[UUID], what: str, rule: str) -> frozenset[UUID]:
    if not streams:
        raise Refused(f"There is no {what}.", rule=rule, remedy="Look it up with lks find.")
    return streams


def _position(call: Call, moment: int | datetime) -> int:
    return moment if isinstance(moment, int) else call.store.position_at(moment)


def _before(call: Call, moment: int | datetime) -> int:
    """The position just before what is asked from."""
    if isinstance(moment, int):
        return max(moment - 1, 0)
    return call.store.position_at(moment - timedelta(microseconds=1))


def _moment(moment: int | datetime) -> str:
    return f"entry {moment}" if isinstance(moment, int) else trail_text.at(moment)


def _topic(text: str) -> str:
    topics = {topic.lower(): topic for topic in FACTS}
    if text.lower() not in topics:
        near = [topics[one] for one in get_close_matches(text.lower(), topics, cutoff=0.4)]
        remedy = f"Do you mean {' or '.join(near)}?" if near else "docs/facts.md has them all."
        raise Misuse(f"{text!r} is no kind of fact.", remedy=remedy)
    return topics[text.lower()]


TOPIC = Parsed("topic", _topic)
