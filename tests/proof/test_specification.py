"""The examples of docs/checkpoint.md hold."""

import re
from pathlib import Path
from uuid import UUID

from ledger.proof import signing_key
from ledger.proof.checkpoint import Checkpoint, open_note, origin
from ledger.proof.note import Signer, VerifierKey
from ledger.proof.tree import Tree, leaf, shared

TEXT = (Path(__file__).parents[2] / "docs" / "checkpoint.md").read_text(encoding="utf-8")
LEDGER = UUID("0b7c6f5e-1d2a-4c3b-9e8f-102030405060")
SIGNER = Signer(origin(LEDGER), bytes(range(32)))


def blocks(kind: str) -> list[str]:
    """The examples of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_hashes_and_proofs_are_those_of_the_specification() -> None:
    (block,) = blocks("text")
    told = {name: [bytes.fromhex(part) for part in parts] for name, *parts in map(str.split, block.splitlines())}
    seals = [told[f"seal_{n}"][0] for n in (1, 2, 3)]
    seal_examples = (Path(__file__).parents[2] / "docs" / "seal.md").read_text(encoding="utf-8")
    assert all(seal.hex() in seal_examples for seal in seals)
    tree = Tree(seals)
    for n, seal in enumerate(seals, 1):
        assert [leaf(seal)] == told[f"leaf_{n}"]
        assert [tree.root(n)] == told[f"root_of_{n}"]
    assert tree.inclusion(1, 3) == told["inclusion_2_in_3"]
    assert tree.consistency(1, 3) == told["consistency_1_to_3"]
    assert shared([0, 2], 3, tree.node) == told["shared_1_3_in_3"]


def test_key_and_note_are_those_of_the_specification() -> None:
    (private, public), (note,) = blocks("key"), blocks("note")
    assert private == signing_key.written(SIGNER) + "\n"
    assert VerifierKey.parse(public) == SIGNER.verifier
    found = open_note(note.encode(), SIGNER.verifier)
    assert found == Checkpoint(LEDGER, 3, found.root)
    assert found.signed(SIGNER) == note
    assert found.root.hex() in TEXT
