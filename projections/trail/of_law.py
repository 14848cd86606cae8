"""Sentences about the ledger itself, the law, policy and second persons."""

from ledger import facts
from ledger.law import PARAMETERS
from projections.trail.phrase import Phrase
from projections.words import on_day, split, words


def opened(fact: facts.LedgerOpened, of: str) -> str:
    """The first entry."""
    return f"opened the ledger {fact.ledger}{' as a demonstration' if fact.demonstration else ''}"


def proposed(fact: facts.Proposed, of: str) -> str:
    """What waits for a second person."""
    return f"proposed for {of}: {split(fact.intent)}; it waits for a second person"


def approved(fact: facts.Approved, of: str) -> str:
    """The second person agreed."""
    return f"agreed, as the second person, with the proposal for {of}"


def declined(fact: facts.Declined, of: str) -> str:
    """The second person did not agree."""
    return f"declined, as the second person, the proposal for {of}; it will not be carried out"


def value_adopted(fact: facts.ValueAdopted, of: str) -> str:
    """A value of the law."""
    unit = f" {fact.unit}" if isinstance(fact.value, str) else ""
    published = f", published on {on_day(fact.published)}" if fact.published else ""
    doubt = "" if fact.confidence == "high" else f"; the source is of {fact.confidence} certainty"
    value = f"{parameter(fact.parameter)} is {_value(fact.value)}{unit} from {on_day(fact.since)}"
    return f"adopted as law: {value} (source: {fact.source}{published}){doubt}"


def value_declined(fact: facts.ValueDeclined, of: str) -> str:
    """A value that this ledger does not count with."""
    what = f"the packaged value of {parameter(fact.parameter)} from {on_day(fact.since)}"
    return f"declined {what}, reason {words(fact.reason)}; this ledger does not count with it"


def policy_adopted(fact: facts.PolicyAdopted, of: str) -> str:
    """A choice of a municipality, or of the whole ledger."""
    name = fact.switch.removeprefix("law:")
    kind = "its own value of the law" if name != fact.switch else "as policy"
    return f"adopted for {of} {kind}: {words(name)} is {_value(fact.value)} from {on_day(fact.since)}"


def parameter(name: str) -> str:
    """A parameter of the law in words."""
    return words(name) if name in PARAMETERS else name


def _value(value: str | dict[str, str] | tuple[str, ...]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    return value if isinstance(value, str) else ", ".join(value)


SENTENCES: dict[str, Phrase] = {
    "LedgerOpened": opened,
    "Proposed": proposed,
    "Approved": approved,
    "Declined": declined,
    "ValueAdopted": value_adopted,
    "ValueDeclined": value_declined,
    "PolicyAdopted": policy_adopted,
}
