"""Deterministic bytes for tests and vectors: the output of SHAKE-256 over a seed, read from its start."""

import hashlib


class SeededRandom:
    """A `RandomSource` that gives the same bytes for the same seed, however they are asked for."""

    def __init__(self, seed: str) -> None:
        self._stream = hashlib.shake_256(seed.encode())
        self._buffer = b""
        self._position = 0

    def __call__(self, count: int) -> bytes:
        end = self._position + count
        if end > len(self._buffer):
            self._buffer = self._stream.digest(2 * end + 4096)
        data = self._buffer[self._position : end]
        self._position = end
        return data
