"""The ledger and the naive model, asked the same: they agree on every cent, and on everything that is refused."""

import os
import secrets

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.model.machine import Machine

LONG = bool(os.environ.get("LKS_LONG"))
STEPS = 100


def run(machine: type[RuleBasedStateMachine], steps: int, number: int | None = None) -> None:
    """About so many steps of a machine. The seed is LKS_SEED, or a fresh one; it is printed, so that a failure can be
    repeated."""
    chosen = number if number is not None else int(os.environ.get("LKS_SEED") or secrets.randbelow(10**9))
    print(f"{machine.__name__}: LKS_SEED={chosen}")
    chosen_settings = settings(
        max_examples=max(1, steps // STEPS),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen)(type(machine.__name__, (machine,), {})), settings=chosen_settings)


def test_the_ledger_does_what_the_model_does() -> None:
    run(Machine, 1500)
