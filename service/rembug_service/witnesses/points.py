"""When a checkpoint is offered to witnesses.  Source: docs/protocol.md section 13.

A cosignature states a second.  Only at these points is one asked for and kept, so that it never tells when a ballot
came any closer than a group of ballots does.
"""

from dataclasses import dataclass
from typing import Final

from rembug_ballots.phases import ContestPhase, ElectionPhase
from rembug_ballots.state import ElectionState

GROUP: Final = 25
"""So many ballots, at least, come between two points while a table is open."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of the log as it was at a size.

    Attributes:
        size: leaves.
        ballots: events that a voter caused: ballots, tests, voided cards.
        election, contests: phases.
    """

    size: int = 0
    ballots: int = 0
    election: ElectionPhase | None = None
    contests: tuple[ContestPhase, ...] = ()

    @classmethod
    def of(cls, state: ElectionState) -> "Mark":
        """Return the mark of a log as it stands."""
        contests = state.contests.values()
        ballots = sum(len(each.ballots) + len(each.audited) for each in contests) + len(state.cards.voided)
        return cls(state.size, ballots, state.phase, tuple(each.phase for each in contests))


def is_point(last: Mark, now: Mark, *, polling: bool) -> bool:
    """Say whether a checkpoint is a witness point.

    Args:
        last: at the last witness point.
        now: at this checkpoint.
        polling: whether a table is open.
    """
    came = now.ballots - last.ballots
    changed = (now.election, now.contests) != (last.election, last.contests)
    if came >= GROUP or (came == 0 and (changed or not polling)):
        return now.size > last.size
    return changed and (not polling or _mixed(now) > _mixed(last))


def _mixed(mark: Mark) -> int:
    """Count the contests that are mixed: they wait for their witnesses."""
    return mark.contests.count(ContestPhase.MIXED)
