import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_ballots import signing
from rembug_ballots.canonical import serialise
from rembug_ballots.errors import (
    InvalidEventSignature,
    MalformedEvent,
    MalformedValue,
)
from rembug_ballots.events import EVENT_TYPES, Event
from rembug_ballots.events.body import Signer
from rembug_ballots.events.event import unsigned_bytes
from rembug_ballots.events.polling import BallotAudited, BallotCast
from rembug_ballots.events.setup import CardsRegistered
from rembug_ballots.events.signing import check_signature, sign_event
from rembug_ballots.ids import ElectionId
from tests.ballots.samples import SAMPLES
from tests.ballots.story import ELECTION, Stream, of

REFUSED = MalformedValue


def test_there_is_a_sample_of_every_type() -> None:
    assert {event.type for event in SAMPLES} == set(EVENT_TYPES)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.type)
def test_an_event_survives_its_bytes(event: Event) -> None:
    again = Event.parse(event.to_bytes())
    assert again == event
    assert type(again.body) is type(event.body)
    assert serialise(json.loads(event.data)) == event.data


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.type)
def test_unknown_and_missing_members_are_refused(event: Event) -> None:
    tree = json.loads(event.data)
    for name in tree["body"]:
        less = {**tree, "body": {key: value for key, value in tree["body"].items() if key != name}}
        with pytest.raises(REFUSED):
            Event.parse(serialise(less))
    for other in (
        {**tree, "body": {**tree["body"], "time": 1}},
        {**tree, "time": 1},
        {key: value for key, value in tree.items() if key != "election"},
        {**tree, "election": "Sukamaju"},
        {**tree, "type": "ballot.lost"},
        {**tree, "type": 1},
        {**tree, "body": []},
    ):
        with pytest.raises(REFUSED):
            Event.parse(serialise(other))


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.type)
def test_signatures_stand_exactly_where_the_table_says(event: Event) -> None:
    tree = json.loads(event.data)
    if event.body.SIGNER is Signer.NOBODY:
        signed = {"by": "holder:1", "signature": "A" * 86}
        with pytest.raises(MalformedEvent):
            Event.parse(serialise({**tree, "signatures": [signed]}))
        return
    one = tree.pop("signatures")
    for signatures in ([], one * 2, [{**one[0], "by": "holder:15"}], [{"by": one[0]["by"]}]):
        with pytest.raises(MalformedEvent):
            Event.parse(serialise({**tree, "signatures": signatures}))
    with pytest.raises(MalformedEvent):
        Event.parse(serialise(tree))


WRONG = st.sampled_from([None, True, -1, 0, 2**40, "", "a" * 70_000, "\x00", " x", "!", [], [None], {}, {"a": 1}])


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=300)
def test_a_member_of_another_kind_is_refused_or_kept_exactly(event: Event, data: st.DataObject) -> None:
    tree = json.loads(event.data)
    name = data.draw(st.sampled_from(sorted(tree["body"])))
    tree["body"][name] = data.draw(WRONG)
    encoded = serialise(tree)
    try:
        other = Event.parse(encoded)
    except REFUSED:
        return
    assert other.data == encoded
    assert Event.parse(encoded) == other


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=500)
def test_a_flipped_bit_is_refused_or_another_event(event: Event, data: st.DataObject) -> None:
    encoded = bytearray(event.data)
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        other = Event.parse(bytes(encoded))
    except REFUSED:
        return
    assert other != event
    assert (other.election, other.body, other.signature) != (event.election, event.body, event.signature)


def test_the_fast_way_to_write_a_ballot_gives_the_same_bytes() -> None:
    ballot = next(event for event in SAMPLES if event.type == "ballot.cast")
    assert Event.build(ELECTION, ballot.body).data == unsigned_bytes(ELECTION, ballot.body)


@pytest.mark.parametrize("size", [31, 33, 64, 0])
def test_a_ballot_of_another_shape_is_not_built(size: int) -> None:
    random = Stream("shape")
    body = of(BallotCast, "bkm", 1, random(size), random(224), random(64), random(64), random(64))
    with pytest.raises(MalformedEvent):
        Event.build(ELECTION, body)


def test_a_test_ballot_shows_everything_or_nothing() -> None:
    event = next(event for event in SAMPLES if isinstance(event.body, BallotAudited))
    tree = json.loads(event.data)
    for name in ("ciphertext", "proof", "credential", "randomness", "names"):
        half = {**tree, "body": {**tree["body"], name: None}}
        with pytest.raises(MalformedEvent):
            Event.parse(serialise(half))
    shown = ("ciphertext", "proof", "credential", "randomness", "names")
    own = Event.parse(serialise({**tree, "body": {**tree["body"], **dict.fromkeys(shown)}}))
    assert isinstance(own.body, BallotAudited)
    assert not own.body.is_committee_test


def test_an_event_signed_by_its_key_is_accepted_and_by_another_refused() -> None:
    random = Stream("signing")
    seed = random(32)
    body = of(CardsRegistered, 1, "bkm", 0, "0" * 64, signing.public_key(seed))
    event = sign_event(ELECTION, body, seed)
    check_signature(event, signing.public_key(seed))
    check_signature(Event.parse(event.data), signing.public_key(seed))
    with pytest.raises(InvalidEventSignature):
        check_signature(event, signing.public_key(random(32)))
    moved = sign_event(ElectionId("tempat-lain"), body, seed)
    assert event.signature is not None
    with pytest.raises(InvalidEventSignature):
        check_signature(
            Event.build(ELECTION, body, moved.signature.signature if moved.signature else b""), signing.public_key(seed)
        )


def test_an_event_that_nobody_signs_has_no_signature_to_check() -> None:
    event = next(event for event in SAMPLES if event.type == "ballot.cast")
    with pytest.raises(InvalidEventSignature):
        check_signature(event, bytes(32))
