"""Letters that were sent (brieven): which entry a kind of letter tells about, to whom, and what sending one records."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact, LetterKind, Outcome, Recipient
from ledger.process.deadlines import OBJECTION
from ledger.refusal import Refused
from ledger.subsidy.checking import not_after
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy

Ruling = facts.Decided | facts.SetAside | facts.Reindexed | facts.RecoveryClaimed
"""What can be objected to."""


class About(NamedTuple):
    """What a kind of letter tells about: the topic of the entry, of decisions which outcomes, and who gets it."""

    topic: str
    recipients: tuple[Recipient, ...]
    outcomes: tuple[Outcome, ...] = ()


_BOTH: tuple[Recipient, ...] = ("employer", "employee")

ABOUT: Mapping[LetterKind, About] = {
    "acknowledgement": About("Applied", _BOTH),
    "document_request": About("DocumentsRequested", _BOTH),
    "reminder": About("Reminded", _BOTH),
    "decision": About("Decided", ("employer",), ("grant",)),
    "rejection": About("Decided", ("employer",), ("reject",)),
    "confirmation": About("Decided", ("employee",), ("grant", "reject", "determine")),
    "amendment": About("Decided", _BOTH, ("amend", "revise", "withdraw")),
    "indexation": About("Reindexed", _BOTH),
    "extension_alert": About("ExtensionAsked", ("employer",)),
    "set_aside": About("SetAside", _BOTH),
    "final_settlement": About("FinallySettled", ("employer",)),
    "recovery_announcement": About("RecoveryAnnounced", ("employer",)),
    "recovery_decision": About("RecoveryClaimed", ("employer",)),
    "objection_acknowledgement": About("ObjectionFiled", _BOTH),
}
"""Every kind of letter."""

_SENT = {"kind", "recipient", "about", "position", "edition", "template", "digest", "sent_on"}
_DAYS = ("reminded_on", "decided_on", "asked_on", "announced_on", "received_on", "employer_notified_on")


def tells(kind: LetterKind, fact: Fact) -> bool:
    """Whether a letter of this kind tells about this fact."""
    about = ABOUT[kind]
    if isinstance(fact, facts.Decided):
        return about.topic == fact.topic and fact.outcome in about.outcomes
    return about.topic == fact.topic


def check_recipient(kind: LetterKind, recipient: Recipient) -> None:
    """Raises Refused for a letter to whom it does not go."""
    if recipient not in ABOUT[kind].recipients:
        only = ABOUT[kind].recipients[0]
        what = f"A letter of kind {kind} goes to the {only} only."
        raise Refused(what, rule="R20", remedy=f"Use --recipient {only}.")


def day_of(fact: Fact) -> date | None:
    """The day of what a letter tells about; None where the entry holds none."""
    return next((getattr(fact, name) for name in _DAYS if getattr(fact, name, None)), None)


def sent(subsidy: Subsidy, kind: LetterKind, recipient: Recipient, about: int) -> facts.LetterSent | None:
    """The letter of this kind about that entry that this recipient was sent; None where none was."""
    for _, letter in counting(subsidy.inputs, facts.LetterSent):
        if (letter.kind, letter.recipient, letter.about) == (kind, recipient, about):
            return letter
    return None


def withdrawn(subsidy: Subsidy, about: int) -> bool:
    """Whether the entry was taken back, so that no letter tells about it (R36)."""
    slot = subsidy.inputs.get(about)
    return slot is not None and slot.counts is None


def ruling_of(fact: Fact, subsidy: Subsidy) -> Ruling | None:
    """The decision that a letter about this fact tells; None where there is nothing to object to."""
    match fact:
        case facts.Decided() | facts.SetAside() | facts.Reindexed() | facts.RecoveryClaimed():
            return fact
        case facts.FinallySettled(decision=number):
            return next(one for one in subsidy.decisions if one.decision == number)
    return None


def objects_until(
    ruling: Ruling, recipient: Recipient, sent_on: date, subsidy: Subsidy, equated: Collection[date]
) -> date:
    """The last day to object that a letter sent on that day can promise (Awb 6:7, 6:8): six weeks from the day after it, or
    later where the decision itself, or the employee's confirmation, says later."""
    if recipient == "employee":
        assert not isinstance(ruling, facts.RecoveryClaimed), "a claim is the employer's"
        days = [ruling.employee_objects_until, *(one.objects_until for one in _notices(ruling.decision, subsidy))]
    else:
        days = [ruling.employer_objects_until]
    return max(OBJECTION.last_day(sent_on, equated), *days)


