"""Which letters what happened calls for, until they are sent."""

from datetime import date

from ledger import facts
from ledger.facts import Fact
from ledger.subsidy.state import fold
from projections.letters.due import Due, due
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, MEASURED, entry
from tests.deciders.test_letters import granted

DAY = date(2026, 10, 1)
REQUESTED = facts.DocumentsRequested(documents=("contract",), respond_by=date(2026, 10, 15))
OBJECTION = facts.ObjectionFiled(
    decision=f"{CASE}/1", by="representative", received_on=DAY, last_day=DAY, decide_by=DAY
)


def letters(*happened: Fact, day: date = DAY, since: date | None = None) -> list[Due]:
    """The letters that are due after this happened."""
    entries = [entry(version, fact) for version, fact in enumerate(happened, start=1)]
    return list(due(entries, fold(entries), day, since))


def sent(kind: str, recipient: str, about: int) -> facts.LetterSent:
    """A letter that was sent."""
    fields = {"kind": kind, "recipient": recipient, "about": about, "position": 1, "edition": "2026-11"}
    rest = {"template": "", "digest": "", "sent_on": DAY, "decision": None, "objects_until": None}
    return facts.LetterSent.model_validate(fields | rest)


def test_an_application_is_acknowledged_to_who_asked() -> None:
    assert letters(APPLIED) == [Due("acknowledgement", "employer", 1)]
    by_person = APPLIED.model_copy(update={"applicant": "person"})
    assert letters(by_person) == [Due("acknowledgement", "employee", 1)]
    assert letters(APPLIED.model_copy(update={"applicant": "municipality"})) == []


def test_a_decision_goes_to_the_employer_and_its_confirmation_to_the_employee() -> None:
    assert letters(*granted()) == [Due("decision", "employer", 4), Due("confirmation", "employee", 4)]
    told = (sent("decision", "employer", 4),)
    assert letters(*granted(), *told) == [Due("confirmation", "employee", 4)]
    assert letters(*granted(), *told, sent("confirmation", "employee", 4)) == []


def test_r36_a_letter_whose_sending_was_taken_back_is_due_again() -> None:
    taken_back = facts.Corrected(slot=5, reason="not_posted", kind="LetterSent", replacement=None)
    happened = (*granted(), sent("decision", "employer", 4), taken_back)
    assert Due("decision", "employer", 4) in letters(*happened)


def test_a_question_is_asked_while_it_can_be_answered_and_is_not_answered() -> None:
    assert Due("document_request", "employer", 2) in letters(APPLIED, REQUESTED)
    assert letters(APPLIED, REQUESTED, day=date(2026, 10, 15)) == [Due("acknowledgement", "employer", 1)]
    received = facts.DocumentsReceived(documents=("contract",), received_on=DAY, digests={})
    assert letters(APPLIED, REQUESTED, received) == [Due("acknowledgement", "employer", 1)]


def test_r36_what_was_withdrawn_calls_for_no_letter() -> None:
    withdrawn = facts.Corrected(slot=2, reason="mistake", kind="DocumentsRequested", replacement=None)
    assert letters(APPLIED, REQUESTED, withdrawn) == [Due("acknowledgement", "employer", 1)]


def test_of_a_representative_it_is_asked_whose() -> None:
    assert Due("objection_acknowledgement", None, 5) in letters(*granted(), OBJECTION)


def test_an_amendment_is_told_to_both() -> None:
    *happened, decided = granted()
    assert isinstance(decided, facts.Decided)
    amended = decided.model_copy(update={"outcome": "amend", "ground": "change_reported", "decision": f"{CASE}/2"})
    found = letters(*happened, decided, amended)
    assert found[-2:] == [Due("amendment", "employer", 5), Due("amendment", "employee", 5)]


def test_r27_what_a_takeover_brought_along_was_told_elsewhere() -> None:
    *_, decided = granted()
    opening = facts.OpeningBooked(
        opening="OP-1", paid_through="2026-08", lines=(), balance=(), booked_on=date(2026, 9, 1)
    )
    taken_over = APPLIED.model_copy(update={"basis": "takeover", "taken_over_from": "suite"})
    assert letters(taken_over, MEASURED, ESTABLISHED, decided, opening) == []


def test_since_leaves_out_what_happened_before() -> None:
    assert letters(*granted(), since=date(2026, 10, 2)) == []
    assert len(letters(*granted(), since=DAY)) == 2
