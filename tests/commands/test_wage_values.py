"""Wage values for the chain on the command line: each change once, and proof of what was sent (step C5)."""

import stat
from pathlib import Path

import psycopg
import pytest

from commands.call import Call
from tests.commands.given import lks
from tests.commands.people import CASE, PERSON, SECRETS, answered, done, entries, granted, refused
from tests.databases import Database

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

DAY = "--today 2026-11-02"
EXPORT = f"wage-values export --municipality GM0363 {DAY}"
LIST = "wage-values list --municipality GM0363"
REVISE = f"decide revise --case {CASE} --start 2026-10-23 --wage-value 55 --ground wrong_data --by b.jurist --today 2026-11-03"


def test_a_change_is_written_once_and_again_with_the_same_bytes(tmp_path: Path, database: Database) -> None:
    assert "There is no export yet." in done(LIST)
    granted()
    said = done(f"{EXPORT} --out {tmp_path}")
    first = tmp_path / "LKS_loonwaarden_GM0363_0001.csv"
    assert f"{first}: export 1, 1 row, SHA-256 " in said
    assert not any(secret in said for secret in SECRETS)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    headings, row = first.read_text("utf-8-sig").splitlines()
    assert headings.startswith("versie;gemeentecode;levering;regelnummer;soort;bsn;")
    told = f"LKS-LW-1.0;0363;1;1;NIEUW;{PERSON['bsn']};{CASE};2026-10-23;;REGULIER;60,00;2026-09-01;"
    assert row.startswith(told)
    before = entries(database.dsn)
    assert answered(f"{EXPORT} --out {tmp_path}")["repeated"]
    assert entries(database.dsn) == before
    done(REVISE)
    answer = answered(f"{EXPORT} --out {tmp_path}")
    assert (answer["export"], answer["rows"], answer["left_out"]) == (2, 1, [])
    second = Path(answer["file"]).read_text("utf-8-sig").splitlines()
    assert second[1].startswith(
        f"LKS-LW-1.0;0363;2;1;GEWIJZIGD;{PERSON['bsn']};{CASE};2026-10-23;;REGULIER;55,00;2026-11-03;"
    )
    again = answered(f"{EXPORT} --out {tmp_path / 'again'} --again 1 --by g.control")
    assert Path(again["file"]).read_bytes() == first.read_bytes()
    listed = done(LIST)
    assert again["digest"] in listed
    assert answer["digest"] in listed
    assert "There is no export 3; the last is 2." in refused(f"{EXPORT} --out {tmp_path} --again 3")


def test_stopped_anywhere_nothing_is_lost_and_nothing_told_twice(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted()
    out = tmp_path / "chain"
    before = entries(database.dsn)
    refused(f"{EXPORT} --out {tmp_path / 'no' / 'such'}", exit_code=2)
    with monkeypatch.context() as patched:
        patched.setattr(Call, "record", _stopped)
        assert lks(f"{EXPORT} --out {out}").exit_code == 130
    assert (entries(database.dsn), list(out.iterdir())) == (before, [])
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _no_room)
        assert lks(f"{EXPORT} --out {out}").exit_code != 0
    assert list(out.iterdir()) == []
    assert "Nothing since export 1; --again 1 writes that one again." in done(f"{EXPORT} --out {out}")
    answer = answered(f"{EXPORT} --out {out} --again 1")
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute("DELETE FROM vault.key WHERE subject = 'P-000001-G'")
    said = refused(f"{EXPORT} --out {out} --again 1")
    assert f"the person of {CASE} was erased since" in said
    done(REVISE)
    said = done(f"{EXPORT} --out {out}")
    assert f"Left out, for the person was erased: {CASE}." in said
    assert [path.name for path in out.iterdir()] == [Path(answer["file"]).name]


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")
