"""`lks person register`: BSN, name and birth date come from a prompt, standard input or a file, and are never shown."""

import json
from pathlib import Path

import pytest

from tests.commands.given import lks
from tests.commands.people import DAY, PERSON, SECRETS, answered, done, entries, refused, typing, written
from tests.databases import Database

REGISTER = f"person register --municipality GM0363 {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


def test_from_standard_input() -> None:
    said = done(REGISTER, json.dumps(PERSON))
    assert "Registered person P-000001-G in GM0363." in said
    assert not any(secret in said for secret in SECRETS)


def test_from_a_file(tmp_path: Path) -> None:
    assert "P-000001-G" in done(f"{REGISTER} --file {written(tmp_path, json.dumps(PERSON))}")


def test_typed_at_a_prompt() -> None:
    outcome = typing(REGISTER, "999900109", "W.", "Vermeer", "1991-03-14")
    assert outcome.exit_code == 0
    assert "Birth date (year-month-day)" in outcome.printed
    assert "Registered person P-000001-G" in outcome.printed


def test_who_asks_is_wanted_before_anything_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LKS_ACTOR")
    outcome = typing(REGISTER)
    assert outcome.exit_code == 2
    assert outcome.printed == "Misuse: --by: nobody is named. Give --by NAME or set LKS_ACTOR."


def test_as_json() -> None:
    answer = answered(REGISTER, json.dumps(PERSON))
    assert (answer["person"], answer["repeated"]) == ("P-000001-G", False)
    assert [entry["fact"] for entry in answer["entries"]] == ["PersonRegistered"]


def test_r14_a_repeat_is_harmless_and_another_day_is_refused_by_number() -> None:
    done(REGISTER, json.dumps(PERSON))
    assert done(REGISTER, json.dumps(PERSON)).startswith("Already recorded (entry ")
    said = refused("person register --municipality GM0363 --today 2026-09-02", json.dumps(PERSON))
    assert "This BSN is registered already, as P-000001-G. (R14)" in said


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"bsn": "999900108"}, "bsn: does not pass the eleven test"),
    ({"bsn": "12345"}, "bsn: is not nine digits"),
    ({"bsn": 999900109}, "bsn: should be a valid string"),
    ({"surname": ""}, "surname: holds no letter"),
    ({"surname": "x" * 71}, "surname: is longer than 70 characters"),
    ({"surname": "Ver\u0000meer"}, "surname: holds control or invisible characters"),
    ({"surname": "Ver\ud800meer"}, "surname: holds control or invisible characters"),
    ({"birth_date": "14-03-1991"}, "birth_date: is not a date; write it as year-month-day"),
    ({"birth_date": "1991-02-30"}, "birth_date: is no day of the calendar"),
    ({"birth_date": "1899-12-31"}, "birth_date: lies before 1900"),
    ({"birth_date": "2026-09-02"}, "birth_date: lies after 2026-09-01"),
    ({"birth_date": None}, "birth_date: is not a date"),
    ({"address": "Dam 1"}, "unknown field"),
)


def test_bad_input_names_the_field_and_the_remedy_and_never_the_value(database: Database) -> None:
    before = entries(database.dsn)
    for changes, message in WRONG:
        said = refused(REGISTER, json.dumps(PERSON | changes), exit_code=2)
        assert message in said
        assert not any(str(value) in said for value in (PERSON | changes).values() if value and len(str(value)) > 3)
    assert entries(database.dsn) == before


NO_OBJECT = {
    "nothing": "",
    "broken": "{",
    "a list": "[]",
    "null": "null",
    "a text": '"999900109"',
    "a row": "999900109;W.;Vermeer;1991-03-14",
    "too deep": "[" * 100_000,
    "a long number": "1" * 5_000,
    "no number": '{"bsn": NaN}',
}


def test_what_is_no_json_object_is_refused(database: Database) -> None:
    before = entries(database.dsn)
    for what, typed in NO_OBJECT.items():
        said = refused(REGISTER, typed, exit_code=2)
        assert said.startswith("Misuse: "), what
        assert "999900109" not in said
    assert entries(database.dsn) == before


def test_a_file_that_cannot_be_read_is_said_by_option(tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00", b"{" * 2_000_000, b""):
        assert "--file: " in refused(f"{REGISTER} --file {written(tmp_path, content)}", exit_code=2)
    for place in ("/nonexistent/person.json", "/tmp"):
        assert "--file: cannot be read as text" in refused(f"{REGISTER} --file {place}", exit_code=2)


def test_all_that_is_missing_is_said_at_once() -> None:
    said = refused(REGISTER, "{}", exit_code=2)
    assert all(f"{field}: is missing" in said for field in PERSON)


def test_no_option_takes_what_is_personal() -> None:
    for option in ("--bsn", "--name", "--surname", "--birth-date"):
        outcome = lks(f"{REGISTER} {option} 1")
        assert outcome.exit_code == 2
        assert "No such option" in outcome.printed


def test_a_municipality_is_written_as_its_code() -> None:
    for municipality in ("GM036", "0363", "Amsterdam", "GM03631", "GM٠٣٦٣"):
        said = refused(f"person register --municipality {municipality}", exit_code=2)
        assert "Write its CBS code, like GM0363" in said


def test_whoever_stops_typing_records_nothing(database: Database) -> None:
    before = entries(database.dsn)
    outcome = typing(REGISTER, "999900109")
    assert outcome.exit_code == 130
    assert "Stopped." in outcome.printed
    assert entries(database.dsn) == before
