"""The ledger and the naive model, asked the same: they agree on every cent, and on everything that is refused.

A failure is repeated with the seed that is printed: LKS_SEED=N. LKS_LONG=1 goes 100,000 steps.
"""

import os
import secrets
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from ledger.server.embedded import EmbeddedServer
from tests.model.database_machine import DatabaseMachine
from tests.model.machine import Machine, done, reached

LONG = bool(os.environ.get("LKS_LONG"))
STEPS = 100
"""Of one life at most."""
FIXED_SEED, FIXED_RUNS = 20261127, 10
PARTS = 8
"""In which a long run goes, each with a seed of its own."""

FACTS_OF_A_CASE = {
    "Amended", "Applied", "Approved", "Corrected", "Decided", "Declined", "Ended", "FinallySettled", "HoursReported",
    "LeaveReported", "Measured", "MeasurementWaived", "ObjectionDecided", "ObjectionFiled", "OpeningBooked", "Paid",
    "PaymentConfirmed", "PaymentHeld", "PaymentRejected", "PaymentReleased", "PaymentReturned", "Proposed",
    "RecoveryAnnounced", "RecoveryClaimed", "RecoveryReceived", "Settled", "Transferred",
    "WageValueEstablished", "WrittenOff",
}  # fmt: skip
ASKED = {
    "AdoptPolicy", "AdoptValues", "Amend", "AmendDecision", "AnnounceRecovery", "Apply", "Approve", "ApproveRun",
    "ClaimRecovery", "Correct", "DecideObjection", "Determine", "EndSubsidy", "EndTargetGroup", "EstablishWageValue",
    "Extend", "FileObjection", "Grant", "ImportStatement", "PrepareRun", "ReceiveRecovery", "RecordMeasurement", "Reject",
    "ReleasePayment", "ReportHours", "ReportLeave", "Revise", "Settle", "SignOffQuarter", "TakeOver",
    "Transfer", "WaiveMeasurement", "Withdraw", "WithdrawEntry", "WithdrawRun", "WriteOff",
}  # fmt: skip


def run(kind: type[Machine], lives: int, chosen: int, **more: Any) -> None:
    """So many lives of a machine."""
    print(f"{kind.__name__}: LKS_SEED={chosen}")
    settled = settings(
        max_examples=lives,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen)(type(kind.__name__, (kind,), more)), settings=settled)


def chosen_seed(part: int = 0) -> int:
    """LKS_SEED; else a fresh one in a long run, and always the same in a short one."""
    return part + int(os.environ.get("LKS_SEED") or (secrets.randbelow(10**9) if LONG else FIXED_SEED))


def test_the_ledger_does_what_the_model_does() -> None:
    run(Machine, 5, chosen_seed())


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_the_ledger_does_what_the_model_does_for_a_hundred_thousand_steps(part: int) -> None:
    before = Machine.steps
    while Machine.steps - before < 100_000 // PARTS:
        run(Machine, 50, chosen_seed(part + Machine.steps))


def test_r29_r33_every_view_is_what_the_model_says(server: EmbeddedServer) -> None:
    run(DatabaseMachine, 40 if LONG else 2, chosen_seed(), server=server)


@pytest.mark.long
def test_fixed_runs_lead_to_every_kind_of_fact_and_answer() -> None:
    """The lives of some seeds, until everything was asked and taken, most of it refused, and every fact of a case came about."""
    done.clear()
    reached.clear()
    for part in range(FIXED_RUNS):
        run(Machine, 5, FIXED_SEED + part)
        taken = {outcome.partition(":")[0] for outcome in done if "refused" not in outcome}
        refused = {outcome.partition(":")[0] for outcome in done if "refused" in outcome}
        missing = (FACTS_OF_A_CASE - reached.keys()) | (ASKED - taken)
        if not missing:
            break
    assert not missing
    assert len(ASKED & refused) > len(ASKED) * 2 // 3
