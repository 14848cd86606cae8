"""R23, R24, R25, R37, R41: a run is prepared by one person, approved by another, and withdrawn if it must."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.context import Context, Seconding
from ledger.facts import Fact
from ledger.law import Law, evolve, packaged, policy
from ledger.law.policy import Policy
from ledger.log.entry import Entry, Signature
from ledger.payment import run_decider
from ledger.payment import runs as payment_run
from ledger.payment.lines import CaseLines, Prepared
from ledger.payment.runs import PaymentRuns
from ledger.refusal import Refused
from tests.deciders.given import CASE, CAUSE, MUNICIPALITY, circumstances, entry
from tests.deciders.test_lining_up import a_grant, lines

RUN = "GM0363-2026-11-1"
TODAY = date(2026, 11, 12)
FIRST = Signature("a.case", "lks_local")
SECOND = Signature("g.controller", "lks_second")
PREPARE = intents.PrepareRun(municipality=MUNICIPALITY, month=Month(2026, 11))
APPROVE = intents.ApproveRun(run=RUN)
WITHDRAW = intents.WithdrawRun(run=RUN)
LINES: CaseLines = lines(a_grant())
LINED_UP = Prepared((LINES,), (facts.LeftOut(case=CASE, reason="held"),))


def state(*happened: Fact) -> PaymentRuns:
    """The runs of a municipality to which this happened, each on the same business day."""
    found = PaymentRuns()
    for version, fact in enumerate(happened, start=1):
        found = payment_run.evolve(found, _entry(version, fact))
    return found


def _entry(version: int, fact: Fact) -> Entry:
    return entry(version, fact, CAUSE.model_copy(update={"today": TODAY}))


def context(**changes: object) -> Context:
    """What a decision about a run may know."""
    usual = {"today": TODAY, "by": SECOND, "prepared": LINED_UP, "position": 17, "municipality": MUNICIPALITY}
    return circumstances(**{**usual, **changes})


def asked(intent: intents.Intent, runs: PaymentRuns, **changes: object) -> tuple[Fact, ...]:
    """What the intent leads to."""
    return run_decider.decide(intent, runs, context(**changes))


def prepared(**changes: object) -> facts.RunPrepared:
    """The run of November as it is prepared."""
    (fact,) = asked(PREPARE, state(), by=FIRST, **changes)
    assert isinstance(fact, facts.RunPrepared)
    return fact


PREPARED = prepared()
APPROVED = facts.RunApproved(run=RUN, of=1, digest=PREPARED.digest)
WITHDRAWN = facts.RunWithdrawn(run=RUN)


def test_r25_a_run_holds_both_days_the_position_count_totals_and_a_digest_over_all_lines() -> None:
    assert PREPARED.run == RUN
    assert (PREPARED.payment_day, PREPARED.execution_day) == (date(2026, 11, 20), date(2026, 11, 19))
    assert (PREPARED.position, PREPARED.cases, PREPARED.lines) == (17, 1, 2)
    assert (PREPARED.subsidy_cents, PREPARED.charges_cents) == (26054 + 89741, 6513 + 22435)
    assert PREPARED.sent_cents == PREPARED.subsidy_cents + PREPARED.charges_cents
    assert PREPARED.digest == LINED_UP.digest
    assert PREPARED.left_out == LINED_UP.left_out


def test_r24_december_is_paid_on_the_last_working_day_before_the_21st() -> None:
    december = PREPARE.model_copy(update={"month": Month(2026, 12)})
    (fact,) = asked(december, state(), by=FIRST)
    assert isinstance(fact, facts.RunPrepared)
    assert (fact.payment_day, fact.execution_day) == (date(2026, 12, 18), date(2026, 12, 17))


def test_r25_refuses_a_second_run_while_one_is_open() -> None:
    with pytest.raises(Refused, match=f"{RUN} is still open") as refusal:
        asked(PREPARE, state(PREPARED))
    assert refusal.value.rule == "R25"
    assert "lks pay withdraw" in refusal.value.remedy


@pytest.mark.parametrize("done", [APPROVED, WITHDRAWN], ids=["approved", "withdrawn"])
def test_r25_several_runs_a_month_are_numbered(done: Fact) -> None:
    (fact,) = asked(PREPARE, state(PREPARED, done))
    assert isinstance(fact, facts.RunPrepared)
    assert fact.run == "GM0363-2026-11-2"


def test_r23_refuses_a_run_without_anything_to_pay() -> None:
    with pytest.raises(Refused, match=f"in GM0363 for 2026-11, left out are {CASE}: payment of the case is held"):
        asked(PREPARE, state(), prepared=Prepared((), LINED_UP.left_out))
    with pytest.raises(Refused, match="; and 2 more"):
        asked(PREPARE, state(), prepared=Prepared((), LINED_UP.left_out * 7))
    with pytest.raises(Refused, match=r"in GM0363 for 2026-11\. "):
        asked(PREPARE, state(), prepared=Prepared((), ()))


def test_r23_refuses_to_pay_a_month_that_is_far_ahead() -> None:
    with pytest.raises(Refused, match="pays nothing in advance") as refusal:
        asked(PREPARE.model_copy(update={"month": Month(2027, 1)}), state())
    assert "2026-12-01" in refusal.value.remedy
    assert asked(PREPARE.model_copy(update={"month": Month(2026, 12)}), state())


def test_r41_refuses_to_pay_on_a_value_that_was_neither_adopted_nor_declined() -> None:
    law = Law.empty()
    for value in packaged():
        if (value.parameter, value.since) != ("minimum_wage", date(2026, 7, 1)):
            law = evolve(law, _entry(1, value))
    with pytest.raises(Refused, match="minimum_wage since 2026-07-01") as refusal:
        asked(PREPARE, state(), law=law)
    assert refusal.value.rule == "R41"
    declined = evolve(law, _entry(2, facts.ValueDeclined(parameter="minimum_wage", since=date(2026, 7, 1), reason="x")))
    assert asked(PREPARE, state(), law=declined)


# --- approving --------------------------------------------------------------------------------------------------------


def test_r25_another_person_approves_the_same_lines() -> None:
    assert asked(APPROVE, state(PREPARED)) == (APPROVED,)
    assert state(PREPARED, APPROVED).runs[RUN].status == "approved"
    assert state(PREPARED, APPROVED).open is None


@pytest.mark.parametrize(
    "by",
    [Signature("a.case", "lks_second"), Signature("A.CASE", "lks_second"), Signature("g.controller", "lks_local")],
    ids=["same actor", "same actor, spelled otherwise", "same login"],
)
def test_r37_refuses_who_prepared_the_run(by: Signature) -> None:
    with pytest.raises(Refused) as refusal:
        asked(APPROVE, state(PREPARED), by=by)
    assert refusal.value.rule == "R37"


def test_r37_one_login_is_enough_where_the_policy_says_so() -> None:
    adopted = facts.PolicyAdopted(switch="shared_login", value="yes", since=date(2026, 1, 1))
    shared = policy.combine(policy.evolve(Policy.defaults(), _entry(1, adopted)), Policy.defaults())
    by = Signature("g.controller", "lks_local")
    assert asked(APPROVE, state(PREPARED), by=by, policy=shared) == (APPROVED,)


def test_r25_refuses_lines_that_changed_and_names_them() -> None:
    changed = Prepared((replace(LINES, account=2),), ())
    with pytest.raises(Refused, match=r"no longer agrees.*: now: a line") as refusal:
        asked(APPROVE, state(PREPARED), prepared=changed, changed_lines=("now: a line",))
    assert refusal.value.rule == "R25"
    assert "prepare again" in refusal.value.remedy


def test_r25_what_changes_no_line_does_not_matter() -> None:
    assert asked(APPROVE, state(PREPARED), prepared=Prepared((LINES,), ()), position=99) == (APPROVED,)


@pytest.mark.parametrize(("done", "status"), [(APPROVED, "approved"), (WITHDRAWN, "withdrawn")])
def test_r25_a_run_is_approved_once(done: Fact, status: str) -> None:
    with pytest.raises(Refused, match=f"{RUN} is {status}"):
        asked(APPROVE, state(PREPARED, done))


@pytest.mark.parametrize("intent", [APPROVE, WITHDRAW], ids=["approve", "withdraw"])
def test_r25_refuses_a_run_that_is_not_there(intent: intents.Intent) -> None:
    with pytest.raises(Refused, match=f"There is no run {RUN}"):
        asked(intent, state())


# --- withdrawing ------------------------------------------------------------------------------------------------------


def test_r25_one_person_withdraws_a_run_that_is_not_approved() -> None:
    assert asked(WITHDRAW, state(PREPARED), by=FIRST) == (WITHDRAWN,)


def test_r25_withdrawing_an_approved_run_waits_for_a_second_person() -> None:
    (proposed,) = asked(WITHDRAW, state(PREPARED, APPROVED))
    assert isinstance(proposed, facts.Proposed)
    seconding = Seconding(of=3, first=SECOND)
    by = Signature("h.manager", "lks_third")
    agreed = asked(WITHDRAW, state(PREPARED, APPROVED, proposed), by=by, second=seconding)
    assert agreed == (facts.Approved(of=3), WITHDRAWN)


def test_r37_refuses_to_agree_with_ones_own_proposal() -> None:
    with pytest.raises(Refused, match="cannot also agree") as refusal:
        asked(WITHDRAW, state(PREPARED, APPROVED), second=Seconding(of=3, first=SECOND))
    assert refusal.value.rule == "R37"


def test_r25_asked_twice_is_withdrawn_once() -> None:
    assert asked(WITHDRAW, state(PREPARED, WITHDRAWN)) == ()
