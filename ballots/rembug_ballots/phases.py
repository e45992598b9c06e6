"""The one table of phases: which event may stand where, and what it leads to.

The election as a whole is DRAFT, AGREED, then KEYED; each contest has a phase of its own.
`docs/formats.md` shows `diagram()`, which is made from the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from rembug_ballots.refusals import IllegalEvent, Refusal


@unique
class ElectionPhase(StrEnum):
    """Phase of the election as a whole."""

    DRAFT = "DRAFT"
    AGREED = "AGREED"
    KEYED = "KEYED"


@unique
class ContestPhase(StrEnum):
    """Phase of one contest."""

    PREPARED = "PREPARED"
    SEALED = "SEALED"
    OPEN = "OPEN"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    BELOW_QUORUM = "BELOW_QUORUM"
    HOME_ROUND = "HOME_ROUND"
    MIXED = "MIXED"
    ORDERED = "ORDERED"
    OPENED = "OPENED"
    ADJUDICATED = "ADJUDICATED"
    TIE = "TIE"
    COUNTED = "COUNTED"
    CERTIFIED = "CERTIFIED"
    PUBLISHED = "PUBLISHED"
    REVOTE = "REVOTE"


_E = ElectionPhase
_C = ContestPhase
ContestMoves: TypeAlias = Mapping[ContestPhase, tuple[ContestPhase, ...]]

_POLLING: Final[ContestMoves] = {_C.OPEN: (_C.OPEN,), _C.HOME_ROUND: (_C.HOME_ROUND,)}
POLLING: Final = frozenset(_POLLING)
"""Phases in which ballots are accepted."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Where an event may stand.

    Attributes:
        election: phases of the election, each with what it may become.
        contest: phases of the contest concerned, each with what it may become; None where the event
            concerns no contest. The fold chooses where there are several.
    """

    election: Mapping[ElectionPhase, tuple[ElectionPhase, ...]]
    contest: ContestMoves | None = None


_DRAFT: Final = {_E.DRAFT: (_E.DRAFT,)}
_AGREED: Final = {_E.AGREED: (_E.AGREED,)}
_AFTER_AGREED: Final = {_E.AGREED: (_E.AGREED,), _E.KEYED: (_E.KEYED,)}
_KEYED: Final = {_E.KEYED: (_E.KEYED,)}
_ANY: Final = {phase: (phase,) for phase in _E}


def _contest(moves: ContestMoves) -> Moves:
    return Moves(_KEYED, moves)


def _stay(*phases: ContestPhase) -> ContestMoves:
    return {phase: (phase,) for phase in phases}


_TO_AGREED: Final = {_E.DRAFT: (_E.DRAFT, _E.AGREED)}

PHASES: Final[Mapping[str, Moves]] = {
    "election.created": Moves(_DRAFT),
    "assembly.recorded": Moves(_ANY),
    "document.agreed": Moves({**_TO_AGREED, _E.AGREED: (_E.AGREED,), _E.KEYED: (_E.KEYED,)}),
    "rules.sealed": Moves(_TO_AGREED),
    # Only until the first table opens.
    "rules.reopened": Moves(dict.fromkeys(_E, (_E.DRAFT,))),
    "holder.registered": Moves(_AGREED),
    "ceremony.committed": Moves(_AGREED),
    "ceremony.revealed": Moves(_AGREED),
    "ceremony.shared": Moves(_AGREED),
    "ceremony.confirmed": Moves(_AGREED),
    "ceremony.complained": Moves(_AGREED),
    "ceremony.abandoned": Moves(_AGREED),
    "keys.joined": Moves(_AGREED),
    "rehearsal.set": Moves(_AGREED),
    "rehearsal.factor": Moves(_AFTER_AGREED),
    "rehearsal.passed": Moves({_E.AGREED: (_E.KEYED,)}),
    "register.sealed": Moves(_AFTER_AGREED, _stay(_C.PREPARED)),
    "cards.registered": Moves(_AFTER_AGREED, _stay(_C.PREPARED)),
    "booth.sealed": Moves(_AFTER_AGREED),
    "stage.sealed": _contest({_C.PREPARED: (_C.SEALED,)}),
    "table.opened": _contest({_C.SEALED: (_C.OPEN,), **_POLLING}),
    "checkin.block": _contest(_POLLING),
    "voter.added": _contest(_POLLING),
    "ballot.cast": _contest(_POLLING),
    "ballot.audited": _contest(_POLLING),
    "card.voided": _contest(_POLLING),
    "card.replaced": _contest(_POLLING),
    "contest.suspended": _contest({_C.OPEN: (_C.SUSPENDED,), _C.HOME_ROUND: (_C.SUSPENDED,)}),
    "contest.resumed": _contest({_C.SUSPENDED: (_C.OPEN, _C.HOME_ROUND)}),
    "table.closed": _contest({**_POLLING, **_stay(_C.SUSPENDED)}),
    "checkin.list": _contest(
        _stay(_C.OPEN, _C.SUSPENDED, _C.HOME_ROUND, _C.CLOSED, _C.BELOW_QUORUM, _C.MIXED, _C.REVOTE)
    ),
    "cards.left": _contest(
        _stay(_C.OPEN, _C.SUSPENDED, _C.HOME_ROUND, _C.CLOSED, _C.BELOW_QUORUM, _C.MIXED, _C.REVOTE)
    ),
    "contest.closed": _contest({_C.OPEN: (_C.CLOSED, _C.BELOW_QUORUM), _C.HOME_ROUND: (_C.CLOSED, _C.BELOW_QUORUM)}),
    # From CLOSED only while there are too few ballots to open.
    "home_round.opened": _contest({_C.BELOW_QUORUM: (_C.HOME_ROUND,), _C.CLOSED: (_C.HOME_ROUND,)}),
    "contest.revote": _contest(dict.fromkeys((_C.SUSPENDED, _C.CLOSED, _C.BELOW_QUORUM, _C.MIXED), (_C.REVOTE,))),
    "mix.done": _contest(_stay(_C.CLOSED)),
    "mixing.finished": _contest({_C.CLOSED: (_C.MIXED,)}),
    "contest.witnessed": _contest(_stay(_C.MIXED)),
    "opening.ordered": _contest({_C.MIXED: (_C.ORDERED,)}),
    "opening.factor": _contest(_stay(_C.ORDERED)),
    "contest.opened": _contest({_C.ORDERED: (_C.OPENED,)}),
    "adjudication.decided": _contest(_stay(_C.OPENED)),
    "adjudication.reversed": _contest(dict.fromkeys((_C.OPENED, _C.ADJUDICATED, _C.TIE, _C.COUNTED), (_C.OPENED,))),
    "adjudication.completed": _contest({_C.OPENED: (_C.ADJUDICATED,)}),
    "result.counted": _contest({_C.ADJUDICATED: (_C.COUNTED, _C.TIE)}),
    "tie.settled": _contest({_C.TIE: (_C.COUNTED, _C.TIE), _C.COUNTED: (_C.COUNTED,)}),
    "tie.revote": _contest(_stay(_C.TIE)),
    "acceptance.recorded": _contest({_C.COUNTED: (_C.COUNTED, _C.TIE), _C.TIE: (_C.TIE, _C.COUNTED)}),
    "result.certified": _contest({_C.COUNTED: (_C.CERTIFIED,)}),
    "election.published": _contest({_C.CERTIFIED: (_C.PUBLISHED,)}),
    "member.replaced": _contest(_stay(_C.PUBLISHED)),
}


def check_election(kind: str, phase: ElectionPhase) -> None:
    """Refuse an event that may not stand in this phase of the election.

    Raises:
        IllegalEvent: WRONG_PHASE.
    """
    if phase not in PHASES[kind].election:
        raise IllegalEvent(Refusal.WRONG_PHASE, type=kind, phase=phase.value)


def check_contest(kind: str, phase: ContestPhase) -> None:
    """Refuse an event that may not stand in this phase of its contest.

    Raises:
        IllegalEvent: WRONG_PHASE.
    """
    moves = PHASES[kind].contest
    if moves is None or phase not in moves:
        raise IllegalEvent(Refusal.WRONG_PHASE, type=kind, phase=phase.value)


def move(kind: str, phase: ContestPhase, to: ContestPhase | None = None) -> ContestPhase:
    """Return the phase that an event leads a contest to; ``to`` chooses among several.

    Raises:
        IllegalEvent: WRONG_PHASE: the table has no such move.
    """
    moves = PHASES[kind].contest
    targets = () if moves is None else moves.get(phase, ())
    if to is None and len(targets) == 1:
        return targets[0]
    if to is None or to not in targets:
        raise IllegalEvent(Refusal.WRONG_PHASE, type=kind, phase=phase.value)
    return to


def diagram() -> str:
    """Return the table as a Mermaid state diagram; events that change no phase are left out."""
    edges: dict[tuple[str, str], list[str]] = {("[*]", _E.DRAFT.value): ["election.created"]}
    for kind, moves in PHASES.items():
        for phase, targets in moves.election.items():
            for target in targets:
                if target is not phase:
                    edges.setdefault((phase.value, target.value), []).append(kind)
    edges[_E.KEYED.value, _C.PREPARED.value] = ["each contest"]
    for kind, moves in PHASES.items():
        for contest_phase, contest_targets in (moves.contest or {}).items():
            for contest_target in contest_targets:
                if contest_target is not contest_phase:
                    edges.setdefault((contest_phase.value, contest_target.value), []).append(kind)
    lines = [f"    {start} --> {end}: {', '.join(kinds)}" for (start, end), kinds in edges.items()]
    ends = [f"    {end} --> [*]" for end in (_C.PUBLISHED.value, _C.REVOTE.value)]
    return "\n".join(["stateDiagram-v2", *lines, *ends]) + "\n"
