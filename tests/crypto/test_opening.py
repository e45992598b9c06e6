"""Threshold opening: any t holders open, fewer do not, and a wrong factor is caught."""

import itertools
from dataclasses import replace

import pytest

from rembug_crypto import opening
from rembug_crypto.elgamal import Ciphertexts, encrypt
from rembug_crypto.encoding import decode_slots, encode_slots
from rembug_crypto.errors import InvalidOpeningProof, MalformedEncoding
from rembug_crypto.group import GENERATOR, GENERATOR_BASE, Element, Elements, Scalar, Scalars
from rembug_crypto.opening import combine, factors_from_bytes, lagrange_coefficients
from tests.crypto import world
from tests.crypto.malformed import IDENTITY, NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom

N, W = 3, 2


def honest(holder: int = 2, count: int = N, width: int = W) -> bytes:
    return opening.prove(
        world.opening_statement(holder, count, width),
        world.factors_of(holder, count, width),
        world.holders(width).secret(holder),
        SeededRandom("opening"),
    )


@pytest.mark.parametrize("width", [2, 6, 34])
@pytest.mark.parametrize("count", [1, 2, 17])
def test_honest_factors_verify_after_a_journey_through_bytes(count: int, width: int) -> None:
    blob = world.factors_of(4, count, width).to_bytes()
    opening.verify(
        world.opening_statement(4, count, width),
        factors_from_bytes(blob, count, width),
        honest(4, count, width),
    )


@pytest.mark.parametrize("chosen", list(itertools.combinations(range(1, 6), 3)))
def test_any_three_of_five_holders_open_the_names(chosen: tuple[int, ...]) -> None:
    ciphertexts = world.sealed(17, 6).ciphertexts
    messages = combine(ciphertexts, {j: world.factors_of(j, 17, 6) for j in chosen}, 3)
    assert decode_slots(messages) == world.slots(17, 6)


@pytest.mark.parametrize("chosen", [(15, 2), (1, 2, 3, 4), (4, 9, 15, 7, 11)])
def test_other_thresholds_and_numbers_of_holders_open_too(chosen: tuple[int, ...]) -> None:
    threshold = len(chosen)
    known = world.holders(2, 15, threshold)
    message = GENERATOR_BASE.times(Scalars.from_ints([5, 6]))
    sealed = encrypt(message, known.key, Scalars.from_ints([1234]))
    factors = {j: opening.compute_factors(sealed, known.secret(j)) for j in chosen}
    assert combine(sealed, factors, threshold) == message


def test_fewer_holders_than_the_threshold_open_nothing() -> None:
    ciphertexts = world.sealed(N, W).ciphertexts
    factors = {j: world.factors_of(j, N, W) for j in (1, 2, 3, 4)}
    right = combine(ciphertexts, {j: factors[j] for j in (1, 2, 3)}, 3)
    for few in ((1,), (1, 2), (3, 1)):
        with pytest.raises(InvalidOpeningProof, match="threshold"):
            combine(ciphertexts, {j: factors[j] for j in few}, 3)
        wrong = combine(ciphertexts, {j: factors[j] for j in few}, len(few))
        assert all(a != b for a, b in zip(right, wrong, strict=True))
    with pytest.raises(InvalidOpeningProof, match="threshold"):
        combine(ciphertexts, factors, 3)


def test_a_holder_counted_twice_or_numbered_zero_is_refused() -> None:
    for holders in ([1, 2, 2], [0, 1, 2], [-1, 1], []):
        with pytest.raises(InvalidOpeningProof, match="distinct"):
            lagrange_coefficients(holders)


def test_the_coefficients_recombine_a_polynomial() -> None:
    # f(z) = 7 + 3z + z^2
    shares = {z: Scalar.from_int(7 + 3 * z + z * z) for z in (2, 5, 9)}
    weights = lagrange_coefficients(list(shares))
    assert weights.dot(Scalars.of(shares.values())) == Scalar.from_int(7)


def test_a_message_may_open_to_the_identity() -> None:
    known = world.holders(2)
    nothing = Elements.from_bytes(bytes(64), allow_identity=True)
    sealed = encrypt(nothing, known.key, Scalars.from_ints([99]))
    factors = {j: opening.compute_factors(sealed, known.secret(j)) for j in (1, 3, 5)}
    assert combine(sealed, factors, 3).to_bytes() == bytes(64)
    assert decode_slots(combine(sealed, factors, 3)) == [None]


