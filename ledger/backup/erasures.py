"""Who was erased: what the ledger says of it, and the list that is kept outside for a ledger that is older than an erasure.

A restore destroys the keys of all of these again. The list holds numbers only, nothing of who somebody was.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from ledger.log.entry import Row
from ledger.model import Model
from ledger.refusal import Misuse

ERASED: Final = ("PersonErased", "EmployerErased", "ExpertErased")
_NUMBERS: Final = {
    "PersonRegistered": ("person", "{}"),
    "EmployerRegistered": ("employer", "{}"),
    "ProviderRegistered": ("provider", "provider/{}"),
    "ExpertRegistered": ("expert", "expert/{}"),
    "Applied": ("case", "{}"),
    "PersonErased": ("persons", "{}"),
    "EmployerErased": ("employer", "{}"),
    "ExpertErased": ("expert", "expert/{}"),
}
"""Of whom a fact is: the field, and the name in the vault."""


class Erasure(Model):
    """One erasure: the entry that records it, the day it was recorded, and the numbers whose keys and lookups were destroyed."""

    position: int
    recorded_on: date
    subjects: tuple[str, ...]


class Erasures(Model):
    """All erasures of a ledger up to a position."""

    ledger_id: UUID
    position: int
    erasures: tuple[Erasure, ...]

    @property
    def bytes(self) -> bytes:
        """As it is written."""
        return (json.dumps(self.model_dump(mode="json"), indent=1) + "\n").encode()

    @property
    def subjects(self) -> dict[str, int]:
        """Every number, with the position of the entry that erased it."""
        return {subject: erasure.position for erasure in self.erasures for subject in erasure.subjects}


def erasure(row: Row) -> Erasure | None:
    """The erasure that an entry records; None for any other entry."""
    if row.topic not in ERASED:
        return None
    return Erasure(position=row.position, recorded_on=row.recorded_at.date(), subjects=tuple(_names(row)))


def named(row: Row) -> tuple[str, ...]:
    """Whom an entry makes known to the vault: persons, employers, providers and experts by their key, cases by what they are found
    by."""
    return () if row.topic not in _NUMBERS or row.topic in ERASED else tuple(_names(row))


def read(path: Path) -> Erasures:
    """A list that was kept, in a file or in the folder of a backup. Raises Misuse when it is none."""
    place = path / "erasures.json" if path.is_dir() else path
    try:
        return Erasures.model_validate_json(place.read_bytes())
    except OSError as error:
        what = f"cannot be read ({error.strerror})."
    except ValidationError:
        what = "is no list of erasures."
    raise Misuse(what, field=path.name, remedy="Name a file that lks backup erasures made, or the folder of a backup.")


def joined(ledger_id: UUID, lists: Iterable[Erasures]) -> dict[str, int]:
    """Every number in these lists. Raises Misuse for a list of another ledger."""
    found: dict[str, int] = {}
    for one in lists:
        if one.ledger_id != ledger_id:
            what = f"is of ledger {one.ledger_id}, this is {ledger_id}."
            raise Misuse(what, field="--erasures", remedy="Give the list of this ledger.")
        found |= one.subjects
    return found


def _names(row: Row) -> Iterator[str]:
    field, name = _NUMBERS[row.topic]
    fact: dict[str, Any] = json.loads(row.state)
    value = fact[field]
    yield from (name.format(one) for one in ([value] if isinstance(value, str) else value))
    if row.topic in ERASED:
        yield from fact.get("cases", ())
