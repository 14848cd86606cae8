"""What was asked of the employer or the person and is not answered yet: how often, and until when they can answer.

Each is read from the state of the case alone, so that deciders and the worklist see the same.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, get_args

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.calculation.timeline import timeline
from ledger.calculation.worked import hours_missing, worked_parts
from ledger.facts import Document, Ending, ReminderAbout
from ledger.law.policy import Policy
from ledger.law.switches import Reminders, reminders
from ledger.process.deadlines import REMINDER
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)


class Asked(NamedTuple):
    """A question that is open: how many reminders were sent, the day on which it was asked last (None: not recorded), and the
    last day to answer."""

    level: int
    asked_on: date | None
    until: date

    def again_from(self, gap: int) -> date:
        """The first day on which it is asked again: after the term to answer, and after the gap of the municipality."""
        until = self.until
        if self.asked_on is not None:
            until = max(until, REMINDER.last_day(self.asked_on, number=gap))
        return until + _DAY


def chosen(policy: Policy, day: date) -> Reminders:
    """How often the municipality reminds, and of what (switch `reminders`)."""
    return reminders(policy.on("reminders", day))


def missing_documents(subsidy: Subsidy) -> tuple[Document, ...]:
    """What was asked for and did not come in, in a fixed order."""
    return tuple(document for document in get_args(Document) if document in subsidy.awaited)


def documents_asked(subsidy: Subsidy) -> Asked | None:
    """The request for what is missing, and its reminders; a new request begins anew. None: nothing is missing."""
    requests = _open_requests(subsidy)
    if not requests:
        return None
    slot = max(requests)
    sent = _sent(subsidy, "documents", slot)
    until = max([*(one.respond_by for one in requests.values()), *(one.respond_by for one in sent)])
    return Asked(len(sent), sent[-1].reminded_on if sent else requests[slot].requested_on, until)


def missing_months(subsidy: Subsidy, through: Month, policy: Policy) -> tuple[Month, ...]:
    """R11: the months up to that one of which worked hours are not reported; a fixed contract has none (R10)."""
    terms = subsidy.terms
    if terms is None or all(contract.form == "fixed" for contract in terms.contracts):
        return ()
    last = through if terms.ended is None else min(through, Month.of(terms.ended))
    return tuple(month for month in subsidy.months_due(last) if _hours_unknown(subsidy, month, policy))


def hours_asked(subsidy: Subsidy, month: Month) -> Asked:
    """How the employer was reminded of the hours of a month; before the first time they are expected when it is over."""
    sent = [one for one in _sent(subsidy, "hours", 0) if month in one.months]
    if not sent:
        return Asked(0, month.last, month.last)
    return Asked(len(sent), sent[-1].reminded_on, sent[-1].respond_by)


def extension_open(subsidy: Subsidy) -> tuple[int, facts.ExtensionAsked] | None:
    """The question what comes after an end, with its slot, as long as it has no answer and that is still the end."""
    asked = list(counting(subsidy.inputs, facts.ExtensionAsked))
    if not asked or extension_answer(subsidy, asked[-1][1].last_day) is not None:
        return None
    return asked[-1] if asked[-1][1].last_day == last_day_of(subsidy, asked[-1][1].ends) else None


def last_day_of(subsidy: Subsidy, ends: Ending) -> date | None:
    """The last day of the contract, or of what the wage value in force was established for."""
    if ends == "contract":
        return subsidy.contract_end
    basis = subsidy.last_basis
    return basis.valid_until if isinstance(basis, facts.WageValueEstablished) else None


def extension_answer(subsidy: Subsidy, last_day: date) -> facts.ExtensionConfirmed | facts.ExtensionDeclined | None:
    """The last answer to what comes after that day."""
    answers: dict[int, facts.ExtensionConfirmed | facts.ExtensionDeclined] = {}
    answers |= dict(counting(subsidy.inputs, facts.ExtensionConfirmed))
    answers |= dict(counting(subsidy.inputs, facts.ExtensionDeclined))
    return next((one for _, one in sorted(answers.items(), reverse=True) if one.last_day == last_day), None)


def extension_asked(subsidy: Subsidy) -> Asked | None:
    """That question and its reminders; None: none is open."""
    found = extension_open(subsidy)
    if found is None:
        return None
    slot, asked = found
    sent = _sent(subsidy, "extension", slot)
    until = max([asked.respond_by, *(one.respond_by for one in sent)])
    return Asked(len(sent), sent[-1].reminded_on if sent else asked.asked_on, until)


def payment_reminded(subsidy: Subsidy) -> facts.Reminded | None:
    """The reminder (aanmaning) since the last claim, or since parts were last agreed on."""
    agreed = max((slot for slot, _ in counting(subsidy.inputs, facts.InstalmentsAgreed)), default=0)
    sent = _sent(subsidy, "payment", max(agreed, subsidy.claimed_at))
    return sent[-1] if sent else None


def _open_requests(subsidy: Subsidy) -> dict[int, facts.DocumentsRequested]:
    """By slot the last request of each document that did not come in."""
    asked: dict[Document, tuple[int, facts.DocumentsRequested]] = {}
    for slot, one in sorted(subsidy.inputs.items()):
        match one.counts:
            case facts.DocumentsRequested() as request:
                asked |= dict.fromkeys(request.documents, (slot, request))
            case facts.DocumentsReceived() as received:
                asked = {document: one for document, one in asked.items() if document not in received.documents}
    return dict(asked.values())


def _sent(subsidy: Subsidy, about: ReminderAbout, after: int) -> list[facts.Reminded]:
    found: Iterable[tuple[int, facts.Reminded]] = counting(subsidy.inputs, facts.Reminded)
    return [one for slot, one in found if slot > after and one.about == about]


def _hours_unknown(subsidy: Subsidy, month: Month, policy: Policy) -> bool:
    assert subsidy.terms is not None
    if any(one.start <= month.first and month.last <= one.until for one in subsidy.terms.reports):
        return False
    stretches, _ = timeline(subsidy.terms, month, policy)
    return bool(hours_missing(worked_parts(subsidy.terms, stretches, policy)))
