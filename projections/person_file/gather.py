"""Everything that is held of a person, of who was merged into that person, and of their cases: opened, with where it came from, to
whom it was told, who looked, and how long it is kept. The data of others stay numbers and codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ledger.identifiers import stream_id
from ledger.log.entry import Cause, Entry
from ledger.party.registration import registration
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.retention.keeping import Keeping
from ledger.retention.result import Retention
from ledger.vault import who
from ledger.vault.identity import PersonData
from ledger.vault.looks import Look
from ledger.vault.sealing import Vault
from projections.person_file.opened import plain, sealed
from projections.person_file.told import Told, told
from projections.trail.reading import with_causes


class Held(NamedTuple):
    """One entry, opened: what it is about (a person or a case), its plain fields, and what was sealed in it."""

    about: str
    entry: Entry
    cause: Cause
    fields: dict[str, Any]
    sealed: list[dict[str, Any]]


@dataclass(frozen=True)
class PersonFile:
    """All that is held of one person, as known at a position."""

    number: str
    municipality: str
    made_on: date
    ledger_id: str
    position: int
    data: PersonData
    held: Sequence[Held]
    told: Sequence[Told]
    looks: Sequence[Look]
    retention: Retention


def kept_of(reading: Reading, number: str, today: date) -> Retention:
    """Whose keys and which cases belong to a person, and how long they are kept. Raises Refused where there is no such person."""
    person = reading.person(number)
    if person.registration is None:
        raise Refused(f"There is no person {number}.", rule="R14", remedy="Look them up with lks find.")
    return Keeping(reading, today).person(number)


def gather(reading: Reading, vault: Vault, kept: Retention, looks: Sequence[Look], today: date) -> PersonFile:
    """All of it. Raises Refused where the person was erased. One look opens all keys."""
    assert reading.until is not None, "it is as known at a position"
    number = kept.number
    persons, cases = kept.persons or (number,), kept.cases
    vault.load_keys(persons)
    names = {stream_id("person", one): one for one in persons} | {stream_id("subsidy", one): one for one in cases}
    streams = reading.store.read_many(names, until_position=reading.until)
    own = stream_id("person", number)
    found = registration(streams[own])
    assert found is not None
    data = who.opened(vault, own, found, PersonData)
    if data is None:
        raise Refused(
            f"The data of {number} were erased.", rule="R35", article="art. 17 AVG", remedy="Nothing is left to give."
        )
    entries = sorted((entry for some in streams.values() for entry in some), key=lambda entry: entry.position)
    held = [
        Held(names[entry.stream], entry, cause, plain(entry.fact), sealed(vault, entry))
        for entry, cause in with_causes(reading.store, entries)
    ]
    return PersonFile(
        number=number,
        municipality=streams[own][0].municipality,
        made_on=today,
        ledger_id=str(reading.store.head().ledger_id),
        position=reading.until,
        data=data,
        held=held,
        told=told(reading, vault, entries, persons, cases),
        looks=looks,
        retention=kept,
    )
