"""Places for a ledger: an empty database with a home of its own, and one in which a ledger was opened."""

from pathlib import Path

import pytest

from tests.commands.given import lks
from tests.databases import Database
from tests.worlds import kept


@pytest.fixture
def empty(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with the schema, no ledger in it yet, no master key, and an actor; returns the home."""
    home = tmp_path / "home"
    for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PG_BIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LKS_DSN", database.dsn)
    monkeypatch.setenv("LKS_ADMIN_DSN", database.admin_dsn)
    monkeypatch.setenv("LKS_HOME", str(home))
    monkeypatch.setenv("LKS_ACTOR", "a.beheer")
    return home


@pytest.fixture
def opened(empty: Path) -> Path:
    """A demonstration ledger, opened, that knows no law yet; returns its home."""
    demonstration()
    return empty


@kept
def demonstration() -> None:
    """Open a demonstration ledger."""
    outcome = lks("db init --demonstration --shared-login")
    assert outcome.exit_code == 0, outcome.printed


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No database at all, and a home that does not exist yet; returns the home."""
    home = tmp_path / "none"
    monkeypatch.delenv("LKS_DSN", raising=False)
    monkeypatch.setenv("LKS_HOME", str(home))
    monkeypatch.setenv("LKS_ACTOR", "a.beheer")
    return home
