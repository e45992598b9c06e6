"""The rehearsal of the opening: a test ciphertext of a known name.  Source: docs/protocol.md section 6.6."""

from typing import Final

from rembug_ballots.events.ceremony import RehearsalFactor, RehearsalPassed, RehearsalSet
from rembug_ballots.events.fields import Ciphertext, Randomness
from rembug_ballots.ids import ElectionId
from rembug_ballots.names import from_slot, to_slots
from rembug_ballots.state import ElectionState
from rembug_crypto import opening
from rembug_crypto.elgamal import Ciphertexts, encrypt
from rembug_crypto.encoding import decode_slots, encode_slots
from rembug_crypto.errors import CryptoError
from rembug_crypto.group import Elements, Scalar, Scalars
from rembug_crypto.opening import OpeningStatement
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.joint_keys import commitments_of, keys_of_holder, public_key
from rembug_service.service import Service
from rembug_service.signed_events import append_signed, known_index, read_blob, read_signed
from rembug_service.work import Work

NAME: Final = "LATIHAN"
CONTEST: Final = "rehearsal"


def start_rehearsal(service: Service, election: ElectionId) -> int:
    """Seal the name LATIHAN with the joint keys, show how, and return the index.

    Raises:
        Conflict: KUNCI_BELUM_LENGKAP.
        IllegalEvent: it was set before.
    """
    keys = service.board(election).state.ceremony.keys
    if keys is None:
        raise Conflict("KUNCI_BELUM_LENGKAP", "Kunci bersama belum jadi, latihan belum dapat dimulai.")
    key = public_key(bytes(keys))
    randomness = Scalar.random(service.random)
    messages = encode_slots(to_slots([NAME], key.width // 2))
    ciphertext = encrypt(messages, key, Scalars.of([randomness])).to_bytes()
    body = RehearsalSet(Ciphertext(ciphertext), Randomness(randomness.to_bytes()))
    return service.write(lambda work: work.append(election, body))


def receive_rehearsal_factor(service: Service, election: ElectionId, data: bytes) -> int:
    """Take a holder's factors of the test ciphertext; the same event again returns the same index.

    Raises:
        InvalidRequest: CATATAN_SALAH, TANDA_TANGAN_SALAH or BUKTI_SALAH.
        Conflict: LATIHAN_BELUM_DIMULAI.
        IllegalEvent: refused; nothing changed.
    """
    event = read_signed(service, election, data, RehearsalFactor)
    found = known_index(service, event)
    if found is not None:
        return found
    body = event.body
    assert isinstance(body, RehearsalFactor)  # the kind that was asked for
    state = service.board(election).state
    row = _test_row(state)
    commitments = commitments_of(election, state, lambda name: read_blob(service, election, name))
    try:
        keys = keys_of_holder(commitments, body.holder, row.width)
        statement = OpeningStatement(election, CONTEST, body.holder, keys, row)
        opening.verify(statement, opening.factors_from_bytes(body.factors, 1, row.width), body.proof)
    except CryptoError:
        raise InvalidRequest("BUKTI_SALAH", "Bukti bagian pembuka ini tidak cocok. Tidak ada yang dicatat.") from None
    return service.write(lambda work: append_signed(work, event))


def finish_rehearsal(service: Service, election: ElectionId) -> int:
    """Open the test ciphertext with the factors given and return the index of ``rehearsal.passed``.

    Raises:
        Conflict: LATIHAN_BELUM_DIMULAI, PEMEGANG_KURANG or LATIHAN_GAGAL.
    """
    return service.write(lambda work: _finish(work, election))


def _finish(work: Work, election: ElectionId) -> int:
    state = work.board(election).state
    row, threshold = _test_row(state), state.agreed_rules().threshold
    given = state.ceremony.factors
    holders = sorted(given)
    if len(holders) < threshold:
        raise Conflict("PEMEGANG_KURANG", f"Latihan memerlukan paling sedikit {threshold} pemegang kunci.")
    factors: dict[int, Elements] = {
        holder: opening.factors_from_bytes(given[holder].factors, 1, row.width) for holder in holders[:threshold]
    }
    slots = decode_slots(opening.combine(row, factors, threshold))
    names = [None if slot is None else from_slot(slot) for slot in slots]
    if names != [NAME, *[""] * (len(names) - 1)]:
        raise Conflict("LATIHAN_GAGAL", "Suara latihan tidak terbaca LATIHAN. Kunci ini tidak boleh dipakai.")
    return work.append(election, RehearsalPassed(tuple(holders)))


def _test_row(state: ElectionState) -> Ciphertexts:
    rehearsal = state.ceremony.rehearsal
    if rehearsal is None:
        raise Conflict("LATIHAN_BELUM_DIMULAI", "Latihan membuka suara belum dimulai.")
    return Ciphertexts.from_bytes(rehearsal.ciphertext, state.agreed_rules().max_width)
