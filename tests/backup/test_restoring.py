"""A restore brings back the entries as they were sealed and the keys of whom was not erased; nobody who was comes back."""

import json
from datetime import date
from pathlib import Path

import psycopg
import pytest

from ledger.backup import restoring
from ledger.facts import Approved, PersonErased, Proposed
from ledger.identifiers import stream_id
from ledger.log.entry import Cause
from ledger.log.store import Draft, PostgresStore
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.backup.conftest import Office, emptied, names
from tests.commands import people
from tests.commands.given import lks
from tests.databases import Database

ERASED = [people.WORKER, people.CASE]
LOG = "SELECT * FROM ledger.ledger_events ORDER BY notification_id"
REFUSED = (
    "DELETE FROM ledger.ledger_events",
    "UPDATE ledger.ledger_head SET position = 1",
    "DELETE FROM vault.look_head",
)


def restored(office: Office, ledger: str, keys: str | None = None, more: str = "") -> str:
    """The words that restore."""
    with_keys = f" --keys {office.place(keys)}" if keys else ""
    return f"backup restore --from {office.place(ledger)}{with_keys} {more}"


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    """As the superuser sees them."""
    with psycopg.connect(database.admin_dsn) as connection:
        return connection.execute(query).fetchall()


def keys_of(database: Database) -> set[str]:
    """Of whom there is a key."""
    return {str(subject) for (subject,) in rows(database, "SELECT subject FROM vault.key WHERE wrapped <> ''")}


def test_it_comes_back_as_it_was_sealed_and_goes_on(office: Office, elsewhere: Database) -> None:
    said = people.answered(restored(office, "second", "second-keys", f"--expect {office.place('outside')}"))
    assert rows(elsewhere, LOG) == rows(office.database, LOG)[: office.now]
    assert said["position"] == office.now
    assert (said["erased"], said["unknown"], said["missing"]) == ([], [], [])
    assert people.answered("audit verify")["findings"] == []
    assert people.CASE in people.done(f"find employer-number {people.FIRM}")
    assert people.CASE in people.done("find bsn --municipality GM0363", people.PERSON["bsn"])
    run = people.answered("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-08")
    people.done(f"pay approve {run['run']['run']} --by g.control --today 2026-12-09")


def test_the_guards_stand_again(office: Office, elsewhere: Database) -> None:
    people.done(restored(office, "first"))
    with psycopg.connect(elsewhere.admin_dsn, autocommit=True) as connection:
        for statement in (
            "DELETE FROM ledger.ledger_events",
            "UPDATE ledger.ledger_head SET position = 1",
            "DELETE FROM vault.look_head",
        ):
            with pytest.raises(psycopg.Error, match="append-only"):
                connection.execute(statement)
    triggers = "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
    assert rows(elsewhere, triggers) == rows(office.database, triggers)


def test_only_into_an_empty_database(office: Office, elsewhere: Database) -> None:
    people.done(restored(office, "first"))
    before = rows(elsewhere, LOG)
    again = lks(restored(office, "second"))
    assert (again.exit_code, "it stays" in again.printed) == (1, True)
    assert rows(elsewhere, LOG) == before


def test_whoever_a_later_list_says_is_erased_does_not_come_back(
    office: Office, elsewhere: Database, tmp_path: Path
) -> None:
    kept = json.loads((office.place("first") / "erasures.json").read_bytes())
    kept["erasures"] = [
        {"position": 999, "recorded_on": "2026-12-01", "subjects": [people.WORKER, people.CASE, "P-000099-X"]}
    ]
    (tmp_path / "list.json").write_text(json.dumps(kept))
    said = people.answered(restored(office, "first", "first-keys", f"--erasures {tmp_path / 'list.json'}"))
    assert said["erased"] == [people.CASE, people.WORKER]
    assert keys_of(elsewhere) == keys_of(office.database) & {people.FIRM, "ledger"}
    assert rows(elsewhere, f"SELECT FROM vault.lookup WHERE subject IN ('{people.WORKER}', '{people.CASE}')") == []
    assert people.answered("audit verify")["findings"] == []


