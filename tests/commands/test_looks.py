"""`lks looks`: what commands leave behind of whom they looked at; whoever tampers with that is found."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.commands.given import lks
from tests.commands.people import CASE, FIRM, PERSON, SECRETS, WORKER, answered, done, granted, refused
from tests.databases import Database
from tests.proof.tampering import triggers_on

HERE = "--municipality GM0363"
DAY = "--today 2026-11-02"


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A ledger with one granted case, for all tests here: they only add looks, and undo what they tamper with."""
    with databases.fresh(server) as made, pytest.MonkeyPatch.context() as patched:
        patched.setenv("LKS_DSN", made.dsn)
        patched.setenv("LKS_ADMIN_DSN", made.admin_dsn)
        patched.setenv("LKS_HOME", str(tmp_path_factory.mktemp("looks") / "home"))
        patched.setenv("LKS_ACTOR", "a.beheer")
        for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PURPOSE"):
            patched.delenv(name, raising=False)
        done("db init --demonstration --shared-login")
        granted()
        for _ in range(3):
            done(f"find name {HERE} --file - --purpose begin", "Vermeer")
        yield made


def looks(words: str = "", after: int = 0) -> list[dict[str, Any]]:
    """The looks that the list has, past one."""
    return [one for one in answered(f"looks {words}")["looks"] if one["position"] > after]


def end() -> str:
    """The head."""
    return done("looks head").splitlines()[0]


def position() -> int:
    """Its position."""
    return int(end().partition(":")[0])


def test_a_search_is_logged_with_whom_why_by_whom_and_from_where(world: Database) -> None:
    before = position()
    done(f"find bsn {HERE} --file - --purpose 'telefoon 12'", PERSON["bsn"])
    (look,) = looks(after=before)
    assert (look["login"], look["actor"], look["event"], look["found_by"]) == ("lks_local", "a.beheer", "found", "bsn")
    assert (look["subjects"], look["purpose"], look["result"]) == ([WORKER], "telefoon 12", "given")
    assert "lks/" in look["device"]


