"""Erasing in the life of a ledger: who was registered twice and rejected, an employer and an expert who were never needed."""

from datetime import date
from typing import Any

from ledger import intents
from ledger.vault.identity import expert_data, provider_data
from tests.ledger.house import DAY, EMPLOYER, MUNICIPALITY, PERSON, House, apply, measure
from tests.ledger.parties import by_two

ELSEWHERE = "GM0518"
LATER = date(2033, 3, 1)
TERMS = "granted=7 rejected=5 unused=1"
PERSON_DATA: dict[str, Any] = {**PERSON, "bsn": "999900365", "surname": "Zomer"}
DUPLICATE: dict[str, Any] = {**PERSON, "bsn": "999900377", "surname": "Zomers"}
SOLE_TRADER: dict[str, Any] = {**EMPLOYER, "payroll_tax_number": "999900389L01", "name": "J. Winter"}
REJECTED = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), DAY)


def keeps(house: House, municipality: str = MUNICIPALITY, value: str = TERMS, today: date = DAY) -> None:
    """The municipality adopts its retention terms, by two persons."""
    since = date(2026, 1, 1)
    adopted = intents.AdoptPolicy(municipality=municipality, switch="retention", value=value, since=since)
    by_two(house, adopted, day=today)


def rejected(house: House, person: str, employer: str, municipality: str = MUNICIPALITY) -> str:
    """A case that was rejected on the usual day, with a personnel number."""
    details = intents.ApplicationDetails(personnel_number="PN-1", text="bijzonderheden")
    application = apply(person, employer, municipality=municipality, group="wajong", college_decision="B-1")
    case = house.ask(application, details).name
    house.ask(measure(case))
    house.ask(intents.Reject(case=case, ground="other_authority", **REJECTED), intents.Note(text="geen recht"))
    return case


def erase(person: str, ground: str = "term_over") -> intents.ErasePerson:
    """The question to erase a person."""
    return intents.ErasePerson.model_validate({"person": person, "ground": ground})


def erased(house: House, employer: str) -> None:
    """All three kinds are erased, after their terms."""
    keeps(house, ELSEWHERE)
    keeps(house, "")
    twice, stays = house.person(DUPLICATE, ELSEWHERE), house.person(PERSON_DATA, ELSEWHERE)
    rejected(house, twice, employer, ELSEWHERE)
    by_two(house, intents.MergePersons(person=twice, into=stays, reason="twice"))
    by_two(house, erase(stays), day=LATER)
    trader = house.employer(SOLE_TRADER)
    erase_trader = {"employer": trader, "natural_person": True, "ground": "requested"}
    by_two(house, intents.EraseEmployer.model_validate(erase_trader), day=LATER)
    an_expert(house)
    by_two(house, intents.EraseExpert(expert="LWD-99", ground="term_over"), day=LATER)


def an_expert(house: House) -> None:
    """An expert who never measured here."""
    house.ask(intents.RegisterProvider(provider="PR-9", kind="private"), provider_data({"name": "Weeg & Co"}))
    house.ask(intents.RegisterExpert(expert="LWD-99", provider="PR-9"), expert_data({"name": "Q. Herfst"}))
