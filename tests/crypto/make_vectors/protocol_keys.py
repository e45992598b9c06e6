"""Golden vectors: key ceremony and opening."""

import hashlib

from nacl.public import PrivateKey

from rembug_crypto import opening
from rembug_crypto.ceremony import ceremony_hash, joint_key
from rembug_crypto.ceremony_shares import ShareRoute, seal_share
from rembug_crypto.encoding import decode_slots
from rembug_crypto.group import GENERATOR, Elements, Scalars
from rembug_crypto.opening import combine, lagrange_coefficients
from tests.crypto import world
from tests.crypto.make_vectors.protocol_proofs import forged_without, other_field
from tests.crypto.make_vectors.protocol_shape import Json, group, invalid, valid, vector_file
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom

_COUNT, _WIDTH, _THRESHOLD = 3, 2, 3


def _box(holder: int) -> PrivateKey:
    return PrivateKey(hashlib.sha256(f"box {holder}".encode()).digest())


def _commitment_tests(blob: bytes, copied: bytes) -> list[dict[str, Json]]:
    elements = _WIDTH * _THRESHOLD
    tests = [
        valid("honest", blob=blob.hex()),
        invalid("copied from another holder", blob=copied.hex()),
        invalid("another holder", blob=blob.hex(), holder=2),
        invalid("another election", blob=blob.hex(), election="kelurahan-lain"),
        invalid("another run", blob=blob.hex(), ceremony=2),
        invalid("more holders", blob=blob.hex(), holders=6),
        invalid("another threshold", blob=blob.hex(), threshold=2),
        invalid("a proof is missing", blob=blob[:-64].hex()),
        invalid("a byte too many", blob=(blob + b"\0").hex()),
    ]
    for field in range(elements + 2 * _WIDTH):
        scalar = field >= elements and (field - elements) % 2 == 1
        tests.append(invalid(f"another field {field}", blob=other_field(blob, field, scalar=scalar)))
        for fault, value in (NO_SCALARS if scalar else NO_ELEMENTS).items():
            tests.append(invalid(f"field {field} is {fault}", blob=with_field(blob, field, value).hex()))
    forged = forged_without("ceremony")
    return [
        *tests,
        *({**{k: v for k, v in test.items() if k != "proof"}, "holder": 4, "blob": test["proof"]} for test in forged),
    ]


