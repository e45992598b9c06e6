"""Golden vectors: transcript, encoding of slots, vector ElGamal."""

from rembug_crypto.domains import Domain, frames
from rembug_crypto.elgamal import encrypt, reencrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.group import GENERATOR, Elements, Scalars, is_element_encoding
from rembug_crypto.transcript import Transcript
from tests.crypto import world
from tests.crypto.make_vectors.protocol_shape import Json, group, invalid, valid, vector_file
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom


def _transcript_steps(domain: Domain, label: str, value: bytes, count: int) -> list[Json]:
    transcript = Transcript(domain).absorb("election", "kelurahan").absorb(label, value)
    steps: list[Json] = [
        {"op": "absorb", "label": "election", "value": b"kelurahan".hex()},
        {"op": "absorb", "label": label, "value": value.hex()},
    ]
    short = transcript.challenges_128("u", count).to_bytes()
    wanted = "".join(short[start : start + 16].hex() for start in range(0, len(short), 32))
    steps.append({"op": "challenges_128", "label": "u", "count": count, "challenges": wanted})
    transcript.absorb("after", "")
    steps.append({"op": "absorb", "label": "after", "value": ""})
    scalar = transcript.challenge_scalar("c").to_bytes().hex()
    steps.append({"op": "challenge_scalar", "label": "c", "scalar": scalar})
    steps.append({"op": "draw", "label": "d", "drawn": transcript.draw("d").hex()})
    return steps


def transcript_vectors() -> dict[str, Json]:
    """Frames and challenges."""
    steps = _transcript_steps(Domain.LOT, "value", b"\x01\x02", 5)

    def changed(index: int, **fields: Json) -> list[Json]:
        step = steps[index]
        assert isinstance(step, dict)
        return [*steps[:index], {**step, **fields}, *steps[index + 1 :]]

    framed = frames("a", b"\x01", "bc", b"").hex()
    return vector_file(
        "transcript",
        "docs/protocol.md sections 1 and 3",
        [
            group(
                "Frames",
                [
                    valid("two frames", parts=[["a", "01"], ["bc", ""]], frames=framed),
                    valid("none", parts=[], frames=""),
                    invalid("in another order", parts=[["bc", ""], ["a", "01"]], frames=framed),
                    invalid(
                        "a byte moved from the label to the value",
                        parts=[["a", "01"], ["b", "63"]],
                        frames=framed,
                    ),
                ],
            ),
            group(
                "Transcript",
                [
                    valid("all operations", steps=steps),
                    valid(
                        "no short challenges",
                        steps=_transcript_steps(Domain.LOT, "value", b"", 0),
                    ),
                    valid(
                        "a long value",
                        steps=_transcript_steps(Domain.LOT, "value", bytes(range(256)) * 2, 8),
                    ),
                    invalid("another domain", steps=steps, domain=Domain.CARD.value),
                    invalid("another value", steps=changed(1, value="0103")),
                    invalid("another label", steps=changed(1, label="valuf")),
                    invalid("a value left out", steps=[steps[0], *steps[2:]]),
                    invalid("an empty value left out", steps=[*steps[:3], *steps[4:]]),
                    invalid("another challenge label", steps=changed(2, label="v")),
                    invalid("values in another order", steps=[steps[1], steps[0], *steps[2:]]),
                ],
                domain=Domain.LOT.value,
            ),
        ],
    )


