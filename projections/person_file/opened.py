"""Entries with all that is sealed in them opened: whatever kind of fact, and whatever was sealed with it."""

import json
from functools import cache
from typing import Any

from pydantic import RootModel

from ledger.facts import Corrected, Fact, Proposed
from ledger.intents import Intent
from ledger.log.entry import Entry
from ledger.vault.sealing import Tampered, Vault


class Anything(RootModel[dict[str, Any]]):
    """What was sealed, whichever model it was."""


def plain(fact: Fact) -> dict[str, Any]:
    """The fields of a fact that are not sealed, with those of what it proposes or puts in place."""
    fields = fact.model_dump(mode="json", exclude={"sealed"})
    match fact:
        case Corrected(replacement=str(text)):
            fields["replacement"] = _without_tokens(json.loads(text))
        case Proposed():
            fields["fields"] = _without_tokens(json.loads(fact.fields))
        case _:
            pass
    return fields


def sealed(vault: Vault, entry: Entry) -> list[dict[str, Any]]:
    """What is sealed in an entry, opened; nothing where it was erased. Raises Tampered."""
    return [
        opened for token in dict.fromkeys(_tokens(entry.fact)) if (opened := _opened(vault, token, entry)) is not None
    ]


def _opened(vault: Vault, token: str, entry: Entry) -> dict[str, Any] | None:
    """A proposal, a correction and a refusal are sealed under the topic of what was asked, so that is looked for."""
    for topic in dict.fromkeys((entry.topic, getattr(entry.fact, "kind", entry.topic), *_topics())):
        try:
            found = vault.open(token, entry.stream, topic, Anything)
        except Tampered:
            continue
        return None if found is None else found.root
    what = f"What is sealed in entry {entry.position} was changed, or belongs to another entry."
    raise Tampered(what, remedy="Run `lks audit verify`.")


def _tokens(fact: Fact) -> list[str]:
    found = [getattr(fact, "sealed", None)]
    match fact:
        case Corrected(replacement=str(text)):
            found.append(json.loads(text).get("sealed"))
        case Proposed():
            found.append(json.loads(fact.fields).get("sealed"))
        case _:
            pass
    return [token for token in found if isinstance(token, str)]


def _without_tokens(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "sealed"}


@cache
def _topics() -> tuple[str, ...]:
    return tuple(sorted({one.seals for one in _intents(Intent) if one.seals}))


def _intents(kind: type[Intent]) -> list[type[Intent]]:
    return [kind, *(one for child in kind.__subclasses__() for one in _intents(child))]
