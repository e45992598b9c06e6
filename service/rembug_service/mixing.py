"""Mixes that arrive from key holders' devices.  Source: docs/protocol.md section 10."""

from rembug_ballots.events.event import Event
from rembug_ballots.events.tally import MixDone
from rembug_ballots.ids import ContestId, ElectionId, Sha256
from rembug_ballots.phases import check_contest
from rembug_ballots.state import ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.mixing import list_hash
from rembug_crypto import shuffle_proof
from rembug_crypto.elgamal import Ciphertexts
from rembug_crypto.errors import CryptoError
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.joint_keys import public_key
from rembug_service.service import Service
from rembug_service.signed_events import append_signed, known_index, read_blob, read_signed
from rembug_service.work import Work


def mix_input(service: Service, election: ElectionId, contest: ContestId) -> tuple[Sha256, bytes]:
    """Return the hash and the bytes of the present list: what the next mixer takes.

    Raises:
        IllegalEvent: UNKNOWN_CONTEST, or WRONG_PHASE before the contest is closed.
    """
    return _present_list(service, service.board(election).state, election, contest)


def _present_list(
    service: Service, state: ElectionState, election: ElectionId, contest: ContestId
) -> tuple[Sha256, bytes]:
    found = state.contest(contest)
    name = list_hash(found)
    if name == found.input:
        return name, found.mix_input()
    return name, read_blob(service, election, name)


def receive_mix(service: Service, election: ElectionId, data: bytes, output: bytes, proof: bytes) -> int:
    """Take a mix whose proof holds; the same event again returns the same index.

    Args:
        service: the running service.
        election: whose contest.
        data: the signed ``mix.done``, canonical JSON.
        output: the list after, ``32 * N * (1 + W)`` bytes.
        proof: the shuffle proof.

    Raises:
        InvalidRequest: CATATAN_SALAH, TANDA_TANGAN_SALAH or BUKTI_SALAH.
        Conflict: DAFTAR_BERGANTI: another mix came first; KOTAK_TERLALU_KECIL: too few ballots to open ever.
        IllegalEvent: refused; nothing changed.
    """
    event = read_signed(service, election, data, MixDone)
    found = known_index(service, event)
    if found is not None:
        return found
    body = event.body
    assert isinstance(body, MixDone)  # the kind that was asked for
    if name_of(output) != body.output or name_of(proof) != body.proof:
        raise _wrong_proof()
    state = service.board(election).state
    # Before the costly proof: the fold would refuse it anyway.
    contest = state.contest(body.contest)
    check_contest(body.TYPE, contest.phase)
    if not state.fills_batch(contest):
        # Nobody may open it, and once it is mixed no home round can fill it.
        raise Conflict(
            "KOTAK_TERLALU_KECIL",
            f"Baru ada {len(contest.ballots)} suara, paling sedikit {state.agreed_rules().min_batch} demi kerahasiaan. "
            "Buka jemput suara bila belum pernah, atau putuskan pemilihan ulang.",
        )
    name, inputs = _present_list(service, state, election, body.contest)
    if name != body.input:
        raise Conflict("DAFTAR_BERGANTI", "Daftar ini sudah diacak orang lain. Ambil daftar terbaru, lalu ulangi.")
    key = public_key(bytes(state.contest_keys(body.contest)))
    try:
        statement = ShuffleStatement(
            election=election,
            contest=body.contest,
            mixer=body.holder,
            step=body.step,
            key=key,
            inputs=Ciphertexts.from_bytes(inputs, key.width),
            outputs=Ciphertexts.from_bytes(output, key.width),
        )
        shuffle_proof.verify(
            statement, ShuffleProof.from_bytes(proof, statement.count, statement.width), service.random
        )
    except CryptoError:
        raise _wrong_proof() from None
    return service.write(lambda work: _append(work, event, output, proof))


def _append(work: Work, event: Event, output: bytes, proof: bytes) -> int:
    # The fold compares the list that was mixed with the present one once more.
    blobs = work.blobs(event.election)
    blobs.put(output)
    blobs.put(proof)
    return append_signed(work, event)


def _wrong_proof() -> InvalidRequest:
    return InvalidRequest("BUKTI_SALAH", "Bukti pengacakan ini tidak cocok. Tidak ada yang dicatat.")