def test_whoever_the_ledger_says_is_erased_does_not_come_back_with_older_keys(
    office: Office, elsewhere: Database, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.done(restored(office, "first", "first-keys"))
    recorded_as_erased(elsewhere)
    assert people.WORKER not in keys_of(elsewhere)
    people.done(f"backup make --to {office.place('after')}")
    assert json.loads((office.place("after") / "erasures.json").read_bytes())["erasures"][0]["subjects"] == ERASED
    with databases.fresh(server) as another:
        emptied(another)
        names(monkeypatch, another, office.place("home"))
        said = people.answered(restored(office, "after", "first-keys"))
        assert said["erased"] == sorted(ERASED)
        assert people.WORKER not in keys_of(another)
        assert rows(another, f"SELECT FROM vault.lookup WHERE subject = ANY(ARRAY{ERASED})") == []
    # And the list in a later backup keeps an older ledger from bringing the person back.
    with databases.fresh(server) as another:
        emptied(another)
        names(monkeypatch, another, office.place("home"))
        said = people.answered(restored(office, "first", "first-keys", f"--erasures {office.place('after')}"))
        assert said["erased"] == sorted(ERASED)
        assert people.WORKER not in keys_of(another)


def recorded_as_erased(database: Database) -> None:
    """The erasure of the person, recorded past the decider, as only a test may."""
    store = PostgresStore(database.dsn)
    stream = stream_id("person", people.WORKER)
    version = store.versions([stream])[stream]
    fact = PersonErased(
        persons=(people.WORKER,),
        cases=(people.CASE,),
        ground="term_over",
        result="granted",
        retained_until=date(2036, 1, 1),
    )
    asked = json.dumps({"person": people.WORKER, "ground": "term_over"})
    proposed = Proposed(intent="ErasePerson", fields=asked)
    for key, facts in (
        (b"proposed by the test", [proposed]),
        (b"approved by the test", [Approved(of=version + 1), fact]),
    ):
        drafts = [Draft(stream, version + place, "GM0363", one) for place, one in enumerate(facts, start=1)]
        cause = Cause(
            intent="ErasePerson", fields={}, digest="00" * 32, actor="f.gegevens", on_behalf_of=None,
            today=date(2036, 2, 1), read={str(stream): version}, decider=1,
        )  # fmt: skip
        store.append(drafts, key, cause)
        version += len(drafts)
    store.close()


def test_a_list_of_another_ledger_is_refused(office: Office, elsewhere: Database, tmp_path: Path) -> None:
    kept = json.loads((office.place("first") / "erasures.json").read_bytes())
    kept["ledger_id"] = "0b7c6f5e-1d2a-4c3b-9e8f-102030405060"
    (tmp_path / "list.json").write_text(json.dumps(kept))
    assert lks(restored(office, "first", "first-keys", f"--erasures {tmp_path / 'list.json'}")).exit_code == 2


def test_older_keys_lack_whoever_came_later(office: Office, elsewhere: Database) -> None:
    said = people.answered(restored(office, "second", "first-keys"))
    assert said["missing"] == sorted(keys_of(office.database) - keys_of(elsewhere))
    assert len(said["missing"]) == 1
    assert "No key in this backup" not in people.done("audit verify")


def test_newer_keys_of_whom_an_older_ledger_never_heard_are_destroyed(office: Office, elsewhere: Database) -> None:
    said = people.answered(restored(office, "first", "second-keys"))
    assert len(said["unknown"]) == 1
    assert keys_of(elsewhere) == keys_of(office.database) - set(said["unknown"])
    assert not rows(elsewhere, f"SELECT FROM vault.lookup WHERE subject = '{said['unknown'][0]}'")
    # The number is given again, and the BSN is free.
    assert people.person({**people.PERSON, "bsn": "999900171"}) == said["unknown"][0]


def test_one_that_fails_leaves_the_database_empty(
    office: Office, elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_check", stopped)
    assert lks(restored(office, "first", "first-keys")).exit_code == 130
    assert rows(elsewhere, "SELECT to_regnamespace('ledger')::text") == [(None,)]


def test_without_keys_it_says_what_cannot_be_done(office: Office, elsewhere: Database) -> None:
    assert "Without keys: nobody's data can be read" in people.done(restored(office, "first"))
    store = PostgresStore(elsewhere.dsn)
    assert store.head().position == office.then
    store.close()


# --- the drill --------------------------------------------------------------------------------------------------------


def test_a_drill_compares_with_the_live_ledger_and_can_be_filed(office: Office, tmp_path: Path) -> None:
    words = f"backup restore-drill {office.place('first')} --keys {office.place('first-keys')}"
    said = people.answered(f"{words} --expect {office.place('first') / 'checkpoint'} --out {tmp_path / 'report.txt'}")
    assert said["findings"] == []
    assert said["compared"]["cases"] == [people.CASE]
    assert said["compared"]["lost"] == people.entries(office.database.dsn) - office.then
    assert said["compared"]["keys_opened"] == said["keys"]
    report = (tmp_path / "report.txt").read_text()
    assert "The restore drill is passed." in report
    assert not any(secret in report for secret in people.SECRETS)


def test_a_drill_finds_a_live_ledger_that_is_another(office: Office, elsewhere: Database) -> None:
    people.done(restored(office, "first"))
    with psycopg.connect(elsewhere.admin_dsn, autocommit=True) as connection:
        changed = connection.execute(
            "UPDATE projection.movements SET subsidy_cents = subsidy_cents + 1 WHERE kind = 'sent'"
        )
        assert changed.rowcount
    outcome = lks(f"backup restore-drill {office.place('first')}")
    assert outcome.exit_code == 1
    assert f"the amounts of {people.CASE} differ" in outcome.printed
    assert "totals differ" in outcome.printed


def test_a_drill_needs_the_right_master_key(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_MASTER_KEY", "A" * 43 + "=")
    outcome = lks(f"backup restore-drill {office.place('first')} --keys {office.place('first-keys')}")
    assert (outcome.exit_code, "do not open with this master key" in outcome.printed) == (1, True)


def test_erasures_are_listed_by_number(office: Office, tmp_path: Path) -> None:
    people.done(f"backup erasures --out {tmp_path / 'list.json'}")
    kept = json.loads((tmp_path / "list.json").read_bytes())
    assert (kept["position"], kept["erasures"]) == (people.entries(office.database.dsn), [])
