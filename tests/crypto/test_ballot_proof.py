"""The proof in a ballot: it holds in one place only, and bad ones of a batch are found."""

from dataclasses import replace

import pytest

from rembug_crypto import ballot_proof
from rembug_crypto.ballot_proof import BallotStatement, batch_verify_ballot_proofs
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.errors import InvalidBallotProofs, InvalidSchnorrProof, MalformedEncoding
from rembug_crypto.group import GENERATOR, Elements, Scalar, Scalars
from tests.crypto import world
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom


@pytest.mark.parametrize("width", [2, 6, 34])
def test_an_honest_ballot_verifies_and_comes_back_decoded(width: int) -> None:
    statement = world.ballot_statement(0, width)
    decoded = ballot_proof.verify(statement, world.ballot_proof_of(0, width))
    assert decoded.to_bytes() == statement.ciphertext
    assert decoded.width == width


def elsewhere() -> dict[str, BallotStatement]:
    here = world.ballot_statement(0)
    ciphertext = Ciphertexts.from_bytes(here.ciphertext, 2)
    mauled = [*ciphertext.elements]
    mauled[2] = mauled[2] + GENERATOR
    blinded = ciphertext.elements + Elements.concat(list(here.key.blinding(Scalars.from_ints([9]))))
    first, second = here.key.elements
    return {
        "another credential": replace(here, credential=b"\x01" * 32),
        "another table": replace(here, table=8),
        "another contest": replace(here, contest="rw"),
        "another election": replace(here, election="kelurahan-lain"),
        "other keys": replace(here, key=PublicKey(Elements.of([second, first]))),
        "another name": replace(here, ciphertext=Elements.of(mauled).to_bytes()),
        "another randomness": replace(here, ciphertext=blinded.to_bytes()),
        "another ballot's ciphertext": replace(here, ciphertext=world.ballot_statement(1).ciphertext),
    }


@pytest.mark.parametrize("case", elsewhere())
def test_a_ballot_copied_or_mauled_is_refused(case: str) -> None:
    with pytest.raises(InvalidSchnorrProof):
        ballot_proof.verify(elsewhere()[case], world.ballot_proof_of(0))


def test_who_does_not_know_the_randomness_makes_no_proof() -> None:
    statement = world.ballot_statement(0)
    forged = ballot_proof.prove(statement, Scalar.from_int(1), SeededRandom("forger"))
    with pytest.raises(InvalidSchnorrProof):
        ballot_proof.verify(statement, forged)


@pytest.mark.parametrize("fault", NO_ELEMENTS)
def test_no_field_of_a_ballot_takes_what_is_no_element(fault: str) -> None:
    statement, proof = world.ballot_statement(0), world.ballot_proof_of(0)
    bad = NO_ELEMENTS[fault]
    for field in range(3):
        ciphertext = with_field(statement.ciphertext, field, bad)
        with pytest.raises(MalformedEncoding):
            ballot_proof.verify(replace(statement, ciphertext=ciphertext), proof)
    with pytest.raises(MalformedEncoding):
        ballot_proof.verify(statement, with_field(proof, 0, bad))


@pytest.mark.parametrize("fault", NO_SCALARS)
def test_the_response_must_be_a_scalar(fault: str) -> None:
    with pytest.raises(MalformedEncoding):
        ballot_proof.verify(world.ballot_statement(0), with_field(world.ballot_proof_of(0), 1, NO_SCALARS[fault]))


def test_wrong_lengths_are_refused() -> None:
    statement, proof = world.ballot_statement(0), world.ballot_proof_of(0)
    for wrong in (b"", proof[:-1], proof + b"\0", proof[:32]):
        with pytest.raises(MalformedEncoding):
            ballot_proof.verify(statement, wrong)
    for ciphertext in (b"", statement.ciphertext[:-32], statement.ciphertext + bytes(32)):
        with pytest.raises(MalformedEncoding):
            ballot_proof.verify(replace(statement, ciphertext=ciphertext), proof)


