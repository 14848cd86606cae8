"""The specifications of a run, from the log and the vault: each case folded up to its payment, each employer as it was paid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger import facts
from ledger.identifiers import stream_id
from ledger.intents import ApplicationDetails
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.party.registration import registration
from ledger.payment.accounts import PAYING_ACCOUNT, Accounts
from ledger.payment.payments import paid_entries
from ledger.payment.runs import Run
from ledger.reading import Reading
from ledger.subsidy import state as subsidy
from ledger.vault import who
from ledger.vault.identity import PersonData
from ledger.vault.sealing import Vault
from projections.specification.build import build
from projections.specification.document import Specification
from projections.specification.inputs import CasePayment, Payee
from projections.specification.row import Profile

Back = facts.PaymentReturned | facts.PaymentRejected


@dataclass(frozen=True, slots=True)
class Paid:
    """The specifications of one run, one for each employer, and the payments that they tell of."""

    specifications: Sequence[Specification]
    payments: Sequence[facts.Paid]


def specifications(reading: Reading, vault: Vault, run: Run, employer: str | None, profile: Profile) -> Paid:
    """What an approved run paid each employer, or one of them. Raises Refused where an employer's data were erased."""
    entries = [entry for entry in paid_entries(reading.store, run) if employer in (None, _paid(entry).employer)]
    if not entries:
        return Paid((), ())
    last = entries[-1].position
    streams = reading.store.read_many([entry.stream for entry in entries], until_position=last)
    accounts = Accounts(reading.store, vault)
    accounts.load(_paid(entry).employer for entry in entries)
    by_employer: defaultdict[tuple[str, int], list[CasePayment]] = defaultdict(list)
    for entry in entries:
        paid = _paid(entry)
        case = _case(reading, vault, entry, streams[entry.stream], profile)
        by_employer[paid.employer, paid.account].append(case)
    policy = reading.policy(run.municipality)
    made = [
        build(_payee(accounts, policy, run, number, account), cases, profile)
        for (number, account), cases in sorted(by_employer.items())
    ]
    return Paid(made, [_paid(entry) for entry in entries])


def sent_cents(paid: Paid, employer: str) -> dict[str, int]:
    """What a run sends one employer, by reference, as the payments themselves say."""
    totals: defaultdict[str, int] = defaultdict(int)
    for one in paid.payments:
        if one.employer == employer:
            totals[one.reference] += sum(amount.total_cents for amount in one.sent)
    return dict(totals)


def _case(reading: Reading, vault: Vault, entry: Entry, stream: Sequence[Entry], profile: Profile) -> CasePayment:
    before = [one for one in stream if one.position < entry.position]
    folded = subsidy.fold([*before, entry])
    assert folded.application is not None
    return CasePayment(
        paid=_paid(entry),
        subsidy=folded,
        person=_person(reading, vault, folded.application.person) if profile == "A" else None,
        personnel_number=_personnel_number(vault, entry.stream, folded.application),
        earlier=[one.fact for one in before if isinstance(one.fact, facts.Paid)],
        returned=[one.fact for one in before if isinstance(one.fact, Back)],
    )


def _payee(accounts: Accounts, policy: Policy, run: Run, employer: str, account: int) -> Payee:
    named = policy.on(PAYING_ACCOUNT, run.prepared.execution_day).partition(" ")[2]
    name = named or run.municipality
    return Payee(run.municipality, name, None, employer, accounts.employer(employer, account), run.prepared)


def _person(reading: Reading, vault: Vault, number: str) -> PersonData | None:
    """As it counts now, not as it was when the payment was made: a wrong BSN is not told twice."""
    stream = stream_id("person", number)
    found = registration(reading.store.read(stream))
    assert found is not None
    return who.opened(vault, stream, found, PersonData)


def _personnel_number(vault: Vault, stream: UUID, application: facts.Applied) -> str | None:
    if application.sealed is None:
        return None
    details = vault.open(application.sealed, stream, application.topic, ApplicationDetails)
    return details.personnel_number or None if details else None


def _paid(entry: Entry) -> facts.Paid:
    assert isinstance(entry.fact, facts.Paid)
    return entry.fact