def _later(slot: bytes, position: int) -> str:
    """Return the elements of a slot with one of them made by a later counter."""
    data = encode_slots([slot]).to_bytes()
    half = slot[30 * position : 30 * position + 30]
    taken = data[32 * position] // 2 + 128 * data[32 * position + 31]
    for counter in range(taken + 1, 1 << 14):
        candidate = bytes([counter % 128 * 2]) + half + bytes([counter // 128])
        if is_element_encoding(candidate)[0]:
            return with_field(data, position, candidate).hex()
    raise AssertionError("one in four counters is good")


def encoding_vectors() -> dict[str, Json]:
    """Slots to elements and back."""
    slots = {
        "an empty slot": bytes(60),
        "a short name": b"Ujang".ljust(60, b"\0"),
        "a name over both halves": b"Raden Ayu Siti Nurhaliza Komariah Sastrawinata".ljust(60, b"\0"),
        "a name of 60 bytes": b"N" * 60,
        "bytes that are no text": b"\xff" * 60,
        "a zero byte inside": b"a\0b".ljust(60, b"\0"),
    }
    encoded = {comment: encode_slots([slot]).to_bytes().hex() for comment, slot in slots.items()}
    name = slots["a name over both halves"]
    good = encode_slots([name]).to_bytes()
    undecodable = {
        "the first element made by a later counter": _later(name, 0),
        "the second element made by a later counter": _later(name, 1),
        "the empty slot by a later counter": _later(bytes(60), 1),
        "the identity": with_field(good, 1, bytes(32)).hex(),
        "the generator": with_field(good, 0, GENERATOR.to_bytes()).hex(),
    }
    return vector_file(
        "encoding of slots",
        "docs/protocol.md section 4, steps 3 to 5",
        [
            group(
                "EncodeSlot",
                [
                    *(
                        valid(comment, slot=slots[comment].hex(), elements=elements)
                        for comment, elements in encoded.items()
                    ),
                    *(
                        invalid(comment, slot=name.hex(), elements=elements)
                        for comment, elements in list(undecodable.items())[:2]
                    ),
                    invalid(
                        "halves in another order",
                        slot=name.hex(),
                        elements=(good[32:] + good[:32]).hex(),
                    ),
                    invalid("59 bytes", slot=name[:-1].hex(), elements=good.hex()),
                ],
            ),
            group(
                "DecodeSlot",
                [
                    *(
                        valid(comment, elements=elements, slot=slots[comment].hex())
                        for comment, elements in encoded.items()
                    ),
                    *(invalid(comment, elements=elements) for comment, elements in undecodable.items()),
                ],
            ),
        ],
    )


def elgamal_vectors() -> dict[str, Json]:
    """Encryption, re-encryption and the form of ciphertexts."""
    key = world.holders(2).key
    keys = key.to_bytes()
    messages = encode_slots([b"Siti Aminah".ljust(60, b"\0")])
    randomness = Scalars.random(1, SeededRandom("elgamal"))
    sealed = encrypt(messages, key, randomness)
    again = reencrypt(sealed, [0], key, randomness)
    first, second = key.elements
    swapped = Elements.of([second, first]).to_bytes()
    common: dict[str, Json] = {
        "keys": keys.hex(),
        "messages": messages.to_bytes().hex(),
        "randomness": randomness.to_bytes().hex(),
    }
    row = sealed.to_bytes()
    return vector_file(
        "ElGamal with several keys",
        "docs/protocol.md section 5",
        [
            group(
                "Encrypt",
                [
                    valid("one name", ciphertext=row.hex()),
                    invalid("another ciphertext", ciphertext=again.to_bytes().hex()),
                    invalid("keys in another order", keys=swapped.hex(), ciphertext=row.hex()),
                    *(
                        invalid(
                            f"a key is {fault}",
                            keys=with_field(keys, 1, value).hex(),
                            ciphertext=row.hex(),
                        )
                        for fault, value in NO_ELEMENTS.items()
                    ),
                    *(
                        invalid(f"the randomness is {fault}", randomness=value.hex(), ciphertext=row.hex())
                        for fault, value in NO_SCALARS.items()
                    ),
                ],
                **common,
            ),
            group(
                "Reencrypt",
                [
                    valid("the same message", output=again.to_bytes().hex()),
                    invalid("not re-encrypted", output=row.hex()),
                    invalid("under other keys", keys=swapped.hex(), output=again.to_bytes().hex()),
                ],
                keys=keys.hex(),
                ciphertext=row.hex(),
                randomness=randomness.to_bytes().hex(),
            ),
            group(
                "DecodeCiphertext",
                [
                    valid("a ciphertext", ciphertext=row.hex()),
                    invalid("too short", ciphertext=row[:-32].hex()),
                    invalid("too long", ciphertext=(row + row[:32]).hex()),
                    invalid("a byte is missing", ciphertext=row[:-1].hex()),
                    *(
                        invalid(f"element {field} is {fault}", ciphertext=with_field(row, field, value).hex())
                        for fault, value in NO_ELEMENTS.items()
                        for field in range(3)
                    ),
                ],
                width=2,
            ),
        ],
    )
