"""Published vectors of distributed key generation: other people's arithmetic, ours must agree.

They lie beside the project (README of the vectors' folder); where they are missing the tests say so.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from rembug_crypto.ceremony import Commitments, Polynomials, joint_key, verification_keys
from rembug_crypto.ceremony_shares import check_share
from rembug_crypto.errors import CeremonyFault
from rembug_crypto.group import GENERATOR_BASE, Elements, Scalar, Scalars
from rembug_crypto.opening import lagrange_coefficients

VECTORS = Path(__file__).parents[3] / "shared" / "vectors"


def load(name: str) -> dict[str, Any]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{path} is missing")
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def scalar(text: str) -> Scalar:
    return Scalar.from_bytes(bytes.fromhex(text))


def test_keys_of_the_cocktail_vectors_are_found() -> None:
    vectors = load("cocktail-dkg-ristretto255-sha512.json")["vectors"]
    assert vectors
    for vector in vectors:
        commitments = [
            Commitments(Elements.from_bytes(bytes.fromhex("".join(holder["vss_commitment"]))), vector["t"])
            for holder in vector["round1"]
        ]
        group_key = bytes.fromhex(vector["group_public_key"])
        assert joint_key(commitments).to_bytes() == group_key
        shares = {}
        for holder in vector["round2"]:
            number, share = holder["participant_id"], scalar(holder["secret_share"])
            shares[number] = share
            expected = bytes.fromhex(holder["verification_share"])
            assert verification_keys(commitments, number).to_bytes() == expected
            assert GENERATOR_BASE.times_one(share).to_bytes() == expected
        for start in range(vector["n"] - vector["t"] + 1):
            chosen = [*shares][start : start + vector["t"]]
            secret = lagrange_coefficients(chosen).dot(Scalars.of([shares[j] for j in chosen]))
            assert GENERATOR_BASE.times_one(secret).to_bytes() == group_key


def test_shares_of_the_frost_vectors_are_found_and_recombined() -> None:
    inputs = load("frost-ristretto255-sha512.json")["inputs"]
    secret = scalar(inputs["group_secret_key"])
    coefficients = [secret, *map(scalar, inputs["share_polynomial_coefficients"])]
    polynomials = Polynomials(Scalars.of(coefficients), len(coefficients))
    commitments = Commitments(GENERATOR_BASE.times(polynomials.coefficients), len(coefficients))
    assert commitments.constants().to_bytes().hex() == inputs["group_public_key"]
    shares = {}
    for given in inputs["participant_shares"]:
        number, share = given["identifier"], scalar(given["participant_share"])
        shares[number] = share
        assert polynomials.share_for(number)[0] == share
        check_share(1, number, Scalars.of([share]), commitments)
        with pytest.raises(CeremonyFault):
            check_share(1, number + 1, Scalars.of([share]), commitments)
    for chosen in ([1, 2], [1, 3], [3, 2]):
        weights = lagrange_coefficients(chosen)
        assert weights.dot(Scalars.of([shares[j] for j in chosen])) == secret
