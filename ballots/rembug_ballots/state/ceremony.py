"""Handlers: key ceremony and rehearsal (docs/protocol.md section 6)."""

from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.ceremony import (
    CeremonyAbandoned,
    CeremonyCommitted,
    CeremonyComplained,
    CeremonyConfirmed,
    CeremonyRevealed,
    CeremonyShared,
    HolderRegistered,
    KeysJoined,
    RehearsalFactor,
    RehearsalPassed,
    RehearsalSet,
)
from rembug_ballots.events.event import Event
from rembug_ballots.ids import HolderNumber
from rembug_ballots.phases import ElectionPhase, check_election
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.blobs import BlobSource, public_blob
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import CeremonyState
from rembug_ballots.state.view import StateView
from rembug_crypto.ceremony import ceremony_hash as hash_of_events


def ceremony_hash(ceremony: CeremonyState) -> bytes:
    """Return the hash that holders confirm, 64 bytes (docs/protocol.md section 6.4)."""
    return hash_of_events(ceremony.hashed_events())


def signing_key_of(state: StateView, body: Body) -> bytes:
    """Return the signing key of the holder who must sign ``body``.

    Raises:
        IllegalEvent: UNKNOWN_HOLDER.
    """
    if isinstance(body, HolderRegistered):
        return body.signing_key
    number = HolderNumber(getattr(body, "holder", 0))
    return _registered(state, number).signing_key


def _registered(state: StateView, holder: HolderNumber) -> HolderRegistered:
    found = state.ceremony.holders.get(holder)
    if found is None:
        raise IllegalEvent(Refusal.UNKNOWN_HOLDER, holder=holder)
    return found


