"""Fixtures of every test: `server` for the whole run, `database` for one test. A test that uses them is marked."""

import os
from collections.abc import Iterator

import pytest

from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.databases import Database


def pytest_configure(config: pytest.Config) -> None:
    """The first process of the run makes the server's folder; its workers inherit it."""
    if not hasattr(config, "workerinput"):
        databases.make_home()


def pytest_unconfigure(config: pytest.Config) -> None:
    """And the first process removes it, when all workers are done."""
    if not hasattr(config, "workerinput"):
        databases.remove_home()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database; skip what takes long, unless asked."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
        if item.get_closest_marker("long") and not os.environ.get("LKS_LONG"):
            item.add_marker(pytest.mark.skip(reason="long: ./runtests --long"))


@pytest.fixture(scope="session")
def server() -> EmbeddedServer:
    """The run's PostgreSQL server, with the template database in it."""
    return databases.start()


@pytest.fixture
def database(server: EmbeddedServer) -> Iterator[Database]:
    """A fresh database with the schema, connected to as `lks_local`."""
    with databases.fresh(server) as made:
        yield made
