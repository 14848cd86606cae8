"""Postings to the general ledger and the comparison with it, on the command line."""

from pathlib import Path

import pytest

from tests.commands.bank_office import DAY, debited, exported, imported
from tests.commands.people import SECRETS, answered, done, refused

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]


def batch(folder: Path, words: str = "", day: str = DAY) -> dict[str, object]:
    """What an export answered."""
    found: dict[str, object] = answered(f"journal export --out {folder} {words} {day}")
    return found


def test_every_entry_is_in_one_batch_and_a_batch_is_written_again_with_the_same_bytes(tmp_path: Path) -> None:
    exported(tmp_path / "bank")
    first = batch(tmp_path / "a")
    assert (first["batch"], first["entries"]) == (1, 1)
    assert batch(tmp_path / "a")["repeated"]
    imported(tmp_path, debited())
    second = batch(tmp_path / "a")
    assert (second["batch"], second["entries"]) == (2, 1)
    for form in ("csv", "beancount", "xlsx"):
        once = batch(tmp_path / "b", f"--again 1 --format {form}")
        again = batch(tmp_path / "c", f"--again 1 --format {form}", "--today 2026-12-01 --by g.control")
        assert once["digest"] == again["digest"]
        name = f"LKS_journaal_GM0363_0001.{form}"
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "c" / name).read_bytes()
    first_file, second_file = (tmp_path / "a" / f"LKS_journaal_GM0363_000{n}.csv" for n in (1, 2))
    assert "Betaling bevestigd" not in first_file.read_text("utf-8-sig")
    assert second_file.read_text("utf-8-sig").count("Betaling bevestigd") == 2
    assert "There is no batch 3" in refused(f"journal export --out {tmp_path} --again 3 {DAY}")


def test_codes_that_are_adopted_later_do_not_change_a_batch(tmp_path: Path) -> None:
    exported(tmp_path / "bank")
    first = batch(tmp_path / "a")
    adopt = "policy adopt account_codes 'payable=1850 bank=1010' --municipality GM0363 --since 2026-01-01 --yes"
    proposal = answered(f"{adopt} {DAY}")["proposal"]
    done(f"proposals approve {proposal} --by g.control --today 2026-11-13")
    assert batch(tmp_path / "b", "--again 1")["digest"] == first["digest"]
    imported(tmp_path, debited())
    batch(tmp_path / "a")
    assert ";1010;" in (tmp_path / "a" / "LKS_journaal_GM0363_0002.csv").read_text("utf-8-sig")


def test_the_general_ledger_is_compared_entry_by_entry(tmp_path: Path) -> None:
    exported(tmp_path / "bank")
    file = Path(str(batch(tmp_path / "a")["file"]))
    assert "Every entry agrees." in done(f"journal check {file}")
    file.write_text(file.read_text("utf-8-sig").replace("325,67", "325,76"), encoding="utf-8")
    said = refused(f"journal check {file}")
    assert "differs: entry" in said
    assert "in_transit" in said


def test_a_journal_names_nobody(tmp_path: Path) -> None:
    exported(tmp_path / "bank")
    written = Path(str(batch(tmp_path / "a")["file"])).read_text("utf-8-sig")
    assert not any(secret in written for secret in SECRETS)


def test_a_code_of_the_general_ledger_that_stands_for_two_accounts_is_refused() -> None:
    adopt = "policy adopt account_codes 'payable=1010 bank=1010' --municipality GM0363 --yes"
    assert "account_codes" in refused(f"{adopt} {DAY}", exit_code=2)
