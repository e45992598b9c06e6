import pytest

from rembug_ballots import signing
from rembug_crypto.errors import InvalidSignature
from tests.ballots.story import Stream

SEED = Stream("ed25519")(32)
KEY = signing.public_key(SEED)
MESSAGE = b"suara"
SIGNATURE = signing.sign(SEED, MESSAGE)

# Source: RFC 8032 section 7.1, test 2.
RFC_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
RFC_KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
RFC_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)

# The order of the subgroup.  Source: RFC 8032 section 5.1, "L".
ORDER = 2**252 + 27742317777372353535851937790883648493

# Encodings of points of order 1, 2, 4 and 8.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


def test_a_signature_of_rfc_8032_is_made_and_holds() -> None:
    assert signing.public_key(RFC_SEED) == RFC_KEY
    assert signing.sign(RFC_SEED, b"\x72") == RFC_SIGNATURE
    signing.verify(RFC_KEY, b"\x72", RFC_SIGNATURE)


def test_a_signature_holds_for_its_key_and_message_only() -> None:
    signing.verify(KEY, MESSAGE, SIGNATURE)
    for key, message, signature in (
        (RFC_KEY, MESSAGE, SIGNATURE),
        (KEY, b"suarA", SIGNATURE),
        (KEY, MESSAGE, SIGNATURE[:-1]),
        (KEY, MESSAGE, SIGNATURE + b"\x00"),
        (KEY[:-1], MESSAGE, SIGNATURE),
        (b"", MESSAGE, b""),
    ):
        with pytest.raises(InvalidSignature):
            signing.verify(key, message, signature)


@pytest.mark.parametrize("bit", range(0, 512, 7))
def test_a_flipped_bit_breaks_a_signature(bit: int) -> None:
    wrong = bytearray(SIGNATURE)
    wrong[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidSignature):
        signing.verify(KEY, MESSAGE, bytes(wrong))


def test_a_second_form_of_the_same_scalar_is_refused() -> None:
    s = int.from_bytes(SIGNATURE[32:], "little") + ORDER
    with pytest.raises(InvalidSignature):
        signing.verify(KEY, MESSAGE, SIGNATURE[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("point", SMALL)
def test_keys_of_small_order_are_refused(point: str) -> None:
    key = bytes.fromhex(point)
    assert not signing.is_public_key(key)
    # Under the neutral element this signature would hold for every message.
    with pytest.raises(InvalidSignature):
        signing.verify(key, MESSAGE, bytes.fromhex(SMALL[0]) + bytes(32))


def test_a_key_has_one_encoding() -> None:
    assert signing.is_public_key(KEY)
    assert not signing.is_public_key(KEY + b"\x00")
    assert not signing.is_public_key(b"\xff" * 32)
