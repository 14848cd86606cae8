"""Two histories of one ledger, an old one put back, and checkpoints that are not what they seem: all of it with the true key, or
with a copy of it. Whoever keeps one checkpoint, or compares two, finds the first entry in which they differ."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from commands.publishing import publish
from ledger.log.entry import Row, seal
from ledger.log.store import PostgresStore
from ledger.proof.checkpoint import Checkpoint, open_note
from ledger.proof.note import Signer
from ledger.proof.published import Published, open_published
from ledger.proof.tree import Tree, consistent
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import EmbeddedServer
from tests.attacks import world
from tests.attacks.world import World


@pytest.fixture(scope="module")
def ledger(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One ledger for all of it."""
    with world.made(server, tmp_path_factory.mktemp("published")) as made:
        yield made


def forked(ledger: World, at: int) -> list[Row]:
    """The same ledger up to before an entry; what follows was recorded a second later, and sealed with the same care."""
    rows = ledger.rows[: at - 1]
    for row in ledger.rows[at - 1 :]:
        later = row._replace(recorded_at=row.recorded_at + timedelta(seconds=1))
        rows.append(later._replace(seal=seal(rows[-1].seal, later)))
    return rows


def shown(ledger: World, rows: list[Row], folder: Path) -> Published:
    """What is published of a history, signed with the true key."""
    tree = Tree(row.seal for row in rows)
    checkpoint = Checkpoint(ledger.head.ledger_id, len(rows), tree.root())
    publish(folder, checkpoint, checkpoint.signed(ledger.signer), tree, ledger.signer.verifier)
    return open_published(folder, ledger.signer.verifier)


@pytest.mark.parametrize("at", [2, 150, 256, 257, 300])
def test_two_histories_shown_to_two_people_part_where_the_first_entry_differs(
    ledger: World, at: int, tmp_path: Path
) -> None:
    other = shown(ledger, forked(ledger, at), tmp_path)
    assert other.checkpoint.root != ledger.published.checkpoint.root
    assert other.leaves is not None
    difference = ledger.published.differs_from(Tree.over(other.leaves))
    assert difference is not None
    assert (difference.first, difference.last) == (at, at)
    with ledger.copy() as copy:
        assert copy.named(other) == {at}


@pytest.mark.parametrize("size", [200, 313])
def test_no_consistency_proof_leads_from_one_history_to_the_other(ledger: World, size: int) -> None:
    fork = Tree(row.seal for row in forked(ledger, 150))
    true = Tree(row.seal for row in ledger.rows)
    assert consistent(size, true.size, true.root(size), true.root(), true.consistency(size))
    for proof in (true.consistency(size), fork.consistency(size)):
        assert not consistent(size, true.size, fork.root(size), true.root(), proof)


def test_a_second_history_is_not_published_where_the_first_was(ledger: World, tmp_path: Path) -> None:
    shown(ledger, ledger.rows[:200], tmp_path)
    with pytest.raises(Refused):
        shown(ledger, forked(ledger, 150), tmp_path)


def test_two_histories_that_part_after_the_checkpoint_are_not_told_by_it_but_by_the_next(
    ledger: World, tmp_path: Path
) -> None:
    """What a checkpoint cannot show: that is why each run and each sign-off has one."""
    before = shown(ledger, ledger.rows[:250], tmp_path)
    fork = forked(ledger, 251)
    assert before.first_difference(row.seal for row in fork) is None
    after = ledger.published.first_difference(row.seal for row in fork)
    assert after is not None
    assert after.first == 251


def test_the_backup_of_last_week_put_back_lacks_its_first_missing_entry(ledger: World) -> None:
    with ledger.copy() as copy:
        copy.attack("DELETE FROM ledger.ledger_events WHERE notification_id > 200; SELECT attacker.set_head()")
        assert copy.named() == {201}


def test_a_backup_put_back_on_which_other_things_were_recorded_differs_in_the_first_of_them(ledger: World) -> None:
    with ledger.copy() as copy:
        copy.attack(
            "UPDATE ledger.ledger_events SET recorded_at = recorded_at + interval '1 hour' WHERE notification_id > 200;"
            " SELECT attacker.seal_from(201)"
        )
        assert copy.named() == {201}


