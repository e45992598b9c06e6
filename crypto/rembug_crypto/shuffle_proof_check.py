"""The five equations of a shuffle proof.  Source: docs/protocol.md section 10, "Verification".

First (1), (2), (3) and all of (5) are checked as one random linear combination, and (4) for each
component: a few large multi-scalar multiplications.  Only when that fails is each equation
evaluated alone, to name it.
"""

from dataclasses import dataclass

from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.errors import InvalidShuffleProof
from rembug_crypto.group import GENERATOR, Element, Elements, Scalar, Scalars, msm
from rembug_crypto.randomness import RandomSource, draw
from rembug_crypto.shuffle_proof_form import ShuffleProof

_WEIGHT_BYTES = 16
_ONE = Scalar.from_int(1)


@dataclass(frozen=True, slots=True, eq=False)
class ShuffleEquations:
    """Everything that the equations mention, with the challenges computed.

    Attributes:
        h: ``h_0 .. h_N``.
        u: ``u_1 .. u_N``, 128 bits each.
        challenge: ``c``.
    """

    inputs: Ciphertexts
    outputs: Ciphertexts
    key: PublicKey
    h: Elements
    proof: ShuffleProof
    u: Scalars
    challenge: Scalar

    def check(self, random: RandomSource) -> None:
        """Check all five.

        Raises:
            InvalidShuffleProof: names the first equation that does not hold.
        """
        if not self._one_two_three_and_five_hold(random):
            self._name_one_two_or_three()
            self._name_five()
        self._check_four()

    def _one_two_three_and_five_hold(self, random: RandomSource) -> bool:
        # left - right of the equations is added up with weights y1 for (1), y2 for (2), 1 for (3)
        # and v_j for (5).  Should some equation not hold, the sum is zero with probability 2^-128
        # at most.  The parts with coefficients of 128 or 129 bits are kept apart from the full
        # ones: they cost half.
        proof, c = self.proof, self.challenge
        count = len(self.u)
        weights = Scalars.from_128(draw(random, _WEIGHT_BYTES * (count + 2)))
        v = weights[:count]
        y1, y2 = weights[count], weights[count + 1]
        g_weight = v.dot(proof.sh) + y1 * proof.s[0] + y2 * proof.s[1] + proof.s[2]

        # chain: h_0 has v_1*s'_1 + y2*c*prod u, ch_j has v_{j+1}*s'_{j+1} - c*v_j, and ch_N takes
        # -c*y2 more.
        v_s = v * proof.s_prime
        ends = Scalars.of([y2 * c * self.u.product(), -(c * y2)])
        tail = v * c
        heads = Scalars.concat([v_s, Scalars.of([ends[1] - tail[count - 1]])])
        drops = Scalars.concat([Scalars.of([ends[0]]), -tail[: count - 1], Scalars.from_ints([0])])
        chain = Elements.concat([self.h[:1], proof.chain])
        full = msm(
            Scalars.concat([heads + drops, proof.s_prime + y1 * c]),
            Elements.concat([chain, self.h[1:]]),
        )
        permutation = msm(self.u + y1, proof.c)
        chain_commitments = msm(v, proof.th)
        few = msm(
            Scalars.of([g_weight, -y1, -y2, -_ONE, -c, -_ONE]),
            Elements.concat([Elements.of([GENERATOR]), proof.t, Elements.of([permutation, chain_commitments])]),
        )
        return (full + few).is_identity()

    def _name_one_two_or_three(self) -> None:
        proof, c = self.proof, self.challenge
        s_g = Elements.repeat(GENERATOR, 3).times(proof.s[:3])
        count = len(self.u)
        if s_g[0] != proof.t[0] + (proof.c.sum() - self.h[1:].sum()) * c:
            raise InvalidShuffleProof("equation (1): s1*G is not t1 + c*(sum c_i - sum h_j)")
        if s_g[1] != proof.t[1] + (proof.chain[count - 1] - self.h[0] * self.u.product()) * c:
            raise InvalidShuffleProof("equation (2): s2*G is not t2 + c*(ch_N - (prod u_i)*h_0)")
        if s_g[2] + msm(proof.s_prime, self.h[1:]) != proof.t[2] + msm(self.u, proof.c) * c:
            raise InvalidShuffleProof("equation (3): s3*G + sum s'_j*h_j is not t3 + c*sum u_i*c_i")

    def _name_five(self) -> None:
        proof = self.proof
        before = Elements.concat([self.h[:1], proof.chain[: len(self.u) - 1]])
        left = Elements.repeat(GENERATOR, len(self.u)).times(proof.sh) + before.times(proof.s_prime)
        right = proof.th + proof.chain.times_each(self.challenge)
        for index, (one, other) in enumerate(zip(left, right, strict=True), start=1):
            if one != other:
                raise InvalidShuffleProof(f"equation (5): sh_j*G + s'_j*ch_(j-1) is not th_j + c*ch_j at j = {index}")
        raise InvalidShuffleProof("equations (1), (2), (3) and (5) do not hold together")

    def _check_four(self) -> None:
        proof = self.proof
        minus_s4 = -proof.s[3]
        bases: list[Element] = [GENERATOR, *self.key.elements]
        for index, (base, t4) in enumerate(zip(bases, proof.t4, strict=True)):
            mixed = msm(proof.s_prime, self.outputs.column(index))
            given = msm(self.u, self.inputs.column(index))
            rest = msm(Scalars.of([minus_s4, -_ONE, -self.challenge]), Elements.of([base, t4, given]))
            if not (mixed + rest).is_identity():
                raise InvalidShuffleProof(f"equation (4): the outputs are not a mix of the inputs in component {index}")
