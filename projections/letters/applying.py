"""Letters around an application: received, what is missing, set aside, and an objection that was received."""

from collections.abc import Iterable
from typing import Any

from ledger import facts
from ledger.facts import Document
from ledger.process.deadlines import DECISION
from ledger.subsidy.inputs import counting
from ledger.subsidy.objecting import late
from projections.letters import dutch
from projections.letters.subject import Subject
from projections.letters.words import DOCUMENTS

Content = dict[str, Any]

_BRIEFS = ("2", "2a", "2b")
_TITLES = ("Herinnering", "Tweede herinnering", "Nieuwe herinnering")


def acknowledgement(subject: Subject) -> Content:
    """Ontvangstbevestiging (step A2)."""
    application = subject.application
    return {
        "received_on": dutch.day(application.received_on),
        "start": dutch.day(application.start),
        "by_person": application.applicant == "person",
        "by_municipality": application.applicant == "municipality",
        "flat_rate_asked": application.basis == "lid_1b",
        "term": _term(subject),
    }


def document_request(subject: Subject) -> Content:
    """Verzoek om gegevens (brief 2, Awb 4:5)."""
    fact = subject.fact
    assert isinstance(fact, facts.DocumentsRequested)
    return {
        "brief": "2",
        "documents": _documents(fact.documents),
        "respond_by": dutch.day(fact.respond_by),
        "start": dutch.day(subject.application.start),
    }


def reminder(subject: Subject) -> Content:
    """Rappel (brief 2, 2a, 2b): of documents, hours, an extension or a payment."""
    fact = subject.fact
    assert isinstance(fact, facts.Reminded)
    last = fact.level >= _levels(subject)
    title = _TITLES[min(fact.level, len(_TITLES)) - 1]
    return {
        "brief": _BRIEFS[min(fact.level, len(_BRIEFS)) - 1],
        "title": "Laatste verzoek" if last else title,
        "about": fact.about,
        "level": fact.level,
        "last": last,
        "respond_by": dutch.day(fact.respond_by),
        "documents": _documents(fact.documents),
        "months": [dutch.month(month) for month in fact.months],
        **_extension(subject, fact),
        **_claim(subject, fact),
    }


def set_aside(subject: Subject) -> Content:
    """Buiten behandeling gesteld (Awb 4:5)."""
    fact = subject.fact
    assert isinstance(fact, facts.SetAside)
    return {
        "documents": _documents(fact.documents),
        "asked_until": dutch.day(fact.asked_until),
        "received_on": dutch.day(subject.application.received_on),
        "decided_on": dutch.day(fact.decided_on),
        "start": dutch.day(subject.application.start),
    }


def objection_acknowledgement(subject: Subject) -> Content:
    """Ontvangstbevestiging bezwaar (Awb 6:14)."""
    fact = subject.fact
    assert isinstance(fact, facts.ObjectionFiled)
    return {
        "against": fact.decision,
        "received_on": dutch.day(fact.received_on),
        "last_day": dutch.day(fact.last_day),
        "late": late(fact),
        "decide_by": dutch.day(fact.decide_by),
    }


def _documents(documents: Iterable[Document]) -> list[str]:
    return [DOCUMENTS[one] for one in documents]


def _term(subject: Subject) -> str:
    """Within how long is decided once the wage value is known or the measurement is waived (art. 10d lid 12, R19)."""
    days = DECISION.number
    if subject.application.basis.startswith("lid_2"):
        days = int(subject.policy.on("decision_term_lid2_days", subject.day))
    weeks, rest = divmod(days, 7)
    return f"{days} dagen" if rest else f"{weeks} {'week' if weeks == 1 else 'weken'}"


def _levels(subject: Subject) -> int:
    """How often is reminded, by policy: 3x10 is three times."""
    times = subject.policy.on("reminders", subject.day).partition("x")[0]
    return int(times) if times.isdecimal() else len(_BRIEFS)


def _extension(subject: Subject, fact: facts.Reminded) -> Content:
    asked = [one for _, one in counting(subject.then.inputs, facts.ExtensionAsked)]
    if fact.about != "extension" or not asked:
        return {}
    return {"ends": asked[-1].ends, "last_day": dutch.day(asked[-1].last_day)}


def _claim(subject: Subject, fact: facts.Reminded) -> Content:
    claims = subject.then.claims
    if fact.about != "payment" or not claims:
        return {}
    return {
        "claim": claims[-1].decision,
        "pay_by": dutch.day(claims[-1].pay_by),
        "outstanding": dutch.amount(subject.then.claimed_cents()),
    }
