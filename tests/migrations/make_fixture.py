"""Makes a ledger of the release that it runs with, as a fixture of the migration tests; no test itself.

Run with that release's folder as PYTHONPATH, and the PostgreSQL of the oldest version that we support in LKS_PG_BIN:

    PYTHONPATH=CHECKOUT LKS_PG_BIN=… python tests/migrations/make_fixture.py CHECKOUT NAME

It plays the story of a small municipality up to where November is prepared, and writes NAME.sql.gz (the whole database as plain
SQL, one statement after another) and NAME.key (the master key of this invented ledger).
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from commands.story import play, steps
from ledger.server.embedded import DATABASE, embedded

HERE = Path(__file__).parent


def main(checkout: Path, name: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="lks-fixture-"))
    os.environ["LKS_HOME"] = str(folder / "home")
    os.chdir(folder)
    story = checkout / "examples" / "small-municipality.story"
    try:
        for step in steps(story.read_text(encoding="utf-8")):
            if "pay prepare" in step.command and "2026-11" in step.command:
                break
            if step.command:
                play(step.command, story.parent)
        (HERE / f"{name}.sql.gz").write_bytes(gzip.compress(_dumped(), 9, mtime=0))
        shutil.copy(folder / "home" / "master.key", HERE / f"{name}.key")
    finally:
        play("db stop", folder)
        shutil.rmtree(folder)


def _dumped() -> bytes:
    """The database as SQL that needs no psql: rows as INSERT, and no commands of psql."""
    program = Path(os.environ["LKS_PG_BIN"]) / "pg_dump"
    dsn = embedded(os.environ).admin_dsn(DATABASE)
    command = [str(program), "--inserts", "--rows-per-insert=200", f"--dbname={dsn}"]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    return b"".join(line for line in said.splitlines(keepends=True) if not line.startswith((b"\\", b"--", b"\n")))


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2])
