"""Where the process of a case stands: what was asked and not answered, discussed, told, and agreed."""

from collections.abc import Iterator
from typing import Any

from commands.words import words
from ledger import facts
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.process.asking import documents_asked, extension_asked, extension_open
from ledger.process.suspension import decide_by_now
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy


def lines(subsidy: Subsidy, law: Law, policy: Policy) -> Iterator[str]:
    """What is open, and by when."""
    if (asked := documents_asked(subsidy)) and subsidy.status not in ("rejected", "set_aside"):
        yield f"asked for what is missing, reminders sent: {asked.level}; to answer by {asked.until}"
    last = decide_by_now(subsidy, law, policy)
    if last is not None and subsidy.basis is not None and last != subsidy.basis.decide_by:
        yield f"the term to decide waited for data (Awb 4:15): decide by {last}"
    for _, talk in counting(subsidy.inputs, facts.OutcomeDiscussed):
        there = [name for name in ("employer", "employee") if getattr(talk, f"with_{name}")]
        yield f"outcome discussed with {' and '.join(there)} on {talk.discussed_on}"
    for _, told in counting(subsidy.inputs, facts.EmployeeNotified):
        yield f"employee told of {told.decision} on {told.notified_on}, can object until {told.objects_until}"
    for _, notice in counting(subsidy.inputs, facts.DefaultNoticed):
        days = f"without a decision by {notice.decide_by} a penalty runs, through {notice.penalty_until} at most"
        yield f"notice of default received on {notice.received_on}: {days}"
    for _, anew in counting(subsidy.inputs, facts.Reindexed):
        yield f"{anew.decision}: amount set anew from {anew.effective}"
    yield from _endings(subsidy)


def fields(subsidy: Subsidy, law: Law, policy: Policy) -> dict[str, Any]:
    """The same for machines."""
    asked, extension = documents_asked(subsidy), extension_asked(subsidy)
    return {
        "set_aside": subsidy.set_aside,
        "missing": sorted(subsidy.awaited),
        "asked": asked and {"reminders": asked.level, "until": str(asked.until)},
        "extension_asked": extension and {"reminders": extension.level, "until": str(extension.until)},
        "decide_by": decide_by_now(subsidy, law, policy),
    }


def _endings(subsidy: Subsidy) -> Iterator[str]:
    found, asked = extension_open(subsidy), extension_asked(subsidy)
    if found is not None and asked is not None and subsidy.status == "granted":
        ends = f"the {words(found[1].ends)} ends after {found[1].last_day}"
        yield f"{ends}: asked what comes after, reminders sent: {asked.level}; to answer by {asked.until}"
    for _, one in counting(subsidy.inputs, facts.ExtensionConfirmed):
        yield f"goes on after {one.last_day}, confirmed on {one.confirmed_on}"
    for _, no in counting(subsidy.inputs, facts.ExtensionDeclined):
        yield f"no extension after {no.last_day}{'' if no.answered else ', for want of an answer'}"
    agreed = [one for _, one in counting(subsidy.inputs, facts.RemeasurementAgreed)]
    if agreed:
        yield f"re-measurement agreed on for {agreed[-1].measure_on}"
