"""Who the server runs as: root steps down, changes no permission but its own, and keeps the master key to itself."""

import os
import pwd
import shutil
import stat
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from ledger.refusal import Unavailable
from ledger.server import binaries
from ledger.server.account import Account
from ledger.server.embedded import EmbeddedServer

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what root does")


def user_of(server: EmbeddedServer) -> str:
    pid = server.status().pid
    assert pid is not None
    return psutil.Process(pid).username()


def as_user(uid: int, work: Callable[[], None]) -> None:
    """Do the work in a process of another user; its failure is ours."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def closed(place: Path) -> Iterator[Path]:
    """A folder below one that only root may enter."""
    place.chmod(0o700)
    inside = place / "inside"
    inside.mkdir()
    yield inside
    if (link := inside / "home" / "postgres").is_symlink():
        shutil.rmtree(link.readlink())


def test_root_steps_down_to_nobody(place: Path) -> None:
    server = EmbeddedServer(place / "home", fsync=False)
    server.start()
    try:
        assert user_of(server) == "nobody"
    finally:
        server.stop()


def test_the_servers_user_cannot_read_the_master_key(place: Path) -> None:
    (place / "home").mkdir(mode=0o700)
    key = place / "home" / "master.key"
    key.touch(mode=0o600)
    server = EmbeddedServer(place / "home", fsync=False)
    server.start()
    try:
        with (
            psycopg.connect(server.admin_dsn()) as admin,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="Permission denied"),
        ):
            admin.execute("SELECT pg_read_file(%s)", [str(key)])
    finally:
        server.stop()


def test_below_a_closed_folder_the_data_lie_elsewhere_and_nothing_is_opened(closed: Path) -> None:
    before = [stat.S_IMODE(path.stat().st_mode) for path in (closed.parent, closed)]
    server = EmbeddedServer(closed / "home", fsync=False)
    server.start()
    try:
        psycopg.connect(server.dsn()).close()
        assert [stat.S_IMODE(path.stat().st_mode) for path in (closed.parent, closed)] == before
        assert not server.status().folder.is_relative_to(closed)
    finally:
        server.stop()


def test_a_folder_with_other_things_in_it_is_not_opened(place: Path) -> None:
    home = place / "home"
    home.mkdir(mode=0o700)
    (home / "letter.txt").touch()
    server = EmbeddedServer(home, fsync=False)
    server.start()
    server.stop()
    shutil.rmtree(server.status().folder)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_data_that_are_gone_are_not_made_anew(closed: Path) -> None:
    (closed / "home").mkdir()
    (closed / "home" / "postgres").symlink_to(closed / "gone")
    with pytest.raises(Unavailable, match="gone"):
        EmbeddedServer(closed / "home").start()
    (closed / "home" / "postgres").unlink()


def test_a_wheel_that_the_server_cannot_read_is_copied(
    closed: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = binaries.wheel()[0].parent.parent
    for source in package.parent.glob(f"{package.name}*"):
        shutil.copytree(source, closed / source.name, ignore=shutil.ignore_patterns("include"))
    hidden = closed / package.name / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "wheel", lambda: [hidden])
    place.chmod(0o711)
    closed.chmod(0o700)
    server = EmbeddedServer(place / "home", fsync=False)
    server.start()
    try:
        psycopg.connect(server.dsn()).close()
        assert list((place / "home" / "postgres").glob("programs-18*"))
    finally:
        server.stop()


def test_chosen_programs_that_the_server_cannot_read_are_refused(closed: Path) -> None:
    for program in ("postgres", "initdb"):
        (closed / program).symlink_to(binaries.wheel()[0] / program)
    with pytest.raises(Unavailable, match="cannot run the PostgreSQL in"):
        EmbeddedServer(closed / "home", binaries=closed).start()


def test_a_normal_user_runs_his_own_server_which_root_can_use_and_stop(place: Path) -> None:
    uid = pwd.getpwnam("games").pw_uid
    if not Account(uid, uid, drops=True).can_read(binaries.wheel()[0] / "initdb"):
        pytest.skip("this virtual environment is closed to other users")
    os.chown(place, uid, uid)
    server = EmbeddedServer(place / "home", fsync=False)
    as_user(uid, server.start)
    psycopg.connect(server.dsn()).close()
    assert user_of(server) == "games"
    server.stop()
    server.start()
    assert user_of(server) == "games"
    as_user(uid, server.stop)
    assert not server.status().running


def test_a_normal_user_is_told_that_a_home_is_not_his(place: Path) -> None:
    (place / "home").mkdir(mode=0o700)

    def refused() -> None:
        with pytest.raises(Unavailable, match="Set LKS_HOME"):
            EmbeddedServer(place / "home").start()

    as_user(pwd.getpwnam("games").pw_uid, refused)
