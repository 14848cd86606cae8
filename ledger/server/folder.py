"""Where the embedded server lives: the folders under LKS_HOME and who may enter them.

    LKS_HOME/               ours; as root others may pass through it, not list it
      master.key            ours alone (the vault makes it)
      server.lock           held by whoever starts or stops the server
      postgres/             ours; a link to a folder of the system when the server's user cannot get here
        data/               the server's
        socket/             the server's, 0700; a link to a short path when this one is too long for a socket
        server.log          what the server says; no statements and no values
        programs-18.6/      a copy of the programs, only where the server's user cannot read the originals

No permission outside LKS_HOME is ever changed. Deleting LKS_HOME starts afresh.
"""

import fcntl
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ledger.refusal import Unavailable
from ledger.server.account import Account

PORT = 5432
_SOCKET_BYTES = 103  # the shortest limit of the systems we know, less the closing zero
_OURS = re.compile(r"postgres|server\.lock|master.*")


def home(env: Mapping[str, str]) -> Path:
    """LKS_HOME, or the user's data folder."""
    if chosen := env.get("LKS_HOME"):
        return Path(chosen).absolute()
    if os.path.isabs(shared := env.get("XDG_DATA_HOME", "")):
        return Path(shared) / "lks"
    if not os.path.isabs(user := env.get("HOME", "")):
        raise Unavailable("There is no home folder to keep the ledger in.", remedy="Set LKS_HOME to a folder.")
    return Path(user) / ("Library/Application Support/lks" if sys.platform == "darwin" else ".local/share/lks")


class ServerFolder:
    """The paths of one embedded server. Looking at them makes nothing; `make` does."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def root(self) -> Path:
        """The server's part of the home; elsewhere when the server's user cannot enter the home."""
        return _target(self.home / "postgres")

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket."""
        return _target(self.root / "socket")

    @property
    def account(self) -> Account:
        """The user that the server runs as."""
        return Account.of_server(self.data)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process at a time starts or stops this server; the others wait here."""
        with self.usable():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.home / "server.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextmanager
    def usable(self) -> Iterator[None]:
        """Say which folder fails, and what to do about it."""
        try:
            yield
        except OSError as error:
            raise Unavailable(
                f"The folder {self.home} cannot be used: {error.strerror or error}.",
                remedy="Set LKS_HOME to a folder of your own.",
            ) from error

    def make(self) -> None:
        """Make what is missing, with the lock held."""
        with self.usable():
            if self.account.drops:
                _open(self.home)
            if not self.root.exists():
                _make_root(self.home, self.account)
            self._make_socket()

    def draft(self) -> Path:
        """An empty folder for `initdb`, to be moved to `data` when it is complete; those of broken attempts go."""
        with self.usable():
            for broken in self.root.glob("draft-*"):
                shutil.rmtree(broken, ignore_errors=True)  # its `initdb` may have outlived its caller
            draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.root))
            self.account.owns(draft)
            return draft

    def open_log(self) -> int:
        """The log, opened to append, and emptied when it has grown."""
        with self.usable():
            log = os.open(self.log, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
            if os.fstat(log).st_size > 1_000_000:
                os.ftruncate(log, 0)
            return log

    def sweep(self) -> None:
        """Remove the short path of a stopped server's socket; the next start makes another."""
        with self.usable():
            if (place := self.root / "socket").is_symlink():
                shutil.rmtree(self.socket, ignore_errors=True)
                place.unlink()

    def socket_is_safe(self) -> bool:
        """Whether the socket's folder is the server's own and closed to others: nobody slipped in another."""
        try:
            found = self.socket.lstat()
            return stat.S_ISDIR(found.st_mode) and found.st_uid == self.account.uid and not found.st_mode & 0o077
        except OSError:
            return False

    def _make_socket(self) -> None:
        place = self.root / "socket"
        if _fits(place):
            if place.is_symlink():
                place.unlink()
            place.mkdir(exist_ok=True)
        elif not (place.is_symlink() and self.socket_is_safe()):
            if place.is_symlink():
                place.unlink()
            shutil.rmtree(place, ignore_errors=True)
            place.symlink_to(tempfile.mkdtemp(prefix="lks-", dir="/tmp"))
        self.socket.chmod(0o700)
        self.account.owns(self.socket)


def _make_root(home: Path, account: Account) -> None:
    """The folder `postgres`: here, or for root below a closed folder in the system's place for data."""
    place = home / "postgres"
    if place.is_symlink():
        raise Unavailable(f"The ledger's data are gone: there is no {place.readlink()}.", remedy="Put it back.")
    if not account.drops or account.can_enter(home):
        place.mkdir()
        place.chmod(0o711)
        return
    system = Path("/Library/Application Support" if sys.platform == "darwin" else "/var/lib")
    system.mkdir(parents=True, exist_ok=True)
    elsewhere = Path(tempfile.mkdtemp(prefix="lks-", dir=system))
    elsewhere.chmod(0o711)
    place.symlink_to(elsewhere)


def _open(home: Path) -> None:
    """Let the server's user pass through, if the folder holds nothing but ours."""
    mode = stat.S_IMODE(home.stat().st_mode)
    if not mode & stat.S_IXOTH and all(_OURS.fullmatch(path.name) for path in home.iterdir()):
        home.chmod(mode | 0o011)


def _fits(place: Path) -> bool:
    path = f"{place}/.s.PGSQL.{PORT}"
    return len(path) <= _SOCKET_BYTES and re.fullmatch(r"[A-Za-z0-9 /._+=~-]+", path) is not None


def _target(place: Path) -> Path:
    return place.readlink() if place.is_symlink() else place