def promised(decision: str, subsidy: Subsidy) -> Mapping[Recipient, date]:
    """The last day to object that each recipient was told in writing about this decision: by a letter, or, the employee, by a
    confirmation (step C3)."""
    letters = [one for _, one in counting(subsidy.inputs, facts.LetterSent) if one.decision == decision]
    told = [(one.recipient, one.objects_until) for one in letters if one.objects_until is not None]
    told += [("employee", one.objects_until) for one in _notices(decision, subsidy)]
    return {recipient: max(day for to, day in told if to == recipient) for recipient, _ in told}


def decide(intent: intents.SendLetter, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`LetterSent`; and `EmployeeNotified` with the first letter in which the employee is told of a decision (step C3). Raises
    Refused."""
    fact = _told(intent, subsidy, context)
    known = sent(subsidy, intent.kind, intent.recipient, intent.about)
    if known is not None:
        return _again(intent, known)
    ruling, last = ruling_of(fact, subsidy), None
    _check_day(intent, ruling or fact, context)
    if ruling is not None:
        last = objects_until(ruling, intent.recipient, intent.sent_on, subsidy, context.law.equated_days)
    letter = facts.LetterSent(
        **intent.model_dump(include=_SENT), decision=ruling.decision if ruling else None, objects_until=last
    )
    if ruling is None or last is None or intent.recipient != "employee" or _notices(ruling.decision, subsidy):
        return (letter,)
    notified = facts.EmployeeNotified(decision=ruling.decision, notified_on=intent.sent_on, objects_until=last)
    return letter, notified


def _told(intent: intents.SendLetter, subsidy: Subsidy, context: Context) -> Fact:
    fact = context.about
    if fact is None or withdrawn(subsidy, intent.about):
        state = "was withdrawn" if fact is not None else "is not there"
        what = f"Entry {intent.about} of {subsidy.case} {state}."
        raise Refused(what, rule="R36", remedy="See lks history.")
    if not tells(intent.kind, fact):
        what = f"Entry {intent.about} is a {fact.topic}; a letter of kind {intent.kind} does not tell about it."
        raise Refused(what, rule="R20", remedy="See lks letters list.")
    check_recipient(intent.kind, intent.recipient)
    return fact


def _again(intent: intents.SendLetter, known: facts.LetterSent) -> tuple[Fact, ...]:
    if (known.sent_on, known.digest) == (intent.sent_on, intent.digest):
        return ()
    raise Refused(
        f"This letter was sent on {known.sent_on} already.",
        rule="R20",
        article="art. 3:41 Awb",
        remedy="It is made again without --sent-on; where it was not sent, withdraw its entry first: lks withdraw.",
    )


def _check_day(intent: intents.SendLetter, fact: Fact, context: Context) -> None:
    not_after(intent.sent_on, context.today, "A letter is sent today or earlier")
    day = day_of(fact)
    if day is not None:
        not_after(day, intent.sent_on, "A letter follows what it tells about")
    last: date | None = getattr(fact, "respond_by", None)
    if last is not None and last <= intent.sent_on:
        raise Refused(
            f"The last day to answer, {last}, is not after {intent.sent_on}.",
            rule="R38",
            article="art. 4:5 and 4:8 Awb",
            remedy="Ask anew, with a day that leaves time to answer.",
        )


def _notices(decision: str, subsidy: Subsidy) -> list[facts.EmployeeNotified]:
    return [one for _, one in counting(subsidy.inputs, facts.EmployeeNotified) if one.decision == decision]
