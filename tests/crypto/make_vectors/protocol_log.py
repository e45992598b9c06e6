"""Golden vectors of the log: Merkle tree, signed notes with checkpoints, tiles."""

import base64
from collections.abc import Mapping

from nacl.signing import SigningKey

from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import ENTRIES, Tile, entry_bundle
from tests.crypto.make_vectors.protocol_shape import Json, group, invalid, valid, vector_file
from tests.crypto.seeded import SeededRandom

ORIGIN = "rembug.id/kelurahan-contoh-2027"
_SIZE = 11


def _entries(count: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(count)]


def _tree(count: int) -> MerkleTree:
    return MerkleTree(leaf_hash(entry) for entry in _entries(count))


def _hexes(hashes: list[bytes]) -> list[Json]:
    return [each.hex() for each in hashes]


def _flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def _inclusion() -> list[Mapping[str, Json]]:
    tree = _tree(_SIZE)
    root = tree.root()
    tests: list[Mapping[str, Json]] = []
    for index in range(_SIZE):
        steps = _hexes(tree.inclusion_proof(index))
        own = leaf_hash(_entries(_SIZE)[index]).hex()
        tests.append(valid(f"leaf {index}", leaf=own, index=index, proof=steps, root=root.hex()))
    leaf, proof = leaf_hash(b"entry 6"), tree.inclusion_proof(6)
    good: dict[str, Json] = {"leaf": leaf.hex(), "index": 6, "proof": _hexes(proof), "root": root.hex()}
    faults: dict[str, dict[str, Json]] = {
        "another leaf": {"leaf": _flipped(leaf).hex()},
        "another index": {"index": 7},
        "an index outside the tree": {"index": _SIZE},
        "another root": {"root": _flipped(root).hex()},
        "a size at which the path is longer": {"size": 32},
        "one hash less": {"proof": _hexes(proof[:-1])},
        "one hash more": {"proof": _hexes([*proof, proof[0]])},
        "two hashes exchanged": {"proof": _hexes([proof[1], proof[0], *proof[2:]])},
        "a hash of 31 bytes": {"proof": [proof[0].hex()[2:], *_hexes(proof[1:])]},
    }
    return [*tests, *(invalid(comment, **{**good, **fault}) for comment, fault in faults.items())]


def _consistency() -> list[Mapping[str, Json]]:
    tree = _tree(_SIZE)
    tests: list[Mapping[str, Json]] = []
    root = tree.root().hex()
    for old in range(1, _SIZE + 1):
        steps = _hexes(tree.consistency_proof(old))
        tests.append(valid(f"from {old}", old_size=old, old_root=tree.root(old).hex(), proof=steps, root=root))
    proof = tree.consistency_proof(6)
    good: dict[str, Json] = {"old_size": 6, "old_root": tree.root(6).hex(), "proof": _hexes(proof), "root": root}
    faults: dict[str, dict[str, Json]] = {
        "another old root": {"old_root": _flipped(tree.root(6)).hex()},
        "another root": {"root": _flipped(tree.root()).hex()},
        "another old size": {"old_size": 7},
        "no proof": {"proof": []},
        "one hash less": {"proof": _hexes(proof[:-1])},
        "one hash more": {"proof": _hexes([*proof, proof[0]])},
        "the older tree is larger": {"old_size": _SIZE + 1},
        "the empty tree, from which nothing is proved": {"old_size": 0},
    }
    return [*tests, *(invalid(comment, **{**good, **fault}) for comment, fault in faults.items())]


def merkle_vectors() -> dict[str, Json]:
    """Return ``merkle.json``."""
    roots = [
        valid(f"{count} leaves", entries=[each.hex() for each in _entries(count)], root=_tree(count).root().hex())
        for count in (0, 1, 2, 3, 7, 8, _SIZE)
    ]
    other: list[Json] = [each.hex() for each in _entries(3)]
    wrong = invalid("in another order", entries=[other[1], other[0], other[2]], root=_tree(3).root().hex())
    return vector_file(
        "Merkle tree",
        "docs/formats.md, log; RFC 9162 section 2.1",
        [
            group("Root", [*roots, wrong]),
            group("Inclusion", _inclusion(), size=_SIZE),
            group("Consistency", _consistency(), size=_SIZE),
        ],
    )


