"""The points of the checklist that are about money: how amounts were calculated, what changed, what was paid, claimed and sent."""

from ledger import facts
from ledger.calculation.money import euro
from projections.sampling.case_file import CaseFile, Evidence, Point, booked_lines, optional, point

_LETTERS = ("decision", "rejection", "amendment", "set_aside", "final_settlement", "recovery_decision")
_CHANGES = (
    facts.Amended, facts.HoursReported, facts.LeaveReported, facts.SicknessReported, facts.Transferred, facts.Corrected,
    facts.ExtensionConfirmed,
)  # fmt: skip


def calculation(file: CaseFile) -> Point:
    """Every line that was booked, with its steps from the minimum wage to the cent."""
    found = []
    untraced = 0
    for entry, fact in file.any(facts.Paid, facts.Settled):
        lines = booked_lines(fact)
        untraced += sum(1 for line in lines if (line.subsidy_cents or line.charges_cents) and not line.segments)
        if lines:
            found.append(
                Evidence(entry.position, entry.recorded_at.date(), f"{_lines(len(lines))}, each with its steps")
            )
    missing = f"the calculation of {_lines(untraced)}" if untraced else ""
    return optional("calculation of the amounts", "art. 10d lid 4, 5 Pw; Regeling loonkostensubsidie", found, missing)


def changes(file: CaseFile) -> Point:
    """What was reported after the application, corrections included."""
    found = []
    for entry, fact in file.any(*_CHANGES):
        what = f"correction of a {fact.kind} ({fact.reason})" if isinstance(fact, facts.Corrected) else fact.topic
        found.append(Evidence(entry.position, entry.recorded_at.date(), file.said(entry, what)))
    return optional("changes reported", "R4-R13", found)


def payments(file: CaseFile) -> Point:
    """What was sent, and what the bank said of it."""
    found = []
    sent: set[str] = set()
    answered: set[str] = set()
    for entry, fact in file.any(facts.Paid, facts.PaymentConfirmed, facts.PaymentReturned, facts.PaymentRejected):
        match fact:
            case facts.Paid():
                cents = sum(line.total_cents for line in fact.sent)
                found.append(
                    Evidence(entry.position, fact.execution_day, f"{fact.run}: {euro(cents)} sent, {fact.reference}")
                )
                sent |= {fact.run} if cents else set()
            case facts.PaymentConfirmed():
                found.append(Evidence(entry.position, fact.booked_on, f"{fact.run}: confirmed by the bank"))
                answered.add(fact.run)
            case facts.PaymentReturned():
                found.append(Evidence(entry.position, fact.returned_on, f"{fact.run}: returned, {fact.reason}"))
                answered.add(fact.run)
            case facts.PaymentRejected():
                found.append(
                    Evidence(entry.position, fact.rejected_on, f"{fact.run}: rejected by the bank, {fact.reason}")
                )
                answered.add(fact.run)
    waiting = sorted(sent - answered)
    missing = f"the bank's statement of {', '.join(waiting)}" if waiting else ""
    return optional("payments", "Awb 4:86-4:89", found, missing)


def recoveries(file: CaseFile) -> Point:
    """What was announced, claimed, received and written off."""
    found = []
    for entry, fact in file.any(
        facts.RecoveryAnnounced, facts.RecoveryClaimed, facts.RecoveryReceived, facts.WrittenOff
    ):
        match fact:
            case facts.RecoveryAnnounced():
                found.append(Evidence(entry.position, fact.announced_on, f"{euro(fact.cents)} announced"))
            case facts.RecoveryClaimed():
                found.append(Evidence(entry.position, fact.decided_on, f"{fact.decision}: {euro(fact.cents)} claimed"))
            case facts.RecoveryReceived():
                cents = sum(line.total_cents for line in fact.lines)
                found.append(Evidence(entry.position, fact.received_on, f"{euro(cents)} received"))
            case facts.WrittenOff():
                cents = sum(line.total_cents for line in fact.lines)
                found.append(
                    Evidence(entry.position, fact.written_off_on, f"{euro(cents)} written off ({fact.reason})")
                )
    return optional("recoveries", "Awb 4:57, 4:86, 4:97", found)


def sending(file: CaseFile) -> Point:
    """Every decision was sent; where no letter of it stands in the ledger, only the day on which it was told does."""
    found = []
    told: set[str] = set()
    decided: list[str] = []
    for entry, fact in file.any(
        facts.Decided, facts.SetAside, facts.RecoveryClaimed, facts.LetterSent, facts.EmployeeNotified
    ):
        match fact:
            case facts.LetterSent():
                what = f"letter {fact.kind.replace('_', ' ')} to the {fact.recipient}"
                found.append(Evidence(entry.position, fact.sent_on, what, fact.digest))
                told |= {fact.decision} if fact.decision and fact.kind in _LETTERS else set()
            case facts.EmployeeNotified():
                found.append(Evidence(entry.position, fact.notified_on, f"employee told of {fact.decision}"))
            case facts.Decided() | facts.SetAside() | facts.RecoveryClaimed():
                decided.append(fact.decision)
                found.append(Evidence(entry.position, fact.employer_notified_on, f"employer told of {fact.decision}"))
    unsent = [decision for decision in decided if decision not in told]
    missing = f"the letter of {', '.join(unsent)}" if unsent else ""
    return point("proof of sending", "Awb 3:41, 3:45", found, missing if found else "that the decision was sent")


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"
