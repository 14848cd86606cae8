"""R16, R37: what needs two persons waits, and happens when another one agrees."""

import pytest

from ledger import facts, intents
from ledger.context import Seconding
from ledger.log.entry import Signature
from ledger.party.state import Person
from ledger.refusal import Refused
from ledger.second_person import original, seconded
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, GRANT, MEASURED, PERSON, circumstances, given, when

OUTSIDE = APPLIED.model_copy(update={"group": "wajong", "college_decision": "BW-2026-17"})
WAJONG = Person(number=PERSON, group="wajong")
FIRST = Signature("a.case", "lks_local")
SECOND = Signature("b.manager", "lks_second")
AGREED = Seconding(of=4, first=FIRST)


def granted(**changes: object) -> tuple[facts.Fact, ...]:
    """A grant outside the law."""
    return when(GRANT, given(OUTSIDE, MEASURED, ESTABLISHED), person=WAJONG, **changes)


def test_r16_a_grant_outside_the_law_is_proposed_first() -> None:
    (proposed,) = granted()
    assert isinstance(proposed, facts.Proposed)
    assert original(proposed) == GRANT


def test_r16_a_second_person_grants_it_and_the_number_of_the_decision_shows_it_apart() -> None:
    approved, decided = granted(by=SECOND, second=AGREED)
    assert approved == facts.Approved(of=4)
    assert isinstance(decided, facts.Decided)
    assert decided.college_decision == "BW-2026-17"


@pytest.mark.parametrize(
    "by",
    [FIRST, Signature("A.CASE", "lks_second"), Signature("b.manager", "lks_local")],
    ids=["the same person", "the same actor, spelled otherwise", "the same login"],
)
def test_r37_refuses_ones_own_agreement(by: Signature) -> None:
    with pytest.raises(Refused) as refusal:
        granted(by=by, second=AGREED)
    assert refusal.value.rule == "R37"
    assert refusal.value.remedy


def test_r37_what_is_sealed_stays_with_the_intent_that_waits() -> None:
    proposed = facts.Proposed(intent="Grant", fields=GRANT.model_dump_json(), sealed="token")
    assert original(proposed) == GRANT.model_copy(update={"sealed": "token"})


def test_r37_nothing_waits_when_nothing_would_happen() -> None:
    withdraw = intents.WithdrawRun(run="GM0363-2026-11-1")
    assert seconded(withdraw, circumstances(), ()) == ()
    assert seconded(withdraw, circumstances(by=SECOND, second=AGREED), ()) == ()


def test_r37_every_intent_can_wait_and_come_back() -> None:
    for intent in (
        GRANT,
        intents.WithdrawRun(run="GM0363-2026-11-1"),
        intents.HoldPayment(case=CASE, reason="doubt", effective=GRANT.decided_on),
    ):
        (proposed,) = seconded(intent, circumstances(), (facts.RunWithdrawn(run="GM0363-2026-11-1"),))
        assert isinstance(proposed, facts.Proposed)
        assert original(proposed) == intent
