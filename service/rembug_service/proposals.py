"""Dual control: one officer proposes a critical step, another person on another device agrees to the same words.

The step runs inside the transaction in which the second officer agrees.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from rembug_ballots.ids import ElectionId, OfficerId, Officers
from rembug_ballots.state import ElectionState
from rembug_service.accounts import Account, Role, find_account
from rembug_service.audit_trail import Act, note
from rembug_service.board import Board
from rembug_service.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from rembug_service.payload import Payload
from rembug_service.service import Service
from rembug_service.sessions import Session
from rembug_service.sql.proposals import DONE, WAITING, WITHDRAWN, KeptProposal, Proposals
from rembug_service.work import Work

VALID_SECONDS: Final = 15 * 60

Execute = Callable[[Work, ElectionId, Payload, Officers], None]
About = Callable[[Connection, ElectionId, Payload], str]
Note = Callable[[ElectionState, Mapping[str, object]], str]
Ready = Callable[[Connection, Board, Payload], None]


def no_note(_state: ElectionState, _payload: Mapping[str, object]) -> str:
    """Add nothing to the words."""
    return ""


def always_ready(_connection: Connection, _board: Board, _payload: Payload) -> None:
    """Forbid nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """A critical step.

    Attributes:
        roles: who may propose it and who may agree.
        words: what both officers read, an Indonesian sentence with members of the payload in braces.
        execute: does it.
        about: whom it is about, for the eyes of those who may agree; never stored, logged or published.
        note: what the state of the election adds to the words, such as a warning.
        ready: raises while the step cannot be done, so that nobody is asked to agree to it in vain.
        trail: what the officers' trail calls it, where the public log does not show it.
    """

    roles: frozenset[Role]
    words: str
    execute: Execute
    about: About | None = None
    note: Note = no_note
    ready: Ready = always_ready
    trail: Act | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step that waits for its second officer, or is done.

    Attributes:
        words: what exactly will happen.
        digest: hash of the exact act; the second officer's device sends it back.
        state: MENUNGGU, DISETUJUI or DITARIK (taken back, or never agreed to in time).
    """

    id: str
    election: ElectionId
    kind: str
    payload: Mapping[str, object]
    words: str
    digest: str
    proposer: str
    state: str


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "-"


def _words(action: Action, payload: Mapping[str, object]) -> str:
    shown = {name: _said(value) for name, value in payload.items() if isinstance(value, str | int | list)}
    return action.words.format_map(_Shown({name: text for name, text in shown.items() if text}))


def _said(value: object) -> str:
    """Return a member of a payload as both officers read it: whole, for they answer for every word."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _digest(election: str, kind: str, payload: str) -> str:
    text = json.dumps([election, kind, payload], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _action(actions: Mapping[str, Action], kind: str) -> Action:
    found = actions.get(kind)
    if found is None:
        raise InvalidRequest("LANGKAH_TIDAK_DIKENAL", "Langkah ini tidak dikenal.")
    return found


def propose(
    service: Service,
    actions: Mapping[str, Action],
    session: Session,
    election: ElectionId,
    kind: str,
    payload: Mapping[str, object],
) -> Proposal:
    """File a step for the second officer.

    Raises:
        NotAllowed: this role may not propose it.
        InvalidRequest: unknown step.
        NotFound: no such election.
        Conflict: the step cannot be done yet.
    """
    action = _action(actions, kind)
    session.account.require(*action.roles)
    board = service.board(election)
    service.read(lambda c: action.ready(c, board, Payload(payload)))
    state = board.state
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    made = Proposal(
        service.random(16).hex(),
        election,
        kind,
        payload,
        _words(action, payload) + action.note(state, payload),
        _digest(election, kind, text),
        session.account.id,
        WAITING,
    )

    def job(work: Work) -> None:
        moment = service.clock()
        # What nobody agreed to in time is forgotten as well: cards' secrets and a voter's name may be in it.
        proposals = Proposals(work.connection)
        proposals.forget_late(moment)
        proposals.add(
            KeptProposal(
                id=made.id,
                election=election,
                kind=kind,
                payload=text,
                words=made.words,
                digest=made.digest,
                proposer=made.proposer,
                proposer_device=session.device,
                expires=moment + VALID_SECONDS,
                state=made.state,
            )
        )

    service.write(job)
    return made


def approve(
    service: Service,
    actions: Mapping[str, Action],
    session: Session,
    election: ElectionId,
    proposal: str,
    digest: str,
) -> Proposal:
    """Agree to a step, which then happens.

    Raises:
        NotFound: USUL_TIDAK_ADA.
        NotAllowed: ORANG_SAMA, PERANGKAT_SAMA, or the role may not agree.
        Conflict: USUL_BERUBAH or USUL_KEDALUWARSA; or whatever forbids the step itself.
    """
    moment = service.clock()

    def job(work: Work) -> Proposal:
        kept = _kept(work.connection, election, proposal)
        found = _read(kept)
        action = _action(actions, found.kind)
        _check_second(work.connection, session, action, kept)
        if kept.digest != digest:
            raise Conflict("USUL_BERUBAH", "Isi langkah ini bukan yang Anda baca. Muat ulang, baca, lalu setujui.")
        if found.state != WAITING or moment > kept.expires:
            raise Conflict("USUL_KEDALUWARSA", "Usul ini sudah selesai atau kedaluwarsa. Ajukan lagi.")
        # What is done is in the log.  Here its payload and its moment are forgotten: they could place a voter who
        # was added, or a lost card, in the order of ballots.
        Proposals(work.connection).settle(proposal, DONE)
        officers = Officers((OfficerId(found.proposer), OfficerId(session.account.id)))
        action.execute(work, election, Payload(found.payload), officers)
        if action.trail is not None:
            for each in officers:
                note(work, moment, each, action.trail, election=election)
        return replace(found, state=DONE)

    return service.write(job)


def _check_second(connection: Connection, session: Session, action: Action, kept: KeptProposal) -> None:
    session.account.require(*action.roles)
    first = find_account(connection, kept.proposer)
    is_same_resident = first is not None and first.person is not None and first.person == session.account.person
    if kept.proposer == session.account.id or is_same_resident:
        raise NotAllowed("ORANG_SAMA", "Persetujuan kedua harus dari petugas lain.")
    if kept.proposer_device == session.device:
        raise NotAllowed("PERANGKAT_SAMA", "Persetujuan kedua harus dari perangkat lain.")


def withdraw(service: Service, account: Account, election: ElectionId, proposal: str) -> None:
    """Take back one's own proposal.

    Raises:
        NotFound: USUL_TIDAK_ADA.
        NotAllowed: BUKAN_PENGUSUL.
    """

    def job(work: Work) -> None:
        if _kept(work.connection, election, proposal).proposer != account.id:
            raise NotAllowed("BUKAN_PENGUSUL", "Hanya pengusul yang dapat menarik usulnya.")
        Proposals(work.connection).settle(proposal, WITHDRAWN)

    service.write(job)


def _kept(connection: Connection, election: ElectionId, proposal: str) -> KeptProposal:
    found = Proposals(connection).find(election, proposal)
    if found is None:
        raise NotFound("USUL_TIDAK_ADA", "Usul ini tidak ada.")
    return found


def _read(kept: KeptProposal) -> Proposal:
    return Proposal(
        kept.id,
        ElectionId(kept.election),
        kept.kind,
        json.loads(kept.payload),
        kept.words,
        kept.digest,
        kept.proposer,
        kept.state,
    )


def waiting(service: Service, election: ElectionId) -> list[Proposal]:
    """Return the steps that wait for their second officer, in the order in which they were proposed.

    Of one second an assembly comes before what it agreed to.
    """
    service.board(election)
    moment = service.clock()
    found = service.read(lambda c: Proposals(c).waiting(election, moment))
    return [_read(each) for each in sorted(found, key=lambda each: (each.expires, each.kind, each.id))]


def about(
    service: Service, actions: Mapping[str, Action], account: Account, election: ElectionId, proposal: Proposal
) -> str:
    """Return whom a waiting step is about, in words, for an officer who may agree to it; empty for everybody else.

    The digest binds it: it names the resident's id.
    """
    action = actions.get(proposal.kind)
    if action is None or action.about is None or not action.roles & account.roles:
        return ""
    tell, payload = action.about, Payload(proposal.payload)
    try:
        return service.read(lambda c: tell(c, election, payload))
    except InvalidRequest:
        # A payload that names nobody: the step itself will say so.
        return ""
