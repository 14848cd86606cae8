"""An invented case, and of every kind of letter the variants there are of it: what a template is tried with before it is adopted.

Nobody in it exists: the BSN is one of the test numbers, and the amounts follow from the packaged law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ledger import facts
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import monthly
from ledger.calculation.month import Month
from ledger.calculation.segment import Line, Segment
from ledger.facts import Fact, LetterKind, Recipient
from ledger.law import packaged_law
from ledger.law.identity import identity
from ledger.law.policy import Choice, Policy
from ledger.subsidy.state import Subsidy, after
from ledger.vault.identity import PersonData
from projections.letters.subject import Subject

CASE, MUNICIPALITY, EMPLOYER, PERSON = "LKS-26-000001-H", "GM0363", "W-000001-D", "P-000001-G"
START, DAY, LAST = date(2026, 10, 23), date(2026, 10, 1), date(2027, 4, 22)
IDENTITY = (
    "name=Gemeente Voorbeeld; address=Postbus 100; place=1000 AB Voorbeeld; phone=14 012; signed_by=mr. A. de Wit; "
    "function=teammanager Werk; email=werk@voorbeeld.nl; website=www.voorbeeld.nl; colour=#154273"
)
POLICY = Policy(
    {"paying_account": (Choice(date(2015, 1, 1), "NL69INGB0123456789 Gemeente Voorbeeld", 1),)}
)  # fmt: skip

_OBJECT = {"employer_objects_until": date(2026, 11, 12), "employee_objects_until": date(2026, 11, 12)}
_SETTLED_ON = date(2027, 1, 4)
_TOLD_LATER: dict[str, Any] = {
    "decided_on": _SETTLED_ON, "employer_notified_on": _SETTLED_ON, "employee_notified_on": _SETTLED_ON,
    "employer_objects_until": date(2027, 2, 15), "employee_objects_until": date(2027, 2, 15),
}  # fmt: skip
_TOLD = {"employer_notified_on": DAY, "employee_notified_on": DAY, **_OBJECT}


@dataclass(frozen=True, slots=True)
class Sample:
    """A variant of a letter, by name."""

    name: str
    subject: Subject


@cache
def samples(kind: LetterKind) -> Sequence[Sample]:
    """The variants of a kind of letter."""
    return tuple(
        Sample(f"{kind}_{name}", _subject(kind, recipient, happened)) for name, recipient, happened in _TALES[kind]
    )


def _subject(kind: LetterKind, recipient: Recipient, happened: Sequence[Fact]) -> Subject:
    subsidy = _folded(happened)
    law = packaged_law()
    return Subject(
        kind=kind,
        recipient=recipient,
        about=len(happened),
        fact=happened[-1],
        day=_day(happened[-1]),
        subsidy=subsidy,
        then=subsidy,
        law=law,
        law_then=law,
        policy=POLICY,
        policy_then=POLICY,
        identity=identity(IDENTITY),
        logo=None,
        person=PersonData(bsn="999900109", initials="W.", surname="Vermeer", birth_date=date(1991, 3, 14)),
        employer_name="Bakkerij De Korenaar",
        personnel_number="PN-4711",
    )


def _folded(happened: Sequence[Fact]) -> Subsidy:
    return after([(fact, version, MUNICIPALITY) for version, fact in enumerate(happened, start=1)])


def _day(fact: Fact) -> date:
    days = ("employer_notified_on", "reminded_on", "asked_on", "announced_on", "received_on")
    usual = _SETTLED_ON if isinstance(fact, facts.FinallySettled) else DAY
    return next((getattr(fact, name) for name in days if hasattr(fact, name)), usual)


def _applied(**changes: Any) -> facts.Applied:
    usual: dict[str, Any] = {
        "case": CASE, "person": PERSON, "employer": EMPLOYER, "applicant": "employer", "basis": "lid_1a",
        "group": "assistance", "received_on": date(2026, 9, 1), "start": START, "end": None, "form": "fixed",
        "hours": "32", "maximum_hours": None, "sector_full_time_hours": "36", "bbl": False, "sheltered": False,
        "age_steps": (), "qualified_until": None, "taken_over_from": None, "college_decision": None,
    }  # fmt: skip
    return facts.Applied(**usual | changes)


def _decided(outcome: facts.Outcome, ground: str, number: int = 1, **changes: Any) -> facts.Decided:
    usual: dict[str, Any] = {
        "decision": f"{CASE}/{number}", "outcome": outcome, "ground": ground, "route": None, "start": None,
        "until": None, "wage_value": None, "reference": None, "subsidy_cents": 0, "charges_cents": 0, "derivation": (),
        "decided_on": DAY, "decide_by": None, "college_decision": None, **_TOLD,
    }  # fmt: skip
    return facts.Decided(**usual | changes)


def _ruled(decided: facts.Decided, *before: Fact) -> facts.Decided:
    """The decision with the amount that it leads to."""
    terms = _folded((*before, decided)).terms
    assert terms is not None
    assert decided.start is not None
    segments = monthly(terms, decided.start, packaged_law(), POLICY)
    due = amount(segments)
    return decided.model_copy(update={**due._asdict(), "derivation": segments})


def _grant(*before: Fact, route: str = "regular", **changes: Any) -> facts.Decided:
    regular = {"route": "regular", "wage_value": Decimal(60), "ground": "wage_value_established"}
    flat_rate = {"route": "flat_rate", "ground": "measurement_waived", "until": LAST}
    usual = regular if route == "regular" else flat_rate
    ruling: dict[str, Any] = {**usual, "start": START, "reference": START, **changes}
    return _ruled(_decided("grant", **ruling), *before)


def _line(month: Month, segments: tuple[Segment, ...], cents: tuple[int, int]) -> Line:
    return Line(month=month, element="fixed", subsidy_cents=cents[0], charges_cents=cents[1], segments=segments)


def _paid(granted: facts.Decided, months: Sequence[Month], sent: tuple[int, int]) -> facts.Paid:
    lines = [_line(month, granted.derivation, (granted.subsidy_cents, granted.charges_cents)) for month in months]
    return facts.Paid(
        run="GM0363-2026-11-1", reference="LKS-1", booked=tuple(lines), booked_on=date(2026, 11, 20),
        sent=tuple(facts.MonthAmount(month=line.month, element="fixed", subsidy_cents=sent[0], charges_cents=sent[1])
                   for line in lines),
        execution_day=date(2026, 11, 19), employer=EMPLOYER, account=1,
    )  # fmt: skip


def _determined(sent: tuple[int, int]) -> tuple[Fact, ...]:
    """November and December were paid; the employment ended on the last day of the year."""
    months = (Month(2026, 11), Month(2026, 12))
    paid = _paid(GRANTED, months, sent)
    totals = {"subsidy_cents": 2 * GRANTED.subsidy_cents, "charges_cents": 2 * GRANTED.charges_cents}
    end = facts.Ended(reason="contract_ended", last_day=date(2026, 12, 31))
    told: dict[str, Any] = {"start": START, "until": date(2026, 12, 31), "number": 2}
    final = facts.FinallySettled(
        decision=f"{CASE}/2", balance_cents=sum(totals.values()) - 2 * sum(sent), claim_until=date(2032, 1, 4), **totals
    )
    decided = _decided("determine", "ended", **told, **totals, **_TOLD_LATER)
    return (APPLIED, GRANTED, paid, end, decided, final)


APPLIED = _applied()
GRANTED = _grant(APPLIED)
_EARLIER = _applied(received_on=date(2025, 1, 13), start=date(2025, 3, 1))
_GRANTED_EARLIER = _grant(_EARLIER, start=date(2025, 3, 1), reference=date(2025, 3, 1))
_BY_PERSON = _applied(applicant="person", basis="lid_1b")
_ZERO_HOURS = _applied(form="zero_hours", hours="0")
_MIN_MAX = _applied(form="min_max", hours="16", maximum_hours="28")
_FORTY_MORE = (GRANTED.subsidy_cents + 4000, GRANTED.charges_cents + 1000)
_OWED = _determined(_FORTY_MORE)
_ANNOUNCED = facts.RecoveryAnnounced(cents=10000, announced_on=date(2027, 1, 15), respond_by=date(2027, 1, 29))
_CLAIMED = facts.RecoveryClaimed(
    decision=f"{CASE}/3", cents=10000, decided_on=date(2027, 2, 1), employer_notified_on=date(2027, 2, 1),
    employer_objects_until=date(2027, 3, 15), pay_by=date(2027, 3, 15),
)  # fmt: skip
_HOURS_CHANGED = facts.Amended(
    effective=date(2026, 12, 1), form=None, hours="24", maximum_hours=None, sector_full_time_hours=None, end=None,
    employer=None,
)  # fmt: skip
_AMENDED = _ruled(
    _decided("amend", "change_reported", 2, route="regular", start=date(2026, 12, 1), wage_value=Decimal(60)),
    APPLIED, GRANTED, _HOURS_CHANGED,
)  # fmt: skip
_REVISED = _ruled(
    _decided("revise", "wrong_data", 2, route="regular", start=START, wage_value=Decimal(50), reference=START),
    APPLIED, GRANTED,
)  # fmt: skip
_WITHDRAWN = _decided("withdraw", "obligations_not_met", 2, route="regular", start=date(2026, 12, 1))
_REJECTED = _decided("reject", "applied_too_late")


def _reminded(about: facts.ReminderAbout, level: int, **changes: Any) -> facts.Reminded:
    usual: dict[str, Any] = {"documents": (), "months": (), "anyway": None}
    days = {"reminded_on": date(2026, 12, 7), "respond_by": date(2026, 12, 21)}
    return facts.Reminded(about=about, level=level, **days, **usual | changes)


def _asked(ends: facts.Ending) -> facts.ExtensionAsked:
    days = {"asked_on": date(2027, 2, 22), "respond_by": date(2027, 3, 8)}
    return facts.ExtensionAsked(ends=ends, last_day=LAST, anyway=None, **days)


def _objected(received_on: date) -> facts.ObjectionFiled:
    days = {"received_on": received_on, "last_day": date(2026, 11, 12), "decide_by": date(2026, 12, 24)}
    return facts.ObjectionFiled(decision=f"{CASE}/1", by="employer", **days)


def _reindexed() -> facts.Reindexed:
    effective, told = date(2026, 1, 1), date(2026, 1, 5)
    terms = _folded((_EARLIER, _GRANTED_EARLIER)).terms
    assert terms is not None
    due = amount(monthly(terms, effective, packaged_law(), POLICY))
    return facts.Reindexed(
        decision=f"{CASE}/2", effective=effective, subsidy_before_cents=_GRANTED_EARLIER.subsidy_cents,
        charges_before_cents=_GRANTED_EARLIER.charges_cents, **due._asdict(), employer_notified_on=told,
        employee_notified_on=told, employer_objects_until=date(2026, 2, 16), employee_objects_until=date(2026, 2, 16),
    )  # fmt: skip


_REQUESTED = facts.DocumentsRequested(documents=("contract", "account_statement"), respond_by=date(2026, 10, 15))
_SET_ASIDE = facts.SetAside(
    decision=f"{CASE}/1", documents=("contract", "account_statement"), asked_until=date(2026, 9, 24), decided_on=DAY,
    decide_by=date(2026, 10, 22), anyway=None, **_TOLD,
)  # fmt: skip

_Tale = tuple[str, Recipient, Sequence[Fact]]
_TALES: Mapping[LetterKind, Sequence[_Tale]] = {
    "acknowledgement": (
        ("employer", "employer", (APPLIED,)),
        ("employee", "employee", (_BY_PERSON,)),
        ("ex_officio", "employer", (_applied(applicant="municipality"),)),
    ),
    "document_request": (
        ("employer", "employer", (APPLIED, _REQUESTED)),
        ("employee", "employee", (_BY_PERSON, _REQUESTED)),
    ),
    "reminder": (
        ("documents", "employer", (APPLIED, _reminded("documents", 1, documents=("contract", "payslip")))),
        ("hours", "employer", (_ZERO_HOURS, _reminded("hours", 2, months=(Month(2026, 10), Month(2026, 11))))),
        ("extension", "employer", (APPLIED, GRANTED, _asked("contract"), _reminded("extension", 3))),
        ("payment", "employer", (*_OWED, _CLAIMED, _reminded("payment", 3))),
    ),
    "decision": (
        ("regular", "employer", (APPLIED, GRANTED)),
        ("flat_rate", "employer", (APPLIED, _grant(APPLIED, route="flat_rate"))),
        ("zero_hours", "employer", (_ZERO_HOURS, _grant(_ZERO_HOURS))),
        ("min_max", "employer", (_MIN_MAX, _grant(_MIN_MAX, decide_by=date(2026, 9, 28)))),
    ),
    "rejection": (("late", "employer", (APPLIED, _REJECTED)),),
    "confirmation": (
        ("grant", "employee", (APPLIED, GRANTED)),
        ("flat_rate", "employee", (APPLIED, _grant(APPLIED, route="flat_rate"))),
        ("rejection", "employee", (APPLIED, _REJECTED)),
        ("determination", "employee", _OWED[:-1]),
    ),
    "amendment": (
        ("amended", "employer", (APPLIED, GRANTED, _HOURS_CHANGED, _AMENDED)),
        ("revised", "employer", (APPLIED, GRANTED, _REVISED)),
        ("withdrawn", "employer", (APPLIED, GRANTED, _WITHDRAWN)),
        ("employee", "employee", (APPLIED, GRANTED, _WITHDRAWN)),
    ),
    "indexation": (
        ("employer", "employer", (_EARLIER, _GRANTED_EARLIER, _reindexed())),
        ("employee", "employee", (_EARLIER, _GRANTED_EARLIER, _reindexed())),
    ),
    "extension_alert": (
        ("contract", "employer", (APPLIED, GRANTED, _asked("contract"))),
        ("wage_value", "employer", (APPLIED, GRANTED, _asked("wage_value"))),
    ),
    "set_aside": (
        ("employer", "employer", (APPLIED, _SET_ASIDE)),
        ("employee", "employee", (APPLIED, _SET_ASIDE)),
    ),
    "final_settlement": (
        ("owed", "employer", _OWED),
        ("payable", "employer", _determined((GRANTED.subsidy_cents - 4000, GRANTED.charges_cents - 1000))),
        ("even", "employer", _determined((GRANTED.subsidy_cents, GRANTED.charges_cents))),
    ),
    "recovery_announcement": (("employer", "employer", (*_OWED, _ANNOUNCED)),),
    "recovery_decision": (("employer", "employer", (*_OWED, _ANNOUNCED, _CLAIMED)),),
    "objection_acknowledgement": (
        ("in_time", "employer", (APPLIED, GRANTED, _objected(date(2026, 11, 2)))),
        ("late", "employee", (APPLIED, GRANTED, _objected(date(2026, 11, 20)))),
    ),
}


def with_logo(subject: Subject, logo: str | None) -> Subject:
    """The same letter with a logo."""
    return replace(subject, logo=logo)
