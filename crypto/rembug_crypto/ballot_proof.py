"""The proof that a ballot's maker knows its randomness.  Source: docs/protocol.md section 9.2.

Its challenge binds the place, the keys, the whole ciphertext and the credential: a ciphertext
cannot be changed or copied under another credential.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rembug_crypto import schnorr
from rembug_crypto.domains import Domain
from rembug_crypto.elgamal import ELEMENT_BYTES, Ciphertexts, PublicKey, row_bytes
from rembug_crypto.errors import CryptoError, InvalidBallotProofs, MalformedEncoding
from rembug_crypto.group import Element, Elements, Scalar, Scalars
from rembug_crypto.randomness import RandomSource
from rembug_crypto.schnorr import PROOF_BYTES, SchnorrProof
from rembug_crypto.transcript import Transcript

# Below this many, checking one by one is not slower than splitting further.
_FEW = 4


@dataclass(frozen=True, slots=True)
class BallotStatement:
    """A sealed ballot, as far as its proof is concerned.

    Attributes:
        election: the election's id.
        contest: the contest's id.
        table: number of the polling table.
        key: the first ``W`` joint keys.
        ciphertext: ``32 * (1 + W)`` bytes.
        credential: the card's public key, 32 bytes.
    """

    election: str
    contest: str
    table: int
    key: PublicKey
    ciphertext: bytes
    credential: bytes

    def challenge(self, commitment: Element) -> Scalar:
        """Return ``c`` for the commitment ``T``."""
        return self.challenge_for(commitment.to_bytes())

    def challenge_for(self, commitment: bytes) -> Scalar:
        """Return ``c`` for the encoding of ``T``, 32 bytes."""
        return (
            _place(self.election, self.contest, self.table, self.key)
            .copy()
            .absorb("ciphertext", self.ciphertext)
            .absorb("credential", self.credential)
            .absorb("commitment", commitment)
            .challenge_scalar("c")
        )

    def decoded(self) -> Ciphertexts:
        """Decode the ciphertext.

        Raises:
            MalformedEncoding: a wrong length, no canonical encoding, or the identity.
        """
        return Ciphertexts.from_rows([self.ciphertext], self.key.width)


@lru_cache(maxsize=256)
def _place(election: str, contest: str, table: int, key: PublicKey) -> Transcript:
    # What all ballots of a table have in common is hashed once.
    return (
        Transcript(Domain.BALLOT)
        .absorb("election", election)
        .absorb("contest", contest)
        .absorb_u32("table", table)
        .absorb("keys", key.to_bytes())
    )


def prove(statement: BallotStatement, randomness: Scalar, random: RandomSource) -> bytes:
    """Return the proof ``T || s``, 64 bytes, for the randomness of the ciphertext."""
    return schnorr.prove(randomness, statement.challenge, random).to_bytes()


def verify(statement: BallotStatement, proof: bytes) -> Ciphertexts:
    """Check one ballot and return its ciphertext decoded.

    Raises:
        MalformedEncoding: the ciphertext or the proof does not decode.
        InvalidSchnorrProof: the proof does not hold.
    """
    ciphertext = statement.decoded()
    schnorr.verify(ciphertext.elements[0], SchnorrProof.from_bytes(proof), statement.challenge)
    return ciphertext


def batch_verify_ballot_proofs(
    statements: Sequence[BallotStatement],
    proofs: Sequence[bytes],
    random: RandomSource,
    decoded: Sequence[Ciphertexts] | None = None,
) -> None:
    """Check many ballots with one multi-scalar multiplication; on failure find out which are bad.

    Args:
        statements: the ballots, of any contests.
        proofs: ``T || s`` of each.
        random: source of the weights.
        decoded: the ciphertexts of the statements in order, in lists of any lengths, if they have
            been decoded already; they are then not decoded again.

    Raises:
        InvalidBallotProofs: with the error of each bad ballot under its index.
        ValueError: the numbers of statements, proofs and decoded ciphertexts differ.
    """
    c1 = None if decoded is None else Elements.concat(part.column(0) for part in decoded)
    if len(proofs) != len(statements) or (c1 is not None and len(c1) != len(statements)):
        raise ValueError("the numbers of statements, proofs and decoded ciphertexts differ")
    faults = _faults(statements, proofs, random, c1)
    if faults:
        raise InvalidBallotProofs(faults)


def _faults(
    statements: Sequence[BallotStatement],
    proofs: Sequence[bytes],
    random: RandomSource,
    c1: Elements | None,
) -> Mapping[int, CryptoError]:
    """Return the errors of the bad ones, found by halving."""
    count = len(statements)
    if count <= _FEW:
        return _faults_one_by_one(statements, proofs)
    try:
        _verify_together(statements, proofs, random, c1)
    except CryptoError:
        half = count // 2
        left, right = (None, None) if c1 is None else (c1[:half], c1[half:])
        first = _faults(statements[:half], proofs[:half], random, left)
        second = _faults(statements[half:], proofs[half:], random, right)
        return {**first, **{half + index: fault for index, fault in second.items()}}
    return {}


def _faults_one_by_one(statements: Sequence[BallotStatement], proofs: Sequence[bytes]) -> Mapping[int, CryptoError]:
    faults: dict[int, CryptoError] = {}
    for index, (statement, proof) in enumerate(zip(statements, proofs, strict=True)):
        try:
            verify(statement, proof)
        except CryptoError as fault:
            faults[index] = fault
    return faults


def _verify_together(
    statements: Sequence[BallotStatement],
    proofs: Sequence[bytes],
    random: RandomSource,
    c1: Elements | None,
) -> None:
    if any(len(proof) != PROOF_BYTES for proof in proofs):
        raise MalformedEncoding(f"a proof that is not {PROOF_BYTES} bytes long")
    commitments = Elements.from_bytes(b"".join([proof[:32] for proof in proofs]))
    responses = Scalars.from_bytes(b"".join([proof[32:] for proof in proofs]))
    challenges = Scalars.of(
        [
            # The bytes just decoded need not be encoded anew.
            statement.challenge_for(proof[:32])
            for statement, proof in zip(statements, proofs, strict=True)
        ]
    )
    schnorr.verify_together(
        _first_elements(statements) if c1 is None else c1,
        commitments,
        responses,
        challenges,
        random,
    )


def _first_elements(statements: Sequence[BallotStatement]) -> Elements:
    """Decode whole ciphertexts, all of whose elements must be sound, and return every ``c1``."""
    for statement in statements:
        if len(statement.ciphertext) != row_bytes(statement.key.width):
            raise MalformedEncoding("a ciphertext of another width than the key")
    elements = Elements.from_bytes(b"".join([statement.ciphertext for statement in statements]))
    starts = []
    position = 0
    for statement in statements:
        starts.append(position)
        position += len(statement.ciphertext) // ELEMENT_BYTES
    return elements.permuted(starts)
