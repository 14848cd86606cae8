"""What was known at each place of the log: the states of all streams, kept in memory and moved on entry by entry.

A stream's entries wait until somebody asks for its state, for only then is it known of what kind it is, and several are
folded at the cost of one. `Known.reading` is a `Reading` of these states: it asks no database, so that every intent can be
decided again in one pass.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from ledger import facts
from ledger.audit.finding import Finding
from ledger.facts import Fact
from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.payment.payments import ANSWERS, Payment
from ledger.payment.runs import Run
from ledger.reading import Answer, Evolve, Reading
from ledger.refusal import LedgerError
from ledger.subsidy import state as subsidy
from ledger.subsidy.state import Subsidy

State = TypeVar("State")

FAULTS = (
    LedgerError, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError,
)  # fmt: skip
"""What deciding or folding raises over facts that nobody decided."""

_BULK = frozenset({"Paid", "Settled", *ANSWERS})
"""Most of the log, and nothing that a later intent names by its version."""


@dataclass(slots=True)
class _Stream:
    version: int = 0
    position: int = 0
    state: Any = None
    evolve: Evolve | None = None
    waiting: list[Entry] = field(default_factory=list)


class Known:
    """Everything that is known up to a position. `faults`: what could not be folded."""

    def __init__(self, store: Store) -> None:
        self.store = store  # streams are known by the number in their id: a UUID takes four times as long to look up
        self.position = 0
        self.faults: list[Finding] = []
        self.proposals: dict[int, Entry] = {}
        self.answers: dict[tuple[str, str], tuple[Subsidy, tuple[object, ...], Any]] = {}
        self._asked: dict[tuple[UUID, int], int] = {}
        self._streams: dict[int, _Stream] = {}
        self._cases: dict[str, dict[UUID, None]] = {"": {}}
        self._facts: dict[tuple[int, int], Fact] = {}
        self._payments: dict[str, dict[str, Payment]] = {}
        self._paid: dict[tuple[str, UUID], Payment] = {}

    def take(self, entry: Entry) -> None:
        """Know one more entry."""
        self.position = entry.position
        one = self._streams.get(entry.stream.int)
        if one is None:
            one = self._streams[entry.stream.int] = _Stream()
        one.version, one.position = entry.version, entry.position
        one.waiting.append(entry)
        if entry.topic in _BULK:
            self._take_payment(entry)
            return
        self._facts[entry.stream.int, entry.version] = entry.fact
        match entry.fact:
            case facts.Applied():
                for municipality in ("", entry.municipality):
                    self._cases.setdefault(municipality, {})[entry.stream] = None
            case facts.Proposed():
                self.proposals[entry.position] = entry
                self._asked[entry.stream, entry.version] = entry.position
            case facts.Approved() | facts.Declined() as answer:
                self.proposals.pop(self._asked.get((entry.stream, answer.of), 0), None)

    def reading(self, position: int | None = None) -> "KnownReading":
        """The states as they are now; `position`: where the log ended when somebody read them, if it was before now."""
        return KnownReading(self, self.position if position is None else position)

    def version(self, stream: UUID) -> int:
        """The version that a stream has now."""
        one = self._streams.get(stream.int)
        return one.version if one else 0

    def position_of(self, stream: UUID) -> int:
        """Where the last entry of a stream stands; 0 for one that is empty."""
        one = self._streams.get(stream.int)
        return one.position if one else 0

    def state(self, stream: UUID, empty: State, evolve: Callable[[State, Entry], State]) -> State:
        """The fold of one stream."""
        one = self._streams.get(stream.int)
        if one is None:
            return empty
        if one.evolve is None:
            one.state, one.evolve = empty, evolve
        if one.waiting:
            self._fold(one)
        state: State = one.state
        return state

    def cases(self, municipality: str) -> Iterable[UUID]:
        """The streams of the subsidies of a municipality ('': of all), in the order of their first entries."""
        return self._cases.get(municipality, ())

    def payments(self, run: str) -> dict[str, Payment]:
        """By reference the payments of a run."""
        return self._payments.get(run, {})

    def fact(self, stream: UUID, version: int) -> Fact | None:
        """What is recorded at a version, if it is kept here."""
        return self._facts.get((stream.int, version))

    def finish(self) -> None:
        """Fold what nobody asked for since, so that a fact that fits no state is seen."""
        for one in self._streams.values():
            if one.evolve is not None and one.waiting:
                self._fold(one)

    def _fold(self, one: _Stream) -> None:
        waiting, one.waiting = one.waiting, []
        assert one.evolve is not None
        try:
            if one.evolve is subsidy.evolve:
                one.state = subsidy.fold(waiting, one.state)
            else:
                for entry in waiting:
                    one.state = one.evolve(one.state, entry)
        except FAULTS:
            self._fold_singly(one, waiting)

    def _fold_singly(self, one: _Stream, waiting: Iterable[Entry]) -> None:
        assert one.evolve is not None
        for entry in waiting:
            try:
                one.state = one.evolve(one.state, entry)
            except FAULTS as error:
                what = f"{entry.topic} cannot have happened to its stream as it stood ({type(error).__name__})"
                self.faults.append(Finding(entry.position, "stream", what))

    def _take_payment(self, entry: Entry) -> None:
        match entry.fact:
            case facts.Paid() as paid if paid.sent:
                run = self._payments.setdefault(paid.run, {})
                payment = run.get(paid.reference)
                if payment is None:
                    new = Payment(paid.run, paid.reference, paid.employer, paid.account, entry.municipality)
                    payment = run[paid.reference] = new
                payment.cents += sum(amount.total_cents for amount in paid.sent)
                payment.cases[entry.stream] = paid.sent
                self._paid[paid.run, entry.stream] = payment
            case facts.PaymentConfirmed() | facts.PaymentReturned() | facts.PaymentRejected() as answer:
                if (answer.run, entry.stream) in self._paid:
                    self._paid[answer.run, entry.stream].take(answer)


class KnownReading(Reading):
    """A reading of what is known in memory; what is seldom asked is read from the log, up to the same position."""

    def __init__(self, known: Known, position: int) -> None:
        super().__init__(known.store, until=position)
        self._known = known

    def state(self, kind: StreamKind, name: str, empty: State, evolve: Callable[[State, Entry], State]) -> State:
        """The fold of one stream."""
        stream = stream_id(kind, name)
        self.versions[stream] = self._known.version(stream)
        return self._known.state(stream, empty, evolve)

    def subsidies(self, municipality: str) -> list[Subsidy]:
        """Every subsidy of a municipality ('': of all), in the order of their first entries."""
        known, found = self._known, []
        nothing = Subsidy()
        for stream in known.cases(municipality):
            self.versions[stream] = known.version(stream)
            found.append(known.state(stream, nothing, subsidy.evolve))
        return found

    def load(
        self, kind: StreamKind, names: Iterable[str], empty: State, evolve: Callable[[State, Entry], State]
    ) -> None:
        """Read many streams of one kind."""
        for name in names:
            self.state(kind, name, empty, evolve)

    def read_versions(self, streams: Iterable[UUID]) -> None:
        """Know the versions of streams that are written without being folded."""
        for stream in streams:
            self.versions.setdefault(stream, self._known.version(stream))

    def remembered(self, question: Callable[..., Answer], subsidy: Subsidy, *about: object) -> Answer:
        """The answer to a question about a subsidy, which is often asked again before anything changes: when a run is approved
        that was prepared, or a quarter signed off that was settled."""
        answers = self._known.answers
        known = answers.get((question.__name__, subsidy.case))
        if known is not None and known[0] is subsidy and known[1] == about:
            found: Answer = known[2]
            return found
        found = question(subsidy, *about)
        answers[question.__name__, subsidy.case] = subsidy, about, found
        return found

    def payments(self, run: Run) -> dict[str, Payment]:
        """By reference the payments of an approved run."""
        if run.approval is None:
            return {}
        return {reference: replace(payment) for reference, payment in self._known.payments(run.number).items()}

    def fact(self, stream: UUID, version: int) -> Fact | None:
        """What is recorded at a version of a stream."""
        if version > self._known.version(stream):
            return None
        found = self._known.fact(stream, version)
        return found if found is not None else super().fact(stream, version)
