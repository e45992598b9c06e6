import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from rembug_ballots.canonical import parse_object
from rembug_ballots.events import tally
from rembug_ballots.events.ceremony import (
    CeremonyCommitted,
    CeremonyRevealed,
    CeremonyShared,
    RehearsalFactor,
    SealedShare,
)
from rembug_ballots.events.fields import Code
from rembug_ballots.ids import PersonId
from rembug_ballots.phases import ContestPhase, ElectionPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.mixing import list_hash
from rembug_crypto import opening, shuffle_proof
from rembug_crypto.ceremony import commit, verification_keys
from rembug_crypto.elgamal import Ciphertexts
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.shuffle import shuffle
from rembug_crypto.shuffle_proof import ShuffleStatement
from rembug_service.accounts import Account, Role
from rembug_service.adjudication import OpinionInput, OpinionState, decisions_view, file_opinion, suggestions_for
from rembug_service.board import StoredBlobs
from rembug_service.ceremony import (
    RunPhase,
    ceremony_view,
    finish_rehearsal,
    receive_ceremony_event,
    receive_rehearsal_factor,
    start_rehearsal,
)
from rembug_service.errors import InvalidRequest, NotAllowed, ServiceError
from rembug_service.joint_keys import commitments_of
from rembug_service.mixing import mix_input, receive_mix
from rembug_service.opening import distinct_strings, receive_factors
from rembug_service.results import certify, complete_adjudication, publish, record_acceptance, result_view
from rembug_service.service import Service
from rembug_service.sql.residents import Residents
from rembug_service.sql.tables import blobs, mailbox
from tests.ballots.story import of
from tests.service.tally.staged import BKM, ELECTION, OFFICERS, Holder, Stage, stage


def phase(told: Stage) -> ContestPhase:
    return told.board.state.contests[BKM].phase


@dataclass
class Mix:
    """A mixer's honest work."""

    data: bytes
    output: bytes
    proof: bytes


def mix(told: Stage, holder: Holder) -> Mix:
    name, present = mix_input(told.service, ELECTION, BKM)
    key, random = told.key(), told.story.random
    inputs = Ciphertexts.from_bytes(present, key.width)
    step = len(told.board.state.contests[BKM].tally.mixes) + 1
    outputs, secret = shuffle(inputs, key, random)
    statement = ShuffleStatement(ELECTION, BKM, holder.number, step, key, inputs, outputs)
    proof = shuffle_proof.prove(statement, secret, random).to_bytes()
    body = of(tally.MixDone, BKM, step, holder.number, name, name_of(outputs.to_bytes()), name_of(proof))
    return Mix(holder.sign(body), outputs.to_bytes(), proof)


def factors(told: Stage, holder: Holder, contest: str, listed: Ciphertexts) -> tuple[bytes, bytes]:
    state = told.board.state
    commitments = told.service.read(lambda c: commitments_of(ELECTION, state, StoredBlobs(c, ELECTION).get))
    secret = told.secret(holder.number)[: listed.width]
    keys = verification_keys(commitments, holder.number)[: listed.width]
    own = opening.compute_factors(listed, secret)
    statement = OpeningStatement(ELECTION, contest, holder.number, keys, listed)
    return own.to_bytes(), opening.prove(statement, own, secret, told.story.random)


def rehearsal_factor(told: Stage, holder: Holder) -> bytes:
    rehearsal = told.board.state.ceremony.rehearsal
    assert rehearsal is not None
    row = Ciphertexts.from_bytes(rehearsal.ciphertext, told.story.rules.max_width)
    return holder.sign(of(RehearsalFactor, holder.number, *factors(told, holder, "rehearsal", row)))


def opening_factor(told: Stage, holder: Holder) -> tuple[bytes, bytes, bytes]:
    _, mixed = mix_input(told.service, ELECTION, BKM)
    own, proof = factors(told, holder, BKM, Ciphertexts.from_bytes(mixed, told.key().width))
    body = of(tally.OpeningFactor, BKM, holder.number, name_of(own), name_of(proof))
    return holder.sign(body), own, proof


