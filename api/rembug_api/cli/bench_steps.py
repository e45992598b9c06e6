"""The measured steps of a ballot's life, each with real keys, proofs and signatures.

Every step begins and ends with bytes, as on a device of its own: decoding, encoding and the generators are in its
figures, and nothing that another step left in memory helps it.  CPU time is that of the whole process with all its
threads and children, so that work moved to another core still counts; wall time says what parallel work gains.
"""

import os
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Final, TypeVar

from rembug_ballots import signing
from rembug_ballots.ballot import BallotPlace, SealedBallot, check_proof, check_signatures, seal
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_crypto import opening, shuffle_proof
from rembug_crypto.ceremony import CeremonyContext, Polynomials
from rembug_crypto.ceremony_shares import secret_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.generators import generators
from rembug_crypto.group import GENERATOR_BASE, Scalars, backend_name
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.shuffle import ShuffleSecret, shuffle
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement
from rembug_service.system import system_random

_T = TypeVar("_T")
_PLACE: Final = BallotPlace(ElectionId("bench"), ContestId("bkm"), TableNumber(1))
_HOLDERS: Final = 5
THRESHOLD: Final = 3
"""Holders who open together."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds for one ballot."""

    cpu_ms: float
    wall_ms: float


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What was measured, and where."""

    backend: str
    ballots: int
    width: int
    cores: int
    steps: dict[str, Cost]

    def to_object(self) -> dict[str, object]:
        """Return the object that ``rembug bench --json`` prints."""
        # The load of a server over HTTP is measured by another program, in the same form.
        return {**asdict(self), "http": None}


class Steps:
    """A stopwatch for steps that each handle ``ballots`` ballots."""

    def __init__(self, ballots: int) -> None:
        """Begin with no step."""
        self.ballots = ballots
        self.costs: dict[str, Cost] = {}

    def run(self, name: str, step: Callable[[], _T]) -> _T:
        """Do a step, note what it cost, and return what it made."""
        generators.cache_clear()
        cpu, wall = _cpu_seconds(), time.perf_counter()
        value = step()
        cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
        self.costs[name] = Cost(round(1000 * cpu / self.ballots, 4), round(1000 * wall / self.ballots, 4))
        return value


def measure(ballots: int, width: int) -> BenchResult:
    """Take ``ballots`` ballots of ``width`` elements through every step.

    Raises:
        RuntimeError: what was opened is not what was sealed; the figures would mean nothing.
    """
    steps = Steps(ballots)
    key, holders = keys(width)
    table_seed = system_random(32)
    names = [[f"Warga {ballot} {slot}" for slot in range(width // 2)] for ballot in range(ballots)]
    cards = [system_random(16) for _ in range(ballots)]
    key.bases()

    cast = steps.run("seal", lambda: [_seal(*each, key).cast(table_seed) for each in zip(names, cards, strict=True)])
    steps.run("accept", lambda: _accept(cast, key, signing.public_key(table_seed)))
    slots = tally(steps, b"".join(bytes(ballot.ciphertext) for ballot in cast), key, holders)
    texts = sorted(slot.rstrip(b"\x00").decode() for slot in slots if slot is not None)
    if texts != sorted(name for each in names for name in each):
        raise RuntimeError("the opened names are not the sealed ones")
    return BenchResult(backend_name(), ballots, width, os.cpu_count() or 1, steps.costs)


def tally(steps: Steps, inputs: bytes, key: PublicKey, holders: Mapping[int, Scalars]) -> list[bytes | None]:
    """Mix, prove, verify, open and combine a list of ciphertexts; return the opened slots."""
    width = key.width
    outputs, proof = _mixed(steps, inputs, key)
    steps.run("verify", lambda: _verify(key, inputs, outputs, proof))
    factors = {1: steps.run("open", lambda: _open(outputs, width, 1, holders[1]))}
    for holder in range(2, THRESHOLD + 1):
        factors[holder] = opening.compute_factors(Ciphertexts.from_bytes(outputs, width), holders[holder]).to_bytes()
    return steps.run("combine", lambda: _combine(outputs, width, factors))


def _mixed(steps: Steps, inputs: bytes, key: PublicKey) -> tuple[bytes, bytes]:
    outputs, moves = steps.run("mix", lambda: _mix(inputs, key))
    statement = _statement(key, inputs, outputs)
    return outputs, steps.run("prove", lambda: shuffle_proof.prove(statement, moves, system_random).to_bytes())


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def keys(width: int) -> tuple[PublicKey, dict[int, Scalars]]:
    """Return joint keys, and the secret keys of as many holders as open together."""
    context = CeremonyContext(_PLACE.election, 1, _HOLDERS, THRESHOLD, width)
    everybody = [Polynomials.draw(context, system_random) for _ in range(_HOLDERS)]
    own = {holder: secret_keys([each.share_for(holder) for each in everybody]) for holder in range(1, THRESHOLD + 1)}
    # f(0) of the sum of all polynomials: only a measurement may know it.
    whole = secret_keys([each.coefficients[::THRESHOLD] for each in everybody])
    return PublicKey(GENERATOR_BASE.times(whole)), own


def _seal(names: list[str], card: bytes, key: PublicKey) -> SealedBallot:
    return seal(names, card, _PLACE, key, system_random)[0]


def _accept(cast: list[BallotCast], key: PublicKey, table_key: bytes) -> None:
    for ballot in cast:
        check_proof(_PLACE.election, ballot, key)
        check_signatures(_PLACE.election, ballot, table_key)


def _mix(inputs: bytes, key: PublicKey) -> tuple[bytes, ShuffleSecret]:
    outputs, moves = shuffle(Ciphertexts.from_bytes(inputs, key.width), key, system_random)
    return outputs.to_bytes(), moves


def _statement(key: PublicKey, inputs: bytes, outputs: bytes) -> ShuffleStatement:
    before, after = (Ciphertexts.from_bytes(each, key.width) for each in (inputs, outputs))
    return ShuffleStatement(_PLACE.election, _PLACE.contest, 1, 1, key, before, after)


def _verify(key: PublicKey, inputs: bytes, outputs: bytes, proof: bytes) -> None:
    statement = _statement(key, inputs, outputs)
    shuffle_proof.verify(statement, ShuffleProof.from_bytes(proof, statement.count, key.width), system_random)


def _open(outputs: bytes, width: int, holder: int, own: Scalars) -> bytes:
    mixed = Ciphertexts.from_bytes(outputs, width)
    factors = opening.compute_factors(mixed, own)
    statement = OpeningStatement(_PLACE.election, _PLACE.contest, holder, GENERATOR_BASE.times(own), mixed)
    return factors.to_bytes() + opening.prove(statement, factors, own, system_random)


def _combine(outputs: bytes, width: int, factors: Mapping[int, bytes]) -> list[bytes | None]:
    mixed = Ciphertexts.from_bytes(outputs, width)
    # What a holder made is factors and a proof.
    size = 32 * width * len(mixed)
    return opening.open_slots(mixed, {holder: blob[:size] for holder, blob in factors.items()}, THRESHOLD)
