"""Every entry of a whole life that calls for a letter can be told, to everyone it is for, and is told the same again."""

from datetime import date

from ledger import facts, intents
from ledger.identifiers import stream_id
from ledger.process.letters import ABOUT, day_of, tells, withdrawn
from ledger.reading import Reading
from ledger.subsidy.state import fold
from projections.letters.due import due
from projections.letters.kinds import KINDS
from projections.letters.letter import make
from projections.letters.pdf import printer
from projections.letters.samples import IDENTITY
from projections.letters.subject import Wanted
from tests.ledger.house import MUNICIPALITY, House
from tests.ledger.test_deciding_again import ELSEWHERE, lived

DAY = date(2027, 3, 31)
SINCE = date(2015, 1, 1)
ACCOUNT = "NL69INGB0123456789 Gemeente Voorbeeld"


def writing() -> House:
    """A life in which the municipalities have a name and an account."""
    house = lived()
    for municipality in (MUNICIPALITY, ELSEWHERE):
        for switch, value in (("letter_identity", IDENTITY), ("paying_account", ACCOUNT)):
            chosen = {"municipality": municipality, "switch": switch, "value": value, "since": SINCE}
            asked = house.ask(intents.AdoptPolicy.model_validate(chosen), today=DAY)
            if switch == "paying_account":
                house.ask(intents.Approve(proposal=asked.entries[0].position), by="h.manager", today=DAY)
    return house


def told_of(house: House) -> set[str]:
    """Every case but those of who was erased: nothing can be written to them."""
    happened = [entry.fact for entry in house.store.read_all(topics=("Applied", "PersonErased"))]
    erased = {case for fact in happened if isinstance(fact, facts.PersonErased) for case in fact.cases}
    assert erased
    return {fact.case for fact in happened if isinstance(fact, facts.Applied)} - erased


def test_every_letter_that_a_life_calls_for_is_made_and_the_due_ones_are_among_them() -> None:
    house = writing()
    reading = Reading(house.store, house.position())
    made = set()
    with printer() as press:
        for case in told_of(house):
            entries = house.store.read(stream_id("subsidy", case))
            subsidy = fold(entries)
            told = {
                (kind, recipient, entry.version)
                for kind in KINDS
                for entry in entries
                if tells(kind, entry.fact) and not withdrawn(subsidy, entry.version)
                for recipient in ABOUT[kind].recipients
            }
            days = {entry.version: day_of(entry.fact) or DAY for entry in entries}
            for kind, recipient, about in told:
                wanted = Wanted(case, kind, recipient, about, days[about])
                assert make(reading, house.vault, press, wanted).file.startswith(b"%PDF")
            made |= {kind for kind, _, _ in told}
            assert {tuple(one) for one in due(entries, subsidy, SINCE) if one.recipient} <= told
    assert made == set(KINDS)
