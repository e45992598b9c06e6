"""How far the witnesses are, for everybody who looks."""

from dataclasses import dataclass

from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.phases import ContestPhase
from rembug_service.service import Service
from rembug_service.witnesses.cosigning import last_cosigned, witnesses_of
from rembug_service.witnesses.gate import standing


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A witness of the tatib, and the size of the newest checkpoint that it cosigned; 0 for none."""

    name: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class ContestWitnesses:
    """Who of them saw the end of the mixing of a contest."""

    contest: ContestId
    title: str
    given: tuple[str, ...]
    missing: tuple[str, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class WitnessesView:
    """The witnesses of an election.

    Attributes:
        log_key: verifier key of the log, which a witness compares with what stands on paper.
        needed: how many must have cosigned before a contest is opened; 0 where the tatib names none.
        size: of the newest checkpoint that is offered to them.
        contests: those that are mixed and not yet ordered to be opened.
    """

    log_key: str
    needed: int
    size: int
    witnesses: tuple[WitnessView, ...]
    contests: tuple[ContestWitnesses, ...]


def witnesses_view(service: Service, election: ElectionId) -> WitnessesView:
    """Return how far the witnesses are."""
    board = service.board(election)
    last = service.read(lambda c: last_cosigned(c, election))
    rules = board.state.rules
    needed = 0 if rules is None or rules.witnessing is None else rules.witnessing.quorum
    waiting = board.state.contests_in(ContestPhase.MIXED) if needed else []
    found = [(each, service.read(lambda c, contest=each.id: standing(c, board, contest))) for each in waiting]  # type: ignore[misc]  # bound at once
    return WitnessesView(
        log_key=board.key.to_text(),
        needed=needed,
        size=board.mark.size,
        witnesses=tuple(WitnessView(each.name, each.key, last.get(each.key, 0)) for each in witnesses_of(board.state)),
        contests=tuple(
            ContestWitnesses(each.id, each.rules.title, how.given, how.missing, how.is_enough) for each, how in found
        ),
    )