def ceremony_vectors() -> dict[str, Json]:
    """Commitments, shares, joint and verification keys, the hash that holders confirm."""
    known = world.holders(_WIDTH)
    share = known.polynomials[0].share_for(2)
    wrong = Scalars.of([share[0], share[1] + share[0]]).to_bytes()
    nonce_seed = "sealed share"
    sealed = seal_share(
        ShareRoute(known.context, 1, 2),
        known.polynomials[0],
        bytes(_box(1)),
        bytes(_box(2).public_key),
        SeededRandom(nonce_seed),
    )
    reflected = seal_share(
        ShareRoute(known.context, 2, 1),
        known.polynomials[1],
        bytes(_box(2)),
        bytes(_box(1).public_key),
        SeededRandom(nonce_seed),
    )
    context: dict[str, Json] = {
        "election": known.context.election,
        "ceremony": known.context.ceremony,
        "holders": known.context.holders,
        "threshold": known.context.threshold,
        "keys": known.context.keys,
    }
    blobs = [blob.hex() for blob in known.blobs]
    events = [b'{"a":1}', b'{"b":"dua"}', b""]
    right_key = known.key.to_bytes().hex()
    four = joint_key(known.commitments[:4]).to_bytes().hex()
    return vector_file(
        "key ceremony",
        "docs/protocol.md section 6",
        [
            group("Commitments", _commitment_tests(known.blobs[0], known.blobs[1]), **context, holder=1),
            group(
                "Share",
                [
                    valid("honest", share=share.to_bytes().hex()),
                    invalid("another share", share=wrong.hex()),
                    invalid("another receiver", share=share.to_bytes().hex(), receiver=3),
                    invalid("another sender", share=share.to_bytes().hex(), blob=blobs[1], sender=2),
                    invalid("of one key only", share=share[:1].to_bytes().hex()),
                    *(
                        invalid(f"a scalar is {fault}", share=with_field(wrong, 1, value).hex())
                        for fault, value in NO_SCALARS.items()
                    ),
                ],
                **context,
                sender=1,
                receiver=2,
                blob=blobs[0],
                polynomials=known.polynomials[0].to_bytes().hex(),
            ),
            group(
                "SealedShare",
                [
                    valid("honest", sealed=sealed.hex(), share=share.to_bytes().hex()),
                    invalid("of another run", sealed=sealed.hex(), ceremony=2),
                    invalid("reflected to its maker", sealed=reflected.hex()),
                    invalid("a byte is missing", sealed=sealed[:-1].hex()),
                    invalid("a bit is flipped", sealed=(sealed[:-1] + bytes([sealed[-1] ^ 1])).hex()),
                    invalid("shorter than a nonce", sealed=sealed[:20].hex()),
                    invalid(
                        "under a box key of small order",
                        sealed=sealed.hex(),
                        sender_box_key=bytes(32).hex(),
                    ),
                ],
                **context,
                sender=1,
                receiver=2,
                blob=blobs[0],
                sender_box_key=bytes(_box(1).public_key).hex(),
                receiver_box_secret=bytes(_box(2)).hex(),
            ),
            group(
                "JointKey",
                [
                    valid("all holders", key=right_key),
                    invalid("one holder is missing", key=four),
                ],
                **context,
                blobs=blobs,
            ),
            group(
                "VerificationKeys",
                [
                    *(
                        valid(
                            f"holder {holder}",
                            holder=holder,
                            verification_keys=known.verification(holder).to_bytes().hex(),
                            secret_keys=known.secret(holder).to_bytes().hex(),
                        )
                        for holder in range(1, 6)
                    ),
                    invalid(
                        "another holder's",
                        holder=1,
                        verification_keys=known.verification(2).to_bytes().hex(),
                        secret_keys=known.secret(1).to_bytes().hex(),
                    ),
                ],
                **context,
                blobs=blobs,
            ),
            group(
                "CeremonyHash",
                [
                    valid(
                        "three events",
                        events=[event.hex() for event in events],
                        hash=ceremony_hash(events).hex(),
                    ),
                    invalid(
                        "in another order",
                        events=[event.hex() for event in events[::-1]],
                        hash=ceremony_hash(events).hex(),
                    ),
                    invalid(
                        "two events joined",
                        events=[(events[0] + events[1]).hex(), ""],
                        hash=ceremony_hash(events).hex(),
                    ),
                ],
            ),
        ],
    )


def _lagrange_tests() -> list[dict[str, Json]]:
    def of(holders: list[int]) -> str:
        return lagrange_coefficients(holders).to_bytes().hex()

    return [
        valid("one holder", holders=[4], coefficients=of([4])),
        valid("the first three", holders=[1, 2, 3], coefficients=of([1, 2, 3])),
        valid("others", holders=[2, 5, 9, 15], coefficients=of([2, 5, 9, 15])),
        valid("in another order", holders=[5, 2], coefficients=of([5, 2])),
        invalid("those of other holders", holders=[1, 2, 4], coefficients=of([1, 2, 3])),
        invalid("a holder twice", holders=[1, 2, 2], coefficients=of([1, 2, 3])),
        invalid("a holder numbered zero", holders=[0, 1, 2], coefficients=of([1, 2, 3])),
        invalid("nobody", holders=[], coefficients=""),
    ]


