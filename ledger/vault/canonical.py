"""One text for one meaning, to be hashed: what the default key of an intent is made of.

It holds personal data in clear, so it exists only as long as it takes to hash it with `Vault.hmac`. The form must stay
as it is: another form makes other keys, and a repeated command would no longer be recognised as one.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from ledger.model import plain


def canonical(*parts: object) -> bytes:
    """The one text of these parts: an intent, the personal data beside it, the business day.

    JSON, in which models carry the name of their class and values that of their type, so that different parts never
    come out equal. Fields with `exclude` stay out: a token differs each time it is made. Mappings are sorted by key.
    """
    return _written([_bare(part) for part in parts]).encode()


_written = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_AS_IT_IS = frozenset({str, int, bool, type(None)})
_ways: dict[type, Callable[[Any], Any]] = {}


def _bare(value: object) -> Any:
    kind = type(value)
    if kind not in _ways:
        _ways[kind] = _way_of(kind)
    return _ways[kind](value)


def _way_of(kind: type) -> Callable[[Any], Any]:
    """How values of a type are written; found once for each type, for an import writes millions."""
    if issubclass(kind, int | str | type(None)):
        return lambda value: value
    if issubclass(kind, BaseModel):
        names = tuple(name for name, field in kind.model_fields.items() if not field.exclude)
        return lambda value: {
            kind.__name__: {
                name: part if type(part := getattr(value, name)) in _AS_IT_IS else _bare(part) for name in names
            }
        }
    if issubclass(kind, list | tuple):
        return lambda value: [_bare(one) for one in value]
    if issubclass(kind, Mapping):
        return lambda value: {"mapping": [[_bare(key), _bare(value[key])] for key in sorted(value)]}
    if issubclass(kind, Decimal):
        return lambda value: {"Decimal": plain(value) if value else "0"}
    assert kind.__str__ is not object.__str__, f"no one spelling of a {kind.__name__}"
    return lambda value: {kind.__name__: str(value)}
