"""`lks audit verify --expect FOLDER` as an inspector gives it: what was done is found at its first position, with the kind that
tells what to look for; what is none of the log as well."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.attacks.world import ATTACKER
from tests.commands.given import lks
from tests.commands.people import done, entries, paid
from tests.databases import Database

OFF, ON = "SELECT attacker.triggers_off();", ";SELECT attacker.triggers_on()"
DECIDED = "(SELECT min(notification_id) FROM ledger.ledger_events WHERE topic = 'Decided')"
MOVED = "(SELECT max(position) FROM projection.movements)"

ATTACKS = {
    "an amount forged and everything sealed again": (
        f"{OFF} SELECT attacker.say({DECIDED}, $$89741$$, $$99741$$); SELECT attacker.seal_from({DECIDED}) {ON}",
        DECIDED,
        {"checkpoint", "decision"},
    ),
    "the end cut off, the head moved back": (
        f"{OFF} DELETE FROM ledger.ledger_events WHERE notification_id > {DECIDED}; SELECT attacker.set_head() {ON}",
        f"{DECIDED} + 1",
        {"checkpoint"},
    ),
    "an amount in the movements": (
        f"UPDATE projection.movements SET subsidy_cents = subsidy_cents + 1 WHERE position = {MOVED}",
        MOVED,
        {"projection"},
    ),
    "a view that shows other amounts": (
        "CREATE OR REPLACE VIEW finance.due WITH (security_barrier) AS SELECT * FROM finance.due_at(5)",
        "0",
        {"schema"},
    ),
    "a look deleted": (f"{OFF} DELETE FROM vault.look WHERE position = 1 {ON}", "0", {"look"}),
}
"""What is done; where it is found, as SQL before it is done; and the kinds that are found there."""


@pytest.fixture
def published(opened: Path, tmp_path: Path) -> Path:
    """A ledger of which the last checkpoint is published."""
    paid()
    done(f"checkpoint make --to {tmp_path / 'outside'}")
    return tmp_path / "outside"


def found(folder: Path) -> list[dict[str, Any]]:
    """What the audit finds."""
    return list(json.loads(lks(f"audit verify --expect {folder} --json").printed)["findings"])


def copies(database: Database, environment: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    """A copy of the ledger for each attack, which the commands then look at, with somebody in it who has all rights."""
    for _ in ATTACKS:
        copy = Database(f"test_{uuid.uuid4().hex}", database.server)
        with psycopg.connect(database.server.admin_dsn(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {copy.name} TEMPLATE {database.name} STRATEGY FILE_COPY".encode())
            environment.setenv("LKS_DSN", copy.dsn)
            environment.setenv("LKS_ADMIN_DSN", copy.admin_dsn)
            with psycopg.connect(copy.admin_dsn, autocommit=True) as attacker:
                attacker.execute(ATTACKER.read_bytes())
                yield attacker
            admin.execute(f"DROP DATABASE {copy.name} WITH (FORCE)".encode())


def test_what_is_done_is_found_where_it_begins(
    published: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(published) == []
    for (name, (does, where, kinds)), attacker in zip(ATTACKS.items(), copies(database, monkeypatch), strict=True):
        (position,) = attacker.execute(f"SELECT {where}".encode()).fetchone() or (None,)
        attacker.execute(does.encode())
        findings = found(published)
        assert findings, name
        assert findings[0]["position"] == position, (name, findings)
        assert kinds <= {one["kind"] for one in findings if one["position"] == position}, (name, findings)


def test_a_ledger_that_was_set_back_and_went_on_differs_in_the_first_new_entry(
    published: Path, database: Database
) -> None:
    end = entries(database.dsn)
    with psycopg.connect(database.admin_dsn, autocommit=True) as attacker:
        attacker.execute(ATTACKER.read_bytes())
        attacker.execute(f"{OFF} DELETE FROM ledger.ledger_events WHERE notification_id > {end - 1}".encode())
        attacker.execute("SELECT attacker.set_head(); SELECT attacker.triggers_on()")
    done("db rebuild")
    done("pay hold --case LKS-26-000001-H --reason doubt --today 2026-12-02")
    findings = found(published)
    assert findings[0]["position"] == end
    assert (end, "checkpoint") in {(one["position"], one["kind"]) for one in findings}
