"""Golden vectors: the proof in a ballot, and the mix with its proof."""

from dataclasses import replace

from rembug_crypto import ballot_proof, shuffle_proof
from rembug_crypto.domains import Domain
from rembug_crypto.elgamal import Ciphertexts, reencrypt
from rembug_crypto.generators import generators
from rembug_crypto.group import GENERATOR, Element, Elements, Scalar, Scalars
from rembug_crypto.schnorr import SchnorrProof
from tests.crypto import world
from tests.crypto.crippled import SCENES, left_out, transcript_that
from tests.crypto.make_vectors.protocol_shape import Json, group, invalid, valid, vector_file
from tests.crypto.malformed import NO_ELEMENTS, NO_SCALARS, with_field
from tests.crypto.seeded import SeededRandom


def forged_without(name: str) -> list[dict[str, Json]]:
    """Return a proof for every value that its maker left out of the transcript."""
    scene = SCENES[name]
    tests = []
    for label in dict.fromkeys(scene.labels):
        with scene.under(transcript_that(label, left_out)):
            forged = scene.prove()
        tests.append(invalid(f"its maker left {label} out of the transcript", proof=forged.hex()))
    return tests


def other_field(blob: bytes, field: int, *, scalar: bool) -> str:
    """Return a blob with another sound value in one field."""
    old = blob[32 * field : 32 * field + 32]
    new = (
        (Scalar.from_bytes(old) + Scalar.from_int(1)).to_bytes()
        if scalar
        else (Element.from_bytes(old) + GENERATOR).to_bytes()
    )
    return with_field(blob, field, new).hex()


def ballot_proof_vectors() -> dict[str, Json]:
    """The proof of knowledge in a ballot."""
    statement, proof = world.ballot_statement(0), world.ballot_proof_of(0)
    challenge = statement.challenge(SchnorrProof.from_bytes(proof).commitment)
    seed = "ballot proof"
    randomness = world.sealed(2, 2).randomness[0]
    seeded = ballot_proof.prove(statement, randomness, SeededRandom(seed))
    first, second = statement.key.elements
    swapped = Elements.of([second, first]).to_bytes().hex()
    copied = world.ballot_statement(1)
    malformed = [
        *(invalid(f"T is {fault}", proof=with_field(proof, 0, value).hex()) for fault, value in NO_ELEMENTS.items()),
        *(invalid(f"s is {fault}", proof=with_field(proof, 1, value).hex()) for fault, value in NO_SCALARS.items()),
        *(
            invalid(
                f"element {field} of the ciphertext is {fault}",
                proof=proof.hex(),
                ciphertext=with_field(statement.ciphertext, field, value).hex(),
            )
            for fault, value in NO_ELEMENTS.items()
            for field in range(3)
        ),
    ]
    common: dict[str, Json] = {
        "election": statement.election,
        "contest": statement.contest,
        "table": statement.table,
        "keys": statement.key.to_bytes().hex(),
        "ciphertext": statement.ciphertext.hex(),
        "credential": statement.credential.hex(),
    }
    return vector_file(
        "proof in a ballot",
        "docs/protocol.md section 9.2",
        [
            group(
                "BallotProve",
                [valid("w is the first 64 bytes of the seeded stream, reduced", proof=seeded.hex())],
                **common,
                randomness=randomness.to_bytes().hex(),
                seed=seed,
            ),
            group(
                "BallotVerify",
                [
                    valid("honest", proof=proof.hex(), challenge=challenge.to_bytes().hex()),
                    invalid("another election", proof=proof.hex(), election="kelurahan-lain"),
                    invalid("another contest", proof=proof.hex(), contest="rw"),
                    invalid("another table", proof=proof.hex(), table=8),
                    invalid("keys in another order", proof=proof.hex(), keys=swapped),
                    invalid("another ballot's ciphertext", proof=proof.hex(), ciphertext=copied.ciphertext.hex()),
                    invalid(
                        "copied under another credential",
                        proof=proof.hex(),
                        credential=copied.credential.hex(),
                    ),
                    invalid(
                        "another name",
                        proof=proof.hex(),
                        ciphertext=other_field(statement.ciphertext, 2, scalar=False),
                    ),
                    invalid("another T", proof=other_field(proof, 0, scalar=False)),
                    invalid("another s", proof=other_field(proof, 1, scalar=True)),
                    invalid("63 bytes", proof=proof[:-1].hex()),
                    invalid("65 bytes", proof=(proof + b"\0").hex()),
                    *forged_without("ballot"),
                    *malformed,
                ],
                **common,
            ),
        ],
    )


_COUNT, _WIDTH = 3, 2
_ELEMENT_FIELDS = 3 * _COUNT + 4 + _WIDTH
_FIELDS = (
    *(f"c_{i}" for i in range(1, _COUNT + 1)),
    *(f"ch_{i}" for i in range(1, _COUNT + 1)),
    *("t1", "t2", "t3"),
    *(f"t4[{i}]" for i in range(1 + _WIDTH)),
    *(f"th_{i}" for i in range(1, _COUNT + 1)),
    *("s1", "s2", "s3", "s4"),
    *(f"sh_{i}" for i in range(1, _COUNT + 1)),
    *(f"s'_{i}" for i in range(1, _COUNT + 1)),
)


