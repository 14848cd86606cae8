"""Applications for tests, in which only what matters is named."""

from datetime import date, timedelta
from typing import Any

from ledger.facts import Applied


def application(*, asked: str, start: str | None = None, qualified_until: str | None = "", **fields: Any) -> Applied:
    """An application that came in on a day: lid 1 for an employment from that day, lid 2 for one from the day before.

    Unless said otherwise the person was in the group until the day before the employment.
    """
    lid_2 = fields.get("basis", "").startswith("lid_2")
    begins = date.fromisoformat(start) if start else date.fromisoformat(asked) - timedelta(days=int(lid_2))
    before = begins - timedelta(days=1)
    usual: dict[str, Any] = {
        "case": "LKS-26-000017-Z",
        "person": "P-000034-R",
        "employer": "W-000012-8",
        "applicant": "employer",
        "basis": "lid_1a",
        "group": "assistance",
        "received_on": asked,
        "start": begins,
        "end": None,
        "form": "fixed",
        "hours": "32",
        "maximum_hours": None,
        "sector_full_time_hours": "36",
        "bbl": False,
        "sheltered": False,
        "age_steps": (),
        "qualified_until": (before if lid_2 else None) if qualified_until == "" else qualified_until,
        "taken_over_from": None,
        "college_decision": None,
    }
    return Applied.model_validate(usual | fields)