def rehearse(told: Stage) -> None:
    start_rehearsal(told.service, ELECTION)
    for holder in told.holders[1:]:
        receive_rehearsal_factor(told.service, ELECTION, rehearsal_factor(told, holder))
    finish_rehearsal(told.service, ELECTION)


def close(told: Stage) -> None:
    told.run_ceremony()
    rehearse(told)
    told.add_people()
    told.poll()


def order_opening(told: Stage) -> None:
    for holder in told.holders[:2]:
        work = mix(told, holder)
        receive_mix(told.service, ELECTION, work.data, work.output, work.proof)
    last = list_hash(told.board.state.contests[BKM])
    told.tell(of(tally.MixingFinished, BKM, 2, last, OFFICERS), of(tally.OpeningOrdered, BKM, last, OFFICERS))


def open_contest(told: Stage) -> None:
    for number in (3, 1):
        receive_factors(told.service, ELECTION, *opening_factor(told, told.holders[number - 1]))


def opinions(told: Stage) -> list[OpinionInput]:
    ids = {f"warga {number}": told.story.people[number - 1].id for number in range(1, 6)} | {
        "Warga Satu": told.story.people[0].id
    }
    return [
        OpinionInput(text, Code.SAH.value, ids[text], "dikenal warga")
        if text in ids
        else OpinionInput(text, Code.TIDAK_SAH_BUKAN_NAMA.value, None, "bukan nama warga")
        for text in distinct_strings(told.service, ELECTION, BKM)
    ]


def three(told: Stage) -> list[Account]:
    return [
        told.account("ketua", Role.KETUA),
        told.account("sekretaris", Role.SEKRETARIS),
        told.account("pemantau", Role.PEMANTAU),
    ]


def released(service: Service) -> set[str]:
    return set(
        service.read(
            lambda c: c.scalars(
                select(blobs.c.sha256).where(blobs.c.election == ELECTION, blobs.c.released.is_(True))
            ).all()
        )
    )


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as begun:
        yield begun


def agree(told: Stage) -> None:
    service = told.service
    best = suggestions_for(service, ELECTION, BKM, "bu Euis Komaria").ranked
    assert best[0].resident_id == told.story.people[3].id
    for account, state in zip(
        three(told), (OpinionState.WAITING, OpinionState.WAITING, OpinionState.LOGGED), strict=True
    ):
        outcomes = file_opinion(service, account, ELECTION, BKM, opinions(told))
        assert {outcome.state for outcome in outcomes} == {state}
    view = decisions_view(service, ELECTION, BKM)
    assert len(view.decided) == 7
    assert not view.undecided
    assert not view.opinions


def certify_and_publish(told: Stage) -> None:
    service = told.service
    result = result_view(service, ELECTION, BKM)
    assert [(each.name, each.votes) for each in result.ranking] == [
        ("Siti Aminah", 10),
        ("Asep Suryana", 5),
        ("Mochamad Ridwan", 3),
        ("Euis Komariah", 2),
        ("Ujang Sutisna", 1),
    ]
    assert (result.valid, result.void, result.blank) == (11, 0, 1)
    last = result.elected[-1].person
    service.write(
        lambda work: record_acceptance(work, ELECTION, BKM, last, willing=False, reason="sakit", officers=OFFICERS)
    )
    service.write(lambda work: certify(work, ELECTION, BKM, OFFICERS))
    certified = told.board.state.contests[BKM].tally.certified
    assert certified is not None
    data = service.read(lambda c: StoredBlobs(c, ELECTION).get(certified.minutes))
    assert data is not None
    minutes = parse_object(data, max_bytes=len(data))
    assert minutes["elected"] == [each.person for each in result.elected[:-1]]
    service.write(lambda work: publish(work, ELECTION, [BKM]))
    assert phase(told) is ContestPhase.PUBLISHED


