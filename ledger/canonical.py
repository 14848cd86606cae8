"""One text for one meaning, to be hashed: what the default key of an intent is made of.

It holds personal data in clear, so it exists only as long as it takes to hash it with `Vault.hmac`. The form must stay
as it is: another form makes other keys, and a repeated command would no longer be recognised as one.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from ledger.model import plain


def canonical(*parts: object) -> bytes:
    """The one text of these parts: an intent, the personal data beside it, the business day.

    JSON, in which models carry the name of their class and values that of their type, so that different parts never
    come out equal. Fields with `exclude` stay out: a token differs each time it is made. Mappings are sorted by key.
    """
    return json.dumps([_bare(part) for part in parts], sort_keys=True, separators=(",", ":")).encode()


def _bare(value: object) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case BaseModel():
            fields = type(value).model_fields.items()
            return {
                type(value).__name__: {name: _bare(getattr(value, name)) for name, one in fields if not one.exclude}
            }
        case list() | tuple():
            return [_bare(one) for one in value]
        case Mapping():
            return {"mapping": [[_bare(key), _bare(value[key])] for key in sorted(value)]}
        case Decimal():
            return {"Decimal": plain(value) if value else "0"}
        case _:
            assert type(value).__str__ is not object.__str__, f"no one spelling of a {type(value).__name__}"
            return {type(value).__name__: str(value)}
