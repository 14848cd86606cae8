"""The master key: found where the environment says, readable for its owner only, never overwritten, never shown."""

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.refusal import Unavailable
from ledger.vault.master_key import MasterKey, create_master_key, read_master_key

KEY = bytes(range(200, 232))
TEXT = base64.b64encode(KEY).decode()


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_the_environment_comes_first_then_the_file_then_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    create_master_key(home / "master.key")
    file = written(tmp_path / "key", f"3:{TEXT}\n")
    named = {"LKS_MASTER_KEY_FILE": str(file)}
    assert MasterKey.load({"LKS_MASTER_KEY": f"2:{TEXT}", **named}, home).version == 2
    assert MasterKey.load(named, home) == MasterKey(KEY, 3, str(file))
    assert MasterKey.load({}, home).source == str(home / "master.key")


@pytest.mark.parametrize(
    "text", [TEXT, f"1:{TEXT}", f" {TEXT}\n", TEXT.rstrip("="), TEXT.replace("/", "_").replace("+", "-")]
)
def test_spellings_of_a_key(text: str, tmp_path: Path) -> None:
    assert MasterKey.load({"LKS_MASTER_KEY": text}, tmp_path) == MasterKey(KEY, 1, "LKS_MASTER_KEY")


@pytest.mark.parametrize(
    "text", ["x", TEXT[:-2], TEXT + "A", f"0:{TEXT}", f"v1:{TEXT}", f"1:{TEXT[:20]}!{TEXT[21:]}", "é" * 44]
)
def test_what_is_no_key_is_refused_without_repeating_it(text: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="does not hold a master key") as caught:
        MasterKey.load({"LKS_MASTER_KEY": text}, tmp_path)
    assert text == "x" or text not in str(caught.value)
    assert "base64 of 32 bytes" in caught.value.remedy


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o606, 0o644, 0o610])
def test_a_file_that_others_may_touch_is_refused(mode: int, tmp_path: Path) -> None:
    file = written(tmp_path / "key", TEXT, mode)
    with pytest.raises(Unavailable, match="open to others") as caught:
        read_master_key(file)
    assert "chmod 600" in caught.value.remedy


def test_without_a_key_the_remedy_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no master key") as caught:
        MasterKey.load({}, tmp_path)
    assert "lks db init" in caught.value.remedy


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        read_master_key(tmp_path)


def test_a_new_key_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = create_master_key(tmp_path / "master.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert (len(key.key), key.version) == (32, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    first = create_master_key(tmp_path / "master.key")
    assert create_master_key(tmp_path / "master.key") == first
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_whoever_makes_it_at_once_gets_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: create_master_key(tmp_path / "master.key"), range(40)))
    assert len(keys) == 1


def test_a_folder_that_is_not_there_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No master key can be made"):
        create_master_key(tmp_path / "gone" / "master.key")


def test_a_key_is_not_shown() -> None:
    shown = repr(MasterKey(KEY, 1, "test"))
    assert repr(KEY) not in shown
    assert TEXT not in shown
