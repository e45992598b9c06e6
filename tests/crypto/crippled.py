"""Transcripts that forget or change one value, and the proofs to try them on."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Self

import pytest

from rembug_crypto import ballot_proof, ceremony, opening, shuffle_proof
from rembug_crypto.domains import Domain, frame
from rembug_crypto.shuffle_proof import ShuffleProof
from rembug_crypto.transcript import Transcript
from tests.crypto import world
from tests.crypto.seeded import SeededRandom


def transcript_that(label_at_fault: str, change: Callable[[bytes], bytes | None]) -> type[Transcript]:
    """Return a transcript whose value under one label is changed, or left out for None."""

    class CrippledTranscript(Transcript):
        __slots__ = ()

        def __init__(self, domain: Domain) -> None:
            super().__init__(domain)
            if label_at_fault == "domain":
                changed = change(domain.value.encode())
                self._state = hashlib.sha512(b"" if changed is None else frame("domain", changed))

        def absorb(self, label: str, value: bytes | str) -> Self:
            data = value.encode() if isinstance(value, str) else value
            if label == label_at_fault:
                changed = change(data)
                return self if changed is None else super().absorb(label, changed)
            return super().absorb(label, data)

    return CrippledTranscript


def left_out(_: bytes) -> None:
    """Forget the value."""


def one_bit_changed(value: bytes) -> bytes:
    """Flip the lowest bit of the last byte."""
    return value[:-1] + bytes([value[-1] ^ 1])


@dataclass(frozen=True, slots=True)
class Scene:
    """A proof that can be made and checked under a transcript of the test's choice.

    ``labels`` are the frames of its transcript in the order of docs/protocol.md.
    """

    module: ModuleType
    labels: tuple[str, ...]
    prove: Callable[[], bytes]
    verify: Callable[[bytes], object]

    @contextmanager
    def under(self, transcript: type[Transcript]) -> Iterator[None]:
        """Let the module of the proof use another transcript."""
        ballot_proof._place.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.module, "Transcript", transcript)
            yield
        ballot_proof._place.cache_clear()


def _prove_mix() -> bytes:
    statement, secret, random = world.mixed(3, 2)
    return shuffle_proof.prove(statement, secret, random).to_bytes()


def _verify_mix(blob: bytes) -> None:
    statement, _, random = world.mixed(3, 2)
    shuffle_proof.verify(statement, ShuffleProof.from_bytes(blob, 3, 2), random)


def _prove_opening() -> bytes:
    return opening.prove(
        world.opening_statement(2, 3, 2),
        world.factors_of(2, 3, 2),
        world.holders(2).secret(2),
        SeededRandom("opening"),
    )


def _verify_opening(blob: bytes) -> None:
    opening.verify(world.opening_statement(2, 3, 2), world.factors_of(2, 3, 2), blob)


def _prove_ceremony() -> bytes:
    known = world.holders(2)
    return ceremony.commit(known.context, 4, known.polynomials[3], SeededRandom("commit"))


def _verify_ceremony(blob: bytes) -> None:
    ceremony.open_commitments(world.holders(2).context, 4, blob)


SCENES = {
    "ballot": Scene(
        ballot_proof,
        (
            *("domain", "election", "contest", "table", "keys", "ciphertext", "credential"),
            *("commitment", "challenge"),
        ),
        world.ballot_proof_of,
        lambda blob: ballot_proof.verify(world.ballot_statement(), blob),
    ),
    "ceremony": Scene(
        ceremony,
        (
            *("domain", "election", "ceremony", "holders", "threshold", "holder", "key"),
            *("commitments", "commitment", "challenge"),
        ),
        _prove_ceremony,
        _verify_ceremony,
    ),
    "shuffle": Scene(
        shuffle_proof,
        (
            *("domain", "election", "contest", "mixer", "step", "width", "count", "keys"),
            *("inputs", "outputs", "permutation", "challenge", "drawn", "chain"),
            *("t1", "t2", "t3", "t4", "th", "challenge"),
        ),
        _prove_mix,
        _verify_mix,
    ),
    "opening": Scene(
        opening,
        (
            *("domain", "election", "contest", "holder", "width", "count", "verification_keys"),
            *("bases", "factors", "challenge", "drawn", "commitments", "challenge"),
        ),
        _prove_opening,
        _verify_opening,
    ),
}

ABSORBED = [(proof, label) for proof, scene in SCENES.items() for label in dict.fromkeys(scene.labels)]
