"""Encryption with several keys and one randomness."""

from dataclasses import replace

import pytest

from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt, interleave, reencrypt
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.group import GENERATOR, GENERATOR_BASE, Elements, Scalar, Scalars
from tests.crypto.malformed import NO_ELEMENTS, with_field
from tests.crypto.seeded import SeededRandom

SECRETS = Scalars.random(3, SeededRandom("elgamal keys"))
KEY = PublicKey(GENERATOR_BASE.times(SECRETS))
MESSAGES = GENERATOR_BASE.times(Scalars.from_ints(range(10, 16)))
RANDOMNESS = Scalars.random(2, SeededRandom("elgamal randomness"))


def decrypt(ciphertexts: Ciphertexts, secrets: Scalars) -> Elements:
    c1 = ciphertexts.column(0)
    columns = [ciphertexts.column(1 + k) - c1.times_each(secrets[k]) for k in range(ciphertexts.width)]
    return interleave(columns)


def test_a_ciphertext_is_what_the_specification_says() -> None:
    rows = encrypt(MESSAGES, KEY, RANDOMNESS)
    for i, r in enumerate(RANDOMNESS):
        row = rows.rows(i, i + 1).elements
        assert row[0] == GENERATOR * r
        assert [*row[1:]] == [MESSAGES[3 * i + k] + KEY.elements[k] * r for k in range(3)]


def test_what_is_sealed_is_what_its_keys_open() -> None:
    assert decrypt(encrypt(MESSAGES, KEY, RANDOMNESS), SECRETS) == MESSAGES


def test_one_ballot_alone_is_sealed_to_the_same_bytes_as_in_a_list() -> None:
    alone = PublicKey.from_bytes(KEY.to_bytes())
    one = encrypt(MESSAGES[:3], alone, RANDOMNESS[:1])
    assert one.to_bytes() == encrypt(MESSAGES, KEY, RANDOMNESS).rows(0, 1).to_bytes()


def test_reencryption_moves_and_changes_rows_but_not_messages() -> None:
    rows = encrypt(MESSAGES, KEY, RANDOMNESS)
    fresh = Scalars.random(2, SeededRandom("fresh"))
    moved = reencrypt(rows, [1, 0], KEY, fresh)
    assert decrypt(moved, SECRETS) == Elements.concat([MESSAGES[3:], MESSAGES[:3]])
    assert moved.rows(0, 1).elements[0] == GENERATOR * (RANDOMNESS[1] + fresh[0])


def test_a_list_longer_than_a_chunk_is_the_same_as_its_parts() -> None:
    count = 4100
    key = KEY.first(1)
    messages = Elements.repeat(GENERATOR, count)
    randomness = Scalars.random(count, SeededRandom("long"))
    rows = encrypt(messages, key, randomness)
    assert rows.column(0) == GENERATOR_BASE.times(randomness)
    order = [*range(count - 1, -1, -1)]
    moved = reencrypt(rows, order, key, randomness)
    assert decrypt(moved, SECRETS[:1]) == messages
    assert moved.rows(0, 1).elements[0] == GENERATOR * (randomness[count - 1] + randomness[0])


def test_a_contest_uses_the_first_keys() -> None:
    assert KEY.first(2).to_bytes() == KEY.to_bytes()[:64]
    assert KEY.first(3) is KEY
    for width in (0, 4, -1):
        with pytest.raises(MalformedEncoding):
            KEY.first(width)


def test_keys_are_compared_by_their_bytes_and_named_by_their_width() -> None:
    again = PublicKey.from_bytes(KEY.to_bytes())
    assert again == KEY
    assert hash(again) == hash(KEY)
    assert again != KEY.first(2)
    assert repr(KEY) == "PublicKey(width=3)"


@pytest.mark.parametrize("fault", NO_ELEMENTS)
def test_no_field_of_a_key_or_a_ciphertext_takes_what_is_no_element(fault: str) -> None:
    row = encrypt(MESSAGES, KEY, RANDOMNESS).to_bytes()
    for field in range(3):
        with pytest.raises(MalformedEncoding):
            PublicKey.from_bytes(with_field(KEY.to_bytes(), field, NO_ELEMENTS[fault]))
    for field in range(8):
        with pytest.raises(MalformedEncoding):
            Ciphertexts.from_bytes(with_field(row, field, NO_ELEMENTS[fault]), 3)


def test_a_key_made_of_the_identity_is_refused_however_it_comes_about() -> None:
    first, second, third = KEY.elements
    with pytest.raises(MalformedEncoding):
        PublicKey(Elements.of([first, second - second, third]))
    with pytest.raises(MalformedEncoding):
        PublicKey.from_bytes(b"")


def test_lists_of_another_shape_are_refused() -> None:
    rows = encrypt(MESSAGES, KEY, RANDOMNESS)
    data = rows.to_bytes()
    with pytest.raises(MalformedEncoding):
        Ciphertexts.from_bytes(data[:-32], 3)
    with pytest.raises(MalformedEncoding):
        Ciphertexts.from_bytes(data[:-1], 3)
    with pytest.raises(MalformedEncoding):
        replace(rows, width=0)
    with pytest.raises(MalformedEncoding, match="ciphertext 1"):
        Ciphertexts.from_rows([data[:128], data[128:-32]], 3)
    assert Ciphertexts.from_rows([data[:128], data[128:]], 3).to_bytes() == data
    with pytest.raises(ValueError, match="messages"):
        encrypt(MESSAGES, KEY, RANDOMNESS[:1])
    with pytest.raises(ValueError, match="fit together"):
        reencrypt(rows, [0], KEY, RANDOMNESS)
    with pytest.raises(ValueError, match="fit together"):
        reencrypt(rows, [0, 1], KEY.first(2), RANDOMNESS)


def test_randomness_zero_would_show_the_message() -> None:
    # So that nobody takes zero for harmless: the element c1 is then refused by every decoder.
    shown = encrypt(MESSAGES[:3], KEY, Scalars.of([Scalar.from_int(0)]))
    with pytest.raises(MalformedEncoding):
        Ciphertexts.from_bytes(shown.to_bytes(), 3)
