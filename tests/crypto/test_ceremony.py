"""The key ceremony: honest runs give one key, and every dishonest holder is named."""

import hashlib
from dataclasses import replace

import pytest
from nacl.public import Box, PrivateKey, PublicKey

from rembug_crypto.ceremony import (
    CeremonyContext,
    Commitments,
    Polynomials,
    ceremony_hash,
    check_revealed,
    commit,
    joint_key,
    open_commitments,
)
from rembug_crypto.ceremony_shares import ShareRoute, check_share, open_share, seal_share
from rembug_crypto.domains import Domain, frames
from rembug_crypto.errors import CeremonyFault, MalformedEncoding
from rembug_crypto.group import (
    GENERATOR,
    GENERATOR_BASE,
    Element,
    Elements,
    Scalar,
    Scalars,
    msm,
)
from rembug_crypto.opening import lagrange_coefficients
from tests.crypto import world
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom

W, T = 2, 3
KNOWN = world.holders(W)
CONTEXT = KNOWN.context
ELEMENT_FIELDS = W * T


def box_secret(holder: int) -> bytes:
    return hashlib.sha256(f"box {holder}".encode()).digest()


def box_key(holder: int) -> bytes:
    return bytes(PrivateKey(box_secret(holder)).public_key)


def sealed_share(sender: int, receiver: int) -> bytes:
    return seal_share(
        ShareRoute(CONTEXT, sender, receiver),
        KNOWN.polynomials[sender - 1],
        box_secret(sender),
        box_key(receiver),
        SeededRandom(f"nonce {sender} {receiver}"),
    )


def unseal(sealed: bytes, sender: int, receiver: int, context: CeremonyContext = CONTEXT) -> Scalars:
    return open_share(
        ShareRoute(context, sender, receiver),
        sealed,
        box_secret(receiver),
        box_key(sender),
        KNOWN.commitments[sender - 1],
    )


@pytest.mark.parametrize(("count", "threshold"), [(3, 2), (5, 3), (2, 2), (15, 15)])
def test_any_t_secrets_give_the_joint_key_and_fewer_do_not(count: int, threshold: int) -> None:
    known = world.holders(2, count, threshold)
    chosen = list(range(count, count - threshold, -1))
    for few in (chosen, chosen[1:]):
        weights = lagrange_coefficients(few)
        for k, joint in enumerate(known.key.elements):
            secret = weights.dot(Scalars.of([known.secret(j)[k] for j in few]))
            assert (GENERATOR_BASE.times_one(secret) == joint) == (few is chosen)


def test_verification_keys_are_the_public_halves_of_the_secret_keys() -> None:
    for holder in range(1, 6):
        assert GENERATOR_BASE.times(KNOWN.secret(holder)) == KNOWN.verification(holder)


def test_a_share_arrives_sealed_and_on_the_committed_polynomials() -> None:
    for sender in range(1, 6):
        for receiver in range(1, 6):
            share = unseal(sealed_share(sender, receiver), sender, receiver)
            assert share == KNOWN.polynomials[sender - 1].share_for(receiver)


def test_a_sealed_share_has_the_layout_of_the_specification() -> None:
    sealed = sealed_share(1, 2)
    nonce = SeededRandom("nonce 1 2")(24)
    assert sealed[:24] == nonce
    assert len(sealed) == 24 + 16 + 32 + 32 * W
    tag = hashlib.sha512(
        frames(
            *("domain", Domain.SHARE.value, "election", world.ELECTION),
            *("ceremony", b"\0\0\0\1", "from", b"\0\0\0\1", "to", b"\0\0\0\2"),
        )
    ).digest()[:32]
    assert ShareRoute(CONTEXT, 1, 2).tag() == tag


