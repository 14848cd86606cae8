"""Who records what: each role its own facts, in its own municipalities, through ledger.append; and commands under every role."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.facts import FACTS, BankLineLeft, StatementImported
from ledger.identifiers import stream_id
from ledger.log.entry import encoded
from projections import waiting
from projections.runner import catch_up
from tests.commands.given import answered, lks
from tests.log.given import cause
from tests.roles.realm import HERE, THERE, Realm

ComeIn = Callable[..., Realm]
STATEMENT = StatementImported(
    account="NL00", kind="statement", statement="1", sequence=1, from_day=None, through_day=None, opening_cents=None,
    closing_cents=None, lines=1, total_cents=1, digest="00",
).model_dump(mode="json")  # fmt: skip
LINE = BankLineLeft(
    account="NL00", statement="1", line=1, bucket="unknown_receipt", cents=1, booked_on=date(2026, 10, 1), reference=None,
    batch=None, reason=None,
).model_dump(mode="json")  # fmt: skip


def append(
    connection: psycopg.Connection[Any], topic: str, municipality: str, state: dict[str, Any] | None = None,
    stream: UUID | None = None, version: int = 1,
) -> None:  # fmt: skip
    """One entry by the function."""
    made = stream or uuid4()
    connection.execute(
        "SELECT ledger.append(%b, %b, %b, %b, %b, %b, %b)",
        [
            uuid4().bytes,
            encoded(cause({made: version - 1})),
            [made],
            [version],
            [topic],
            [municipality],
            [json.dumps(state or {}).encode()],
        ],
    )


@pytest.mark.parametrize(
    ("who", "topic", "municipality"),
    [
        ("clerk", "Decided", HERE),
        ("clerk", "EmployerRegistered", ""),
        ("finance", "RunPrepared", HERE),
        ("finance", "PolicyAdopted", HERE),
        ("controller", "PolicyAdopted", ""),
        ("controller", "ValueAdopted", ""),
        ("app", "Decided", THERE),
    ],
)
def test_each_role_records_its_own_facts(shared_realm: Realm, who: str, topic: str, municipality: str) -> None:
    with shared_realm.connected(who) as connection, connection.transaction(force_rollback=True):
        append(connection, topic, municipality)


@pytest.mark.parametrize(
    ("who", "topic", "municipality", "why"),
    [
        ("clerk", "Decided", THERE, f"has no access to {THERE}"),
        ("clerk", "RunPrepared", HERE, "may not record RunPrepared"),
        ("clerk", "PolicyAdopted", HERE, "may not record PolicyAdopted"),
        ("clerk", "LedgerOpened", "", "may not record LedgerOpened"),
        ("clerk", "NoSuchTopic", HERE, "may not record NoSuchTopic"),
        ("finance", "Decided", HERE, "may not record Decided"),
        ("finance", "PersonRegistered", HERE, "may not record PersonRegistered"),
        ("finance", "PolicyAdopted", "", "counts for every municipality"),
        ("finance", "ValueAdopted", "", "counts for every municipality"),
        ("finance_there", "RunPrepared", HERE, f"has no access to {HERE}"),
        ("privacy", "Decided", HERE, "may not record Decided"),
        ("nowhere_clerk", "EmployerRegistered", "", "has no access to any municipality"),
        ("nowhere_clerk", "Decided", HERE, f"has no access to {HERE}"),
    ],
)
def test_nobody_records_what_belongs_to_another_role_or_municipality(
    shared_realm: Realm, who: str, topic: str, municipality: str, why: str
) -> None:
    with shared_realm.connected(who) as connection, pytest.raises(psycopg.Error, match=why) as caught:
        append(connection, topic, municipality)
    assert caught.value.sqlstate == "LK003"


@pytest.mark.parametrize("who", ["inspector", "auditor", "backup"])
def test_who_only_looks_appends_nothing(shared_realm: Realm, who: str) -> None:
    with shared_realm.connected(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        append(connection, "Decided", HERE)


@pytest.mark.parametrize("who", ["clerk", "finance", "privacy", "inspector", "backup"])
def test_only_the_app_inserts_rows(shared_realm: Realm, who: str) -> None:
    with shared_realm.connected(who) as connection:
        for statement in (
            "INSERT INTO ledger.ledger_events SELECT * FROM ledger.log LIMIT 1",
            "INSERT INTO ledger.log SELECT * FROM ledger.log LIMIT 1",
            "COPY ledger.ledger_events FROM STDIN",
            "UPDATE ledger.log SET municipality = ''",
            "DELETE FROM ledger.entries",
            "INSERT INTO ledger.access VALUES (session_user, '*')",
            "UPDATE ledger.recording SET role = 'lks_clerk'",
            "UPDATE projection.progress SET position = 0",
            "SELECT ledger.take_head()",
        ):
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(statement)
            assert caught.value.sqlstate in ("42501", "55000", "42809"), statement


@pytest.mark.parametrize(
    ("who", "intent", "well"),
    [("clerk", "Correct", True), ("clerk", "SignOffQuarter", False), ("finance", "SignOffQuarter", True),
     ("finance", "ErasePerson", False), ("privacy", "ErasePerson", True), ("clerk", "AdoptPolicy", False),
     ("clerk", "", False)],
)  # fmt: skip
def test_r37_what_waits_is_proposed_and_answered_by_whose_it_is(
    shared_realm: Realm, who: str, intent: str, well: bool
) -> None:
    stream = uuid4()
    with shared_realm.connected("app") as connection:
        append(connection, "Proposed", HERE, {"intent": intent, "fields": "{}"}, stream)
    for topic, state, at in (("Proposed", {"intent": intent}, uuid4()), ("Declined", {"of": 1}, stream)):
        with shared_realm.connected(who) as connection, connection.transaction(force_rollback=True):
            if well:
                append(connection, topic, HERE, state, at, version=1 if topic == "Proposed" else 2)
            else:
                with pytest.raises(psycopg.Error, match=f"may not record {topic}"):
                    append(connection, topic, HERE, state, at, version=1 if topic == "Proposed" else 2)


def test_an_account_is_that_of_the_municipalities_that_pay_from_it(shared_realm: Realm) -> None:
    account, stream = "NL69INGB0123456789", stream_id("bank", "NL69INGB0123456789")
    chosen = {"switch": "paying_account", "value": f"{account} Gemeente", "since": "2026-01-01"}
    with shared_realm.connected("finance_there") as connection, connection.transaction(force_rollback=True):
        with (
            pytest.raises(psycopg.Error, match="every municipality that pays from the account"),
            connection.transaction(),
        ):
            append(connection, "StatementImported", "", {"account": account}, stream)
        append(connection, "PolicyAdopted", THERE, chosen)
        append(connection, "StatementImported", "", {"account": account}, stream)
        assert connection.execute("SELECT count(*) FROM ledger.log WHERE originator_id = %s", [stream]).fetchone() == (
            1,
        )
        assert connection.execute("SELECT ledger.hidden_streams()").fetchone() == ([],)
    with shared_realm.connected("app") as connection:
        append(connection, "PolicyAdopted", THERE, chosen)
        append(connection, "StatementImported", "", STATEMENT | {"account": account}, stream)
        append(connection, "BankLineLeft", "", LINE | {"account": account}, stream, version=2)
    with shared_realm.connected("finance") as connection:
        assert connection.execute("SELECT count(*) FROM ledger.log WHERE originator_id = %s", [stream]).fetchone() == (
            0,
        )
        for topic in ("BankLineLeft", "BankLineMatched"):
            with pytest.raises(psycopg.Error, match="every municipality that pays from the account"):
                append(connection, topic, "", {"account": account}, stream, version=3)


def test_every_fact_is_somebodys_to_record_but_the_first(shared_realm: Realm) -> None:
    rows = shared_realm.admin.execute("SELECT r.name FROM ledger.recording r WHERE r.kind = 'topic'").fetchall()
    topics = {topic for (topic,) in rows}
    known = {topic for (topic,) in shared_realm.admin.execute("SELECT t.name FROM ledger.topic t")}
    assert topics == known - {"LedgerOpened", "Proposed", "Approved", "Declined"}
    assert known == set(FACTS)


# --- commands -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a projector that does not run."""
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_a_clerk_records_and_is_told_until_when_it_is_not_shown(shared_realm: Realm, come_in: ComeIn) -> None:
    case, other = shared_realm.cases[HERE][1], shared_realm.cases[THERE][1]
    catch_up(shared_realm.dsn("app"))
    come_in("clerk")
    told = lks(f"amend --case {case} --effective 2026-11-01 --hours 30 --today 2026-11-02")
    assert told.exit_code == 0, told.printed
    assert "it is shown when the projector has passed it (lks db follow)" in told.printed
    late = lks(f"schedule --case {case}")
    assert (late.exit_code, "projected to" in late.printed) == (1, True)
    catch_up(shared_realm.dsn("app"))
    assert lks(f"schedule --case {case}").exit_code == 0
    assert (
        "is shown when" not in lks(f"amend --case {case} --effective 2026-11-01 --hours 30 --today 2026-11-02").printed
    )
    refused = lks(f"amend --case {other} --effective 2026-11-01 --hours 30 --today 2026-11-02")
    assert (refused.exit_code, f"There is no case {other}." in refused.printed) == (1, True)


