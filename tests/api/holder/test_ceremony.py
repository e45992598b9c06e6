"""Three holders run the ceremony against the fold."""

import dataclasses

import pytest

from rembug_api import holder
from rembug_api.holder import HolderRefusal, HolderSecret
from rembug_ballots.events import Event
from rembug_ballots.events.ceremony import CeremonyComplained, KeysJoined, RehearsalSet
from rembug_ballots.ids import HolderNumber
from rembug_ballots.state.blobs import name_of
from rembug_crypto.errors import CeremonyFault
from rembug_crypto.group import GENERATOR_BASE, Scalars
from tests.api.holder.chairs import Chairs
from tests.ballots.story import of


def test_three_holders_make_keys_and_two_of_them_open_the_rehearsal() -> None:
    story = Chairs()
    story.key()
    assert story.state.ceremony.passed == (1, 3)


def test_a_secret_survives_its_bytes_and_shows_nothing() -> None:
    story = Chairs()
    story.until_joined()
    secret = story.chairs[1]
    assert HolderSecret.from_bytes(secret.to_bytes()) == secret
    assert repr(secret.signing_seed) not in repr(secret)
    assert not secret.coefficients


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"format":"rembug-holder/1"}'])
def test_other_bytes_are_no_secret(data: bytes) -> None:
    with pytest.raises(HolderRefusal):
        HolderSecret.from_bytes(data)


def test_a_commitment_asked_for_twice_is_the_same() -> None:
    story = Chairs()
    story.agree()
    story.register_holders()
    event, kept = holder.commit(story.state, 1, story.chairs[1], story.random)
    assert holder.commit(story.state, 1, kept, story.random) == (event, kept)


def test_nothing_is_revealed_before_everybody_has_committed() -> None:
    story = Chairs()
    story.agree()
    story.register_holders()
    event, kept = holder.commit(story.state, 1, story.chairs[1], story.random)
    story.take(event)
    with pytest.raises(HolderRefusal, match="Tunggu"):
        holder.reveal(story.state, 1, kept)


def test_a_stranger_cannot_act_for_a_holder() -> None:
    story = Chairs()
    story.agree()
    story.register_holders()
    with pytest.raises(HolderRefusal, match="bukan pemilik"):
        holder.commit(story.state, 2, story.chairs[1], story.random)


def test_a_changed_share_is_blamed_on_who_carried_it() -> None:
    story = Chairs()
    story.until_shared()
    mailbox = {**story.mailbox[1], 2: story.mailbox[1][2][:-1] + b"?"}
    with pytest.raises(HolderRefusal, match="Unduh lagi"):
        holder.confirm(story.state, story, 1, story.chairs[1], mailbox)


def test_a_holder_who_sends_a_wrong_share_is_complained_about() -> None:
    story = Chairs()
    story.agree()
    story.register_holders()
    story.commit_all()
    story.reveal_all()
    honest = story.chairs[2]
    changed = Scalars.from_bytes(honest.coefficients) + Scalars.from_bytes(honest.coefficients)
    story.chairs[2] = dataclasses.replace(honest, coefficients=changed.to_bytes())
    story.share_all()
    verdict = holder.confirm(story.state, story, 1, story.chairs[1], story.mailbox[1])
    assert verdict.against == 2
    assert isinstance(Event.parse(verdict.event).body, CeremonyComplained)
    story.take(verdict.event)


def test_joint_keys_of_somebody_else_are_refused() -> None:
    story = Chairs()
    story.until_shared()
    for number, secret in story.chairs.items():
        story.take(holder.confirm(story.state, story, number, secret, story.mailbox[number]).event)
    other = GENERATOR_BASE.times(Scalars.random(story.rules.max_width, story.random)).to_bytes()
    story.do(of(KeysJoined, 1, other))
    with pytest.raises(HolderRefusal, match="Jangan dipakai"):
        holder.finish(story.state, story, 1, story.chairs[1], story.mailbox[1])


def test_a_ballot_passed_off_as_the_rehearsal_is_not_opened() -> None:
    story = Chairs()
    story.until_joined()
    ciphertext, randomness = story.sealed(["Ujang"], story.rules.max_width)
    story.do(of(RehearsalSet, ciphertext, randomness))
    with pytest.raises(HolderRefusal, match="bukan suara latihan"):
        holder.rehearsal_factor(story.state, story, 1, story.chairs[1], story.random)


def test_a_missing_commitment_stops_the_holder() -> None:
    story = Chairs()
    story.until_shared()
    del story.blobs[name_of(story.chairs[3].commitments)]
    with pytest.raises(HolderRefusal, match="nomor 3"):
        holder.confirm(story.state, story, 1, story.chairs[1], story.mailbox[1])


def test_bad_commitments_are_complained_about_before_anything_is_sealed() -> None:
    story = Chairs()
    story.agree()
    story.register_holders()
    story.commit_all()
    story.reveal_all()
    liar = story.chairs[2].commitments
    bad = liar[:-1] + bytes([liar[-1] ^ 1])
    story.blobs[name_of(bad)] = bad
    revealed = story.state.ceremony.revealed[HolderNumber(2)]
    story.state.ceremony.revealed[HolderNumber(2)] = dataclasses.replace(revealed, sha256=name_of(bad))
    with pytest.raises(CeremonyFault) as caught:
        holder.share(story.state, story, 1, story.chairs[1], story.random)
    verdict = holder.complain(story.state, 1, story.chairs[1], caught.value)
    assert verdict.against == 2
    story.take(verdict.event)
    with pytest.raises(HolderRefusal, match="bukan yang dibuat"):
        holder.complain(story.state, 2, story.chairs[2], caught.value)
