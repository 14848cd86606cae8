"""What was published outside can be opened again, and says from which entry on a log differs from it."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from ledger.proof import checkpoint as checkpoints
from ledger.proof.checkpoint import Checkpoint, open_note
from ledger.proof.note import Signer, VerifierKey, sign
from ledger.proof.published import Difference, open_published
from ledger.proof.tiles import tile_path, tiles
from ledger.proof.tree import Tree, leaf
from ledger.refusal import Misuse, Refused

LEDGER = UUID("0b7c6f5e-1d2a-4c3b-9e8f-102030405060")
SIGNER = Signer(checkpoints.origin(LEDGER), bytes(range(32)))
SEALS = [sha256(b"%d" % number).digest() for number in range(600)]


def test_a_checkpoint_is_its_text() -> None:
    made = Checkpoint(LEDGER, 600, Tree(SEALS).root())
    assert made.text.splitlines()[:2] == ["lks/0b7c6f5e-1d2a-4c3b-9e8f-102030405060", "600"]
    assert checkpoints.parse(made.text) == made
    assert made.line == "600: " + made.text.splitlines()[2]
    assert open_note(made.signed(SIGNER).encode(), SIGNER.verifier) == made
    with_line = Checkpoint(LEDGER, 1, bytes(32), ("witnessed",))
    assert checkpoints.parse(with_line.text) == with_line


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "lks/x\n1\n" + "A" * 43 + "=\n",
        f"lks/{LEDGER}\n01\n" + "A" * 43 + "=\n",
        f"lks/{LEDGER}\n-1\n" + "A" * 43 + "=\n",
        f"lks/{LEDGER}\n1\nAAAA\n",
        f"lks/{LEDGER}\n1\n" + "A" * 42 + "B=\n",
        f"lks/{LEDGER}\n1\n" + "A" * 43 + "=\n\nx\n",
        f"lks/{LEDGER}\n1\n" + "A" * 43 + "=",
    ],
)
def test_what_is_no_checkpoint_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(Misuse, match="no checkpoint"):
        checkpoints.parse(wrong)


def test_a_key_of_another_ledger_does_not_count() -> None:
    other = Signer("lks/other", bytes(32))
    with pytest.raises(Misuse, match="is of lks/other"):
        open_note(sign(Checkpoint(LEDGER, 1, bytes(32)).text, other).encode(), other.verifier)


@pytest.mark.parametrize("kind", ["folder", "note"])
def test_a_log_that_begins_with_what_was_published_does_not_differ(tmp_path: Path, kind: str) -> None:
    published = open_published(_published(tmp_path, 512, kind), SIGNER.verifier)
    assert published.size == 512
    assert published.first_difference(SEALS) is None
    assert published.first_difference(SEALS[:512]) is None


@pytest.mark.parametrize("position", [1, 2, 256, 257, 599, 600])
def test_a_folder_names_the_first_entry_that_differs(tmp_path: Path, position: int) -> None:
    published = open_published(_published(tmp_path, 600, "folder"), SIGNER.verifier)
    resealed = [sha256(b"other" + one).digest() if at >= position else one for at, one in enumerate(SEALS, 1)]
    assert published.first_difference(resealed) == Difference(position, position)
    swapped = [*SEALS[: position - 1], SEALS[position - 2], *SEALS[position:]]
    assert published.first_difference(swapped) == Difference(position, position)
    assert published.first_difference(SEALS[: position - 1]) == Difference(position, position)


def test_a_note_says_that_something_differs_or_what_is_missing(tmp_path: Path) -> None:
    published = open_published(_published(tmp_path, 600, "note"), SIGNER.verifier)
    assert published.leaves is None
    assert published.first_difference([*SEALS[:-1], bytes(32)]) == Difference(1, 600)
    assert published.first_difference(SEALS[:-3]) == Difference(598, 598)
    assert published.first_difference([]) == Difference(1, 1)


def test_an_empty_ledger_was_published_too(tmp_path: Path) -> None:
    for kind in ("folder", "note"):
        assert open_published(_published(tmp_path / kind, 0, kind), SIGNER.verifier).first_difference(SEALS) is None


def test_a_folder_whose_tiles_were_changed_is_refused(tmp_path: Path) -> None:
    folder = _published(tmp_path, 600, "folder")
    tile = folder / tile_path(0, 1)
    tile.write_bytes(tile.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="do not give the root"):
        open_published(folder, SIGNER.verifier)
    tile.write_bytes(tile.read_bytes()[:-32])
    with pytest.raises(Refused, match="cut short"):
        open_published(folder, None)
    tile.unlink()
    with pytest.raises(Misuse, match="cannot be read"):
        open_published(folder, None)


def test_a_folder_signed_with_another_key_is_refused(tmp_path: Path) -> None:
    folder = _published(tmp_path, 3, "folder")
    with pytest.raises(Refused, match="not signed with this key"):
        open_published(folder, Signer(SIGNER.name, bytes(32)).verifier)
    assert open_published(folder, VerifierKey.parse(str(SIGNER.verifier))).size == 3
    with pytest.raises(Misuse, match="cannot be read"):
        open_published(tmp_path / "nothing", None)


def test_a_full_tile_stands_for_its_part(tmp_path: Path) -> None:
    folder = _published(tmp_path, 300, "folder")
    (folder / tile_path(0, 1, 44)).unlink()
    (folder / tile_path(0, 1, 44)).parent.rmdir()
    (folder / tile_path(0, 1)).write_bytes(b"".join(map(leaf, SEALS[256:512])))
    assert open_published(folder, None).first_difference(SEALS) is None


def test_tiles_are_named_as_in_the_specification() -> None:
    assert tile_path(0, 273) == "tile/0/273"
    assert tile_path(2, 1234067) == "tile/2/x001/x234/067"
    assert tile_path(0, 1234067, 7) == "tile/0/x001/x234/067.p/7"
    assert tile_path(1, 0, 1) == "tile/1/000.p/1"
    assert tile_path(0, 1000) == "tile/0/x001/000"


def test_the_tiles_of_a_level_are_the_roots_of_those_below() -> None:
    grown = Tree(SEALS)
    found = dict(tiles(grown, 600))
    assert list(found) == ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]
    assert found["tile/1/000.p/2"] == Tree(SEALS[:256]).root() + Tree(SEALS[256:512]).root()
    assert found["tile/0/002.p/88"] == b"".join(map(leaf, SEALS[512:]))
    assert list(dict(tiles(grown, 256))) == ["tile/0/000", "tile/1/000.p/1"]
    assert list(dict(tiles(grown, 0))) == []


def _published(place: Path, size: int, kind: str) -> Path:
    place.mkdir(exist_ok=True)
    note = Checkpoint(LEDGER, size, Tree(SEALS[:size]).root()).signed(SIGNER)
    if kind == "note":
        (place / "note").write_text(note)
        return place / "note"
    (place / "checkpoint").write_text(note)
    for name, tile in tiles(Tree(SEALS[:size]), size):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tile)
    return place
