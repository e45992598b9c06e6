import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.encoding import base32_to_bits
from rembug_ballots.errors import MalformedValue
from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.tracking import read, show, tracking_code
from rembug_crypto.domains import frames

ELECTION, CONTEST = ElectionId("sukamaju-2026"), ContestId("bkm")


@given(st.binary(max_size=300), st.binary(max_size=64))
def test_a_code_is_the_first_80_bits_of_its_hash(ciphertext: bytes, proof: bytes) -> None:
    code = tracking_code(ELECTION, CONTEST, ciphertext, proof)
    whole = frames(
        "domain",
        "rembug/v1/tracking",
        "election",
        ELECTION,
        "contest",
        CONTEST,
        "ciphertext",
        ciphertext,
        "proof",
        proof,
    )
    assert base32_to_bits(code) == int.from_bytes(hashlib.sha512(whole).digest()[:10], "big")
    assert read(show(code)) == code
    assert read(show(code).lower().replace("0", "o").replace("1", "l")) == code


def test_every_part_of_a_ballot_changes_the_code() -> None:
    codes = {
        tracking_code(election, contest, ciphertext, proof)
        for election in (ELECTION, ElectionId("lain"))
        for contest in (CONTEST, ContestId("rt"))
        for ciphertext in (b"a", b"ab")
        for proof in (b"bc", b"c")
    }
    assert len(codes) == 16


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 16, "A" * 17, "A" * 100])
def test_other_texts_are_no_codes(text: str) -> None:
    with pytest.raises(MalformedValue):
        read(text)