@pytest.mark.parametrize("publication", ["terbuka", "saksi"])
def test_a_small_election_goes_from_keys_to_publication(tmp_path: Path, publication: str) -> None:
    with stage(tmp_path, publication) as told:
        service = told.service
        told.run_ceremony()
        assert ceremony_view(service, ELECTION).phase is RunPhase.JOINED
        rehearse(told)
        assert told.board.state.phase is ElectionPhase.KEYED
        assert told.board.state.ceremony.passed == (2, 3)
        told.add_people()
        told.poll()
        order_opening(told)
        open_contest(told)
        assert phase(told) is ContestPhase.OPENED
        contest = told.board.state.contests[BKM]
        assert contest.tally.opened is not None
        assert contest.tally.opened.holders == (1, 3)
        strings = distinct_strings(service, ELECTION, BKM)
        assert strings == ["bukan siapa-siapa", "warga 1", "warga 2", "warga 3", "warga 4", "warga 5", "Warga Satu"]
        withheld = {contest.tally.opened.rows, contest.tally.opened.strings}
        withheld |= {each for factor in contest.tally.factors.values() for each in (factor.factors, factor.proof)}
        assert not withheld & released(service)

        agree(told)
        service.write(lambda work: complete_adjudication(work, ELECTION, BKM, OFFICERS))
        certify_and_publish(told)
        shown = withheld & released(service)
        assert shown == (withheld if publication == "terbuka" else {contest.tally.opened.strings})
    # What was logged rebuilds to the same state.
    again = Service.open(tmp_path)
    try:
        assert again.board(ELECTION).state.contests[BKM].phase is ContestPhase.PUBLISHED
    finally:
        again.close()


def test_commitments_whose_proof_is_wrong_are_refused(told: Stage) -> None:
    told.register_holders()
    blobs_of = [commit(told.context(), each.number, each.polynomials, told.story.random) for each in told.holders]
    blobs_of[0] = blobs_of[0][:-1] + bytes([blobs_of[0][-1] ^ 1])
    for each, blob in zip(told.holders, blobs_of, strict=True):
        told.send(each, of(CeremonyCommitted, 1, each.number, name_of(blob)))
    size = told.size()
    with pytest.raises(InvalidRequest, match="KOMITMEN_SALAH"):
        told.send(told.holders[0], of(CeremonyRevealed, 1, 1, name_of(blobs_of[0])), blobs_of[0])
    assert told.size() == size
    told.send(told.holders[1], of(CeremonyRevealed, 1, 2, name_of(blobs_of[1])), blobs_of[1])
    with pytest.raises(InvalidRequest, match="KOMITMEN_SALAH"):
        told.send(told.holders[2], of(CeremonyRevealed, 1, 3, name_of(blobs_of[2])), blobs_of[1])
    assert told.size() == size + 1


def test_a_sealed_share_that_was_not_signed_is_refused(told: Stage) -> None:
    told.register_holders()
    blobs_of = [commit(told.context(), each.number, each.polynomials, told.story.random) for each in told.holders]
    for each, blob in zip(told.holders, blobs_of, strict=True):
        told.send(each, of(CeremonyCommitted, 1, each.number, name_of(blob)))
    for each, blob in zip(told.holders, blobs_of, strict=True):
        told.send(each, of(CeremonyRevealed, 1, each.number, name_of(blob)), blob)
    body, sealed = told.shares(told.holders[0])
    size = told.size()
    for wrong in ({}, {**sealed, 2: sealed[3]}, {2: sealed[2]}, {**sealed, 4: sealed[3]}):
        with pytest.raises(InvalidRequest, match="BAGIAN_SALAH"):
            told.send(told.holders[0], body, None, wrong)
    # Signed, and yet no share of these keys.
    short = {number: share[:-32] for number, share in sealed.items()}
    hashes = tuple(of(SealedShare, number, name_of(share)) for number, share in short.items())
    with pytest.raises(InvalidRequest, match="BAGIAN_SALAH"):
        told.send(told.holders[0], of(CeremonyShared, 1, 1, hashes), None, short)
    assert told.size() == size
    assert not told.service.read(lambda c: c.execute(select(mailbox)).fetchall())
    index = told.send(told.holders[0], body, None, sealed)
    assert told.send(told.holders[0], body, None, sealed) == index


