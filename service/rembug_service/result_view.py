"""The result of a contest with the names of persons, for screens and printed sheets."""

from dataclasses import dataclass

from rembug_ballots.counting_model import Tie, WomenRule, ranks
from rembug_ballots.events.fields import LeaveCause
from rembug_ballots.ids import ContestId, ElectionId, PersonId
from rembug_ballots.phases import ContestPhase
from rembug_ballots.replacements import waiting
from rembug_ballots.state.model import TallyState
from rembug_service.errors import Conflict
from rembug_service.service import Service


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """A person who was written.

    Attributes:
        rank: from 1; equal votes share a rank.
        willing: the answer, or None while there is none.
    """

    person: PersonId
    name: str
    sex: str
    unit: str
    votes: int
    rank: int
    willing: bool | None


@dataclass(frozen=True, slots=True)
class TieView:
    """Persons with equal votes who compete for fewer places."""

    votes: int
    places: int
    persons: tuple[RankedPerson, ...]


@dataclass(frozen=True, slots=True)
class ReplacedMember:
    """Somebody who left during the term, and who took the place, if anybody did."""

    leaving: RankedPerson
    cause: LeaveCause
    reason: str
    successor: RankedPerson | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """Seats as they stand after settlements and refusals to serve.

    Attributes:
        valid, void, blank: ballots by class.
        names_counted, names_void, names_undecodable, names_repeated: written names by class.
        elected, reserves: in order of rank.
        unfilled: seats that nobody fills.
        ties: those that stop the count; reserve_ties do not.
        women_required: seats that the women's share of the tatib makes, rounded as it says; women_reserved says whether
            it reserves them or only asks for the report.
        revote: whether a repeat vote among the tied was decided.
        members: who serves now: the elected as certified, with the successors of those who left during the term.
        waiting: the reserves who still wait to be called.
        replaced: who left, oldest first.
    """

    contest: ContestId
    title: str
    phase: ContestPhase
    valid: int
    void: int
    blank: int
    names_counted: int
    names_void: dict[str, int]
    names_undecodable: int
    names_repeated: int
    seats: int
    unfilled: int
    ranking: tuple[RankedPerson, ...]
    elected: tuple[RankedPerson, ...]
    reserves: tuple[RankedPerson, ...]
    ties: tuple[TieView, ...]
    reserve_ties: tuple[TieView, ...]
    women_elected: int
    women_required: int
    women_met: bool
    women_reserved: bool
    quorum_met: bool | None
    revote: bool
    members: tuple[RankedPerson, ...]
    waiting: tuple[RankedPerson, ...]
    replaced: tuple[ReplacedMember, ...]


def result_view(service: Service, election: ElectionId, contest: ContestId) -> ResultView:
    """Return the result in force.

    Raises:
        Conflict: BELUM_DIHITUNG.
        IllegalEvent: UNKNOWN_CONTEST.
    """
    found = service.board(election).state.contest(contest)
    tally = found.tally
    result, outcome = tally.result, tally.outcome
    if result is None or outcome is None:
        raise Conflict("BELUM_DIHITUNG", "Hasil pemilihan ini belum dihitung.")
    persons = {
        person: _ranked(tally, PersonId(person), votes, rank)
        for rank, votes, group in ranks(result.ranking.votes)
        for person in group
    }

    def tie_views(ties: tuple[Tie, ...]) -> tuple[TieView, ...]:
        return tuple(TieView(tie.votes, tie.places, tuple(persons[each] for each in tie.persons)) for tie in ties)

    return ResultView(
        contest=contest,
        title=found.rules.title,
        phase=found.phase,
        valid=result.valid,
        void=result.void,
        blank=result.blank,
        names_counted=result.names_counted,
        names_void=dict(result.names_void),
        names_undecodable=result.names_undecodable,
        names_repeated=result.names_repeated,
        seats=result.seats,
        unfilled=outcome.unfilled,
        ranking=tuple(persons.values()),
        elected=tuple(persons[each] for each in outcome.elected),
        reserves=tuple(persons[each] for each in outcome.reserves),
        ties=tie_views(outcome.ties),
        reserve_ties=tie_views(outcome.reserve_ties),
        women_elected=outcome.women_elected,
        women_required=outcome.women_required,
        women_met=outcome.women_met,
        women_reserved=found.rules.women_rule is WomenRule.SEATS,
        quorum_met=found.quorum_met,
        revote=tally.revote is not None,
        members=tuple(persons[each] for each in tally.members),
        waiting=()
        if tally.certified is None
        else tuple(persons[each] for each in waiting(tally.certified, tally.replaced)),
        replaced=tuple(
            ReplacedMember(
                persons[each.leaving],
                each.cause,
                each.reason,
                None if each.successor is None else persons[each.successor],
            )
            for each in tally.replaced
        ),
    )


def _ranked(tally: TallyState, person: PersonId, votes: int, rank: int) -> RankedPerson:
    shown, answer = tally.persons[person], tally.acceptances.get(person)
    return RankedPerson(
        person, shown.name, shown.sex.value, shown.unit, votes, rank, None if answer is None else answer.willing
    )