@pytest.mark.parametrize("part", [1, W, 2 * W, 1 << 16])
def test_a_list_opens_to_the_same_slots_in_parts_of_any_size(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_PART", part)
    ciphertexts = world.opening_statement(1, N, W).ciphertexts
    # 1, 2 and 4: their coefficients are no whole numbers.
    factors = {j: world.factors_of(j, N, W) for j in (1, 2, 4)}
    whole = decode_slots(combine(ciphertexts, factors, 3))
    encoded = {j: own.to_bytes() for j, own in factors.items()}
    assert opening.open_slots(ciphertexts, encoded, 3) == whole
    with pytest.raises(InvalidOpeningProof, match="threshold"):
        opening.open_slots(ciphertexts, encoded, 2)
    with pytest.raises(MalformedEncoding, match="bytes of factors"):
        opening.open_slots(ciphertexts, {**encoded, 4: encoded[4] + bytes(32)}, 3)


def test_messages_that_recur_open_to_the_same_whoever_opens() -> None:
    known = world.holders(2)
    slots = [b"Siti".ljust(60, b"\0"), bytes(60), b"Siti".ljust(60, b"\0"), bytes(60)]
    messages = encode_slots(slots)
    sealed = encrypt(messages, known.key, Scalars.from_ints([5, 6, 7, 8]))
    for holders in itertools.combinations(range(1, 6), 3):
        factors = {j: opening.compute_factors(sealed, known.secret(j)) for j in holders}
        assert combine(sealed, factors, 3) == messages


def test_one_wrong_factor_among_many_is_caught() -> None:
    statement, factors = world.opening_statement(2, N, W), world.factors_of(2, N, W)
    for index in range(len(factors)):
        wrong = [*factors]
        wrong[index] = wrong[index] + GENERATOR
        with pytest.raises(InvalidOpeningProof):
            opening.verify(statement, Elements.of(wrong), honest())
        forged = opening.prove(statement, Elements.of(wrong), world.holders(W).secret(2), SeededRandom("forger"))
        with pytest.raises(InvalidOpeningProof, match=r"s_\d\*A"):
            opening.verify(statement, Elements.of(wrong), forged)


def test_two_wrong_factors_that_cancel_out_are_caught() -> None:
    statement, factors = world.opening_statement(2, N, W), [*world.factors_of(2, N, W)]
    factors[0], factors[W] = factors[0] + GENERATOR, factors[W] - GENERATOR
    wrong = Elements.of(factors)
    forged = opening.prove(statement, wrong, world.holders(W).secret(2), SeededRandom("forger"))
    with pytest.raises(InvalidOpeningProof):
        opening.verify(statement, wrong, forged)


def test_factors_under_another_holders_key_are_caught() -> None:
    statement = world.opening_statement(2, N, W)
    other = world.factors_of(3, N, W)
    forged = opening.prove(statement, other, world.holders(W).secret(3), SeededRandom("forger"))
    with pytest.raises(InvalidOpeningProof, match=r"s_1\*G"):
        opening.verify(statement, other, forged)
    with pytest.raises(InvalidOpeningProof):
        opening.verify(world.opening_statement(3, N, W), world.factors_of(2, N, W), honest())


def test_a_proof_does_not_hold_at_another_place() -> None:
    statement, factors = world.opening_statement(2, N, W), world.factors_of(2, N, W)
    known = world.holders(W)
    first, second = known.verification(2)
    rows = statement.ciphertexts
    swapped = Ciphertexts(Elements.concat([rows.rows(1, N).elements, rows.rows(0, 1).elements]), W)
    for other in (
        replace(statement, election="kelurahan-lain"),
        replace(statement, contest="rehearsal"),
        replace(statement, holder=3),
        replace(statement, verification_keys=Elements.of([second, first])),
        replace(statement, ciphertexts=swapped),
    ):
        with pytest.raises(InvalidOpeningProof):
            opening.verify(other, factors, honest())


FIELD_NAMES = ("T_1", "U_1", "T_2", "U_2", "s_1", "s_2")


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_another_value_in_any_field_is_refused(name: str) -> None:
    field = FIELD_NAMES.index(name)
    blob = honest()
    old = blob[32 * field : 32 * field + 32]
    new = (
        (Element.from_bytes(old) + GENERATOR).to_bytes()
        if field < 2 * W
        else (Scalar.from_bytes(old) + Scalar.from_int(1)).to_bytes()
    )
    with pytest.raises(InvalidOpeningProof):
        opening.verify(world.opening_statement(2, N, W), world.factors_of(2, N, W), with_field(blob, field, new))


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_no_field_takes_what_is_no_element_or_scalar(name: str) -> None:
    field = FIELD_NAMES.index(name)
    for value in (NO_ELEMENTS if field < 2 * W else NO_SCALARS).values():
        with pytest.raises(MalformedEncoding):
            opening.verify(
                world.opening_statement(2, N, W),
                world.factors_of(2, N, W),
                with_field(honest(), field, value),
            )


@pytest.mark.parametrize("fault", NO_ELEMENTS)
def test_no_factor_takes_what_is_no_element(fault: str) -> None:
    blob = world.factors_of(2, N, W).to_bytes()
    for field in range(N * W):
        with pytest.raises(MalformedEncoding):
            factors_from_bytes(with_field(blob, field, NO_ELEMENTS[fault]), N, W)


def test_wrong_lengths_are_refused() -> None:
    statement, factors = world.opening_statement(2, N, W), world.factors_of(2, N, W)
    blob, proof = factors.to_bytes(), honest()
    for wrong in (b"", blob[:-32], blob + blob[:32], blob[:-1]):
        with pytest.raises(MalformedEncoding):
            factors_from_bytes(wrong, N, W)
    for wrong in (b"", proof[:-32], proof + IDENTITY, proof[:-1]):
        with pytest.raises(MalformedEncoding):
            opening.verify(statement, factors, wrong)
    with pytest.raises(MalformedEncoding, match="factors"):
        opening.verify(statement, factors[:-1], proof)
    with pytest.raises(MalformedEncoding, match="width"):
        replace(statement, verification_keys=statement.verification_keys[:1])
    with pytest.raises(MalformedEncoding, match="empty"):
        replace(statement, ciphertexts=statement.ciphertexts.rows(0, 0))
    with pytest.raises(InvalidOpeningProof, match="factors"):
        combine(statement.ciphertexts, {1: factors, 2: factors[:-1], 3: factors}, 3)
    with pytest.raises(ValueError, match="secret keys"):
        opening.compute_factors(statement.ciphertexts, world.holders(6).secret(2))