def _dishonest_mixes() -> list[dict[str, Json]]:
    """Return outputs that are no mix, with the proof that an honest prover's code gives for them."""
    statement, secret, _ = world.mixed(_COUNT, _WIDTH)
    out = statement.outputs
    again = reencrypt(out.rows(0, 1), [0], statement.key, Scalars.from_ints([77]))
    other = world.sealed(17, _WIDTH).ciphertexts.rows(16, 17)

    def joined(*rows: Ciphertexts) -> Ciphertexts:
        return Ciphertexts(Elements.concat([row.elements for row in rows]), _WIDTH)

    attacks = {
        "a ballot is replaced": joined(other, out.rows(1, _COUNT)),
        "a ballot is duplicated in place of another": joined(out.rows(0, 1), again, out.rows(2, 3)),
        "two outputs are swapped after the mix": joined(out.rows(1, 2), out.rows(0, 1), out.rows(2, 3)),
    }
    tests = []
    for comment, outputs in attacks.items():
        lying = replace(statement, outputs=outputs)
        _, _, random = world.mixed(_COUNT, _WIDTH)
        proof = shuffle_proof.prove(lying, secret, random).to_bytes()
        tests.append(invalid(comment, outputs=outputs.to_bytes().hex(), proof=proof.hex()))
    return tests


def _malformed_mixes(proof: bytes, outputs: bytes) -> list[dict[str, Json]]:
    one_fault = list(NO_ELEMENTS.items())
    tests = [
        invalid("a ballot is dropped", outputs=outputs[: -32 * (1 + _WIDTH)].hex(), proof=proof.hex()),
        invalid("a byte is missing", proof=proof[:-1].hex()),
        invalid("a scalar is missing", proof=proof[:-32].hex()),
        invalid("t1 is omitted", proof=(proof[: 64 * _COUNT] + proof[64 * _COUNT + 32 :]).hex()),
        invalid("32 bytes too many", proof=(proof + bytes(32)).hex()),
    ]
    for field, name in enumerate(_FIELDS):
        if field < _ELEMENT_FIELDS:
            tests.append(invalid(f"{name} is the identity", proof=with_field(proof, field, bytes(32)).hex()))
            # The faults take turns, so that each occurs and the file stays small.
            fault, value = one_fault[1 + field % (len(one_fault) - 1)]
        else:
            fault, value = list(NO_SCALARS.items())[field % len(NO_SCALARS)]
        tests.append(invalid(f"{name} is {fault}", proof=with_field(proof, field, value).hex()))
    for field in range(_COUNT * (1 + _WIDTH)):
        fault, value = one_fault[field % len(one_fault)]
        tests.append(
            invalid(
                f"element {field} of the outputs is {fault}",
                proof=proof.hex(),
                outputs=with_field(outputs, field, value).hex(),
            )
        )
    return tests


def shuffle_vectors() -> dict[str, Json]:
    """Generators, a mix and its proof."""
    statement, secret, random = world.mixed(_COUNT, _WIDTH)
    proof = shuffle_proof.prove(statement, secret, random).to_bytes()
    inputs, outputs = statement.inputs, statement.outputs.to_bytes()
    first, second = statement.key.elements
    swapped_rows = Elements.concat([inputs.rows(1, 3).elements, inputs.rows(0, 1).elements])
    single, single_secret, single_random = world.mixed(1, _WIDTH)
    single_proof = shuffle_proof.prove(single, single_secret, single_random).to_bytes()
    h = generators(statement.election, 3)
    common: dict[str, Json] = {
        "election": statement.election,
        "contest": statement.contest,
        "mixer": statement.mixer,
        "step": statement.step,
        "width": _WIDTH,
        "keys": statement.key.to_bytes().hex(),
        "inputs": inputs.to_bytes().hex(),
    }
    return vector_file(
        "mix and its proof",
        "docs/protocol.md section 10",
        [
            group(
                "Generators",
                [
                    *(valid(f"h_{j}", index=j, element=element.to_bytes().hex()) for j, element in enumerate(h)),
                    invalid("another index", index=1, element=h[2].to_bytes().hex()),
                    invalid(
                        "another election",
                        election="kelurahan-lain",
                        index=1,
                        element=h[1].to_bytes().hex(),
                    ),
                ],
                election=statement.election,
                domain=Domain.GENERATORS.value,
            ),
            group(
                "Mix",
                [
                    valid(
                        "honest",
                        order=list(secret.order),
                        randomness=secret.randomness.to_bytes().hex(),
                        outputs=outputs.hex(),
                    ),
                    invalid(
                        "another order",
                        order=[secret.order[1], secret.order[0], secret.order[2]],
                        randomness=secret.randomness.to_bytes().hex(),
                        outputs=outputs.hex(),
                    ),
                ],
                **common,
            ),
            group(
                "MixVerify",
                [
                    valid("honest", proof=proof.hex()),
                    valid(
                        "a list of one",
                        inputs=single.inputs.to_bytes().hex(),
                        outputs=single.outputs.to_bytes().hex(),
                        proof=single_proof.hex(),
                    ),
                    invalid("another election", proof=proof.hex(), election="kelurahan-lain"),
                    invalid("another contest", proof=proof.hex(), contest="rw"),
                    invalid("another mixer", proof=proof.hex(), mixer=3),
                    invalid("another step", proof=proof.hex(), step=2),
                    invalid(
                        "keys in another order",
                        proof=proof.hex(),
                        keys=Elements.of([second, first]).to_bytes().hex(),
                    ),
                    invalid(
                        "inputs in another order",
                        proof=proof.hex(),
                        inputs=swapped_rows.to_bytes().hex(),
                    ),
                    *_dishonest_mixes(),
                    *(
                        invalid(
                            f"another {name}",
                            proof=other_field(proof, field, scalar=field >= _ELEMENT_FIELDS),
                        )
                        for field, name in enumerate(_FIELDS)
                    ),
                    *forged_without("shuffle"),
                    *_malformed_mixes(proof, outputs),
                ],
                **common,
                outputs=outputs.hex(),
            ),
        ],
    )
