"""Providers and experts of wage value assessments: who supervises them, and which certificates an expert has."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ledger import facts
from ledger.facts import ExpertCertified, ProviderKind, Supervisor
from ledger.log.entry import Entry


@dataclass(frozen=True, slots=True)
class Provider:
    """State of a provider (aanbieder): the last registration under its code counts; `sealed` holds its name."""

    code: str = ""
    kind: ProviderKind | None = None
    supervisor: Supervisor | None = None
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """State of an expert (loonwaardedeskundige): where they work now, and their certificates by code."""

    code: str = ""
    provider: str = ""
    sealed: str = ""
    certificates: Mapping[str, ExpertCertified] = field(default_factory=dict)
    erased: facts.ExpertErased | None = None

    def certificate(self, day: date) -> ExpertCertified | None:
        """The certificate that was valid on a day; where none was, the one that ended last; None: there is none."""
        by_end = sorted(self.certificates.values(), key=lambda one: one.valid_until)
        valid = [one for one in by_end if one.valid_from <= day <= one.valid_until]
        return next(reversed(valid or by_end), None)


def evolve_provider(provider: Provider, entry: Entry) -> Provider:
    """The provider after one more entry."""
    match entry.fact:
        case facts.ProviderRegistered() as fact:
            return Provider(fact.provider, fact.kind, fact.supervisor, fact.sealed)
        case _:
            return provider


def evolve_expert(expert: Expert, entry: Entry) -> Expert:
    """The expert after one more entry; of a certificate the last word counts."""
    match entry.fact:
        case facts.ExpertRegistered() as fact:
            return replace(expert, code=fact.expert, provider=fact.provider, sealed=fact.sealed)
        case facts.ExpertCertified() as fact:
            return replace(expert, certificates={**expert.certificates, fact.certificate: fact})
        case facts.ExpertErased() as fact:
            return replace(expert, erased=fact)
        case _:
            return expert
