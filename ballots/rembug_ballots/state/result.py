"""Handlers: count, ties, acceptances, certification, publication."""

import hashlib
from typing import Final

from rembug_ballots.counting import outcome_of
from rembug_ballots.counting_codec import decode_result
from rembug_ballots.counting_model import CountingError, Outcome, Result, ResultState
from rembug_ballots.counting_seats import check_settlement
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import SettleMethod
from rembug_ballots.events.tally import (
    AcceptanceRecorded,
    ElectionPublished,
    ResultCertified,
    ResultCounted,
    TieRevote,
    TieSettled,
)
from rembug_ballots.ids import PersonId
from rembug_ballots.phases import ContestPhase, move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.rules import TieStep
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.mixing import contest_in
from rembug_ballots.state.model import ContestState, TallyState
from rembug_ballots.state.view import StateView
from rembug_crypto.domains import Domain, frames


def lot_order(root: bytes, dice: str, persons: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    """Return the order that a lot gives (docs/protocol.md section 12).

    Args:
        root: root of the checkpoint, 32 bytes.
        dice: text of the dice thrown in public.
        persons: the tied persons, in any order.
    """
    return tuple(
        sorted(
            persons,
            key=lambda person: hashlib.sha512(
                frames(
                    "domain",
                    Domain.LOT,
                    "root",
                    root,
                    "dice",
                    dice.encode(),
                    "person",
                    person.encode(),
                )
            ).digest(),
        )
    )


def _outcome(
    state: StateView,
    contest: ContestState,
    result: Result,
    *,
    settled: list[TieSettled],
    declined: set[PersonId],
) -> Outcome:
    rules = state.agreed_rules().count_rules(contest.rules)
    sexes: dict[str, str] = {person.id: person.sex.value for person in contest.tally.persons.values()}
    try:
        return outcome_of(result, rules, sexes, settled=[each.persons for each in settled], declined=declined)
    except (CountingError, KeyError):
        raise IllegalEvent(Refusal.RESULT_DIFFERS) from None


def _phase_of(outcome: Outcome) -> ContestPhase:
    return ContestPhase.TIE if outcome.state is ResultState.TIE else ContestPhase.COUNTED


def _in_force(tally: TallyState) -> tuple[Result, Outcome]:
    if tally.result is None or tally.outcome is None:
        raise IllegalEvent(Refusal.RESULT_DIFFERS)
    return tally.result, tally.outcome


def _count(state: StateView, body: ResultCounted, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    try:
        result = decode_result(body.result)
    except CountingError:
        raise IllegalEvent(Refusal.RESULT_MALFORMED) from None
    if result.ballots != len(contest.ballots) or result.seats != contest.rules.seats:
        raise IllegalEvent(Refusal.RESULT_DIFFERS)
    if any(person not in contest.tally.persons for person in result.ranking.votes):
        raise IllegalEvent(Refusal.RESULT_DIFFERS)
    if result.outcome != _outcome(state, contest, result, settled=[], declined=set()):
        raise IllegalEvent(Refusal.RESULT_DIFFERS)
    # Answers given before a recount still hold.
    outcome = _outcome(state, contest, result, settled=[], declined=contest.tally.declined)
    contest.phase = move(body.TYPE, contest.phase, _phase_of(outcome))
    contest.tally.result = result
    contest.tally.outcome = outcome


def _settle(state: StateView, body: TieSettled, _: Event, __: BlobSource) -> None:
    contest, rules = contest_in(state, body.contest, body.TYPE), state.agreed_rules()
    tally = contest.tally
    result, outcome = _in_force(tally)
    if TieStep(body.method.value) not in rules.tie_ladder:
        raise IllegalEvent(Refusal.NOT_ON_THE_LADDER, method=body.method.value)
    if body.method is SettleMethod.PEMUNGUTAN_ULANG and tally.revote is None:
        raise IllegalEvent(Refusal.REVOTE_MISSING)
    try:
        check_settlement(outcome, body.persons)
    except CountingError:
        raise IllegalEvent(Refusal.NOT_TIED) from None
    if body.checkpoint is not None and body.dice is not None:
        if not tally.opened_index < body.checkpoint.size <= state.size:
            raise IllegalEvent(Refusal.LOT_CHECKPOINT)
        if body.persons != lot_order(body.checkpoint.root, body.dice, body.persons):
            raise IllegalEvent(Refusal.LOT_ORDER)
    settled = [*tally.settled, body]
    new = _outcome(state, contest, result, settled=settled, declined=tally.declined)
    contest.phase = move(body.TYPE, contest.phase, _phase_of(new))
    tally.settled = settled
    tally.outcome = new


def _revote(state: StateView, body: TieRevote, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    _result, outcome = _in_force(contest.tally)
    if TieStep.PEMUNGUTAN_ULANG not in state.agreed_rules().tie_ladder:
        raise IllegalEvent(Refusal.NOT_ON_THE_LADDER, method=TieStep.PEMUNGUTAN_ULANG.value)
    try:
        check_settlement(outcome, body.persons)
    except CountingError:
        raise IllegalEvent(Refusal.NOT_TIED) from None
    contest.tally.revote = body


def _accept(state: StateView, body: AcceptanceRecorded, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    tally = contest.tally
    result, _outcome_now = _in_force(tally)
    if body.person not in result.ranking.votes:
        raise IllegalEvent(Refusal.UNKNOWN_PERSON, person=body.person)
    declined = tally.declined - {body.person} if body.willing else tally.declined | {body.person}
    new = _outcome(state, contest, result, settled=tally.settled, declined=declined)
    contest.phase = move(body.TYPE, contest.phase, _phase_of(new))
    tally.acceptances[body.person] = body
    tally.outcome = new


def _certify(state: StateView, body: ResultCertified, _: Event, blobs: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    _result, outcome = _in_force(contest.tally)
    women = body.women
    if (
        body.elected != outcome.elected
        or body.reserves != outcome.reserves
        or (women.elected, women.required, women.met)
        != (outcome.women_elected, outcome.women_required, outcome.women_met)
    ):
        raise IllegalEvent(Refusal.CERTIFIED_DIFFERS)
    if blobs.get(body.minutes) is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=body.minutes)
    contest.phase = move(body.TYPE, contest.phase)
    contest.tally.certified = body


def _publish(state: StateView, body: ElectionPublished, _: Event, __: BlobSource) -> None:
    contests = [contest_in(state, each, body.TYPE) for each in body.contests]
    if body.policy is not state.agreed_rules().publication:
        raise IllegalEvent(Refusal.POLICY_DIFFERS)
    if not contests or len({contest.id for contest in contests}) != len(contests):
        raise IllegalEvent(Refusal.UNKNOWN_CONTEST, contest=", ".join(body.contests))
    for contest in contests:
        contest.phase = move(body.TYPE, contest.phase)


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(ResultCounted, _count),
        handler(TieSettled, _settle),
        handler(TieRevote, _revote),
        handler(AcceptanceRecorded, _accept),
        handler(ResultCertified, _certify),
        handler(ElectionPublished, _publish),
    ]
)
