"""The ledger: reads the states that an intent concerns, lets the deciders decide, seals what is personal, and appends.

One way for everything that is asked: was it asked before, then read, decide, append; when somebody else recorded first,
read and decide again, at most three times. What is refused leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger import collector, facts, intents
from ledger.asking import Asking, Receipt
from ledger.attempt import Attempt
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import Fact
from ledger.identifiers import case_number, employer_number, person_number, stream_id
from ledger.log.entry import Entry
from ledger.log.interface import check_same
from ledger.log.repeats import TAKEN_BACK_BY, taken_back
from ledger.log.store import VersionConflict
from ledger.lookout import Lookout
from ledger.refusal import Conflict, Misuse, Refused
from ledger.subsidy.state import Subsidy
from ledger.vault.canonical import canonical
from ledger.vault.identity import PrivateModel

ATTEMPTS = 3


@dataclass
class Ledger(Lookout):
    """The one door to the log for everything that is asked."""

    _opened: Fact | None = None

    def handle(self, intent: intents.Intent, asking: Asking, private: PrivateModel | None = None) -> Receipt:
        """Decide and record. Raises Refused, Misuse or Conflict, and then nothing was recorded."""
        digest = self._digest(intent, asking, private)
        key, known = self._key(asking, digest)
        if known:
            return _repeated(known, digest)
        if not (isinstance(intent, intents.OpenLedger) and intent.demonstration):
            self.check_business_day(asking, intent.anyway)
        attempt = Attempt(self, intent, asking, private, self._new_name(intent, asking), key, digest)
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
        return Attempt(self, intent, asking, None, "", b"", b"").imagined()

    def preview_all(self, intent: intents.Intent, asking: Asking) -> dict[str, tuple[Subsidy, Subsidy]]:
        """The same of an intent about several cases or persons: every case that it changes, as it is and as it would be."""
        return Attempt(self, intent, asking, None, "", b"", b"").imagined_all()

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


def _repeated(known: Sequence[Entry], digest: bytes) -> Receipt:
    check_same(known[0].cause, digest.hex(), known[0].position)
    return Receipt(named(known[0].fact), known, repeated=True)


def named(fact: Fact) -> str:
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
