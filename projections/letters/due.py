"""Letters that what happened calls for and that were not sent. Pure: from the entries of a case and the case as it stands."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import LetterKind, Recipient
from ledger.log.entry import Entry
from ledger.process.letters import ABOUT, day_of, sent, tells, withdrawn
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy
from projections.letters.kinds import KINDS, usual_recipient

TOPICS = tuple(dict.fromkeys((
    *(about.topic for about in ABOUT.values()),
    "Applied", "DocumentsReceived", "HoursReported", "ExtensionConfirmed", "ExtensionDeclined", "Ended", "OpeningBooked",
    "LetterSent", "EmployeeNotified", "Corrected",
)))  # fmt: skip
"""What tells which letters are due."""

_TO_BOTH: frozenset[LetterKind] = frozenset({"amendment", "indexation", "set_aside"})
"""Decisions that employer and employee are both told of."""


class Due(NamedTuple):
    """A letter that is due. `recipient` None: the entry does not say to whom."""

    kind: LetterKind
    recipient: Recipient | None
    about: int


def due(entries: Sequence[Entry], subsidy: Subsidy, day: date, since: date | None = None) -> Iterator[Due]:
    """The letters of a case that are due on a day, in order of what they tell about; about what was recorded `since` a day only."""
    application = subsidy.application
    if application is None:
        return
    for entry in _told_here(entries):
        if withdrawn(subsidy, entry.version) or (since is not None and _recorded(entry) < since):
            continue
        for kind in KINDS:
            if not tells(kind, entry.fact) or _overtaken(entry.fact, subsidy, day):
                continue
            for recipient in _recipients(kind, entry.fact, application):
                if recipient is None or sent(subsidy, kind, recipient, entry.version) is None:
                    yield Due(kind, recipient, entry.version)


def _told_here(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Without what a takeover brought along: that was told by who decided it (R27)."""
    opened = max((entry.version for entry in entries if isinstance(entry.fact, facts.OpeningBooked)), default=0)
    return (entry for entry in entries if entry.version > opened)


def _overtaken(fact: facts.Fact, subsidy: Subsidy, day: date) -> bool:
    """What needs no letter any more: an application that was decided on, a question that was answered or is out of time."""
    match fact:
        case facts.Applied():
            return bool(subsidy.decisions or subsidy.set_asides) or fact.basis == "takeover"
        case facts.DocumentsRequested() | facts.Reminded(about="documents"):
            answered = not subsidy.awaited & set(fact.documents)
        case facts.ExtensionAsked() | facts.Reminded(about="extension"):
            answered = _extension_answered(subsidy)
        case _:
            answered = False
    respond_by: date | None = getattr(fact, "respond_by", None)
    return answered or (respond_by is not None and respond_by <= day)


def _extension_answered(subsidy: Subsidy) -> bool:
    """Whether the employer, or the passing of the last term, answered the last question (step H1)."""
    asked = [slot for slot, _ in counting(subsidy.inputs, facts.ExtensionAsked)]
    answers = [slot for slot, _ in counting(subsidy.inputs, facts.ExtensionConfirmed)]
    answers += [slot for slot, _ in counting(subsidy.inputs, facts.ExtensionDeclined)]
    return bool(answers) and max(answers) > max(asked, default=0)


def _recipients(kind: LetterKind, fact: facts.Fact, application: facts.Applied) -> Sequence[Recipient | None]:
    if kind in _TO_BOTH:
        return ABOUT[kind].recipients
    if isinstance(fact, facts.Applied) and fact.applicant == "municipality":
        return ()
    return (usual_recipient(kind, fact, application),)


def _recorded(entry: Entry) -> date:
    return day_of(entry.fact) or amsterdam_day(entry.recorded_at)
