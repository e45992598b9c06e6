"""A small election for the tests of the protocol: key holders, joint keys, sealed ballots."""

from dataclasses import dataclass
from functools import lru_cache

from rembug_crypto import ballot_proof, opening
from rembug_crypto.ballot_proof import BallotStatement
from rembug_crypto.ceremony import (
    CeremonyContext,
    Commitments,
    Polynomials,
    commit,
    joint_key,
    open_commitments,
    verification_keys,
)
from rembug_crypto.ceremony_shares import secret_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.group import Elements, Scalars
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.shuffle import ShuffleSecret, shuffle
from rembug_crypto.shuffle_proof import ShuffleStatement
from tests.crypto.seeded import SeededRandom

ELECTION = "kelurahan-contoh-2027"
CONTEST = "bkm"
NAMES = ("Siti Aminah", "Asep Suryana", "Mochamad Ridwan", "Euis Komariah", "Ujang", "")


@dataclass(frozen=True, slots=True)
class Holders:
    """The outcome of an honest ceremony, all secrets included."""

    context: CeremonyContext
    polynomials: tuple[Polynomials, ...]
    blobs: tuple[bytes, ...]
    commitments: tuple[Commitments, ...]
    key: PublicKey

    def secret(self, holder: int) -> Scalars:
        return secret_keys([own.share_for(holder) for own in self.polynomials])

    def verification(self, holder: int) -> Elements:
        return verification_keys(self.commitments, holder)


@lru_cache(maxsize=8)
def holders(width: int, count: int = 5, threshold: int = 3) -> Holders:
    """Run an honest ceremony of ``count`` holders for ``width`` keys."""
    context = CeremonyContext(ELECTION, 1, count, threshold, width)
    random = SeededRandom(f"ceremony {width} {count} {threshold}")
    polynomials = tuple(Polynomials.draw(context, random) for _ in range(count))
    blobs = tuple(commit(context, holder, own, random) for holder, own in enumerate(polynomials, start=1))
    commitments = tuple(open_commitments(context, holder, blob) for holder, blob in enumerate(blobs, start=1))
    return Holders(context, polynomials, blobs, commitments, joint_key(commitments))


def slots(count: int, width: int) -> list[bytes]:
    """Return the slots of ``count`` ballots, no two ballots alike."""
    per_ballot = width // 2
    return [
        (f"{ballot} {NAMES[(ballot + slot) % len(NAMES)]}" if slot == 0 else NAMES[slot % 6]).encode().ljust(60, b"\0")
        for ballot in range(count)
        for slot in range(per_ballot)
    ]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sealed ballots with the randomness that their makers know."""

    key: PublicKey
    randomness: Scalars
    ciphertexts: Ciphertexts


@lru_cache(maxsize=16)
def sealed(count: int, width: int) -> Sealed:
    """Seal ``count`` ballots."""
    key = holders(width).key
    randomness = Scalars.random(count, SeededRandom(f"ballots {count} {width}"))
    return Sealed(key, randomness, encrypt(encode_slots(slots(count, width)), key, randomness))


def ballot_statement(index: int = 0, width: int = 2) -> BallotStatement:
    """Return what the proof of one ballot is about."""
    ballots = sealed(2, width)
    return BallotStatement(
        election=ELECTION,
        contest=CONTEST,
        table=7,
        key=ballots.key,
        ciphertext=ballots.ciphertexts.rows(index, index + 1).to_bytes(),
        credential=bytes([index]) * 32,
    )


def ballot_proof_of(index: int = 0, width: int = 2) -> bytes:
    """Return an honest proof of ``ballot_statement(index, width)``."""
    return ballot_proof.prove(
        ballot_statement(index, width),
        sealed(2, width).randomness[index],
        SeededRandom(f"proof {index}"),
    )


def mixed(count: int, width: int, seed: str = "mix") -> tuple[ShuffleStatement, ShuffleSecret, SeededRandom]:
    """Mix the sealed ballots; the random source is where the mixing left it."""
    ballots = sealed(count, width)
    random = SeededRandom(f"{seed} {count} {width}")
    outputs, secret = shuffle(ballots.ciphertexts, ballots.key, random)
    statement = ShuffleStatement(ELECTION, CONTEST, 2, 1, ballots.key, ballots.ciphertexts, outputs)
    return statement, secret, random


def opening_statement(holder: int, count: int, width: int) -> OpeningStatement:
    """Return what a holder proves when it opens the sealed ballots."""
    return OpeningStatement(
        ELECTION,
        CONTEST,
        holder,
        holders(width).verification(holder),
        sealed(count, width).ciphertexts,
    )


def factors_of(holder: int, count: int, width: int) -> Elements:
    """Return a holder's honest factors for the sealed ballots."""
    return opening.compute_factors(sealed(count, width).ciphertexts, holders(width).secret(holder))
