"""Mixing and its proof: honest mixes hold, dishonest ones are caught, and the equation is named."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rembug_crypto import shuffle_proof
from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt, reencrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.errors import InvalidShuffleProof, MalformedEncoding
from rembug_crypto.generators import generators
from rembug_crypto.group import GENERATOR, Element, Elements, Scalar, Scalars
from rembug_crypto.opening import combine, compute_factors
from rembug_crypto.shuffle import ShuffleSecret, random_order, shuffle
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement
from tests.crypto import world
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom

N, W = 4, 2
# 32-byte fields of a proof: c, chain, t1, t2, t3, t4, th, then the scalars.
ELEMENT_FIELDS = 3 * N + 4 + W
SCALAR_FIELDS = 2 * N + 4
FIELD_NAMES = (
    *(f"c_{i}" for i in range(1, N + 1)),
    *(f"ch_{i}" for i in range(1, N + 1)),
    *("t1", "t2", "t3"),
    *(f"t4[{i}]" for i in range(1 + W)),
    *(f"th_{i}" for i in range(1, N + 1)),
    *("s1", "s2", "s3", "s4"),
    *(f"sh_{i}" for i in range(1, N + 1)),
    *(f"s'_{i}" for i in range(1, N + 1)),
)


def honest(count: int = N, width: int = W) -> tuple[ShuffleStatement, bytes]:
    statement, secret, random = world.mixed(count, width)
    return statement, shuffle_proof.prove(statement, secret, random).to_bytes()


def check(statement: ShuffleStatement, blob: bytes) -> None:
    proof = ShuffleProof.from_bytes(blob, statement.count, statement.width)
    shuffle_proof.verify(statement, proof, SeededRandom("weights"))


def with_rows(outputs: Ciphertexts, rows: Sequence[Ciphertexts]) -> Ciphertexts:
    return Ciphertexts(Elements.concat([row.elements for row in rows]), outputs.width)


def fresh_ballot(key: PublicKey) -> Ciphertexts:
    slots = [b"Orang Lain".ljust(60, b"\0")] * (key.width // 2)
    return encrypt(encode_slots(slots), key, Scalars.from_ints([424242]))


def test_the_field_names_cover_the_whole_blob() -> None:
    _, blob = honest()
    assert len(FIELD_NAMES) == ELEMENT_FIELDS + SCALAR_FIELDS == 5 * N + 8 + W
    assert len(blob) == 32 * len(FIELD_NAMES)


@pytest.mark.parametrize("width", [2, 6, 34])
@pytest.mark.parametrize("count", [1, 2, 17, 200])
def test_an_honest_mix_verifies_after_a_journey_through_bytes(count: int, width: int) -> None:
    statement, blob = honest(count, width)
    arrived = replace(statement, outputs=Ciphertexts.from_bytes(statement.outputs.to_bytes(), width))
    check(arrived, blob)


def test_a_mix_changes_every_row_and_keeps_the_ballots() -> None:
    statement, _, _ = world.mixed(17, 2)
    before, after = statement.inputs.to_bytes(), statement.outputs.to_bytes()
    rows = {before[start : start + 96] for start in range(0, len(before), 96)}
    assert rows.isdisjoint(after[start : start + 96] for start in range(0, len(after), 96))
    known = world.holders(2)
    opened = [
        combine(ballots, {j: compute_factors(ballots, known.secret(j)) for j in (1, 3, 4)}, 3).to_bytes()
        for ballots in (statement.inputs, statement.outputs)
    ]
    given, mixed = (
        sorted(messages[start : start + 64] for start in range(0, len(messages), 64)) for messages in opened
    )
    assert given == mixed
    assert opened[0] != opened[1]


def test_two_mixes_follow_each_other() -> None:
    first, _ = honest()
    random = SeededRandom("second")
    outputs, secret = shuffle(first.outputs, first.key, random)
    second = replace(first, mixer=3, step=2, inputs=first.outputs, outputs=outputs)
    blob = shuffle_proof.prove(second, secret, random).to_bytes()
    check(second, blob)
    with pytest.raises(InvalidShuffleProof):
        check(replace(second, inputs=first.inputs), blob)


def test_an_order_is_a_permutation_and_every_one_occurs() -> None:
    random = SeededRandom("orders")
    seen = [tuple(random_order(3, random)) for _ in range(600)]
    assert all(sorted(order) == [0, 1, 2] for order in seen)
    assert min(seen.count(order) for order in set(seen)) > 60
    assert len(set(seen)) == 6


def test_words_that_would_favour_some_order_are_drawn_again() -> None:
    asked: list[int] = []

    def source(count: int) -> bytes:
        asked.append(count)
        return b"\xff" * count if len(asked) == 1 else bytes(count)

    # 2^64 - 1 is no choice among three, but one among two.
    assert random_order(3, source) == [2, 1, 0]
    assert asked == [24, 8]


def test_a_proof_does_not_hold_at_another_place() -> None:
    statement, blob = honest()
    for other in (
        replace(statement, election="kelurahan-lain"),
        replace(statement, contest="rw"),
        replace(statement, mixer=3),
        replace(statement, step=2),
    ):
        with pytest.raises(InvalidShuffleProof):
            check(other, blob)


def test_a_proof_does_not_hold_under_other_keys() -> None:
    statement, blob = honest()
    first, second = statement.key.elements
    for keys in ([second, first], [first, first + GENERATOR]):
        with pytest.raises(InvalidShuffleProof):
            check(replace(statement, key=PublicKey(Elements.of(keys))), blob)


def test_a_proof_does_not_hold_for_inputs_in_another_order() -> None:
    statement, blob = honest()
    inputs = statement.inputs
    swapped = with_rows(inputs, [inputs.rows(1, 2), inputs.rows(0, 1), inputs.rows(2, N)])
    with pytest.raises(InvalidShuffleProof):
        check(replace(statement, inputs=swapped), blob)


def dishonest_outputs() -> dict[str, Ciphertexts]:
    statement, _, _ = world.mixed(N, W)
    outputs, key = statement.outputs, statement.key
    again = reencrypt(outputs.rows(0, 1), [0], key, Scalars.from_ints([77]))
    tagged = Elements.of(
        [element + GENERATOR if index == 2 else element for index, element in enumerate(outputs.elements)]
    )
    return {
        "replaced": with_rows(outputs, [fresh_ballot(key), outputs.rows(1, N)]),
        "duplicated in place of another": with_rows(outputs, [outputs.rows(0, 1), again, outputs.rows(2, N)]),
        "copied in place of another": with_rows(outputs, [outputs.rows(0, 1), outputs.rows(0, 1), outputs.rows(2, N)]),
        "tagged in one component": Ciphertexts(tagged, W),
        "swapped": with_rows(outputs, [outputs.rows(1, 2), outputs.rows(0, 1), outputs.rows(2, N)]),
    }


@pytest.mark.parametrize("attack", dishonest_outputs())
def test_a_mixer_who_changes_a_ballot_cannot_prove_it(attack: str) -> None:
    statement, secret, random = world.mixed(N, W)
    lying = replace(statement, outputs=dishonest_outputs()[attack])
    forged = shuffle_proof.prove(lying, secret, random).to_bytes()
    with pytest.raises(InvalidShuffleProof, match=r"equation \(4\)"):
        check(lying, forged)
    _, blob = honest()
    with pytest.raises(InvalidShuffleProof):
        check(lying, blob)


def test_a_list_with_a_ballot_dropped_or_added_is_no_statement() -> None:
    statement, _, _ = world.mixed(N, W)
    longer = with_rows(statement.outputs, [statement.outputs, fresh_ballot(statement.key)])
    for outputs in (statement.outputs.rows(0, N - 1), longer):
        with pytest.raises(MalformedEncoding, match="outputs"):
            replace(statement, outputs=outputs)
    empty = statement.outputs.rows(0, 0)
    with pytest.raises(MalformedEncoding, match="empty"):
        replace(statement, inputs=empty, outputs=empty)
    with pytest.raises(MalformedEncoding, match="widths"):
        replace(statement, key=statement.key.first(1))


def test_a_mixer_who_uses_no_permutation_cannot_prove_it() -> None:
    statement, secret, random = world.mixed(N, W)
    order = [0, 0, *range(2, N)]
    outputs = reencrypt(statement.inputs, order, statement.key, secret.randomness)
    lying = replace(statement, outputs=outputs)
    forged = shuffle_proof.prove(lying, ShuffleSecret(order, secret.randomness), random)
    with pytest.raises(InvalidShuffleProof, match="equation"):
        check(lying, forged.to_bytes())


def test_weights_that_are_no_permutation_matrix_are_caught() -> None:
    # A commitment to twice a generator: (3) could be met, (1) cannot.
    statement, secret, random = world.mixed(N, W)
    proof = shuffle_proof.prove(statement, secret, random)
    h = generators(statement.election, N)
    doubled = Elements.of([proof.c[0] + h[1], *proof.c[1:]])
    with pytest.raises(InvalidShuffleProof):
        check(statement, replace(proof, c=doubled).to_bytes())


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_another_value_in_any_field_is_refused(name: str) -> None:
    statement, blob = honest()
    field = FIELD_NAMES.index(name)
    old = blob[32 * field : 32 * field + 32]
    if field < ELEMENT_FIELDS:
        new = (Element.from_bytes(old) + GENERATOR).to_bytes()
    else:
        new = (Scalar.from_bytes(old) + Scalar.from_int(1)).to_bytes()
    with pytest.raises(InvalidShuffleProof, match="equation"):
        check(statement, with_field(blob, field, new))


@pytest.mark.parametrize(
    ("name", "equation"),
    [("s1", "1"), ("s2", "2"), ("s3", "3"), ("s4", "4"), ("sh_1", "5"), (f"sh_{N}", "5")],
)
def test_the_equation_that_fails_is_named(name: str, equation: str) -> None:
    statement, blob = honest()
    changed = with_field(blob, FIELD_NAMES.index(name), Scalar.from_int(5).to_bytes())
    with pytest.raises(InvalidShuffleProof, match=rf"equation \({equation}\)"):
        check(statement, changed)


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_no_field_takes_what_is_no_element_or_scalar(name: str) -> None:
    _, blob = honest()
    field = FIELD_NAMES.index(name)
    for value in (NO_ELEMENTS if field < ELEMENT_FIELDS else NO_SCALARS).values():
        with pytest.raises(MalformedEncoding):
            ShuffleProof.from_bytes(with_field(blob, field, value), N, W)


@pytest.mark.parametrize("fault", NO_ELEMENTS)
def test_no_output_takes_what_is_no_element(fault: str) -> None:
    statement, _ = honest()
    data = statement.outputs.to_bytes()
    for field in range(N * (1 + W)):
        with pytest.raises(MalformedEncoding):
            Ciphertexts.from_bytes(with_field(data, field, NO_ELEMENTS[fault]), W)


@pytest.mark.parametrize("field", [0, N, 2 * N, 2 * N + 3, 2 * N + 4 + W, ELEMENT_FIELDS])
def test_a_proof_that_omits_a_value_has_the_wrong_length(field: int) -> None:
    _, blob = honest()
    for wrong in (blob[: 32 * field] + blob[32 * field + 32 :], blob + blob[:32], blob[:-1], b""):
        with pytest.raises(MalformedEncoding, match="bytes"):
            ShuffleProof.from_bytes(wrong, N, W)


def test_the_secret_of_a_mix_does_not_show() -> None:
    _, secret, _ = world.mixed(N, W)
    assert repr(secret) == "ShuffleSecret()"
