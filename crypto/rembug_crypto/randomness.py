"""Randomness is an argument: no module of this layer makes its own.

Trust: whoever passes a `RandomSource` vouches that its bytes are secret and uniform.  The operating
system's source is passed in only where the service and the command line start; tests pass a seeded
stream.
"""

from collections.abc import Callable

RandomSource = Callable[[int], bytes]
"""Give it a number of bytes, get as many fresh ones."""


def draw(random: RandomSource, count: int) -> bytes:
    """Return ``count`` bytes of ``random``.

    Raises: ValueError: the source returned another number of bytes.
    """
    data = random(count)
    if len(data) != count:
        raise ValueError(f"the random source returned {len(data)} bytes instead of {count}")
    return data
