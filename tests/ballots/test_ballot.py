import json

import pytest

from rembug_ballots import signing
from rembug_ballots.ballot import (
    BallotPlace,
    check_opening,
    check_proof,
    check_signatures,
    check_test,
    read_ballot,
    seal,
)
from rembug_ballots.cards import credential_of_secret
from rembug_ballots.errors import InvalidBallot, InvalidName, MalformedBallot
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotAudited
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.group import GENERATOR_BASE, Scalars
from tests.ballots.story import Stream, but, of

RANDOM = Stream("ballot")
KEY = PublicKey(GENERATOR_BASE.times(Scalars.random(6, RANDOM)))
PLACE = BallotPlace(ElectionId("sukamaju-2026"), ContestId("bkm"), TableNumber(7))
SECRET = RANDOM(16)
TABLE_SEED = RANDOM(32)
TABLE_KEY = signing.public_key(TABLE_SEED)
NAMES = ("Siti Aminah", "Budi", "")
SEALED, OPENING = seal(NAMES, SECRET, PLACE, KEY, RANDOM)
BALLOT = SEALED.cast(TABLE_SEED)
OTHER = credential_of_secret(RANDOM(16), PLACE.election, PLACE.contest, PLACE.table)


def test_a_sealed_ballot_is_accepted() -> None:
    check_signatures(PLACE.election, BALLOT, TABLE_KEY)
    check_proof(PLACE.election, BALLOT, KEY)
    assert BALLOT.credential == credential_of_secret(SECRET, PLACE.election, PLACE.contest, PLACE.table)
    assert len(BALLOT.ciphertext) == 32 * 7
    assert Event.parse(Event.build(PLACE.election, BALLOT).data).body == BALLOT


def test_sealing_twice_gives_ciphertexts_that_have_nothing_in_common() -> None:
    again, _ = seal(NAMES, SECRET, PLACE, KEY, RANDOM)
    first = {SEALED.ciphertext[at : at + 32] for at in range(0, 224, 32)}
    second = {again.ciphertext[at : at + 32] for at in range(0, 224, 32)}
    assert not first & second
    assert again.tracking != SEALED.tracking


@pytest.mark.parametrize(
    "changes",
    [
        {"contest": "rt"},
        {"table": 8},
        {"credential": OTHER},
        {"ciphertext": SEALED.ciphertext[32:64] + SEALED.ciphertext[32:]},
        {"proof": SEALED.proof[:32] + bytes(32)},
        {"signature": SEALED.signature[:63] + b"\x00"},
        {"table_signature": SEALED.signature},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_both_signatures_bind_every_member(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidBallot):
        check_signatures(PLACE.election, but(BALLOT, **changes), TABLE_KEY)


def test_signatures_bind_the_election_and_the_key_of_the_table() -> None:
    with pytest.raises(InvalidBallot, match="card"):
        check_signatures(ElectionId("lain"), BALLOT, TABLE_KEY)
    with pytest.raises(InvalidBallot, match="table"):
        check_signatures(PLACE.election, BALLOT, OTHER)


@pytest.mark.parametrize(
    "changes",
    [
        {"contest": "rt"},
        {"table": 8},
        {"credential": OTHER},
        {"ciphertext": SEALED.ciphertext[:192] + SEALED.ciphertext[160:192]},
        {"ciphertext": bytes(32) + SEALED.ciphertext[32:]},
        {"ciphertext": b"\xff" * 32 + SEALED.ciphertext[32:]},
        {"ciphertext": SEALED.ciphertext[:-64]},
        {"proof": SEALED.proof[:32] + b"\xff" * 32},
        {"proof": bytes(64)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_proof_binds_place_keys_ciphertext_and_credential(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidBallot):
        check_proof(PLACE.election, but(BALLOT, **changes), KEY)


def test_the_proof_binds_election_and_keys() -> None:
    with pytest.raises(InvalidBallot):
        check_proof(ElectionId("lain"), BALLOT, KEY)
    with pytest.raises(InvalidBallot):
        check_proof(PLACE.election, BALLOT, PublicKey(GENERATOR_BASE.times(Scalars.random(6, RANDOM))))


def test_an_audit_shows_what_was_sealed_in_any_order_of_names() -> None:
    check_opening(SEALED.ciphertext, OPENING.names, OPENING.randomness, KEY)
    check_opening(SEALED.ciphertext, OPENING.names[::-1], OPENING.randomness, KEY)
    for names, randomness in (
        (("Siti Aminah",), OPENING.randomness),
        (("Siti Aminah", "Budy"), OPENING.randomness),
        (OPENING.names, RANDOM(31) + b"\x00"),
        (OPENING.names, b"\xff" * 32),
        (OPENING.names, b""),
        (("a", "b", "c", "d"), OPENING.randomness),
        (("a" * 61,), OPENING.randomness),
    ):
        with pytest.raises(InvalidBallot):
            check_opening(SEALED.ciphertext, names, randomness, KEY)


def test_a_committee_test_is_checked_wholly() -> None:
    body = of(
        BallotAudited,
        contest=PLACE.contest,
        table=PLACE.table,
        tracking=SEALED.tracking,
        ciphertext=SEALED.ciphertext,
        proof=SEALED.proof,
        credential=SEALED.credential,
        randomness=OPENING.randomness,
        names=OPENING.names,
    )
    check_test(PLACE.election, body, KEY)
    for wrong in (
        but(body, tracking="0" * 16),
        but(body, credential=OTHER),
        but(body, names=("Budi",)),
        but(body, proof=SEALED.proof[:32] + bytes(32)),
        but(body, table=8),
        but(body, names=None, ciphertext=None, proof=None, credential=None, randomness=None),
    ):
        with pytest.raises(InvalidBallot):
            check_test(PLACE.election, wrong, KEY)


def test_too_many_names_are_not_sealed() -> None:
    with pytest.raises(InvalidName):
        seal(("a", "b", "c", "d"), SECRET, PLACE, KEY, RANDOM)


def test_an_opening_is_in_no_repr() -> None:
    assert "Budi" not in repr(OPENING)
    assert OPENING.randomness.hex() not in repr(OPENING)


def test_a_ballot_is_read_from_json_with_exactly_its_members() -> None:
    tree = json.loads(Event.build(PLACE.election, BALLOT).data)["body"]
    assert read_ballot(tree) == BALLOT
    wrongs: list[object] = [{**tree, "time": 1}, {**tree, "proof": "A"}, {**tree, "table": "7"}, []]
    for wrong in wrongs:
        with pytest.raises(MalformedBallot):
            read_ballot(wrong)
    for name in tree:
        with pytest.raises(MalformedBallot):
            read_ballot({key: value for key, value in tree.items() if key != name})
