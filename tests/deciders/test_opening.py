"""R27, R37: the takeover of running cases as a whole, signed by a second person before anything of it is paid."""

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.log.entry import Signature
from ledger.payment import opening
from ledger.payment.opening import Opening
from ledger.refusal import Refused
from tests.deciders.given import MUNICIPALITY, circumstances, entry

PREPARE = intents.PrepareOpening(
    municipality=MUNICIPALITY, opening="OP-1", cases=2, subsidy_cents=30000, charges_cents=7500, digest="ab"
)
SIGN = intents.SignOpening(municipality=MUNICIPALITY, opening="OP-1")
PREPARED = facts.OpeningPrepared(opening="OP-1", cases=2, subsidy_cents=30000, charges_cents=7500, digest="ab")
SIGNED = facts.OpeningSigned(opening="OP-1", of=1, digest="ab")
SECOND = Signature("g.controller", "lks_second")


def state(*happened: Fact) -> Opening:
    """A takeover to which this happened; the first was recorded by a.case through lks_local."""
    found = Opening()
    for version, fact in enumerate(happened, start=1):
        found = opening.evolve(found, entry(version, fact))
    return found


def asked(intent: intents.Intent, found: Opening, by: Signature = SECOND) -> tuple[Fact, ...]:
    """What the intent leads to."""
    return opening.decide(intent, found, circumstances(address="OP-1", by=by))


def test_r27_count_and_totals_are_prepared() -> None:
    assert asked(PREPARE, state()) == (PREPARED,)


def test_r27_a_second_person_signs_what_was_prepared() -> None:
    assert asked(SIGN, state(PREPARED)) == (SIGNED,)
    assert state(PREPARED, SIGNED).signed


def test_r27_asked_twice_is_signed_once() -> None:
    assert asked(SIGN, state(PREPARED, SIGNED)) == ()


def test_r27_refuses_to_sign_a_takeover_that_is_not_there() -> None:
    with pytest.raises(Refused, match="There is no takeover OP-1") as refusal:
        asked(SIGN, state())
    assert refusal.value.rule == "R27"


@pytest.mark.parametrize(
    "by",
    [Signature("a.case", "lks_second"), Signature("A.Case", "lks_second"), Signature("g.controller", "lks_local")],
    ids=["same actor", "same actor, spelled otherwise", "same login"],
)
def test_r37_refuses_to_sign_what_oneself_prepared(by: Signature) -> None:
    with pytest.raises(Refused) as refusal:
        asked(SIGN, state(PREPARED), by)
    assert refusal.value.rule == "R37"


def test_r27_refuses_to_prepare_a_takeover_that_was_prepared_with_other_totals() -> None:
    with pytest.raises(Refused, match="OP-1 was prepared") as refusal:
        asked(PREPARE.model_copy(update={"cases": 3}), state(PREPARED))
    assert refusal.value.rule == "R27"


def test_r27_asked_twice_is_prepared_once() -> None:
    assert asked(PREPARE, state(PREPARED)) == ()
