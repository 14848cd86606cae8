"""A server of its own is there while something is tried, and nothing of it afterwards."""

import os
import tempfile
from pathlib import Path

import psycopg
import pytest

from ledger.server.scratch import scratch
from tests import databases


@pytest.mark.database
def test_a_scratch_server_serves_an_empty_database_and_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(tempfile.mkdtemp(prefix="lks-place-", dir="/tmp"))
    place.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    (place / f"lks-scratch-{2**22 + 1}-killed").mkdir()
    with scratch({"LKS_PG_BIN": str(databases.programs())}) as room:
        with psycopg.connect(room.admin_dsn) as connection:
            assert connection.execute("SELECT to_regnamespace('ledger')").fetchone() == (None,)
        assert [path.name.split("-")[2] for path in place.iterdir()] == [str(os.getpid())]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(room.admin_dsn)
    assert not list(place.iterdir())
    place.rmdir()