@pytest.mark.usefixtures("impatient")
def test_commands_of_another_role_are_refused_by_the_database(shared_realm: Realm, come_in: ComeIn) -> None:
    withdraw = f"pay withdraw {shared_realm.waiting_run} --today 2026-10-12"
    come_in("clerk")
    refused = lks(withdraw)
    assert (refused.exit_code, "may not record RunWithdrawn" in refused.printed) == (1, True), refused.printed
    come_in("finance_there")
    assert lks(withdraw).exit_code == 1
    come_in("inspector")
    refused = lks(f"amend --case {shared_realm.cases[HERE][1]} --effective 2026-12-01 --hours 31 --today 2026-12-02")
    assert refused.exit_code == 1, refused.printed
    assert "only reads" in refused.printed or "permission denied" in refused.printed


def test_a_run_by_two_of_finance_and_not_by_one(shared_realm: Realm, come_in: ComeIn) -> None:
    """R37: two logins and one name, one login and two names: neither is two persons."""
    catch_up(shared_realm.dsn("app"))
    come_in("controller", "f.one")
    run = answered(f"pay prepare --municipality {THERE} --month 2026-10 --today 2026-10-13")["run"]["run"]
    for who, by in (("controller", "f.two"), ("finance_there", "f.one")):
        come_in(who, by)
        refused = lks(f"pay approve {run} --today 2026-10-13")
        assert refused.exit_code == 1, refused.printed
    come_in("finance_there", "f.two")
    approved = lks(f"pay approve {run} --today 2026-10-13")
    assert (approved.exit_code, "approved" in approved.printed) == (0, True)
    catch_up(shared_realm.dsn("app"))