def batch(count: int) -> tuple[list[BallotStatement], list[bytes], Ciphertexts]:
    ballots = world.sealed(count, 2)
    statements = [
        BallotStatement(
            world.ELECTION,
            world.CONTEST,
            1 + index % 3,
            ballots.key,
            ballots.ciphertexts.rows(index, index + 1).to_bytes(),
            index.to_bytes(32, "big"),
        )
        for index in range(count)
    ]
    random = SeededRandom("batch")
    proofs = [
        ballot_proof.prove(statement, randomness, random)
        for statement, randomness in zip(statements, ballots.randomness, strict=True)
    ]
    return statements, proofs, ballots.ciphertexts


@pytest.mark.parametrize("count", [0, 1, 4, 5, 33])
def test_a_batch_of_honest_ballots_verifies(count: int) -> None:
    statements, proofs, ciphertexts = batch(count) if count else ([], [], None)
    batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"))
    if ciphertexts is not None:
        batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"), [ciphertexts])


def test_ballots_of_contests_of_different_width_go_into_one_batch() -> None:
    statements = [world.ballot_statement(i, width) for width in (2, 6) for i in range(2)] * 2
    proofs = [world.ballot_proof_of(i, width) for width in (2, 6) for i in range(2)] * 2
    batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"))
    decoded = [world.sealed(2, width).ciphertexts for width in (2, 6)] * 2
    batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"), decoded)


@pytest.mark.parametrize("bad", [{0}, {32}, {3, 4, 17}, set(range(33))])
@pytest.mark.parametrize("already_decoded", [True, False])
def test_the_bad_ballots_of_a_batch_are_named(bad: set[int], already_decoded: bool) -> None:  # noqa: FBT001 - a parameter of the test
    statements, proofs, ciphertexts = batch(33)
    wrong = [replace(statement, table=99) if index in bad else statement for index, statement in enumerate(statements)]
    with pytest.raises(InvalidBallotProofs) as caught:
        batch_verify_ballot_proofs(wrong, proofs, SeededRandom("weights"), [ciphertexts] if already_decoded else None)
    assert set(caught.value.faults) == bad
    assert all(type(fault) is InvalidSchnorrProof for fault in caught.value.faults.values())


def test_ballots_that_do_not_decode_are_named_with_their_own_error() -> None:
    statements, proofs, _ = batch(9)
    statements[2] = replace(statements[2], ciphertext=bytes(96))
    statements[3] = replace(statements[3], ciphertext=b"")
    proofs[5] = proofs[5][:-1]
    proofs[6] = proofs[6][:32] + b"\xff" * 32
    with pytest.raises(InvalidBallotProofs) as caught:
        batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"))
    assert set(caught.value.faults) == {2, 3, 5, 6}
    assert all(type(fault) is MalformedEncoding for fault in caught.value.faults.values())


def test_errors_that_cancel_out_without_weights_are_caught() -> None:
    statements, proofs, _ = batch(5)
    one = Scalar.from_int(1)
    for index, change in ((0, one), (1, -one)):
        response = Scalar.from_bytes(proofs[index][32:]) + change
        proofs[index] = proofs[index][:32] + response.to_bytes()
    with pytest.raises(InvalidBallotProofs) as caught:
        batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"))
    assert set(caught.value.faults) == {0, 1}


def test_lists_of_different_lengths_are_a_mistake_of_the_caller() -> None:
    statements, proofs, ciphertexts = batch(5)
    with pytest.raises(ValueError, match="numbers"):
        batch_verify_ballot_proofs(statements, proofs[1:], SeededRandom("weights"))
    with pytest.raises(ValueError, match="numbers"):
        batch_verify_ballot_proofs(statements, proofs, SeededRandom("weights"), [ciphertexts.rows(0, 4)])
