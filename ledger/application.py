"""The ledger: reads the states that an intent concerns, lets the deciders decide, seals what is personal, and appends.

One way for everything that is asked: was it asked before, then read, decide, append; when somebody else recorded first,
read and decide again, at most three times. What is refused leaves no trace.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from ledger import collector, facts, intents, routing, several
from ledger.calculation.calendar import amsterdam_day
from ledger.closing import quarter_decider, settling
from ledger.closing.settlement import Settlement
from ledger.context import Context, Seconding
from ledger.facts import Fact
from ledger.identifiers import case_number, employer_number, person_number, stream_id
from ledger.log.entry import Cause, Entry, Signature
from ledger.log.interface import check_same
from ledger.log.repeats import TAKEN_BACK_BY, taken_back
from ledger.log.store import Draft, Store, VersionConflict
from ledger.payment import answers, bank_decider, lining_up, run_decider
from ledger.payment import runs as payment_run
from ledger.payment.lines import Prepared, RunTerms
from ledger.payment.matching import Matches
from ledger.preview import would_change
from ledger.reading import Kept, Reading
from ledger.refusal import Conflict, Misuse, Refused
from ledger.routing import Target
from ledger.second_person import original
from ledger.subsidy.state import Subsidy, after
from ledger.vault import directory
from ledger.vault.canonical import canonical
from ledger.vault.identity import EmployerData, PersonData, PrivateModel
from ledger.vault.sealing import LookupRow, Vault
from ledger.vault.who import opened

DECIDER_VERSION = 1
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on which business day (R40), and under which key; without a key the content itself is the key."""

    by: str
    today: date
    on_behalf_of: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command led to. `name` is that of the first stream written; `repeated`: nothing new, it was recorded before;
    `settlement`: what a settlement found, also where there was nothing to book."""

    name: str
    entries: Sequence[Entry]
    repeated: bool
    settlement: Settlement | None = None

    @property
    def facts(self) -> list[Fact]:
        """What was recorded."""
        return [entry.fact for entry in self.entries]


@dataclass
class Ledger:
    """The one door to the log for everything that is asked."""

    store: Store
    vault: Vault
    login: str
    now: Callable[[], datetime]
    _opened: Fact | None = None
    _kept: Kept = field(default_factory=dict)

    def handle(self, intent: intents.Intent, asking: Asking, private: PrivateModel | None = None) -> Receipt:
        """Decide and record. Raises Refused, Misuse or Conflict, and then nothing was recorded."""
        digest = self._digest(intent, asking, private)
        key, known = self._key(asking, digest)
        if known:
            return _repeated(known, digest)
        if not (isinstance(intent, intents.OpenLedger) and intent.demonstration):
            self.check_business_day(asking, intent.anyway)
        attempt = _Attempt(self, intent, asking, private, self._new_name(intent, asking), key, digest)
        for _ in range(ATTEMPTS):
            try:
                with collector.at_rest():
                    return attempt.run()
            except VersionConflict:
                continue
        raise Conflict("Somebody else recorded about the same at the same time, three times.", remedy="Ask again.")

    def preview(self, intent: intents.CaseIntent, asking: Asking) -> tuple[Subsidy, Subsidy]:
        """The case as it is, and as it would be if this were asked and, where two persons are needed, agreed with. Nothing is
        recorded. Raises Refused or Misuse as asking would."""
        return _Attempt(self, intent, asking, None, "", b"", b"").imagined()

    def preview_all(self, intent: intents.Intent, asking: Asking) -> dict[str, tuple[Subsidy, Subsidy]]:
        """The same of an intent about several cases or persons: every case that it changes, as it is and as it would be."""
        return _Attempt(self, intent, asking, None, "", b"", b"").imagined_all()

    def reading(self, until: int | None = None) -> Reading:
        """States as of now, or as of a position of the log."""
        return Reading(self.store, until, self._kept)

    def waiting(self, position: int) -> Entry:
        """The proposal at that position, if it still waits for a second person (R37). Raises Refused."""
        entry = next(iter(self.store.read_all(after=position - 1, until=position)), None)
        if entry is None or not isinstance(entry.fact, facts.Proposed):
            raise Refused(f"Entry {position} is no proposal.", rule="R37", remedy="See lks proposals list.")
        for later in self.store.read(entry.stream, after=entry.version):
            if isinstance(later.fact, facts.Approved | facts.Declined) and later.fact.of == entry.version:
                raise Refused(f"Proposal {position} was decided already.", rule="R37", remedy="See lks proposals list.")
        return entry

    def proposals(self) -> list[Entry]:
        """Everything that waits for a second person (R37)."""
        waiting: dict[tuple[UUID, int], Entry] = {}
        for entry in self.store.read_all(topics=("Proposed", "Approved", "Declined")):
            if isinstance(entry.fact, facts.Proposed):
                waiting[entry.stream, entry.version] = entry
            elif isinstance(entry.fact, facts.Approved | facts.Declined):
                waiting.pop((entry.stream, entry.fact.of), None)
        return list(waiting.values())

    @property
    def demonstration(self) -> bool:
        """Whether this ledger was marked as a demonstration in its first entry (R40)."""
        if self._opened is None:
            first = self.store.read(stream_id("ledger", ""))
            self._opened = first[0].fact if first else None
        return isinstance(self._opened, facts.LedgerOpened) and self._opened.demonstration

    def intent_key(self, key: str) -> bytes:
        """What an asker's own key is in the log: a keyed hash of it."""
        return self.vault.hmac("key", key)

    def check_business_day(self, asking: Asking, anyway: str | None = None) -> None:
        """R40: a real ledger takes no future day, nor one before the last entry's day without a reason."""
        if self.demonstration:
            return
        if asking.today > amsterdam_day(self.now()):
            raise Misuse(f"{asking.today} is in the future.", field="--today", remedy="Give today or an earlier day.")
        last = amsterdam_day(self.store.head().recorded_at)
        if asking.today < last and not anyway:
            raise Refused(
                f"The last entry is of {last}, after {asking.today}.",
                rule="R40",
                remedy="Give the real day, or --anyway with a --reason.",
            )

    def _digest(self, intent: intents.Intent, asking: Asking, private: PrivateModel | None) -> bytes:
        """HMAC of the canonical plaintext with its business day: the default key of an intent."""
        parts = (type(intent).__name__.encode(), canonical(intent), canonical(private) if private else b"")
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return self.vault.hmac("intent", framed.hex() + str(asking.today))

    def _key(self, asking: Asking, digest: bytes) -> tuple[bytes, Sequence[Entry] | None]:
        """The key of an intent, and what was recorded under it. The content is the key until its answer is taken back."""
        key = self.intent_key(asking.key) if asking.key else digest
        while known := self.store.find_intent(key):
            back = 0 if asking.key else self._taken_back(known[0])
            if not back:
                break
            key = self.vault.hmac("intent", f"{digest.hex()} after {back}")
        return key, known

    def _taken_back(self, first: Entry) -> int:
        if first.topic not in TAKEN_BACK_BY:
            return 0
        return taken_back(first, self.store.read(first.stream, after=first.version))

    def _new_name(self, intent: intents.Intent, asking: Asking) -> str:
        match intent:
            case intents.Apply() | intents.TakeOver():
                return case_number(asking.today.year, self.store.next_numbers("case", 1)[0])
            case intents.RegisterPerson():
                return person_number(self.store.next_numbers("person", 1)[0])
            case intents.RegisterEmployer():
                return employer_number(self.store.next_numbers("employer", 1)[0])
            case _:
                return ""


