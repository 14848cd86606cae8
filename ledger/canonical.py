"""One text for one meaning, to be hashed: what the default key of an intent is made of.

It holds personal data in clear, so it exists only as long as it takes to hash it with `Vault.hmac`. The form must stay
as it is: another form makes other keys, and a repeated command would no longer be recognised as one.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
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


@cache
def _included(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(name for name, field in model.model_fields.items() if not field.exclude)


def _bare(value: object) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    match value:
        case None | bool() | int() | str():
            return value
        case BaseModel():
            return {type(value).__name__: {name: _bare(getattr(value, name)) for name in _included(type(value))}}
        case list() | tuple():
            return [_bare(one) for one in value]
        case Mapping():
            return {"mapping": [[_bare(key), _bare(value[key])] for key in sorted(value)]}
        case Decimal():
            return {"Decimal": plain(value) if value else "0"}
        case _:
            assert type(value).__str__ is not object.__str__, f"no one spelling of a {type(value).__name__}"
            return {type(value).__name__: str(value)}
