"""The Merkle tree of the log: hashing of RFC 6962, proofs of RFC 9162.

Hashes are SHA-256, 32 bytes.  Source: RFC 6962 section 2.1 (hashing), RFC 9162 sections 2.1.3 and 2.1.4 (proofs).
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from typing import Final

from rembug_crypto.errors import InvalidMerkleProof

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""Root of the tree without leaves.  Source: RFC 6962 section 2.1."""

# No honest proof in a tree of fewer than 2^64 leaves is longer.
_MOST_HASHES: Final = 128


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf, 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """A growing tree that keeps the hash of every complete node, so that proofs cost only look-ups.

    A tree of ``n`` leaves takes about ``64 * n`` bytes of hashes.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        """Start with these leaves, given by their hashes."""
        self._levels: list[list[bytes]] = [[]]
        for each in leaf_hashes:
            self.append(each)

    def __len__(self) -> int:
        return len(self._levels[0])

    def copy(self) -> "MerkleTree":
        """Return a tree of the same leaves that grows by itself."""
        other = MerkleTree()
        other._levels = [list(level) for level in self._levels]
        return other

    def append(self, leaf: bytes) -> None:
        """Add a leaf by its hash, 32 bytes."""
        if len(leaf) != HASH_BYTES:
            raise ValueError("a leaf hash has 32 bytes")
        levels = self._levels
        levels[0].append(leaf)
        height = 0
        while len(levels[height]) % 2 == 0:
            if len(levels) == height + 1:
                levels.append([])
            levels[height + 1].append(node_hash(levels[height][-2], levels[height][-1]))
            height += 1

    def hashes(self, height: int, start: int, stop: int) -> list[bytes]:
        """Return the hashes of complete nodes ``start .. stop - 1``, each over ``2^height`` leaves.

        Raises:
            ValueError: they are not all complete.
        """
        if height >= len(self._levels) or not 0 <= start <= stop <= len(self._levels[height]):
            raise ValueError("no complete nodes there")
        return self._levels[height][start:stop]

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the tree, or of its first ``size`` leaves."""
        return self._range(0, self._size(size))

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf ``index`` is in the tree of the first ``size`` leaves, leaf's sibling first.

        Raises:
            ValueError: there is no such leaf or tree.
        """
        stop = self._size(size)
        if not 0 <= index < stop:
            raise ValueError("no such leaf")
        return self._path(index, 0, stop)

    def consistency_proof(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``old`` leaves is the beginning of that of ``size`` leaves.

        Empty for equal sizes and for ``old = 0``.

        Raises:
            ValueError: there are no such trees.
        """
        new = self._size(size)
        if not 0 <= old <= new:
            raise ValueError("no such tree")
        return [] if old in {0, new} else self._subproof(old, 0, new, whole=True)

    def _size(self, size: int | None) -> int:
        if size is None:
            return len(self)
        if not 0 <= size <= len(self):
            raise ValueError("no such tree")
        return size

    def _range(self, start: int, stop: int) -> bytes:
        """Return the root over the leaves ``start .. stop - 1``; ``start`` is a multiple of a power of two above."""
        count = stop - start
        if count == 0:
            return EMPTY_ROOT
        height = count.bit_length() - 1
        if count == 1 << height:
            return self._levels[height][start >> height]
        split = start + _split(count)
        return node_hash(self._range(start, split), self._range(split, stop))

    def _path(self, index: int, start: int, stop: int) -> list[bytes]:
        if stop - start == 1:
            return []
        split = start + _split(stop - start)
        if index < split:
            return [*self._path(index, start, split), self._range(split, stop)]
        return [*self._path(index, split, stop), self._range(start, split)]

    def _subproof(self, old: int, start: int, stop: int, *, whole: bool) -> list[bytes]:
        # RFC 9162 section 2.1.4.1, SUBPROOF; ``old`` counts from the first leaf of the whole tree.
        if old == stop:
            return [] if whole else [self._range(start, stop)]
        split = start + _split(stop - start)
        if old <= split:
            return [*self._subproof(old, start, split, whole=whole), self._range(split, stop)]
        return [*self._subproof(old, split, stop, whole=False), self._range(start, split)]


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    return MerkleTree(leaf_hashes).root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Accept that ``leaf`` (a leaf hash) is number ``index`` of the tree of ``size`` leaves with this root.

    Raises:
        InvalidMerkleProof: it is not, or the proof is malformed.

    Source: RFC 9162 section 2.1.3.2.
    """
    _check_hashes([leaf, *proof])
    if not 0 <= index < size:
        raise InvalidMerkleProof("no such leaf in a tree of this size")
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            raise InvalidMerkleProof("the proof is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise InvalidMerkleProof("the proof is too short")
    if not hmac.compare_digest(r, root):
        raise InvalidMerkleProof("the proof leads to another root")


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Accept that the tree of ``old_size`` leaves is the beginning of the tree of ``size`` leaves.

    Raises:
        InvalidMerkleProof: it is not, or the proof is malformed.

    Source: RFC 9162 section 2.1.4.2.
    """
    _check_hashes(proof)
    if not 0 <= old_size <= size:
        raise InvalidMerkleProof("the older tree is larger")
    if old_size == size:
        if proof or old_root != root or (size == 0 and root != EMPTY_ROOT):
            raise InvalidMerkleProof("trees of one size need no proof, and have one root")
        return
    if old_size == 0:
        raise InvalidMerkleProof("every tree begins with the empty one: there is nothing to prove")
    if not proof:
        raise InvalidMerkleProof("the proof is empty")
    fr, sr = _consistent_roots(old_size, old_root, size, proof)
    if fr != old_root or sr != root:
        raise InvalidMerkleProof("the proof leads to other roots")


def _consistent_roots(old_size: int, old_root: bytes, size: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the roots of both trees to which a consistency proof leads."""
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise InvalidMerkleProof("the proof is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise InvalidMerkleProof("the proof is too short")
    return fr, sr


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if len(hashes) > _MOST_HASHES or any(len(each) != HASH_BYTES for each in hashes):
        raise InvalidMerkleProof("not a list of hashes of 32 bytes")