def test_reports_are_the_same_whoever_prints_them(shared_realm: Realm, come_in: ComeIn) -> None:
    catch_up(shared_realm.dsn("app"))
    said = []
    for who in ("app", "finance", "controller", "inspector"):
        come_in(who)
        outcome = lks(f"reconcile --municipality {HERE} --quarter 2026Q3 --today 2026-10-12")
        assert outcome.exit_code == 0, outcome.printed
        said.append(outcome.printed)
    assert len(set(said)) == 1
    come_in("finance_there")
    other = lks(f"reconcile --municipality {HERE} --quarter 2026Q3 --today 2026-10-12")
    assert other.printed != said[0]


def test_follow_projects_until_it_is_stopped(shared_realm: Realm, come_in: ComeIn) -> None:
    come_in("app")
    with shared_realm.connected("app") as connection:
        append(connection, "Proposed", HERE, {"intent": "Correct", "fields": "{}"})
    with subprocess.Popen(
        [sys.executable, "-m", "commands", "db", "follow"], stdout=subprocess.PIPE, text=True
    ) as follower:
        try:
            until = time.monotonic() + 30
            while (
                shared_realm.admin.execute("SELECT projection.reached()").fetchone()
                != shared_realm.admin.execute("SELECT position FROM ledger.ledger_head").fetchone()
            ):
                assert time.monotonic() < until
                time.sleep(0.1)
            come_in("clerk")
            case = shared_realm.cases[HERE][1]
            told = lks(f"amend --case {case} --effective 2026-12-01 --hours 28 --today 2026-12-02")
            assert (told.exit_code, "is shown when" in told.printed) == (0, False), told.printed
        finally:
            follower.send_signal(signal.SIGINT)
        assert follower.stdout is not None
        said = follower.stdout.read()
    assert (follower.returncode, "Followed the log up to entry" in said) == (0, True)


