"""Wrong parties in the life of a ledger: corrected, merged, moved, and a target group put right, each by two persons where that is
asked (R14, R36, R37)."""

from datetime import date
from typing import Any

from ledger import facts, intents
from ledger.identifiers import stream_id
from ledger.intents import Intent
from ledger.vault.identity import PrivateModel
from tests.ledger.house import EMPLOYER, EMPLOYMENT, MUNICIPALITY, PERSON, House, a_person, an_employer

DAY = date(2027, 1, 8)
WRONG: dict[str, Any] = {**PERSON, "bsn": "999900249"}
RIGHT: dict[str, Any] = {**PERSON, "bsn": "999900328"}
FIRM: dict[str, Any] = {**EMPLOYER, "payroll_tax_number": "999900602L01"}
BUYER: dict[str, Any] = {**EMPLOYER, "payroll_tax_number": "999900614L01"}


def by_two(house: House, intent: Intent, private: PrivateModel | None = None, day: date = DAY) -> list[facts.Fact]:
    """Asked by one, agreed with by another; what that recorded."""
    house.ask(intent, private, today=day)
    return house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=day).facts


def put_right(house: House) -> None:
    """Who was registered twice and under a wrong payroll number, works for a firm that is bought, and left the target group on
    another day than was told."""
    day: dict[str, Any] = {"today": DAY}
    twice, stays = house.person(WRONG, **day), house.person(RIGHT, **day)
    firm, buyer = house.employer(FIRM, **day), house.employer(BUYER, **day)
    begun = EMPLOYMENT.model_copy(update={"start": DAY})
    case = house.applied(twice, firm, employment=begun, **day)
    by_two(house, intents.MergePersons(person=twice, into=stays, reason="twice"))
    corrected = intents.CorrectPerson(person=stays, reason="typing", age_steps={case: ()})
    by_two(house, corrected, a_person({**RIGHT, "bsn": WRONG["bsn"]}))
    by_two(house, intents.CorrectEmployer(employer=firm, reason="typing"), an_employer({**FIRM, "name": "Het Deeg"}))
    by_two(house, intents.MoveCases(municipality=MUNICIPALITY, cases=(case,), employer=buyer, effective=DAY))
    house.ask(intents.EndTargetGroup(person=stays, effective=date(2027, 3, 1)), **day)
    entry = house.store.read(stream_id("person", stays))[-2].version
    put = {"person": stays, "entry": entry, "reason": "typing", "changes": {"effective": "2027-04-01"}}
    house.ask(intents.CorrectTargetGroup.model_validate(put), **day)
    house.ask(intents.WithdrawTargetGroup(person=stays, entry=entry, reason="mistake"), **day)
