"""The monthly record set for CBS on the command line: delivery, correction, control totals, and again as known then (R34)."""

import json
import stat
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from tests.commands.people import CASE, PERSON, SECRETS, answered, done, entries, granted, refused
from tests.databases import Database

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

SRG = "statistics srg --municipality GM0363 --today 2026-11-09"
LIST = "statistics list --municipality GM0363"
REVISE = f"decide revise --case {CASE} --start 2026-10-23 --wage-value 55 --ground wrong_data --by b.jurist --today 2026-11-10"


def test_a_month_is_delivered_corrected_and_written_again(tmp_path: Path, database: Database) -> None:
    assert "There is none yet." in done(LIST)
    granted()
    empty = answered(f"{SRG} --month 2026-09 --out {tmp_path}")
    assert (empty["delivery"], empty["records"]) == (1, 0)
    said = done(f"{SRG} --month 2026-10 --out {tmp_path}")
    first = tmp_path / "LKS_SRG_GM0363_2026-10_01.csv"
    assert f"{first}: delivery 1 of 2026-10, 1 record, SHA-256 " in said
    assert "1 regular, 0 flat-rate, 0 sheltered; 260.54 subsidy + 65.13 charges due." in said
    assert not any(secret in said for secret in SECRETS)
    assert PERSON["bsn"] in first.read_text("utf-8-sig")
    assert answered("schedule --municipality GM0363 --from 2026-10 --to 2026-10")["due_cents"] == 26054 + 6513
    beside = first.with_suffix(".json")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (first, beside)] == [0o600, 0o600]
    sidecar = json.loads(beside.read_text("utf-8"))
    assert (sidecar["records"], sidecar["correctie"]) == (1, False)
    assert sidecar["sha256"] == sha256(first.read_bytes()).hexdigest()
    assert sidecar["controletotalen"]["subsidie_excl_centen"] == 26054
    assert not any(secret in beside.read_text("utf-8") for secret in SECRETS)
    before = entries(database.dsn)
    assert answered(f"{SRG} --month 2026-10 --out {tmp_path}")["repeated"]
    assert entries(database.dsn) == before
    done(REVISE)
    corrected = done(f"{SRG} --month 2026-10 --out {tmp_path}")
    assert "delivery 2, a correction of 2026-10, 1 record" in corrected
    again = answered(f"{SRG} --month 2026-10 --out {tmp_path / 'again'} --again 1")
    assert Path(again["file"]).read_bytes() == first.read_bytes()
    assert Path(again["file"]).with_suffix(".json").read_bytes() == beside.read_bytes()
    told = answered(LIST)["deliveries"]
    assert [(one["month"], one["number"], one["records"]) for one in told] == [
        ("2026-09", 1, 0),
        ("2026-10", 1, 1),
        ("2026-10", 2, 1),
    ]


def test_what_cannot_be_delivered_is_refused_and_leaves_nothing(tmp_path: Path, database: Database) -> None:
    granted()
    done(f"{SRG} --month 2026-10 --out {tmp_path}")
    before = entries(database.dsn)
    assert "2026-11 is not over on 2026-11-09" in refused(f"{SRG} --month 2026-11 --out {tmp_path}")
    assert "There is no delivery 2 of 2026-10; the last is 1." in refused(
        f"{SRG} --month 2026-10 --out {tmp_path} --again 2"
    )
    refused(f"{SRG} --month 2026-10 --out {tmp_path / 'no' / 'such'}", exit_code=2)
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute("DELETE FROM vault.key WHERE subject = 'P-000001-G'")
    said = refused(f"{SRG} --month 2026-10 --out {tmp_path} --again 1")
    assert f"the person of {CASE} was erased since" in said
    assert entries(database.dsn) == before
    answer = answered(f"{SRG} --month 2026-10 --out {tmp_path}")
    assert (answer["delivery"], answer["records"], answer["left_out"]) == (2, 0, [CASE])


def test_columns_that_are_adopted_later_do_not_change_a_delivery(tmp_path: Path) -> None:
    granted()
    first = answered(f"{SRG} --month 2026-10 --out {tmp_path}")
    done("policy adopt srg_columns 'bsn amount' --municipality GM0363 --since 2026-11-10 --yes --today 2026-11-10")
    assert answered(f"{SRG} --month 2026-10 --out {tmp_path / 'a'} --again 1")["digest"] == first["digest"]
    later = SRG.replace("2026-11-09", "2026-11-11")
    second = answered(f"{later} --month 2026-10 --out {tmp_path}")
    assert Path(second["file"]).read_text("utf-8-sig").splitlines() == ["bsn;bedrag_totaal", f"{PERSON['bsn']};325,67"]
