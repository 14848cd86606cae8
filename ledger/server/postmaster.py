"""The running process of the embedded server: found, spawned, waited for, ended.

A process number alone proves nothing. After a kill -9 it may be a zombie's, after a restart of the machine another
program's; PostgreSQL itself takes both for a running server and would not start again.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil
from psycopg.pq import PGconn, Ping

from ledger.refusal import Unavailable
from ledger.server.folder import PORT, ServerFolder

SILENCE_SECONDS = 60.0
"""How long a server may be silent; one that says it is recovering may take as long as it likes."""

SWEPT_SECONDS = 5.0
"""How long a running server may be without its socket, which it makes soon after it starts."""

_NO_PROCESS = 2**31 - 1  # no system hands out so high a process number
_ORPHANS = "pre-existing shared memory block"


class Postmaster:
    """The server process of one folder."""

    def __init__(self, folder: ServerFolder, dsn: str) -> None:
        self._folder = folder
        self._dsn = dsn

    def running(self) -> psutil.Process | None:
        """The process, if it lives and serves this folder."""
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(self._pid_file.read_text().splitlines()[0]))
            if str(self._folder.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None

    def serves(self) -> bool:
        """Wait for a server that runs already; False when there is none, or when its socket was swept away."""
        deadline = time.monotonic() + SWEPT_SECONDS
        while (process := self.running()) is not None:
            if (self._folder.socket / f".s.PGSQL.{PORT}").exists():
                self._wait(process.pid, 0)
                return True
            if time.monotonic() > deadline:
                self.end()
            time.sleep(0.02)
        return False

    def launch(self, programs: Path, settings: dict[str, str]) -> None:
        """Start, and try again for as long as orphans of a killed server hold on to its memory."""
        deadline = time.monotonic() + SILENCE_SECONDS
        while True:
            self._forget()
            pid, said = self._spawn(programs, settings)
            try:
                return self._wait(pid, said)
            except Unavailable as error:
                if _ORPHANS not in error.what or time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def end(self) -> None:
        """Stop in good order, and wait for it."""
        if (process := self.running()) is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
        while _alive(process.pid):
            time.sleep(0.02)

    @property
    def _pid_file(self) -> Path:
        return self._folder.data / "postmaster.pid"

    def _forget(self) -> None:
        """Make PostgreSQL see that the old process is gone. In its file only the number is replaced: the rest tells
        PostgreSQL whether orphans still use the shared memory."""
        for path in self._folder.socket.glob(".s.PGSQL.*"):
            path.unlink()
        if not self._pid_file.exists():
            return
        lines = self._pid_file.read_text().splitlines(keepends=True)
        if lines and lines[0].strip().isdigit():
            self._pid_file.write_text("".join([f"{_NO_PROCESS}\n", *lines[1:]]))
        else:
            self._pid_file.unlink()

    def _spawn(self, programs: Path, settings: dict[str, str]) -> tuple[int, int]:
        """The new process, and where in the log its words begin. A shell between us makes it no child of ours, so
        that it never becomes our zombie."""
        command: list[str | Path] = ["/bin/sh", "-c", '"$@" </dev/null 1>&2 & echo $!', "sh"]
        command += [programs / "postgres", "-D", self._folder.data]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with os.fdopen(self._folder.open_log(), "ab") as log:
            said = os.fstat(log.fileno()).st_size
            return int(self._folder.account.run(command, cwd=self._folder.root, errors=log).stdout), said

    def _wait(self, pid: int, said: int) -> None:
        silent_until = time.monotonic() + SILENCE_SECONDS
        while (answer := PGconn.ping(self._dsn.encode())) != Ping.OK:
            if answer == Ping.REJECT:
                silent_until = time.monotonic() + SILENCE_SECONDS
            if not _alive(pid) or time.monotonic() > silent_until:
                words = self._folder.log.read_bytes()[said:].decode(errors="replace").strip()
                raise Unavailable(f"The embedded PostgreSQL did not start: {words or 'no answer'}")
            time.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
