"""`lks provider`, `lks expert`, and what `lks measurement` records, lists and shows with them (R19)."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.commands.people import CASE, DAY, MEASURE, answered, applied, done, entries, refused, typing
from tests.databases import Database
from tests.ledger.measuring import CONTENTS
from tests.projections.tables import ask
from tests.worlds import kept

NAMES = ("Meet & Weet", "P. de Wit")
PROVIDER, EXPERT = (json.dumps({"name": name}) for name in NAMES)
CERTIFY = f"expert certify LWD-1 --certificate C-1 --valid-from 2025-01-01 --valid-until 2026-08-31 {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


@kept
def registered() -> None:
    """A private provider with one expert."""
    said = done(f"provider register PR-1 --kind private {DAY}", PROVIDER)
    assert "PR-1 is registered as private; blik_op_werk supervises it." in said
    assert "LWD-1 is registered, at PR-1." in done(f"expert register LWD-1 --provider PR-1 {DAY}", EXPERT)


def test_r19_registered_certified_listed_and_shown_with_names_only_when_asked(database: Database) -> None:
    registered()
    assert "no certificate" in done("expert show LWD-1")
    assert "LWD-1: certificate C-1, 2025-01-01 to 2026-08-31." in done(f"{CERTIFY} --in-register")
    (row,) = answered("expert list --today 2026-08-31")["experts"]
    assert (row["expert"], row["kind"], row["valid"], row["in_register"]) == ("LWD-1", "private", True, True)
    assert answered("expert list --today 2026-09-01")["experts"][0]["valid"] is False
    assert answered("expert list --provider PR-2")["experts"] == []
    shown = answered("expert show LWD-1")
    assert (shown["supervisor"], shown["certificates"][0]["certificate"]) == ("blik_op_werk", "C-1")
    plain = "".join(
        done(words) for words in ("provider list", "expert list", "expert show LWD-1", "expert list --json")
    )
    assert not any(name in plain for name in NAMES)
    assert NAMES[0] in done("provider list --names")
    assert NAMES[1] in done("expert list --names")
    assert all(name in done("expert show LWD-1 --names") for name in NAMES)
    stored = str(
        ask(
            database,
            "SELECT convert_from(state, 'UTF8') || coalesce(convert_from(cause, 'UTF8'), '') FROM ledger.ledger_events",
        )
    )
    assert "LWD-1" in stored
    assert not any(name in stored for name in NAMES)


def test_a_name_is_typed_and_what_is_wrong_is_refused_without_showing_it(database: Database) -> None:
    outcome = typing(f"provider register GM-1 --kind own {DAY}", "Team Loonwaarde")
    assert "labour_inspectorate supervises it" in outcome.printed
    before = entries(database.dsn)
    assert "There is no provider PR-9. (R19)" in refused(f"expert register X --provider PR-9 {DAY}", EXPERT)
    assert "GM-1 is registered already. (R36)" in refused(f"provider register GM-1 --kind uwv {DAY}", PROVIDER)
    assert "There is no expert LWD-1. (R19)" in refused(CERTIFY) + refused("expert show LWD-1")
    assert "holds no letter" in refused(f"expert register X --provider GM-1 {DAY}", '{"name": "12345"}', exit_code=2)
    said = refused(f"provider register P --kind own {DAY}", '{"naam": "Jansen"}', exit_code=2)
    assert "name: is missing" in said
    assert "Jansen" not in said
    assert entries(database.dsn) == before
    assert "uwv; labour_inspectorate" in done(f"provider register GM-1 --kind uwv --again {DAY}", PROVIDER)
    assert NAMES[0] in done("provider list --names")


def test_r19_a_report_is_accounted_for_listed_and_shown_and_its_contents_stay_sealed(tmp_path: Path) -> None:
    applied()
    registered()
    said = done(MEASURE)
    assert "Warning: no certificate, not valid on the day of the measurement; recorded as not certified." in said
    done(CERTIFY)
    file = tmp_path / "contents.json"
    file.write_text(json.dumps(CONTENTS, default=float), encoding="utf-8")
    again = f"{MEASURE} --contents {file} --second-look-on 2026-08-25".replace("--wage-value 60", "--wage-value 61")
    answer = answered(again)
    assert [entry["fact"] for entry in answer["entries"]] == ["Measured", "MeasurementAccounted"]
    assert [one["code"] for one in answer["findings"]] == ["wage_value_differs"]
    said = (
        done(f"measurement establish --case {CASE} {DAY}") + done("measurement list") + done(f"history {CASE} --json")
    )
    shown = done(f"measurement show --case {CASE}")
    for secret in ("Inpakken", "drukker", "Nogmaals"):
        assert secret not in said + shown
    opened = done(f"measurement show --case {CASE} --contents")
    assert "main task 1: Inpakken (share 62.5, pace 70, quality 90, net working time 95, result 37.4)" in opened
    assert "comments employee: Het is nu drukker." in opened
    first, second = answered("measurement list")["measurements"]
    assert (first["certified"], first["commented"], first["established_on"]) == (False, [], None)
    assert (second["certified"], second["commented"], second["second_look_on"]) == (True, ["employee"], "2026-08-25")
    assert (second["supervisor"], second["wage_value"]) == ("blik_op_werk", "61")
    assert (second["established_on"], second["established_wage_value"], second["late"]) == ("2026-09-01", "61", False)
    assert answered("measurement list --late")["measurements"] == []
    assert answered("measurement list --expert LWD-2 --municipality GM0363")["measurements"] == []


def test_r36_what_was_corrected_and_withdrawn_is_told_so(tmp_path: Path) -> None:
    applied()
    registered()
    file = tmp_path / "report.txt"
    file.write_text("Alles goed.", encoding="utf-8")
    late = MEASURE.replace("--measured-on 2026-08-20", "--measured-on 2026-08-10").replace("08-24", "08-12")
    entry = answered(f"{late} --report-file {file}")["entries"][0]["position"]
    done(MEASURE)
    done(f"correct {entry} --set expert=LWD-9 --reason typing --yes {DAY}")
    first, second = answered("measurement list")["measurements"]
    assert (first["expert"], first["status"], first["provider"], first["late"]) == ("LWD-9", "corrected", None, True)
    assert second["status"] == "counts"
    assert [one["entry"] for one in answered("measurement list --late")["measurements"]] == [entry]
    assert "report: Alles goed." in done(f"measurement show --case {CASE} --contents")
    done(f"withdraw {entry} --reason mistake --yes {DAY}")
    statuses = [one["status"] for one in answered("measurement list")["measurements"]]
    assert statuses == ["withdrawn", "counts"]


def test_what_does_not_hold_together_is_misused_and_recorded_nowhere(tmp_path: Path, database: Database) -> None:
    applied()
    registered()
    before = entries(database.dsn)
    wrong: dict[str, dict[str, Any]] = {
        "do not add up to 100": {"tasks": CONTENTS["tasks"][:1]},
        "--second-look-on: is missing": {},
        "unknown field": {"bsn": "999900109"},
    }
    for said, changes in wrong.items():
        text = json.dumps(CONTENTS | changes, default=lambda one: str(one) if isinstance(one, Decimal) else one)
        printed = refused(f"{MEASURE} --contents -", text, exit_code=2)
        assert said in printed
        assert "Inpakken" not in printed
    assert "--contents: cannot be read as JSON" in refused(f"{MEASURE} --contents -", "{", exit_code=2)
    assert "both cannot be standard input" in refused(f"{MEASURE} --contents - --report-file -", "{}", exit_code=2)
    assert "one uniform method. (R19, art. 8 Besluit" in refused(f"{MEASURE} --method dariuz")
    assert "is not registered" in refused(MEASURE.replace("LWD-1", "LWD-2") + " --commented employer")
    assert entries(database.dsn) == before
