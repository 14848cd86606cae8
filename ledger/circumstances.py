"""What the deciders may know besides their own streams: read for one intent, so that they themselves read nothing."""

from dataclasses import dataclass, field, replace

from ledger import intents, several
from ledger.asking import Asking
from ledger.closing import quarter_decider, settling
from ledger.closing.settlement import Settlement
from ledger.context import Context, Seconding
from ledger.log.entry import Signature
from ledger.payment import answers, bank_decider, lining_up, run_decider
from ledger.payment import runs as payment_run
from ledger.payment.lines import Prepared, RunTerms
from ledger.payment.matching import Matches
from ledger.preview import would_change
from ledger.reading import Reading
from ledger.retention.keeping import Keeping
from ledger.retention.result import Retention
from ledger.routing import Target


@dataclass
class Circumstances:
    """Of one asking. `out`: the payments that the bank's words are about; `settlement`: what there is to settle."""

    reading: Reading
    asking: Asking
    login: str
    out: answers.Out = field(default_factory=answers.Out)
    settlement: Settlement | None = None

    def of(self, asked: intents.Intent, target: Target, second: Seconding | None) -> Context:
        """What the decider of this intent may know. Raises Refused where something stands in the way of reading it."""
        reading = self.reading
        context = Context(
            today=self.asking.today,
            by=Signature(self.asking.by, self.login),
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
            case intents.RecordMeasurement():
                return self._measuring(asked, context)
            case intents.RegisterExpert():
                return replace(context, provider=reading.provider(asked.provider))
            case intents.Correct() | intents.WithdrawEntry():
                return replace(context, topic=self._topic(target, asked.entry))
            case intents.SendLetter():
                return replace(context, about=self.reading.fact(target.stream, asked.about))
            case intents.Determine():
                opening = reading.subsidy(asked.case).opening
                signed = opening is None or reading.opening(opening).signed
                return replace(context, quarters=reading.quarters(context.municipality), signed=signed)
            case intents.PrepareRun():
                context = replace(context, quarters=reading.quarters(context.municipality))
                return replace(context, prepared=self._lined_up(asked, context), position=self.reading.position())
            case intents.ApproveRun():
                return self._with_lines(asked, replace(context, quarters=reading.quarters(context.municipality)))
            case intents.Settle():
                return self._settling(asked, context)
            case intents.SignOffQuarter():
                return self._closing(asked, context)
            case intents.SignOffYear():
                return replace(context, position=self.reading.position())
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
            case intents.ErasePerson() if merged := reading.person(asked.person).merged_into:
                kept = self._retention(asked, context)
                return replace(context, retention=kept, person=reading.person(merged))
            case intents.ErasePerson() | intents.EraseEmployer() | intents.EraseExpert():
                return replace(context, retention=self._retention(asked, context))
            case intents.AdoptValues() | intents.DeclineValue() | intents.AdoptPolicy():
                return replace(context, changes_money=would_change(asked, reading, context.today))
        return several.elsewhere(asked, reading, context)

    def _measuring(self, asked: intents.RecordMeasurement, context: Context) -> Context:
        """With who measured, if that expert is registered."""
        expert = self.reading.expert(asked.expert)
        if not expert.provider:
            return context
        return replace(context, expert=expert, provider=self.reading.provider(expert.provider))

    def _retention(
        self, asked: intents.ErasePerson | intents.EraseEmployer | intents.EraseExpert, context: Context
    ) -> Retention | None:
        """How long who is to be erased is kept; None of who is not registered, or is erased already."""
        reading, keeping = self.reading, Keeping(self.reading, context.today)
        match asked:
            case intents.ErasePerson(person=number):
                person = reading.person(number)
                return keeping.person(number) if person.number and not person.erased else None
            case intents.EraseEmployer(employer=number):
                employer = reading.employer(number)
                return keeping.employer(number) if employer.number and not employer.erased else None
            case intents.EraseExpert(expert=code):
                expert = reading.expert(code)
                return keeping.expert(code) if expert.code and not expert.erased else None

    def _by_hand(self, asked: intents.MatchLine) -> Matches:
        bank = self.reading.bank(asked.account)
        if asked.matched_as != "recovery":
            return bank_decider.by_hand(asked, bank, self.out.payments)
        subsidy = self.reading.subsidy(asked.reference or "")
        return bank_decider.recovered_by_hand(asked, bank, subsidy, self.reading.policy(subsidy.municipality))

    def _topic(self, target: Target, version: int) -> str | None:
        """What is recorded at a version of a stream."""
        found = self.reading.fact(target.stream, version)
        return found.topic if found else None

    def _lined_up(self, asked: intents.PrepareRun, context: Context) -> Prepared:
        run_decider.check_not_ahead(asked.month, context.today)
        terms = RunTerms(asked.month, context.today, context.law, context.policy, asked.long_first_payments)
        return lining_up.line_up_all(self.reading, asked.municipality, terms)

    def _settling(self, asked: intents.Settle, context: Context) -> Context:
        runs = self.reading.runs(asked.municipality)
        through = quarter_decider.settled_through(asked.through, runs, context.today)
        self.settlement = settling.settle_all(self.reading, asked.municipality, through, runs.waits_from)
        return replace(context, settlement=self.settlement, position=self.reading.position())

    def _closing(self, asked: intents.SignOffQuarter, context: Context) -> Context:
        """The checklist as it is now, and what the report that was made lacks (R34)."""
        runs, quarters = self.reading.runs(asked.municipality), self.reading.quarters(asked.municipality)
        context = replace(context, runs=runs, position=self.reading.position())
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
        then = lining_up.again(Reading(self.reading.store, until=run.prepared.position), run, context.municipality)
        return replace(context, prepared=now, changed_lines=lining_up.changed_lines(then, now))