def test_a_step_signed_by_another_holder_is_refused(told: Stage) -> None:
    told.register_holders()
    size = told.size()
    body = of(CeremonyCommitted, 1, 2, "0" * 64)
    with pytest.raises(InvalidRequest, match="TANDA_TANGAN_SALAH"):
        receive_ceremony_event(told.service, ELECTION, told.holders[0].sign(body), None, {})
    assert told.size() == size


def test_a_rehearsal_needs_enough_holders_and_right_factors(told: Stage) -> None:
    told.run_ceremony()
    start_rehearsal(told.service, ELECTION)
    good = rehearsal_factor(told, told.holders[0])
    own = told.holders[0].secret
    told.holders[0].secret = told.holders[1].secret
    wrong = rehearsal_factor(told, told.holders[0])
    told.holders[0].secret = own
    size = told.size()
    with pytest.raises(InvalidRequest, match="BUKTI_SALAH"):
        receive_rehearsal_factor(told.service, ELECTION, wrong)
    assert told.size() == size
    receive_rehearsal_factor(told.service, ELECTION, good)
    with pytest.raises(ServiceError, match="PEMEGANG_KURANG"):
        finish_rehearsal(told.service, ELECTION)
    assert told.size() == size + 1


def test_a_mix_with_a_changed_output_is_refused(told: Stage) -> None:
    close(told)
    good = mix(told, told.holders[0])
    width = 32 * (1 + told.key().width)
    # The first ballot once more in place of the last one: well formed, and no mix of the input.
    output = good.output[:-width] + good.output[:width]
    name, _ = mix_input(told.service, ELECTION, BKM)
    changed = told.holders[0].sign(of(tally.MixDone, BKM, 1, 1, name, name_of(output), name_of(good.proof)))
    size = told.size()
    with pytest.raises(InvalidRequest, match="BUKTI_SALAH"):
        receive_mix(told.service, ELECTION, changed, output, good.proof)
    with pytest.raises(InvalidRequest, match="BUKTI_SALAH"):
        receive_mix(told.service, ELECTION, good.data, output, good.proof)
    assert told.size() == size
    index = receive_mix(told.service, ELECTION, good.data, good.output, good.proof)
    assert receive_mix(told.service, ELECTION, good.data, good.output, good.proof) == index
    assert told.size() == size + 1
    with pytest.raises(ServiceError, match="DAFTAR_BERGANTI"):
        late_mix(told, name)


def test_a_box_too_small_to_open_is_not_mixed_so_that_a_home_round_can_fill_it(told: Stage) -> None:
    close(told)
    work = mix(told, told.holders[0])
    told.board.state.rules = dataclasses.replace(told.board.state.agreed_rules(), min_batch=13)
    with pytest.raises(ServiceError) as refused:
        receive_mix(told.service, ELECTION, work.data, work.output, work.proof)
    assert refused.value.code == "KOTAK_TERLALU_KECIL"
    assert "Baru ada 12 suara, paling sedikit 13" in refused.value.detail


def test_a_wrong_factor_is_refused_and_opens_nothing(told: Stage) -> None:
    close(told)
    order_opening(told)
    data, own, proof = opening_factor(told, told.holders[0])
    swapped = own[32:64] + own[:32] + own[64:]
    changed = told.holders[0].sign(of(tally.OpeningFactor, BKM, 1, name_of(swapped), name_of(proof)))
    size = told.size()
    with pytest.raises(InvalidRequest, match="BUKTI_SALAH"):
        receive_factors(told.service, ELECTION, changed, swapped, proof)
    with pytest.raises(InvalidRequest, match="BUKTI_SALAH"):
        receive_factors(told.service, ELECTION, data, swapped, proof)
    assert told.size() == size
    index = receive_factors(told.service, ELECTION, data, own, proof)
    assert receive_factors(told.service, ELECTION, data, own, proof) == index
    assert told.size() == size + 1
    assert told.board.state.contests[BKM].phase is ContestPhase.ORDERED