def test_only_the_app_follows_and_rebuilds(come_in: ComeIn) -> None:
    come_in("finance")
    assert lks("db follow").exit_code == 2
    assert lks("db rebuild").exit_code == 1


# --- lks access ---------------------------------------------------------------------------------------------------------


def test_an_administrator_gives_and_takes_access(shared_realm: Realm, come_in: ComeIn) -> None:
    come_in("app")
    login = shared_realm.login("nowhere_clerk")
    try:
        assert lks(f"access grant {login} --municipality {HERE} --municipality {THERE}").printed == (
            f"{login} is clerk, and sees {THERE}, {HERE}."
        )
        come_in("nowhere_clerk")
        assert lks(f"show {shared_realm.cases[THERE][0]}").exit_code == 0
        listed = answered(f"access list {login}")["access"]
        assert [(one["login"], one["roles"], one["municipalities"]) for one in listed] == [
            (login, ["clerk"], [THERE, HERE])
        ]
        assert "sees GM0034." in lks(f"access revoke {login} --municipality {HERE}").printed
        assert (
            lks(f"access grant {login} --all --role finance").printed == f"{login} is finance and clerk, and sees all."
        )
        assert "clerk, and sees none." in lks(f"access revoke {login} --all --role finance").printed
        assert lks(f"show {shared_realm.cases[THERE][0]}").exit_code == 1
    finally:
        shared_realm.admin.execute("DELETE FROM ledger.access WHERE login = %s", [login])
    looks = shared_realm.admin.execute(
        "SELECT l.event FROM vault.looks l WHERE l.event LIKE 'access%%' AND l.subjects = ARRAY[%s] ORDER BY l.position",
        [login],
    ).fetchall()
    each = ("granted", "granted", "revoked", "granted", "granted", "revoked", "revoked", "revoked")
    assert [event for (event,) in looks] == [f"access_{done}" for done in each]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("grant nobody_at_all --all", "there is no login"),
        ("grant lks_admin --all", "is an administrator"),
        ("grant lks_local", "nothing is asked"),
        ("grant lks_local --all --municipality GM0363", "exclude each other"),
        ("grant lks_local --municipality GM36", "GM36"),
        ("grant lks_local --role owner", "owner"),
    ],
)
def test_access_that_cannot_be_given_is_pointed_out(come_in: ComeIn, words: str, said: str) -> None:
    come_in("app")
    outcome = lks(f"access {words}")
    assert (outcome.exit_code, said in outcome.printed) == (2, True), outcome.printed


def test_init_makes_no_app_of_a_login_that_has_a_role(shared_realm: Realm, come_in: ComeIn) -> None:
    come_in("clerk")
    lks("db init")
    row = shared_realm.admin.execute("SELECT pg_has_role(%s, 'lks_app', 'MEMBER')", [shared_realm.login("clerk")])
    assert row.fetchone() == (False,)
    assert os.environ["LKS_DSN"] == shared_realm.dsn("clerk")