def _verify_tests() -> list[dict[str, Json]]:
    statement = world.opening_statement(2, _COUNT, _WIDTH)
    known = world.holders(_WIDTH)
    factors = world.factors_of(2, _COUNT, _WIDTH)
    blob = factors.to_bytes()

    def proof_for(these: Elements, holder: int = 2) -> str:
        return opening.prove(statement, these, known.secret(holder), SeededRandom("opening")).hex()

    right = proof_for(factors)
    data = bytes.fromhex(right)
    wrong = Elements.of([factors[0] + GENERATOR, *factors[1:]])
    cancelling = Elements.of([factors[0] + GENERATOR, factors[1], factors[2] - GENERATOR, *factors[3:]])
    other = world.factors_of(3, _COUNT, _WIDTH)
    rows = statement.ciphertexts
    swapped = Elements.concat([rows.rows(1, _COUNT).elements, rows.rows(0, 1).elements])
    tests = [
        valid("honest", proof=right),
        invalid("a wrong factor", factors=wrong.to_bytes().hex(), proof=proof_for(wrong)),
        invalid("wrong factors that cancel out", factors=cancelling.to_bytes().hex(), proof=proof_for(cancelling)),
        invalid("another holder's factors", factors=other.to_bytes().hex(), proof=proof_for(other, 3)),
        invalid("another holder's keys", proof=right, verification_keys=known.verification(3).to_bytes().hex()),
        invalid("another election", proof=right, election="kelurahan-lain"),
        invalid("another contest", proof=right, contest="rehearsal"),
        invalid("another holder", proof=right, holder=3),
        invalid("ciphertexts in another order", proof=right, ciphertexts=swapped.to_bytes().hex()),
        invalid("a factor is missing", proof=right, factors=blob[:-32].hex()),
        invalid("a scalar is missing", proof=data[:-32].hex()),
        invalid("a byte too many", proof=(data + b"\0").hex()),
        *forged_without("opening"),
    ]
    for field in range(3 * _WIDTH):
        scalar = field >= 2 * _WIDTH
        tests.append(invalid(f"another field {field}", proof=other_field(data, field, scalar=scalar)))
        for fault, value in (NO_SCALARS if scalar else NO_ELEMENTS).items():
            tests.append(invalid(f"field {field} is {fault}", proof=with_field(data, field, value).hex()))
    for field in range(_COUNT * _WIDTH):
        for fault, value in NO_ELEMENTS.items():
            tests.append(
                invalid(
                    f"factor {field} is {fault}",
                    proof=right,
                    factors=with_field(blob, field, value).hex(),
                )
            )
    return tests


def _combine_tests() -> list[dict[str, Json]]:
    ciphertexts = world.sealed(_COUNT, _WIDTH).ciphertexts
    factors = {j: world.factors_of(j, _COUNT, _WIDTH) for j in range(1, 6)}

    def given(holders: tuple[int, ...]) -> list[Json]:
        return [{"holder": j, "factors": factors[j].to_bytes().hex()} for j in holders]

    def opened(holders: tuple[int, ...]) -> tuple[Elements, list[Json]]:
        messages = combine(ciphertexts, {j: factors[j] for j in holders}, len(holders))
        return messages, [None if slot is None else slot.hex() for slot in decode_slots(messages)]

    messages, slots = opened((1, 2, 3))
    few, _ = opened((1, 2))
    right = messages.to_bytes().hex()
    return [
        *(
            valid(f"holders {holders}", given=given(holders), messages=right, slots=slots)
            for holders in ((1, 2, 3), (1, 3, 5), (2, 4, 5))
        ),
        invalid("too few holders", given=given((1, 2)), messages=few.to_bytes().hex()),
        invalid("too many holders", given=given((1, 2, 3, 4)), messages=right),
        invalid(
            "factors under another holder's number",
            given=[
                *given((1, 2)),
                {"holder": 4, "factors": factors[3].to_bytes().hex()},
            ],
            messages=right,
        ),
        invalid("other messages", given=given((1, 2, 3)), messages=few.to_bytes().hex()),
    ]


def opening_vectors() -> dict[str, Json]:
    """Lagrange coefficients, factors with their proof, and the messages."""
    statement = world.opening_statement(2, _COUNT, _WIDTH)
    ciphertexts = statement.ciphertexts.to_bytes().hex()
    return vector_file(
        "opening",
        "docs/protocol.md section 11",
        [
            group("Lagrange", _lagrange_tests()),
            group(
                "OpeningVerify",
                _verify_tests(),
                election=statement.election,
                contest=statement.contest,
                holder=statement.holder,
                width=_WIDTH,
                verification_keys=statement.verification_keys.to_bytes().hex(),
                ciphertexts=ciphertexts,
                factors=world.factors_of(2, _COUNT, _WIDTH).to_bytes().hex(),
                secret_keys=world.holders(_WIDTH).secret(2).to_bytes().hex(),
            ),
            group("Combine", _combine_tests(), threshold=_THRESHOLD, width=_WIDTH, ciphertexts=ciphertexts),
        ],
    )
