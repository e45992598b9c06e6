import json
from collections.abc import Callable
from typing import Any

import pytest

from rembug_ballots import signing
from rembug_ballots.assemblies import Minutes
from rembug_ballots.ballot import check_opening, check_proof, check_signatures
from rembug_ballots.canonical import parse, serialise
from rembug_ballots.card_pile import CardPile
from rembug_ballots.cards import (
    Card,
    card_number,
    card_seed,
    credential_of_secret,
    verify_void,
    void_card,
)
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document, lines
from rembug_ballots.errors import BallotsError
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import DocumentSigner
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.events.signing import check_signature, signing_bytes
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.names import from_slot, normalise, to_slot, to_slots
from rembug_ballots.rules import Rules
from rembug_ballots.tracking import tracking_code
from rembug_ballots.witnessing import open_witnessed
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import CryptoError
from tests.ballots.make_vectors import FILES, FOLDER, text_of
from tests.ballots.story import of

Test = dict[str, Any]


def load(name: str) -> list[Test]:
    tests: list[Test] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["tests"]
    return tests


def run_canonical(test: Test) -> None:
    data = bytes.fromhex(test["data"])
    assert serialise(parse(data)) == data


def run_names(test: Test) -> None:
    if test["kind"] == "typed":
        name = normalise(test["typed"])
        assert (name, to_slot(name).hex()) == (test["name"], test["slot"])
    elif test["kind"] == "slot":
        assert from_slot(bytes.fromhex(test["slot"])) == test["text"]
    else:
        slots = to_slots(test["names"], test["names_max"])
        assert [slot.hex() for slot in slots] == test["slots"]


def run_cards(test: Test) -> None:
    card = Card.parse(test["text"])
    election, contest = ElectionId(test["election"]), ContestId(test["contest"])
    place = election, contest, TableNumber(test["table"])
    secret = bytes.fromhex(test["secret"])
    assert (card.contest_index, card.table, card.secret) == (test["contest_index"], place[2], secret)
    assert card_seed(secret, *place).hex() == test["seed"]
    credential = credential_of_secret(secret, *place)
    assert (credential.hex(), card_number(credential)) == (test["credential"], test["number"])
    void = void_card(secret, *place)
    assert void.signature.hex() == test["void_signature"]
    verify_void(election, contest, void)


def run_card_piles(test: Test) -> None:
    pile = CardPile.parse(test["file"].encode())
    assert [card.to_text() for card in pile.open(test["passphrase"])] == test["texts"]
    assert (pile.election, pile.contest, pile.table) == ("sukamaju-2026", "bkm", 7)


def run_tracking(test: Test) -> None:
    ciphertext, proof = bytes.fromhex(test["ciphertext"]), bytes.fromhex(test["proof"])
    code = tracking_code(ElectionId(test["election"]), ContestId(test["contest"]), ciphertext, proof)
    assert code == test["code"]


def run_ballot(test: Test) -> None:
    election = ElectionId(test["election"])
    raw = {
        name: bytes.fromhex(test[name])
        for name in ("credential", "ciphertext", "proof", "signature", "table_signature")
    }
    ballot = of(BallotCast, contest=test["contest"], table=test["table"], **raw)
    key = PublicKey.from_bytes(bytes.fromhex(test["keys"]))
    if test["check"] in {"all", "signatures"}:
        check_signatures(election, ballot, bytes.fromhex(test["table_key"]))
    if test["check"] in {"all", "proof"}:
        check_proof(election, ballot, key)
    if test["check"] in {"all", "opening"}:
        check_opening(ballot.ciphertext, test["names"], bytes.fromhex(test["randomness"]), key)
    if test["check"] == "all":
        code = tracking_code(election, ballot.contest, ballot.ciphertext, ballot.proof)
        assert code == test["tracking"]


def run_events(test: Test) -> None:
    leaf = test["leaf"].encode()
    assert Event.parse(leaf).to_bytes() == leaf


def run_signatures(test: Test) -> None:
    event = Event.parse(test["leaf"].encode())
    check_signature(event, bytes.fromhex(test["key"]))
    assert signing_bytes(event.election, event.body).hex() == test["message"]
    assert signing.is_public_key(bytes.fromhex(test["key"]))


def run_documents(test: Test) -> None:
    blob = test["blob"].encode()
    document = Document.from_bytes(blob)
    assert (document.to_bytes(), document.sha256) == (blob, test["sha256"])
    assert (document.is_whole, document.unknown_references()) == (test["whole"], test["unknown"])
    assert [[line.rank.value, line.id, line.number, line.text] for line in lines(document)] == test["lines"]


def run_minutes(test: Test) -> None:
    blob = test["blob"].encode()
    minutes = Minutes.from_bytes(blob)
    assert (minutes.to_bytes(), minutes.sha256) == (blob, test["sha256"])
    assert (minutes.outcome, minutes.reached_quorum) == (test["outcome"], test["reached_quorum"])
    assert minutes.may_adopt == test["may_adopt"]
    assert [each.carried for each in minutes.decisions] == test["carried"]


def run_document_signatures(test: Test) -> None:
    agreement = Agreement(
        test["election"],
        DocumentKind(test["document"]),
        test["version"],
        test["sha256"],
        test["assembly"],
        test["decision"],
    )
    key, signature = bytes.fromhex(test["key"]), bytes.fromhex(test["signature"])
    agreement.check(of(DocumentSigner, test["name"], test["capacity"], key, signature))
    assert agreement.signing_bytes(test["name"], test["capacity"]).hex() == test["message"]


def run_witnesses(test: Test) -> None:
    rules = Rules.from_bytes(test["rules"].encode())
    assert rules.witnessing is not None
    if test["kind"] == "rules":
        assert rules.to_bytes() == test["rules"].encode()
        return
    note = open_witnessed(test["note"].encode(), test["log_key"], test["size"], bytes.fromhex(test["root"]))
    assert [each.name for each in rules.witnessing.signers(note)] == test["signers"]


RUNS: dict[str, Callable[[Test], None]] = {
    "canonical": run_canonical,
    "names": run_names,
    "cards": run_cards,
    "card-piles": run_card_piles,
    "tracking": run_tracking,
    "ballot": run_ballot,
    "events": run_events,
    "event-signatures": run_signatures,
    "documents": run_documents,
    "minutes": run_minutes,
    "document-signatures": run_document_signatures,
    "witnesses": run_witnesses,
}
CASES = [(name, test) for name in FILES for test in load(name)]


@pytest.mark.parametrize(
    ("name", "test"), CASES, ids=lambda part: str(part if isinstance(part, str) else part["comment"])
)
def test_a_golden_vector_has_its_result(name: str, test: Test) -> None:
    if test["result"] == "valid":
        RUNS[name](test)
        return
    assert test["result"] == "invalid"
    with pytest.raises((BallotsError, CryptoError)):
        RUNS[name](test)


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_in_the_repository_are_those_of_their_generator(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == text_of(name)
