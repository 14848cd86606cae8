"""A ledger in memory, and what there is to tell the chain about it."""

from datetime import date
from typing import Any

from ledger import intents
from ledger.vault.sealing import MemoryVault
from projections.wage_values.known import Found, found
from tests.ledger.house import MUNICIPALITY, House

BSN = "999900109"
OTHER_BSN = "999900249"
LATER = date(2026, 11, 20)
Told = tuple[str, str | None, str, str | None, str]


def told(house: House, after: int = 0, vault: MemoryVault | None = None) -> Found:
    """What there is to tell after a position."""
    return found(house.store, vault or house.vault, MUNICIPALITY, after, house.position())


def rows(house: House, after: int = 0) -> list[Told]:
    """The same in short: kind, BSN, first and last day, percentage or route."""
    return [
        (
            one.kind,
            one.bsn,
            str(one.period.first),
            _text(one.period.last),
            str(one.period.wage_value or one.period.route),
        )
        for one, _ in told(house, after).rows
    ]


def notified(day: date = LATER) -> dict[str, Any]:
    """A decision of that day."""
    return dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)


def measured_again(house: House, case: str, wage_value: str, start: date, day: date = LATER) -> None:
    """Another wage value from a day on."""
    report = {"measured_on": day, "reported_on": day, "expert": "LWD-1", "expert_roles": (), "method": "ULM"}
    again = {"case": case, "wage_value": wage_value, "draft_discussed_on": day, **report}
    house.ask(intents.RecordMeasurement.model_validate(again), today=day)
    house.ask(intents.EstablishWageValue(case=case, established_on=day, valid_until=None), today=day)
    house.ask(intents.Grant.model_validate({"case": case, "start": start, "until": None, **notified(day)}), today=day)


def revised(house: House, case: str, wage_value: str, start: date, until: date | None) -> None:
    """Another wage value back in time."""
    fields = {"case": case, "ground": "wrong_data", "start": start, "until": until, "wage_value": wage_value}
    house.ask(intents.Revise.model_validate({**fields, **notified()}), today=LATER)


def withdrawn(house: House, case: str, start: date) -> None:
    """A grant that is taken back from a day on."""
    fields = {"case": case, "ground": "obligations_not_met", "start": start}
    house.ask(intents.Withdraw.model_validate({**fields, **notified()}), today=LATER)


def erased(house: House, person: str) -> MemoryVault:
    """The vault after the key of a person was destroyed."""
    del house.rows._keys[person]
    return MemoryVault(house.vault._master, house.rows)


def _text(day: date | None) -> str | None:
    return str(day) if day else None
