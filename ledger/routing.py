"""Which streams an intent is asked of, in which municipality, and who decides there.

The first target is the stream that the intent names; the others guard what must hold over several streams.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ledger import facts, intents, law
from ledger.chain import statistics, wage_values
from ledger.closing import quarter_decider
from ledger.context import Context
from ledger.facts import Fact
from ledger.identifiers import StreamKind, stream_id
from ledger.intents import Intent
from ledger.law import policy
from ledger.measuring import decider as measuring_decider
from ledger.party import decider as party_decider
from ledger.payment import bank_decider, journal, opening, run_decider
from ledger.process import templates
from ledger.reading import Reading
from ledger.second_person import seconded
from ledger.subsidy import decider as subsidy_decider

SINCE_EVER = date(2015, 1, 1)
"""The first day of the law: what a ledger is opened with holds for every business day."""


@dataclass(frozen=True, slots=True)
class Target:
    """A stream that an intent is asked of, by kind and readable name."""

    kind: StreamKind
    name: str
    municipality: str = ""

    @property
    def stream(self) -> UUID:
        """The stream's id."""
        return stream_id(self.kind, self.name)


def targets(intent: Intent, name: str, reading: Reading) -> list[Target]:
    """The streams that an intent is asked of; `name` is that of the case, person or employer it makes."""
    match intent:
        case intents.OpenLedger():
            return [Target("ledger", ""), Target("policy", "")]
        case intents.RegisterPerson():
            return [Target("person", name, intent.municipality)]
        case intents.RegisterEmployer():
            return [Target("employer", name)]
        case intents.Apply() | intents.TakeOver():
            return [Target("subsidy", name, intent.municipality), _person(intent.person, reading)]
        case intents.EndTargetGroup():
            cases = party_decider.running(reading.person(intent.person), intent.effective)
            return [_person(intent.person, reading), *(_case(case, reading) for case in cases)]
        case intents.EstablishTargetGroup() | intents.RejectTargetGroup():
            return [_person(intent.person, reading)]
        case (
            intents.Reject()
            | intents.EndSubsidy()
            | intents.Amend()
            | intents.Transfer()
            | intents.DecideObjection(grant=True)
            | intents.Correct()
            | intents.WithdrawEntry()
            | intents.SetAsideApplication()
            | intents.ConfirmExtension()
        ):
            application = reading.subsidy(intent.case).application
            return [_case(intent.case, reading), *([_person(application.person, reading)] if application else ())]
        case intents.DecideObjection() if reading.subsidy(intent.case).set_aside is not None:
            return [_case(intent.case, reading), _person(_application(intent.case, reading).person, reading)]
        case intents.CaseIntent():
            return [_case(intent.case, reading)]
        case intents.HoldEmployer() | intents.ReleaseEmployer() | intents.ChangeAccount() | intents.CorrectEmployer():
            return [Target("employer", intent.employer)]
        case intents.MoveCases():
            return [Target("employer", intent.employer, intent.municipality)]
        case intents.EraseEmployer():
            return [Target("employer", intent.employer)]
        case (
            intents.CorrectPerson()
            | intents.ErasePerson()
            | intents.MergePersons()
            | intents.CorrectTargetGroup()
            | intents.WithdrawTargetGroup()
        ):
            return [_person(intent.person, reading)]
        case intents.RegisterProvider():
            return [Target("provider", intent.provider)]
        case intents.RegisterExpert() | intents.CertifyExpert() | intents.EraseExpert():
            return [Target("expert", intent.expert)]
        case intents.PrepareRun():
            return [Target("run", intent.municipality, intent.municipality)]
        case intents.ApproveRun() | intents.WithdrawRun() | intents.ExportRun() | intents.ImportRejections():
            municipality = intent.run[:6]
            return [Target("run", municipality, municipality)]
        case intents.ExportRuns():
            municipalities = dict.fromkeys(one.run[:6] for one in intent.runs)
            return [Target("run", municipality, municipality) for municipality in municipalities]
        case intents.ImportStatement() | intents.MatchLine():
            return [Target("bank", intent.account)]
        case intents.ExportJournal():
            return [Target("journal", intent.municipality, intent.municipality)]
        case intents.ExportWageValues():
            return [Target("chain", intent.municipality, intent.municipality)]
        case intents.ExportStatistics():
            return [Target("statistics", intent.municipality, intent.municipality)]
        case intents.PrepareOpening() | intents.SignOpening():
            return [Target("opening", intent.opening, intent.municipality)]
        case intents.Settle() | intents.SignOffQuarter() | intents.ReopenQuarter() | intents.SignOffYear():
            return [Target("quarter", intent.municipality, intent.municipality)]
        case intents.AdoptValues() | intents.DeclineValue():
            return [Target("law", "")]
        case intents.AdoptTemplate():
            return [Target("templates", intent.municipality, intent.municipality)]
        case intents.AdoptPolicy():
            return [Target("policy", intent.municipality, intent.municipality)]
    raise AssertionError(f"{type(intent).__name__} has no stream")


