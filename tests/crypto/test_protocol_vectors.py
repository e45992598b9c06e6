"""The golden vectors of the protocol, read as any other implementation would read them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from rembug_crypto import ballot_proof, opening, shuffle_proof
from rembug_crypto.ballot_proof import BallotStatement
from rembug_crypto.ceremony import (
    CeremonyContext,
    Polynomials,
    ceremony_hash,
    joint_key,
    open_commitments,
    verification_keys,
)
from rembug_crypto.ceremony_shares import ShareRoute, check_share, open_share
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from rembug_crypto.domains import Domain, frames
from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt, reencrypt
from rembug_crypto.encoding import decode_slots, encode_slots
from rembug_crypto.errors import CryptoError
from rembug_crypto.generators import generators
from rembug_crypto.group import GENERATOR_BASE, Elements, Scalars, backend_name
from rembug_crypto.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from rembug_crypto.note import NoteKey
from rembug_crypto.opening import OpeningStatement, combine, factors_from_bytes
from rembug_crypto.schnorr import SchnorrProof
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement
from rembug_crypto.tiles import parse_path, split_entries
from rembug_crypto.transcript import Transcript
from tests.crypto.make_vectors.protocol import FILES, FOLDER, text_of
from tests.crypto.seeded import SeededRandom

Fields: TypeAlias = dict[str, Any]


class AnotherOutcomeError(Exception):
    """The code computes something else than the vector states."""


def same(computed: object, stated: object) -> None:
    if computed != stated:
        raise AnotherOutcomeError


def raw(fields: Fields, name: str) -> bytes:
    return bytes.fromhex(fields[name])


def check_frames(fields: Fields) -> None:
    parts = [part for label, value in fields["parts"] for part in (label, bytes.fromhex(value))]
    same(frames(*parts), raw(fields, "frames"))


def check_transcript(fields: Fields) -> None:
    transcript = Transcript(Domain(fields["domain"]))
    for step in fields["steps"]:
        match step["op"]:
            case "absorb":
                transcript.absorb(step["label"], raw(step, "value"))
            case "draw":
                same(transcript.draw(step["label"]), raw(step, "drawn"))
            case "challenge_scalar":
                same(transcript.challenge_scalar(step["label"]).to_bytes(), raw(step, "scalar"))
            case "challenges_128":
                stated = Scalars.from_128(raw(step, "challenges"))
                same(transcript.challenges_128(step["label"], step["count"]), stated)
            case other:
                raise NotImplementedError(other)


def check_encode_slot(fields: Fields) -> None:
    same(encode_slots([raw(fields, "slot")]).to_bytes(), raw(fields, "elements"))


def check_decode_slot(fields: Fields) -> None:
    elements = Elements.from_bytes(raw(fields, "elements"), allow_identity=True)
    (slot,) = decode_slots(elements)
    if slot is None:
        raise AnotherOutcomeError
    same(slot, raw(fields, "slot"))


def check_encrypt(fields: Fields) -> None:
    key = PublicKey.from_bytes(raw(fields, "keys"))
    messages = Elements.from_bytes(raw(fields, "messages"))
    randomness = Scalars.from_bytes(raw(fields, "randomness"))
    same(encrypt(messages, key, randomness).to_bytes(), raw(fields, "ciphertext"))


def check_reencrypt(fields: Fields) -> None:
    key = PublicKey.from_bytes(raw(fields, "keys"))
    sealed = Ciphertexts.from_bytes(raw(fields, "ciphertext"), key.width)
    fresh = reencrypt(sealed, [0], key, Scalars.from_bytes(raw(fields, "randomness")))
    same(fresh.to_bytes(), raw(fields, "output"))


def check_decode_ciphertext(fields: Fields) -> None:
    Ciphertexts.from_rows([raw(fields, "ciphertext")], fields["width"])


def ballot_statement(fields: Fields) -> BallotStatement:
    return BallotStatement(
        fields["election"],
        fields["contest"],
        fields["table"],
        PublicKey.from_bytes(raw(fields, "keys")),
        raw(fields, "ciphertext"),
        raw(fields, "credential"),
    )


def check_ballot_prove(fields: Fields) -> None:
    (randomness,) = Scalars.from_bytes(raw(fields, "randomness"))
    random = SeededRandom(fields["seed"])
    made = ballot_proof.prove(ballot_statement(fields), randomness, random)
    same(made, raw(fields, "proof"))
    ballot_proof.verify(ballot_statement(fields), made)


def check_ballot_verify(fields: Fields) -> None:
    statement, proof = ballot_statement(fields), raw(fields, "proof")
    ballot_proof.verify(statement, proof)
    challenge = statement.challenge(SchnorrProof.from_bytes(proof).commitment)
    same(challenge.to_bytes(), raw(fields, "challenge"))


def check_generators(fields: Fields) -> None:
    index = fields["index"]
    made = generators(fields["election"], index)[index]
    same(made.to_bytes(), raw(fields, "element"))


def check_mix(fields: Fields) -> None:
    key = PublicKey.from_bytes(raw(fields, "keys"))
    inputs = Ciphertexts.from_bytes(raw(fields, "inputs"), fields["width"])
    randomness = Scalars.from_bytes(raw(fields, "randomness"))
    made = reencrypt(inputs, fields["order"], key, randomness)
    same(made.to_bytes(), raw(fields, "outputs"))


def check_mix_verify(fields: Fields) -> None:
    width = fields["width"]
    statement = ShuffleStatement(
        fields["election"],
        fields["contest"],
        fields["mixer"],
        fields["step"],
        PublicKey.from_bytes(raw(fields, "keys")),
        Ciphertexts.from_bytes(raw(fields, "inputs"), width),
        Ciphertexts.from_bytes(raw(fields, "outputs"), width),
    )
    proof = ShuffleProof.from_bytes(raw(fields, "proof"), statement.count, width)
    same(proof.to_bytes(), raw(fields, "proof"))
    shuffle_proof.verify(statement, proof, SeededRandom("weights"))


def context(fields: Fields) -> CeremonyContext:
    names = ("election", "ceremony", "holders", "threshold", "keys")
    return CeremonyContext(*(fields[name] for name in names))


def check_commitments(fields: Fields) -> None:
    open_commitments(context(fields), fields["holder"], raw(fields, "blob"))


def check_a_share(fields: Fields) -> None:
    run = context(fields)
    share = Scalars.from_bytes(raw(fields, "share"))
    commitments = open_commitments(run, fields["sender"], raw(fields, "blob"))
    check_share(fields["sender"], fields["receiver"], share, commitments)
    own = Polynomials.from_bytes(raw(fields, "polynomials"), run)
    same(own.share_for(fields["receiver"]), share)


def check_sealed_share(fields: Fields) -> None:
    run = context(fields)
    share = open_share(
        ShareRoute(run, fields["sender"], fields["receiver"]),
        raw(fields, "sealed"),
        raw(fields, "receiver_box_secret"),
        raw(fields, "sender_box_key"),
        open_commitments(run, fields["sender"], raw(fields, "blob")),
    )
    same(share.to_bytes(), raw(fields, "share"))


def check_joint_key(fields: Fields) -> None:
    run = context(fields)
    commitments = [
        open_commitments(run, holder, bytes.fromhex(blob)) for holder, blob in enumerate(fields["blobs"], start=1)
    ]
    same(joint_key(commitments).to_bytes(), raw(fields, "key"))


def check_verification_keys(fields: Fields) -> None:
    run = context(fields)
    commitments = [
        open_commitments(run, holder, bytes.fromhex(blob)) for holder, blob in enumerate(fields["blobs"], start=1)
    ]
    made = verification_keys(commitments, fields["holder"])
    same(made.to_bytes(), raw(fields, "verification_keys"))
    same(GENERATOR_BASE.times(Scalars.from_bytes(raw(fields, "secret_keys"))), made)


def check_ceremony_hash(fields: Fields) -> None:
    same(ceremony_hash([bytes.fromhex(event) for event in fields["events"]]), raw(fields, "hash"))


def check_lagrange(fields: Fields) -> None:
    made = opening.lagrange_coefficients(fields["holders"])
    same(made.to_bytes(), raw(fields, "coefficients"))


def check_opening_verify(fields: Fields) -> None:
    width = fields["width"]
    statement = OpeningStatement(
        fields["election"],
        fields["contest"],
        fields["holder"],
        Elements.from_bytes(raw(fields, "verification_keys")),
        Ciphertexts.from_bytes(raw(fields, "ciphertexts"), width),
    )
    count = len(statement.ciphertexts)
    factors = factors_from_bytes(raw(fields, "factors"), count, width)
    opening.verify(statement, factors, raw(fields, "proof"))
    secret = Scalars.from_bytes(raw(fields, "secret_keys"))
    same(opening.compute_factors(statement.ciphertexts, secret), factors)


def check_combine(fields: Fields) -> None:
    width = fields["width"]
    ciphertexts = Ciphertexts.from_bytes(raw(fields, "ciphertexts"), width)
    factors = {
        given["holder"]: factors_from_bytes(raw(given, "factors"), len(ciphertexts), width) for given in fields["given"]
    }
    messages = combine(ciphertexts, factors, fields["threshold"])
    same(messages.to_bytes(), raw(fields, "messages"))
    slots = [None if slot is None else slot.hex() for slot in decode_slots(messages)]
    same(slots, fields["slots"])


def check_root(fields: Fields) -> None:
    same(root_of([leaf_hash(bytes.fromhex(entry)) for entry in fields["entries"]]), raw(fields, "root"))


def hashes(fields: Fields) -> list[bytes]:
    return [bytes.fromhex(each) for each in fields["proof"]]


def check_inclusion(fields: Fields) -> None:
    verify_inclusion(raw(fields, "leaf"), fields["index"], fields["size"], hashes(fields), raw(fields, "root"))


def check_consistency(fields: Fields) -> None:
    old = raw(fields, "old_root")
    verify_consistency(fields["old_size"], old, fields["size"], raw(fields, "root"), hashes(fields))


def check_checkpoint(fields: Fields) -> None:
    checkpoint, _ = open_checkpoint(fields["note"].encode(), NoteKey.parse(fields["key"]))
    same(checkpoint, Checkpoint(fields["origin"], fields["size"], raw(fields, "root")))


def check_sign_checkpoint(fields: Fields) -> None:
    checkpoint = Checkpoint(fields["origin"], fields["size"], raw(fields, "root"))
    same(sign_checkpoint(checkpoint, raw(fields, "seed")).to_text(), fields["note"])


def check_tile_path(fields: Fields) -> None:
    tile = parse_path(fields["path"])
    same((tile.level, tile.number, tile.width), (fields["level"], fields["number"], fields["width"]))
    same(tile.path(), fields["path"])


def check_entry_bundle(fields: Fields) -> None:
    entries = split_entries(raw(fields, "bundle"), fields["width"])
    same([entry.hex() for entry in entries], fields["entries"])


CHECKS: dict[str, Callable[[Fields], None]] = {
    "Frames": check_frames,
    "Transcript": check_transcript,
    "EncodeSlot": check_encode_slot,
    "DecodeSlot": check_decode_slot,
    "Encrypt": check_encrypt,
    "Reencrypt": check_reencrypt,
    "DecodeCiphertext": check_decode_ciphertext,
    "BallotProve": check_ballot_prove,
    "BallotVerify": check_ballot_verify,
    "Generators": check_generators,
    "Mix": check_mix,
    "MixVerify": check_mix_verify,
    "Commitments": check_commitments,
    "Share": check_a_share,
    "SealedShare": check_sealed_share,
    "JointKey": check_joint_key,
    "VerificationKeys": check_verification_keys,
    "CeremonyHash": check_ceremony_hash,
    "Lagrange": check_lagrange,
    "OpeningVerify": check_opening_verify,
    "Combine": check_combine,
    "Root": check_root,
    "Inclusion": check_inclusion,
    "Consistency": check_consistency,
    "Checkpoint": check_checkpoint,
    "SignCheckpoint": check_sign_checkpoint,
    "TilePath": check_tile_path,
    "EntryBundle": check_entry_bundle,
}


def every_test() -> Iterator[tuple[str, str, Fields]]:
    for name in FILES:
        for group in json.loads((FOLDER / name).read_text())["testGroups"]:
            common = {key: value for key, value in group.items() if key not in {"type", "tests"}}
            for test in group["tests"]:
                label = f"{name} {test['tcId']} {test['comment']}"
                yield label, group["type"], {**common, **test}


TESTS = {label: (kind, fields) for label, kind, fields in every_test()}


@pytest.mark.parametrize("label", TESTS)
def test_a_golden_vector_has_the_stated_result(label: str) -> None:
    kind, fields = TESTS[label]
    if fields["result"] == "valid":
        CHECKS[kind](fields)
    else:
        assert fields["result"] == "invalid"
        with pytest.raises((CryptoError, AnotherOutcomeError)):
            CHECKS[kind](fields)


@pytest.mark.parametrize("name", FILES)
def test_every_test_of_a_file_is_counted_and_read(name: str) -> None:
    file = json.loads((FOLDER / name).read_text())
    numbers = [test["tcId"] for group in file["testGroups"] for test in group["tests"]]
    assert numbers == list(range(1, file["numberOfTests"] + 1))
    assert sum(label.startswith(f"{name} ") for label in TESTS) == len(numbers)
    results = {test["result"] for group in file["testGroups"] for test in group["tests"]}
    assert results == {"valid", "invalid"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_vectors_is_what_its_script_writes(name: str) -> None:
    assert (FOLDER / name).read_text() == text_of(name)


def test_the_backend_is_the_one_that_was_asked_for() -> None:
    assert backend_name() == os.environ.get("REMBUG_BACKEND", backend_name())


def test_the_reference_backend_makes_and_accepts_the_same_vectors_byte_for_byte() -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        # All tests of this file but this one, which would start itself for ever.
        [*(sys.executable, "-m", "pytest", __file__), "-k", "not byte_for_byte", "-p", "no:cacheprovider"],
        cwd=Path(__file__).parents[2],
        env={**ours, "REMBUG_BACKEND": "reference"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
