"""On which rule and article every kind of fact rests, and the field that says from when it counts: one table by topic.

The rule is one of the numbered rules that the tests name, the article that of the law where a law says it. What a
decision rests on besides is in the decision itself; a value of the law brings its own article.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.facts import Fact


class Ground(NamedTuple):
    """A rule, an article ('' where no law says it), and the field of the fact from which it counts ('' for the business day)."""

    rule: str
    article: str = ""
    since: str = ""


LAW = {
    "LedgerOpened": Ground("R40"),
    "Proposed": Ground("R37"),
    "Approved": Ground("R37"),
    "Declined": Ground("R37"),
    "ValueAdopted": Ground("R41", "", "since"),
    "ValueDeclined": Ground("R41", "", "since"),
    "PolicyAdopted": Ground("R41", "", "since"),
}

PARTIES = {
    "PersonRegistered": Ground("R14"),
    "TargetGroupEstablished": Ground("R14", "art. 10c Pw", "effective"),
    "TargetGroupRejected": Ground("R14", "art. 10c Pw", "effective"),
    "TargetGroupEnded": Ground("R14", "art. 10d lid 8 Pw", "effective"),
    "SubsidyOpened": Ground("R16", "art. 10d lid 9 Pw", "start"),
    "SubsidyClosed": Ground("R16", "art. 10d lid 9 Pw", "until"),
    "PersonMerged": Ground("R36"),
    "PersonErased": Ground("R37", "art. 17 AVG"),
    "EmployerRegistered": Ground("R26"),
    "AccountApproved": Ground("R26"),
    "AccountBlocked": Ground("R26"),
    "EmployerErased": Ground("R37", "art. 17 AVG"),
    "ProviderRegistered": Ground("R19", "art. 3 Besluit loonkostensubsidie Participatiewet 2021"),
    "ExpertRegistered": Ground("R19", "art. 3 Besluit loonkostensubsidie Participatiewet 2021"),
    "ExpertCertified": Ground("R19", "art. 3 Besluit loonkostensubsidie Participatiewet 2021", "valid_from"),
    "ExpertErased": Ground("R37", "art. 17 AVG"),
}

CASE = {
    "Applied": Ground("R15", "art. 10d lid 1 and 2 Pw", "received_on"),
    "DocumentsRequested": Ground("R15", "art. 4:5 Awb", "requested_on"),
    "DocumentsReceived": Ground("R15", "art. 4:5 Awb", "received_on"),
    "MeasurementOrdered": Ground("R18", "art. 10d lid 1 Pw", "ordered_on"),
    "Measured": Ground("R18", "art. 10d lid 1 Pw", "measured_on"),
    "MeasurementAccounted": Ground("R19", "art. 3 Besluit loonkostensubsidie Participatiewet 2021"),
    "WageValueEstablished": Ground("R18", "art. 10d lid 12 Pw", "established_on"),
    "MeasurementWaived": Ground("R18", "art. 10d lid 1 b Pw", "waived_on"),
    "Decided": Ground("R20", "art. 10d Pw", "start"),
    "Amended": Ground("R4", "art. 10d lid 4 Pw", "effective"),
    "HoursReported": Ground("R10", "Besluit loonkostensubsidie Participatiewet 2021", "start"),
    "LeaveReported": Ground("R13", "", "start"),
    "SicknessReported": Ground("R12", "art. 78dd Pw", "first_day"),
    "Transferred": Ground("R32", "art. 10d lid 10 Pw", "registered_on"),
    "Corrected": Ground("R36"),
    "ObjectionFiled": Ground("R20", "art. 6:4 Awb", "received_on"),
    "ObjectionDecided": Ground("R20", "art. 7:11 Awb", "decided_on"),
    "Ended": Ground("R31", "art. 10d lid 8 Pw", "last_day"),
}

PROCESS = {
    "Reminded": Ground("R15", "art. 4:5 Awb", "reminded_on"),
    "SetAside": Ground("R15", "art. 4:5 Awb", "decided_on"),
    "OutcomeDiscussed": Ground("R19", "art. 3 Besluit loonkostensubsidie Participatiewet 2021", "discussed_on"),
    "EmployeeNotified": Ground("R20", "art. 3:41 Awb", "notified_on"),
    "DefaultNoticed": Ground("R20", "art. 4:17 Awb", "received_on"),
    "ExtensionAsked": Ground("R18", "art. 10d lid 1 Pw", "asked_on"),
    "ExtensionConfirmed": Ground("R18", "art. 10d lid 1 Pw", "confirmed_on"),
    "ExtensionDeclined": Ground("R18", "art. 10d lid 1 Pw", "declined_on"),
    "RemeasurementAgreed": Ground("R18", "art. 10d lid 6 Pw", "agreed_on"),
    "Reindexed": Ground("R3", "art. 10d lid 7 Pw", "effective"),
    "LetterSent": Ground("R20", "art. 3:41 Awb", "sent_on"),
    "TemplateAdopted": Ground("R20", "", "since"),
}

MONEY = {
    "OpeningBooked": Ground("R27", "", "booked_on"),
    "Paid": Ground("R21", "art. 4:89 Awb", "booked_on"),
    "PaymentConfirmed": Ground("R21", "art. 4:89 Awb", "booked_on"),
    "PaymentReturned": Ground("R21", "", "returned_on"),
    "PaymentRejected": Ground("R21", "", "rejected_on"),
    "PaymentHeld": Ground("R25", "", "effective"),
    "PaymentReleased": Ground("R25", "", "effective"),
    "Settled": Ground("R28", "", "booked_on"),
    "FinallySettled": Ground("R31", "art. 4:42 Awb"),
    "RecoveryAnnounced": Ground("R31", "art. 4:8 Awb", "announced_on"),
    "RecoveryClaimed": Ground("R31", "art. 4:57 Awb", "decided_on"),
    "InstalmentsAgreed": Ground("R31", "art. 4:94 Awb", "agreed_on"),
    "RecoveryReceived": Ground("R31", "art. 4:57 Awb", "received_on"),
    "WrittenOff": Ground("R31", "", "written_off_on"),
}

BOOKS = {
    "RunPrepared": Ground("R25", "art. 4:89 Awb", "payment_day"),
    "RunApproved": Ground("R25"),
    "RunWithdrawn": Ground("R25"),
    "RunExported": Ground("R25"),
    "FileRejected": Ground("R25", "", "rejected_on"),
    "RunConfirmed": Ground("R25", "", "confirmed_on"),
    "StatementImported": Ground("R21", "", "through_day"),
    "BankLineLeft": Ground("R21", "", "booked_on"),
    "BankLineMatched": Ground("R37"),
    "JournalExported": Ground("R33"),
    "OpeningPrepared": Ground("R27"),
    "OpeningSigned": Ground("R27"),
    "QuarterSettled": Ground("R28", "", "booked_on"),
    "QuarterSignedOff": Ground("R34", "", "quarter"),
    "QuarterReopened": Ground("R34", "", "quarter"),
    "YearSignedOff": Ground("R34"),
    "WageValuesExported": Ground("R18", "art. 10d lid 12 Pw"),
    "StatisticsExported": Ground("R34", "", "month"),
}

GROUNDS: Mapping[str, Ground] = LAW | PARTIES | CASE | PROCESS | MONEY | BOOKS
"""By topic: every fact there is, and a test says so."""

_OUTCOMES = {
    "amend": "art. 10d lid 4 and 5 Pw",
    "revise": "art. 4:49 Awb",
    "withdraw": "art. 4:48 Awb",
    "determine": "art. 4:42 and 4:46 Awb",
}
"""A decision that lowers, ends or makes final has an article of its own (R20)."""

_BASES = {
    "lid_1a": "art. 10d lid 1 a Pw",
    "lid_1b": "art. 10d lid 1 b Pw",
    "lid_2a": "art. 10d lid 2 a Pw",
    "lid_2b": "art. 10d lid 2 b Pw",
    "lid_2c": "art. 10d lid 2 c Pw",
}

_REMINDERS = {
    "hours": ("R11", ""),
    "extension": ("R18", "art. 10d lid 1 Pw"),
    "payment": ("R31", "art. 4:112 Awb"),
}


def ground(fact: Fact) -> Ground:
    """The ground of this very fact: of a value of the law its article, of a decision that of its outcome or basis."""
    usual = GROUNDS[fact.topic]
    match fact:
        case facts.ValueAdopted():
            return usual._replace(article=fact.article)
        case facts.Decided():
            article = _OUTCOMES.get(fact.outcome) or _BASES.get(fact.ground, usual.article)
            return usual._replace(article=article)
        case facts.Reminded() if fact.about in _REMINDERS:
            rule, article = _REMINDERS[fact.about]
            return usual._replace(rule=rule, article=article)
        case facts.Corrected():
            return Ground(usual.rule, GROUNDS[fact.kind].article if fact.kind in GROUNDS else "")
        case _:
            return usual


def counts_from(fact: Fact, business_day: date) -> date:
    """From when a fact counts: the day that it says itself, the first of a month or quarter, else the business day."""
    value: Any = getattr(fact, GROUNDS[fact.topic].since or "topic")
    if isinstance(value, date):
        return value
    if isinstance(value, Month):
        return value.first
    return value.months[0].first if hasattr(value, "months") else business_day
