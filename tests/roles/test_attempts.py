"""R22, R25, R34, R37: nobody approves their own run, change or sign-off, and nobody books in a closed quarter, however often and by
whichever way they try: as commands, by the function, or with SQL of their own."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import psycopg
import pytest

from tests.commands.given import lks
from tests.roles.attempts import Attacker
from tests.roles.realm import Realm

ATTEMPTS, COMMANDS = (100_000, 300) if os.environ.get("LKS_LONG") else (400, 12)
REFUSALS = {"LK001", "LK003", "22P02", "22P03", "22003", "42501", "23502", "23505", "LK002"}


@pytest.fixture
def attacker(shared_realm: Realm) -> Iterator[Attacker]:
    """The app's login, which asked for everything that waits."""
    with shared_realm.connected("app") as connection:
        yield Attacker(shared_realm, connection, Random(os.environ.get("LKS_SEED", "7")))


def recorded(realm: Realm) -> Any:
    """Where the log ends, and how long it is."""
    query = "SELECT h.position, h.seal, (SELECT count(*) FROM ledger.ledger_events) FROM ledger.ledger_head h"
    return realm.admin.execute(query).fetchone()


def test_no_attempt_of_many_succeeds_with_sql_or_the_function(shared_realm: Realm, attacker: Attacker) -> None:
    before, said = recorded(shared_realm), Counter[str]()
    for _ in range(ATTEMPTS):
        try:
            attacker.attempt()
        except psycopg.Error as error:
            said[f"{error.sqlstate} {error.diag.message_primary}"] += 1
        else:
            pytest.fail("an attempt succeeded")
    assert recorded(shared_realm) == before
    assert {one[:5] for one in said} <= REFUSALS, said
    reasons = " ".join(said)
    assert "the first step came from the same login" in reasons
    assert "it books in a quarter that is signed off" in reasons


def test_the_same_by_a_second_login_is_recorded(shared_realm: Realm) -> None:
    """The attempts fail for who makes them, and for nothing else."""
    for topic, follows in (("RunApproved", None), ("Approved", "AccountApproved"), ("Approved", "QuarterSignedOff")):
        for who in ("app", "app_too"):
            with shared_realm.connected(who) as connection, connection.transaction(force_rollback=True):
                rows = Attacker(shared_realm, connection, Random(1)).right(topic, follows)
                _recorded_or_not(connection, rows, who == "app_too")


def test_the_day_after_the_closed_quarter_can_be_booked(shared_realm: Realm) -> None:
    for day, well in (("2026-06-30", False), ("2026-07-01", True)):
        with shared_realm.connected("app") as connection, connection.transaction(force_rollback=True):
            rows = Attacker(shared_realm, connection, Random(1)).booked(day)
            _recorded_or_not(connection, rows, well)


def _recorded_or_not(connection: psycopg.Connection[Any], rows: list[Any], well: bool) -> None:
    attacker = Attacker.__new__(Attacker)
    attacker.connection = connection
    if well:
        attacker._insert(rows)
    else:
        with pytest.raises(psycopg.Error, match="refused"):
            attacker._insert(rows)


def test_no_command_does_it_either(shared_realm: Realm, come_in: Callable[..., Realm]) -> None:
    """One login with another name, another login with the same name, neither."""
    before, random = recorded(shared_realm), Random(3)
    approve = (
        f"pay approve {shared_realm.waiting_run} --today 2026-10-12",
        f"proposals approve {shared_realm.waiting_account} --today 2026-10-12",
    )
    for _ in range(COMMANDS):
        words = random.choice(approve)
        who, by = random.choice((("app", "b.finance"), ("app", f"x.{random.random()}"), ("app_too", "b.finance")))
        come_in(who, by)
        outcome = lks(f"{words}{random.choice(('', ' --json', f' --key k{random.random()}'))}")
        assert outcome.exit_code == 1, outcome.printed
        assert "R37" in outcome.printed or "the same login" in outcome.printed
    assert recorded(shared_realm) == before
