"""The specifications of a run or a determination, from the log and the vault: each case folded up to it, each employer as it
was paid."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
from ledger.refusal import Refused
from ledger.vault import who
from ledger.vault.identity import PersonData
from ledger.vault.sealing import Vault
from projections.specification.build import build
from projections.specification.document import Specification
from projections.specification.inputs import CasePayment, Determined, Payee
from projections.specification.row import Profile
from projections.specification.telling import case_payment


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
    vault.load_keys(_whose(streams.values(), profile))
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


def of_determination(reading: Reading, vault: Vault, case: str, profile: Profile) -> Specification:
    """What the last determination of a case tells, when nothing is sent after it. Raises Refused."""
    stream = reading.store.read(stream_id("subsidy", case))
    finals = [n for n, entry in enumerate(stream) if isinstance(entry.fact, facts.FinallySettled)]
    if not finals:
        what = f"{case} is not determined."
        raise Refused(what, rule="R31", remedy="Determine it first: lks decide determine.")
    entry = stream[finals[-1]]
    if not (isinstance(entry.fact, facts.FinallySettled) and entry.fact.balance_cents <= 0):
        what = f"Something of {case} is payable; the specification of the run that sends it tells the rest."
        raise Refused(what, rule="R31", remedy="See lks pay list; then lks specification RUN.")
    told = _case(reading, vault, entry, stream, profile)
    if not told.settled:
        raise Refused(f"The determination of {case} booked nothing.", rule="R31", remedy="Nothing to tell.")
    assert isinstance(told.paid, Determined)
    as_then = Reading(reading.store, entry.position)
    account = as_then.employer(told.paid.employer).account
    policy, day = reading.policy(entry.municipality), told.paid.execution_day
    data = Accounts(reading.store, vault).employer(told.paid.employer, account)
    name = _name(policy, entry.municipality, day)
    return build(Payee(entry.municipality, name, None, told.paid.employer, data, told.paid.run, None), [told], profile)


def _case(reading: Reading, vault: Vault, entry: Entry, stream: Sequence[Entry], profile: Profile) -> CasePayment:
    last = next(n for n, one in enumerate(stream) if one.position == entry.position)
    told = case_payment(stream, last)
    application = told.subsidy.application
    assert application is not None
    return replace(
        told,
        person=_person(reading, vault, application.person) if profile == "A" else None,
        personnel_number=_personnel_number(vault, entry.stream, application),
    )


def _whose(streams: Iterable[Sequence[Entry]], profile: Profile) -> Iterator[str]:
    """The persons of whom something is opened: their keys come in one look."""
    for stream in streams:
        if isinstance(first := stream[0].fact, facts.Applied) and (profile == "A" or first.sealed is not None):
            yield first.person


def _payee(accounts: Accounts, policy: Policy, run: Run, employer: str, account: int) -> Payee:
    name = _name(policy, run.municipality, run.prepared.execution_day)
    data = accounts.employer(employer, account)
    return Payee(run.municipality, name, None, employer, data, run.number, run.prepared.month)


def _name(policy: Policy, municipality: str, day: date) -> str:
    return policy.on(PAYING_ACCOUNT, day).partition(" ")[2] or municipality


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
