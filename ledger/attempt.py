"""One attempt to answer what was asked: read, decide, append. When somebody else recorded first, another one is made."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ledger import facts, intents, routing, several
from ledger.asking import Asking, Receipt
from ledger.circumstances import Circumstances
from ledger.closing import settling
from ledger.context import Context, Seconding
from ledger.facts import Fact
from ledger.identifiers import stream_id
from ledger.log.entry import Cause, Signature
from ledger.log.erasing import destroyed
from ledger.log.store import Draft
from ledger.lookout import Lookout
from ledger.payment import answers, lining_up
from ledger.payment import runs as payment_run
from ledger.routing import Target
from ledger.second_person import original
from ledger.subsidy.state import Subsidy, after
from ledger.vault import directory
from ledger.vault.identity import EmployerData, PersonData, PrivateModel
from ledger.vault.sealing import LookupRow
from ledger.vault.who import opened

DECIDER_VERSION = 3


class Attempt:
    """One try to decide and append; everything is read anew each time."""

    def __init__(
        self,
        ledger: Lookout,
        intent: intents.Intent,
        asking: Asking,
        private: PrivateModel | None,
        name: str,
        key: bytes,
        digest: bytes,
    ) -> None:
        self.ledger, self.intent, self.asking, self.private = ledger, intent, asking, private
        self.name, self.key, self.digest = name, key, digest
        self._begin()

    def _begin(self) -> None:
        self.reading = self.ledger.reading()
        self.circumstances = Circumstances(self.reading, self.asking, self.ledger.login)

    def run(self) -> Receipt:
        """Read, decide, append. Raises VersionConflict when a stream that was read has moved."""
        self._begin()
        asked, second = self._unwrapped()
        targets = routing.targets(asked, self.name, self.reading)
        first = targets[0]
        if self.name:
            self.reading.begin(first.kind, first.name)
        if self.private is not None:
            asked = self._sealed(asked, first)
        drafts = self._drafts(asked, targets, second)
        if not drafts:
            return Receipt(first.name, (), repeated=True, settlement=self.circumstances.settlement)
        lookups = self._lookups(asked, first, drafts)
        entries = self.ledger.store.append(drafts, self.key, self._cause(), lookups)
        self.ledger.vault.forget(
            subject for one in destroyed(entry.fact for entry in entries) for subject in one.subjects
        )
        return Receipt(first.name, entries, repeated=False, settlement=self.circumstances.settlement)

    def again(self, token: str | None) -> list[Draft]:
        """What it decides where the personal part is sealed already. Nothing is recorded; no key is needed."""
        asked, second = self._unwrapped()
        if token is not None:
            asked = asked.model_copy(update={"sealed": token})
        targets = routing.targets(asked, self.name, self.reading)
        if self.name:
            self.reading.begin(targets[0].kind, targets[0].name)
        return self._drafts(asked, targets, second)

    def imagined_all(self) -> dict[str, tuple[Subsidy, Subsidy]]:
        """The same of an intent about several cases: by case how it is, and how it would be."""
        self._begin()
        target = routing.targets(self.intent, self.name, self.reading)[0]
        nobody = Seconding(0, Signature("", ""))
        context = self.circumstances.of(self.intent, target, nobody)
        routing.decide(target, self.intent.model_copy(update={"sealed": ""}), self.reading, context)
        return several.imagined(several.in_cases(context.elsewhere), self.reading)

    def imagined(self) -> tuple[Subsidy, Subsidy]:
        """Read and decide, with a second person who is nobody."""
        self._begin()
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
        context = self.circumstances.of(asked, targets[0], second)
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
                return self._elsewhere(answers.answered(self.reading, self.circumstances.out, context.matches))
            case intents.ImportRejections():
                return self._elsewhere(answers.rejected(self.reading, self.circumstances.out, asked))
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


def _waits(drafts: list[Draft]) -> bool:
    """A proposal stands alone: nothing else happens until a second person agrees (R37)."""
    return any(isinstance(draft.fact, facts.Proposed) for draft in drafts)
