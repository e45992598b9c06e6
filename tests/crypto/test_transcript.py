"""The transcript: framing, challenges, and that every proof binds every value it should."""

import hashlib
from typing import Self

import pytest

from rembug_crypto.domains import Domain, frame, frames
from rembug_crypto.errors import CryptoError
from rembug_crypto.group import Scalars
from rembug_crypto.transcript import Transcript
from tests.crypto.crippled import ABSORBED, SCENES, left_out, one_bit_changed, transcript_that


def test_a_transcript_is_the_hash_of_the_frames_written_out() -> None:
    state = frames("domain", "rembug/v1/lot", "a", b"1", "challenge", "c")
    drawn = hashlib.sha512(state).digest()
    transcript = Transcript(Domain.LOT).absorb("a", b"1")
    assert transcript.draw("c") == drawn
    state += frame("drawn", drawn) + frames("b", "2", "challenge", "d")
    assert transcript.absorb("b", "2").draw("d") == hashlib.sha512(state).digest()


def test_short_challenges_are_taken_four_from_a_block() -> None:
    drawn = Transcript(Domain.LOT).draw("u")
    blocks = b"".join(hashlib.sha512(drawn + i.to_bytes(8, "big")).digest() for i in range(2))
    assert Transcript(Domain.LOT).challenges_128("u", 5) == Scalars.from_128(blocks[:80])
    assert len(Transcript(Domain.LOT).challenges_128("u", 0)) == 0


def test_a_byte_that_moves_from_a_label_to_its_value_changes_the_frame() -> None:
    assert frame("ab", "c") != frame("a", "bc")
    assert frames("a", "x", "b", "y") != frames("a", "xb", "", "y")


def test_a_label_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="in turn"):
        frames("a", "x", "b")


def test_a_copy_goes_its_own_way() -> None:
    one = Transcript(Domain.LOT).absorb("a", "x")
    other = one.copy().absorb("b", "y")
    assert one.draw("c") != other.draw("c")
    assert one.copy().draw("c") == one.draw("c")


def test_no_two_domains_are_alike_and_none_is_the_beginning_of_another_frame() -> None:
    starts = {frame("domain", domain.value) for domain in Domain}
    assert len(starts) == len(Domain)
    assert not any(a != b and a.startswith(b) for a in starts for b in starts)


@pytest.mark.parametrize("name", SCENES)
def test_a_proof_absorbs_exactly_the_values_of_the_specification_in_their_order(name: str) -> None:
    seen: list[str] = []

    class RecordingTranscript(Transcript):
        __slots__ = ()

        def __init__(self, domain: Domain) -> None:
            super().__init__(domain)
            seen.append("domain")

        def absorb(self, label: str, value: bytes | str) -> Self:
            seen.append(label)
            return super().absorb(label, value)

    scene = SCENES[name]
    blob = scene.prove()
    with scene.under(RecordingTranscript):
        scene.verify(blob)
    once = len(scene.labels)
    # What the last challenge draws is absorbed too, but nothing comes after it.
    assert tuple(seen[:once]) == scene.labels
    assert seen[once] == "drawn"
    # The ceremony blob has a proof for each of its two keys.
    assert len(seen) == (once + 1) * (2 if name == "ceremony" else 1)


@pytest.mark.parametrize("name", SCENES)
def test_an_honest_proof_holds_and_is_the_same_under_a_transcript_that_changes_nothing(
    name: str,
) -> None:
    scene = SCENES[name]
    blob = scene.prove()
    scene.verify(blob)
    with scene.under(transcript_that("no such label", left_out)):
        assert scene.prove() == blob
        scene.verify(blob)


@pytest.mark.parametrize(("name", "label"), ABSORBED)
def test_a_proof_whose_maker_leaves_one_value_out_is_refused(name: str, label: str) -> None:
    scene = SCENES[name]
    with scene.under(transcript_that(label, left_out)):
        forged = scene.prove()
        scene.verify(forged)  # under the same fault it holds, so the fault is the only one
    with pytest.raises(CryptoError):
        scene.verify(forged)


@pytest.mark.parametrize(("name", "label"), ABSORBED)
def test_an_honest_proof_is_refused_when_one_value_alone_changes(name: str, label: str) -> None:
    scene = SCENES[name]
    blob = scene.prove()
    with scene.under(transcript_that(label, one_bit_changed)), pytest.raises(CryptoError):
        scene.verify(blob)
