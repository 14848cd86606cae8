"""The operating system's user that the embedded server runs as.

PostgreSQL refuses to run as root, so root drops to `nobody`, or to whoever owns the data already. Everybody else runs
the server as himself.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ledger.refusal import Unavailable

# The server sees none of our environment: a master key in it would be readable for the server's user.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group; `drops` says that we are root and step down to it."""

    uid: int
    gid: int
    drops: bool

    @classmethod
    def of_server(cls, data: Path) -> "Account":
        """Ourselves; as root the owner of the data, and `nobody` as long as there are none."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), drops=False)
        if data.exists() and (owner := data.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid, drops=True)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid, drops=True)

    def run(
        self, arguments: Sequence[str | Path], *, cwd: Path, errors: IO[bytes] | int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program as this user, in a session of its own, so that Ctrl-C in the terminal does not reach it."""
        user, group, extra_groups = (self.uid, self.gid, ()) if self.drops else (None, None, None)
        try:
            return subprocess.run(
                arguments,
                cwd=cwd,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                check=False,
                user=user,
                group=group,
                extra_groups=extra_groups,
            )
        except PermissionError:
            return subprocess.CompletedProcess(arguments, 126, b"", b"permission denied")
        except OSError as error:
            raise Unavailable(f"{arguments[0]} does not run: {error}.", remedy="Set LKS_DSN to a database.") from error

    def owns(self, path: Path) -> None:
        """Hand a file or folder of ours to the server's user."""
        if self.drops:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_read(self, path: Path) -> bool:
        """Whether this user gets there and may read it, asked of the operating system itself."""
        return self.run(["/bin/sh", "-c", 'test -r "$1"', "sh", path], cwd=Path("/")).returncode == 0

    def can_enter(self, path: Path) -> bool:
        """Whether this user gets into the folder."""
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", path], cwd=Path("/")).returncode == 0
