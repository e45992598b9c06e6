"""Slots of 60 bytes as pairs of group elements, and back.  Source: docs/protocol.md section 4.

What may stand in a slot is not known here; only whether elements are the ones that some slot is
encoded as.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.group import Elements, is_element_encoding

SLOT_BYTES: Final = 60
HALF_BYTES: Final = 30
_ELEMENT_BYTES: Final = 32
_COUNTERS: Final = 1 << 14
_IDENTITY: Final = bytes(_ELEMENT_BYTES)

# A candidate is an encoding with a chance of about 1/4.  Trying a few at a time keeps the batches
# large and wastes little.
_TRIES: Final = 4
# Counters with the same last byte.
_BLOCK: Final = 128


def encode_slots(slots: Sequence[bytes]) -> Elements:
    """Return the elements of slots, two each, first half first.

    Raises:
        MalformedEncoding: a slot is not 60 bytes long.
    """
    for index, slot in enumerate(slots):
        if len(slot) != SLOT_BYTES:
            raise MalformedEncoding(f"slot {index} has {len(slot)} bytes, not {SLOT_BYTES}")
    halves = [half for slot in slots for half in (slot[:HALF_BYTES], slot[HALF_BYTES:])]
    return Elements.from_bytes(b"".join(_encodings(halves)))


def decode_slots(elements: Elements) -> list[bytes | None]:
    """Return the slots of opened elements, two elements each.

    A slot is ``None`` when one of its elements is not the encoding of its own decoding; the
    identity never is.

    Raises:
        MalformedEncoding: the number of elements is odd.
    """
    if len(elements) % 2:
        raise MalformedEncoding("a slot is two elements")
    data = elements.to_bytes()
    encodings = [data[start : start + _ELEMENT_BYTES] for start in range(0, len(data), _ELEMENT_BYTES)]
    # Names recur, and empty halves most of all: each is looked at once.
    sound = _first_encodings(list(dict.fromkeys(encodings)))
    payloads = [encoding[1:31] if encoding in sound else None for encoding in encodings]
    return [
        None if first is None or second is None else first + second
        for first, second in zip(payloads[::2], payloads[1::2], strict=True)
    ]


def _first_encodings(encodings: Sequence[bytes]) -> set[bytes]:
    """Return those encodings of elements that no smaller counter makes of the same half."""
    pending = [encoding for encoding in encodings if encoding != _IDENTITY and not encoding[0] & 1]
    sound = set()
    for counters in _rounds():
        # Only the counters below an encoding's own are in question: an honest one costs three on average.
        heads = [bytes((i % 128 * 2,)) for i in counters]
        tail = bytes((counters.start // 128,))
        candidates: list[bytes] = []
        ends = []
        for encoding in pending:
            rest = encoding[1:31] + tail
            own = [head + rest for head in heads[: _counter(encoding) - counters.start]]
            # The identity is no encoding of the empty half.
            candidates += own[1:] if own[:1] == [_IDENTITY] else own
            ends.append(len(candidates))
        beaten = is_element_encoding(b"".join(candidates))
        remaining = []
        for encoding, start, end in zip(pending, [0, *ends], ends, strict=False):
            if any(beaten[start:end]):
                continue
            if _counter(encoding) <= counters.stop:
                sound.add(encoding)
            else:
                remaining.append(encoding)
        pending = remaining
        if not pending:
            break
    return sound


def _counter(encoding: bytes) -> int:
    return encoding[0] // 2 + 128 * encoding[31]


def _encodings(halves: Sequence[bytes]) -> list[bytes]:
    """Return for each half the first candidate that encodes an element but the identity."""
    found: dict[int, bytes] = {}
    pending = list(range(len(halves)))
    for counters in _rounds():
        candidates = [_candidate(halves[index], i) for index in pending for i in counters]
        sound = is_element_encoding(b"".join(candidates))
        remaining = []
        for position, index in enumerate(pending):
            start = position * len(counters)
            for offset in range(start, start + len(counters)):
                if sound[offset] and candidates[offset] != _IDENTITY:
                    found[index] = candidates[offset]
                    break
            else:
                remaining.append(index)
        pending = remaining
        if not pending:
            return [found[index] for index in range(len(halves))]
    # The chance of this is (3/4)^16384.
    raise MalformedEncoding("no counter makes an element of a half")


def _rounds() -> Iterator[range]:
    """Yield the counters, a few at a time; all of a range end in the same byte."""
    for block in range(0, _COUNTERS, _BLOCK):
        for start in range(block, block + _BLOCK, _TRIES):
            yield range(start, start + _TRIES)


def _candidate(half: bytes, counter: int) -> bytes:
    return bytes((counter % 128 * 2,)) + half + bytes((counter // 128,))
