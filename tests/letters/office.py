"""A municipality that writes letters: a ledger in memory, and what it takes to make and send one."""

from datetime import date
from typing import Any

from ledger import facts, intents
from ledger.facts import LetterKind, Recipient
from ledger.identifiers import stream_id
from ledger.reading import Reading
from ledger.vault.sealing import Vault
from projections.letters.letter import Letter, make
from projections.letters.pdf import printer
from projections.letters.samples import IDENTITY
from projections.letters.subject import Wanted
from tests.ledger.house import DAY, MUNICIPALITY, House


def letter_office() -> House:
    """A ledger with the law, and the municipality's name and address."""
    house = House().open()
    house.ask(
        intents.AdoptPolicy(municipality=MUNICIPALITY, switch="letter_identity", value=IDENTITY, since=date(2015, 1, 1))
    )
    return house


def version_of(house: House, case: str, topic: str) -> int:
    """The version of the last entry of a topic in a case."""
    entries = house.store.read(stream_id("subsidy", case))
    return next(entry.version for entry in reversed(entries) if entry.topic == topic)


def made(
    house: House,
    case: str,
    kind: LetterKind,
    topic: str = "Decided",
    recipient: Recipient = "employer",
    day: date = DAY,
    vault: Vault | None = None,
) -> Letter:
    """A letter about the last entry of a topic, on what is known now."""
    wanted = Wanted(case, kind, recipient, version_of(house, case, topic), day)
    with printer() as press:
        return make(Reading(house.store, house.position()), vault or house.vault, press, wanted)


def send(house: House, letter: Letter, **changes: Any) -> tuple[facts.Fact, ...]:
    """Record that it was sent; what was recorded."""
    intent = letter.sending().model_copy(update=changes)
    return tuple(house.ask(intent, today=max(letter.wanted.day, DAY)).facts)
