"""The measured steps of a ballot's life, each with real keys, proofs and signatures.

CPU time is that of the whole process with all its threads and children, so that work moved to another core still
counts; wall time says what parallel work gains.
"""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Final, TypeVar

from rembug_ballots import signing
from rembug_ballots.ballot import BallotPlace, SealedBallot, check_proof, check_signatures, seal
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_crypto import opening, shuffle_proof
from rembug_crypto.ceremony import CeremonyContext, Polynomials
from rembug_crypto.ceremony_shares import secret_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.encoding import decode_slots
from rembug_crypto.group import GENERATOR_BASE, Elements, Scalars, backend_name
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.shuffle import shuffle
from rembug_crypto.shuffle_proof import ShuffleStatement
from rembug_service.system import system_random

_T = TypeVar("_T")
_PLACE: Final = BallotPlace(ElectionId("bench"), ContestId("bkm"), TableNumber(1))
_HOLDERS: Final = 5
_THRESHOLD: Final = 3


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


def measure(ballots: int, width: int) -> BenchResult:
    """Take ``ballots`` ballots of ``width`` elements through every step.

    Raises:
        RuntimeError: what was opened is not what was sealed; the figures would mean nothing.
    """
    steps: dict[str, Cost] = {}
    run = partial(_timed, steps, ballots)
    key, holders = _keys(width)
    table_seed = system_random(32)
    names = [[f"Warga {ballot} {slot}" for slot in range(width // 2)] for ballot in range(ballots)]
    cards = [system_random(16) for _ in range(ballots)]
    key.bases()

    cast = run("seal", lambda: [_seal(*each, key).cast(table_seed) for each in zip(names, cards, strict=True)])
    run("accept", lambda: _accept(cast, key, signing.public_key(table_seed)))
    inputs = Ciphertexts.from_rows([ballot.ciphertext for ballot in cast], width)
    outputs, secret = run("mix", lambda: shuffle(inputs, key, system_random))
    statement = ShuffleStatement(_PLACE.election, _PLACE.contest, 1, 1, key, inputs, outputs)
    proof = run("prove", lambda: shuffle_proof.prove(statement, secret, system_random))
    run("verify", lambda: shuffle_proof.verify(statement, proof, system_random))
    factors = {1: run("open", lambda: _open(outputs, 1, holders[1]))}
    for holder in range(2, _THRESHOLD + 1):
        factors[holder] = opening.compute_factors(outputs, holders[holder])
    slots = run("combine", lambda: decode_slots(opening.combine(outputs, factors, _THRESHOLD)))
    texts = sorted(slot.rstrip(b"\x00").decode() for slot in slots if slot is not None)
    if texts != sorted(name for each in names for name in each):
        raise RuntimeError("the opened names are not the sealed ones")
    return BenchResult(backend_name(), ballots, width, os.cpu_count() or 1, steps)


def _timed(steps: dict[str, Cost], ballots: int, name: str, step: Callable[[], _T]) -> _T:
    cpu, wall = _cpu_seconds(), time.perf_counter()
    value = step()
    cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
    steps[name] = Cost(round(1000 * cpu / ballots, 4), round(1000 * wall / ballots, 4))
    return value


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _keys(width: int) -> tuple[PublicKey, dict[int, Scalars]]:
    context = CeremonyContext(_PLACE.election, 1, _HOLDERS, _THRESHOLD, width)
    everybody = [Polynomials.draw(context, system_random) for _ in range(_HOLDERS)]
    own = {holder: secret_keys([each.share_for(holder) for each in everybody]) for holder in range(1, _THRESHOLD + 1)}
    # f(0) of the sum of all polynomials: only a measurement may know it.
    whole = secret_keys([each.coefficients[::_THRESHOLD] for each in everybody])
    return PublicKey(GENERATOR_BASE.times(whole)), own


def _seal(names: list[str], card: bytes, key: PublicKey) -> SealedBallot:
    return seal(names, card, _PLACE, key, system_random)[0]


def _accept(cast: list[BallotCast], key: PublicKey, table_key: bytes) -> None:
    for ballot in cast:
        check_proof(_PLACE.election, ballot, key)
        check_signatures(_PLACE.election, ballot, table_key)


def _open(mixed: Ciphertexts, holder: int, own: Scalars) -> Elements:
    factors = opening.compute_factors(mixed, own)
    public = GENERATOR_BASE.times(own)
    statement = OpeningStatement(_PLACE.election, _PLACE.contest, holder, public, mixed)
    opening.prove(statement, factors, own, system_random)
    return factors
