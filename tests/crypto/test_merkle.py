"""The log's tree against published vectors, and against a tree made by the definition."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_crypto import merkle
from rembug_crypto.errors import InvalidMerkleProof
from rembug_crypto.merkle import MerkleTree, leaf_hash, node_hash

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "merkle-proofs.json"


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


def some_leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 100, 257])
def test_the_root_is_that_of_the_definition(count: int) -> None:
    assert MerkleTree(some_leaves(count)).root() == by_definition(some_leaves(count))


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_in_every_tree_that_holds_it(size: int, data: st.DataObject) -> None:
    leaves = some_leaves(70)
    tree = MerkleTree(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size)
    merkle.verify_inclusion(leaves[index], index, size, proof, tree.root(size))
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index) if size > 1 else st.just(size))
    with pytest.raises(InvalidMerkleProof):
        merkle.verify_inclusion(leaves[index], other, size, proof, tree.root(size))
    with pytest.raises(InvalidMerkleProof):
        merkle.verify_inclusion(leaf_hash(b"forged"), index, size, proof, tree.root(size))


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_longer_log_is_proved_to_begin_with_the_shorter(one: int, other: int) -> None:
    old, size = sorted((one, other))
    tree = MerkleTree(some_leaves(70))
    proof = tree.consistency_proof(old, size)
    if old == 0 < size:
        assert proof == []
        return
    merkle.verify_consistency(old, tree.root(old), size, tree.root(size), proof)
    forged = MerkleTree([leaf_hash(b"forged"), *some_leaves(70)])
    if old > 0:
        with pytest.raises(InvalidMerkleProof):
            merkle.verify_consistency(old, forged.root(old), size, tree.root(size), proof)


def decoded(proof: list[str] | None) -> list[bytes]:
    return [base64.b64decode(each) for each in proof or []]


def cases(kind: str) -> list[object]:
    if not VECTORS.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason="the folder of external vectors is not here"))]
    found = json.loads(VECTORS.read_text())[kind]
    return [pytest.param(case, id=name) for name, case in found.items()]


@pytest.mark.parametrize("case", cases("inclusion"))
def test_inclusion_vectors_of_transparency_dev(case: dict[str, Any]) -> None:
    def check() -> None:
        merkle.verify_inclusion(
            base64.b64decode(case["leafHash"] or ""),
            case["leafIdx"],
            case["treeSize"],
            decoded(case["proof"]),
            base64.b64decode(case["root"] or ""),
        )

    if case["wantErr"]:
        with pytest.raises(InvalidMerkleProof):
            check()
    else:
        check()


@pytest.mark.parametrize("case", cases("consistency"))
def test_consistency_vectors_of_transparency_dev(case: dict[str, Any]) -> None:
    def check() -> None:
        merkle.verify_consistency(
            case["size1"],
            base64.b64decode(case["root1"] or ""),
            case["size2"],
            base64.b64decode(case["root2"] or ""),
            decoded(case["proof"]),
        )

    if case["wantErr"]:
        with pytest.raises(InvalidMerkleProof):
            check()
    else:
        check()


def test_a_node_is_read_only_when_it_is_complete() -> None:
    tree = MerkleTree(some_leaves(5))
    assert tree.hashes(2, 0, 1) == [by_definition(some_leaves(4))]
    with pytest.raises(ValueError, match="no complete nodes"):
        tree.hashes(2, 0, 2)
