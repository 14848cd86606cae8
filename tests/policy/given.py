"""Policies for tests, without a log."""

from datetime import date

from ledger.facts import PolicyAdopted
from ledger.intents import AdoptPolicy
from ledger.law import policy
from ledger.law.policy import Policy
from tests.law.given import entries

Setting = tuple[str, str | dict[str, str], str]
"""Switch, value, first day."""


def chosen(*settings: Setting) -> Policy:
    """The policy of one stream after these choices."""
    state = Policy.defaults()
    facts = [
        PolicyAdopted(switch=switch, value=value, since=date.fromisoformat(day)) for switch, value, day in settings
    ]
    for entry in entries(*facts):
        state = policy.evolve(state, entry)
    return state


def choose(
    switch: str, value: str | dict[str, str], since: str = "2026-01-01", municipality: str = "GM0363"
) -> AdoptPolicy:
    """The intent."""
    return AdoptPolicy(municipality=municipality, switch=switch, value=value, since=date.fromisoformat(since))
