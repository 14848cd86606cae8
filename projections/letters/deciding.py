"""Letters that tell a decision: granted, rejected, confirmed to the employee, amended, and the new amount of January."""

from typing import Any

from ledger import facts
from ledger.calculation.amount import amount, full_time_month
from ledger.calculation.entitlement import monthly
from ledger.calculation.segment import Segment
from ledger.calculation.terms import Contract
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from projections.letters import annex, dutch
from projections.letters.subject import Subject
from projections.letters.words import FORMS, GROUNDS, REJECTIONS

Content = dict[str, Any]

CHANGE_FORM = "Wijzigingsformulier"


def decision(subject: Subject) -> Content:
    """Beschikking to the employer: percentage, period and amount, with the derivation as an annex."""
    fact = _decided(subject)
    return {
        **_granted(subject, fact),
        **_amounts(fact.subsidy_cents, fact.charges_cents),
        **_hourly(fact.derivation),
        "late": fact.decide_by is not None and fact.late,
        "decide_by": fact.decide_by and dutch.day(fact.decide_by),
        "annexes": annex.calculation(fact.derivation),
        "enclosures": [CHANGE_FORM],
    }


def rejection(subject: Subject) -> Content:
    """Afwijzing to the employer."""
    fact = _decided(subject)
    return {**_rejected(fact), **_asked(subject), "decided_on": dutch.day(fact.decided_on)}


def confirmation(subject: Subject) -> Content:
    """Bevestiging to the employee, of a grant, a rejection or a determination; without amounts, which are the employer's."""
    fact = _decided(subject)
    told = {**_asked(subject), "outcome": fact.outcome, "decided_on": dutch.day(fact.decided_on)}
    match fact.outcome:
        case "grant":
            return {**told, **_granted(subject, fact)}
        case "reject":
            return {**told, **_rejected(fact)}
    assert fact.until is not None
    return {**told, "until": dutch.day(fact.until)}


def amendment(subject: Subject) -> Content:
    """Wijziging, herziening or intrekking."""
    fact = _decided(subject)
    ground, article = GROUNDS[fact.ground]  # type: ignore[index]
    assert fact.start is not None
    return {
        "outcome": fact.outcome,
        "ground": ground,
        "article": article,
        "start": dutch.day(fact.start),
        "until": fact.until and dutch.day(fact.until),
        "wage_value": fact.wage_value and dutch.percentage(fact.wage_value),
        "decided_on": dutch.day(fact.decided_on),
        **(_new_amounts(subject, fact) if subject.recipient == "employer" else {}),
    }


def indexation(subject: Subject) -> Content:
    """Indexering (art. 10d lid 7): the amount before and from 1 January, with the derivation. Raises Refused where the amount
    does not follow from what was known then."""
    fact = subject.fact
    assert isinstance(fact, facts.Reindexed)
    assert subject.then.terms is not None
    segments = monthly(subject.then.terms, fact.effective, subject.law_then, subject.policy_then)
    if (fact.subsidy_cents, fact.charges_cents) != tuple(amount(segments)):
        raise Refused(
            f"The amount of {fact.decision} does not follow from what was known then.",
            rule="R3",
            article="art. 10d lid 7 Pw",
            remedy="Withdraw it, and index again.",
        )
    told = {"effective": dutch.day(fact.effective), "before_year": fact.effective.year - 1}
    if subject.recipient == "employee":
        return told
    return {
        **told,
        **_amounts(fact.subsidy_cents, fact.charges_cents),
        "subsidy_before": dutch.amount(fact.subsidy_before_cents),
        "charges_before": dutch.amount(fact.charges_before_cents),
        "total_before": dutch.amount(fact.subsidy_before_cents + fact.charges_before_cents),
        "annexes": annex.calculation(segments),
    }


def _decided(subject: Subject) -> facts.Decided:
    assert isinstance(subject.fact, facts.Decided)
    return subject.fact


def _granted(subject: Subject, fact: facts.Decided) -> Content:
    assert fact.start is not None
    contract = _contract(subject.then, fact)
    earlier = [one for one in subject.then.decisions if one.outcome == "grant" and one is not fact and one != fact]
    return {
        "flat_rate": fact.route == "flat_rate",
        "start": dutch.day(fact.start),
        "until": fact.until and dutch.day(fact.until),
        "wage_value": fact.wage_value and dutch.percentage(fact.wage_value),
        "again": bool(earlier),
        "form": contract.form,
        "form_words": FORMS[contract.form],
        "hours": dutch.hours(contract.hours),
        "maximum_hours": contract.maximum_hours and dutch.hours(contract.maximum_hours),
        "decided_on": dutch.day(fact.decided_on),
    }


def _rejected(fact: facts.Decided) -> Content:
    ground, article = REJECTIONS[fact.ground]  # type: ignore[index]
    return {"ground": ground, "article": article}


def _asked(subject: Subject) -> Content:
    application = subject.application
    return {"received_on": dutch.day(application.received_on), "asked_from": dutch.day(application.start)}


def _amounts(subsidy_cents: int, charges_cents: int) -> Content:
    return {
        "subsidy": dutch.amount(subsidy_cents),
        "charges": dutch.amount(charges_cents),
        "total": dutch.amount(subsidy_cents + charges_cents),
    }


def _new_amounts(subject: Subject, fact: facts.Decided) -> Content:
    """The new amount, and that of the decision before it."""
    of_amount = ("grant", "amend", "revise")
    before = [one for one in subject.then.decisions if one.outcome in of_amount and one.decision != fact.decision]
    known = before[-1] if before else None
    return {
        **_amounts(fact.subsidy_cents, fact.charges_cents),
        "before": known and dutch.amount(known.subsidy_cents + known.charges_cents),
        "before_on": known and dutch.day(known.decided_on),
        "annexes": annex.calculation(fact.derivation),
    }


def _hourly(segments: tuple[Segment, ...]) -> Content:
    """What a full-time month would be, for who is paid by worked hours."""
    if not segments:
        return {"full_time": None}
    cents = full_time_month(segments[-1])
    return {
        "full_time": dutch.amount((2 * cents.numerator + cents.denominator) // (2 * cents.denominator)),
        "full_time_hours": dutch.hours(segments[-1].base_hours),
    }


def _contract(subsidy: Subsidy, fact: facts.Decided) -> Contract:
    assert subsidy.terms is not None
    assert fact.start is not None
    begun = [one for one in subsidy.terms.contracts if one.start <= fact.start]
    return (begun or list(subsidy.terms.contracts))[-1]
