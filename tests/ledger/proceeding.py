"""The process in the life of a ledger: an application that stays incomplete, is set aside and opened again on objection; and a
case that is reminded of, told of, set anew, extended, and in the end is not."""

from datetime import date
from typing import Any

from ledger import intents
from ledger.intents import Intent, Note
from tests.ledger.house import EMPLOYMENT, PERSON, House, grant, measure

ASIDE: dict[str, Any] = {**PERSON, "bsn": "999900365", "surname": "Mulder"}
EXTENDED: dict[str, Any] = {**PERSON, "bsn": "999900377", "surname": "Vos"}
TEMPORARY = EMPLOYMENT.model_copy(update={"start": date(2025, 3, 1), "end": date(2027, 4, 30)})
NOTE = Note(text="besproken met de werkgever")


def proceeded(house: House, employer: str) -> None:
    """Every step of the process."""
    set_aside(house, employer)
    extended(house, employer)


def set_aside(house: House, employer: str) -> None:
    """Three reminders bring nothing; the objection against setting it aside is founded."""
    case = house.applied(house.person(ASIDE), employer)
    house.ask(intents.RequestDocuments(case=case, documents=("contract",), respond_by=date(2026, 9, 15)))
    for day in (date(2026, 9, 16), date(2026, 10, 1), date(2026, 10, 16)):
        _ask(house, intents.Remind(case=case, about="documents", reminded_on=day), day)
    day = date(2026, 11, 2)
    _ask(house, intents.SetAsideApplication(case=case, **_told(day)), day)
    _ask(house, intents.NotifyEmployee(case=case, decision=f"{case}/1", notified_on=day), day)
    filed = _ask(house, intents.FileObjection(case=case, decision=f"{case}/1", by="employee", received_on=day), day)
    founded = {"case": case, "objection": filed, "outcome": "founded", "grant": False, **_told(day)}
    _ask(house, intents.DecideObjection.model_validate(founded), day)
    assert house.ledger().reading().subsidy(case).status == "applied"


def extended(house: House, employer: str) -> None:
    """A late decision, a new year, an extension with a new end, and one that was not answered in time to be one."""
    person = house.person(EXTENDED)
    since = intents.EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=date(2025, 1, 1))
    house.ask(since)
    case = house.applied(person, employer, employment=TEMPORARY, received_on=date(2025, 2, 1))
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=date(2026, 9, 1), valid_until=None))
    day = date(2026, 10, 7)
    talk = {"discussed_on": day, "with_employer": True, "with_employee": True}
    _ask(house, intents.DiscussOutcome.model_validate({"case": case, **talk}), day)
    _ask(house, intents.NoticeDefault(case=case, received_on=day), day)
    _ask(house, grant(case, day), day)
    new_year = {"effective": date(2026, 1, 1), "employer_notified_on": day, "employee_notified_on": day}
    _ask(house, intents.Reindex.model_validate({"case": case, **new_year}), day)
    _ask(house, intents.AgreeRemeasurement(case=case, agreed_on=day, measure_on=date(2027, 6, 1)), day)
    day = date(2027, 3, 2)
    _ask(house, intents.AskExtension(case=case, ends="contract", asked_on=day), day)
    _ask(house, intents.ConfirmExtension(case=case, confirmed_on=day, until=date(2027, 7, 31)), day)
    day = date(2027, 6, 2)
    _ask(house, intents.AskExtension(case=case, ends="contract", asked_on=day), day)
    _ask(house, intents.DeclineExtension(case=case, declined_on=day, answered=True), day)


def _told(day: date) -> dict[str, date]:
    return dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)


def _ask(house: House, intent: Intent, day: date) -> int:
    """The version of what was recorded in the stream that was asked."""
    receipt = house.ask(intent, NOTE if intent.seals else None, today=day)
    assert receipt.entries, intent
    return receipt.entries[0].version