def late_mix(told: Stage, name: str) -> None:
    """Send a mix of a list that somebody else mixed meanwhile."""
    body = of(tally.MixDone, BKM, 1, 2, name, name_of(b"daftar"), name_of(b"bukti"))
    receive_mix(told.service, ELECTION, told.holders[1].sign(body), b"daftar", b"bukti")


def test_three_must_say_the_same_and_none_may_be_meant(told: Stage) -> None:
    close(told)
    order_opening(told)
    open_contest(told)
    service, size = told.service, told.size()
    ketua, sekretaris, pemantau = three(told)
    both = told.account("rangkap", Role.POKJA_PEMILIHAN, Role.PEMANTAU)
    meant = told.account("calon", Role.PEMANTAU, person=told.story.people[1].id)
    desk = told.account("meja", Role.PETUGAS_MEJA)
    right = OpinionInput("warga 2", Code.SAH.value, told.story.people[1].id, "dikenal warga")
    other = OpinionInput("warga 2", Code.SAH.value, told.story.people[2].id, "kembarannya")

    def file(account: Account, opinion: OpinionInput) -> OpinionState:
        return file_opinion(service, account, ELECTION, BKM, [opinion])[0].state

    with pytest.raises(NotAllowed, match="PERAN_TIDAK_BERHAK"):
        file(desk, right)
    assert file(ketua, right) is OpinionState.WAITING
    assert file(ketua, right) is OpinionState.WAITING
    assert file(both, right) is OpinionState.WAITING
    # An account that could sit in two seats still has one voice.
    assert file(both, right) is OpinionState.WAITING
    with pytest.raises(ServiceError, match="KURSI_TERISI"):
        file(sekretaris, right)
    with pytest.raises(NotAllowed, match="PETUGAS_YANG_DIMAKSUD"):
        file(meant, right)
    assert file(pemantau, other) is OpinionState.DISAGREED
    assert told.size() == size
    assert file(pemantau, right) is OpinionState.LOGGED
    assert told.size() == size + 1
    with pytest.raises(IllegalEvent) as refused:
        file(ketua, right)
    assert refused.value.code is Refusal.ALREADY_DECIDED
    with pytest.raises(IllegalEvent) as unknown:
        file(ketua, OpinionInput("tidak tertulis", Code.TIDAK_SAH_BUKAN_NAMA.value, None, "uji"))
    assert unknown.value.code is Refusal.STRING_NOT_WRITTEN
    back = OpinionInput("warga 2", "", None, "salah orang", reverse=True)
    assert [file(each, back) for each in (ketua, sekretaris, pemantau)][-1] is OpinionState.LOGGED
    assert "warga 2" not in told.board.state.contests[BKM].tally.decisions
    assert told.size() == size + 2


def test_a_resident_who_is_no_nominee_is_refused_at_once(told: Stage) -> None:
    close(told)
    order_opening(told)
    open_contest(told)
    ketua = told.account("ketua", Role.KETUA)
    person = told.story.people[1].id
    assert told.service.write(lambda work: Residents(work.connection, ELECTION).change(person, {"name": "Lain"}))
    wrong = OpinionInput("warga 2", Code.SAH.value, person, "dikenal warga")
    with pytest.raises(IllegalEvent) as refused:
        file_opinion(told.service, ketua, ELECTION, BKM, [wrong])
    assert refused.value.code is Refusal.PERSON_NOT_NOMINEE
    missing = OpinionInput("warga 2", Code.SAH.value, PersonId("0000000000"), "dikenal warga")
    with pytest.raises(ServiceError, match="WARGA_TIDAK_ADA"):
        file_opinion(told.service, ketua, ELECTION, BKM, [missing])
