"""Notes, checkpoints, cosignatures and receipts against the C2SP texts."""

import hashlib

import pytest
from nacl.signing import SigningKey

from rembug_crypto.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from rembug_crypto.cosignature import cosign, verify_cosignature
from rembug_crypto.errors import InvalidMerkleProof, InvalidNote
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import COSIGNATURE, NoteKey, parse_note, verify_note
from rembug_crypto.tlog_proof import TlogProof, parse_proof

ORIGIN = "rembug.id/uji"
SEED = bytes(range(32))
KEY = NoteKey(ORIGIN, bytes(SigningKey(SEED).verify_key))
WITNESS_SEED = bytes(reversed(range(32)))
WITNESS = NoteKey("saksi.example/1", bytes(SigningKey(WITNESS_SEED).verify_key), COSIGNATURE)

# Source: golang.org/x/mod/sumdb/note, package documentation, the key and note of its example.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def tree() -> MerkleTree:
    return MerkleTree([leaf_hash(str(number).encode()) for number in range(20)])


def signed(size: int = 20) -> str:
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree().root(size)), SEED).to_text()


def test_the_published_example_of_a_note_verifies() -> None:
    verify_note(parse_note(GO_NOTE.encode()), NoteKey.parse(GO_KEY))


def test_a_changed_text_does_not_verify() -> None:
    with pytest.raises(InvalidNote):
        verify_note(parse_note(GO_NOTE.replace("answer", "Answer").encode()), NoteKey.parse(GO_KEY))


def test_a_checkpoint_opens_under_the_key_of_its_log() -> None:
    checkpoint, note = open_checkpoint(signed().encode(), KEY)
    assert checkpoint == Checkpoint(ORIGIN, 20, tree().root())
    assert NoteKey.parse(KEY.to_text()) == KEY
    assert note.to_text() == signed()


def test_no_byte_of_a_checkpoint_can_be_changed() -> None:
    data = signed().encode()
    for place in range(len(data)):
        for bit in (1, 0x20, 0x80):
            changed = bytearray(data)
            changed[place] ^= bit
            with pytest.raises(InvalidNote):
                open_checkpoint(bytes(changed), KEY)


@pytest.mark.parametrize(
    "text",
    [
        "rembug.id/uji\n+20\nAAAA\n",
        f"rembug.id/uji\n020\n{'A' * 43}=\n",
        f"rembug.id/uji\n\u0662\n{'A' * 43}=\n",
        f"rembug.id/uji\n20\n{'A' * 43}=\nextension\n",
        f"rembug.id/uji\n20\n{'A' * 42}B=\n",
    ],
)
def test_only_the_canonical_text_of_a_checkpoint_is_read(text: str) -> None:
    with pytest.raises(InvalidNote):
        Checkpoint.parse(text)


def test_a_checkpoint_of_another_log_is_refused_even_under_the_same_key() -> None:
    other = sign_checkpoint(Checkpoint("rembug.id/lain", 20, tree().root()), SEED)
    with pytest.raises(InvalidNote):
        open_checkpoint(other.to_text().encode(), KEY)


def test_a_witness_cosigns_and_its_time_is_bound() -> None:
    note = cosign(parse_note(signed().encode()), WITNESS.name, WITNESS_SEED, 1_790_000_000)
    assert verify_cosignature(note, WITNESS).timestamp == 1_790_000_000
    line = note.signatures[1]
    later = line.signature[:7] + bytes([line.signature[7] ^ 1]) + line.signature[8:]
    forged = parse_note(signed().encode()).with_signature(type(line)(line.name, line.key_id, later))
    with pytest.raises(InvalidNote):
        verify_cosignature(forged, WITNESS)
    with pytest.raises(InvalidNote):
        cosign(note, WITNESS.name, WITNESS_SEED, 0)


def test_the_id_of_a_cosigning_key_is_that_of_its_type() -> None:
    data = WITNESS.name.encode() + b"\n\x04" + WITNESS.public_key
    assert WITNESS.key_id == hashlib.sha256(data).digest()[:4]


def receipt() -> TlogProof:
    return TlogProof(7, tuple(tree().inclusion_proof(7)), signed(), b"kode")


def test_a_receipt_proves_its_leaf_and_no_other() -> None:
    read = parse_proof(receipt().to_text().encode())
    assert read == receipt()
    read.verify(leaf_hash(b"7"), KEY)
    with pytest.raises(InvalidMerkleProof):
        read.verify(leaf_hash(b"8"), KEY)


@pytest.mark.parametrize("index", ["9007199254740992", "99999999999999999999", "07", "-1", ""])
def test_an_index_that_no_tree_has_is_refused(index: str) -> None:
    text = receipt().to_text()
    with pytest.raises(InvalidNote):
        parse_proof(text.replace("\nindex 7\n", f"\nindex {index}\n").encode())


def test_no_byte_of_a_receipt_can_be_changed_but_the_unsigned_extra() -> None:
    data = receipt().to_text().encode()
    extra_ends = data.index(b"\nindex ")
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            read = parse_proof(bytes(changed))
            read.verify(leaf_hash(b"7"), KEY)
        except (InvalidNote, InvalidMerkleProof):
            continue
        assert place < extra_ends
        assert read.extra != b"kode"
