"""Mixing: permute and re-encrypt a list of ciphertexts.  Source: docs/protocol.md section 10.

Who knows a ``ShuffleSecret`` can join outputs to inputs.  It lives in the memory of one mixer's
device until the proof is made, and is never written anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rembug_crypto.elgamal import Ciphertexts, PublicKey, reencrypt
from rembug_crypto.group import Scalars
from rembug_crypto.randomness import RandomSource, draw

_WORD_BYTES: Final = 8
_WORDS: Final = 1 << 64


@dataclass(frozen=True, slots=True, eq=False)
class ShuffleSecret:
    """What a mixer did.

    Attributes:
        order: ``p`` counted from 0: output ``j`` is input ``order[j]``.
        randomness: ``r'_j``, one secret scalar for each output.
    """

    order: Sequence[int] = field(repr=False)
    randomness: Scalars = field(repr=False)


def random_order(count: int, random: RandomSource) -> list[int]:
    """Return a uniformly random permutation of ``0 .. count - 1`` (Fisher and Yates, exact)."""
    order = list(range(count))
    words = memoryview(draw(random, _WORD_BYTES * count))
    for last in range(count - 1, 0, -1):
        word = int.from_bytes(words[_WORD_BYTES * last : _WORD_BYTES * (last + 1)], "little")
        # Words past the last multiple of the number of choices would favour the first ones.
        while word >= _WORDS - _WORDS % (last + 1):
            word = int.from_bytes(draw(random, _WORD_BYTES), "little")
        chosen = word % (last + 1)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def shuffle(inputs: Ciphertexts, key: PublicKey, random: RandomSource) -> tuple[Ciphertexts, ShuffleSecret]:
    """Return the mixed list and what is needed to prove it.

    Args:
        inputs: ``N >= 1`` ciphertexts of width ``W``.
        key: the first ``W`` joint keys.
        random: source of the permutation and the new randomness.

    Raises:
        ValueError: the widths do not fit together.
    """
    secret = ShuffleSecret(
        order=random_order(len(inputs), random),
        randomness=Scalars.random(len(inputs), random),
    )
    return reencrypt(inputs, secret.order, key, secret.randomness), secret
