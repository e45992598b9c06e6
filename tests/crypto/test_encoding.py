"""Slots as elements: one encoding each, and everything else is recognised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_crypto.encoding import HALF_BYTES, SLOT_BYTES, decode_slots, encode_slots
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.group import GENERATOR, Elements, is_element_encoding

EMPTY = bytes(SLOT_BYTES)
SLOT = b"Siti Nurhaliza Komariah Sastrawinata".ljust(SLOT_BYTES, b"\0")


def candidates(half: bytes, counters: range) -> list[bytes]:
    return [bytes([i % 128 * 2]) + half + bytes([i // 128]) for i in counters]


def valid_counters(half: bytes, limit: int) -> list[int]:
    sound = is_element_encoding(b"".join(candidates(half, range(limit))))
    return [i for i in range(limit) if sound[i] and any(candidates(half, range(i, i + 1))[0])]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(min_size=SLOT_BYTES, max_size=SLOT_BYTES), max_size=5))
def test_every_slot_survives_encoding_and_decoding(slots: list[bytes]) -> None:
    elements = encode_slots(slots)
    assert len(elements) == 2 * len(slots)
    assert decode_slots(elements) == slots


@pytest.mark.parametrize("slot", [EMPTY, SLOT, b"\xff" * 60, b"a" + bytes(59)])
def test_the_first_counter_that_makes_an_element_is_taken(slot: bytes) -> None:
    data = encode_slots([slot]).to_bytes()
    for start, half in ((0, slot[:HALF_BYTES]), (32, slot[HALF_BYTES:])):
        first = valid_counters(half, 64)[0]
        assert data[start : start + 32] == candidates(half, range(first, first + 1))[0]


def test_the_empty_slot_is_not_the_identity() -> None:
    elements = encode_slots([EMPTY])
    assert elements.first_identity() is None
    assert decode_slots(elements) == [EMPTY]


def test_a_later_counter_makes_a_slot_undecodable() -> None:
    good = encode_slots([SLOT, SLOT])
    for position, half in ((0, SLOT[:HALF_BYTES]), (1, SLOT[HALF_BYTES:])):
        for counter in (valid_counters(half, 64)[1], valid_counters(half, 16384)[-1]):
            later = candidates(half, range(counter, counter + 1))[0]
            mixed = [*good]
            mixed[position] = Elements.from_bytes(later)[0]
            assert decode_slots(Elements.of(mixed)) == [None, SLOT]


def test_an_element_that_encodes_nothing_makes_its_slot_undecodable() -> None:
    good = encode_slots([SLOT])
    for other in (GENERATOR, GENERATOR - GENERATOR):
        assert decode_slots(Elements.of([good[0], other])) == [None]
        assert decode_slots(Elements.of([other, good[1]])) == [None]


def test_slots_and_elements_of_wrong_number_are_refused() -> None:
    for wrong in (b"", EMPTY[:-1], EMPTY + b"\0"):
        with pytest.raises(MalformedEncoding, match="slot 1"):
            encode_slots([EMPTY, wrong])
    with pytest.raises(MalformedEncoding, match="two"):
        decode_slots(encode_slots([EMPTY])[:1])
    assert decode_slots(encode_slots([])) == []