def test_a_sealed_share_that_was_changed_or_cut_names_its_sender() -> None:
    sealed = sealed_share(1, 2)
    for wrong in (b"", sealed[:10], sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(CeremonyFault, match="unsealed") as caught:
            unseal(wrong, 1, 2)
        assert caught.value.holder == 1


def test_a_sealed_share_of_another_place_names_its_sender() -> None:
    sealed = sealed_share(1, 2)
    for context in (replace(CONTEXT, ceremony=2), replace(CONTEXT, election="kelurahan-lain")):
        with pytest.raises(CeremonyFault, match="another place") as caught:
            unseal(sealed, 1, 2, context)
        assert caught.value.holder == 1
    # Holder 1 reflects the share that holder 2 made for it: the box is the same in both directions.
    with pytest.raises(CeremonyFault, match="another place") as caught:
        unseal(sealed_share(2, 1), 1, 2)
    assert caught.value.holder == 1


def lying_share(payload: bytes) -> bytes:
    """Seal any bytes as a share of holder 1 for holder 2."""
    box = Box(PrivateKey(box_secret(1)), PublicKey(box_key(2)))
    return bytes(box.encrypt(ShareRoute(CONTEXT, 1, 2).tag() + payload, bytes(24)))


def test_a_wrong_share_names_its_sender() -> None:
    right = KNOWN.polynomials[0].share_for(2)
    wrong = Scalars.of([right[0], right[1] + Scalar.from_int(1)])
    with pytest.raises(CeremonyFault, match="committed polynomials") as caught:
        unseal(lying_share(wrong.to_bytes()), 1, 2)
    assert caught.value.holder == 1
    other = KNOWN.polynomials[0].share_for(3)
    with pytest.raises(CeremonyFault, match="committed polynomials"):
        unseal(lying_share(other.to_bytes()), 1, 2)
    with pytest.raises(CeremonyFault, match="number of keys"):
        check_share(1, 2, right[:1], KNOWN.commitments[0])


def test_a_share_of_another_length_or_no_scalar_names_its_sender() -> None:
    right = KNOWN.polynomials[0].share_for(2).to_bytes()
    for wrong in (b"", right[:-1], right[:-32], right + right[:32]):
        with pytest.raises(CeremonyFault, match="length"):
            unseal(lying_share(wrong), 1, 2)
    for fault in NO_SCALARS.values():
        with pytest.raises(CeremonyFault, match="no scalar"):
            unseal(lying_share(with_field(right, 1, fault)), 1, 2)


def test_a_box_key_of_small_order_names_its_holder() -> None:
    for low in (bytes(32), (1).to_bytes(32, "little")):
        with pytest.raises(CeremonyFault, match="box key") as caught:
            seal_share(
                ShareRoute(CONTEXT, 1, 2),
                KNOWN.polynomials[0],
                box_secret(1),
                low,
                SeededRandom("nonce"),
            )
        assert caught.value.holder == 2
        with pytest.raises(CeremonyFault, match="box key") as caught:
            open_share(
                ShareRoute(CONTEXT, 1, 2),
                sealed_share(1, 2),
                box_secret(2),
                low,
                KNOWN.commitments[0],
            )
        assert caught.value.holder == 1


def test_a_rogue_key_cannot_be_proved() -> None:
    # Holder 5 waits for the others and wants the joint key to be one it knows.
    others = joint_key(KNOWN.commitments[:4]).elements
    wanted = GENERATOR_BASE.times(Scalars.from_ints([11, 12]))
    rogue = wanted - others
    blob = KNOWN.blobs[4]
    for k in range(W):
        blob = with_field(blob, k * T, rogue[k].to_bytes())
    for attempt in (blob, forged_for(rogue, blob)):
        with pytest.raises(CeremonyFault, match="do not hold") as caught:
            open_commitments(CONTEXT, 5, attempt)
        assert caught.value.holder == 5


def forged_for(publics: Elements, blob: bytes) -> bytes:
    """Give the best proof that one makes without the secret: s chosen first, c guessed as 1."""
    for k, public in enumerate(publics):
        s = Scalar.from_int(1000 + k)
        commitment = GENERATOR_BASE.times_one(s) - public
        blob = with_field(blob, ELEMENT_FIELDS + 2 * k, commitment.to_bytes())
        blob = with_field(blob, ELEMENT_FIELDS + 2 * k + 1, s.to_bytes())
    return blob


def test_a_copied_commitment_names_the_copier() -> None:
    with pytest.raises(CeremonyFault) as caught:
        open_commitments(CONTEXT, 2, KNOWN.blobs[0])
    assert caught.value.holder == 2


def test_who_reveals_something_else_than_it_committed_to_is_named() -> None:
    committed = hashlib.sha256(KNOWN.blobs[2]).digest()
    check_revealed(3, KNOWN.blobs[2], committed)
    with pytest.raises(CeremonyFault, match="committed") as caught:
        check_revealed(3, KNOWN.blobs[3], committed)
    assert caught.value.holder == 3


@pytest.mark.parametrize(
    "context",
    [
        replace(CONTEXT, election="kelurahan-lain"),
        replace(CONTEXT, ceremony=2),
        replace(CONTEXT, holders=6),
    ],
)
def test_commitments_do_not_hold_in_another_ceremony(context: CeremonyContext) -> None:
    with pytest.raises(CeremonyFault):
        open_commitments(context, 1, KNOWN.blobs[0])


def test_commitments_for_another_threshold_do_not_hold() -> None:
    # 2 keys of threshold 3 and 2 keys of threshold 2 differ in length; 3 keys of threshold 2 do not fit.
    with pytest.raises(CeremonyFault, match="bytes"):
        open_commitments(replace(CONTEXT, threshold=2), 1, KNOWN.blobs[0])


@pytest.mark.parametrize("field", range(ELEMENT_FIELDS + 2 * W))
def test_no_field_of_the_commitments_takes_another_or_a_malformed_value(field: int) -> None:
    blob = KNOWN.blobs[0]
    old = blob[32 * field : 32 * field + 32]
    scalar = field >= ELEMENT_FIELDS and (field - ELEMENT_FIELDS) % 2 == 1
    other = (
        (Scalar.from_bytes(old) + Scalar.from_int(1)).to_bytes()
        if scalar
        else (Element.from_bytes(old) + GENERATOR).to_bytes()
    )
    for value in (other, *(NO_SCALARS if scalar else NO_ELEMENTS).values()):
        with pytest.raises(CeremonyFault) as caught:
            open_commitments(CONTEXT, 1, with_field(blob, field, value))
        assert caught.value.holder == 1


def test_commitments_of_another_length_are_refused() -> None:
    blob = KNOWN.blobs[0]
    for wrong in (b"", blob[:-1], blob[:-64], blob + blob[:64], blob[32:]):
        with pytest.raises(CeremonyFault, match="bytes"):
            open_commitments(CONTEXT, 1, wrong)


def test_a_holder_outside_the_ceremony_is_refused() -> None:
    for holder in (0, 6, -1):
        with pytest.raises(MalformedEncoding):
            commit(CONTEXT, holder, KNOWN.polynomials[0], SeededRandom("x"))
        with pytest.raises(MalformedEncoding):
            open_commitments(CONTEXT, holder, KNOWN.blobs[0])
        with pytest.raises(MalformedEncoding):
            ShareRoute(CONTEXT, 1, holder)


def test_thresholds_that_protect_nobody_are_refused() -> None:
    for threshold in (0, 1, 6):
        with pytest.raises(MalformedEncoding):
            replace(CONTEXT, threshold=threshold)
    with pytest.raises(MalformedEncoding):
        replace(CONTEXT, keys=0)


def test_a_joint_key_that_is_the_identity_is_refused() -> None:
    first = KNOWN.commitments[0]
    opposite = Commitments(-first.elements, first.threshold)
    with pytest.raises(MalformedEncoding, match="identity"):
        joint_key([first, opposite])


def test_the_ceremony_hash_is_over_the_events_in_their_order() -> None:
    one, other = b'{"a":1}', b'{"b":2}'
    written_out = frames("domain", Domain.CEREMONY_TRANSCRIPT.value, "event", one, "event", other)
    assert ceremony_hash([one, other]) == hashlib.sha512(written_out).digest()
    assert ceremony_hash([other, one]) != ceremony_hash([one, other])
    assert ceremony_hash([one + other]) != ceremony_hash([one, other])


def test_polynomials_survive_the_key_file_and_do_not_show() -> None:
    own = KNOWN.polynomials[0]
    again = Polynomials.from_bytes(own.to_bytes(), CONTEXT)
    assert again.share_for(4) == own.share_for(4)
    assert repr(own) == f"Polynomials(threshold={T})"
    with pytest.raises(MalformedEncoding):
        Polynomials.from_bytes(own.to_bytes()[:-32], CONTEXT)


def test_a_share_is_the_value_of_the_polynomial() -> None:
    polynomials = Polynomials(Scalars.from_ints([7, 3, 1, 5, 0, 2]), 3)
    assert polynomials.share_for(4) == Scalars.from_ints([7 + 12 + 16, 5 + 32])
    elements = GENERATOR_BASE.times(polynomials.coefficients)
    expected = [msm(Scalars.from_ints([1, 4, 16]), elements[start : start + 3]) for start in (0, 3)]
    assert Commitments(elements, 3).share_key(4) == Elements.of(expected)
