"""The tree is that of RFC 6962: against the vectors of certificate transparency, and against the definition, naively."""

import random
from hashlib import sha256
from itertools import combinations

import pytest

from ledger.proof import tree
from ledger.proof.tree import EMPTY, Tree, consistent, included, leaf, root_from_shared

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SIZES = [*range(1, 20), 31, 32, 33, 64, 65]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = naive_split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = naive_split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = naive_split(len(leaves))
    if m <= k:
        return [*naive_proof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_proof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def naive_split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def seals(count: int) -> list[bytes]:
    return [sha256(b"%d" % number).digest() for number in range(count)]


def test_roots_are_those_of_the_reference() -> None:
    assert [tree.root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS
    grown = Tree(LEAVES)
    assert [grown.root(size).hex() for size in range(1, 9)] == ROOTS
    assert tree.root([]) == EMPTY == sha256(b"").digest()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference(index: int, size: int) -> None:
    assert [part.hex() for part in Tree(LEAVES).inclusion(index, size)] == INCLUSION[index, size]


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference(first: int, second: int) -> None:
    assert [part.hex() for part in Tree(LEAVES).consistency(first, second)] == CONSISTENCY[first, second]


def test_every_proof_is_that_of_the_definition_and_holds() -> None:
    whole = seals(100)
    grown = Tree(whole)
    for size in SIZES:
        given = whole[:size]
        root = grown.root(size)
        assert root == naive_root(given)
        for index in range(size):
            proof = grown.inclusion(index, size)
            assert proof == naive_path(index, given)
            assert included(root, size, index, leaf(whole[index]), proof)
        for first in range(1, size + 1):
            proof = grown.consistency(first, size)
            assert proof == naive_proof(first, given)
            assert consistent(first, size, grown.root(first), root, proof)


def test_a_tree_that_grew_in_any_steps_is_the_same() -> None:
    whole, steps = seals(700), random.Random(6)
    grown = Tree()
    while grown.size < len(whole):
        grown.extend(whole[grown.size : grown.size + steps.randint(0, 90)])
    assert grown.levels == Tree(whole).levels == Tree.over(b"".join(map(leaf, whole))).levels


def test_a_proof_that_was_touched_does_not_hold() -> None:
    grown = Tree(seals(21))
    for size in (1, 2, 7, 16, 21):
        root = grown.root(size)
        for index in range(size):
            proof, mine = grown.inclusion(index, size), leaf(seals(21)[index])
            for wrong in _touched(proof):
                assert not included(root, size, index, mine, wrong)
            assert not included(root, size, index, leaf(b"another"), proof)
            assert not any(included(root, size, other, mine, proof) for other in range(-1, size + 2) if other != index)
            assert not included(bytes(32), size, index, mine, proof)
        for first in range(1, size):
            proof, old = grown.consistency(first, size), grown.root(first)
            for wrong in _touched(proof):
                assert not consistent(first, size, old, root, wrong)
            assert not consistent(first, size, bytes(32), root, proof)
            assert not consistent(first, size, old, bytes(32), proof)
    assert not consistent(3, 2, grown.root(3), grown.root(2), [])
    assert not consistent(0, 2, grown.root(1), grown.root(2), [])
    assert consistent(0, 2, EMPTY, grown.root(2), [])


def test_one_proof_for_several_leaves_gives_the_root() -> None:
    whole = seals(100)
    grown = Tree(whole)
    for size in (1, 2, 3, 7, 8, 9):
        for count in range(1, size + 1):
            for chosen in combinations(range(size), count):
                proof = tree.shared(chosen, size, grown.node)
                leaves = {index: leaf(whole[index]) for index in chosen}
                assert root_from_shared(size, leaves, proof) == grown.root(size)
                assert len(proof) <= sum(len(grown.inclusion(index, size)) for index in chosen)
    chosen = (3, 4, 50, 99)
    proof, leaves = tree.shared(chosen, 100, grown.node), {index: leaf(whole[index]) for index in chosen}
    assert len(proof) < sum(len(grown.inclusion(index, 100)) for index in chosen)
    for wrong in _touched(proof):
        assert root_from_shared(100, leaves, wrong) != grown.root(100)
    for index in chosen:
        assert root_from_shared(100, {**leaves, index: leaf(b"another")}, proof) != grown.root(100)
    assert root_from_shared(100, {}, proof) is None
    assert root_from_shared(99, leaves, proof) is None


def test_a_proof_of_what_is_not_there_is_not_made() -> None:
    grown = Tree(seals(5))
    with pytest.raises(ValueError, match="not in the tree"):
        grown.inclusion(5)
    with pytest.raises(ValueError, match="larger"):
        grown.consistency(6, 5)
    with pytest.raises(ValueError, match="not in the tree"):
        tree.shared([1, 5], 5, grown.node)


def _touched(proof: list[bytes]) -> list[list[bytes]]:
    """The proof with each part changed, left out or doubled, and with one too many."""
    wrong = [[*proof, bytes(32)]]
    for at, part in enumerate(proof):
        wrong += [
            [*proof[:at], bytes([part[0] ^ 1]) + part[1:], *proof[at + 1 :]],
            [*proof[:at], *proof[at + 1 :]],
            [*proof[: at + 1], *proof[at:]],
        ]
    return wrong