class _Attempt:
    """One try to decide and append; everything is read anew each time."""

    def __init__(
        self,
        ledger: Ledger,
        intent: intents.Intent,
        asking: Asking,
        private: PrivateModel | None,
        name: str,
        key: bytes,
        digest: bytes,
    ) -> None:
        self.ledger, self.intent, self.asking, self.private = ledger, intent, asking, private
        self.name, self.key, self.digest = name, key, digest
        self.out = answers.Out()
        self.settlement: Settlement | None = None

    def run(self) -> Receipt:
        """Read, decide, append. Raises VersionConflict when a stream that was read has moved."""
        self.reading = self.ledger.reading()
        asked, second = self._unwrapped()
        targets = routing.targets(asked, self.name, self.reading)
        first = targets[0]
        if self.name:
            self.reading.begin(first.kind, first.name)
        if self.private is not None:
            asked = self._sealed(asked, first)
        drafts = self._drafts(asked, targets, second)
        if not drafts:
            return Receipt(first.name, (), repeated=True, settlement=self.settlement)
        lookups = self._lookups(asked, first, drafts)
        entries = self.ledger.store.append(drafts, self.key, self._cause(), lookups)
        return Receipt(first.name, entries, repeated=False, settlement=self.settlement)

    def imagined_all(self) -> dict[str, tuple[Subsidy, Subsidy]]:
        """The same of an intent about several cases: by case how it is, and how it would be."""
        self.reading = self.ledger.reading()
        target = routing.targets(self.intent, self.name, self.reading)[0]
        nobody = Seconding(0, Signature("", ""))
        context = self._context(self.intent, target, nobody)
        routing.decide(target, self.intent.model_copy(update={"sealed": ""}), self.reading, context)
        return several.imagined(several.in_cases(context.elsewhere), self.reading)

    def imagined(self) -> tuple[Subsidy, Subsidy]:
        """Read and decide, with a second person who is nobody."""
        self.reading = self.ledger.reading()
        targets = routing.targets(self.intent, self.name, self.reading)
        drafts = self._drafts(self.intent, targets, Seconding(0, Signature("", "")))
        first = targets[0]
        subsidy = self.reading.subsidy(first.name)
        own = [draft for draft in drafts if draft.stream == first.stream]
        return subsidy, after(((draft.fact, draft.version, draft.municipality) for draft in own), subsidy)

    def _unwrapped(self) -> tuple[intents.Intent, Seconding | None]:
        """The intent itself, or the one that a proposal holds when this is the answer to it (R37)."""
        if not isinstance(self.intent, intents.Approve | intents.Decline):
            return self.intent, None
        entry = self.ledger.waiting(self.intent.proposal)
        assert isinstance(entry.fact, facts.Proposed)
        assert entry.cause is not None
        asked = original(entry.fact)
        if isinstance(self.intent, intents.Decline):
            asked = asked.model_copy(update={"sealed": None})  # what is sealed with the refusal is its own note
        return asked, Seconding(entry.version, Signature(entry.cause.actor, entry.recorded_by))

    def _sealed(self, asked: intents.Intent, target: Target) -> intents.Intent:
        assert self.private is not None
        subject = routing.subject(asked, target, self.reading)
        token = self.ledger.vault.seal(subject, target.stream, self.intent.seals, self.private)
        return asked.model_copy(update={"sealed": token})

    def _lookups(self, asked: intents.Intent, target: Target, drafts: list[Draft]) -> list[LookupRow]:
        """By what somebody is found now; of a correction only when it counts. Raises Refused for a number of another."""
        vault = self.ledger.vault
        correction = isinstance(asked, intents.CorrectPerson | intents.CorrectEmployer)
        if _waits(drafts) and correction:
            directory.check_free(vault, self.private, target)
        if _waits(drafts) or isinstance(self.intent, intents.Decline):
            return []
        if isinstance(asked, intents.MergePersons):
            return directory.merged(vault, asked.person, asked.into, self._who(asked.person))
        if not correction:
            return directory.rows(vault, self.private, target)
        assert asked.sealed is not None
        model: type[PersonData] | type[EmployerData] = PersonData if target.kind == "person" else EmployerData
        data = vault.open(asked.sealed, target.stream, asked.seals, model)
        return directory.corrected(vault, data, target) if data else []

    def _who(self, person: str) -> PersonData | None:
        found = self.reading.person(person).registration
        assert found is not None
        return opened(self.ledger.vault, stream_id("person", person), found, PersonData)

    def _drafts(self, asked: intents.Intent, targets: list[Target], second: Seconding | None) -> list[Draft]:
        if isinstance(self.intent, intents.Decline):
            assert second is not None
            routing.read(targets[0], self.reading)
            return self._written(targets[0], (facts.Declined(of=second.of, sealed=asked.sealed),))
        context = self._context(asked, targets[0], second)
        drafts: list[Draft] = []
        for target in targets:
            context = self._moved_on(context, targets[0], drafts)
            here = (target.name, target.municipality) == (context.address, context.municipality)
            there = context if here else replace(context, address=target.name, municipality=target.municipality)
            drafts += self._written(target, routing.decide(target, asked, self.reading, there))
            if _waits(drafts) or not (drafts or isinstance(asked, intents.ImportRejections)):
                return drafts
        return drafts + self._consequences(asked, context)

    def _moved_on(self, context: Context, first: Target, drafts: Sequence[Draft]) -> Context:
        """With the case as its new facts leave it: what its person guards follows from that."""
        if first.kind != "subsidy" or not drafts or context.subsidy is not None:
            return context
        happened = ((draft.fact, draft.version, draft.municipality) for draft in drafts)
        return replace(context, subsidy=after(happened, self.reading.subsidy(first.name)))

    def _written(self, target: Target, decided: Sequence[Fact]) -> list[Draft]:
        stream = target.stream
        version = self.reading.versions.get(stream, 0)
        return [Draft(stream, version + n, target.municipality, fact) for n, fact in enumerate(decided, start=1)]

    def _context(self, asked: intents.Intent, target: Target, second: Seconding | None) -> Context:
        reading = self.reading
        context = Context(
            today=self.asking.today,
            by=Signature(self.asking.by, self.ledger.login),
            address=target.name,
            case=target.name,
            municipality=target.municipality,
            law=reading.law(),
            policy=reading.policy(target.municipality),
            second=second,
        )
        match asked:
            case intents.Apply() | intents.TakeOver():
                return replace(context, employer=reading.employer(asked.employer))
            case intents.Grant() | intents.Extend() | intents.DecideObjection():
                application = reading.subsidy(asked.case).application
                return replace(context, person=reading.person(application.person)) if application else context
            case intents.Amend(employer=str(employer)):
                return replace(context, employer=reading.employer(employer))
            case intents.Correct() | intents.WithdrawEntry():
                return replace(context, topic=self._topic(target, asked.entry))
            case intents.Determine():
                opening = reading.subsidy(asked.case).opening
                signed = opening is None or reading.opening(opening).signed
                return replace(context, quarters=reading.quarters(context.municipality), signed=signed)
            case intents.PrepareRun():
                context = replace(context, quarters=reading.quarters(context.municipality))
                return replace(
                    context, prepared=self._lined_up(asked, context), position=self.ledger.store.head().position
                )
            case intents.ApproveRun():
                return self._with_lines(asked, replace(context, quarters=reading.quarters(context.municipality)))
            case intents.Settle():
                return self._settling(asked, context)
            case intents.SignOffQuarter():
                return self._closing(asked, context)
            case intents.SignOffYear():
                return replace(context, position=self.ledger.store.head().position)
            case intents.WithdrawRun() | intents.ImportRejections():
                self.out = answers.out(reading, [asked.run])
                confirmed = any(payment.confirmed_on for payment in self.out.payments.values())
                return replace(context, confirmed=confirmed)
            case intents.ImportStatement():
                self.out = answers.out_of_statement(reading, asked)
                return replace(context, matches=answers.matches(asked, self.out))
            case intents.MatchLine():
                self.out = answers.out(reading, filter(None, [answers.run_of(asked.reference or "")]))
                return replace(context, matches=self._by_hand(asked))
            case intents.AdoptValues() | intents.DeclineValue() | intents.AdoptPolicy():
                return replace(context, changes_money=would_change(asked, reading, context.today))
        return several.elsewhere(asked, reading, context)

    def _by_hand(self, asked: intents.MatchLine) -> Matches:
        bank = self.reading.bank(asked.account)
        if asked.matched_as != "recovery":
            return bank_decider.by_hand(asked, bank, self.out.payments)
        subsidy = self.reading.subsidy(asked.reference or "")
        return bank_decider.recovered_by_hand(asked, bank, subsidy, self.reading.policy(subsidy.municipality))

    def _topic(self, target: Target, version: int) -> str | None:
        """What is recorded at a version of a stream."""
        found = self.reading.store.read(target.stream, after=version - 1)
        return found[0].topic if found and found[0].version == version else None

    def _lined_up(self, asked: intents.PrepareRun, context: Context) -> Prepared:
        run_decider.check_not_ahead(asked.month, context.today)
        terms = RunTerms(asked.month, context.today, context.law, context.policy, asked.long_first_payments)
        return lining_up.line_up_all(self.reading, asked.municipality, terms)

    def _settling(self, asked: intents.Settle, context: Context) -> Context:
        position = self.ledger.store.head().position
        through = quarter_decider.settled_through(asked.through, self.reading.runs(asked.municipality))
        self.settlement = settling.settle_all(self.reading, asked.municipality, through)
        return replace(context, settlement=self.settlement, position=position)

    def _closing(self, asked: intents.SignOffQuarter, context: Context) -> Context:
        """The checklist as it is now, and what the report that was made lacks (R34)."""
        runs, quarters = self.reading.runs(asked.municipality), self.reading.quarters(asked.municipality)
        context = replace(context, runs=runs, position=self.ledger.store.head().position)
        quarter_decider.check_can_be_signed_off(asked.quarter, quarters, runs, context.today)
        return replace(
            context,
            checklist=settling.judge(self.reading, asked.municipality, asked.quarter, asked.explained),
            booked_since=settling.booked_since(self.reading, asked.municipality, asked.quarter, asked.position),
        )

    def _with_lines(self, asked: intents.ApproveRun, context: Context) -> Context:
        """The lines as they are now, and what differs from those that were prepared (R25)."""
        run = payment_run.known(self.reading.runs(context.municipality), asked.run)
        now = lining_up.again(self.reading, run, context.municipality)
        if now.digest == run.prepared.digest:
            return replace(context, prepared=now)
        then = lining_up.again(self.ledger.reading(until=run.prepared.position), run, context.municipality)
        return replace(context, prepared=now, changed_lines=lining_up.changed_lines(then, now))

    def _consequences(self, asked: intents.Intent, context: Context) -> list[Draft]:
        """What a run, or the bank's answer to it, records in other streams in the same append (R25)."""
        match asked:
            case intents.ApproveRun():
                assert context.prepared is not None
                run = payment_run.known(self.reading.runs(context.municipality), asked.run)
                return self._in_cases(context, lining_up.payments(context.prepared, run))
            case intents.Settle():
                assert context.settlement is not None
                booked_on = self.reading.quarters(context.municipality).booked_on(context.settlement.through.last)
                return self._in_cases(context, settling.settlements(context.settlement, booked_on))
            case intents.WithdrawRun():
                run = payment_run.known(self.reading.runs(context.municipality), asked.run)
                given_back = lining_up.returns(self.reading, context.municipality, run, context.today)
                return self._in_cases(context, given_back)
            case intents.ImportStatement() | intents.MatchLine():
                assert context.matches is not None
                return self._elsewhere(answers.answered(self.reading, self.out, context.matches))
            case intents.ImportRejections():
                return self._elsewhere(answers.rejected(self.reading, self.out, asked))
        return self._elsewhere(
            [
                answers.Consequence(stream_id(one.kind, one.name), one.municipality, one.fact)
                for one in context.elsewhere
                if one.name != context.address
            ]
        )

    def _in_cases(self, context: Context, found: Iterable[tuple[str, Fact]]) -> list[Draft]:
        streams = ((Target("subsidy", case, context.municipality), fact) for case, fact in found)
        return [draft for target, fact in streams for draft in self._written(target, (fact,))]

    def _elsewhere(self, found: Sequence[answers.Consequence]) -> list[Draft]:
        """Each fact at the next version of its stream; a statement can say two things about one case."""
        self.reading.read_versions(one.stream for one in found)
        after = dict(self.reading.versions)
        drafts = []
        for stream, municipality, fact in found:
            after[stream] += 1
            drafts.append(Draft(stream, after[stream], municipality, fact))
        return drafts

    def _cause(self) -> Cause:
        return Cause(
            intent=type(self.intent).__name__,
            fields=self.intent.model_dump(mode="json"),
            digest=self.digest.hex(),
            actor=self.asking.by,
            on_behalf_of=self.asking.on_behalf_of,
            today=self.asking.today,
            read={str(stream): version for stream, version in self.reading.versions.items()},
            decider=DECIDER_VERSION,
        )


def _repeated(known: Sequence[Entry], digest: bytes) -> Receipt:
    check_same(known[0].cause, digest.hex(), known[0].position)
    return Receipt(_named(known[0].fact), known, repeated=True)


def _named(fact: Fact) -> str:
    """The readable name of what a fact made."""
    match fact:
        case facts.Applied():
            return fact.case
        case facts.PersonRegistered():
            return fact.person
        case facts.EmployerRegistered():
            return fact.employer
        case _:
            return ""


def _waits(drafts: list[Draft]) -> bool:
    """A proposal stands alone: nothing else happens until a second person agrees (R37)."""
    return any(isinstance(draft.fact, facts.Proposed) for draft in drafts)
