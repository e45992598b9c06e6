"""What the program of a key holder needs to know about the ceremony."""

from dataclasses import dataclass
from enum import StrEnum, unique

from rembug_ballots.ids import ElectionId
from rembug_ballots.state import ElectionState
from rembug_ballots.state.ceremony import ceremony_hash
from rembug_service.service import Service


@unique
class RunPhase(StrEnum):
    """What the run waits for."""

    REGISTER = "REGISTER"
    COMMIT = "COMMIT"
    REVEAL = "REVEAL"
    SHARE = "SHARE"
    CONFIRM = "CONFIRM"
    COMPLAINED = "COMPLAINED"
    JOINED = "JOINED"
    REHEARSAL = "REHEARSAL"
    PASSED = "PASSED"


@dataclass(frozen=True, slots=True)
class HolderView:
    """A registered holder and what she has done in this run.

    Attributes:
        signing_key, box_key: her public keys.
        committed: SHA-256 of her commitment blob, or None.
        sealed: SHA-256 of her sealed share for each other holder; empty before ``shared``.
        rehearsed: whether her factors of the rehearsal are in the log.
    """

    number: int
    name: str
    signing_key: bytes
    box_key: bytes
    committed: str | None
    revealed: bool
    sealed: dict[int, str]
    confirmed: bool
    rehearsed: bool


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """Who says that another holder's part does not hold, and why."""

    holder: int
    against: int
    reason: str


@dataclass(frozen=True, slots=True)
class CeremonyView:
    """The run under way.

    Attributes:
        number: number of this run, from 1.
        size, threshold: ``n`` and ``t``.
        width: ``Wmax``.
        holders: who is registered, ascending.
        transcript: the hash to confirm, 64 bytes, once every share is sent; else None.
        keys: the joint keys, or None.
        ciphertext, randomness: of the rehearsal, or None.
    """

    number: int
    phase: RunPhase
    size: int
    threshold: int
    width: int
    holders: tuple[HolderView, ...]
    complaints: tuple[ComplaintView, ...]
    transcript: bytes | None
    keys: bytes | None
    ciphertext: bytes | None
    randomness: bytes | None


def ceremony_view(service: Service, election: ElectionId) -> CeremonyView:
    """Return how far the ceremony is.

    Raises:
        NotFound: no such election.
        IllegalEvent: the rules are not sealed yet.
    """
    state = service.board(election).state
    rules, run = state.agreed_rules(), state.ceremony
    holders = tuple(
        HolderView(
            number=number,
            name=holder.name,
            signing_key=holder.signing_key,
            box_key=holder.box_key,
            committed=run.committed.get(number),
            revealed=number in run.revealed,
            sealed=_sealed(state, number),
            confirmed=number in run.confirmed,
            rehearsed=number in run.factors,
        )
        for number, holder in sorted(run.holders.items())
    )
    return CeremonyView(
        number=run.number,
        phase=_phase(state),
        size=rules.holders,
        threshold=rules.threshold,
        width=rules.max_width,
        holders=holders,
        complaints=tuple(ComplaintView(each.holder, each.against, each.reason) for each in run.complaints),
        transcript=ceremony_hash(run) if len(run.shared) == rules.holders else None,
        keys=run.keys,
        ciphertext=run.rehearsal.ciphertext if run.rehearsal else None,
        randomness=run.rehearsal.randomness if run.rehearsal else None,
    )


def _sealed(state: ElectionState, number: int) -> dict[int, str]:
    for holder, shared in state.ceremony.shared.items():
        if holder == number:
            return {share.to: share.sha256 for share in shared.sealed}
    return {}


def _phase(state: ElectionState) -> RunPhase:
    run, everybody = state.ceremony, state.agreed_rules().holders
    if run.passed is not None:
        return RunPhase.PASSED
    if run.keys is not None:
        return RunPhase.JOINED if run.rehearsal is None else RunPhase.REHEARSAL
    if run.complaints:
        return RunPhase.COMPLAINED
    for done, phase in (
        (len(run.holders), RunPhase.REGISTER),
        (len(run.committed), RunPhase.COMMIT),
        (len(run.revealed), RunPhase.REVEAL),
        (len(run.shared), RunPhase.SHARE),
    ):
        if done < everybody:
            return phase
    return RunPhase.CONFIRM
