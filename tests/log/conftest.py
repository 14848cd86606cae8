"""Logs to attack: one for all that is refused (so nothing changes it), and one of a test's own."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from ledger.log.interface import Store
from ledger.log.memory import MemoryStore
from ledger.log.store import PostgresStore
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.databases import Database
from tests.log.attack import Attacked


@pytest.fixture(scope="module")
def shared_log(server: EmbeddedServer) -> Iterator[Attacked]:
    """One log for many attacks, each of which is refused."""
    with databases.fresh(server) as database, closing(Attacked(database)) as attacked:
        yield attacked


@pytest.fixture
def log(database: Database) -> Iterator[Attacked]:
    """A log of the test's own."""
    with closing(Attacked(database)) as attacked:
        yield attacked


@pytest.fixture
def other_login(server: EmbeddedServer) -> Iterator[str]:
    """A second login that may append, for as long as the test lasts."""
    name = f"lks_test_{uuid.uuid4().hex}"
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN IN ROLE lks_app")
        yield name
        admin.execute(f"DROP ROLE {name}")


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.database)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty log."""
    if request.param == "memory":
        yield MemoryStore()
    else:
        with closing(PostgresStore(request.getfixturevalue("database").dsn)) as made:
            yield made
