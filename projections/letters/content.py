"""The content of a letter: texts, lists and tables by name, for its template. Pure: made from its subject and nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.facts import LetterKind
from ledger.process.letters import objects_until, ruling_of
from projections.letters import applying, deciding, dutch, ending
from projections.letters.annex import Table
from projections.letters.kinds import KINDS
from projections.letters.subject import Subject

Content = dict[str, Any]

_MAKERS: Mapping[LetterKind, Callable[[Subject], Content]] = {
    "acknowledgement": applying.acknowledgement,
    "document_request": applying.document_request,
    "reminder": applying.reminder,
    "set_aside": applying.set_aside,
    "objection_acknowledgement": applying.objection_acknowledgement,
    "decision": deciding.decision,
    "rejection": deciding.rejection,
    "confirmation": deciding.confirmation,
    "amendment": deciding.amendment,
    "indexation": deciding.indexation,
    "extension_alert": ending.extension_alert,
    "final_settlement": ending.final_settlement,
    "recovery_announcement": ending.recovery_announcement,
    "recovery_decision": ending.recovery_decision,
}
assert _MAKERS.keys() == KINDS.keys(), "every kind of letter has its content"


def content(subject: Subject) -> Content:
    """All that the template of this kind can say. Raises Refused where something that the letter needs is missing."""
    told = _MAKERS[subject.kind](subject)
    annexes: list[Table] = told.pop("annexes", [])
    enclosures: list[str] = told.pop("enclosures", [])
    return {
        "kind": subject.kind,
        "title": KINDS[subject.kind].title,
        "day": dutch.day(subject.day),
        "year": subject.day.year,
        "month": subject.day.month,
        "day_of_month": subject.day.day,
        "case": subject.subsidy.case,
        "to_employer": subject.recipient == "employer",
        "sender": {"email": None, "website": None, **subject.identity},
        "logo": subject.logo,
        "employee": subject.employee,
        "employer": subject.employer_name,
        "personnel_number": subject.personnel_number,
        "addressee": subject.employer_name if subject.recipient == "employer" else subject.employee,
        "salutation": "Geachte heer of mevrouw" if subject.recipient == "employer" else f"Geachte {subject.employee}",
        "decision": None,
        "objection": None,
        "annexes": annexes,
        "enclosures": [*(f"Bijlage: {one['title']}" for one in annexes), *enclosures],
        **told,
        **_ruling(subject),
    }


def _ruling(subject: Subject) -> Content:
    ruling = ruling_of(subject.fact, subject.then)
    if ruling is None:
        return {}
    equated = subject.law.equated_days
    last = objects_until(ruling, subject.recipient, subject.day, subject.subsidy, equated)
    return {"decision": ruling.decision, "objection": dutch.day(last)}
