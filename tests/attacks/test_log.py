"""The log under attack by somebody with all rights, who can do everything but change what was published: every attack is found from
the last checkpoint that somebody else keeps, and the first bad position is named."""

from collections.abc import Iterator

import pytest

from ledger.server.embedded import EmbeddedServer
from tests.attacks import columns, contents, entries, world
from tests.attacks.attack import Attack
from tests.attacks.world import World

ATTACKS = [*columns.attacks(), *entries.attacks(), *contents.attacks()]


@pytest.fixture(scope="module")
def ledger(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One ledger for all of it; it is copied, and each copy attacked once."""
    with world.made(server, tmp_path_factory.mktemp("published")) as made:
        yield made


def test_there_are_more_than_sixty_and_no_two_are_the_same() -> None:
    assert len({attack.does for attack in ATTACKS}) == len({attack.name for attack in ATTACKS}) == len(ATTACKS) > 60


def test_every_column_is_attacked(ledger: World) -> None:
    assert set(columns.CHANGED) == {
        "notification_id", "originator_id", "originator_version", *ledger.rows[0]._fields[3:]
    }  # fmt: skip


def test_a_ledger_that_nobody_attacked_is_whole(ledger: World) -> None:
    with ledger.copy() as copy:
        assert copy.named() == set()


def test_a_database_that_says_of_every_entry_that_it_is_whole_is_not_believed(ledger: World) -> None:
    place = ledger.marks["Decided"]
    says_so = (
        "CREATE OR REPLACE FUNCTION ledger.first_broken_seal(from_position bigint DEFAULT 1, through bigint DEFAULT NULL)"
        " RETURNS bigint LANGUAGE plpgsql STABLE AS $$BEGIN RETURN NULL; END$$"
    )
    with ledger.copy() as copy:
        copy.by_owner(says_so)
        copy.attack(f"SELECT attacker.say({place}, $$89741$$, $$99741$$)")
        assert copy.named() == {place}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_is_found_where_it_begins(ledger: World, attack: Attack) -> None:
    with ledger.copy() as copy:
        copy.attack(attack.statements(ledger))
        assert copy.named() == attack.expected(ledger)
