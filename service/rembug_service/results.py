"""From decided texts to the published result.  What takes ``work`` runs after two officers agreed."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from rembug_ballots.canonical import parse_object, serialise
from rembug_ballots.counting import count
from rembug_ballots.counting_codec import encode_result
from rembug_ballots.counting_model import Decision, Outcome, Result
from rembug_ballots.events.fields import Count, Dice, LeaveCause, Ordinal, Reason, Root, SettleMethod
from rembug_ballots.events.fields import Result as ResultObject
from rembug_ballots.events.tally import (
    AcceptanceRecorded,
    AdjudicationCompleted,
    ContestOpened,
    ElectionPublished,
    LogCheckpoint,
    MemberReplaced,
    ResultCertified,
    ResultCounted,
    TieRevote,
    TieSettled,
    WomenShare,
)
from rembug_ballots.ids import ContestId, ElectionId, Officers, PersonId, Sha256
from rembug_ballots.names import read_rows
from rembug_ballots.rules import Publication
from rembug_ballots.state.model import ContestState
from rembug_ballots.state.result import lot_order
from rembug_ballots.state.term import successor_of
from rembug_crypto.checkpoint import open_checkpoint
from rembug_service.board import Board
from rembug_service.closing_notes import closing_notes
from rembug_service.errors import Conflict
from rembug_service.minutes import minutes_of
from rembug_service.result_view import RankedPerson, ResultView, TieView, result_view
from rembug_service.sql.tables import blobs, checkpoints
from rembug_service.work import Work

__all__ = [
    "RankedPerson",
    "ResultView",
    "TieView",
    "certify",
    "complete_adjudication",
    "lot_checkpoint",
    "publish",
    "record_acceptance",
    "replace_member",
    "result_view",
    "settle_tie",
    "tie_revote",
]


def complete_adjudication(work: Work, election: ElectionId, contest: ContestId, officers: Officers) -> int:
    """End the adjudication, count, and return the index of ``adjudication.completed``.

    Raises:
        IllegalEvent: DECISIONS_INCOMPLETE or WRONG_PHASE.
        Conflict: BELUM_DIBUKA.
    """
    found = work.board(election).state.contest(contest)
    opened = _opened(found)
    body = AdjudicationCompleted(contest, Count(len(found.tally.decisions)), officers)
    index = work.append(election, body)
    work.append(election, ResultCounted(contest, _count(work, election, found, opened.rows)))
    return index


def _count(work: Work, election: ElectionId, contest: ContestState, rows: Sha256) -> ResultObject:
    data = work.blobs(election).get(rows)
    if data is None:
        raise Conflict("BELUM_DIBUKA", "Nama-nama yang terbuka tidak ada di layanan ini.")
    decisions = {
        text: Decision(each.code.value, None if each.person is None else each.person.id)
        for text, each in contest.tally.decisions.items()
    }
    sexes: dict[str, str] = {person.id: person.sex.value for person in contest.tally.persons.values()}
    rules = work.board(election).state.agreed_rules().count_rules(contest.rules)
    result = count(read_rows(data, len(contest.ballots), contest.rules.names_max), decisions, rules, sexes)
    # Through its canonical form, which is what the event will hold.
    return ResultObject(parse_object(serialise(encode_result(result))))


def settle_tie(
    work: Work,
    election: ElectionId,
    contest: ContestId,
    method: SettleMethod,
    persons: Sequence[PersonId],
    statement: str,
    dice: str | None,
    officers: Officers,
) -> int:
    """Settle a tie by a rung of the agreed ladder.

    Args:
        work: inside the writer.
        election: whose contest.
        contest: which contest.
        method: the rung.
        persons: their order; for a lot in any order, because the dice give it.
        statement: what was agreed or done, in words.
        dice: text of the dice of a lot, else None.
        officers: who agreed.

    Raises:
        Conflict: DADU_BELUM_ADA, or BUKU_BELUM_DITANDATANGANI before a checkpoint follows the opening.
        IllegalEvent: refused; nothing changed.
    """
    order, checkpoint = tuple(persons), None
    if method is SettleMethod.UNDIAN:
        if not dice:
            raise Conflict("DADU_BELUM_ADA", "Tulis hasil lemparan dadu yang disaksikan warga.")
        checkpoint = lot_checkpoint(work.connection, work.board(election), contest)
        order = lot_order(checkpoint.root, dice, order)
    body = TieSettled(
        contest=contest,
        method=method,
        persons=order,
        statement=Reason(statement),
        dice=Dice(dice) if checkpoint is not None and dice else None,
        checkpoint=checkpoint,
        officers=officers,
    )
    return work.append(election, body)


def lot_checkpoint(connection: Connection, board: Board, contest: ContestId) -> LogCheckpoint:
    """Return the checkpoint of a lot: the first one that was signed after the contest was opened.

    It is shown before the dice are thrown.  A later one would not do: whoever knows the dice could append events until
    an order pleases.

    Raises:
        Conflict: BUKU_BELUM_DITANDATANGANI.
        IllegalEvent: UNKNOWN_CONTEST.
    """
    opened = board.state.contest(contest).tally.opened_index
    note = connection.scalar(
        select(checkpoints.c.note)
        .where(checkpoints.c.election == board.election, checkpoints.c.size > opened)
        .order_by(checkpoints.c.size)
        .limit(1)
    )
    if opened < 0 or note is None:
        raise Conflict("BUKU_BELUM_DITANDATANGANI", "Buku catatan belum ditandatangani sesudah suara dibuka.")
    checkpoint, _ = open_checkpoint(note.encode(), board.key)
    return LogCheckpoint(Ordinal(checkpoint.size), Root(checkpoint.root))


def tie_revote(
    work: Work, election: ElectionId, contest: ContestId, persons: Sequence[PersonId], reason: str, officers: Officers
) -> int:
    """Let the tied persons stand in a repeat vote."""
    return work.append(election, TieRevote(contest, tuple(persons), Reason(reason), officers))


def record_acceptance(
    work: Work,
    election: ElectionId,
    contest: ContestId,
    person: PersonId,
    *,
    willing: bool,
    reason: str,
    officers: Officers,
) -> int:
    """Record whether a person is willing to serve; who is not loses the place to the next."""
    body = AcceptanceRecorded(contest=contest, person=person, willing=willing, reason=Reason(reason), officers=officers)
    return work.append(election, body)


def replace_member(
    work: Work,
    election: ElectionId,
    contest: ContestId,
    leaving: PersonId,
    *,
    cause: LeaveCause,
    reason: str,
    officers: Officers,
) -> int:
    """Record that a member or a reserve leaves during the term; the next in line takes a member's place.

    Raises:
        IllegalEvent: NOT_SERVING, or WRONG_PHASE before the result is published.
    """
    successor = successor_of(work.board(election).state.contest(contest), leaving)
    body = MemberReplaced(contest, leaving, cause, Reason(reason), successor, officers)
    return work.append(election, body)


def certify(work: Work, election: ElectionId, contest: ContestId, officers: Officers) -> int:
    """Make the data of the berita acara and certify the result.

    Raises:
        Conflict: BELUM_DIHITUNG.
        IllegalEvent: a tie is open, or the result is certified.
    """
    state = work.board(election).state
    found = state.contest(contest)
    _result, outcome = _counted(found)
    minutes = serialise(minutes_of(state, found, officers, closing_notes(work.connection, election)))
    body = ResultCertified(
        contest=contest,
        elected=tuple(map(PersonId, outcome.elected)),
        reserves=tuple(map(PersonId, outcome.reserves)),
        women=WomenShare(Count(outcome.women_elected), Count(outcome.women_required), outcome.women_met),
        minutes=work.blobs(election).put(minutes),
        officers=officers,
    )
    return work.append(election, body)


def publish(work: Work, election: ElectionId, contests: Sequence[ContestId]) -> int:
    """Publish certified contests and release what the agreed policy shows.

    ``terbuka`` shows the opened rows and the factors that open them.  ``saksi`` shows the distinct texts only: whoever
    had the factors could open the rows.

    Raises:
        IllegalEvent: a contest is not certified.
    """
    state = work.board(election).state
    policy = state.agreed_rules().publication
    index = work.append(election, ElectionPublished(tuple(contests), policy))
    names: list[Sha256] = []
    for contest in contests:
        found = state.contest(contest)
        opened = _opened(found)
        names.append(opened.strings)
        if policy is Publication.TERBUKA:
            names.append(opened.rows)
            for factor in found.tally.factors.values():
                names += [factor.factors, factor.proof]
    work.connection.execute(
        update(blobs).where(blobs.c.election == election, blobs.c.sha256.in_(names)).values(released=True)
    )
    return index


def _opened(contest: ContestState) -> ContestOpened:
    if contest.tally.opened is None:
        raise Conflict("BELUM_DIBUKA", "Suara pemilihan ini belum dibuka.")
    return contest.tally.opened


def _counted(contest: ContestState) -> tuple[Result, Outcome]:
    if contest.tally.result is None or contest.tally.outcome is None:
        raise Conflict("BELUM_DIHITUNG", "Hasil pemilihan ini belum dihitung.")
    return contest.tally.result, contest.tally.outcome
