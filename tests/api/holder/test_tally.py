"""Holders mix and open what the log says, and nothing else."""

import dataclasses

import pytest

from rembug_api import holder
from rembug_api.holder import HolderRefusal, HolderSecret, SignedState
from rembug_ballots.errors import InvalidEventSignature
from rembug_ballots.events import Event, tally
from rembug_ballots.events.body import Signer
from rembug_ballots.events.signing import sign_event
from rembug_ballots.ids import Sha256
from rembug_ballots.state import ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.mixing import list_hash
from rembug_crypto import opening
from rembug_crypto.elgamal import Ciphertexts
from rembug_crypto.encoding import decode_slots
from tests.api.holder.chairs import Chairs
from tests.ballots.story import BKM, ELECTION, OFFICERS, of


def test_two_holders_open_what_two_holders_mixed() -> None:
    story = Chairs()
    story.order()
    contest = story.state.contests[BKM]
    mixed = Ciphertexts.from_bytes(story.blobs[list_hash(contest)], contest.rules.width)
    factors = {}
    for number in (1, 3):
        event, blob, proof = holder.open_list(story.state, story, BKM, number, story.chairs[number], story.random)
        story.keep(blob)
        story.keep(proof)
        story.take(event)
        factors[number] = opening.factors_from_bytes(blob, len(mixed), mixed.width)
    texts = [slot.rstrip(b"\x00").decode() for slot in decode_slots(opening.combine(mixed, factors, 2)) if slot]
    assert sorted(filter(None, texts)) == sorted(f"Warga {card + 1}" for card in range(12) for _ in range(2))


def test_nothing_is_opened_before_it_is_ordered() -> None:
    story = Chairs()
    story.mix()
    with pytest.raises(HolderRefusal, match="belum diperintahkan"):
        holder.open_list(story.state, story, BKM, 1, story.chairs[1], story.random)


def test_too_few_ballots_are_not_opened() -> None:
    story = Chairs()
    story.order()
    story.state.rules = dataclasses.replace(story.rules, min_batch=25)
    with pytest.raises(HolderRefusal, match="kurang dari 25"):
        holder.open_list(story.state, story, BKM, 1, story.chairs[1], story.random)


def test_a_list_that_was_not_mixed_is_not_opened() -> None:
    story = Chairs()
    story.close()
    story.mix_by(2)
    # The fold looks at no proof: the list before comes back under an event that says it was mixed.
    before = list_hash(story.state.contests[BKM])
    unmixed = Sha256(story.keep(story.state.contests[BKM].mix_input()))
    story.do(dataclasses.replace(story.mix_step(3), output=unmixed, input=before))
    story.do(of(tally.MixingFinished, BKM, 2, unmixed, OFFICERS))
    story.do(of(tally.OpeningOrdered, BKM, unmixed, OFFICERS))
    with pytest.raises(HolderRefusal, match="ke-2 tidak terbukti"):
        holder.open_list(story.state, story, BKM, 1, story.chairs[1], story.random)


def test_a_ballot_without_proof_keeps_everything_shut() -> None:
    story = Chairs()
    story.order()
    ballots = story.state.contests[BKM].ballots
    ballots[3] = dataclasses.replace(ballots[3], proof=ballots[4].proof)
    with pytest.raises(HolderRefusal, match="surat suara"):
        holder.open_list(story.state, story, BKM, 1, story.chairs[1], story.random)


def test_another_list_is_neither_mixed_nor_opened() -> None:
    story = Chairs()
    story.close()
    data = story.state.contests[BKM].mix_input()
    with pytest.raises(HolderRefusal, match="bukan daftar"):
        holder.mix(story.state, BKM, 1, story.chairs[1], data[:-1] + b"?", story.random)
    story.mix_by(2)
    with pytest.raises(HolderRefusal, match="sudah mengacak"):
        holder.mix(story.state, BKM, 2, story.chairs[2], data, story.random)
    story.mix_by(3)
    last = list_hash(story.state.contests[BKM])
    story.do(of(tally.MixingFinished, BKM, 2, last, OFFICERS), of(tally.OpeningOrdered, BKM, last, OFFICERS))
    story.blobs[last] = data
    assert name_of(data) != last
    with pytest.raises(HolderRefusal, match="bukan daftar"):
        holder.open_list(story.state, story, BKM, 1, story.chairs[1], story.random)


def test_a_second_list_of_a_contest_is_never_opened() -> None:
    story = Chairs()
    story.order()
    first = story.chairs[1].having_opened(BKM, list_hash(story.state.contests[BKM]))
    assert first.having_opened(BKM, list_hash(story.state.contests[BKM])) == first
    holder.open_list(story.state, story, BKM, 1, HolderSecret.from_bytes(first.to_bytes()), story.random)
    other = story.chairs[1].having_opened(BKM, Sha256("00" * 32))
    with pytest.raises(HolderRefusal, match="daftar suara yang lain"):
        holder.open_list(story.state, story, BKM, 1, HolderSecret.from_bytes(other.to_bytes()), story.random)


def test_a_mix_that_the_server_signs_for_a_holder_is_refused() -> None:
    story = Chairs()
    story.close()
    data = story.state.contests[BKM].mix_input()
    event, output, proof = holder.mix(story.state, BKM, 2, story.chairs[2], data, story.random)
    body = Event.parse(event).body
    device = SignedState()
    for each in story.events:
        # The ballots and cards of the story are signed by nobody; here it is the holders that count.
        if each.body.SIGNER is Signer.HOLDER:
            device.apply(each, story)
        else:
            ElectionState.apply(device, each, story)
    story.keep(output)
    story.keep(proof)
    for forged in (sign_event(ELECTION, body, story.chairs[3].signing_seed), Event.build(ELECTION, body, bytes(64))):
        with pytest.raises(InvalidEventSignature):
            device.apply(forged, story)
    device.apply(Event.parse(event), story)
    assert len(device.contests[BKM].tally.mixes) == 1
