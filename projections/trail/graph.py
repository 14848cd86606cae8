"""The log as a graph: what an entry rests on, and what rests on it, followed as far as one likes.

From a payment to the decision, the measurement, the value of the law, and back. Every link is found from the facts
themselves; no link is stored, so nothing can be left out of date.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from ledger import facts
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.slots import replacement
from ledger.subsidy import state
from ledger.subsidy.state import Subsidy
from projections.trail import rests_case, rests_elsewhere, rests_money
from projections.trail.before import Before, Link, Others
from projections.trail.law import law_of
from projections.trail.reading import RUN_TOPICS

IN_CASE = {**rests_case.RESTS, **rests_money.RESTS}
LAW = frozenset({"ValueAdopted", "PolicyAdopted"})
AMOUNTS = ("Decided", "Paid", "Settled", "Reindexed")
"""Facts with amounts that rest on the law."""
ANSWERS = frozenset(
    {"PaymentConfirmed", "PaymentReturned", "PaymentRejected", "RecoveryReceived", "AccountBlocked", "RunConfirmed"}
)
"""What follows from what a bank said; the account is in the intent behind it."""
CLOSING = ("Applied", "Decided", "SetAside", "Ended", "Transferred")
"""What opens or closes a case with its person."""

Links = dict[int, tuple[Link, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """An entry on the way, how far it is from where the way began, and as what it was met; `again`: it was met before."""

    depth: int
    role: str
    entry: Entry
    again: bool = False


class Graph:
    """Links between entries up to a position (None: all there are)."""

    def __init__(self, store: Store, until: int | None = None) -> None:
        self.store = store
        self.others = Others(store, until)
        self._links: dict[UUID, Links] = {}

    def entry(self, position: int) -> Entry | None:
        """The entry at a position."""
        return next(iter(self.store.read_all(after=position - 1, until=position)), None)

    def rests_on(self, entry: Entry) -> tuple[Link, ...]:
        """What an entry rests on, directly."""
        return self.links(entry.stream).get(entry.position, ())

    def resting(self, entry: Entry) -> Iterator[Link]:
        """What rests on an entry, directly, in the order of the log within each stream."""
        if entry.topic in LAW:
            yield from self._resting_on_law(entry)
        for stream in dict.fromkeys((entry.stream, *self._streams(entry))):
            for position, links in self.links(stream).items():
                if position > entry.position:
                    yield from (Link(position, link.role) for link in links if link.entry == entry.position)

    def grounds(self, entry: Entry) -> Iterator[Step]:
        """Everything that an entry rests on, nearest first along each way, each once."""
        return self._walk(entry, lambda one: iter(self.rests_on(one)))

    def consequences(self, entry: Entry) -> Iterator[Step]:
        """Everything that rests on an entry."""
        return self._walk(entry, self._after)

    def links(self, stream: UUID) -> Links:
        """The links of every entry of a stream."""
        found = self._links.get(stream)
        if found is None:
            found = self._links[stream] = dict(self._made(self.others.stream(stream)))
            if len(self._links) > 200:
                self._links.pop(next(iter(self._links)))
        return found

    def _after(self, entry: Entry) -> Iterator[Link]:
        """What rests on an entry, in the order of the log; on the law, thousands can, so these are found as they are asked for."""
        return self.resting(entry) if entry.topic in LAW else iter(sorted(self.resting(entry)))

    def _walk(self, entry: Entry, next_to: Callable[[Entry], Iterator[Link]]) -> Iterator[Step]:
        met, way = {entry.position}, [next_to(entry)]
        while way:
            link = next(way[-1], None)
            if link is None:
                way.pop()
                continue
            found = self.entry(link.entry)
            assert found is not None, "links lead to entries"
            again = link.entry in met
            met.add(link.entry)
            yield Step(len(way), link.role, found, again)
            if not again:
                way.append(next_to(found))

    def _made(self, entries: list[Entry]) -> Iterator[tuple[int, tuple[Link, ...]]]:
        in_case = any(isinstance(entry.fact, facts.Applied) for entry in entries)
        earlier: list[Entry] = []
        subsidy = Subsidy()
        for entry in entries:
            rests = (IN_CASE if in_case else {}).get(entry.topic) or rests_elsewhere.RESTS[entry.topic]
            before = Before(entry, self.others, self._fields(entry), earlier, subsidy)
            links = [*_agreement(entry, earlier), *rests(entry.fact, before)]
            yield entry.position, tuple({link.entry: link for link in reversed(links)}.values())[::-1]
            if in_case:
                subsidy = state.evolve(subsidy, entry)
            earlier.append(entry)

    def _fields(self, entry: Entry) -> dict[str, object]:
        """The fields of the intent behind what a bank said; others need none."""
        if entry.topic not in ANSWERS:
            return {}
        cause = entry.cause or self.store.cause_of(entry.position)
        if cause.intent != "Approve":
            return cause.fields
        proposal = self.entry(int(str(cause.fields["proposal"])))
        asked = proposal.fact if proposal is not None else None
        return dict(json.loads(asked.fields)) if isinstance(asked, facts.Proposed) else {}

    def _streams(self, entry: Entry) -> Iterator[UUID]:
        """Other streams in which something can rest on this entry."""
        match entry.fact:
            case _ if entry.topic in CLOSING:
                yield from self._persons(entry.stream)
            case facts.ProviderRegistered():
                yield from self._with("provider", entry.fact.provider, ("ExpertRegistered",))
            case facts.ExpertRegistered():
                yield from self._with("expert", entry.fact.expert, ("Measured", "MeasurementAccounted"))
            case facts.ExpertCertified():
                yield from self._with("certificate", entry.fact.certificate, ("MeasurementAccounted",))
            case facts.EmployerRegistered() | facts.AccountApproved():
                yield from self._with("employer", entry.fact.employer, ("Applied", "Amended", "Paid"))
            case facts.BankLineLeft():
                yield from self._matched(entry)
            case facts.QuarterSettled() | facts.StatementImported() | facts.BankLineMatched():
                yield from self._same_append(entry)
            case facts.TemplateAdopted():
                yield from self._with("kind", entry.fact.template, ("LetterSent",), entry.municipality)
            case _ if hasattr(entry.fact, "run"):
                yield from self._with("run", entry.fact.run, RUN_TOPICS, entry.municipality)
            case _ if entry.topic.startswith(("Person", "TargetGroup")):
                opened = (one.fact for one in self.others.stream(entry.stream))
                yield from (stream_id("subsidy", one.case) for one in opened if isinstance(one, facts.SubsidyOpened))
                if isinstance(entry.fact, facts.PersonRegistered):
                    yield from self._with("into", entry.fact.person, ("PersonMerged",), entry.municipality)

    def _persons(self, stream: UUID) -> Iterator[UUID]:
        """The persons of a case: another one where two registrations were the same person."""
        for one in self.others.stream(stream):
            fact = replacement(one.fact) if isinstance(one.fact, facts.Corrected) else one.fact
            if isinstance(fact, facts.Applied):
                yield stream_id("person", fact.person)

    def _matched(self, line: Entry) -> Iterator[UUID]:
        """Where a line of the bank led when somebody assigned it."""
        for one in self.others.stream(line.stream):
            if isinstance(one.fact, facts.BankLineMatched) and one.fact.line == line.version:
                yield from self._same_append(one)

    def _with(self, field: str, value: str, topics: tuple[str, ...], municipality: str | None = None) -> Iterator[UUID]:
        """The streams with a fact that names it."""
        for one in self.store.read_municipality(municipality, topics, self.others.until):
            if getattr(one.fact, field, None) == value:
                yield one.stream

    def _same_append(self, entry: Entry) -> Iterator[UUID]:
        for one in self.store.read_all(after=entry.position, until=self.others.until):
            if one.cause is not None:
                return
            yield one.stream

    def _resting_on_law(self, entry: Entry) -> Iterator[Link]:
        """Amounts that rest on a value of the law or a choice of policy, of whichever case."""
        place = entry.municipality or None
        for one in self.store.read_municipality(place, AMOUNTS, self.others.until, entry.position):
            known = self.others.known(one.municipality)
            links = law_of(one.fact, known, one.position)
            yield from (Link(one.position, link.role) for link in links if link.entry == entry.position)


def _agreement(entry: Entry, earlier: list[Entry]) -> Iterator[Link]:
    """R37: what follows an agreement in the same append rests on it."""
    for one in reversed(earlier):
        if one.position != entry.position - (entry.version - one.version) or entry.cause is not None:
            return
        if isinstance(one.fact, facts.Approved):
            yield Link(one.position, "the agreement of the second person")
            return
        if one.cause is not None:
            return
