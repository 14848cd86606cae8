"""Which PostgreSQL: any by LKS_DSN, or an embedded one that needs no installing.

The embedded server listens on a Unix socket only, in a folder that only its own user (and root) can enter; that is why
local connections are trusted: whoever can reach the socket owns the data files as well, and a password would lie beside
them. Commands still connect as `lks_local`, which is no superuser. The server stays up between commands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from ledger.refusal import Unavailable
from ledger.server import binaries
from ledger.server.folder import PORT, ServerFolder, home
from ledger.server.postmaster import Postmaster

__all__ = ["Connection", "EmbeddedServer", "Status", "connection", "embedded", "home"]

ADMIN = "lks_admin"
LOCAL = "lks_local"
DATABASE = "lks"

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What a statement holds may be personal data: neither statements nor values reach the log.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to tell of the embedded server; no process and no version where there is none."""

    running: bool
    pid: int | None
    folder: Path
    data_version: str | None


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the ledger is; `embedded` is None when LKS_DSN names a database."""

    dsn: str
    embedded: "EmbeddedServer | None"


def connection(env: Mapping[str, str]) -> Connection:
    """The database of LKS_DSN as it is; otherwise the embedded server under LKS_HOME, started if need be."""
    if dsn := env.get("LKS_DSN"):
        return Connection(dsn, None)
    server = embedded(env)
    server.start()
    return Connection(server.dsn(), server)


def embedded(env: Mapping[str, str]) -> "EmbeddedServer":
    """The embedded server that this environment names, as it is: running or not."""
    programs = env.get("LKS_PG_BIN")
    return EmbeddedServer(home(env), binaries=Path(programs).absolute() if programs else None)


class EmbeddedServer:
    """One PostgreSQL cluster under `home`. Only tests may turn fsync off."""

    def __init__(self, home: Path, *, fsync: bool = True, binaries: Path | None = None) -> None:
        self._folder = ServerFolder(home.absolute())
        self._fsync = fsync
        self._binaries = binaries

    def start(self) -> None:
        """Return when `lks_local` can connect: at once when the server runs, else after making what is missing."""
        if self._answers():
            return
        with self._folder.locked():
            if self._answers():
                return
            self._folder.make()
            if not self._postmaster.serves():
                self._bring_up()
            self._provide()

    def stop(self) -> None:
        """Stop the server in good order; nothing happens when it does not run."""
        if self.status().running:
            with self._folder.locked():
                self._postmaster.end()
                self._folder.sweep()

    def status(self) -> Status:
        """Whether the server runs, and where; starts nothing."""
        with self._folder.usable():
            process = self._postmaster.running()
            return Status(
                running=process is not None,
                pid=process.pid if process else None,
                folder=self._folder.root,
                data_version=self._data_version(),
            )

    def admin_dsn(self, database: str = "postgres") -> str:
        """The superuser's way in: for `lks db init` and nothing else."""
        return self.dsn(ADMIN, database)

    def dsn(self, user: str = LOCAL, database: str = DATABASE) -> str:
        """The way in for a login; valid once the server has started."""
        return make_conninfo(host=str(self._folder.socket), port=PORT, user=user, dbname=database)

    @property
    def _postmaster(self) -> Postmaster:
        return Postmaster(self._folder, self.admin_dsn())

    def _answers(self) -> bool:
        if not self._folder.socket_is_safe():
            return False
        try:
            psycopg.connect(self.dsn(), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def _bring_up(self) -> None:
        programs = binaries.runnable(binaries.find(self._binaries), self._folder.account, self._folder.root)
        if not self._folder.data.exists():
            self._initialise(programs)
        self._check_version(programs)
        sockets = {"unix_socket_directories": f'"{self._folder.socket}"'}
        self._postmaster.launch(programs, _SETTINGS | sockets | {"fsync": "on" if self._fsync else "off"})

    def _initialise(self, programs: Path) -> None:
        draft = self._folder.draft()
        command: list[str | Path] = [programs / "initdb", "-D", draft, "-U", ADMIN, "-A", "trust", "--data-checksums"]
        command += ["--encoding=UTF8", "--locale=C", *([] if self._fsync else ["--no-sync"])]
        if int(binaries.version(programs).split(".")[0]) >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        result = self._folder.account.run(command, cwd=self._folder.root)
        if result.returncode != 0:
            raise Unavailable(f"PostgreSQL could not make {self._folder.data}: {result.stderr.decode().strip()}")
        (draft / "pg_hba.conf").write_text("local all all trust\n")
        draft.rename(self._folder.data)

    def _check_version(self, programs: Path) -> None:
        data, program = self._data_version(), binaries.version(programs)
        if data != program.split(".")[0]:
            raise Unavailable(
                f"The data in {self._folder.data} are of PostgreSQL {data}, "
                f"the programs in {programs} are PostgreSQL {program}.",
                remedy=f"Set LKS_PG_BIN to the programs of PostgreSQL {data}.",
            )

    def _data_version(self) -> str | None:
        version = self._folder.data / "PG_VERSION"
        return version.read_text().strip() if version.exists() else None

    def _provide(self) -> None:
        """The login and the database, where missing; everything else is the schema's."""
        try:
            with psycopg.connect(self.admin_dsn(), autocommit=True) as admin:
                if not admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOCAL]).rowcount:
                    admin.execute(f"CREATE ROLE {LOCAL} LOGIN")
                if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                    admin.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.Error as error:
            raise Unavailable(f"The embedded PostgreSQL runs but is of no use: {error}") from error
