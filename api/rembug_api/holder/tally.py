"""A key holder's steps on the night: mixing and opening.  Source: docs/protocol.md sections 10 and 11."""

from rembug_api.holder.common import all_commitments, check_own, secret_scalars, signed
from rembug_api.holder.errors import HolderRefusal
from rembug_api.holder.secret import HolderSecret
from rembug_ballots.ballot import statement_of
from rembug_ballots.events.fields import Ordinal
from rembug_ballots.events.tally import MixDone, OpeningFactor
from rembug_ballots.ids import ContestId, HolderNumber, Sha256
from rembug_ballots.phases import ContestPhase
from rembug_ballots.state import BlobSource, ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.mixing import list_hash
from rembug_crypto import opening, shuffle_proof
from rembug_crypto.ballot_proof import batch_verify_ballot_proofs
from rembug_crypto.ceremony import verification_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.errors import CryptoError
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.randomness import RandomSource
from rembug_crypto.shuffle import shuffle
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement


def mix(
    state: ElectionState, contest: ContestId, number: int, secret: HolderSecret, data: bytes, random: RandomSource
) -> tuple[bytes, bytes, bytes]:
    """Mix the present list; return the signed ``mix.done``, the list after, and the proof.

    Args:
        state: with the contest closed.
        contest: whose ballots.
        number: the holder.
        secret: hers.
        data: the present list: the last mix's output, or the accepted ciphertexts in log order.
        random: source of permutation and randomness.

    Raises:
        HolderRefusal: the list is not the log's, she mixed before, or the contest is not being mixed.
    """
    holder, found = HolderNumber(number), state.contest(contest)
    check_own(state, holder, secret)
    if found.phase is not ContestPhase.CLOSED:
        raise HolderRefusal("Pemilihan ini sedang tidak diacak.")
    if any(done.holder == holder for done in found.tally.mixes):
        raise HolderRefusal("Anda sudah mengacak daftar ini.")
    _check_list(data, list_hash(found))
    key = PublicKey.from_bytes(state.contest_keys(contest))
    inputs = Ciphertexts.from_bytes(data, key.width)
    step = len(found.tally.mixes) + 1
    outputs, moves = shuffle(inputs, key, random)
    statement = ShuffleStatement(state.election, contest, holder, step, key, inputs, outputs)
    proof = shuffle_proof.prove(statement, moves, random).to_bytes()
    output = outputs.to_bytes()
    body = MixDone(contest, Ordinal(step), holder, name_of(data), name_of(output), name_of(proof))
    return signed(state, body, secret), output, proof


def check_ballots(state: ElectionState, contest: ContestId, random: RandomSource) -> None:
    """Check of every accepted ballot that its maker knew what is in it.

    A ballot without this proof may be another one in disguise: opened beside it, it would show whose it is.

    Raises:
        HolderRefusal: a proof does not hold.
    """
    ballots = state.contest(contest).ballots
    key = PublicKey.from_bytes(state.contest_keys(contest))
    try:
        batch_verify_ballot_proofs(
            [statement_of(state.election, ballot, key) for ballot in ballots],
            [ballot.proof for ballot in ballots],
            random,
        )
    except CryptoError:
        raise HolderRefusal("Ada surat suara yang buktinya tidak cocok. Jangan membuka apa pun.") from None


def check_mixes(state: ElectionState, blobs: BlobSource, contest: ContestId, random: RandomSource) -> bytes:
    """Check every mix from the accepted ballots to the last list, and return that list.

    Raises:
        HolderRefusal: a list or proof is missing, or a proof does not hold.
    """
    found = state.contest(contest)
    key = PublicKey.from_bytes(state.contest_keys(contest))
    data = found.mix_input()
    if found.input is None:
        raise HolderRefusal("Pemilihan ini belum ditutup.")
    _check_list(data, found.input)
    for done in found.tally.mixes:
        output = _blob(blobs, done.output)
        proof = _blob(blobs, done.proof)
        _check_list(data, done.input)
        try:
            inputs, outputs = (Ciphertexts.from_bytes(each, key.width) for each in (data, output))
            statement = ShuffleStatement(state.election, contest, done.holder, done.step, key, inputs, outputs)
            shuffle_proof.verify(statement, ShuffleProof.from_bytes(proof, statement.count, key.width), random)
        except CryptoError:
            raise HolderRefusal(f"Pengacakan ke-{done.step} tidak terbukti. Jangan membuka apa pun.") from None
        data = output
    return data


def open_list(
    state: ElectionState, blobs: BlobSource, contest: ContestId, number: int, secret: HolderSecret, random: RandomSource
) -> tuple[bytes, bytes, bytes]:
    """Return the signed ``opening.factor``, the factors and their proof for the last mixed list.

    It checks all ballots and mixes itself: factors of a list that is not mixed would show who wrote what.  Before the
    caller sends anything, she keeps ``secret.having_opened(contest, list)``, so that no second list is ever opened.

    Raises:
        HolderRefusal: no opening is ordered, there are fewer ballots than the rules allow, too few mixes, the list
            is not that of the order, she opened another one, or a ballot or a mix is not proved.
    """
    holder, found = HolderNumber(number), state.contest(contest)
    check_own(state, holder, secret)
    own = secret_scalars(state, secret)
    rules = state.agreed_rules()
    if found.phase not in (ContestPhase.ORDERED, ContestPhase.OPENED):
        raise HolderRefusal("Pembukaan suara belum diperintahkan oleh dua petugas.")
    if len(found.ballots) < rules.min_batch:
        raise HolderRefusal(f"Suara kurang dari {rules.min_batch}. Membukanya membuka rahasia warga.")
    if len(found.tally.mixes) < rules.mixers:
        raise HolderRefusal(f"Suara harus diacak oleh paling sedikit {rules.mixers} orang.")
    secret.having_opened(contest, list_hash(found))
    check_ballots(state, contest, random)
    data = check_mixes(state, blobs, contest, random)
    # `opening.ordered` names this list and no mix can follow it: the fold refuses both otherwise.
    _check_list(data, list_hash(found))
    width = found.rules.width
    mixed, own = Ciphertexts.from_bytes(data, width), own[:width]
    public = verification_keys(all_commitments(state, blobs), holder)[:width]
    factors = opening.compute_factors(mixed, own)
    statement = OpeningStatement(state.election, contest, holder, public, mixed)
    proof = opening.prove(statement, factors, own, random)
    blob = factors.to_bytes()
    body = OpeningFactor(contest, holder, name_of(blob), name_of(proof))
    return signed(state, body, secret), blob, proof


def _blob(blobs: BlobSource, name: Sha256) -> bytes:
    data = blobs.get(name)
    if data is None:
        raise HolderRefusal("Daftar suara atau buktinya belum dapat diunduh.")
    _check_list(data, name)
    return data


def _check_list(data: bytes, name: Sha256) -> None:
    if name_of(data) != name:
        raise HolderRefusal("Daftar suara ini bukan daftar yang tercatat di papan.")
