"""Who measures, in the life of a ledger: a provider, an expert with a certificate, and a report that they account for."""

from datetime import date
from decimal import Decimal
from typing import Any

from ledger import facts, intents
from ledger.measuring.contents import MeasurementContents, contents
from ledger.vault.identity import expert_data, provider_data
from tests.ledger.house import EMPLOYER, EMPLOYMENT, PERSON, House, measure

DAY = date(2027, 4, 1)
MEASURED: dict[str, Any] = {**PERSON, "bsn": "999900341", "surname": "Smit"}
FIRM: dict[str, Any] = {**EMPLOYER, "payroll_tax_number": "999900353L01"}
CONTENTS: dict[str, Any] = {
    "norm_function": "Medewerker bakkerij",
    "performed_function": "Inpakker",
    "weekly_hours": 32,
    "working_days": 4,
    "full_time_hours": 36,
    "tasks": [
        {
            "description": "Inpakken", "share": Decimal("62.5"), "pace": 70, "quality": 90, "net_working_time": 95,
            "result": Decimal("37.4"),
        },
        {
            "description": "Schoonmaken", "share": Decimal("37.5"), "pace": 80, "quality": 80, "net_working_time": 94,
            "result": Decimal("22.56"),
        },
    ],
    "comments_employee": "Het is nu drukker.",
    "second_look": "Nogmaals geteld op 23 maart.",
    "final_judgement": "De loonwaarde is 60 %.",
}  # fmt: skip


def report(**changes: Any) -> MeasurementContents:
    """The contents of a report with a wage value of 60 %."""
    return contents(CONTENTS | changes)


def certified(house: House, today: date = DAY) -> None:
    """Expert LWD-07 of a private provider, with a certificate from 2026 through 2027."""
    house.ask(
        intents.RegisterProvider(provider="PR-1", kind="private"), provider_data({"name": "Meet & Weet"}), today=today
    )
    house.ask(intents.RegisterExpert(expert="LWD-07", provider="PR-1"), expert_data({"name": "P. de Wit"}), today=today)
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 12, 31), "in_register": True}
    house.ask(intents.CertifyExpert(expert="LWD-07", certificate="C-123", **days), today=today)


def accounted(house: House) -> None:
    """A report of that expert, on which a wage value is established."""
    certified(house)
    person, employer = house.person(MEASURED, today=DAY), house.employer(FIRM, today=DAY)
    begun = EMPLOYMENT.model_copy(update={"start": DAY})
    case = house.applied(person, employer, employment=begun, today=DAY)
    days = {"measured_on": date(2027, 3, 15), "reported_on": DAY, "draft_discussed_on": date(2027, 3, 22)}
    looked = {"expert": "LWD-07", "commented": ("employee",), "second_look_on": date(2027, 3, 23)}
    recorded = house.ask(measure(case).model_copy(update=days | looked), report(), today=DAY).facts
    assert [fact.topic for fact in recorded] == ["Measured", "MeasurementAccounted"]
    assert isinstance(recorded[1], facts.MeasurementAccounted)
    assert recorded[1].certified
    house.ask(intents.EstablishWageValue(case=case, established_on=DAY, valid_until=None), today=DAY)
