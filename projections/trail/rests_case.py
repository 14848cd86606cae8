"""What the facts of a case rest on: the application, the measurement, decisions, requests, objections."""

from collections.abc import Iterator

from ledger import facts
from ledger.facts import Fact
from projections.trail.before import Before, Link, Rests, linked
from projections.trail.law import law_of


def application(before: Before) -> tuple[int | None, str]:
    """The application that began the case."""
    return before.last("Applied"), "the application"


def applied(fact: facts.Applied, before: Before) -> Iterator[Link]:
    """Person, target group and employer."""
    person, employer = ("person", fact.person), ("employer", fact.employer)
    others, entry = before.others, before.entry
    yield from linked(
        (others.last("person", person[1], entry, "PersonRegistered"), "the registration of the person"),
        (others.last("person", person[1], entry, "TargetGroupEstablished"), "the target group"),
        (others.last("employer", employer[1], entry, "EmployerRegistered"), "the registration of the employer"),
    )


def decided(fact: facts.Decided, before: Before) -> Iterator[Link]:
    """What was established or waived, the decision before, the objection, the target group, and the law of the amount."""
    subsidy, entry = before.subsidy, before.entry
    basis = before.last("WageValueEstablished", "MeasurementWaived")
    found = subsidy.last_basis
    slot = next((slot for slot, one in subsidy.inputs.items() if one.counts is found and found is not None), None)
    basis = before.slot(slot) if slot is not None else basis
    role = (
        "the measurement that was waived"
        if isinstance(found, facts.MeasurementWaived)
        else "the wage value established"
    )
    objection = before.last("ObjectionDecided")
    newest = before.entries[-1].position if before.entries else None
    if fact.outcome in ("grant", "reject", "revise"):
        yield from linked((basis, role))
    yield from linked(
        (before.last("Decided"), "the decision before it"),
        (objection if objection == newest else None, "the decision on the objection"),
        (before.last("Ended", "Transferred") if fact.outcome == "determine" else None, "the end of the case"),
        (before.last("Amended", "Corrected") if fact.outcome in ("amend", "revise") else None, "what had changed"),
        application(before),
    )
    if subsidy.application is not None and fact.outcome in ("grant", "reject"):
        group = before.others.last("person", subsidy.application.person, entry, "TargetGroupEstablished")
        yield from linked((group, "the target group"))
    yield from law(fact, before)


def law(fact: Fact, before: Before) -> Iterator[Link]:
    """The adopted values of the law and the choices of policy that its amounts rest on."""
    entry, subsidy = before.entry, before.subsidy
    bbl = subsidy.application is not None and subsidy.application.bbl
    return law_of(fact, before.others.known(entry.municipality), entry.position, bbl=bbl)


def corrected(fact: facts.Corrected, before: Before) -> Iterator[Link]:
    """What is corrected, and what stood there before."""
    yield from linked((before.at(fact.slot), "what it corrects"))
    stood = before.slot(fact.slot)
    if stood != before.at(fact.slot):
        yield from linked((stood, "the correction before it"))


def measured(fact: facts.Measured, before: Before) -> Iterator[Link]:
    """The order, and the expert."""
    expert = before.others.last("expert", fact.expert, before.entry, "ExpertRegistered")
    yield from linked(
        (before.last("MeasurementOrdered"), "the order to measure"), application(before), (expert, "the expert")
    )


def accounted(fact: facts.MeasurementAccounted, before: Before) -> Iterator[Link]:
    """The report and the certificate."""
    others, entry = before.others, before.entry

    def same(certified: facts.ExpertCertified) -> bool:
        return certified.certificate == fact.certificate

    yield from linked(
        (before.at(fact.of), "the report that it accounts for"),
        (others.last("expert", fact.expert, entry, "ExpertRegistered"), "the expert"),
        (others.last("expert", fact.expert, entry, "ExpertCertified", where=same), "the certificate"),
    )


def objected(fact: facts.ObjectionFiled, before: Before) -> Iterator[Link]:
    """The decision that is objected to."""
    return linked((before.decision(fact.decision), "the decision that is objected to"))


def objection_decided(fact: facts.ObjectionDecided, before: Before) -> Iterator[Link]:
    """The objection."""
    return linked((before.at(fact.of), "the objection"))


def notified(fact: facts.EmployeeNotified, before: Before) -> Iterator[Link]:
    """The decision that was told."""
    return linked((before.decision(fact.decision), "the decision that was told"))


def letter(fact: facts.LetterSent, before: Before) -> Iterator[Link]:
    """What the letter is about, and the municipality's own template."""
    kind = fact.kind
    template = before.others.last(
        "templates", before.entry.municipality, before.entry, "TemplateAdopted", where=lambda one: one.template == kind
    )
    return linked((before.at(fact.about), "what the letter is about"), (template, "the template"))


def reminded(fact: facts.Reminded, before: Before) -> Iterator[Link]:
    """What was asked, and the reminder before."""
    asked = {
        "documents": "DocumentsRequested",
        "hours": "Decided",
        "extension": "ExtensionAsked",
        "payment": "RecoveryClaimed",
    }
    same = before.last("Reminded", where=lambda one: one.about == fact.about and one.level < fact.level)
    return linked((before.last(asked[fact.about]), "what was asked"), (same, "the reminder before it"))


def reindexed(fact: facts.Reindexed, before: Before) -> Iterator[Link]:
    """The decision that goes on, and the minimum wage of 1 January."""
    yield from linked((before.last("Decided"), "the decision that goes on"))
    yield from law(fact, before)


def after(role: str, *topics: str) -> Rests:
    """Rests on the last entry of these topics, or on the application where there is none."""

    def rests(fact: object, before: Before) -> Iterator[Link]:
        found = before.last(*topics)
        return linked((found, role) if found is not None else application(before))

    return rests


RESTS: dict[str, Rests] = {
    "Applied": applied,
    "Decided": decided,
    "Corrected": corrected,
    "Measured": measured,
    "MeasurementAccounted": accounted,
    "WageValueEstablished": after("the report of the measurement", "Measured"),
    "MeasurementWaived": after("the application", "Applied"),
    "MeasurementOrdered": after("the agreement to measure again", "RemeasurementAgreed"),
    "DocumentsRequested": after("the application", "Applied"),
    "DocumentsReceived": after("the request", "DocumentsRequested"),
    "ObjectionFiled": objected,
    "ObjectionDecided": objection_decided,
    "EmployeeNotified": notified,
    "LetterSent": letter,
    "Reminded": reminded,
    "SetAside": after("what was asked last", "DocumentsRequested", "Reminded"),
    "OutcomeDiscussed": after("the report of the measurement", "Measured"),
    "DefaultNoticed": after("the wage value established", "WageValueEstablished", "MeasurementWaived"),
    "ExtensionAsked": after("the decision in force", "Decided"),
    "ExtensionConfirmed": after("the question", "ExtensionAsked"),
    "ExtensionDeclined": after("the question", "ExtensionAsked", "Reminded"),
    "RemeasurementAgreed": after("the decision in force", "Decided"),
    "Reindexed": reindexed,
    "Amended": after("the application", "Applied"),
    "HoursReported": after("the application", "Applied"),
    "LeaveReported": after("the application", "Applied"),
    "SicknessReported": after("the application", "Applied"),
    "Transferred": after("the application", "Applied"),
    "Ended": after("the application", "Applied"),
}
