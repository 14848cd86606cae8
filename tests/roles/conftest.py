"""One realm for all tests of roles of a worker: nothing that a test does there may matter to another."""

from collections.abc import Callable, Iterator

import pytest

from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.roles.realm import Realm, realm


@pytest.fixture(scope="session")
def shared_realm(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realm]:
    """Two municipalities, people of every role, and what they paid."""
    home = tmp_path_factory.mktemp("home") / "home"
    with databases.fresh(server) as database, realm(database, home) as made:
        yield made


@pytest.fixture
def come_in(shared_realm: Realm, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Realm]:
    """Commands come in as one of the people from now on."""

    def as_one(who: str, by: str = "") -> Realm:
        monkeypatch.setenv("LKS_DSN", shared_realm.dsn(who))
        monkeypatch.setenv("LKS_ADMIN_DSN", shared_realm.database.admin_dsn)
        monkeypatch.setenv("LKS_HOME", str(shared_realm.home))
        monkeypatch.setenv("LKS_ACTOR", by or who.replace("_", "."))
        monkeypatch.setenv("LKS_PURPOSE", "inspection 2026-1")
        return shared_realm

    return as_one
