import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots import signing
from rembug_ballots.cards import (
    Card,
    card_number,
    card_seed,
    credential_of_secret,
    new_secret,
    verify_void,
    void_card,
)
from rembug_ballots.encoding import CROCKFORD
from rembug_ballots.errors import InvalidCard, MalformedValue
from rembug_ballots.ids import ContestId, ContestIndex, ElectionId, TableNumber
from rembug_crypto.domains import Domain, frames, u32be
from rembug_crypto.errors import InvalidSignature
from tests.ballots.story import Stream, but, of

ELECTION, CONTEST, TABLE = ElectionId("sukamaju-2026"), ContestId("bkm"), TableNumber(7)
SECRET = bytes(range(16))
CARDS = st.builds(
    Card,
    contest_index=st.integers(1, 1023).map(ContestIndex),
    table=st.integers(1, 32767).map(TableNumber),
    secret=st.binary(min_size=16, max_size=16),
)
CARD = of(Card, 1, 7, SECRET)


@given(CARDS)
def test_a_card_survives_its_text(card: Card) -> None:
    text = card.to_text()
    assert len(text) == 36
    assert set(text) <= set(CROCKFORD)
    assert Card.parse(text) == card


@given(CARDS)
def test_a_card_may_be_typed_as_people_type(card: Card) -> None:
    typed = card.to_text().lower().replace("0", "o").replace("1", "l")
    groups = " - ".join(typed[start : start + 6] for start in range(0, 36, 6))
    assert Card.parse(groups) == card
    assert Card.parse(card.to_text().replace("1", "I")) == card


@pytest.mark.parametrize("place", range(36))
def test_every_wrong_character_is_noticed(place: int) -> None:
    text = CARD.to_text()
    for character in CROCKFORD:
        if character != text[place]:
            with pytest.raises(InvalidCard):
                Card.parse(text[:place] + character + text[place + 1 :])


def test_two_neighbours_that_change_places_are_noticed() -> None:
    text = Card(ContestIndex(1), TABLE, Stream("swap")(16)).to_text()
    for place in range(35):
        first, second = text[place], text[place + 1]
        if first != second:
            with pytest.raises(InvalidCard):
                Card.parse(text[:place] + second + first + text[place + 2 :])


@pytest.mark.parametrize("text", ["", "1", "A" * 36, "1" * 35, "1" * 37, "U" * 36, "1" + "é" * 35, "-" * 900])
def test_what_is_no_card_text_is_refused_in_indonesian(text: str) -> None:
    with pytest.raises(InvalidCard, match=r"[Kk]artu .*\.$"):
        Card.parse(text)


def test_a_secret_is_in_no_message_and_no_repr() -> None:
    assert SECRET.hex() not in repr(CARD)
    assert repr(SECRET) not in repr(CARD)
    text = CARD.to_text()
    with pytest.raises(InvalidCard) as refused:
        Card.parse(text[:-1] + ("0" if text[-1] != "0" else "2"))
    assert text[6:20] not in str(refused.value)


def test_the_seed_of_a_card_is_hkdf_as_a_library_makes_it() -> None:
    info = frames("election", ELECTION, "contest", CONTEST, "table", u32be(TABLE))
    expected = HKDF(SHA512(), 32, Domain.CARD.encode(), info).derive(SECRET)
    assert card_seed(SECRET, ELECTION, CONTEST, TABLE) == expected


def test_a_credential_belongs_to_one_election_contest_and_table() -> None:
    places = [
        (ELECTION, CONTEST, TABLE),
        (ElectionId("lain"), CONTEST, TABLE),
        (ELECTION, ContestId("rt"), TABLE),
        (ELECTION, CONTEST, TableNumber(8)),
    ]
    credentials = {credential_of_secret(SECRET, *place) for place in places}
    assert len(credentials) == 4
    assert all(signing.is_public_key(credential) for credential in credentials)


def test_a_secret_has_sixteen_bytes() -> None:
    assert len(new_secret(Stream("secret"))) == 16
    with pytest.raises(MalformedValue):
        card_seed(bytes(15), ELECTION, CONTEST, TABLE)
    for index, table, secret in ((0, 1, SECRET), (1024, 1, SECRET), (1, 32768, SECRET), (1, 1, b"")):
        with pytest.raises(MalformedValue):
            of(Card, index, table, secret)


def test_a_card_number_has_six_characters() -> None:
    number = card_number(credential_of_secret(SECRET, ELECTION, CONTEST, TABLE))
    assert len(number) == 6
    assert set(number) <= set(CROCKFORD)


def test_a_void_statement_holds_for_its_own_place_only() -> None:
    body = void_card(SECRET, ELECTION, CONTEST, TABLE)
    verify_void(ELECTION, CONTEST, body)
    for election, contest, statement in (
        (ElectionId("lain"), CONTEST, body),
        (ELECTION, ContestId("rt"), body),
        (ELECTION, CONTEST, but(body, table=8)),
        (ELECTION, CONTEST, but(body, credential=signing.public_key(bytes(32)))),
        (ELECTION, CONTEST, but(body, signature=body.signature[::-1])),
    ):
        with pytest.raises(InvalidSignature):
            verify_void(election, contest, statement)
