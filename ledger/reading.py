"""States as the log gives them, and the version of every stream that was read for a decision.

A `Reading` loads each stream at most once. Its `versions` go into the cause of what is decided, and the append checks
them all, so a rule over several streams holds. With `until` it is the past: the same fold over a prefix of the log.
Law and policy are read for every decision, so their states are kept from one reading to the next, and only what was
recorded since is read again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from ledger import law as law_module
from ledger.chain import statistics, wage_values
from ledger.chain.statistics import Deliveries
from ledger.chain.wage_values import WageValueExports
from ledger.closing import quarters as closing
from ledger.closing.quarters import Quarters
from ledger.facts import Applied, Fact
from ledger.identifiers import StreamKind, stream_id
from ledger.law import Law, policy
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.measuring import state as measuring
from ledger.measuring.state import Expert, Provider
from ledger.party import state as party
from ledger.party.state import Employer, Person
from ledger.payment import bank, journal, opening
from ledger.payment import payments as paying
from ledger.payment import runs as payment_run
from ledger.payment.bank import Bank
from ledger.payment.journal import Journal
from ledger.payment.opening import Opening
from ledger.payment.payments import Payment
from ledger.payment.runs import PaymentRuns, Run
from ledger.process import templates
from ledger.process.templates import Templates
from ledger.subsidy import state as subsidy
from ledger.subsidy.state import Subsidy

State = TypeVar("State")
Answer = TypeVar("Answer")
Evolve = Callable[[Any, Entry], Any]
Kept = dict[UUID, tuple[int, Any]]
"""States of streams and the version they were folded to, kept between readings of the present."""

_KEPT: frozenset[StreamKind] = frozenset({"law", "policy"})


@dataclass
class Reading:
    """What was read of the log up to a position (None: all of it)."""

    store: Store
    until: int | None = None
    kept: Kept = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)
    _states: dict[UUID, Any] = field(default_factory=dict)
    _unseen: dict[UUID, int] = field(default_factory=dict)
    _begun: UUID | None = None

    def begin(self, kind: StreamKind, name: str) -> None:
        """This stream's name was given out just now, so it is empty and needs no reading; the append checks that."""
        self._begun = stream_id(kind, name)

    def state(self, kind: StreamKind, name: str, empty: State, evolve: Callable[[State, Entry], State]) -> State:
        """The fold of one stream."""
        stream = stream_id(kind, name)
        state: State | None = self._states.get(stream)
        if state is not None:
            return state
        if stream == self._begun:
            self._keep(stream, [], empty, evolve)
        elif kind in _KEPT and self.until is None:
            self._bring_up_to_date(stream, empty, evolve)
        else:
            self._know_unseen(kind, [stream])
            self._keep(stream, self.store.read(stream, until_position=self.until), empty, evolve)
        found: State = self._states[stream]
        return found

    def subsidy(self, case: str) -> Subsidy:
        """One subsidy."""
        return self.state("subsidy", case, Subsidy(), subsidy.evolve)

    def person(self, number: str) -> Person:
        """One person in one municipality."""
        return self.state("person", number, Person(), party.evolve_person)

    def employer(self, number: str) -> Employer:
        """One employer."""
        return self.state("employer", number, Employer(), party.evolve_employer)

    def provider(self, code: str) -> Provider:
        """One provider of wage value assessments."""
        return self.state("provider", code, Provider(), measuring.evolve_provider)

    def expert(self, code: str) -> Expert:
        """One wage value expert."""
        return self.state("expert", code, Expert(), measuring.evolve_expert)

    def runs(self, municipality: str) -> PaymentRuns:
        """The payment runs of a municipality."""
        return self.state("run", municipality, PaymentRuns(), payment_run.evolve)

    def quarters(self, municipality: str) -> Quarters:
        """The quarters and years of a municipality."""
        return self.state("quarter", municipality, Quarters(), closing.evolve)

    def bank(self, account: str) -> Bank:
        """One account of a municipality at its bank, by IBAN."""
        return self.state("bank", account, Bank(), bank.evolve)

    def journal(self, municipality: str) -> Journal:
        """The journal's batches of a municipality."""
        return self.state("journal", municipality, Journal(), journal.evolve)

    def wage_values(self, municipality: str) -> WageValueExports:
        """What a municipality told the chain of wage values."""
        return self.state("chain", municipality, WageValueExports(), wage_values.evolve)

    def statistics(self, municipality: str) -> Deliveries:
        """The deliveries of a municipality to CBS."""
        return self.state("statistics", municipality, Deliveries(), statistics.evolve)

    def opening(self, number: str) -> Opening:
        """One takeover of running cases."""
        return self.state("opening", number, Opening(), opening.evolve)

    def templates(self, municipality: str) -> Templates:
        """The letter templates of a municipality."""
        return self.state("templates", municipality, Templates(), templates.evolve)

    def opened(self) -> bool:
        """Whether the ledger has its first entry."""
        return self.state("ledger", "", False, lambda opened, entry: True)

    def law(self) -> Law:
        """The law as this ledger adopted it."""
        return self.state("law", "", Law.empty(), law_module.evolve)

    def policy(self, municipality: str) -> Policy:
        """The policy of a municipality over that of the whole ledger."""
        wide = self.state("policy", "", Policy.defaults(), policy.evolve)
        return policy.combine(wide, self.own_policy(municipality)) if municipality else wide

    def own_policy(self, municipality: str) -> Policy:
        """What a municipality adopted itself."""
        return self.state("policy", municipality, Policy.defaults(), policy.evolve)

    def subsidies(self, municipality: str) -> list[Subsidy]:
        """Every subsidy of a municipality ('': of all) as far as money goes, in the order of their first entries.

        The versions are those of the same moment, so what is recorded in between is noticed by the append.
        """
        until = self.position()
        streams: dict[UUID, list[Entry]] = {}
        for entry in self.store.read_municipality(municipality or None, subsidy.MONEY_TOPICS, until):
            if entry.stream in streams or isinstance(entry.fact, Applied):
                streams.setdefault(entry.stream, []).append(entry)
        versions = self.store.versions_in(municipality or None, until)
        self.versions |= {stream: versions[stream] for stream in streams}
        return [subsidy.fold(entries) for entries in streams.values()]

    def remembered(self, question: Callable[..., Answer], subsidy: Subsidy, *about: object) -> Answer:
        """The answer to a question about a subsidy that follows from what it is asked about; some readings know it still."""
        return question(subsidy, *about)

    def payments(self, run: Run) -> dict[str, Payment]:
        """By reference the payments of a run, with what is known of each; they belong to whoever asks."""
        return paying.payments(self.store, run, self.until)

    def fact(self, stream: UUID, version: int) -> Fact | None:
        """What is recorded at a version of a stream."""
        found = self.store.read(stream, after=version - 1, until_position=self.until) if version > 0 else []
        return found[0].fact if found and found[0].version == version else None

    def position(self) -> int:
        """Up to where the log is read."""
        return self.store.head().position if self.until is None else self.until

    def load_employers(self, numbers: Iterable[str]) -> None:
        """Read many employers in one round trip."""
        self.load("employer", numbers, Employer(), party.evolve_employer)

    def read_versions(self, streams: Iterable[UUID]) -> None:
        """Know the versions of streams that are written without being folded."""
        unknown = [stream for stream in dict.fromkeys(streams) if stream not in self.versions]
        self.versions |= self.store.versions(unknown)

    def load(
        self, kind: StreamKind, names: Iterable[str], empty: State, evolve: Callable[[State, Entry], State]
    ) -> None:
        """Read many streams of one kind in one round trip."""
        wanted = [stream for stream in {stream_id(kind, name) for name in names} if stream not in self._states]
        self._know_unseen(kind, wanted)
        for stream, entries in self.store.read_many(wanted, until_position=self.until).items():
            self._keep(stream, entries, empty, evolve)

    def _know_unseen(self, kind: StreamKind, streams: list[UUID]) -> None:
        """An employer's stream can end in what another municipality recorded there; a login that may not see that knows its
        version all the same. Asked before the stream is read, so that nothing can come in between unnoticed."""
        if kind == "employer" and self.until is None and self.store.partial and streams:
            self._unseen |= self.store.versions(streams)

    def _bring_up_to_date(self, stream: UUID, empty: Any, evolve: Evolve) -> None:
        version, state = self.kept.get(stream, (0, empty))
        self._keep(stream, self.store.read(stream, after=version), state, evolve, version)
        self.kept[stream] = self.versions[stream], self._states[stream]

    def _keep(self, stream: UUID, entries: list[Entry], state: Any, evolve: Evolve, version: int = 0) -> None:
        if evolve is subsidy.evolve:
            state = subsidy.fold(entries, state)
        else:
            for entry in entries:
                state = evolve(state, entry)
        self._states[stream] = state
        self.versions[stream] = max(entries[-1].version if entries else version, self._unseen.get(stream, 0))
