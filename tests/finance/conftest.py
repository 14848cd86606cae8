"""An office whose ledger is in a database, with the projections behind it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.log.store import PostgresStore
from projections.runner import catch_up
from tests.databases import Database
from tests.payments.office import Office, ledger_in


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """A municipality without cases; the projections are brought up to date after everything that is recorded."""
    with closing(PostgresStore(database.dsn)) as store:
        yield Office(ledger_in(store), after=lambda: catch_up(database.dsn)).open()
