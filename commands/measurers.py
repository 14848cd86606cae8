"""Providers and experts as they are registered, for lists: codes and certificates, and names only when asked for."""

from collections.abc import Iterable

from commands.call import Call
from ledger.identifiers import stream_id
from ledger.log.store import Store
from ledger.measuring.state import Expert, Provider, evolve_expert, evolve_provider
from ledger.vault.identity import ExpertData, ProviderData

ERASED = "(erased)"


def providers(store: Store) -> dict[str, Provider]:
    """Every provider by code."""
    found: dict[str, Provider] = {}
    for entry in store.read_all(topics=("ProviderRegistered",)):
        one = evolve_provider(Provider(), entry)
        found[one.code] = one
    return dict(sorted(found.items()))


def experts(store: Store) -> dict[str, Expert]:
    """Every expert by code, with their certificates."""
    streams: dict[object, Expert] = {}
    for entry in store.read_all(topics=("ExpertRegistered", "ExpertCertified")):
        streams[entry.stream] = evolve_expert(streams.get(entry.stream, Expert()), entry)
    return {one.code: one for one in sorted(streams.values(), key=lambda one: one.code)}


def load_names(call: Call, measurers: Iterable[Provider | Expert]) -> None:
    """What opens the names of these, in one look."""
    kinds = (("provider" if isinstance(one, Provider) else "expert", one.code) for one in measurers)
    call.vault.load_keys(f"{kind}/{code}" for kind, code in kinds)


def provider_name(call: Call, provider: Provider) -> str:
    """The name of a provider, opened."""
    stream = stream_id("provider", provider.code)
    data = call.vault.open(provider.sealed, stream, "ProviderRegistered", ProviderData)
    return data.name if data else ERASED


def expert_name(call: Call, expert: Expert) -> str:
    """The name of an expert, opened."""
    data = call.vault.open(expert.sealed, stream_id("expert", expert.code), "ExpertRegistered", ExpertData)
    return data.name if data else ERASED
