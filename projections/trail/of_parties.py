"""Sentences about persons, employers, and who measures. Never a name: numbers and codes only."""

from ledger import facts
from projections.trail.phrase import Phrase
from projections.words import listed, on_day, words


def person_registered(fact: facts.PersonRegistered, of: str) -> str:
    """A person; who it is, is sealed."""
    return f"registered {of}; who it is stands sealed in the entry"


def group_established(fact: facts.TargetGroupEstablished, of: str) -> str:
    """In the target group."""
    how = f"applied for on {on_day(fact.applied_on)}" if fact.applied_on else "ex officio"
    return (
        f"established that {of} belongs to the target group ({words(fact.group)}) from {on_day(fact.effective)}, {how}"
    )


def group_rejected(fact: facts.TargetGroupRejected, of: str) -> str:
    """Not in the target group."""
    how = f" (applied for on {on_day(fact.applied_on)})" if fact.applied_on else ""
    return f"rejected that {of} belongs to the target group {words(fact.group)} from {on_day(fact.effective)}{how}"


def group_ended(fact: facts.TargetGroupEnded, of: str) -> str:
    """No longer in the target group."""
    return f"recorded that {of} no longer belongs to the target group from {on_day(fact.effective)}"


def subsidy_opened(fact: facts.SubsidyOpened, of: str) -> str:
    """The guard against two subsidies for one employment."""
    until = f" until {on_day(fact.until)}" if fact.until else ""
    employment = f"employment with employer {fact.employer} from {on_day(fact.start)}{until}"
    return f"opened case {fact.case} of {of}: {employment}; no second subsidy can be asked for it"


def subsidy_closed(fact: facts.SubsidyClosed, of: str) -> str:
    """The case no longer stands in the way of another."""
    last = f"its last day was {on_day(fact.until)}" if fact.until else "it never ran"
    return f"closed case {fact.case} of {of}; {last}"


def merged(fact: facts.PersonMerged, of: str) -> str:
    """One person registered twice."""
    return f"recorded that {of} is the same as person {fact.into}, who keeps all cases; reason {words(fact.reason)}"


def employer_registered(fact: facts.EmployerRegistered, of: str) -> str:
    """An employer with a first account."""
    return f"registered {of} with its first account; name, payroll number and account stand sealed in the entry"


def account_approved(fact: facts.AccountApproved, of: str) -> str:
    """Another account."""
    return f"approved, as the second person, another account of {of}, on which it is paid from now on"


def account_blocked(fact: facts.AccountBlocked, of: str) -> str:
    """The bank refused the account."""
    return f"blocked the account of {of}, which the bank refused ({fact.reason}); nothing is paid until another is approved"


def provider_registered(fact: facts.ProviderRegistered, of: str) -> str:
    """An enterprise that measures."""
    return f"registered {of} as a provider of measurements ({words(fact.kind)}), supervised by {words(fact.supervisor)}"


def expert_registered(fact: facts.ExpertRegistered, of: str) -> str:
    """Someone who measures."""
    return f"registered {of} at provider {fact.provider}; the name stands sealed in the entry"


def expert_certified(fact: facts.ExpertCertified, of: str) -> str:
    """A certificate."""
    valid = f"valid from {on_day(fact.valid_from)} through {on_day(fact.valid_until)}"
    register = ", and in the voluntary register" if fact.in_register else ""
    return f"recorded certificate {fact.certificate} of {of}, {valid}{register}"


def person_erased(fact: facts.PersonErased, of: str) -> str:
    """The keys were destroyed."""
    whom = f"the data of {listed(f'person {one}' for one in fact.persons)}"
    cases = f", of {listed(f'case {one}' for one in fact.cases)}" if fact.cases else ""
    return f"erased {whom}{cases}: {_kept(fact)}"


def employer_erased(fact: facts.EmployerErased, of: str) -> str:
    """Of an employer who is a natural person."""
    return f"erased the data of employer {fact.employer}, a natural person: {_kept(fact)}"


def expert_erased(fact: facts.ExpertErased, of: str) -> str:
    """Of an expert, only the name."""
    return f"erased the name of expert {fact.expert}; the code stays: {_kept(fact)}"


def _kept(fact: facts.PersonErased | facts.EmployerErased | facts.ExpertErased) -> str:
    until = f"kept through {on_day(fact.retained_until)}"
    return f"the key was destroyed, ground {words(fact.ground)}, {until}; nothing sealed can be opened any more"


SENTENCES: dict[str, Phrase] = {
    "PersonRegistered": person_registered,
    "TargetGroupEstablished": group_established,
    "TargetGroupRejected": group_rejected,
    "TargetGroupEnded": group_ended,
    "SubsidyOpened": subsidy_opened,
    "SubsidyClosed": subsidy_closed,
    "PersonMerged": merged,
    "PersonErased": person_erased,
    "EmployerRegistered": employer_registered,
    "AccountApproved": account_approved,
    "AccountBlocked": account_blocked,
    "EmployerErased": employer_erased,
    "ProviderRegistered": provider_registered,
    "ExpertRegistered": expert_registered,
    "ExpertCertified": expert_certified,
    "ExpertErased": expert_erased,
}
