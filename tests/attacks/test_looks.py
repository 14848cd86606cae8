"""The log of looks at persons under attack by somebody with all rights: found from the heads that somebody else keeps."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ledger.server.embedded import EmbeddedServer
from ledger.vault.looks import Look, findings, read
from tests import databases
from tests.attacks import looks, world
from tests.attacks.looks import OnLooks
from tests.attacks.world import ATTACKER, LOOKS

ATTACKS = looks.attacks()


@pytest.fixture(scope="module")
def admin(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    """Four looks, in a database of which each attack is taken back."""
    with databases.fresh(server) as database:
        world.look(database.dsn)
        with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
            connection.execute(ATTACKER.read_bytes())
            yield connection


@pytest.fixture(scope="module")
def kept(admin: psycopg.Connection[Any]) -> dict[int, bytes]:
    """What somebody else keeps: the heads of the looks as they were after the second and after the last."""
    written = {look.position: look.seal for look in read(admin)}
    return {place: written[place] for place in (2, 4)}


def found(admin: psycopg.Connection[Any], kept: dict[int, bytes]) -> int | None:
    """The first bad position."""
    return min((one.position for one in findings(admin, kept)), default=None)


def test_every_column_of_a_look_is_attacked() -> None:
    assert set(looks.CHANGED) == set(Look._fields)
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


def test_looks_that_nobody_attacked_are_whole(admin: psycopg.Connection[Any], kept: dict[int, bytes]) -> None:
    assert len(list(read(admin))) == len(LOOKS) == 4
    assert found(admin, kept) is None


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_is_found(admin: psycopg.Connection[Any], kept: dict[int, bytes], attack: OnLooks) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("SELECT attacker.triggers_off()")
        admin.execute(attack.does.encode())
        admin.execute("SELECT attacker.triggers_on()")
        assert found(admin, kept) == attack.first


def test_the_last_looks_can_be_cut_off_unseen_where_no_head_was_kept(
    admin: psycopg.Connection[Any], kept: dict[int, bytes]
) -> None:
    """The limit of every chain: keep its head outside, every day."""
    with admin.transaction(force_rollback=True):
        admin.execute("SELECT attacker.triggers_off()")
        admin.execute("DELETE FROM vault.look WHERE position > 2")
        admin.execute("SELECT attacker.set_look_head()")
        assert found(admin, {2: kept[2]}) is None