def test_without_a_purpose_it_is_the_command_and_what_it_is_about(
    world: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = position()
    done(f"find name {HERE} --file -", "Niemand")
    done(f"amend --case {CASE} --effective 2026-12-01 --hours 30 --note-file - {DAY}", "belt nog")
    monkeypatch.setenv("LKS_PURPOSE", "klacht 7")
    monkeypatch.delenv("LKS_ACTOR")
    done(f"find name {HERE} --file -", "Vermeer")
    told = [(one["purpose"], one["event"], one["subjects"]) for one in looks(after=before)]
    assert told == [
        ("find name GM0363", "found", []),
        (f"amend {CASE}", "sealed", [WORKER]),
        ("klacht 7", "found", [WORKER]),
    ]
    assert looks()[-1]["actor"] not in ("", "a.beheer")


def test_a_look_stays_when_the_command_is_refused(world: Database) -> None:
    before, entries = position(), answered("audit verify")["entries"]
    refused(f"person register {HERE} --today 2026-09-01", json.dumps(PERSON | {"surname": "Anders"}))
    assert answered("audit verify")["entries"] == entries
    assert [(one["event"], one["found_by"], one["subjects"]) for one in looks(after=before)] == [
        ("found", "bsn", [WORKER])
    ]


@pytest.mark.parametrize("text", ["over 123456782", "Jansen; of toch niet", "x" * 201, "?!", "é"])
def test_a_purpose_holds_no_long_number_and_is_short(world: Database, text: str) -> None:
    before = position()
    said = refused(f"find name {HERE} --file - --purpose '{text}'", "Vermeer", exit_code=2)
    assert "a purpose is at most 200 letters" in said
    assert text not in said
    assert position() == before


def test_the_list_is_narrowed_and_holds_numbers_only(world: Database) -> None:
    done(f"find name {HERE} --file - --purpose list", "Vermeer")
    assert all(WORKER in one["subjects"] for one in looks(f"--person {WORKER}"))
    assert looks(f"--person {FIRM} --actor nobody") == looks("--login nobody") == looks("--to 2020-01-01") == []
    assert len(looks("--from 2020-01-01 --actor a.beheer --login lks_local")) <= len(looks())
    printed = done("looks") + done("looks --csv") + done("looks list --json")
    assert WORKER in printed
    assert not [secret for secret in SECRETS if secret in printed]
    assert done("looks --csv").lstrip("\ufeff").startswith("position;looked_at;login;actor;event;subjects;")
    refused("looks --from 2026-11-02 --to 2026-11-01", exit_code=2)
    refused("looks --csv --json", exit_code=2)
    refused("looks --person P-000001-A", exit_code=2)


@contextmanager
def tampering(place: Database) -> Iterator[psycopg.Connection[Any]]:
    """A superuser for whom no trigger works; afterwards all is as it was."""
    with psycopg.connect(place.admin_dsn, autocommit=True) as admin:
        for table in ("look", "look_head"):
            admin.execute(f"ALTER TABLE vault.{table} DISABLE TRIGGER ALL")
            admin.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE vault.{table}")
        yield admin
        for table in ("look", "look_head"):
            admin.execute(f"DELETE FROM vault.{table}")
            admin.execute(f"INSERT INTO vault.{table} SELECT * FROM kept_{table}")
            triggers_on(admin, f"vault.{table}")


ANOTHER = "INSERT INTO vault.look SELECT 0, looked_at, login, actor, event, '{}', '', purpose, 'x', 'done', 1, seal FROM vault.look"
RESEAL = """
DO $$
DECLARE
    one  record;
    last bytea := (SELECT vault.look_genesis(h.ledger_id) FROM vault.look_head h);
BEGIN
    FOR one IN SELECT * FROM vault.look ORDER BY position LOOP
        last := vault.look_seal(
            last, one.position, one.looked_at, one.login, one.actor, one.event, one.subjects, one.found_by, one.purpose,
            one.device, one.result, one.written_in
        );
        UPDATE vault.look SET seal = last WHERE position = one.position;
    END LOOP;
    UPDATE vault.look_head h SET seal = last, position = l.position, looked_at = l.looked_at
    FROM (SELECT position, looked_at FROM vault.look ORDER BY position DESC LIMIT 1) l;
END $$
"""


@pytest.mark.parametrize(
    ("attack", "first"),
    [
        ("UPDATE vault.look SET actor = 'somebody' WHERE position = 2", 2),
        ("UPDATE vault.look SET subjects = '{}' WHERE position = 2", 2),
        ("UPDATE vault.look SET looked_at = looked_at + interval '1 microsecond' WHERE position = 1", 1),
        ("DELETE FROM vault.look WHERE position = 2", 2),
        ("DELETE FROM vault.look", 1),
        (f"{ANOTHER} WHERE position = 1", 1),
    ],
)
def test_whoever_tampers_with_all_rights_is_found(world: Database, attack: str, first: int) -> None:
    with tampering(world) as admin:
        admin.execute(attack)
        outcome = lks("looks verify")
        assert outcome.exit_code == 1
        assert outcome.printed.startswith(f"NOT WHOLE. First bad look: {first}.")
        if attack.startswith("DELETE FROM vault.look WHERE"):
            assert f"look {first}: " in refused("audit verify")
    assert lks("looks verify").exit_code == 0


def test_what_is_sealed_again_or_cut_off_is_found_by_a_head_from_outside(world: Database) -> None:
    outside, last = end(), position()
    with tampering(world) as admin:
        admin.execute("UPDATE vault.look SET actor = 'somebody' WHERE position = 2")
        admin.execute(RESEAL)
        assert lks("looks verify").exit_code == 0
        refused(f"looks verify --expect {outside}")
    with tampering(world) as admin:
        admin.execute("DELETE FROM vault.look WHERE position = %s", [last])
        admin.execute(RESEAL)
        assert lks("looks verify").exit_code == 0
        assert f"First bad look: {last}." in refused(f"looks verify --expect {outside}")
    assert "as 1 head from outside says" in done(f"looks verify --expect {outside}")
    refused("looks verify --expect 12", exit_code=2)


def test_heads_that_are_published_with_checkpoints_show_it_too(world: Database, tmp_path: Path) -> None:
    folder, note = tmp_path / "published", tmp_path / "note"
    folder.mkdir()
    done(f"checkpoint make --to {folder}")
    first = position()
    done(f"find name {HERE} --file - --purpose later", "Vermeer")
    done(f"checkpoint make --to {folder}")
    done(f"looks head --out {note}")
    assert sorted(int(one.name) for one in (folder / "looks").iterdir()) == [first, first + 1]
    assert "as 2 heads from outside says" in done(f"looks verify --expect {folder} --expect {note}")
    with tampering(world) as admin:
        admin.execute("UPDATE vault.look SET actor = 'somebody' WHERE position = %s", [first])
        admin.execute(RESEAL)
        for outside in (folder, folder / "looks", folder / "looks" / str(first)):
            assert f"First bad look: {first}." in refused(f"looks verify --expect {outside}")
        assert f"First bad look: {first + 1}." in refused(f"looks verify --expect {note}")
        done(f"find name {HERE} --file - --purpose later", "Vermeer")
        before = sorted((folder / "looks").iterdir())
        assert f"look {first} differs, or is gone" in refused(f"checkpoint make --to {folder}")
        assert sorted((folder / "looks").iterdir()) == before
    forged = note.read_text(encoding="utf-8").replace(f"\n{first + 1}\n", f"\n{first}\n")
    note.write_text(forged, encoding="utf-8")
    assert "does not fit the text" in refused(f"looks verify --expect {note}")
    refused(f"looks verify --expect {tmp_path / 'none'}", exit_code=2)
    refused(f"looks verify --expect {folder / 'checkpoint'}", exit_code=2)


def test_looks_that_stand_out_are_told_with_their_reason(world: Database) -> None:
    done(f"find name {HERE} --file - --purpose nieuwsgierig", "Vermeer")
    with tampering(world) as admin:
        admin.execute("UPDATE vault.look SET actor = 'c.nieuwsgierig', looked_at = '2026-03-02 10:00+01'")
        found = answered("looks odd --from 2026-03-01 --to 2026-03-03")
        told = {one["reason"] for one in found["odd"]}
        assert found["looks"] == position()
        assert "searched" in told
        assert "searched by name, BSN or number" in done("looks odd --from 2026-03-01 --to 2026-03-03")
    assert answered("looks odd --from 2020-01-01 --to 2020-01-02")["odd"] == []


def test_an_inspector_states_why_and_verifies_only_what_is_whole(
    world: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = f"inspector_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(world.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN")
        done(f"access grant {login} --role inspector --municipality GM0363")
        monkeypatch.setenv("LKS_DSN", world.dsn_for(login))
        before = int(answered("looks list --purpose begin")["looks"][-1]["position"])
        said = refused(f"find name {HERE} --file -", "Vermeer", exit_code=2)
        assert "an inspector states why" in said
        done(f"find name {HERE} --file - --purpose 'inspectie 2026-14'", "Vermeer")
        (look,) = looks("--purpose lijst", before)
        assert (look["login"], look["purpose"], look["subjects"]) == (login, "inspectie 2026-14", [WORKER])
        assert "sees some looks only" in refused("looks verify --purpose 'inspectie 2026-14'")
        done("looks odd --purpose 'inspectie 2026-14'")
        admin.execute(f"DELETE FROM ledger.access WHERE login = '{login}'")
        admin.execute(f"DROP ROLE {login}")


def test_work_on_many_is_one_look(world: Database, tmp_path: Path) -> None:
    before = position()
    done(f"wage-values export {HERE} --out {tmp_path / 'chain'} --today 2026-11-09")
    assert [(one["event"], one["subjects"]) for one in looks(after=before)] == [("opened", [WORKER])]
