"""Opening the mixed list with the factors of key holders.  Source: docs/protocol.md section 11.

Factors and rows stay withheld until publication; distinct texts are shown to those who adjudicate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rembug_ballots.events.event import Event
from rembug_ballots.events.tally import ContestOpened, OpeningFactor
from rembug_ballots.ids import ContestId, ElectionId, HolderNumber
from rembug_ballots.names import SlotText, from_slot, rows_blob, strings_blob
from rembug_ballots.phases import check_contest
from rembug_ballots.state import ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.mixing import list_hash
from rembug_crypto import opening
from rembug_crypto.elgamal import Ciphertexts
from rembug_crypto.errors import CryptoError
from rembug_crypto.opening import OpeningStatement
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.joint_keys import commitments_of, keys_of_holder
from rembug_service.service import Service
from rembug_service.signed_events import append_signed, known_index, read_blob, read_signed
from rembug_service.work import Work


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the factors of these holders open."""

    holders: tuple[HolderNumber, ...]
    rows: bytes = field(repr=False)
    strings: bytes = field(repr=False)


def receive_factors(service: Service, election: ElectionId, data: bytes, factors: bytes, proof: bytes) -> int:
    """Take a holder's factors whose proof holds; with those of the t-th holder the contest is opened.

    Args:
        service: the running service.
        election: whose contest.
        data: the signed ``opening.factor``, canonical JSON.
        factors: ``32 * N * W`` bytes, row by row.
        proof: ``96 * W`` bytes.

    Raises:
        InvalidRequest: CATATAN_SALAH, TANDA_TANGAN_SALAH or BUKTI_SALAH.
        IllegalEvent: refused; nothing changed.
    """
    event = read_signed(service, election, data, OpeningFactor)
    found = known_index(service, event)
    if found is not None:
        return found
    body = event.body
    assert isinstance(body, OpeningFactor)  # the kind that was asked for
    if name_of(factors) != body.factors or name_of(proof) != body.proof:
        raise _wrong_proof()
    state = service.board(election).state
    # Before the costly proof: the fold would refuse it anyway.
    check_contest(body.TYPE, state.contest(body.contest).phase)
    mixed = _mixed_list(service, state, election, body.contest)
    commitments = commitments_of(election, state, lambda name: read_blob(service, election, name))
    try:
        keys = keys_of_holder(commitments, body.holder, mixed.width)
        statement = OpeningStatement(election, body.contest, body.holder, keys, mixed)
        opening.verify(statement, opening.factors_from_bytes(factors, len(mixed), mixed.width), proof)
    except CryptoError:
        raise _wrong_proof() from None
    ahead = _open_ahead(service, state, body, mixed, factors)
    return service.write(lambda work: _append(work, event, factors, proof, mixed, ahead))


def distinct_strings(service: Service, election: ElectionId, contest: ContestId) -> list[str]:
    """Return the distinct written texts in the order of the alphabet; how often each was written stays unknown.

    Raises:
        Conflict: BELUM_DIBUKA.
        IllegalEvent: UNKNOWN_CONTEST.
    """
    strings = service.board(election).state.contest(contest).tally.strings
    if strings is None:
        raise Conflict("BELUM_DIBUKA", "Suara pemilihan ini belum dibuka.")
    return sorted(strings, key=lambda text: (text.casefold(), text))


def _mixed_list(service: Service, state: ElectionState, election: ElectionId, contest: ContestId) -> Ciphertexts:
    found = state.contest(contest)
    if not found.tally.mixes:
        raise Conflict("BELUM_DIACAK", "Suara pemilihan ini belum diacak.")
    return Ciphertexts.from_bytes(read_blob(service, election, list_hash(found)), found.rules.width)


def _open_ahead(
    service: Service, state: ElectionState, body: OpeningFactor, mixed: Ciphertexts, own: bytes
) -> _Opened | None:
    """Open outside the writer, if these factors are the last that are needed."""
    given = dict(state.contest(body.contest).tally.factors)
    if body.holder in given or len(given) + 1 != state.agreed_rules().threshold:
        return None
    factors = {holder: read_blob(service, state.election, each.factors) for holder, each in given.items()}
    return _open(mixed, {**factors, body.holder: own})


def _open(mixed: Ciphertexts, factors: Mapping[HolderNumber, bytes]) -> _Opened:
    holders = tuple(sorted(factors))
    opened = opening.open_slots(mixed, {holder: factors[holder] for holder in holders}, len(holders))
    slots: list[SlotText] = [None if slot is None else from_slot(slot) for slot in opened]
    size = mixed.width // 2
    rows = [slots[start : start + size] for start in range(0, len(slots), size)]
    return _Opened(holders, rows_blob(rows), strings_blob(rows))


def _append(work: Work, event: Event, factors: bytes, proof: bytes, mixed: Ciphertexts, ahead: _Opened | None) -> int:
    election, body = event.election, event.body
    assert isinstance(body, OpeningFactor)  # checked when it was read
    blobs = work.blobs(election)
    blobs.put(factors, released=False)
    blobs.put(proof, released=False)
    index = append_signed(work, event)
    state = work.board(election).state
    tally = state.contest(body.contest).tally
    if tally.opened is not None or len(tally.factors) != state.agreed_rules().threshold:
        return index
    holders = tuple(sorted(tally.factors))
    opened = ahead if ahead is not None and ahead.holders == holders else _open(mixed, _given(work, event))
    work.append(
        election,
        ContestOpened(
            contest=body.contest,
            holders=opened.holders,
            rows=blobs.put(opened.rows, released=False),
            strings=blobs.put(opened.strings, released=False),
        ),
    )
    return index


def _given(work: Work, event: Event) -> dict[HolderNumber, bytes]:
    """Read all factors inside the writer: two holders came at the same moment."""
    body = event.body
    assert isinstance(body, OpeningFactor)  # checked when it was read
    blobs, given = work.blobs(event.election), {}
    for holder, each in work.board(event.election).state.contest(body.contest).tally.factors.items():
        data = blobs.get(each.factors)
        if data is None:
            raise NotFound("LAMPIRAN_TIDAK_ADA", "Lampiran ini belum ada di layanan.")
        given[holder] = data
    return given


def _wrong_proof() -> InvalidRequest:
    return InvalidRequest("BUKTI_SALAH", "Bukti bagian pembuka ini tidak cocok. Tidak ada yang dicatat.")