def note_vectors() -> dict[str, Json]:
    """Return ``note.json``: checkpoints as signed notes, which are text and not hexadecimal."""
    seed = SeededRandom("note.json")(32)
    tree = _tree(_SIZE)
    note = sign_checkpoint(Checkpoint(ORIGIN, _SIZE, tree.root()), seed)
    key = NoteKey.parse(_key_text(seed))
    text = note.to_text()
    root = base64.b64encode(tree.root()).decode()
    other = _key_text(SeededRandom("another key")(32))
    signature = text.rstrip("\n").rsplit(" ", 1)[1]
    bad = base64.b64encode(_flip_last(base64.b64decode(signature))).decode()
    faults = {
        "another size": text.replace(f"\n{_SIZE}\n", "\n12\n"),
        "a size with a zero before it": text.replace(f"\n{_SIZE}\n", "\n011\n"),
        "another root": text.replace(root, base64.b64encode(_flipped(tree.root())).decode()),
        "another origin": text.replace(f"{ORIGIN}\n", f"{ORIGIN}x\n", 1),
        "a changed signature": text.replace(signature, bad),
        "no signature": text.split("\n\n")[0] + "\n\n",
        "no empty line": text.replace("\n\n", "\n", 1),
        "no newline at the end": text[:-1],
        "a carriage return": text.replace("\n", "\r\n", 1),
        "base64 without padding": text.replace(root, root.rstrip("=")),
    }
    good: dict[str, Json] = {"key": key.to_text(), "origin": ORIGIN, "size": _SIZE, "root": tree.root().hex()}
    return vector_file(
        "signed checkpoints",
        "docs/formats.md, log; C2SP signed-note and tlog-checkpoint",
        [
            group(
                "Checkpoint",
                [
                    valid("signed by the log", note=text),
                    *(invalid(comment, note=changed) for comment, changed in faults.items()),
                    invalid("under another key", note=text, key=other),
                ],
                **good,
            ),
            group("SignCheckpoint", [valid("Ed25519 is deterministic", note=text)], seed=seed.hex(), **good),
        ],
    )


def _key_text(seed: bytes) -> str:
    return NoteKey(ORIGIN, bytes(SigningKey(seed).verify_key)).to_text()


def _flip_last(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def tiles_vectors() -> dict[str, Json]:
    """Return ``tiles.json``."""
    tiles = [Tile(0, 0), Tile(0, 3, 7), Tile(1, 0, 4), Tile(0, 1234), Tile(ENTRIES, 5, 9), Tile(ENTRIES, 1_234_067)]
    paths = [
        valid(
            f"level {tile.level}, number {tile.number}",
            level=tile.level,
            number=tile.number,
            width=tile.width,
            path=tile.path(),
        )
        for tile in tiles
    ]
    wrong = [
        invalid("a short number", level=0, number=3, width=256, path="tile/0/3"),
        invalid("a group too many", level=0, number=3, width=256, path="tile/0/x000/003"),
        invalid("a partial tile of full width", level=0, number=3, width=256, path="tile/0/003.p/256"),
        invalid("a partial tile of no width", level=0, number=3, width=0, path="tile/0/003.p/0"),
        invalid("a step up", level=0, number=3, width=256, path="tile/0/../003"),
        invalid("a level with a zero before it", level=0, number=3, width=256, path="tile/00/003"),
    ]
    entries = _entries(3)
    bundle = entry_bundle(entries)
    good: list[Json] = [each.hex() for each in entries]
    bundles = [
        valid("three entries", bundle=bundle.hex(), width=3, entries=good),
        invalid("one entry is missing", bundle=entry_bundle(entries[:2]).hex(), width=3, entries=good),
        invalid("one entry more", bundle=entry_bundle([*entries, b"x"]).hex(), width=3, entries=good),
        invalid("it ends inside an entry", bundle=bundle[:-1].hex(), width=3, entries=good),
        invalid("it ends inside a length", bundle=(bundle + b"\0").hex(), width=3, entries=good),
    ]
    return vector_file(
        "tiles of the log",
        "docs/formats.md, log; C2SP tlog-tiles",
        [group("TilePath", [*paths, *wrong]), group("EntryBundle", bundles)],
    )