def decide(target: Target, intent: Intent, reading: Reading, context: Context) -> tuple[Fact, ...]:
    """What the intent leads to in one of its streams. Raises Refused."""
    state, decider = _DECIDERS[target.kind]
    return decider(intent, state(reading, target.name), context)


def read(target: Target, reading: Reading) -> None:
    """Read a stream that something is recorded in without a decision, so that its version is known."""
    _DECIDERS[target.kind][0](reading, target.name)


def subject(intent: Intent, target: Target, reading: Reading) -> str:
    """Under whose key the personal part is sealed: the person's, the employer's, the provider's, the expert's, or the ledger's
    own."""
    match intent:
        case intents.Apply() | intents.TakeOver():
            return intent.person
        case intents.CaseIntent():
            application = reading.subsidy(intent.case).application
            return application.person if application else "ledger"
        case intents.RegisterProvider() | intents.RegisterExpert():
            return f"{target.kind}/{target.name}"
    return target.name if target.kind in ("person", "employer") else "ledger"


def _person(number: str, reading: Reading) -> Target:
    return Target("person", number, reading.person(number).municipality)


def _application(case: str, reading: Reading) -> facts.Applied:
    application = reading.subsidy(case).application
    assert application is not None, "what was set aside is an application"
    return application


def _case(case: str, reading: Reading) -> Target:
    return Target("subsidy", case, reading.subsidy(case).municipality)


def _decide_law(
    intent: intents.AdoptValues | intents.DeclineValue, state: law.Law, context: Context
) -> tuple[Fact, ...]:
    return _by_two(intent, context, law.decide(intent, state, context))


def _by_two(
    intent: intents.AdoptValues | intents.DeclineValue | intents.AdoptPolicy,
    context: Context,
    decided: tuple[Fact, ...],
) -> tuple[Fact, ...]:
    """R37: what changes money needs a second person; so do choices that steer who controls and where money goes."""
    control = isinstance(intent, intents.AdoptPolicy) and policy.by_two(intent.switch, intent.value)
    if context.changes_money or context.second or control:
        return seconded(intent, context, decided)
    return decided


def _open_ledger(intent: Intent, opened: bool, context: Context) -> tuple[Fact, ...]:
    assert isinstance(intent, intents.OpenLedger)
    return () if opened else (facts.LedgerOpened(ledger=intent.ledger, demonstration=intent.demonstration),)


def _decide_policy(
    intent: intents.OpenLedger | intents.AdoptPolicy, state: policy.Policy, context: Context
) -> tuple[Fact, ...]:
    if isinstance(intent, intents.OpenLedger):
        value = "yes" if intent.shared_login else "no"
        return (facts.PolicyAdopted(switch="shared_login", value=value, since=SINCE_EVER),)
    return _by_two(intent, context, policy.decide(intent, state, context))


_Decider = Callable[[Any, Any, Context], tuple[Fact, ...]]
_DECIDERS: dict[StreamKind, tuple[Callable[[Reading, str], Any], _Decider]] = {
    "ledger": (lambda reading, name: reading.opened(), _open_ledger),
    "policy": (lambda reading, name: reading.policy(name), _decide_policy),
    "law": (lambda reading, name: reading.law(), _decide_law),
    "person": (lambda reading, name: reading.person(name), party_decider.decide_person),
    "employer": (lambda reading, name: reading.employer(name), party_decider.decide_employer),
    "subsidy": (lambda reading, name: reading.subsidy(name), subsidy_decider.decide),
    "provider": (lambda reading, name: reading.provider(name), measuring_decider.decide_provider),
    "expert": (lambda reading, name: reading.expert(name), measuring_decider.decide_expert),
    "run": (lambda reading, name: reading.runs(name), run_decider.decide),
    "bank": (lambda reading, name: reading.bank(name), bank_decider.decide),
    "journal": (lambda reading, name: reading.journal(name), journal.decide),
    "chain": (lambda reading, name: reading.wage_values(name), wage_values.decide),
    "statistics": (lambda reading, name: reading.statistics(name), statistics.decide),
    "opening": (lambda reading, name: reading.opening(name), opening.decide),
    "templates": (lambda reading, name: reading.templates(name), templates.decide),
    "quarter": (lambda reading, name: reading.quarters(name), quarter_decider.decide),
}