def test_a_tail_that_was_never_published_can_be_cut_off_unseen(ledger: World) -> None:
    """The limit of every chain: so publish often. Of the older checkpoint nothing is missing; the newer one tells."""
    old = open_published(ledger.folder / "checkpoints" / str(ledger.marks["old"]), ledger.signer.verifier)
    with ledger.copy() as copy:
        copy.attack(f"DELETE FROM ledger.ledger_events WHERE notification_id > {old.size}; SELECT attacker.set_head()")
        assert copy.named(old) == set()
        assert copy.named() == {old.size + 1}


def test_a_note_alone_tells_that_something_differs_and_the_log_where_it_can(ledger: World) -> None:
    """Without the leaves: a change with its seal kept is named; one with all seals made again is only known to be there."""
    note = open_published(ledger.folder / "checkpoints" / str(len(ledger.rows)), ledger.signer.verifier)
    place = ledger.marks["Decided"]
    change = f"UPDATE ledger.ledger_events SET state = state || ' ' WHERE notification_id = {place}"
    with ledger.copy() as copy:
        copy.attack(change)
        assert copy.named(note) == {place}
    with ledger.copy() as copy:
        copy.attack(f"{change}; SELECT attacker.seal_from({place})")
        assert copy.named(note) == {1}


# --- checkpoints that are not what they seem --------------------------------------------------------------------------


def test_a_checkpoint_that_was_changed_or_signed_by_somebody_else_is_refused(ledger: World) -> None:
    checkpoint, note = ledger.note_of([row.seal for row in ledger.rows])
    stranger = Signer(ledger.signer.name, bytes(32))
    for forged in (
        note.replace("\n313\n", "\n312\n"),
        note.replace(str(ledger.head.ledger_id), "00000000-0000-4000-8000-000000000000", 1),
        checkpoint.signed(stranger),
        note.split("\n\n")[0] + "\n\n" + checkpoint.signed(stranger).split("\n\n")[1],
    ):
        assert forged != note
        with pytest.raises((Refused, Misuse)):
            open_note(forged.encode(), ledger.signer.verifier)


def test_a_key_of_another_ledger_signs_nothing_of_this_one(ledger: World) -> None:
    other = Signer("lks/00000000-0000-4000-8000-000000000000", bytes(range(32)))
    checkpoint, _ = ledger.note_of([row.seal for row in ledger.rows])
    with pytest.raises((Refused, Misuse)):
        open_note(checkpoint.signed(other).encode(), other.verifier)


def test_leaves_that_do_not_give_the_signed_root_are_refused(ledger: World, tmp_path: Path) -> None:
    shown(ledger, ledger.rows, tmp_path)
    tile = tmp_path / "tile" / "0" / "000"
    tile.chmod(0o644)
    tile.write_bytes(tile.read_bytes()[:-1] + b"\x00")
    with pytest.raises(Refused, match="do not give the root"):
        open_published(tmp_path, ledger.signer.verifier)


def test_who_stole_the_key_can_sign_another_history_and_still_not_make_it_begin_with_what_was_signed(
    ledger: World, tmp_path: Path
) -> None:
    stolen = Signer(ledger.signer.name, ledger.signer.private)
    fork = Tree(row.seal for row in forked(ledger, 150))
    forged = Checkpoint(ledger.head.ledger_id, fork.size, fork.root())
    assert open_note(forged.signed(stolen).encode(), ledger.signer.verifier) == forged
    difference = ledger.published.differs_from(fork)
    assert difference is not None
    assert difference.first == 150


def test_the_true_ledger_holds_against_every_checkpoint_that_was_ever_published(ledger: World) -> None:
    with ledger.copy() as copy, closing(PostgresStore(copy.dsn)) as store:
        for note in sorted((ledger.folder / "checkpoints").iterdir()):
            assert copy.found(store, open_published(note, ledger.signer.verifier)) == []
