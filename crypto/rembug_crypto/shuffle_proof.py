"""The proof that a list was mixed and nothing else.  Source: docs/protocol.md section 10.

Terelius and Wikstrom, "Proofs of restricted shuffles" (2010), in the presentation of Haenni,
Locher, Koenig and Dubuis (2017).  Names follow the specification: ``c`` permutation commitments,
``chain`` is ``ch_1 .. ch_N``, ``th`` their commitments; a prime on a symbol is ``_prime``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rembug_crypto.domains import Domain
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.generators import generators
from rembug_crypto.group import (
    GENERATOR_BASE,
    Element,
    Elements,
    FixedBase,
    Scalar,
    Scalars,
    fixed_sum,
    msm_secret,
)
from rembug_crypto.randomness import RandomSource
from rembug_crypto.shuffle import ShuffleSecret
from rembug_crypto.shuffle_proof_check import ShuffleEquations
from rembug_crypto.shuffle_proof_form import ShuffleProof
from rembug_crypto.transcript import Transcript

__all__ = ["ShuffleProof", "ShuffleStatement", "prove", "verify"]

_ONE = Scalar.from_int(1)
_ZERO = Scalar.from_int(0)


@dataclass(frozen=True, slots=True, eq=False)
class ShuffleStatement:
    """What is proved: these outputs are a mix of these inputs, made by this mixer at this step.

    Attributes:
        election: the election's id.
        contest: the contest's id.
        mixer: holder number of the mixer.
        step: 1 for the first mix of the contest.
        key: the first ``W`` joint keys.
        inputs: the list before, ``N >= 1`` rows.
        outputs: the list after.
    """

    election: str
    contest: str
    mixer: int
    step: int
    key: PublicKey
    inputs: Ciphertexts
    outputs: Ciphertexts

    def __post_init__(self) -> None:
        if not self.key.width == self.inputs.width == self.outputs.width:
            raise MalformedEncoding("the widths of key, inputs and outputs differ")
        if len(self.inputs) != len(self.outputs):
            raise MalformedEncoding(f"{len(self.inputs)} inputs, but {len(self.outputs)} outputs")
        if len(self.inputs) == 0:
            raise MalformedEncoding("an empty list cannot be mixed")

    @property
    def count(self) -> int:
        """The number ``N`` of ciphertexts."""
        return len(self.inputs)

    @property
    def width(self) -> int:
        """The number ``W`` of elements in a message."""
        return self.key.width


class _Challenges:
    """The transcript, filled in the same order by prover and verifier."""

    def __init__(self, statement: ShuffleStatement) -> None:
        self._count = statement.count
        self._transcript = (
            Transcript(Domain.SHUFFLE)
            .absorb("election", statement.election)
            .absorb("contest", statement.contest)
            .absorb_u32("mixer", statement.mixer)
            .absorb_u32("step", statement.step)
            .absorb_u32("width", statement.width)
            .absorb_u64("count", statement.count)
            .absorb("keys", statement.key.to_bytes())
            .absorb("inputs", statement.inputs.to_bytes())
            .absorb("outputs", statement.outputs.to_bytes())
        )

    def after_permutation(self, c: Elements) -> Scalars:
        """Return ``u_1 .. u_N``."""
        return self._transcript.absorb("permutation", c.to_bytes()).challenges_128("u", self._count)

    def after_chain(self, chain: Elements) -> None:
        """Absorb ``ch_1 .. ch_N``, which no challenge follows at once."""
        self._transcript.absorb("chain", chain.to_bytes())

    def after_commitments(self, t: Elements, t4: Elements, th: Elements) -> Scalar:
        """Return ``c`` from ``t1, t2, t3``, ``t4`` and ``th``."""
        for label, commitment in zip(("t1", "t2", "t3"), t, strict=True):
            self._transcript.absorb(label, commitment.to_bytes())
        self._transcript.absorb("t4", t4.to_bytes()).absorb("th", th.to_bytes())
        return self._transcript.challenge_scalar("c")


def prove(statement: ShuffleStatement, secret: ShuffleSecret, random: RandomSource) -> ShuffleProof:
    """Prove a mix; every secret is used in constant time.

    Args:
        statement: the lists and where they stand.
        secret: what ``shuffle`` returned with the outputs.
        random: source of the proof's own secrets.
    """
    count = statement.count
    h = generators(statement.election, count)
    h_0 = FixedBase(h[0])
    challenges = _Challenges(statement)

    # 1. c_{p(j)} = rc_{p(j)}*G + h_j, that is c_i = rc_i*G + h_{p^-1(i)}.
    rc = Scalars.random(count, random)
    c = GENERATOR_BASE.times(rc) + h[1:].permuted(_inverse(secret.order))

    # 2. u'_j = u_{p(j)}.
    u = challenges.after_permutation(c)
    u_prime = u.permuted(secret.order)

    # 3. ch_j = rh_j*G + u'_j*ch_{j-1} from ch_0 = h_0.  As ch_j = a_j*G + b_j*h_0, the exponents
    # are tracked instead of the elements: two multiplications by fixed bases replace one by a
    # running one.
    rh = Scalars.random(count, random)
    a = rh.linear_recurrence(u_prime, _ZERO)
    b = u_prime.running_products()
    chain = fixed_sum([(GENERATOR_BASE, a), (h_0, b)])
    challenges.after_chain(chain)

    # 4. t1 .. t4 and th_j = wh_j*G + w'_j*ch_{j-1}.
    w = Scalars.random(4, random)
    wh = Scalars.random(count, random)
    w_prime = Scalars.random(count, random)
    t3_sum = msm_secret(w_prime, h[1:])
    t = GENERATOR_BASE.times(w[:3]) + Elements.of([Element.identity(), Element.identity(), t3_sum])
    t4 = _t4(statement, -w[3], w_prime)
    a_before = Scalars.concat([Scalars.of([_ZERO]), a[:-1]])
    b_before = Scalars.concat([Scalars.of([_ONE]), b[:-1]])
    th = fixed_sum([(GENERATOR_BASE, wh + w_prime * a_before), (h_0, w_prime * b_before)])

    # 5. and 6.  sum_j rh_j*prod_{i>j} u'_i is a_N.
    challenge = challenges.after_commitments(t, t4, th)
    sums = Scalars.of([rc.sum(), a[count - 1], rc.dot(u), secret.randomness.dot(u_prime)])
    return ShuffleProof(
        c=c,
        chain=chain,
        t=t,
        t4=t4,
        th=th,
        s=w + sums * challenge,
        sh=wh + rh * challenge,
        s_prime=w_prime + u_prime * challenge,
    )


def _t4(statement: ShuffleStatement, minus_w4: Scalar, w_prime: Scalars) -> Elements:
    """Return ``t4 = -w4*(G, X_1..X_W) + sum w'_j*e'_j``."""
    sums = [msm_secret(w_prime, statement.outputs.column(index)) for index in range(1 + statement.width)]
    blinding = statement.key.blinding(Scalars.of([minus_w4]))
    return Elements.concat(list(blinding)) + Elements.of(sums)


def _inverse(order: Sequence[int]) -> list[int]:
    inverse = [0] * len(order)
    for j, i in enumerate(order):
        inverse[i] = j
    return inverse


def verify(statement: ShuffleStatement, proof: ShuffleProof, random: RandomSource) -> None:
    """Check all five equations of a mix.

    Args:
        statement: the lists, already decoded, and where they stand.
        proof: as decoded by ``ShuffleProof.from_bytes``.
        random: source of the weights with which equations are checked together.

    Raises:
        InvalidShuffleProof: names the first equation that does not hold.
    """
    challenges = _Challenges(statement)
    u = challenges.after_permutation(proof.c)
    challenges.after_chain(proof.chain)
    challenge = challenges.after_commitments(proof.t, proof.t4, proof.th)
    ShuffleEquations(
        inputs=statement.inputs,
        outputs=statement.outputs,
        key=statement.key,
        h=generators(statement.election, statement.count),
        proof=proof,
        u=u,
        challenge=challenge,
    ).check(random)
