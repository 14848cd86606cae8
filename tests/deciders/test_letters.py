"""R20, R36, R38: which letters can be sent, about what, to whom and when; and what sending one records."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy, after
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, GRANT, MEASURED, TODAY, given, when

LATER = date(2026, 10, 6)
REQUESTED = facts.DocumentsRequested(documents=("contract",), respond_by=date(2026, 10, 5))


def granted() -> tuple[Fact, ...]:
    """What happened to a case that is granted; the grant is its fourth entry."""
    happened = (APPLIED, MEASURED, ESTABLISHED)
    return (*happened, *when(GRANT, given(*happened)))


def letter(**changes: Any) -> intents.SendLetter:
    """The decision, sent to the employer on the day it was taken."""
    usual = {
        "case": CASE, "kind": "decision", "recipient": "employer", "about": 4, "position": 4, "edition": "2026-11",
        "template": "ab", "digest": "cd", "sent_on": TODAY,
    }  # fmt: skip
    return intents.SendLetter.model_validate(usual | changes)


def send(subsidy: Subsidy, told: Fact | None, today: date = TODAY, **changes: Any) -> tuple[Fact, ...]:
    """What sending it leads to."""
    return when(letter(**changes), subsidy, about=told, today=today)


def test_r20_a_sent_letter_keeps_its_decision_and_the_last_day_that_it_promised() -> None:
    happened = granted()
    (sent,) = send(given(*happened), happened[3])
    assert isinstance(sent, facts.LetterSent)
    assert (sent.decision, sent.objects_until) == (f"{CASE}/1", date(2026, 11, 12))


def test_awb_6_8_a_letter_that_was_sent_later_promises_six_weeks_from_then_and_an_objection_is_judged_by_it() -> None:
    happened = granted()
    (sent,) = send(given(*happened), happened[3], today=LATER, sent_on=LATER)
    assert isinstance(sent, facts.LetterSent)
    assert sent.objects_until == date(2026, 11, 17)
    objection = intents.FileObjection(case=CASE, decision=f"{CASE}/1", by="employer", received_on=date(2026, 11, 16))
    (filed,) = when(objection, given(*happened, sent), today=date(2026, 11, 16))
    assert isinstance(filed, facts.ObjectionFiled)
    assert filed.last_day == date(2026, 11, 17)


def test_c3_the_first_letter_to_the_employee_about_a_decision_notifies_and_no_other_does() -> None:
    happened = granted()
    confirmation: dict[str, Any] = {"kind": "confirmation", "recipient": "employee", "today": LATER, "sent_on": LATER}
    sent, notified = send(given(*happened), happened[3], **confirmation)
    assert notified == facts.EmployeeNotified(decision=f"{CASE}/1", notified_on=LATER, objects_until=date(2026, 11, 17))
    assert [one.topic for one in send(given(*happened, notified), happened[3], **confirmation)] == ["LetterSent"]
    assert send(given(*happened, sent, notified), happened[3], **confirmation) == ()


def test_the_same_letter_is_a_repeat_and_another_of_it_is_refused() -> None:
    happened = granted()
    (sent,) = send(given(*happened), happened[3])
    known = given(*happened, sent)
    assert send(known, happened[3]) == ()
    with pytest.raises(Refused, match="was sent on 2026-10-01"):
        send(known, happened[3], digest="ef")


def test_r36_a_letter_that_was_not_sent_is_withdrawn_and_sent_anew() -> None:
    happened = granted()
    (sent,) = send(given(*happened), happened[3])
    withdrawn = facts.Corrected(slot=5, reason="not_posted", kind="LetterSent", replacement=None)
    assert send(given(*happened, sent, withdrawn), happened[3], digest="ef")


@pytest.mark.parametrize(
    ("about", "changes", "said"),
    [
        (None, {"about": 9}, "Entry 9 .* is not there"),
        (MEASURED, {"about": 2}, "is a Measured"),
        ("grant", {"kind": "rejection"}, "does not tell about it"),
        ("grant", {"recipient": "employee"}, "goes to the employer only"),
        ("grant", {"sent_on": date(2026, 9, 30)}, "follows what it tells about"),
        ("grant", {"sent_on": date(2026, 10, 2)}, "today or earlier"),
    ],
)
def test_a_letter_is_refused_about_what_it_cannot_tell(about: Any, changes: dict[str, Any], said: str) -> None:
    happened = granted()
    with pytest.raises(Refused, match=said):
        send(given(*happened), happened[3] if about == "grant" else about, **changes)


def test_r36_no_letter_tells_about_what_was_withdrawn() -> None:
    withdrawn = facts.Corrected(slot=2, reason="mistake", kind="DocumentsRequested", replacement=None)
    with pytest.raises(Refused, match="was withdrawn"):
        send(given(APPLIED, REQUESTED, withdrawn), REQUESTED, kind="document_request", about=2)


def test_r38_a_question_is_sent_while_there_is_time_to_answer() -> None:
    subsidy = given(APPLIED, REQUESTED)
    asked: dict[str, Any] = {"kind": "document_request", "about": 2}
    assert send(subsidy, REQUESTED, **asked)
    with pytest.raises(Refused, match="last day to answer, 2026-10-05"):
        send(subsidy, REQUESTED, today=LATER, sent_on=LATER, **asked)


def test_r31_a_final_settlement_promises_the_term_of_its_determination() -> None:
    happened = granted()
    determined = happened[3].model_copy(update={"decision": f"{CASE}/2", "outcome": "determine", "ground": "ended"})
    final = facts.FinallySettled(
        decision=f"{CASE}/2", subsidy_cents=1, charges_cents=1, balance_cents=0, claim_until=date(2031, 10, 1)
    )
    subsidy = replace(after([(determined, 5, "GM0363"), (final, 6, "GM0363")], given(*happened)))
    (sent,) = send(subsidy, final, kind="final_settlement", about=6)
    assert isinstance(sent, facts.LetterSent)
    assert (sent.decision, sent.objects_until) == (f"{CASE}/2", date(2026, 11, 12))