def _register(state: StateView, body: HolderRegistered, event: Event, _: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    if body.holder > state.agreed_rules().holders:
        raise IllegalEvent(Refusal.UNKNOWN_HOLDER, holder=body.holder)
    ceremony = state.ceremony
    if body.holder in ceremony.holders:
        raise IllegalEvent(Refusal.HOLDER_ALREADY_REGISTERED, holder=body.holder)
    for other in ceremony.holders.values():
        if body.signing_key == other.signing_key or body.box_key == other.box_key:
            raise IllegalEvent(Refusal.HOLDER_KEY_USED)
    ceremony.holders[body.holder] = body
    ceremony.registrations[body.holder] = (state.size, event.data)


_Step = CeremonyCommitted | CeremonyRevealed | CeremonyShared | CeremonyConfirmed | CeremonyComplained


def _check_step(state: StateView, body: _Step) -> CeremonyState:
    """Check what holds for every step of a holder in a run."""
    check_election(body.TYPE, state.phase)
    ceremony = state.ceremony
    _registered(state, body.holder)
    if body.ceremony != ceremony.number:
        raise IllegalEvent(Refusal.OTHER_CEREMONY, ceremony=ceremony.number)
    if ceremony.keys is not None:
        raise IllegalEvent(Refusal.KEYS_ALREADY_JOINED)
    if ceremony.complaints and not isinstance(body, CeremonyComplained):
        raise IllegalEvent(Refusal.CEREMONY_COMPLAINED)
    if len(ceremony.holders) != state.agreed_rules().holders:
        raise IllegalEvent(Refusal.HOLDERS_INCOMPLETE)
    return ceremony


def _check_new(holder: HolderNumber, done: object, *, complete: bool) -> None:
    if not complete:
        raise IllegalEvent(Refusal.CEREMONY_STEP_EARLY)
    if done:
        raise IllegalEvent(Refusal.CEREMONY_STEP_DONE, holder=holder)


def _commit(state: StateView, body: CeremonyCommitted, event: Event, _: BlobSource) -> None:
    ceremony = _check_step(state, body)
    _check_new(body.holder, body.holder in ceremony.committed, complete=True)
    ceremony.committed[body.holder] = body.sha256
    ceremony.events.append(event.data)


def commitment_size(threshold: int, width: int) -> int:
    """Return the bytes of a commitment blob (docs/protocol.md section 6.2)."""
    return 32 * threshold * width + 64 * width


def _reveal(state: StateView, body: CeremonyRevealed, event: Event, blobs: BlobSource) -> None:
    ceremony, rules = _check_step(state, body), state.agreed_rules()
    complete = len(ceremony.committed) == rules.holders
    _check_new(body.holder, body.holder in ceremony.revealed, complete=complete)
    if body.sha256 != ceremony.committed[body.holder]:
        raise IllegalEvent(Refusal.COMMITMENT_DIFFERS, holder=body.holder)
    public_blob(blobs, body.sha256, commitment_size(rules.threshold, rules.max_width))
    ceremony.revealed[body.holder] = body
    ceremony.events.append(event.data)


def _share(state: StateView, body: CeremonyShared, event: Event, _: BlobSource) -> None:
    ceremony, rules = _check_step(state, body), state.agreed_rules()
    complete = len(ceremony.revealed) == rules.holders
    _check_new(body.holder, body.holder in ceremony.shared, complete=complete)
    others = [number for number in range(1, rules.holders + 1) if number != body.holder]
    if [share.to for share in body.sealed] != others:
        raise IllegalEvent(Refusal.SHARES_INCOMPLETE)
    ceremony.shared[body.holder] = body
    ceremony.events.append(event.data)


def _confirm(state: StateView, body: CeremonyConfirmed, _: Event, __: BlobSource) -> None:
    ceremony, rules = _check_step(state, body), state.agreed_rules()
    complete = len(ceremony.shared) == rules.holders
    _check_new(body.holder, body.holder in ceremony.confirmed, complete=complete)
    if body.ceremony_hash != ceremony_hash(ceremony):
        raise IllegalEvent(Refusal.CEREMONY_HASH_DIFFERS, holder=body.holder)
    ceremony.confirmed.add(body.holder)


def _complain(state: StateView, body: CeremonyComplained, _: Event, __: BlobSource) -> None:
    ceremony = _check_step(state, body)
    if body.against == body.holder or body.against not in ceremony.holders:
        raise IllegalEvent(Refusal.UNKNOWN_HOLDER, holder=body.against)
    if not ceremony.revealed:
        raise IllegalEvent(Refusal.CEREMONY_STEP_EARLY)
    ceremony.complaints.append(body)


def _abandon(state: StateView, body: CeremonyAbandoned, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    old = state.ceremony
    if body.ceremony != old.number:
        raise IllegalEvent(Refusal.OTHER_CEREMONY, ceremony=old.number)
    for holder in body.without:
        _registered(state, holder)
    left_out = set(body.without)
    state.ceremony = CeremonyState(
        number=old.number + 1,
        holders={number: each for number, each in old.holders.items() if number not in left_out},
        registrations={number: each for number, each in old.registrations.items() if number not in left_out},
    )


def _join(state: StateView, body: KeysJoined, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    ceremony, rules = state.ceremony, state.agreed_rules()
    if body.ceremony != ceremony.number:
        raise IllegalEvent(Refusal.OTHER_CEREMONY, ceremony=ceremony.number)
    if ceremony.keys is not None:
        raise IllegalEvent(Refusal.KEYS_ALREADY_JOINED)
    if ceremony.complaints:
        raise IllegalEvent(Refusal.CEREMONY_COMPLAINED)
    if len(ceremony.confirmed) != rules.holders:
        raise IllegalEvent(Refusal.CEREMONY_STEP_EARLY)
    _check_size(body.keys, 32 * rules.max_width)
    ceremony.keys = body.keys


def _check_size(data: bytes, expected: int) -> None:
    if len(data) != expected:
        raise IllegalEvent(Refusal.WIDTH_DIFFERS, expected=expected)


def _rehearse(state: StateView, body: RehearsalSet, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    ceremony = state.ceremony
    if ceremony.keys is None:
        raise IllegalEvent(Refusal.KEYS_NOT_JOINED)
    if ceremony.rehearsal is not None:
        raise IllegalEvent(Refusal.REHEARSAL_ALREADY_SET)
    _check_size(body.ciphertext, 32 * (1 + state.agreed_rules().max_width))
    ceremony.rehearsal = body


def _factor(state: StateView, body: RehearsalFactor, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    ceremony, width = state.ceremony, state.agreed_rules().max_width
    _registered(state, body.holder)
    if ceremony.rehearsal is None:
        raise IllegalEvent(Refusal.REHEARSAL_NOT_SET)
    if body.holder in ceremony.factors:
        raise IllegalEvent(Refusal.FACTOR_ALREADY_GIVEN, holder=body.holder)
    _check_size(body.factors, 32 * width)
    _check_size(body.proof, 96 * width)
    ceremony.factors[body.holder] = body


def _pass(state: StateView, body: RehearsalPassed, _: Event, __: BlobSource) -> None:
    check_election(body.TYPE, state.phase)
    ceremony, threshold = state.ceremony, state.agreed_rules().threshold
    if len(body.holders) < threshold or list(body.holders) != sorted(set(body.holders)):
        raise IllegalEvent(Refusal.TOO_FEW_HOLDERS, threshold=threshold)
    for holder in body.holders:
        if holder not in ceremony.factors:
            raise IllegalEvent(Refusal.FACTOR_MISSING, holder=holder)
    ceremony.passed = body.holders
    state.phase = ElectionPhase.KEYED


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(HolderRegistered, _register),
        handler(CeremonyCommitted, _commit),
        handler(CeremonyRevealed, _reveal),
        handler(CeremonyShared, _share),
        handler(CeremonyConfirmed, _confirm),
        handler(CeremonyComplained, _complain),
        handler(CeremonyAbandoned, _abandon),
        handler(KeysJoined, _join),
        handler(RehearsalSet, _rehearse),
        handler(RehearsalFactor, _factor),
        handler(RehearsalPassed, _pass),
    ]
)
